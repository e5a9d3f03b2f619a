//! What a pasted text is.

use super::headers;
use super::notification::notification;
use super::pasted_notification::PastedNotification;
use super::pay_params::{PastedPayParams, pay_params};
use super::reply::{PastedReply, ReplyKind, reply};
use super::request::{PastedRequest, request};
use super::text::Text;
use crate::protocol::error_code::{self, Api, CodeQuery, KnownText};
use crate::protocol::signed::SIGNATURE;

/// A pasted text, by what it is.
#[derive(Debug)]
pub enum Pasted {
    /// A notification or a signed response.
    Notification(PastedNotification),
    /// A signed request.
    Request(PastedRequest),
    /// A reply that refuses, and the request it belongs to as far as the text has it.
    Reply(PastedReply, PastedRequest),
    /// The parameters of a payment.
    PayParams(PastedPayParams),
    /// A text of the payer's client, of WeChat Pay or of a program.
    KnownText(&'static KnownText),
    /// A code, a status or a Request-ID, and the API that it is of if the text says so.
    Code(CodeQuery, Option<Api>),
    /// Something else, which has the kind of a page or XML if it is one.
    Unknown(PastedReply),
}

/// Finds out what a text is.
#[must_use]
pub fn route(bytes: &[u8]) -> Pasted {
    let text = Text::read(bytes).text;
    let refusal = reply(bytes);
    // The Go SDK prints the headers of the refusal, which are not to be verified.
    let is_go_error = text.contains("error http response:[StatusCode");
    let signed = headers::names(&text)
        .iter()
        .any(|named| named.name == SIGNATURE);
    let is_notification = (signed && !is_go_error)
        || text.contains("\"ciphertext\"")
        || text.contains("\\\"ciphertext\\\"");
    let sent = request(bytes);
    let refused = refusal.value.as_ref().is_some_and(is_refusal);
    if refused && (sent.authorization.is_some() || !is_notification) {
        return Pasted::Reply(refusal, sent);
    }
    if sent.authorization.is_some() {
        return Pasted::Request(sent);
    }
    if is_notification {
        let read = notification(bytes);
        let is_empty = read.header(SIGNATURE).is_none() && read.bodies.is_empty();
        // A sentence about a signature names the header, too.
        return match error_code::by_text(&text) {
            Some(known) if is_empty => Pasted::KnownText(known),
            Some(_) | None => Pasted::Notification(read),
        };
    }
    let params = pay_params(bytes);
    let enough = params
        .object
        .as_ref()
        .and_then(|object| object.as_object())
        .is_some_and(|object| object.len() > 2);
    if enough || (params.object.is_some() && !params.not_read.is_empty()) {
        return Pasted::PayParams(params);
    }
    let named = code(&text);
    if let Some(known) = error_code::by_text_beside(&text, named.as_ref()) {
        return Pasted::KnownText(known);
    }
    if matches!(refusal.kind, ReplyKind::Html | ReplyKind::Xml) {
        return Pasted::Unknown(refusal);
    }
    let of_message = || error_code::code_of_message(&text).map(|code| CodeQuery::Code(code.into()));
    let of_errmsg = || error_code::by_errmsg(&text).map(|known| CodeQuery::Errcode(known.errcode));
    if let Some(query) = named.or_else(of_message).or_else(of_errmsg) {
        let api = api(&query, &text, &sent);
        return Pasted::Code(query, api);
    }
    if let Some(known) = error_code::by_unclear_text(&text) {
        return Pasted::KnownText(known);
    }
    if refusal.kind == ReplyKind::Json {
        return Pasted::Reply(refusal, sent);
    }
    Pasted::Unknown(refusal)
}

/// Returns the API that a code is of, by the message beside it or by the request.
fn api(query: &CodeQuery, text: &str, sent: &PastedRequest) -> Option<Api> {
    let of_message = match query {
        CodeQuery::Code(code) => error_code::api_of_message(code, text),
        CodeQuery::Status(_) | CodeQuery::RequestId { .. } | CodeQuery::Errcode(_) => None,
    };
    of_message.or_else(|| {
        let method = sent.method.as_deref().unwrap_or("GET");
        Api::of_url(method, sent.url.as_deref()?)
    })
}

/// Whether an object names a code that refuses.
fn is_refusal(value: &serde_json::Value) -> bool {
    let code = value.get("code").and_then(serde_json::Value::as_str);
    code.is_some_and(|code| code != "SUCCESS")
        || value.get("errcode").is_some()
        || value.get("sign_information").is_some()
}

/// Finds a code, a status or a Request-ID, alone or inside a sentence.
fn code(text: &str) -> Option<CodeQuery> {
    const MAX_WORDS: usize = 500;
    let trimmed = text.trim();
    let known = |query: &CodeQuery| query.look_up().known;
    if let Ok(query) = trimmed.parse::<CodeQuery>() {
        let is_meant = match &query {
            CodeQuery::Code(code) => known(&query) || looks_like_code(code),
            CodeQuery::Status(_) | CodeQuery::RequestId { .. } | CodeQuery::Errcode(_) => true,
        };
        if is_meant {
            return Some(query);
        }
    }
    let words: Vec<&str> = trimmed
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .collect();
    let parsed = |word: &&str| word.parse::<CodeQuery>().ok();
    let code = words
        .iter()
        .filter(|word| word.len() > 4 && word.bytes().all(|c| c.is_ascii_uppercase() || c == b'_'))
        .filter_map(parsed)
        .find(known);
    let request_id = || {
        words
            .iter()
            .filter(|word| word.len() > 20 && word.contains('-'))
            .filter_map(parsed)
            .find(|query| matches!(query, CodeQuery::RequestId { id: Some(_), .. }))
    };
    let lower = trimmed.to_ascii_lowercase();
    let status = || {
        let named = ["http", "status", "状态码"]
            .iter()
            .any(|name| lower.contains(name));
        let digits = |word: &&&str| word.len() == 3 && word.bytes().all(|c| c.is_ascii_digit());
        // "429 Too Many Requests": a status line without its beginning.
        let begins = |word: &&&str| trimmed.starts_with(**word) && words.len() <= 5;
        let first = words.first().filter(digits).filter(begins);
        let named = words.iter().filter(|_| named).find(digits);
        named.or(first).and_then(parsed)
    };
    let errcode = || {
        let named = lower.contains("errcode");
        words
            .iter()
            .filter(|_| named)
            .find(|word| word.len() == 5 && word.bytes().all(|c| c.is_ascii_digit()))
            .and_then(parsed)
    };
    code.or_else(request_id).or_else(errcode).or_else(status)
}

/// Whether a word that is in no table is written as codes are, or is almost one.
fn looks_like_code(word: &str) -> bool {
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    word.chars().all(is_upper) || (!word.contains(' ') && error_code::nearest(word).is_some())
}
