//! A refund as WeChat Pay describes it: in responses, and in notifications.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::status::RefundStatus;
use crate::protocol::answer::{self, AnswerError};
use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Mchid, OutRefundNo, OutTradeNo, RefundId, TransactionId};

/// 退款单, the response to all three calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refund {
    /// WeChat Pay's number.
    pub refund_id: RefundId,
    /// The merchant's number.
    pub out_refund_no: OutRefundNo,
    /// The payment, by WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The payment, by the merchant's number.
    pub out_trade_no: OutTradeNo,
    /// 退款渠道, such as `ORIGINAL`.
    pub channel: String,
    /// Where the payer gets it, in words.
    pub user_received_account: String,
    /// When it arrived, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// When it was accepted, RFC 3339.
    pub create_time: String,
    /// How it stands.
    pub status: RefundStatus,
    /// Which account pays for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funds_account: Option<String>,
    /// The money.
    pub amount: RefundedAmount,
    /// 优惠退款详情, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Value>,
}

/// A refund as far as every response describes it: the status, and whatever else was sent.
///
/// [`Refund`] has all documented fields, and is what the sandbox sends. A response that lacks one
/// of them still says that a refund was accepted, so no other field is required here.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq)]
pub struct RefundInfo {
    /// 退款状态.
    pub status: RefundStatus,
    /// All fields, as WeChat Pay sent them.
    pub object: Map<String, Value>,
}

impl RefundInfo {
    pub(super) fn read(
        body: &[u8],
        number: &OutRefundNo,
        payee: &Payee,
    ) -> Result<Self, AnswerError> {
        let number = [("out_refund_no", number.as_str())];
        let object = answer::object(body, number.into_iter().chain(payee.expected()))?;
        Ok(Self {
            status: answer::text(&object, "status")?.to_owned().into(),
            object,
        })
    }
}

/// 金额信息 of a response, all in fen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefundedAmount {
    /// Of the order.
    pub total: i64,
    /// Of the refund.
    pub refund: i64,
    /// Which accounts pay for it, as asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What the payer paid.
    pub payer_total: i64,
    /// What the payer gets.
    pub payer_refund: i64,
    /// What the merchant gives.
    pub settlement_refund: i64,
    /// What the merchant was owed.
    pub settlement_total: i64,
    /// What goes back to a promotion.
    pub discount_refund: i64,
    /// `CNY`.
    pub currency: String,
}

/// 退款通知's plaintext, in WeChat Pay's order of keys. Its `refund_status` is the `status` of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefundNotice {
    /// Who took the payment.
    #[serde(flatten)]
    pub payee: NoticePayee,
    /// The payment, by the merchant's number.
    pub out_trade_no: OutTradeNo,
    /// The payment, by WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The merchant's number.
    pub out_refund_no: OutRefundNo,
    /// WeChat Pay's number.
    pub refund_id: RefundId,
    /// How it ended.
    pub refund_status: RefundStatus,
    /// When it arrived, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// The money.
    pub amount: NoticeAmount,
    /// Where the payer gets it, in words.
    pub user_received_account: String,
}

/// The merchant numbers of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum NoticePayee {
    /// Of a direct merchant.
    Direct {
        /// The merchant.
        mchid: Mchid,
    },
    /// Of a service provider and its sub-merchant.
    Partner {
        /// The service provider.
        sp_mchid: Mchid,
        /// The sub-merchant.
        sub_mchid: Mchid,
    },
}

/// 金额信息 of a notice, all in fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NoticeAmount {
    /// Of the order.
    pub total: i64,
    /// Of the refund.
    pub refund: i64,
    /// What the payer paid.
    pub payer_total: i64,
    /// What the payer gets.
    pub payer_refund: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_notice_has_a_status_of_its_own_name() {
        let notice = json!({
            "sp_mchid": "1900000100", "sub_mchid": "1900000109", "transaction_id": "1",
            "out_trade_no": "order-1", "refund_id": "5", "out_refund_no": "r",
            "refund_status": "ABNORMAL", "user_received_account": "x",
            "amount": {"total": 2, "refund": 1, "payer_total": 2, "payer_refund": 1},
        });
        let read: RefundNotice = serde_json::from_value(notice.clone()).unwrap();
        assert_eq!(read.refund_status, RefundStatus::Abnormal);
        assert!(matches!(read.payee, NoticePayee::Partner { .. }));
        assert_eq!(serde_json::to_value(read).unwrap(), notice);
    }
}
