//! The tables, version by version.

use rusqlite::Connection;

use crate::inbox::error::{InboxError, StoreName};
use crate::migration::{MigrationError, migrate};

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

/// The tables that hold nothing but what can be made again: the keys of notifications, and what is
/// written to find out whether a notification could be. Another program may have dropped one, and
/// the first stores had no keys.
const DERIVED: &str = "
    CREATE TABLE IF NOT EXISTS recent (
        key INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (key, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS known (
        key INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (key, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS probe
        (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, ballast BLOB NOT NULL) STRICT;
";

/// The tables; another program may have dropped one.
pub(super) const TABLES: [&str; 5] = ["notification", "recent", "known", "delivery", "attempt"];

/// Brings a database to the version that this program knows, and checks that it has all tables;
/// those that can be made again are.
pub(super) fn prepare(connection: &mut Connection, store: &StoreName) -> Result<(), InboxError> {
    migrate(connection, &MIGRATIONS).map_err(|error| match error {
        MigrationError::Newer { found, known } => InboxError::Newer {
            store: store.clone(),
            found,
            known,
        },
        MigrationError::Sqlite(error) => super::error::failed(store, &error),
    })?;
    let failed = |error| super::error::failed(store, &error);
    if connection.prepare("SELECT ballast FROM probe").is_err() {
        let drop = "DROP TABLE IF EXISTS probe";
        connection.execute_batch(drop).map_err(failed)?;
    }
    connection.execute_batch(DERIVED).map_err(failed)?;
    for table in TABLES {
        let select = format!("SELECT 1 FROM {table}");
        connection.prepare(&select).map_err(failed)?;
    }
    Ok(())
}
