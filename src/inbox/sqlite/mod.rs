//! An inbox in one file, for one process that serves; others may inspect it meanwhile.

mod aside;
mod content;
mod damage;
mod error;
mod file;
mod frames;
mod held;
mod known;
mod log;
mod names;
mod recent;
mod repair;
mod schema;
mod statements;
mod writer;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::Mutex;

use super::error::{InboxError, StoreEvent};
use super::{
    Attempt, Claimed, Delivery, Filter, Followed, Inbox, Insert, Position, Record, Stats, Stored,
    Summary, TargetCount,
};
use file::{Purpose, Storage};
use held::DeliveryKey;
pub use recent::{RecentEvent, recent_events};
use writer::Writer;

/// Notifications in an SQLite database.
#[derive(Debug)]
pub struct SqliteInbox {
    writer: Writer,
    /// The deliveries under way; only this process claims from the file, so they are not stored.
    held: Mutex<HashSet<DeliveryKey>>,
}

impl SqliteInbox {
    /// Opens or creates the file, for the one process that serves from it.
    ///
    /// # Errors
    /// Returns an error if another process serves from it, if others can read it and it cannot be
    /// closed to them, or if it cannot be read and written.
    pub fn open(path: &Path) -> Result<Self, InboxError> {
        Self::start(Storage::File(path.to_owned(), Purpose::Serve))
    }

    /// Opens an existing file beside the process that serves from it.
    ///
    /// # Errors
    /// Returns an error if there is none, or it cannot be read.
    pub fn inspect(path: &Path) -> Result<Self, InboxError> {
        Self::start(Storage::File(path.to_owned(), Purpose::Inspect))
    }

    /// Creates an inbox in memory, which ends with the process.
    ///
    /// # Errors
    /// Returns an error if there is no memory for it.
    pub fn in_memory() -> Result<Self, InboxError> {
        Self::start(Storage::Memory)
    }

    /// Stores records, and each one's deliveries to its targets if it is new, in one transaction;
    /// returns what became of each.
    ///
    /// # Errors
    /// Returns an error if they may not be stored.
    pub async fn insert_all(
        &self,
        records: Vec<(Arc<Record>, Vec<String>)>,
    ) -> Result<Vec<Insert>, InboxError> {
        let work = move |c: &Connection| {
            let each = records.iter();
            each.map(|(record, targets)| statements::put(c, record, targets))
                .collect()
        };
        self.writer.write(work).await
    }

    fn start(place: Storage) -> Result<Self, InboxError> {
        Ok(Self {
            writer: Writer::start(place)?,
            held: Mutex::default(),
        })
    }
}

#[async_trait]
impl Inbox for SqliteInbox {
    async fn insert(
        &self,
        record: Arc<Record>,
        targets: Vec<String>,
    ) -> Result<Insert, InboxError> {
        let work = move |c: &Connection| statements::put(c, &record, &targets);
        self.writer.write(work).await
    }

    async fn claim(&self, target: &str, room: usize) -> Result<Claimed, InboxError> {
        let mut held = self.held.lock().await;
        let (target, known) = (target.to_owned(), held.clone());
        let work = move |c: &Connection| statements::claim(c, &target, room, &known);
        let claimed = self.writer.read(work).await?;
        let keys = claimed.deliveries.iter().map(held::of);
        held.extend(keys);
        Ok(claimed)
    }

    async fn renew(&self, _delivery: &Delivery) -> Result<(), InboxError> {
        Ok(())
    }

    async fn settle(&self, attempt: &Arc<Attempt>) -> Result<(), InboxError> {
        let key = held::of(&attempt.delivery);
        let attempt = Arc::clone(attempt);
        let work = move |c: &Connection| statements::settle(c, &attempt);
        self.writer.write(work).await?;
        self.held.lock().await.remove(&key);
        Ok(())
    }

    async fn has_arrived(&self, id: &str) -> Result<bool, InboxError> {
        let id = id.to_owned();
        let work = move |c: &Connection| statements::has_arrived(c, &id);
        self.writer.read(work).await
    }

    async fn requeue(&self, ids: &[String]) -> Result<u64, InboxError> {
        let ids = ids.to_vec();
        let work = move |c: &Connection| statements::requeue(c, &ids);
        self.writer.write(work).await
    }

    async fn list(&self, filter: &Filter) -> Result<Vec<Summary>, InboxError> {
        let filter = filter.clone();
        let work = move |c: &Connection| statements::list(c, &filter);
        self.writer.read(work).await
    }

    async fn find(&self, id: &str) -> Result<Option<Stored>, InboxError> {
        let id = id.to_owned();
        let work = move |c: &Connection| statements::find(c, &id);
        self.writer.read(work).await
    }

    async fn position(&self, since: Option<i64>) -> Result<Position, InboxError> {
        let work = move |c: &Connection| statements::position(c, since);
        self.writer.read(work).await
    }

    async fn after(&self, position: Position, limit: usize) -> Result<Followed, InboxError> {
        let work = move |c: &Connection| statements::after(c, position, limit);
        self.writer.read(work).await
    }

    async fn stats(&self) -> Result<Stats, InboxError> {
        self.writer.read(statements::stats).await
    }

    async fn queue(&self) -> Result<Vec<TargetCount>, InboxError> {
        self.writer.read(statements::queue).await
    }

    async fn prune(&self, keep: Duration) -> Result<u64, InboxError> {
        let work = move |c: &Connection| statements::prune(c, keep);
        self.writer.write(work).await
    }

    async fn check(&self) -> Result<(), InboxError> {
        self.writer.write(statements::check).await
    }

    async fn close(&self) {
        self.writer.close().await;
    }

    fn events(&self) -> Vec<StoreEvent> {
        self.writer.events()
    }
}
