//! The write-ahead log: written back into the database before it grows too large.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use super::file::Place;
use crate::inbox::error::InboxError;

/// After how many pages of 8 KiB it is written back: 8 MiB.
const STEP: u64 = 1024;

/// At how many pages the writer waits until that is done, so that it can begin anew: 64 MiB.
const LIMIT: u64 = 8192;

/// Looks after the log of one database, on a thread of its own: commits go on meanwhile.
pub(super) struct Log {
    /// How many pages it has, as of the last commit.
    pages: Arc<AtomicU64>,
    /// How many it had when it was last asked for.
    asked_at: u64,
    worker: SyncSender<()>,
}

impl Log {
    /// Starts the thread.
    pub(super) fn start(place: &Place) -> Result<Self, InboxError> {
        let (worker, asked) = sync_channel(1);
        let own = place.clone();
        let thread = thread::Builder::new().name("checkpoint".to_owned());
        let started = thread.spawn(move || {
            while asked.recv().is_ok() {
                // The log only grows where this fails; it is asked for again.
                let _ = own.connect().map(|connection| write_back(&connection));
            }
        });
        started.map_err(|error| InboxError::Store {
            store: place.name(),
            why: error.to_string(),
        })?;
        Ok(Self {
            pages: Arc::default(),
            asked_at: 0,
            worker,
        })
    }

    /// Counts what a connection commits, which then writes nothing back by itself.
    pub(super) fn follow(&self, connection: &mut Connection) -> rusqlite::Result<()> {
        let pages = Arc::clone(&self.pages);
        connection.wal_hook(Some(move |_: &mut Wal, count| {
            pages.store(u64::try_from(count).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))
    }

    /// Has it written back where it has grown; the writer's own connection, which nobody writes
    /// beside, can finish that.
    pub(super) fn look_after(&mut self, writer: Option<&Connection>) {
        let pages = self.pages.load(Ordering::Relaxed);
        if pages < self.asked_at {
            self.asked_at = 0;
        }
        if pages - self.asked_at < STEP {
            return;
        }
        self.asked_at = pages;
        match writer {
            // Most of it is written back already; with the rest, the log begins anew.
            Some(writer) if pages >= LIMIT => write_back(writer),
            // A full channel means that it has been asked for.
            _ => drop(self.worker.try_send(())),
        }
    }
}

fn write_back(connection: &Connection) {
    // Where it fails the log stays as it is, and nothing is lost.
    let _ = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
}
