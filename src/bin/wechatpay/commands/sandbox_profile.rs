//! The sandbox's merchant as a profile for other programs: secrets stay in their files.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::fs::FileAction;
use wechatpay::sandbox::{Identity, Mode, Sandbox};

use crate::error::CliError;
use crate::files::{self, Staged};
use crate::sandbox_handle::DEFAULT_NOTIFY_URL;

/// A file that holds a secret.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct InFile {
    file: PathBuf,
}

/// The profile's keys, in the order and spelling of merchant.toml.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Shown {
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

impl Shown {
    pub(crate) fn new(sandbox: &Sandbox, data: &Path, url: &str, mode: Mode) -> Self {
        let identity = sandbox.identity();
        let public = mode != Mode::Certificate;
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
            notify_url: DEFAULT_NOTIFY_URL.to_owned(),
            platform_certs: (mode != Mode::PublicKey).then(|| data.join("certs")),
            public_key: public.then(|| identity.public_key_path()),
            public_key_id: public.then(|| identity.public_key_id().to_string()),
            base_url: url.to_owned(),
            mp_base_url: url.to_owned(),
            sub_mchid: None,
            sub_appid: None,
        }
    }

    /// Returns the profile as a TOML table.
    pub(crate) fn to_toml(&self) -> String {
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

    /// Saves the profile, one of the same merchant as a service provider, and their key files
    /// in a folder beside them.
    pub(crate) fn save(&self, file: &Path, identity: &Identity) -> Result<(), CliError> {
        let stem = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let folder = PathBuf::from(format!("{stem}-keys"));
        let beside = file
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let target = beside.join(&folder);
        files::make_folder(&target, 0o700)?;
        let mut staged = Vec::new();
        let mut copy = |path: &Path| -> Result<PathBuf, CliError> {
            let name = path.file_name().unwrap_or_default();
            let bytes = zeroize::Zeroizing::new(
                std::fs::read(path)
                    .map_err(|error| CliError::file(FileAction::Read, path, error))?,
            );
            staged.push(Staged::secret(&target.join(name), &bytes)?);
            Ok(folder.join(name))
        };
        let saved = Self {
            private_key: copy(&self.private_key)?,
            certificate: copy(&self.certificate)?,
            apiv3_key: InFile {
                file: copy(&self.apiv3_key.file)?,
            },
            app_secret: InFile {
                file: copy(&self.app_secret.file)?,
            },
            public_key: self.public_key.as_deref().map(&mut copy).transpose()?,
            platform_certs: self.platform_certs.as_ref().map(|_| folder.join("certs")),
            ..self.clone()
        };
        if saved.platform_certs.is_some() {
            // In a folder of its own, so that the profile verifies at once and no sandbox
            // certificate gets among real ones.
            let path = target.join("certs");
            files::make_folder(&path, 0o700)?;
            for certificate in identity.platform_certificates() {
                let name = format!("wechatpay_{}.pem", certificate.serial_no);
                staged.push(Staged::public(&path.join(name), &certificate.pem)?);
            }
        }
        let partner = Self {
            sub_mchid: Some(identity.sub_mchid().to_string()),
            sub_appid: Some(identity.sub_appid().to_string()),
            ..saved.clone()
        };
        let text = format!(
            "default_profile = \"sandbox\"\n\n{}\n{}",
            saved.to_toml(),
            partner.table("sandbox-partner")
        );
        staged.push(Staged::secret(file, text.as_bytes())?);
        Ok(files::persist(staged)?)
    }
}
