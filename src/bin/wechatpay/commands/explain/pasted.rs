//! `explain TEXT`: what a pasted text is, and what it means.

use std::path::PathBuf;

use wechatpay::capture::{Missing, Pasted, ReplyKind, route};
use wechatpay::explain::{NotificationOptions, PayParamsOptions};
use wechatpay::protocol::key_material::{self, MaterialKind};

use super::{code, known_text, reply, request};
use crate::args;
use crate::commands::captured::unreadable;
use crate::commands::findings::SaveStrings;
use crate::commands::{pay_params, verify_notify};
use crate::context::Context;
use crate::error::{CliError, keys, named};
use crate::exit_status::ExitStatus;
use crate::text;

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
            ReplyKind::Json | ReplyKind::Unknown if is_key_material(&bytes) => {
                let kind = keys::kind(key_material::read(&bytes).kind());
                CliError::config(text!("explain-key-material", name = named(&source), kind))
            }
            ReplyKind::Json | ReplyKind::Unknown => {
                unreadable(&source, Missing::Everything, &read.not_read)
            }
        }),
    }
}

/// Returns the bytes and where they are from; words that name no file are the text itself.
fn read(words: &[String]) -> Result<(Vec<u8>, PathBuf), CliError> {
    const ENDINGS: [&str; 16] = [
        ".txt", ".json", ".log", ".http", ".har", ".xml", ".html", ".pem", ".crt", ".cer", ".key",
        ".p12", ".pfx", ".toml", ".csv", ".dump",
    ];
    const FOLDERS: [&str; 3] = ["./", "../", "~/"];
    let text = words.join(" ");
    let path = args::in_home(text.clone().into());
    let is_code = |text: &str| {
        text.bytes()
            .all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
    };
    let is_path = text.len() < 1024 && !text.contains('\n');
    let is_file = text == "-"
        || (is_path && (path.is_file() || (path.is_dir() && !is_code(&text))))
        || (words.len() == 1
            && is_path
            && (ENDINGS.iter().any(|ending| text.ends_with(ending))
                || FOLDERS.iter().any(|folder| text.starts_with(folder))));
    if is_file {
        return Ok((args::filled_file(&path)?, path));
    }
    Ok((text.into_bytes(), PathBuf::from("TEXT")))
}

/// Tells whether a text is a certificate or a public key, of which nothing can be explained.
fn is_key_material(bytes: &[u8]) -> bool {
    matches!(
        key_material::read(bytes).kind(),
        MaterialKind::PublicKey
            | MaterialKind::OtherPublicKey
            | MaterialKind::Certificate
            | MaterialKind::CertificateRequest
            | MaterialKind::Pkcs7
    )
}
