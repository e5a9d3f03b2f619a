//! What came back: decrypted, shown, written.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::protocol::api_error::ApiError;
use wechatpay::protocol::keys::{OaepHash, SigningKey};
use wechatpay::protocol::{json, sensitive};

use super::args::Args;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::files::Growing;
use crate::ui::{Output, Page, Render};

/// An answer that may be shown.
pub(super) struct Fetched {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) request_id: Option<String>,
    pub(super) verified: bool,
}

#[derive(Serialize)]
struct Report {
    status: u16,
    request_id: Option<String>,
    /// Whether the answer was signed; where it was, the signature holds.
    verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<PathBuf>,
}

impl Render for Report {
    const SCHEMA: &'static str = "api";

    fn render(&self, page: &mut Page) {
        page.line(format!("HTTP {}", self.status));
    }
}

/// Shows the refusal itself, where it was asked for; why it came is told after it.
pub(super) fn show_refusal(
    refused: &ApiError,
    args: &Args,
    context: &Context,
) -> Result<(), CliError> {
    let output = &context.output;
    if args.include && !output.json && output.get.is_none() {
        Output::remote(head(refused.status, &refused.headers).as_bytes())?;
        return Output::remote(&refused.body);
    }
    if !refused.body.is_empty() {
        for line in String::from_utf8_lossy(&refused.body).lines() {
            output.trace(1, format!("< {line}"));
        }
    }
    Ok(())
}

fn head(status: u16, headers: &[(String, String)]) -> String {
    let lines = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"));
    format!("HTTP {status}\n{}\n", lines.collect::<String>())
}

/// Decrypts fields of an answer that has been verified.
pub(super) fn open(
    body: &mut Vec<u8>,
    args: &Args,
    key: &SigningKey,
    context: &Context,
) -> Result<(), CliError> {
    let mut hashes = Vec::new();
    for path in &args.decrypt {
        *body = sensitive::open(body, path, key, &mut hashes)
            .map_err(|error| CliError::of_error(Kind::Verification, error))?;
    }
    if hashes.contains(&OaepHash::Sha256) {
        context.output.note(context.output.lang.pick(
            "a field was encrypted with OAEP and SHA-256, not the usual SHA-1",
            "有字段使用了 OAEP SHA-256 加密，而非通常的 SHA-1",
        ));
    }
    Ok(())
}

/// Shows an answer, or adds its body to a file.
pub(super) fn show(
    fetched: Fetched,
    args: &Args,
    file: Option<&mut Growing>,
    context: &Context,
) -> Result<(), CliError> {
    let output = &context.output;
    let as_json = output.json || output.get.is_some();
    if args.include && !as_json {
        Output::remote(head(fetched.status, &fetched.headers).as_bytes())?;
    }
    let saved = file.is_some();
    if let Some(file) = file {
        file.write(&fetched.body)?;
        separate(args, &fetched.body, |line| Ok(file.write(line)?))?;
    } else if !as_json {
        Output::remote(&fetched.body)?;
        separate(args, &fetched.body, Output::raw)?;
    }
    if as_json {
        output.show_line(&report(fetched, args, saved))?;
    }
    Ok(())
}

/// Puts each of many pages on a line of its own.
fn separate(
    args: &Args,
    body: &[u8],
    write: impl FnOnce(&[u8]) -> Result<(), CliError>,
) -> Result<(), CliError> {
    if args.paginate && !body.is_empty() && !body.ends_with(b"\n") {
        write(b"\n")
    } else {
        Ok(())
    }
}

fn report(fetched: Fetched, args: &Args, saved: bool) -> Report {
    let headers = fetched.headers.into_iter();
    let headers = headers.map(|(name, value)| (name, value.into())).collect();
    let (body, body_base64) = match (fetched.body, saved) {
        (_, true) => (None, None),
        (bytes, false) if bytes.is_empty() => (Some(Value::Null), None),
        (bytes, false) => match (json::parse(&bytes), String::from_utf8(bytes)) {
            (Ok(value), _) => (Some(value), None),
            (Err(_), Ok(text)) => (Some(text.into()), None),
            (Err(_), Err(error)) => (None, Some(STANDARD.encode(error.into_bytes()))),
        },
    };
    Report {
        status: fetched.status,
        request_id: fetched.request_id,
        verified: fetched.verified,
        headers: args.include.then_some(headers),
        body,
        body_base64,
        file: args.output.clone().filter(|_| saved),
    }
}
