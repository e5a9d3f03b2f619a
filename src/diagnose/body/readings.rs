//! What a body may be a damaged form of: decoded, escaped, quoted or in another charset.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, GBK, UTF_16LE, WINDOWS_1252};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

use crate::diagnose::Cause;
use crate::diagnose::json::{self, Node};

type Reading = (&'static [Cause], Vec<u8>);

const URL: &[Cause] = &[Cause::BodyUrlDecoded];
const HTML: &[Cause] = &[Cause::BodyHtmlEscaped];
const CHARSET: &[Cause] = &[Cause::BodyCharset];
const QUOTED: &[Cause] = &[Cause::BodyReserialized];

/// What WeChat Pay writes in `summary`, to be put back where a charset lost it.
const SUMMARIES: [&str; 5] = ["支付成功", "退款成功", "退款异常", "退款关闭", "交易成功"];

/// Returns every text that the bytes may stand for, but not themselves.
pub(super) fn all(bytes: &[u8]) -> Vec<Reading> {
    let mut readings = Vec::new();
    charsets(bytes, &mut readings);
    if let Ok(text) = std::str::from_utf8(bytes) {
        urls(text, &mut readings);
        entities(text, &mut readings);
        quotes(text, &mut readings);
    }
    readings.retain(|(_, reading)| reading != bytes);
    readings
}

fn urls(text: &str, readings: &mut Vec<Reading>) {
    let mut add = |bytes: Vec<u8>| readings.push((URL, bytes));
    // A form decoder leaves blanks for every '+'; base64 has many of them and no blank.
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
    add(format!("{text}=").into_bytes());
    add(text.trim_end_matches('=').as_bytes().to_vec());
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
    add(text.replace('\\', "\\\\").replace('"', "\\\""));
    if let Ok(quoted) = serde_json::to_string(text) {
        add(quoted);
    }
}

fn charsets(bytes: &[u8], readings: &mut Vec<Reading>) {
    let mut add = |bytes: Vec<u8>| readings.push((CHARSET, bytes));
    if bytes.is_ascii() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            summaries(text, &mut add);
            add(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        return;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        for encoding in [GBK, GB18030, WINDOWS_1252] {
            add(encoding
                .decode_without_bom_handling(bytes)
                .0
                .into_owned()
                .into_bytes());
        }
        if bytes.len().is_multiple_of(2) && bytes.contains(&0) {
            add(UTF_16LE.decode(bytes).0.into_owned().into_bytes());
        }
        return;
    };
    // Read as one charset and written as another; back the same way.
    for encoding in [WINDOWS_1252, GBK, GB18030] {
        add(encoded(encoding, text).into_owned());
    }
    if text.chars().all(|c| u32::from(c) < 256) {
        add(text
            .chars()
            .filter_map(|c| u8::try_from(u32::from(c)).ok())
            .collect());
    }
    // And forth: the signer may have done it.
    add(bytes
        .iter()
        .map(|byte| char::from(*byte))
        .collect::<String>()
        .into_bytes());
    for encoding in [WINDOWS_1252, GBK] {
        add(encoding
            .decode_without_bom_handling(bytes)
            .0
            .into_owned()
            .into_bytes());
    }
    // Java's getBytes("ISO-8859-1") leaves a question mark for each character.
    add(text
        .chars()
        .map(|c| if u32::from(c) < 256 { c } else { '?' })
        .filter_map(|c| u8::try_from(u32::from(c)).ok())
        .collect());
    add(text
        .chars()
        .map(|c| if c.is_ascii() { c } else { '?' })
        .collect::<String>()
        .into_bytes());
    add(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    summaries(text, &mut add);
}

/// Encodes without the numeric references that browsers put for what a charset lacks.
fn encoded<'t>(encoding: &'static Encoding, text: &'t str) -> Cow<'t, [u8]> {
    encoding.encode(text).0
}

/// Puts a summary back that became question marks.
fn summaries(text: &str, add: &mut impl FnMut(Vec<u8>)) {
    let Some(Node::Object(entries)) = json::parse(text) else {
        return;
    };
    let lost = entries.iter().find_map(|(key, value)| match value {
        Node::Text(value) if key.value == "summary" => Some(value.raw),
        _ => None,
    });
    let Some(lost) =
        lost.filter(|raw| !raw.is_empty() && raw.chars().all(|c| matches!(c, '?' | '\u{fffd}')))
    else {
        return;
    };
    for summary in SUMMARIES {
        add(text
            .replace(&format!("\"{lost}\""), &format!("\"{summary}\""))
            .into_bytes());
    }
}
