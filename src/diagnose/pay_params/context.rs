//! Who may have signed a payer's parameters, and for which apps.

use crate::diagnose::CandidateKey;
use crate::protocol::keys::VerifyingKey;
use crate::protocol::resource::ApiV3Key;

/// Who may have signed, and for which App IDs.
#[derive(Debug)]
pub struct PayParamsContext<'k> {
    /// The key that signed the order.
    pub merchant: &'k VerifyingKey,
    /// The merchant number that signs: in partner mode the service provider's.
    pub mchid: Option<String>,
    /// Keys that must not sign these parameters, and sometimes do.
    pub candidate_keys: Vec<CandidateKey<'k>>,
    /// Taken for a signing key now and then.
    pub apiv3_key: Option<&'k ApiV3Key>,
    /// The App IDs that may be in the first line: the profile's, in partner mode also the
    /// sub-merchant's.
    pub appids: Vec<String>,
    /// Other configured values that are taken for the App ID: those of other profiles, the mchid.
    pub other_appids: Vec<String>,
}
