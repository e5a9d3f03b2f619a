//! A notification, or any signed response, that was captured.

use std::time::Duration;

use super::checker::{Checker, Explanation, limits};
use crate::ambient;
use crate::capture::{Missing, PastedBody, PastedNotification, Reading};
use crate::diagnose::notification::{
    NotificationContext, compressed, decryption_failure, diagnose, diagnose_response, empty_body,
    not_api_v3, opening_failure, other_merchant, restore_headers, verify_error,
};
use crate::diagnose::{Cause, Diagnosis, Finding, Proof, Sentence, SignedLine, sentence};
use crate::profile::ProfileError;
use crate::protocol::keyring::Keyring;
use crate::protocol::notification::Notification;
use crate::protocol::plaintext::Plaintext;
use crate::protocol::signed::{
    MAX_AGE, NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, SignedBody, TIMESTAMP, Verified, VerifyError,
};
use crate::protocol::stamp::Timestamp;

/// How a notification is verified.
#[derive(Debug, Clone, Copy)]
pub struct NotificationOptions {
    /// The moment at which its age is checked.
    pub now: Timestamp,
    /// How old or how far ahead the signature may be; none for any age.
    pub max_age: Option<Duration>,
    /// Whether its resource is decrypted, for which the profile needs the APIv3 key.
    pub decrypt: bool,
}

impl Default for NotificationOptions {
    /// As a receiver verifies, now.
    fn default() -> Self {
        Self {
            now: ambient::now(),
            max_age: Some(MAX_AGE),
            decrypt: true,
        }
    }
}

/// Whether WeChat Pay signed a notification, and what is in it.
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckedNotification {
    /// Whether signature and age were verified.
    pub is_verified: bool,
    /// Seconds since it was signed.
    pub age_seconds: Option<i64>,
    /// From where the signature headers were read, and the body that the signature covers, else
    /// its most exact reading.
    pub readings: Vec<Reading>,
    /// The envelope, if it was verified.
    pub notification: Option<Notification>,
    /// The decrypted resource, if it was verified.
    pub plaintext: Option<Plaintext>,
    /// What is worth knowing although it is verified.
    pub remark: Option<Remark>,
    /// What is wrong with it.
    pub explanation: Explanation,
}

/// Something about a verified notification that is not a fault of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// What it is.
    pub message: Sentence,
    /// What to do about it.
    pub fix: Sentence,
}

/// Returns what must be read before a notification can be verified. A body that is not one of
/// API v3's has no such headers to read.
#[must_use]
pub fn missing(read: &PastedNotification) -> Option<Missing> {
    read.missing().filter(|_| foreign(read).is_none())
}

fn foreign(read: &PastedNotification) -> Option<Finding> {
    not_api_v3(&read.bodies.first()?.bytes)
}

impl Checker<'_> {
    /// Verifies and opens what was read of a notification.
    ///
    /// # Errors
    /// Returns an error if the profile has no APIv3 key for what was verified and is decrypted.
    pub fn notification(
        &self,
        read: &PastedNotification,
        keyring: &Keyring,
        options: &NotificationOptions,
    ) -> Result<CheckedNotification, ProfileError> {
        let body = signed_body(read, keyring, options.now);
        let bytes = body.map(|body| body.bytes.clone()).unwrap_or_default();
        let mut checked = CheckedNotification {
            is_verified: false,
            age_seconds: None,
            readings: readings(read, body),
            notification: None,
            plaintext: None,
            remark: None,
            explanation: Explanation::plain(Vec::new()),
        };
        match SignedBody::from_parts(|name| read.header(name), bytes) {
            Ok(signed) => self.verify(&signed, read.is_response, keyring, options, &mut checked)?,
            Err(error) => {
                let empty = body.and_then(|body| empty_body(&body.bytes));
                let findings = foreign(read)
                    .or_else(|| printed_as_empty(read))
                    .or_else(|| verify_error(&error).map(|finding| as_read(finding, read)));
                checked.explanation =
                    Explanation::plain(findings.into_iter().chain(empty).collect());
            }
        }
        if body.is_some_and(|body| body.bytes.is_empty() && !body.is_whole()) {
            suppose_empty(&mut checked.explanation.diagnosis.findings);
        }
        if read.is_refused
            && checked.is_verified
            && let Some(serial) = read.header(SERIAL)
        {
            // A response is not a notification, which then is beside the point.
            let findings = &mut checked.explanation.diagnosis.findings;
            findings.retain(|finding| finding.cause != Cause::NotANotification);
            checked.remark = Some(refused_elsewhere(serial));
        }
        Ok(checked)
    }

    fn verify(
        &self,
        signed: &SignedBody,
        is_response: bool,
        keyring: &Keyring,
        options: &NotificationOptions,
        checked: &mut CheckedNotification,
    ) -> Result<(), ProfileError> {
        let NotificationOptions { now, max_age, .. } = *options;
        // Values in each other's place have an age, too.
        let restored = restore_headers(signed);
        let dated = restored.as_ref().unwrap_or(signed);
        checked.age_seconds = dated.age(now).ok();
        let message = SignedLine::of(&signed.message());
        if let Ok(verified) = signed.clone().verify(keyring, now, max_age) {
            checked.is_verified = true;
            checked.explanation.diagnosis.expected.clone_from(&message);
            checked.explanation.diagnosis.signed = Some(message);
            return self.open(&verified, options.decrypt, checked);
        }
        // Age and signature are checked apart, so that an old capture still learns about the
        // second.
        let age = dated.check(now, max_age, |serial| keyring.find(serial));
        let signature = signed.check(now, None, |serial| keyring.find(serial));
        let mut plain_findings = obvious(dated, [&age, &signature]);
        match &signature {
            Err(error) if verify_error(error).is_some() => {}
            Ok(()) if !signed.is_in_milliseconds() => {
                // What is inside is checked too, and not shown: it is too old to be trusted.
                if let Ok(verified) = signed.clone().verify(keyring, now, None) {
                    self.open(&verified, options.decrypt, checked)?;
                    (checked.notification, checked.plaintext) = (None, None);
                }
            }
            Ok(()) | Err(_) => {
                checked.explanation = self.diagnose_signed(signed, is_response, keyring)?;
            }
        }
        let diagnosis = &mut checked.explanation.diagnosis;
        if diagnosis.expected.is_empty() {
            diagnosis.signed = signature.is_ok().then(|| message.clone());
            diagnosis.expected = message;
        }
        // The header's timestamp has no age if another one is proved to have been signed.
        if let Some(age) = signed_age(&checked.explanation.diagnosis, dated, now) {
            checked.age_seconds = Some(age);
            let is_fresh = max_age.is_none_or(|max| age.unsigned_abs() < max.as_secs());
            plain_findings.retain(|finding| {
                !(is_fresh && matches!(finding.cause, Cause::Stale | Cause::ClockSkew))
            });
        }
        checked
            .explanation
            .diagnosis
            .findings
            .splice(0..0, plain_findings);
        Ok(())
    }

    fn diagnose_signed(
        &self,
        signed: &SignedBody,
        is_response: bool,
        keyring: &Keyring,
    ) -> Result<Explanation, ProfileError> {
        let apiv3_key = self.profile.apiv3_key().ok();
        let mchid = self.profile.mchid().ok();
        self.diagnose(|candidate_keys| {
            let context = NotificationContext {
                platform: keyring,
                candidate_keys,
                apiv3_key: apiv3_key.as_ref(),
                mchid: mchid.as_ref(),
            };
            if is_response {
                diagnose_response(signed, &context, &limits())
            } else {
                diagnose(signed, &context, &limits())
            }
        })
    }

    fn open(
        &self,
        verified: &Verified,
        decrypt: bool,
        checked: &mut CheckedNotification,
    ) -> Result<(), ProfileError> {
        let findings = &mut checked.explanation.diagnosis.findings;
        match Notification::read(verified) {
            Ok(notification) => checked.notification = Some(notification),
            Err(error) => {
                let packed = compressed(verified.body());
                findings.push(packed.unwrap_or_else(|| decryption_failure(&error)));
                return Ok(());
            }
        }
        if decrypt {
            let key = self.profile.apiv3_key()?;
            match Notification::open(verified, &key) {
                Ok(event) => {
                    let mchid = self.profile.mchid().ok();
                    findings
                        .extend(mchid.and_then(|mchid| other_merchant(&event.plaintext, &mchid)));
                    checked.plaintext = Some(event.plaintext);
                }
                Err(error) => {
                    let resource = checked.notification.as_ref().map(|read| &read.resource);
                    findings.push(resource.map_or_else(
                        || decryption_failure(&error),
                        |resource| opening_failure(&error, resource, &key),
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Returns how long ago another timestamp than the header's was signed, if that is known.
fn signed_age(diagnosis: &Diagnosis, dated: &SignedBody, now: Timestamp) -> Option<i64> {
    let lines = diagnosis.signed.iter().flatten();
    let line = lines.into_iter().find(|line| line.label == "timestamp")?;
    let signed = std::str::from_utf8(&line.bytes).ok()?;
    let is_other = signed.len() == dated.timestamp.len() && signed != dated.timestamp;
    let signed: Timestamp = signed.parse().ok().filter(|_| is_other)?;
    now.0.checked_sub(signed.0)
}

/// Returns the reading of the body that the signature covers, else the most exact one.
fn signed_body<'r>(
    read: &'r PastedNotification,
    keyring: &Keyring,
    now: Timestamp,
) -> Option<&'r PastedBody> {
    let verifies = |body: &&PastedBody| {
        SignedBody::from_parts(|name| read.header(name), body.bytes.clone()).is_ok_and(|signed| {
            signed
                .check(now, None, |serial| keyring.find(serial))
                .is_ok()
        })
    };
    let bodies = read.bodies.iter();
    let mut bodies = bodies.filter(verifies);
    bodies.next().or_else(|| read.likeliest_body())
}

fn readings(read: &PastedNotification, body: Option<&PastedBody>) -> Vec<Reading> {
    let signing = [TIMESTAMP, NONCE, SIGNATURE, SERIAL, SIGNATURE_TYPE];
    read.headers
        .iter()
        .filter(|header| signing.contains(&header.name.as_str()))
        .map(|header| &header.reading)
        .chain(body.map(|body| &body.reading))
        .cloned()
        .collect()
}

/// Returns what needs no search: each cause once.
fn obvious(signed: &SignedBody, checks: [&Result<(), VerifyError>; 2]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for error in checks.into_iter().filter_map(|check| check.as_ref().err()) {
        // From milliseconds no age can be counted.
        let uncounted = matches!(error, VerifyError::Stale { .. }) && signed.is_in_milliseconds();
        let Some(finding) = verify_error(error).filter(|_| !uncounted) else {
            continue;
        };
        if findings.iter().all(|known| known.cause != finding.cause) {
            findings.push(finding);
        }
    }
    findings
}

/// A body that the text may just not have is not proved to be empty.
fn suppose_empty(findings: &mut [Finding]) {
    for finding in &mut *findings {
        if finding.cause == Cause::EmptyBody {
            finding.proof = Proof::Inferred;
        }
    }
    findings.sort_by_key(|finding| finding.proof != Proof::Verified);
}

/// Says that a program refused what verifies here.
fn refused_elsewhere(serial: &str) -> Remark {
    Remark {
        message: sentence!(
            "finding-verifies-here",
            "the text says that a program refused the signature, and these bytes verify with key {serial}: that program checked something else, other bytes or with another key",
            serial = serial
        ),
        fix: sentence!(
            "finding-fix-verifies-here",
            "give that program key {serial}, and let it verify the raw bytes as they were received, with the headers of the same message",
            serial = serial
        ),
    }
}

/// A header that is not in a log may have been received all the same.
fn as_read(finding: Finding, read: &PastedNotification) -> Finding {
    if finding.cause == Cause::MissingHeader && !read.lists_headers() {
        return Finding::inferred(finding.cause, finding.message, finding.fix);
    }
    finding
}

/// Names the headers that the application printed without a value.
fn printed_as_empty(read: &PastedNotification) -> Option<Finding> {
    let printed = read.absent().map(|header| {
        let name = &header.name;
        match header.value.trim() {
            "" => sentence!("finding-field-empty", "{name} is empty", name = name),
            value => sentence!(
                "finding-header-is-value",
                "{name} is {value}",
                name = name,
                value = value
            ),
        }
    });
    let names = printed.reduce(|one, other| {
        sentence!(
            "finding-names",
            "{one}, {other}";
            one: one,
            other: other
        )
    })?;
    Some(Finding::inferred(
        Cause::MissingHeader,
        sentence!(
            "finding-header-absent",
            "the application found no such header: {names}";
            names: names
        ),
        sentence!(
            "finding-fix-header-absent",
            "read the header under its own name, in any case, from the request itself; a CDN or gateway must pass Wechatpay-* on; the notification of an order placed with API v2 has none"
        ),
    ))
}
