//! Errors of SQLite as errors of the inbox.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::fs::write_obstacle;
use crate::inbox::error::{InboxError, StoreFault, StoreFaultKind, StoreName};

/// Returns SQLite's own words, without the statement, or the system's reason if SQLite only says that
/// something could not be read or written.
pub(super) fn failed(store: &StoreName, error: &rusqlite::Error) -> InboxError {
    let store = store.clone();
    if is_of_system(error)
        && let Some(obstacle) = write_obstacle(Path::new(&store.0))
    {
        let why = StoreFault::from(&obstacle);
        return InboxError::Store { store, why };
    }
    let why = match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            message.clone().unwrap_or_else(|| code.to_string())
        }
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::Unknown) if is_of_tables(&why) => StoreFaultKind::Tables,
        Some(code) => kind(code),
        None => StoreFaultKind::Other,
    };
    InboxError::Store {
        store,
        why: StoreFault::new(kind, why),
    }
}

/// Returns whether the system has a reason that SQLite does not name.
fn is_of_system(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)
    )
}

/// Returns whether SQLite's words say that a table or a column is missing, for which it has no code.
fn is_of_tables(words: &str) -> bool {
    ["no such table", "no such column", "has no column named"]
        .iter()
        .any(|part| words.contains(part))
}

fn kind(code: ErrorCode) -> StoreFaultKind {
    match code {
        ErrorCode::NotADatabase => StoreFaultKind::NotADatabase,
        ErrorCode::DiskFull => StoreFaultKind::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreFaultKind::ReadOnly,
        ErrorCode::CannotOpen => StoreFaultKind::CannotOpen,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreFaultKind::Locked,
        ErrorCode::SystemIoFailure => StoreFaultKind::Disk,
        ErrorCode::DatabaseCorrupt => StoreFaultKind::Damaged,
        _ => StoreFaultKind::Other,
    }
}

/// What is at fault if a transaction fails.
pub(super) enum Cause {
    /// One of its steps.
    Step,
    /// The room or a lock: the file can be used again.
    Full,
    /// The file, which is opened again.
    File,
}

impl Cause {
    pub(super) fn of(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Full
            }
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::PermissionDenied
                | ErrorCode::OutOfMemory,
            ) => Self::File,
            // Some tables can be made again.
            Some(ErrorCode::Unknown) if is_of_tables(&error.to_string()) => Self::File,
            Some(_) | None => Self::Step,
        }
    }
}
