//! The file itself: whose it is, who may read it, and whether it is still the same.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use super::{failed, schema};
use crate::inbox::error::{InboxError, StoreName};

/// How long somebody else may write; who waits behind one that waits must be answered in 5 s, too.
const BUSY: Duration = Duration::from_secs(2);

/// Where a database is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    File(PathBuf),
    Memory,
}

impl Place {
    pub(super) fn name(&self) -> StoreName {
        match self {
            Self::File(path) => name(path),
            Self::Memory => StoreName("memory".to_owned()),
        }
    }

    pub(super) fn connect(&self) -> Result<Connection, InboxError> {
        let name = self.name();
        let failed = |error: rusqlite::Error| failed(&name, &error);
        let mut connection = match self {
            Self::File(path) => {
                create(path).map_err(|error| unusable(path, &error))?;
                Connection::open(path).map_err(failed)?
            }
            Self::Memory => Connection::open_in_memory().map_err(failed)?,
        };
        connection
            .busy_timeout(BUSY)
            .and_then(|()| {
                // Three notifications fit into a page of 8 KiB, and one into a page of 4.
                connection.execute_batch(
                    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                     PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864;",
                )
            })
            .map_err(failed)?;
        schema::migrate(&mut connection, &name)?;
        Ok(connection)
    }

    /// Returns what tells a file from another of the same name.
    pub(super) fn identity(&self) -> Option<(u64, u64)> {
        match self {
            Self::File(path) => identity(path),
            Self::Memory => None,
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::metadata(path).ok().map(|_| (0, 0))
}

pub(super) fn name(path: &Path) -> StoreName {
    StoreName(path.display().to_string())
}

fn unusable(path: &Path, error: &io::Error) -> InboxError {
    InboxError::Store {
        store: name(path),
        why: error.to_string(),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Payers' openids are in it, so it is its owner's alone; SQLite gives its other files the same
/// permissions.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the folder, and claims the file for the process that serves.
pub(super) fn prepare(path: &Path) -> Result<File, InboxError> {
    let failed = |error: io::Error| unusable(path, &error);
    let folder = path.parent();
    if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // SQLite's own locks on the file end when any handle of it is closed, so this one is on
    // a file beside it.
    let lock = create(&beside(path, ".lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(InboxError::Busy(name(path))),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
