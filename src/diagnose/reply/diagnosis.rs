//! Compares what WeChat Pay says it received with what was signed.

use super::evidence::{by_lengths, by_message, by_values};
use super::refusal::{Received, Reply, Sent};
use crate::diagnose::request::{self, Request, RequestContext};
use crate::diagnose::search::Limits;
use crate::diagnose::{Cause, Diagnosis, Finding, Proof, sentence};

/// Messages that are tried if the body is not known: the signer can be found, and what was signed
/// without the body.
const MAX_MESSAGES_WITHOUT_BODY: u64 = 1000;

/// Finds out what the refusal means, with what was sent if that is known.
#[must_use]
pub fn diagnose(
    reply: &Reply,
    sent: &Sent,
    context: &RequestContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let mut findings = reply
        .message
        .as_deref()
        .and_then(by_message)
        .map_or_else(Vec::new, |finding| vec![finding]);
    let mut diagnosis = Diagnosis::without_search(Vec::new());
    if let Some(received) = &reply.received {
        findings.extend(by_values(received, context));
        findings.extend(by_lengths(received, sent));
        if let Some(authorization) = &sent.authorization {
            diagnosis = by_search(received, sent, authorization, context, limits);
        }
    } else if let (Some(method), Some(url), Some(authorization)) =
        (&sent.method, &sent.url, &sent.authorization)
        && (sent.body.is_some() || !takes_body(method))
    {
        diagnosis = request::diagnose(
            &Request {
                method,
                url,
                body: sent.body.as_deref().unwrap_or_default(),
                authorization,
            },
            context,
            limits,
        );
    }
    // What the signature itself proves outweighs what lengths suggest.
    let proved = diagnosis
        .findings
        .iter()
        .any(|finding| finding.proof == Proof::Verified);
    findings.retain(|finding| {
        let is_reported = diagnosis
            .findings
            .iter()
            .any(|other| other.cause == finding.cause);
        !is_reported && (!proved || finding.proof == Proof::Verified)
    });
    diagnosis.findings.extend(findings);
    if diagnosis.findings.is_empty() && is_sign_error(reply) {
        let is_right = diagnosis.signed.is_some() && reply.received.is_none();
        diagnosis.findings.push(if is_right {
            signed_rightly()
        } else {
            nothing_more(reply)
        });
    }
    diagnosis
        .findings
        .sort_by_key(|finding| finding.proof != Proof::Verified);
    diagnosis
}

/// Whether a request of this method has a body, so that one that is not known is not empty.
fn takes_body(method: &str) -> bool {
    let mut methods = ["POST", "PUT", "PATCH"].into_iter();
    methods.any(|known| method.eq_ignore_ascii_case(known))
}

fn is_sign_error(reply: &Reply) -> bool {
    let is = |code: &String| code.replace('_', "").eq_ignore_ascii_case("SIGNERROR");
    reply.received.is_some() || reply.code.as_ref().is_some_and(is)
}

/// Judges the signature against what the server received.
fn by_search(
    received: &Received,
    sent: &Sent,
    authorization: &str,
    context: &RequestContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let whole = received.body_length() == received.body_head().map(str::len);
    let check = |body: &[u8], limits: &Limits<'_>| {
        let request = Request {
            method: &received.method,
            url: &received.url,
            body,
            authorization,
        };
        request::diagnose(&request, context, limits)
    };
    match (&sent.body, received.body_head()) {
        (_, Some(head)) if whole => check(head.as_bytes(), limits),
        (Some(body), _) => check(body, limits),
        // Less is shown than a body that is cut off has.
        (None, Some("")) => check(b"", limits),
        (None, Some(head)) => {
            let few = Limits {
                max_messages: MAX_MESSAGES_WITHOUT_BODY,
                expired: Box::new(|| false),
            };
            let head = format!("{head}…");
            without_body(received, check(head.as_bytes(), &few))
        }
        (None, None) => Diagnosis::without_search(Vec::new()),
    }
}

/// Says what is open if only the beginning of the body is known.
fn without_body(received: &Received, mut diagnosis: Diagnosis) -> Diagnosis {
    let is_key_right = diagnosis
        .findings
        .iter()
        .all(|finding| finding.cause == Cause::UnknownMessage);
    diagnosis
        .findings
        .retain(|finding| finding.cause != Cause::UnknownMessage);
    if diagnosis.signed.is_none() {
        diagnosis.expected.clear();
        if is_key_right && diagnosis.signer_known {
            diagnosis.findings.push(Finding::inferred(
                Cause::UnknownMessage,
                sentence!(
                    "finding-reply-without-body",
                    "the right key made the signature, over other bytes than the {length} that the server received; the text has only the beginning of the body",
                    length = received.length
                ),
                sentence!(
                    "finding-fix-reply-without-body",
                    "give the body as it was sent, too: `explain reply … --body FILE`, or paste the whole request beside the reply"
                ),
            ));
        }
    }
    diagnosis
}

/// The finding of a request that is signed correctly and was refused all the same.
fn signed_rightly() -> Finding {
    Finding::inferred(
        Cause::UnknownMessage,
        sentence!(
            "finding-reply-to-right-request",
            "the request that was given is signed correctly with the profile's key: WeChat Pay received other bytes, or another request was refused"
        ),
        sentence!(
            "finding-fix-reply-to-right-request",
            "compare this request with the one that was sent: what an HTTP client, a proxy or a middleware changes behind the signing; and check in the merchant console that the certificate of serial_no is valid"
        ),
    )
}

fn nothing_more(reply: &Reply) -> Finding {
    let fix = sentence!(
        "finding-fix-check-request",
        "check the request itself: `explain request --method … --url … --body … --authorization …`, or give those options here"
    );
    match &reply.received {
        Some(received) => Finding::inferred(
            Cause::UnknownMessage,
            sentence!(
                "finding-reply-shows-message",
                "the server checked a message of {length} bytes, shown above: if yours is equal byte by byte, key or serial number are wrong, else what differs",
                length = received.length
            ),
            fix,
        ),
        None => Finding::inferred(
            Cause::WrongKey,
            sentence!(
                "finding-reply-shows-nothing",
                "the reply does not say what the server received: key, serial number and message may each be wrong"
            ),
            fix,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_message_is_taken_apart() {
        for nested in [
            r#"{"code":"SIGN_ERROR","detail":{"field":"signature","sign_information":{"method":"POST","url":"/v3/pay/transactions/jsapi","truncated_sign_message":"POST\n/v3/pay/transactions/jsapi\n1554208460\nabc\n{\"appid\"\n","sign_message_length":100}}}"#,
            r#"{"code":"SIGN_ERROR","detail":{"detail":{"issue":"sign not match"},"sign_information":{"method":"POST","url":"/v3/pay/transactions/jsapi","truncated_sign_message":"POST\n/v3/pay/transactions/jsapi\n1554208460\nabc\n{\"appid\"\n","sign_message_length":"100"}}}"#,
        ] {
            let reply = Reply::read(&serde_json::from_str(nested).unwrap());
            let received = reply.received.unwrap();
            let stamp = received.stamp().unwrap();
            assert_eq!((stamp.timestamp, stamp.nonce), ("1554208460", "abc"));
            assert_eq!(received.body_head(), Some("{\"appid\""));
            assert_eq!(received.body_length(), Some(100 - 48));
        }
    }
}
