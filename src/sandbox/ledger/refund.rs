//! One refund: as it was requested, and its state.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::protocol::id::{OutRefundNo, RefundId, SerialNo};
use crate::protocol::json::find;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;

/// One refund of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) refund_id: RefundId,
    pub(crate) out_refund_no: OutRefundNo,
    /// When it was accepted.
    pub(crate) at: Timestamp,
    /// The same in milliseconds.
    #[serde(default, rename = "asked_at")]
    pub(crate) requested_at: i64,
    /// In fen; none in an older file, which means the whole order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
    /// The first request's body, which every repetition must equal; `None` if it was requested in
    /// the merchant's console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Value>,
    /// Older files have only refunds that succeeded at once.
    #[serde(default = "success")]
    pub(crate) status: RefundStatus,
    /// When it came to this status, if that was not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended_at: Option<Timestamp>,
    /// What it is to become; none if it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pending: Option<Pending>,
    /// The key that the request for it named in `Wechatpay-Serial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
}

/// What a refund becomes, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) status: RefundStatus,
    /// In milliseconds.
    pub(crate) at: i64,
}

fn success() -> RefundStatus {
    RefundStatus::Success
}

/// Reads the refunds of an order; an older file has one, which is not in a list.
pub(crate) fn one_or_many<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Refund>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Many(Vec<Refund>),
        One(Box<Refund>),
    }
    Ok(match Stored::deserialize(source)? {
        Stored::Many(refunds) => refunds,
        Stored::One(refund) => vec![*refund],
    })
}

impl Refund {
    /// Tells whether its money is gone or on its way.
    pub(crate) fn takes(&self) -> bool {
        self.status != RefundStatus::Closed
    }

    /// Returns how much is refunded, in fen, of an order over `total`.
    pub(crate) fn amount(&self, total: i64) -> i64 {
        self.amount.unwrap_or(total)
    }

    pub(crate) fn success_time(&self, status: &RefundStatus) -> Option<String> {
        (*status == RefundStatus::Success).then(|| self.ended_at.unwrap_or(self.at).to_rfc3339())
    }

    pub(crate) fn requested(&self, path: &str) -> Option<&Value> {
        find(self.body.as_ref()?, path)
    }
}
