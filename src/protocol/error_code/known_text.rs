//! Texts that say more than a code: of the payer's client, of WeChat Pay, and of programs.

use serde::{Deserialize, Serialize};

use super::advice::{Advice, Api};
use super::catalogue::{by_code, is_same, texts};

/// What `Wechatpay-Serial` named, in whatever words that is told.
const FOREIGN_PLATFORM_KEY: &str = "platform-key-of-another-merchant";

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
    fn is_in(&self, compacted: &str) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| compacted.contains(&compact(part)))
    }

    fn is_of_code(&self, code: &str) -> bool {
        self.codes.is_empty() || self.codes.iter().any(|known| is_same(known, code))
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

/// Returns what a text means; the most specific is found first.
#[must_use]
pub fn by_text(text: &str) -> Option<&'static KnownText> {
    let compacted = compact(text);
    texts().iter().find(|known| known.is_in(&compacted))
}

/// Returns what to make of a refusal whose message is known, in either language.
#[must_use]
pub fn by_message(code: &str, message: &str) -> Option<&'static Advice> {
    if refuses_key(code, message) {
        let mut all = texts().iter();
        let known = all.find(|known| known.name == FOREIGN_PLATFORM_KEY)?;
        return Some(&known.advice);
    }
    // 无可用的平台证书 or 平台证书已过期: about certificates, whatever call was refused.
    let about_certificates = (message.contains("平台证书")
        && !message.contains("Wechatpay-Serial"))
        || message == "证书不存在";
    if about_certificates {
        let mut cases = by_code(code)?.cases.iter();
        return cases
            .find(|case| case.api == Api::Certificates)
            .map(|case| &case.advice);
    }
    let compacted = compact(message);
    let mut messages = texts()
        .iter()
        .filter(|known| known.origin == TextOrigin::WechatPay && known.is_of_code(code));
    messages
        .find(|known| known.is_in(&compacted))
        .map(|known| &known.advice)
}

/// Whether a refusal means that the key named by the request's `Wechatpay-Serial` is not
/// one of this merchant number's.
#[must_use]
pub fn refuses_key(code: &str, message: &str) -> bool {
    let names = |what| message.contains(what);
    let serial = names("Wechatpay-Serial") || names("平台证书序列号");
    // The same words come if the header is missing.
    is_same(code, "PARAM_ERROR") && serial && !names("缺少")
}
