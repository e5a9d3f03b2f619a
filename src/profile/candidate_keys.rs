//! Every public key that a diagnosis can try: of this profile, of the others, and of the files
//! next to their keys.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::error::FileRole;
use super::field::Field;
use super::files;
use super::inputs::Inputs;
use super::secret_source::SecretSource;
use super::settings::Profile;
use crate::diagnose::{CandidateKey, Party, Sentence, sentence};
use crate::protocol::certificate::X509;
use crate::protocol::id::SerialNo;
use crate::protocol::key_material;
use crate::protocol::keys::{SigningKey, VerifyingKey};

/// The number of files that are read in each folder.
const MAX_FILES_PER_FOLDER: usize = 200;

/// What messages would call such a file; its errors are not shown.
const BESIDE: FileRole = FileRole::Named("a file next to the keys");

/// A public key and where it was read from.
#[derive(Debug)]
struct OwnedKey {
    key: VerifyingKey,
    party: Party,
    owner: Sentence,
}

/// All public keys that are available, each once.
#[derive(Debug, Default)]
pub struct CandidateKeys {
    keys: Vec<OwnedKey>,
}

impl CandidateKeys {
    /// Gathers what can be read; what cannot is left out, as no command depends on it.
    #[must_use]
    pub fn gather(profile: &Profile, inputs: &Inputs) -> Self {
        let mut found = Self::default();
        found.add_profile(profile);
        for other in others(profile, inputs) {
            found.add_profile(&other);
        }
        found
    }

    /// Returns the App IDs of the other profiles.
    #[must_use]
    pub fn other_appids(profile: &Profile, inputs: &Inputs) -> Vec<String> {
        let appids = |other: &Profile| {
            let both = [other.appid().ok(), other.sub_appid().ok().flatten()];
            both.into_iter()
                .flatten()
                .map(|appid| appid.to_string())
                .collect::<Vec<_>>()
        };
        others(profile, inputs).iter().flat_map(appids).collect()
    }

    /// Returns them as suspects.
    #[must_use]
    pub fn suspects(&self) -> Vec<CandidateKey<'_>> {
        self.keys
            .iter()
            .map(|known| CandidateKey {
                key: &known.key,
                party: known.party,
                owner: known.owner.clone(),
            })
            .collect()
    }

    fn add(&mut self, key: VerifyingKey, party: Party, owner: Sentence) {
        if self.keys.iter().all(|known| !known.key.same_key(&key)) {
            self.keys.push(OwnedKey { key, party, owner });
        }
    }

    fn add_profile(&mut self, profile: &Profile) {
        let name = profile.name();
        if let Ok(Some(certificate)) = profile.certificate()
            && let Ok(key) = certificate.x509.verifying_key()
        {
            self.add(
                key,
                Party::Merchant,
                sentence!(
                    "finding-owner-profile-certificate",
                    "the merchant certificate of profile '{name}'",
                    name = name
                ),
            );
        }
        // A secret of a command or keyring is not asked for: that may cost a prompt.
        let asks = matches!(
            profile.secret_source(Field::PrivateKey),
            Some(SecretSource::Command(_) | SecretSource::Keyring(_))
        );
        if !asks && let Ok(key) = profile.signing_key() {
            self.add(
                key.into_verifying_key(),
                Party::Merchant,
                sentence!(
                    "finding-owner-profile-key",
                    "the merchant private key of profile '{name}'",
                    name = name
                ),
            );
        }
        if let Ok(keyring) = profile.keyring() {
            for key in keyring.into_keys() {
                let serial = key.serial_no();
                let owner = sentence!(
                    "finding-owner-profile-platform-key",
                    "platform key {serial} of profile '{name}'",
                    serial = serial,
                    name = name
                );
                self.add(key, Party::Platform, owner);
            }
        }
        for folder in folders(profile) {
            self.add_folder(profile, &folder);
        }
    }

    fn add_folder(&mut self, profile: &Profile, folder: &Path) {
        let files = files::of_folder(BESIDE, folder).unwrap_or_default();
        for path in files.into_iter().take(MAX_FILES_PER_FOLDER) {
            let Ok(content) = profile.read(BESIDE, &path) else {
                continue;
            };
            let file = path.display();
            let material = key_material::read(&content.bytes);
            for der in material.certificates() {
                let Ok(certificate) = X509::from_der(der) else {
                    continue;
                };
                let party = if certificate.mchid().is_some() {
                    Party::Merchant
                } else {
                    Party::Platform
                };
                if let Ok(key) = certificate.verifying_key() {
                    let owner = sentence!(
                        "finding-owner-certificate",
                        "the certificate in {file}",
                        file = file
                    );
                    self.add(key, party, owner);
                }
            }
            let unnamed = SerialNo::from_x509(&[]);
            if let Ok(key) = SigningKey::from_material(unnamed.clone(), &material) {
                let owner = sentence!(
                    "finding-owner-private-key",
                    "the private key in {file}",
                    file = file
                );
                self.add(key.into_verifying_key(), Party::Merchant, owner);
            }
            if let Ok(key) = VerifyingKey::from_material(unnamed, &material) {
                let owner = sentence!(
                    "finding-owner-public-key",
                    "the public key in {file}",
                    file = file
                );
                self.add(key, Party::Platform, owner);
            }
        }
    }
}

/// The other profiles of the same file.
fn others(profile: &Profile, inputs: &Inputs) -> Vec<Profile> {
    if profile.file().is_none() {
        return Vec::new();
    }
    let mut all = Profile::list(inputs).map_or_else(|_| Vec::new(), |listing| listing.profiles);
    all.retain(|other| other.name() != profile.name());
    all
}

/// The folders that contain a profile's files.
fn folders(profile: &Profile) -> BTreeSet<PathBuf> {
    let key = profile
        .secret_source(Field::PrivateKey)
        .and_then(|source| match source {
            SecretSource::File(path) => Some(path.as_path()),
            SecretSource::Text(_)
            | SecretSource::Variable(_)
            | SecretSource::Command(_)
            | SecretSource::Keyring(_) => None,
        });
    let files = [
        key,
        profile.path(Field::Certificate),
        profile.path(Field::PublicKey),
    ];
    let mut folders: BTreeSet<PathBuf> = files
        .into_iter()
        .filter_map(|path| path?.parent().map(Path::to_owned))
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                folder
            }
        })
        .collect();
    folders.extend(profile.platform_certs().map(Path::to_owned));
    folders
}
