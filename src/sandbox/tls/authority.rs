//! The certificate authority of a data folder: generated once, and able to vouch for nothing but
//! the names that a sandbox stands in for.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, GeneralSubtree,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, PKCS_ECDSA_P256_SHA256, PublicKeyData,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};
use zeroize::Zeroizing;

use crate::ambient;
use crate::fs::{create_folder, is_readable_by_others};
use crate::protocol::certificate::X509;
use crate::sandbox::error::{AuthorityDamage, SandboxError};
use crate::sandbox::identity::generate::{random_serial, set_validity, today};
use crate::sandbox::store::files;
use crate::sandbox::tls::hosts::{HOSTS, LOCAL_ADDRESSES, LOCAL_NAME};

/// Where a data folder has the certificate of its authority.
pub(crate) const CERTIFICATE_FILE: &str = "tls/ca.pem";

const FOLDER: &str = "tls";
const CERTIFICATE: &str = "ca.pem";
const KEY: &str = "ca_key.pem";

/// How the subject begins; a random part follows, so that no two authorities have the same name.
const NAME: &str = "WeChat Pay Sandbox CA (not real)";
const ORGANIZATION: &str = "Sandbox (not real)";

/// How long it is valid: trust in it is set by hand.
const YEARS: i32 = 10;

/// Issues the certificates that a sandbox has for WeChat Pay's names. Only who trusts it by hand
/// believes them, and its own certificate limits it to those names.
pub struct Authority {
    path: PathBuf,
    pem: String,
    x509: X509,
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// Reads the authority of a data folder, or generates it if there is none. Two processes may
    /// do this at once: one of them generates it, both read the same.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or what is in it is not an authority of
    /// a sandbox; nothing is overwritten then.
    pub fn open(data: &Path) -> Result<Self, SandboxError> {
        // Programs get the path in variables, and may run in another folder.
        let data = std::path::absolute(data).map_err(SandboxError::read(data))?;
        let folder = data.join(FOLDER);
        if !folder.join(CERTIFICATE).exists() && !folder.join(KEY).exists() {
            create(&data, &folder)?;
        }
        Self::load(&folder)
    }

    fn load(folder: &Path) -> Result<Self, SandboxError> {
        let (path, key_path) = (folder.join(CERTIFICATE), folder.join(KEY));
        for (present, missing, name) in [(&path, &key_path, KEY), (&key_path, &path, CERTIFICATE)] {
            if !missing.exists() {
                return Err(damaged(present)(AuthorityDamage::Missing(name)));
            }
        }
        let pem = files::read(&path)?;
        let der = CertificateDer::from_pem_slice(&pem)
            .map_err(|why| damaged(&path)(AuthorityDamage::Pem(why)))?;
        let x509 = X509::from_der(&der).map_err(|why| damaged(&path)(why.into()))?;
        let Checked { name, public_key } = check(&der).map_err(damaged(&path))?;
        refuse_exposed(&key_path)?;
        let key = Zeroizing::new(files::read(&key_path)?);
        let key = Zeroizing::new(String::from_utf8_lossy(&key).into_owned());
        let key =
            KeyPair::from_pem(&key).map_err(|why| damaged(&key_path)(AuthorityDamage::Key(why)))?;
        if key.subject_public_key_info() != public_key {
            return Err(damaged(&path)(AuthorityDamage::Mismatch));
        }
        let now = ambient::now();
        if !x509.is_valid_at(now) {
            return Err(damaged(&path)(AuthorityDamage::Validity {
                from: x509.not_before().to_rfc3339(),
                to: x509.not_after().to_rfc3339(),
                now: now.to_rfc3339(),
            }));
        }
        Ok(Self {
            pem: to_pem(&der),
            issuer: Issuer::new(parameters(&name), key),
            x509,
            der,
            path,
        })
    }

    /// Returns the file of its certificate, in PEM; the path is absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns its certificate in PEM, which is what others are to trust.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Returns its certificate.
    #[must_use]
    pub fn certificate(&self) -> &X509 {
        &self.x509
    }

    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(crate) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    /// Returns the folder of everything that belongs to it.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

fn damaged(path: &Path) -> impl Fn(AuthorityDamage) -> SandboxError {
    move |source| SandboxError::Authority {
        path: path.to_owned(),
        source,
    }
}

/// Returns a certificate in PEM, as openssl writes it.
pub(crate) fn to_pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    pem
}

/// What a certificate says that is an authority's.
struct Checked {
    name: String,
    /// In the encoding of X.509.
    public_key: Vec<u8>,
}

/// Checks that a certificate is one that [`create`] makes.
fn check(der: &[u8]) -> Result<Checked, AuthorityDamage> {
    let foreign = |subject: String| AuthorityDamage::Foreign { subject };
    let (_, parsed) = X509Certificate::from_der(der).map_err(|_| foreign("?".to_owned()))?;
    let subject = parsed.subject();
    let name = subject
        .iter_common_name()
        .next()
        .and_then(|name| name.as_str().ok())
        .filter(|name| name.starts_with(NAME) && parsed.is_ca());
    let Some(name) = name else {
        return Err(foreign(subject.to_string()));
    };
    let permitted = parsed
        .name_constraints()
        .ok()
        .flatten()
        .and_then(|constraints| constraints.value.permitted_subtrees.as_ref());
    let names: Vec<&str> = permitted
        .into_iter()
        .flatten()
        .filter_map(|subtree| match subtree.base {
            GeneralName::DNSName(name) => Some(name),
            _ => None,
        })
        .collect();
    let expected = HOSTS.iter().copied().chain([LOCAL_NAME]);
    if expected.clone().count() == names.len() && expected.into_iter().all(|it| names.contains(&it))
    {
        Ok(Checked {
            name: name.to_owned(),
            public_key: parsed.public_key().raw.to_vec(),
        })
    } else {
        Err(AuthorityDamage::Names)
    }
}

fn refuse_exposed(key: &Path) -> Result<(), SandboxError> {
    let found = fs::metadata(key).map_err(SandboxError::read(key))?;
    if is_readable_by_others(&found) {
        return Err(damaged(key)(AuthorityDamage::Exposed));
    }
    Ok(())
}

/// Generates an authority in a temporary folder and renames it. If another process was faster,
/// its authority is used.
fn create(data: &Path, folder: &Path) -> Result<(), SandboxError> {
    create_folder(data, files::FOLDER_MODE)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tls-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(
        files::FOLDER_MODE,
    ));
    let temporary = builder
        .tempdir_in(data)
        .map_err(SandboxError::write(data))?;
    let (certificate, key) = generate().map_err(SandboxError::Generate)?;
    files::replace(&temporary.path().join(KEY), key.as_bytes())?;
    files::replace(&temporary.path().join(CERTIFICATE), certificate.as_bytes())?;
    match fs::rename(temporary.path(), folder) {
        Ok(()) => {
            // It was renamed: there is nothing left to clean up.
            let _ = temporary.keep();
            Ok(())
        }
        Err(_) if folder.join(CERTIFICATE).exists() => Ok(()),
        Err(why) => Err(SandboxError::write(folder)(why)),
    }
}

fn generate() -> Result<(String, Zeroizing<String>), rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let mut authority = parameters(&format!("{NAME} {}", ambient::letters(8)));
    let start = today().saturating_sub(1.day());
    set_validity(&mut authority, start, start.saturating_add(YEARS.years()));
    authority.serial_number = Some(random_serial());
    let certificate = authority.self_signed(&key)?;
    Ok((certificate.pem(), Zeroizing::new(key.serialize_pem())))
}

/// Returns what all certificates of an authority with this name have in common, and what those
/// that it issues take from it.
fn parameters(name: &str) -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = DistinguishedName::new();
    for (kind, text) in [
        (DnType::CommonName, name),
        (DnType::OrganizationName, ORGANIZATION),
    ] {
        authority.distinguished_name.push(kind, text);
    }
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let names = HOSTS.iter().copied().chain([LOCAL_NAME]);
    let addresses = LOCAL_ADDRESSES.map(|address| {
        let prefix = if address.is_ipv4() { 32 } else { 128 };
        GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(address, prefix))
    });
    authority.name_constraints = Some(NameConstraints {
        permitted_subtrees: names
            .map(|name| GeneralSubtree::DnsName(name.to_owned()))
            .chain(addresses)
            .collect(),
        excluded_subtrees: Vec::new(),
    });
    authority
}

#[cfg(test)]
mod tests {
    use super::*;

    type Spoil = Box<dyn Fn(&Path)>;

    fn damage(data: &Path) -> AuthorityDamage {
        match Authority::open(data).unwrap_err() {
            SandboxError::Authority { source, .. } => source,
            other => panic!("{other:?}"),
        }
    }

    fn copy(from: &Path) -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join(FOLDER)).unwrap();
        for name in [CERTIFICATE, KEY] {
            fs::copy(
                from.join(FOLDER).join(name),
                data.path().join(FOLDER).join(name),
            )
            .unwrap();
        }
        data
    }

    #[test]
    fn it_is_generated_once_and_only_its_owner_reads_the_key() {
        let data = tempfile::tempdir().unwrap();
        let first = Authority::open(data.path()).unwrap();
        let second = Authority::open(data.path()).unwrap();
        assert_eq!(first.pem(), second.pem());
        assert!(first.path().is_absolute());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let key = fs::metadata(data.path().join("tls/ca_key.pem")).unwrap();
            assert_eq!(key.permissions().mode() & 0o777, 0o600);
        }
        assert!(!format!("{first:?}").contains("PRIVATE"));
    }

    #[test]
    fn files_that_are_not_its_own_are_named_and_stay_as_they_are() {
        let good = tempfile::tempdir().unwrap();
        Authority::open(good.path()).unwrap();
        let other = tempfile::tempdir().unwrap();
        Authority::open(other.path()).unwrap();
        let write = |name: &'static str, content: Vec<u8>| {
            move |folder: &Path| fs::write(folder.join(name), &content).unwrap()
        };
        let remove =
            |name: &'static str| move |folder: &Path| fs::remove_file(folder.join(name)).unwrap();
        let read = |name: &str| fs::read(other.path().join(FOLDER).join(name)).unwrap();
        let foreign = CertificateParams::new(["shop.example".to_owned()]).unwrap();
        let foreign = foreign
            .self_signed(&KeyPair::generate().unwrap())
            .unwrap()
            .pem();
        let spoil: [(Spoil, &str); 6] = [
            (Box::new(write(CERTIFICATE, b"x".to_vec())), "Pem"),
            (Box::new(write(CERTIFICATE, foreign.into())), "Foreign"),
            (Box::new(write(KEY, b"x".to_vec())), "Key"),
            (Box::new(write(KEY, read(KEY))), "Mismatch"),
            (Box::new(remove(KEY)), "Missing"),
            (Box::new(remove(CERTIFICATE)), "Missing"),
        ];
        for (spoil, expected) in spoil {
            let data = copy(good.path());
            let folder = data.path().join(FOLDER);
            spoil(&folder);
            let content = |name: &str| fs::read(folder.join(name)).ok();
            let before = [content(CERTIFICATE), content(KEY)];
            let damage = format!("{:?}", damage(data.path()));
            assert!(damage.starts_with(expected), "{damage}");
            assert_eq!([content(CERTIFICATE), content(KEY)], before);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().unwrap();
        Authority::open(data.path()).unwrap();
        let key = data.path().join(FOLDER).join(KEY);
        fs::set_permissions(key, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(damage(data.path()), AuthorityDamage::Exposed));
    }
}
