//! `verify-notify`: verifies and decrypts one captured notification.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use wechatpay::ambient;
use wechatpay::capture::{Header, PastedNotification, headers, notification, raw_body};
use wechatpay::explain::{NotificationOptions, Remark, missing};
use wechatpay::protocol::notification::Notification;
use wechatpay::protocol::plaintext::Plaintext;
use wechatpay::protocol::signed::{NONCE, SERIAL, SIGNATURE, TIMESTAMP};
use wechatpay::protocol::stamp::Timestamp;

use super::captured::{Captured, unreadable};
use super::findings::{self, Findings, SaveStrings};
use crate::args;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Text, Tone};

/// The body must be the raw bytes that arrived, before any parsing.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["headers", "body", "signature"], required_unless_present = "body")]
    request: Option<PathBuf>,
    #[arg(long, value_name = "FILE|-", group = "signed", requires = "body", conflicts_with_all = ["timestamp", "nonce", "signature", "serial"])]
    headers: Option<PathBuf>,
    #[arg(long, value_name = "FILE|-", requires = "signed")]
    body: Option<PathBuf>,
    #[arg(long, help_heading = "signature", value_name = "T", group = "signed", requires_all = ["body", "nonce", "signature", "serial"])]
    timestamp: Option<String>,
    #[arg(long, help_heading = "signature", value_name = "N")]
    nonce: Option<String>,
    #[arg(
        long,
        help_heading = "signature",
        value_name = "S",
        allow_hyphen_values = true
    )]
    signature: Option<String>,
    #[arg(long, help_heading = "signature", value_name = "K")]
    serial: Option<String>,
    #[arg(long, help_heading = "checks", value_name = "TIME", value_parser = args::moment)]
    at: Option<Timestamp>,
    #[arg(long, help_heading = "checks", value_name = "D", default_value = "5m", value_parser = args::duration)]
    max_age: Duration,
    #[arg(long, help_heading = "checks", conflicts_with = "max_age")]
    no_max_age: bool,
    #[arg(long, help_heading = "checks")]
    no_decrypt: bool,
    #[command(flatten)]
    strings: SaveStrings,
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
    findings: Findings,
}

impl Render for Report {
    const SCHEMA: &'static str = "verify-notify";

    fn render(&self, page: &mut Page) {
        let (tone, result) = if self.verified {
            (Tone::Good, text!("verify-verified"))
        } else {
            (Tone::Bad, text!("verify-not-verified"))
        };
        page.toned(tone, result);
        let mut rows: Vec<(Text, String)> = Vec::new();
        rows.extend(self.serial.clone().map(|serial| ("serial".into(), serial)));
        let age = self.age_seconds.map(|seconds| format!("{seconds} s"));
        rows.extend(age.map(|age| (text!("verify-age"), age)));
        for name in ["id", "event_type", "create_time", "summary"] {
            let value = self
                .event
                .as_ref()
                .and_then(|event| event.get(name))
                .and_then(Value::as_str);
            rows.extend(value.map(|value| (name.into(), value.to_owned())));
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
        self.findings.render(page);
        self.capture.render(page);
    }
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    // Without a profile no input is waited for.
    context.profile()?;
    let (read, source) = capture(args)?;
    let options = NotificationOptions {
        now: args.at.unwrap_or_else(ambient::now),
        max_age: (!args.no_max_age).then_some(args.max_age),
        decrypt: !args.no_decrypt,
    };
    verify(&read, &source, &options, &args.strings, context)
}

/// Verifies what was read of a notification.
pub(crate) fn verify(
    read: &PastedNotification,
    source: &Path,
    options: &NotificationOptions,
    strings: &SaveStrings,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    if let Some(missing) = missing(read) {
        return Err(unreadable(source, missing, &read.not_read));
    }
    let profile = context.profile()?;
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(Context::no_platform_key(profile));
    }
    context.warn_of_unused_files(profile);
    let inputs = context.inputs();
    let checked = findings::checker(context, &inputs)?
        .notification(read, &keyring, options)
        .map_err(|error| {
            let needs_key = options.decrypt && profile.apiv3_key().is_err();
            let error = CliError::from(error);
            if needs_key {
                error.with_more_help(text!("verify-help-no-decrypt"))
            } else {
                error
            }
        })?;
    let report = Report {
        verified: checked.is_verified,
        serial: read.header(SERIAL).map(str::to_owned),
        age_seconds: checked.age_seconds,
        event: checked.notification.as_ref().map(envelope),
        resource: checked.plaintext.as_ref().map(Plaintext::value),
        capture: Captured {
            read: checked.readings,
            not_read: read.not_read.clone(),
        },
        findings: Findings::received(checked.explanation, context),
    };
    report.findings.save(strings, context)?;
    context.output.show(&report)?;
    if let Some(Remark { message, fix, .. }) = &checked.remark {
        context.output.note(Text::from(message));
        context.output.note(Text::from(fix));
    }
    Ok(if report.verified {
        report.findings.status()
    } else {
        ExitStatus::Failed(Kind::Verification)
    })
}

fn envelope(notification: &Notification) -> Value {
    json!({
        "id": notification.id,
        "event_type": notification.event_type,
        "create_time": notification.create_time,
        "resource_type": notification.resource_type,
        "summary": notification.summary,
    })
}

/// Reads what the options name, and returns it with the file that holds the headers.
fn capture(args: &Args) -> Result<(PastedNotification, PathBuf), CliError> {
    if let Some(path) = &args.request {
        return Ok((notification(&args::filled_file(path)?), path.clone()));
    }
    let Some(path) = &args.body else {
        return Err(CliError::usage(text!("verify-nothing")));
    };
    let (mut read, source) = match &args.headers {
        Some(file) if file == path => {
            return Err(CliError::usage(text!("verify-one-file")));
        }
        Some(file) => (headers(&args::filled_file(file)?), file),
        None => (of_options(args), path),
    };
    read.bodies = raw_body(args::file(path)?);
    Ok((read, source.clone()))
}

/// Takes the headers from options of their own.
fn of_options(args: &Args) -> PastedNotification {
    let headers = [
        (TIMESTAMP, &args.timestamp),
        (NONCE, &args.nonce),
        (SIGNATURE, &args.signature),
        (SERIAL, &args.serial),
    ];
    PastedNotification {
        headers: headers
            .into_iter()
            .filter_map(|(name, value)| Some(Header::new(name, value.clone()?)))
            .collect(),
        ..PastedNotification::default()
    }
}
