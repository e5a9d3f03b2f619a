//! `explain reply`: what a 401 reply tells of the request that it refused.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::capture::{self, PastedReply};
use wechatpay::diagnose::reply::{Received, Reply, Sent};
use wechatpay::explain::{RecordError, RecordedRefusal, advice, api};
use wechatpay::protocol::error_code::{self, Advice, CodeQuery};
use wechatpay::protocol::stamp::Timestamp;

use super::request::read_authorization;
use super::{code, known_text};
use crate::args;
use crate::commands::captured::{Captured, unreadable};
use crate::commands::findings::{self, Findings, SaveStrings};
use crate::commands::rows::fields;
use crate::context::Context;
use crate::error::{CliError, failures};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{Lang, Page, Render, Tone};

/// With the request's options, its signature is checked against what the server received.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "FILE|-")]
    reply: PathBuf,
    #[arg(long, value_name = "M")]
    method: Option<String>,
    #[arg(long, value_name = "U", value_parser = args::url_text)]
    url: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with = "authorization_file"
    )]
    authorization: Option<String>,
    #[arg(long, value_name = "FILE|-")]
    authorization_file: Option<PathBuf>,
    #[command(flatten)]
    strings: SaveStrings,
}

#[derive(Serialize)]
struct Report {
    verdict: &'static str,
    code: Option<String>,
    message: Option<String>,
    /// What the server received.
    received: Option<Received>,
    capture: Captured,
    #[serde(flatten)]
    findings: Findings,
    #[serde(skip)]
    meaning: Option<Meaning>,
}

/// What a refusal means that no signature explains.
enum Meaning {
    Text(&'static Advice),
    Code(code::Report),
}

impl Meaning {
    fn of(reply: &Reply, sent: &Sent, lang: Lang) -> Option<Self> {
        let code = reply.code.as_deref()?;
        let message = reply.message.as_deref().unwrap_or_default();
        if let Some(advice) = error_code::by_message(code, message) {
            return Some(Self::Text(advice));
        }
        let query = CodeQuery::Code(code.to_owned());
        let report = code::Report::new(&query, api(reply, sent), lang);
        Some(Self::Code(report))
    }

    fn show(&self, page: &mut Page) {
        match self {
            Self::Text(advice) => code::body(page, "", &advice.text(page.lang), advice.repeat),
            Self::Code(report) => report.meaning(page),
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-reply";

    fn render(&self, page: &mut Page) {
        let parts: Vec<&str> = [&self.code, &self.message]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        page.toned(Tone::Bad, parts.join(page.lang.colon()));
        if let Some(received) = &self.received {
            page.toned(Tone::Bold, text!("explain-server-received"));
            let stamp = received.stamp();
            let begins = received.body_head().unwrap_or_default();
            let bytes = received.body_length().map(|bytes| bytes.to_string());
            fields!(page, {
                "method" => received.method.clone(),
                "url" => received.url.clone(),
                "timestamp" => stamp.map_or("", |stamp| stamp.timestamp),
                "nonce_str" => stamp.map_or("", |stamp| stamp.nonce),
                text!("explain-body-begins") => begins.replace('\n', "␊"),
                text!("explain-body-bytes") => bytes.unwrap_or_default(),
                text!("explain-message-bytes") => received.length.to_string(),
            });
        }
        if let Some(meaning) = &self.meaning {
            meaning.show(page);
        }
        self.findings.render(page);
        self.capture.render(page);
    }
}

pub(super) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let text = args::filled_file(&args.reply)?;
    let pasted = read_authorization(
        args.authorization.as_deref(),
        args.authorization_file.as_deref(),
    )?;
    let sent = Sent {
        method: args.method.clone(),
        url: args.url.clone(),
        body: args.body.as_deref().map(args::file).transpose()?,
        authorization: pasted.map(|pasted| pasted.value),
    };
    let read = capture::reply(&text);
    explain(read, &text, &sent, &args.reply, &args.strings, context).await
}

/// Explains a reply that was read from a text, with what is known of the request.
pub(super) async fn explain(
    read: PastedReply,
    text: &[u8],
    sent: &Sent,
    source: &Path,
    strings: &SaveStrings,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    if sent.authorization.is_none() {
        let data = context.sandbox_data()?;
        if let Some(refusal) = RecordedRefusal::find(text, &data, context.global.sandbox).await {
            let findings = from_record(&refusal, &data, context)?;
            findings.save(strings, context)?;
            return report(refusal.reply(), sent, findings, read, context);
        }
    }
    let missing = || unreadable(source, read.missing(), &read.not_read);
    let value = read.value.as_ref().ok_or_else(missing)?;
    if let Some(errcode) = read.errcode() {
        return code::explain(&errcode, None, context);
    }
    let reply = Reply::read(value);
    if reply.code.is_none() && reply.received.is_none() {
        return Err(missing());
    }
    if let Some(code) = reply
        .code
        .as_deref()
        .filter(|_| sent.authorization.is_none())
        && context.is_unconfigured()
    {
        return without_profile(code, &reply, sent, context);
    }
    let inputs = context.inputs();
    let explanation = findings::checker(context, &inputs)?.reply(&reply, sent)?;
    let findings = Findings::new(explanation, context);
    findings.save(strings, context)?;
    report(reply, sent, findings, read, context)
}

/// Says what a refusal means where there are no keys to compare signatures with.
fn without_profile(
    code: &str,
    reply: &Reply,
    sent: &Sent,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    context.output.note(text!("explain-without-profile"));
    let message = reply.message.as_deref();
    let of_message = message.and_then(|message| error_code::by_code_and_text(code, message));
    match of_message {
        Some(known) => known_text::explain(known, context),
        None => code::explain(&CodeQuery::Code(code.to_owned()), api(reply, sent), context),
    }
}

/// Explains a request that the sandbox refused and recorded.
fn from_record(
    refusal: &RecordedRefusal,
    data: &Path,
    context: &Context,
) -> Result<Findings, CliError> {
    let request = &refusal.request().summary;
    let id = request.request_id.as_deref().unwrap_or_default();
    let at = Timestamp::from_millis(request.at).to_rfc3339();
    context.output.note(text!("explain-from-record", id, at));
    let inputs = context.inputs();
    // The record is enough; a profile only brings more keys that may have signed.
    let checker = findings::checker(context, &inputs).ok();
    let explanation = refusal.explain(data, checker.as_ref())?;
    Ok(Findings::new(explanation, context))
}

failures!(error: RecordError {
    Identity(error) => error.into(),
    Profile(error) => error.into(),
});

fn report(
    reply: Reply,
    sent: &Sent,
    findings: Findings,
    read: PastedReply,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let status = findings.status();
    let advised = advice(&reply, sent).filter(|_| findings.is_valid());
    if let Some(advice) = advised.filter(|_| context.output.json) {
        let words = advice.text(context.output.lang);
        context.output.note(words.fix);
    }
    context.output.show(&Report {
        meaning: advised.and_then(|_| Meaning::of(&reply, sent, context.output.lang)),
        verdict: findings.verdict(),
        received: reply.received,
        code: reply.code,
        message: reply.message,
        capture: Captured {
            read: vec![read.reading],
            not_read: read.not_read,
        },
        findings,
    })?;
    Ok(status)
}
