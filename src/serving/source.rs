//! The profile of a server, which a reload replaces, and the keys that come from it.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::task::{JoinError, spawn_blocking};

use crate::client::Client;
use crate::error::Error;
use crate::profile::{Profile, ProfileError, Secret};
use crate::protocol::keys::KeyError;
use crate::receiver::{CertificateEnd, Renewal, Verifier, VerifierState};

/// A profile, and what was read with it once: reading may run a command.
pub struct Source {
    /// The profile.
    pub profile: Profile,
    /// Fetches certificates and places orders. Receiving needs no private key, so there may be
    /// none.
    pub client: Option<Client>,
    /// What the checkout API logs in with; none if it is not served.
    pub app_secret: Option<Result<Secret, Arc<ProfileError>>>,
}

/// Returns what the checkout API logs in with.
///
/// # Errors
/// Returns an error if the profile has no app secret, or no private key to place orders with.
pub fn app_secret(profile: &Profile) -> Result<Secret, ProfileError> {
    let secret = profile.app_secret()?;
    // The client has the same key; without one, no order can be placed.
    profile.signing_key()?;
    Ok(secret)
}

/// A [`Source`] that a reload replaces while others use it.
#[derive(Clone)]
pub struct SharedSource(Arc<ArcSwap<Source>>);

impl SharedSource {
    /// Shares a source.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(source)))
    }

    /// Returns the source as it is now.
    #[must_use]
    pub fn load(&self) -> Arc<Source> {
        self.0.load_full()
    }

    /// Replaces the source.
    pub fn store(&self, source: Source) {
        self.0.store(Arc::new(source));
    }
}

/// A profile that gives a receiver no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The profile, or a file that it names, cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The profile has neither a platform certificate nor a WeChat Pay public key.
    #[error("no platform certificate and no WeChat Pay public key is available to verify with")]
    Missing,
}

/// Returns what a receiver verifies and opens notifications with.
///
/// # Errors
/// Returns an error if the profile lacks a key, the APIv3 key or the merchant's number.
pub fn verifier_state(profile: &Profile) -> Result<VerifierState, KeysError> {
    let keyring = profile.keyring()?;
    if keyring.is_empty() {
        return Err(KeysError::Missing);
    }
    Ok(VerifierState {
        verifier: Verifier {
            keyring,
            apiv3_key: profile.apiv3_key()?,
            mchid: profile.mchid()?,
        },
        ends: profile
            .certificate_expiries()?
            .into_iter()
            .map(|expiry| CertificateEnd {
                serial_no: expiry.serial_no,
                not_after: expiry.not_after,
            })
            .collect(),
        fetched: Vec::new(),
    })
}

/// Why platform certificates could not be fetched while a server runs.
#[derive(Debug, thiserror::Error)]
pub enum RenewalError {
    /// The profile names no private key to sign the request with.
    #[error("the profile has no private key")]
    NoPrivateKey,
    /// The profile gives no keys any more.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// Reading the keys came to no end.
    #[error("the keys could not be read")]
    Interrupted(#[from] JoinError),
    /// The call failed.
    #[error(transparent)]
    Call(#[from] Error),
    /// A reload changed the merchant during the call.
    #[error("the profile belongs to another merchant now")]
    OtherMerchant,
    /// A certificate that was fetched has a key that cannot verify.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Returns what fetches certificates if a notification names one that is not known.
#[must_use]
pub fn renewal(source: SharedSource) -> Renewal {
    Renewal::new(Box::new(move || {
        let source = source.clone();
        Box::pin(async move { Ok(renew(&source).await?) })
    }))
}

async fn renew(source: &SharedSource) -> Result<VerifierState, RenewalError> {
    let before = source.load();
    let client = before.client.as_ref().ok_or(RenewalError::NoPrivateKey)?;
    let verifier = read(&before.profile).await?.verifier;
    let listed = client
        .certificates(&verifier.keyring, &verifier.apiv3_key)
        .await?;
    // The profile may have been read again meanwhile.
    let mut state = read(&source.load().profile).await?;
    if state.verifier.mchid != verifier.mchid {
        return Err(RenewalError::OtherMerchant);
    }
    for certificate in listed.bootstrap.certificates {
        state.add_fetched(certificate.x509)?;
    }
    Ok(state)
}

/// Reads on a thread of its own, since a file may be a pipe.
async fn read(profile: &Profile) -> Result<VerifierState, RenewalError> {
    let profile = profile.clone();
    Ok(spawn_blocking(move || verifier_state(&profile)).await??)
}
