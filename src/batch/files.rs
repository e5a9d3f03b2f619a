//! The files that a batch is resumed by.

use super::error::{BatchError, FileChange};
use super::journal::Journal;
use super::results::Results;

/// What a batch is resumed by.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) results: Results,
    pub(super) journal: Journal,
}

impl Files {
    /// Tells what another program has done to the journal and the results.
    pub(super) fn changes(&self) -> (Option<FileChange>, Option<FileChange>) {
        (self.journal.change(), self.results.change())
    }

    /// Returns an error if another program has changed a file; a removed one is written again.
    pub(super) fn check(&self, batch: &str) -> Result<(), BatchError> {
        let (journal, results) = self.changes();
        let journal = journal.map(|change| self.journal.rescue(change, batch));
        let results = results.map(|change| self.results.rescue(change, batch));
        journal.or(results).map_or(Ok(()), Err)
    }
}
