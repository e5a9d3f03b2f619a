//! Diagnoses a notification, or any signed response, that was not accepted.

mod context;
mod resource;
mod signer;
mod tag;
mod verify_error;

use super::body::Body;
use super::layouts::layouts;
use super::message_search::MessageSearch;
use super::search::{Limits, Line, Space};
use super::serial_text;
use super::signature_analysis::{CandidateKey, Party, SignatureAnalysis};
use super::stamp_lines::{nonces, timestamps};
use super::{Cause, Diagnosis, Finding, Subject, sentence, shape};
use crate::protocol::json;
use crate::protocol::keys::{Signature, VerifyingKey};
use crate::protocol::signed::{SERIAL, SignedBody};

pub use context::NotificationContext;
pub use resource::{compressed, decryption_failure, opening_failure, other_merchant};
pub use verify_error::verify_error;

/// Messages that are tried if the body is missing: only the signer can be found then.
const MAX_MESSAGES_WITHOUT_BODY: u64 = 1000;

/// What WeChat Pay signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Message {
    /// Its body has a known shape.
    Notification,
    /// Its body may be of any shape, and empty.
    Response,
}

/// Finds out why the signature of a notification does not hold.
#[must_use]
pub fn diagnose(
    signed: &SignedBody,
    context: &NotificationContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    diagnose_message(signed, Message::Notification, context, limits)
}

/// Finds out why the signature of a response does not hold.
#[must_use]
pub fn diagnose_response(
    signed: &SignedBody,
    context: &NotificationContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    diagnose_message(signed, Message::Response, context, limits)
}

fn diagnose_message(
    signed: &SignedBody,
    message: Message,
    context: &NotificationContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    match shape::restore_headers(signed) {
        Some((restored, swapped)) => {
            let mut diagnosis = explain(&restored, message, context, limits);
            diagnosis.findings.insert(0, swapped);
            diagnosis
        }
        None => explain(signed, message, context, limits),
    }
}

/// Explains a signature whose headers are each in their place.
fn explain(
    signed: &SignedBody,
    message: Message,
    context: &NotificationContext<'_>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let named =
        serial_text::meant(&signed.serial).and_then(|serial| context.platform.find(&serial));
    let malformed = serial_text::fault(SERIAL, &signed.serial)
        .map(|message| Finding::fact(Cause::MalformedSerial, Subject::Notification, message));
    if let Some(key) = named.filter(|key| verifies(signed, key)) {
        let milliseconds = signed.is_in_milliseconds().then(|| milliseconds(signed));
        // A decimal serial number does not name a key, even if the key that it means has signed.
        let other =
            serial_text::is_decimal(&signed.serial).then(|| other_number(&signed.serial, key));
        let findings = other.into_iter().chain(malformed).chain(milliseconds);
        return Diagnosis::without_search(findings.collect());
    }
    let mut diagnosis = search(signed, message, context, named, limits);
    diagnosis
        .findings
        .extend(resource::open(&diagnosis, signed, context));
    let is_reported = diagnosis
        .findings
        .iter()
        .any(|finding| finding.cause == Cause::TimestampMilliseconds);
    if signed.is_in_milliseconds() && !is_reported {
        diagnosis.findings.push(milliseconds(signed));
    }
    if let Some(malformed) = malformed {
        // The serial number that was meant may be known, or its key may have signed after all.
        diagnosis
            .findings
            .retain(|finding| finding.cause != Cause::UnknownSerial);
        diagnosis.findings.push(malformed);
    }
    if diagnosis.signed.is_none() {
        name_shapes(signed, message, &mut diagnosis.findings);
    }
    diagnosis.findings.sort_by_key(|finding| {
        (
            finding.proof != super::Proof::Verified,
            finding.cause == Cause::UnknownMessage,
        )
    });
    diagnosis
}

/// Searches for the signer and the message, with the key that is named and all others.
fn search(
    signed: &SignedBody,
    message: Message,
    context: &NotificationContext<'_>,
    named: Option<&VerifyingKey>,
    limits: &Limits<'_>,
) -> Diagnosis {
    let mut candidate_keys: Vec<CandidateKey<'_>> = context
        .platform
        .iter()
        .filter(|key| named.is_none_or(|named| named.serial_no() != key.serial_no()))
        .map(|key| CandidateKey {
            key,
            party: Party::Platform,
            owner: sentence!(
                "finding-owner-platform-key",
                "platform key {serial}",
                serial = key.serial_no()
            ),
        })
        .collect();
    candidate_keys.extend(context.candidate_keys.iter().map(|candidate| CandidateKey {
        owner: candidate.owner.clone(),
        ..*candidate
    }));
    let analysis = SignatureAnalysis {
        signature: &signed.signature,
        expected: named,
        candidate_keys: &candidate_keys,
        apiv3_key: context.apiv3_key,
    };
    // Without the body no message can be found, but the signer can.
    let is_body_missing = impossible_body(signed, message).is_some();
    let few = Limits {
        max_messages: MAX_MESSAGES_WITHOUT_BODY,
        expired: Box::new(|| false),
    };
    Diagnosis::of(
        Subject::Notification,
        &analysis,
        &mut message_search(signed),
        if is_body_missing { &few } else { limits },
        |signer| signer::finding(signer, &signed.serial, named, &candidate_keys),
    )
}

fn other_number(serial: &str, key: &VerifyingKey) -> Finding {
    Finding::fact(
        Cause::SerialMismatch,
        Subject::Notification,
        sentence!(
            "finding-serial-names-other",
            "Wechatpay-Serial is {serial}, but platform key {named} signed",
            named = key.serial_no(),
            serial = serial
        ),
    )
}

fn milliseconds(signed: &SignedBody) -> Finding {
    Finding::verified(
        Cause::TimestampMilliseconds,
        sentence!(
            "finding-header-milliseconds",
            "Wechatpay-Timestamp {timestamp} is in milliseconds",
            timestamp = signed.timestamp
        ),
        sentence!(
            "finding-fix-header-milliseconds",
            "WeChat Pay sends whole seconds: pass the header on as it was received"
        ),
    )
}

fn verifies(signed: &SignedBody, key: &VerifyingKey) -> bool {
    let signature: Result<Signature, _> = signed.signature.parse();
    signature.is_ok_and(|signature| key.verify(&signed.message(), &signature))
}

/// Names a body that cannot have been signed; that of a response may be empty.
fn impossible_body(signed: &SignedBody, message: Message) -> Option<Finding> {
    let is_possible = message == Message::Response && signed.body.is_empty();
    shape::impossible_body(&signed.body).filter(|_| !is_possible)
}

/// Names values that cannot have been signed as they are; nothing is left to say then of other
/// bytes.
fn name_shapes(signed: &SignedBody, message: Message, findings: &mut Vec<Finding>) {
    let mut shapes: Vec<Finding> = impossible_body(signed, message)
        .or_else(|| {
            let body = (message == Message::Notification).then_some(&signed.body);
            body.and_then(|body| shape::other_json(body))
        })
        .into_iter()
        .collect();
    if signed.timestamp.trim().parse::<u64>().is_err() {
        shapes.push(Finding::suspicion(
            Cause::TimestampMismatch,
            Subject::Notification,
            sentence!(
                "finding-header-not-seconds",
                "Wechatpay-Timestamp is '{timestamp}', which is not Unix seconds",
                timestamp = signed.timestamp.escape_debug()
            ),
        ));
    }
    shapes.extend(taken_for_nonce(signed));
    if !shapes.is_empty() {
        findings.retain(|finding| {
            !matches!(
                finding.cause,
                Cause::UnknownMessage | Cause::CiphertextDamaged
            )
        });
    }
    findings.extend(shapes);
}

/// Recognises a value of the body that was passed in place of the header's nonce.
fn taken_for_nonce(signed: &SignedBody) -> Option<Finding> {
    let value = json::parse(&signed.body).ok()?;
    let path = ["resource.nonce", "id"].into_iter().find(|path| {
        json::find(&value, path).and_then(serde_json::Value::as_str) == Some(&*signed.nonce)
    })?;
    Some(Finding::verified(
        Cause::NonceMismatch,
        sentence!(
            "finding-nonce-of-body",
            "Wechatpay-Nonce is '{nonce}', which is {path} of the body, not the header's nonce",
            nonce = signed.nonce.escape_debug(),
            path = path
        ),
        sentence!(
            "finding-fix-nonce-of-body",
            "take the nonce from the header Wechatpay-Nonce: that of resource belongs to the decryption alone"
        ),
    ))
}

/// Returns the notification with swapped header values restored; `None` if none are swapped.
#[must_use]
pub fn restore_headers(signed: &SignedBody) -> Option<SignedBody> {
    shape::restore_headers(signed).map(|(restored, _)| restored)
}

/// Returns a finding if the body is not of API v3 and so cannot have its headers.
#[must_use]
pub fn not_api_v3(body: &[u8]) -> Option<Finding> {
    shape::impossible_body(body).filter(|finding| finding.cause == Cause::NotANotification)
}

/// Returns a finding if the body is empty.
#[must_use]
pub fn empty_body(body: &[u8]) -> Option<Finding> {
    shape::impossible_body(body).filter(|finding| finding.cause == Cause::EmptyBody)
}

fn message_search(signed: &SignedBody) -> MessageSearch<'static> {
    let mut timestamp = Line::new("timestamp", signed.timestamp.as_str());
    timestamps(&mut timestamp);
    let mut nonce = Line::new("nonce", signed.nonce.as_str());
    nonces(&mut nonce, &nonces_within(&signed.body));
    let body = Line::new("body", signed.body.as_slice());
    let space = Space {
        lines: vec![timestamp, nonce, body],
        layouts: layouts(3, |line| (line < 2).then_some(Cause::FieldMissing)),
    };
    MessageSearch::new(vec![space], Some((2, Body::new(&signed.body))), Some(0))
}

/// The resource's nonce and the notification's id are taken for the header's nonce.
fn nonces_within(body: &[u8]) -> Vec<String> {
    let Ok(value) = json::parse(body) else {
        return Vec::new();
    };
    ["resource.nonce", "id"]
        .iter()
        .filter_map(|path| json::find(&value, path)?.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::super::tests::{KEYS, causes, keyring, keys, limits};
    use super::*;
    use crate::diagnose::Proof;
    use crate::protocol::keyring::Keyring;

    const BODY: &str = r#"{"id":"EV-1","event_type":"TRANSACTION.SUCCESS","summary":"<支付>","resource":{"nonce":"abcdefghijkl"}}"#;

    fn right(body: &str) -> SignedBody {
        let [timestamp, nonce] = ["1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242"];
        let message = format!("{timestamp}\n{nonce}\n{body}\n");
        SignedBody {
            serial: "AA01".to_owned(),
            timestamp: timestamp.to_owned(),
            nonce: nonce.to_owned(),
            signature: KEYS[0].sign_bytes(message.as_bytes()).to_string(),
            signature_type: None,
            body: body.as_bytes().to_vec(),
        }
    }

    fn diagnosis_of(signed: &SignedBody) -> Diagnosis {
        let platform = keyring();
        let context = NotificationContext {
            platform: &platform,
            candidate_keys: Vec::new(),
            apiv3_key: None,
            mchid: None,
        };
        diagnose(signed, &context, &limits())
    }

    fn proved(diagnosis: &Diagnosis) -> Vec<Cause> {
        let findings = diagnosis.findings.iter();
        let proved = findings.filter(|finding| finding.proof == Proof::Verified);
        proved.map(|finding| finding.cause).collect()
    }

    #[test]
    fn a_signature_of_the_wrong_length_is_measured_and_not_blamed_on_a_key() {
        let whole = right(BODY).signature;
        for length in [1, 40, 64, 255, 256, 257, 300, 341, 342] {
            let mut cut = right(BODY);
            cut.signature.truncate(length);
            let diagnosis = diagnosis_of(&cut);
            // Only the padding is missing, or it is not a signature at all.
            if [342, 1, 40].contains(&length) {
                assert_eq!(causes(&diagnosis), [Cause::SignatureEncoding]);
                continue;
            }
            assert_eq!(
                causes(&diagnosis),
                [Cause::SignatureEncoding, Cause::SignatureTruncated],
                "{length}"
            );
            let message = &diagnosis.findings[0].message;
            assert!(
                message
                    .to_string()
                    .contains(&format!("{length} characters")),
                "{}",
                message
            );
        }
        for long in [
            whole.repeat(2).replace('=', "A"),
            "z".repeat(8192),
            "z".repeat(345),
        ] {
            let mut signed = right(BODY);
            signed.signature = long;
            let diagnosis = diagnosis_of(&signed);
            assert_eq!(causes(&diagnosis), [Cause::SignatureEncoding]);
            assert!(
                diagnosis.findings[0]
                    .message
                    .to_string()
                    .contains("256 bytes")
            );
        }
    }

    #[test]
    fn a_serial_number_that_names_its_own_key_is_no_mismatch() {
        let mut platform = Keyring::default();
        let [_, other] = keys();
        platform.add(other.into_verifying_key());
        let context = NotificationContext {
            platform: &platform,
            candidate_keys: vec![CandidateKey {
                key: KEYS[0].verifying_key(),
                party: Party::Platform,
                owner: sentence!(
                    "finding-owner-platform-key",
                    "platform key {serial}",
                    serial = "AA01"
                ),
            }],
            apiv3_key: None,
            mchid: None,
        };
        let found = |serial: &str| {
            let signed = SignedBody {
                serial: serial.to_owned(),
                ..right(BODY)
            };
            causes(&diagnose(&signed, &context, &limits()))
        };
        assert_eq!(found("AA01"), [Cause::OtherKnownKey]);
        assert_eq!(found("CC03"), [Cause::SerialMismatch]);
    }

    #[test]
    fn a_decimal_serial_number_names_no_key_even_if_its_key_signed() {
        let signed = SignedBody {
            serial: format!("{:0>48}", 0xaa01),
            ..right(BODY)
        };
        let found = causes(&diagnosis_of(&signed));
        assert_eq!(found, [Cause::SerialMismatch, Cause::MalformedSerial]);
    }

    #[test]
    fn another_summary_is_not_blamed_on_a_charset() {
        let signed = BODY.replace("<支付>", "支付成功");
        for (received, is_charset) in [
            ("????", true),
            ("\u{fffd}\u{fffd}\u{fffd}\u{fffd}", true),
            ("支付失败", false),
            ("paid", false),
        ] {
            let diagnosis = diagnosis_of(&SignedBody {
                body: signed.replace("支付成功", received).into_bytes(),
                ..right(&signed)
            });
            let found = proved(&diagnosis).contains(&Cause::BodyCharset);
            assert_eq!(found, is_charset, "{received}: {:?}", diagnosis.findings);
        }
    }

    #[test]
    fn values_under_each_others_names_are_put_back_and_verify() {
        let mut signed = right(BODY);
        std::mem::swap(&mut signed.timestamp, &mut signed.signature);
        let diagnosis = diagnosis_of(&signed);
        assert_eq!(proved(&diagnosis), [Cause::ValuesSwapped]);
        // What else is wrong is still found.
        signed.body.push(b'\n');
        let diagnosis = diagnosis_of(&signed);
        assert_eq!(
            proved(&diagnosis),
            [Cause::ValuesSwapped, Cause::BodyNewline]
        );
    }

    #[test]
    fn an_encoded_body_is_decoded_and_verifies() {
        let signed = right(BODY);
        let hex: String = BODY.bytes().map(|byte| format!("{byte:02x} ")).collect();
        for (body, cause) in [
            (STANDARD.encode(BODY), Cause::BodyBase64),
            (STANDARD.encode(BODY) + "\n", Cause::BodyBase64),
            (
                format!("<Buffer {}>", hex.trim_end()),
                Cause::BodyReserialized,
            ),
            (hex.replace(' ', ""), Cause::BodyReserialized),
        ] {
            let body = body.into_bytes();
            let diagnosis = diagnosis_of(&SignedBody {
                body,
                ..signed.clone()
            });
            assert!(
                proved(&diagnosis).contains(&cause),
                "{:?}",
                causes(&diagnosis)
            );
            assert!(diagnosis.signed.is_some());
        }
    }

    #[test]
    fn an_impossible_body_is_named_before_other_bytes_are_suspected() {
        let signed = right(BODY);
        for (body, cause) in [
            ("", Cause::EmptyBody),
            ("<xml><mch_id>1</mch_id></xml>", Cause::NotANotification),
            ("<html></html>", Cause::NotANotification),
            ("[object Object]", Cause::NotANotification),
        ] {
            let body = body.as_bytes().to_vec();
            let diagnosis = diagnosis_of(&SignedBody {
                body,
                ..signed.clone()
            });
            assert_eq!(causes(&diagnosis), [cause]);
            assert_eq!(proved(&diagnosis), [cause]);
        }
        let body = br#"{"mchid":"1","out_trade_no":"2"}"#.to_vec();
        let diagnosis = diagnosis_of(&SignedBody { body, ..signed });
        assert_eq!(causes(&diagnosis), [Cause::PlaintextInsteadOfBody]);
        assert!(proved(&diagnosis).is_empty());
    }

    #[test]
    fn a_response_may_have_any_body_and_none() {
        let platform = keyring();
        let context = NotificationContext {
            platform: &platform,
            candidate_keys: Vec::new(),
            apiv3_key: None,
            mchid: None,
        };
        for body in ["", r#"{"prepay_id":"wx1"}"#, r#"{"prepay_id":"w"#] {
            let signed = SignedBody {
                body: body.as_bytes().to_vec(),
                ..right(BODY)
            };
            let diagnosis = diagnose_response(&signed, &context, &limits());
            assert_eq!(causes(&diagnosis), [Cause::UnknownMessage], "{body}");
            assert!(proved(&diagnosis).is_empty());
        }
    }

    #[test]
    fn a_wrong_separator_is_proved_whatever_ends_the_last_line() {
        for (between, end) in [(" ", "\n"), (",", "\n"), (",", ","), ("&", "&"), ("|", "")] {
            let message = ["1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", BODY].join(between);
            let mut signed = right(BODY);
            let made = KEYS[0].sign_bytes((message + end).as_bytes());
            signed.signature = made.to_string();
            assert_eq!(proved(&diagnosis_of(&signed)), [Cause::WrongSeparator]);
        }
    }

    #[test]
    fn the_resources_nonce_in_the_headers_place_is_proved() {
        let message = format!("1554208460\nabcdefghijkl\n{BODY}\n");
        let mut signed = right(BODY);
        signed.signature = KEYS[0].sign_bytes(message.as_bytes()).to_string();
        assert_eq!(proved(&diagnosis_of(&signed)), [Cause::NonceMismatch]);
    }

    #[test]
    fn a_line_feed_more_or_less_is_the_bodys() {
        let escaped = BODY
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        for (signed, received) in [
            (BODY.to_owned(), format!("{BODY}\n")),
            (format!("{BODY}\n"), BODY.to_owned()),
            (format!("{BODY}\n"), escaped.clone()),
            (BODY.to_owned(), format!("{escaped}\n")),
        ] {
            let body = received.clone().into_bytes();
            let diagnosis = diagnosis_of(&SignedBody {
                body,
                ..right(&signed)
            });
            let causes = causes(&diagnosis);
            assert!(causes.contains(&Cause::BodyNewline), "{causes:?}");
            let html = received.contains("&lt;");
            assert_eq!(causes.contains(&Cause::BodyHtmlEscaped), html, "{causes:?}");
            assert_eq!(causes.len(), 1 + usize::from(html), "{causes:?}");
        }
    }
}
