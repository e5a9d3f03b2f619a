//! `/v3/security/echo`: opens what was sealed for the platform, and seals it for the merchant.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use crate::protocol::echo::{EchoBody, Echoed};
use crate::protocol::keys::{Ciphertext, OaepHash, SigningKey};
use crate::sandbox::api::auth::signer;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::check_notify_url;
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::rules::{self, Field, Rule, optional, required, wrong_text};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::http::body::MAX_CALL_BYTES;
use crate::sandbox::ledger::delivery::{Content, Kind};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::notifier::attempt::{new_notice, post_soon};
use crate::sandbox::state::Sandbox;

const NO_SERIAL: &str = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
const PLAIN: &str = "请确认待处理的消息是否为加密后的密文";
const WRONG_KEY: &str = "平台私钥解密失败";

const FIELDS: &[Field] = &[
    required("echo_message", "回显信息", Rule::Text(1, MAX_CALL_BYTES)),
    optional(
        "encrypted_echo_message",
        "平台证书或微信支付公钥加密测试字段",
        Rule::Text(1, MAX_CALL_BYTES),
    ),
    optional("notify_url", "商户回调地址", Rule::Text(1, 255)),
];

/// Answers with the same text, and with the sealed one sealed for the merchant.
pub(crate) async fn echo(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<Answer, ApiFault> {
    if !call.names_a_key() {
        return Err(ApiFault::parameter(number::PARAMETER, NO_SERIAL));
    }
    let platform = signer(&call.headers, &call.merchant, sandbox.options.mode)?;
    let value = rules::read(&call.body, &[FIELDS])?;
    let body: EchoBody = serde_json::from_value(value).map_err(|_| ApiFault::system())?;
    if let Some(url) = &body.notify_url {
        check_notify_url(url).map_err(|why| wrong_text("/notify_url", "商户回调地址", why, url))?;
    }
    let sealed = body
        .encrypted_echo_message
        .map(|sealed| reseal(&call, &sealed, &platform))
        .transpose()?;
    if let Some(url) = body.notify_url {
        notify(&sandbox, &call, url, &body.echo_message)?;
    }
    Ok(Answer::new(Echoed {
        echo_message: body.echo_message,
        encrypted_echo_message: sealed,
    }))
}

fn reseal(call: &SignedCall, sealed: &str, platform: &SigningKey) -> Result<String, ApiFault> {
    let refuse = |message| ApiFault::parameter(number::PARAMETER, message);
    let sealed: Ciphertext = sealed.parse().map_err(|_| refuse(PLAIN))?;
    let text = platform
        .decrypt(&sealed, OaepHash::default())
        .map_err(|_| refuse(WRONG_KEY))?;
    match call.merchant.merchant().encrypt(&text) {
        Ok(sealed) => Ok(sealed.to_string()),
        Err(_) => Err(ApiFault::system()),
    }
}

/// Posts the notification of an echo, signed by the same key as the response.
fn notify(
    sandbox: &Arc<Sandbox>,
    call: &SignedCall,
    notify_url: String,
    message: &str,
) -> Result<(), ApiFault> {
    let content = Content {
        notify_url,
        named_key: Some(call.key.serial_no().clone()),
        plaintext: json!({ "echo_message": message }),
    };
    let notice = new_notice(call.mchid(), Subject::Echo {}, Kind::SecurityEcho, content);
    let id = notice.id.clone();
    sandbox
        .journal
        .write(|_| Ok::<_, ApiFault>((Some(Entry::Queued(Box::new(notice))), ())))?;
    post_soon(sandbox, id);
    Ok(())
}
