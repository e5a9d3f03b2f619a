//! Why the files of an account make no profile.

use std::path::PathBuf;

use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::key_material::MaterialKind;
use crate::protocol::keys::KeyError;
use crate::protocol::pkcs12::Pkcs12Error;
use crate::protocol::stamp::Timestamp;

/// What was found in the place of what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// A request for a certificate, which the console has not answered yet.
    Request(PathBuf),
    /// 平台证书, which is WeChat Pay's.
    PlatformCertificate(PathBuf),
    /// A private key that cannot be used.
    Key {
        /// The file.
        path: PathBuf,
        /// Why it cannot be used.
        error: KeyError,
    },
    /// A certificate that cannot be read.
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why it cannot be used.
        error: KeyError,
    },
    /// A PKCS#12 container that does not open.
    Container {
        /// The file.
        path: PathBuf,
        /// Why it cannot be opened.
        error: Pkcs12Error,
        /// Whether a password was given, instead of merchant numbers that were guessed.
        is_password_given: bool,
        /// Whether OpenSSL 3 reads it with `-legacy` alone.
        legacy: bool,
    },
    /// A file of another kind.
    Other {
        /// The file.
        path: PathBuf,
        /// What it is.
        kind: MaterialKind,
    },
}

/// Why the files of an account make no profile.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is neither a key nor a certificate of a merchant.
    #[error("{} has no merchant private key and certificate", root.display())]
    Nothing {
        /// The folder or archive.
        root: PathBuf,
        /// What there is.
        instead: Option<Instead>,
    },
    /// There is a private key, and no certificate of a merchant.
    #[error("{} has a private key, but no merchant certificate", key.display())]
    NoCertificate {
        /// The key's file.
        key: PathBuf,
        /// What there is.
        instead: Option<Instead>,
    },
    /// There is a certificate, and no private key.
    #[error("{} is a merchant certificate without its private key", certificate.display())]
    NoKey {
        /// The certificate's file.
        certificate: PathBuf,
        /// Its merchant.
        mchid: Mchid,
        /// What there is.
        instead: Option<Instead>,
    },
    /// No private key belongs to a certificate.
    #[error("the private key {} does not belong to the certificate {} of merchant {mchid}", key.display(), certificate.display())]
    Mismatch {
        /// The key's file.
        key: PathBuf,
        /// The certificate's file.
        certificate: PathBuf,
        /// The certificate's merchant.
        mchid: Mchid,
    },
    /// There are key pairs, and none of the wanted merchant or serial number.
    #[error("there is no key pair of merchant {wanted}, but of {}", found.iter().map(Mchid::as_str).collect::<Vec<_>>().join(", "))]
    OtherMerchant {
        /// The merchant or serial number.
        wanted: String,
        /// The merchants that there are.
        found: Vec<Mchid>,
    },
    /// There are key pairs of several merchants.
    #[error("there are key pairs of several merchants: {}", found.iter().map(Mchid::as_str).collect::<Vec<_>>().join(", "))]
    Several {
        /// Them.
        found: Vec<Mchid>,
    },
    /// WeChat Pay's own old CA issued the certificate, which API v3 does not accept.
    #[error("the certificate {} was issued by the old CA of API v2", certificate.display())]
    OldIssuer {
        /// The certificate's file.
        certificate: PathBuf,
    },
    /// The certificate has expired.
    #[error("the certificate {} has expired", certificate.display())]
    Expired {
        /// The certificate's file.
        certificate: PathBuf,
        /// Its serial number.
        serial_no: SerialNo,
        /// Its last moment.
        end: Timestamp,
    },
    /// The certificate is not valid yet.
    #[error("the certificate {} is not valid yet", certificate.display())]
    NotYetValid {
        /// The certificate's file.
        certificate: PathBuf,
        /// Its first moment.
        start: Timestamp,
    },
}
