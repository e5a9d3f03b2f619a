//! Messages that say more than their code does.

use super::{Advice, Api, ErrorCode, Repeat, Words, by_code, is_same};

/// `Wechatpay-Serial` of the request names a key that is not one of this merchant number's.
const UNKNOWN_KEY: Advice = Advice {
    repeat: Repeat::AfterFix,
    en: Words {
        meaning: "the key that Wechatpay-Serial names is not one of this merchant number's",
        cause: "public_key_id is another merchant's, or the platform certificate has been replaced",
        fix: "copy public_key_id and pub_key.pem again from the merchant console (账户中心 → API安全) of this mchid; with platform certificates, run `wechatpay download-certs`",
    },
    zh: Words {
        meaning: "请求头 Wechatpay-Serial 指定的密钥不属于此商户号",
        cause: "public_key_id 属于其他商户，或平台证书已更换",
        fix: "从该商户号的商户平台「账户中心 → API安全」重新复制 public_key_id 与 pub_key.pem；使用平台证书时运行 `wechatpay download-certs`",
    },
};

/// Returns what to make of a refusal whose message is known, in either language.
#[must_use]
pub fn by_message(code: &str, message: &str) -> Option<&'static Advice> {
    if refuses_key(code, message) {
        return Some(&UNKNOWN_KEY);
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
