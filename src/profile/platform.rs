//! WeChat Pay's own keys, as far as a profile has them.

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use super::error::{FileRole, ProfileError, ValueSource};
use super::field::Field;
use super::files;
use super::inputs::PlatformKey;
use super::settings::Profile;
use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, PUBLIC_KEY_ID, SerialNo};
use crate::protocol::key_material::{self, KeyMaterial, MaterialDamage, MaterialKind};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{KeyError, VerifyingKey};
use crate::protocol::stamp::Timestamp;

/// A certificate and its file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CertificateFile {
    /// The file.
    pub path: PathBuf,
    /// The certificate.
    pub x509: X509,
}

/// WeChat Pay's keys in a file or folder, and the files that contain none.
#[derive(Debug, Default)]
pub struct PlatformFiles {
    /// The certificates.
    pub certificates: Vec<CertificateFile>,
    /// The public keys whose id is known.
    pub public_keys: Vec<VerifyingKey>,
    /// The files that are not used.
    pub unused: Vec<UnusedFile>,
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
        for key in certified.filter_map(|certificate| certificate.x509.verifying_key().ok()) {
            keyring.add(key);
        }
        for key in self.public_keys {
            keyring.add(key);
        }
        keyring
    }
}

/// When a platform certificate expires.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateExpiry {
    /// The certificate.
    pub serial_no: SerialNo,
    /// Its last moment.
    pub not_after: Timestamp,
}

/// A file that contains no key to verify with.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct UnusedFile {
    /// The file.
    pub path: PathBuf,
    /// Why it is not used.
    #[serde(serialize_with = "in_words")]
    pub reason: UnusedReason,
}

fn in_words<S: Serializer>(reason: &UnusedReason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(reason)
}

/// Why a file contains no key to verify with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusedReason {
    /// It is the certificate of this merchant, and only WeChat Pay signs for WeChat Pay.
    #[error("the certificate of merchant {0}, and not WeChat Pay's")]
    Merchant(Mchid),
    /// It is the merchant's own public key.
    #[error("the merchant's own public key, and not WeChat Pay's")]
    OwnPublicKey,
    /// It is a public key whose id is not known.
    #[error("a public key whose id is not known: set public_key and public_key_id")]
    NoId,
    /// It is something else.
    #[error("{}", .0.name())]
    Other(MaterialKind),
    /// It is damaged or cannot be used.
    #[error(transparent)]
    Invalid(KeyError),
}

/// Tells whether a file's name is one of a key or certificate: others may be in the folder.
fn is_named_as_key(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let extension = extension.to_ascii_lowercase();
    [
        "pem", "crt", "cer", "cert", "der", "key", "pub", "p7b", "p12", "pfx",
    ]
    .contains(&extension.as_str())
}

impl Profile {
    /// Returns the platform certificates in the folder.
    ///
    /// # Errors
    /// As [`Profile::platform_folder`].
    pub fn platform_certificates(&self) -> Result<Vec<CertificateFile>, ProfileError> {
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
        let files = self.platform_files(self.file_role(Field::PlatformCerts), folder)?;
        let damaged = files.unused.iter().find_map(|unused| match unused.reason {
            UnusedReason::Invalid(ref error) => Some((&unused.path, error.clone())),
            UnusedReason::Merchant(_)
            | UnusedReason::OwnPublicKey
            | UnusedReason::NoId
            | UnusedReason::Other(_) => None,
        });
        match damaged {
            Some((path, error)) if files.is_empty() => Err(invalid_certificate(path, error)),
            _ => Ok(files),
        }
    }

    /// Reads WeChat Pay's keys in a file, or in all files of a folder, whatever their names
    /// and forms; `role` is what messages call it.
    ///
    /// # Errors
    /// Returns an error if something cannot be read, or if others may change it.
    pub fn platform_files(
        &self,
        role: FileRole,
        path: &Path,
    ) -> Result<PlatformFiles, ProfileError> {
        self.check_control(role, path)?;
        let is_folder = path.is_dir();
        let paths = if is_folder || !path.exists() && self.platform_certs() == Some(path) {
            files::of_folder(role, path)?
        } else {
            vec![path.to_owned()]
        };
        let mut found = PlatformFiles::default();
        for path in paths {
            let content = self.read(role, &path)?;
            self.classify(
                &path,
                &key_material::read(&content.bytes),
                is_folder,
                &mut found,
            );
        }
        Ok(found)
    }

    /// Reads WeChat Pay's keys in a content that was not read from a file; `path` is what
    /// messages call it.
    #[must_use]
    pub fn platform_content(&self, path: &Path, content: &[u8]) -> PlatformFiles {
        let mut found = PlatformFiles::default();
        self.classify(path, &key_material::read(content), false, &mut found);
        found
    }

    /// Adds what is in one file to `found`.
    fn classify(
        &self,
        path: &Path,
        material: &KeyMaterial,
        is_folder: bool,
        found: &mut PlatformFiles,
    ) {
        let mut reason = None;
        let mut is_used = false;
        for item in &material.items {
            let result = match (item.kind, &item.der) {
                (MaterialKind::Certificate, Ok(der)) => match X509::from_der(der) {
                    Err(error) => Err(UnusedReason::Invalid(error)),
                    Ok(certificate) => match (certificate.mchid(), certificate.verifying_key()) {
                        (Some(mchid), _) => Err(UnusedReason::Merchant(mchid)),
                        (None, Err(error)) => Err(UnusedReason::Invalid(error)),
                        (None, Ok(_)) => {
                            found.certificates.push(CertificateFile {
                                path: path.to_owned(),
                                x509: certificate,
                            });
                            Ok(())
                        }
                    },
                },
                (MaterialKind::PublicKey, Ok(_)) => self
                    .platform_public_key(path, material)
                    .map(|key| found.public_keys.push(key)),
                (
                    MaterialKind::Certificate | MaterialKind::PublicKey,
                    Err(MaterialDamage::Content),
                ) => Err(UnusedReason::Invalid(KeyError::Damaged)),
                (
                    MaterialKind::Certificate | MaterialKind::PublicKey,
                    Err(MaterialDamage::CutOff { found, expected }),
                ) => Err(UnusedReason::Invalid(KeyError::CutOff {
                    found: *found,
                    expected: *expected,
                })),
                (other, _) => Err(UnusedReason::Other(other)),
            };
            match result {
                Ok(()) => is_used = true,
                Err(error) => {
                    reason.get_or_insert(error);
                }
            }
        }
        if material.items.is_empty() && (!is_folder || is_named_as_key(path)) {
            reason = Some(UnusedReason::Other(material.kind()));
        }
        if let (false, Some(reason)) = (is_used, reason) {
            let path = path.to_owned();
            found.unused.push(UnusedFile { path, reason });
        }
    }

    /// Returns a public key, if its id is known: by the file's name, or by the profile.
    fn platform_public_key(
        &self,
        path: &Path,
        material: &KeyMaterial,
    ) -> Result<VerifyingKey, UnusedReason> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let named = name.find(PUBLIC_KEY_ID).map(|at| name[at..].to_owned());
        let id = match named.and_then(|id| id.parse().ok()) {
            Some(id) => Some(id),
            None => self.public_key_id().ok().flatten(),
        };
        let id: SerialNo = id.ok_or(UnusedReason::NoId)?;
        let key = VerifyingKey::from_material(id, material).map_err(UnusedReason::Invalid)?;
        if self.is_own_key(&key) {
            return Err(UnusedReason::OwnPublicKey);
        }
        Ok(key)
    }

    /// Returns when each platform certificate expires that [`Profile::keyring`] contains.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or a certificate is damaged.
    pub fn certificate_expiries(&self) -> Result<Vec<CertificateExpiry>, ProfileError> {
        let mut expiries: Vec<_> = self
            .usable_certificates()?
            .iter()
            .map(|x509| CertificateExpiry {
                serial_no: x509.serial_no().clone(),
                not_after: x509.not_after(),
            })
            .collect();
        expiries.sort_by(|one, other| one.serial_no.as_str().cmp(other.serial_no.as_str()));
        expiries.dedup();
        Ok(expiries)
    }

    /// Returns the serial number of the platform certificate that became valid last, of those
    /// that are valid at `now`.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or a certificate is damaged.
    pub fn newest_platform_serial(&self, now: Timestamp) -> Result<Option<SerialNo>, ProfileError> {
        let certificates = self.usable_certificates()?;
        Ok(X509::newest(&certificates, now).map(|certificate| certificate.serial_no().clone()))
    }

    /// Returns the files of `platform_certs` that are not used, without the merchant's own.
    #[must_use]
    pub fn unused_platform_files(&self) -> Vec<UnusedFile> {
        let own: Vec<PathBuf> = [Field::PrivateKey, Field::Certificate, Field::PublicKey]
            .into_iter()
            .filter_map(|field| self.file_of(field)?.canonicalize().ok())
            .collect();
        let is_own = |file: &UnusedFile| {
            let path = file.path.canonicalize();
            path.is_ok_and(|path| own.contains(&path))
        };
        let mut unused = self.platform_folder().unwrap_or_default().unused;
        unused.retain(|file| !is_own(file));
        unused
    }

    pub(super) fn usable_certificates(&self) -> Result<Vec<X509>, ProfileError> {
        let stored = self.platform_certificates()?.into_iter();
        let extra = self.extra.iter().filter_map(PlatformKey::certificate);
        Ok(stored
            .map(|certificate| certificate.x509)
            .chain(extra.cloned())
            .collect())
    }
}

pub(super) fn invalid_certificate(path: &Path, error: KeyError) -> ProfileError {
    ProfileError::Invalid {
        field: Field::PlatformCerts,
        from: ValueSource::File(path.display().to_string()),
        path: Some(path.to_owned()),
        problem: error.into(),
    }
}
