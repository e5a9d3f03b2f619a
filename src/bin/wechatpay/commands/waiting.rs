//! Waiting until an order or a refund has reached a state, and what to say if it does not.

use std::time::Duration;

use wechatpay::client::{
    Answered, Client, PollMatch, PollResult, PollState, PollTimes, Pollable, Progress, Until,
};
use wechatpay::error::Error;
use wechatpay::protocol::api_error::Refusal;
use wechatpay::protocol::endpoint::Endpoint;
use wechatpay::transport::TransportError;

use crate::args;
use crate::error::{CliError, call_message};
use crate::text;
use crate::ui::{Output, Text};

/// How long to wait, and how often to query.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct WaitArgs {
    #[arg(long, help_heading = "wait", value_name = "D", num_args = 0..=1, require_equals = true, default_missing_value = "5m", value_parser = args::duration)]
    pub(crate) wait: Option<Duration>,
    #[arg(long, help_heading = "wait", value_name = "D", default_value = "2s", value_parser = args::duration)]
    pub(crate) interval: Duration,
}

/// Queries until the state will do or the time is over; once if there is nothing to wait for.
pub(crate) async fn wait<A: Pollable>(
    client: &Client,
    query: &impl Endpoint<Answer = A>,
    args: &WaitArgs,
    until: &Until<'_, A::State>,
    output: &Output,
) -> Result<PollResult<A>, Error> {
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
                Progress::Failed(error) => call_message(error).show(output.lang),
            };
            // Each change is shown once; in JSON, stderr is for the error object.
            if news != shown && !output.json {
                let seconds = left.as_millis().div_ceil(1000);
                output.note(text!("wait-again", news = &news, seconds));
                shown = news;
            }
        })
        .await
}

/// Makes a failure of a state of `subject` that is not one of the expected ones. If nothing is
/// waited for and no state is expected, any will do.
pub(crate) fn expected<A: Pollable>(
    result: PollResult<A>,
    until: &Until<'_, A::State>,
    args: &WaitArgs,
    subject: &Text,
) -> Result<Answered<A>, CliError> {
    let state = result.answer.value.state();
    let any_will_do = until.expect.is_empty() && args.wait.is_none();
    match until.compare(state) {
        PollMatch::Failed => {
            let message = text!("wait-failed-on", subject, state);
            Err(CliError::condition(message).with_code(state.to_string()))
        }
        PollMatch::Expected => Ok(result.answer),
        PollMatch::Other if any_will_do => Ok(result.answer),
        PollMatch::Other => Err(unmet(&result, until.expect, subject)),
    }
}

/// The failure of a wait that ended in another state than one of `expected`, or a final one.
pub(crate) fn unmet<A: Pollable>(
    result: &PollResult<A>,
    expected: &[A::State],
    subject: &Text,
) -> CliError {
    let state = result.answer.value.state();
    let message = if expected.is_empty() {
        text!("wait-not-final", subject, state)
    } else {
        let names: Vec<_> = expected.iter().map(ToString::to_string).collect();
        text!(
            "wait-not-expected",
            subject,
            state,
            expected = names.join(" / ")
        )
    };
    let help = if state.may_become(expected) {
        text!("wait-may-change")
    } else {
        text!("wait-final")
    };
    let failure = CliError::condition(message)
        .with_code(state.to_string())
        .with_help(help);
    match &result.last_error {
        Some(error) => failure.with_cause(text!("wait-last-query", error)),
        None => failure,
    }
}

/// The failure of a call that only queries, so that its outcome does not matter.
pub(crate) fn asking_failed(error: Error) -> CliError {
    let help = match &error {
        Error::Transport(TransportError::Timeout { .. } | TransportError::NoAnswer { .. }) => {
            Some(text!("wait-query-again"))
        }
        Error::Transport(TransportError::TooLarge { .. }) => Some(text!("wait-too-large")),
        // A limit has a remedy of its own.
        Error::Api(refused)
            if refused.refusal() == Refusal::Unavailable && !refused.is_limited() =>
        {
            Some(text!("wait-query-again"))
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
    let is_probe = error.is_probe();
    let failure = CliError::from(error).with_better_help(help);
    if is_probe {
        return failure.with_more_help(text!("wait-query-again"));
    }
    failure
}
