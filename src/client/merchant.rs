//! Who calls, and with which keys.

use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::SigningKey;
use crate::protocol::resource::ApiV3Key;

/// Who calls, and what its answers are verified with.
#[derive(Debug)]
pub struct Merchant {
    /// Who signs.
    pub mchid: Mchid,
    /// With what.
    pub key: SigningKey,
    /// What answers are verified with.
    pub keyring: Keyring,
    /// Sent with every request in public-key mode, so that the answer is signed with that key.
    pub public_key_id: Option<SerialNo>,
    /// Sent instead where there is none: the newest certificate at hand, so that the answer is
    /// signed with what can be verified.
    pub platform_serial: Option<SerialNo>,
    /// Opens platform certificates, where an answer is signed with one that is not at hand.
    pub apiv3_key: Option<ApiV3Key>,
}
