//! Durable notifications: what was acknowledged is on disk, and is passed on until it has arrived.
//!
//! - `record`: a verified notification, and what makes two of them the same
//! - `headers`: the exact bytes of its headers
//! - `in_order`: notifications about one order are put as they arrive, whatever a store's delays
//! - `delivery`: what is still to be passed on, and what came of each attempt
//! - `query`, `rows`: looking into an inbox; the SQL is the same for both stores
//! - `sqlite`: one file and one process; `postgres`: several processes; `memory`: nothing kept

#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(
        dead_code,
        reason = "a store outside the process looks things up with it"
    )
)]
mod delivery;
mod error;
mod headers;
mod in_order;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(
        dead_code,
        reason = "a store outside the process looks things up with it"
    )
)]
mod query;
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(
        dead_code,
        reason = "a store outside the process looks things up with it"
    )
)]
mod record;
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(
        dead_code,
        reason = "a store outside the process looks things up with it"
    )
)]
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

pub use delivery::{Attempt, Claimed, Delivery, DeliveryState, LEASE, NextStep};
pub use error::{InboxError, StoreEvent, StoreName};
pub use headers::RawHeaders;
pub use in_order::{InOrder, Kept};
pub use memory::MemoryInbox;
#[cfg(feature = "postgres")]
pub use postgres::PostgresInbox;
pub use query::{
    AttemptRow, DeliveryRow, Filter, State, Stats, Stored, Summary, TargetCount, TypeStats,
};
pub use record::Record;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteInbox;

/// The result of inserting a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Insert {
    /// It is kept now, and to be processed.
    New,
    /// It was kept before, or another notification about the same payment or refund was.
    Duplicate,
    /// Another notification with this id and other content was kept before; this one is kept and
    /// processed as another, under an id of its own.
    Altered {
        /// Whether it was not kept before.
        is_new: bool,
    },
}

/// A place where notifications are kept before they are acknowledged.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// Keeps a record, and what is to be passed on to `targets` where it is new; when this
    /// returns, both survive the end of the process and of the machine.
    ///
    /// # Errors
    /// The record may not be kept, and must not be acknowledged.
    async fn insert(&self, record: Arc<Record>, targets: Vec<String>)
    -> Result<Insert, InboxError>;

    /// Takes up to `room` deliveries to a target that are due: for each order number only the
    /// first that has not arrived. Nobody else gets them for [`LEASE`], or until they are settled.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn claim(&self, target: &str, room: usize) -> Result<Claimed, InboxError>;

    /// Holds on to a delivery for another [`LEASE`]; for attempts that take long.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn renew(&self, delivery: &Delivery) -> Result<(), InboxError>;

    /// Notes what came of an attempt; until then nobody else gets the delivery, or not for
    /// [`LEASE`].
    ///
    /// # Errors
    /// Fails where the store does.
    async fn settle(&self, attempt: &Arc<Attempt>) -> Result<(), InboxError>;

    /// Tells whether a notification has arrived everywhere that it is to go, or the one has that
    /// told the same and is processed in its place.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn has_arrived(&self, id: &str) -> Result<bool, InboxError>;

    /// Makes whatever has not arrived of these notifications due now, and returns how many
    /// deliveries that are.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn requeue(&self, ids: &[String]) -> Result<u64, InboxError>;

    /// Returns what is kept, in the order in which it came.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn list(&self, filter: &Filter) -> Result<Vec<Summary>, InboxError>;

    /// Returns a notification with everything that is known of it.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn find(&self, id: &str) -> Result<Option<Stored>, InboxError>;

    /// Counts what is kept.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn stats(&self) -> Result<Stats, InboxError>;

    /// Counts what has not arrived, pending or dead, by target.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn queue(&self) -> Result<Vec<TargetCount>, InboxError>;

    /// Forgets what came longer than `keep` ago and has arrived everywhere; where the newest came
    /// before now, its time is the measure, since a clock may jump.
    ///
    /// # Errors
    /// Fails where the store does.
    async fn prune(&self, keep: Duration) -> Result<u64, InboxError>;

    /// Proves that the store takes what is put.
    ///
    /// # Errors
    /// Fails where it does not.
    async fn check(&self) -> Result<(), InboxError>;

    /// Takes what happened to the store since the last call, and people should know.
    fn events(&self) -> Vec<StoreEvent> {
        Vec::new()
    }
}
