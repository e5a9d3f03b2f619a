//! Messages that say more than their code does.

use super::advice::{Advice, Api};
use super::catalogue::{ErrorCode, by_code, is_same, unlisted};

/// Returns what to make of a refusal whose message is known, in either language.
#[must_use]
pub fn by_message(code: &str, message: &str) -> Option<&'static Advice> {
    if refuses_key(code, message) {
        return Some(&unlisted().key_of_another_merchant);
    }
    // 无可用的平台证书 or 平台证书已过期: about certificates, whatever call was refused.
    let about_certificates = (message.contains("平台证书")
        && !message.contains("Wechatpay-Serial"))
        || message == "证书不存在";
    if !about_certificates {
        return None;
    }
    let case = |known: &'static ErrorCode| {
        known
            .cases
            .iter()
            .find(|case| case.api == Api::Certificates)
    };
    by_code(code).and_then(case).map(|case| &case.advice)
}

/// Tells whether a refusal says that the key named by the request's `Wechatpay-Serial` is not
/// one of this merchant number's.
#[must_use]
pub fn refuses_key(code: &str, message: &str) -> bool {
    let names = |what| message.contains(what);
    let serial = names("Wechatpay-Serial") || names("平台证书序列号");
    // The same words come if the header is missing.
    is_same(code, "PARAM_ERROR") && serial && !names("缺少")
}
