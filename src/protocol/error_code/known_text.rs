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
    /// The parts of the text, any of which identifies it.
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
        parts.any(|part| compacted.contains(&compact(part)))
    }
}

/// Leaves out what is lost or added when a text is copied from a phone, and colons, in which
/// clients differ.
pub(super) fn compact(text: &str) -> String {
    text.to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：'))
        .collect()
}
