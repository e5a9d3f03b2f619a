//! `verify-notify`: verifies and decrypts one captured notification.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::capture::{Header, PastedBody, PastedNotification, headers, notification, raw_body};
use wechatpay::diagnose::notification::{
    Known, diagnose, empty_body, not_api_v3, other_merchant, plain, put_back, unopened,
};
use wechatpay::diagnose::{Cause, Finding, Text};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::notification::Notification;
use wechatpay::protocol::signed::{
    FRESH, NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, SignedBody, TIMESTAMP, Verified,
};
use wechatpay::protocol::stamp::Timestamp;

use super::captured::{Captured, NOTIFICATION_FORMS, unreadable};
use super::findings::{self, Shown};
use crate::args;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render, Tone};

/// The body must be the raw bytes that arrived, before any parsing.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// A whole request: raw HTTP, a copied curl command, a log, or JSON with headers and body
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["headers", "body", "signature"], required_unless_present = "body")]
    request: Option<PathBuf>,
    /// The headers, as lines, JSON, or as a program or framework prints them
    #[arg(long, value_name = "FILE|-", group = "signed", requires = "body", conflicts_with_all = ["timestamp", "nonce", "signature", "serial"])]
    headers: Option<PathBuf>,
    /// The raw body
    #[arg(long, value_name = "FILE|-", requires = "signed")]
    body: Option<PathBuf>,
    /// Wechatpay-Timestamp
    #[arg(long, value_name = "T", group = "signed", requires_all = ["body", "nonce", "signature", "serial"])]
    timestamp: Option<String>,
    /// Wechatpay-Nonce
    #[arg(long, value_name = "N")]
    nonce: Option<String>,
    /// Wechatpay-Signature
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    signature: Option<String>,
    /// Wechatpay-Serial
    #[arg(long, value_name = "K")]
    serial: Option<String>,
    /// Judge the age at this moment: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = args::moment)]
    at: Option<Timestamp>,
    /// The oldest signature to accept
    #[arg(long, value_name = "D", default_value = "5m", value_parser = args::duration)]
    max_age: Duration,
    /// Accept a signature of any age
    #[arg(long, conflicts_with_all = ["max_age", "at"])]
    no_max_age: bool,
    /// Verify only
    #[arg(long)]
    no_decrypt: bool,
}

#[derive(Serialize)]
struct Report {
    verified: bool,
    serial: Option<String>,
    age_seconds: Option<i64>,
    event: Option<Value>,
    resource: Option<Value>,
    capture: Captured,
    #[serde(flatten)]
    shown: Shown,
}

impl Render for Report {
    const SCHEMA: &'static str = "verify-notify";

    fn render(&self, page: &mut Page) {
        if self.verified {
            page.toned(
                Tone::Good,
                page.pick(
                    "verified: WeChat Pay signed these bytes",
                    "验签通过：确由微信支付签名",
                ),
            );
        } else {
            page.toned(Tone::Bad, page.pick("not verified", "验签未通过"));
        }
        let mut rows = Vec::new();
        rows.extend(self.serial.clone().map(|serial| ("serial", serial)));
        rows.extend(
            self.age_seconds
                .map(|age| (page.pick("age", "签名距今"), format!("{age} s"))),
        );
        for name in ["id", "event_type", "create_time", "summary"] {
            let value = self
                .event
                .as_ref()
                .and_then(|event| event.get(name))
                .and_then(Value::as_str);
            rows.extend(value.map(|value| (name, value.to_owned())));
        }
        if !rows.is_empty() {
            page.fields(rows);
        }
        if let Some(text) = self
            .resource
            .as_ref()
            .and_then(|resource| serde_json::to_string_pretty(resource).ok())
        {
            page.lines(text);
        }
        self.shown.render(page);
        self.capture.render(page);
    }
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    // Who waits for input should not be refused after it.
    context.profile()?;
    let (read, source) = capture(args)?;
    verify(&read, &source, args, context)
}

/// Verifies a pasted notification, with no option given.
pub(crate) fn explain(
    read: &PastedNotification,
    source: &Path,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let args = Args {
        max_age: FRESH,
        ..Args::default()
    };
    verify(read, source, &args, context)
}

/// Verifies what was read of a notification.
fn verify(
    read: &PastedNotification,
    source: &Path,
    args: &Args,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    // A body that is not one of API v3's has no such headers to read.
    let foreign = read.bodies.first().and_then(|body| not_api_v3(&body.bytes));
    if foreign.is_none() {
        readable(read, source)?;
    }
    let profile = context.profile()?;
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key(profile));
    }
    context.remark(&profile.platform_remarks());
    let now = args.at.unwrap_or_else(ambient::now);
    let body = signed_body(read, &keyring, now);
    let mut report = Report {
        verified: false,
        serial: read.header(SERIAL).map(str::to_owned),
        age_seconds: None,
        event: None,
        resource: None,
        capture: captured(read, body),
        shown: Shown::none(context.output.lang),
    };
    let bytes = body.map(|body| body.bytes.clone()).unwrap_or_default();
    let absent: Vec<&str> = read.absent().map(|header| header.name.as_str()).collect();
    match SignedBody::from_parts(|name| read.header(name), bytes) {
        Ok(signed) => judge(&signed, &keyring, now, args, context, &mut report)?,
        Err(error) => {
            let missing = || Some(printed_as_none(read)).filter(|_| !absent.is_empty());
            let finding = foreign.or_else(missing).or_else(|| plain(&error));
            report.shown.findings.extend(finding);
            let empty = body.and_then(|body| empty_body(&body.bytes));
            report.shown.findings.extend(empty);
        }
    }
    context.output.show(&report)?;
    let good = report.verified && report.shown.is_valid();
    Ok(if good {
        ExitStatus::Success
    } else {
        ExitStatus::Verification
    })
}

/// Refuses a text that was read too little of to conclude anything from.
fn readable(read: &PastedNotification, source: &Path) -> Result<(), CliError> {
    let (en, zh) = NOTIFICATION_FORMS;
    if read.headers.is_empty() {
        let what = if read.bodies.is_empty() {
            (
                "no signature headers and no body could be read",
                "读不到签名请求头和请求体",
            )
        } else {
            ("no signature headers could be read", "读不到签名请求头")
        };
        return Err(
            unreadable(source, what, &read.not_read).with_help(crate::ui::Text::pair(en, zh))
        );
    }
    if read.may_hide_headers() && read.absent().next().is_none() {
        let what = ("some headers could not be read", "部分请求头无法读取");
        return Err(
            unreadable(source, what, &read.not_read).with_help(crate::ui::Text::pair(en, zh))
        );
    }
    if read.bodies.is_empty() && read.absent().next().is_none() {
        let what = ("no body could be read", "读不到请求体");
        return Err(
            unreadable(source, what, &read.not_read).with_help(crate::ui::Text::pair(en, zh))
        );
    }
    Ok(())
}

/// Returns the reading of the body that the signature covers, else the most exact one.
fn signed_body<'r>(
    read: &'r PastedNotification,
    keyring: &Keyring,
    now: Timestamp,
) -> Option<&'r PastedBody> {
    let verifies = |body: &&PastedBody| {
        SignedBody::from_parts(|name| read.header(name), body.bytes.clone()).is_ok_and(|signed| {
            signed
                .check(now, None, |serial| keyring.find(serial))
                .is_ok()
        })
    };
    read.bodies.iter().find(verifies).or(read.bodies.first())
}

fn captured(read: &PastedNotification, body: Option<&PastedBody>) -> Captured {
    let known = [TIMESTAMP, NONCE, SIGNATURE, SERIAL, SIGNATURE_TYPE];
    let headers = read
        .headers
        .iter()
        .filter(|header| known.contains(&header.name.as_str()))
        .map(|header| &header.reading);
    Captured {
        read: headers
            .chain(body.map(|body| &body.reading))
            .cloned()
            .collect(),
        not_read: read.not_read.clone(),
    }
}

/// The application printed its headers, and printed none for these.
fn printed_as_none(read: &PastedNotification) -> Finding {
    let printed = |empty: &str, is: &str| -> String {
        let each = read.absent().map(|header| match header.value.trim() {
            "" => format!("{} {empty}", header.name),
            value => format!("{} {is} {value}", header.name),
        });
        each.collect::<Vec<_>>().join(", ")
    };
    Finding::inferred(
        Cause::MissingHeader,
        Text::new(
            format!(
                "the application found no such header: {}",
                printed("is empty", "is")
            ),
            format!("应用没有读到这些请求头：{}", printed("为空", "为")),
        ),
        Text::new(
            "read the header under its own name, in any case, from the request itself; a CDN or gateway must pass Wechatpay-* on; the notification of an order placed with API v2 has none",
            "按请求头自己的名称（不区分大小写）从请求中读取；CDN 或网关须透传 Wechatpay-*；用 API v2 下的单，其通知没有这些请求头",
        ),
    )
}

fn judge(
    signed: &SignedBody,
    keyring: &Keyring,
    now: Timestamp,
    args: &Args,
    context: &Context,
    report: &mut Report,
) -> Result<(), CliError> {
    // Values in each other's place have an age, too.
    let restored = put_back(signed);
    let dated = restored.as_ref().unwrap_or(signed);
    report.age_seconds = dated.age(now).ok();
    let fresh = (!args.no_max_age).then_some(args.max_age);
    if let Ok(verified) = signed.clone().verify(keyring, now, fresh) {
        report.verified = true;
        return open(&verified, args, context, report);
    }
    // Age and signature are judged apart, so that an old capture still learns about the second.
    let checks = [(dated, fresh), (signed, None)]
        .map(|(signed, fresh)| signed.check(now, fresh, |serial| keyring.find(serial)));
    let mut obvious: Vec<Finding> = Vec::new();
    for finding in checks
        .iter()
        .filter_map(|check| plain(check.as_ref().err()?))
    {
        // Milliseconds are no moment to count an age from.
        let counted = !matches!(finding.cause, Cause::Stale | Cause::ClockSkew)
            || !dated.is_in_milliseconds();
        if counted && obvious.iter().all(|earlier| earlier.cause != finding.cause) {
            obvious.push(finding);
        }
    }
    let [_, signature] = &checks;
    match signature {
        Err(error) if plain(error).is_some() => {}
        Ok(()) if !signed.is_in_milliseconds() => {
            // What is inside is judged too, and not shown: nobody vouches for it any more.
            if let Ok(verified) = signed.clone().verify(keyring, now, None) {
                open(&verified, args, context, report)?;
                (report.event, report.resource) = (None, None);
            }
        }
        Ok(()) | Err(_) => report.shown = diagnose_signature(signed, keyring, context)?,
    }
    report.shown.findings.splice(0..0, obvious);
    Ok(())
}

fn diagnose_signature(
    signed: &SignedBody,
    keyring: &Keyring,
    context: &Context,
) -> Result<Shown, CliError> {
    let profile = context.profile()?;
    let apiv3_key = profile.apiv3_key().ok();
    let mchid = profile.mchid().ok();
    let mut shown = findings::diagnose(context, |suspects| {
        let known = Known {
            platform: keyring,
            suspects,
            apiv3_key: apiv3_key.as_ref(),
            mchid: mchid.as_ref(),
        };
        diagnose(signed, &known, &findings::limits())
    })?;
    shown.arrived = true;
    Ok(shown)
}

fn open(
    verified: &Verified,
    args: &Args,
    context: &Context,
    report: &mut Report,
) -> Result<(), CliError> {
    let found = &mut report.shown.findings;
    let notification = match Notification::read(verified) {
        Ok(notification) => notification,
        Err(error) => {
            found.push(unopened(&error));
            return Ok(());
        }
    };
    report.event = Some(json!({
        "id": notification.id,
        "event_type": notification.event_type,
        "create_time": notification.create_time,
        "resource_type": notification.resource_type,
        "summary": notification.summary,
    }));
    if args.no_decrypt {
        return Ok(());
    }
    let profile = context.profile()?;
    match Notification::open(verified, &profile.apiv3_key()?) {
        Ok(event) => {
            let mchid = profile.mchid().ok();
            found.extend(mchid.and_then(|mchid| other_merchant(&event.plaintext, &mchid)));
            report.resource = Some(event.plaintext.value());
        }
        Err(error) => found.push(unopened(&error)),
    }
    Ok(())
}

/// Reads what the options name, and returns it with the file that holds the headers.
fn capture(args: &Args) -> Result<(PastedNotification, PathBuf), CliError> {
    if let Some(path) = &args.request {
        return Ok((notification(&args::file(path)?), path.clone()));
    }
    let Some(path) = &args.body else {
        return Err(CliError::usage(
            "--request, or --body with the headers, is needed",
        ));
    };
    let (mut read, source) = match &args.headers {
        Some(file) if file == path => {
            return Err(CliError::usage("--headers and --body must be two files"));
        }
        Some(file) => (headers(&args::file(file)?), file),
        None => (given(args), path),
    };
    read.bodies = raw_body(args::file(path)?);
    Ok((read, source.clone()))
}

/// Takes the headers from options of their own.
fn given(args: &Args) -> PastedNotification {
    let headers = [
        (TIMESTAMP, &args.timestamp),
        (NONCE, &args.nonce),
        (SIGNATURE, &args.signature),
        (SERIAL, &args.serial),
    ];
    PastedNotification {
        headers: headers
            .into_iter()
            .filter_map(|(name, value)| Some(Header::given(name, value.clone()?)))
            .collect(),
        ..PastedNotification::default()
    }
}
