//! The harmless proof: a text that is said back, open and sealed.

use std::time::Duration;

use wechatpay::ambient;
use wechatpay::client::{Answered, Client};
use wechatpay::error::Error;
use wechatpay::protocol::echo::{Echo, Echoed};
use wechatpay::protocol::id::SerialNo;
use wechatpay::protocol::keys::{Ciphertext, OaepHash, VerifyingKey};
use wechatpay::protocol::sensitive;

use super::checks::{Checks, told};
use super::live::{explained, within};
use crate::diagnostic::Failure;

/// With the platform certificate.
pub(super) const CERTIFICATE: &str = "echo-certificate";
/// With the WeChat Pay public key.
pub(super) const PUBLIC_KEY: &str = "echo-public-key";

pub(super) async fn check(
    name: &'static str,
    key: &VerifyingKey,
    client: &Client,
    limit: Duration,
    checks: &mut Checks,
) {
    let message = format!("wechatpay doctor {}", ambient::letters(12));
    let echo = match Echo::new(&message, None, key) {
        Ok(echo) => echo,
        Err(error) => {
            return checks.fail_with(name, Failure::internal("cannot encrypt").because(&error));
        }
    };
    match within(client, limit, client.call(&echo)).await {
        Ok(answer) => judge(name, key.serial_no(), &message, &answer, client, checks),
        Err(Error::Answer { .. }) => differs(name, checks),
        Err(error) => refused(name, error, checks),
    }
}

fn refused(name: &'static str, error: Error, checks: &mut Checks) {
    let named = match &error {
        Error::Api(refused) => refused.message.as_deref().unwrap_or_default(),
        _ => "",
    };
    // The key that was used is not one of this merchant's at WeChat Pay.
    if !named.contains("Wechatpay-Serial") {
        return checks.fail_with(name, explained(error));
    }
    let fix = if name == PUBLIC_KEY {
        checks.lang.pick(
            "copy public_key_id and pub_key.pem anew from the merchant console (账户中心 → API安全) of this mchid",
            "从该商户号的商户平台「账户中心 → API安全」重新复制 public_key_id 与 pub_key.pem",
        )
    } else {
        checks.lang.pick(
            "run `wechatpay download-certs --prune`",
            "运行 `wechatpay download-certs --prune`",
        )
    };
    checks.fail(name, told(&Failure::from(error)), fix);
}

const AGAIN: (&str, &str) = (
    "run it again; if it stays so, ask WeChat Pay's support with the Request-ID that -v shows",
    "请重试；若仍如此，凭 -v 显示的 Request-ID 联系微信支付",
);

fn differs(name: &'static str, checks: &mut Checks) {
    let text = checks.lang.pick(
        "another text came back than was sent",
        "返回的内容与发送的不一致",
    );
    checks.fail(name, text, checks.lang.pick(AGAIN.0, AGAIN.1));
}

fn judge(
    name: &'static str,
    serial_no: &SerialNo,
    message: &str,
    answer: &Answered<Echoed>,
    client: &Client,
    checks: &mut Checks,
) {
    let lang = checks.lang;
    if answer.value.echo_message != message {
        return differs(name, checks);
    }
    if answer.signed_by.parse::<SerialNo>().ok().as_ref() != Some(serial_no) {
        let (text, fix) = lang.pick(
            (
                format!("asked with {serial_no}, answered with {}", answer.signed_by),
                "keep both kinds of key at hand until WeChat Pay answers with one of them only",
            ),
            (
                format!("请求使用 {serial_no}，应答使用 {}", answer.signed_by),
                "在微信支付只用其中一种应答之前，请同时保留两种密钥",
            ),
        );
        return checks.warn(name, text, fix);
    }
    let Some(sealed) = &answer.value.encrypted_echo_message else {
        let text = lang.pick("the encrypted text did not come back", "未返回加密的内容");
        return checks.warn(name, text, lang.pick(AGAIN.0, AGAIN.1));
    };
    let opened = sealed
        .parse::<Ciphertext>()
        .and_then(|sealed| sensitive::open_either(&sealed, &client.merchant().key));
    match opened {
        Ok((plain, hash)) if plain.as_slice() == message.as_bytes() => {
            let hash = match hash {
                OaepHash::Sha1 => "OAEP SHA-1",
                OaepHash::Sha256 => "OAEP SHA-256",
            };
            let text = lang.pick(
                format!("signed, verified and encrypted both ways with {serial_no} ({hash})"),
                format!("使用 {serial_no} 双向签名、验签、加密均通过（{hash}）"),
            );
            checks.ok(name, text);
        }
        Ok(_) | Err(_) => {
            let (text, fix) = lang.pick(
                (
                    "what WeChat Pay encrypted does not open with private_key",
                    "it is encrypted for the merchant's newest API certificate: set private_key, certificate and serial_no to that one",
                ),
                (
                    "微信支付加密的内容无法用 private_key 解密",
                    "内容以商户最新的 API 证书加密：请将 private_key、certificate 与 serial_no 换为该证书的",
                ),
            );
            checks.fail(name, text, fix);
        }
    }
}
