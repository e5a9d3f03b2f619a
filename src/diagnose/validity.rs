//! Whether the merchant certificate was valid when something was signed with its key.

use super::{Cause, Finding, Place, text};
use crate::protocol::certificate::X509;
use crate::protocol::stamp::Timestamp;

/// Returns a finding if the certificate was not valid at the moment of signing: WeChat Pay
/// refuses what was signed then, also if the signature is right.
#[must_use]
pub fn certificate_validity(
    certificate: &X509,
    signed_at: Timestamp,
    place: Place,
) -> Option<Finding> {
    if certificate.is_valid_at(signed_at) {
        return None;
    }
    let serial = certificate.serial_no();
    let moment = signed_at.to_rfc3339();
    let message = if signed_at < certificate.not_before() {
        text!(
            "the merchant certificate {serial} is valid from {start}, and this was signed before that, at {moment}",
            "商户API证书 {serial} 自 {start} 起有效，而签名时间 {moment} 早于该时间",
            start = certificate.not_before().to_rfc3339(),
        )
    } else {
        text!(
            "the merchant certificate {serial} expired at {end}, before this was signed at {moment}",
            "商户API证书 {serial} 已于 {end} 过期，早于签名时间 {moment}",
            end = certificate.not_after().to_rfc3339(),
        )
    };
    let finding = Finding::fact(Cause::CertificateExpired, place, message);
    Some(if signed_at < certificate.not_before() {
        finding.with_fix(text!(
            "set the clock of the server that signs by NTP, or use the certificate that is valid now with its own key and serial number",
            "用 NTP 校准签名服务器的时钟，或改用当前有效的证书及其私钥和证书序列号"
        ))
    } else {
        finding
    })
}
