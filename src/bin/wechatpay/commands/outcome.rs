//! What became of a request that went wrong on the way, and which command tells.

use std::future::Future;

use wechatpay::error::Error;

use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::ui::Text;

/// A request that makes or changes something, in words for when its answer is missing.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Which, such as `out_trade_no order-1`.
    pub(crate) number: String,
    /// What is possible where nothing is known, in English and Chinese.
    pub(crate) may: (&'static str, &'static str),
    /// What is certain where nothing happened.
    pub(crate) not: &'static str,
    /// The command that tells.
    pub(crate) ask: String,
    /// What else to do, in English and Chinese.
    pub(crate) or: (String, String),
}

impl Outcome {
    /// Says what is known, and which command tells the rest.
    pub(crate) fn of(&self, error: Error) -> CliError {
        let unknown = error.outcome_unknown();
        self.judged(error, unknown)
    }

    /// Does the same for who knows better whether the outcome is unknown.
    pub(crate) fn judged(&self, error: Error, unknown: bool) -> CliError {
        let nothing = error.nothing_happened();
        // These have a remedy of their own, which comes first.
        let unproved = matches!(
            error,
            Error::Untrusted { .. } | Error::Redirect { .. } | Error::Answer { .. }
        );
        let mut failure = CliError::from(error);
        failure.add_cause(&self.number);
        if nothing {
            failure.add_cause(Text::pair(self.not, "此命令没有造成任何变更"));
        }
        let (en, zh) = self.advice(self.may);
        match (unknown, unproved) {
            (false, _) => failure,
            (true, true) => failure.with_more_help(Text::pair(en, zh)),
            (true, false) => failure.with_help(Text::pair(en, zh)),
        }
    }

    /// The failure of a request that somebody ended, with the exit code of that.
    pub(crate) fn interrupted(&self, code: ExitStatus, doing: &str) -> CliError {
        let (en, zh) = self.advice(self.may);
        let mut failure = ended(code, doing).with_help(Text::pair(en, zh));
        failure.add_cause(&self.number);
        failure
    }

    /// Says what happened, or may have, and what to run.
    fn advice(&self, (en, zh): (&str, &str)) -> (String, String) {
        let ask = &self.ask;
        let (or_en, or_zh) = &self.or;
        (
            format!("{en}: run `{ask}`, or {or_en}"),
            format!("{zh}：运行 `{ask}`，或{or_zh}"),
        )
    }
}

/// The failure of telling what was done, `done` in English and Chinese: none that says that
/// nothing was sent, and one that tells the number. A closed pipe has a reader who has enough.
pub(crate) fn untold(
    failure: CliError,
    done: (&'static str, &'static str),
    outcome: Option<&Outcome>,
) -> CliError {
    if failure.silent {
        return failure;
    }
    let kind = match failure.kind {
        // The answer has not brought the field that was asked for.
        Kind::Usage => Kind::Condition,
        _ => Kind::Internal,
    };
    let mut told = CliError::new(kind, format!("{}, but the report cannot be shown", done.0));
    told.causes = std::iter::once(failure.message)
        .chain(failure.causes)
        .collect();
    let Some(outcome) = outcome else {
        return told;
    };
    told.add_cause(&outcome.number);
    let (en, zh) = outcome.advice(done);
    told.with_help(Text::pair(en, zh))
}

/// The failure of what somebody ended, with the exit code of that.
pub(crate) fn ended(code: ExitStatus, doing: &str) -> CliError {
    let (kind, word, zh) = if code == ExitStatus::Terminated {
        (Kind::Terminated, "terminated", "操作被终止")
    } else {
        (Kind::Interrupted, "interrupted", "操作被中断")
    };
    CliError::new(kind, format!("{word} {doing}")).in_chinese(zh)
}

/// Does what must not end without a word: `word` makes the failure where somebody ends it.
pub(crate) async fn guarded<T>(
    context: &Context,
    work: impl Future<Output = Result<T, CliError>>,
    word: impl FnOnce(ExitStatus) -> CliError,
) -> Result<T, CliError> {
    let ended = context.take_signals();
    tokio::select! {
        biased;
        done = work => done,
        code = ended => Err(word(code)),
    }
}
