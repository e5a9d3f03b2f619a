//! Finding a known text in what WeChat Pay, a client or a program said.

use super::advice::{Advice, Api};
use super::catalogue::{by_code, is_same, texts};
use super::known_text::{KnownText, TextOrigin, compact};
use super::query::CodeQuery;

/// The text that stands for each wording of a refused `Wechatpay-Serial`.
const FOREIGN_PLATFORM_KEY: &str = "platform-key-of-another-merchant";

/// Returns what a text means; the most specific is found first.
#[must_use]
pub fn by_text(text: &str) -> Option<&'static KnownText> {
    let compacted = compact(text);
    texts().iter().find(|known| known.is_in(&compacted))
}

/// Returns what a text means that also names a code or a status, unless that says more: only a
/// message that comes with the code is more exact.
#[must_use]
pub fn by_text_beside(text: &str, named: Option<&CodeQuery>) -> Option<&'static KnownText> {
    by_text(text).filter(|known| match (named, known.origin) {
        (Some(CodeQuery::Code(code)), TextOrigin::WechatPay) => is_of_code(known, code),
        (Some(CodeQuery::Code(_) | CodeQuery::Status(_)), TextOrigin::Program) => false,
        (Some(CodeQuery::Status(_)), TextOrigin::WechatPay)
        | (Some(CodeQuery::RequestId { .. } | CodeQuery::Errcode(_)) | None, _)
        | (Some(CodeQuery::Code(_) | CodeQuery::Status(_)), TextOrigin::Client) => true,
    })
}

/// Returns what a message means that came with a code.
#[must_use]
pub fn by_code_and_text(code: &str, message: &str) -> Option<&'static KnownText> {
    let compacted = compact(message);
    let mut messages = texts()
        .iter()
        .filter(|known| known.origin == TextOrigin::WechatPay && is_of_code(known, code));
    messages.find(|known| known.is_in(&compacted))
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
    by_code_and_text(code, message).map(|known| &known.advice)
}

fn is_of_code(known: &KnownText, code: &str) -> bool {
    known.codes.is_empty() || known.codes.iter().any(|known| is_same(known, code))
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
