//! The newest notifications of a store, for completions: read beside the process that serves.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// How long a completion may take.
const BUSY_TIMEOUT: Duration = Duration::from_millis(20);

/// A stored notification in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecentEvent {
    /// Its id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// The order's number.
    pub out_trade_no: Option<String>,
}

/// Returns the newest notifications of an SQLite store. Nothing is created or changed; a store
/// that cannot be read at once has none.
#[must_use]
pub fn recent_events(store: &Path, limit: u32) -> Vec<RecentEvent> {
    if !store.is_file() {
        return Vec::new();
    }
    read(store, limit).unwrap_or_default()
}

fn read(store: &Path, limit: u32) -> rusqlite::Result<Vec<RecentEvent>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(store, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    let mut statement = connection.prepare(
        "SELECT id, event_type, out_trade_no FROM notification ORDER BY seq DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        Ok(RecentEvent {
            id: row.get(0)?,
            event_type: row.get(1)?,
            out_trade_no: row.get(2)?,
        })
    })?;
    rows.collect()
}
