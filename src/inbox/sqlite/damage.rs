//! Damage that another program did to the store while it is open.

use std::time::{Duration, Instant};

use super::file::{Change, Files};
use crate::inbox::error::InboxError;

/// How long a damaged database is not checked again.
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// How long it is not tried again to copy the files of a database.
const COPY_INTERVAL: Duration = Duration::from_secs(60);

/// A damage that was found.
pub(super) struct Damage {
    pub(super) found_at: Instant,
    pub(super) checked_at: Instant,
    pub(super) error: InboxError,
    pub(super) why: String,
    /// How it was noticed.
    pub(super) change: Change,
    /// The files of a database that was closed, which is opened no more by this process.
    pub(super) closed: Option<Files>,
}

impl Damage {
    /// Returns its error, unless it is to be checked again now.
    pub(super) fn known(&mut self) -> Option<InboxError> {
        let Some(files) = &self.closed else {
            let is_new = self.checked_at.elapsed() < CHECK_INTERVAL;
            return is_new.then(|| self.error.clone());
        };
        let is_to_be_copied = matches!(self.error, InboxError::NotSetAside { .. });
        if is_to_be_copied && self.checked_at.elapsed() >= COPY_INTERVAL {
            self.error = files.set_aside(&self.why);
            self.checked_at = Instant::now();
        }
        Some(self.error.clone())
    }
}
