//! Whether the merchant certificate had expired when something was signed with its key.

use super::{Cause, Finding, Subject, sentence};
use crate::protocol::certificate::X509;
use crate::protocol::stamp::Timestamp;

/// Returns a finding if the certificate had expired at the moment of signing: WeChat Pay
/// refuses what was signed then, also if the signature is right.
#[must_use]
pub fn certificate_validity(
    certificate: &X509,
    signed_at: Timestamp,
    subject: Subject,
) -> Option<Finding> {
    // What was signed before the certificate began may be of the one before it.
    if signed_at <= certificate.not_after() {
        return None;
    }
    let message = sentence!(
        "finding-certificate-expired-at",
        "the merchant certificate {serial} expired at {end}, before this was signed at {moment}",
        serial = certificate.serial_no(),
        end = certificate.not_after().to_rfc3339(),
        moment = signed_at.to_rfc3339()
    );
    Some(Finding::fact(Cause::CertificateExpired, subject, message))
}
