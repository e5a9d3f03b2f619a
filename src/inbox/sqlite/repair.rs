//! Finds out what damage another program did to the store while it is open, and what follows.

use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::content::newest;
use super::damage::Damage;
use super::error::failed;
use super::file::{BUSY_TIMEOUT, Change, Files, LOG_OVERWRITTEN, Opened};
use super::schema::TABLES;
use super::writer::{Database, begin};
use crate::inbox::error::{InboxError, StoreEvent};

/// How long a database may be damaged until it is set aside: another program may be writing it.
const MAX_DAMAGED: Duration = Duration::from_secs(10);

impl Database {
    /// Returns the error of a damage that need not be checked again now.
    pub(super) fn known_damage(&mut self) -> Option<InboxError> {
        self.damage.as_mut()?.known()
    }

    /// Takes note of a damage, so that a restart knows of it; sets the files aside if it is not one
    /// that may pass. Returns the error that says what was done.
    pub(super) fn damaged(&mut self, change: &Change, why: String) -> InboxError {
        let store = self.place.name();
        let now = Instant::now();
        let found_at = self.damage.as_ref().map_or(now, |damage| damage.found_at);
        if let Some(files) = self.open.as_ref().and_then(|open| open.files.as_ref()) {
            // The copies tell it, too.
            let _ = files.mark(&why);
        }
        let mut damage = Damage {
            found_at,
            checked_at: now,
            error: InboxError::Damaged {
                store: store.clone(),
                why: why.clone(),
            },
            why,
            change: change.clone(),
            closed: None,
        };
        if *change == Change::LogWritten || found_at.elapsed() >= MAX_DAMAGED {
            damage.closed = self.close();
        }
        if let Some(files) = &damage.closed {
            damage.error = files.set_aside(&damage.why);
            if let InboxError::SetAside { folder, .. } = &damage.error {
                let folder = folder.clone();
                self.report(StoreEvent::SetAside { store, folder });
            }
        }
        let error = damage.error.clone();
        self.damage = Some(damage);
        error
    }

    /// Closes the database, and returns its files, of which this process has none open any more.
    fn close(&mut self) -> Option<Files> {
        // What copies a file ends the locks that another connection has on it.
        if let Some(log) = &self.log {
            log.close();
        }
        self.open.take()?.files
    }

    /// Takes the note of a damage back that is none any more.
    pub(super) fn is_repaired(&mut self) {
        if self.damage.take().is_some()
            && let Some(files) = self.open.as_ref().and_then(|open| open.files.as_ref())
        {
            // If that fails, it is set aside for nothing.
            let _ = files.unmark();
        }
    }

    /// Lets SQLite not write the log back when the connection is closed.
    pub(super) fn leave_log(&self) -> Result<(), InboxError> {
        if let Some(open) = &self.open {
            let left = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
            let set = open.connection.set_db_config(left, true);
            set.map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    /// Checks a log into which something was written that no transaction of this process did.
    pub(super) fn verify_log(&mut self) -> Result<(), InboxError> {
        let Some(Opened {
            connection,
            files: Some(files),
        }) = &mut self.open
        else {
            return Ok(());
        };
        // No other program writes meanwhile; one that does now is looked at later, not waited for.
        let is_free =
            connection.busy_timeout(Duration::ZERO).is_ok() && begin(connection, true).is_ok();
        let _ = connection.busy_timeout(BUSY_TIMEOUT);
        if !is_free {
            return Ok(());
        }
        let is_intact = self.content.is_changed(connection) != Ok(false)
            || files.is_log_intact().unwrap_or(true);
        let _ = connection.execute_batch("ROLLBACK");
        if is_intact {
            files.accept_log();
            return Ok(());
        }
        self.leave_log()?;
        Err(InboxError::Damaged {
            store: self.place.name(),
            why: "what was acknowledged last is not in its log any more".to_owned(),
        })
    }

    /// Reads the database as another program would, which wrote the log back or overwrote
    /// everything.
    pub(super) fn verify(&mut self) -> Result<(), InboxError> {
        let store = self.place.name();
        let damaged = |why: String| InboxError::Damaged {
            store: store.clone(),
            why,
        };
        let Some(Opened {
            connection,
            files: Some(files),
        }) = &mut self.open
        else {
            return Ok(());
        };
        // SQLite takes a file without a byte for a new one, and removes its log.
        if files.is_empty() {
            return Err(damaged("it is empty".to_owned()));
        }
        let read = || -> rusqlite::Result<Option<String>> {
            let fresh =
                Connection::open_with_flags(&files.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            if let Some(fault) = fault(&fresh)? {
                return Ok(Some(fault));
            }
            // Another program may write between two of these.
            let before = newest(connection)?;
            let found = newest(&fresh)?;
            let is_missing = found != before && newest(connection)? == before;
            Ok(is_missing.then(|| "the newest notifications are missing".to_owned()))
        };
        match read() {
            // Those that have it open read on, and whatever opens it later would not.
            Ok(None) if files.is_log_headless() => Err(damaged(LOG_OVERWRITTEN.to_owned())),
            Ok(None) => {
                files.accept();
                Ok(())
            }
            Ok(Some(why)) => Err(damaged(why)),
            Err(error) if is_of_content(&error) => Err(damaged(error.to_string())),
            // As with no descriptor or no memory left: nothing is known of the content.
            Err(error) => Err(failed(&store, &error)),
        }
    }
}

/// Returns what is wrong with a database as far as this program's tables need it.
fn fault(connection: &Connection) -> rusqlite::Result<Option<String>> {
    match quick_check(connection, "1") {
        Ok(found) if found == "ok" => return Ok(None),
        // This is of pages, and anything else is of rows.
        Ok(found) if found.starts_with("***") => return Ok(Some(found)),
        Err(error) if is_of_content(&error) => return Err(error),
        Ok(_) | Err(_) => {}
    }
    // Another program's table may need what only that one has, as an order of its own of texts.
    for table in TABLES {
        let found = quick_check(connection, table)?;
        if found != "ok" {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn quick_check(connection: &Connection, what: &str) -> rusqlite::Result<String> {
    let check = format!("PRAGMA quick_check({what})");
    connection.query_row(&check, [], |row| row.get(0))
}

/// Returns whether an error says what the content of a file is, and not that it could not be read.
fn is_of_content(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}
