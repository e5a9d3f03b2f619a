//! A refund as WeChat Pay describes it: in responses, and in notifications.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::status::RefundStatus;
use crate::protocol::answer::{self, AnswerError};
use crate::protocol::endpoint::Payee;
use crate::protocol::id::{Mchid, OutRefundNo, OutTradeNo, RefundId, TransactionId};
use crate::protocol::json;

/// 退款单, the response to all three calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
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
    /// 退款入账账户, in words.
    pub user_received_account: String,
    /// When it arrived, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// When it was accepted, RFC 3339.
    pub create_time: String,
    /// 退款状态.
    pub status: RefundStatus,
    /// 资金账户 that pays for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funds_account: Option<String>,
    /// The money.
    pub amount: RefundedAmount,
    /// 优惠退款详情, passed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_detail: Option<Value>,
}

/// A refund as far as every response describes it: the status, and whatever else was sent.
///
/// [`Refund`] has all documented fields, and is what the sandbox sends. A response that lacks one
/// of them still means that a refund was accepted, so no other field is required here.
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

    /// Checks that it is about the order and the amount of a request's body. What either leaves out,
    /// or has as null or an empty text, does not contradict.
    pub(crate) fn ensure_answers(&self, request: &[u8]) -> Result<(), AnswerError> {
        // The bytes of a caller need not be JSON.
        let Ok(asked) = json::parse(request) else {
            return Ok(());
        };
        for field in [
            "out_trade_no",
            "transaction_id",
            "amount.refund",
            "amount.total",
        ] {
            let (name, inner) = field.split_once('.').unwrap_or((field, ""));
            let of = |value: Option<&Value>| {
                let value = match inner {
                    "" => value,
                    inner => value.and_then(|value| value.get(inner)),
                };
                let is_said = |value: &&Value| !value.is_null() && *value != "";
                value.filter(is_said).cloned()
            };
            let pair = (of(self.object.get(name)), of(asked.get(name)));
            if let (Some(found), Some(expected)) = pair
                && found != expected
            {
                let expected = expected
                    .as_str()
                    .map_or_else(|| expected.to_string(), str::to_owned);
                return Err(AnswerError::OtherSubject {
                    field,
                    found,
                    expected,
                });
            }
        }
        Ok(())
    }
}

/// 金额信息 of a response, all in fen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefundedAmount {
    /// 订单总金额, in fen.
    pub total: i64,
    /// 退款金额, in fen.
    pub refund: i64,
    /// Which accounts pay for it, as requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// 用户支付金额, in fen.
    pub payer_total: i64,
    /// 用户退款金额, in fen.
    pub payer_refund: i64,
    /// The merchant's own amounts.
    pub settlement_refund: i64,
    /// 应结退款金额, in fen.
    pub settlement_total: i64,
    /// 优惠退款金额, in fen.
    pub discount_refund: i64,
    /// `CNY`.
    pub currency: String,
}

/// 退款通知's plaintext, in WeChat Pay's order of keys. Its `refund_status` is the `status` of a response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefundNotice {
    /// The merchant that received the payment.
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
    /// 退款状态.
    pub refund_status: RefundStatus,
    /// When it arrived, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// The money.
    pub amount: NoticeAmount,
    /// 退款入账账户, in words.
    pub user_received_account: String,
}

/// The merchant numbers of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum NoticePayee {
    /// 直连商户.
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
    /// 订单总金额, in fen.
    pub total: i64,
    /// 退款金额, in fen.
    pub refund: i64,
    /// 用户支付金额, in fen.
    pub payer_total: i64,
    /// 用户退款金额, in fen.
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
