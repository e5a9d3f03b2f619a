//! One thread that writes: what waits is committed together, and answered for after that.

use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

use super::failed;
use super::file::Place;
use super::log::Log;
use crate::inbox::error::{InboxError, StoreName};

/// How much is committed at once.
const BATCH: usize = 512;

/// A batch of so many says that more are on their way: the next is waited for, so that a commit
/// serves many.
const BUSY: usize = 16;

/// For how long.
const GATHER: Duration = Duration::from_millis(1);

/// The sending side of the thread.
#[derive(Debug)]
pub(super) struct Writer {
    steps: Option<mpsc::Sender<Box<dyn Step>>>,
    thread: Option<JoinHandle<()>>,
    store: StoreName,
}

/// Something to do in a transaction, more than once where the transaction fails.
trait Step: Send {
    /// Tells whether it writes; what only reads waits for nobody who writes.
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
            // Who asked may have gone; what is done is done.
            let _ = reply.send(outcome);
        }
    }
}

impl Writer {
    /// Opens the database and starts the thread.
    pub(super) fn start(place: Place) -> Result<Self, InboxError> {
        let store = place.name();
        let mut open = Open::new(place)?;
        let (steps, mut waiting) = mpsc::channel::<Box<dyn Step>>(4 * BATCH);
        let thread = thread::Builder::new().name("inbox".to_owned());
        let thread = thread.spawn(move || {
            let mut busy = false;
            while let Some(first) = waiting.blocking_recv() {
                let mut batch = vec![first];
                if busy {
                    thread::sleep(GATHER);
                }
                while batch.len() < BATCH
                    && let Ok(next) = waiting.try_recv()
                {
                    batch.push(next);
                }
                busy = batch.len() >= BUSY;
                open.commit(batch);
            }
        });
        let thread = thread.map_err(|error| InboxError::Store {
            store: store.clone(),
            why: error.to_string(),
        })?;
        Ok(Self {
            steps: Some(steps),
            thread: Some(thread),
            store,
        })
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
        let steps = self.steps.as_ref().ok_or_else(ended)?;
        let sent = steps.send(Box::new(task)).await;
        sent.map_err(|_| ended())?;
        answer.await.map_err(|_| ended())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.steps = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told so already.
            let _ = thread.join();
        }
    }
}

/// The database as the thread has it open.
struct Open {
    place: Place,
    /// None after the file was lost, until it can be opened again.
    connection: Option<Connection>,
    identity: Option<(u64, u64)>,
    /// None where nothing is on disk.
    log: Option<Log>,
}

impl Open {
    fn new(place: Place) -> Result<Self, InboxError> {
        let log = match &place {
            Place::File(_) => Some(Log::start(&place)?),
            Place::Memory => None,
        };
        let mut open = Self {
            identity: place.identity(),
            connection: None,
            log,
            place,
        };
        open.connection()?;
        Ok(open)
    }

    fn commit(&mut self, mut batch: Vec<Box<dyn Step>>) {
        let outcome = self.attempt(&mut batch);
        let alone = batch.len() == 1;
        match outcome {
            Err(Trouble::Step(_)) if !alone => {
                // One of them is at fault, and the others must not suffer for it.
                for step in batch {
                    self.commit(vec![step]);
                }
            }
            Ok(()) => batch.into_iter().for_each(|step| step.reply(Ok(()))),
            Err(Trouble::Step(error) | Trouble::Store(error)) => {
                for step in batch {
                    step.reply(Err(error.clone()));
                }
            }
        }
        if let Some(log) = &mut self.log {
            log.look_after(self.connection.as_ref());
        }
    }

    fn attempt(&mut self, batch: &mut [Box<dyn Step>]) -> Result<(), Trouble> {
        let store = self.place.name();
        let connection = self.connection().map_err(Trouble::Store)?;
        let outcome = transact(connection, batch);
        let Err(error) = outcome else { return Ok(()) };
        // A transaction that did not begin cannot be rolled back, and need not be.
        let _ = connection.execute_batch("ROLLBACK");
        let told = failed(&store, &error);
        match kind(&error) {
            Fault::Step => Err(Trouble::Step(told)),
            Fault::Full => Err(Trouble::Store(told)),
            Fault::File => {
                self.connection = None;
                Err(Trouble::Store(told))
            }
        }
    }

    /// Returns the connection, to a new file where the old one was moved or removed: what is
    /// written into a removed file is lost.
    fn connection(&mut self) -> Result<&mut Connection, InboxError> {
        let moved = self.place.identity() != self.identity;
        if moved || self.connection.is_none() {
            self.connection = None;
            let mut connection = self.place.connect()?;
            if let Some(log) = &self.log {
                let followed = log.follow(&mut connection);
                followed.map_err(|error| failed(&self.place.name(), &error))?;
            }
            self.identity = self.place.identity();
            self.connection = Some(connection);
        }
        self.connection.as_mut().ok_or_else(|| InboxError::Silent {
            store: self.place.name(),
        })
    }
}

fn transact(connection: &Connection, batch: &mut [Box<dyn Step>]) -> rusqlite::Result<()> {
    let writes = batch.iter().any(|step| step.writes());
    let begin = if writes { "BEGIN IMMEDIATE" } else { "BEGIN" };
    connection.prepare_cached(begin)?.execute([])?;
    for step in batch {
        step.run(connection)?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

enum Trouble {
    /// With what was to be done.
    Step(InboxError),
    /// With the store, whatever is to be done.
    Store(InboxError),
}

enum Fault {
    Step,
    Full,
    File,
}

fn kind(error: &rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Fault::Full
        }
        Some(
            ErrorCode::SystemIoFailure
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory,
        ) => Fault::File,
        Some(_) | None => Fault::Step,
    }
}
