//! PKCS#12 containers, as `apiclient_cert.p12`: the merchant's key and certificate under a password,
//! which is the merchant number unless it was changed.

use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use zeroize::Zeroizing;

use super::key_material::KeyMaterial;

/// Why a container cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// The password is wrong.
    #[error("the password of the PKCS#12 container is wrong")]
    Password,
    /// The container is damaged, or of an unsupported form.
    #[error("the PKCS#12 container cannot be read")]
    Unreadable,
}

/// Opens a container, and returns what is in it, the keys first.
///
/// # Errors
/// Returns whether the password or the container is wrong.
pub fn open(der: &[u8], password: &str) -> Result<KeyMaterial, Pkcs12Error> {
    let archive = Pkcs12Archive::from_pkcs12(der, password).map_err(|error| match error {
        Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_) => Pkcs12Error::Password,
        _ => Pkcs12Error::Unreadable,
    })?;
    let keys = archive.keys.iter().map(|bag| bag.key.as_der());
    let certificates = archive.certs.iter().map(|bag| bag.cert.as_der());
    let all = keys
        .chain(certificates)
        .map(|der| Zeroizing::new(der.to_vec()));
    Ok(KeyMaterial::from_ders(all))
}

/// Whether a container uses RC2, which OpenSSL 3 reads with `-legacy` alone.
#[must_use]
pub fn needs_legacy(der: &[u8]) -> bool {
    const PBE_RC2_40: [u8; 12] = [6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 6];
    const PBE_RC2_128: [u8; 12] = [6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 12, 1, 5];
    let has = |oid: &[u8]| der.windows(oid.len()).any(|bytes| bytes == oid);
    has(&PBE_RC2_40) || has(&PBE_RC2_128)
}
