//! The merchant in the files of an account: its key, its certificate, and WeChat Pay's public key.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::account_error::{AccountError, Instead};
use super::container;
use super::files::{AccountFile, AccountFiles};
use super::pem;
use crate::profile::Secret;
use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, PUBLIC_KEY_ID, SerialNo};
use crate::protocol::key_material::{self, KeyMaterial, MaterialItem, MaterialKind};
use crate::protocol::keys::{KeyError, SigningKey, VerifyingKey};
use crate::protocol::pkcs12;
use crate::protocol::stamp::Timestamp;

/// The part of an issuer's name that is WeChat Pay's own old CA, for API v2.
const OLD_ISSUER: &str = "MmpaymchCA";

/// What helps to open containers.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// 商户号, which is the password of a container.
    pub mchid: Option<Mchid>,
    /// The password of a container, if it is another.
    pub p12_password: Option<Secret>,
}

/// Which merchant is meant, if an account has several, or no certificate.
#[derive(Debug, Clone, Default)]
pub struct MerchantChoice {
    /// 商户号.
    pub mchid: Option<Mchid>,
    /// Serial number of the merchant's certificate.
    pub serial_no: Option<SerialNo>,
}

impl MerchantChoice {
    fn is_met_by(&self, certificate: &FoundCertificate) -> bool {
        let mchid = self.mchid.as_ref();
        let serial_no = self.serial_no.as_ref();
        mchid.is_none_or(|mchid| *mchid == certificate.mchid)
            && serial_no.is_none_or(|serial_no| serial_no == certificate.x509.serial_no())
    }
}

/// What the files of an account hold.
#[derive(Debug)]
pub struct Account {
    root: PathBuf,
    keys: Vec<FoundKey>,
    certificates: Vec<FoundCertificate>,
    public_keys: Vec<FoundPublicKey>,
    public_key_ids: Vec<SerialNo>,
    /// What is not usable, the most telling first.
    instead: Vec<Instead>,
}

#[derive(Debug)]
struct FoundKey {
    path: PathBuf,
    key: SigningKey,
    pkcs1: Zeroizing<Vec<u8>>,
}

#[derive(Debug)]
struct FoundCertificate {
    path: PathBuf,
    x509: X509,
    mchid: Mchid,
    der: Vec<u8>,
}

#[derive(Debug)]
struct FoundPublicKey {
    file: PublicKeyFile,
    key: VerifyingKey,
}

/// 微信支付公钥 in an account.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PublicKeyFile {
    /// Its file.
    pub path: PathBuf,
    /// The key in PEM.
    pub pem: Vec<u8>,
    /// Its id, if a name or a file of the account tells it.
    pub id: Option<SerialNo>,
}

impl PublicKeyFile {
    /// Reads a file; none if it is not a public RSA key.
    #[must_use]
    pub fn read(path: &Path, content: &[u8]) -> Option<Self> {
        Self::of(path, &key_material::read(content))
    }

    fn of(path: &Path, material: &KeyMaterial) -> Option<Self> {
        let item = material.first(MaterialKind::PublicKey)?;
        let pkcs1 = item.der.as_ref().ok()?;
        Some(Self {
            path: path.to_owned(),
            pem: pem::public_key(pkcs1),
            id: id_in(&path.to_string_lossy()),
        })
    }
}

/// A merchant whose private key belongs to its certificate.
#[derive(Debug)]
#[non_exhaustive]
pub struct Merchant {
    /// 商户号.
    pub mchid: Mchid,
    /// Serial number of the certificate.
    pub serial_no: SerialNo,
    /// The last moment of the certificate, if there is one.
    pub not_after: Option<Timestamp>,
    /// The file of the private key.
    pub key_file: PathBuf,
    /// The file of the certificate.
    pub certificate_file: Option<PathBuf>,
    /// 商户API私钥 in PKCS#8.
    pub key_pem: Zeroizing<Vec<u8>>,
    /// 商户API证书 in PEM.
    pub certificate_pem: Option<Vec<u8>>,
    /// Older certificates of the same merchant, which are left out.
    pub older: Vec<SerialNo>,
    /// Files that are left out, although they look like the merchant's key or certificate.
    pub unpaired: Vec<Unpaired>,
}

/// A file that is not used, beside a key pair that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unpaired {
    /// A private key of none of the certificates.
    Key(PathBuf),
    /// A certificate of none of the private keys.
    Certificate(PathBuf),
    /// A private key or a certificate that cannot be used.
    Unusable {
        /// The file.
        path: PathBuf,
        /// Why it cannot be used.
        error: KeyError,
    },
}

impl Merchant {
    /// Returns 商户API私钥, known under the serial number of its certificate.
    ///
    /// # Errors
    /// Returns an error if the key cannot be used, which was found out before.
    pub fn signing_key(&self) -> Result<SigningKey, KeyError> {
        SigningKey::from_pem(self.serial_no.clone(), &self.key_pem)
    }
}

impl Account {
    /// Finds keys and certificates in files, whatever their names and forms.
    #[must_use]
    pub fn of(files: &AccountFiles, hints: &Hints) -> Self {
        let mut account = Self {
            root: files.root.clone(),
            keys: Vec::new(),
            certificates: Vec::new(),
            public_keys: Vec::new(),
            public_key_ids: Vec::new(),
            instead: Vec::new(),
        };
        let mut containers = Vec::new();
        for file in &files.files {
            let material = key_material::read(&file.bytes);
            account.add(&file.path, &material);
            account.add_public_key_id(file, &material);
            let is_container = |item: &&MaterialItem| item.kind == MaterialKind::Pkcs12;
            let found = material.items.into_iter().find(|item| is_container(&item));
            if let Some(Ok(der)) = found.map(|item| item.der) {
                containers.push((file.path.clone(), der));
            }
        }
        for (path, der) in containers {
            account.add_container(&path, &der, hints);
        }
        account.instead.sort_by_key(rank);
        account
    }

    fn add(&mut self, path: &Path, material: &KeyMaterial) {
        let unnamed = SerialNo::from_x509(&[]);
        for item in &material.items {
            match (item.kind, &item.der) {
                (MaterialKind::Certificate, Ok(der)) => self.add_certificate(path, der),
                (MaterialKind::PublicKey, Ok(_)) => {
                    let key = VerifyingKey::from_material(unnamed.clone(), material);
                    if let (Ok(key), Some(file)) = (key, PublicKeyFile::of(path, material)) {
                        self.public_keys.push(FoundPublicKey { file, key });
                    }
                }
                (MaterialKind::Certificate, Err(_)) => {
                    if let Err(error) = X509::from_material(material) {
                        let path = path.to_owned();
                        self.instead.push(Instead::Certificate { path, error });
                    }
                }
                (MaterialKind::CertificateRequest, _) => {
                    self.instead.push(Instead::Request(path.to_owned()));
                }
                // It is opened once all certificates are known.
                (MaterialKind::Pkcs12, _) => {}
                (kind, _) if kind.is_secret() => {
                    self.add_key(path, material);
                }
                (kind, _) => self.instead.push(Instead::Other {
                    path: path.to_owned(),
                    kind,
                }),
            }
        }
    }

    fn add_key(&mut self, path: &Path, material: &KeyMaterial) {
        let unnamed = SerialNo::from_x509(&[]);
        let pkcs1 = material.first(MaterialKind::PrivateKey);
        match (
            SigningKey::from_material(unnamed, material),
            pkcs1.map(|item| &item.der),
        ) {
            (Ok(key), Some(Ok(pkcs1))) => {
                let is_same = |known: &FoundKey| same(&known.key, key.verifying_key());
                if !self.keys.iter().any(is_same) {
                    self.keys.push(FoundKey {
                        path: path.to_owned(),
                        key,
                        pkcs1: pkcs1.clone(),
                    });
                }
            }
            (Err(error), _) => self.instead.push(Instead::Key {
                path: path.to_owned(),
                error,
            }),
            (Ok(_), _) => {}
        }
    }

    fn add_certificate(&mut self, path: &Path, der: &[u8]) {
        let Ok(x509) = X509::from_der(der) else {
            return;
        };
        if is_named_key(path) {
            // It counts if there is no private key anywhere.
            self.instead.push(not_a_key(path));
        }
        let path = path.to_owned();
        match x509.mchid() {
            Some(mchid) => {
                let is_same = |known: &FoundCertificate| known.x509.serial_no() == x509.serial_no();
                if !self.certificates.iter().any(is_same) {
                    self.certificates.push(FoundCertificate {
                        path,
                        x509,
                        mchid,
                        der: der.to_vec(),
                    });
                }
            }
            None => self.instead.push(Instead::PlatformCertificate(path)),
        }
    }

    fn add_public_key_id(&mut self, file: &AccountFile, material: &KeyMaterial) {
        if material.items.is_empty()
            && let Ok(text) = std::str::from_utf8(&file.bytes)
        {
            self.public_key_ids.extend(id_in(text));
        }
    }

    fn add_container(&mut self, path: &Path, der: &[u8], hints: &Hints) {
        let of_certificates = self
            .certificates
            .iter()
            .map(|found| found.mchid.to_string());
        let guessed: Vec<String> = hints
            .mchid
            .iter()
            .map(ToString::to_string)
            .chain(of_certificates)
            .chain(container::numbers(path))
            .chain(container::numbers(
                &self.root.canonicalize().unwrap_or_default(),
            ))
            .collect();
        let given = hints.p12_password.as_ref().map(Secret::expose);
        let passwords = given.into_iter().chain(guessed.iter().map(String::as_str));
        match container::open(der, passwords) {
            Ok(material) => self.add(path, &material),
            Err(error) => self.instead.push(Instead::Container {
                path: path.to_owned(),
                error,
                is_password_given: given.is_some(),
                legacy: pkcs12::needs_legacy(der),
            }),
        }
    }

    /// Returns the container that no password opened, if nothing else can be used.
    #[must_use]
    pub fn locked_container(&self) -> Option<&Path> {
        if self.pairs().next().is_some() {
            return None;
        }
        self.instead.iter().find_map(|instead| match instead {
            Instead::Container {
                path,
                error: pkcs12::Pkcs12Error::Password,
                ..
            } => Some(path.as_path()),
            Instead::Container { .. }
            | Instead::Request(_)
            | Instead::PlatformCertificate(_)
            | Instead::Key { .. }
            | Instead::Certificate { .. }
            | Instead::Other { .. } => None,
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (&FoundKey, &FoundCertificate)> {
        self.certificates.iter().filter_map(|certificate| {
            let certified = certificate.x509.verifying_key().ok()?;
            let key = self
                .keys
                .iter()
                .find(|known| same(&known.key, &certified))?;
            Some((key, certificate))
        })
    }

    /// Returns the merchants of whom there is a key pair, each once.
    #[must_use]
    pub fn mchids(&self) -> Vec<Mchid> {
        let mut mchids: Vec<Mchid> = Vec::new();
        for (_, certificate) in self.pairs() {
            if !mchids.contains(&certificate.mchid) {
                mchids.push(certificate.mchid.clone());
            }
        }
        mchids
    }

    /// Returns the merchant that is meant: the only one, or the one that is wanted, with its
    /// newest certificate that is valid at `now`. Without a certificate, `wanted` must say who it is.
    ///
    /// # Errors
    /// Returns what is missing or wrong.
    pub fn merchant(
        &self,
        wanted: &MerchantChoice,
        now: Timestamp,
    ) -> Result<Merchant, AccountError> {
        if let (Some(mchid), Some(serial_no), [key], []) = (
            &wanted.mchid,
            &wanted.serial_no,
            self.keys.as_slice(),
            self.certificates.as_slice(),
        ) {
            return Ok(Self::made(key, None, mchid.clone(), serial_no.clone()));
        }
        let mchids = self.mchids();
        if mchids.is_empty() {
            return Err(self.no_pair());
        }
        let mut pairs: Vec<_> = self
            .pairs()
            .filter(|(_, found)| wanted.is_met_by(found))
            .collect();
        if pairs.is_empty() {
            let mchid = wanted.mchid.as_ref().map(Mchid::as_str);
            let serial_no = wanted.serial_no.as_ref().map(SerialNo::as_str);
            return Err(AccountError::OtherMerchant {
                wanted: mchid.or(serial_no).unwrap_or_default().to_owned(),
                found: mchids,
            });
        }
        if wanted.mchid.is_none()
            && pairs
                .iter()
                .any(|(_, found)| found.mchid != pairs[0].1.mchid)
        {
            return Err(AccountError::Several { found: mchids });
        }
        // A usable one counts before a newer one that is not, and its fault is shown otherwise.
        pairs.sort_by_key(|(_, found)| {
            let is_usable = fault(found, now).is_none();
            Reverse((is_usable, found.x509.not_before()))
        });
        let (key, found) = pairs[0];
        if let Some(fault) = fault(found, now) {
            return Err(fault);
        }
        let (mchid, serial_no) = (found.mchid.clone(), found.x509.serial_no().clone());
        let mut merchant = Self::made(key, Some(found), mchid, serial_no);
        let others = pairs.iter().skip(1);
        merchant.older = others
            .map(|(_, found)| found.x509.serial_no().clone())
            .collect();
        merchant.unpaired = self.unpaired();
        Ok(merchant)
    }

    /// Returns the keys and certificates that are in no pair, and those that cannot be used.
    fn unpaired(&self) -> Vec<Unpaired> {
        let is_pair = |key: &FoundKey, certificate: &FoundCertificate| {
            let certified = certificate.x509.verifying_key();
            certified.is_ok_and(|certified| same(&key.key, &certified))
        };
        let keys = self.keys.iter().filter(|key| {
            let mut certificates = self.certificates.iter();
            !certificates.any(|certificate| is_pair(key, certificate))
        });
        let certificates = self.certificates.iter().filter(|certificate| {
            let mut keys = self.keys.iter();
            !keys.any(|key| is_pair(key, certificate))
        });
        let unusable = self.instead.iter().filter_map(|instead| match instead {
            Instead::Key { path, error } | Instead::Certificate { path, error } => {
                let (path, error) = (path.clone(), error.clone());
                Some(Unpaired::Unusable { path, error })
            }
            Instead::Request(_)
            | Instead::PlatformCertificate(_)
            | Instead::Container { .. }
            | Instead::Other { .. } => None,
        });
        keys.map(|key| Unpaired::Key(key.path.clone()))
            .chain(certificates.map(|found| Unpaired::Certificate(found.path.clone())))
            .chain(unusable)
            .collect()
    }

    fn made(
        key: &FoundKey,
        certificate: Option<&FoundCertificate>,
        mchid: Mchid,
        serial_no: SerialNo,
    ) -> Merchant {
        Merchant {
            mchid,
            not_after: certificate.map(|found| found.x509.not_after()),
            key_file: key.path.clone(),
            certificate_file: certificate.map(|found| found.path.clone()),
            key_pem: pem::private_key(&key.pkcs1),
            certificate_pem: certificate.map(|found| pem::certificate(&found.der)),
            older: Vec::new(),
            unpaired: Vec::new(),
            serial_no,
        }
    }

    /// Returns why there is no key pair.
    fn no_pair(&self) -> AccountError {
        let instead = |fits: fn(&Instead) -> bool| {
            let found = self.instead.iter().find(|instead| fits(instead));
            found.cloned()
        };
        match (self.keys.first(), self.certificates.first()) {
            (Some(key), Some(certificate)) => AccountError::Mismatch {
                key: key.path.clone(),
                certificate: certificate.path.clone(),
                mchid: certificate.mchid.clone(),
            },
            (Some(key), None) => AccountError::NoCertificate {
                key: key.path.clone(),
                instead: instead(|found| !matches!(found, Instead::Key { .. })),
            },
            (None, Some(certificate)) => AccountError::NoKey {
                certificate: certificate.path.clone(),
                mchid: certificate.mchid.clone(),
                instead: instead(|found| {
                    matches!(found, Instead::Key { .. } | Instead::Container { .. })
                }),
            },
            (None, None) => AccountError::Nothing {
                root: self.root.clone(),
                instead: instead(|_| true),
            },
        }
    }

    /// Returns 微信支付公钥, if the account has it: the first whose id is known, else the first.
    /// The merchant's own public key is not it.
    #[must_use]
    pub fn public_key(&self) -> Option<PublicKeyFile> {
        let is_own = |found: &FoundPublicKey| {
            let certified = |own: &FoundCertificate| {
                own.x509
                    .verifying_key()
                    .is_ok_and(|own| own.same_key(&found.key))
            };
            self.keys.iter().any(|own| same(&own.key, &found.key))
                || self.certificates.iter().any(certified)
        };
        let foreign = || {
            let foreign = self.public_keys.iter().filter(|found| !is_own(found));
            foreign.map(|found| &found.file)
        };
        let chosen = foreign()
            .find(|file| file.id.is_some())
            .or_else(|| foreign().next())?;
        let mut chosen = chosen.clone();
        // An id in a file of its own is that of the only key.
        if let (None, [id], 1) = (
            &chosen.id,
            self.public_key_ids.as_slice(),
            foreign().count(),
        ) {
            chosen.id = Some(id.clone());
        }
        Some(chosen)
    }
}

fn same(key: &SigningKey, other: &VerifyingKey) -> bool {
    key.verifying_key().same_key(other)
}

/// Returns why a certificate cannot be used at `now`.
fn fault(found: &FoundCertificate, now: Timestamp) -> Option<AccountError> {
    let certificate = found.path.clone();
    if found.x509.issuer().contains(OLD_ISSUER) {
        Some(AccountError::OldIssuer { certificate })
    } else if found.x509.not_after() <= now {
        Some(AccountError::Expired {
            certificate,
            serial_no: found.x509.serial_no().clone(),
            end: found.x509.not_after(),
        })
    } else if found.x509.not_before() > now {
        Some(AccountError::NotYetValid {
            certificate,
            start: found.x509.not_before(),
        })
    } else {
        None
    }
}

/// Returns the id of a public key in a text.
fn id_in(text: &str) -> Option<SerialNo> {
    let start = text.find(PUBLIC_KEY_ID)?;
    let rest = &text[start + PUBLIC_KEY_ID.len()..];
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    text[start..start + PUBLIC_KEY_ID.len() + end].parse().ok()
}

/// Tells whether a file is named as the private key is.
fn is_named_key(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.to_lowercase().contains("key")
}

/// A certificate under the name of a key.
fn not_a_key(path: &Path) -> Instead {
    Instead::Key {
        path: path.to_owned(),
        error: KeyError::OtherKind {
            expected: MaterialKind::PrivateKey,
            found: MaterialKind::Certificate,
        },
    }
}

/// Orders what was found by how much it explains.
fn rank(instead: &Instead) -> u8 {
    match instead {
        Instead::Key { .. } => 0,
        Instead::Container { .. } => 1,
        Instead::Request(_) => 2,
        Instead::Certificate { .. } => 3,
        Instead::PlatformCertificate(_) => 4,
        Instead::Other { .. } => 5,
    }
}
