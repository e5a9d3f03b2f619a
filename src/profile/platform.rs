//! WeChat Pay's own keys, as far as a profile has them.

use std::path::{Path, PathBuf};

use super::error::ProfileError;
use super::{Field, Profile, files};
use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, PUBLIC_KEY_ID, SerialNo};
use crate::protocol::key_material::{self, KeyMaterial, MaterialDamage, MaterialKind};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{KeyError, VerifyingKey};
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

/// WeChat Pay's keys in a file or folder, and the files that gave none.
#[derive(Debug, Default)]
pub struct PlatformFiles {
    /// The certificates, and where each stands.
    pub certificates: Vec<(PathBuf, X509)>,
    /// The public keys whose id is known, and where each stands.
    pub public_keys: Vec<(PathBuf, VerifyingKey)>,
    /// The files that are not used.
    pub passed_over: Vec<PassedOver>,
}

impl PlatformFiles {
    /// Tells whether there is no key at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty() && self.public_keys.is_empty()
    }

    /// Returns the keys.
    #[must_use]
    pub fn into_keyring(self) -> Keyring {
        let mut keyring = Keyring::default();
        let certified = self.certificates.iter();
        for key in certified.filter_map(|(_, certificate)| certificate.verifying_key().ok()) {
            keyring.add(key);
        }
        for (_, key) in self.public_keys {
            keyring.add(key);
        }
        keyring
    }
}

/// A file that gives no key to verify with.
#[derive(Debug, Clone)]
pub struct PassedOver {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: NotUsed,
}

/// Why a file gives no key to verify with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotUsed {
    /// It is the certificate of this merchant, and only WeChat Pay signs for WeChat Pay.
    #[error("the certificate of merchant {0}, and not WeChat Pay's")]
    Merchant(Mchid),
    /// It is the merchant's own public key.
    #[error("the merchant's own public key, and not WeChat Pay's")]
    OwnPublicKey,
    /// It is a public key, and nothing says which.
    #[error("a public key whose id is not known: set public_key and public_key_id")]
    NoId,
    /// It is something else.
    #[error("{}", .0.name())]
    Other(MaterialKind),
    /// It is damaged, or of no use.
    #[error(transparent)]
    Invalid(KeyError),
}

/// Tells whether a file's name is one of a key or certificate: others may lie beside them.
fn is_named_as_key(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let extension = extension.to_ascii_lowercase();
    [
        "pem", "crt", "cer", "cert", "der", "key", "pub", "p7b", "p12", "pfx",
    ]
    .contains(&extension.as_str())
}

impl Profile {
    /// Returns the platform certificates in the folder, and where each stands.
    ///
    /// # Errors
    /// As [`Profile::platform_folder`].
    pub fn platform_certificates(&self) -> Result<Vec<(PathBuf, X509)>, ProfileError> {
        self.platform_folder().map(|files| files.certificates)
    }

    /// Reads the folder of platform certificates.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read or others may change it, and if damaged
    /// certificates are all that it has: then it is not as it was before the first download.
    pub fn platform_folder(&self) -> Result<PlatformFiles, ProfileError> {
        let Some(folder) = self.platform_certs() else {
            return Ok(PlatformFiles::default());
        };
        let files = self.platform_files(Field::PlatformCerts.key(), folder)?;
        let damaged = files
            .passed_over
            .iter()
            .find_map(|passed| match passed.why {
                NotUsed::Invalid(ref error) => Some((&passed.path, error.clone())),
                NotUsed::Merchant(_)
                | NotUsed::OwnPublicKey
                | NotUsed::NoId
                | NotUsed::Other(_) => None,
            });
        match damaged {
            Some((path, error)) if files.is_empty() => Err(invalid_certificate(path, error)),
            _ => Ok(files),
        }
    }

    /// Reads the keys of WeChat Pay's in a file, or in all files of a folder, whatever their names
    /// and forms; `what` is what messages call it.
    ///
    /// # Errors
    /// Returns an error if something cannot be read, or others may change it.
    pub fn platform_files(
        &self,
        what: &'static str,
        path: &Path,
    ) -> Result<PlatformFiles, ProfileError> {
        self.check_control(what, path)?;
        let is_folder = path.is_dir();
        let paths = if is_folder || !path.exists() && self.platform_certs() == Some(path) {
            files::of_folder(what, path)?
        } else {
            vec![path.to_owned()]
        };
        let mut found = PlatformFiles::default();
        for path in paths {
            let content = self.read(what, &path)?;
            self.sort(
                &path,
                &key_material::read(&content.bytes),
                is_folder,
                &mut found,
            );
        }
        Ok(found)
    }

    /// Reads the keys of WeChat Pay's in a content that was not read from a file; `path` is what
    /// messages call it.
    #[must_use]
    pub fn platform_content(&self, path: &Path, content: &[u8]) -> PlatformFiles {
        let mut found = PlatformFiles::default();
        self.sort(path, &key_material::read(content), false, &mut found);
        found
    }

    /// Puts what is in one file where it belongs.
    fn sort(
        &self,
        path: &Path,
        material: &KeyMaterial,
        is_folder: bool,
        found: &mut PlatformFiles,
    ) {
        let mut why = None;
        let mut is_used = false;
        for item in &material.items {
            let result = match (item.kind, &item.der) {
                (MaterialKind::Certificate, Ok(der)) => match X509::from_der(der) {
                    Err(error) => Err(NotUsed::Invalid(error)),
                    Ok(certificate) => match (certificate.mchid(), certificate.verifying_key()) {
                        (Some(mchid), _) => Err(NotUsed::Merchant(mchid)),
                        (None, Err(error)) => Err(NotUsed::Invalid(error)),
                        (None, Ok(_)) => {
                            found.certificates.push((path.to_owned(), certificate));
                            Ok(())
                        }
                    },
                },
                (MaterialKind::PublicKey, Ok(_)) => {
                    self.platform_public_key(path, material).map(|key| {
                        found.public_keys.push((path.to_owned(), key));
                    })
                }
                (
                    MaterialKind::Certificate | MaterialKind::PublicKey,
                    Err(MaterialDamage::Content),
                ) => Err(NotUsed::Invalid(KeyError::Damaged)),
                (
                    MaterialKind::Certificate | MaterialKind::PublicKey,
                    Err(MaterialDamage::CutOff { found, expected }),
                ) => Err(NotUsed::Invalid(KeyError::CutOff {
                    found: *found,
                    expected: *expected,
                })),
                (other, _) => Err(NotUsed::Other(other)),
            };
            match result {
                Ok(()) => is_used = true,
                Err(reason) => {
                    why.get_or_insert(reason);
                }
            }
        }
        if material.items.is_empty() && (!is_folder || is_named_as_key(path)) {
            why = Some(NotUsed::Other(material.kind()));
        }
        if let (false, Some(why)) = (is_used, why) {
            let path = path.to_owned();
            found.passed_over.push(PassedOver { path, why });
        }
    }

    /// Returns a public key, if its id is known: by the file's name, or by the profile.
    fn platform_public_key(
        &self,
        path: &Path,
        material: &KeyMaterial,
    ) -> Result<VerifyingKey, NotUsed> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let named = name.find(PUBLIC_KEY_ID).map(|at| name[at..].to_owned());
        let id = match named.and_then(|id| id.parse().ok()) {
            Some(id) => Some(id),
            None => self.public_key_id().ok().flatten(),
        };
        let id: SerialNo = id.ok_or(NotUsed::NoId)?;
        let key = VerifyingKey::from_material(id, material).map_err(NotUsed::Invalid)?;
        if self.is_own_key(&key) {
            return Err(NotUsed::OwnPublicKey);
        }
        Ok(key)
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
        path: Some(path.to_owned()),
        problem: error.into(),
    }
}
