//! A notification, or any signed response: headers and body.

use super::authorization::find_scheme;
use super::cassette;
use super::command::command;
use super::document;
use super::escape;
use super::headers::{self, header};
use super::http::{self, Message};
use super::parser;
use super::pasted_notification::{PastedBody, PastedNotification, has_own_name, is_of_signature};
use super::plain_names;
use super::reading::{Decoding, InputForm, Reading, Unread, UnreadReason};
use super::search::{self, SearchResult, is_notification};
use super::shell::Command;
use super::text::{self, Text, unread};
use crate::protocol::error_code;

/// Reads a request with a notification, or a signed response, in whatever form it is pasted.
#[must_use]
pub fn notification(bytes: &[u8]) -> PastedNotification {
    let bytes = cassette::signed(bytes);
    let text = Text::read(&bytes);
    let mut read = PastedNotification::default();
    if let Some(command) = command(&text.text) {
        let is_all = command.is_all_of(&text.text);
        from_command(&text.text, command, &mut read);
        if is_all && read.headers.iter().any(is_of_signature) && !read.bodies.is_empty() {
            finish(&text, &mut read);
            return read;
        }
    }
    if !read.is_complete() || read.bodies.is_empty() {
        let message = http::verbose(&text.text).or_else(|| http::split(&text.bytes));
        if let Some(message) = message {
            from_message(&text.text, message, &mut read);
        }
    }
    if !read.is_complete() || read.bodies.is_empty() {
        from_text(&text.text, Scope::Whole, &mut read);
    }
    finish(&text, &mut read);
    read.is_refused = error_code::tells_refused_signature(&text.text);
    read
}

/// Reads headers alone, from a file of their own.
#[must_use]
pub fn headers(bytes: &[u8]) -> PastedNotification {
    let text = Text::read(bytes);
    let mut read = PastedNotification::default();
    if let Some(command) = command(&text.text) {
        from_command(&text.text, command, &mut read);
    }
    if !read.is_complete()
        && let Some(message) = http::verbose(&text.text).or_else(|| http::split(&text.bytes))
    {
        from_message(&text.text, message, &mut read);
    }
    if !read.is_complete() {
        from_text(&text.text, Scope::Headers, &mut read);
    }
    read.bodies.clear();
    finish(&text, &mut read);
    read
}

/// Reads the file of a raw body: its bytes as they are.
#[must_use]
pub fn raw_body(bytes: Vec<u8>) -> Vec<PastedBody> {
    vec![PastedBody {
        bytes,
        reading: body_reading(InputForm::File, 1, Vec::new()),
        is_delimited: true,
    }]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Headers and body.
    Whole,
    /// Headers only: every line must be one.
    Headers,
}

fn from_command(text: &str, command: Command, read: &mut PastedNotification) {
    let form = command.form.unwrap_or(InputForm::CurlCommand);
    for (line, at) in &command.headers {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let name = headers::canonical(name).unwrap_or_else(|| name.trim());
        // The number of a line costs as much as the text before it is long.
        if !read.takes(name) {
            continue;
        }
        let number = text::line_of(text, *at);
        let (value, folded) = headers::unfolded(value.trim());
        let undone = [vec![Decoding::ShellQuotes], folded].concat();
        read.add(text, *at, header(name, value, number, form, undone));
    }
    if let Some((bytes, at)) = command.body {
        let reading = body_reading(form, text::line_of(text, at), vec![Decoding::ShellQuotes]);
        read.body(bytes, reading);
    }
    if let Some(at) = command.body_file {
        read.skip(unread(text, at, UnreadReason::NoValue));
    }
    if let Some(at) = command.open {
        read.skip(unread(text, at, UnreadReason::CutShort));
    }
}

fn body_reading(form: InputForm, line: usize, undone: Vec<Decoding>) -> Reading {
    Reading {
        what: "body".to_owned(),
        form,
        line,
        path: None,
        written: None,
        undone,
    }
}

fn from_message(text: &str, message: Message<'_>, read: &mut PastedNotification) {
    let start: usize = text
        .split_inclusive('\n')
        .take(message.lines_before)
        .map(str::len)
        .sum();
    for named in headers::names(&message.head) {
        if !read.takes(named.name) {
            continue;
        }
        let line = message.lines_before + text::line_of(&message.head, named.start);
        let Some(beside) = headers::adjacent_value(&message.head, &named) else {
            continue;
        };
        let header = header(named.name, beside.value, line, message.form, beside.undone);
        read.add(text, start, header);
    }
    for (at, line) in message.head.lines().enumerate() {
        let Some((name, value)) = line.split_once([':', '=']) else {
            continue;
        };
        let name = name.trim();
        if !name.is_empty() && headers::canonical(name).is_none() {
            let value = value.trim().to_owned();
            let line = message.lines_before + at + 1;
            if read.takes(name) {
                read.headers
                    .push(header(name, value, line, message.form, Vec::new()));
            }
        }
    }
    let first = message.first.as_deref();
    read.is_response |= first.is_some_and(|first| first.starts_with("HTTP/"));
    let Some(body) = message.body else { return };
    let line = body.lines_before + 1;
    if body.short {
        read.not_read.push(Unread {
            line,
            text: String::new(),
            why: UnreadReason::CutShort,
        });
    }
    // A blank line behind header lines is not a body, and what was announced was not pasted.
    let is_lines = message.first.is_none() && !body.is_measured;
    if body.bytes.is_empty() && (is_lines || body.short) {
        return;
    }
    let bytes = body.bytes.into_owned();
    let exact = body_reading(message.form, line, body.undone);
    if let Some(labelled) = (!body.is_measured)
        .then(|| http::behind_label(&bytes))
        .flatten()
    {
        read.body(
            labelled.to_vec(),
            body_reading(message.form, line + 1, Vec::new()),
        );
    }
    read.add_body(bytes, exact, body.is_measured);
    if let Some(whole) = body.whole {
        read.body(whole, body_reading(message.form, line, Vec::new()));
    }
}

/// Looks for the headers and the body anywhere in a text, as it is and with its escapes undone.
fn from_text(text: &str, scope: Scope, read: &mut PastedNotification) {
    const MAX_LEVELS: usize = 3;
    let mut level = text::without_printed_types(text).into_owned();
    let mut undone = Vec::new();
    for _ in 0..MAX_LEVELS {
        from_objects(&level, &undone, scope, read);
        from_names(&level, &undone, read);
        if scope == Scope::Whole {
            from_json(&level, &undone, read);
        }
        if !read.is_complete() {
            from_plain_names(&level, &undone, read);
        }
        if read.is_complete() && (scope == Scope::Headers || !read.bodies.is_empty()) {
            break;
        }
        if let Some(plain) = escape::unescaped(&level) {
            level = plain;
            undone.push(Decoding::StringEscapes);
        } else if level.contains("&quot;") || level.contains("&#34;") {
            level = html_escape::decode_html_entities(&level).into_owned();
            undone.push(Decoding::HtmlEntities);
        } else if let Some(plain) = text::without_full_width(&level) {
            level = plain;
            undone.push(Decoding::TypographicQuotes);
        } else {
            break;
        }
    }
    unread_parts(text, scope, read);
}

fn from_objects(text: &str, undone: &[Decoding], scope: Scope, read: &mut PastedNotification) {
    objects_of(text, text, &parser::parse(text), undone, scope, read);
    let missing = !read.is_complete() || (scope == Scope::Whole && read.bodies.is_empty());
    if missing || text.contains("b'") {
        // Names and values without brackets around them.
        let wrapped = format!("{{{text}\n}}");
        objects_of(
            text,
            &wrapped,
            &parser::parse(&wrapped),
            undone,
            scope,
            read,
        );
    }
}

/// Takes headers and bodies from the objects of a text, whose lines are those of the source.
fn objects_of(
    text: &str,
    wrapped: &str,
    document: &document::Document,
    undone: &[Decoding],
    scope: Scope,
    read: &mut PastedNotification,
) {
    let SearchResult {
        headers,
        others,
        bodies,
    } = search::search(wrapped, document);
    let form = form_of(text);
    for found in headers {
        if !read.takes(found.name) {
            continue;
        }
        let mut one = header(
            found.name,
            found.value,
            text::line_of(text, found.at),
            form,
            [undone, &found.undone].concat(),
        );
        one.reading.path = Some(found.path).filter(|path| !path.is_empty());
        one.reading.written =
            Some(found.written).filter(|written| !written.eq_ignore_ascii_case(found.name));
        read.add(text, found.at, one);
    }
    for (name, value, at) in others {
        if read.takes(&name) {
            let line = text::line_of(text, at);
            read.headers
                .push(header(&name, value, line, form, undone.to_vec()));
        }
    }
    if scope == Scope::Headers {
        return;
    }
    for found in bodies {
        // The quotes of an object in a log's string are undone first, as those of headers are.
        if found.bytes.starts_with(b"{\\") {
            continue;
        }
        let mut reading = body_reading(
            form,
            text::line_of(text, found.at),
            [undone, &found.undone].concat(),
        );
        reading.path = Some(found.path).filter(|path| !path.is_empty());
        read.body(found.bytes, reading);
    }
}

fn form_of(text: &str) -> InputForm {
    match serde_json::from_str::<serde::de::IgnoredAny>(text.trim()) {
        Ok(_) => InputForm::Json,
        Err(_) => InputForm::Literal,
    }
}

fn from_names(text: &str, undone: &[Decoding], read: &mut PastedNotification) {
    for named in headers::names(text) {
        if read.has(named.name) {
            continue;
        }
        if let Some(beside) = headers::adjacent_value(text, &named) {
            let line = text::line_of(text, named.start);
            let undone = [undone, &beside.undone].concat();
            read.add(
                text,
                named.start,
                header(named.name, beside.value, line, InputForm::Text, undone),
            );
        }
    }
}

/// Takes values under plain names, which requests and pay params have too.
fn from_plain_names(text: &str, undone: &[Decoding], read: &mut PastedNotification) {
    // Where headers have their own names, another value is not theirs.
    let is_named = read.headers.iter().any(has_own_name);
    if is_named || find_scheme(text).is_some() || text.contains("paySign") {
        return;
    }
    for found in plain_names::values(text) {
        if !read.has(found.name) {
            let line = text::line_of(text, found.at);
            let undone = undone.to_vec();
            let mut one = header(found.name, found.value, line, InputForm::Text, undone);
            one.reading.written = Some(found.written.to_owned());
            read.add(text, found.at, one);
        }
    }
}

/// Finds the notification's own JSON in a text around it.
fn from_json(text: &str, undone: &[Decoding], read: &mut PastedNotification) {
    const MAX_MATCHES: usize = 4;
    const MAX_STARTS: usize = 16;
    const MAX_BODY_BYTES: usize = 256 * 1024;
    let places = text.match_indices("\"ciphertext\"").take(MAX_MATCHES);
    for (place, _) in places {
        let end = text::char_end(text, place + MAX_BODY_BYTES);
        let starts: Vec<usize> = text[..place]
            .rmatch_indices('{')
            .take(MAX_STARTS)
            .map(|(at, _)| at)
            .collect();
        let outermost = starts.into_iter().rev().find_map(|start| {
            let mut stream = serde_json::Deserializer::from_str(&text[start..end])
                .into_iter::<serde::de::IgnoredAny>();
            stream.next()?.ok()?;
            let source = &text[start..start + stream.byte_offset()];
            (is_notification(source.as_bytes())
                && source.len() > place - start
                && !source.to_ascii_lowercase().contains("wechatpay-s"))
            .then_some((start, source))
        });
        if let Some((start, source)) = outermost {
            let reading =
                body_reading(InputForm::Text, text::line_of(text, start), undone.to_vec());
            read.body(source.as_bytes().to_vec(), reading);
        }
    }
}

/// Lists what may hold a header that was not found.
fn unread_parts(text: &str, scope: Scope, read: &mut PastedNotification) {
    if read.is_complete() {
        return;
    }
    for named in headers::names(text) {
        if !read.has(named.name) {
            read.skip(unread(text, named.start, UnreadReason::NoValue));
        }
    }
    let document = parser::parse(text);
    if let Some(at) = document.open {
        read.skip(unread(text, at, UnreadReason::CutShort));
    }
    if let Some(at) = document.too_deep {
        read.skip(unread(text, at, UnreadReason::TooLong));
    }
    let inside = |at: usize| {
        document
            .nodes
            .iter()
            .any(|node| node.start <= at && at < node.end)
    };
    let json = serde_json::from_str::<serde::de::IgnoredAny>(text.trim()).is_ok();
    let mut offset = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let at = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        let bare = line.trim();
        let plain = bare.is_empty()
            || json
            || inside(at)
            || headers::is_header_line(bare)
            || bare.chars().all(|c| !c.is_alphanumeric())
            || matches!(bare, "Array" | "Headers" | "headers");
        let first_line = bare.contains(" HTTP/") || bare.starts_with("HTTP/");
        let body = scope == Scope::Whole
            && read.bodies.iter().any(|body| {
                let end = body.reading.line + text::line_ends(&body.bytes);
                (body.reading.line..=end).contains(&number)
            });
        if !plain && !first_line && !body {
            read.skip(unread(text, at, UnreadReason::UnknownForm));
            if read.not_read.len() >= 5 {
                break;
            }
        }
    }
}

/// A body without what may stand around it: a byte order mark and spaces.
fn core(bytes: &[u8]) -> &[u8] {
    let bare = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bare.trim_ascii()
}

/// Adds the readings of a body that an editor, a terminal or a gateway makes possible.
fn finish(text: &Text<'_>, read: &mut PastedNotification) {
    // What is inside a string that ends at its quotes is not the body without its line end.
    let stated: Vec<Vec<u8>> = read
        .bodies
        .iter()
        .filter(|body| body.is_delimited && core(&body.bytes) != body.bytes)
        .map(|body| body.bytes.clone())
        .collect();
    read.bodies.retain(|body| {
        let is_inside = |whole: &Vec<u8>| *whole != body.bytes && core(whole) == core(&body.bytes);
        !stated.iter().any(is_inside)
    });
    // JSON has no `\x`: such a body is the source of a literal that another reading decoded.
    read.bodies
        .sort_by_key(|body| body.bytes.windows(2).any(|pair| pair == b"\\x"));
    let exact: Vec<PastedBody> = read.bodies.iter().take(4).cloned().collect();
    for body in exact {
        let bytes = &body.bytes;
        let mut other = |bytes: Vec<u8>, undone: Decoding| {
            let mut reading = body.reading.clone();
            reading.undone.push(undone);
            read.body(bytes, reading);
        };
        if let Some(rest) = bytes.strip_suffix(b"\n").filter(|_| !body.is_delimited) {
            let rest = rest.strip_suffix(b"\r").unwrap_or(rest);
            other(rest.to_vec(), Decoding::FinalNewline);
        }
        let trimmed = bytes.trim_ascii();
        if is_notification(trimmed) && trimmed.contains(&b'\n') {
            let joined: Vec<u8> = trimmed
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, b'\n' | b'\r'))
                .collect();
            other(joined, Decoding::LineWrap);
        }
    }
    for reading in read
        .headers
        .iter_mut()
        .map(|header| &mut header.reading)
        .chain(read.bodies.iter_mut().map(|body| &mut body.reading))
    {
        reading.undone.splice(0..0, text.undone.iter().copied());
    }
    read.not_read.extend(text.too_long());
}
