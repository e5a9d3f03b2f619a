//! What is written to the journal: entries, each one line, and snapshots of everything.

use serde::{Deserialize, Serialize};

use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::{Pending, Refund};

/// Something that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(crate) enum Entry {
    Ordered(Box<Order>),
    Prepaid {
        out_trade_no: OutTradeNo,
        prepay_id: PrepayId,
        at: Timestamp,
    },
    Closed {
        out_trade_no: OutTradeNo,
    },
    Paid {
        payment: Payment,
        delivery: Delivery,
    },
    /// A refund that came to its end at once, in the merchant's console.
    Refunded {
        refund: Refund,
        delivery: Delivery,
    },
    #[serde(rename = "refund_asked")]
    RefundRequested {
        out_trade_no: OutTradeNo,
        refund: Box<Refund>,
    },
    RefundEnded {
        out_refund_no: OutRefundNo,
        status: RefundStatus,
        at: Timestamp,
        delivery: Delivery,
    },
    RefundRerouted {
        out_refund_no: OutRefundNo,
        pending: Pending,
    },
    Claimed {
        id: String,
        until: i64,
    },
    Attempted {
        id: String,
        outcome: PostOutcome,
        acknowledged: bool,
        next_at: Option<i64>,
    },
    CodeUsed {
        code: String,
    },
    Snapshot(Snapshot),
}

/// Everything that a ledger holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) orders: Vec<Order>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) codes: Vec<String>,
}
