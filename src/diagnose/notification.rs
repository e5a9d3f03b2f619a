//! Diagnoses a notification, or any answer, that was not accepted.

use super::{Cause, Finding, signer};
use crate::protocol::keys::{Keyring, Signature, VerifyingKey};
use crate::protocol::notification::NotificationError;
use crate::protocol::resource::OpenError;
use crate::protocol::signed::{SignedBody, VerifyError};

/// Keys at hand: those that may sign, and the merchant's own, which must not.
#[derive(Debug)]
pub struct Known<'k> {
    /// Platform certificates and the WeChat Pay public key.
    pub platform: &'k Keyring,
    /// The merchant's.
    pub merchant: Option<&'k VerifyingKey>,
}

/// Returns what an error of verification means, with the signature opened where that tells more.
#[must_use]
pub fn untrusted(error: &VerifyError, signed: Option<&SignedBody>, known: &Known<'_>) -> Finding {
    match error {
        VerifyError::MissingHeaders(names) => Finding::verified(
            Cause::MissingHeader,
            format!("{} not there", names.join(", ")),
            "capture all Wechatpay-* headers; a CDN or gateway that drops them must pass them on; without them it may be forged",
        ),
        VerifyError::SignatureType(other) if other.contains("SM2") => Finding::verified(
            Cause::Sm2Signature,
            format!("the signature is of type {other}"),
            "this merchant number uses the SM2 scheme, which this tool does not verify",
        ),
        VerifyError::SignatureType(other) => Finding::verified(
            Cause::SignatureEncoding,
            format!("Wechatpay-Signature-Type is '{other}'"),
            "WECHATPAY2-SHA256-RSA2048 is expected",
        ),
        VerifyError::Timestamp(text) => Finding::verified(
            Cause::MissingHeader,
            format!("Wechatpay-Timestamp is '{text}', not Unix seconds"),
            "pass the header on as it was received",
        ),
        VerifyError::Stale { seconds } => stale(*seconds),
        VerifyError::Probe => Finding::verified(
            Cause::SigntestProbe,
            "WeChat Pay sent a wrong signature on purpose",
            "refuse it with 4xx or 5xx, as here; the right one follows",
        ),
        VerifyError::Encoding => Finding::verified(
            Cause::SignatureEncoding,
            "Wechatpay-Signature is not standard base64",
            "pass the header on unchanged: no line breaks, no URL decoding",
        ),
        VerifyError::UnknownSerial(serial) => unknown_serial(serial, signed, known),
        VerifyError::Mismatch { .. } => mismatch(signed, known),
    }
}

fn stale(seconds: i64) -> Finding {
    if seconds < 0 {
        Finding::verified(
            Cause::ClockSkew,
            format!(
                "it was signed {} s ahead of this clock",
                seconds.unsigned_abs()
            ),
            "set the clock by NTP",
        )
    } else {
        Finding::verified(
            Cause::Stale,
            format!("it was signed {seconds} s ago; five minutes are allowed"),
            "verify on arrival; for an old capture use --at TIME or --no-max-age",
        )
    }
}

fn signature_of(signed: Option<&SignedBody>) -> Option<Signature> {
    signed?.signature.parse().ok()
}

fn unknown_serial(serial: &str, signed: Option<&SignedBody>, known: &Known<'_>) -> Finding {
    let maker =
        signature_of(signed).and_then(|signature| signer(known.platform.iter(), &signature));
    match maker {
        Some(key) => Finding::verified(
            Cause::SerialMismatch,
            format!(
                "Wechatpay-Serial names {serial}, but key {} signed",
                key.serial_no()
            ),
            "check which serial number the key file was saved under",
        ),
        None => Finding::verified(
            Cause::UnknownSerial,
            format!("no key is known for Wechatpay-Serial {serial}"),
            if serial.starts_with("PUB_KEY_ID_") {
                "set public_key and public_key_id in the profile: this is a WeChat Pay public key"
            } else {
                "run download-certs: the platform certificate is new, or another merchant's"
            },
        ),
    }
}

fn mismatch(signed: Option<&SignedBody>, known: &Known<'_>) -> Finding {
    let wrong = Finding::inferred(
        Cause::WrongKey,
        "no key at hand made this signature",
        "check that platform certificate or public key belong to this merchant number; the notification may be forged",
    );
    let (Some(signed), Some(signature)) = (signed, signature_of(signed)) else {
        return wrong;
    };
    let named = signed
        .serial
        .parse()
        .ok()
        .and_then(|serial| known.platform.find(&serial));
    if named.is_some_and(|key| key.open(&signature).is_some()) {
        return Finding::inferred(
            Cause::UnknownMessage,
            "the named key made this signature, over other bytes than these",
            "verify the raw body, before any parsing; capture it with --data-binary or a raw body parser",
        );
    }
    if let Some(key) = signer(known.platform.iter(), &signature) {
        return Finding::verified(
            Cause::OtherKnownKey,
            format!(
                "Wechatpay-Serial names {}, but key {} signed",
                signed.serial,
                key.serial_no()
            ),
            "verify with the key that Wechatpay-Serial names; check under which serial each key is saved",
        );
    }
    if signer(known.merchant, &signature).is_some() {
        return Finding::verified(
            Cause::PlatformAndMerchantSwapped,
            "the merchant's own key made this signature",
            "WeChat Pay signs with its own key; this was made on the merchant's side",
        );
    }
    wrong
}

/// Returns what it means that a verified notification does not open.
#[must_use]
pub fn unopened(error: &NotificationError) -> Finding {
    match error {
        NotificationError::Sealed(OpenError::Tag) => Finding::verified(
            Cause::WrongApiv3Key,
            "the signature holds, so the ciphertext is genuine: the APIv3 key is another",
            "set apiv3_key to the APIv3 key of the merchant console; it is not the v2 API key, and a reset voids the old one",
        ),
        NotificationError::Sealed(OpenError::Algorithm(other)) => Finding::verified(
            Cause::Sm2Signature,
            format!("the resource is sealed with {other}"),
            "this merchant number uses the SM scheme, which this tool does not open",
        ),
        NotificationError::Sealed(damage) => Finding::verified(
            Cause::CiphertextDamaged,
            damage.to_string(),
            "capture the raw body again",
        ),
        NotificationError::Shape(_) | NotificationError::Plaintext(_) => Finding::verified(
            Cause::NotANotification,
            error.to_string(),
            "a body that begins with <xml is a notice of API v2: send notify_url with every order and refund",
        ),
    }
}
