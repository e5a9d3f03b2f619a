//! The lines that were not sent yet.

use super::check;
use super::error::BatchError;
use super::files::Files;
use super::job::{Command, Defaults, Job};
use super::journal::FirstSentTimes;
use super::queue::QueuedJob;
use super::source::{Rows, Source};
use crate::protocol::stamp::Timestamp;

/// The lines that were not sent yet, in the order of the input.
pub(super) struct Unsent<'a, C> {
    command: &'a C,
    source: &'a Source,
    batch: &'a str,
    rows: Rows,
    pub(super) is_over: bool,
    first_sent_times: Option<FirstSentTimes>,
}

impl<'a, C: Command> Unsent<'a, C> {
    /// Starts at the first line; `first_sent_times` are those of a batch with relative times.
    ///
    /// # Errors
    /// Returns an error if the input cannot be read.
    pub(super) fn new(
        command: &'a C,
        source: &'a Source,
        batch: &'a str,
        first_sent_times: Option<FirstSentTimes>,
    ) -> Result<Self, BatchError> {
        Ok(Self {
            command,
            source,
            batch,
            rows: source.rows(C::FIELDS)?,
            is_over: false,
            first_sent_times,
        })
    }

    /// Returns the next line that an earlier run has not settled.
    ///
    /// # Errors
    /// Returns an error if the input cannot be read, or has become invalid.
    pub(super) async fn next(
        &mut self,
        files: Option<&Files>,
    ) -> Result<Option<QueuedJob<C::Job>>, BatchError> {
        let mut skipped = 0_u32;
        for row in self.rows.by_ref() {
            let row = row.map_err(|error| self.source.row_error(error))?;
            let line = row.line;
            if files.is_some_and(|files| files.results.is_settled(line)) {
                skipped += 1;
                if skipped.is_multiple_of(1000) {
                    tokio::task::yield_now().await;
                }
                continue;
            }
            let read = |now| {
                let defaults = Defaults::new(self.batch, line, now);
                check::read(self.command, &row, &defaults)
                    .map_err(|error| self.source.row_error(error))
            };
            let mut parsed = read(Timestamp(0))?;
            if let Some(times) = self.first_sent_times.as_mut().filter(|_| parsed.relative) {
                parsed = read(times.of(line)?)?;
            }
            return Ok(Some(QueuedJob {
                line,
                order: parsed.job.order(),
                job: parsed.job,
                tries: 0,
                followed: false,
                doubted: files.is_some_and(|files| files.results.is_doubted(line)),
            }));
        }
        self.is_over = true;
        Ok(None)
    }
}
