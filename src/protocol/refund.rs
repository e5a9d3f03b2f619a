//! 退款: asking for one, asking about one, and sending an abnormal one another way.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::amount::Fen;
use super::endpoint::{Endpoint, Payee, segment};
use super::id::{IdError, Mchid, OutRefundNo, OutTradeNo, RefundId, SerialNo, TransactionId};

/// Where all of it is answered, for direct merchants and partners alike.
pub const PATH: &str = "/v3/refund/domestic/refunds";

/// What follows the refund's number where an abnormal one is sent another way.
pub const ABNORMAL: &str = "apply-abnormal-refund";

/// 退款状态.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum RefundStatus {
    /// 退款成功.
    Success,
    /// 退款关闭: nothing was given back.
    Closed,
    /// 退款处理中: accepted, and not given back yet.
    Processing,
    /// 退款异常: it cannot arrive, and waits for the merchant to send it another way.
    Abnormal,
    /// A status that this version does not know.
    Other(String),
}

impl RefundStatus {
    /// The statuses that the documentation lists.
    pub const KNOWN: [Self; 4] = [
        Self::Success,
        Self::Closed,
        Self::Processing,
        Self::Abnormal,
    ];

    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Processing => "PROCESSING",
            Self::Abnormal => "ABNORMAL",
            Self::Other(word) => word,
        }
    }

    /// Tells whether it stays like this unless the merchant does something.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Success | Self::Closed | Self::Abnormal => true,
            Self::Processing | Self::Other(_) => false,
        }
    }
}

impl From<String> for RefundStatus {
    fn from(word: String) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|status| status.as_str() == word)
            .unwrap_or(Self::Other(word))
    }
}

impl From<RefundStatus> for String {
    fn from(status: RefundStatus) -> String {
        status.as_str().to_owned()
    }
}

impl FromStr for RefundStatus {
    type Err = IdError;

    /// Reads one of the documented statuses, in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        match Self::from(text.to_ascii_uppercase()) {
            Self::Other(_) => Err(IdError(format!(
                "'{text}' is none of the refund statuses {}",
                Self::KNOWN.map(String::from).join(", ")
            ))),
            status => Ok(status),
        }
    }
}

impl fmt::Display for RefundStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// 申请退款's body, in the order of the documentation; absent fields are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundRequest {
    /// The sub-merchant who took the payment; partners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<Mchid>,
    /// The payment, by WeChat Pay's number; this or the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<TransactionId>,
    /// The payment, by the merchant's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_trade_no: Option<OutTradeNo>,
    /// What makes a repetition the same refund.
    pub out_refund_no: OutRefundNo,
    /// Shown to the payer; at most 80 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the notification goes; without one, a notice of v2 goes to the console's URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
    /// 退款资金来源, such as `AVAILABLE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funds_account: Option<String>,
    /// How much of how much.
    pub amount: RefundAmount,
    /// 退款商品, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Value>,
}

/// 金额信息 of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundAmount {
    /// What is given back, in fen.
    pub refund: Fen,
    /// Which accounts pay for it, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What the order came to, in fen.
    pub total: Fen,
    /// `CNY`.
    pub currency: String,
}

/// `POST /v3/refund/domestic/refunds`. An answer of 200 says that the refund was accepted.
///
/// The body is bytes, as the caller made them; a repetition sends the same ones, and
/// `out_refund_no` keeps it from refunding twice.
#[derive(Debug, Clone)]
pub struct CreateRefund {
    /// The [`RefundRequest`]'s bytes.
    pub body: Vec<u8>,
}

impl Endpoint for CreateRefund {
    const METHOD: &'static str = "POST";
    const LIMITED_IS_REFUSED: bool = false;

    fn target(&self) -> String {
        PATH.to_owned()
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }
}

/// `GET /v3/refund/domestic/refunds/{out_refund_no}`.
#[derive(Debug, Clone)]
pub struct QueryRefund {
    /// Which refund.
    pub out_refund_no: OutRefundNo,
    /// Whose; a direct merchant is known by its signature.
    pub payee: Payee,
}

impl Endpoint for QueryRefund {
    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        let number = segment(self.out_refund_no.as_str());
        match &self.payee {
            Payee::Direct { .. } => format!("{PATH}/{number}"),
            Payee::Partner { sub_mchid, .. } => format!("{PATH}/{number}?sub_mchid={sub_mchid}"),
        }
    }
}

/// Where an abnormal refund goes instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AbnormalRefundType {
    /// To a bank card of the payer.
    UserBankCard,
    /// To the merchant, who gives the money back by hand.
    MerchantBankCard,
}

/// 发起异常退款's body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AbnormalRefundRequest {
    /// The sub-merchant who took the payment; partners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<Mchid>,
    /// Which refund.
    pub out_refund_no: OutRefundNo,
    /// Where the money goes.
    #[serde(rename = "type")]
    pub kind: AbnormalRefundType,
    /// The payer's bank, such as `ICBC_DEBIT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_type: Option<String>,
    /// The payer's card, encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_account: Option<String>,
    /// The payer's name, encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real_name: Option<String>,
}

/// `POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund`.
#[derive(Debug, Clone)]
pub struct ApplyAbnormalRefund {
    /// Which refund.
    pub refund_id: RefundId,
    /// The key of WeChat Pay that the body's fields are encrypted with.
    pub sealed_for: SerialNo,
    /// The [`AbnormalRefundRequest`]'s bytes.
    pub body: Vec<u8>,
}

impl Endpoint for ApplyAbnormalRefund {
    const METHOD: &'static str = "POST";
    const LIMITED_IS_REFUSED: bool = false;

    fn target(&self) -> String {
        format!("{PATH}/{}/{ABNORMAL}", segment(self.refund_id.as_str()))
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }

    fn sealed_for(&self) -> Option<&SerialNo> {
        Some(&self.sealed_for)
    }
}

/// 退款单, as all three calls answer it.
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

/// 金额信息 of an answer, all in fen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// 退款通知's plaintext. Its `refund_status` is the `status` of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundNotice {
    /// Who took the payment.
    #[serde(flatten)]
    pub payee: NoticePayee,
    /// The payment, by WeChat Pay's number.
    pub transaction_id: TransactionId,
    /// The payment, by the merchant's number.
    pub out_trade_no: OutTradeNo,
    /// WeChat Pay's number.
    pub refund_id: RefundId,
    /// The merchant's number.
    pub out_refund_no: OutRefundNo,
    /// How it ended.
    pub refund_status: RefundStatus,
    /// When it arrived, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success_time: Option<String>,
    /// Where the payer gets it, in words.
    pub user_received_account: String,
    /// The money.
    pub amount: NoticeAmount,
}

/// The merchant numbers of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
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
    fn a_refund_is_asked_for_by_the_merchants_number_and_the_sub_merchants() {
        let mut query = QueryRefund {
            out_refund_no: "a|b@c".parse().unwrap(),
            payee: Payee::Direct {
                mchid: "1900000001".parse().unwrap(),
            },
        };
        assert_eq!(query.target(), "/v3/refund/domestic/refunds/a%7Cb%40c");
        query.payee = Payee::Partner {
            sp_mchid: "1900000100".parse().unwrap(),
            sub_mchid: "1900000109".parse().unwrap(),
            sub_appid: None,
        };
        let asked = "/v3/refund/domestic/refunds/a%7Cb%40c?sub_mchid=1900000109";
        assert_eq!(query.target(), asked);
    }

    #[test]
    fn a_request_leaves_out_what_is_absent() {
        let request = RefundRequest {
            sub_mchid: None,
            transaction_id: None,
            out_trade_no: Some("order-1".parse().unwrap()),
            out_refund_no: "refund-1".parse().unwrap(),
            reason: None,
            notify_url: None,
            funds_account: None,
            amount: RefundAmount {
                refund: "1".parse().unwrap(),
                from: None,
                total: "2".parse().unwrap(),
                currency: "CNY".to_owned(),
            },
            goods_detail: None,
        };
        let text = r#"{"out_trade_no":"order-1","out_refund_no":"refund-1","amount":{"refund":1,"total":2,"currency":"CNY"}}"#;
        assert_eq!(serde_json::to_string(&request).unwrap(), text);
        assert_eq!(
            serde_json::from_str::<RefundRequest>(text).unwrap(),
            request
        );
    }

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

    #[test]
    fn a_status_is_read_in_any_case_and_none_is_made_up() {
        assert_eq!("abnormal".parse(), Ok(RefundStatus::Abnormal));
        assert!("done".parse::<RefundStatus>().is_err());
        let other = RefundStatus::from("NEW".to_owned());
        assert!(!other.is_final());
        assert_eq!(String::from(other), "NEW");
    }
}
