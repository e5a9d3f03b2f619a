//! `explain reply`: what a 401 reply tells of the request that it refused.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::capture::{self, PastedReply, PastedRequest, ReplyKind};
use wechatpay::diagnose::Place;
use wechatpay::diagnose::reply::{Received, Reply, Sent, diagnose};
use wechatpay::diagnose::request::{Known, Moment};
use wechatpay::protocol::error_code::{self, Asked};
use wechatpay::protocol::stamp::Timestamp;

use super::code;
use super::request::authorization;
use super::sandbox_record;
use crate::args;
use crate::commands::captured::{Captured, REPLY_FORMS, unreadable};
use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

/// With the request's options, its signature is judged against what the server received.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The reply, alone or inside an exception's text, a log or another object
    #[arg(value_name = "FILE|-")]
    reply: PathBuf,
    /// The method as sent
    #[arg(long, value_name = "M")]
    method: Option<String>,
    /// The URL as sent, or its path and query
    #[arg(long, value_name = "U")]
    url: Option<String>,
    /// The raw body as sent
    #[arg(long, value_name = "FILE|-")]
    body: Option<PathBuf>,
    /// The value of the Authorization header
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with = "authorization_file"
    )]
    authorization: Option<String>,
    /// A file that holds it
    #[arg(long, value_name = "FILE|-")]
    authorization_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Report {
    verdict: &'static str,
    code: Option<String>,
    message: Option<String>,
    received: Option<Seen>,
    capture: Captured,
    #[serde(flatten)]
    shown: Shown,
}

/// What the server received, its message taken apart.
#[derive(Serialize)]
struct Seen {
    method: String,
    url: String,
    timestamp: Option<String>,
    nonce_str: Option<String>,
    body_begins: Option<String>,
    body_bytes: Option<usize>,
    message_bytes: usize,
}

impl From<&Received> for Seen {
    fn from(received: &Received) -> Self {
        let stamp = received.stamp();
        Self {
            method: received.method.clone(),
            url: received.url.clone(),
            timestamp: stamp.map(|(timestamp, _)| timestamp.to_owned()),
            nonce_str: stamp.map(|(_, nonce)| nonce.to_owned()),
            body_begins: received.body_head().map(str::to_owned),
            body_bytes: received.body_length(),
            message_bytes: received.length,
        }
    }
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-reply";

    fn render(&self, page: &mut Page) {
        let said: Vec<&str> = [&self.code, &self.message]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        page.toned(Tone::Bad, said.join(": "));
        if let Some(seen) = &self.received {
            let title = page.pick("what the server received:", "服务器收到的内容：");
            page.toned(Tone::Bold, title);
            let count =
                |bytes: Option<usize>| bytes.map_or_else(String::new, |bytes| bytes.to_string());
            page.fields([
                ("method", seen.method.clone()),
                ("url", seen.url.clone()),
                ("timestamp", seen.timestamp.clone().unwrap_or_default()),
                ("nonce_str", seen.nonce_str.clone().unwrap_or_default()),
                (
                    page.pick("body begins", "请求体开头"),
                    seen.body_begins
                        .clone()
                        .unwrap_or_default()
                        .replace('\n', "␊"),
                ),
                (
                    page.pick("body bytes", "请求体字节"),
                    count(seen.body_bytes),
                ),
                (
                    page.pick("message bytes", "签名串字节"),
                    seen.message_bytes.to_string(),
                ),
            ]);
        }
        self.shown.render(page);
        self.capture.render(page);
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    let text = args::file(&args.reply)?;
    let read = capture::reply(&text);
    let pasted = authorization(
        args.authorization.as_deref(),
        args.authorization_file.as_deref(),
    )?;
    let sent = Sent {
        method: args.method.clone(),
        url: args.url.clone(),
        body: args.body.as_deref().map(args::file).transpose()?,
        authorization: pasted.map(|pasted| pasted.value),
    };
    check(read, &text, &sent, &args.reply, context)
}

/// Explains a reply that was read from a pasted text, with the request that it has.
pub(super) fn explain(
    read: PastedReply,
    text: &[u8],
    sent: PastedRequest,
    source: &Path,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let sent = Sent {
        method: sent.method,
        url: sent.url,
        body: sent.body,
        authorization: sent.authorization,
    };
    check(read, text, &sent, source, context)
}

fn check(
    read: PastedReply,
    text: &[u8],
    sent: &Sent,
    source: &Path,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    // What the sandbox refused, it kept.
    if sent.authorization.is_none()
        && let Some((reply, shown)) = sandbox_record::explain(text, context)?
    {
        return report(reply, shown, read, context);
    }
    let Some(value) = &read.value else {
        return Err(unknown(&read, source));
    };
    // The login has codes of its own.
    if let Some(errcode) = value.get("errcode").and_then(errcode) {
        return code::explain(&errcode, context);
    }
    let reply = Reply::read(value);
    if reply.code.is_none() && reply.received.is_none() {
        return Err(unknown(&read, source));
    }
    let profile = context.profile()?;
    let key = profile.signing_key()?;
    let mchid = profile.mchid()?;
    let apiv3_key = profile.apiv3_key().ok();
    let mut shown = findings::diagnose(context, |suspects| {
        let known = Known {
            merchant: &key,
            mchid: mchid.as_str(),
            suspects,
            apiv3_key: apiv3_key.as_ref(),
        };
        diagnose(&reply, sent, &known, &findings::limits())
    })?;
    if let Some(signed_at) = signed_at(&reply, sent) {
        shown.add(findings::certificate(
            profile,
            key.serial_no(),
            signed_at,
            Place::Request,
        ));
    }
    report(reply, shown, read, context)
}

/// Returns the timestamp in the message that the server built, or in the header that was sent.
fn signed_at(reply: &Reply, sent: &Sent) -> Option<Timestamp> {
    let third = |received: &Received| received.shown.lines().nth(2)?.parse().ok();
    let received = reply.received.as_ref().and_then(third);
    received.or_else(|| {
        let authorization = sent.authorization.as_deref()?;
        Some(Moment::read(authorization, ambient::now())?.signed_at)
    })
}

fn report(
    reply: Reply,
    shown: Shown,
    read: PastedReply,
    context: &Context,
) -> Result<ExitStatus, CliError> {
    let fault = !shown.is_valid();
    if !fault && let Some(advice) = advice(&reply) {
        let words = if context.output.lang == crate::ui::Lang::Zh {
            advice.zh
        } else {
            advice.en
        };
        context.output.note(words.fix);
    }
    let report = Report {
        verdict: if fault { "invalid" } else { "valid" },
        received: reply.received.as_ref().map(Seen::from),
        code: reply.code,
        message: reply.message,
        capture: Captured {
            read: vec![read.reading],
            not_read: read.not_read,
        },
        shown,
    };
    context.output.show(&report)?;
    Ok(if fault {
        ExitStatus::Verification
    } else {
        ExitStatus::Success
    })
}

/// What a reply's message means, or else its code.
fn advice(reply: &Reply) -> Option<&'static error_code::Advice> {
    let code = reply.code.as_deref()?;
    let message = reply.message.as_deref().unwrap_or_default();
    error_code::by_message(code, message)
        .or_else(|| error_code::by_code(code).map(|known| &known.advice))
}

fn errcode(value: &serde_json::Value) -> Option<Asked> {
    let number = value
        .as_i64()
        .or_else(|| value.as_str()?.parse().ok())
        .filter(|number| *number != 0)?;
    Some(Asked::Errcode(number))
}

/// Says what a text is in which no reply of API v3 was found.
pub(super) fn unknown(read: &PastedReply, source: &Path) -> CliError {
    let status = read
        .status
        .map(|status| format!(" (HTTP {status})"))
        .unwrap_or_default();
    match read.kind {
        ReplyKind::Html => unreadable(
            source,
            ("an HTML page, which is no reply of API v3", "是 HTML 页面，不是 API v3 的应答"),
            &[],
        )
        .with_help(Text::pair(
            format!("it was sent by a proxy, gateway or firewall on the way{status}: check the host, the path (/v3/…) and the proxy"),
            format!("它来自中途的代理、网关或防火墙{status}：请检查域名、路径（/v3/…）和代理"))),
        ReplyKind::Xml => unreadable(
            source,
            ("XML, which is of API v2; API v3 replies in JSON", "是 API v2 的 XML；API v3 的应答是 JSON"),
            &[],
        )
        .with_help(Text::pair(
            "the request went to an API v2 path (/pay/…, /secapi/…), or the text is a notification of an API v2 order: use the /v3/… path",
            "请求发往了 API v2 的路径（/pay/…、/secapi/…），或这是 API v2 订单的通知：请使用 /v3/… 路径")),
        ReplyKind::Json | ReplyKind::Unknown => {
            let (en, zh) = REPLY_FORMS;
            unreadable(
                source,
                ("no reply of WeChat Pay was found in it", "其中没有微信支付的应答"),
                &read.not_read,
            )
            .with_help(Text::pair(en, zh))
        }
    }
}
