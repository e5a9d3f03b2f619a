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
    pub(super) async fn verify(
        &self,
        signed: SignedBody,
        asked: Option<&SerialNo>,
    ) -> Result<Verified, VerifyError> {
        let now = ambient::now();
        let find = |serial: &SerialNo| self.merchant.keyring.find(serial);
        let Err(VerifyError::UnknownSerial(serial)) = signed.check(now, Some(FRESH), find) else {
            return signed.verify(&self.merchant.keyring, now, Some(FRESH));
        };
        let unknown = || match other_key(asked, &serial) {
            Some(asked) => VerifyError::OtherKey {
                asked: asked.clone(),
                serial: serial.clone(),
            },
            None => VerifyError::UnknownSerial(serial.clone()),
        };
        let Some(key) = self
            .merchant
            .apiv3_key
            .as_ref()
            .filter(|_| is_certificate(&serial))
        else {
            return Err(unknown());
        };
        let fetched = self
            .refreshed
            .get_or_try_init(|| self.fetch_keys(key))
            .await;
        match fetched {
            Ok(keyring) => signed
                .verify(keyring, now, Some(FRESH))
                .map_err(|error| match error {
                    VerifyError::UnknownSerial(_) => unknown(),
                    other => other,
                }),
            Err(_) => Err(unknown()),
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

fn is_certificate(serial: &str) -> bool {
    serial
        .parse::<SerialNo>()
        .is_ok_and(|serial| !serial.is_public_key_id())
}

/// Returns the public key id that was asked for, where a platform certificate signed.
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
