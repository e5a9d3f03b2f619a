//! Errors of SQLite as errors of the inbox.

use rusqlite::ErrorCode;

use crate::inbox::error::{InboxError, StoreFault, StoreFaultKind, StoreName};

/// Returns SQLite's own words, without the statement.
pub(super) fn failed(store: &StoreName, error: &rusqlite::Error) -> InboxError {
    let why = match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            message.clone().unwrap_or_else(|| code.to_string())
        }
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let kind = error
        .sqlite_error_code()
        .map_or(StoreFaultKind::Other, kind);
    InboxError::Store {
        store: store.clone(),
        why: StoreFault::new(kind, why),
    }
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
