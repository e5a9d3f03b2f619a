//! Keys and certificates in words: what is wrong with one, what to do about it, and which files
//! are not used.

use std::path::Path;

use wechatpay::profile::{Field, UnusedFile, UnusedReason};
use wechatpay::protocol::file_kind::FileKind;
use wechatpay::protocol::key_material::MaterialKind;
use wechatpay::protocol::keys::{KeyError, UnusableKey};
use wechatpay::shell;

use super::file_kind::file_kind;
use crate::text;
use crate::ui::Text;

/// Returns what a file is.
pub(crate) fn kind(kind: MaterialKind) -> Text {
    match kind {
        MaterialKind::PrivateKey => text!("keys-kind-private"),
        MaterialKind::Encrypted => text!("keys-kind-encrypted"),
        MaterialKind::Ec => text!("keys-kind-ec"),
        MaterialKind::Sm2 => text!("keys-kind-sm2"),
        MaterialKind::OtherPrivateKey => text!("keys-kind-other-private"),
        MaterialKind::PublicKey => text!("keys-kind-public"),
        MaterialKind::OtherPublicKey => text!("keys-kind-other-public"),
        MaterialKind::Certificate => text!("keys-kind-certificate"),
        MaterialKind::CertificateRequest => text!("keys-kind-request"),
        MaterialKind::Pkcs7 => text!("keys-kind-pkcs7"),
        MaterialKind::Pkcs12 => text!("keys-kind-pkcs12"),
        MaterialKind::Ssh => text!("keys-kind-ssh"),
        MaterialKind::PublicKeyId => text!("keys-kind-public-key-id"),
        MaterialKind::ShortSecret => text!("keys-kind-short-secret"),
        MaterialKind::Path => text!("keys-kind-path"),
        MaterialKind::Empty => text!("keys-kind-empty"),
        MaterialKind::File(kind) => file_kind(kind),
        MaterialKind::Unknown => text!("keys-kind-unknown"),
    }
}

/// Returns what is wrong with a key or certificate.
pub(crate) fn problem(error: &KeyError) -> Text {
    match error {
        KeyError::OtherKind {
            expected,
            found: MaterialKind::File(found),
        } => text!(
            "keys-other-file",
            expected = kind(*expected),
            found = file_kind(*found),
        ),
        KeyError::OtherKind { expected, found } => text!(
            "keys-other-kind",
            expected = kind(*expected),
            found = kind(*found),
        ),
        KeyError::Damaged => text!("keys-damaged"),
        KeyError::CutOff { found, expected } => text!("keys-cut-off", found, expected),
        KeyError::Unusable(UnusableKey::Size(bits)) => text!("keys-size", bits),
        KeyError::Unusable(UnusableKey::NotRsa) => text!("keys-not-rsa"),
        KeyError::Unusable(UnusableKey::Exponent) => text!("keys-exponent"),
        KeyError::Unusable(UnusableKey::ManyPrimes) => text!("keys-many-primes"),
        KeyError::Unusable(UnusableKey::Inconsistent) => text!("keys-inconsistent"),
    }
}

/// Returns what to do about the key or certificate of a field, which was read from `path`.
pub(crate) fn help(field: Field, error: &KeyError, path: Option<&Path>) -> Text {
    let file = field.file_name().unwrap_or(field.key());
    match error {
        KeyError::OtherKind { found, .. } => other_kind(field, *found, path),
        KeyError::Damaged | KeyError::CutOff { .. } if field == Field::PlatformCerts => {
            text!("keys-help-download")
        }
        KeyError::Damaged | KeyError::CutOff { .. } => text!("keys-help-damaged", file),
        KeyError::Unusable(UnusableKey::Inconsistent) => text!("keys-help-inconsistent", file),
        KeyError::Unusable(
            UnusableKey::Size(_)
            | UnusableKey::NotRsa
            | UnusableKey::Exponent
            | UnusableKey::ManyPrimes,
        ) => text!("keys-help-rsa", file),
    }
}

fn other_kind(field: Field, found: MaterialKind, path: Option<&Path>) -> Text {
    let is_private = field == Field::PrivateKey;
    let is_public = field == Field::PublicKey;
    match found {
        MaterialKind::Encrypted if is_private => {
            text!("keys-help-encrypted", command = shell::decrypt(path))
        }
        MaterialKind::ShortSecret if is_private => text!("keys-help-short-secret"),
        MaterialKind::Path if is_private => text!("keys-help-path"),
        MaterialKind::Unknown if is_private => text!("keys-help-unknown"),
        MaterialKind::PublicKeyId if is_public => text!("keys-help-public-key-id"),
        MaterialKind::Certificate if is_public => text!("keys-help-platform-certs"),
        MaterialKind::File(FileKind::Zip | FileKind::Archive) => {
            let name = field.file_name().unwrap_or(field.key());
            text!("keys-help-archive", name)
        }
        MaterialKind::PrivateKey
        | MaterialKind::Encrypted
        | MaterialKind::Ec
        | MaterialKind::Sm2
        | MaterialKind::OtherPrivateKey
        | MaterialKind::PublicKey
        | MaterialKind::OtherPublicKey
        | MaterialKind::Certificate
        | MaterialKind::CertificateRequest
        | MaterialKind::Pkcs7
        | MaterialKind::Pkcs12
        | MaterialKind::Ssh
        | MaterialKind::PublicKeyId
        | MaterialKind::ShortSecret
        | MaterialKind::Path
        | MaterialKind::Empty
        | MaterialKind::File(_)
        | MaterialKind::Unknown => text!("keys-help-file", field),
    }
}

/// Returns that a file is not used, and why.
pub(crate) fn unused(file: &UnusedFile) -> Text {
    let reason = match &file.reason {
        UnusedReason::Merchant(mchid) => text!("keys-unused-merchant", mchid),
        UnusedReason::OwnPublicKey => text!("keys-unused-own-public-key"),
        UnusedReason::NoId => text!("keys-unused-no-id"),
        UnusedReason::Other(found) => kind(*found),
        UnusedReason::Invalid(error) => problem(error),
    };
    text!("keys-unused", path = file.path, reason)
}
