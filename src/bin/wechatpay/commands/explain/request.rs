//! `explain request`: would WeChat Pay accept this signature, and why not.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::capture::{self, PastedAuthorization, PastedRequest, Reading};
use wechatpay::diagnose::request::{Request, SigningTime};
use wechatpay::protocol::stamp::Timestamp;

use crate::args;
use crate::commands::captured::{Captured, unreadable};
use crate::commands::findings::{self, Findings, SaveStrings};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Page, Render, Tone};

/// Checks the request against the profile's key. Exits with 4 if a fault is found.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(long, value_name = "M")]
    method: String,
    #[arg(long, value_name = "U", value_parser = args::url_text)]
    url: String,
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    #[command(flatten)]
    authorization: Authorization,
    #[arg(long, value_name = "TIME", value_parser = args::moment)]
    at: Option<Timestamp>,
    #[command(flatten)]
    strings: SaveStrings,
}

/// The header to check.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Authorization {
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    authorization: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    authorization_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    verdict: &'static str,
    /// When it was signed, by its timestamp.
    signed_at: Option<String>,
    age_seconds: Option<i64>,
    body_compressed: bool,
    capture: Captured,
    #[serde(flatten)]
    findings: Findings,
    #[serde(skip)]
    moment: Option<SigningTime>,
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-request";

    fn render(&self, page: &mut Page) {
        if self.findings.is_valid() {
            page.toned(Tone::Good, text!("explain-request-valid"));
            if let Some(moment) = &self.moment {
                age(moment, page);
            }
            if self.body_compressed {
                page.line(text!("explain-request-compressed"));
            }
        } else {
            page.toned(Tone::Bad, text!("explain-request-invalid"));
            self.findings.render(page);
        }
        self.capture.render(page);
    }
}

/// Shows when a request was signed, and what an old timestamp means.
fn age(moment: &SigningTime, page: &mut Page) {
    let at = moment.signed_at.to_rfc3339();
    let seconds = moment.age_seconds;
    if seconds < 0 {
        return;
    }
    page.line(match moment.whole_hours {
        Some(hours) => text!("explain-signed-at-hours", at, seconds, hours),
        None => text!("explain-signed-at", at, seconds),
    });
    if moment.is_refused() {
        page.line(text!("explain-too-old"));
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let body = args.body.as_deref().map(args::file).transpose()?;
    let Authorization {
        authorization,
        authorization_file,
    } = &args.authorization;
    let pasted = read_authorization(authorization.as_deref(), authorization_file.as_deref())?;
    let (authorization, read) = pasted
        .map(|pasted| (pasted.value, vec![pasted.reading]))
        .unwrap_or_default();
    let request = Request {
        method: &args.method,
        url: &args.url,
        body: &body.unwrap_or_default(),
        authorization: &authorization,
    };
    check(&request, read, args.at, &args.strings, context)
}

/// Checks a request that was read from a pasted text.
pub(super) fn explain(
    read: &PastedRequest,
    source: &Path,
    strings: &SaveStrings,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    if let Some(missing) = read.missing() {
        return Err(unreadable(source, missing, &read.not_read));
    }
    let request = Request {
        method: read.method.as_deref().unwrap_or_default(),
        url: read.url.as_deref().unwrap_or_default(),
        body: read.body.as_deref().unwrap_or_default(),
        authorization: read.authorization.as_deref().unwrap_or_default(),
    };
    check(&request, read.read.clone(), None, strings, context)
}

fn check(
    request: &Request<'_>,
    read: Vec<Reading>,
    sent_at: Option<Timestamp>,
    strings: &SaveStrings,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let inputs = context.inputs();
    let checked = findings::checker(context, &inputs)?.request(request, sent_at)?;
    let findings = Findings::new(checked.explanation, context);
    let moment = checked.moment;
    findings.save(strings, context)?;
    let status = findings.status();
    context.output.show(&Report {
        verdict: findings.verdict(),
        signed_at: moment.as_ref().map(|moment| moment.signed_at.to_rfc3339()),
        age_seconds: moment.as_ref().map(|moment| moment.age_seconds),
        body_compressed: checked.is_compressed,
        capture: Captured {
            read,
            not_read: Vec::new(),
        },
        findings,
        moment,
    })?;
    Ok(status)
}

/// Reads the header's value from an option or a file, with or without what surrounds it.
pub(super) fn read_authorization(
    text: Option<&str>,
    file: Option<&Path>,
) -> Result<Option<PastedAuthorization>, CliError> {
    match file {
        Some(file) => Ok(Some(capture::authorization(&args::filled_file(file)?))),
        None => Ok(text.map(|text| capture::authorization(text.as_bytes()))),
    }
}
