//! TLS, with a certificate that is read again when its file changes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(2);

/// How long reading may take: a pipe without a writer, or a file server that is away, never ends.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// A server's certificate and key.
#[derive(Debug, Clone)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    pub(super) config: RustlsConfig,
}

/// Why they cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file does not come to its end.
    #[error("{} and {} are not read within {} s", certificate.display(), key.display(), READ_TIMEOUT.as_secs())]
    Slow {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's.
        key: PathBuf,
    },
    /// A pipe or device stands where a file was.
    #[error("{} is not a regular file now", path.display())]
    NotFile {
        /// Its path.
        path: PathBuf,
    },
    /// A file holds something else.
    #[error("{} holds no {what} in PEM", path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// They do not belong together.
    #[error("{} and its key cannot be used", path.display())]
    Pair {
        /// The certificate's file.
        path: PathBuf,
        /// Why.
        source: rustls::Error,
    },
}

impl Tls {
    /// Reads a certificate chain and its key, which may come through pipes.
    ///
    /// # Errors
    /// Says which of the files is not what it should be.
    pub async fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let config = in_time(certificate, key, load).await?;
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            config: RustlsConfig::from_config(Arc::new(config)),
        })
    }

    /// Reads the files again whenever they change, for ever. A pair that cannot be used changes
    /// nothing and is told; half of it may not be written yet.
    pub async fn follow(self, told: impl Fn(Result<(), TlsError>)) {
        let mut known = self.changed_at().await;
        loop {
            tokio::time::sleep(LOOK).await;
            let now = self.changed_at().await;
            if now == known {
                continue;
            }
            known = now;
            let loaded = in_time(&self.certificate, &self.key, load_files).await;
            told(loaded.map(|config| self.config.reload_from_config(Arc::new(config))));
        }
    }

    async fn changed_at(&self) -> Option<[Option<(SystemTime, u64)>; 2]> {
        let paths = [self.certificate.clone(), self.key.clone()];
        let looked = tokio::task::spawn_blocking(move || {
            paths.map(|path| {
                let found = std::fs::metadata(path).ok()?;
                Some((found.modified().ok()?, found.len()))
            })
        });
        looked.await.ok()
    }
}

/// Reads on a thread of its own, which is left behind if it takes too long.
async fn in_time(
    certificate: &Path,
    key: &Path,
    load: fn(&Path, &Path) -> Result<ServerConfig, TlsError>,
) -> Result<ServerConfig, TlsError> {
    let (certificate, key) = (certificate.to_owned(), key.to_owned());
    let slow = TlsError::Slow {
        certificate: certificate.clone(),
        key: key.clone(),
    };
    let loading = tokio::task::spawn_blocking(move || load(&certificate, &key));
    match tokio::time::timeout(READ_TIMEOUT, loading).await {
        Ok(Ok(loaded)) => loaded,
        Ok(Err(_)) | Err(_) => Err(slow),
    }
}

/// Loads what is to be read more than once.
fn load_files(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    for path in [certificate, key] {
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(TlsError::NotFile {
                path: path.to_owned(),
            });
        }
    }
    load(certificate, key)
}

fn load(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|source| TlsError::Read {
            path: path.to_owned(),
            source,
        })
    };
    let content = |path: &Path, what| TlsError::Content {
        path: path.to_owned(),
        what,
    };
    let chain: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|_| content(certificate, "certificate"))?;
    if chain.is_empty() {
        return Err(content(certificate, "certificate"));
    }
    let pem = Zeroizing::new(read(key)?);
    let secret = PrivateKeyDer::from_pem_slice(&pem).map_err(|_| content(key, "private key"))?;
    let pair = |source| TlsError::Pair {
        path: certificate.to_owned(),
        source,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(pair)?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(pair)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
