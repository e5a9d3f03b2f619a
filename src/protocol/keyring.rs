//! The public keys that WeChat Pay signs with.

use std::collections::HashMap;

use super::certificate::X509;
use super::id::SerialNo;
use super::keys::{KeyError, VerifyingKey};

/// The keys that responses and notifications are verified with, by serial number.
///
/// It may hold both kinds at once, as they must while a merchant moves from platform
/// certificates to the WeChat Pay public key.
#[derive(Debug, Default)]
pub struct Keyring(HashMap<SerialNo, VerifyingKey>);

impl Keyring {
    /// Adds a key; an earlier one of the same serial number is replaced.
    pub fn add(&mut self, key: VerifyingKey) {
        self.0.insert(key.serial_no().clone(), key);
    }

    /// Adds the key of a platform certificate.
    ///
    /// # Errors
    /// Returns an error if the certificate's key is not RSA.
    pub fn add_certificate(&mut self, certificate: &X509) -> Result<(), KeyError> {
        self.add(certificate.verifying_key()?);
        Ok(())
    }

    /// Returns the key that `Wechatpay-Serial` names.
    #[must_use]
    pub fn find(&self, serial_no: &SerialNo) -> Option<&VerifyingKey> {
        self.0.get(serial_no)
    }

    /// Returns the keys in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.0.values()
    }

    /// Returns the keys themselves, in no particular order.
    pub fn into_keys(self) -> impl Iterator<Item = VerifyingKey> {
        self.0.into_values()
    }

    /// Whether there are no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
