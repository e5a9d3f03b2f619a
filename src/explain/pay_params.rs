//! The parameters that a payer's client was given.

use serde_json::Value;

use super::checker::{Checker, Explanation, limits};
use crate::capture::PastedPayParams;
use crate::diagnose::Subject;
use crate::diagnose::pay_params::{Claim, Comparison, Names, PayParamsContext};
use crate::profile::{CandidateKeys, ProfileError};
use crate::protocol::id::Appid;
use crate::protocol::keys::VerifyingKey;
use crate::protocol::pay_params::PayClient;

/// What is known about the parameters besides the object.
#[derive(Debug, Default)]
pub struct PayParamsOptions {
    /// The client that pays; read from the object if it is not known.
    pub client: Option<PayClient>,
    /// The App ID of that client; those of the profile if it is not known.
    pub appid: Option<Appid>,
    /// What the merchant's code says that it signed.
    pub signed_string: Option<Vec<u8>>,
}

/// Whether a payer's client would accept the parameters.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckedPayParams {
    /// What is wrong with them.
    pub explanation: Explanation,
    /// How the string that the merchant's code signed compares with the one it had to sign.
    pub comparison: Option<Comparison>,
}

impl Checker<'_> {
    /// Checks parameters against the merchant's key, which is `key`.
    ///
    /// # Errors
    /// Returns an error if the profile's numbers cannot be read, or no App ID is known.
    pub fn pay_params(
        &self,
        read: &PastedPayParams,
        key: &VerifyingKey,
        options: PayParamsOptions,
    ) -> Result<CheckedPayParams, ProfileError> {
        let object = read.object.as_ref().unwrap_or(&Value::Null);
        let mut claim = match Claim::read_for(object, options.client, names(read)) {
            Ok(claim) => claim,
            Err(missing) => {
                return Ok(CheckedPayParams {
                    explanation: Explanation::plain(missing),
                    comparison: None,
                });
            }
        };
        if let Some(string) = options.signed_string {
            claim = claim.with_signed_string(string);
        }
        let apiv3_key = self.profile.apiv3_key().ok();
        let (appids, other_appids) = self.appids(options.appid.as_ref())?;
        if appids.is_empty() && !claim.has_appid() {
            // Its first line could only be guessed.
            self.profile.appid()?;
        }
        let mchid = self.mchid()?;
        let mut comparison = None;
        let mut explanation = self.diagnose(|candidate_keys| {
            let context = PayParamsContext {
                merchant: key,
                mchid: Some(&mchid),
                candidate_keys,
                apiv3_key: apiv3_key.as_ref(),
                appids: appids.clone(),
                other_appids: other_appids.clone(),
            };
            let diagnosis = claim.diagnose(&context, &limits());
            comparison = claim.compare(&context, &diagnosis);
            diagnosis
        })?;
        if let Some(signed_at) = claim.signed_at() {
            let subject = Subject::PayParams;
            explanation.add(self.certificate_validity(key.serial_no(), signed_at, subject));
        }
        Ok(CheckedPayParams {
            explanation,
            comparison,
        })
    }

    /// Returns the App IDs that may be signed, and the values that are taken for one.
    fn appids(&self, given: Option<&Appid>) -> Result<(Vec<Appid>, Vec<String>), ProfileError> {
        let own: Vec<Appid> = [self.profile.appid().ok(), self.profile.sub_appid()?]
            .into_iter()
            .flatten()
            .collect();
        let mchids = [Some(self.mchid()?), self.profile.sub_mchid()?];
        let others = CandidateKeys::other_appids(self.profile, self.inputs);
        let mistaken = own
            .iter()
            .map(ToString::to_string)
            .chain(others)
            .chain(mchids.iter().flatten().map(ToString::to_string))
            .collect();
        Ok((given.map_or(own, |given| vec![given.clone()]), mistaken))
    }
}

/// Returns whose names the fields have.
fn names(read: &PastedPayParams) -> Names {
    if read.is_type {
        Names::Program
    } else if read.call.as_deref() == Some("chooseWXPay") {
        Names::ChooseWxPay
    } else {
        Names::Client
    }
}
