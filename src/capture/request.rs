//! A signed request: method, URL, body and `Authorization`.

use std::borrow::Cow;

use super::authorization::{authorization, find_scheme};
use super::cassette;
use super::command::command;
use super::document::{Group, Node, NodeKind};
use super::escape;
use super::headers::is_absent;
use super::http;
use super::parser;
use super::python;
use super::reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
use super::request_parts::{self, METHODS};
use super::request_url;
use super::search::decode;
use super::shell::Command;
use super::text::{self, Text, unread};

/// What was read of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PastedRequest {
    /// The method.
    pub method: Option<String>,
    /// The URL, whole or its path and query.
    pub url: Option<String>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
    /// Where it was found.
    pub read: Vec<Reading>,
    /// Parts that were not read.
    pub not_read: Vec<Unread>,
}

/// How many times an object may be in a string of another one.
const MAX_LEVELS: usize = 3;

/// Reads a request from a command, a raw message, or an object that a program printed.
#[must_use]
pub fn request(bytes: &[u8]) -> PastedRequest {
    let bytes = &*cassette::request(bytes);
    let decoded = Text::read(bytes);
    let text = &*text::without_printed_types(&decoded.text);
    let mut read = PastedRequest::default();
    if let Some(command) = command(text) {
        from_command(text, command, &mut read);
    } else if let Some(call) = python::call(text) {
        from_call(text, call, &mut read);
    } else if let Some(message) = http::logged(text) {
        from_message(message, &mut read);
    } else if let Some(message) = http::verbose(text).or_else(|| http::split(&decoded.bytes)) {
        from_message(message, &mut read);
    }
    if read.method.is_none() {
        from_request_line(text, &mut read);
    }
    let is_known = |read: &PastedRequest| read.method.is_some() && read.url.is_some();
    let mut level = Cow::Borrowed(text);
    for _ in 0..MAX_LEVELS {
        if is_known(&read) {
            break;
        }
        from_objects(&level, &mut read);
        let Some(plain) = escape::unescaped(&level) else {
            break;
        };
        level = Cow::Owned(plain);
    }
    if !is_known(&read) && find_scheme(text).is_some() {
        // Names and values without brackets around them.
        from_objects(&format!("{{{text}\n}}"), &mut read);
    }
    if find_scheme(text).is_some() {
        from_parts(text, &mut read);
        let pasted = authorization(bytes);
        read.authorization = Some(pasted.value);
        read.read.push(pasted.reading);
    }
    read.not_read.extend(decoded.too_long());
    read
}

fn reading(what: &str, form: InputForm, line: usize) -> Reading {
    Reading {
        what: what.to_owned(),
        form,
        line,
        path: None,
        written: None,
        undone: Vec::new(),
    }
}

fn from_command(text: &str, command: Command, read: &mut PastedRequest) {
    let form = command.form.unwrap_or(InputForm::CurlCommand);
    let line = command
        .headers
        .first()
        .map_or(1, |(_, at)| text::line_of(text, *at));
    if command.url.is_some() {
        read.read.push(reading("url", form, line));
    }
    read.method = command.method;
    read.url = command.url;
    if let Some((bytes, at)) = command.body {
        let mut one = reading("body", form, text::line_of(text, at));
        one.undone.push(Decoding::ShellQuotes);
        read.read.push(one);
        read.body = Some(bytes);
    }
    if let Some(at) = command.body_file {
        read.not_read.push(unread(text, at, UnreadReason::NoValue));
    }
    if let Some(at) = command.open {
        read.not_read.push(unread(text, at, UnreadReason::CutShort));
    }
}

fn from_call(text: &str, call: python::Call, read: &mut PastedRequest) {
    let line = text::line_of(text, call.at);
    read.read.push(reading("url", InputForm::Literal, line));
    read.method = Some(call.method);
    read.url = Some(call.url);
    if call.is_computed {
        read.not_read
            .push(unread(text, call.at, UnreadReason::Code));
    }
    if let Some(body) = call.body.filter(|body| !body.is_empty()) {
        read.read.push(reading("body", InputForm::Literal, line));
        read.body = Some(body);
    } else if !call.is_computed {
        read.body = Some(Vec::new());
    }
}

fn from_message(message: http::Message<'_>, read: &mut PastedRequest) {
    let Some((method, target)) = message.first.as_deref().and_then(|line| {
        let mut words = line.split_whitespace();
        let method = words.next()?;
        // A dump of packets has other bytes in front.
        let start = method
            .rfind(|c: char| !c.is_ascii_uppercase())
            .map_or(0, |at| {
                at + method[at..].chars().next().map_or(1, char::len_utf8)
            });
        Some((method[start..].to_owned(), words.next()?.to_owned()))
    }) else {
        return;
    };
    if method.is_empty() || method == "HTTP" || target.parse::<u16>().is_ok() {
        return;
    }
    read.read
        .push(reading("url", message.form, message.lines_before.max(1)));
    read.method = Some(method);
    read.url = Some(target);
    if let Some(body) = message.body.filter(|body| !body.bytes.is_empty()) {
        let mut one = reading("body", message.form, body.lines_before + 1);
        one.undone = body.undone;
        read.read.push(one);
        read.body = Some(body.bytes.into_owned());
    }
}

/// Takes a request line alone, where a line break inside a value hides the headers behind it.
fn from_request_line(text: &str, read: &mut PastedRequest) {
    let mut lines = text.lines().enumerate();
    let found = lines.find_map(|(at, line)| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [method, target, version] = words[..] else {
            return None;
        };
        let is_line = METHODS.contains(&method) && version.starts_with("HTTP/");
        is_line.then(|| (at + 1, method.to_owned(), target.to_owned()))
    });
    let Some((line, method, target)) = found else {
        return;
    };
    read.read.push(reading("url", InputForm::Http, line));
    read.method = Some(method);
    read.url = Some(target);
}

/// Takes what is left from wherever it is.
fn from_parts(text: &str, read: &mut PastedRequest) {
    if read.method.is_none() || read.url.is_none() {
        let found = request_parts::request_line(text)
            .or_else(|| request_parts::named(text))
            .or_else(|| request_parts::apart(text));
        let Some(part) = found else { return };
        let line = text::line_of(text, part.at);
        read.read.push(reading("url", InputForm::Text, line));
        let (method, url) = part.value;
        (read.method, read.url) = (Some(method), Some(url));
    }
    let takes_body = read.method.as_deref().is_some_and(takes_body);
    if read.body.is_some() || !takes_body || !read.not_read.is_empty() {
        return;
    }
    if let Some(part) = request_parts::body(text) {
        let line = text::line_of(text, part.at);
        read.read.push(reading("body", InputForm::Text, line));
        read.body = Some(part.value);
    } else if let Some((line, logged)) = logged_line(text)
        && let Some(part) = request_parts::body(&logged)
    {
        let mut one = reading("body", InputForm::Text, line);
        one.undone.push(Decoding::StringEscapes);
        read.read.push(one);
        read.body = Some(part.value);
    }
}

/// Returns the line of a log that has the request inside a string, without the string's escapes,
/// and its number. A reply elsewhere that has escapes says nothing of the request's body.
fn logged_line(text: &str) -> Option<(usize, String)> {
    let at = find_scheme(text)?;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?;
    let (before, _) = line[at - start..]
        .split_once('=')?
        .1
        .split_once(['"', 'u', 'x'])?;
    let line_number = text::line_of(text, at);
    before
        .contains('\\')
        .then(|| escape::unescaped(line))?
        .map(|line| (line_number, line))
}

/// Whether requests of a method have a body.
pub(super) fn takes_body(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

fn from_objects(text: &str, read: &mut PastedRequest) {
    let document = parser::parse(text);
    for node in &document.nodes {
        visit(text, node, read, 0);
    }
}

fn visit(text: &str, node: &Node, read: &mut PastedRequest, depth: usize) {
    let NodeKind::Group(group) = &node.kind else {
        return;
    };
    if depth > 16 {
        return;
    }
    take(text, group, None, read);
    // `fetch(url, { … })`
    if let [url, options, ..] = &group.items[..]
        && let (Some(url), Some(options)) = (url.text(), options.group())
    {
        take(text, options, Some(url), read);
    }
    let inner = group
        .pairs
        .iter()
        .map(|(_, value)| value)
        .chain(&group.items);
    for node in inner {
        visit(text, node, read, depth + 1);
    }
}

fn take(text: &str, group: &Group, before: Option<&str>, read: &mut PastedRequest) {
    let value = |names: &[&str]| {
        let node = group.find(names)?;
        Some((node.text().filter(|text| !is_absent(text))?, node.start))
    };
    let method = value(&["method", "http_method", "httpMethod", "requestMethod"]);
    let url = request_url::of(group).or_else(|| before.map(str::to_owned));
    let (Some((method, at)), Some(url)) = (method, url) else {
        return;
    };
    // What a reply says of the request has no body.
    if group.find(&["truncated_sign_message"]).is_some() {
        return;
    }
    if read.method.is_some()
        || !METHODS
            .iter()
            .any(|known| method.eq_ignore_ascii_case(known))
    {
        return;
    }
    read.method = Some(method.to_ascii_uppercase());
    read.url = Some(url);
    let line = text::line_of(text, at);
    read.read.push(reading("url", InputForm::Literal, line));
    // Charles keeps it a level further in.
    let inner = group.find(&["request"]).and_then(Node::group);
    let body = [Some(group), inner]
        .into_iter()
        .flatten()
        .find_map(|group| group.find(&["body", "data", "requestBody", "postData", "content"]));
    let body = body.map(|body| {
        body.group()
            .and_then(|group| group.find(&["text", "body", "raw", "string"]))
            .unwrap_or(body)
    });
    let bytes = match body.map(|body| (&body.kind, body)) {
        Some((NodeKind::Quoted { bytes, .. }, _)) => Some(bytes.clone()),
        Some((NodeKind::Group(_), body)) => printed_by_go(text, body),
        Some((NodeKind::Bare(_), _)) | None => None,
    };
    let is_base64 = group
        .find(&["isBase64Encoded"])
        .and_then(Node::text)
        .is_some_and(|flag| flag == "true");
    // A dump does not escape the quotes in a string: what it begins with is not the body.
    let bytes = bytes.filter(|bytes| !is_cut_at_quote(text, bytes));
    if let Some(bytes) = bytes {
        read.body = if is_base64 {
            decode(&bytes)
        } else {
            Some(bytes)
        };
        read.read.push(reading("body", InputForm::Literal, line));
    }
}

/// Whether a string ended at the first quote inside its JSON.
fn is_cut_at_quote(text: &str, bytes: &[u8]) -> bool {
    let is_start = matches!(bytes.trim_ascii(), b"{" | b"[" | b"[{");
    is_start && request_parts::body(text).is_some()
}

/// The JSON that Go prints as a field's value, without quotes: `Body:{"appid":…}`.
fn printed_by_go(text: &str, body: &Node) -> Option<Vec<u8>> {
    let source = text.get(body.start..body.end)?;
    let is_field = text[..body.start].ends_with("Body:");
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(source).is_ok();
    (is_field && is_json).then(|| source.as_bytes().to_vec())
}
