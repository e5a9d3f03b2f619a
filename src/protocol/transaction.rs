//! 查询订单 and 关闭订单.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::amount::Fen;
use super::answer::{self, AnswerError};
use super::endpoint::{Endpoint, Payee, segment};
use super::id::{Appid, IdError, OutTradeNo, TransactionId};

/// 交易状态.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum TradeState {
    /// 支付成功.
    Success,
    /// 转入退款, also for a partial one and before it succeeds.
    Refund,
    /// 未支付.
    NotPay,
    /// 已关闭.
    Closed,
    /// 已撤销, payment codes only.
    Revoked,
    /// 用户支付中, payment codes only.
    UserPaying,
    /// 支付失败, payment codes only.
    PayError,
    /// A state that this version does not know.
    Other(String),
}

impl TradeState {
    /// The states that the documentation lists.
    pub const KNOWN: [Self; 7] = [
        Self::Success,
        Self::Refund,
        Self::NotPay,
        Self::Closed,
        Self::Revoked,
        Self::UserPaying,
        Self::PayError,
    ];

    /// Returns the wire's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Success => "SUCCESS",
            Self::Refund => "REFUND",
            Self::NotPay => "NOTPAY",
            Self::Closed => "CLOSED",
            Self::Revoked => "REVOKED",
            Self::UserPaying => "USERPAYING",
            Self::PayError => "PAYERROR",
            Self::Other(word) => word,
        }
    }

    /// Whether waiting for a payment is over, paid or not.
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Success | Self::Refund | Self::Closed | Self::Revoked | Self::PayError => true,
            Self::NotPay | Self::UserPaying | Self::Other(_) => false,
        }
    }

    /// Returns the description that goes with the state.
    #[must_use]
    pub fn describe(&self) -> &str {
        match self {
            Self::Success => "支付成功",
            Self::Refund => "订单发生过退款，退款详情请查询退款单",
            Self::NotPay => "订单未支付",
            Self::Closed => "订单已关闭",
            Self::Revoked => "订单已撤销",
            Self::UserPaying => "用户支付中",
            Self::PayError => "支付失败",
            Self::Other(word) => word,
        }
    }
}

impl From<String> for TradeState {
    fn from(word: String) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|state| state.as_str() == word)
            .unwrap_or(Self::Other(word))
    }
}

impl From<TradeState> for String {
    fn from(state: TradeState) -> String {
        state.as_str().to_owned()
    }
}

impl FromStr for TradeState {
    type Err = IdError;

    /// Reads one of the documented states, in any case.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let state = Self::from(text.to_ascii_uppercase());
        if matches!(state, Self::Other(_)) {
            let known = Self::KNOWN.map(String::from).join(", ");
            return Err(IdError::not_one_of(text, known));
        }
        Ok(state)
    }
}

impl fmt::Display for TradeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The number of an order; an unpaid one has only the merchant's number.
#[derive(Debug, Clone)]
pub enum OrderNumber {
    /// 商户订单号.
    OutTradeNo(OutTradeNo),
    /// 微信支付订单号.
    TransactionId(TransactionId),
}

/// `GET /v3/pay/transactions/{out-trade-no,id}/…`, or the same of a partner.
#[derive(Debug, Clone)]
pub struct QueryOrder {
    /// The number of the order.
    pub number: OrderNumber,
    /// The merchant that receives the payment.
    pub payee: Payee,
    /// The app that the order must belong to; `None` accepts an order of any app.
    pub appid: Option<Appid>,
}

impl QueryOrder {
    /// Returns the fields that the response must not contradict.
    fn expected(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![match &self.number {
            OrderNumber::OutTradeNo(number) => ("out_trade_no", number.as_str()),
            OrderNumber::TransactionId(id) => ("transaction_id", id.as_str()),
        }];
        fields.extend(self.payee.expected());
        let appid = self.appid.as_ref().map(Appid::as_str);
        match &self.payee {
            Payee::Direct { .. } => fields.extend(appid.map(|appid| ("appid", appid))),
            Payee::Partner { sub_appid, .. } => {
                fields.extend(appid.map(|appid| ("sp_appid", appid)));
                let sub_appid = sub_appid.as_ref().map(Appid::as_str);
                fields.extend(sub_appid.map(|appid| ("sub_appid", appid)));
            }
        }
        fields
    }
}

/// An order as WeChat Pay describes it.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    /// 交易状态.
    pub trade_state: TradeState,
    /// The merchant's number.
    pub out_trade_no: Option<OutTradeNo>,
    /// WeChat Pay's number, if the order was paid.
    pub transaction_id: Option<TransactionId>,
    /// `amount.total`, in fen.
    pub total: Option<Fen>,
    /// All fields, as WeChat Pay sent them.
    pub object: Map<String, Value>,
}

impl Transaction {
    fn read(object: Map<String, Value>) -> Result<Self, AnswerError> {
        let text = |field: &str| object.get(field).and_then(Value::as_str);
        Ok(Self {
            trade_state: answer::text(&object, "trade_state")?.to_owned().into(),
            out_trade_no: text("out_trade_no").and_then(|text| text.parse().ok()),
            transaction_id: text("transaction_id").and_then(|text| text.parse().ok()),
            total: object
                .get("amount")
                .and_then(|amount| amount.get("total"))
                .and_then(|total| total.to_string().parse().ok()),
            object,
        })
    }
}

impl Endpoint for QueryOrder {
    type Answer = Transaction;

    const METHOD: &'static str = "GET";

    fn target(&self) -> String {
        let (kind, number) = match &self.number {
            OrderNumber::OutTradeNo(number) => ("out-trade-no", number.as_str()),
            OrderNumber::TransactionId(number) => ("id", number.as_str()),
        };
        format!(
            "{}/{kind}/{}?{}",
            self.payee.transactions(),
            segment(number),
            self.payee.query()
        )
    }

    fn decode(&self, body: &[u8]) -> Result<Transaction, AnswerError> {
        Transaction::read(answer::object(body, self.expected())?)
    }
}

/// `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`; answered without a body.
#[derive(Debug, Clone)]
pub struct CloseOrder {
    out_trade_no: OutTradeNo,
    payee: Payee,
    body: Vec<u8>,
}

impl CloseOrder {
    /// Closes an unpaid order of a payee.
    #[must_use]
    pub fn new(out_trade_no: OutTradeNo, payee: Payee) -> Self {
        let body = match &payee {
            Payee::Direct { mchid } => format!(r#"{{"mchid":"{mchid}"}}"#),
            Payee::Partner {
                sp_mchid,
                sub_mchid,
                ..
            } => {
                format!(r#"{{"sp_mchid":"{sp_mchid}","sub_mchid":"{sub_mchid}"}}"#)
            }
        };
        Self {
            out_trade_no,
            payee,
            body: body.into_bytes(),
        }
    }
}

impl Endpoint for CloseOrder {
    type Answer = ();

    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        let number = segment(self.out_trade_no.as_str());
        format!("{}/out-trade-no/{number}/close", self.payee.transactions())
    }

    fn decode(&self, _: &[u8]) -> Result<(), AnswerError> {
        Ok(())
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_encoded_as_path_segments() {
        let query = QueryOrder {
            number: OrderNumber::OutTradeNo("a|b*c-1".parse().unwrap()),
            payee: Payee::Direct {
                mchid: "1900000001".parse().unwrap(),
            },
            appid: None,
        };
        assert_eq!(
            query.target(),
            "/v3/pay/transactions/out-trade-no/a%7Cb*c-1?mchid=1900000001"
        );
    }

    #[test]
    fn a_partner_asks_with_both_numbers() {
        let payee = Payee::Partner {
            sp_mchid: "1900000100".parse().unwrap(),
            sub_mchid: "1900000109".parse().unwrap(),
            sub_appid: None,
        };
        let close = CloseOrder::new("order-1".parse().unwrap(), payee);
        assert_eq!(
            close.target(),
            "/v3/pay/partner/transactions/out-trade-no/order-1/close"
        );
        assert_eq!(
            &*close.body(),
            br#"{"sp_mchid":"1900000100","sub_mchid":"1900000109"}"#
        );
    }

    fn query(payee: Payee) -> QueryOrder {
        QueryOrder {
            number: OrderNumber::OutTradeNo("order-1".parse().unwrap()),
            payee,
            appid: Some("wx0123456789abcdef".parse().unwrap()),
        }
    }

    #[test]
    fn an_answer_keeps_all_fields_and_needs_only_the_state() {
        let query = query(Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        });
        let bare = query.decode(br#"{"trade_state":"NEW","x":1}"#).unwrap();
        assert_eq!(bare.trade_state, TradeState::Other("NEW".to_owned()));
        assert_eq!((bare.total, &bare.object["x"]), (None, &Value::from(1)));
        let paid = query
            .decode(
                br#"{"trade_state":"SUCCESS","out_trade_no":"order-1","amount":{"total":100},"mchid":"1900000001"}"#,
            )
            .unwrap();
        assert_eq!(paid.total, "100".parse().ok());
        assert_eq!(paid.out_trade_no.unwrap().as_str(), "order-1");
    }

    #[test]
    fn an_answer_about_something_else_is_refused() {
        let direct = query(Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        });
        let partner = query(Payee::Partner {
            sp_mchid: "1900000100".parse().unwrap(),
            sub_mchid: "1900000109".parse().unwrap(),
            sub_appid: Some("wxfedcba9876543210".parse().unwrap()),
        });
        for (query, field, value) in [
            (&direct, "out_trade_no", "order-2"),
            (&direct, "mchid", "1900000002"),
            (&direct, "sub_mchid", "1900000002"),
            (&direct, "appid", "wxfedcba9876543210"),
            (&partner, "sp_mchid", "1900000109"),
            (&partner, "sub_mchid", "1900000100"),
            (&partner, "sp_appid", "wxfedcba9876543210"),
            (&partner, "sub_appid", "wx0123456789abcdef"),
        ] {
            let body = format!(r#"{{"trade_state":"SUCCESS","{field}":"{value}"}}"#);
            let refused = query.decode(body.as_bytes()).unwrap_err();
            let text = format!("it is about {field} \"{value}\", but ");
            assert!(refused.to_string().starts_with(&text), "{refused}");
        }
        for (body, text) in [
            ("[]", "it is not an object"),
            ("{}", "it has no trade_state"),
            (r#"{"trade_state":1}"#, "it has no trade_state"),
        ] {
            let refused = direct.decode(body.as_bytes()).unwrap_err();
            assert_eq!(refused.to_string(), text);
        }
    }
}
