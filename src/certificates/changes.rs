//! How the listed certificates differ from the stored ones.

use serde::Serialize;

use crate::ambient;
use crate::protocol::certificate::{PlatformCertificate, X509};
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;

/// Why something must be done about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It expires soon.
    ExpiresSoon,
    /// It has expired.
    Expired,
    /// It is not stored yet.
    New,
    /// WeChat Pay lists it no longer.
    Gone,
}

/// A certificate that something must be done about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateChange {
    /// The certificate.
    pub serial_no: SerialNo,
    /// What changed about it.
    #[serde(rename = "reason")]
    pub change: Change,
    /// Whole days until it expires, negative once it has.
    pub days_left: i64,
}

/// Compares what is listed with the certificates and keys that are there; one that expires within
/// `min_days` does so soon.
#[must_use]
pub fn changes<'k>(
    listed: &[PlatformCertificate],
    known: impl IntoIterator<Item = &'k X509>,
    trusted: &Keyring,
    min_days: u16,
) -> Vec<CertificateChange> {
    let now = ambient::now();
    let mut changes = Vec::new();
    let mut add = |x509: &X509, change| {
        changes.push(CertificateChange {
            serial_no: x509.serial_no().clone(),
            change,
            days_left: days_left(x509),
        });
    };
    for PlatformCertificate {
        x509, serial_no, ..
    } in listed
    {
        let seconds_left = x509.not_after().0 - now.0;
        if seconds_left < 0 {
            add(x509, Change::Expired);
        } else if seconds_left <= i64::from(min_days) * 86_400 {
            add(x509, Change::ExpiresSoon);
        }
        if trusted.find(serial_no).is_none() {
            add(x509, Change::New);
        }
    }
    let mut compared: Vec<&SerialNo> = listed.iter().map(|listed| &listed.serial_no).collect();
    for x509 in known {
        if compared.contains(&x509.serial_no()) {
            continue;
        }
        compared.push(x509.serial_no());
        let change = if x509.not_after() < now {
            Change::Expired
        } else {
            Change::Gone
        };
        add(x509, change);
    }
    changes
}

/// Returns the whole days until a certificate expires, negative once it has.
#[must_use]
pub fn days_left(x509: &X509) -> i64 {
    x509.not_after().whole_days_since(ambient::now())
}
