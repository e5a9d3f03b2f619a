//! What was read of a pasted text, in words.

use std::path::Path;

use serde::Serialize;
use wechatpay::capture::{Decoding, InputForm, Missing, Reading, Source, Unread, UnreadReason};
use wechatpay::protocol::key_material;

use crate::error::CliError;
use crate::text;
use crate::ui::{Page, Text, Tone};

/// How many parts that were not read an error lists.
const MAX_UNREAD_SHOWN: usize = 3;

/// What was read from where, and what was not read.
#[derive(Debug, Default, Serialize)]
pub(super) struct Captured {
    pub(super) read: Vec<Reading>,
    pub(super) not_read: Vec<Unread>,
}

impl Captured {
    /// Shows where values were found, unless they stood in plain sight, and what was not read.
    pub(super) fn render(&self, page: &mut Page) {
        if self.read.iter().any(Reading::is_remarkable) {
            for source in Source::of(&self.read) {
                page.toned(Tone::Dim, source_text(&source));
            }
        }
        for part in &self.not_read {
            page.toned(Tone::Dim, unread(part));
        }
    }
}

fn source_text(source: &Source<'_>) -> Text {
    let (first, last) = (source.first, source.last);
    let lines = if first == last {
        text!("explain-line", line = first)
    } else {
        text!("explain-lines", first, last)
    };
    let names = Text::list(&source.names);
    let form = form(source.form);
    let read = match source.path {
        Some(path) => text!("explain-read-at", names, lines, path, form),
        None => text!("explain-read", names, lines, form),
    };
    source.undone.iter().fold(read, |read, one| {
        text!("explain-read-undone", read, undone = undone_text(*one))
    })
}

fn form(form: InputForm) -> Text {
    match form {
        InputForm::Http => text!("explain-form-http"),
        InputForm::CurlVerbose => text!("explain-form-curl-verbose"),
        InputForm::CurlCommand => text!("explain-form-curl-command"),
        InputForm::HttpieCommand => text!("explain-form-httpie"),
        InputForm::PowerShellCommand => text!("explain-form-powershell"),
        InputForm::Lines => text!("explain-form-lines"),
        InputForm::Json => text!("explain-form-json"),
        InputForm::Literal => text!("explain-form-literal"),
        InputForm::Query => text!("explain-form-query"),
        InputForm::Text => text!("explain-form-text"),
        InputForm::Option => text!("explain-form-option"),
        InputForm::File => text!("explain-form-file"),
    }
}

fn undone_text(undone: Decoding) -> Text {
    match undone {
        Decoding::Utf16 => text!("explain-undone-utf16"),
        Decoding::ByteOrderMark => text!("explain-undone-bom"),
        Decoding::Gbk => text!("explain-undone-gbk"),
        Decoding::TerminalColours => text!("explain-undone-colours"),
        Decoding::StringEscapes => text!("explain-undone-escapes"),
        Decoding::ShellQuotes => text!("explain-undone-shell-quotes"),
        Decoding::Base64 => text!("explain-undone-base64"),
        Decoding::ByteList => text!("explain-undone-byte-list"),
        Decoding::Chunked => text!("explain-undone-chunked"),
        Decoding::LineWrap => text!("explain-undone-line-wrap"),
        Decoding::HtmlEntities => text!("explain-undone-html"),
        Decoding::PercentEncoding => text!("explain-undone-percent"),
        Decoding::FinalNewline => text!("explain-undone-final-newline"),
        Decoding::TypographicQuotes => text!("explain-undone-curly-quotes"),
        Decoding::BeyondContentLength => text!("explain-undone-content-length"),
        Decoding::NextMessage => text!("explain-undone-next-message"),
        Decoding::Prefix => text!("explain-undone-prefix"),
    }
}

/// A text that begins as the base64 of a key does is not shown if it is longer than this.
const MAX_SHOWN_OF_KEY: usize = 16;

/// Says which part was not read, and why; of what may be a key, nothing is shown.
fn unread(part: &Unread) -> Text {
    let Unread {
        line, text, why, ..
    } = part;
    let why = match why {
        UnreadReason::UnknownForm => text!("explain-why-unknown-form"),
        UnreadReason::NoValue => text!("explain-why-no-value"),
        UnreadReason::CutShort => text!("explain-why-cut-short"),
        UnreadReason::Code => text!("explain-why-code"),
        UnreadReason::AnotherValue => text!("explain-why-another-value"),
        UnreadReason::TooLong => text!("explain-why-too-long"),
    };
    let is_key = |word: &str| word.starts_with("MII") && word.len() > MAX_SHOWN_OF_KEY;
    let is_secret = text.split_whitespace().any(is_key)
        || key_material::read(text.as_bytes()).kind().is_secret();
    let text = if is_secret { "…" } else { text.as_str() };
    text!("explain-not-read", line = *line, why, text)
}

/// The failure to read enough of a text, with the parts that were not read.
pub(super) fn unreadable(path: &Path, missing: Missing, not_read: &[Unread]) -> CliError {
    let source = if path == Path::new("-") {
        text!("explain-standard-input")
    } else {
        text!("explain-file", path)
    };
    let message = match missing {
        Missing::Notification => text!("explain-no-notification", source),
        Missing::NotificationIsHtml => text!("explain-html-notification", source),
        Missing::NotificationIsXml => text!("explain-xml-notification", source),
        Missing::SignatureHeaders => text!("explain-no-signature-headers", source),
        Missing::SomeHeaders => text!("explain-some-headers", source),
        Missing::NotificationBody => text!("explain-no-notification-body", source),
        Missing::PayParams => text!("explain-no-pay-params", source),
        Missing::SomePayParams => text!("explain-some-pay-params", source),
        Missing::MethodAndUrl => text!("explain-no-method-and-url", source),
        Missing::RequestBody => text!("explain-no-request-body", source),
        Missing::Reply => text!("explain-no-reply", source),
        Missing::ReplyIsHtml { status: None } => text!("explain-html", source),
        Missing::ReplyIsHtml {
            status: Some(status),
        } => {
            text!("explain-html-with-status", source, status)
        }
        Missing::ReplyIsXml => text!("explain-xml", source),
        Missing::Everything => text!("explain-unclear", source),
    };
    // A page and XML were understood, if not as a reply.
    let foreign = matches!(missing, Missing::ReplyIsHtml { .. } | Missing::ReplyIsXml);
    not_read
        .iter()
        .take(if foreign { 0 } else { MAX_UNREAD_SHOWN })
        .fold(CliError::config(message), |error, part| {
            error.with_cause(unread(part))
        })
}
