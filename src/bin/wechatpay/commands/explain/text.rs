//! `explain TEXT`: what a pasted text is, and what it means.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::capture::{Pasted, PastedReply, ReplyKind, route};
use wechatpay::protocol::error_code::{ClientText, Repeat, Words};

use super::{code, reply, request};
use crate::args;
use crate::commands::captured::unreadable;
use crate::commands::{pay_params, verify_notify};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render, Tone};

/// What the payer's client said.
#[derive(Serialize)]
struct Report {
    kind: &'static str,
    name: &'static str,
    #[serde(flatten)]
    words: Words,
    repeat: Repeat,
}

impl Render for Report {
    const SCHEMA: &'static str = "explain-text";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Bold, self.words.meaning);
        for (label, text) in [
            (page.pick("cause   ", "原因    "), self.words.cause),
            (page.pick("fix     ", "处理    "), self.words.fix),
        ] {
            page.line(format!("{label}{text}"));
        }
    }
}

/// Explains a text, a file, or standard input.
pub(super) fn run(words: &[String], context: &mut Context) -> Result<ExitStatus, CliError> {
    let (bytes, source) = read(words)?;
    match route(&bytes) {
        Pasted::Notification(read) => verify_notify::explain(&read, &source, context),
        Pasted::Request(read) => request::explain(&read, &source, context),
        Pasted::Reply(read, sent) => reply::explain(read, &bytes, sent, &source, context),
        Pasted::PayParams(read) => pay_params::explain(read, &source, context),
        Pasted::ClientText(known) => client_text(known, context),
        Pasted::Code(asked) => code::explain(&asked, context),
        Pasted::Unknown(read) => Err(unknown(&read, &source)),
    }
}

/// Returns the bytes and where they are from; words that name no file are the text itself.
fn read(words: &[String]) -> Result<(Vec<u8>, PathBuf), CliError> {
    const ENDINGS: [&str; 7] = [".txt", ".json", ".log", ".http", ".har", ".xml", ".html"];
    let text = words.join(" ");
    let path = Path::new(&text);
    let is_file = text == "-"
        || (text.len() < 1024 && !text.contains('\n') && path.is_file())
        || (words.len() == 1 && ENDINGS.iter().any(|ending| text.ends_with(ending)));
    if is_file {
        return Ok((args::file(path)?, path.to_owned()));
    }
    Ok((text.into_bytes(), PathBuf::from("TEXT")))
}

fn client_text(known: &ClientText, context: &Context) -> Result<ExitStatus, CliError> {
    context.output.show(&Report {
        kind: "client-text",
        name: known.name,
        words: context.output.lang.pick(known.advice.en, known.advice.zh),
        repeat: known.advice.repeat,
    })?;
    Ok(ExitStatus::Success)
}

fn unknown(read: &PastedReply, source: &Path) -> CliError {
    if matches!(read.kind, ReplyKind::Html | ReplyKind::Xml) {
        return reply::unknown(read, source);
    }
    unreadable(
        source,
        ("it is not clear what this is", "无法识别这段内容"),
        &read.not_read,
    )
    .with_help(Text::pair(
        "paste the client's error text (requestPayment:fail …), an error code, an HTTP status, a Request-ID, a reply of WeChat Pay, a curl command or dump of a signed request, the object passed to wx.requestPayment, or a notification with its headers",
        "请粘贴客户端的错误提示（requestPayment:fail …）、错误码、HTTP 状态码、Request-ID、微信支付的应答、已签名请求的 curl 命令或报文、传给 wx.requestPayment 的对象，或带请求头的通知"))
}
