//! The made-up merchant, its keys and WeChat Pay's, stored in one folder.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use zeroize::Zeroizing;

use crate::fs::create_folder;
use crate::protocol::certificate::{PlatformCertificate, X509};
use crate::protocol::id::{Appid, Mchid, SerialNo};
use crate::protocol::keys::{SigningKey, VerifyingKey};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::SignedBody;
use crate::protocol::stamp::Stamp;
use crate::sandbox::error::{IdentityDamage, SandboxError};
use crate::sandbox::identity::generate;
use crate::sandbox::identity::layout::{
    API_V3_KEY, APP_SECRET, CERTIFICATE, KEY, NUMBERS, Numbers, PLATFORM_CERTIFICATE, PUBLIC_KEY,
    PUBLIC_KEY_PRIVATE, ROOT, ROOT_KEY,
};
use crate::sandbox::identity::platform::{self, Platform};
use crate::sandbox::store::files;

/// A made-up merchant and a made-up WeChat Pay: all numbers and keys of both.
///
/// It is generated once in a data folder and read from there afterwards. As a partner the merchant
/// is the service provider of a sub-merchant, and of those that were added. The merchants of a data
/// folder have keys of their own and the platform certificates in common.
pub struct Identity {
    folder: PathBuf,
    /// Where WeChat Pay's certificates are; that of the data folder's first merchant.
    platform_folder: PathBuf,
    numbers: Numbers,
    merchant: VerifyingKey,
    /// The certificates that are listed, the newest last; at least one.
    platforms: Arc<ArcSwap<Vec<Platform>>>,
    public: Arc<SigningKey>,
    apiv3_key: Zeroizing<String>,
    sealing: ApiV3Key,
    app_secret: Zeroizing<String>,
}

impl Identity {
    /// Reads the identity of a data folder, or generates it if there is none.
    ///
    /// Two processes may do this at once: one of them generates it, both read the same.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or a file in it is damaged.
    pub fn open(data: &Path) -> Result<Self, SandboxError> {
        let folder = data.join("identity");
        if !folder.join(NUMBERS).exists() {
            create(data, &folder)?;
        }
        let platforms = Arc::new(ArcSwap::from_pointee(platform::load(&folder)?));
        Self::load(folder.clone(), folder, platforms)
    }

    /// Reads another merchant of a data folder, which has the platform certificates of the first.
    pub(crate) fn beside(first: &Self, folder: PathBuf) -> Result<Self, SandboxError> {
        let platforms = Arc::clone(&first.platforms);
        Self::load(folder, first.platform_folder.clone(), platforms)
    }

    fn load(
        folder: PathBuf,
        platform_folder: PathBuf,
        platforms: Arc<ArcSwap<Vec<Platform>>>,
    ) -> Result<Self, SandboxError> {
        let numbers: Numbers = read(&folder, NUMBERS, |bytes| Ok(serde_json::from_slice(bytes)?))?;
        let text = |bytes: &[u8]| {
            String::from_utf8(bytes.to_vec())
                .map(Zeroizing::new)
                .map_err(|_| IdentityDamage::Text)
        };
        let apiv3_key = read(&folder, API_V3_KEY, text)?;
        let public: Arc<SigningKey> = read(&folder, PUBLIC_KEY_PRIVATE, |bytes| {
            let id = numbers.public_key_id.clone();
            Ok(Arc::new(SigningKey::from_pem(id, bytes)?))
        })?;
        // Merchants verify with this one, so another would be noticed only there.
        read(&folder, PUBLIC_KEY, |bytes| {
            let key = VerifyingKey::from_pem(numbers.public_key_id.clone(), bytes)?;
            if key.same_key(public.verifying_key()) {
                Ok(())
            } else {
                Err(IdentityDamage::Mismatch(PUBLIC_KEY_PRIVATE))
            }
        })?;
        Ok(Self {
            merchant: read(&folder, CERTIFICATE, |bytes| {
                Ok(X509::from_pem(bytes)?.verifying_key()?)
            })?,
            platforms,
            public,
            sealing: ApiV3Key::new(&apiv3_key)
                .map_err(|why| SandboxError::damaged(folder.join(API_V3_KEY))(why.into()))?,
            apiv3_key,
            app_secret: read(&folder, APP_SECRET, text)?,
            numbers,
            folder,
            platform_folder,
        })
    }

    /// Returns 商户号; as a partner, `sp_mchid`.
    #[must_use]
    pub fn mchid(&self) -> &Mchid {
        &self.numbers.mchid
    }

    /// Returns the App ID; as a partner, `sp_appid`.
    #[must_use]
    pub fn appid(&self) -> &Appid {
        &self.numbers.appid
    }

    /// Returns the number of a sub-merchant to try the partner's API with.
    #[must_use]
    pub fn sub_mchid(&self) -> &Mchid {
        &self.numbers.sub_mchid
    }

    /// Returns the App ID of that sub-merchant.
    #[must_use]
    pub fn sub_appid(&self) -> &Appid {
        &self.numbers.sub_appid
    }

    /// Returns the serial number of the merchant's certificate.
    #[must_use]
    pub fn serial_no(&self) -> &SerialNo {
        &self.numbers.serial_no
    }

    /// Returns 微信支付公钥ID.
    #[must_use]
    pub fn public_key_id(&self) -> &SerialNo {
        &self.numbers.public_key_id
    }

    /// Returns the folder of its files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the file of 商户API私钥, in PKCS#8.
    #[must_use]
    pub fn private_key_path(&self) -> PathBuf {
        self.folder.join(KEY)
    }

    /// Returns the file of 商户API证书.
    #[must_use]
    pub fn certificate_path(&self) -> PathBuf {
        self.folder.join(CERTIFICATE)
    }

    /// Returns the file of 微信支付公钥.
    #[must_use]
    pub fn public_key_path(&self) -> PathBuf {
        self.folder.join(PUBLIC_KEY)
    }

    /// Returns the file of 平台证书.
    #[must_use]
    pub fn platform_certificate_path(&self) -> PathBuf {
        self.platform_folder.join(PLATFORM_CERTIFICATE)
    }

    /// Returns the file of the made-up authority that issued both certificates.
    #[must_use]
    pub fn root_path(&self) -> PathBuf {
        self.platform_folder.join(ROOT)
    }

    /// Returns the file of that authority's private key.
    pub(crate) fn root_key_path(&self) -> PathBuf {
        self.platform_folder.join(ROOT_KEY)
    }

    /// Returns the service provider whose sub-merchant it is; `None` for most.
    #[must_use]
    pub fn service_provider(&self) -> Option<&Mchid> {
        self.numbers.service_provider.as_ref()
    }

    /// Returns the file that contains only the APIv3 key.
    #[must_use]
    pub fn apiv3_key_path(&self) -> PathBuf {
        self.folder.join(API_V3_KEY)
    }

    /// Returns the file that contains only the app secret.
    #[must_use]
    pub fn app_secret_path(&self) -> PathBuf {
        self.folder.join(APP_SECRET)
    }

    /// Returns the folder that `download-certs` writes to, which need not exist.
    #[must_use]
    pub fn platform_certs_path(&self) -> PathBuf {
        self.platform_folder.with_file_name("certs")
    }

    /// Returns the 32 characters of APIv3密钥, for a profile.
    #[must_use]
    pub fn apiv3_key(&self) -> &Zeroizing<String> {
        &self.apiv3_key
    }

    /// Returns the AppSecret of both Mini Programs, for a profile.
    #[must_use]
    pub fn app_secret(&self) -> &Zeroizing<String> {
        &self.app_secret
    }

    /// Returns 平台证书, the newest.
    ///
    /// # Panics
    /// Never: an identity has one from the beginning.
    #[must_use]
    pub fn platform_certificate(&self) -> Arc<PlatformCertificate> {
        let listed = self.platform_certificates();
        listed.into_iter().next_back().expect("there is one")
    }

    /// Returns every 平台证书 that is listed, the newest last: two after [`Identity::rotate`].
    #[must_use]
    pub fn platform_certificates(&self) -> Vec<Arc<PlatformCertificate>> {
        let platforms = self.platforms.load();
        platforms
            .iter()
            .map(|platform| Arc::clone(&platform.certificate))
            .collect()
    }

    /// Generates another platform certificate, which signs from now on. The one before it stays
    /// listed, until there is a third.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read and written.
    pub fn rotate(&self) -> Result<(), SandboxError> {
        platform::rotate(&self.platform_folder)?;
        self.platforms
            .store(Arc::new(platform::load(&self.platform_folder)?));
        Ok(())
    }

    /// Signs the body of a notification with the platform certificate's key.
    #[must_use]
    pub fn sign(&self, stamp: &Stamp, body: Vec<u8>) -> SignedBody {
        SignedBody::sign(&self.platform(), stamp, body)
    }

    /// Returns the file with which signatures of a key can be verified: its certificate, or the
    /// public key.
    pub(crate) fn verification_file(&self, signer: &SerialNo) -> PathBuf {
        if signer.is_public_key_id() {
            return self.public_key_path();
        }
        let listed = self.platform_certificates();
        let Some(certificate) = listed.iter().find(|listed| listed.serial_no == *signer) else {
            return self.platform_certificate_path();
        };
        let first = self.platform_certificate_path();
        if fs::read(&first).is_ok_and(|pem| pem == certificate.pem) {
            return first;
        }
        let name = format!("platform_cert_{signer}.pem");
        let path = self.platform_folder.join(name);
        if !path.exists() {
            // Without the file, its name still says which key it is.
            let _ = files::replace(&path, &certificate.pem);
        }
        path
    }

    /// Returns the key that the merchant's signatures are verified with.
    #[must_use]
    pub fn merchant(&self) -> &VerifyingKey {
        &self.merchant
    }

    /// Returns the key of the newest platform certificate.
    pub(crate) fn platform(&self) -> Arc<SigningKey> {
        let keys = self.platform_keys();
        keys.into_iter().next_back().expect("there is one")
    }

    /// Returns the keys of all platform certificates that are listed, the newest last.
    pub(crate) fn platform_keys(&self) -> Vec<Arc<SigningKey>> {
        let platforms = self.platforms.load();
        platforms
            .iter()
            .map(|platform| Arc::clone(&platform.key))
            .collect()
    }

    pub(crate) fn public(&self) -> Arc<SigningKey> {
        Arc::clone(&self.public)
    }

    pub(crate) fn sealing(&self) -> &ApiV3Key {
        &self.sealing
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("folder", &self.folder)
            .field("numbers", &self.numbers)
            .finish_non_exhaustive()
    }
}

fn read<T>(
    folder: &Path,
    name: &str,
    parse: impl FnOnce(&[u8]) -> Result<T, IdentityDamage>,
) -> Result<T, SandboxError> {
    let path = folder.join(name);
    let bytes = Zeroizing::new(platform::read_file(&path)?);
    parse(&bytes).map_err(SandboxError::damaged(path))
}

/// Generates an identity in a temporary folder and renames it. If another process was faster, its
/// identity is used.
fn create(data: &Path, folder: &Path) -> Result<(), SandboxError> {
    create_folder(data, files::FOLDER_MODE)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".identity-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let temporary = builder
        .tempdir_in(data)
        .map_err(SandboxError::write(data))?;
    generate::identity(temporary.path())?;
    match fs::rename(temporary.path(), folder) {
        Ok(()) => {
            // It was renamed: there is nothing left to clean up.
            let _ = temporary.keep();
            Ok(())
        }
        Err(_) if folder.join(NUMBERS).exists() => Ok(()),
        Err(why) if why.kind() == io::ErrorKind::DirectoryNotEmpty => {
            Err(SandboxError::damaged(folder.join(NUMBERS))(
                IdentityDamage::Missing,
            ))
        }
        Err(why) => Err(SandboxError::write(folder)(why)),
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
