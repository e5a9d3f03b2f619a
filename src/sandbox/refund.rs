//! One refund: as it was asked for, how it stands, and as it is told.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::record::Record;
use crate::protocol::id::{OutRefundNo, RefundId, SerialNo};
use crate::protocol::json::find;
use crate::protocol::refund::{
    NoticeAmount, NoticePayee, Refund as Told, RefundNotice, RefundStatus, RefundedAmount,
};
use crate::protocol::stamp::Timestamp;

/// Where the payer gets the money, in words.
const ACCOUNT: &str = "支付用户零钱";

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

    pub(super) fn amount(&self, order: &Record) -> i64 {
        self.amount.unwrap_or_else(|| order.total())
    }

    fn success_time(&self, status: &RefundStatus) -> Option<String> {
        (*status == RefundStatus::Success).then(|| self.ended_at.unwrap_or(self.at).to_rfc3339())
    }

    fn asked(&self, path: &str) -> Option<&Value> {
        find(self.body.as_ref()?, path)
    }

    /// Returns the refund as the three calls tell it; nothing of an order that is not paid.
    pub(super) fn told(&self, order: &Record) -> Option<Told> {
        let (total, refund) = (order.total(), self.amount(order));
        let account = self.asked("funds_account").and_then(Value::as_str);
        Some(Told {
            refund_id: self.refund_id.clone(),
            out_refund_no: self.out_refund_no.clone(),
            transaction_id: order.payment.as_ref()?.transaction_id.clone(),
            out_trade_no: order.out_trade_no.clone(),
            channel: "ORIGINAL".to_owned(),
            user_received_account: ACCOUNT.to_owned(),
            success_time: self.success_time(&self.status),
            create_time: self.at.to_rfc3339(),
            status: self.status.clone(),
            funds_account: Some(account.unwrap_or("AVAILABLE").to_owned()),
            amount: RefundedAmount {
                total,
                refund,
                from: Some(
                    self.asked("amount.from")
                        .cloned()
                        .unwrap_or_else(|| json!([])),
                ),
                payer_total: total,
                payer_refund: refund,
                settlement_refund: refund,
                settlement_total: total,
                discount_refund: 0,
                currency: "CNY".to_owned(),
            },
            promotion_detail: Some(json!([])),
        })
    }

    /// Returns the refund as a notification about this status tells it.
    pub(super) fn notice(&self, order: &Record, status: RefundStatus) -> Option<RefundNotice> {
        let number = |name: &str| order.text(name).and_then(|text| text.parse().ok());
        let payee = match number("sub_mchid") {
            Some(sub_mchid) => NoticePayee::Partner {
                sp_mchid: number("sp_mchid")?,
                sub_mchid,
            },
            None => NoticePayee::Direct {
                mchid: number("mchid")?,
            },
        };
        let (total, refund) = (order.total(), self.amount(order));
        Some(RefundNotice {
            payee,
            out_trade_no: order.out_trade_no.clone(),
            transaction_id: order.payment.as_ref()?.transaction_id.clone(),
            out_refund_no: self.out_refund_no.clone(),
            refund_id: self.refund_id.clone(),
            success_time: self.success_time(&status),
            refund_status: status,
            amount: NoticeAmount {
                total,
                refund,
                payer_total: total,
                payer_refund: refund,
            },
            user_received_account: ACCOUNT.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
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
