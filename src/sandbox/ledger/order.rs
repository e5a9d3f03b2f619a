//! One order: as it was placed, and its state.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::id::{OutTradeNo, PrepayId, SerialNo, TransactionId};
use crate::protocol::json::find;
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::refund::{self, Refund};

/// How many seconds a `prepay_id` is valid.
const PREPAY_ID_SECS: i64 = 7200;

/// One order, as it was placed, and its state.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) out_trade_no: OutTradeNo,
    pub(crate) trade_type: TradeType,
    /// The first request's body, which every repetition must equal.
    pub(crate) body: Value,
    pub(crate) prepay_id: PrepayId,
    pub(crate) prepaid_at: Timestamp,
    /// In milliseconds.
    pub(crate) ordered_at: i64,
    pub(crate) state: TradeState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) payment: Option<Payment>,
    /// In the order in which they were accepted.
    #[serde(
        default,
        alias = "refund",
        deserialize_with = "refund::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(crate) refunds: Vec<Refund>,
    /// The key that the request named in `Wechatpay-Serial`; it signs the notifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_key: Option<SerialNo>,
    /// The last moment to pay, if the owner of the sandbox ended it before the order's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expired_at: Option<Timestamp>,
    /// The combination that it was placed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) part_of: Option<PartOf>,
}

/// The combination that an order is part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartOf {
    pub(crate) combine_mchid: String,
    pub(crate) combine_out_trade_no: OutTradeNo,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) transaction_id: TransactionId,
    pub(crate) at: Timestamp,
}

impl Order {
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        find(&self.body, path)?.as_str()
    }

    /// Returns the merchant that placed it: 商户号, or 服务商户号.
    pub(crate) fn mchid(&self) -> &str {
        self.text("sp_mchid")
            .or_else(|| self.text("mchid"))
            .unwrap_or_default()
    }

    pub(crate) fn is_partner(&self) -> bool {
        self.body.get("sp_mchid").is_some()
    }

    pub(crate) fn total(&self) -> i64 {
        find(&self.body, "amount.total")
            .and_then(Value::as_i64)
            .unwrap_or_default()
    }

    pub(crate) fn notify_url(&self) -> &str {
        self.text("notify_url").unwrap_or_default()
    }

    /// Returns the fen that were neither refunded nor are being refunded.
    pub(crate) fn remaining(&self) -> i64 {
        self.refunds
            .iter()
            .filter(|refund| refund.takes())
            .map(|refund| refund.amount(self.total()))
            .fold(self.total(), i64::saturating_sub)
    }

    /// Tells whether payment and refunds are there exactly if the state says so.
    pub(crate) fn is_consistent(&self) -> bool {
        let (paid, refunded) = match self.state {
            TradeState::NotPay | TradeState::Closed => (false, false),
            TradeState::Success => (true, false),
            TradeState::Refund => (true, true),
            TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => return false,
        };
        self.payment.is_some() == paid
            && self.refunds.is_empty() != refunded
            && self.remaining() >= 0
    }

    pub(crate) fn prepay_expired(&self, now: Timestamp) -> bool {
        now.0 >= self.prepaid_at.0.saturating_add(PREPAY_ID_SECS)
    }

    /// Returns the last moment to pay, if the order has one.
    pub(crate) fn time_expire(&self) -> Option<Timestamp> {
        let own = || Timestamp::from_rfc3339(self.text("time_expire")?).ok();
        self.expired_at.or_else(own)
    }

    /// Tells whether the last moment to pay has passed.
    pub(crate) fn expired(&self, now: Timestamp) -> bool {
        self.time_expire().is_some_and(|last| last < now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::refund::RefundStatus;

    #[test]
    fn a_single_refund_of_an_older_file_is_a_whole_one_that_succeeded() {
        let text = r#"{"out_trade_no":"order-1","trade_type":"jsapi","body":{"mchid":"01","amount":{"total":7}},"prepay_id":"p","prepaid_at":1,"ordered_at":1000,"state":"REFUND","payment":{"transaction_id":"T1","at":1},"refund":{"refund_id":"r","out_refund_no":"n","at":2}}"#;
        let order: Order = serde_json::from_str(text).unwrap();
        assert!(order.is_consistent());
        assert_eq!(order.remaining(), 0);
        let answer = order.refunds[0].answer(&order).unwrap();
        assert_eq!(
            (answer.amount.refund, answer.status),
            (7, RefundStatus::Success)
        );
        assert_eq!(answer.success_time, Some(Timestamp(2).to_rfc3339()));
        let written = serde_json::to_string(&order).unwrap();
        let read: Order = serde_json::from_str(&written).unwrap();
        assert_eq!(read.refunds, order.refunds);
    }
}
