//! Reading on: what comes after the newest records of a data folder, whichever process adds it.

use std::path::{Path, PathBuf};

use crate::sandbox::error::SandboxError;
use crate::sandbox::log::attempt::DeliveryAttempt;
use crate::sandbox::log::filter::RequestFilter;
use crate::sandbox::log::reader::SandboxLog;
use crate::sandbox::log::request::RequestSummary;

/// Records that are read as they come, also those of a sandbox that has not run yet.
#[derive(Debug)]
pub struct FollowedLog {
    data: PathBuf,
    log: Option<SandboxLog>,
    filter: RequestFilter,
    /// The newest attempt that was read, once one could be.
    newest_attempt: Option<i64>,
}

/// What has come, the oldest first.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct NewRecords {
    /// Requests.
    pub requests: Vec<RequestSummary>,
    /// Attempts to deliver notifications.
    pub attempts: Vec<DeliveryAttempt>,
}

impl FollowedLog {
    /// Follows a data folder from the newest requests that `filter` selects.
    #[must_use]
    pub fn new(data: &Path, filter: RequestFilter) -> Self {
        Self {
            data: data.to_owned(),
            log: None,
            filter,
            newest_attempt: None,
        }
    }

    /// Returns what has come since the last call; at the first, the newest requests.
    ///
    /// # Errors
    /// Returns an error if the records cannot be read.
    pub fn read_on(&mut self) -> Result<NewRecords, SandboxError> {
        if self.log.is_none() {
            self.log = SandboxLog::open(&self.data)?;
        }
        let Some(log) = &self.log else {
            return Ok(NewRecords::default());
        };
        let mut requests = log.requests(&self.filter)?;
        requests.reverse();
        self.filter.after = requests
            .last()
            .map_or(self.filter.after, |newest| newest.id);
        // From now on nothing is left out, however much comes at once.
        self.filter.limit = usize::MAX;
        let known = self.newest_attempt.unwrap_or_default();
        // Of what came before, the requests are enough.
        let limit = self.newest_attempt.map_or(1, |_| usize::MAX);
        let mut attempts = log.attempts(known, limit)?;
        let newest = attempts.first().map_or(known, |newest| newest.id);
        if self.newest_attempt.replace(newest).is_none() {
            attempts.clear();
        }
        attempts.reverse();
        Ok(NewRecords { requests, attempts })
    }
}
