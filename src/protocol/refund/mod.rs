//! 退款: asking for one, asking about one, and sending an abnormal one another way.

mod status;
mod told;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::amount::Fen;
use super::answer::{self, AnswerError};
use super::endpoint::{Endpoint, Payee, segment};
use super::id::{Mchid, OutRefundNo, OutTradeNo, RefundId, SerialNo, TransactionId};
use super::json;

pub use status::RefundStatus;
pub use told::{NoticeAmount, NoticePayee, Refund, RefundNotice, RefundedAmount};

/// Where all of it is answered, for direct merchants and partners alike.
pub const PATH: &str = "/v3/refund/domestic/refunds";

/// What follows the refund's number where an abnormal one is sent another way.
pub const ABNORMAL: &str = "apply-abnormal-refund";

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
    /// The number in the body, which the answer must be about.
    pub out_refund_no: OutRefundNo,
    /// Who gives the refund.
    pub payee: Payee,
    /// The [`RefundRequest`]'s bytes.
    pub body: Vec<u8>,
}

impl Endpoint for CreateRefund {
    type Answer = RefundInfo;

    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        PATH.to_owned()
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }

    fn decode(&self, body: &[u8]) -> Result<RefundInfo, AnswerError> {
        RefundInfo::read(body, &self.out_refund_no, &self.payee)
    }
}

/// A refund as WeChat Pay describes it: the status, and whatever else was sent.
///
/// [`Refund`] has all documented fields, and is what the sandbox sends. An answer that lacks one
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
    fn read(body: &[u8], number: &OutRefundNo, payee: &Payee) -> Result<Self, AnswerError> {
        let number = [("out_refund_no", number.as_str())];
        let object = answer::object(body, number.into_iter().chain(payee.expected()))?;
        Ok(Self {
            status: answer::text(&object, "status")?.to_owned().into(),
            object,
        })
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
    type Answer = RefundInfo;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        let number = segment(self.out_refund_no.as_str());
        match &self.payee {
            Payee::Direct { .. } => format!("{PATH}/{number}"),
            Payee::Partner { sub_mchid, .. } => format!("{PATH}/{number}?sub_mchid={sub_mchid}"),
        }
    }

    fn decode(&self, body: &[u8]) -> Result<RefundInfo, AnswerError> {
        RefundInfo::read(body, &self.out_refund_no, &self.payee)
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
    /// The key of WeChat Pay that the body's fields are encrypted for.
    pub encrypted_for: SerialNo,
    /// The [`AbnormalRefundRequest`]'s bytes.
    pub body: Vec<u8>,
}

impl Endpoint for ApplyAbnormalRefund {
    type Answer = Refund;

    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        format!("{PATH}/{}/{ABNORMAL}", segment(self.refund_id.as_str()))
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }

    fn decode(&self, body: &[u8]) -> Result<Refund, AnswerError> {
        Ok(serde_json::from_value(json::parse(body)?)?)
    }

    fn encrypted_for(&self) -> Option<&SerialNo> {
        Some(&self.encrypted_for)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_abnormal_refund_names_the_key_that_its_fields_are_encrypted_with() {
        let request = AbnormalRefundRequest {
            sub_mchid: None,
            out_refund_no: "refund-1".parse().unwrap(),
            kind: AbnormalRefundType::MerchantBankCard,
            bank_type: None,
            bank_account: None,
            real_name: None,
        };
        let body = serde_json::to_vec(&request).unwrap();
        assert_eq!(
            body,
            br#"{"out_refund_no":"refund-1","type":"MERCHANT_BANK_CARD"}"#
        );
        let apply = ApplyAbnormalRefund {
            refund_id: "50200207182018070300011301001".parse().unwrap(),
            encrypted_for: "PUB_KEY_ID_01".parse().unwrap(),
            body,
        };
        let target =
            "/v3/refund/domestic/refunds/50200207182018070300011301001/apply-abnormal-refund";
        assert_eq!(apply.target(), target);
        assert_eq!(apply.encrypted_for().unwrap().as_str(), "PUB_KEY_ID_01");
    }
}
