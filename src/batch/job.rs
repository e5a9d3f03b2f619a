//! What a batch does with each of its lines, and what a line comes to.

use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::row::{Row, RowProblem};
use crate::client::Client;
use crate::error::Error;
use crate::protocol::amount::Fen;
use crate::protocol::api_error::Refusal;
use crate::protocol::stamp::Timestamp;
use crate::transport::TransportError;

/// How many digits a line's number has in the number that is made for it.
const LINE_DIGITS: usize = 9;

/// What a batch does with each of its lines.
pub trait Command {
    /// Names the command in the journal, so that another command does not resume its batches.
    const NAME: &'static str;

    /// The middle of the schema of a line's result, `wechatpay/<this>/v1`.
    const LINE_SCHEMA: &'static str;

    /// The names that a row may use.
    const FIELDS: &'static [&'static str];

    /// Whether it creates or changes something, so that a missing response leaves doubt.
    const CHANGES: bool;

    /// Whether a job itself finds out what became of an earlier request.
    const SETTLES_DOUBT: bool = false;

    /// Whether a row may also be a line of the results of a batch.
    const READS_RESULTS: bool = false;

    /// What is done for one line.
    type Job: Job;

    /// Reads a row; the same row and the same [`Defaults`] give the same request.
    ///
    /// # Errors
    /// Returns what is wrong with the row.
    fn read(&self, row: &Row, defaults: &Defaults) -> Result<ParsedRow<Self::Job>, RowProblem>;
}

/// One call, ready to be sent.
pub trait Job: Clone + Send + 'static {
    /// Why a line was not done, as its result has it.
    type Failure: LineFailure;

    /// The number by which the result is found.
    fn number(&self) -> JobNumber<'_>;

    /// What is sent, by which a resumed batch is recognised.
    fn request(&self) -> SentRequest<'_>;

    /// The money that it moves, or asks for.
    fn amount(&self) -> Option<Fen> {
        None
    }

    /// The order that only one line at a time is sent for, if there must be only one.
    fn order(&self) -> Option<String> {
        None
    }

    /// Sends the call, and returns the fields of its result.
    fn run(
        self,
        client: Arc<Client>,
    ) -> impl Future<Output = Result<Map<String, Value>, JobError<Self::Failure>>> + Send;
}

/// The number that a line is known by.
#[derive(Debug, Clone, Copy)]
pub struct JobNumber<'a> {
    /// Which number it is, such as `out_trade_no`.
    pub name: &'static str,
    /// The number.
    pub value: &'a str,
}

/// The method, target and merchant of a request, and its body.
#[derive(Debug)]
pub struct SentRequest<'a> {
    /// What identifies where the request goes.
    pub target: String,
    /// The bytes of its body.
    pub body: Cow<'a, [u8]>,
}

/// Why a line was not done, as the engine counts and writes it.
pub trait LineFailure: Send + 'static {
    /// Returns the `error` object of the line's result: `kind`, `code`, `exit_code` and more.
    fn to_json(&self) -> Value;

    /// Returns what the summary counts it under: WeChat Pay's error code, or a kind of failure.
    fn code(&self) -> &str;

    /// Returns the exit code for a line that is left in this state.
    fn exit_code(&self, state: LineState) -> u8;

    /// Tells whether the line was not sent because it waits for something else.
    fn is_waiting(&self) -> bool;

    /// Adds that a request without a response may have been carried out.
    #[must_use]
    fn in_doubt(self) -> Self;

    /// The failure of a line that was given up before there was a response.
    fn given_up(stop: Option<Stop>) -> Self;
}

/// What ends a batch from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A user's interrupt: lines under way get some time to finish.
    Interrupt,
    /// The system's request to end: lines under way are given up.
    Terminate,
}

/// Why a line has no result, or not the one that was wanted.
#[derive(Debug)]
pub enum JobError<F> {
    /// The line was not done, or may have been.
    Row {
        /// What is known of the line.
        state: LineState,
        /// Why the line failed.
        failure: F,
    },
    /// WeChat Pay limits the rate; the line is sent again, and comes to this if that does not
    /// help.
    RateLimited {
        /// How long WeChat Pay asks to wait.
        retry_after: Option<Duration>,
        /// What is known of the line.
        state: LineState,
        /// Why the line failed.
        failure: F,
    },
    /// This side does not work: no more lines are sent.
    Fatal(F),
}

impl<F: From<Error>> JobError<F> {
    /// Reads the error of a call; `changes` tells whether the call creates or changes something.
    #[must_use]
    pub fn of_call(error: Error, changes: bool) -> Self {
        let state = LineState::after(&error, changes);
        let limit = error.api().filter(|refused| refused.status == 429);
        match limit.map(|refused| refused.retry_after) {
            Some(retry_after) => Self::RateLimited {
                retry_after,
                state,
                failure: error.into(),
            },
            None => Self::Row {
                state,
                failure: error.into(),
            },
        }
    }
}

/// What is known of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineState {
    /// WeChat Pay did it.
    Done,
    /// WeChat Pay refused it, and would again.
    Failed,
    /// It may have been done.
    Unknown,
    /// It was not done, for a reason that is not the line's.
    Pending,
}

impl LineState {
    /// Tells whether a later run has nothing to do for the line.
    pub(super) fn is_settled(self, retry_failed: bool) -> bool {
        match self {
            Self::Done => true,
            Self::Failed => !retry_failed,
            Self::Unknown | Self::Pending => false,
        }
    }

    fn after(error: &Error, changes: bool) -> Self {
        let unknown = if changes {
            Self::Unknown
        } else {
            Self::Pending
        };
        match error {
            Error::Transport(TransportError::Unreachable { .. }) => Self::Pending,
            Error::Api(refused) if refused.outcome_unknown() => unknown,
            // The signature is the merchant's, not the line's.
            Error::Api(refused) if matches!(refused.status, 401 | 429) => Self::Pending,
            Error::Api(refused) => match refused.refusal() {
                Refusal::Refused | Refusal::NotFound => Self::Failed,
                // A limit, which means that it was not done.
                Refusal::Unavailable => Self::Pending,
            },
            Error::Transport(_)
            | Error::AfterUnknown { .. }
            | Error::Redirect { .. }
            | Error::Untrusted { .. }
            | Error::Certificates { .. }
            | Error::Answer { .. }
            | Error::Login(_) => unknown,
        }
    }
}

/// What a row does not give itself.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The number of a row that gives none.
    pub number: String,
    /// What relative times count from.
    pub now: Timestamp,
}

impl Defaults {
    pub(super) fn new(batch: &str, line: u64, now: Timestamp) -> Self {
        Self {
            number: format!("{batch}{line:0LINE_DIGITS$}"),
            now,
        }
    }

    /// Returns the name of the batch, with which the numbers of all its lines start.
    #[must_use]
    pub fn batch(&self) -> &str {
        let length = self.number.len().saturating_sub(LINE_DIGITS);
        self.number.get(..length).unwrap_or(&self.number)
    }
}

/// A row that was read.
#[derive(Debug)]
pub struct ParsedRow<J> {
    /// What is sent.
    pub job: J,
    /// The number that the row gives, which no other row may give.
    pub unique: Option<String>,
    /// Whether the request depends on [`Defaults::now`].
    pub relative: bool,
}
