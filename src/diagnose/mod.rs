//! Why a signature does not hold: claims in, findings out.
//!
//! An RSA PKCS#1 v1.5 signature, opened with a public key, gives back the digest that was
//! signed. So "which key made it" and "which bytes were signed" are separate questions, each
//! with a proof.

use serde::Serialize;

use crate::protocol::keys::{Signature, VerifyingKey};

pub mod notification;
pub mod pay_params;

/// What broke a signature, in the words of the JSON output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// No key at hand made the signature.
    WrongKey,
    /// Another key at hand made it.
    OtherKnownKey,
    /// The merchant's key stands where the platform's belongs, or the reverse.
    PlatformAndMerchantSwapped,
    /// Serial number and key do not belong together.
    SerialMismatch,
    /// The serial number names no key at hand.
    UnknownSerial,
    /// The right key signed other bytes.
    UnknownMessage,
    /// The signature is not standard base64.
    SignatureEncoding,
    /// `signType` is not RSA.
    WrongSignType,
    /// The App ID that was signed is another one at hand.
    WrongAppid,
    /// `prepay_id=` was not signed.
    MissingPrepayPrefix,
    /// The timestamp is a number where the client wants a string.
    TimestampNotString,
    /// A field is not there.
    FieldMissing,
    /// A signature header is not there.
    MissingHeader,
    /// WeChat Pay's deliberate wrong signature.
    SigntestProbe,
    /// It was signed too long ago.
    Stale,
    /// It was signed in the future, or this clock is slow.
    ClockSkew,
    /// The APIv3 key does not open a resource that is proved genuine.
    WrongApiv3Key,
    /// The ciphertext is not what was sealed.
    CiphertextDamaged,
    /// The notification is another merchant's.
    WrongMerchant,
    /// The signature is of the SM2 scheme.
    Sm2Signature,
    /// The body is no API v3 notification.
    NotANotification,
}

/// How certain a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The signature verifies once the cause is assumed, or the fact was compared.
    Verified,
    /// It fits, and is not proved.
    Inferred,
}

/// One cause, how certain it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which cause.
    pub cause: Cause,
    /// How certain.
    pub proof: Proof,
    /// What was found, in a sentence.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl Finding {
    fn verified(cause: Cause, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            cause,
            proof: Proof::Verified,
            message: message.into(),
            fix: fix.into(),
        }
    }

    fn inferred(cause: Cause, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            proof: Proof::Inferred,
            ..Self::verified(cause, message, fix)
        }
    }
}

/// Returns the first of the keys that made a signature.
fn signer<'k>(
    keys: impl IntoIterator<Item = &'k VerifyingKey>,
    signature: &Signature,
) -> Option<&'k VerifyingKey> {
    keys.into_iter().find(|key| key.open(signature).is_some())
}
