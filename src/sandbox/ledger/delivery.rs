//! One notification about an order, and how far its delivery has come.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::event_type::EventType;
use crate::protocol::id::{OutRefundNo, OutTradeNo, SerialNo};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::Refund;

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Paid,
    Refunded,
    RefundAbnormal,
    RefundClosed,
}

/// A notification on its way, until it is acknowledged or the schedule ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) out_trade_no: OutTradeNo,
    /// The refund that it is about; none in an older file, which had one refund an order at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) out_refund_no: Option<OutRefundNo>,
    pub(crate) kind: Kind,
    pub(crate) created_at: Timestamp,
    #[serde(default)]
    pub(crate) attempts: u32,
    #[serde(default)]
    pub(crate) acknowledged: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<PostOutcome>,
    /// When it is due, in milliseconds; none once it came to an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next_at: Option<i64>,
    /// Until when one process has claimed it, in milliseconds.
    #[serde(default)]
    pub(crate) busy_until: i64,
}

impl Kind {
    pub(crate) fn event(self) -> EventType {
        match self {
            Self::Paid => EventType::TransactionSuccess,
            Self::Refunded => EventType::RefundSuccess,
            Self::RefundAbnormal => EventType::RefundAbnormal,
            Self::RefundClosed => EventType::RefundClosed,
        }
    }
}

impl Delivery {
    /// Finds the refund that it is about.
    pub(crate) fn refund<'r>(&self, order: &'r Order) -> Option<&'r Refund> {
        if self.kind == Kind::Paid {
            return None;
        }
        let about = |refund: &&Refund| match &self.out_refund_no {
            Some(number) => refund.out_refund_no == *number,
            None => true,
        };
        order.refunds.iter().find(about)
    }

    /// Returns the key that the request for what it is about named.
    pub(crate) fn named_key<'r>(&self, order: &'r Order) -> Option<&'r SerialNo> {
        let refund = self.refund(order);
        refund
            .and_then(|refund| refund.named_key.as_ref())
            .or(order.named_key.as_ref())
    }

    /// Returns where it goes; `None` if it is about a refund without a `notify_url`.
    pub(crate) fn notify_url<'r>(&self, order: &'r Order) -> Option<&'r str> {
        match self.refund(order).and_then(|refund| refund.body.as_ref()) {
            Some(body) => body.get("notify_url").and_then(Value::as_str),
            None => Some(order.notify_url()),
        }
    }
}
