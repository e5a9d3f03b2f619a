//! `pay-params`: makes what the payer's client is given, or checks what it was given.

use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};
use wechatpay::ambient;
use wechatpay::capture::{self, PastedPayParams};
use wechatpay::diagnose::pay_params::{Comparison, NotAPrepayId, prepay_id};
use wechatpay::explain::PayParamsOptions;
use wechatpay::profile::Profile;
use wechatpay::protocol::endpoint::Payee;
use wechatpay::protocol::id::{Appid, PrepayId};
use wechatpay::protocol::pay_params::{PayClient, PayParams, package};
use wechatpay::protocol::stamp::{Nonce, Stamp, Timestamp};
use wechatpay::shell;

use super::captured::{Captured, unreadable};
use super::findings::{self, Findings, SaveStrings};
use super::partner::SubMerchantApp;
use super::rows::{fields, table};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

/// No network is used. The object's fields are spelled as the client wants them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(
        value_name = "PREPAY_ID",
        required_unless_present = "check",
        conflicts_with = "check"
    )]
    prepay_id: Option<String>,
    #[arg(long = "for", value_name = "miniprogram|jsapi|app")]
    client: Option<PayClient>,
    #[arg(long)]
    appid: Option<Appid>,
    #[command(flatten)]
    pub(crate) partner: SubMerchantApp,
    #[arg(long, value_name = "S")]
    timestamp: Option<Timestamp>,
    #[arg(long, value_name = "N")]
    nonce: Option<Nonce>,
    #[arg(long)]
    explain: bool,
    #[arg(long, value_name = "FILE|-")]
    check: Option<PathBuf>,
    #[arg(long, value_name = "FILE|-", requires = "check")]
    signed_string: Option<PathBuf>,
    #[arg(long, value_name = "DIR", requires = "check")]
    save_strings: Option<PathBuf>,
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        if self.check.is_some() {
            &["pay-params-check"]
        } else {
            &["pay-params"]
        }
    }
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match (&args.check, &args.prepay_id) {
        (Some(file), _) => check(args, file, context),
        (None, Some(text)) => {
            let prepay_id = prepay_id(text).map_err(|other| match Path::new(text) {
                path if path.is_file() => is_a_file(path),
                _ => not_a_prepay_id(&other),
            })?;
            sign(args, &prepay_id, context)
        }
        (None, None) => Err(CliError::usage(text!("params-nothing"))),
    }
}

/// The failure to read a prepay_id where a file to check was named.
fn is_a_file(path: &Path) -> CliError {
    let file = shell::word(&path.display().to_string());
    CliError::usage(text!("params-file", file))
}

/// The failure to read a prepay_id: what was passed in its place is named.
fn not_a_prepay_id(other: &NotAPrepayId) -> CliError {
    CliError::usage(Text::from(&other.message)).with_help(Text::from(&other.fix))
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
        page.toned(Tone::Bold, text!("params-signed"));
        table!(page, line in &explain.lines => {
            text!("params-line") => line.label,
            text!("params-value") => format!("{}\\n", line.value),
            text!("params-bytes") => line.bytes.to_string(),
        });
        fields!(page, {
            text!("params-bytes") => explain.bytes.to_string(),
            "SHA-256" => explain.sha256.clone(),
            text!("params-signer") => explain.serial_no.clone(),
        });
    }
}

fn sign(args: &Args, prepay_id: &PrepayId, context: &Context) -> Result<ExitStatus, CliError> {
    let profile = context.profile()?;
    let key = context.signing_key(profile)?;
    let payee = profile.payee()?;
    let appid = appid(args, profile, &payee, context)?;
    let fresh = ambient::stamp();
    let stamp = Stamp {
        timestamp: args.timestamp.unwrap_or(fresh.timestamp),
        nonce: args.nonce.clone().unwrap_or(fresh.nonce),
    };
    if stamp.timestamp.is_in_milliseconds() {
        let timestamp = stamp.timestamp;
        context.output.warn(text!("params-milliseconds", timestamp));
    }
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
    context.output.show(&Report { params, explain })
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
        context
            .output
            .note(text!("params-service-provider", own = &own, sub_appid));
    }
    Ok(own)
}

#[derive(Serialize)]
struct CheckReport {
    verdict: &'static str,
    capture: Captured,
    #[serde(flatten)]
    findings: Findings,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_string: Option<Comparison>,
}

/// Shows how the string that the user's code signed compares with the one that had to be signed.
fn compared(comparison: &Comparison, page: &mut Page) {
    let byte = |byte: Option<u8>| match byte {
        Some(byte) => text!("params-byte", hex = format!("{byte:02x}")),
        None => text!("params-end"),
    };
    page.line(match comparison.parting {
        Some(parting) => {
            let (line, column) = (parting.line, parting.column);
            let (found, expected) = (byte(parting.found), byte(parting.expected));
            text!("params-string-differs", line, column, found, expected)
        }
        None => text!("params-string-equal"),
    });
    page.line(if comparison.is_signed {
        text!("params-string-signed")
    } else {
        text!("params-string-not-signed")
    });
}

impl Render for CheckReport {
    const SCHEMA: &'static str = "pay-params-check";

    fn render(&self, page: &mut Page) {
        if self.findings.is_valid() {
            page.toned(Tone::Good, text!("params-valid"));
        } else {
            page.toned(Tone::Bad, text!("params-invalid"));
            self.findings.render(page);
        }
        if let Some(comparison) = &self.signed_string {
            compared(comparison, page);
        }
        self.capture.render(page);
    }
}

fn check(args: &Args, file: &Path, context: &Context) -> Result<ExitStatus, CliError> {
    if args.signed_string.as_deref() == Some(file) && file == Path::new("-") {
        return Err(CliError::usage(text!("params-both-standard-input")));
    }
    let read = capture::pay_params(&args::filled_file(file)?);
    let signed_string = args.signed_string.as_deref().map(args::file);
    let options = PayParamsOptions {
        client: args.client,
        appid: args.appid.clone(),
        signed_string: signed_string.transpose()?,
    };
    let strings = SaveStrings::to(args.save_strings.clone());
    check_pasted(read, file, options, &strings, context)
}

/// Checks the object that was read from a text.
pub(crate) fn check_pasted(
    read: PastedPayParams,
    source: &Path,
    options: PayParamsOptions,
    strings: &SaveStrings,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    if let Some(missing) = read.missing() {
        return Err(unreadable(source, missing, &read.not_read));
    }
    let inputs = context.inputs();
    let checker = findings::checker(context, &inputs)?;
    let key = context.merchant_verifying_key(context.profile()?)?;
    let checked = checker.pay_params(&read, &key, options)?;
    let findings = Findings::new(checked.explanation, context);
    findings.save(strings, context)?;
    let status = findings.status();
    context.output.show(&CheckReport {
        verdict: findings.verdict(),
        capture: Captured {
            read: vec![read.reading],
            not_read: read.not_read,
        },
        findings,
        signed_string: checked.comparison,
    })?;
    Ok(status)
}
