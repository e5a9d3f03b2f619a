//! What became of a request that failed on the way, and which command finds out.

use std::future::Future;

use wechatpay::error::Error;

use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::text;
use crate::ui::Text;

/// The texts about a request that creates or changes something, if its response is missing.
#[derive(Debug)]
pub(crate) struct UncertainOutcome {
    /// Which, such as `out_trade_no order-1`.
    pub(crate) number: String,
    /// What is possible if nothing is known.
    pub(crate) possible: Text,
    /// What is certain if nothing was carried out.
    pub(crate) certain: Text,
    /// The command that finds out.
    pub(crate) check_with: String,
    /// What else to do.
    pub(crate) alternative: Text,
}

impl UncertainOutcome {
    /// Says what is known after an error, and which command finds out the rest.
    pub(crate) fn failed(&self, error: Error) -> CliError {
        let is_unknown = error.outcome_unknown();
        self.failed_with(error, is_unknown)
    }

    /// Does the same for a caller that knows better whether the outcome is unknown.
    pub(crate) fn failed_with(&self, error: Error, is_unknown: bool) -> CliError {
        let is_certain = error.nothing_happened();
        // These have a remedy of their own, which comes first.
        let has_remedy = matches!(
            error,
            Error::Untrusted { .. } | Error::Redirect { .. } | Error::Answer { .. }
        );
        let mut failure = CliError::from(error).with_cause(&self.number);
        if is_certain {
            failure.add_cause(self.certain.clone());
        }
        match (is_unknown, has_remedy) {
            (false, _) => failure,
            (true, true) => failure.with_more_help(self.advice(&self.possible)),
            (true, false) => failure.with_help(self.advice(&self.possible)),
        }
    }

    /// The failure of a request that a signal interrupted.
    pub(crate) fn interrupted(&self, signal: Kind, doing: &Text) -> CliError {
        interrupted(signal, doing)
            .with_cause(&self.number)
            .with_help(self.advice(&self.possible))
    }

    fn advice(&self, fact: &Text) -> Text {
        text!(
            "outcome-advice",
            fact,
            command = &self.check_with,
            alternative = &self.alternative,
        )
    }
}

/// The failure to show the report of what was done. It has the number, and does not say that
/// nothing was sent.
pub(crate) fn unreported(
    failure: CliError,
    fact: &Text,
    outcome: Option<&UncertainOutcome>,
) -> CliError {
    // The reader of a closed pipe has enough.
    if failure.silent {
        return failure;
    }
    // The response may not have the field that was asked for.
    let is_without_field = failure.kind == Kind::Usage;
    let kind = if is_without_field {
        Kind::Condition
    } else {
        Kind::Internal
    };
    let mut unreported =
        CliError::new(kind, text!("outcome-unreported", fact)).with_cause(failure.message);
    unreported.causes.extend(failure.causes);
    match outcome {
        None => unreported,
        Some(outcome) => unreported
            .with_cause(&outcome.number)
            .with_help(outcome.advice(fact)),
    }
}

/// The failure of what a signal interrupted.
pub(crate) fn interrupted(signal: Kind, doing: &Text) -> CliError {
    let message = if signal == Kind::Terminated {
        text!("outcome-terminated", doing)
    } else {
        text!("outcome-interrupted", doing)
    };
    CliError::new(signal, message)
}

/// Does work that must not end without a word: `failure` says what a signal interrupted.
pub(crate) async fn guarded<T>(
    context: &Context,
    work: impl Future<Output = Result<T, CliError>>,
    failure: impl FnOnce(Kind) -> CliError,
) -> Result<T, CliError> {
    let signal = context.take_signals();
    tokio::select! {
        biased;
        done = work => done,
        signal = signal => Err(failure(signal)),
    }
}
