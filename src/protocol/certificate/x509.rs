//! X.509 certificates of merchants and of the platform.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::key_material::{self, KeyMaterial, MaterialKind};
use crate::protocol::keys::{self, KeyError, VerifyingKey};
use crate::protocol::stamp::Timestamp;

/// A certificate: 平台证书 or 商户API证书.
#[derive(Clone)]
pub struct X509 {
    pub(super) der: Vec<u8>,
    serial_no: SerialNo,
    subject: String,
    common_name: Option<String>,
    issuer: String,
    not_before: Timestamp,
    not_after: Timestamp,
    spki: Vec<u8>,
}

impl X509 {
    /// Reads the first certificate of a text or file, in any of the forms of [`key_material::read`].
    ///
    /// # Errors
    /// Names what the text is instead.
    pub fn from_pem(content: &[u8]) -> Result<Self, KeyError> {
        Self::from_material(&key_material::read(content))
    }

    /// Reads the first certificate of a file that may hold other things too.
    ///
    /// # Errors
    /// Names what the file is instead.
    pub fn from_material(material: &KeyMaterial) -> Result<Self, KeyError> {
        Self::from_der(keys::first_of(material, MaterialKind::Certificate)?)
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// Returns an error if the bytes are not a certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| KeyError::Damaged)?;
        if !rest.is_empty() {
            return Err(KeyError::Damaged);
        }
        let common_name = parsed
            .subject()
            .iter_common_name()
            .next()
            .and_then(|name| name.as_str().ok());
        Ok(Self {
            serial_no: SerialNo::from_x509(parsed.raw_serial()),
            subject: parsed.subject().to_string(),
            common_name: common_name.map(str::to_owned),
            issuer: parsed.issuer().to_string(),
            not_before: Timestamp(parsed.validity().not_before.timestamp()),
            not_after: Timestamp(parsed.validity().not_after.timestamp()),
            spki: parsed.public_key().raw.to_vec(),
            der: der.to_vec(),
        })
    }

    /// Returns the serial number as 40 upper-case hex digits.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.serial_no
    }

    /// Returns the subject's distinguished name.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the issuer's distinguished name.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the merchant number, where this is a merchant's certificate: its CN.
    #[must_use]
    pub fn mchid(&self) -> Option<Mchid> {
        self.common_name.as_deref()?.parse().ok()
    }

    /// Returns the moment from which the certificate is valid.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Returns the last moment at which the certificate is valid.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Returns the SHA-256 fingerprint of the certificate in lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        digest(&SHA256, &self.der)
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Tells whether the certificate is valid at `now`.
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    /// Returns the certificate that became valid last, of those that are valid at `now`: the
    /// one to ask signatures of.
    pub fn newest<'c>(
        certificates: impl IntoIterator<Item = &'c Self>,
        now: Timestamp,
    ) -> Option<&'c Self> {
        certificates
            .into_iter()
            .filter(|certificate| certificate.is_valid_at(now))
            .max_by_key(|certificate| certificate.not_before)
    }

    /// Returns the public key, known under the certificate's serial number.
    ///
    /// # Errors
    /// Returns an error if the key is not RSA.
    pub fn verifying_key(&self) -> Result<VerifyingKey, KeyError> {
        VerifyingKey::from_spki_der(self.serial_no.clone(), &self.spki)
    }
}

impl fmt::Debug for X509 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "X509({} of {})", self.serial_no, self.subject)
    }
}
