//! The sandbox's merchant as a profile: for this program, and as a file for others.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::fs::{AtomicFile, FileError, commit_all, create_folder};
use crate::profile::{Overrides, PlatformKey, Preset, Profile, Secret, SecretSource};
use crate::protocol::id::{Appid, Mchid};
use crate::sandbox::error::SandboxError;
use crate::sandbox::identity::Identity;
use crate::sandbox::options::Mode;
use crate::sandbox::store::files;
use crate::sandbox::store::running::Running;

/// 通知地址 of the sandbox's merchant, where `wechatpay serve-notify` listens unless it is
/// configured otherwise.
pub const NOTIFY_URL: &str = "http://127.0.0.1:8080/notify";

impl Identity {
    /// Returns the profile `sandbox`, which calls the running sandbox and verifies what that signs.
    /// `options` override the fields, except where calls go.
    ///
    /// # Errors
    /// Returns an error if the public key cannot be read.
    pub fn profile(&self, running: &Running, options: Overrides) -> Result<Profile, SandboxError> {
        Ok(Profile::preset(Preset {
            name: "sandbox".to_owned(),
            fields: fields(self, running),
            options: Overrides {
                base_url: None,
                backup_base_url: None,
                mp_base_url: None,
                ..options
            },
            extra: platform_keys(self, running.mode)?,
        }))
    }
}

fn fields(identity: &Identity, running: &Running) -> Overrides {
    let public = running.mode == Mode::PublicKey;
    let secret = |text: &Zeroizing<String>| SecretSource::Text(Secret::from(text.as_str()));
    Overrides {
        mchid: Some(identity.mchid().to_string()),
        appid: Some(identity.appid().to_string()),
        serial_no: Some(identity.serial_no().to_string()),
        private_key: Some(SecretSource::File(identity.private_key_path())),
        certificate: Some(identity.certificate_path()),
        apiv3_key: Some(secret(identity.apiv3_key())),
        app_secret: Some(secret(identity.app_secret())),
        notify_url: Some(NOTIFY_URL.to_owned()),
        platform_certs: (!public).then(|| identity.platform_certs_path()),
        public_key: public.then(|| identity.public_key_path()),
        public_key_id: public.then(|| identity.public_key_id().to_string()),
        base_url: Some(running.url.clone()),
        mp_base_url: Some(running.url.clone()),
        ..Overrides::default()
    }
}

/// Returns what the sandbox signs with, so that every command verifies from the start;
/// `download-certs` does not count these as trusted, and so shows a real first use.
fn platform_keys(identity: &Identity, mode: Mode) -> Result<Vec<PlatformKey>, SandboxError> {
    let certificates = || {
        let listed = identity.platform_certificates().into_iter();
        listed.map(|certificate| PlatformKey::Certificate(certificate.x509.clone()))
    };
    Ok(match mode {
        Mode::PublicKey => Vec::new(),
        Mode::Certificate => certificates().collect(),
        Mode::Both => certificates()
            .chain([PlatformKey::PublicKey {
                id: identity.public_key_id().clone(),
                pem: files::read(&identity.public_key_path())?,
            }])
            .collect(),
    })
}

/// The sandbox's merchant for other programs: the keys and spelling of `merchant.toml`, secrets
/// in files.
#[derive(Debug, Clone, Serialize)]
pub struct ProfileFile {
    mchid: String,
    appid: String,
    serial_no: String,
    private_key: PathBuf,
    certificate: PathBuf,
    apiv3_key: InFile,
    app_secret: InFile,
    notify_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_certs: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key_id: Option<String>,
    base_url: String,
    mp_base_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_mchid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_appid: Option<String>,
}

/// A secret, by the file that contains it.
#[derive(Debug, Clone, Serialize)]
struct InFile {
    file: PathBuf,
}

impl ProfileFile {
    /// Returns the profile, whose key files are those of the data folder.
    #[must_use]
    pub fn new(identity: &Identity, running: &Running) -> Self {
        let public = running.mode != Mode::Certificate;
        let certificate = running.mode != Mode::PublicKey;
        Self {
            mchid: identity.mchid().to_string(),
            appid: identity.appid().to_string(),
            serial_no: identity.serial_no().to_string(),
            private_key: identity.private_key_path(),
            certificate: identity.certificate_path(),
            apiv3_key: InFile {
                file: identity.apiv3_key_path(),
            },
            app_secret: InFile {
                file: identity.app_secret_path(),
            },
            notify_url: NOTIFY_URL.to_owned(),
            platform_certs: certificate.then(|| identity.platform_certs_path()),
            public_key: public.then(|| identity.public_key_path()),
            public_key_id: public.then(|| identity.public_key_id().to_string()),
            base_url: running.url.clone(),
            mp_base_url: running.url.clone(),
            sub_mchid: None,
            sub_appid: None,
        }
    }

    /// Returns the profile as a TOML table.
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.table("sandbox")
    }

    fn table(&self, name: &str) -> String {
        let text = toml::to_string(self).unwrap_or_default();
        // Tables of one file each read better on one line.
        let (top, tables) = text.split_once("\n[").unwrap_or((&text, ""));
        let inline = tables.split("\n[").filter_map(|table| {
            let (name, rest) = table.split_once("]\n")?;
            Some(format!("{name} = {{ {} }}", rest.trim()))
        });
        let lines: Vec<String> = std::iter::once(top.trim_end().to_owned())
            .chain(inline)
            .collect();
        format!("[profiles.{name}]\n{}\n", lines.join("\n"))
    }

    /// Saves the profiles of a sandbox's merchants, the first as itself and as a service provider,
    /// and their key files in a folder beside them.
    ///
    /// # Errors
    /// Returns an error if a key file cannot be read, or a file cannot be written.
    pub fn save(
        file: &Path,
        merchants: &[Arc<Identity>],
        running: &Running,
    ) -> Result<(), FileError> {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let folder = PathBuf::from(format!("{stem}-keys"));
        let beside = file
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut copies = Copies {
            beside: beside.to_owned(),
            staged: Vec::new(),
        };
        let mut text = "default_profile = \"sandbox\"\n".to_owned();
        let mut saved: Vec<Self> = Vec::new();
        for merchant in merchants {
            let provider = merchant
                .service_provider()
                .and_then(|mchid| saved.iter().find(|one| one.mchid == mchid.as_str()));
            let of = |provider: &Self, sub_mchid: &Mchid, sub_appid: &Appid| Self {
                sub_mchid: Some(sub_mchid.to_string()),
                sub_appid: Some(sub_appid.to_string()),
                ..provider.clone()
            };
            let number = merchant.mchid();
            let mut tables = Vec::new();
            if let Some(provider) = provider {
                let sub = of(provider, number, merchant.appid());
                tables.push(sub.table(&format!("sandbox-{number}")));
            } else if saved.is_empty() {
                let own = copies.copy(&Self::new(merchant, running), &folder)?;
                let partner = of(&own, merchant.sub_mchid(), merchant.sub_appid());
                tables.extend([own.to_toml(), partner.table("sandbox-partner")]);
                if own.platform_certs.is_some() {
                    copies.certificates(merchant, &folder.join("certs"))?;
                }
                saved.push(own);
            } else {
                let keys = folder.join(number.as_str());
                let mut own = copies.copy(&Self::new(merchant, running), &keys)?;
                own.platform_certs.clone_from(&saved[0].platform_certs);
                tables.push(own.table(&format!("sandbox-{number}")));
                saved.push(own);
            }
            for table in tables {
                text.push('\n');
                text.push_str(&table);
            }
        }
        copies
            .staged
            .push(AtomicFile::secret(file, text.as_bytes())?);
        commit_all(copies.staged)
    }
}

/// Key files on their way to a folder beside a profile.
struct Copies {
    beside: PathBuf,
    staged: Vec<AtomicFile>,
}

impl Copies {
    /// Returns a profile whose key files are copies in `folder`.
    fn copy(&mut self, profile: &ProfileFile, folder: &Path) -> Result<ProfileFile, FileError> {
        let target = self.beside.join(folder);
        create_folder(&target, files::FOLDER_MODE)?;
        let mut copy = |path: &Path| -> Result<PathBuf, FileError> {
            let name = path.file_name().unwrap_or_default();
            let bytes = Zeroizing::new(files::read(path)?);
            self.staged
                .push(AtomicFile::secret(&target.join(name), &bytes)?);
            Ok(folder.join(name))
        };
        Ok(ProfileFile {
            private_key: copy(&profile.private_key)?,
            certificate: copy(&profile.certificate)?,
            apiv3_key: InFile {
                file: copy(&profile.apiv3_key.file)?,
            },
            app_secret: InFile {
                file: copy(&profile.app_secret.file)?,
            },
            public_key: profile.public_key.as_deref().map(&mut copy).transpose()?,
            platform_certs: profile
                .platform_certs
                .as_ref()
                .map(|_| folder.join("certs")),
            ..profile.clone()
        })
    }

    /// Copies the platform certificates, to a folder of their own, so that the profile verifies at
    /// once and no sandbox certificate gets among real ones.
    fn certificates(&mut self, identity: &Identity, folder: &Path) -> Result<(), FileError> {
        let certs = self.beside.join(folder);
        create_folder(&certs, files::FOLDER_MODE)?;
        for certificate in identity.platform_certificates() {
            let name = format!("wechatpay_{}.pem", certificate.serial_no);
            let copy = AtomicFile::public(&certs.join(name), &certificate.pem)?;
            self.staged.push(copy);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::store::running::DEFAULT_LISTEN;

    #[test]
    fn a_mode_decides_which_keys_a_profile_verifies_with() {
        let data = tempfile::tempdir().unwrap();
        let identity = Identity::open(data.path()).unwrap();
        let running = |mode| Running::new(DEFAULT_LISTEN.parse().unwrap(), mode);
        for (mode, certificate, public_key) in [
            (Mode::Certificate, true, false),
            (Mode::PublicKey, false, true),
            (Mode::Both, true, true),
        ] {
            let profile = identity
                .profile(&running(mode), Overrides::default())
                .unwrap();
            let keyring = profile.keyring().unwrap();
            let newest = &identity.platform_certificate().serial_no;
            assert_eq!(keyring.find(newest).is_some(), certificate, "{mode}");
            let id = identity.public_key_id();
            assert_eq!(keyring.find(id).is_some(), public_key, "{mode}");
            let file = ProfileFile::new(&identity, &running(mode)).to_toml();
            assert_eq!(file.contains("platform_certs = "), certificate, "{file}");
            assert_eq!(file.contains("public_key_id = "), public_key, "{file}");
        }
    }
}
