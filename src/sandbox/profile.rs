//! The sandbox's merchant as a profile.

use super::error::SandboxError;
use super::identity::Identity;
use super::options::Mode;
use super::store::files;
use crate::profile::{BuiltIn, Overrides, PlatformKey, Profile, Secret, SecretSource};

/// The `notify_url` of the sandbox's merchant, unless an option overrides it.
pub const NOTIFY_URL: &str = "http://127.0.0.1:8080/notify";

impl Identity {
    /// Returns a profile that calls the sandbox at `url` and verifies what it signs in `mode`.
    /// Options override the fields, except where calls go.
    ///
    /// # Errors
    /// Returns an error if the public key cannot be read.
    pub fn profile(
        &self,
        url: &str,
        mode: Mode,
        options: Overrides,
    ) -> Result<Profile, SandboxError> {
        Ok(Profile::built_in(BuiltIn {
            name: "sandbox".to_owned(),
            known: self.fields(url, mode),
            options: Overrides {
                base_url: None,
                backup_base_url: None,
                mp_base_url: None,
                ..options
            },
            extra: self.signers(mode)?,
        }))
    }

    fn fields(&self, url: &str, mode: Mode) -> Overrides {
        let public = mode == Mode::PublicKey;
        let text = |secret: &str| Some(SecretSource::Text(Secret::from(secret)));
        Overrides {
            mchid: Some(self.mchid().to_string()),
            appid: Some(self.appid().to_string()),
            serial_no: Some(self.serial_no().to_string()),
            private_key: Some(SecretSource::File(self.private_key_path())),
            certificate: Some(self.certificate_path()),
            apiv3_key: text(self.apiv3_key()),
            app_secret: text(self.app_secret()),
            notify_url: Some(NOTIFY_URL.to_owned()),
            platform_certs: (!public).then(|| self.folder().with_file_name("certs")),
            public_key: public.then(|| self.public_key_path()),
            public_key_id: public.then(|| self.public_key_id().to_string()),
            base_url: Some(url.to_owned()),
            mp_base_url: Some(url.to_owned()),
            ..Overrides::default()
        }
    }

    /// Returns what the sandbox signs with, so that every call verifies from the start.
    /// [`Profile::trusted`] leaves these out, so that downloading certificates is a real first use.
    fn signers(&self, mode: Mode) -> Result<Vec<PlatformKey>, SandboxError> {
        let mut keys = Vec::new();
        if mode != Mode::PublicKey {
            let listed = self.platform_certificates().into_iter();
            keys.extend(
                listed.map(|certificate| PlatformKey::Certificate(certificate.x509.clone())),
            );
        }
        if mode == Mode::Both {
            keys.push(PlatformKey::PublicKey {
                id: self.public_key_id().clone(),
                pem: files::read(&self.public_key_path())?,
            });
        }
        Ok(keys)
    }
}
