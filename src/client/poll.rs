//! Querying an order or a refund again and again, until its state will do.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::{Answered, Client};
use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::Refusal;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::refund::{RefundInfo, RefundStatus};
use crate::protocol::transaction::{TradeState, Transaction};
use crate::transport::TransportError;

/// What was just created may not be found yet.
const NOT_FOUND_GRACE: Duration = Duration::from_secs(10);

/// What the last query may take although the time is over.
const MIN_QUERY_TIMEOUT: Duration = Duration::from_secs(2);

/// The shortest pause between two queries.
const MIN_INTERVAL: Duration = Duration::from_millis(10);

/// The pauses grow up to this, or to the interval that was asked for if that is longer.
const MAX_INTERVAL: Duration = Duration::from_secs(30);

/// Longer than anybody waits, and short enough for every clock.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 86_400);

/// The state of an order or a refund.
pub trait PollState: PartialEq + fmt::Display + Sized {
    /// Tells whether it stays as it is, unless the merchant does something.
    fn is_final(&self) -> bool;

    /// Tells whether it may yet become one of `expected`, or a final one.
    fn may_become(&self, expected: &[Self]) -> bool;
}

impl PollState for TradeState {
    fn is_final(&self) -> bool {
        self.is_final()
    }

    /// A paid order may yet be refunded.
    fn may_become(&self, expected: &[Self]) -> bool {
        match self {
            Self::Success => expected.contains(&Self::Refund),
            Self::Refund
            | Self::NotPay
            | Self::Closed
            | Self::Revoked
            | Self::UserPaying
            | Self::PayError
            | Self::Other(_) => !self.is_final(),
        }
    }
}

impl PollState for RefundStatus {
    fn is_final(&self) -> bool {
        self.is_final()
    }

    fn may_become(&self, _: &[Self]) -> bool {
        !self.is_final()
    }
}

/// An answer that has a state.
pub trait Pollable {
    /// The state.
    type State: PollState;

    /// Returns the state.
    fn state(&self) -> &Self::State;
}

impl Pollable for Transaction {
    type State = TradeState;

    fn state(&self) -> &TradeState {
        &self.trade_state
    }
}

impl Pollable for RefundInfo {
    type State = RefundStatus;

    fn state(&self) -> &RefundStatus {
        &self.status
    }
}

/// Which states end the polling.
#[derive(Debug)]
pub struct Until<'a, S> {
    /// The states that are expected; if there are none, any final one.
    pub expect: &'a [S],
    /// The states after which there is no use in waiting.
    pub fail_on: &'a [S],
}

/// Whether a state is what was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollMatch {
    /// It is one of the expected states.
    Expected,
    /// It is one of those to fail on.
    Failed,
    /// It is another.
    Other,
}

impl<S: PollState> Until<'_, S> {
    /// Until the state is final.
    pub const FINAL: Self = Self {
        expect: &[],
        fail_on: &[],
    };

    /// Tells what a state means.
    #[must_use]
    pub fn compare(&self, state: &S) -> PollMatch {
        if self.fail_on.contains(state) {
            PollMatch::Failed
        } else if self.expect.contains(state) || self.expect.is_empty() && state.is_final() {
            PollMatch::Expected
        } else {
            PollMatch::Other
        }
    }

    fn is_over(&self, state: &S) -> bool {
        self.compare(state) != PollMatch::Other || !state.may_become(self.expect)
    }
}

/// How long to poll, and how often.
#[derive(Debug, Clone, Copy)]
pub struct PollTimes {
    /// The time after which the last state is returned, whatever it is.
    pub timeout: Duration,
    /// The first pause between two queries; the pauses grow.
    pub interval: Duration,
}

/// The last answer of a poll.
#[derive(Debug)]
#[non_exhaustive]
pub struct PollResult<A> {
    /// The answer.
    pub answer: Answered<A>,
    /// Why later queries failed, if they did.
    pub last_error: Option<Error>,
}

impl<A> From<Answered<A>> for PollResult<A> {
    fn from(answer: Answered<A>) -> Self {
        Self {
            answer,
            last_error: None,
        }
    }
}

/// What the latest query came to, if polling goes on.
#[derive(Debug)]
pub enum Progress<'a, S> {
    /// A state that may still change.
    State(&'a S),
    /// A failure that may be over by the next time.
    Failed(&'a Error),
}

impl Client {
    /// Queries until the state will do or the time is over, whatever the network does in between.
    /// Calls `progress` after each query that is followed by another, with the time that is left.
    ///
    /// # Errors
    /// Returns the errors of [`Client::call`] that another query would not help against, and the
    /// last one if no query succeeded.
    pub async fn poll<E, A: Pollable>(
        &self,
        query: &E,
        times: PollTimes,
        until: &Until<'_, A::State>,
        progress: impl FnMut(Progress<'_, A::State>, Duration),
    ) -> Result<PollResult<A>, Error>
    where
        E: Endpoint<Answer = A>,
    {
        let ask = async |within| self.call_within(query, within).await;
        let (answer, last_error) = poll(ask, state_of, times, until, progress).await?;
        Ok(PollResult { answer, last_error })
    }
}

fn state_of<A: Pollable>(answer: &Answered<A>) -> &A::State {
    answer.value.state()
}

async fn poll<T, S: PollState>(
    ask: impl AsyncFn(Duration) -> Result<T, Error>,
    state: impl Fn(&T) -> &S,
    times: PollTimes,
    until: &Until<'_, S>,
    mut progress: impl FnMut(Progress<'_, S>, Duration),
) -> Result<(T, Option<Error>), Error> {
    let began = Instant::now();
    let deadline = began + times.timeout.min(MAX_TIMEOUT);
    let left = || deadline.saturating_duration_since(Instant::now());
    let mut pause = times.interval.clamp(MIN_INTERVAL, MAX_TIMEOUT);
    let max_pause = pause.max(MAX_INTERVAL);
    let mut last: Option<(T, Option<Error>)> = None;
    loop {
        let mut min_pause = Duration::ZERO;
        match ask(left().max(MIN_QUERY_TIMEOUT)).await {
            Ok(answer) if until.is_over(state(&answer)) => return Ok((answer, None)),
            Ok(answer) => {
                let (answer, _) = last.insert((answer, None));
                if !left().is_zero() {
                    progress(Progress::State(state(answer)), left());
                }
            }
            Err(error) if left().is_zero() && last.is_none() => return Err(error),
            Err(error) if may_pass(&error, began.elapsed()) => {
                min_pause = requested_pause(&error);
                if !left().is_zero() {
                    progress(Progress::Failed(&error), left());
                }
                if let Some((_, last_error)) = &mut last {
                    *last_error = Some(error);
                }
            }
            Err(error) => return Err(error),
        }
        if let Some(last) = last.take_if(|_| left().is_zero()) {
            return Ok(last);
        }
        let next = ambient::jitter(pause).max(min_pause).min(left());
        tokio::time::sleep(next).await;
        pause = (pause * 3 / 2).min(max_pause);
    }
}

/// Tells whether a failure may be over by the next time.
fn may_pass(error: &Error, waited: Duration) -> bool {
    match error {
        Error::Transport(
            TransportError::Unreachable { .. }
            | TransportError::Timeout { .. }
            | TransportError::NoAnswer { .. },
        ) => true,
        Error::Api(refused) => match refused.refusal() {
            Refusal::Unavailable => true,
            Refusal::NotFound => waited < NOT_FOUND_GRACE,
            Refusal::Refused => false,
        },
        Error::Transport(TransportError::TooLarge { .. })
        | Error::AfterUnknown { .. }
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => false,
    }
}

/// Returns how long WeChat Pay asks to be left alone.
fn requested_pause(error: &Error) -> Duration {
    let requested = error.api().and_then(|refused| refused.retry_after);
    requested.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::VecDeque;

    use super::*;
    use crate::protocol::api_error::ApiError;

    const TIMES: PollTimes = PollTimes {
        timeout: Duration::from_secs(300),
        interval: Duration::from_secs(2),
    };

    fn refused(status: u16, code: &str, retry_after: Option<u64>) -> Error {
        let body = format!(r#"{{"code":"{code}","message":"no"}}"#);
        let mut error = ApiError::read(status, body.as_bytes(), None);
        error.retry_after = retry_after.map(Duration::from_secs);
        Error::Api(error)
    }

    /// What a poll came to, how long it took, and what it reported in between.
    struct Polled {
        result: Result<(TradeState, Option<Error>), Error>,
        elapsed: Duration,
        news: Vec<String>,
        queries: usize,
    }

    /// Polls answers that are repeated from the last one on; each query takes a second.
    async fn polled(
        answers: impl IntoIterator<Item = Result<TradeState, fn() -> Error>>,
        until: &Until<'_, TradeState>,
    ) -> Polled {
        let answers = RefCell::new(answers.into_iter().collect::<VecDeque<_>>());
        let queries = Cell::new(0);
        let mut news = Vec::new();
        let began = Instant::now();
        let ask = async |_| {
            tokio::time::sleep(Duration::from_secs(1)).await;
            queries.set(queries.get() + 1);
            let mut answers = answers.borrow_mut();
            let next = answers.pop_front().unwrap();
            if answers.is_empty() {
                answers.push_back(next.clone());
            }
            next.map_err(|error| error())
        };
        let result = poll(
            ask,
            |state| state,
            TIMES,
            until,
            |progress, _| {
                news.push(match progress {
                    Progress::State(state) => state.to_string(),
                    Progress::Failed(error) => error.to_string(),
                });
            },
        )
        .await;
        Polled {
            result,
            elapsed: began.elapsed(),
            news,
            queries: queries.get(),
        }
    }

    #[test]
    fn waiting_is_over_when_nothing_more_can_come() {
        for (state, over) in [
            (TradeState::Success, true),
            (TradeState::Refund, true),
            (TradeState::Closed, true),
            (TradeState::NotPay, false),
            (TradeState::Other("ACCEPT".to_owned()), false),
        ] {
            assert_eq!(Until::FINAL.is_over(&state), over, "{state}");
        }
        let refunded = Until {
            expect: &[TradeState::Refund],
            fail_on: &[],
        };
        assert!(!refunded.is_over(&TradeState::Success));
        assert!(refunded.is_over(&TradeState::Closed));
        let stopped = Until {
            expect: &[TradeState::Closed],
            fail_on: &[TradeState::NotPay],
        };
        assert!(stopped.is_over(&TradeState::NotPay) && stopped.is_over(&TradeState::Success));
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_passes_does_not_end_the_poll() {
        let polled = polled(
            [
                Ok(TradeState::NotPay),
                Err((|| refused(500, "SYSTEM_ERROR", None)) as fn() -> Error),
                Ok(TradeState::Success),
            ],
            &Until::FINAL,
        )
        .await;
        let (state, last_error) = polled.result.unwrap();
        assert!(state == TradeState::Success && last_error.is_none());
        assert_eq!(polled.queries, 3);
        assert!(polled.news[0] == "NOTPAY" && polled.news[1].contains("SYSTEM_ERROR"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_state_comes_back_when_the_time_is_over() {
        let polled = polled(
            [
                Ok(TradeState::NotPay),
                Err((|| refused(500, "SYSTEM_ERROR", None)) as fn() -> Error),
            ],
            &Until::FINAL,
        )
        .await;
        let (state, last_error) = polled.result.unwrap();
        assert_eq!(state, TradeState::NotPay);
        assert!(last_error.unwrap().to_string().contains("SYSTEM_ERROR"));
        assert!(polled.elapsed >= TIMES.timeout);
        assert!(polled.elapsed <= TIMES.timeout + Duration::from_secs(2));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_just_created_may_be_missing_for_ten_seconds() {
        let missing: fn() -> Error = || refused(404, "ORDER_NOT_EXIST", None);
        let never = polled([Err(missing)], &Until::FINAL).await;
        assert!(never.result.is_err());
        assert!(never.elapsed >= NOT_FOUND_GRACE && never.elapsed < TIMES.timeout / 4);
        let soon = polled([Err(missing), Ok(TradeState::Success)], &Until::FINAL).await;
        assert_eq!(soon.result.unwrap().0, TradeState::Success);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_ends_the_poll_and_a_requested_pause_is_kept() {
        let forbidden: fn() -> Error = || refused(403, "NO_AUTH", None);
        let polled_once = polled([Err(forbidden)], &Until::FINAL).await;
        assert!(polled_once.result.is_err() && polled_once.queries == 1);
        let limited: fn() -> Error = || refused(429, "FREQUENCY_LIMITED", Some(60));
        let polled = polled([Err(limited), Ok(TradeState::Success)], &Until::FINAL).await;
        assert!(polled.result.is_ok() && polled.elapsed >= Duration::from_secs(60));
    }
}
