//! 商户签名验签/加解密测试: echoes a text, and proves every key on the way.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::answer::AnswerError;
use super::endpoint::Endpoint;
use super::id::SerialNo;
use super::json;
use super::keys::{EncryptError, VerifyingKey};

/// The path of the call.
pub const PATH: &str = "/v3/security/echo";

/// The text to echo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EchoBody {
    /// Any text.
    pub echo_message: String,
    /// A text that is encrypted for the platform, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_echo_message: Option<String>,
    /// 通知地址.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_url: Option<String>,
}

/// `POST /v3/security/echo`: moves no money and creates nothing.
#[derive(Debug, Clone)]
pub struct Echo {
    serial: SerialNo,
    body: Vec<u8>,
}

impl Echo {
    /// Makes a request that echoes a text, in plain and encrypted.
    ///
    /// # Errors
    /// [`EncryptError::TooLong`] if the text does not fit into one block.
    ///
    /// # Panics
    /// Never: the body is strings all through.
    pub fn new(
        message: &str,
        notify_url: Option<&str>,
        key: &VerifyingKey,
    ) -> Result<Self, EncryptError> {
        let body = EchoBody {
            echo_message: message.to_owned(),
            encrypted_echo_message: Some(key.encrypt(message.as_bytes())?.to_string()),
            notify_url: notify_url.map(str::to_owned),
        };
        Ok(Self {
            serial: key.serial_no().clone(),
            body: serde_json::to_vec(&body).expect("strings serialise"),
        })
    }
}

impl Endpoint for Echo {
    type Answer = Echoed;

    const METHOD: &'static str = "POST";

    fn target(&self) -> String {
        PATH.to_owned()
    }

    fn body(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.body)
    }

    fn decode(&self, body: &[u8]) -> Result<Echoed, AnswerError> {
        Ok(serde_json::from_value(json::parse(body)?)?)
    }

    fn encrypted_for(&self) -> Option<&SerialNo> {
        Some(&self.serial)
    }
}

/// The response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Echoed {
    /// The same text.
    pub echo_message: String,
    /// The text that was encrypted, now encrypted for the merchant's certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_echo_message: Option<String>,
}

#[cfg(test)]
mod tests {
    use rcgen::{KeyPair, PKCS_RSA_SHA256};

    use super::*;
    use crate::protocol::call::Call;
    use crate::protocol::keys::{Ciphertext, OaepHash, SigningKey};

    #[test]
    fn the_sealed_text_opens_with_the_key_that_the_call_names() {
        let pair = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        let key =
            SigningKey::from_pkcs8_der("AB12".parse().unwrap(), pair.serialized_der()).unwrap();
        let echo = Echo::new("你好", None, key.verifying_key()).unwrap();
        let call = Call::from(&echo);
        assert_eq!(call.serial.as_ref(), Some(key.serial_no()));
        let body: EchoBody = serde_json::from_slice(&call.body).unwrap();
        let sealed: Ciphertext = body.encrypted_echo_message.unwrap().parse().unwrap();
        let opened = key.decrypt(&sealed, OaepHash::Sha1).unwrap();
        assert_eq!(opened.as_slice(), body.echo_message.as_bytes());
        assert!(Echo::new(&"x".repeat(215), None, key.verifying_key()).is_err());
    }
}
