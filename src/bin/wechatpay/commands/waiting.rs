//! Waiting for an order: it is asked for again until its state will do.

use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::Instant;
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::json;
use wechatpay::protocol::transaction::{QueryOrder, TradeState};
use wechatpay::transport::TransportError;

use crate::args;
use crate::diagnostic::Failure;
use crate::output::Output;

/// An order that was just made may not be found yet.
const NOT_YET: Duration = Duration::from_secs(10);

/// What an answer may take when the time is as good as over.
const LAST_ASK: Duration = Duration::from_secs(2);

/// The pauses grow up to this, or to the interval where that is longer.
const LONGEST: Duration = Duration::from_secs(30);

/// Longer than anybody waits, and short enough for every clock.
const A_YEAR: Duration = Duration::from_secs(365 * 86_400);

/// How long an order is waited for, and how often it is asked for.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WaitArgs {
    /// Ask again until the state is final, for at most this long
    #[arg(long, value_name = "D", num_args = 0..=1, require_equals = true, default_missing_value = "5m", value_parser = args::duration)]
    pub(crate) wait: Option<Duration>,
    /// Pause this long at first; the pauses grow
    #[arg(long, value_name = "D", default_value = "2s", value_parser = args::duration)]
    pub(crate) interval: Duration,
}

/// An order as WeChat Pay describes it.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) order: Map<String, Value>,
    pub(crate) state: TradeState,
    pub(crate) request_id: Option<String>,
    /// Why it could not be asked for once more.
    trouble: Option<Error>,
}

impl Found {
    /// The failure of a wait that ended in another state than one of `expected`, or final.
    pub(crate) fn unmet(&self, expected: &[TradeState]) -> Failure {
        let wanted = match expected {
            [] => "a final state".to_owned(),
            states => states
                .iter()
                .map(TradeState::as_str)
                .collect::<Vec<_>>()
                .join(" or "),
        };
        let state = &self.state;
        let mut failure = Failure::condition(format!("the order is {state}, not {wanted}"))
            .with_code(state.as_str());
        if let Some(trouble) = &self.trouble {
            failure.causes.push(format!(
                "the last time, it could not be asked for: {trouble}"
            ));
        }
        failure
    }
}

/// Which states are waited for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    /// These; where there is none, any final one.
    pub(crate) expect: &'a [TradeState],
    /// There is no use in waiting once it is one of these.
    pub(crate) fail_on: &'a [TradeState],
}

impl Wanted<'_> {
    fn is_over(&self, state: &TradeState) -> bool {
        match state {
            state if self.expect.contains(state) || self.fail_on.contains(state) => true,
            // A paid order may yet be refunded.
            TradeState::Success => !self.expect.contains(&TradeState::Refund),
            state => state.is_final(),
        }
    }
}

/// Asks once, and takes no longer than `within`.
pub(crate) async fn ask(
    client: &Client,
    query: &QueryOrder,
    within: Duration,
) -> Result<Found, Error> {
    let answer = client.call_within(query, within).await?;
    let request_id = answer.request_id;
    let unreadable = |what: String| Error::Answer {
        what,
        request_id: request_id.clone(),
    };
    let order = match json::parse(answer.body.body()) {
        Ok(Value::Object(order)) => order,
        Ok(_) => return Err(unreadable("it is not an object".to_owned())),
        Err(error) => return Err(unreadable(error.to_string())),
    };
    let state = order.get("trade_state").and_then(Value::as_str);
    let state = state
        .ok_or_else(|| unreadable("it has no trade_state".to_owned()))?
        .to_owned()
        .into();
    Ok(Found {
        order,
        state,
        request_id,
        trouble: None,
    })
}

/// Asks until the state will do or the time is over, whatever the network does in between; what
/// comes back is the last state that was seen.
pub(crate) async fn wait(
    client: &Client,
    query: &QueryOrder,
    patience: &WaitArgs,
    wanted: Wanted<'_>,
    output: &Output,
) -> Result<Found, Error> {
    let began = Instant::now();
    let deadline = began + patience.wait.unwrap_or_default().min(A_YEAR);
    let left = || deadline.saturating_duration_since(Instant::now());
    let mut pause = patience.interval.clamp(Duration::from_millis(10), A_YEAR);
    let longest = pause.max(LONGEST);
    let mut seen: Option<Found> = None;
    let mut told = String::new();
    loop {
        let asked = ask(client, query, left().max(LAST_ASK)).await;
        let mut at_least = Duration::ZERO;
        let news = match asked {
            Ok(found) if wanted.is_over(&found.state) => return Ok(found),
            Ok(found) => seen.insert(found).state.to_string(),
            Err(error) if left().is_zero() && seen.is_none() => return Err(error),
            Err(error) if passes(&error, began.elapsed()) => {
                at_least = asked_to_wait(&error);
                let news = error.to_string();
                if let Some(seen) = &mut seen {
                    seen.trouble = Some(error);
                }
                news
            }
            Err(error) => return Err(error),
        };
        if let Some(seen) = seen.take_if(|_| left().is_zero()) {
            return Ok(seen);
        }
        if news != told {
            progress(&news, left(), output);
            told = news;
        }
        let next = ambient::jitter(pause).max(at_least).min(left());
        tokio::time::sleep(next).await;
        pause = (pause * 3 / 2).min(longest);
    }
}

/// Tells whether a failure may be over by the next time.
fn passes(error: &Error, waited: Duration) -> bool {
    match error {
        Error::Transport(
            TransportError::Unreachable { .. }
            | TransportError::Timeout { .. }
            | TransportError::NoAnswer { .. },
        ) => true,
        Error::Api(refused) => match refused.refusal() {
            Refusal::Unavailable => true,
            Refusal::NotFound => waited < NOT_YET,
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

fn asked_to_wait(error: &Error) -> Duration {
    match error {
        Error::Api(refused) => refused.retry_after.unwrap_or_default(),
        _ => Duration::ZERO,
    }
}

/// Each change is told once; in JSON, stderr is for the error object.
fn progress(news: &str, left: Duration, output: &Output) {
    if !output.json {
        let seconds = left.as_millis().div_ceil(1000);
        output.note(output.lang.pick(
            format!("{news}; asking again for up to {seconds} s"),
            format!("{news}；将继续查询，最长 {seconds} 秒"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_over_when_nothing_more_can_come() {
        let refund = [TradeState::Refund];
        let closed = [TradeState::Closed];
        let any = Wanted::default();
        for (wanted, state, over) in [
            (any, TradeState::Success, true),
            (any, TradeState::Refund, true),
            (any, TradeState::Closed, true),
            (any, TradeState::NotPay, false),
            (any, TradeState::Other("ACCEPT".to_owned()), false),
        ] {
            assert_eq!(wanted.is_over(&state), over, "{state}");
        }
        let refunded = Wanted {
            expect: &refund,
            fail_on: &[],
        };
        assert!(!refunded.is_over(&TradeState::Success));
        assert!(refunded.is_over(&TradeState::Closed));
        let stopped = Wanted {
            expect: &closed,
            fail_on: &[TradeState::NotPay],
        };
        assert!(stopped.is_over(&TradeState::NotPay) && stopped.is_over(&TradeState::Success));
    }
}
