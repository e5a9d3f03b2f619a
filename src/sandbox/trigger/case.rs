//! Cases of a test, and WeChat Pay's rules for the responses to them.

use serde::Serialize;

use super::exchange::{Exchange, NoResponse, Response};
use super::fault::Fault;
use crate::protocol::event_type::EventType;

/// A notification to test a receiver with: an event, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCase {
    /// The event.
    pub event_type: EventType,
    /// What is wrong with the notification; `None` for a genuine one.
    pub fault: Option<Fault>,
}

impl TestCase {
    /// Returns every event that the `notify_url` of an order must accept, and every fault of a
    /// payment.
    #[must_use]
    pub fn suite() -> Vec<Self> {
        let genuine = EventType::OF_ORDERS.map(|event_type| Self {
            event_type,
            fault: None,
        });
        let faulty = Fault::ALL.map(|fault| Self {
            event_type: EventType::TransactionSuccess,
            fault: Some(fault),
        });
        genuine.into_iter().chain(faulty).collect()
    }

    /// Tells whether a receiver must refuse the notification.
    #[must_use]
    pub fn must_be_refused(self) -> bool {
        self.fault.is_some_and(Fault::must_be_refused)
    }
}

/// A case that was sent, and whether the responses follow the rules.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CaseResult {
    /// The case.
    pub case: TestCase,
    /// Its notifications and the responses; at least one.
    pub exchanges: Vec<Exchange>,
    /// The first problem, and the exchange that has it.
    problem: Option<(Problem, usize)>,
}

impl CaseResult {
    pub(super) fn new(case: TestCase, exchanges: Vec<Exchange>) -> Self {
        let problem = exchanges.iter().enumerate().find_map(|(at, exchange)| {
            let problem = check(case.must_be_refused(), &exchange.outcome).err()?;
            Some((problem, at))
        });
        Self {
            case,
            exchanges,
            problem,
        }
    }

    /// Returns the first rule that was broken; `None` if the case passed.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        self.problem.map(|(problem, _)| problem)
    }

    /// Returns the response that broke a rule, or the first.
    pub fn decisive(&self) -> &Result<Response, NoResponse> {
        let at = self.problem.map_or(0, |(_, at)| at);
        &self.exchanges[at].outcome
    }

    /// Tells whether a duplicate was acknowledged with another response than the first, which
    /// WeChat Pay allows.
    #[must_use]
    pub fn responses_differ(&self) -> bool {
        let response = |exchange: &Exchange| {
            let response = exchange.outcome.as_ref().ok()?;
            Some((response.status, response.body.clone()))
        };
        self.case.fault == Some(Fault::Duplicate)
            && self.problem.is_none()
            && self
                .exchanges
                .windows(2)
                .any(|pair| response(&pair[0]) != response(&pair[1]))
    }
}

/// What is wrong with a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// A notification that must be refused was acknowledged.
    Accepted,
    /// A genuine notification was not acknowledged.
    NotAccepted,
    /// It is a redirect, which WeChat Pay does not follow.
    Redirected,
    /// It is neither 2xx nor 4xx nor 5xx.
    OddStatus,
    /// It was not complete after 5 seconds.
    TooSlow,
    /// Nothing listens there.
    Unreachable,
    /// The connection broke.
    NoAnswer,
}

/// Checks the response to a notification: 2xx for a genuine one, 4xx or 5xx for one that must be
/// refused, either within 5 seconds.
///
/// # Errors
/// Returns the rule that is broken.
pub fn check(must_be_refused: bool, outcome: &Result<Response, NoResponse>) -> Result<(), Problem> {
    let status = match outcome {
        Ok(response) => response.status,
        Err(NoResponse::Unreachable(_)) => return Err(Problem::Unreachable),
        Err(NoResponse::TooSlow) => return Err(Problem::TooSlow),
        Err(NoResponse::Broken(_)) => return Err(Problem::NoAnswer),
    };
    match (status, must_be_refused) {
        (200..=299, false) | (400..=599, true) => Ok(()),
        (200..=299, true) => Err(Problem::Accepted),
        (300..=399, _) => Err(Problem::Redirected),
        (400..=599, false) => Err(Problem::NotAccepted),
        (..200 | 600.., _) => Err(Problem::OddStatus),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{Interruption, Obstacle};

    fn answered(status: u16) -> Response {
        Response {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            truncated: false,
        }
    }

    #[test]
    fn a_response_is_checked_by_its_notification() {
        for (status, genuine, forged) in [
            (200, Ok(()), Err(Problem::Accepted)),
            (204, Ok(()), Err(Problem::Accepted)),
            (302, Err(Problem::Redirected), Err(Problem::Redirected)),
            (401, Err(Problem::NotAccepted), Ok(())),
            (500, Err(Problem::NotAccepted), Ok(())),
            (999, Err(Problem::OddStatus), Err(Problem::OddStatus)),
        ] {
            assert_eq!(check(false, &Ok(answered(status))), genuine, "{status}");
            assert_eq!(check(true, &Ok(answered(status))), forged, "{status}");
        }
        for (why, problem) in [
            (
                NoResponse::Unreachable(Obstacle::Refused),
                Problem::Unreachable,
            ),
            (NoResponse::TooSlow, Problem::TooSlow),
            (NoResponse::Broken(Interruption::Closed), Problem::NoAnswer),
        ] {
            assert_eq!(check(true, &Err(why.clone())), Err(problem));
            assert_eq!(check(false, &Err(why)), Err(problem));
        }
    }
}
