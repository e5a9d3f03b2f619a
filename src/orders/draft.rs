//! From what is wanted to the bytes of an order.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::{Value, json};

use super::prepared::PreparedOrder;
use crate::ambient;
use crate::notify_url::NotifyUrl;
use crate::protocol::amount::Fen;
use crate::protocol::endpoint::Payee;
use crate::protocol::field::{FieldError, FieldOverride, check_text};
use crate::protocol::id::{Appid, Openid, OutTradeNo};
use crate::protocol::json;
use crate::protocol::order::{Order, OrderIdentity, Payer, SettleInfo, TradeType};
use crate::protocol::stamp::Timestamp;

const MAX_DESCRIPTION_BYTES: usize = 127;
const MAX_ATTACH_BYTES: usize = 128;
const MAX_GOODS_TAG_BYTES: usize = 32;

/// Why a draft cannot become an order.
#[derive(Debug, thiserror::Error)]
pub enum OrderDraftError {
    /// A field cannot be sent as it is.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// A JSAPI order does not say who pays.
    #[error("a jsapi order needs the payer's openid")]
    PayerMissing,
    /// Another order than a JSAPI one says who pays.
    #[error("only a jsapi order names the payer")]
    PayerNotJsapi,
    /// `sub_openid` in the order of a direct merchant.
    #[error("sub_openid is for partner mode, which a sub_mchid sets")]
    SubOpenidOfDirectMerchant,
    /// `sub_openid` without the App ID that it belongs to.
    #[error("sub_openid needs a sub_appid: an openid belongs to an App ID")]
    SubOpenidWithoutSubAppid,
    /// An H5 order without the payer's address.
    #[error("an h5 order needs the payer's address")]
    ClientIpMissing,
}

/// Until when an order can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expiry {
    /// This long after the order is prepared.
    After(Duration),
    /// Until this moment, RFC 3339.
    At(String),
}

/// Who pays, by the app under which the openid was obtained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayerId {
    /// Under the App ID of the merchant, or of the service provider.
    Openid(Openid),
    /// Under the App ID of the sub-merchant.
    SubOpenid(Openid),
}

/// What is to be ordered.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct OrderDraft {
    /// Who takes the payment.
    pub payee: Payee,
    /// The App ID of the merchant, or of the service provider.
    pub appid: Appid,
    /// How the order is paid.
    pub trade_type: TradeType,
    /// The merchant's number; generated if it is absent.
    pub out_trade_no: Option<OutTradeNo>,
    /// Shown on the payer's bill; at most 127 bytes.
    pub description: String,
    /// The amount.
    pub total: Fen,
    /// Where the notification goes.
    pub notify_url: NotifyUrl,
    /// Who pays; JSAPI only.
    pub payer: Option<PayerId>,
    /// Until when the order can be paid.
    pub time_expire: Option<Expiry>,
    /// Comes back in queries and notifications; at most 128 bytes.
    pub attach: Option<String>,
    /// 订单优惠标记, at most 32 bytes.
    pub goods_tag: Option<String>,
    /// 优惠功能.
    pub detail: Option<Value>,
    /// 场景信息.
    pub scene_info: Option<Value>,
    /// The payer's address, set in `scene_info`; required for H5.
    pub client_ip: Option<IpAddr>,
    /// The payer's device, set in `scene_info`: `Wap`, `iOS` or `Android`; H5 only.
    pub h5_type: Option<String>,
    /// Freezes the money for profit sharing.
    pub profit_sharing: bool,
    /// Offers an e-invoice.
    pub support_fapiao: bool,
    /// Further fields.
    pub overrides: Vec<FieldOverride>,
}

/// What applies to orders that do not say otherwise.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each is the field of `OrderDraft` of its name")]
pub struct OrderDefaults {
    pub trade_type: TradeType,
    pub description: Option<String>,
    pub total: Option<Fen>,
    pub payer: Option<PayerId>,
    pub time_expire: Option<Expiry>,
    pub attach: Option<String>,
    pub goods_tag: Option<String>,
    pub detail: Option<Value>,
    pub scene_info: Option<Value>,
    pub client_ip: Option<IpAddr>,
    pub h5_type: Option<String>,
    pub profit_sharing: bool,
    pub support_fapiao: bool,
    pub overrides: Vec<FieldOverride>,
}

impl OrderDefaults {
    /// Returns the draft of an order of which only these values are set; a missing description is
    /// empty.
    #[must_use]
    pub fn draft(
        self,
        payee: Payee,
        appid: Appid,
        total: Fen,
        notify_url: NotifyUrl,
    ) -> OrderDraft {
        OrderDraft {
            payee,
            appid,
            trade_type: self.trade_type,
            out_trade_no: None,
            description: self.description.unwrap_or_default(),
            total,
            notify_url,
            payer: self.payer,
            time_expire: self.time_expire,
            attach: self.attach,
            goods_tag: self.goods_tag,
            detail: self.detail,
            scene_info: self.scene_info,
            client_ip: self.client_ip,
            h5_type: self.h5_type,
            profit_sharing: self.profit_sharing,
            support_fapiao: self.support_fapiao,
            overrides: self.overrides,
        }
    }
}

impl OrderDraft {
    /// Starts a draft with what every order has; `description` is still to be set.
    #[must_use]
    pub fn new(
        payee: Payee,
        appid: Appid,
        trade_type: TradeType,
        total: Fen,
        notify_url: NotifyUrl,
    ) -> Self {
        let defaults = OrderDefaults {
            trade_type,
            ..OrderDefaults::default()
        };
        defaults.draft(payee, appid, total, notify_url)
    }

    /// Writes the order; `now` is the moment that a relative expiry counts from.
    ///
    /// # Errors
    /// Names the field that WeChat Pay would refuse, or that is missing.
    pub fn prepare(&self, now: Timestamp) -> Result<PreparedOrder, OrderDraftError> {
        let order = Order {
            identity: OrderIdentity::new(&self.payee, self.appid.clone()),
            description: checked("description", &self.description, MAX_DESCRIPTION_BYTES)?,
            out_trade_no: self.out_trade_no.clone().unwrap_or_else(new_number),
            time_expire: self.time_expire.as_ref().map(|expiry| match expiry {
                Expiry::After(after) => now.plus(*after).to_rfc3339(),
                Expiry::At(moment) => moment.clone(),
            }),
            attach: optional("attach", self.attach.as_ref(), MAX_ATTACH_BYTES)?,
            notify_url: self.notify_url.to_string(),
            goods_tag: optional("goods_tag", self.goods_tag.as_ref(), MAX_GOODS_TAG_BYTES)?,
            support_fapiao: self.support_fapiao.then_some(true),
            amount: self.total.into(),
            payer: self.payer()?,
            detail: self.detail.clone(),
            scene_info: self.scene_info()?,
            settle_info: self.profit_sharing.then_some(SettleInfo {
                profit_sharing: Some(true),
                subsidy_amount: None,
            }),
        };
        let mut value = serde_json::to_value(&order).map_err(FieldError::Serialize)?;
        for field in &self.overrides {
            field.apply(&mut value).map_err(FieldError::Override)?;
        }
        let body = value.to_string().into_bytes();
        let mut prepared =
            PreparedOrder::of(Some(&value), body, self.trade_type, self.payee.clone());
        if prepared.needs_payer_appid() {
            prepared.payer_appid = Some(self.appid.clone());
        }
        Ok(prepared)
    }

    fn payer(&self) -> Result<Option<Payer>, OrderDraftError> {
        let payer = match (&self.payee, self.payer.clone()) {
            (_, None) if self.trade_type == TradeType::Jsapi => {
                return Err(OrderDraftError::PayerMissing);
            }
            (_, None) => return Ok(None),
            (Payee::Direct { .. }, Some(PayerId::Openid(openid))) => Payer {
                openid: Some(openid),
                ..Payer::default()
            },
            (Payee::Partner { .. }, Some(PayerId::Openid(openid))) => Payer {
                sp_openid: Some(openid),
                ..Payer::default()
            },
            (Payee::Direct { .. }, Some(PayerId::SubOpenid(_))) => {
                return Err(OrderDraftError::SubOpenidOfDirectMerchant);
            }
            (Payee::Partner { sub_appid, .. }, Some(PayerId::SubOpenid(openid))) => {
                if sub_appid.is_none() {
                    return Err(OrderDraftError::SubOpenidWithoutSubAppid);
                }
                Payer {
                    sub_openid: Some(openid),
                    ..Payer::default()
                }
            }
        };
        if self.trade_type == TradeType::Jsapi {
            Ok(Some(payer))
        } else {
            Err(OrderDraftError::PayerNotJsapi)
        }
    }

    fn scene_info(&self) -> Result<Option<Value>, OrderDraftError> {
        let mut scene = self.scene_info.clone();
        let mut set = |path: &str, text: &str| {
            json::set(scene.get_or_insert_with(|| json!({})), path, text.into())
                .map_err(FieldError::Override)
        };
        if let Some(ip) = self.client_ip {
            set("payer_client_ip", &ip.to_string())?;
        }
        let is_h5 = self.trade_type == TradeType::H5;
        if let Some(kind) = &self.h5_type {
            set("h5_info.type", kind)?;
        } else if is_h5 && self.scene_info.is_none() {
            set("h5_info.type", "Wap")?;
        }
        let has_ip = scene
            .as_ref()
            .is_some_and(|scene| scene.get("payer_client_ip").is_some());
        if is_h5 && !has_ip {
            return Err(OrderDraftError::ClientIpMissing);
        }
        Ok(scene)
    }
}

/// Generates a number that no other order has.
///
/// # Panics
/// Never: 32 digits and letters are a number.
#[must_use]
pub fn new_number() -> OutTradeNo {
    ambient::unique_number()
        .parse()
        .expect("digits and letters are a number")
}

fn optional(
    field: &'static str,
    text: Option<&String>,
    max_bytes: usize,
) -> Result<Option<String>, FieldError> {
    text.map(|text| checked(field, text, max_bytes)).transpose()
}

fn checked(field: &'static str, text: &str, max_bytes: usize) -> Result<String, FieldError> {
    check_text(field, text, max_bytes)?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_554_208_460);

    fn draft(payee: Payee, trade_type: TradeType) -> OrderDraft {
        let mut draft = OrderDraft::new(
            payee,
            "wxd678efh567hg6787".parse().unwrap(),
            trade_type,
            "100".parse().unwrap(),
            "https://shop.example.com/notify".parse().unwrap(),
        );
        draft.description = "Tea".to_owned();
        draft.out_trade_no = Some("order-1".parse().unwrap());
        draft
    }

    fn direct() -> Payee {
        Payee::Direct {
            mchid: "1900000001".parse().unwrap(),
        }
    }

    fn partner(sub_appid: Option<&str>) -> Payee {
        Payee::Partner {
            sp_mchid: "1900000100".parse().unwrap(),
            sub_mchid: "1900000109".parse().unwrap(),
            sub_appid: sub_appid.map(|appid| appid.parse().unwrap()),
        }
    }

    fn openid() -> Openid {
        "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".parse().unwrap()
    }

    #[test]
    fn a_prepared_order_says_what_its_bytes_say() {
        let mut draft = draft(direct(), TradeType::Jsapi);
        draft.payer = Some(PayerId::Openid(openid()));
        draft.time_expire = Some(Expiry::After(Duration::from_secs(60)));
        let order = draft.prepare(NOW).unwrap();
        assert_eq!(
            String::from_utf8(order.prepay.body.clone()).unwrap(),
            concat!(
                r#"{"appid":"wxd678efh567hg6787","mchid":"1900000001","description":"Tea","#,
                r#""out_trade_no":"order-1","time_expire":"2019-04-02T20:35:20+08:00","#,
                r#""notify_url":"https://shop.example.com/notify","#,
                r#""amount":{"total":100,"currency":"CNY"},"#,
                r#""payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}"#
            )
        );
        let read = PreparedOrder::exact(
            order.prepay.body.clone(),
            order.prepay.trade_type,
            order.prepay.payee.clone(),
        );
        assert_eq!(order.out_trade_no.as_deref(), Some("order-1"));
        assert_eq!(read.out_trade_no, order.out_trade_no);
        assert_eq!(read.time_expire, order.time_expire);
        assert_eq!(
            (&read.appid, &order.payer_appid),
            (&order.appid, &order.appid)
        );
    }

    #[test]
    fn an_override_changes_what_the_order_says_of_itself() {
        let mut draft = draft(direct(), TradeType::App);
        draft.overrides = [("out_trade_no", "order-2"), ("appid", "wx0123456789abcdef")]
            .map(|(path, value)| FieldOverride {
                path: path.to_owned(),
                value: value.into(),
            })
            .to_vec();
        let order = draft.prepare(NOW).unwrap();
        assert_eq!(order.out_trade_no.as_deref(), Some("order-2"));
        assert_eq!(order.payer_appid.unwrap().as_str(), "wx0123456789abcdef");
    }

    #[test]
    fn pay_params_are_for_the_app_of_the_payers_openid() {
        for (payer, appid) in [
            (PayerId::Openid(openid()), "wxd678efh567hg6787"),
            (PayerId::SubOpenid(openid()), "wx0123456789abcdef"),
        ] {
            let mut draft = draft(partner(Some("wx0123456789abcdef")), TradeType::Jsapi);
            draft.payer = Some(payer);
            let order = draft.prepare(NOW).unwrap();
            assert_eq!(order.payer_appid.as_ref().unwrap().as_str(), appid);
            assert_eq!(order.appid.unwrap().as_str(), "wxd678efh567hg6787");
        }
        let native = draft(direct(), TradeType::Native).prepare(NOW).unwrap();
        assert_eq!(native.payer_appid, None);
    }

    #[test]
    fn a_draft_that_wechat_pay_would_refuse_names_the_field() {
        type Change = fn(&mut OrderDraft);
        let changes: [(Payee, TradeType, Change, &str); 8] = [
            (direct(), TradeType::Jsapi, |_| (), "a jsapi order needs"),
            (
                direct(),
                TradeType::Native,
                |draft| draft.payer = Some(PayerId::Openid(openid())),
                "only a jsapi order",
            ),
            (
                direct(),
                TradeType::Jsapi,
                |draft| draft.payer = Some(PayerId::SubOpenid(openid())),
                "sub_openid is for partner mode",
            ),
            (
                partner(None),
                TradeType::Jsapi,
                |draft| draft.payer = Some(PayerId::SubOpenid(openid())),
                "sub_openid needs a sub_appid",
            ),
            (direct(), TradeType::H5, |_| (), "an h5 order needs"),
            (
                direct(),
                TradeType::Native,
                |draft| draft.description = "x".repeat(128),
                "description must have 1 to 127 bytes; this has 128",
            ),
            (
                direct(),
                TradeType::Native,
                |draft| draft.attach = Some("😀".to_owned()),
                "attach must not hold emoji",
            ),
            (
                direct(),
                TradeType::Native,
                |draft| draft.goods_tag = Some(String::new()),
                "goods_tag must have 1 to 32 bytes; this has 0",
            ),
        ];
        for (payee, trade_type, change, text) in changes {
            let mut draft = draft(payee, trade_type);
            change(&mut draft);
            let error = draft.prepare(NOW).unwrap_err().to_string();
            assert!(error.starts_with(text), "{error}");
        }
    }
}
