//! The keys and App IDs that a payer's parameters are checked against.

use crate::diagnose::CandidateKey;
use crate::protocol::id::{Appid, Mchid};
use crate::protocol::keys::VerifyingKey;
use crate::protocol::resource::ApiV3Key;

/// The keys and App IDs that a payer's parameters are checked against.
#[derive(Debug)]
pub struct PayParamsContext<'k> {
    /// The key that signed the order.
    pub merchant: &'k VerifyingKey,
    /// The merchant number that signs: in partner mode the service provider's.
    pub mchid: Option<&'k Mchid>,
    /// Keys that must not sign these parameters, and sometimes do.
    pub candidate_keys: Vec<CandidateKey<'k>>,
    /// The APIv3 key, which is sometimes mistaken for a signing key.
    pub apiv3_key: Option<&'k ApiV3Key>,
    /// The App IDs that may be in the first line: the profile's, in partner mode also the
    /// sub-merchant's.
    pub appids: Vec<Appid>,
    /// Other configured values that are taken for the App ID: those of other profiles, the mchid.
    pub other_appids: Vec<String>,
}
