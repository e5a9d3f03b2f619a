//! What the database holds after this process's last transaction, so that it is noticed if another
//! program deletes what was acknowledged, which SQL can do without harm to the files.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::Action;

use crate::inbox::error::{StoreEvent, StoreName};

/// The number and the newest of the notifications in a database.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The place and id of the newest notification; 0 if there is none.
    newest: (i64, String),
    count: i64,
    /// How many notifications the running transaction inserted, less those that it deleted.
    change: Arc<AtomicI64>,
    /// What SQLite changes when another connection has written.
    version: i64,
}

impl Content {
    /// Reads a database that was opened, and counts what its connection changes from now on.
    pub(super) fn follow(&mut self, connection: &mut Connection) -> rusqlite::Result<()> {
        let change = Arc::<AtomicI64>::default();
        self.change = Arc::clone(&change);
        connection.update_hook(Some(
            move |action, _database: &str, table: &str, _row: i64| {
                let one = match action {
                    Action::SQLITE_INSERT => 1,
                    Action::SQLITE_DELETE => -1,
                    _ => 0,
                };
                if table == "notification" {
                    change.fetch_add(one, Ordering::Relaxed);
                }
            },
        ))?;
        self.version = version(connection)?;
        self.newest = newest(connection)?;
        self.count = count(connection)?;
        Ok(())
    }

    /// Compares what is there at the beginning of a transaction with what was left at the end of
    /// the last one.
    pub(super) fn look(
        &mut self,
        connection: &Connection,
        store: &StoreName,
    ) -> rusqlite::Result<Option<StoreEvent>> {
        self.change.store(0, Ordering::Relaxed);
        let version = version(connection)?;
        if version == self.version {
            return Ok(None);
        }
        let found = count(connection)?;
        let has_newest = self.newest.0 == 0 || has(connection, &self.newest)?;
        let deleted = self.count - found;
        self.version = version;
        self.count = found;
        let store = store.clone();
        if !has_newest {
            let newest = std::mem::take(&mut self.newest.1);
            self.newest.0 = 0;
            return Ok(Some(StoreEvent::Rewound { store, newest }));
        }
        Ok((deleted > 0).then_some(StoreEvent::Deleted {
            store,
            count: deleted.unsigned_abs(),
        }))
    }

    /// Returns whether another connection has written since the last transaction.
    pub(super) fn is_changed(&self, connection: &Connection) -> rusqlite::Result<bool> {
        Ok(version(connection)? != self.version)
    }

    /// Notes what the transaction that was committed has left.
    pub(super) fn committed(&mut self, connection: &Connection) {
        self.count += self.change.swap(0, Ordering::Relaxed);
        if let Ok(newest) = newest(connection) {
            self.newest = newest;
        }
    }
}

/// Returns the place and id of the newest notification; 0 if there is none.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<(i64, String)> {
    let mut newest = connection.prepare_cached(
        "SELECT seq, id FROM notification UNION ALL SELECT 0, '' ORDER BY seq DESC LIMIT 1",
    )?;
    newest.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn has(connection: &Connection, (seq, id): &(i64, String)) -> rusqlite::Result<bool> {
    let mut same =
        connection.prepare_cached("SELECT 1 FROM notification WHERE seq = ?1 AND id = ?2")?;
    same.exists((seq, id))
}

fn count(connection: &Connection) -> rusqlite::Result<i64> {
    let mut count = connection.prepare_cached("SELECT count(*) FROM notification")?;
    count.query_row([], |row| row.get(0))
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    let mut version = connection.prepare_cached("PRAGMA data_version")?;
    version.query_row([], |row| row.get(0))
}
