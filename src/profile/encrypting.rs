//! The key that sensitive fields are encrypted for.

use super::error::ProfileError;
use super::platform::PlatformKey;
use super::{Field, Profile};
use crate::protocol::certificate::X509;
use crate::protocol::keys::VerifyingKey;
use crate::protocol::stamp::Timestamp;

impl Profile {
    /// Returns the key that sensitive fields are encrypted for: 微信支付公钥 where the profile has
    /// one, else that of the newest 平台证书 that is valid; none where there is neither.
    ///
    /// # Errors
    /// Fails where a file cannot be read, or `public_key` is not WeChat Pay's.
    pub fn encryption_key(&self, now: Timestamp) -> Result<Option<VerifyingKey>, ProfileError> {
        if let Some(key) = self.public_key()? {
            return Ok(Some(key));
        }
        let certificates = self.certificates_at_hand()?;
        let key = match X509::newest(&certificates, now) {
            Some(certificate) => Some(certificate.verifying_key()),
            None => self
                .extra
                .iter()
                .find(|key| key.certificate().is_none())
                .map(PlatformKey::verifying_key),
        };
        key.transpose()
            .map_err(|error| self.invalid(Field::PlatformCerts, error))
    }
}
