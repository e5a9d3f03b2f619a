//! Whether an answer is WeChat Pay's.

use super::Client;
use crate::ambient;
use crate::error::Error;
use crate::protocol::certificate::{Bootstrap, PlatformCertificate};
use crate::protocol::id::SerialNo;
use crate::protocol::keys::Keyring;
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{FRESH, SignedBody, Verified, VerifyError};
use crate::transport::Response;

impl Client {
    /// Verifies with the keys at hand, and where the serial is of none of them, with the
    /// platform certificates as they are now.
    pub(super) async fn verify(&self, signed: SignedBody) -> Result<Verified, VerifyError> {
        let now = ambient::now();
        let find = |serial: &SerialNo| self.merchant.keyring.find(serial);
        let Err(VerifyError::UnknownSerial(serial)) = signed.check(now, Some(FRESH), find) else {
            return signed.verify(&self.merchant.keyring, now, Some(FRESH));
        };
        let of_certificate = serial
            .parse::<SerialNo>()
            .is_ok_and(|serial| !serial.is_public_key_id());
        let Some(key) = self.merchant.apiv3_key.as_ref().filter(|_| of_certificate) else {
            return Err(VerifyError::UnknownSerial(serial));
        };
        let fetched = self
            .refreshed
            .get_or_try_init(|| self.fetch_keys(key))
            .await;
        match fetched {
            Ok(keyring) => signed.verify(keyring, now, Some(FRESH)),
            Err(_) => Err(VerifyError::UnknownSerial(serial)),
        }
    }

    async fn fetch_keys(&self, key: &ApiV3Key) -> Result<Keyring, Error> {
        let (bootstrap, _) = Box::pin(self.certificates(&self.merchant.keyring, key)).await?;
        let mut keyring = Keyring::default();
        for certificate in &bootstrap.certificates {
            let key = certificate
                .verifying_key()
                .map_err(|source| Error::Certificates {
                    source,
                    request_id: None,
                })?;
            keyring.add(key);
        }
        Ok(keyring)
    }
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
