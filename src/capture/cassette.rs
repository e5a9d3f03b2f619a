//! What tests recorded of HTTP in YAML or JSON: VCR and vcrpy, betamax, go-vcr, PHP-VCR.
//!
//! A recording is rewritten as one JSON object with the headers and the exact body of one
//! message, each in the line that it has in the recording, and read on as such.

use std::borrow::Cow;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::headers;
use super::text::MAX_TEXT_BYTES;
use super::yaml::{self, Content, Value};
use crate::protocol::signed::SIGNATURE;

/// Returns the first message that WeChat Pay signed, request or response; anything but a recording
/// with such a message is returned as it is.
pub(super) fn signed(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_signed =
        |message: &&Value| has_header(message, |name| headers::canonical(name) == Some(SIGNATURE));
    rewritten(bytes, |interaction| {
        ["request", "response"]
            .iter()
            .filter_map(|side| interaction.get(side))
            .find(is_signed)
            .and_then(|message| Writer::default().message(message))
    })
}

/// Returns the first request with an `Authorization`; anything but a recording with such a
/// request is returned as it is.
pub(super) fn request(bytes: &[u8]) -> Cow<'_, [u8]> {
    let is_sent =
        |message: &&Value| has_header(message, |name| name.eq_ignore_ascii_case("authorization"));
    rewritten(bytes, |interaction| {
        let message = interaction.get("request").filter(is_sent)?;
        Writer::default().message(message)
    })
}

fn rewritten(bytes: &[u8], write: impl Fn(&Value) -> Option<String>) -> Cow<'_, [u8]> {
    let json = recording(bytes).and_then(|root| interactions(&root).iter().find_map(&write));
    match json {
        Some(json) => Cow::Owned(json.into_bytes()),
        None => Cow::Borrowed(bytes),
    }
}

/// Reads the document, if the text looks like a recording.
fn recording(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_key = |line: &str| {
        let line = line.trim_start_matches([' ', '-', '{', '"']);
        line.starts_with("request:") || line.starts_with("request\":")
    };
    let is_recording = text.contains("interactions\":") || text.lines().any(is_key);
    if !is_recording || text.len() > MAX_TEXT_BYTES {
        return None;
    }
    yaml::read(text)
}

/// Returns the exchanges of a recording: those under its key, or a list of them.
fn interactions(root: &Value) -> &[Value] {
    let list = ["interactions", "http_interactions"]
        .iter()
        .find_map(|name| root.get(name));
    match &list.unwrap_or(root).content {
        Content::List(items) => items,
        Content::Map(_) | Content::Text { .. } => &[],
    }
}

fn has_header(message: &Value, is_wanted: impl Fn(&str) -> bool) -> bool {
    let headers = message.get("headers").map(|headers| &headers.content);
    match headers {
        Some(Content::Map(pairs)) => pairs.iter().any(|(name, _)| is_wanted(name)),
        Some(Content::List(_) | Content::Text { .. }) | None => false,
    }
}

/// Writes JSON whose values are in the lines of the recording.
#[derive(Default)]
struct Writer {
    json: String,
    lines: usize,
}

impl Writer {
    /// Writes a message; nothing if its body is not text.
    fn message(mut self, message: &Value) -> Option<String> {
        self.json.push('{');
        let mut parts: Vec<(&str, &Value)> = Vec::new();
        for (name, keys) in [
            ("method", &["method"][..]),
            ("url", &["uri", "url"]),
            ("headers", &["headers"]),
            ("body", &["body"]),
        ] {
            let value = keys.iter().find_map(|key| message.get(key));
            parts.extend(value.map(|value| (name, value)));
        }
        parts.sort_by_key(|(_, value)| value.line);
        for (name, value) in parts {
            self.go_to(value.line);
            match (name, &value.content) {
                ("body", _) => self.body(value)?,
                ("headers", Content::Map(pairs)) => self.headers(pairs),
                (_, Content::Text { text, .. }) => self.pair(name, text),
                (_, Content::List(_) | Content::Map(_)) => {}
            }
        }
        if message.get("body").is_none() {
            self.pair("body", "");
        }
        self.json.push('}');
        Some(self.json)
    }

    /// Writes a comma, unless an object begins here.
    fn next(&mut self) {
        if !self.json.trim_end().ends_with('{') {
            self.json.push(',');
        }
    }

    fn go_to(&mut self, line: usize) {
        while self.lines + 1 < line {
            self.json.push('\n');
            self.lines += 1;
        }
    }

    fn pair(&mut self, name: &str, text: &str) {
        let (name, text) = (quoted(name), quoted(text));
        // Writing to a string does not fail.
        self.next();
        let _ = write!(self.json, "{name}:{text}");
    }

    fn headers(&mut self, pairs: &[(String, Value)]) {
        self.next();
        self.json.push_str("\"headers\":{");
        for (name, value) in pairs {
            let first = match &value.content {
                Content::List(items) => items.first(),
                Content::Map(_) | Content::Text { .. } => Some(value),
            };
            let Some(Value {
                content: Content::Text { text, .. },
                line,
            }) = first
            else {
                continue;
            };
            self.go_to(*line);
            self.pair(name, text);
        }
        self.json.push('}');
    }

    fn body(&mut self, body: &Value) -> Option<()> {
        let inner = ["string", "base64_string"]
            .iter()
            .find_map(|name| Some((*name, body.get(name)?)));
        let (name, value) = inner.unwrap_or(("string", body));
        let Content::Text { text, is_binary } = &value.content else {
            return None;
        };
        self.go_to(value.line);
        if !*is_binary && name == "string" {
            self.pair("body", text);
            return Some(());
        }
        let base64: String = text.split_whitespace().collect();
        let plain = STANDARD.decode(&base64).map(String::from_utf8);
        if let Ok(Ok(plain)) = plain {
            self.pair("body", &plain);
        } else {
            self.pair("body", &base64);
            self.json.push_str(",\"isBase64Encoded\":true");
        }
        Some(())
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
