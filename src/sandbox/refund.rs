//! One refund: as it was asked for, how it stands, and as it is told.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::protocol::id::{OutRefundNo, RefundId, SerialNo};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;

/// One refund of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) refund_id: RefundId,
    pub(super) out_refund_no: OutRefundNo,
    /// When it was accepted.
    pub(super) at: Timestamp,
    /// The same in milliseconds.
    #[serde(default)]
    pub(super) asked_at: i64,
    /// In fen; of old, the whole order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<i64>,
    /// The first request's body, which every repetition must equal; none where it was made in
    /// the merchant's console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Value>,
    /// Of old, a refund succeeded at once.
    #[serde(default = "success")]
    pub(super) status: RefundStatus,
    /// When it came to this status, where that was not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended_at: Option<Timestamp>,
    /// What it is to become; it stays as it is where there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pending: Option<Pending>,
    /// The key that the request for it named in `Wechatpay-Serial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) named_key: Option<SerialNo>,
}

/// What a refund becomes, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) status: RefundStatus,
    /// In milliseconds.
    pub(super) at: i64,
}

fn success() -> RefundStatus {
    RefundStatus::Success
}

/// Reads the refunds of an order; of old there was one, and it stood alone.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Refund>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Many(Vec<Refund>),
        One(Box<Refund>),
    }
    Ok(match Kept::deserialize(source)? {
        Kept::Many(refunds) => refunds,
        Kept::One(refund) => vec![*refund],
    })
}

impl Refund {
    /// Tells whether its money is gone or on its way.
    pub(super) fn takes(&self) -> bool {
        self.status != RefundStatus::Closed
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::Record;
    use super::*;

    #[test]
    fn a_refund_of_old_is_a_whole_one_that_succeeded() {
        let text = r#"{"out_trade_no":"order-1","trade_type":"jsapi","body":{"mchid":"01","amount":{"total":7}},"prepay_id":"p","prepaid_at":1,"ordered_at":1000,"state":"REFUND","payment":{"transaction_id":"T1","at":1},"refund":{"refund_id":"r","out_refund_no":"n","at":2}}"#;
        let order: Record = serde_json::from_str(text).unwrap();
        assert!(order.is_consistent());
        assert_eq!(order.remaining(), 0);
        let told = order.refunds[0].told(&order).unwrap();
        assert_eq!(
            (told.amount.refund, told.status),
            (7, RefundStatus::Success)
        );
        assert_eq!(told.success_time, Some(Timestamp(2).to_rfc3339()));
        let again = serde_json::to_string(&order).unwrap();
        let again: Record = serde_json::from_str(&again).unwrap();
        assert_eq!(again.refunds, order.refunds);
    }
}
