//! What a notification holds: whether it opens, and whom it is for.

use std::mem;

use super::super::gzip::is_gzip;
use super::super::{Cause, Diagnosis, Finding, Subject, sentence};
use super::context::NotificationContext;
use super::tag;
use crate::protocol::id::Mchid;
use crate::protocol::json;
use crate::protocol::notification::{Notification, NotificationError};
use crate::protocol::plaintext::Plaintext;
use crate::protocol::resource::{ApiV3Key, OpenError, Resource};
use crate::protocol::signed::SignedBody;

/// Returns a finding if the notification belongs to another merchant.
#[must_use]
pub fn other_merchant(plaintext: &Plaintext, mchid: &Mchid) -> Option<Finding> {
    let theirs = plaintext.other_mchid(mchid)?;
    Some(Finding::fact(
        Cause::WrongMerchant,
        Subject::Notification,
        sentence!(
            "finding-other-merchant",
            "the notification is for merchant {theirs}, the profile is of {ours}",
            theirs = theirs,
            ours = mchid
        ),
    ))
}

/// Tries to open the resource; what a failure means depends on what the signature proved.
pub(super) fn open(
    diagnosis: &Diagnosis,
    signed: &SignedBody,
    context: &NotificationContext<'_>,
) -> Option<Finding> {
    let key = context.apiv3_key?;
    let genuine = diagnosis
        .signed
        .as_ref()
        .and_then(|lines| lines.iter().find(|line| line.label == "body"));
    let body = genuine.map_or(signed.body.as_slice(), |line| &line.bytes);
    let notification: Notification = json::parse(body).and_then(serde_json::from_value).ok()?;
    let error = match notification.resource.open(key) {
        Ok(mut opened) => {
            let plaintext = Plaintext::read(mem::take(&mut *opened)).ok();
            return other_merchant(&plaintext.filter(|_| genuine.is_some())?, context.mchid?);
        }
        Err(error) => error,
    };
    let unknown = diagnosis
        .findings
        .iter()
        .any(|finding| finding.cause == Cause::UnknownMessage);
    let mismatch = matches!(error, OpenError::Tag)
        .then(|| tag::mismatch(&notification.resource, key))
        .flatten();
    match error {
        OpenError::Tag if mismatch.is_some() => mismatch,
        OpenError::Tag if genuine.is_some() => {
            Some(decryption_failure(&NotificationError::Sealed(error)))
        }
        OpenError::Tag if unknown => Some(Finding::inferred(
            Cause::CiphertextDamaged,
            sentence!(
                "finding-resource-not-sealed-so",
                "the resource does not open either: its ciphertext or nonce is not what was sealed, or the APIv3 key is another"
            ),
            sentence!(
                "finding-fix-ciphertext",
                "capture the raw body again: copying and form decoding damage base64"
            ),
        )),
        OpenError::Ciphertext(_) | OpenError::Nonce(_) => {
            Some(decryption_failure(&NotificationError::Sealed(error)))
        }
        OpenError::Tag | OpenError::Algorithm(_) => None,
    }
}

/// Says that the signature of a verified notification covers its compressed bytes.
#[must_use]
pub fn compressed(body: &[u8]) -> Option<Finding> {
    is_gzip(body).then(|| {
        Finding::verified(
            Cause::BodyCompressed,
            sentence!(
                "finding-body-gzip-signed",
                "the signature covers the compressed bytes (gzip)"
            ),
            sentence!(
                "finding-fix-body-gzip-signed",
                "verify these bytes first, and decompress them afterwards"
            ),
        )
    })
}

/// Explains why the resource of a verified notification does not open with a key.
#[must_use]
pub fn opening_failure(error: &NotificationError, resource: &Resource, key: &ApiV3Key) -> Finding {
    let mismatch = match error {
        NotificationError::Sealed(OpenError::Tag) => tag::mismatch(resource, key),
        NotificationError::Sealed(_)
        | NotificationError::Shape(_)
        | NotificationError::Plaintext(_) => None,
    };
    mismatch.unwrap_or_else(|| decryption_failure(error))
}

/// Explains why a verified notification cannot be decrypted.
#[must_use]
pub fn decryption_failure(error: &NotificationError) -> Finding {
    let fact = |cause, message| Finding::fact(cause, Subject::Notification, message);
    match error {
        NotificationError::Sealed(OpenError::Tag) => fact(
            Cause::WrongApiv3Key,
            sentence!(
                "finding-apiv3-key-is-other",
                "the signature holds, so the ciphertext is genuine: the APIv3 key is another"
            ),
        ),
        NotificationError::Sealed(OpenError::Algorithm(other)) => Finding::verified(
            Cause::Sm2Signature,
            sentence!(
                "finding-sealed-with-other",
                "the resource is sealed with {other}",
                other = other
            ),
            sentence!(
                "finding-fix-sm-not-opened",
                "this merchant number uses the SM scheme, which this tool does not open"
            ),
        ),
        NotificationError::Sealed(OpenError::Nonce(bytes)) => fact(
            Cause::CiphertextDamaged,
            sentence!(
                "finding-resource-nonce-bytes",
                "the resource's nonce has {bytes} bytes, not 12",
                bytes = bytes
            ),
        ),
        NotificationError::Sealed(OpenError::Ciphertext(why)) => fact(
            Cause::CiphertextDamaged,
            sentence!(
                "finding-ciphertext-damaged-why",
                "the resource's ciphertext is damaged: {why}",
                why = why
            ),
        ),
        NotificationError::Shape(_) => fact(
            Cause::NotANotification,
            Cause::NotANotification.meaning(Subject::Notification),
        ),
        NotificationError::Plaintext(_) => fact(
            Cause::NotANotification,
            sentence!(
                "finding-plaintext-not-json",
                "the notification's plaintext is not JSON"
            ),
        ),
    }
}
