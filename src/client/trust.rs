//! Checks whether a response is from WeChat Pay.

use super::answered::unreadable;
use crate::ambient;
use crate::error::Error;
use crate::protocol::certificate::{Bootstrap, CertificateError, PlatformCertificate};
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{MAX_AGE, SIGNATURE, SignedBody, VerifyError};
use crate::transport::Response;

pub(super) fn is_certificate(serial: &str) -> bool {
    serial
        .parse::<SerialNo>()
        .is_ok_and(|serial| !serial.is_public_key_id())
}

/// Returns the public key id that was requested, if a platform certificate signed instead.
pub(super) fn other_key<'a>(asked: Option<&'a SerialNo>, serial: &str) -> Option<&'a SerialNo> {
    asked.filter(|asked| asked.is_public_key_id() && is_certificate(serial))
}

pub(super) fn bootstrap(
    response: &Response,
    trusted: &Keyring,
    key: &ApiV3Key,
) -> Result<Bootstrap, Error> {
    let signed = signed_body(response).map_err(|source| Error::Untrusted {
        source,
        request_id: response.request_id(),
    })?;
    let now = ambient::now();
    let is_pinned = signed
        .check(now, Some(MAX_AGE), |serial| trusted.find(serial))
        .is_ok();
    let request_id = response.request_id();
    PlatformCertificate::bootstrap(signed, trusted, key, now).map_err(|source| match source {
        CertificateError::Shape(error) if is_pinned => Error::Answer {
            what: unreadable(&response.body, &error.to_string()),
            request_id,
        },
        source => Error::Certificates { source, request_id },
    })
}

/// Checks the signature of a refusal, if it has one. One by an unknown key, or from another time,
/// tells no more than none does: the clock may be what is refused.
pub(super) fn check_refusal(response: &Response, known: &Keyring) -> Result<(), Error> {
    if response.header(SIGNATURE).is_none() {
        return Ok(());
    }
    let checked = signed_body(response)
        .and_then(|signed| signed.check(ambient::now(), None, |serial| known.find(serial)));
    match checked {
        Ok(()) | Err(VerifyError::UnknownSerial(_) | VerifyError::SignatureType(_)) => Ok(()),
        Err(source) => Err(Error::Untrusted {
            source,
            request_id: response.request_id(),
        }),
    }
}

pub(super) fn signed_body(response: &Response) -> Result<SignedBody, VerifyError> {
    SignedBody::from_parts(|name| response.header(name), response.body.clone())
}
