//! Cases sent to one endpoint, and what came of them in numbers.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use serde::Serialize;

use super::case::{CaseResult, Problem, TestCase};
use super::exchange::{Exchange, post};
use super::notification::{Trigger, TriggerError};

/// How many failed repetitions are reported.
const MAX_REPORTED_FAILURES: usize = 10;

/// A receiver to test.
pub struct Endpoint<'a> {
    /// The client, which should follow no redirect.
    pub http: reqwest::Client,
    /// Its `notify_url`.
    pub url: String,
    /// What the notifications are generated from.
    pub trigger: &'a Trigger<'a>,
    /// Called after each exchange.
    pub observer: &'a dyn Fn(TestCase, &Exchange),
}

/// What came of the cases.
#[derive(Debug)]
#[non_exhaustive]
pub struct Run {
    /// The cases; of repetitions, the first that failed.
    pub results: Vec<CaseResult>,
    /// All cases in numbers.
    pub summary: Summary,
}

impl Endpoint<'_> {
    /// Sends cases one after the other.
    ///
    /// # Errors
    /// Returns an error if a notification cannot be generated.
    pub async fn send(&self, cases: &[TestCase]) -> Result<Run, TriggerError> {
        let (mut results, mut counter) = (Vec::new(), Counter::default());
        for case in cases {
            let result = self.send_one(*case).await?;
            counter.count(&result);
            results.push(result);
        }
        let summary = counter.summary();
        Ok(Run { results, summary })
    }

    /// Sends one case many times, some of them at once.
    ///
    /// # Errors
    /// Returns an error if a notification cannot be generated.
    pub async fn repeat(
        &self,
        case: TestCase,
        times: u32,
        concurrency: usize,
    ) -> Result<Run, TriggerError> {
        let mut sent = stream::iter(0..times)
            .map(|_| self.send_one(case))
            .buffer_unordered(concurrency);
        let (mut results, mut counter) = (Vec::new(), Counter::default());
        while let Some(result) = sent.next().await {
            let result = result?;
            counter.count(&result);
            if result.problem().is_some() && results.len() < MAX_REPORTED_FAILURES {
                results.push(result);
            }
        }
        let summary = counter.summary();
        Ok(Run { results, summary })
    }

    async fn send_one(&self, case: TestCase) -> Result<CaseResult, TriggerError> {
        let mut exchanges = Vec::new();
        for notification in self.trigger.notifications(case.event_type, case.fault)? {
            let exchange = post(&self.http, &self.url, notification).await;
            (self.observer)(case, &exchange);
            exchanges.push(exchange);
        }
        Ok(CaseResult::new(case, exchanges))
    }
}

/// Cases in numbers.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// How many cases were sent.
    pub cases: u64,
    /// How many followed the rules.
    pub passed: u64,
    /// How many did not.
    pub failed: u64,
    /// How many responses had each status; `none` if there was none.
    pub by_status: BTreeMap<String, u64>,
    /// How many cases had each problem.
    pub by_problem: BTreeMap<Problem, u64>,
    /// How long the exchanges took.
    pub latency_ms: Latency,
    /// Whether every genuine notification was refused as by a receiver with other keys.
    #[serde(skip)]
    pub keys_seem_unknown: bool,
}

/// How long exchanges took, in milliseconds.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Latency {
    /// Half of them took no longer.
    pub p50: u64,
    /// 99 of 100 took no longer.
    pub p99: u64,
    /// None took longer.
    pub max: u64,
}

#[derive(Default)]
struct Counter {
    passed: u64,
    failed: u64,
    by_status: BTreeMap<String, u64>,
    by_problem: BTreeMap<Problem, u64>,
    elapsed_ms: Vec<u64>,
    genuine: u64,
    /// Genuine ones that were refused with a status that a wrong key leads to.
    unverified: u64,
}

impl Counter {
    fn count(&mut self, result: &CaseResult) {
        match result.problem() {
            None => self.passed += 1,
            Some(problem) => {
                self.failed += 1;
                *self.by_problem.entry(problem).or_default() += 1;
            }
        }
        for exchange in &result.exchanges {
            let status = match &exchange.outcome {
                Ok(response) => response.status.to_string(),
                Err(_) => "none".to_owned(),
            };
            *self.by_status.entry(status).or_default() += 1;
            self.elapsed_ms.push(exchange.elapsed_ms);
        }
        if !result.case.must_be_refused() {
            self.genuine += 1;
            let status = result.decisive().as_ref().map(|response| response.status);
            self.unverified += u64::from(matches!(status, Ok(400 | 401 | 403 | 500)));
        }
    }

    fn summary(mut self) -> Summary {
        self.elapsed_ms.sort_unstable();
        Summary {
            cases: self.passed + self.failed,
            passed: self.passed,
            failed: self.failed,
            latency_ms: Latency {
                p50: percentile(&self.elapsed_ms, 50),
                p99: percentile(&self.elapsed_ms, 99),
                max: percentile(&self.elapsed_ms, 100),
            },
            by_status: self.by_status,
            by_problem: self.by_problem,
            keys_seem_unknown: self.genuine > 0 && self.genuine == self.unverified,
        }
    }
}

/// Returns the smallest value that `percent` of 100 values do not exceed.
fn percentile(sorted: &[u64], percent: usize) -> u64 {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::post;
    use tokio::net::TcpListener;

    use super::super::{Fault, NotifyKey};
    use super::*;
    use crate::protocol::event_type::EventType;
    use crate::sandbox::identity::Identity;
    use crate::sandbox::state::direct_client;

    /// Serves a receiver that answers the requests with these statuses, over and over.
    async fn receiver(statuses: &'static [u16]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notify", listener.local_addr().unwrap());
        let count = Arc::new(AtomicUsize::new(0));
        let answer = move || {
            let at = count.fetch_add(1, Ordering::Relaxed) % statuses.len();
            async move { StatusCode::from_u16(statuses[at]).unwrap() }
        };
        let router = Router::new().route("/notify", post(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        url
    }

    async fn with_endpoint<T>(
        statuses: &'static [u16],
        test: impl AsyncFnOnce(Endpoint<'_>) -> T,
    ) -> T {
        let data = tempfile::tempdir().unwrap();
        let identity = Identity::open(data.path()).unwrap();
        let trigger = Trigger {
            identity: &identity,
            key: NotifyKey::Certificate,
            partner: false,
            combined: false,
            fields: Vec::new(),
        };
        test(Endpoint {
            http: direct_client().unwrap(),
            url: receiver(statuses).await,
            trigger: &trigger,
            observer: &|_, _| {},
        })
        .await
    }

    fn case(fault: Option<Fault>) -> TestCase {
        TestCase {
            event_type: EventType::TransactionSuccess,
            fault,
        }
    }

    /// All but the slow one, which takes two seconds.
    fn fast_suite() -> Vec<TestCase> {
        let mut suite = TestCase::suite();
        suite.retain(|case| case.fault != Some(Fault::Slow));
        suite
    }

    #[tokio::test]
    async fn a_receiver_that_accepts_everything_accepts_what_it_must_refuse() {
        let run = with_endpoint(&[200], async |endpoint| endpoint.send(&fast_suite()).await);
        let Run { results, summary } = run.await.unwrap();
        assert_eq!((summary.cases, summary.failed), (16, 9));
        assert_eq!(summary.by_problem, BTreeMap::from([(Problem::Accepted, 9)]));
        assert_eq!(summary.by_status, BTreeMap::from([("200".to_owned(), 18)]));
        assert!(!summary.keys_seem_unknown);
        for result in results {
            let problem = result.case.must_be_refused().then_some(Problem::Accepted);
            assert_eq!(result.problem(), problem, "{:?}", result.case);
        }
    }

    #[tokio::test]
    async fn a_receiver_that_refuses_everything_may_have_other_keys() {
        for (status, suspected) in [(&[401], true), (&[404], false)] {
            let run = with_endpoint(status, async |endpoint| endpoint.send(&fast_suite()).await);
            let summary = run.await.unwrap().summary;
            let problems = BTreeMap::from([(Problem::NotAccepted, 7)]);
            assert_eq!(summary.by_problem, problems);
            assert_eq!(summary.keys_seem_unknown, suspected, "{status:?}");
        }
    }

    #[tokio::test]
    async fn the_second_response_to_a_duplicate_counts_too() {
        let duplicate = [case(Some(Fault::Duplicate))];
        for (statuses, problem, differ) in [
            (&[200, 200], None, false),
            (&[200, 204], None, true),
            (&[200, 409], Some(Problem::NotAccepted), false),
        ] {
            let run = with_endpoint(statuses, async |endpoint| endpoint.send(&duplicate).await);
            let result = run.await.unwrap().results.remove(0);
            assert_eq!(result.problem(), problem);
            assert_eq!(result.responses_differ(), differ, "{statuses:?}");
            let decisive = result.decisive().as_ref().unwrap().status;
            let expected = if problem.is_some() { 409 } else { 200 };
            assert_eq!(decisive, expected);
        }
    }

    #[tokio::test]
    async fn of_repetitions_the_first_failures_are_reported() {
        let run = with_endpoint(&[200, 503], async |endpoint| {
            endpoint.repeat(case(None), 30, 4).await
        });
        let Run { results, summary } = run.await.unwrap();
        assert_eq!((summary.passed, summary.failed), (15, 15));
        assert_eq!(results.len(), MAX_REPORTED_FAILURES);
        assert!(results.iter().all(|result| result.problem().is_some()));
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<u64> = (1..=200).collect();
        let of = |percent| percentile(&values, percent);
        assert_eq!((of(50), of(99), of(100)), (100, 198, 200));
        assert_eq!((percentile(&[7], 50), percentile(&[7], 99)), (7, 7));
        assert_eq!(percentile(&[], 99), 0);
    }
}
