//! The options, questions and reports of a run of a batch.

use std::future::Future;
use std::num::NonZeroU32;
use std::time::Duration;

use super::error::BatchError;
use super::job::Stop;
use super::results::{LineResult, Tally};
use crate::protocol::amount::FenSum;

/// How a batch is run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many lines are under way at once.
    pub concurrency: usize,
    /// How many lines are started per second at most.
    pub rate: Option<NonZeroU32>,
    /// Whether lines that an earlier run found refused are sent again.
    pub retry_failed: bool,
    /// Whether [`Observer::confirm`] decides before anything is sent.
    pub confirm: bool,
}

/// What a run of a batch is about to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// How many lines.
    pub lines: u64,
    /// What they come to.
    pub sum: FenSum,
    /// How many lines earlier runs have settled.
    pub settled: u64,
}

/// What a batch reports while it runs.
pub trait Observer {
    /// Why a report cannot be made.
    type Failure;

    /// Asks whether to send these lines, if [`RunOptions::confirm`] says so. Of a new batch, no
    /// file exists yet.
    ///
    /// # Errors
    /// Returns an error if they are not to be sent.
    fn confirm(&mut self, plan: &Plan) -> Result<(), Self::Failure>;

    /// A crash has damaged this many results; their lines are sent again.
    fn damaged(&mut self, lines: u64);

    /// A line has its result.
    fn progress(&mut self, tally: &Tally);

    /// It is time to report, if nothing has shown the progress so far.
    fn tick(&mut self);

    /// WeChat Pay limits the rate, and no line is sent for this long.
    fn paused(&mut self, pause: Duration);

    /// The batch was interrupted, and this many lines have this long to finish.
    fn stopping(&mut self, under_way: usize, grace: Duration);

    /// The result of a line of a batch without a results file.
    ///
    /// # Errors
    /// Returns an error that ends the batch.
    fn result(&mut self, result: &LineResult) -> Result<(), Self::Failure>;
}

/// What stops a batch from outside.
pub trait StopSignals {
    /// Waits for the next signal; none is lost if the wait is given up.
    fn next(&mut self) -> impl Future<Output = Stop> + Send;
}

/// Why a run ended without a report.
#[derive(Debug, thiserror::Error)]
pub enum RunError<F> {
    /// The batch cannot go on.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// [`Observer::confirm`] did not want the lines to be sent.
    #[error("the lines were not confirmed")]
    Unconfirmed(F),
    /// A job found that this side does not work.
    #[error("a job ended the batch")]
    Job(F),
    /// The observer cannot report a result.
    #[error("a result cannot be reported")]
    Report(F),
}

/// What a batch has come to.
#[derive(Debug)]
#[non_exhaustive]
pub struct RunReport {
    /// What became of the lines, in this run and those before.
    pub tally: Tally,
    /// How many lines an earlier run had settled.
    pub skipped: u64,
    /// Why the run ended.
    pub end: RunEnd,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// All lines have a result.
    Complete,
    /// Something stopped it from outside.
    Stopped(Stop),
    /// Too many consecutive lines failed for reasons that are not theirs.
    Futile,
}
