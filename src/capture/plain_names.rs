//! Signature values under plain names, as SDKs log them and people write them down: `sign[…]`,
//! `String nonce = "…"`, or the three lines that were verified.

use super::headers::{self, NameMatch};
use crate::protocol::signed::{NONCE, SERIAL, SIGNATURE, TIMESTAMP};

/// Names without `Wechatpay-`, longer ones first.
const NAMES: [(&str, &str); 18] = [
    ("serialnumber", SERIAL),
    ("serial_number", SERIAL),
    ("serial number", SERIAL),
    ("serial_no", SERIAL),
    ("serialno", SERIAL),
    ("serial", SERIAL),
    ("序列号", SERIAL),
    ("timestamp", TIMESTAMP),
    ("时间戳", TIMESTAMP),
    ("nonce_str", NONCE),
    ("noncestr", NONCE),
    ("nonce", NONCE),
    ("随机串", NONCE),
    ("随机字符串", NONCE),
    ("signature", SIGNATURE),
    ("签名值", SIGNATURE),
    ("签名", SIGNATURE),
    ("sign", SIGNATURE),
];

/// A nonce of WeChat Pay's headers is at least this long; that of a resource is shorter.
const MIN_NONCE_CHARS: usize = 16;

/// How long a signature of 2048 bits is in a line of its own: in base64, in hex, in base64 twice.
const SIGNATURE_LINES: [usize; 3] = [headers::SIGNATURE_CHARS, 512, 460];

/// A value beside a plain name, or in a line of its own.
pub(super) struct PlainValue {
    pub(super) name: &'static str,
    /// The name as it is written there, or what the value is a line of.
    pub(super) written: &'static str,
    pub(super) value: String,
    pub(super) at: usize,
}

/// Finds values that have the shape of their names; nothing if no signature is among them.
pub(super) fn values(text: &str) -> Vec<PlainValue> {
    const MAX_MATCHES: usize = 64;
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<PlainValue> = Vec::new();
    for (word, name) in NAMES {
        for (start, _) in lower.match_indices(word).take(MAX_MATCHES) {
            let end = start + word.len();
            if !is_name(text, start, end) {
                continue;
            }
            let named = NameMatch { start, end, name };
            let Some(beside) = headers::adjacent_value(text, &named) else {
                continue;
            };
            let value = beside.value;
            if is_shaped(name, &value) && found.iter().all(|known| known.name != name) {
                found.push(PlainValue {
                    name,
                    written: word,
                    value,
                    at: start,
                });
            }
        }
    }
    found.extend(signed_lines(text));
    if found.iter().all(|known| known.name != SIGNATURE) {
        found.extend(lone_line(text, SIGNATURE));
    }
    if found.iter().all(|known| known.name != SIGNATURE) {
        return Vec::new();
    }
    found
}

/// Whether a name stands for itself, and is not a part of a longer word.
fn is_name(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches("Header");
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !before.ends_with(is_word) && !text[end..].starts_with(is_word)
}

/// Whether a value is of its name's kind, or of the kind that it is mistaken for.
fn is_shaped(name: &str, value: &str) -> bool {
    match name {
        NONCE if value.len() < MIN_NONCE_CHARS => false,
        SIGNATURE => {
            headers::is_plausible(SIGNATURE, value) || headers::is_plausible(TIMESTAMP, value)
        }
        TIMESTAMP => {
            headers::is_plausible(TIMESTAMP, value) || headers::is_plausible(SIGNATURE, value)
        }
        _ => headers::is_plausible(name, value),
    }
}

/// Returns what a value is, by its shape.
fn kind(value: &str) -> Option<&'static str> {
    let mut kinds = [TIMESTAMP, SIGNATURE].into_iter();
    let plain = kinds.find(|kind| headers::is_plausible(kind, value));
    plain.or_else(|| is_shaped(NONCE, value).then_some(NONCE))
}

/// Finds timestamp and nonce in the two lines before a body, as in the message that is verified.
fn signed_lines(text: &str) -> Vec<PlainValue> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        lines.push((offset, line.trim_end()));
        offset += line.len();
    }
    let found = lines.windows(3).find_map(|three| {
        let [(first_at, first), (nonce_at, nonce), (_, body)] = three else {
            return None;
        };
        let start = first
            .rfind(['[', '"', '\'', '：', ' ', '\t'])
            .map_or(0, |at| {
                at + first[at..].chars().next().map_or(1, char::len_utf8)
            });
        let timestamp = &first[start..];
        let nonce_text = nonce.trim_start();
        let in_order = is_shaped(TIMESTAMP, timestamp) && headers::is_plausible(NONCE, nonce_text);
        // A program may have mixed the values up before it made the message.
        let kinds = (kind(timestamp), kind(nonce_text));
        let mixed_up = matches!(kinds, (Some(one), Some(other)) if one != other);
        let fits = body.starts_with('{') && (in_order || mixed_up);
        fits.then(|| {
            vec![
                PlainValue {
                    name: TIMESTAMP,
                    written: "message",
                    value: timestamp.to_owned(),
                    at: first_at + start,
                },
                PlainValue {
                    name: NONCE,
                    written: "message",
                    value: nonce_text.to_owned(),
                    at: *nonce_at,
                },
            ]
        })
    });
    found.unwrap_or_default()
}

/// Finds a line that is a signature and nothing else.
fn lone_line(text: &str, name: &'static str) -> Option<PlainValue> {
    let mut offset = 0;
    text.split_inclusive('\n').find_map(|line| {
        let at = offset;
        offset += line.len();
        let value = line.trim();
        let fits = SIGNATURE_LINES.contains(&value.len()) && headers::is_plausible(name, value);
        fits.then(|| PlainValue {
            name,
            written: "line",
            value: value.to_owned(),
            at,
        })
    })
}
