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
        match self.newest_certificate_key(now)? {
            Some(key) => Ok(Some(key)),
            None => self.wechatpay_public_key(),
        }
    }

    /// Returns 微信支付公钥, known under its id, where there is one.
    ///
    /// # Errors
    /// Fails where `public_key` is not WeChat Pay's, or only one of key and id is set.
    pub fn wechatpay_public_key(&self) -> Result<Option<VerifyingKey>, ProfileError> {
        if let Some(key) = self.public_key()? {
            return Ok(Some(key));
        }
        let extra = self.extra.iter().find(|key| key.certificate().is_none());
        extra
            .map(PlatformKey::verifying_key)
            .transpose()
            .map_err(|error| self.invalid(Field::PublicKey, error))
    }

    /// Returns the key of the newest 平台证书 that is valid, where there is one.
    ///
    /// # Errors
    /// Fails where a file cannot be read or a certificate is damaged.
    pub fn newest_certificate_key(
        &self,
        now: Timestamp,
    ) -> Result<Option<VerifyingKey>, ProfileError> {
        let certificates = self.certificates_at_hand()?;
        X509::newest(&certificates, now)
            .map(X509::verifying_key)
            .transpose()
            .map_err(|error| self.invalid(Field::PlatformCerts, error))
    }
}
