//! Downloading the certificates that WeChat Pay lists, and what vouches for them.

use serde::Serialize;

use super::error::CertificatesError;
use crate::ambient;
use crate::client::{BootstrapAnswer, Client};
use crate::error::Error;
use crate::profile::{CertificateFile, PlatformFiles, Profile};
use crate::protocol::certificate::{
    Bootstrap, CertificateError, PlatformCertificate, TrustChain, X509,
};
use crate::protocol::id::SerialNo;
use crate::protocol::keyring::Keyring;
use crate::protocol::resource::ApiV3Key;

/// What the response was verified with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// A certificate that was trusted before.
    Pinned,
    /// Nothing but the APIv3 key, and the certificate itself.
    FirstUse,
    /// The WeChat Pay public key.
    PublicKey,
}

/// Whether certificates are accepted that no trusted key vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstUse {
    /// The APIv3 key is enough.
    Allow,
    /// A key that was trusted before must have signed.
    Refuse,
}

/// Certificates that WeChat Pay lists and that may be stored.
#[derive(Debug)]
#[non_exhaustive]
pub struct Downloaded {
    /// Each certificate once, in the response's order.
    pub certificates: Vec<PlatformCertificate>,
    /// What the response was verified with.
    pub trust: Trust,
    /// The key that signed the response.
    pub signed_by: SerialNo,
    /// Whether one of the certificates signed the response.
    pub self_signed: bool,
    /// Whether each certificate leads to the root of a chain.
    pub chained: bool,
    /// `Request-ID`, if there was one.
    pub request_id: Option<String>,
}

impl Downloaded {
    /// Returns what each certificate was verified by.
    #[must_use]
    pub fn verified_by(&self) -> Vec<&'static str> {
        let mut verified_by = vec!["timestamp"];
        verified_by.extend((self.trust != Trust::FirstUse).then_some("trusted-key"));
        verified_by.extend(["aead", "serial", "validity"]);
        verified_by.extend(self.self_signed.then_some("own-signature"));
        verified_by.extend(self.chained.then_some("chain"));
        verified_by
    }
}

/// Downloads the certificates and verifies them, with `chain` also up to its root.
///
/// # Errors
/// Returns an error if WeChat Pay does not list them, or if anything about one does not verify.
pub async fn download(
    client: &Client,
    trusted: &Keyring,
    apiv3_key: &ApiV3Key,
    chain: Option<&TrustChain>,
    first_use: FirstUse,
) -> Result<Downloaded, CertificatesError> {
    let BootstrapAnswer {
        bootstrap,
        request_id,
    } = client.certificates(trusted, apiv3_key).await?;
    if let Some(chain) = chain {
        verify_chain(chain, &bootstrap, request_id.as_deref())?;
    }
    let trust = match (bootstrap.pinned, bootstrap.signed_by.is_public_key_id()) {
        (true, true) => Trust::PublicKey,
        (true, false) => Trust::Pinned,
        (false, _) if first_use == FirstUse::Refuse => {
            return Err(CertificatesError::FirstUse { request_id });
        }
        (false, _) => Trust::FirstUse,
    };
    Ok(Downloaded {
        certificates: distinct(bootstrap.certificates),
        trust,
        signed_by: bootstrap.signed_by,
        self_signed: bootstrap.self_signed,
        chained: chain.is_some(),
        request_id,
    })
}

/// Returns all keys that are trusted already: the profile's, stored ones and `others`.
///
/// # Errors
/// Returns an error if a key of the profile or of a stored certificate cannot be used.
pub fn trusted_keys(
    profile: &Profile,
    stored: &[CertificateFile],
    others: PlatformFiles,
) -> Result<Keyring, CertificatesError> {
    let mut keyring = profile.trusted()?;
    for CertificateFile { x509, .. } in stored {
        keyring
            .add_certificate(x509)
            .map_err(|source| CertificatesError::Unusable {
                serial_no: x509.serial_no().clone(),
                subject: x509.subject().to_owned(),
                source,
            })?;
    }
    for key in others.into_keyring().into_keys() {
        keyring.add(key);
    }
    Ok(keyring)
}

/// Returns the certificate that a response should be signed with: the newest trusted one.
///
/// # Errors
/// Returns an error if the profile's certificates cannot be read.
pub fn newest_trusted(
    profile: &Profile,
    stored: &[CertificateFile],
    others: &PlatformFiles,
) -> Result<Option<SerialNo>, CertificatesError> {
    let of_profile = profile.platform_certificates()?;
    let all = of_profile
        .iter()
        .chain(&others.certificates)
        .map(|certificate| &certificate.x509)
        .chain(stored.iter().map(|stored| &stored.x509));
    Ok(X509::newest(all, ambient::now()).map(|x509| x509.serial_no().clone()))
}

fn verify_chain(
    chain: &TrustChain,
    bootstrap: &Bootstrap,
    request_id: Option<&str>,
) -> Result<(), Error> {
    let now = ambient::now();
    for certificate in &bootstrap.certificates {
        chain
            .verify(&certificate.x509, now)
            .map_err(|source| Error::Certificates {
                source: CertificateError::Chain {
                    serial_no: certificate.serial_no.clone(),
                    source,
                },
                request_id: request_id.map(str::to_owned),
            })?;
    }
    Ok(())
}

/// A response may list a certificate twice.
fn distinct(all: Vec<PlatformCertificate>) -> Vec<PlatformCertificate> {
    let mut distinct: Vec<PlatformCertificate> = Vec::new();
    for certificate in all {
        if distinct
            .iter()
            .all(|known| known.serial_no != certificate.serial_no)
        {
            distinct.push(certificate);
        }
    }
    distinct
}
