//! Verification errors that need no search.

use crate::diagnose::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::signed::VerifyError;

/// Explains a verification error that needs no search; `None` if the signature itself has to be
/// diagnosed.
#[must_use]
pub fn verify_error(error: &VerifyError) -> Option<Finding> {
    let finding = match error {
        VerifyError::MissingHeaders(names) => Finding::fact(
            Cause::MissingHeader,
            Subject::Notification,
            sentence!(
                "finding-missing-headers",
                "missing: {names}";
                names: Sentence::names(names)?
            ),
        ),
        VerifyError::SignatureType(other) if other.contains("SM2") => Finding::fact(
            Cause::Sm2Signature,
            Subject::Notification,
            sentence!(
                "finding-signature-type-sm2",
                "the signature is of type {other}",
                other = other
            ),
        ),
        VerifyError::SignatureType(other) => Finding::verified(
            Cause::WrongSignType,
            sentence!(
                "finding-signature-type-other",
                "Wechatpay-Signature-Type is '{other}'",
                other = other
            ),
            sentence!(
                "finding-fix-signature-type",
                "WECHATPAY2-SHA256-RSA2048 is expected"
            ),
        ),
        VerifyError::Stale { seconds } => signed_at_another_time(*seconds),
        VerifyError::Probe => Finding::fact(
            Cause::SigntestProbe,
            Subject::Notification,
            Cause::SigntestProbe.meaning(Subject::Notification),
        ),
        VerifyError::Timestamp(_)
        | VerifyError::Encoding
        | VerifyError::UnknownSerial(_)
        | VerifyError::OtherKey { .. }
        | VerifyError::Mismatch { .. } => return None,
    };
    Some(finding)
}

/// The finding of a signature that is this many seconds old; of the future, if that is negative.
fn signed_at_another_time(seconds: i64) -> Finding {
    let (cause, message) = if seconds < 0 {
        let message = sentence!(
            "finding-clock-skew-seconds",
            "it was signed {ahead} s ahead of this clock",
            ahead = seconds.unsigned_abs()
        );
        (Cause::ClockSkew, message)
    } else {
        let message = sentence!(
            "finding-stale-seconds",
            "it was signed {seconds} s ago; five minutes are allowed",
            seconds = seconds
        );
        (Cause::Stale, message)
    };
    Finding::fact(cause, Subject::Notification, message)
}
