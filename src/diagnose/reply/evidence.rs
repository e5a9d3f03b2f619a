//! What a reply's message, values and lengths suggest.

use super::refusal::{Received, ReceivedStamp, Sent};
use crate::diagnose::request::RequestContext;
use crate::diagnose::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::error_code;

/// Returns what the message with which the server refused says of the signature.
pub(super) fn by_message(message: &str) -> Option<Finding> {
    let (cause, fix) = cause_and_fix(error_code::by_text(message)?.name)?;
    let says = sentence!(
        "finding-reply-says",
        "the reply says: {message}",
        message = message
    );
    Some(if cause == Cause::MchidMismatch {
        Finding::verified(cause, says, fix)
    } else {
        Finding::inferred(cause, says, fix)
    })
}

/// Returns what a refusal of this name means for the signature.
fn cause_and_fix(name: &str) -> Option<(Cause, Sentence)> {
    Some(match name {
        "authorization-malformed" | "authorization-scheme" => (
            Cause::AuthorizationMalformed,
            sentence!(
                "finding-fix-reply-authorization",
                "print the header that is sent and check it with `explain request`: scheme, one space, five pairs in straight double quotes joined by commas without spaces; a missing last line feed gets this reply too"
            ),
        ),
        "request-clock" => (
            Cause::Stale,
            sentence!(
                "finding-fix-reply-clock",
                "set the clock by NTP, use whole seconds, and sign right before sending; this check comes first and hides others"
            ),
        ),
        "merchant-serial" => (
            Cause::SerialMismatch,
            sentence!(
                "finding-fix-reply-serial",
                "serial_no must be the merchant certificate's that belongs to the private key: not a platform certificate's, not a PUB_KEY_ID_…"
            ),
        ),
        "merchant-certificate-ended" | "no-merchant-certificate" => (
            Cause::WrongKey,
            sentence!(
                "finding-fix-reply-certificate",
                "take the merchant certificate that is valid in the merchant console, with its key and serial number"
            ),
        ),
        "mchid-mismatch" => (
            Cause::MchidMismatch,
            sentence!(
                "finding-fix-reply-mchid",
                "the body's mchid (sp_mchid in partner mode) must be the one in Authorization"
            ),
        ),
        "platform-key-of-another-merchant" => (
            Cause::UnknownSerial,
            sentence!(
                "finding-fix-reply-platform-serial",
                "send the serial of a platform certificate or WeChat Pay public key of this merchant number in Wechatpay-Serial"
            ),
        ),
        "apiv3-key-not-set" => (
            Cause::WrongApiv3Key,
            sentence!(
                "finding-fix-reply-apiv3-key",
                "set the APIv3 key in the merchant console"
            ),
        ),
        _ => return None,
    })
}

/// What is wrong with what the server received, whatever was signed.
pub(super) fn by_values(received: &Received, context: &RequestContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(ReceivedStamp { timestamp, .. }) = received.stamp()
        && timestamp.len() == 13
    {
        findings.push(Finding::verified(
            Cause::TimestampMilliseconds,
            sentence!(
                "finding-received-milliseconds",
                "the server received timestamp {timestamp}, in milliseconds",
                timestamp = timestamp
            ),
            sentence!(
                "finding-fix-request-milliseconds",
                "use whole seconds since 1970, ten digits, in the header and in what is signed"
            ),
        ));
    }
    let body = received.body_length();
    let takes_body = matches!(received.method.as_str(), "POST" | "PUT" | "PATCH");
    if received.method == "GET" && body.is_some_and(|length| length > 0) {
        findings.push(Finding::verified(
            Cause::GetWithBody,
            sentence!(
                "finding-received-get-with-body",
                "the server received a GET with a body"
            ),
            sentence!(
                "finding-fix-get-without-body",
                "send a GET without a body, and sign an empty fifth line"
            ),
        ));
    } else if takes_body && body == Some(0) {
        findings.push(Finding::inferred(
            Cause::BodyNotSigned,
            sentence!("finding-received-without-body", "the server received a {method} without a body: what was signed was not sent", method = received.method),
            sentence!("finding-fix-received-without-body", "pass the body to the HTTP client as raw bytes, from a stream that was not read before, and let no redirect turn the POST into a GET"),
        ));
    }
    if received
        .body_head()
        .is_some_and(|head| head.starts_with('\u{feff}'))
    {
        findings.push(Finding::inferred(
            Cause::BodyBom,
            sentence!(
                "finding-received-bom",
                "the body that the server received begins with a byte order mark"
            ),
            sentence!(
                "finding-fix-received-bom",
                "write the body without a byte order mark, and sign the bytes that are sent"
            ),
        ));
    }
    findings.extend(by_url(received, context));
    findings
}

/// What is wrong with the URL that the server received.
fn by_url(received: &Received, context: &RequestContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let query = received.url.split_once('?').map(|(_, query)| query);
    let mchid = query.and_then(|query| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(name, _)| name == "mchid" || name == "sp_mchid")
            .map(|(_, value)| value.into_owned())
    });
    if let Some(mchid) = mchid.filter(|mchid| mchid != context.mchid.as_str()) {
        findings.push(Finding::verified(
            Cause::MchidMismatch,
            sentence!(
                "finding-query-mchid",
                "the query names merchant {mchid}, the profile is of {ours}",
                ours = context.mchid,
                mchid = mchid
            ),
            sentence!(
                "finding-fix-query-mchid",
                "query with the merchant number that signs"
            ),
        ));
    }
    if query.is_none() && received.method == "GET" && received.url.starts_with("/v3/pay/") {
        findings.push(Finding::inferred(
            Cause::QueryNotSigned,
            sentence!(
                "finding-received-without-query",
                "the server received the URL without ?mchid=…: if it was signed, it was not sent"
            ),
            sentence!(
                "finding-fix-received-without-query",
                "send and sign the same path and query"
            ),
        ));
    }
    if received.url.contains("%25") {
        findings.push(Finding::inferred(
            Cause::PathEncoding,
            sentence!(
                "finding-received-encoded-twice",
                "the server received {url}, in which a percent sign is encoded once more",
                url = received.url
            ),
            sentence!(
                "finding-fix-received-encoded-twice",
                "encode path and query once, sign that, and send that"
            ),
        ));
    }
    findings
}

/// Compares the length of the body that was sent with that of the body that arrived.
pub(super) fn by_lengths(received: &Received, sent: &Sent) -> Option<Finding> {
    let arrived = received.body_length()?;
    let body = sent.body.as_ref()?;
    let head = received.body_head()?;
    let difference = i64::try_from(body.len()).ok()? - i64::try_from(arrived).ok()?;
    let text = String::from_utf8_lossy(body);
    let (cause, why) = by_difference(difference, arrived, &text, head)?;
    let message = sentence!(
        "finding-lengths-differ",
        "the given body has {length} bytes, the server received {arrived}: {why}",
        length = body.len(),
        arrived = arrived;
        why: why
    );
    let fix = Cause::BodyReserialized.fix(Subject::Request);
    Some(Finding::inferred(cause, message, fix))
}

/// Says what makes a body that many bytes longer than the one that arrived; none if they are equal.
fn by_difference(
    difference: i64,
    arrived: usize,
    text: &str,
    head: &str,
) -> Option<(Cause, Sentence)> {
    let same_head = text.starts_with(head) || head.starts_with(text);
    let foreign = i64::try_from(text.chars().filter(|c| !c.is_ascii()).count()).ok()?;
    Some(match difference {
        0 if same_head => return None,
        0 => (
            Cause::BodyKeyOrder,
            sentence!(
                "finding-length-equal",
                "both bodies are equally long and begin differently"
            ),
        ),
        _ if arrived == 0 => (
            Cause::BodyNotSigned,
            sentence!("finding-length-zero", "the server received no body"),
        ),
        3 | -3 if text.starts_with('\u{feff}') != head.starts_with('\u{feff}') => (
            Cause::BodyBom,
            sentence!(
                "finding-length-bom",
                "a byte order mark is on one side only"
            ),
        ),
        1 | 2 | -1 | -2 => (
            Cause::BodyNewline,
            sentence!(
                "finding-length-line-end",
                "a line end at the end of the body is on one side only"
            ),
        ),
        _ if foreign > 0 && difference == -3 * foreign => (
            Cause::BodyUnicodeEscapes,
            sentence!(
                "finding-length-escapes",
                "each character beyond ASCII takes three bytes more there, as \\uXXXX does"
            ),
        ),
        _ if foreign > 0 && difference == foreign => (
            Cause::BodyCharset,
            sentence!(
                "finding-length-charset",
                "each character beyond ASCII takes one byte less there, as in GBK"
            ),
        ),
        _ => (
            Cause::BodyWhitespace,
            sentence!(
                "finding-length-whitespace",
                "the lengths differ as compact and pretty JSON do"
            ),
        ),
    })
}
