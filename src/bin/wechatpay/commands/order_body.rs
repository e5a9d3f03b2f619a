//! From options to the bytes of an order.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use serde_json::{Value, json};
use url::Url;
use wechatpay::ambient;
use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{IdError, OutTradeNo};
use wechatpay::protocol::json;
use wechatpay::protocol::order::{Order, OrderIdentity, Payer, SettleInfo, TradeType};
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::transport::is_loopback;

use super::create_order::Args;
use crate::args;
use crate::context::Context;
use crate::diagnostic::Failure;

/// Until when an order can be paid.
#[derive(Debug, Clone)]
pub(crate) enum Expiry {
    After(Duration),
    At(String),
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

/// JSON: in a file, or at hand.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    File(PathBuf),
    Value(Value),
}

impl From<OsString> for Given {
    fn from(path: OsString) -> Self {
        Self::File(path.into())
    }
}

impl Given {
    /// Returns it, whatever it is.
    pub(super) fn value(&self) -> Result<Value, Failure> {
        match self {
            Self::File(path) => json_file(path),
            Self::Value(value) => Ok(value.clone()),
        }
    }

    /// Reads an object, where it is in a file.
    pub(super) fn read(self) -> Result<Self, Failure> {
        object(&self).map(Self::Value)
    }
}

/// Returns the bytes to send: those of `--body` as they are, or the options' order.
pub(crate) fn build(args: &Args, profile: &Profile, context: &Context) -> Result<Vec<u8>, Failure> {
    if let Some(path) = &args.body {
        return args::file(path);
    }
    let number = args.out_trade_no.clone().map_or_else(new_number, Ok)?;
    order(args, number, ambient::now(), profile, context)
}

/// Returns the bytes of the options' order; relative times count from `now`.
pub(super) fn order(
    args: &Args,
    number: OutTradeNo,
    now: Timestamp,
    profile: &Profile,
    context: &Context,
) -> Result<Vec<u8>, Failure> {
    let payee = profile.payee()?;
    let order = Order {
        identity: OrderIdentity::new(&payee, profile.appid()?),
        description: within(
            "--description",
            args.description.clone().unwrap_or_default(),
            127,
        )?,
        out_trade_no: number,
        time_expire: args.time_expire.as_ref().map(|expiry| match expiry {
            Expiry::After(after) => now.plus(*after).to_rfc3339(),
            Expiry::At(text) => text.clone(),
        }),
        attach: args
            .attach
            .clone()
            .map(|text| within("--attach", text, 128))
            .transpose()?,
        notify_url: notify_url(args.notify_url.as_deref(), profile, context)?,
        goods_tag: args
            .goods_tag
            .clone()
            .map(|text| within("--goods-tag", text, 32))
            .transpose()?,
        support_fapiao: args.support_fapiao.then_some(true),
        amount: amount(args)?.into(),
        payer: payer(args, &payee)?,
        detail: args.detail.as_ref().map(object).transpose()?,
        scene_info: scene_info(args)?,
        settle_info: args.profit_sharing.then_some(SettleInfo {
            profit_sharing: Some(true),
            subsidy_amount: None,
        }),
    };
    let mut value = serde_json::to_value(&order).map_err(|error| {
        Failure::internal("the order cannot be written as JSON").because(&error)
    })?;
    assign(&mut value, &args.set, &args.set_json)?;
    Ok(value.to_string().into_bytes())
}

/// Sets what `--set` and `--set-json` ask for.
pub(super) fn assign(
    body: &mut Value,
    texts: &[(String, String)],
    values: &[(String, String)],
) -> Result<(), Failure> {
    for (path, text) in texts {
        json::set(body, path, Value::String(text.clone())).map_err(Failure::usage)?;
    }
    for (path, text) in values {
        let parsed = json::parse(text.as_bytes()).map_err(|error| {
            Failure::usage(format!("--set-json {path}: not JSON")).because(&error)
        })?;
        json::set(body, path, parsed).map_err(Failure::usage)?;
    }
    Ok(())
}

fn amount(args: &Args) -> Result<wechatpay::protocol::amount::Fen, Failure> {
    args.total
        .or(args.yuan)
        .ok_or_else(|| Failure::usage("--total FEN or --yuan 12.34 is needed"))
}

pub(super) fn within(option: &str, text: String, longest: usize) -> Result<String, Failure> {
    if text.is_empty() || text.len() > longest {
        return Err(Failure::usage(format!(
            "{option} must have 1 to {longest} bytes; this has {}",
            text.len()
        )));
    }
    if text
        .chars()
        .any(|c| u32::from(c) > 0xffff || c.is_control())
    {
        return Err(Failure::usage(format!(
            "{option} must not hold emoji or control characters: WeChat Pay refuses them"
        )));
    }
    Ok(text)
}

/// 14 digits of the moment and 18 random letters: two are never the same.
pub(super) fn new_number<N: FromStr<Err = IdError>>() -> Result<N, Failure> {
    let digits: String = ambient::now()
        .to_rfc3339()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    format!("{digits}{}", ambient::letters(18))
        .parse()
        .map_err(|error| Failure::internal("no new number").because(&error))
}

fn payer(args: &Args, payee: &Payee) -> Result<Option<Payer>, Failure> {
    let given = match (payee, &args.openid, &args.sub_openid) {
        (Payee::Direct { .. }, Some(openid), None) => Payer {
            openid: Some(openid.clone()),
            ..Payer::default()
        },
        (Payee::Partner { .. }, Some(openid), None) => Payer {
            sp_openid: Some(openid.clone()),
            ..Payer::default()
        },
        (
            Payee::Partner {
                sub_appid: Some(_), ..
            },
            None,
            Some(openid),
        ) => Payer {
            sub_openid: Some(openid.clone()),
            ..Payer::default()
        },
        (
            Payee::Partner {
                sub_appid: None, ..
            },
            None,
            Some(_),
        ) => {
            return Err(Failure::config(
                "--sub-openid needs a sub_appid: an openid belongs to an App ID",
            )
            .with_help(
                "give the sub-merchant's App ID with --sub-appid, or set sub_appid in the profile",
                "用 --sub-appid 提供子商户的 App ID，或在配置中填写 sub_appid",
            ));
        }
        (Payee::Direct { .. }, None, Some(_)) => {
            return Err(Failure::usage(
                "--sub-openid is for partner mode, which a sub_mchid sets",
            )
            .with_help(
                "give --sub-mchid, or a profile with sub_mchid; a direct merchant's payer is --openid",
                "提供 --sub-mchid，或使用含 sub_mchid 的配置；普通商户的付款人用 --openid",
            ));
        }
        (_, None, None) if args.trade_type == TradeType::Jsapi => {
            return Err(Failure::usage("jsapi needs --openid: who pays").with_help(
                "`wechatpay openid CODE` gets one for a wx.login code",
                "`wechatpay openid CODE` 可用 wx.login 的 code 换取",
            ));
        }
        (_, _, _) => return Ok(None),
    };
    if args.trade_type == TradeType::Jsapi {
        Ok(Some(given))
    } else {
        Err(Failure::usage("--openid and --sub-openid are for jsapi"))
    }
}

fn json_file(path: &Path) -> Result<Value, Failure> {
    json::parse(&args::file(path)?)
        .map_err(|error| Failure::config(format!("{} is not JSON", path.display())).because(&error))
}

fn object(given: &Given) -> Result<Value, Failure> {
    let value = given.value()?;
    match given {
        Given::File(path) if !value.is_object() => Err(Failure::config(format!(
            "{} is not a JSON object",
            path.display()
        ))),
        _ => Ok(value),
    }
}

fn scene_info(args: &Args) -> Result<Option<Value>, Failure> {
    let mut scene = args.scene_info.as_ref().map(object).transpose()?;
    let mut set = |path: &str, text: String| -> Result<(), Failure> {
        json::set(scene.get_or_insert_with(|| json!({})), path, text.into()).map_err(Failure::usage)
    };
    if let Some(ip) = args.client_ip {
        set("payer_client_ip", ip.to_string())?;
    }
    if let Some(kind) = &args.h5_type {
        set("h5_info.type", kind.clone())?;
    } else if args.trade_type == TradeType::H5 && args.scene_info.is_none() {
        set("h5_info.type", "Wap".to_owned())?;
    }
    let has_ip = scene
        .as_ref()
        .is_some_and(|scene| scene.get("payer_client_ip").is_some());
    if args.trade_type == TradeType::H5 && !has_ip {
        return Err(Failure::usage("h5 needs --client-ip: the payer's address"));
    }
    Ok(scene)
}

/// WeChat Pay posts to public https addresses without a query; the sandbox to this machine too.
pub(super) fn notify_url(
    given: Option<&str>,
    profile: &Profile,
    context: &Context,
) -> Result<String, Failure> {
    let (text, fail): (String, fn(String) -> Failure) = match given {
        Some(url) => (url.to_owned(), Failure::usage),
        None => (profile.notify_url()?.to_owned(), Failure::config),
    };
    let wrong = |why: &str| Err(fail(format!("notify_url '{text}' {why}")));
    let Ok(url) = Url::parse(&text) else {
        return wrong("is not a URL");
    };
    let local = is_loopback(&url);
    let talks_to_local =
        context.global.sandbox || profile.base_url().is_ok_and(|base| is_loopback(&base));
    match url.scheme() {
        _ if text.len() > 255 => wrong("is longer than 255 bytes"),
        _ if text.trim() != text => wrong("has blanks around it"),
        _ if url.query().is_some() || url.fragment().is_some() => {
            wrong("must not have a query or a fragment")
        }
        _ if !url.username().is_empty() || url.password().is_some() => {
            wrong("must not hold a login")
        }
        "http" | "https" if local && talks_to_local => Ok(text),
        "https" if local => wrong("is this machine, which WeChat Pay cannot reach"),
        "https" => Ok(text),
        _ => wrong("must begin with https://"),
    }
}
