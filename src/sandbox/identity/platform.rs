//! 平台证书 of the made-up WeChat Pay, and how one is replaced by the next.

use std::io;
use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::fs::FileError;
use crate::protocol::certificate::{PlatformCertificate, X509};
use crate::protocol::keys::SigningKey;
use crate::sandbox::error::{IdentityDamage, SandboxError};
use crate::sandbox::identity::generate;
use crate::sandbox::identity::layout::{PLATFORM_CERTIFICATE, PLATFORM_KEY, Pair, ROOT_KEY};
use crate::sandbox::store::files;

/// The certificates that came after the first, with their keys.
const ROTATED: &str = "rotated.json";
const LOCK: &str = "rotated.lock";

/// How many certificates are listed at once: the old one stays while merchants fetch the new.
const MAX_LISTED: usize = 2;

/// A platform certificate and its private key.
pub(crate) struct Platform {
    pub(crate) key: Arc<SigningKey>,
    pub(crate) certificate: Arc<PlatformCertificate>,
}

impl Platform {
    fn read(pair: &Pair, path: &Path) -> Result<Self, SandboxError> {
        let read = || -> Result<Platform, IdentityDamage> {
            let pem = pair.certificate.clone().into_bytes();
            let x509 = X509::from_pem(&pem)?;
            let serial_no = x509.serial_no().clone();
            let key = SigningKey::from_pem(serial_no.clone(), pair.private_key.as_bytes())?;
            Ok(Platform {
                key: Arc::new(key),
                certificate: Arc::new(PlatformCertificate {
                    x509,
                    pem,
                    serial_no,
                }),
            })
        };
        read().map_err(SandboxError::damaged(path.to_owned()))
    }
}

/// Reads the certificates that are listed, the newest last.
pub(crate) fn load(folder: &Path) -> Result<Vec<Platform>, SandboxError> {
    let text = |name: &str| -> Result<String, SandboxError> {
        let bytes = Zeroizing::new(read_file(&folder.join(name))?);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let first = Pair {
        certificate: text(PLATFORM_CERTIFICATE)?,
        private_key: text(PLATFORM_KEY)?,
    };
    let mut platforms = vec![Platform::read(&first, &folder.join(PLATFORM_CERTIFICATE))?];
    for pair in rotated(folder)? {
        platforms.push(Platform::read(&pair, &folder.join(ROTATED))?);
    }
    Ok(platforms.split_off(platforms.len().saturating_sub(MAX_LISTED)))
}

/// Generates a certificate that is newer than all others; the last one before it stays listed.
pub(crate) fn rotate(folder: &Path) -> Result<(), SandboxError> {
    let lock = folder.join(LOCK);
    let guard = files::lock(&lock)?;
    guard.lock().map_err(SandboxError::write(&lock))?;
    let newest = load(folder)?.pop();
    let after = newest.map(|newest| newest.certificate.x509.not_before());
    let root_key = Zeroizing::new(read_file(&folder.join(ROOT_KEY))?);
    let mut pairs = rotated(folder)?;
    pairs.push(generate::next_platform(&root_key, after)?);
    let listed = pairs.split_off(pairs.len().saturating_sub(MAX_LISTED));
    let content = Zeroizing::new(files::pretty(&listed));
    Ok(files::replace(&folder.join(ROTATED), &content)?)
}

/// Reads a file that every identity has.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, SandboxError> {
    files::read(path).map_err(|why| match why {
        FileError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            SandboxError::damaged(path.to_owned())(IdentityDamage::Missing)
        }
        why @ (FileError::Io { .. } | FileError::IsDirectory { .. }) => why.into(),
    })
}

fn rotated(folder: &Path) -> Result<Vec<Pair>, SandboxError> {
    let path = folder.join(ROTATED);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = Zeroizing::new(files::read(&path)?);
    serde_json::from_slice(&bytes).map_err(|why| SandboxError::damaged(path)(why.into()))
}
