//! From headers and raw bytes to an event, or to the reason why not.

use std::time::Duration;

use crate::protocol::certificate::X509;
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::KeyError;
use crate::protocol::notification::{Event, Notification, NotificationError};
use crate::protocol::resource::ApiV3Key;
use crate::protocol::signed::{SignedBody, VerifyError};
use crate::protocol::stamp::Timestamp;

/// The keys that notifications are verified and opened with.
#[derive(Debug)]
pub struct Verifier {
    /// The keys that may sign.
    pub keyring: Keyring,
    /// Opens resources.
    pub apiv3_key: ApiV3Key,
    /// Whose notifications are expected.
    pub mchid: Mchid,
}

/// Until when a platform certificate is valid.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CertificateEnd {
    /// Its serial number.
    pub serial_no: SerialNo,
    /// The end.
    pub not_after: Timestamp,
}

/// A verifier, and until when its certificates are valid.
#[derive(Debug)]
pub struct VerifierState {
    /// Verifies and opens.
    pub verifier: Verifier,
    /// The end of each platform certificate.
    pub ends: Vec<CertificateEnd>,
    /// The certificates that were fetched, which may be in no file.
    pub fetched: Vec<X509>,
}

impl VerifierState {
    /// Adds a certificate that was fetched.
    ///
    /// # Errors
    /// Returns an error if its key is not RSA.
    pub fn add_fetched(&mut self, certificate: X509) -> Result<(), KeyError> {
        self.verifier.keyring.add_certificate(&certificate)?;
        let serial_no = certificate.serial_no();
        self.ends.retain(|known| known.serial_no != *serial_no);
        self.ends.push(CertificateEnd {
            serial_no: serial_no.clone(),
            not_after: certificate.not_after(),
        });
        self.fetched.push(certificate);
        Ok(())
    }

    /// Takes over what was fetched for the same merchant before, and is good at `now`.
    pub(super) fn keep_fetched(&mut self, before: &Self, now: Timestamp) {
        if before.verifier.mchid != self.verifier.mchid {
            return;
        }
        for certificate in &before.fetched {
            let known = self
                .verifier
                .keyring
                .find(certificate.serial_no())
                .is_some();
            if !known && certificate.not_after() > now {
                // Its key was usable before.
                let _ = self.add_fetched(certificate.clone());
            }
        }
    }
}

/// Why something is not a notification for this merchant.
#[derive(Debug, thiserror::Error)]
pub enum Rejection {
    /// Its signature does not verify.
    #[error("the notification is not proved to be WeChat Pay's")]
    Untrusted(#[from] VerifyError),
    /// It is WeChat Pay's, and does not open.
    #[error("the notification cannot be read")]
    Unreadable(#[from] NotificationError),
    /// It is about another merchant.
    #[error("the notification is for merchant {found}, not {expected}")]
    WrongMerchant {
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: Mchid,
    },
}

impl Rejection {
    /// Returns the name of the kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Untrusted(error) => match error {
                VerifyError::MissingHeaders(_) => "missing-header",
                VerifyError::SignatureType(_) => "signature-type",
                VerifyError::Timestamp(_) => "malformed-timestamp",
                VerifyError::Stale { .. } => "stale",
                VerifyError::Probe => "signtest-probe",
                VerifyError::UnknownSerial(_) | VerifyError::OtherKey { .. } => "unknown-serial",
                VerifyError::Encoding => "signature-encoding",
                VerifyError::Mismatch { .. } => "bad-signature",
            },
            Self::Unreadable(error) => match error {
                NotificationError::Shape(_) => "not-a-notification",
                NotificationError::Sealed(_) => "not-opened",
                NotificationError::Plaintext(_) => "unreadable",
            },
            Self::WrongMerchant { .. } => "wrong-merchant",
        }
    }
}

/// A notification that was verified and opened.
#[derive(Debug)]
#[non_exhaustive]
pub struct VerifiedEvent {
    /// What it says.
    pub event: Event,
    /// Its body, byte for byte as it was signed.
    pub body: Vec<u8>,
}

impl Verifier {
    /// Verifies, opens, and checks whom it is for.
    ///
    /// # Errors
    /// Returns an error if one of the three fails.
    pub fn verify<'h>(
        &self,
        header: impl Fn(&'static str) -> Option<&'h str>,
        body: Vec<u8>,
        now: Timestamp,
        fresh: Option<Duration>,
    ) -> Result<VerifiedEvent, Rejection> {
        let verified = SignedBody::from_parts(header, body)?.verify(&self.keyring, now, fresh)?;
        let event = Notification::open(&verified, &self.apiv3_key)?;
        match event.plaintext.other_mchid(&self.mchid) {
            Some(found) => Err(Rejection::WrongMerchant {
                found: found.to_owned(),
                expected: self.mchid.clone(),
            }),
            None => Ok(VerifiedEvent {
                event,
                body: verified.into_body(),
            }),
        }
    }
}
