//! Messages that say more than their code does.

use super::{Advice, Repeat, Words, is_same};

/// `Wechatpay-Serial` of the request names a key that is not one of this merchant number's.
const UNKNOWN_KEY: Advice = Advice {
    repeat: Repeat::AfterFix,
    en: Words {
        meaning: "the key that Wechatpay-Serial names is not one of this merchant number's",
        cause: "public_key_id is another merchant's, or the platform certificate has been replaced",
        fix: "copy public_key_id and pub_key.pem anew from the merchant console (账户中心 → API安全) of this mchid; with platform certificates, run `wechatpay download-certs`",
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
    let names = |what| message.contains(what);
    let serial = names("Wechatpay-Serial") || names("平台证书序列号");
    // The same words come where the header is missing.
    let unknown = serial && !names("缺少");
    (is_same(code, "PARAM_ERROR") && unknown).then_some(&UNKNOWN_KEY)
}
