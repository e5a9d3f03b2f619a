//! What a notification is checked against.

use crate::diagnose::signature_analysis::CandidateKey;
use crate::protocol::id::Mchid;
use crate::protocol::keyring::Keyring;
use crate::protocol::resource::ApiV3Key;

/// The keys and the merchant that a notification is checked against.
#[derive(Debug)]
pub struct NotificationContext<'k> {
    /// Platform certificates and the WeChat Pay public key: those that may sign.
    pub platform: &'k Keyring,
    /// Other known keys, which must not sign.
    pub candidate_keys: Vec<CandidateKey<'k>>,
    /// Decrypts resources.
    pub apiv3_key: Option<&'k ApiV3Key>,
    /// The merchant number that notifications are expected for.
    pub mchid: Option<&'k Mchid>,
}
