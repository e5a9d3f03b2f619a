//! Asking how an order or a refund stands, again and again until its state will do.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::Instant;
use wechatpay::ambient;
use wechatpay::client::{Answer, Client};
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::call::Call;
use wechatpay::protocol::json;
use wechatpay::protocol::refund::{QueryRefund, RefundStatus};
use wechatpay::protocol::transaction::{OrderNumber, QueryOrder, TradeState};
use wechatpay::transport::TransportError;

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

/// How something stands that is asked for.
pub(crate) trait State: From<String> + fmt::Display + PartialEq + 'static {
    /// The field of an answer that tells.
    const FIELD: &'static str;
    /// What stands like this, in English and Chinese.
    const OF: (&'static str, &'static str);

    fn is_final(&self) -> bool;

    /// Tells whether one of `expect` may yet come of it.
    fn may_become(&self, _expect: &[Self]) -> bool
    where
        Self: Sized,
    {
        !self.is_final()
    }
}

impl State for TradeState {
    const FIELD: &'static str = "trade_state";
    const OF: (&'static str, &'static str) = ("the order", "订单");

    fn is_final(&self) -> bool {
        self.is_final()
    }

    /// A paid order may yet be refunded.
    fn may_become(&self, expect: &[Self]) -> bool {
        match self {
            Self::Success => expect.contains(&Self::Refund),
            state => !state.is_final(),
        }
    }
}

impl State for RefundStatus {
    const FIELD: &'static str = "status";
    const OF: (&'static str, &'static str) = ("the refund", "退款");

    fn is_final(&self) -> bool {
        self.is_final()
    }
}

/// A question after an order or a refund.
pub(crate) trait Question {
    /// How it stands.
    type State: State;

    /// Returns the field and the number by which the answer must name it.
    fn about(&self) -> (&'static str, &str);

    fn call(&self) -> Call;
}

impl Question for QueryOrder {
    type State = TradeState;

    fn about(&self) -> (&'static str, &str) {
        match &self.number {
            OrderNumber::OutTradeNo(number) => ("out_trade_no", number.as_str()),
            OrderNumber::TransactionId(id) => ("transaction_id", id.as_str()),
        }
    }

    fn call(&self) -> Call {
        self.into()
    }
}

impl Question for QueryRefund {
    type State = RefundStatus;

    fn about(&self) -> (&'static str, &str) {
        ("out_refund_no", self.out_refund_no.as_str())
    }

    fn call(&self) -> Call {
        self.into()
    }
}

/// What WeChat Pay says of an order or a refund.
#[derive(Debug)]
pub(crate) struct Found<S> {
    pub(crate) object: Map<String, Value>,
    pub(crate) state: S,
    pub(crate) request_id: Option<String>,
    /// Why it could not be asked for once more.
    trouble: Option<Error>,
}

impl<S: State> Found<S> {
    /// Reads an answer, which must be about the one that has this number.
    pub(crate) fn read(answer: Answer, about: (&str, &str)) -> Result<Self, Error> {
        let request_id = answer.request_id;
        let unreadable = |what: String| Error::Answer {
            what,
            request_id: request_id.clone(),
        };
        let object = match json::parse(answer.body.body()) {
            Ok(Value::Object(object)) => object,
            Ok(_) => return Err(unreadable("it is not an object".to_owned())),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        let (name, number) = about;
        if let Some(other) = object.get(name).filter(|found| *found != number) {
            let what = format!("it is about {name} {other}, and {number} was asked for");
            return Err(unreadable(what));
        }
        let state = object.get(S::FIELD).and_then(Value::as_str);
        let state = state
            .ok_or_else(|| unreadable(format!("it has no {}", S::FIELD)))?
            .to_owned()
            .into();
        Ok(Self {
            object,
            state,
            request_id,
            trouble: None,
        })
    }

    /// Makes a failure of what is not as it was wanted; where nothing was waited for, any state
    /// will do that is not unwanted.
    pub(crate) fn checked(
        self,
        wanted: &Wanted<'_, S>,
        patience: &WaitArgs,
    ) -> Result<Self, Failure> {
        if wanted.fail_on.contains(&self.state) {
            return Err(self.unwanted());
        }
        let met = match wanted.expect {
            [] => patience.wait.is_none() || self.state.is_final(),
            expected => expected.contains(&self.state),
        };
        if met {
            Ok(self)
        } else {
            Err(self.unmet(wanted.expect))
        }
    }

    /// The failure of a state that was to be the end of all hope.
    fn unwanted(&self) -> Failure {
        let state = self.state.to_string();
        let (en, zh) = S::OF;
        Failure::condition(format!("{en} is {state}, which --fail-on names"))
            .in_chinese(format!("{zh}状态为 {state}，属于 --fail-on"))
            .with_code(&state)
            .with_help(
                "run the same command without --fail-on to see all that WeChat Pay says of it",
                "去掉 --fail-on 重新运行此命令，可查看微信支付返回的全部内容",
            )
    }

    /// The failure of a wait that ended in another state than one of `expected`, or final.
    pub(crate) fn unmet(&self, expected: &[S]) -> Failure {
        let wanted = match expected {
            [] => "a final state".to_owned(),
            states => {
                let words: Vec<_> = states.iter().map(S::to_string).collect();
                words.join(" or ")
            }
        };
        let state = self.state.to_string();
        let (en, zh) = if self.state.may_become(expected) {
            (
                "it may still change: ask again, and for longer with --wait=D",
                "状态仍可能变化：请再次查询，可用 --wait=D 等待更久",
            )
        } else {
            (
                "it changes no more: run the same command without --expect to see all that WeChat Pay says of it",
                "状态不会再变化：去掉 --expect 重新运行此命令，可查看微信支付返回的全部内容",
            )
        };
        let wanted_zh = if expected.is_empty() {
            "终态"
        } else {
            &wanted
        };
        let (of, of_zh) = S::OF;
        let mut failure = Failure::condition(format!("{of} is {state}, not {wanted}"))
            .in_chinese(format!("{of_zh}状态为 {state}，不是 {wanted_zh}"))
            .with_code(&state)
            .with_help(en, zh);
        if let Some(trouble) = &self.trouble {
            failure.add_cause(
                format!("the last time, it could not be asked for: {trouble}"),
                format!("最后一次查询失败：{trouble}"),
            );
        }
        failure
    }
}

/// Which states are waited for.
#[derive(Debug)]
pub(crate) struct Wanted<'a, S> {
    /// These; where there is none, any final one.
    pub(crate) expect: &'a [S],
    /// There is no use in waiting once it is one of these.
    pub(crate) fail_on: &'a [S],
}

impl<S: State> Wanted<'_, S> {
    /// Any final state.
    pub(crate) const ANY: Self = Self {
        expect: &[],
        fail_on: &[],
    };

    fn is_over(&self, state: &S) -> bool {
        self.expect.contains(state)
            || self.fail_on.contains(state)
            || !state.may_become(self.expect)
    }
}

/// Asks once, and takes no longer than `within`.
pub(crate) async fn ask<Q: Question>(
    client: &Client,
    query: &Q,
    within: Duration,
) -> Result<Found<Q::State>, Error> {
    let answer = client.call_within(query.call(), within).await?;
    Found::read(answer, query.about())
}

/// Asks until the state will do or the time is over, whatever the network does in between; what
/// comes back is the last state that was seen. Asks once where there is no patience.
pub(crate) async fn wait<Q: Question>(
    client: &Client,
    query: &Q,
    patience: &WaitArgs,
    wanted: &Wanted<'_, Q::State>,
    output: &Output,
) -> Result<Found<Q::State>, Error> {
    let Some(patient) = patience.wait else {
        return ask(client, query, Duration::MAX).await;
    };
    let began = Instant::now();
    let deadline = began + patient.min(A_YEAR);
    let left = || deadline.saturating_duration_since(Instant::now());
    let mut pause = patience.interval.clamp(Duration::from_millis(10), A_YEAR);
    let longest = pause.max(LONGEST);
    let mut seen: Option<Found<Q::State>> = None;
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
