//! From options to an order.

use wechatpay::ambient;
use wechatpay::notify_url::{NotifyUrl, NotifyUrlError};
use wechatpay::orders::{OrderDraft, OrderDraftError, PayerId, PreparedOrder};
use wechatpay::profile::Profile;
use wechatpay::protocol::field::{FieldError, FieldOverride};
use wechatpay::protocol::json;
use wechatpay::transport::is_loopback;

use super::order_args::{self, Args};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Text;

/// Returns the order to send: the bytes of `--body` as they are, or the options' order.
pub(super) fn build(
    args: &Args,
    profile: &Profile,
    context: &Context,
) -> Result<PreparedOrder, CliError> {
    if let Some(path) = &args.body {
        let body = args::file(path)?;
        return Ok(PreparedOrder::exact(
            body,
            args.trade_type,
            profile.payee()?,
        ));
    }
    draft(args, profile, context)?
        .prepare(ambient::now())
        .map_err(failure)
}

/// Returns the order that the options describe.
pub(super) fn draft(
    args: &Args,
    profile: &Profile,
    context: &Context,
) -> Result<OrderDraft, CliError> {
    let total = args
        .total
        .or(args.yuan)
        .ok_or_else(|| CliError::usage("--total FEN or --yuan 12.34 is needed"))?;
    let notify_url = notify_url(args.notify_url.as_deref(), profile, context)?;
    let (payee, appid) = (profile.payee()?, profile.appid()?);
    let mut draft = OrderDraft::new(payee, appid, args.trade_type, total, notify_url);
    draft.out_trade_no.clone_from(&args.out_trade_no);
    draft.description = args.description.clone().unwrap_or_default();
    draft.payer = match (&args.openid, &args.sub_openid) {
        (Some(openid), _) => Some(PayerId::Openid(openid.clone())),
        (None, Some(openid)) => Some(PayerId::SubOpenid(openid.clone())),
        (None, None) => None,
    };
    draft.time_expire.clone_from(&args.time_expire);
    draft.attach.clone_from(&args.attach);
    draft.goods_tag.clone_from(&args.goods_tag);
    draft.detail = args.detail.as_ref().map(order_args::object).transpose()?;
    draft.scene_info = args
        .scene_info
        .as_ref()
        .map(order_args::object)
        .transpose()?;
    draft.client_ip = args.client_ip;
    draft.h5_type.clone_from(&args.h5_type);
    draft.profit_sharing = args.profit_sharing;
    draft.support_fapiao = args.support_fapiao;
    draft.overrides = overrides(&args.set, &args.set_json)?;
    Ok(draft)
}

/// The failure of a draft that cannot be sent, by the names of the options.
pub(super) fn failure(error: OrderDraftError) -> CliError {
    match error {
        OrderDraftError::Field(error) => field_failure(error),
        OrderDraftError::PayerMissing => CliError::usage("jsapi needs --openid: who pays")
            .with_help(Text::pair(
                "`wechatpay openid CODE` gets one for a wx.login code",
                "`wechatpay openid CODE` 可用 wx.login 的 code 换取",
            )),
        OrderDraftError::PayerNotJsapi => {
            CliError::usage("--openid and --sub-openid are for jsapi")
        }
        OrderDraftError::SubOpenidOfDirectMerchant => CliError::usage(
            "--sub-openid is for partner mode, which a sub_mchid sets",
        )
        .with_help(Text::pair(
            "give --sub-mchid, or a profile with sub_mchid; a direct merchant's payer is --openid",
            "提供 --sub-mchid，或使用含 sub_mchid 的配置；普通商户的付款人用 --openid",
        )),
        OrderDraftError::SubOpenidWithoutSubAppid => CliError::config(
            "--sub-openid needs a sub_appid: an openid belongs to an App ID",
        )
        .with_help(Text::pair(
            "give the sub-merchant's App ID with --sub-appid, or set sub_appid in the profile",
            "用 --sub-appid 提供子商户的 App ID，或在配置中填写 sub_appid",
        )),
        OrderDraftError::ClientIpMissing => {
            CliError::usage("h5 needs --client-ip: the payer's address")
        }
    }
}

/// The failure of a field that cannot be sent, by the name of its option.
pub(super) fn field_failure(error: FieldError) -> CliError {
    let option = |field: &str| format!("--{}", field.replace('_', "-"));
    match error {
        FieldError::Length {
            field,
            max_bytes,
            bytes,
        } => CliError::usage(format!(
            "{} must have 1 to {max_bytes} bytes; this has {bytes}",
            option(field)
        )),
        FieldError::Characters { field } => CliError::usage(format!(
            "{} must not hold emoji or control characters: WeChat Pay refuses them",
            option(field)
        )),
        FieldError::Override(why) => CliError::usage(why.to_string()),
        FieldError::Serialize(error) => {
            CliError::internal("the body cannot be written as JSON").with_source(error)
        }
    }
}

/// Reads what `--set` and `--set-json` set.
pub(super) fn overrides(
    texts: &[(String, String)],
    values: &[(String, String)],
) -> Result<Vec<FieldOverride>, CliError> {
    let texts = texts.iter().map(|(path, text)| {
        Ok(FieldOverride {
            path: path.clone(),
            value: text.clone().into(),
        })
    });
    let values = values.iter().map(|(path, text)| {
        let value = json::parse(text.as_bytes()).map_err(|error| {
            CliError::usage(format!("--set-json {path}: not JSON")).with_source(error)
        })?;
        Ok(FieldOverride {
            path: path.clone(),
            value,
        })
    });
    texts.chain(values).collect()
}

/// WeChat Pay posts to https on other machines; the sandbox to this machine too.
pub(super) fn notify_url(
    given: Option<&str>,
    profile: &Profile,
    context: &Context,
) -> Result<NotifyUrl, CliError> {
    let (text, fail): (&str, fn(String) -> CliError) = match given {
        Some(url) => (url, CliError::usage),
        None => (profile.notify_url()?, CliError::config),
    };
    let to_sandbox =
        context.global.sandbox || profile.base_url().is_ok_and(|base| is_loopback(&base));
    let checked = |url: NotifyUrl| url.check_accepted(to_sandbox).map(|()| url);
    text.parse()
        .and_then(checked)
        .map_err(|error: NotifyUrlError| fail(format!("'{text}': {error}")))
}
