//! WeChat Pay's own keys, as far as a profile has them.

use std::path::{Path, PathBuf};

use super::error::ProfileError;
use super::{Field, Profile, files};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::{KeyError, VerifyingKey};
use crate::protocol::pem::{self, Kind};
use crate::protocol::stamp::Timestamp;

/// A key of the platform that is known without a file.
#[derive(Debug, Clone)]
pub enum PlatformKey {
    /// 平台证书.
    Certificate(X509),
    /// 微信支付公钥.
    PublicKey {
        /// 微信支付公钥ID.
        id: SerialNo,
        /// The key in PEM.
        pem: Vec<u8>,
    },
}

impl PlatformKey {
    pub(super) fn verifying_key(&self) -> Result<VerifyingKey, KeyError> {
        match self {
            Self::Certificate(certificate) => certificate.verifying_key(),
            Self::PublicKey { id, pem } => VerifyingKey::from_pem(id.clone(), pem),
        }
    }

    pub(super) fn certificate(&self) -> Option<&X509> {
        match self {
            Self::Certificate(certificate) => Some(certificate),
            Self::PublicKey { .. } => None,
        }
    }
}

impl Profile {
    /// Returns the platform certificates in the folder, and where each stands.
    ///
    /// # Errors
    /// Fails where a file cannot be read or a certificate is damaged.
    pub fn platform_certificates(&self) -> Result<Vec<(PathBuf, X509)>, ProfileError> {
        let mut found = Vec::new();
        let Some(folder) = self.platform_certs() else {
            return Ok(found);
        };
        self.check_control(Field::PlatformCerts.key(), folder)?;
        for path in files::pem_files(Field::PlatformCerts.key(), folder)? {
            let content = self.read("the platform certificate", &path)?;
            let certificates = pem::certificates(&content.bytes);
            if certificates.is_empty() && pem::read(&content.bytes).0 == Kind::Certificate {
                return Err(invalid_certificate(&path, KeyError::Damaged));
            }
            for der in certificates {
                let certificate =
                    X509::from_der(&der).map_err(|error| invalid_certificate(&path, error))?;
                if certificate.mchid().is_none() {
                    found.push((path.clone(), certificate));
                }
            }
        }
        Ok(found)
    }

    /// Returns the serial number and the end of every platform certificate that
    /// [`Profile::keyring`] holds.
    ///
    /// # Errors
    /// Fails where a file cannot be read or a certificate is damaged.
    pub fn certificate_ends(&self) -> Result<Vec<(SerialNo, Timestamp)>, ProfileError> {
        let mut ends: Vec<_> = self
            .certificates_at_hand()?
            .iter()
            .map(|certificate| (certificate.serial_no().clone(), certificate.not_after()))
            .collect();
        ends.sort_by(|one, other| one.0.as_str().cmp(other.0.as_str()));
        ends.dedup();
        Ok(ends)
    }

    /// Returns the serial number of the certificate at hand that became valid last, of those
    /// that are valid at `now`.
    ///
    /// # Errors
    /// Fails where a file cannot be read or a certificate is damaged.
    pub fn newest_platform_serial(&self, now: Timestamp) -> Result<Option<SerialNo>, ProfileError> {
        let certificates = self.certificates_at_hand()?;
        Ok(X509::newest(&certificates, now).map(|certificate| certificate.serial_no().clone()))
    }

    pub(super) fn certificates_at_hand(&self) -> Result<Vec<X509>, ProfileError> {
        let stored = self.platform_certificates()?.into_iter();
        let extra = self.extra.iter().filter_map(PlatformKey::certificate);
        Ok(stored
            .map(|(_, certificate)| certificate)
            .chain(extra.cloned())
            .collect())
    }
}

pub(super) fn invalid_certificate(path: &Path, error: KeyError) -> ProfileError {
    ProfileError::Invalid {
        field: Field::PlatformCerts,
        from: path.display().to_string(),
        problem: error.into(),
    }
}
