//! The fields of a profile: their keys in the file and their variables in the environment.

use std::fmt;

/// What an environment variable or a TOML text means for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A value that anyone may see.
    Text,
    /// The path of a file or folder that anyone may see.
    Path,
    /// The secret itself.
    Secret,
    /// The path of a file that holds the secret.
    SecretFile,
}

/// A field of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 商户号.
    Mchid,
    /// App ID that payments are made under.
    Appid,
    /// Serial number of the merchant's API certificate.
    SerialNo,
    /// 商户API私钥.
    PrivateKey,
    /// 商户API证书.
    Certificate,
    /// Password of a PKCS#12 container that holds key or certificate.
    P12Password,
    /// APIv3密钥.
    ApiV3Key,
    /// AppSecret, for `jscode2session`.
    AppSecret,
    /// 通知地址.
    NotifyUrl,
    /// Folder of platform certificates.
    PlatformCerts,
    /// 微信支付公钥.
    PublicKey,
    /// 微信支付公钥ID.
    PublicKeyId,
    /// 子商户号; sets partner mode.
    SubMchid,
    /// The sub-merchant's own App ID.
    SubAppid,
    /// The address of API v3.
    BaseUrl,
    /// The address of API v3 if `base_url` cannot be reached; `none` for no other.
    BackupBaseUrl,
    /// The address of `jscode2session`.
    MpBaseUrl,
}

impl Field {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::Mchid,
        Self::Appid,
        Self::SerialNo,
        Self::PrivateKey,
        Self::Certificate,
        Self::P12Password,
        Self::ApiV3Key,
        Self::AppSecret,
        Self::NotifyUrl,
        Self::PlatformCerts,
        Self::PublicKey,
        Self::PublicKeyId,
        Self::SubMchid,
        Self::SubAppid,
        Self::BaseUrl,
        Self::BackupBaseUrl,
        Self::MpBaseUrl,
    ];

    /// Returns the key in `merchant.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Mchid => "mchid",
            Self::Appid => "appid",
            Self::SerialNo => "serial_no",
            Self::PrivateKey => "private_key",
            Self::Certificate => "certificate",
            Self::P12Password => "p12_password",
            Self::ApiV3Key => "apiv3_key",
            Self::AppSecret => "app_secret",
            Self::NotifyUrl => "notify_url",
            Self::PlatformCerts => "platform_certs",
            Self::PublicKey => "public_key",
            Self::PublicKeyId => "public_key_id",
            Self::SubMchid => "sub_mchid",
            Self::SubAppid => "sub_appid",
            Self::BaseUrl => "base_url",
            Self::BackupBaseUrl => "backup_base_url",
            Self::MpBaseUrl => "mp_base_url",
        }
    }

    /// Returns the field with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// Returns the environment variables that can supply the field; the first that is set counts.
    pub fn variables(self) -> impl Iterator<Item = &'static str> {
        self.sources().iter().map(|(name, _)| *name)
    }

    /// Returns the name that the official tools give the field's file, if they do.
    #[must_use]
    pub fn file_name(self) -> Option<&'static str> {
        match self {
            Self::PrivateKey => Some("apiclient_key.pem"),
            Self::Certificate => Some("apiclient_cert.pem"),
            Self::PublicKey => Some("pub_key.pem"),
            Self::Mchid
            | Self::Appid
            | Self::SerialNo
            | Self::P12Password
            | Self::ApiV3Key
            | Self::AppSecret
            | Self::NotifyUrl
            | Self::PlatformCerts
            | Self::PublicKeyId
            | Self::SubMchid
            | Self::SubAppid
            | Self::BaseUrl
            | Self::BackupBaseUrl
            | Self::MpBaseUrl => None,
        }
    }

    /// Tells whether the field's value may never be shown.
    #[must_use]
    pub fn is_secret(self) -> bool {
        matches!(
            self,
            Self::PrivateKey | Self::P12Password | Self::ApiV3Key | Self::AppSecret
        )
    }

    /// Returns what a bare text in `merchant.toml` means.
    pub(super) fn form(self) -> Form {
        match self {
            Self::PrivateKey => Form::SecretFile,
            Self::P12Password | Self::ApiV3Key | Self::AppSecret => Form::Secret,
            Self::Certificate | Self::PlatformCerts | Self::PublicKey => Form::Path,
            Self::Mchid
            | Self::Appid
            | Self::SerialNo
            | Self::NotifyUrl
            | Self::PublicKeyId
            | Self::SubMchid
            | Self::SubAppid
            | Self::BaseUrl
            | Self::BackupBaseUrl
            | Self::MpBaseUrl => Form::Text,
        }
    }

    pub(super) fn sources(self) -> &'static [(&'static str, Form)] {
        use Form::{Path, Secret, SecretFile, Text};
        match self {
            Self::Mchid => &[("WECHATPAY_MCHID", Text)],
            Self::Appid => &[("WECHATPAY_APPID", Text)],
            Self::SerialNo => &[("WECHATPAY_SERIAL_NO", Text)],
            Self::PrivateKey => &[
                ("WECHATPAY_PRIVATE_KEY", Secret),
                ("WECHATPAY_PRIVATE_KEY_FILE", SecretFile),
            ],
            Self::Certificate => &[("WECHATPAY_CERTIFICATE_FILE", Path)],
            Self::P12Password => &[("WECHATPAY_P12_PASSWORD", Secret)],
            Self::ApiV3Key => &[
                ("WECHATPAY_APIV3_KEY", Secret),
                ("WECHATPAY_APIV3_KEY_FILE", SecretFile),
            ],
            Self::AppSecret => &[
                ("WECHATPAY_APP_SECRET", Secret),
                ("WECHATPAY_APP_SECRET_FILE", SecretFile),
            ],
            Self::NotifyUrl => &[("WECHATPAY_NOTIFY_URL", Text)],
            Self::PlatformCerts => &[("WECHATPAY_PLATFORM_CERTS", Path)],
            Self::PublicKey => &[("WECHATPAY_PUBLIC_KEY_FILE", Path)],
            Self::PublicKeyId => &[("WECHATPAY_PUBLIC_KEY_ID", Text)],
            Self::SubMchid => &[("WECHATPAY_SUB_MCHID", Text)],
            Self::SubAppid => &[("WECHATPAY_SUB_APPID", Text)],
            Self::BaseUrl => &[("WECHATPAY_BASE_URL", Text)],
            Self::BackupBaseUrl => &[("WECHATPAY_BACKUP_BASE_URL", Text)],
            Self::MpBaseUrl => &[("WECHATPAY_MP_BASE_URL", Text)],
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Returns the known word that `word` was most likely meant to be.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const MIN_SIMILARITY: f64 = 0.75;
    let word = word.to_ascii_lowercase();
    known
        .into_iter()
        .map(|known| {
            (
                strsim::jaro_winkler(&word, &known.to_ascii_lowercase()),
                known,
            )
        })
        .filter(|(likeness, _)| *likeness >= MIN_SIMILARITY)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// Tells whether one word is another one mistyped or cut off: what only begins alike is a guess.
#[must_use]
pub fn is_near(typed: &str, known: &str) -> bool {
    let [typed, known] = [typed, known].map(|word| word.trim_start_matches('-').to_lowercase());
    let length = typed.len().max(known.len());
    let is_mistyped = strsim::osa_distance(&typed, &known) * 5 <= length * 2;
    is_mistyped || known.starts_with(&typed) && typed.len() * 2 >= known.len()
}
