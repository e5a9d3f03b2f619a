//! Durable notifications: what was acknowledged is on disk, and is forwarded until it has arrived.
//!
//! - `store`: what each store does
//! - `record`: a verified notification, and what makes two of them the same
//! - `headers`: the exact bytes of its headers
//! - `in_order`: notifications about one order are stored as they arrive, whatever a store's delays
//! - `delivery`: what is still to be forwarded, and the outcome of each attempt
//! - `position`: reading on from a position, in the order of commits
//! - `query`, `rows`: filters and results; the SQL is the same for both stores
//! - `sqlite`: one file and one process; `postgres`: several processes; `memory`: nothing is stored

#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(
        dead_code,
        reason = "a store outside the process looks things up with it"
    )
)]

mod delivery;
mod error;
mod fingerprint;
mod headers;
mod in_order;
mod memory;
mod position;
#[cfg(feature = "postgres")]
mod postgres;
mod query;
mod record;
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;

pub use delivery::{Attempt, Claimed, Delivery, DeliveryState, LEASE, NextStep};
pub use error::{InboxError, StoreEvent, StoreFault, StoreFaultKind, StoreName};
pub use headers::RawHeaders;
pub use in_order::{InOrder, Inserted};
pub use memory::MemoryInbox;
pub use position::{Followed, Following, Position, PositionError};
#[cfg(feature = "postgres")]
pub use postgres::PostgresInbox;
pub use query::{
    AttemptRow, DeliveryRow, Filter, State, Stats, Stored, Summary, TargetCount, TypeStats,
};
pub use record::Record;
#[cfg(feature = "sqlite")]
pub use sqlite::{RecentEvent, SqliteInbox, recent_events};
pub use store::{Inbox, Insert};
