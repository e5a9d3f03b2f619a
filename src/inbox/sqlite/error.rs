//! Errors of SQLite as errors of the inbox.

use crate::inbox::error::{InboxError, StoreName};

/// Returns SQLite's own words, without the statement.
pub(super) fn failed(store: &StoreName, error: &rusqlite::Error) -> InboxError {
    let why = match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            message.clone().unwrap_or_else(|| code.to_string())
        }
        other => other.to_string(),
    };
    let store = store.clone();
    InboxError::Store { store, why }
}
