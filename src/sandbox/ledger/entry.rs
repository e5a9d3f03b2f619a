//! What decisions change, and everything that there is as one value.

use serde::{Deserialize, Serialize};

use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::outcome::PostOutcome;

/// A change, which is stored as a whole or not at all.
#[derive(Debug, Clone)]
pub(crate) enum Entry {
    /// An order as it is from now on.
    Order(Box<Order>),
    /// The same, and a new notification about it.
    Notified {
        order: Box<Order>,
        delivery: Box<Delivery>,
    },
    /// A new notification that is about something else than one order.
    Queued(Box<Delivery>),
    /// A notification that one process posts until then, in milliseconds.
    Claimed {
        id: String,
        until: i64,
    },
    /// A notification that was posted.
    Attempted {
        id: String,
        outcome: PostOutcome,
        acknowledged: bool,
        next_at: Option<i64>,
    },
    CodeUsed {
        code: String,
    },
}

impl Entry {
    pub(crate) fn order(order: Order) -> Self {
        Self::Order(Box::new(order))
    }

    pub(crate) fn notified(order: Order, delivery: Delivery) -> Self {
        Self::Notified {
            order: Box::new(order),
            delivery: Box::new(delivery),
        }
    }
}

/// All orders, notifications and used login codes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) orders: Vec<Order>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) codes: Vec<String>,
}
