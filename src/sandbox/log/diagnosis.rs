//! Finds out why a signature was refused, from the bytes and the key.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::diagnose::request::{Request, RequestContext, SigningTime, diagnose};
use crate::diagnose::{CandidateKey, Cause, Diagnosis, Finding, Limits, Party, Sentence, sentence};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::identity::{Identity, Merchants};
use crate::sandbox::log::check::SignatureCheck;
use crate::sandbox::log::request::RequestRecord;

const MAX_SEARCH_TIME: Duration = Duration::from_millis(400);

/// How long a search may take while others wait.
const MAX_HURRIED_SEARCH_TIME: Duration = Duration::from_millis(20);
const MAX_MESSAGES: u64 = 20_000_000;

/// How often a search looks at the clock before it may end: on a machine that stalls, the simple
/// mistakes are still found. Between two looks it makes a variant of the body, or tries up to 1024
/// messages.
const MIN_CLOCK_CHECKS: u32 = 128;
const MIN_HURRIED_CLOCK_CHECKS: u32 = 0;

impl RequestRecord {
    /// Finds out why the signature of this request was refused; none if it was not, if a fault
    /// that was set refused it, or if what it had to cover was not kept. Takes up to a second.
    pub(crate) fn check(&self, merchants: &Merchants) -> Option<SignatureCheck> {
        self.check_within(merchants, &limits(MAX_SEARCH_TIME, MIN_CLOCK_CHECKS))
    }

    /// Does the same in a short time; only what is proved by then if that was not enough.
    pub(crate) fn check_hurriedly(&self, merchants: &Merchants) -> Option<SignatureCheck> {
        let limits = limits(MAX_HURRIED_SEARCH_TIME, MIN_HURRIED_CLOCK_CHECKS);
        self.check_within(merchants, &limits)?.certain()
    }

    fn check_within(&self, merchants: &Merchants, limits: &Limits<'_>) -> Option<SignatureCheck> {
        if !self.summary.is_signature_refused() {
            return None;
        }
        let identity = &*merchants.find_or_first(self.summary.mchid.as_deref());
        let signers = identity
            .platform_keys()
            .into_iter()
            .chain([identity.public()]);
        let signers: Vec<_> = signers.collect();
        let candidate_keys = signers
            .iter()
            .map(|key| CandidateKey {
                key: key.verifying_key(),
                party: Party::Platform,
                owner: sentence!(
                    "finding-owner-platform-key",
                    "platform key {serial}",
                    serial = key.serial_no()
                ),
            })
            .collect();
        let context = RequestContext {
            merchant: identity.merchant(),
            mchid: identity.mchid(),
            candidate_keys,
            apiv3_key: Some(identity.sealing()),
        };
        let mut diagnosis = self.diagnose(&context, limits)?;
        if diagnosis.findings.is_empty() {
            return None;
        }
        for finding in &mut diagnosis.findings {
            if matches!(finding.cause, Cause::WrongKey | Cause::UnknownSerial) {
                finding.fix = own_key(identity);
            }
        }
        Some(SignatureCheck::from(&diagnosis))
    }

    /// Finds out the same with other keys; none if what the signature had to cover was not kept.
    #[must_use]
    pub fn diagnose(&self, context: &RequestContext<'_>, limits: &Limits<'_>) -> Option<Diagnosis> {
        let authorization = self.request.joined("authorization");
        let url = self.called_url();
        let sent = Request {
            method: &self.summary.method,
            url: &url,
            body: self.signed_body()?,
            authorization: &authorization,
        };
        let mut diagnosis = diagnose(&sent, context, limits);
        // The moment of sending is known here.
        let received = Timestamp::from_millis(self.summary.at);
        let moment = SigningTime::read(sent.authorization, received);
        let late = moment.map(|moment| moment.findings(true));
        diagnosis.findings.splice(0..0, late.unwrap_or_default());
        // A fault that was set refuses calls that nothing is wrong with.
        if diagnosis.findings.is_empty() && self.summary.faults.is_empty() {
            let message = self.summary.message.as_deref().unwrap_or_default();
            diagnosis.findings.push(unexplained(message));
        }
        Some(diagnosis)
    }

    /// Returns the URL that was called, host included, since some sign that; the request target
    /// alone if the request did not say which host.
    fn called_url(&self) -> String {
        let target = &self.summary.url;
        let host = self.request.joined("host");
        if host.is_empty() || !target.starts_with('/') {
            return target.clone();
        }
        // Without a port it is a name of WeChat Pay, which is called over TLS.
        let scheme = if host.contains(':') { "http" } else { "https" };
        format!("{scheme}://{host}{target}")
    }
}

fn limits(search_time: Duration, min_checks: u32) -> Limits<'static> {
    let (began, checks) = (Instant::now(), AtomicU32::new(0));
    Limits {
        max_messages: MAX_MESSAGES,
        expired: Box::new(move || {
            let is_early = checks.fetch_add(1, Ordering::Relaxed) < min_checks;
            !is_early && began.elapsed() > search_time
        }),
    }
}

/// Says which key the sandbox's merchant signs with: one for the real WeChat Pay does not fit.
fn own_key(identity: &Identity) -> Sentence {
    sentence!(
        "finding-fix-sandbox-key",
        "sign with the key of the sandbox's merchant, {path}, and serial_no {serial}",
        path = identity.private_key_path().display(),
        serial = identity.serial_no()
    )
}

/// What is left to say if nothing else was found.
fn unexplained(message: &str) -> Finding {
    Finding::inferred(
        Cause::AuthorizationMalformed,
        sentence!(
            "finding-sandbox-refused",
            "the sandbox refused the request: {message}",
            message = message
        ),
        sentence!(
            "finding-fix-compare-authorization",
            "compare each value of Authorization with the documentation of the header"
        ),
    )
}
