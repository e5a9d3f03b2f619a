//! The tables, version by version. A new table is an entry here, and a file beside this one that
//! reads and writes it.

use std::path::Path;

use rusqlite::{Connection, Row, TransactionBehavior};

use crate::sandbox::error::{DatabaseError, SandboxError};

/// The state. Each takes the schema from one version to the next; none is ever changed once
/// released.
pub(crate) const STATE: &[&str] = &[
    // records.rs
    "CREATE TABLE record (
        seq INTEGER PRIMARY KEY,
        mchid TEXT NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (mchid, kind, key)
    ) STRICT;",
    // ledger.rs
    "CREATE TABLE trade (
        seq INTEGER PRIMARY KEY,
        out_trade_no TEXT NOT NULL,
        mchid TEXT NOT NULL,
        state TEXT NOT NULL,
        transaction_id TEXT,
        ordered_at INTEGER NOT NULL,
        expires_at INTEGER,
        document TEXT NOT NULL,
        UNIQUE (out_trade_no, mchid)
    ) STRICT;
    CREATE UNIQUE INDEX trade_transaction ON trade (transaction_id)
        WHERE transaction_id IS NOT NULL;
    CREATE INDEX trade_unpaid ON trade (ordered_at) WHERE state = 'NOTPAY';
    CREATE TABLE refund (
        refund_id TEXT PRIMARY KEY,
        out_refund_no TEXT NOT NULL,
        mchid TEXT NOT NULL,
        trade INTEGER NOT NULL,
        due_at INTEGER,
        UNIQUE (out_refund_no, mchid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refund_due ON refund (due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE movement (
        trade INTEGER NOT NULL,
        mchid TEXT NOT NULL,
        day TEXT NOT NULL,
        own INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX movement_trade ON movement (trade);
    CREATE INDEX movement_day ON movement (mchid, day, own);
    CREATE TABLE delivery (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        trade INTEGER NOT NULL,
        next_at INTEGER,
        document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX delivery_trade ON delivery (trade);
    CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
    CREATE TABLE code (code TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",
    // listing.rs
    "CREATE INDEX trade_state ON trade (state, seq);",
    // requests.rs, attempts.rs
    "CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        number_name TEXT,
        number TEXT,
        out_trade_no TEXT,
        mchid TEXT,
        serial_no TEXT,
        status INTEGER NOT NULL,
        code TEXT,
        message TEXT,
        request_id TEXT,
        checked TEXT,
        faults TEXT NOT NULL,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        request_bytes INTEGER NOT NULL,
        signed_part BLOB,
        response_headers TEXT NOT NULL,
        response_body BLOB NOT NULL,
        response_bytes INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX request_by_request_id ON request (request_id);
    CREATE TABLE attempt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        notification_id TEXT NOT NULL,
        event_type TEXT NOT NULL,
        out_trade_no TEXT NOT NULL,
        out_refund_no TEXT,
        kind TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        url TEXT NOT NULL,
        outcome TEXT NOT NULL,
        signed_by TEXT NOT NULL,
        verify_with TEXT NOT NULL,
        next_attempt_at INTEGER,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        resource TEXT,
        response_headers TEXT,
        response_body BLOB,
        response_bytes INTEGER
    ) STRICT;
    CREATE INDEX attempt_by_notification ON attempt (notification_id);",
    // ledger.rs, attempts.rs: notifications that are about something else than one order
    "CREATE TABLE notification (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        trade INTEGER,
        mchid TEXT,
        number TEXT,
        next_at INTEGER,
        document TEXT NOT NULL
    ) STRICT;
    INSERT INTO notification (seq, id, trade, next_at, document)
        SELECT seq, id, trade, next_at, document FROM delivery;
    DROP TABLE delivery;
    ALTER TABLE notification RENAME TO delivery;
    CREATE INDEX delivery_trade ON delivery (trade) WHERE trade IS NOT NULL;
    CREATE INDEX delivery_number ON delivery (number) WHERE number IS NOT NULL;
    CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
    CREATE INDEX record_key ON record (kind, key);
    ALTER TABLE attempt ADD COLUMN about TEXT NOT NULL DEFAULT '{}';
    UPDATE attempt SET about = json_object('out_trade_no', json(out_trade_no),
        'out_refund_no', json(out_refund_no));
    ALTER TABLE attempt DROP COLUMN out_trade_no;
    ALTER TABLE attempt DROP COLUMN out_refund_no;",
    // Requests have a file of their own since.
    "DROP TABLE request;",
];

/// The log.
pub(crate) const LOG: &[&str] = &[
    // requests.rs
    "CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        microseconds INTEGER NOT NULL,
        method TEXT NOT NULL,
        url TEXT NOT NULL,
        number_name TEXT,
        number TEXT,
        out_trade_no TEXT,
        mchid TEXT,
        serial_no TEXT,
        status INTEGER NOT NULL,
        code TEXT,
        message TEXT,
        failure TEXT,
        request_id TEXT,
        checked TEXT,
        faults TEXT NOT NULL,
        request_headers TEXT NOT NULL,
        request_body BLOB NOT NULL,
        request_bytes INTEGER NOT NULL,
        signed_part BLOB,
        response_headers TEXT NOT NULL,
        response_body BLOB NOT NULL,
        response_bytes INTEGER NOT NULL
    ) STRICT;",
];

/// A table or an index, and the statement that makes it.
#[derive(PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) name: String,
    sql: Option<String>,
}

/// Selects the tables and indexes of a database.
pub(crate) const OBJECTS: &str =
    "SELECT name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' ORDER BY rowid";

impl Object {
    pub(crate) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get(0)?,
            sql: row.get(1)?,
        })
    }
}

/// Returns the tables and indexes that the migrations make.
pub(crate) fn objects(migrations: &[&str]) -> rusqlite::Result<Vec<Object>> {
    let connection = Connection::open_in_memory()?;
    for migration in migrations {
        connection.execute_batch(migration)?;
    }
    let mut statement = connection.prepare(OBJECTS)?;
    statement.query_map((), Object::of_row)?.collect()
}

/// Returns the version of a database whose own number is lost, as `.dump` of the `sqlite3` shell
/// leaves it out: the newest one all of whose tables it has.
fn version_of_tables(connection: &Connection, migrations: &[&str]) -> rusqlite::Result<usize> {
    let found: Vec<Object> = connection
        .prepare(OBJECTS)?
        .query_map((), Object::of_row)?
        .collect::<rusqlite::Result<_>>()?;
    for version in (1..=migrations.len()).rev() {
        let expected = objects(&migrations[..version])?;
        if expected
            .iter()
            .all(|object| found.iter().any(|other| other.name == object.name))
        {
            return Ok(version);
        }
    }
    Ok(0)
}

/// Brings a database to the version that this program knows.
pub(crate) fn migrate(
    connection: &mut Connection,
    migrations: &[&str],
    path: &Path,
) -> Result<(), SandboxError> {
    let failed = |error| DatabaseError::of(error, path).at(path);
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
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
    let found = version(&change).map_err(failed)?;
    let done = match found {
        0 => Some(version_of_tables(&change, migrations).map_err(failed)?),
        found => usize::try_from(found).ok(),
    };
    let Some(missing) = done.and_then(|done| migrations.get(done..)) else {
        return Err(DatabaseError::Newer { found, known }.at(path));
    };
    for migration in missing {
        change.execute_batch(migration).map_err(failed)?;
    }
    change
        .pragma_update(None, "user_version", known)
        .map_err(failed)?;
    change.commit().map_err(failed)
}
