//! The tables, version by version. A new table is an entry here, and a file beside this one that
//! reads and writes it.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::sandbox::error::{DatabaseError, SandboxError};

/// Each takes the schema from one version to the next; none is ever changed once released.
const MIGRATIONS: &[&str] = &[
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
];

/// Brings a database to the version that this program knows.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), SandboxError> {
    let failed = |error| DatabaseError::of(error).at(path);
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
    let found = version(&change).map_err(failed)?;
    let done = usize::try_from(found).ok();
    let Some(missing) = done.and_then(|done| MIGRATIONS.get(done..)) else {
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
