//! Why platform certificates cannot be downloaded or stored.

use std::path::PathBuf;

use crate::error::Error;
use crate::fs::FileError;
use crate::profile::ProfileError;
use crate::protocol::certificate::CertificateError;
use crate::protocol::id::{PUBLIC_KEY_ID, SerialNo};
use crate::protocol::keys::KeyError;
use crate::protocol::signed::VerifyError;

/// The largest file that is read as a certificate, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Why platform certificates cannot be downloaded or stored.
#[derive(Debug, thiserror::Error)]
pub enum CertificatesError {
    /// WeChat Pay refused, did not respond, or something about a certificate does not verify.
    #[error(transparent)]
    Call(Error),
    /// WeChat Pay has no certificates for the merchant, which uses 微信支付公钥; that is not a
    /// mistake of the merchant's or of the request.
    #[error(transparent)]
    PublicKeyMode(Error),
    /// The merchant has not set an APIv3密钥 in the console.
    #[error(transparent)]
    NoApiV3Key(Error),
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

impl From<Error> for CertificatesError {
    fn from(error: Error) -> Self {
        if has_public_key_only(&error) {
            Self::PublicKeyMode(error)
        } else if has_no_apiv3_key(&error) {
            Self::NoApiV3Key(error)
        } else {
            Self::Call(error)
        }
    }
}

fn has_public_key_only(error: &Error) -> bool {
    match error {
        Error::Api(refused) => refused.status == 404 && refused.is("RESOURCE_NOT_EXISTS"),
        Error::Certificates {
            source: CertificateError::None,
            ..
        } => true,
        Error::Certificates {
            source: CertificateError::Signature(VerifyError::UnknownSerial(serial)),
            ..
        } => serial.starts_with(PUBLIC_KEY_ID),
        Error::Certificates { .. }
        | Error::Transport(_)
        | Error::Redirect { .. }
        | Error::Untrusted { .. }
        | Error::Answer { .. }
        | Error::AfterUnknown { .. }
        | Error::Login(_) => false,
    }
}

fn has_no_apiv3_key(error: &Error) -> bool {
    let names_key = |message: &String| message.to_lowercase().contains("apiv3");
    error.api().is_some_and(|refused| {
        refused.status == 401 && refused.message.as_ref().is_some_and(names_key)
    })
}
