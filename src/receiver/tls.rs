//! TLS, with a certificate that is read again when its file changes.

use std::fmt;
use std::fs::Metadata;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// How long reading may take: a pipe without a writer, or a file server that is away, never ends.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// A server's certificate and key.
#[derive(Debug, Clone)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    /// What the files were before they were read: a change while or after that is one.
    loaded: Option<Stamps>,
    pub(super) config: RustlsConfig,
}

/// What tells that the certificate or the key is another file, or has other content.
type Stamps = [Option<FileStamp>; 2];

/// A file's time of change, its length, and on Unix its identity: a file that is put in another's
/// place may have the other's time.
type FileStamp = (SystemTime, u64, Option<(u64, u64)>);

/// A certificate and key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// A file does not come to its end.
    #[error("{} and {} were not read within {seconds} s", certificate.display(), key.display())]
    Slow {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's.
        key: PathBuf,
        /// The time that was allowed.
        seconds: u64,
    },
    /// A pipe or device took the place of a file.
    #[error("{} is not a regular file now", path.display())]
    NotFile {
        /// The file.
        path: PathBuf,
    },
    /// A file holds something else.
    #[error("{} holds no {what} in PEM", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        what: PemContent,
    },
    /// They do not belong together.
    #[error("{} and its key cannot be used", path.display())]
    Pair {
        /// The certificate's file.
        path: PathBuf,
        /// The error of the TLS library.
        source: rustls::Error,
    },
}

/// What a file of a pair holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PemContent {
    /// The certificate and its chain.
    Certificate,
    /// Its private key.
    PrivateKey,
}

impl fmt::Display for PemContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "certificate",
            Self::PrivateKey => "private key",
        })
    }
}

impl Tls {
    /// Reads a certificate chain and its key, which may come through pipes.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read in time, or they are not a certificate and its key.
    pub async fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let loaded = stamps(certificate, key).await;
        let config = in_time(certificate, key, load).await?;
        Ok(Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            loaded,
            config: RustlsConfig::from_config(Arc::new(config)),
        })
    }

    /// Reads the files again whenever they change, for ever, and reports each time. A pair that
    /// cannot be used changes nothing; half of it may not be written yet.
    pub async fn follow(self, report: impl Fn(Result<(), TlsError>)) {
        let mut known = self.loaded;
        loop {
            tokio::time::sleep(POLL_INTERVAL).await;
            let now = stamps(&self.certificate, &self.key).await;
            if now == known {
                continue;
            }
            known = now;
            let loaded = in_time(&self.certificate, &self.key, load_files).await;
            report(loaded.map(|config| self.config.reload_from_config(Arc::new(config))));
        }
    }
}

async fn stamps(certificate: &Path, key: &Path) -> Option<Stamps> {
    let paths = [certificate.to_owned(), key.to_owned()];
    let read = tokio::task::spawn_blocking(move || {
        paths.map(|path| {
            let found = std::fs::metadata(path).ok()?;
            Some((found.modified().ok()?, found.len(), identity(&found)))
        })
    });
    read.await.ok()
}

#[cfg(unix)]
#[allow(
    clippy::unnecessary_wraps,
    reason = "other systems have no such number"
)]
fn identity(file: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, u64)> {
    None
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
        seconds: READ_TIMEOUT.as_secs(),
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

/// No certificate chain and no key is near this size.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

fn read_small(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    crate::fs::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn load(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let read = |path: &Path| {
        read_small(path).map_err(|source| TlsError::Read {
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
        .map_err(|_| content(certificate, PemContent::Certificate))?;
    if chain.is_empty() {
        return Err(content(certificate, PemContent::Certificate));
    }
    let pem = Zeroizing::new(read(key)?);
    let secret =
        PrivateKeyDer::from_pem_slice(&pem).map_err(|_| content(key, PemContent::PrivateKey))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::unbounded_channel;

    fn write(folder: &Path) -> (PathBuf, PathBuf) {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
        std::fs::write(&certificate, made.cert.pem()).unwrap();
        std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        (certificate, key)
    }

    /// Returns the first report of a change that was made before the files were watched.
    async fn first_report(change: impl FnOnce(&Path, &Path)) -> Result<(), TlsError> {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = write(folder.path());
        let tls = Tls::open(&certificate, &key).await.unwrap();
        change(&certificate, &key);
        let (sender, mut reports) = unbounded_channel();
        let watching = tokio::spawn(tls.follow(move |report| sender.send(report).unwrap()));
        let report = tokio::time::timeout(POLL_INTERVAL * 5, reports.recv()).await;
        watching.abort();
        report.expect("the change is noticed").unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_between_reading_and_watching_is_noticed() {
        let renewed = first_report(|certificate, _| {
            write(certificate.parent().unwrap());
        });
        renewed.await.unwrap();
        let gone = first_report(|certificate, _| std::fs::remove_file(certificate).unwrap());
        assert!(matches!(gone.await, Err(TlsError::Read { .. })));
        let folder = first_report(|_, key| {
            std::fs::remove_file(key).unwrap();
            std::fs::create_dir(key).unwrap();
        });
        assert!(matches!(folder.await, Err(TlsError::NotFile { .. })));
    }

    #[cfg(unix)]
    #[tokio::test(start_paused = true)]
    async fn another_file_with_the_same_time_and_length_is_noticed() {
        let replaced = first_report(|certificate, _| {
            let time = std::fs::metadata(certificate).unwrap().modified().unwrap();
            let other = certificate.with_extension("new");
            std::fs::copy(certificate, &other).unwrap();
            let file = std::fs::File::options().write(true).open(&other).unwrap();
            file.set_modified(time).unwrap();
            std::fs::rename(other, certificate).unwrap();
        });
        replaced.await.unwrap();
    }
}
