//! Why platform certificates cannot be downloaded or stored.

use std::path::PathBuf;

use crate::error::Error;
use crate::fs::FileError;
use crate::profile::ProfileError;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::KeyError;

/// The largest file that is read as a certificate, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Why platform certificates cannot be downloaded or stored.
#[derive(Debug, thiserror::Error)]
pub enum CertificatesError {
    /// WeChat Pay refused, did not respond, or something about a certificate does not verify.
    #[error(transparent)]
    Call(#[from] Error),
    /// The profile's own keys cannot be used, or others can change a file.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A file or folder cannot be read, written or removed.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is too large for a certificate.
    #[error("{} is larger than {MAX_FILE_BYTES} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A stored certificate has a key that nothing can be verified with.
    #[error("certificate {serial_no} ({subject}) cannot be trusted")]
    Unusable {
        /// The certificate's serial number.
        serial_no: SerialNo,
        /// Its subject.
        subject: String,
        /// What is wrong with its key.
        source: KeyError,
    },
    /// Only the APIv3 key vouches for the certificates, and [`FirstUse::Refuse`] was asked for.
    ///
    /// [`FirstUse::Refuse`]: super::FirstUse::Refuse
    #[error("no trusted key vouches for these certificates")]
    FirstUse {
        /// `Request-ID`, if there was one.
        request_id: Option<String>,
    },
}
