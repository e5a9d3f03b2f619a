//! The thread that writes: steps that wait are committed together, and answered after that.

use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use super::content::Content;
use super::damage::Damage;
use super::error::{Cause, failed};
use super::file::{Change, Files, Opened, Purpose, Storage};
use super::known;
use super::log::Log;
use crate::inbox::error::{InboxError, StoreEvent, StoreName};

/// How many steps one transaction commits.
const MAX_BATCH_STEPS: usize = 512;

/// A batch of this size is a sign of more to come: the thread then waits before the next, so that a
/// commit serves many.
const BUSY_BATCH_STEPS: usize = 16;

/// How long the thread waits then.
const GATHER_INTERVAL: Duration = Duration::from_millis(1);

/// The sending side of the thread.
#[derive(Debug)]
pub(super) struct Writer {
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    store: StoreName,
    events: Events,
}

/// What happened to the files, until a caller takes it.
type Events = Arc<Mutex<Vec<StoreEvent>>>;

/// What the thread is asked for.
enum Request {
    Step(Box<dyn Step>),
    /// Everything before it is done, and the files are closed, once this is answered.
    Close(oneshot::Sender<()>),
}

/// A part of a transaction, which runs again if the transaction fails.
trait Step: Send {
    /// Returns whether it writes; a step that only reads waits for no writer.
    fn writes(&self) -> bool;
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()>;
    fn reply(self: Box<Self>, committed: Result<(), InboxError>);
}

struct Task<T, F> {
    work: F,
    writes: bool,
    done: Option<T>,
    reply: oneshot::Sender<Result<T, InboxError>>,
}

impl<T: Send, F: FnMut(&Connection) -> rusqlite::Result<T> + Send> Step for Task<T, F> {
    fn writes(&self) -> bool {
        self.writes
    }

    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.done = Some((self.work)(connection)?);
        Ok(())
    }

    fn reply(self: Box<Self>, committed: Result<(), InboxError>) {
        let Self { done, reply, .. } = *self;
        if let Some(outcome) = committed.map(|()| done).transpose() {
            // The caller may be gone; what is done is done.
            let _ = reply.send(outcome);
        }
    }
}

impl Writer {
    /// Opens the database and starts the thread.
    pub(super) fn start(place: Storage) -> Result<Self, InboxError> {
        let store = place.name();
        let database = Database::open(place)?;
        let events = Arc::clone(&database.events);
        let (requests, waiting) = mpsc::channel(4 * MAX_BATCH_STEPS);
        let thread = thread::Builder::new().name("inbox".to_owned());
        let thread = thread.spawn(move || serve(database, waiting));
        let thread = thread.map_err(|error| InboxError::Store {
            store: store.clone(),
            why: (&error).into(),
        })?;
        Ok(Self {
            requests: Some(requests),
            thread: Some(thread),
            store,
            events,
        })
    }

    /// Takes what happened to the files since the last call.
    pub(super) fn events(&self) -> Vec<StoreEvent> {
        mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes something, and returns once that is on disk.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, InboxError> {
        self.run(work, true).await
    }

    /// Reads something.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, InboxError> {
        self.run(work, false).await
    }

    /// Has everything so far done, and the files closed.
    pub(super) async fn close(&self) {
        let (closed, answer) = oneshot::channel();
        if let Some(requests) = &self.requests
            && requests.send(Request::Close(closed)).await.is_ok()
        {
            // A thread that panicked has reported it already.
            let _ = answer.await;
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> rusqlite::Result<T> + Send + 'static,
        writes: bool,
    ) -> Result<T, InboxError> {
        let ended = || InboxError::Silent {
            store: self.store.clone(),
        };
        let (reply, answer) = oneshot::channel();
        let task = Task {
            work,
            writes,
            done: None,
            reply,
        };
        let requests = self.requests.as_ref().ok_or_else(ended)?;
        let sent = requests.send(Request::Step(Box::new(task))).await;
        sent.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has reported it already.
            let _ = thread.join();
        }
    }
}

/// Commits steps until the files are to be closed, or no sender is left.
fn serve(mut database: Database, mut waiting: mpsc::Receiver<Request>) {
    let mut closings = Vec::new();
    let mut busy = false;
    while let Some(first) = waiting.blocking_recv() {
        if busy {
            thread::sleep(GATHER_INTERVAL);
        }
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Step(step) => batch.push(step),
                Request::Close(closed) => {
                    waiting.close();
                    closings.push(closed);
                }
            }
            next = (batch.len() < MAX_BATCH_STEPS)
                .then(|| waiting.try_recv().ok())
                .flatten();
        }
        busy = batch.len() >= BUSY_BATCH_STEPS;
        if !batch.is_empty() {
            database.commit(batch);
        }
    }
    // Closing it writes the log back, which another program may have overwritten.
    let _ = database.look_at_files();
    if let Some(log) = &database.log {
        // Of two connections the last one does that.
        log.close();
    }
    drop(database);
    for closed in closings {
        // Who waited may be gone.
        let _ = closed.send(());
    }
}

/// The database as the thread has it open.
pub(super) struct Database {
    pub(super) place: Storage,
    /// None after the file was lost, until it can be opened again.
    pub(super) open: Option<Opened>,
    /// None if nothing is on disk, or another process looks after it.
    pub(super) log: Option<Log>,
    /// None if it is as it should be.
    pub(super) damage: Option<Damage>,
    /// What the last transaction left.
    pub(super) content: Content,
    /// Whether the log may have what is not on disk: the system has failed to write it, and may not
    /// write those pages again when it is asked to once more.
    is_log_doubtful: bool,
    /// Whether another program has written since the last transaction that wrote.
    may_lack_keys: bool,
    events: Events,
}

impl Database {
    fn open(place: Storage) -> Result<Self, InboxError> {
        let log = match &place {
            Storage::File(_, Purpose::Serve) => Some(Log::start(&place.name())?),
            Storage::File(_, Purpose::Inspect) | Storage::Memory => None,
        };
        let opened = place.open()?;
        let mut database = Self {
            place,
            open: None,
            log,
            damage: None,
            content: Content::default(),
            is_log_doubtful: false,
            may_lack_keys: false,
            events: Events::default(),
        };
        database.follow(opened)?;
        Ok(database)
    }

    fn commit(&mut self, mut batch: Vec<Box<dyn Step>>) {
        let outcome = self.attempt(&mut batch);
        let alone = batch.len() == 1;
        match outcome {
            Err(CommitError::Step(_)) if !alone => {
                // One of them is at fault, and the others must not fail with it.
                for step in batch {
                    self.commit(vec![step]);
                }
            }
            Ok(()) => batch.into_iter().for_each(|step| step.reply(Ok(()))),
            Err(CommitError::Step(error) | CommitError::Store(error)) => {
                for step in batch {
                    step.reply(Err(error.clone()));
                }
            }
        }
        if let (Some(log), Some(open)) = (&mut self.log, &self.open)
            && let Some(files) = &open.files
        {
            log.look_after(&files.path, &open.connection);
        }
    }

    fn attempt(&mut self, batch: &mut [Box<dyn Step>]) -> Result<(), CommitError> {
        self.look_at_files().map_err(CommitError::Store)?;
        let writes = batch.iter().any(|step| step.writes());
        self.renew_log().map_err(CommitError::Store)?;
        let connection = self.connection().map_err(CommitError::Store)?;
        let transaction = begin(connection, writes);
        let has_begun = transaction.is_ok();
        if has_begun {
            // Only now no other program writes before this transaction does.
            self.look_at_content();
        }
        let is_incomplete = writes && self.may_lack_keys;
        let connection = self.connection().map_err(CommitError::Store)?;
        let outcome = transaction
            .and_then(|()| complete(connection, is_incomplete))
            .and_then(|()| finish(connection, batch));
        if let Err(error) = outcome {
            // A transaction that did not begin cannot be rolled back, and need not be.
            let _ = connection.execute_batch("ROLLBACK");
            if has_begun {
                self.accept_log();
            }
            let code = error.sqlite_error_code();
            self.is_log_doubtful |= writes && code == Some(ErrorCode::SystemIoFailure);
            let failure = self.failed(&error);
            return Err(match Cause::of(&error) {
                Cause::Step => CommitError::Step(failure),
                Cause::Full => CommitError::Store(failure),
                Cause::File => {
                    // Opening a database that was cut loses its log.
                    if self.look_at_files().is_ok() {
                        self.open = None;
                    }
                    CommitError::Store(failure)
                }
            });
        }
        // Notifications in files that no name leads to would be acknowledged and lost.
        if writes && self.look_at_files().map_err(CommitError::Store)? == Location::Elsewhere {
            return Err(CommitError::Store(InboxError::Moved(self.place.name())));
        }
        self.may_lack_keys &= !writes;
        if self.log.is_some()
            && writes
            && let Some(open) = &self.open
        {
            self.content.committed(&open.connection);
        }
        Ok(())
    }

    /// Reports if another program deleted what was acknowledged.
    fn look_at_content(&mut self) {
        let (Some(_), Some(open)) = (&self.log, &mut self.open) else {
            return;
        };
        if let Some(files) = &mut open.files
            && self.content.is_changed(&open.connection) == Ok(true)
        {
            files.accept_log();
            self.may_lack_keys = true;
        }
        // What cannot be read fails in the transaction, too.
        let found = self.content.look(&open.connection, &self.place.name());
        if let Ok(Some(event)) = found {
            self.report(event);
        }
    }

    pub(super) fn failed(&self, error: &rusqlite::Error) -> InboxError {
        failed(&self.place.name(), error)
    }

    fn connection(&mut self) -> Result<&Connection, InboxError> {
        if self.open.is_none() {
            let opened = self.place.open_again()?;
            self.follow(opened)?;
        }
        match &self.open {
            Some(open) => Ok(&open.connection),
            None => Err(InboxError::Silent {
                store: self.place.name(),
            }),
        }
    }

    fn follow(&mut self, mut opened: Opened) -> Result<(), InboxError> {
        if let Some(log) = &mut self.log {
            let followed = log.follow(&mut opened.connection);
            followed.map_err(|error| failed(&self.place.name(), &error))?;
            // What was written before has nothing to do with these files.
            log.forget_writes();
            log.take_bytes();
            let read = self.content.follow(&mut opened.connection);
            read.map_err(|error| failed(&self.place.name(), &error))?;
        }
        self.open = Some(opened);
        Ok(())
    }

    /// Looks whether the files are those that are open, and saves what is in them if they are not.
    fn look_at_files(&mut self) -> Result<Location, InboxError> {
        if let Some(error) = self.known_damage() {
            return Err(error);
        }
        let (Some(log), Some(open)) = (&mut self.log, &mut self.open) else {
            return Ok(Location::Here);
        };
        let Some(files) = &mut open.files else {
            return Ok(Location::Here);
        };
        let bytes = log.take_bytes();
        let change = files.change(bytes, |stamp| log.has_written(stamp));
        // A damage that was noticed once may not be noticed again, and has not passed with that.
        let noticed = self.damage.as_ref().map(|damage| damage.change.clone());
        let Some(change) = change.or(noticed) else {
            return Ok(Location::Here);
        };
        tracing::debug!(?change, "files of the store changed");
        let outcome = self.save(&change);
        match outcome {
            Err(InboxError::Damaged { why, .. }) => Err(self.damaged(&change, why)),
            Ok(location) => {
                self.is_repaired();
                Ok(location)
            }
            Err(error) => Err(error),
        }
    }

    /// Brings what is in the open files to where it is found by the store's name.
    fn save(&mut self, change: &Change) -> Result<Location, InboxError> {
        let store = self.place.name();
        match change {
            Change::Moved => {
                // What has its name now is another store.
                self.is_repaired();
                // The log may have stayed behind, and would destroy another database of this name.
                self.empty_log()?;
                let saved = self.save_nameless()?;
                self.open = None;
                self.report(match saved {
                    Some(saved) => StoreEvent::Replaced { store, saved },
                    None => StoreEvent::Reopened(store),
                });
                Ok(Location::Elsewhere)
            }
            Change::Beside(file) => {
                self.empty_log()?;
                self.is_repaired();
                self.open = None;
                self.connection()?;
                let file = super::names::name(file);
                self.report(StoreEvent::LogRenewed { store, file });
                Ok(Location::Here)
            }
            Change::Removed => {
                self.write_again()?;
                self.report(StoreEvent::Restored(store));
                Ok(Location::Here)
            }
            Change::LogWritten => self.verify_log().map(|()| Location::Here),
            Change::Truncated | Change::Written | Change::LogTruncated => {
                let Err(damage) = self.verify() else {
                    return Ok(Location::Here);
                };
                // What was overwritten may be in the middle; what was cut off fails to be read.
                if *change == Change::Written || self.write_again().is_err() {
                    self.leave_log()?;
                    return Err(damage);
                }
                self.report(StoreEvent::Restored(store));
                Ok(Location::Here)
            }
        }
    }

    pub(super) fn report(&self, event: StoreEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event);
    }

    fn empty_log(&self) -> Result<(), InboxError> {
        if let (Some(log), Some(open)) = (&self.log, &self.open) {
            let emptied = log.empty(&open.connection);
            emptied.map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    /// Starts a new log if this one is doubtful: what is committed behind a gap is lost with the power.
    fn renew_log(&mut self) -> Result<(), InboxError> {
        if self.is_log_doubtful {
            self.connection()?;
            self.empty_log()?;
            self.is_log_doubtful = false;
        }
        Ok(())
    }

    /// Takes the log as a transaction has left it that failed.
    fn accept_log(&mut self) {
        if let Some(open) = &mut self.open
            && let Some(files) = &mut open.files
        {
            files.accept_log();
        }
    }

    /// Copies the database to a file beside it if no name leads to it any more, since another file
    /// was renamed over it.
    fn save_nameless(&self) -> Result<Option<StoreName>, InboxError> {
        match &self.open {
            Some(Opened {
                connection,
                files: Some(files),
            }) if files.is_nameless() => match copy(connection, files) {
                Ok(copy) => Ok(Some(super::names::name(&copy))),
                // It was damaged, and that may be why another has its place.
                Err(InboxError::Damaged { .. }) => Ok(None),
                Err(error) => Err(error),
            },
            Some(_) | None => Ok(None),
        }
    }

    /// Writes everything that the open connection still reads into a new file of the same name.
    fn write_again(&mut self) -> Result<(), InboxError> {
        let store = self.place.name();
        let unusable = |why: String| InboxError::Store {
            store: store.clone(),
            why: why.into(),
        };
        let Some(Opened {
            connection,
            files: Some(files),
        }) = &self.open
        else {
            return Ok(());
        };
        let copy = copy(connection, files)?;
        let has_log = self.empty_log().is_err();
        if let Some(Opened {
            connection,
            files: Some(files),
        }) = self.open.take()
        {
            drop(connection);
            let put = files.put_in_place(&copy, has_log);
            put.map_err(|error| unusable(format!("{error}; everything is in {}", copy.display())))?;
            // If that fails, it is set aside for nothing.
            let _ = files.unmark();
            self.damage = None;
        }
        self.connection().map(drop)
    }
}

/// Writes everything that a connection reads into a new file beside the database.
fn copy(connection: &Connection, files: &Files) -> Result<PathBuf, InboxError> {
    let store = super::names::name(&files.path);
    let copy = files.make_copy().map_err(|error| InboxError::Store {
        store: store.clone(),
        why: (&error).into(),
    })?;
    let copied = connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()]);
    if let Err(error) = copied {
        // Nothing is in it that is not elsewhere.
        let _ = std::fs::remove_file(&copy);
        return Err(match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => InboxError::Damaged {
                store,
                why: error.to_string(),
            },
            Some(_) | None => failed(&store, &error),
        });
    }
    Ok(copy)
}

/// The location of a committed transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Location {
    /// In the store.
    Here,
    /// In files that were the store's.
    Elsewhere,
}

/// Begins a transaction; one that writes waits for other programs' to end.
pub(super) fn begin(connection: &Connection, writes: bool) -> rusqlite::Result<()> {
    let begin = if writes { "BEGIN IMMEDIATE" } else { "BEGIN" };
    connection.prepare_cached(begin)?.execute([])?;
    Ok(())
}

/// Adds what notifications are found by if it may be missing.
fn complete(connection: &Connection, may_be_missing: bool) -> rusqlite::Result<()> {
    if may_be_missing && known::lacks_keys(connection)? {
        known::add_missing_keys(connection)?;
    }
    Ok(())
}

/// Runs the steps of a transaction, and commits it.
fn finish(connection: &Connection, batch: &mut [Box<dyn Step>]) -> rusqlite::Result<()> {
    for step in batch {
        step.run(connection)?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

enum CommitError {
    /// A step failed.
    Step(InboxError),
    /// The store failed, whatever the steps are.
    Store(InboxError),
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
