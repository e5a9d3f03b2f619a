//! The options of an order, and the order that they describe.

use std::path::PathBuf;

use wechatpay::ambient;
use wechatpay::orders::{Expiry, OrderDraft, OrderDraftError, PayerId, PreparedOrder};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{Openid, OutTradeNo};
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::stamp::Timestamp;

use super::batch::BatchArgs;
use super::body_options::{FieldOptions, JsonFile, notify_url};
use super::partner::SubMerchantApp;
use super::waiting::WaitArgs;
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::text;

/// A repetition with the same out_trade_no and the same parameters never makes a second order.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// The payer, under the profile's App ID (jsapi); in partner mode, the service provider's
    #[arg(long, value_name = "O")]
    pub(crate) openid: Option<Openid>,
    /// The payer, under the sub-merchant's App ID (jsapi in partner mode)
    #[arg(long, value_name = "O", conflicts_with = "openid")]
    pub(crate) sub_openid: Option<Openid>,
    #[command(flatten)]
    pub(crate) partner: SubMerchantApp,
    /// Amount in fen
    #[arg(long, value_name = "FEN", required_unless_present_any = ["yuan", "body", "batch"])]
    pub(crate) total: Option<Fen>,
    /// Amount in yuan, at most two decimal places
    #[arg(long, value_name = "12.34", value_parser = args::yuan, conflicts_with = "total")]
    pub(crate) yuan: Option<Fen>,
    /// What the payer sees on the bill
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["body", "batch"])]
    pub(crate) description: Option<String>,
    /// How it is paid; a Mini Program uses jsapi
    #[arg(long, value_name = "jsapi|native|app|h5", default_value = "jsapi")]
    pub(crate) trade_type: TradeType,
    /// The merchant's number for the order [default: a new one]
    #[arg(long, value_name = "N", conflicts_with = "batch")]
    pub(crate) out_trade_no: Option<OutTradeNo>,
    /// Where the notification goes [default: the profile's]
    #[arg(long, value_name = "U")]
    pub(crate) notify_url: Option<String>,
    /// Comes back in queries and notifications
    #[arg(long, value_name = "T")]
    pub(crate) attach: Option<String>,
    /// Until when it can be paid: 30m, or RFC 3339
    #[arg(long, value_name = "30m|RFC3339", value_parser = expiry)]
    pub(crate) time_expire: Option<Expiry>,
    /// Promotion tag
    #[arg(long, value_name = "T")]
    pub(crate) goods_tag: Option<String>,
    /// detail, as JSON
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) detail: Option<JsonFile>,
    /// scene_info, as JSON
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) scene_info: Option<JsonFile>,
    /// The payer's address (required for h5)
    #[arg(long, value_name = "IP")]
    pub(crate) client_ip: Option<std::net::IpAddr>,
    /// The payer's device (h5)
    #[arg(long, value_name = "TYPE", value_parser = ["Wap", "iOS", "Android"])]
    pub(crate) h5_type: Option<String>,
    /// Freeze the money for profit sharing
    #[arg(long)]
    pub(crate) profit_sharing: bool,
    /// Offer an e-invoice
    #[arg(long)]
    pub(crate) support_fapiao: bool,
    /// Send this body byte for byte
    #[arg(long, value_name = "FILE|-", conflicts_with_all = [
        "openid", "sub_openid", "total", "yuan", "description", "out_trade_no", "notify_url", "attach", "time_expire", "goods_tag",
        "detail", "scene_info", "client_ip", "h5_type", "profit_sharing", "support_fapiao", "set", "set_json", "batch",
    ])]
    pub(crate) body: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: FieldOptions,
    /// Show the payment link as a QR code (native)
    #[arg(long, conflicts_with = "batch")]
    pub(super) qr: bool,
    #[command(flatten)]
    pub(super) wait: WaitArgs,
    #[command(flatten)]
    pub(super) batch: BatchArgs,
    /// Sign pay_params for each line too, which takes as long as signing the order
    #[arg(long, requires = "batch", help_heading = "Batch")]
    pub(super) pay_params: bool,
    /// Place the orders of a batch with a live profile without asking
    ///
    /// Otherwise the merchant, the amount and the number of lines are shown on a terminal, and
    /// nothing is sent before they are confirmed. Without a terminal, with --no-input and with
    /// CI=true, nothing is asked. A profile is live unless its mchid begins with 0, as only a
    /// sandbox's does; a base URL on this machine makes no difference, since a gateway to WeChat
    /// Pay may listen there.
    #[arg(long, requires = "batch", help_heading = "Batch")]
    pub(super) yes: bool,
}

/// Reads `30m` or RFC 3339.
pub(crate) fn expiry(text: &str) -> Result<Expiry, String> {
    // A bare number could be minutes, seconds or a moment.
    let has_unit = !text.bytes().all(|byte| byte.is_ascii_digit());
    if let Ok(after) = args::duration(text)
        && has_unit
    {
        return Ok(Expiry::After(after));
    }
    Timestamp::from_rfc3339(text)
        .map(|_| Expiry::At(text.to_owned()))
        .map_err(|_| {
            format!("'{text}' is neither a duration with its unit, such as 30m, nor a time as in RFC 3339, such as 2018-06-08T10:34:56+08:00")
        })
}

impl Args {
    /// Returns the order to send: the bytes of `--body` as they are, or the options' order.
    pub(super) fn prepare(&self, context: &Context) -> Result<PreparedOrder, CliError> {
        match &self.body {
            Some(path) => Ok(PreparedOrder::exact(
                args::file(path)?,
                self.trade_type,
                context.profile()?.payee()?,
            )),
            None => Ok(self.draft(context)?.prepare(ambient::now())?),
        }
    }

    /// Returns the order that the options describe.
    fn draft(&self, context: &Context) -> Result<OrderDraft, CliError> {
        let total = self
            .total
            .or(self.yuan)
            .ok_or_else(|| CliError::usage(text!("order-total-missing")))?;
        let notify_url = notify_url(self.notify_url.as_deref(), context)?;
        let profile = context.profile()?;
        let (payee, appid) = (profile.payee()?, profile.appid()?);
        let object = |input: &Option<JsonFile>| input.as_ref().map(JsonFile::object).transpose();
        let mut draft = OrderDraft::new(payee, appid, self.trade_type, total, notify_url);
        draft.out_trade_no.clone_from(&self.out_trade_no);
        draft.description = self.description.clone().unwrap_or_default();
        draft.payer = match (&self.openid, &self.sub_openid) {
            (Some(openid), _) => Some(PayerId::Openid(openid.clone())),
            (None, Some(openid)) => Some(PayerId::SubOpenid(openid.clone())),
            (None, None) => None,
        };
        draft.time_expire.clone_from(&self.time_expire);
        draft.attach.clone_from(&self.attach);
        draft.goods_tag.clone_from(&self.goods_tag);
        draft.detail = object(&self.detail)?;
        draft.scene_info = object(&self.scene_info)?;
        draft.client_ip = self.client_ip;
        draft.h5_type.clone_from(&self.h5_type);
        draft.profit_sharing = self.profit_sharing;
        draft.support_fapiao = self.support_fapiao;
        draft.overrides = self.fields.overrides();
        Ok(draft)
    }
}

impl From<OrderDraftError> for CliError {
    fn from(error: OrderDraftError) -> Self {
        match error {
            OrderDraftError::Field(error) => error.into(),
            OrderDraftError::PayerMissing => Self::usage(text!("order-payer-missing")),
            OrderDraftError::PayerNotJsapi => Self::usage(text!("order-payer-not-jsapi")),
            OrderDraftError::SubOpenidOfDirectMerchant => {
                Self::usage(text!("order-sub-openid-direct"))
            }
            OrderDraftError::SubOpenidWithoutSubAppid => {
                Self::config(text!("order-sub-openid-without-app"))
            }
            OrderDraftError::ClientIpMissing => Self::usage(text!("order-client-ip-missing")),
        }
    }
}
