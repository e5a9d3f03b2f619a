//! Asking how an order or a refund stands, again and again until its state will do.

mod found;

use std::time::Duration;

use tokio::time::Instant;
use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::transport::TransportError;

pub(crate) use self::found::{Found, State, Stated, Wanted};
use crate::args;
use crate::diagnostic::Failure;
use crate::output::Output;

/// What was just made may not be found yet.
const NOT_YET: Duration = Duration::from_secs(10);

/// What an answer may take when the time is as good as over.
const LAST_ASK: Duration = Duration::from_secs(2);

/// The pauses grow up to this, or to the interval where that is longer.
const LONGEST: Duration = Duration::from_secs(30);

/// Longer than anybody waits, and short enough for every clock.
const A_YEAR: Duration = Duration::from_secs(365 * 86_400);

/// How long is waited, and how often asked.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WaitArgs {
    /// Ask again until the state is final, for at most this long
    #[arg(long, value_name = "D", num_args = 0..=1, require_equals = true, default_missing_value = "5m", value_parser = args::duration)]
    pub(crate) wait: Option<Duration>,
    /// Pause this long at first; the pauses grow
    #[arg(long, value_name = "D", default_value = "2s", value_parser = args::duration)]
    pub(crate) interval: Duration,
}

/// Asks once, and takes no longer than `within`.
pub(crate) async fn ask<Q: Endpoint<Answer: Stated>>(
    client: &Client,
    query: &Q,
    within: Duration,
) -> Result<Found<<Q::Answer as Stated>::State>, Error> {
    client.call_within(query, within).await.map(Found::from)
}

/// Asks until the state will do or the time is over, whatever the network does in between; what
/// comes back is the last state that was seen. Asks once where there is no patience.
pub(crate) async fn wait<Q, S: State>(
    client: &Client,
    query: &Q,
    patience: &WaitArgs,
    wanted: &Wanted<'_, S>,
    output: &Output,
) -> Result<Found<S>, Error>
where
    Q: Endpoint<Answer: Stated<State = S>>,
{
    let Some(patient) = patience.wait else {
        return ask(client, query, Duration::MAX).await;
    };
    let began = Instant::now();
    let deadline = began + patient.min(A_YEAR);
    let left = || deadline.saturating_duration_since(Instant::now());
    let mut pause = patience.interval.clamp(Duration::from_millis(10), A_YEAR);
    let longest = pause.max(LONGEST);
    let mut seen: Option<Found<S>> = None;
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

/// The failure of a call that only asks: what became of it does not matter.
pub(crate) fn asking_failed(error: Error) -> Failure {
    let help = match &error {
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. }) => {
            Some(AGAIN)
        }
        Error::Transport(TransportError::TooLarge { .. }) => Some((
            "no answer of WeChat Pay's is that large: look for a proxy or portal between this machine and WeChat Pay",
            "微信支付的应答不会这么大：检查本机与微信支付之间的代理或认证网关",
        )),
        // A limit has a remedy of its own.
        Error::Api(refused)
            if refused.refusal() == Refusal::Unavailable && !refused.is_limited() =>
        {
            Some(AGAIN)
        }
        Error::Api(_)
        | Error::Transport(TransportError::Unreachable { .. })
        | Error::AfterUnknown { .. }
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => None,
    };
    let failure = Failure::from(error);
    match help {
        Some((en, zh)) => failure.with_help(en, zh),
        None => failure,
    }
}

const AGAIN: (&str, &str) = (
    "asking changes nothing: run the same command again",
    "查询不会改变任何数据：请重新运行此命令",
);

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
    use wechatpay::protocol::transaction::TradeState;

    #[test]
    fn waiting_is_over_when_nothing_more_can_come() {
        let refund = [TradeState::Refund];
        let closed = [TradeState::Closed];
        let any = &Wanted::ANY;
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
