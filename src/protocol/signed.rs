//! Answers and notifications as they arrive: a body and the headers that sign it.
//!
//! What is read from one must be verified first, and the types insist on it:
//!
//! ```compile_fail,E0308
//! use wechatpay::protocol::{notification::Notification, resource::ApiV3Key, signed::SignedBody};
//!
//! fn unverified(body: SignedBody, key: &ApiV3Key) {
//!     let _ = Notification::open(&body, key); // takes `&Verified`
//! }
//! ```

use std::time::Duration;

use super::authorization::SCHEME;
use super::id::SerialNo;
use super::keyring::Keyring;
use super::keys::{Signature, SigningKey, VerifyingKey};
use super::signature_message::SignatureMessage;
use super::stamp::{Stamp, Timestamp};

/// `Wechatpay-Serial`: which key signed, or which key is to sign.
pub const SERIAL: &str = "Wechatpay-Serial";
/// `Wechatpay-Signature`.
pub const SIGNATURE: &str = "Wechatpay-Signature";
/// `Wechatpay-Timestamp`.
pub const TIMESTAMP: &str = "Wechatpay-Timestamp";
/// `Wechatpay-Nonce`.
pub const NONCE: &str = "Wechatpay-Nonce";
/// `Wechatpay-Signature-Type`; RSA if it is absent.
pub const SIGNATURE_TYPE: &str = "Wechatpay-Signature-Type";

/// What the signature of a 探测流量, a deliberate wrong signature, begins with.
pub const SIGNTEST_PREFIX: &str = "WECHATPAY/SIGNTEST/";

/// How far a signature's moment may lie from now: five minutes, in either direction.
pub const MAX_AGE: Duration = Duration::from_secs(300);

/// A body with the headers that sign it, not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBody {
    /// `Wechatpay-Serial`: names the key.
    pub serial: String,
    /// `Wechatpay-Timestamp`, the text as received.
    pub timestamp: String,
    /// `Wechatpay-Nonce`.
    pub nonce: String,
    /// `Wechatpay-Signature`.
    pub signature: String,
    /// `Wechatpay-Signature-Type`, if it was sent.
    pub signature_type: Option<String>,
    /// The raw bytes.
    pub body: Vec<u8>,
}

/// Why a body failed verification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// Signature headers are not there, so it is forged or a proxy dropped them.
    #[error("signature headers are missing: {}", .0.join(", "))]
    MissingHeaders(Vec<&'static str>),
    /// The signature type is another, such as that of SM merchants.
    #[error("the signature type is '{0}', not {SCHEME}")]
    SignatureType(String),
    /// The timestamp is not a number of seconds.
    #[error("Wechatpay-Timestamp is '{0}', not a number of seconds")]
    Timestamp(String),
    /// The moment is five minutes or more from now.
    #[error("it was signed {} s {}", seconds.abs(), if *seconds < 0 { "ahead of this clock" } else { "ago" })]
    Stale {
        /// How long ago it was signed, in seconds; negative if that is in the future.
        seconds: i64,
    },
    /// WeChat Pay sent a wrong signature on purpose, to see whether it is noticed.
    #[error("the signature is one of WeChat Pay's probes ({SIGNTEST_PREFIX}…)")]
    Probe,
    /// The serial number names no known key.
    #[error("no key is known for Wechatpay-Serial {0}")]
    UnknownSerial(String),
    /// The serial number names no known key, nor the one that the request asked for.
    #[error(
        "the request asked for a signature of {asked}, but platform certificate {serial} signed, which is not known here"
    )]
    OtherKey {
        /// The WeChat Pay public key that the request named.
        asked: SerialNo,
        /// The value of `Wechatpay-Serial`.
        serial: String,
    },
    /// The signature is not base64.
    #[error("Wechatpay-Signature is not standard base64")]
    Encoding,
    /// The named key did not sign these bytes.
    #[error("the signature does not match the body under key {serial}")]
    Mismatch {
        /// The key that was named.
        serial: SerialNo,
    },
}

impl SignedBody {
    /// Takes a body and its headers from a message.
    ///
    /// # Errors
    /// [`VerifyError::MissingHeaders`] if any of the four is absent or empty.
    pub fn from_parts<'h>(
        header: impl Fn(&'static str) -> Option<&'h str>,
        body: Vec<u8>,
    ) -> Result<Self, VerifyError> {
        let required = [SERIAL, SIGNATURE, TIMESTAMP, NONCE];
        let [serial, signature, timestamp, nonce] = required.map(|name| {
            header(name)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        });
        if let (Some(serial), Some(signature), Some(timestamp), Some(nonce)) =
            (serial, signature, timestamp, nonce)
        {
            let signature_type = header(SIGNATURE_TYPE).map(str::to_owned);
            Ok(Self {
                serial,
                timestamp,
                nonce,
                signature,
                signature_type,
                body,
            })
        } else {
            let absent = |name: &&'static str| header(name).is_none_or(str::is_empty);
            Err(VerifyError::MissingHeaders(
                required.into_iter().filter(absent).collect(),
            ))
        }
    }

    /// Signs a body, as WeChat Pay does; the other half is [`SignedBody::verify`].
    #[must_use]
    pub fn sign(key: &SigningKey, stamp: &Stamp, body: Vec<u8>) -> Self {
        let timestamp = stamp.timestamp.to_string();
        let nonce = stamp.nonce.to_string();
        let signature = key
            .sign(&SignatureMessage::response(&timestamp, &nonce, &body))
            .to_string();
        let signature_type = Some(SCHEME.to_owned());
        Self {
            serial: key.serial_no().to_string(),
            timestamp,
            nonce,
            signature,
            signature_type,
            body,
        }
    }

    /// Returns the headers that sign the body.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, &str)> {
        let mut headers = vec![
            (SERIAL, self.serial.as_str()),
            (TIMESTAMP, &self.timestamp),
            (NONCE, &self.nonce),
            (SIGNATURE, &self.signature),
        ];
        headers.extend(
            self.signature_type
                .as_deref()
                .map(|value| (SIGNATURE_TYPE, value)),
        );
        headers
    }

    /// Returns the message that the signature must cover.
    #[must_use]
    pub fn message(&self) -> SignatureMessage<'_> {
        SignatureMessage::response(&self.timestamp, &self.nonce, &self.body)
    }

    /// Returns how many seconds ago the body was signed; negative if that is in the future.
    ///
    /// # Errors
    /// [`VerifyError::Timestamp`] if the header is not a number.
    pub fn age(&self, now: Timestamp) -> Result<i64, VerifyError> {
        let signed: Timestamp = self
            .timestamp
            .parse()
            .map_err(|_| VerifyError::Timestamp(self.timestamp.clone()))?;
        Ok(now.0.saturating_sub(signed.0))
    }

    /// Whether the timestamp counts milliseconds, as it never does when WeChat Pay signs.
    #[must_use]
    pub fn is_in_milliseconds(&self) -> bool {
        self.timestamp.len() == 13 && self.timestamp.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Verifies the moment, the key and the signature, in this order.
    ///
    /// `fresh` is how old or how far ahead the moment may be, usually [`MAX_AGE`]; without it
    /// any moment will do, which only an old capture deserves.
    ///
    /// # Errors
    /// Returns what failed to verify; nothing in the body may be trusted then.
    pub fn verify(
        self,
        keyring: &Keyring,
        now: Timestamp,
        fresh: Option<Duration>,
    ) -> Result<Verified, VerifyError> {
        self.check(now, fresh, |serial| keyring.find(serial))?;
        Ok(Verified { body: self.body })
    }

    /// Verifies with one key, which must be the one that the serial names.
    pub(super) fn verify_with(
        self,
        key: &VerifyingKey,
        now: Timestamp,
    ) -> Result<Verified, VerifyError> {
        self.check(now, Some(MAX_AGE), |serial| {
            Some(key).filter(|key| key.serial_no() == serial)
        })?;
        Ok(Verified { body: self.body })
    }

    /// Verifies without giving the body away.
    ///
    /// # Errors
    /// As [`SignedBody::verify`].
    pub fn check<'k>(
        &self,
        now: Timestamp,
        fresh: Option<Duration>,
        find: impl Fn(&SerialNo) -> Option<&'k VerifyingKey>,
    ) -> Result<(), VerifyError> {
        if let Some(other) = self
            .signature_type
            .as_deref()
            .filter(|name| *name != SCHEME)
        {
            return Err(VerifyError::SignatureType(other.to_owned()));
        }
        let seconds = self.age(now)?;
        if fresh.is_some_and(|limit| seconds.unsigned_abs() >= limit.as_secs()) {
            return Err(VerifyError::Stale { seconds });
        }
        if self.signature.starts_with(SIGNTEST_PREFIX) {
            return Err(VerifyError::Probe);
        }
        let unknown = || VerifyError::UnknownSerial(self.serial.clone());
        // Spaces, colons and the like are forgiven in settings, never on the wire.
        let as_on_the_wire = self
            .serial
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let serial: SerialNo = self
            .serial
            .parse()
            .ok()
            .filter(|_| as_on_the_wire && !self.serial.to_ascii_lowercase().starts_with("0x"))
            .ok_or_else(unknown)?;
        let key = find(&serial).ok_or_else(unknown)?;
        let signature: Signature = self.signature.parse().map_err(|_| VerifyError::Encoding)?;
        if key.verify(&self.message(), &signature) {
            Ok(())
        } else {
            Err(VerifyError::Mismatch { serial })
        }
    }
}

/// A body whose signature, moment and key have been verified; only [`SignedBody::verify`] and
/// the bootstrap of platform certificates make one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    body: Vec<u8>,
}

impl Verified {
    /// Returns the raw bytes.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Gives the raw bytes away.
    #[must_use]
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}
