//! `explain reply`: what a 401 reply tells of the request that it refused.

use std::path::PathBuf;

use serde::Serialize;
use wechatpay::diagnose::reply::{Received, Reply, Sent, diagnose, parse};
use wechatpay::diagnose::request::Known;
use wechatpay::protocol::error_code;

use super::request::authorization;
use super::sandbox_record;
use crate::args;
use crate::commands::findings::{self, Shown};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render, Tone};

/// With the request's options, its signature is judged against what the server received.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The reply's JSON
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
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    let shown_path = args.reply.display();
    let text = args::file(&args.reply)?;
    let is_alone = args.authorization.is_none() && args.authorization_file.is_none();
    if is_alone && let Some((reply, shown)) = sandbox_record::explain(&text, context)? {
        return report(reply, shown, context);
    }
    let value = parse(&text)
        .ok_or_else(|| Failure::config(format!("{shown_path} holds no JSON object")))?;
    let reply = Reply::read(&value);
    if reply.code.is_none() && reply.received.is_none() {
        return Err(Failure::config(format!(
            "{shown_path} is no reply of WeChat Pay: it has neither code nor sign_information"
        )));
    }
    let sent = Sent {
        method: args.method.clone(),
        url: args.url.clone(),
        body: args.body.as_deref().map(args::file).transpose()?,
        authorization: authorization(
            args.authorization.as_deref(),
            args.authorization_file.as_deref(),
        )?,
    };
    let profile = context.profile()?;
    let key = profile.signing_key()?;
    let mchid = profile.mchid()?;
    let apiv3_key = profile.apiv3_key().ok();
    let shown = findings::diagnose(context, |suspects| {
        let known = Known {
            merchant: &key,
            mchid: mchid.as_str(),
            suspects,
            apiv3_key: apiv3_key.as_ref(),
        };
        diagnose(&reply, &sent, &known, &findings::limits())
    })?;
    report(reply, shown, context)
}

fn report(reply: Reply, shown: Shown, context: &Context) -> Result<u8, Failure> {
    let fault = !shown.is_valid();
    if !fault && let Some(known) = reply.code.as_deref().and_then(error_code::by_code) {
        let words = if context.output.lang == crate::lang::Lang::Zh {
            known.advice.zh
        } else {
            known.advice.en
        };
        context.output.note(words.fix);
    }
    let report = Report {
        verdict: if fault { "invalid" } else { "valid" },
        received: reply.received.as_ref().map(Seen::from),
        code: reply.code,
        message: reply.message,
        shown,
    };
    context.output.show(&report)?;
    Ok(if fault { 4 } else { 0 })
}
