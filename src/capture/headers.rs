//! The headers that sign a notification or a response, by whatever name they are printed.

use super::reading::{Decoding, InputForm, Reading};
use super::text::{bare_name, char_end, is_invisible};
use crate::protocol::signed::{
    NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, SIGNTEST_PREFIX, TIMESTAMP,
};

/// How many characters the base64 of a 2048-bit signature has.
pub(super) const SIGNATURE_CHARS: usize = 344;

/// A header that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// The header's own name for the signature headers, else the name as it is written.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it was found.
    pub reading: Reading,
}

impl Header {
    /// A header that was passed as an option.
    #[must_use]
    pub fn new(name: &str, value: String) -> Self {
        header(name, value, 1, InputForm::Option, Vec::new())
    }

    /// Whether a program printed that there is no value: `null`, `undefined`, or nothing.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        is_absent(&self.value)
    }
}

/// Whether a value is what programs print for a missing value.
pub(super) fn is_absent(value: &str) -> bool {
    let value = value
        .trim()
        .trim_matches(['"', '\'', '<', '>', '(', ')', '[', ']']);
    value.is_empty()
        || ["null", "undefined", "none", "nil", "false", "nan"]
            .iter()
            .any(|none| value.eq_ignore_ascii_case(none))
}

/// Returns the signature header that a name means: `Wechatpay-Serial`,
/// `HTTP_WECHATPAY_SERIAL`, `wechatPaySerial` and the like.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    if name.len() > 64 {
        return None;
    }
    let plain = bare_name(name);
    let at = plain.find("wechatpay")?;
    // Only what gateways and environments put in front.
    if !matches!(
        &plain[..at],
        "" | "http"
            | "x"
            | "httpx"
            | "header"
            | "headers"
            | "requestheader"
            | "redirecthttp"
            | "req"
            | "sent"
    ) {
        return None;
    }
    suffix(&plain[at + "wechatpay".len()..])
}

fn suffix(text: &str) -> Option<&'static str> {
    Some(match text {
        "timestamp" => TIMESTAMP,
        "nonce" | "noncestr" => NONCE,
        "signature" | "sign" => SIGNATURE,
        "serial" | "serialno" | "serialnumber" => SERIAL,
        "signaturetype" | "signtype" => SIGNATURE_TYPE,
        _ => return None,
    })
}

/// Returns the signature header that a field of an SDK's object means.
pub(super) fn field(name: &str) -> Option<&'static str> {
    if name.len() > 32 {
        return None;
    }
    suffix(&bare_name(name))
}

/// An occurrence of a signature header's name in a text.
pub(super) struct NameMatch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: &'static str,
}

/// Finds all names of signature headers in a text.
pub(super) fn names(text: &str) -> Vec<NameMatch> {
    const SUFFIXES: [&str; 12] = [
        "signaturetype",
        "signature-type",
        "signature_type",
        "serialnumber",
        "serial-number",
        "serial_number",
        "serialno",
        "serial_no",
        "timestamp",
        "signature",
        "serial",
        "nonce",
    ];
    const MAX_NAMES: usize = 64;
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (start, brand) in lower.match_indices("wechatpay").take(MAX_NAMES) {
        let rest = &lower[start + brand.len()..];
        let bare = rest.strip_prefix(['-', '_', ' ']).unwrap_or(rest);
        let Some(suffix) = SUFFIXES.iter().find(|suffix| bare.starts_with(**suffix)) else {
            continue;
        };
        let behind = &bare[suffix.len()..];
        let is_arrow = behind.starts_with("->") || behind.starts_with("-->");
        let behind = behind.bytes().next().filter(|_| !is_arrow);
        if behind.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_')) {
            continue;
        }
        let end = start + brand.len() + (rest.len() - bare.len()) + suffix.len();
        if let Some(name) = self::suffix(&suffix.replace(['-', '_'], "")) {
            found.push(NameMatch { start, end, name });
        }
    }
    found
}

/// The value next to a name, and how it was decoded.
pub(super) struct AdjacentValue {
    pub(super) value: String,
    pub(super) undone: Vec<Decoding>,
}

/// Reads the value next to a name in a text.
pub(super) fn adjacent_value(text: &str, named: &NameMatch) -> Option<AdjacentValue> {
    const MAX_VALUE_BYTES: usize = 8 * 1024;
    let rest = &text[named.end..char_end(text, named.end + MAX_VALUE_BYTES)];
    let after_name = rest.trim_start_matches(['"', '\'', '`', '”', '’', ']', '\\', '*', ' ', '\t']);
    let quoted_name = after_name.len() < rest.len() && !rest.starts_with([' ', '\t']);
    let separated = ["=>", "-->", "->", ":=", ":", "=", "：", "＝", "|", "│"]
        .iter()
        .find_map(|separator| after_name.strip_prefix(separator))
        .or_else(|| named_value(after_name))
        .or_else(|| after_name.strip_prefix(',').filter(|_| quoted_name));
    let (value, certain) = match separated {
        Some(value) => (value, true),
        // `sign[…]`
        None => (after_name, rest.starts_with('[')),
    };
    let value = value.trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']);
    // The value is on the next line: browsers copy headers like this.
    let value = match value
        .strip_prefix("\r\n")
        .or_else(|| value.strip_prefix('\n'))
    {
        Some(next) => {
            let next = next.trim_start_matches([' ', '\t']);
            let token = token(next);
            if !is_plausible(named.name, token) {
                return certain.then(|| AdjacentValue {
                    value: String::new(),
                    undone: Vec::new(),
                });
            }
            next
        }
        None => value,
    };
    // A line of a container's log ends inside its string: `{"log":"Name: value\n","stream":…}`.
    let value = value.split("\\n\"").next().unwrap_or(value);
    let (value, close) = opened(value);
    if !certain && !is_plausible(named.name, &clean(token(value))) {
        return None;
    }
    let (raw, undone) = raw_value(named.name, value, close);
    let (value, more) = unfolded(&clean(&raw));
    let undone = [undone, more].concat();
    Some(AdjacentValue { value, undone })
}

/// Passes the name that a program prints before a header's value: `name=…, value=…`.
fn named_value(text: &str) -> Option<&str> {
    let text = text.strip_prefix([',', ';', '，'])?.trim_start();
    let names = [
        "headerValue",
        "header_value",
        "HeaderValue",
        "Value",
        "value",
        "值",
    ];
    let rest = names.iter().find_map(|name| text.strip_prefix(name))?;
    rest.trim_start().strip_prefix([':', '=', '：', '＝'])
}

/// Cuts a value off what follows it, given what closes it.
fn raw_value(name: &str, value: &str, close: Option<&str>) -> (String, Vec<Decoding>) {
    let first = token(value);
    let whole = match close {
        Some(close) => &value[..value.find(close).unwrap_or_else(|| line(value).len())],
        None if name == SIGNATURE => match wrapped(value) {
            Some(whole) => return (whole, vec![Decoding::LineWrap]),
            None if is_spaced(line(value)) => line(value),
            None if is_plausible(name, &clean(first)) => first,
            None => until_next_name(line(value)),
        },
        None if is_plausible(name, &clean(first)) || is_absent(first) => first,
        None => until_next_name(line(value)),
    };
    (whole.to_owned(), Vec::new())
}

/// Removes line ends inside a signature, if it is whole without them.
pub(super) fn unfolded(value: &str) -> (String, Vec<Decoding>) {
    if value.contains(['\n', '\r']) {
        let whole: String = value.split_whitespace().collect();
        if whole.len() == SIGNATURE_CHARS {
            return (whole, vec![Decoding::LineWrap]);
        }
    }
    (value.to_owned(), Vec::new())
}

/// Passes brackets and quotes in front of a value, and returns what closes it.
fn opened(value: &str) -> (&str, Option<&'static str>) {
    let value = value.strip_prefix('&').unwrap_or(value);
    let value = value.strip_prefix("string ").unwrap_or(value);
    let inner = value.trim_start_matches(['[', '(', '{', ' ']);
    let listed = inner.len() < value.len() && value.starts_with(['[', '(', '{']);
    for (open, close) in [
        ("\\\"", "\\\""),
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("“", "”"),
        ("b'", "'"),
    ] {
        if let Some(rest) = inner.strip_prefix(open) {
            return (rest, Some(close));
        }
    }
    if listed {
        let close = match value.as_bytes()[0] {
            b'(' => ")",
            b'{' => "}",
            _ => "]",
        };
        return (inner, Some(close));
    }
    (value, None)
}

fn line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// Cuts a line where the next header's name begins.
fn until_next_name(line: &str) -> &str {
    let end = names(line).first().map_or(line.len(), |named| {
        let before =
            line[..named.start].trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        before
            .trim_end_matches(['"', '\'', ' ', ',', ';', '[', '&'])
            .len()
    });
    &line[..end]
}

fn token(text: &str) -> &str {
    text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | '"' | '\'' | '`' | ')' | ']' | '}' | '\\' | '|' | '<' | '，' | '；'
            )
    })
    .next()
    .unwrap_or_default()
}

/// Removes what a value's surroundings leave on it.
fn clean(value: &str) -> String {
    let visible: String = value.chars().filter(|c| !is_invisible(*c)).collect();
    let trimmed = visible.trim().trim_end_matches(['\\', ',', ';']).trim_end();
    let unquoted = match trimmed.strip_suffix(['"', '\'', '”']) {
        Some(rest) => rest.trim_start_matches(['"', '\'', '“']),
        None => trimmed,
    };
    unquoted.trim().to_owned()
}

/// Whether a value has the shape of this header's.
pub(super) fn is_plausible(name: &str, value: &str) -> bool {
    let all = |allowed: fn(char) -> bool| !value.is_empty() && value.chars().all(allowed);
    if name == TIMESTAMP {
        (9..=13).contains(&value.len()) && all(|c| c.is_ascii_digit())
    } else if name == NONCE {
        value.len() >= 8 && all(|c| c.is_ascii_alphanumeric())
    } else if name == SIGNATURE {
        value.starts_with(SIGNTEST_PREFIX)
            || (value.len() >= 256
                && all(|c| {
                    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_' | '%')
                }))
    } else if name == SERIAL {
        value.len() >= 8 && all(|c| c.is_ascii_alphanumeric() || c == '_')
    } else {
        value.starts_with("WECHATPAY")
    }
}

/// Whether a line is a whole signature in which each `+` became a space.
fn is_spaced(line: &str) -> bool {
    let line = line.trim_end();
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '/' | '=');
    line.len() == SIGNATURE_CHARS && line.contains(' ') && line.chars().all(base64)
}

/// Joins a signature that a terminal broke into lines; nothing if that does not make a whole one.
fn wrapped(value: &str) -> Option<String> {
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let mut whole = String::new();
    for (place, part) in value.lines().take(32).enumerate() {
        let part = part.trim().trim_end_matches(['\\', '^']);
        let part = if place > 0 {
            part.trim_start_matches(['>', '|', ' '])
        } else {
            part
        };
        // The last line may go on with what follows the value.
        let end = part.find(|c| !base64(c)).unwrap_or(part.len());
        whole.push_str(&part[..end]);
        if whole.len() >= SIGNATURE_CHARS || end < part.len() || part.is_empty() {
            return (place > 0 && whole.len() == SIGNATURE_CHARS).then_some(whole);
        }
    }
    (whole.len() == SIGNATURE_CHARS
        && value.lines().nth(1).is_some()
        && !line(value).contains(&whole))
    .then_some(whole)
}

/// Whether a line is a header's: a name, a separator and a value.
pub(super) fn is_header_line(text: &str) -> bool {
    let text = text.trim_start_matches(['>', '<', '*', ' ', '\t', '"', '\'', '[', '-', ':', '|']);
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start_matches(['"', '\'', ']', ' ', '\t', ')']);
    !name.is_empty()
        && name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.starts_with([':', '=', '：', '＝', '|'])
        && !rest.starts_with("://")
}

pub(super) fn header(
    name: &str,
    value: String,
    line: usize,
    form: InputForm,
    undone: Vec<Decoding>,
) -> Header {
    Header {
        name: name.to_owned(),
        value,
        reading: Reading {
            what: name.to_owned(),
            form,
            line,
            path: None,
            written: None,
            undone,
        },
    }
}
