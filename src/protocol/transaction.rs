//! 查询订单 and 关闭订单: what became of an order.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::endpoint::{Endpoint, Payee, segment};
use super::id::{IdError, OutTradeNo, TransactionId};

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

    /// Tells whether waiting for a payment has come to an end, one way or another.
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
        match Self::from(text.to_ascii_uppercase()) {
            Self::Other(_) => {
                let known = Self::KNOWN.map(String::from).join(", ");
                Err(IdError(format!(
                    "'{text}' is not one of the trade states {known}"
                )))
            }
            state => Ok(state),
        }
    }
}

impl fmt::Display for TradeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which order is meant; an unpaid one has only the merchant's number.
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
    /// Which order.
    pub number: OrderNumber,
    /// Whose order.
    pub payee: Payee,
}

impl Endpoint for QueryOrder {
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
    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        let number = segment(self.out_trade_no.as_str());
        format!("{}/out-trade-no/{number}/close", self.payee.transactions())
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
}
