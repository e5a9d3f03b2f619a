//! A reply that refuses, inside an exception's text, a log line or another object.

use serde_json::{Map, Value};

use super::document::{Group, Node, NodeKind};
use super::escape;
use super::parser;
use super::reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
use super::text::{self, Text, step, unread};
use crate::protocol::error_code;

/// The kind of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyKind {
    /// WeChat Pay's JSON.
    Json,
    /// A page, of a proxy or a gateway.
    Html,
    /// XML, as API v2 has it.
    Xml,
    /// Nothing that is known.
    Unknown,
}

/// What was read of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PastedReply {
    /// The object with `code`, `message` and `detail`.
    pub value: Option<Value>,
    /// The kind of the text.
    pub kind: ReplyKind,
    /// The HTTP status, if the text has it.
    pub status: Option<u16>,
    /// Where it was found.
    pub reading: Reading,
    /// Parts that were not read.
    pub not_read: Vec<Unread>,
}

/// Reads a reply.
#[must_use]
pub fn reply(bytes: &[u8]) -> PastedReply {
    const MAX_LEVELS: usize = 4;
    let decoded = Text::read(bytes);
    let mut undone = decoded.undone.clone();
    let mut level = decoded.text.clone();
    for _ in 0..MAX_LEVELS {
        if let Some(mut found) = of_level(&level) {
            found.status = status(&decoded.text);
            found.reading.undone.splice(0..0, undone);
            found.not_read.extend(decoded.too_long());
            return found;
        }
        if let Some(plain) = escape::unescaped(&level) {
            level = plain;
            undone.push(Decoding::StringEscapes);
        } else if level.contains("&quot;") || level.contains("&#34;") {
            level = html_escape::decode_html_entities(&level).into_owned();
            undone.push(Decoding::HtmlEntities);
        } else {
            break;
        }
    }
    without_object(&decoded.text, undone)
}

/// Finds the reply in a text as it is.
fn of_level(text: &str) -> Option<PastedReply> {
    let document = parser::parse(text);
    let mut best = BestMatch::default();
    for node in &document.nodes {
        best.visit(text, node, "", None, 0);
    }
    let found = best.found.or_else(|| {
        adjacent_value(text).map(|(value, at)| ReplyMatch {
            score: 1,
            value,
            at,
            path: String::new(),
            strings: 0,
        })
    })?;
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text.trim()).is_ok();
    let form = match (is_json, found.score) {
        (true, _) => InputForm::Json,
        (false, 1) => InputForm::Text,
        (false, _) => InputForm::Literal,
    };
    let escapes = (found.strings > 0).then_some(Decoding::StringEscapes);
    let open = document
        .open
        .map(|at| unread(text, at, UnreadReason::CutShort));
    Some(PastedReply {
        value: Some(found.value),
        kind: ReplyKind::Json,
        status: None,
        reading: Reading {
            what: "reply".to_owned(),
            form,
            line: text::line_of(text, found.at),
            path: Some(found.path).filter(|path| !path.is_empty()),
            written: None,
            undone: escapes.into_iter().collect(),
        },
        not_read: open.into_iter().collect(),
    })
}

/// A text without an object of WeChat Pay's, such as a gateway's page.
fn without_object(text: &str, undone: Vec<Decoding>) -> PastedReply {
    let lower = text.trim_start().to_ascii_lowercase();
    let kind = if lower.contains("<html") || lower.contains("<!doctype html") {
        ReplyKind::Html
    } else if lower.contains("<xml") || lower.contains("<?xml") {
        ReplyKind::Xml
    } else {
        ReplyKind::Unknown
    };
    let first = text.find(|c: char| !c.is_whitespace());
    PastedReply {
        value: None,
        kind,
        status: status(text),
        reading: Reading {
            what: "reply".to_owned(),
            form: InputForm::Text,
            line: 1,
            path: None,
            written: None,
            undone,
        },
        not_read: first
            .map(|at| unread(text, at, UnreadReason::UnknownForm))
            .into_iter()
            .collect(),
    }
}

struct ReplyMatch {
    score: u8,
    value: Value,
    at: usize,
    path: String,
    /// The number of strings around it.
    strings: usize,
}

#[derive(Default)]
struct BestMatch {
    found: Option<ReplyMatch>,
    nested: usize,
}

impl BestMatch {
    fn visit(&mut self, text: &str, node: &Node, path: &str, outer: Option<usize>, strings: usize) {
        match &node.kind {
            NodeKind::Bare(_) => {}
            NodeKind::Quoted { bytes, .. } => {
                let Ok(inner) = std::str::from_utf8(bytes) else {
                    return;
                };
                if !inner.contains(['{', '[']) || strings >= 3 || self.nested >= 64 {
                    return;
                }
                self.nested += 1;
                for node in &parser::parse(inner).nodes {
                    self.visit(inner, node, path, outer, strings + 1);
                }
            }
            NodeKind::Group(group) => {
                let score = score(group);
                let earlier = self.found.as_ref().map_or(0, |found| found.score);
                if score > earlier {
                    self.found = Some(ReplyMatch {
                        score,
                        value: value(text, node, 0),
                        at: outer.unwrap_or(node.start),
                        path: path.to_owned(),
                        strings,
                    });
                }
                for (key, value) in &group.pairs {
                    let name = key.name().unwrap_or_default();
                    let inner = step(path, name);
                    self.visit(
                        text,
                        value,
                        &inner,
                        outer.or((strings > 0).then_some(0)),
                        strings,
                    );
                }
                for item in &group.items {
                    self.visit(text, item, path, outer, strings);
                }
            }
        }
    }
}

/// How much an object looks like a reply that refuses; 0 if it does not.
fn score(group: &Group) -> u8 {
    let code = group
        .find(&["code"])
        .and_then(Node::text)
        .filter(|code| is_code(code));
    let errcode = group.find(&["errcode"]).and_then(Node::text);
    let words = group
        .find(&["message", "detail", "errmsg", "msg"])
        .is_some();
    let known = code.is_some_and(|code| error_code::by_code(code).is_some());
    match (code, errcode) {
        (Some(_), _) if group.find(&["detail"]).is_some() => 5,
        (Some(_), _) if known => 4,
        (Some(_), _) if words => 3,
        (None, Some(_)) if words => 2,
        _ if group.find(&["sign_information"]).is_some() => 2,
        _ => 0,
    }
}

fn is_code(text: &str) -> bool {
    text.len() >= 4
        && text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_')
}

/// Turns an object into JSON, exactly if it is JSON already.
fn value(text: &str, node: &Node, depth: usize) -> Value {
    if depth == 0
        && let Ok(exact) = serde_json::from_str(&text[node.start..node.end])
    {
        return exact;
    }
    match &node.kind {
        NodeKind::Bare(word) => match serde_json::from_str(word) {
            Ok(plain @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => plain,
            _ => Value::String(word.clone()),
        },
        NodeKind::Quoted { bytes, .. } => {
            Value::String(String::from_utf8_lossy(bytes).into_owned())
        }
        NodeKind::Group(_) if depth > 16 => Value::Null,
        NodeKind::Group(group) if group.pairs.is_empty() => Value::Array(
            group
                .items
                .iter()
                .map(|item| value(text, item, depth + 1))
                .collect(),
        ),
        NodeKind::Group(group) => {
            let mut object = Map::new();
            for (key, node) in &group.pairs {
                let name = key.name().unwrap_or_default().to_ascii_lowercase();
                object
                    .entry(name)
                    .or_insert_with(|| value(text, node, depth + 1));
            }
            Value::Object(object)
        }
    }
}

/// Finds `Code: "SIGN_ERROR"` and the message in a text without objects.
fn adjacent_value(text: &str) -> Option<(Value, usize)> {
    let (at, code) = behind_name(text, "code", |rest| {
        let is_code_char = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let code = &rest[..rest.find(|c| !is_code_char(c))?];
        is_code(code).then_some(code)
    })?;
    let mut object = Map::new();
    object.insert("code".to_owned(), code.into());
    let message = behind_name(text, "message", |rest| {
        let end = rest.find(['"', '\'', '\n', ']', '}', '\\']);
        let message = rest[..end.unwrap_or(rest.len())]
            .trim()
            .trim_end_matches(',');
        (!message.is_empty()).then_some(message)
    });
    if let Some((_, message)) = message {
        object.insert("message".to_owned(), message.into());
    }
    Some((Value::Object(object), at))
}

/// Finds a name and what can be read of the text behind its separator.
fn behind_name<'t>(
    text: &'t str,
    name: &str,
    read: impl Fn(&'t str) -> Option<&'t str>,
) -> Option<(usize, &'t str)> {
    const MAX_MATCHES: usize = 200;
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices(name)
        .take(MAX_MATCHES)
        .find_map(|(at, name)| {
            let rest = &text[at + name.len()..];
            let rest = rest.trim_start_matches(['"', '\'', ']', ' ', '\\']);
            let rest = rest
                .strip_prefix("=>")
                .or_else(|| rest.strip_prefix([':', '=', '[', '：', ',']))?;
            let rest = rest.trim_start_matches(['"', '\'', '[', ' ', '\\']);
            Some((at, read(rest)?))
        })
}

/// Finds the HTTP status that a text names.
fn status(text: &str) -> Option<u16> {
    let lower = text.to_ascii_lowercase();
    [
        "http/1.1 ",
        "http/1.0 ",
        "http/2 ",
        "httpstatuscode[",
        "statuscode: ",
        "statuscode=",
        "status code ",
        "status code: ",
        "status: ",
        "status=",
        "http_code\":",
        "resulted in a `",
        "status_code: ",
        "status_code=",
        "http ",
    ]
    .iter()
    .find_map(|marker| {
        let at = lower.find(marker)? + marker.len();
        let digits: String = lower[at..]
            .trim_start_matches([' ', '"', '\''])
            .chars()
            .take(4)
            .take_while(char::is_ascii_digit)
            .collect();
        digits
            .parse()
            .ok()
            .filter(|status| (100..600).contains(status) && digits.len() == 3)
    })
}
