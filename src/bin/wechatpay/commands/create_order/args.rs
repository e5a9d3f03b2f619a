//! The options of an order, and the order that they describe.

use std::path::PathBuf;

use wechatpay::ambient;
use wechatpay::orders::{
    Expiry, OrderDefaults, OrderDraft, OrderDraftError, PayerId, PreparedOrder,
};
use wechatpay::protocol::amount::Fen;
use wechatpay::protocol::id::{Openid, OutTradeNo};
use wechatpay::protocol::order::TradeType;
use wechatpay::protocol::stamp::Timestamp;

use crate::args;
use crate::commands::batch::BatchArgs;
use crate::commands::body_options::{FieldOptions, JsonFile, notify_url};
use crate::commands::partner::SubMerchantApp;
use crate::commands::waiting::WaitArgs;
use crate::context::Context;
use crate::error::{CliError, ValueError, failures};
use crate::text;

/// A repetition with the same out_trade_no and the same parameters never makes a second order.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    #[arg(long, help_heading = "payer", value_name = "O")]
    pub(crate) openid: Option<Openid>,
    #[arg(
        long,
        help_heading = "payer",
        value_name = "O",
        conflicts_with = "openid"
    )]
    pub(crate) sub_openid: Option<Openid>,
    #[command(flatten)]
    pub(crate) partner: SubMerchantApp,
    #[arg(long, help_heading = "amount", value_name = "FEN", required_unless_present_any = ["yuan", "body", "batch"])]
    pub(crate) total: Option<Fen>,
    #[arg(long, help_heading = "amount", value_name = "12.34", value_parser = args::yuan, conflicts_with = "total")]
    pub(crate) yuan: Option<Fen>,
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["body", "batch"])]
    pub(crate) description: Option<String>,
    #[arg(long, value_name = "jsapi|native|app|h5", default_value = "jsapi")]
    pub(crate) trade_type: TradeType,
    #[arg(long, value_name = "N", conflicts_with = "batch")]
    pub(crate) out_trade_no: Option<OutTradeNo>,
    #[arg(long, value_name = "U", value_parser = args::url_text)]
    pub(crate) notify_url: Option<String>,
    #[arg(long, value_name = "T")]
    pub(crate) attach: Option<String>,
    #[arg(long, value_name = "30m|RFC3339", value_parser = expiry)]
    pub(crate) time_expire: Option<Expiry>,
    #[arg(long, help_heading = "body", value_name = "T")]
    pub(crate) goods_tag: Option<String>,
    #[arg(long, help_heading = "body", value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) detail: Option<JsonFile>,
    #[arg(long, help_heading = "body", value_name = "FILE", value_hint = clap::ValueHint::AnyPath)]
    pub(crate) scene_info: Option<JsonFile>,
    #[arg(long, help_heading = "body", value_name = "IP")]
    pub(crate) client_ip: Option<std::net::IpAddr>,
    #[arg(long, help_heading = "body", value_name = "TYPE", value_parser = ["Wap", "iOS", "Android"])]
    pub(crate) h5_type: Option<String>,
    #[arg(long, help_heading = "body")]
    pub(crate) profit_sharing: bool,
    #[arg(long, help_heading = "body")]
    pub(crate) support_fapiao: bool,
    #[arg(long, help_heading = "body", value_name = "FILE|-", conflicts_with_all = [
        "openid", "sub_openid", "total", "yuan", "description", "out_trade_no", "notify_url", "attach", "time_expire", "goods_tag",
        "detail", "scene_info", "client_ip", "h5_type", "profit_sharing", "support_fapiao", "set", "set_json", "batch",
    ])]
    pub(crate) body: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: FieldOptions,
    #[arg(long, conflicts_with = "batch")]
    pub(in crate::commands) qr: bool,
    #[command(flatten)]
    pub(in crate::commands) wait: WaitArgs,
    #[command(flatten)]
    pub(crate) batch: BatchArgs,
    #[arg(long, requires = "batch", help_heading = "batch")]
    pub(in crate::commands) pay_params: bool,
}

/// Reads `30m` or RFC 3339.
pub(crate) fn expiry(text: &str) -> Result<Expiry, ValueError> {
    // A bare number could be minutes, seconds or a moment.
    let has_unit = !text.bytes().all(|byte| byte.is_ascii_digit());
    if let Ok(after) = args::duration(text)
        && has_unit
    {
        return Ok(Expiry::After(after));
    }
    Timestamp::from_rfc3339(text)
        .map(|_| Expiry::At(text.to_owned()))
        .map_err(|_| text!("usage-reason-expiry").into())
}

impl Args {
    /// Returns the order to send: the bytes of `--body` as they are, or the options' order.
    pub(in crate::commands) fn prepare(
        &self,
        context: &Context,
    ) -> Result<PreparedOrder, CliError> {
        match &self.body {
            Some(path) => Ok(PreparedOrder::exact(
                args::filled_file(path)?,
                self.trade_type,
                context.profile()?.payee()?,
            )),
            None => Ok(self.draft(context)?.prepare(ambient::now())?),
        }
    }

    /// Returns the order that the options describe.
    fn draft(&self, context: &Context) -> Result<OrderDraft, CliError> {
        let fields = self.defaults()?;
        let total = fields
            .total
            .ok_or_else(|| CliError::usage(text!("order-total-missing")))?;
        let notify_url = notify_url(self.notify_url.as_deref(), context)?;
        let profile = context.profile()?;
        let (payee, appid) = (profile.payee()?, profile.appid()?);
        let mut draft = fields.draft(payee, appid, total, notify_url);
        draft.out_trade_no.clone_from(&self.out_trade_no);
        Ok(draft)
    }

    /// Returns what the options say of an order; in a batch, of those that do not say otherwise.
    pub(in crate::commands) fn defaults(&self) -> Result<OrderDefaults, CliError> {
        let object = |input: &Option<JsonFile>| input.as_ref().map(JsonFile::object).transpose();
        let payer = self.openid.clone().map(PayerId::Openid);
        Ok(OrderDefaults {
            trade_type: self.trade_type,
            description: self.description.clone(),
            total: self.total.or(self.yuan),
            payer: payer.or_else(|| self.sub_openid.clone().map(PayerId::SubOpenid)),
            time_expire: self.time_expire.clone(),
            attach: self.attach.clone(),
            goods_tag: self.goods_tag.clone(),
            detail: object(&self.detail)?,
            scene_info: object(&self.scene_info)?,
            client_ip: self.client_ip,
            h5_type: self.h5_type.clone(),
            profit_sharing: self.profit_sharing,
            support_fapiao: self.support_fapiao,
            overrides: self.fields.overrides(),
        })
    }
}

failures!(error: OrderDraftError {
    Field(error) => error.into(),
    PayerMissing => Self::usage(text!("order-payer-missing")),
    PayerNotJsapi => Self::usage(text!("order-payer-not-jsapi")),
    SubOpenidOfDirectMerchant => Self::usage(text!("order-sub-openid-direct")),
    SubOpenidWithoutSubAppid => Self::config(text!("order-sub-openid-without-app")),
    ClientIpMissing => Self::usage(text!("order-client-ip-missing")),
});
