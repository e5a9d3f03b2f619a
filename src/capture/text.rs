//! Bytes of any encoding as text, with line numbers and excerpts.

use std::borrow::Cow;

use encoding_rs::{GBK, UTF_16BE, UTF_16LE};

use super::escape;
use super::reading::{Decoding, Unread, UnreadReason};

/// Longer texts are cut: 2 MiB.
pub(super) const MAX_TEXT_BYTES: usize = 2 * 1024 * 1024;
/// How many characters of an unread part are shown.
const EXCERPT_CHARS: usize = 72;

/// A pasted text, decoded.
pub(super) struct Text<'b> {
    /// The bytes, converted to UTF-8 if the text was UTF-16, without a byte order mark.
    pub(super) bytes: Cow<'b, [u8]>,
    /// The same as text; each line that is not UTF-8 is read as GBK.
    pub(super) text: String,
    /// The encodings that were decoded.
    pub(super) undone: Vec<Decoding>,
    /// Whether the end was not looked at.
    pub(super) cut: bool,
}

impl<'b> Text<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> Self {
        let mut undone = Vec::new();
        let mut bytes: Cow<'b, [u8]> = match utf16(bytes) {
            Some(text) => {
                undone.push(Decoding::Utf16);
                Cow::Owned(text.into_bytes())
            }
            None => Cow::Borrowed(bytes),
        };
        if bytes.starts_with(b"\xef\xbb\xbf") {
            undone.push(Decoding::ByteOrderMark);
            bytes = Cow::Owned(bytes[3..].to_vec());
        }
        if let Some(plain) = without_colours(&bytes) {
            undone.push(Decoding::TerminalColours);
            bytes = Cow::Owned(plain);
        }
        let wire = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| wire_log(text).or_else(|| python_sends(text)));
        if let Some(wire) = wire {
            undone.push(Decoding::Prefix);
            bytes = Cow::Owned(wire);
        }
        let cut = bytes.len() > MAX_TEXT_BYTES;
        let seen = &bytes[..bytes.len().min(MAX_TEXT_BYTES)];
        let text = if let Ok(text) = std::str::from_utf8(seen) {
            text.to_owned()
        } else {
            let mut foreign = false;
            let mut text = String::with_capacity(seen.len());
            for line in seen.split_inclusive(|byte| *byte == b'\n') {
                if let Ok(line) = std::str::from_utf8(line) {
                    text.push_str(line);
                } else {
                    foreign = true;
                    text.push_str(&GBK.decode_without_bom_handling(line).0);
                }
            }
            if foreign {
                undone.push(Decoding::Gbk);
            }
            text
        };
        Self {
            bytes,
            text,
            undone,
            cut,
        }
    }

    /// What was not looked at because the text is too long.
    pub(super) fn too_long(&self) -> Option<Unread> {
        self.cut.then(|| {
            let last = self.text.len().saturating_sub(1);
            unread(&self.text, last, UnreadReason::TooLong)
        })
    }
}

fn utf16(bytes: &[u8]) -> Option<String> {
    let (encoding, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        _ => {
            // Without a byte order mark: ASCII with a zero next to every character.
            let head = &bytes[..bytes.len().min(64) & !1];
            let zeros = |odd: usize| {
                head.iter()
                    .skip(odd)
                    .step_by(2)
                    .filter(|b| **b == 0)
                    .count()
            };
            let most = head.len() / 2 * 3 / 4;
            match head.len() >= 8 {
                true if zeros(1) > most => (UTF_16LE, bytes),
                true if zeros(0) > most => (UTF_16BE, bytes),
                _ => return None,
            }
        }
    };
    Some(encoding.decode_without_bom_handling(rest).0.into_owned())
}

/// Removes the control sequences that colour a terminal's text.
fn without_colours(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.windows(2).any(|pair| pair == b"\x1b[") {
        return None;
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"\x1b[") {
            at += 2;
            while at < bytes.len() && !bytes[at].is_ascii_alphabetic() {
                at += 1;
            }
            at += 1;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    Some(plain)
}

/// Removes what programs print around values to say of which type they are: `array:1 [▼` of PHP's
/// dumper, `<<"…">>` of Erlang.
pub(super) fn without_printed_types(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    if text.contains("<<\"") {
        plain = plain.replace("<<\"", "\"").replace("\">>", "\"").into();
    }
    if text.contains("array:") {
        plain = without_counts(&plain).into();
    }
    plain
}

/// Undoes `array:5 [▼`.
fn without_counts(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("array:") {
        let behind = &rest[at + "array:".len()..];
        let bracket = behind.trim_start_matches(|c: char| c.is_ascii_digit());
        let counted = bracket
            .strip_prefix(" [")
            .filter(|_| bracket.len() < behind.len());
        plain.push_str(&rest[..at]);
        if let Some(inside) = counted {
            plain.push('[');
            rest = inside.trim_start_matches(['▼', '▶', '…']);
        } else {
            plain.push_str("array:");
            rest = behind;
        }
    }
    plain + rest
}

/// Returns the number of the line at an offset, counted from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    1 + line_ends(before)
}

/// Counts the line ends in a text.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

/// Returns a name as letters and digits in lower case, however its words are joined.
pub(super) fn bare_name(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Returns the end of the character before an offset, or the offset if it is between characters.
pub(super) fn char_end(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Returns the part of the text at an offset as one that was not read.
pub(super) fn unread(text: &str, offset: usize, why: UnreadReason) -> Unread {
    let offset = char_end(text, offset);
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..]
        .find('\n')
        .map_or(text.len(), |at| offset + at);
    let line = &text[start..end];
    // A long line is shown from the place on, not from its beginning.
    let shown = if line.len() > EXCERPT_CHARS {
        &text[offset..end]
    } else {
        line
    };
    Unread {
        line: line_of(text, offset),
        text: excerpt(text, start, shown),
        why,
    }
}

fn excerpt(text: &str, start: usize, line: &str) -> String {
    let before = &text[..start];
    let in_key = before
        .rfind("PRIVATE KEY-----")
        .is_some_and(|at| !before[..at].ends_with("END ") && !before[..at].ends_with("END RSA "));
    if in_key || line.contains("PRIVATE KEY") {
        return "(private key)".to_owned();
    }
    let mut shown: String = line.trim().chars().take(EXCERPT_CHARS).collect();
    if line.trim().chars().count() > EXCERPT_CHARS {
        shown.push('…');
    }
    shown
}

/// Full-width punctuation, which Chinese input methods and chat programs put, as ASCII; `None` if
/// there is none around values.
pub(super) fn without_full_width(text: &str) -> Option<String> {
    const PAIRS: [(char, char); 11] = [
        ('＂', '"'),
        ('＇', '\''),
        ('｛', '{'),
        ('｝', '}'),
        ('［', '['),
        ('］', ']'),
        ('（', '('),
        ('）', ')'),
        ('：', ':'),
        ('，', ','),
        ('＝', '='),
    ];
    let ascii = |c: char| {
        PAIRS
            .iter()
            .find(|(wide, _)| *wide == c)
            .map(|(_, ascii)| *ascii)
    };
    let quoted = text.contains(['＂', '＇', '｛']);
    quoted.then(|| text.chars().map(|c| ascii(c).unwrap_or(c)).collect())
}

/// The lines of a log of Apache HttpClient, `http-outgoing-0 >> "Name: value[\r][\n]"`, as they were
/// on the wire; of both directions the one with a signature. `None` if it is not such a log.
fn wire_log(text: &str) -> Option<Vec<u8>> {
    const LINE_END: &str = "[\\r][\\n]";
    if !text.contains(LINE_END) {
        return None;
    }
    let of = |mark: &str| {
        let mut wire = Vec::new();
        for line in text.lines() {
            if let Some((_, quoted)) = line.split_once(mark) {
                let quoted = quoted.trim_end();
                unescape_wire(quoted.strip_suffix('"').unwrap_or(quoted), &mut wire);
            }
        }
        wire
    };
    let is_signed = |wire: &Vec<u8>| {
        let lower = String::from_utf8_lossy(wire).to_ascii_lowercase();
        lower.contains("wechatpay-signature:") || lower.contains("authorization:")
    };
    [of(" << \""), of(" >> \"")].into_iter().find(is_signed)
}

/// The bytes that Python's `http.client` prints as it sends them, `send: b'POST /v3/…'`.
fn python_sends(text: &str) -> Option<Vec<u8>> {
    let mut wire = Vec::new();
    let literals = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("send: b"));
    for literal in literals {
        let quote = literal.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        wire.extend(escape::undone(literal[1..].trim_end().strip_suffix(quote)?));
    }
    let lower = String::from_utf8_lossy(&wire).to_ascii_lowercase();
    lower.contains("\nauthorization:").then_some(wire)
}

/// The rows of a Markdown table with two columns as lines, `name: value`; `None` if there is none.
pub(super) fn without_table(text: &str) -> Option<String> {
    const MIN_ROWS: usize = 4;
    let mut rows = 0;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let cells = line.trim().strip_prefix('|').and_then(|rest| {
                let (name, value) = rest.strip_suffix('|')?.split_once('|')?;
                let [name, value] = [name, value].map(|cell| cell.trim().trim_matches(['`', '*']));
                (!value.contains('|') && !name.is_empty()).then(|| format!("{name}: {value}"))
            });
            rows += usize::from(cells.is_some());
            cells.unwrap_or_else(|| line.to_owned())
        })
        .collect();
    (rows >= MIN_ROWS).then(|| lines.join("\n"))
}

/// Undoes `[\r]`, `[\n]` and `[0xe6]`.
fn unescape_wire(text: &str, wire: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        wire.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let byte = rest.split_once(']').and_then(|(escape, after)| {
            let byte = match &escape[1..] {
                "\\r" => b'\r',
                "\\n" => b'\n',
                hex => u8::from_str_radix(hex.strip_prefix("0x")?, 16).ok()?,
            };
            Some((byte, after))
        });
        if let Some((byte, after)) = byte {
            wire.push(byte);
            rest = after;
        } else {
            wire.push(b'[');
            rest = &rest[1..];
        }
    }
    wire.extend_from_slice(rest.as_bytes());
}

/// Whether a character has no width, as chat programs and web pages insert them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// Adds a name to the path of an object, as long as that stays readable.
pub(super) fn step(path: &str, name: &str) -> String {
    const MAX_PATH_CHARS: usize = 120;
    if path.is_empty() {
        name.chars().take(MAX_PATH_CHARS).collect()
    } else {
        path.chars()
            .chain(std::iter::once('.'))
            .chain(name.chars())
            .take(MAX_PATH_CHARS)
            .collect()
    }
}
