//! A private key in the form that decrypts, read when it is used first.

use std::sync::OnceLock;

use aws_lc_rs::rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey};
use rsa::pkcs1::ALGORITHM_ID;
use rsa::pkcs8::PrivateKeyInfoRef;
use rsa::pkcs8::der::Encode;
use rsa::pkcs8::der::asn1::OctetStringRef;
use zeroize::Zeroizing;

/// The private key as it is needed for decryption. Few commands decrypt a field, and aws-lc checks
/// a key again, for longer than a signature takes: so it is read when it is used first.
pub(super) struct DecryptingKey {
    pkcs1: Zeroizing<Vec<u8>>,
    key: OnceLock<Option<OaepPrivateDecryptingKey>>,
}

impl DecryptingKey {
    pub(super) fn new(pkcs1: &[u8]) -> Self {
        Self {
            pkcs1: Zeroizing::new(pkcs1.to_vec()),
            key: OnceLock::new(),
        }
    }

    pub(super) fn get(&self) -> Option<&OaepPrivateDecryptingKey> {
        self.key.get_or_init(|| read(&self.pkcs1)).as_ref()
    }
}

/// Reads a key for decryption; aws-lc takes PKCS#8 alone.
fn read(pkcs1: &[u8]) -> Option<OaepPrivateDecryptingKey> {
    let key = OctetStringRef::new(pkcs1).ok()?;
    let wrapped = PrivateKeyInfoRef::new(ALGORITHM_ID, key).to_der().ok()?;
    let wrapped = Zeroizing::new(wrapped);
    let key = PrivateDecryptingKey::from_pkcs8(&wrapped).ok()?;
    OaepPrivateDecryptingKey::new(key).ok()
}
