//! The databases of a data folder, shared by every process that has the folder open: the state, and
//! the log of requests in a file of its own, so that neither waits for the other.
//!
//! SQLite in WAL mode: readers see the last commit and never wait, one writer at a time. A commit
//! is with the system before it returns, so a process that dies loses nothing that it answered. The
//! state is synced at checkpoints, so that it survives a loss of power except for the last moments;
//! the log is never synced, and begins again if that damages it.
//!
//! A connection whose log has lost its name writes what no other process will find. So the files are
//! looked at before each transaction; if others have their names, all connections of this process are
//! closed together, after what is in their log was written into their database.
//!
//! A POSIX lock ends when the process closes *any* descriptor of the file, so nothing here opens a
//! database that exists except SQLite: the file is created once, as a new one, and its permissions
//! and identity are set and read by path.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::ambient;
use crate::fs::{FileId, create_private_file, is_readable_by_others, set_mode, sync_folder};
use crate::migration::{MigrationError, OBJECTS, Object, migrate, objects};
use crate::sandbox::error::{DatabaseError, SandboxError};
use crate::sandbox::store::files;
use crate::sandbox::store::open_files::OpenFiles;
use crate::sandbox::store::schema;
use crate::sandbox::store::transaction::{ReadTransaction, WriteTransaction};

/// Held while a database is created, migrated or replaced.
const LOCK: &str = "sandbox.lock";

/// How long another process may hold the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Up to which size the state is checked before a server uses it.
const MAX_CHECKED_BYTES: u64 = 64 * 1024 * 1024;

/// How many idle connections are kept for reading.
const MAX_IDLE_READERS: usize = 8;

/// How many prepared statements a connection keeps.
const MAX_STATEMENTS: usize = 128;

/// Which database of a data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Orders, refunds and everything else that is answered.
    State,
    /// The requests that were received.
    Log,
}

impl Content {
    fn file(self) -> &'static str {
        match self {
            Self::State => "sandbox.db",
            Self::Log => "requests.db",
        }
    }

    /// A commit writes every page that it changes, and each index of an order has one of its own: its
    /// pages are small, and the log is written back at 16 MiB, as orders wait meanwhile. A request
    /// takes kilobytes.
    fn settings(self) -> &'static str {
        match self {
            Self::State => {
                "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;
                 PRAGMA wal_autocheckpoint = 4000;"
            }
            Self::Log => {
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;"
            }
        }
    }

    fn migrations(self) -> &'static [&'static str] {
        match self {
            Self::State => schema::STATE,
            Self::Log => schema::LOG,
        }
    }
}

/// Whether the connections are open, and to which files.
#[derive(Debug)]
enum Files {
    NotOpen,
    Open(OpenFiles),
    /// For good.
    Ended,
}

impl Files {
    fn log(&self) -> Option<&Path> {
        match self {
            Self::Open(files) => files.log(),
            Self::NotOpen | Self::Ended => None,
        }
    }
}

/// What is called with the path of a copy of the state that has lost its name.
pub(crate) struct OnSaved(Box<dyn Fn(SavedState) + Send + Sync>);

impl std::fmt::Debug for OnSaved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OnSaved")
    }
}

/// The state that another file took the name of while it was in use.
#[derive(Debug, Clone)]
pub struct SavedState {
    /// The name.
    pub path: PathBuf,
    /// The file that it was saved to.
    pub saved: PathBuf,
}

/// A database of a sandbox.
#[derive(Debug)]
pub(crate) struct Database {
    content: Content,
    path: PathBuf,
    /// What all connections have open. It is locked for reading while they are used, and before any
    /// of them.
    files: RwLock<Files>,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Vec<Connection>>,
    /// Writes nothing, so that every commit is another's to it.
    watcher: Mutex<Option<Connection>>,
    on_saved: OnceLock<OnSaved>,
}

impl Database {
    /// Tells whether a data folder has a sandbox's state.
    pub(crate) fn exists(data: &Path) -> bool {
        data.join(Content::State.file()).exists()
    }

    /// Returns a database of a data folder, which is opened, and created if there is none, when it
    /// is used.
    pub(crate) fn new(data: &Path, content: Content) -> Self {
        Self {
            content,
            path: data.join(content.file()),
            files: RwLock::new(Files::NotOpen),
            writer: Mutex::new(None),
            readers: Mutex::new(Vec::new()),
            watcher: Mutex::new(None),
            on_saved: OnceLock::new(),
        }
    }

    /// Has `report` called when the state has lost its name while it was in use and was saved under
    /// another.
    pub(crate) fn report_saved(&self, report: impl Fn(SavedState) + Send + Sync + 'static) {
        // The first one stays.
        let _ = self.on_saved.set(OnSaved(Box::new(report)));
    }

    /// Returns the file of a data folder that has a sandbox's state.
    pub(crate) fn file(data: &Path) -> Option<PathBuf> {
        Some(data.join(Content::State.file())).filter(|file| file.is_file())
    }

    /// Opens the state of a data folder, and creates it if there is none.
    ///
    /// # Errors
    /// Returns an error if it cannot be used, is damaged, or was written by a newer version.
    pub(crate) fn open(data: &Path) -> Result<Self, SandboxError> {
        let database = Self::new(data, Content::State);
        drop(database.enter()?);
        Ok(database)
    }

    /// Gives the files of a database other names, so that the next one begins empty. Processes that
    /// have it open notice that. Returns the new name of the database.
    pub(crate) fn set_aside(data: &Path, content: Content) -> Result<PathBuf, SandboxError> {
        let path = data.join(content.file());
        let lock = files::lock(&data.join(LOCK))?;
        lock.lock().map_err(SandboxError::write(&path))?;
        let aside = files::unused(&data.join(format!("{}.damaged", content.file())));
        // The database last: its log without it would be taken for the next one's.
        for ending in ["-wal", "-shm", ""] {
            let name = |path: &Path| {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                PathBuf::from(name)
            };
            match fs::rename(name(&path), name(&aside)) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => {
                    return Err(SandboxError::write(&name(&path))(why));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(aside)
    }

    /// Runs `read` on the state as of the last commit.
    pub(crate) fn read<T, E: From<SandboxError>>(
        &self,
        read: impl FnOnce(&ReadTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _in_use = self.enter()?;
        let idle = lock(&self.readers).pop();
        let mut connection = idle.map_or_else(|| self.connect(), Ok)?;
        let transaction = self.begin(&mut connection, TransactionBehavior::Deferred)?;
        let value = read(&ReadTransaction::new(&transaction, &self.path))?;
        // Nothing was changed that a commit or a rollback could lose.
        drop(transaction);
        let mut readers = lock(&self.readers);
        if readers.len() < MAX_IDLE_READERS {
            readers.push(connection);
        }
        Ok(value)
    }

    /// Runs `write` while no other process writes, and commits what it did unless it returns an
    /// error. Every process sees it when this returns.
    pub(crate) fn write<T, E: From<SandboxError>>(
        &self,
        write: impl FnOnce(&WriteTransaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _in_use = self.enter()?;
        let mut writer = lock(&self.writer);
        let connection = self.opened(&mut writer)?;
        let transaction = self.begin(connection, TransactionBehavior::Immediate)?;
        let value = write(&WriteTransaction::new(&transaction, &self.path))?;
        transaction.commit().map_err(self.failed())?;
        Ok(value)
    }

    /// Returns a number that differs after each commit, also of another process; `None` if the
    /// database cannot be used.
    pub(crate) fn changes(&self) -> Option<i64> {
        let _in_use = self.enter().ok()?;
        let mut watcher = lock(&self.watcher);
        let connection = self.opened(&mut watcher).ok()?;
        let pragma = "PRAGMA data_version";
        connection.query_row(pragma, (), |row| row.get(0)).ok()
    }

    /// Checks that it has its tables, and that all of it can be read, unless it is so large that
    /// this takes long.
    ///
    /// # Errors
    /// Returns an error if it is damaged.
    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        self.read(|tx| {
            let expected = objects(self.content.migrations()).map_err(self.failed())?;
            let found = tx.query(OBJECTS, (), Object::of_row)?;
            match expected.into_iter().find(|object| !found.contains(object)) {
                Some(Object { name, .. }) => Err(DatabaseError::Schema { name }.at(&self.path)),
                None => Ok(()),
            }
        })?;
        if fs::metadata(&self.path).is_ok_and(|file| file.len() > MAX_CHECKED_BYTES) {
            return Ok(());
        }
        self.read(|tx| {
            let found: Vec<String> = tx.query("PRAGMA quick_check(1)", (), |row| row.get(0))?;
            match found.into_iter().find(|found| found != "ok") {
                // The first line says which of several databases it is.
                Some(found) => {
                    let line = found.lines().last().unwrap_or(&found).trim().to_owned();
                    Err(DatabaseError::Damaged(line.into()).at(&self.path))
                }
                None => Ok(()),
            }
        })
    }

    /// Waits for what uses it now, and closes it for good, even if others hold it: a process that ends
    /// waits for none of its tasks. SQLite writes the log back with the last connection, unless it
    /// was overwritten: then it stays as it is.
    pub(crate) fn end(&self) {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        let is_overwritten = files.log().is_some_and(files::is_overwritten);
        let single = [&self.writer, &self.watcher].map(|one| lock(one).take());
        let readers = std::mem::take(&mut *lock(&self.readers));
        for connection in single.into_iter().flatten().chain(readers) {
            // A connection always takes this setting.
            let _ = connection
                .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_overwritten);
        }
        *files = Files::Ended;
    }

    fn begin<'c>(
        &self,
        connection: &'c mut Connection,
        behavior: TransactionBehavior,
    ) -> Result<Transaction<'c>, SandboxError> {
        connection
            .transaction_with_behavior(behavior)
            .map_err(self.failed())
    }

    /// Returns what is held while a connection is used, once the files are those that all
    /// connections have open.
    fn enter(&self) -> Result<RwLockReadGuard<'_, Files>, SandboxError> {
        loop {
            let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
            if self.are_current(&files)? {
                self.check_log(files.log())?;
                return Ok(files);
            }
            drop(files);
            let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
            if self.are_current(&files)? {
                continue;
            }
            let is_first = matches!(*files, Files::NotOpen);
            self.save_nameless(&files)?;
            self.close()?;
            *files = Files::NotOpen;
            let named = self.create()?;
            if is_first {
                let log = OpenFiles::log_of(&self.path);
                self.check_log(log.ok().as_deref())?;
            }
            let writer = self.connect()?;
            let opened = OpenFiles::of(&self.path, named);
            *files = Files::Open(opened.map_err(SandboxError::read(&self.path))?);
            *lock(&self.writer) = Some(writer);
        }
    }

    fn are_current(&self, files: &Files) -> Result<bool, SandboxError> {
        match files {
            Files::NotOpen => Ok(false),
            Files::Open(files) => Ok(files.are_current(&self.path)),
            Files::Ended => Err(DatabaseError::Ended.at(&self.path)),
        }
    }

    /// Refuses the state if its log was overwritten, before anything is done with it. The log of
    /// requests begins again.
    fn check_log(&self, log: Option<&Path>) -> Result<(), SandboxError> {
        let overwritten =
            log.filter(|log| self.content == Content::State && files::is_overwritten(log));
        match overwritten {
            Some(log) => Err(DatabaseError::LogOverwritten(log.to_owned()).at(&self.path)),
            None => Ok(()),
        }
    }

    /// Copies the state to a file of its own if no name leads to it any more, as nothing else could.
    fn save_nameless(&self, files: &Files) -> Result<(), SandboxError> {
        let is_nameless = matches!(files, Files::Open(open) if open.is_nameless());
        if !is_nameless || self.content != Content::State {
            return Ok(());
        }
        let writer = lock(&self.writer);
        let Some(connection) = writer.as_ref() else {
            return Ok(());
        };
        let mut saved = self.path.clone().into_os_string();
        saved.push(format!(".saved-{}", ambient::digits(6)));
        let saved = PathBuf::from(saved);
        match create_private_file(&saved) {
            // The folder was removed, too: that was no other file's move.
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
            created => created.map_err(SandboxError::write(&saved))?,
        }
        let copied = connection.execute("VACUUM INTO ?1", [saved.to_string_lossy()]);
        if let Err(error) = copied {
            let _ = fs::remove_file(&saved);
            return match DatabaseError::of(error, &self.path) {
                // It was damaged, and that may be why another has its name.
                DatabaseError::Damaged(_) => Ok(()),
                other => Err(other.at(&self.path)),
            };
        }
        if let Some(OnSaved(report)) = self.on_saved.get() {
            let path = self.path.clone();
            report(SavedState { path, saved });
        }
        Ok(())
    }

    /// Writes the log into the database that the connections lead to, and closes them.
    fn close(&self) -> Result<(), SandboxError> {
        let mut writer = lock(&self.writer);
        let mut readers = lock(&self.readers);
        let mut watcher = lock(&self.watcher);
        if let Some(connection) = writer.as_ref().or(readers.first()).or(watcher.as_ref()) {
            let written = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| {
                row.get::<_, bool>(0)
            });
            // Of a database that is damaged, nothing is there to be saved.
            if written == Ok(true) {
                let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
                return Err(self.failed()(rusqlite::Error::SqliteFailure(busy, None)));
            }
        }
        (*writer, *watcher) = (None, None);
        readers.clear();
        Ok(())
    }

    fn opened<'c>(
        &self,
        connection: &'c mut Option<Connection>,
    ) -> Result<&'c mut Connection, SandboxError> {
        let open = match connection.take() {
            Some(open) => open,
            None => self.connect()?,
        };
        Ok(connection.insert(open))
    }

    /// Creates the file if there is none, and returns what has its name.
    fn create(&self) -> Result<FileId, SandboxError> {
        let lock = files::lock(&self.path.with_file_name(LOCK))?;
        lock.lock().map_err(SandboxError::write(&self.path))?;
        let created = match create_private_file(&self.path) {
            Ok(()) => sync_folder(&self.path),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => make_private(&self.path),
            Err(why) => Err(why),
        };
        created.map_err(SandboxError::write(&self.path))?;
        OpenFiles::named(&self.path).map_err(SandboxError::read(&self.path))
    }

    /// Opens a connection to a file that exists; migrates the database first if that is needed.
    fn connect(&self) -> Result<Connection, SandboxError> {
        let lock = files::lock(&self.path.with_file_name(LOCK))?;
        lock.lock().map_err(SandboxError::write(&self.path))?;
        // Without CREATE: SQLite would create a file that others can read.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection =
            Connection::open_with_flags(&self.path, flags).map_err(self.failed())?;
        connection
            .busy_timeout(BUSY_TIMEOUT)
            .and_then(|()| connection.execute_batch(self.content.settings()))
            .and_then(|()| {
                connection.execute_batch(
                    "PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 67108864;",
                )
            })
            .map_err(self.failed())?;
        connection.set_prepared_statement_cache_capacity(MAX_STATEMENTS);
        if connection
            .is_readonly(rusqlite::MAIN_DB)
            .map_err(self.failed())?
        {
            return Err(DatabaseError::ReadOnly.at(&self.path));
        }
        let migrated = migrate(&mut connection, self.content.migrations());
        migrated.map_err(|error| match error {
            MigrationError::Newer { found, known } => {
                DatabaseError::Newer { found, known }.at(&self.path)
            }
            MigrationError::Sqlite(error) => self.failed()(error),
        })?;
        Ok(connection)
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> SandboxError {
        |error| DatabaseError::of(error, &self.path).at(&self.path)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.end();
    }
}

/// Locks what no panic can leave half changed.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Closes a file that exists to everyone but its owner.
fn make_private(path: &Path) -> io::Result<()> {
    if is_readable_by_others(&fs::metadata(path)?) {
        set_mode(path, 0o600)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "database_tests.rs"]
mod tests;
