//! PEM as people have it: text is found, and repaired if it has only one meaning.
//!
//! Repaired are byte order marks, UTF-16, CRLF, quotes, line breaks that arrived as `\n` or as
//! spaces, dashes that were lost or replaced, and a missing END line.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// Longer texts are taken for key material: the path of a key file is shorter than any key.
pub(super) const MAX_PATH_BYTES: usize = 300;

/// Decodes a file to text and undoes escapes and encodings around PEM; `None` if it is binary.
pub(super) fn text(content: &[u8]) -> Option<Zeroizing<String>> {
    let text = match content {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => utf16(content, u16::from_le_bytes),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => utf16(content, u16::from_be_bytes),
        _ => match std::str::from_utf8(content) {
            Ok(text) => Zeroizing::new(text.to_owned()),
            // The name of a container's owner may precede it in an old encoding.
            Err(_) if content.windows(6).any(|bytes| bytes == b"BEGIN ") => {
                Zeroizing::new(String::from_utf8_lossy(content).into_owned())
            }
            Err(_) => return None,
        },
    };
    let mut text = Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned());
    for (escaped, meant) in [
        ("\\\\", "\\"),
        ("\\r", ""),
        ("\\n", "\n"),
        ("\\t", " "),
        ("\\/", "/"),
    ] {
        // The path of a file may have any of these in it.
        if text.contains("BEGIN") || text.len() > MAX_PATH_BYTES || escaped == "\\/" {
            text = Zeroizing::new(text.replace(escaped, meant));
        }
    }
    if text.contains("%0A") || text.contains("%2F") || text.contains("%2B") {
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8_lossy();
        text = Zeroizing::new(decoded.into_owned());
    }
    let quotes = |c: char| c.is_whitespace() || "\"'`“”‘’;,\0".contains(c);
    Some(Zeroizing::new(text.trim_matches(quotes).to_owned()))
}

fn utf16(content: &[u8], unit: fn([u8; 2]) -> u16) -> Zeroizing<String> {
    let units = content.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = Zeroizing::new(String::with_capacity(content.len()));
    text.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

/// A block from BEGIN to END.
pub(super) struct Block<'t> {
    pub(super) label: &'t str,
    /// The lines between BEGIN and END.
    pub(super) body: &'t str,
    /// The END line is missing.
    pub(super) without_end: bool,
}

/// A hyphen, or what a word processor makes of one.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−' | '－')
}

/// Returns the blocks of a text in order.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("BEGIN ") {
        let label_at = from + at + "BEGIN ".len();
        let before = text[..from + at].trim_end_matches(' ');
        let rest = &text[label_at..];
        from = label_at;
        let Some(label) = rest.find(|c| is_dash(c) || c == '\n') else {
            continue;
        };
        if !before.ends_with(is_dash) {
            continue;
        }
        let after = rest[label..].trim_start_matches(is_dash);
        let (body, without_end) = body(after);
        from = text.len() - after.len() + body.len();
        found.push(Block {
            label: rest[..label].trim(),
            body,
            without_end,
        });
    }
    found
}

/// Cuts off what follows the base64, and tells whether an END line is missing there.
pub(super) fn body(text: &str) -> (&str, bool) {
    let mut dashes = 0;
    for (at, c) in text.char_indices() {
        dashes = if is_dash(c) { dashes + 1 } else { 0 };
        let is_end = dashes > 0 && text[at + c.len_utf8()..].trim_start().starts_with("END");
        if dashes >= 2 || is_end {
            let body = text[..at].trim_end_matches(is_dash);
            let after = text[body.len()..].trim_start_matches(|c| is_dash(c) || c == ' ');
            return (body, !after.starts_with("END"));
        }
    }
    (text, true)
}

/// Decodes base64, standard or URL-safe, with any white space and padding.
pub(super) fn decode(body: &str) -> Option<Zeroizing<Vec<u8>>> {
    const ANY_PADDING: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    let is_digit = |c: &char| !c.is_whitespace() && !"\u{200b}\u{feff}\"'\\".contains(*c);
    let mut digits = Zeroizing::new(String::with_capacity(body.len()));
    digits.extend(body.chars().filter(is_digit).map(|c| match c {
        '-' => '+',
        '_' => '/',
        other => other,
    }));
    let whole = digits.trim_end_matches('=');
    ANY_PADDING.decode(whole).ok().map(Zeroizing::new)
}
