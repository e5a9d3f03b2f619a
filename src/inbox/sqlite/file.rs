//! The files themselves: which they are, who may read them, and whether they are still the same.
//!
//! A POSIX lock ends when the process closes *any* descriptor of the file, and SQLite's locks on
//! the database are what keeps other programs from removing its log. So nothing here opens a
//! database that exists: it is created once, as a new file, and from then on only SQLite opens it,
//! which knows of this and closes no descriptor while a lock is held. Permissions and identity are
//! read and set by path.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::failed;
use super::names::{LOCK, beside, name};
use super::{aside, frames, known, schema};
use crate::ambient;
use crate::fs::{
    FileId, create_private_file, create_private_parents, folder_of, is_readable_by_others,
    set_mode, sync_folder,
};
use crate::inbox::error::{InboxError, StoreName};

/// How long another program may hold the database; a notification has to be answered in 5 s.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

const LOG: &str = "-wal";
const INDEX: &str = "-shm";

/// The damage of a log that lost what it begins with.
pub(super) const LOG_OVERWRITTEN: &str =
    "its log, which has what was acknowledged last, has no beginning any more";

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To receive: the file is created if there is none, and is this process's alone.
    Serve,
    /// To read beside the process that receives.
    Inspect,
}

/// Where a database is.
#[derive(Debug, Clone)]
pub(super) enum Storage {
    File(PathBuf, Purpose),
    Memory,
}

/// A database that is open.
pub(super) struct Opened {
    pub(super) connection: Connection,
    /// None if nothing is on disk, or another process looks after the files.
    pub(super) files: Option<Files>,
}

impl Storage {
    pub(super) fn name(&self) -> StoreName {
        match self {
            Self::File(path, _) => name(path),
            Self::Memory => StoreName("memory".to_owned()),
        }
    }

    /// Creates what is missing, the folder too, and opens the database.
    pub(super) fn open(&self) -> Result<Opened, InboxError> {
        if let Self::File(path, Purpose::Serve) = self {
            create_private_parents(path).map_err(|error| unusable(path, &error))?;
        }
        self.open_again()
    }

    /// Opens the database, in a folder that has to exist: one that is gone may be a disk that is
    /// not mounted.
    pub(super) fn open_again(&self) -> Result<Opened, InboxError> {
        match self {
            Self::File(named, purpose) => {
                let unusable = |error: io::Error| unusable(named, &error);
                let path = resolve(named).map_err(|error| match error.kind() {
                    io::ErrorKind::IsADirectory => InboxError::NotAFile(name(named)),
                    io::ErrorKind::NotFound if *purpose == Purpose::Inspect => {
                        InboxError::Missing(name(named))
                    }
                    _ => unusable(error),
                })?;
                if *purpose == Purpose::Inspect {
                    check(&path, Purpose::Inspect)?;
                    make_private(&path)?;
                    // Even who only reads it may create tables, and write the log back.
                    aside::check_reader(&path)?;
                    return Ok(Opened {
                        connection: connect(&path)?,
                        files: None,
                    });
                }
                let lock = claim(&path)?;
                make_private(&path)?;
                let before = FileId::at(&path).map_err(unusable)?;
                let connection = connect(&path)?;
                let files = Files::of(path, lock).map_err(unusable)?;
                if files.database != before {
                    return Err(InboxError::Moved(self.name()));
                }
                Ok(Opened {
                    connection,
                    files: Some(files),
                })
            }
            Self::Memory => {
                let name = self.name();
                let connection =
                    Connection::open_in_memory().map_err(|error| failed(&name, &error))?;
                Ok(Opened {
                    connection: prepare(connection, &name)?,
                    files: None,
                })
            }
        }
    }
}

/// Opens a database that exists.
pub(super) fn connect(path: &Path) -> Result<Connection, InboxError> {
    let name = name(path);
    // Without CREATE: SQLite would make a file that others can read.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| failed(&name, &error))?;
    prepare(connection, &name)
}

fn prepare(mut connection: Connection, name: &StoreName) -> Result<Connection, InboxError> {
    connection
        .busy_timeout(BUSY_TIMEOUT)
        // What another program's trigger does in a transaction of this one would be acknowledged.
        .and_then(|()| connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false))
        .and_then(|_| {
            // Three notifications fit into a page of 8 KiB, and one into a page of 4. Only the
            // process that serves writes the log back, so that it knows who changed the database.
            connection.execute_batch(
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 0;",
            )
        })
        .map_err(|error| failed(name, &error))?;
    schema::prepare(&mut connection, name)?;
    complete(&mut connection).map_err(|error| failed(name, &error))?;
    Ok(connection)
}

/// Adds what notifications are found by if another program deleted it.
fn complete(connection: &mut Connection) -> rusqlite::Result<()> {
    if known::lacks_keys(connection)? {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        known::add_missing_keys(&change)?;
        change.commit()?;
    }
    Ok(())
}

/// When and how far a file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(found: &Metadata) -> Self {
        Self {
            bytes: found.len(),
            modified: found.modified().ok(),
        }
    }

    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|found| Self::of(&found))
    }
}

/// What happened to the files of an open database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// The database was moved away, or another file has its name.
    Moved,
    /// The database was removed; only the open descriptor still leads to it.
    Removed,
    /// The database is shorter than it was.
    Truncated,
    /// Another program wrote into the database itself.
    Written,
    /// A file beside it was moved, removed or replaced.
    Beside(PathBuf),
    /// The log is shorter than what was committed into it.
    LogTruncated,
    /// Something wrote into the log, as other programs do that use SQLite.
    LogWritten,
}

/// The files of an open database.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) path: PathBuf,
    database: FileId,
    stamp: Stamp,
    /// None if the file system is one where SQLite keeps no log.
    log: Option<(PathBuf, FileId)>,
    /// How long the log was after the last commit; 0 if that is not known.
    log_bytes: u64,
    /// The log after the last commit.
    log_stamp: Option<Stamp>,
    index: Option<(PathBuf, FileId)>,
    lock: Option<(PathBuf, FileId)>,
    /// The lock file, held for as long as the database is open.
    claim: Claim,
}

/// The lock of a database that is served.
#[derive(Debug)]
struct Claim(File);

impl Drop for Claim {
    fn drop(&mut self) {
        // A program that is being started has a copy of the descriptor until it begins: closing this
        // one would not end the lock yet.
        let _ = self.0.unlock();
    }
}

impl Files {
    fn of(path: PathBuf, claim: Claim) -> io::Result<Self> {
        let found = fs::metadata(&path)?;
        let known = |suffix| -> io::Result<_> {
            let path = beside(&path, suffix);
            match FileId::at(&path) {
                Ok(id) => Ok(Some((path, id))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        };
        Ok(Self {
            database: FileId::of(&found),
            stamp: Stamp::of(&found),
            log: known(LOG)?,
            log_bytes: 0,
            log_stamp: None,
            index: known(INDEX)?,
            lock: known(LOCK)?,
            claim,
            path,
        })
    }

    /// Looks whether the names still lead to the files that are open. `log_bytes` is how long the
    /// log became by a commit since the last call; `is_own_write` tells whether the database is as
    /// this process left it when it wrote the log back since then.
    pub(super) fn change(
        &mut self,
        log_bytes: Option<u64>,
        is_own_write: impl FnOnce(Stamp) -> bool,
    ) -> Option<Change> {
        if let Some(bytes) = log_bytes {
            self.log_bytes = bytes;
            self.log_stamp = None;
        }
        // A link would have another log beside what it leads to.
        let found = match fs::symlink_metadata(&self.path) {
            Ok(found) if FileId::of(&found) == self.database => found,
            Err(_) if self.database.is_nameless() => return Some(Change::Removed),
            Ok(_) | Err(_) => return Some(Change::Moved),
        };
        let log = self.log.as_ref().map(|(path, _)| path);
        let mut log_stamp = None;
        for (path, known) in [&self.log, &self.index, &self.lock].into_iter().flatten() {
            match fs::metadata(path) {
                Ok(found) if FileId::of(&found) == *known => {
                    if Some(path) == log {
                        let is_cut = found.len() < self.log_bytes;
                        if is_cut || log_bytes.is_some() && !frames::has_header(path) {
                            return Some(Change::LogTruncated);
                        }
                        log_stamp = Some(Stamp::of(&found));
                    }
                }
                Ok(_) | Err(_) => return Some(Change::Beside(path.clone())),
            }
        }
        let stamp = Stamp::of(&found);
        if log.is_some() && stamp.bytes < self.stamp.bytes {
            return Some(Change::Truncated);
        }
        // Asked only after the stamp was read: a write that it shows has started by now.
        if log.is_some() && stamp != self.stamp && !is_own_write(stamp) {
            return Some(Change::Written);
        }
        self.stamp = stamp;
        let known = *self.log_stamp.get_or_insert(log_stamp?);
        (Some(known) != log_stamp).then_some(Change::LogWritten)
    }

    /// Returns whether what was committed into the log is still in it.
    pub(super) fn is_log_intact(&self) -> io::Result<bool> {
        match &self.log {
            Some((log, _)) if self.log_bytes > 0 => frames::are_intact(log, self.log_bytes),
            // Nothing is known of it that could be compared.
            Some(_) | None => Ok(true),
        }
    }

    /// Returns whether the log has lost its beginning, without which no process takes anything of it.
    pub(super) fn is_log_headless(&self) -> bool {
        self.log
            .as_ref()
            .is_some_and(|(log, _)| frames::is_headless(log))
    }

    /// Takes the log as it is now, of which another program may have written a part.
    pub(super) fn accept_log(&mut self) {
        self.log_bytes = 0;
        self.log_stamp = None;
    }

    /// Takes the files as they are now for what they should be.
    pub(super) fn accept(&mut self) {
        self.accept_log();
        if let Ok(found) = fs::metadata(&self.path) {
            self.stamp = Stamp::of(&found);
        }
    }

    /// Notes durably that the store is damaged.
    pub(super) fn mark(&self, why: &str) -> io::Result<()> {
        aside::mark(&self.claim.0, why)
    }

    /// Takes that note back.
    pub(super) fn unmark(&self) -> io::Result<()> {
        aside::unmark(&self.claim.0)
    }

    /// Sets the files aside, of which nothing is open any more, and returns the error that says so.
    pub(super) fn set_aside(&self, why: &str) -> InboxError {
        aside::set_aside(&self.path, &self.claim.0, why)
    }

    /// Returns whether no name leads to the database any more.
    pub(super) fn is_nameless(&self) -> bool {
        self.database.is_nameless()
    }

    /// Returns whether the database has not a single byte.
    pub(super) fn is_empty(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|found| found.len() == 0)
    }

    /// Creates an empty file beside the database for a copy of it, and returns its path. The folder
    /// may have been removed with the database.
    pub(super) fn make_copy(&self) -> io::Result<PathBuf> {
        create_private_parents(&self.path)?;
        let path = beside(&self.path, &format!(".saved-{}", ambient::digits(6)));
        create_private_file(&path)?;
        Ok(path)
    }

    /// Puts a copy in the place of the database, unless another file has its name by now; no
    /// connection may be open to either. `has_log` tells whether the old log is not empty; it would
    /// be taken for the copy's.
    pub(super) fn put_in_place(&self, copy: &Path, has_log: bool) -> io::Result<()> {
        if FileId::at(&self.path).is_ok_and(|found| found != self.database) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        File::open(copy)?.sync_all()?;
        if let Some((log, _)) = self.log.as_ref().filter(|_| has_log) {
            fs::remove_file(log)?;
        }
        fs::rename(copy, &self.path)?;
        sync_folder(&self.path)
    }
}

fn unusable(path: &Path, error: &io::Error) -> InboxError {
    InboxError::Store {
        store: name(path),
        why: error.into(),
    }
}

/// Returns the path without symbolic links: the locks, and what SQLite keeps beside the database,
/// belong to the file and not to one of its names. The last link may lead to a file that is still
/// to be created.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let ends_in_a_name = path.file_name().is_some_and(|last| {
        // `a/b/` and `a/b/.` are folders, whatever `file_name` makes of them.
        path.as_os_str()
            .as_encoded_bytes()
            .ends_with(last.as_encoded_bytes())
    });
    if !ends_in_a_name {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        resolved => return resolved,
    }
    let folder = fs::canonicalize(folder_of(path))?;
    match fs::read_link(path) {
        Ok(target) => resolve(&folder.join(target)),
        Err(_) => Ok(folder.join(path.file_name().unwrap_or(OsStr::new("")))),
    }
}

/// Refuses what cannot be a store, before anything is created beside it.
fn check(path: &Path, purpose: Purpose) -> Result<(), InboxError> {
    let found = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => InboxError::Missing(name(path)),
        _ => unusable(path, &error),
    })?;
    if !found.is_file() {
        return Err(InboxError::NotAFile(name(path)));
    }
    // With a log beside this name, this is the one that it is served by.
    let is_used_by_this_name = purpose == Purpose::Inspect && beside(path, LOG).exists();
    if has_several_names(&found) && !is_used_by_this_name {
        return Err(InboxError::Linked(name(path)));
    }
    Ok(())
}

/// Claims a resolved path for the process that serves, and creates the file if there is none.
fn claim(path: &Path) -> Result<Claim, InboxError> {
    let failed = |error: io::Error| unusable(path, &error);
    match check(path, Purpose::Serve) {
        Ok(()) | Err(InboxError::Missing(_)) => {}
        Err(error) => return Err(error),
    }
    // The lock is on a file beside it: closing a lock on the database would end SQLite's.
    let lock = beside(path, LOCK);
    if let (Ok(database), Ok(lock)) = (FileId::at(path), FileId::at(&lock))
        && database == lock
    {
        return Err(InboxError::Linked(name(path)));
    }
    match create_private_file(&lock) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
        Ok(()) | Err(_) => {}
    }
    let lock = OpenOptions::new()
        .read(true)
        .write(true)
        .open(lock)
        .map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(InboxError::Busy(name(path))),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let lock = Claim(lock);
    aside::check(path, &lock.0)?;
    aside::make_room(&lock.0);
    // SQLite removes the log of a database that has not a single byte.
    let log = beside(path, LOG);
    let bytes = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    if bytes(path) == 0 && bytes(&log) > 0 {
        return Err(InboxError::Orphaned {
            store: name(path),
            log: name(&log),
        });
    }
    if frames::is_headless(&log) {
        return Err(aside::set_aside(path, &lock.0, LOG_OVERWRITTEN));
    }
    match create_private_file(path) {
        Ok(()) => sync_folder(path).map_err(failed)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    Ok(lock)
}

/// Closes the files to everyone but their owner: payers' openids are in them.
fn make_private(path: &Path) -> Result<(), InboxError> {
    for suffix in ["", LOG, INDEX, LOCK] {
        let path = beside(path, suffix);
        if fs::metadata(&path).is_ok_and(|found| is_readable_by_others(&found))
            && set_mode(&path, 0o600).is_err()
        {
            return Err(InboxError::Exposed(name(&path)));
        }
    }
    Ok(())
}

/// SQLite finds the log by the database's name, so that a file with two names has two logs, and
/// one of them destroys what the other has written.
#[cfg(unix)]
fn has_several_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_several_names(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
