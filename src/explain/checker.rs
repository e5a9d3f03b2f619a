//! A diagnosis with the keys of a profile.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use super::files::{self, FileProblem};
use crate::ambient;
use crate::diagnose::request::RequestContext;
use crate::diagnose::{
    CandidateKey, Cause, Diagnosis, Finding, Limits, Proof, Subject, certificate_validity,
};
use crate::profile::{CandidateKeys, Field, Inputs, Profile, ProfileError};
use crate::protocol::id::{Mchid, SerialNo};
use crate::protocol::stamp::Timestamp;

const MAX_SEARCH_TIME: Duration = Duration::from_secs(3);
const MAX_MESSAGES: u64 = 20_000_000;

/// How often a search looks at the clock before it may end: on a machine that stalls, the simple
/// mistakes are still found. Between two looks it makes a variant of the body, or tries up to 1024
/// messages.
const MIN_CLOCK_CHECKS: u32 = 128;

/// Returns what one diagnosis may cost: 3 s of searching, 20 million messages.
#[must_use]
pub fn limits() -> Limits<'static> {
    let began = Instant::now();
    limits_by(move || began.elapsed())
}

fn limits_by(elapsed: impl Fn() -> Duration + Sync + 'static) -> Limits<'static> {
    let checks = AtomicU32::new(0);
    Limits {
        max_messages: MAX_MESSAGES,
        expired: Box::new(move || {
            let is_early = checks.fetch_add(1, Ordering::Relaxed) < MIN_CLOCK_CHECKS;
            !is_early && elapsed() > MAX_SEARCH_TIME
        }),
    }
}

/// Checks what was pasted with the keys of a profile.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'p> {
    pub(super) profile: &'p Profile,
    pub(super) inputs: &'p Inputs,
}

/// A diagnosis, and what is odd about the files that it was made with.
#[derive(Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// What was found about the signature.
    pub diagnosis: Diagnosis,
    /// Whatever the signature says; not looked for if nothing is wrong with it.
    pub file_problems: Vec<FileProblem>,
}

/// An explanation of a request, and the key that it should be signed with.
pub(super) struct RequestExplanation {
    pub(super) explanation: Explanation,
    pub(super) serial_no: SerialNo,
}

impl From<Diagnosis> for Explanation {
    fn from(diagnosis: Diagnosis) -> Self {
        Self {
            diagnosis,
            file_problems: Vec::new(),
        }
    }
}

impl Explanation {
    /// An explanation that needed no search.
    pub(super) fn plain(findings: Vec<Finding>) -> Self {
        Self::from(Diagnosis::without_search(findings))
    }

    /// Adds facts that were compared outside the search, unless their cause is known already.
    pub(super) fn add(&mut self, facts: impl IntoIterator<Item = Finding>) {
        let findings = &mut self.diagnosis.findings;
        for fact in facts {
            if findings.iter().all(|known| known.cause != fact.cause) {
                findings.push(fact);
            }
        }
        findings.sort_by_key(|finding| finding.proof != Proof::Verified);
    }
}

impl<'p> Checker<'p> {
    /// Checks with the keys of `profile`; `inputs` lead to the other profiles, whose keys are
    /// tried if none of its own made a signature.
    #[must_use]
    pub fn new(profile: &'p Profile, inputs: &'p Inputs) -> Self {
        Self { profile, inputs }
    }

    /// Diagnoses with the expected keys, and with all that can be found only if none of those
    /// signed, since reading them takes time.
    pub(super) fn diagnose(
        &self,
        mut with: impl FnMut(Vec<CandidateKey<'_>>) -> Diagnosis,
    ) -> Result<Explanation, ProfileError> {
        let mut diagnosis = with(Vec::new());
        let file_problems = if diagnosis.is_valid() {
            Vec::new()
        } else {
            files::problems(self.profile, ambient::now())?
        };
        // Another serial number is named with the key that it is of.
        let is_other_serial = diagnosis
            .findings
            .first()
            .is_some_and(|finding| finding.cause == Cause::SerialMismatch);
        if !diagnosis.signer_known || is_other_serial {
            let keys = CandidateKeys::gather(self.profile, self.inputs);
            diagnosis = with(keys.suspects());
        }
        Ok(Explanation {
            diagnosis,
            file_problems,
        })
    }

    /// Diagnoses a request with what the merchant signs with; returns the serial number of the
    /// key, too.
    pub(super) fn diagnose_request(
        &self,
        with: impl Fn(&RequestContext<'_>) -> Diagnosis,
    ) -> Result<RequestExplanation, ProfileError> {
        let key = self.profile.merchant_verifying_key()?;
        let mchid = self.mchid()?;
        let apiv3_key = self.profile.apiv3_key().ok();
        let explanation = self.diagnose(|candidate_keys| {
            with(&RequestContext {
                merchant: &key,
                mchid: &mchid,
                candidate_keys,
                apiv3_key: apiv3_key.as_ref(),
            })
        })?;
        Ok(RequestExplanation {
            explanation,
            serial_no: key.serial_no().clone(),
        })
    }

    /// Returns the merchant number, which the certificate has, too.
    pub(super) fn mchid(&self) -> Result<Mchid, ProfileError> {
        let error = match self.profile.mchid() {
            Ok(mchid) => return Ok(mchid),
            Err(error) => error,
        };
        if self.profile.origin(Field::Mchid).is_some() {
            return Err(error);
        }
        let certificate = self.profile.certificate()?;
        certificate
            .and_then(|found| found.x509.mchid())
            .ok_or(error)
    }

    /// Compares the merchant certificate's validity with the moment of a signature by its key.
    pub(super) fn certificate_validity(
        &self,
        key: &SerialNo,
        signed_at: Timestamp,
        subject: Subject,
    ) -> Option<Finding> {
        let certificate = self.profile.certificate().ok().flatten()?.x509;
        if certificate.serial_no() != key {
            return None;
        }
        certificate_validity(&certificate, signed_at, subject)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_over_after_three_seconds() {
        for (millis, is_over) in [(0, false), (2999, false), (3000, false), (3001, true)] {
            let limits = limits_by(move || Duration::from_millis(millis));
            for _ in 0..MIN_CLOCK_CHECKS {
                assert!(!(limits.expired)(), "{millis} ms");
            }
            assert_eq!((limits.expired)(), is_over, "{millis} ms");
        }
    }
}
