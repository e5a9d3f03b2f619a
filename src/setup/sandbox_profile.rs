//! The profile of a sandbox's own merchant.

use std::path::Path;

use zeroize::Zeroizing;

use super::new_profile::{KeptSecret, NewProfile, PlatformFile, PublicKey, ServerUrls};
use crate::certificates::file_name;
use crate::fs::{FileAction, FileError};
use crate::profile::Secret;
use crate::sandbox::{Identity, Mode, NOTIFY_URL, Running};

impl NewProfile {
    /// Returns the profile `sandbox`, whose keys are those of a sandbox's merchant and whose calls go
    /// to where that sandbox runs.
    ///
    /// # Errors
    /// Returns an error if a file of the merchant cannot be read.
    pub fn of_sandbox(identity: &Identity, running: Running) -> Result<Self, FileError> {
        let certificates = match running.mode {
            Mode::PublicKey => Vec::new(),
            Mode::Certificate | Mode::Both => identity.platform_certificates(),
        };
        let platform_files = certificates.iter().map(|certificate| PlatformFile {
            name: file_name(&certificate.serial_no),
            pem: certificate.pem.clone(),
        });
        let public_key = match running.mode {
            Mode::Certificate => None,
            Mode::PublicKey | Mode::Both => Some(PublicKey {
                id: identity.public_key_id().clone(),
                pem: read(&identity.public_key_path())?.to_vec(),
            }),
        };
        let secret = |text: &str| Some(KeptSecret::file(&Secret::from(text)));
        Ok(Self {
            name: "sandbox".to_owned(),
            mchid: identity.mchid().clone(),
            appid: Some(identity.appid().clone()),
            serial_no: identity.serial_no().clone(),
            private_key: KeptSecret::File(read(&identity.private_key_path())?),
            certificate: Some(read(&identity.certificate_path())?.to_vec()),
            apiv3_key: secret(identity.apiv3_key()),
            app_secret: secret(identity.app_secret()),
            notify_url: NOTIFY_URL.parse().ok(),
            public_key,
            platform_files: platform_files.collect(),
            keep: Vec::new(),
            servers: ServerUrls {
                base_url: Some(running.url.clone()),
                backup_base_url: None,
                mp_base_url: Some(running.url),
            },
        })
    }
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let content = std::fs::read(path).map_err(|source| FileError::Io {
        action: FileAction::Read,
        path: path.to_owned(),
        source,
    })?;
    Ok(Zeroizing::new(content))
}
