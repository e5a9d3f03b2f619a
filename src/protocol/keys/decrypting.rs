//! A private key in the form that decrypts.

use aws_lc_rs::rsa::{OaepPrivateDecryptingKey, PrivateDecryptingKey};
use rsa::pkcs1::ALGORITHM_ID;
use rsa::pkcs8::PrivateKeyInfoRef;
use rsa::pkcs8::der::Encode;
use rsa::pkcs8::der::asn1::OctetStringRef;
use zeroize::Zeroizing;

/// Reads a key for decryption; aws-lc takes PKCS#8 alone.
pub(super) fn read(pkcs1: &[u8]) -> Option<OaepPrivateDecryptingKey> {
    let key = OctetStringRef::new(pkcs1).ok()?;
    let wrapped = PrivateKeyInfoRef::new(ALGORITHM_ID, key).to_der().ok()?;
    let wrapped = Zeroizing::new(wrapped);
    let key = PrivateDecryptingKey::from_pkcs8(&wrapped).ok()?;
    OaepPrivateDecryptingKey::new(key).ok()
}
