//! The merchant who calls, and its keys.

use crate::profile::{Profile, ProfileError};
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::SigningKey;
use crate::protocol::resource::ApiV3Key;
use crate::protocol::stamp::Timestamp;

/// A merchant's number, and the keys of its calls.
#[derive(Debug)]
pub struct Merchant {
    /// The merchant who signs.
    pub mchid: Mchid,
    /// Signs requests.
    pub key: SigningKey,
    /// Verifies responses.
    pub keyring: Keyring,
    /// Sent with every request in public-key mode, so that the response is signed with that key.
    pub public_key_id: Option<SerialNo>,
    /// Sent if there is no public key: the newest platform certificate that is available, so that
    /// the response is signed with what can be verified.
    pub platform_serial: Option<SerialNo>,
    /// Opens platform certificates, if a response is signed with one that is not available yet.
    pub apiv3_key: Option<ApiV3Key>,
}

impl Merchant {
    /// Reads the numbers and keys that a profile names. Without an APIv3 key, calls are verified
    /// with the keys of the profile alone.
    ///
    /// # Errors
    /// Returns an error if a number or key is missing or unusable.
    pub fn from_profile(profile: &Profile, now: Timestamp) -> Result<Self, ProfileError> {
        Ok(Self {
            mchid: profile.mchid()?,
            key: profile.signing_key()?,
            keyring: profile.keyring()?,
            public_key_id: profile.public_key_id()?,
            platform_serial: profile.newest_platform_serial(now)?,
            apiv3_key: profile.apiv3_key().ok(),
        })
    }
}
