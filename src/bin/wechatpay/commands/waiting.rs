//! Waiting until an order or a refund has reached a state, and what is said if it does not.

use std::fmt;
use std::time::Duration;

use wechatpay::client::{
    Answered, Client, PollResult, PollState, PollTimes, Pollable, Progress, Until, Verdict,
};
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::protocol::refund::RefundStatus;
use wechatpay::protocol::transaction::TradeState;
use wechatpay::transport::TransportError;

use crate::args;
use crate::error::CliError;
use crate::ui::Output;
use crate::ui::Text;

/// How long to wait, and how often to query.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WaitArgs {
    /// Ask again until the state is final, for at most this long
    #[arg(long, value_name = "D", num_args = 0..=1, require_equals = true, default_missing_value = "5m", value_parser = args::duration)]
    pub(crate) wait: Option<Duration>,
    /// Pause this long at first; the pauses grow
    #[arg(long, value_name = "D", default_value = "2s", value_parser = args::duration)]
    pub(crate) interval: Duration,
}

/// A state, in messages.
pub(crate) trait NamedState: PollState + fmt::Display {
    /// What has the state, in English and Chinese.
    const SUBJECT: (&'static str, &'static str);
}

impl NamedState for TradeState {
    const SUBJECT: (&'static str, &'static str) = ("the order", "订单");
}

impl NamedState for RefundStatus {
    const SUBJECT: (&'static str, &'static str) = ("the refund", "退款");
}

/// Queries until the state will do or the time is over; once if there is nothing to wait for.
pub(crate) async fn wait<E, A, S>(
    client: &Client,
    query: &E,
    args: &WaitArgs,
    until: &Until<'_, S>,
    output: &Output,
) -> Result<PollResult<A>, Error>
where
    E: Endpoint<Answer = A>,
    A: Pollable<State = S>,
    S: NamedState,
{
    let Some(timeout) = args.wait else {
        let answer = client.call_within(query, Duration::MAX).await?;
        return Ok(answer.into());
    };
    let times = PollTimes {
        timeout,
        interval: args.interval,
    };
    let mut shown = String::new();
    client
        .poll(query, times, until, |progress, left| {
            let news = match progress {
                Progress::State(state) => state.to_string(),
                Progress::Failed(error) => error.to_string(),
            };
            if news != shown {
                show_progress(&news, left, output);
                shown = news;
            }
        })
        .await
}

/// Each change is shown once; in JSON, stderr is for the error object.
fn show_progress(news: &str, left: Duration, output: &Output) {
    if !output.json {
        let seconds = left.as_millis().div_ceil(1000);
        output.note(output.lang.pick(
            format!("{news}; querying again for up to {seconds} s"),
            format!("{news}；将继续查询，最长 {seconds} 秒"),
        ));
    }
}

/// Makes a failure of a state that is not one of the expected ones. If nothing is waited for and
/// none is named, any will do.
pub(crate) fn expected<A, S>(
    result: PollResult<A>,
    until: &Until<'_, S>,
    args: &WaitArgs,
) -> Result<Answered<A>, CliError>
where
    A: Pollable<State = S>,
    S: NamedState,
{
    let any_will_do = until.expect.is_empty() && args.wait.is_none();
    match until.verdict(result.answer.value.state()) {
        Verdict::Failed => Err(unwanted(result.answer.value.state())),
        Verdict::Expected => Ok(result.answer),
        Verdict::Other if any_will_do => Ok(result.answer),
        Verdict::Other => Err(unmet(&result, until.expect)),
    }
}

/// The failure of a state that `--fail-on` names.
fn unwanted<S: NamedState>(state: &S) -> CliError {
    let state = state.to_string();
    let (en, zh) = S::SUBJECT;
    CliError::condition(format!("{en} is {state}, which --fail-on names"))
        .in_chinese(format!("{zh}状态为 {state}，属于 --fail-on"))
        .with_code(&state)
        .with_help(Text::pair(
            "run the same command without --fail-on to see all that WeChat Pay says of it",
            "去掉 --fail-on 重新运行此命令，可查看微信支付返回的全部内容",
        ))
}

/// The failure of a wait that ended in another state than one of `expected`, or final.
pub(crate) fn unmet<A, S>(result: &PollResult<A>, expected: &[S]) -> CliError
where
    A: Pollable<State = S>,
    S: NamedState,
{
    let current = result.answer.value.state();
    let wanted = match expected {
        [] => "a final state".to_owned(),
        states => {
            let words: Vec<_> = states.iter().map(S::to_string).collect();
            words.join(" or ")
        }
    };
    let state = current.to_string();
    let (en, zh) = if current.may_become(expected) {
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
    let (of, of_zh) = S::SUBJECT;
    let mut failure = CliError::condition(format!("{of} is {state}, not {wanted}"))
        .in_chinese(format!("{of_zh}状态为 {state}，不是 {wanted_zh}"))
        .with_code(&state)
        .with_help(Text::pair(en, zh));
    if let Some(error) = &result.last_error {
        failure.add_cause(Text::pair(
            format!("the last time, it could not be asked for: {error}"),
            format!("最后一次查询失败：{error}"),
        ));
    }
    failure
}

/// The failure of a call that only asks: what became of it does not matter.
pub(crate) fn asking_failed(error: Error) -> CliError {
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
    let failure = CliError::from(error);
    match help {
        Some((en, zh)) => failure.with_help(Text::pair(en, zh)),
        None => failure,
    }
}

const AGAIN: (&str, &str) = (
    "asking changes nothing: run the same command again",
    "查询不会改变任何数据：请重新运行此命令",
);
