//! A profile that is to be written, and where each of its secrets is kept.

use zeroize::Zeroizing;

use super::account::Merchant;
use crate::client;
use crate::notify_url::NotifyUrl;
use crate::profile::{Field, ProfileError, Secret, ValueSource};
use crate::protocol::id::{Appid, Mchid, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{KeyError, VerifyingKey};

/// Where a secret is kept from now on.
#[derive(Clone)]
pub enum KeptSecret {
    /// In a file that only its owner can read, in the folder of the profile's keys.
    File(Zeroizing<Vec<u8>>),
    /// In an environment variable, which someone else sets.
    Variable(String),
    /// In the output of a command.
    Command(String),
    /// In the system's keyring.
    Keyring {
        /// The name of the entry.
        name: String,
        /// What is stored there; none if the entry exists already.
        content: Option<Zeroizing<Vec<u8>>>,
    },
}

impl KeptSecret {
    /// Keeps another text in the same place, if the text is kept by us.
    #[must_use]
    pub fn with(self, secret: &Secret) -> Self {
        match self {
            Self::File(_) => Self::file(secret),
            Self::Keyring { name, content: _ } => Self::Keyring {
                name,
                content: Some(Zeroizing::new(secret.expose().as_bytes().to_vec())),
            },
            kept @ (Self::Variable(_) | Self::Command(_)) => kept,
        }
    }

    /// Keeps a text in a file.
    #[must_use]
    pub fn file(secret: &Secret) -> Self {
        Self::File(Zeroizing::new(secret.expose().as_bytes().to_vec()))
    }

    /// Returns the place as the profile file names it: `file`, `env`, `command` or `keyring`.
    #[must_use]
    pub fn place(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Variable(_) => "env",
            Self::Command(_) => "command",
            Self::Keyring { .. } => "keyring",
        }
    }
}

/// 平台证书 or another public file of the folder that verification reads.
#[derive(Debug, Clone)]
pub struct PlatformFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub pem: Vec<u8>,
}

/// 微信支付公钥 of a profile.
#[derive(Debug, Clone)]
pub struct PublicKey {
    /// 微信支付公钥ID.
    pub id: SerialNo,
    /// The key in PEM.
    pub pem: Vec<u8>,
}

/// The addresses of another WeChat Pay, such as a sandbox.
#[derive(Debug, Clone, Default)]
pub struct ServerUrls {
    /// The address of API v3.
    pub base_url: Option<String>,
    /// Where it answers otherwise.
    pub backup_base_url: Option<String>,
    /// The address of `jscode2session`.
    pub mp_base_url: Option<String>,
}

/// A profile that is to be written.
#[derive(Clone)]
pub struct NewProfile {
    /// Its name, which is that of its folder, too.
    pub name: String,
    /// 商户号.
    pub mchid: Mchid,
    /// The App ID.
    pub appid: Option<Appid>,
    /// Serial number of the certificate.
    pub serial_no: SerialNo,
    /// 商户API私钥 in PEM.
    pub private_key: KeptSecret,
    /// 商户API证书 in PEM.
    pub certificate: Option<Vec<u8>>,
    /// APIv3密钥.
    pub apiv3_key: Option<KeptSecret>,
    /// The AppSecret.
    pub app_secret: Option<KeptSecret>,
    /// 通知地址.
    pub notify_url: Option<NotifyUrl>,
    /// 微信支付公钥.
    pub public_key: Option<PublicKey>,
    /// The platform certificates that are known already.
    pub platform_files: Vec<PlatformFile>,
    /// Where calls go, if not to WeChat Pay.
    pub servers: ServerUrls,
    /// What stays of a profile of the same merchant that it replaces, if it sets none of its own.
    pub keep: Vec<Field>,
}

impl NewProfile {
    /// Returns who signs calls with the key of `merchant` before the profile is written.
    ///
    /// # Errors
    /// Returns an error if a key cannot be used.
    pub fn signer(&self, merchant: &Merchant) -> Result<client::Merchant, ProfileError> {
        let invalid = |field| {
            move |error: KeyError| ProfileError::Invalid {
                field,
                from: ValueSource::Option,
                path: None,
                problem: error.into(),
            }
        };
        let mut keyring = Keyring::default();
        if let Some(PublicKey { id, pem }) = &self.public_key {
            let key = VerifyingKey::from_pem(id.clone(), pem);
            keyring.add(key.map_err(invalid(Field::PublicKey))?);
        }
        let key = merchant.signing_key();
        Ok(client::Merchant {
            mchid: merchant.mchid.clone(),
            key: key.map_err(invalid(Field::PrivateKey))?,
            keyring,
            public_key_id: self.public_key.as_ref().map(|key| key.id.clone()),
            platform_serial: None,
            apiv3_key: None,
        })
    }
}
