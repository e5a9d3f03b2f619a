//! `/v3/security/echo`: opens what was sealed for the platform, and seals it for the merchant.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Sandbox;
use super::caller::Call;
use super::pay::notification_id;
use super::prepay::check_notify_url;
use super::refusal::{Refusal, number};
use super::rules::{self, Field, Rule, optional, required, wrong_text};
use crate::ambient;
use crate::protocol::echo::{EchoBody, Echoed};
use crate::protocol::event_type::EventType;
use crate::protocol::keys::{Ciphertext, OaepHash, SigningKey};
use crate::protocol::notification::{Notification, NotificationHead};

const NO_SERIAL: &str = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
const PLAIN: &str = "请确认待处理的消息是否为加密后的密文";
const WRONG_KEY: &str = "平台私钥解密失败";

/// As long as a whole body may be.
const ANY: usize = 64 * 1024;

const FIELDS: &[Field] = &[
    required("echo_message", "回显信息", Rule::Text(1, ANY)),
    optional(
        "encrypted_echo_message",
        "平台证书或微信支付公钥加密测试字段",
        Rule::Text(1, ANY),
    ),
    optional("notify_url", "商户回调地址", Rule::Text(1, 255)),
];

impl Sandbox {
    /// Says a text back, and the sealed one too.
    pub(super) fn echo(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        if !call.names_a_key() {
            return Err(Refusal::parameter(number::PARAMETER, NO_SERIAL));
        }
        let platform = call.signer(&self.identity, self.options.mode)?;
        let body = read(call.body)?;
        if let Some(url) = &body.notify_url {
            check_notify_url(url)
                .map_err(|why| wrong_text("/notify_url", "商户回调地址", why, url))?;
        }
        let sealed = body
            .encrypted_echo_message
            .map(|sealed| self.reseal(&sealed, &platform))
            .transpose()?;
        Ok(json!(Echoed {
            echo_message: body.echo_message,
            encrypted_echo_message: sealed,
        }))
    }

    fn reseal(&self, sealed: &str, platform: &SigningKey) -> Result<String, Refusal> {
        let refuse = |message| Refusal::parameter(number::PARAMETER, message);
        let sealed: Ciphertext = sealed.parse().map_err(|_| refuse(PLAIN))?;
        let text = platform
            .decrypt(&sealed, OaepHash::default())
            .map_err(|_| refuse(WRONG_KEY))?;
        let sealed = self.identity.merchant().encrypt(&text);
        sealed
            .map(|sealed| sealed.to_string())
            .map_err(|_| Refusal::system())
    }

    /// Posts the notification of an echo that was answered, signed by the same key as the answer, again and again as for an order; it
    /// is forgotten with the process, since nothing but the test depends on it.
    pub(super) fn notify_echo(self: Arc<Self>, key: Arc<SigningKey>, body: &[u8]) {
        let Ok(EchoBody {
            echo_message,
            notify_url: Some(url),
            ..
        }) = read(body)
        else {
            return;
        };
        tokio::spawn(async move {
            let notification = self.echo_notification(&echo_message);
            let mut earlier = 0;
            while !self.post(&url, &key, &notification).await.1 {
                let Some(pause) = self.pause(earlier) else {
                    return;
                };
                tokio::time::sleep(pause).await;
                earlier += 1;
            }
        });
    }

    fn echo_notification(&self, message: &str) -> Notification {
        let head = NotificationHead {
            id: notification_id(),
            create_time: ambient::now().to_rfc3339(),
            event_type: EventType::SecurityEcho,
        };
        let plaintext = json!({ "echo_message": message });
        Notification::seal(
            head,
            &plaintext,
            self.identity.sealing(),
            &ambient::letters(12),
        )
    }
}

fn read(body: &[u8]) -> Result<EchoBody, Refusal> {
    let value = rules::read(body, &[FIELDS])?;
    serde_json::from_value(value).map_err(|_| Refusal::system())
}
