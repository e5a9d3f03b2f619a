//! A signature's text and the ways in which it gets damaged between two programs.

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
/// The shortest lines that base64 is broken into.
const MIN_LINE_CHARS: usize = 32;
/// How JSON and HTML escape the characters of base64.
const ESCAPES: [(&str, &str); 13] = [
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
];

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
    BreaksBecameSpaces,
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
            Self::BreaksBecameSpaces => sentence!(
                "finding-damage-breaks-as-spaces",
                "line breaks in it became spaces"
            ),
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

/// Undoes what was done to a text, and decodes it.
fn repair(text: &str, damage: &mut Vec<Damage>, rounds: u8) -> Option<Vec<u8>> {
    let mut repaired = Repair {
        text: text.to_owned(),
        damage,
    };
    repaired.percent_encoding();
    repaired.python_bytes();
    repaired.escaped_breaks();
    repaired.escapes();
    repaired.lines();
    repaired.surroundings();
    if is_hex(&repaired.text) {
        repaired.note(Damage::Hex);
        return from_hex(&repaired.text);
    }
    repaired.alphabet();
    repaired.length();
    let bytes = LENIENT.decode(&repaired.text).ok()?;
    match encoded_signature(&bytes) {
        Some(inner) if rounds > 0 => {
            repaired.note(Damage::EncodedTwice);
            repair(inner, damage, rounds - 1)
        }
        Some(_) | None => Some(bytes),
    }
}

/// A text that is being repaired; each function undoes one kind of damage.
struct Repair<'d> {
    text: String,
    damage: &'d mut Vec<Damage>,
}

impl Repair<'_> {
    fn note(&mut self, what: Damage) {
        if !self.damage.contains(&what) {
            self.damage.push(what);
        }
    }

    fn percent_encoding(&mut self) {
        for _ in 0..MAX_PERCENT_ENCODINGS {
            let plain = match percent_decode_str(&self.text).decode_utf8() {
                Ok(plain) if plain != self.text => plain.into_owned(),
                Ok(_) | Err(_) => break,
            };
            self.note(Damage::PercentEncoded);
            self.text = plain;
        }
    }

    fn python_bytes(&mut self) {
        if let Some(inner) = python_bytes(&self.text).map(str::to_owned) {
            self.note(Damage::Surrounded);
            self.text = inner;
        }
    }

    fn escaped_breaks(&mut self) {
        for escape in ["\\r\\n", "\\n", "\\r"] {
            if self.text.contains(escape) {
                self.note(Damage::EscapedBreaks);
                self.text = self.text.replace(escape, "");
            }
        }
    }

    fn escapes(&mut self) {
        for (escaped, plain) in ESCAPES {
            if self.text.contains(escaped) {
                self.note(Damage::Escaped);
                self.text = self.text.replace(escaped, plain);
            }
        }
    }

    fn lines(&mut self) {
        const BREAKS: [char; 3] = ['\n', '\r', '\t'];
        if self.text.contains(BREAKS) {
            self.note(Damage::Broken);
            self.text = self.text.split(BREAKS).map(str::trim).collect();
        }
    }

    fn surroundings(&mut self) {
        let around = |c: char| c.is_whitespace() || "\"'`“”‘’\u{feff}\u{200b}\u{a0}".contains(c);
        let bare = self.text.trim_matches(around).to_owned();
        if bare.len() != self.text.len() {
            self.note(Damage::Surrounded);
        }
        self.text = bare;
        if self.text.ends_with('%') {
            self.note(Damage::ShellMark);
            self.text.pop();
        }
    }

    /// Turns other alphabets into that of standard base64.
    fn alphabet(&mut self) {
        if has_spaces_for_breaks(&self.text) {
            self.note(Damage::BreaksBecameSpaces);
            self.text.retain(|c| c != ' ');
        } else if self.text.contains(' ') {
            self.note(Damage::PlusBecameSpace);
            self.text = self.text.replace(' ', "+");
        }
        if self.text.contains(['-', '_']) {
            self.note(Damage::UrlSafe);
            self.text = self.text.replace('-', "+").replace('_', "/");
        }
    }

    /// Notes missing padding; a text that is cut anywhere still shows how long it was.
    fn length(&mut self) {
        match self.text.len() % 4 {
            0 => {}
            1 => drop(self.text.pop()),
            _ => self.note(Damage::Unpadded),
        }
    }
}

/// Whether spaces stand where lines of one length would end, and the rest is whole base64.
fn has_spaces_for_breaks(text: &str) -> bool {
    let mut lines = text.split(' ').filter(|line| !line.is_empty());
    let Some(first) = lines.next().map(str::len) else {
        return false;
    };
    let rest: Vec<usize> = lines.map(str::len).collect();
    let Some((last, middle)) = rest.split_last() else {
        return false;
    };
    let count = first + rest.iter().sum::<usize>();
    count.is_multiple_of(4)
        && first >= MIN_LINE_CHARS
        && *last <= first
        && middle.iter().all(|length| *length == first)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len() / 2)
        .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok())
        .collect()
}

/// Returns decoded bytes as text if they are a signature that was encoded before.
fn encoded_signature(bytes: &[u8]) -> Option<&str> {
    let is_text = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let inner = std::str::from_utf8(bytes).ok()?;
    (inner.len() >= 128 && inner.bytes().all(is_text)).then_some(inner)
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
        let mime: Vec<&str> = good
            .as_bytes()
            .chunks(76)
            .map(|part| std::str::from_utf8(part).unwrap())
            .collect();
        for damaged in [
            good.replace('+', " "),
            good.replacen('+', " ", 1),
            wrapped.join(" "),
            wrapped.join("  "),
            mime.join(" "),
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
