//! 下单: the four ways to order, direct and partner.

use std::borrow::Cow;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::amount::Fen;
use super::answer::AnswerError;
use super::endpoint::{Endpoint, Payee};
use super::id::{Appid, IdError, Mchid, Openid, OutTradeNo, PrepayId};
use super::json;

/// How the payer pays; each has its own ordering path. A Mini Program uses JSAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum TradeType {
    /// In a Mini Program or in WeChat's browser.
    #[default]
    Jsapi,
    /// By a QR code.
    Native,
    /// In a mobile app.
    App,
    /// In a browser outside WeChat.
    H5,
}

impl TradeType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jsapi, Self::Native, Self::App, Self::H5];

    /// Returns the last part of the ordering path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Jsapi => "jsapi",
            Self::Native => "native",
            Self::App => "app",
            Self::H5 => "h5",
        }
    }

    /// Returns the field of the response that the payer pays with.
    #[must_use]
    pub fn answer_field(self) -> &'static str {
        match self {
            Self::Jsapi | Self::App => "prepay_id",
            Self::Native => "code_url",
            Self::H5 => "h5_url",
        }
    }

    /// Returns the `trade_type` of orders and notifications.
    #[must_use]
    pub fn wire(self) -> &'static str {
        match self {
            Self::Jsapi => "JSAPI",
            Self::Native => "NATIVE",
            Self::App => "APP",
            Self::H5 => "MWEB",
        }
    }
}

impl FromStr for TradeType {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.path() == text)
            .ok_or_else(|| IdError::not_one_of(text, "jsapi, native, app, h5"))
    }
}

/// The identities at the head of an order's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OrderIdentity {
    /// 直连商户.
    Direct {
        /// The app that the payer uses.
        appid: Appid,
        /// The merchant.
        mchid: Mchid,
    },
    /// Of a service provider and its sub-merchant.
    Partner {
        /// The service provider's app.
        sp_appid: Appid,
        /// The service provider.
        sp_mchid: Mchid,
        /// The sub-merchant's app, if the payer uses that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sub_appid: Option<Appid>,
        /// The sub-merchant.
        sub_mchid: Mchid,
    },
}

impl OrderIdentity {
    /// Puts the ids of a payee and its app together.
    #[must_use]
    pub fn new(payee: &Payee, appid: Appid) -> Self {
        match payee.clone() {
            Payee::Direct { mchid } => Self::Direct { appid, mchid },
            Payee::Partner {
                sp_mchid,
                sub_mchid,
                sub_appid,
            } => Self::Partner {
                sp_appid: appid,
                sp_mchid,
                sub_appid,
                sub_mchid,
            },
        }
    }
}

/// 订单金额.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAmount {
    /// 总金额, in fen.
    pub total: Fen,
    /// `CNY`.
    #[serde(default = "cny")]
    pub currency: String,
}

fn cny() -> String {
    "CNY".to_owned()
}

impl From<Fen> for OrderAmount {
    fn from(total: Fen) -> Self {
        Self {
            total,
            currency: cny(),
        }
    }
}

/// 支付者, by the App ID under which the openid was obtained.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// Under the direct merchant's `appid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openid: Option<Openid>,
    /// Under `sp_appid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sp_openid: Option<Openid>,
    /// Under `sub_appid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_openid: Option<Openid>,
}

/// 结算信息.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleInfo {
    /// Freezes the money for profit sharing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profit_sharing: Option<bool>,
    /// 补差金额, in fen; partners and platforms only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subsidy_amount: Option<u32>,
}

/// The body of an order, in the order of the documentation; absent fields are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The merchant that receives the payment.
    #[serde(flatten)]
    pub identity: OrderIdentity,
    /// Shown on the payer's bill; at most 127 bytes.
    pub description: String,
    /// The merchant's number.
    pub out_trade_no: OutTradeNo,
    /// Until when the payer may pay, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_expire: Option<String>,
    /// Comes back in queries and notifications; at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attach: Option<String>,
    /// 通知地址.
    pub notify_url: String,
    /// 订单优惠标记.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_tag: Option<String>,
    /// 电子发票入口开放标识.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_fapiao: Option<bool>,
    /// 订单金额.
    pub amount: OrderAmount,
    /// 支付者; JSAPI only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
    /// 优惠功能, passed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Value>,
    /// 场景信息, passed unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scene_info: Option<Value>,
    /// 结算信息.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle_info: Option<SettleInfo>,
}

/// `POST /v3/pay/transactions/{jsapi,native,app,h5}`, or the same of a partner.
///
/// The body is bytes, as the caller made them; a repetition sends the same ones, and
/// `out_trade_no` keeps it from becoming a second order.
#[derive(Debug, Clone)]
pub struct Prepay {
    /// Decides the path of the call.
    pub trade_type: TradeType,
    /// The merchant that receives the payment.
    pub payee: Payee,
    /// The order's bytes.
    pub body: Vec<u8>,
}

impl Endpoint for Prepay {
    type Answer = Prepaid;

    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        format!("{}/{}", self.payee.transactions(), self.trade_type.path())
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }

    /// Reads the one field that goes with the trade type; others do not matter.
    fn decode(&self, body: &[u8]) -> Result<Prepaid, AnswerError> {
        let field = self.trade_type.answer_field();
        let found = json::parse(body)?
            .get(field)
            .cloned()
            .ok_or(AnswerError::Missing(field))?;
        Ok(match self.trade_type {
            TradeType::Jsapi | TradeType::App => Prepaid::PrepayId(serde_json::from_value(found)?),
            TradeType::Native => Prepaid::CodeUrl(serde_json::from_value(found)?),
            TradeType::H5 => Prepaid::H5Url(serde_json::from_value(found)?),
        })
    }
}

/// 预支付交易会话标识, 二维码链接 or 支付跳转链接, by trade type.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prepaid {
    /// JSAPI and APP; good for 2 hours.
    PrepayId(PrepayId),
    /// Native: the QR code's content; good for 2 hours.
    CodeUrl(String),
    /// H5: a page that opens WeChat; good for 5 minutes.
    H5Url(String),
}

impl Prepaid {
    /// Returns the name of the field.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::PrepayId(_) => "prepay_id",
            Self::CodeUrl(_) => "code_url",
            Self::H5Url(_) => "h5_url",
        }
    }

    /// Returns the value of the field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::PrepayId(id) => id.as_str(),
            Self::CodeUrl(url) | Self::H5Url(url) => url,
        }
    }

    /// Returns how long it can be used.
    #[must_use]
    pub fn lifetime(&self) -> std::time::Duration {
        std::time::Duration::from_secs(match self {
            Self::PrepayId(_) | Self::CodeUrl(_) => 7200,
            Self::H5Url(_) => 300,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trade_type_is_answered_with_its_own_field() {
        let prepay = |trade_type| Prepay {
            trade_type,
            payee: Payee::Direct {
                mchid: "1900000001".parse().unwrap(),
            },
            body: Vec::new(),
        };
        let body = br#"{"prepay_id":"wx1","code_url":"weixin://c","h5_url":"https://h"}"#;
        for (trade_type, value) in [
            (TradeType::Jsapi, "wx1"),
            (TradeType::App, "wx1"),
            (TradeType::Native, "weixin://c"),
            (TradeType::H5, "https://h"),
        ] {
            let prepaid = prepay(trade_type).decode(body).unwrap();
            assert_eq!(prepaid.name(), trade_type.answer_field());
            assert_eq!(prepaid.as_str(), value);
            let error = prepay(trade_type).decode(b"{}").unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("it has no {}", trade_type.answer_field())
            );
        }
    }
}
