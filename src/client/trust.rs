//! Checks whether a response is from WeChat Pay.

use crate::ambient;
use crate::error::Error;
use crate::protocol::certificate::{Bootstrap, PlatformCertificate};
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{SignedBody, VerifyError};
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
    PlatformCertificate::bootstrap(signed, trusted, key, ambient::now()).map_err(|source| {
        Error::Certificates {
            source,
            request_id: response.request_id(),
        }
    })
}

pub(super) fn signed_body(response: &Response) -> Result<SignedBody, VerifyError> {
    SignedBody::from_parts(|name| response.header(name), response.body.clone())
}
