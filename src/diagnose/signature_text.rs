//! A signature's text and the ways in which it gets damaged between two programs.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

use super::{Sentence, sentence};
use crate::protocol::keys::Signature;

/// Standard base64 with optional padding and trailing bits.
pub(super) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The longest text that is looked at: an RSA-4096 signature, encoded three times over.
const MAX_TEXT_BYTES: usize = 4096;
/// How often a text may have been percent-encoded.
const MAX_PERCENT_ENCODINGS: usize = 3;

/// What a signature's text turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) signature: Signature,
    /// What was done to the text; empty if it is intact.
    pub(super) damage: Vec<Damage>,
}

/// How a signature's text was damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    PercentEncoded,
    EscapedBreaks,
    Escaped,
    Broken,
    Surrounded,
    ShellMark,
    Hex,
    PlusBecameSpace,
    UrlSafe,
    Unpadded,
    EncodedTwice,
}

impl Damage {
    /// Says what was done.
    pub(super) fn text(self) -> Sentence {
        match self {
            Self::PercentEncoded => sentence!("finding-damage-percent", "it is percent-encoded"),
            Self::EscapedBreaks => sentence!(
                "finding-damage-backslash-n",
                "line breaks are written in it as \\n"
            ),
            Self::Escaped => sentence!("finding-damage-escaped", "characters in it are escaped"),
            Self::Broken => sentence!("finding-damage-lines", "it is broken into lines"),
            Self::Surrounded => {
                sentence!("finding-damage-quotes", "spaces or quotes are around it")
            }
            Self::ShellMark => sentence!("finding-damage-shell", "the shell's % is at its end"),
            Self::Hex => sentence!("finding-damage-hex", "it is in hex, not in base64"),
            Self::PlusBecameSpace => sentence!("finding-damage-plus", "a '+' in it became a space"),
            Self::UrlSafe => sentence!("finding-damage-url-safe", "it is in the URL-safe alphabet"),
            Self::Unpadded => sentence!("finding-damage-padding", "its padding is cut off"),
            Self::EncodedTwice => sentence!("finding-damage-twice", "it is encoded twice"),
        }
    }
}

/// Reads a text as it is, then as what it may have been.
pub(super) fn read(text: &str) -> Option<Reading> {
    if let Ok(signature) = text.parse::<Signature>()
        && !is_hex(text)
        && !is_base64_of_text(&signature)
    {
        return Some(Reading {
            signature,
            damage: Vec::new(),
        });
    }
    if text.len() > MAX_TEXT_BYTES {
        return None;
    }
    let mut damage = Vec::new();
    let bytes = repair(text, &mut damage, 3)?;
    let signature = Signature::from_bytes(bytes);
    Some(Reading { signature, damage })
}

/// Counts the characters of a text that is base64 throughout, whatever its length; `None` if
/// other characters are in it.
pub(super) fn characters(text: &str) -> Option<usize> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    let digits = text.trim_end_matches('=');
    let count = digits
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .count();
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_ \r\n".contains(&byte);
    (count > 0 && digits.bytes().all(base64)).then_some(count + text.len() - digits.len())
}

/// Returns what is inside the quotes of bytes as Python prints them: `b'…'`.
fn python_bytes(text: &str) -> Option<&str> {
    let quoted = text.trim().strip_prefix('b')?;
    ['\'', '"']
        .into_iter()
        .find_map(|quote| quoted.strip_prefix(quote)?.strip_suffix(quote))
}

fn is_hex(text: &str) -> bool {
    text.len() >= 128 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_base64_of_text(signature: &Signature) -> bool {
    let bytes = signature.as_bytes();
    bytes.len() >= 300
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
}

fn repair(text: &str, damage: &mut Vec<Damage>, rounds: u8) -> Option<Vec<u8>> {
    let mut note = |what| {
        if !damage.contains(&what) {
            damage.push(what);
        }
    };
    let mut text = Cow::Borrowed(text);
    for _ in 0..MAX_PERCENT_ENCODINGS {
        match percent_decode_str(&text).decode_utf8() {
            Ok(plain) if plain != text => {
                note(Damage::PercentEncoded);
                text = Cow::Owned(plain.into_owned());
            }
            Ok(_) | Err(_) => break,
        }
    }
    if let Some(inner) = python_bytes(&text) {
        note(Damage::Surrounded);
        text = Cow::Owned(inner.to_owned());
    }
    let escapes = ["\\r\\n", "\\n", "\\r"];
    if escapes.iter().any(|escape| text.contains(escape)) {
        note(Damage::EscapedBreaks);
        text = Cow::Owned(
            escapes
                .iter()
                .fold(text.into_owned(), |text, escape| text.replace(escape, "")),
        );
    }
    for (escaped, plain) in [
        ("\\/", "/"),
        ("\\u002B", "+"),
        ("\\u002b", "+"),
        ("\\u003d", "="),
        ("\\u003D", "="),
        ("\\u002F", "/"),
        ("\\u002f", "/"),
        ("&#43;", "+"),
        ("&#x2B;", "+"),
        ("&#61;", "="),
        ("&#x3D;", "="),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
    ] {
        if text.contains(escaped) {
            note(Damage::Escaped);
            text = Cow::Owned(text.replace(escaped, plain));
        }
    }
    if text.contains(['\n', '\r', '\t']) {
        note(Damage::Broken);
        text = Cow::Owned(text.split(['\n', '\r', '\t']).map(str::trim).collect());
    }
    let bare = text
        .trim_matches(|c: char| c.is_whitespace() || "\"'`“”‘’\u{feff}\u{200b}\u{a0}".contains(c));
    if bare.len() != text.len() {
        note(Damage::Surrounded);
    }
    let mut text = bare.to_owned();
    if let Some(rest) = text.strip_suffix('%').map(str::to_owned) {
        note(Damage::ShellMark);
        text = rest;
    }
    if is_hex(&text) {
        note(Damage::Hex);
        return (0..text.len() / 2)
            .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok())
            .collect();
    }
    if text.contains(' ') {
        note(Damage::PlusBecameSpace);
        text = text.replace(' ', "+");
    }
    if text.contains(['-', '_']) {
        note(Damage::UrlSafe);
        text = text.replace('-', "+").replace('_', "/");
    }
    if text.len() % 4 != 0 && text.len() % 4 != 1 {
        note(Damage::Unpadded);
    }
    // A text that is cut anywhere still shows how long it was.
    if text.len() % 4 == 1 {
        text.pop();
    }
    let bytes = LENIENT.decode(&text).ok()?;
    let inner = std::str::from_utf8(&bytes).ok().filter(|inner| {
        inner.len() >= 128
            && inner
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
    });
    match inner {
        Some(inner) if rounds > 0 => {
            note(Damage::EncodedTwice);
            repair(inner, damage, rounds - 1)
        }
        _ => Some(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    #[test]
    fn every_damage_is_undone_and_named() {
        let bytes: Vec<u8> = (0..=255_u8).map(|byte| byte.wrapping_mul(251)).collect();
        let good = STANDARD.encode(&bytes);
        assert!(read(&good).unwrap().damage.is_empty());
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let wrapped: Vec<&str> = good
            .as_bytes()
            .chunks(64)
            .map(|part| std::str::from_utf8(part).unwrap())
            .collect();
        for damaged in [
            good.replace('+', " "),
            URL_SAFE_NO_PAD.encode(&bytes),
            hex.clone(),
            STANDARD.encode(hex),
            wrapped.join("\n"),
            wrapped.join("\r\n"),
            wrapped.join("\\n"),
            STANDARD.encode(&good),
            format!("{good}%"),
            format!(" \"{good}\"\n"),
            good.replace('+', "%2B")
                .replace('/', "%2F")
                .replace('=', "%3D"),
            good.replace('/', "\\/"),
            good.trim_end_matches('=').to_owned(),
            good.replace('+', "\\u002B"),
        ] {
            let reading = read(&damaged).unwrap();
            assert_eq!(reading.signature.as_bytes(), bytes, "{damaged}");
            assert!(!reading.damage.is_empty(), "{damaged}");
        }
    }

    #[test]
    fn what_is_not_a_signature_stays_unread() {
        for text in ["", "支付", "WECHATPAY/SIGNTEST/!", &"A".repeat(100_000)] {
            assert!(read(text).is_none_or(|reading| reading.signature.as_bytes().len() != 256));
        }
    }
}
