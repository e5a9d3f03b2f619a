//! The three calls: creating a refund, looking one up, and sending an abnormal one another way.

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::{Refund, RefundInfo};
use crate::protocol::amount::Fen;
use crate::protocol::answer::AnswerError;
use crate::protocol::endpoint::{Endpoint, Payee, segment};
use crate::protocol::id::{
    IdError, Mchid, OutRefundNo, OutTradeNo, RefundId, SerialNo, TransactionId,
};
use crate::protocol::json;

/// The path of all three calls, for direct merchants and partners alike.
pub const PATH: &str = "/v3/refund/domestic/refunds";

/// What follows the refund's number to send an abnormal one another way.
pub const ABNORMAL: &str = "apply-abnormal-refund";

/// 退款资金来源: which account of the merchant pays for a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundsAccount {
    /// 可用余额.
    Available,
    /// 未结算资金.
    Unsettled,
}

impl FundsAccount {
    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Unsettled => "UNSETTLED",
        }
    }
}

impl FromStr for FundsAccount {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        [Self::Available, Self::Unsettled]
            .into_iter()
            .find(|account| account.as_str() == text)
            .ok_or_else(|| IdError::not_one_of(text, "AVAILABLE, UNSETTLED"))
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
    /// The merchant's number; a repetition with the same one is the same refund.
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
    /// What is refunded, and what the order came to.
    pub amount: RefundAmount,
    /// 退款商品, passed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_detail: Option<Value>,
}

/// 金额信息 of a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefundAmount {
    /// 退款金额, in fen.
    pub refund: Fen,
    /// 退款出资账户及金额, passed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// 原订单金额, in fen.
    pub total: Fen,
    /// `CNY`.
    pub currency: String,
}

/// `POST /v3/refund/domestic/refunds`. A response of 200 says that the refund was accepted.
///
/// The body is the caller's bytes; a repetition sends the same ones, and `out_refund_no` keeps it
/// from refunding twice.
#[derive(Debug, Clone)]
pub struct CreateRefund {
    /// The number in the body, which the response must be about.
    pub out_refund_no: OutRefundNo,
    /// The merchant that received the payment.
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
        let info = RefundInfo::read(body, &self.out_refund_no, &self.payee)?;
        info.ensure_answers(&self.body)?;
        Ok(info)
    }
}

/// `GET /v3/refund/domestic/refunds/{out_refund_no}`.
#[derive(Debug, Clone)]
pub struct QueryRefund {
    /// The merchant's number.
    pub out_refund_no: OutRefundNo,
    /// Who took the payment; a direct merchant is known by its signature.
    pub payee: Payee,
    /// The body that it was created with, if it is known: a response about another order or amount
    /// is refused.
    pub created_with: Option<Vec<u8>>,
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
        let info = RefundInfo::read(body, &self.out_refund_no, &self.payee)?;
        if let Some(request) = &self.created_with {
            info.ensure_answers(request)?;
        }
        Ok(info)
    }
}

/// 异常退款处理方式, the destination of an abnormal refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AbnormalRefundType {
    /// To a bank card of the payer.
    UserBankCard,
    /// To the merchant, who refunds the payer by hand.
    MerchantBankCard,
}

/// 发起异常退款's body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AbnormalRefundRequest {
    /// The sub-merchant who took the payment; partners only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_mchid: Option<Mchid>,
    /// The merchant's number.
    pub out_refund_no: OutRefundNo,
    /// 异常退款处理方式.
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
    /// WeChat Pay's number.
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
            created_with: None,
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
    fn a_response_about_another_order_or_amount_is_refused() {
        let call = CreateRefund {
            out_refund_no: "refund-1".parse().unwrap(),
            payee: Payee::Direct {
                mchid: "1900000001".parse().unwrap(),
            },
            body:
                br#"{"out_trade_no":"order-1","amount":{"refund":50,"total":100,"currency":"CNY"}}"#
                    .to_vec(),
        };
        let answer = |order: &str, refund: i64| {
            let body = format!(
                r#"{{"status":"PROCESSING","out_trade_no":"{order}","amount":{{"refund":{refund},"total":100}}}}"#
            );
            let created = call.decode(body.as_bytes());
            // A refund whose response was lost is looked up.
            let query = QueryRefund {
                out_refund_no: call.out_refund_no.clone(),
                payee: call.payee.clone(),
                created_with: Some(call.body.clone()),
            };
            let queried = query.decode(body.as_bytes());
            assert_eq!(
                queried.map_err(|error| error.to_string()),
                created.as_ref().cloned().map_err(ToString::to_string)
            );
            created
        };
        assert!(answer("order-1", 50).is_ok());
        // Some programs write every field of theirs.
        for blank in ["null", "\"\""] {
            let body = format!(
                r#"{{"out_trade_no":"order-1","transaction_id":{blank},"amount":{{"refund":50}}}}"#
            );
            let blank = CreateRefund {
                body: body.into_bytes(),
                ..call.clone()
            };
            let body = br#"{"status":"SUCCESS","out_trade_no":"order-1","transaction_id":"42"}"#;
            assert!(blank.decode(body).is_ok());
        }
        let body = br#"{"status":"SUCCESS","out_refund_no":null,"out_trade_no":null}"#;
        assert!(call.decode(body).is_ok());
        assert!(call.decode(br#"{"status":"PROCESSING"}"#).is_ok());
        for (order, refund, text) in [
            (
                "order-2",
                50,
                "it is about out_trade_no \"order-2\", but order-1 was requested",
            ),
            (
                "order-1",
                99,
                "it is about amount.refund 99, but 50 was requested",
            ),
        ] {
            assert_eq!(answer(order, refund).unwrap_err().to_string(), text);
        }
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
