//! Finding a known text in what WeChat Pay, a client or a program said.

use super::advice::{Advice, Case};
use super::catalogue::{api_of_message, by_code, is_same, texts};
use super::known_text::{KnownText, TextOrigin, compact};
use super::query::CodeQuery;

/// The text that stands for each wording of a refused `Wechatpay-Serial`.
const FOREIGN_PLATFORM_KEY: &str = "platform-key-of-another-merchant";

/// The texts with which programs refuse a response or a notification.
const RESPONSE_SIGNATURE: &str = "response-signature";
const UNCLEAR_SIGNATURE: &str = "signature-unclear";

/// Returns what a text means; the most specific is found first.
#[must_use]
pub fn by_text(text: &str) -> Option<&'static KnownText> {
    let compacted = compact(text);
    let mut clear = texts().iter().filter(|known| !is_unclear(known));
    clear.find(|known| known.is_in(&compacted))
}

/// Returns what a text may mean that more than one of them writes; less than any code or message.
#[must_use]
pub fn by_unclear_text(text: &str) -> Option<&'static KnownText> {
    let compacted = compact(text);
    let mut unclear = texts().iter().filter(|known| is_unclear(known));
    unclear.find(|known| known.is_in(&compacted))
}

/// Whether a text says that a program could not verify a signature of WeChat Pay.
#[must_use]
pub fn tells_refused_signature(text: &str) -> bool {
    let is_named = |known: &KnownText| matches!(known.name, RESPONSE_SIGNATURE | UNCLEAR_SIGNATURE);
    by_text(text).is_some_and(is_named) || by_unclear_text(text).is_some_and(is_named)
}

fn is_unclear(known: &KnownText) -> bool {
    known.origin == TextOrigin::Several
}

/// Returns what a text means that also names a code or a status, unless that says more: only a
/// message that comes with the code is more exact.
#[must_use]
pub fn by_text_beside(text: &str, named: Option<&CodeQuery>) -> Option<&'static KnownText> {
    by_text(text).filter(|known| match (named, known.origin) {
        (Some(CodeQuery::Code(code)), TextOrigin::WechatPay) => is_of_code(known, code),
        (Some(CodeQuery::Code(_) | CodeQuery::Status(_)), TextOrigin::Program)
        | (_, TextOrigin::Several) => false,
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
    by_code_and_text(code, message)
        .map(|known| &known.advice)
        .or_else(|| case_of_message(code, message).map(|case| &case.advice))
}

/// Returns the case of a code that a message is of: 平台证书已过期 is about certificates, whatever
/// call was refused.
fn case_of_message(code: &str, message: &str) -> Option<&'static Case> {
    let api = api_of_message(code, message)?;
    by_code(code)?.cases.iter().find(|case| case.api == api)
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
