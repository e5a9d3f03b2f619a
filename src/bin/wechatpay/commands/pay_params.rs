//! `pay-params`: makes what the payer's client is given, or checks what it was given.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};
use wechatpay::ambient;
use wechatpay::capture::{self, PastedPayParams};
use wechatpay::diagnose::pay_params::{Claim, Comparison, Known, Names, not_a_prepay_id};
use wechatpay::diagnose::{Diagnosis, Place};
use wechatpay::profile::{KeysAtHand, Profile};
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{Appid, IdError, PrepayId};
use wechatpay::protocol::pay_params::{PayClient, PayParams, package};
use wechatpay::protocol::stamp::{Nonce, Stamp, Timestamp};

use super::captured::{Captured, PAY_PARAMS_FORMS, unreadable};
use super::findings::{self, Shown};
use super::partner::SubMerchantApp;
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Lang;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

/// No network is used. The object's fields are spelled as the client wants them.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// What create-order returned
    #[arg(
        value_name = "PREPAY_ID",
        required_unless_present = "check",
        conflicts_with = "check"
    )]
    prepay_id: Option<String>,
    /// The client that pays [default: miniprogram; with --check: read from the object]
    #[arg(long = "for", value_name = "miniprogram|jsapi|app")]
    client: Option<PayClient>,
    /// The App ID of that client [default: the profile's; --sub-appid where that is given]
    #[arg(long)]
    appid: Option<Appid>,
    #[command(flatten)]
    partner: SubMerchantApp,
    /// Unix seconds [default: now]
    #[arg(long, value_name = "S")]
    timestamp: Option<Timestamp>,
    /// 1 to 32 letters and digits [default: random]
    #[arg(long, value_name = "N")]
    nonce: Option<Nonce>,
    /// Show each signed line, its length, the SHA-256 and the key
    #[arg(long)]
    explain: bool,
    /// Check the object that a client got, and say what is wrong with it
    #[arg(long, value_name = "FILE|-")]
    check: Option<PathBuf>,
    /// With --check: the string that your code signed, to compare byte by byte
    #[arg(long, value_name = "FILE|-", requires = "check")]
    signed_string: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    args.partner.lay_over(context);
    match (&args.check, &args.prepay_id) {
        (Some(file), _) => check(args, file, context),
        (None, Some(text)) => make(args, &prepay_id(text)?, context),
        (None, None) => Err(CliError::usage("a prepay_id is needed, or --check FILE")),
    }
}

/// Reads a prepay_id; what is passed in its place is named.
fn prepay_id(text: &str) -> Result<PrepayId, CliError> {
    if let Some(other) = not_a_prepay_id(text) {
        return Err(CliError::usage(other.message.en)
            .in_chinese(other.message.zh)
            .with_help(Text::pair(other.fix.en, other.fix.zh)));
    }
    text.parse()
        .map_err(|error: IdError| CliError::usage(error.to_string()))
}

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    params: PayParams,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explanation>,
}

#[derive(Serialize)]
struct Explanation {
    lines: Vec<Line>,
    bytes: usize,
    sha256: String,
    serial_no: String,
}

#[derive(Serialize)]
struct Line {
    label: &'static str,
    value: String,
    bytes: usize,
}

impl Render for Report {
    const SCHEMA: &'static str = "pay-params";

    fn render(&self, page: &mut Page) {
        if let Ok(object) = serde_json::to_string_pretty(&self.params) {
            page.lines(object);
        }
        let Some(explain) = &self.explain else { return };
        let title = page.pick(
            "Signed, each line with its line feed:",
            "签名串（每行以换行符结尾）：",
        );
        page.toned(Tone::Bold, title);
        let header = page.pick(["line", "value", "bytes"], ["行", "值", "字节"]);
        page.table(
            &header,
            explain.lines.iter().map(|line| {
                vec![
                    line.label.into(),
                    format!("{}\\n", line.value),
                    line.bytes.to_string(),
                ]
            }),
        );
        page.fields([
            (page.pick("bytes", "字节"), explain.bytes.to_string()),
            ("SHA-256", explain.sha256.clone()),
            (
                page.pick("signed with the key of", "签名私钥对应证书"),
                explain.serial_no.clone(),
            ),
        ]);
    }
}

fn make(args: &Args, prepay_id: &PrepayId, context: &Context) -> Result<ExitStatus, CliError> {
    let profile = context.profile()?;
    let key = context.signing_key(profile)?;
    let payee = profile.payee()?;
    let appid = appid(args, profile, &payee, context)?;
    let fresh = ambient::stamp();
    let stamp = Stamp {
        timestamp: args.timestamp.unwrap_or(fresh.timestamp),
        nonce: args.nonce.clone().unwrap_or(fresh.nonce),
    };
    let client = args.client.unwrap_or(PayClient::MiniProgram);
    let params = PayParams::sign(client, &key, payee.signer(), &appid, &stamp, prepay_id);
    let explain = args.explain.then(|| {
        let package = package(prepay_id);
        let message = PayParams::message(client, &appid, &stamp, prepay_id, &package);
        let bytes = message.to_bytes();
        let lines = message.lines().iter().map(|line| Line {
            label: line.label,
            value: String::from_utf8_lossy(&line.value).into_owned(),
            bytes: line.value.len() + 1,
        });
        Explanation {
            lines: lines.collect(),
            bytes: bytes.len(),
            sha256: Sha256::digest(&bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            serial_no: key.serial_no().to_string(),
        }
    });
    context.output.show(&Report { params, explain })?;
    Ok(ExitStatus::Success)
}

/// Returns the App ID of the app that pays. In partner mode it cannot be known from a prepay_id
/// whether that is the service provider's or the sub-merchant's.
fn appid(
    args: &Args,
    profile: &Profile,
    payee: &Payee,
    context: &Context,
) -> Result<Appid, CliError> {
    if let Some(given) = args.appid.as_ref().or(args.partner.sub_appid.as_ref()) {
        return Ok(given.clone());
    }
    let own = profile.appid()?;
    if let Payee::Partner {
        sub_appid: Some(sub_appid),
        ..
    } = payee
        && !context.output.json
        && context.output.get.is_none()
    {
        context.output.note(match context.output.lang {
            Lang::En => format!(
                "signed for the service provider's {own}; where the order names the payer by sub_openid, give --appid {sub_appid}"
            ),
            Lang::Zh => format!(
                "按服务商的 {own} 签名；若下单时用 sub_openid 指定付款人，请使用 --appid {sub_appid}"
            ),
        });
    }
    Ok(own)
}

#[derive(Serialize)]
struct Verdict {
    verdict: &'static str,
    capture: Captured,
    #[serde(flatten)]
    shown: Shown,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_string: Option<Compared>,
}

/// The string that the user's code signed, beside the one that had to be signed.
#[derive(Serialize)]
struct Compared {
    /// Whether the signature covers it.
    signed: bool,
    equal: bool,
    /// Bytes before the first that differs.
    offset: Option<usize>,
    line: Option<usize>,
    column: Option<usize>,
    /// The bytes that differ, in hexadecimal; absent past the end.
    expected_byte: Option<String>,
    found_byte: Option<String>,
}

impl From<Comparison> for Compared {
    fn from(comparison: Comparison) -> Self {
        let hex = |byte: u8| format!("{byte:02x}");
        let parting = comparison.parting;
        Self {
            signed: comparison.is_signed,
            equal: parting.is_none(),
            offset: parting.map(|parting| parting.offset),
            line: parting.map(|parting| parting.line),
            column: parting.map(|parting| parting.column),
            expected_byte: parting.and_then(|parting| parting.expected).map(hex),
            found_byte: parting.and_then(|parting| parting.found).map(hex),
        }
    }
}

impl Compared {
    fn render(&self, page: &mut Page) {
        let place = match (self.line, self.column) {
            (Some(line), Some(column)) => {
                let byte = |byte: &Option<String>| match byte {
                    Some(hex) => format!("0x{hex}"),
                    None => page.pick("the end", "“结尾”").to_owned(),
                };
                let (expected, found) = (byte(&self.expected_byte), byte(&self.found_byte));
                page.pick(
                    format!("your string differs from what had to be signed at line {line}, byte {column}: {found}, expected {expected}"),
                    format!("你的签名串与应签名的内容在第 {line} 行第 {column} 个字节开始不同：实际为 {found}，应为 {expected}"),
                )
            }
            _ => page
                .pick(
                    "your string is, byte by byte, what had to be signed",
                    "你的签名串与应签名的内容逐字节相同",
                )
                .to_owned(),
        };
        page.line(place);
        page.line(if self.signed {
            page.pick(
                "the signature covers your string",
                "此签名正是对你的签名串所做",
            )
        } else {
            page.pick(
                "the signature does not cover your string: other bytes were signed, or with another key",
                "此签名不是对你的签名串所做：实际签名的是别的内容，或用了另一把密钥",
            )
        });
    }
}

impl Render for Verdict {
    const SCHEMA: &'static str = "pay-params-check";

    fn render(&self, page: &mut Page) {
        if self.shown.is_valid() {
            page.toned(
                Tone::Good,
                page.pick(
                    "valid: the client will accept these parameters",
                    "有效：客户端会接受这些参数",
                ),
            );
        } else {
            page.toned(
                Tone::Bad,
                page.pick(
                    "invalid: the client will refuse these parameters",
                    "无效：客户端会拒绝这些参数",
                ),
            );
            self.shown.render(page);
        }
        if let Some(compared) = &self.signed_string {
            compared.render(page);
        }
        self.capture.render(page);
    }
}

fn check(args: &Args, file: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    if args.signed_string.as_deref() == Some(file) && file == Path::new("-") {
        return Err(CliError::usage(
            "--check - and --signed-string - cannot both read standard input",
        )
        .in_chinese("--check - 和 --signed-string - 不能同时读取标准输入")
        .with_help(Text::pair(
            "save one of them in a file",
            "请把其中一个保存为文件",
        )));
    }
    check_pasted(args, capture::pay_params(&args::file(file)?), file, context)
}

/// Checks the object that a pasted text holds, with no option given.
pub(crate) fn explain(
    read: PastedPayParams,
    source: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    check_pasted(&Args::default(), read, source, context)
}

fn check_pasted(
    args: &Args,
    read: PastedPayParams,
    source: &Path,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let names = names(&read);
    let (object, capture) = captured_params(read, source)?;
    let object = &object;
    let profile = context.profile()?;
    let key = context.signing_key(profile)?;
    let apiv3_key = profile.apiv3_key().ok();
    let own = [profile.appid().ok(), profile.sub_appid()?];
    let appids: Vec<String> = args.appid.as_ref().map_or_else(
        || own.iter().flatten().map(ToString::to_string).collect(),
        |appid| vec![appid.to_string()],
    );
    let mchids = [Some(profile.mchid()?), profile.sub_mchid()?];
    let others = KeysAtHand::other_appids(profile, &context.inputs());
    let other_appids: Vec<String> = own
        .iter()
        .flatten()
        .map(ToString::to_string)
        .chain(others)
        .chain(mchids.iter().flatten().map(ToString::to_string))
        .collect();
    let mut signed_string = None;
    let mut signed_at = None;
    let mut shown = match Claim::read_for(object, args.client, names) {
        Ok(mut claim) => {
            signed_at = claim.signed_at();
            if let Some(file) = &args.signed_string {
                claim = claim.with_signed_string(args::file(file)?);
            }
            findings::diagnose(context, |suspects| {
                let known = Known {
                    merchant: key.verifying_key(),
                    mchid: mchids[0].as_ref().map(ToString::to_string),
                    suspects,
                    apiv3_key: apiv3_key.as_ref(),
                    appids: appids.clone(),
                    other_appids: other_appids.clone(),
                };
                let diagnosis = claim.diagnose(&known, &findings::limits());
                signed_string = claim.compare(&known, &diagnosis).map(Compared::from);
                diagnosis
            })?
        }
        Err(missing) => Shown::new(Diagnosis::plain(missing), context.output.lang),
    };
    if let Some(signed_at) = signed_at {
        shown.add(findings::certificate(
            profile,
            key.serial_no(),
            signed_at,
            Place::PayParams,
        ));
    }
    let valid = shown.is_valid();
    let verdict = if valid { "valid" } else { "invalid" };
    context.output.show(&Verdict {
        verdict,
        capture,
        shown,
        signed_string,
    })?;
    Ok(if valid {
        ExitStatus::Success
    } else {
        ExitStatus::Verification
    })
}

/// Returns whose names the fields have.
fn names(read: &PastedPayParams) -> Names {
    if read.is_type {
        Names::Program
    } else if read.call.as_deref() == Some("chooseWXPay") {
        Names::ChooseWxPay
    } else {
        Names::Client
    }
}

/// Reads the object, unless a part of the text that was not read may hold a field of it.
fn captured_params(
    read: PastedPayParams,
    source: &Path,
) -> Result<(serde_json::Value, Captured), CliError> {
    let (en, zh) = PAY_PARAMS_FORMS;
    let incomplete = read.may_hide_fields();
    match read.object {
        Some(object) if !incomplete => {
            let capture = Captured {
                read: vec![read.reading],
                not_read: read.not_read,
            };
            Ok((object, capture))
        }
        Some(_) => {
            let what = (
                "a part of the pay params could not be read",
                "支付参数的一部分无法读取",
            );
            Err(unreadable(source, what, &read.not_read).with_help(Text::pair(en, zh)))
        }
        None => {
            let what = ("no pay params are in it", "其中没有支付参数");
            Err(unreadable(source, what, &read.not_read).with_help(Text::pair(en, zh)))
        }
    }
}
