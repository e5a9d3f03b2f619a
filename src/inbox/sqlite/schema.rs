//! The tables, version by version.

use rusqlite::{Connection, TransactionBehavior};

use crate::inbox::error::{InboxError, StoreName};

/// Each takes the schema from one version to the next; none is ever changed once released.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE notification (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        create_time TEXT NOT NULL,
        original_type TEXT,
        subject TEXT,
        duplicate INTEGER NOT NULL,
        order_no TEXT NOT NULL,
        out_trade_no TEXT,
        number TEXT,
        out_refund_no TEXT,
        verdict TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        repeats INTEGER NOT NULL DEFAULT 0,
        headers TEXT NOT NULL,
        body BLOB NOT NULL,
        resource TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notification_received ON notification (received_at);
    CREATE TABLE recent (
        key INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (key, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE known (
        key INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (key, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE delivery (
        seq INTEGER NOT NULL REFERENCES notification ON DELETE CASCADE,
        target TEXT NOT NULL,
        order_no TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        next_at INTEGER NOT NULL,
        PRIMARY KEY (seq, target)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_due ON delivery (target, next_at) WHERE state = 'pending';
    CREATE INDEX delivery_order ON delivery (target, order_no, seq) WHERE state = 'pending';
    CREATE INDEX delivery_dead ON delivery (target) WHERE state = 'dead';
    CREATE TABLE attempt (
        seq INTEGER NOT NULL REFERENCES notification ON DELETE CASCADE,
        target TEXT NOT NULL,
        at INTEGER NOT NULL,
        elapsed INTEGER NOT NULL,
        outcome TEXT NOT NULL
    ) STRICT;
    CREATE INDEX attempt_seq ON attempt (seq);
    CREATE TABLE probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, ballast BLOB NOT NULL) STRICT;
"];

/// The version of a store whose own number is lost: `.dump` of the `sqlite3` shell leaves it out.
const FIRST_VERSION: i64 = 1;

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    let name = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'notification'";
    connection.prepare(name)?.exists([])
}

/// What is written to find out whether a notification could be.
const PROBE: &str = "CREATE TABLE IF NOT EXISTS probe
    (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, ballast BLOB NOT NULL) STRICT";

/// The tables; another program may have dropped one.
pub(super) const TABLES: [&str; 5] = ["notification", "recent", "known", "delivery", "attempt"];

/// Brings a database to the version that this program knows, and checks that it has all tables.
pub(super) fn prepare(connection: &mut Connection, store: &StoreName) -> Result<(), InboxError> {
    migrate(connection, store)?;
    for table in TABLES {
        connection
            .prepare(&format!("SELECT 1 FROM {table}"))
            .map_err(|error| super::error::failed(store, &error))?;
    }
    // It holds nothing that could be lost.
    connection
        .execute_batch(PROBE)
        .map_err(|error| super::error::failed(store, &error))
}

fn migrate(connection: &mut Connection, store: &StoreName) -> Result<(), InboxError> {
    let failed = |error: rusqlite::Error| super::error::failed(store, &error);
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let version = |connection: &Connection| {
        connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
    };
    if version(connection).map_err(failed)? == known {
        return Ok(());
    }
    // Another process may have migrated it meanwhile, so the version is read again under the lock.
    let change = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let mut found = version(&change).map_err(failed)?;
    if found == 0 && has_tables(&change).map_err(failed)? {
        found = FIRST_VERSION;
    }
    let done = usize::try_from(found)
        .ok()
        .filter(|done| *done <= MIGRATIONS.len());
    let Some(done) = done else {
        return Err(InboxError::Newer {
            store: store.clone(),
            found,
            known,
        });
    };
    for migration in &MIGRATIONS[done..] {
        change.execute_batch(migration).map_err(failed)?;
    }
    change
        .pragma_update(None, "user_version", known)
        .map_err(failed)?;
    change.commit().map_err(failed)
}
