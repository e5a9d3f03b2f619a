//! Texts that say more than a code: of the payer's client, of WeChat Pay, and of programs.

use serde::{Deserialize, Serialize};

use super::advice::Advice;

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextOrigin {
    /// The payer's WeChat client shows it if a payment does not start.
    Client,
    /// It is the `message` of a refusal.
    WechatPay,
    /// An SDK, a runtime or a library wrote it.
    Program,
    /// More than one of them writes it: what it is about is open.
    Several,
}

/// A text that is known by its parts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KnownText {
    /// A short name of the cause.
    pub name: &'static str,
    /// Whose text it is.
    pub origin: TextOrigin,
    /// The parts of the text, any of which identifies it: `…` stands for a few characters, and
    /// `^` and `$` around a part say that it is the whole text.
    pub parts: Vec<String>,
    /// The codes that a message comes with; empty if they are not documented.
    #[serde(default)]
    pub codes: Vec<&'static str>,
    /// What it means and what to do.
    pub advice: Advice,
}

impl KnownText {
    /// Whether a text has one of the parts, both made compact.
    pub(super) fn is_in(&self, compacted: &str) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| has_part(compacted, part))
    }
}

/// Whether a compact text has a part, in which `…` stands for up to 12 characters; `^…$` is the
/// whole text, but for the marks around it.
pub(super) fn has_part(compacted: &str, part: &str) -> bool {
    let part = compact(part);
    let whole = part
        .strip_prefix('^')
        .and_then(|rest| rest.strip_suffix('$'));
    if let Some(whole) = whole {
        let is_mark = |c: char| c.is_ascii_punctuation() || "。，！？；“”‘’「」『』".contains(c);
        return compacted.trim_matches(is_mark) == whole;
    }
    let pieces: Vec<&str> = part.split('…').collect();
    has_pieces(compacted, &pieces)
}

/// Whether the pieces follow each other closely.
fn has_pieces(text: &str, pieces: &[&str]) -> bool {
    const MAX_GAP_CHARS: usize = 12;
    let Some((first, rest)) = pieces.split_first() else {
        return true;
    };
    text.match_indices(first).any(|(at, _)| {
        let mut after = &text[at + first.len()..];
        rest.iter().all(|piece| {
            let Some(gap) = after.find(piece) else {
                return false;
            };
            let is_near = after[..gap].chars().count() <= MAX_GAP_CHARS;
            after = &after[gap + piece.len()..];
            is_near
        })
    })
}

/// Leaves out what is lost or added when a text is copied from a phone, and colons, in which
/// clients differ.
pub(super) fn compact(text: &str) -> String {
    text.to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：'))
        .collect()
}
