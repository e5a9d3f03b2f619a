//! The files that tell programs to trust an authority beside whatever this machine trusts.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, Pkcs12ImportPolicy};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::fs::{AtomicFile, FileAction, FileError, create_folder};
use crate::sandbox::error::SandboxError;
use crate::sandbox::store::files;
use crate::sandbox::tls::authority::{Authority, to_pem};
use crate::sandbox::trust::runtime::Runtime;

const BUNDLE: &str = "bundle.pem";
const NODE: &str = "node.pem";
const JAVA: &str = "java.p12";
const PHP: &str = "php";
const PHP_INI: &str = "wechatpay-sandbox.ini";
const NODE_PROXY: &str = "node-proxy.cjs";

/// What Node loads before a program, so that all of its clients use the proxy.
const NODE_PROXY_SOURCE: &str = include_str!("node-proxy.cjs");

/// The password of the trust store, which holds no secret; Java's own has the same.
pub const STORE_PASSWORD: &str = "changeit";

/// The name of the authority in a trust store.
const ALIAS: &str = "wechatpay-sandbox";

/// How a bundle begins, so that no other file is overwritten by one.
const BUNDLE_HEAD: &str = "# The CA of a WeChat Pay sandbox, then what this machine trusts.\n";

/// What is in a file that a program is to trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustKind {
    /// The authority's certificate alone, in PEM: the program adds it to what it trusts.
    Certificate,
    /// That and the system's certificates, in PEM: the program trusts nothing else.
    Bundle,
    /// The same as a PKCS#12 trust store.
    TrustStore,
}

impl Runtime {
    /// Returns what kind of file the runtime reads.
    #[must_use]
    pub fn trust_kind(self) -> TrustKind {
        match self {
            Self::Node => TrustKind::Certificate,
            Self::Java => TrustKind::TrustStore,
            Self::Go
            | Self::Python
            | Self::Php
            | Self::Ruby
            | Self::Dotnet
            | Self::Rust
            | Self::Curl => TrustKind::Bundle,
        }
    }
}

/// The files of an authority, in its data folder; all paths are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrustFiles {
    /// The authority's certificate in PEM.
    pub certificate: PathBuf,
    /// That, and what the caller trusts beside it in Node.
    pub node: PathBuf,
    /// That and the system's certificates in PEM.
    pub bundle: PathBuf,
    /// The same as PKCS#12, with [`STORE_PASSWORD`].
    pub java: PathBuf,
    /// The folder of an `.ini` file for PHP.
    pub php: PathBuf,
    /// A module for Node that lets clients use a proxy that have none of their own.
    pub node_proxy: PathBuf,
}

/// A file that is not overwritten, or that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum TrustFileError {
    /// There is another file, which this did not write.
    #[error("{} exists, and no sandbox wrote it", .0.display())]
    Exists(PathBuf),
    /// It cannot be written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What this machine trusts already.
#[derive(Clone, Default)]
pub struct SystemRoots {
    certificates: Vec<CertificateDer<'static>>,
    node: Vec<CertificateDer<'static>>,
}

impl fmt::Debug for SystemRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemRoots")
            .field("certificates", &self.certificates.len())
            .field("node", &self.node.len())
            .finish()
    }
}

impl SystemRoots {
    /// Reads the system's certificates, or those of `SSL_CERT_FILE` and `SSL_CERT_DIR`. A system
    /// without any is not an error: nothing but the authority is trusted then.
    #[must_use]
    pub fn load() -> Self {
        Self {
            certificates: rustls_native_certs::load_native_certs().certs,
            node: Vec::new(),
        }
    }

    /// Adds the certificates of further files, such as `REQUESTS_CA_BUNDLE`. What cannot be read
    /// is left out, as it would be trusted by no program either.
    #[must_use]
    pub fn and(mut self, files: impl IntoIterator<Item = PathBuf>) -> Self {
        let read = files.into_iter().flat_map(|path| certificates(&path));
        self.certificates.extend(read);
        self
    }

    /// Adds what Node trusts beside its own certificates: `NODE_EXTRA_CA_CERTS`.
    #[must_use]
    pub fn and_in_node(mut self, file: Option<&Path>) -> Self {
        self.node = file.map(certificates).unwrap_or_default();
        self
    }
}

fn certificates(path: &Path) -> Vec<CertificateDer<'static>> {
    let Ok(read) = CertificateDer::pem_file_iter(path) else {
        return Vec::new();
    };
    read.filter_map(Result::ok).collect()
}

impl TrustFiles {
    /// Writes all files into the data folder of an authority.
    ///
    /// # Errors
    /// Returns an error if one cannot be written.
    pub fn write(authority: &Authority, roots: &SystemRoots) -> Result<Self, SandboxError> {
        let folder = authority.folder();
        let files = Self {
            certificate: authority.path().to_owned(),
            node: folder.join(NODE),
            bundle: folder.join(BUNDLE),
            java: folder.join(JAVA),
            php: folder.join(PHP),
            node_proxy: folder.join(NODE_PROXY),
        };
        AtomicFile::public(&files.node_proxy, NODE_PROXY_SOURCE.as_bytes())?.commit()?;
        let node = bundle(authority, &roots.node);
        AtomicFile::public(&files.node, node.as_bytes())?.commit()?;
        let all = bundle(authority, &roots.certificates);
        AtomicFile::public(&files.bundle, all.as_bytes())?.commit()?;
        let store = trust_store(authority, &roots.certificates);
        AtomicFile::public(&files.java, &store)?.commit()?;
        create_folder(&files.php, files::FOLDER_MODE)?;
        let ini = php_ini(&files.bundle);
        AtomicFile::public(&files.php.join(PHP_INI), ini.as_bytes())?.commit()?;
        Ok(files)
    }

    /// Returns the file that a runtime reads.
    #[must_use]
    pub fn of(&self, runtime: Runtime) -> &Path {
        match runtime.trust_kind() {
            TrustKind::Certificate => &self.node,
            TrustKind::Bundle => &self.bundle,
            TrustKind::TrustStore => &self.java,
        }
    }
}

/// Writes the file that `kind` says to a path, unless there is one that no sandbox wrote.
///
/// # Errors
/// Returns an error if there is another file, or it cannot be written.
pub fn write_trust_file(
    authority: &Authority,
    roots: &SystemRoots,
    kind: TrustKind,
    path: &Path,
) -> Result<(), TrustFileError> {
    match std::fs::read(path) {
        Ok(existing) if !is_own(&existing, kind) => {
            return Err(TrustFileError::Exists(path.to_owned()));
        }
        Ok(_) => {}
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
        Err(why) => return Err(FileError::of(FileAction::Read, path)(why).into()),
    }
    let content = match kind {
        TrustKind::Certificate => bundle(authority, &[]).into_bytes(),
        TrustKind::Bundle => bundle(authority, &roots.certificates).into_bytes(),
        TrustKind::TrustStore => trust_store(authority, &roots.certificates),
    };
    AtomicFile::public(path, &content)?.commit()?;
    Ok(())
}

fn is_own(existing: &[u8], kind: TrustKind) -> bool {
    match kind {
        TrustKind::Certificate | TrustKind::Bundle => existing.starts_with(BUNDLE_HEAD.as_bytes()),
        TrustKind::TrustStore => {
            KeyStore::from_pkcs12(existing, STORE_PASSWORD, Pkcs12ImportPolicy::Raw)
                .is_ok_and(|store| store.entry(ALIAS).is_some())
        }
    }
}

fn bundle(authority: &Authority, roots: &[CertificateDer<'_>]) -> String {
    let mut text = format!("{BUNDLE_HEAD}{}", authority.pem());
    let mut known = HashSet::from([authority.pem().to_owned()]);
    for root in roots {
        let pem = to_pem(root);
        if !known.contains(&pem) {
            text.push_str(&pem);
            known.insert(pem);
        }
    }
    text
}

fn trust_store(authority: &Authority, roots: &[CertificateDer<'_>]) -> Vec<u8> {
    let mut store = KeyStore::new();
    let mut add = |alias: &str, der: &[u8]| {
        // One that cannot be parsed is of no use to Java either.
        if let Ok(certificate) = Certificate::from_der(der) {
            store.add_entry(alias, KeyStoreEntry::Certificate(certificate));
        }
    };
    add(ALIAS, authority.der());
    for (number, root) in roots.iter().enumerate() {
        add(&format!("system-{number:03}"), root);
    }
    // Only an encoding that does not exist could fail.
    store.writer(STORE_PASSWORD).write().unwrap_or_default()
}

/// Returns the settings of PHP's curl and streams.
fn php_ini(bundle: &Path) -> String {
    let path = bundle.display().to_string().replace('"', "\\\"");
    format!("curl.cainfo = \"{path}\"\nopenssl.cafile = \"{path}\"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_program_is_not_overwritten() {
        let data = tempfile::tempdir().unwrap();
        let authority = Authority::open(data.path()).unwrap();
        let roots = SystemRoots::default();
        let path = data.path().join("out");
        for kind in [
            TrustKind::Certificate,
            TrustKind::Bundle,
            TrustKind::TrustStore,
        ] {
            let write = || write_trust_file(&authority, &roots, kind, &path);
            for foreign in [authority.pem().as_bytes(), b"", b"x"] {
                std::fs::write(&path, foreign).unwrap();
                let error = write().unwrap_err();
                assert!(matches!(error, TrustFileError::Exists(_)), "{error:?}");
                assert_eq!(std::fs::read(&path).unwrap(), foreign);
            }
            std::fs::remove_file(&path).unwrap();
            write().unwrap();
            write().unwrap();
        }
    }

    #[test]
    fn a_bundle_has_each_certificate_once_and_ours_first() {
        let data = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        let authority = Authority::open(data.path()).unwrap();
        let other = Authority::open(other.path()).unwrap();
        let roots = SystemRoots::default().and([
            other.path().to_owned(),
            authority.path().to_owned(),
            other.path().to_owned(),
            data.path().join("none"),
        ]);
        let files = TrustFiles::write(&authority, &roots).unwrap();
        let text = std::fs::read_to_string(files.of(Runtime::Go)).unwrap();
        let expected = format!("{BUNDLE_HEAD}{}{}", authority.pem(), other.pem());
        assert_eq!(text, expected);
    }
}
