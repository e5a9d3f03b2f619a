//! What a body may be a damaged form of: decoded, escaped, quoted or in another charset.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data_encoding::HEXLOWER_PERMISSIVE;
use encoding_rs::{Encoding, GB18030, GBK, UTF_16LE, WINDOWS_1252};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

use super::envelope;
use crate::diagnose::Cause;
use crate::diagnose::gzip;
use crate::diagnose::json::habits::{Beyond, Spacing};
use crate::diagnose::json::style::Style;
use crate::diagnose::json::{self, JsonString, Node, printed};
use crate::diagnose::signature_text::LENIENT;

type Reading = (&'static [Cause], Vec<u8>);

const URL: &[Cause] = &[Cause::BodyUrlDecoded];
const HTML: &[Cause] = &[Cause::BodyHtmlEscaped];
const CHARSET: &[Cause] = &[Cause::BodyCharset];
const BASE64: &[Cause] = &[Cause::BodyBase64];
const COMPRESSED: &[Cause] = &[Cause::BodyCompressed];
const COMPRESSED_LINE: &[Cause] = &[Cause::BodyCompressed, Cause::BodyNewline];
const QUOTED: &[Cause] = &[Cause::BodyReserialized];

/// What WeChat Pay writes in `summary`, to restore it if a charset destroyed it.
const SUMMARIES: [&str; 5] = ["支付成功", "退款成功", "退款异常", "退款关闭", "交易成功"];

/// Returns every text that the bytes may be a damaged form of; fewer if time runs out.
pub(super) fn all(bytes: &[u8], stopped: &impl Fn() -> bool) -> Vec<Reading> {
    let mut readings = Vec::new();
    charsets(bytes, &mut readings);
    readings.extend(gzip::unpacked(bytes).map(|plain| (COMPRESSED, plain)));
    let without_line_end = gzip::without_line_end(bytes).and_then(gzip::unpacked);
    readings.extend(without_line_end.map(|plain| (COMPRESSED_LINE, plain)));
    if let Ok(text) = std::str::from_utf8(bytes) {
        for read in [urls, entities, quotes, encodings] {
            if !stopped() {
                read(text, &mut readings);
            }
        }
    }
    readings.retain(|(_, reading)| reading != bytes);
    readings
}

fn urls(text: &str, readings: &mut Vec<Reading>) {
    let mut add = |bytes: Vec<u8>| readings.push((URL, bytes));
    // A form decoder turns every '+' into a space; base64 has many '+' and no spaces.
    add(text.replace(' ', "+").into_bytes());
    add(plus_in_ciphertext(text).into_bytes());
    if text.contains(['%', '+']) {
        add(percent_decode(text.as_bytes()).collect());
        add(percent_decode(text.replace('+', " ").as_bytes()).collect());
        add(text.replace('+', " ").into_bytes());
    }
    add(utf8_percent_encode(text, NON_ALPHANUMERIC)
        .to_string()
        .into_bytes());
    add(url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .into_bytes());
    add(encode_uri_component(text).into_bytes());
    for name in ["body", "data", "json"] {
        add(format!("{name}={text}").into_bytes());
    }
    if let Some((_, value)) = text
        .split_once('=')
        .filter(|(name, _)| !name.contains(['{', '"']))
    {
        add(value.as_bytes().to_vec());
    }
    let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    add(format!("{form}=").into_bytes());
    add(format!("{}=", encode_uri_component(text)).into_bytes());
    add(utf8_percent_encode(text, &PATH).to_string().into_bytes());
    if let Some(bare) = text.strip_suffix('=') {
        add(percent_decode(bare.replace('+', " ").as_bytes()).collect());
    }
    if text.contains("%u") {
        add(unescape(text).into_bytes());
    }
    add(format!("{text}=").into_bytes());
    add(text.trim_end_matches('=').as_bytes().to_vec());
}

/// What Python's `quote` leaves as it is, besides letters and digits.
const PATH: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/');

/// Undoes JavaScript's `escape`: `%u652F` and `%7B`.
fn unescape(text: &str) -> String {
    let json = text.replace("%u", "\\u").replace('"', "\\\"");
    let units: String = json::units(&json).flatten().map(|(c, _)| c).collect();
    percent_decode(units.as_bytes())
        .decode_utf8_lossy()
        .into_owned()
}

/// What `encodeURIComponent` leaves as it is, besides letters and digits.
fn encode_uri_component(text: &str) -> String {
    const KEPT: AsciiSet = NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'!')
        .remove(b'~')
        .remove(b'*')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')');
    utf8_percent_encode(text, &KEPT).to_string()
}

fn plus_in_ciphertext(text: &str) -> String {
    let Some(at) = text.find("\"ciphertext\"") else {
        return text.to_owned();
    };
    let name_end = at + "\"ciphertext\"".len();
    let Some(start) = text[name_end..].find('"').map(|quote| name_end + quote + 1) else {
        return text.to_owned();
    };
    let end = text[start..]
        .find('"')
        .map_or(text.len(), |quote| start + quote);
    format!(
        "{}{}{}",
        &text[..start],
        text[start..end].replace(' ', "+"),
        &text[end..]
    )
}

fn entities(text: &str, readings: &mut Vec<Reading>) {
    let mut add = |text: String| readings.push((HTML, text.into_bytes()));
    if text.contains('&') {
        let once = html_escape::decode_html_entities(text).into_owned();
        add(html_escape::decode_html_entities(&once).into_owned());
        add(once);
    }
    add(html_escape::encode_text(text).into_owned());
    let double = html_escape::encode_double_quoted_attribute(text).into_owned();
    for quote in ["&#39;", "&#x27;", "&#039;", "&apos;"] {
        add(double.replace('\'', quote));
    }
    add(double.replace('"', "&#34;"));
    add(double.replace("&quot;", "&#34;").replace('\'', "&#39;"));
    add(double);
}

fn quotes(text: &str, readings: &mut Vec<Reading>) {
    let mut add = |text: String| readings.push((QUOTED, text.into_bytes()));
    if let Some(Node::Text(inner)) = json::parse(text.trim()) {
        add(inner.value);
    } else if text.contains("\\\"") {
        add(text.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    for notification in envelope::rebuilt(text) {
        add(notification);
    }
    if text.contains("\"=>") || text.contains("\" => ") {
        add(ruby_hash(text));
    }
    if text.contains("\\x") {
        add(String::from_utf8_lossy(&hex_escapes(text)).into_owned());
    }
    if let Some(dict) = python_dict(text) {
        add(dict);
    }
    if let Some(map) = printed::parse(text) {
        add(Style::PLAIN.write(&map));
    }
    if !text.is_ascii() {
        let ascii = Style {
            beyond: Beyond::Lower,
            ..Style::PLAIN
        };
        let whole = JsonString {
            value: text.to_owned(),
            raw: "",
        };
        add(ascii.write(&Node::Text(whole)));
    }
    add(text.replace('\\', "\\\\").replace('"', "\\\""));
    if let Ok(quoted) = serde_json::to_string(text) {
        add(quoted);
    }
}

/// Decodes a body that is base64 or hex from end to end, or a Buffer as Node prints it.
fn encodings(text: &str, readings: &mut Vec<Reading>) {
    let bare: String = text
        .trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c))
        .chars()
        .filter(|c| !matches!(c, '\r' | '\n'))
        .collect();
    if let Ok(bytes) = LENIENT.decode(bare.replace('-', "+").replace('_', "/")) {
        readings.push((BASE64, bytes));
    }
    let printed = bare
        .strip_prefix("<Buffer ")
        .and_then(|rest| rest.strip_suffix('>'));
    readings.push((BASE64, STANDARD.encode(text).into_bytes()));
    let digits = printed.map_or_else(|| bare.clone(), |digits| digits.replace(' ', ""));
    if let Ok(bytes) = HEXLOWER_PERMISSIVE.decode(digits.as_bytes()) {
        readings.push((QUOTED, bytes));
    }
}

/// Undoes Python's way of printing bytes: `\xe6\x94\xaf`.
fn hex_escapes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest
            .get(at + 2..at + 4)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (byte, taken) = digits.map_or((b'\\', 1), |byte| (byte, 4));
        bytes.push(byte);
        rest = &rest[at + taken..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// Undoes Ruby's way of printing a hash: `{"id"=>"…", "attach"=>nil}`.
fn ruby_hash(text: &str) -> String {
    let pairs = [
        ("\" => ", "\":"),
        ("\"=>", "\":"),
        (":nil", ":null"),
        ("\", \"", "\",\""),
        ("}, \"", "},\""),
    ];
    pairs.iter().fold(text.to_owned(), |text, (ruby, json)| {
        text.replace(ruby, json)
    })
}

/// Writes JSON as Python prints a dict; only if no quote is inside.
fn python_dict(text: &str) -> Option<String> {
    if text.contains(['\'', '\\']) {
        return None;
    }
    let style = Style {
        spacing: Spacing::PYTHON,
        ..Style::PLAIN
    };
    let written = style.write(&json::parse(text)?);
    let words = [
        (": true", ": True"),
        (": false", ": False"),
        (": null", ": None"),
    ];
    let dict = words
        .iter()
        .fold(written, |text, (json, python)| text.replace(json, python));
    Some(dict.replace('"', "'"))
}

fn charsets(bytes: &[u8], readings: &mut Vec<Reading>) {
    let mut add = |bytes: Vec<u8>| readings.push((CHARSET, bytes));
    let Ok(text) = std::str::from_utf8(bytes) else {
        for encoding in [GBK, GB18030, WINDOWS_1252] {
            add(decoded(encoding, bytes));
        }
        if bytes.len().is_multiple_of(2) && bytes.contains(&0) {
            add(UTF_16LE.decode(bytes).0.into_owned().into_bytes());
        }
        return;
    };
    if text.is_ascii() {
        summaries(text, &mut add);
        add(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        return;
    }
    // Read as one charset and written as another; back the same way.
    for encoding in [WINDOWS_1252, GBK, GB18030] {
        add(encoded(encoding, text).into_owned());
    }
    if text.chars().all(|c| u32::from(c) < 256) {
        add(latin1(text.chars()));
    }
    // And forth: the signer may have done it.
    let forth: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    add(forth.into_bytes());
    for encoding in [WINDOWS_1252, GBK] {
        add(decoded(encoding, bytes));
    }
    lossy(text, &mut add);
    summaries(text, &mut add);
}

/// What programs write of characters that a charset does not have.
fn lossy(text: &str, add: &mut impl FnMut(Vec<u8>)) {
    // Java's getBytes("ISO-8859-1") leaves a question mark for each character.
    add(latin1(
        text.chars()
            .map(|c| if u32::from(c) < 256 { c } else { '?' }),
    ));
    add(latin1(
        text.chars().map(|c| if c.is_ascii() { c } else { '?' }),
    ));
    add(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    // Python's errors="replace", for each byte.
    let marks = |byte: u8| {
        if byte.is_ascii() {
            vec![byte]
        } else {
            "\u{fffd}".into()
        }
    };
    add(text.bytes().flat_map(marks).collect());
}

/// Encodes the characters of ISO-8859-1, and leaves others out.
fn latin1(chars: impl Iterator<Item = char>) -> Vec<u8> {
    chars
        .filter_map(|c| u8::try_from(u32::from(c)).ok())
        .collect()
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Vec<u8> {
    let text = encoding.decode_without_bom_handling(bytes).0;
    text.into_owned().into_bytes()
}

/// Encodes without the numeric references that browsers put for what a charset lacks.
fn encoded<'t>(encoding: &'static Encoding, text: &'t str) -> Cow<'t, [u8]> {
    encoding.encode(text).0
}

/// Whether a charset may have made this of a summary: another text was written by someone.
fn may_be_lost(lost: &str, summary: &str) -> bool {
    let bytes = summary.as_bytes();
    let gbk = encoded(GBK, summary);
    let mut remains: String = [GBK, GB18030, WINDOWS_1252]
        .map(|encoding| encoding.decode_without_bom_handling(bytes).0)
        .concat();
    remains.push_str(&WINDOWS_1252.decode_without_bom_handling(&gbk).0);
    remains.push_str(&String::from_utf8_lossy(&gbk));
    remains.extend(bytes.iter().map(|byte| char::from(*byte)));
    let is_mark = |c: char| matches!(c, '?' | '\u{fffd}' | '\u{25a1}');
    lost.chars()
        .all(|c| is_mark(c) || c.is_control() || remains.contains(c))
}

/// Puts a summary back that a charset mangled beyond repair.
fn summaries(text: &str, add: &mut impl FnMut(Vec<u8>)) {
    let Some(Node::Object(entries)) = json::parse(text) else {
        return;
    };
    let lost = entries.iter().find_map(|(key, value)| match value {
        Node::Text(value) => (key.value == "summary").then_some(value.raw),
        Node::Word(_) | Node::Number(_) | Node::Array(_) | Node::Object(_) => None,
    });
    let Some(lost) = lost.filter(|raw| !raw.is_empty() && !SUMMARIES.contains(raw)) else {
        return;
    };
    for summary in SUMMARIES
        .into_iter()
        .filter(|summary| may_be_lost(lost, summary))
    {
        add(text
            .replace(&format!("\"{lost}\""), &format!("\"{summary}\""))
            .into_bytes());
    }
}
