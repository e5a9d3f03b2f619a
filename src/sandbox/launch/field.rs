//! What a program can learn about a sandbox and its merchant, each under a name.

use std::ffi::OsString;
use std::str::FromStr;

use crate::fs::FileError;
use crate::protocol::id::IdError;
use crate::sandbox::identity::Identity;
use crate::sandbox::store::files;
use crate::sandbox::store::running::Running;
use crate::sandbox::trust::files::TrustFiles;

/// A value of a sandbox or its merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 商户号.
    Mchid,
    /// The App ID.
    Appid,
    /// 商户API证书序列号.
    SerialNo,
    /// 商户API私钥 in PEM.
    PrivateKey,
    /// Its file.
    PrivateKeyFile,
    /// 商户API证书 in PEM.
    Certificate,
    /// Its file.
    CertificateFile,
    /// APIv3密钥.
    Apiv3Key,
    /// The file that contains only it.
    Apiv3KeyFile,
    /// The AppSecret of the Mini Program.
    AppSecret,
    /// The file that contains only it.
    AppSecretFile,
    /// 微信支付公钥 in PEM.
    PublicKey,
    /// Its file.
    PublicKeyFile,
    /// 微信支付公钥ID.
    PublicKeyId,
    /// 平台证书 in PEM, the newest.
    PlatformCertificate,
    /// The file of the first.
    PlatformCertificateFile,
    /// The serial number of the newest.
    PlatformSerialNo,
    /// 通知地址 that our own receiver listens on.
    NotifyUrl,
    /// 特约商户号, to try the partner's API with.
    SubMchid,
    /// The App ID of that merchant.
    SubAppid,
    /// Where the sandbox is, in plain HTTP.
    BaseUrl,
    /// The proxy.
    ProxyUrl,
    /// The authority's certificate in PEM.
    CaFile,
}

/// Each field, and its name on the command line.
const NAMES: [(Field, &str); 23] = [
    (Field::Mchid, "mchid"),
    (Field::Appid, "appid"),
    (Field::SerialNo, "serial_no"),
    (Field::PrivateKey, "private_key"),
    (Field::PrivateKeyFile, "private_key_file"),
    (Field::Certificate, "certificate"),
    (Field::CertificateFile, "certificate_file"),
    (Field::Apiv3Key, "apiv3_key"),
    (Field::Apiv3KeyFile, "apiv3_key_file"),
    (Field::AppSecret, "app_secret"),
    (Field::AppSecretFile, "app_secret_file"),
    (Field::PublicKey, "public_key"),
    (Field::PublicKeyFile, "public_key_file"),
    (Field::PublicKeyId, "public_key_id"),
    (Field::PlatformCertificate, "platform_certificate"),
    (Field::PlatformCertificateFile, "platform_certificate_file"),
    (Field::PlatformSerialNo, "platform_serial_no"),
    (Field::NotifyUrl, "notify_url"),
    (Field::SubMchid, "sub_mchid"),
    (Field::SubAppid, "sub_appid"),
    (Field::BaseUrl, "base_url"),
    (Field::ProxyUrl, "proxy_url"),
    (Field::CaFile, "ca_file"),
];

impl Field {
    /// Returns the names of all fields.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.into_iter().map(|(_, name)| name)
    }
}

impl FromStr for Field {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        NAMES
            .into_iter()
            .find_map(|(field, name)| (name == text).then_some(field))
            .ok_or_else(|| {
                let names: Vec<&str> = Self::names().collect();
                IdError::not_one_of(text, names.join(", "))
            })
    }
}

/// What the values of fields come from.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'f> {
    pub(crate) identity: &'f Identity,
    pub(crate) running: &'f Running,
    pub(crate) files: &'f TrustFiles,
    pub(crate) notify_url: OsString,
}

impl Facts<'_> {
    /// Returns the value of a field; paths are absolute.
    pub(crate) fn value(&self, field: Field) -> Result<OsString, FileError> {
        let identity = self.identity;
        let absolute = |path: std::path::PathBuf| -> OsString {
            std::path::absolute(&path).unwrap_or(path).into()
        };
        let content = |path: &std::path::Path| -> Result<OsString, FileError> {
            let bytes = files::read(path)?;
            Ok(String::from_utf8_lossy(&bytes).trim_end().into())
        };
        Ok(match field {
            Field::Mchid => identity.mchid().to_string().into(),
            Field::Appid => identity.appid().to_string().into(),
            Field::SerialNo => identity.serial_no().to_string().into(),
            Field::PrivateKey => content(&identity.private_key_path())?,
            Field::PrivateKeyFile => absolute(identity.private_key_path()),
            Field::Certificate => content(&identity.certificate_path())?,
            Field::CertificateFile => absolute(identity.certificate_path()),
            Field::Apiv3Key => identity.apiv3_key().as_str().into(),
            Field::Apiv3KeyFile => absolute(identity.apiv3_key_path()),
            Field::AppSecret => identity.app_secret().as_str().into(),
            Field::AppSecretFile => absolute(identity.app_secret_path()),
            Field::PublicKey => content(&identity.public_key_path())?,
            Field::PublicKeyFile => absolute(identity.public_key_path()),
            Field::PublicKeyId => identity.public_key_id().to_string().into(),
            Field::PlatformCertificate => {
                let certificate = identity.platform_certificate();
                String::from_utf8_lossy(&certificate.pem).trim_end().into()
            }
            Field::PlatformCertificateFile => absolute(identity.platform_certificate_path()),
            Field::PlatformSerialNo => identity.platform_certificate().serial_no.to_string().into(),
            Field::NotifyUrl => self.notify_url.clone(),
            Field::SubMchid => identity.sub_mchid().to_string().into(),
            Field::SubAppid => identity.sub_appid().to_string().into(),
            Field::BaseUrl => self.running.url.as_str().into(),
            Field::ProxyUrl => self.running.proxy.as_deref().unwrap_or_default().into(),
            Field::CaFile => self.files.certificate.clone().into(),
        })
    }
}
