//! `explain TEXT`: what a pasted text is, and what it means.

use std::path::{Path, PathBuf};

use wechatpay::capture::{Missing, Pasted, ReplyKind, route};
use wechatpay::explain::{NotificationOptions, PayParamsOptions};

use super::{code, known_text, reply, request};
use crate::args;
use crate::commands::captured::unreadable;
use crate::commands::findings::SaveStrings;
use crate::commands::{pay_params, verify_notify};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Explains a text, a file, or standard input.
pub(super) async fn run(
    words: &[String],
    strings: &SaveStrings,
    context: &mut Context,
) -> Result<ExitStatus, CliError> {
    let (bytes, source) = read(words)?;
    match route(&bytes) {
        Pasted::Notification(read) => {
            let options = NotificationOptions::default();
            verify_notify::verify(&read, &source, &options, strings, context)
        }
        Pasted::Request(read) => request::explain(&read, &source, strings, context),
        Pasted::Reply(read, sent) => {
            reply::explain(read, &bytes, &sent.into(), &source, strings, context).await
        }
        Pasted::PayParams(read) => {
            pay_params::check_pasted(read, &source, PayParamsOptions::default(), strings, context)
        }
        Pasted::KnownText(known) => known_text::explain(known, context),
        Pasted::Code(asked, api) => code::explain(&asked, api, context),
        Pasted::Unknown(read) => Err(match read.kind {
            ReplyKind::Html | ReplyKind::Xml => unreadable(&source, read.missing(), &read.not_read),
            ReplyKind::Json | ReplyKind::Unknown => {
                unreadable(&source, Missing::Everything, &read.not_read)
            }
        }),
    }
}

/// Returns the bytes and where they are from; words that name no file are the text itself.
fn read(words: &[String]) -> Result<(Vec<u8>, PathBuf), CliError> {
    const ENDINGS: [&str; 7] = [".txt", ".json", ".log", ".http", ".har", ".xml", ".html"];
    let text = words.join(" ");
    let path = Path::new(&text);
    let is_code = |text: &str| {
        text.bytes()
            .all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
    };
    let is_path = text.len() < 1024 && !text.contains('\n');
    let is_file = text == "-"
        || (is_path && (path.is_file() || (path.is_dir() && !is_code(&text))))
        || (words.len() == 1 && ENDINGS.iter().any(|ending| text.ends_with(ending)));
    if is_file {
        return Ok((args::filled_file(path)?, path.to_owned()));
    }
    Ok((text.into_bytes(), PathBuf::from("TEXT")))
}
