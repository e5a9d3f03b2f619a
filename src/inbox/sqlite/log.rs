//! The write-ahead log: written back into the database before it grows too large.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::file::{self, Stamp};
use crate::inbox::error::{InboxError, StoreName};

/// After how many pages of 8 KiB it is written back: 8 MiB.
const CHECKPOINT_PAGES: u64 = 1024;

/// At how many pages the writer writes it back itself, so that the log starts again: 64 MiB.
const MAX_PAGES: u64 = 8192;

/// The bytes before each page of the log, and those that it begins with.
const FRAME_HEADER_BYTES: u64 = 24;
const HEADER_BYTES: u64 = 32;

/// Looks after the log of one database, on a thread of its own: commits go on meanwhile.
pub(super) struct Log {
    /// How many pages it has, as of the last commit.
    pages: Arc<AtomicU64>,
    /// The same, of a commit that was not asked about yet; else 0.
    committed: Arc<AtomicU64>,
    /// How many it had when it was last asked for.
    asked_at: u64,
    /// The bytes of a page in the log, with what stands before it.
    frame_bytes: u64,
    /// Whether the thread may open the database no more; locked while it has it open.
    is_closed: Arc<Mutex<bool>>,
    worker: SyncSender<PathBuf>,
    writes: Arc<Writes>,
    /// How many writes had ended at the last call of [`Log::has_written`].
    ended_before: u64,
}

/// How often this process wrote a log back into its database.
#[derive(Default)]
struct Writes {
    started: AtomicU64,
    ended: AtomicU64,
    /// How the last one left the database.
    left: Mutex<Option<Stamp>>,
}

impl Log {
    /// Starts the thread.
    pub(super) fn start(store: &StoreName) -> Result<Self, InboxError> {
        let (worker, asked) = sync_channel::<PathBuf>(1);
        let writes = Arc::<Writes>::default();
        let own = Arc::clone(&writes);
        let is_closed = Arc::<Mutex<bool>>::default();
        let closed = Arc::clone(&is_closed);
        let thread = thread::Builder::new().name("checkpoint".to_owned());
        let started = thread.spawn(move || {
            while let Ok(path) = asked.recv() {
                let closed = closed.lock().unwrap_or_else(PoisonError::into_inner);
                if *closed {
                    continue;
                }
                // The log only grows if this fails; it is asked for again.
                let _ = file::connect(&path).map(|connection| own.write_back(&connection));
            }
        });
        started.map_err(|error| InboxError::Store {
            store: store.clone(),
            why: (&error).into(),
        })?;
        Ok(Self {
            pages: Arc::default(),
            committed: Arc::default(),
            asked_at: 0,
            frame_bytes: 0,
            is_closed,
            worker,
            writes,
            ended_before: 0,
        })
    }

    /// Counts what a connection commits, which then writes nothing back by itself.
    pub(super) fn follow(&mut self, connection: &mut Connection) -> rusqlite::Result<()> {
        // Another program may have made the database, with pages of another size.
        let page_bytes: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        self.frame_bytes = FRAME_HEADER_BYTES + page_bytes.unsigned_abs();
        let (pages, committed) = (Arc::clone(&self.pages), Arc::clone(&self.committed));
        connection.wal_hook(Some(move |_: &mut Wal, count| {
            let count = u64::try_from(count).unwrap_or(0);
            pages.store(count, Ordering::Relaxed);
            committed.store(count, Ordering::Relaxed);
            Ok(())
        }))
    }

    /// Returns how many bytes the log has to have at the least, if something was committed since
    /// the last call.
    pub(super) fn take_bytes(&self) -> Option<u64> {
        match self.committed.swap(0, Ordering::Relaxed) {
            0 => None,
            pages => Some(HEADER_BYTES + pages * self.frame_bytes),
        }
    }

    /// Waits until the thread has closed the database, which it does not open again.
    pub(super) fn close(&self) {
        *self
            .is_closed
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
    }

    /// Returns whether the database is as this process left it when it wrote into it since the last
    /// call, or whether it writes now.
    pub(super) fn has_written(&mut self, found: Stamp) -> bool {
        let ended = self.writes.ended.load(Ordering::SeqCst);
        if self.writes.started.load(Ordering::SeqCst) != ended {
            return true;
        }
        let has = ended != self.ended_before && self.writes.left() == Some(found);
        self.ended_before = ended;
        has
    }

    /// Counts none of the writes until now any more.
    pub(super) fn forget_writes(&mut self) {
        self.ended_before = self.writes.ended.load(Ordering::SeqCst);
    }

    /// Has it written back if it has grown; the writer's own connection, beside which no other
    /// writes, can finish that.
    pub(super) fn look_after(&mut self, path: &Path, writer: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.asked_at {
            self.asked_at = 0;
        }
        if pages - self.asked_at < CHECKPOINT_PAGES {
            return;
        }
        self.asked_at = pages;
        if pages >= MAX_PAGES {
            // Most of it is written back already; with the rest, the log begins again.
            self.writes.write_back(writer);
        } else {
            // A full channel means that it has been asked for.
            let _ = self.worker.try_send(path.to_owned());
        }
    }

    /// Writes all of it into the database, and empties it.
    pub(super) fn empty(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.writes.around(connection, || {
            let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, bool>(0)
            })?;
            if busy {
                return Err(rusqlite::Error::SqliteFailure(
                    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
                    Some("another program is reading it".to_owned()),
                ));
            }
            Ok(())
        })
    }
}

impl Writes {
    fn write_back(&self, connection: &Connection) {
        // If it fails the log stays as it is, and nothing is lost.
        let _ = self.around(connection, || {
            connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
        });
    }

    fn left(&self) -> Option<Stamp> {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn around<T>(&self, connection: &Connection, write: impl FnOnce() -> T) -> T {
        self.started.fetch_add(1, Ordering::SeqCst);
        let done = write();
        let left = connection
            .path()
            .and_then(|path| Stamp::at(Path::new(path)));
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = left;
        self.ended.fetch_add(1, Ordering::SeqCst);
        done
    }
}
