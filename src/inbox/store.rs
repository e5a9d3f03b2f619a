//! What a store of notifications does.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::delivery::{Attempt, Claimed, Delivery};
use super::error::{InboxError, StoreEvent};
use super::position::{Followed, Position};
use super::query::{Filter, Stats, Stored, Summary, TargetCount};
use super::record::Record;

/// The result of inserting a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insert {
    /// It is stored now, and to be processed.
    New,
    /// It was stored before, or another notification about the same payment or refund was.
    Duplicate,
    /// Another notification with this id and other content was stored before; this one is stored
    /// and processed as another, under an id of its own.
    Altered {
        /// Whether it was not stored before.
        is_new: bool,
    },
}

/// A store of notifications, which are acknowledged once they are in it.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Stores a record, and its deliveries to `targets` if it is new; when this returns, both
    /// survive the end of the process and of the machine.
    ///
    /// # Errors
    /// Returns an error if the record may not be stored; it must not be acknowledged.
    async fn insert(&self, record: Arc<Record>, targets: Vec<String>)
    -> Result<Insert, InboxError>;

    /// Claims up to `room` deliveries to a target that are due: for each order number only the
    /// first that has not arrived. No other process gets them for [`LEASE`](super::LEASE), or until they are
    /// settled.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn claim(&self, target: &str, room: usize) -> Result<Claimed, InboxError>;

    /// Claims a delivery for another [`LEASE`](super::LEASE); for attempts that take long.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn renew(&self, delivery: &Delivery) -> Result<(), InboxError>;

    /// Records the outcome of an attempt; until then no other process gets the delivery, or not
    /// for [`LEASE`](super::LEASE).
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn settle(&self, attempt: &Arc<Attempt>) -> Result<(), InboxError>;

    /// Returns whether a notification has arrived at all its targets, or the one has that is
    /// processed in its stead.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn has_arrived(&self, id: &str) -> Result<bool, InboxError>;

    /// Makes the deliveries of these notifications that have not arrived due now, and returns
    /// their number.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn requeue(&self, ids: &[String]) -> Result<u64, InboxError>;

    /// Returns the notifications that match, in the order in which they were stored.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn list(&self, filter: &Filter) -> Result<Vec<Summary>, InboxError>;

    /// Returns a notification with its deliveries and attempts.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn find(&self, id: &str) -> Result<Option<Stored>, InboxError>;

    /// Returns the position after which everything is that was received at this moment, in milliseconds
    /// since 1970, or later; without a moment, that of the newest notification.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn position(&self, since: Option<i64>) -> Result<Position, InboxError>;

    /// Returns up to `limit` notifications that follow a position. What is committed later never has
    /// an earlier position, so that a reader that goes on from the last one misses none.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn after(&self, position: Position, limit: usize) -> Result<Followed, InboxError>;

    /// Counts the notifications.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn stats(&self) -> Result<Stats, InboxError>;

    /// Counts the deliveries that have not arrived, pending or dead, by target.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn queue(&self) -> Result<Vec<TargetCount>, InboxError>;

    /// Deletes notifications that arrived longer than `keep` ago and were delivered everywhere,
    /// relative to the newest one, since a clock may jump. Returns their number.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn prune(&self, keep: Duration) -> Result<u64, InboxError>;

    /// Checks that the store can be written.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    async fn check(&self) -> Result<(), InboxError>;

    /// Closes the store once everything before it is done, even if others hold it: a process that ends
    /// waits for none of its tasks. Whatever is asked of it from then on fails.
    async fn close(&self) {}

    /// Takes the events of the store since the last call that its operators should know of.
    fn events(&self) -> Vec<StoreEvent> {
        Vec::new()
    }
}
