//! Values of an impossible shape, recognised without a search.

use super::gzip::is_gzip;
use super::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::json;
use crate::protocol::signed::{NONCE, SERIAL, SIGNATURE, SignedBody, TIMESTAMP};

/// The headers that sign a body, in the order in which their values are compared here.
const HEADERS: [&str; 4] = [TIMESTAMP, NONCE, SIGNATURE, SERIAL];

/// The shape of a header's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Timestamp,
    Nonce,
    Signature,
    Serial,
    Other,
}

impl Shape {
    const OF_HEADERS: [Self; 4] = [Self::Timestamp, Self::Nonce, Self::Signature, Self::Serial];

    fn of(value: &str) -> Self {
        let value = value.trim();
        let all = |is: fn(&u8) -> bool| value.bytes().all(|byte| is(&byte));
        let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_ ".contains(byte);
        match value.len() {
            10 | 13 if all(u8::is_ascii_digit) => Self::Timestamp,
            40 if all(u8::is_ascii_hexdigit) => Self::Serial,
            _ if value.starts_with("PUB_KEY_ID_") => Self::Serial,
            171.. if value.bytes().all(|byte| base64(&byte)) => Self::Signature,
            1..=64 if all(u8::is_ascii_graphic) => Self::Nonce,
            _ => Self::Other,
        }
    }

    fn name(self) -> Sentence {
        match self {
            Self::Timestamp => sentence!("finding-shape-timestamp", "a timestamp"),
            Self::Nonce => sentence!("finding-shape-nonce", "a nonce"),
            Self::Signature => sentence!("finding-shape-signature", "a signature"),
            Self::Serial => sentence!("finding-shape-serial", "a serial number"),
            Self::Other => sentence!("finding-shape-other", "another value"),
        }
    }
}

/// Restores header values that were swapped; `None` if each header
/// has a value of its own shape, or if no other order fits clearly better.
pub(super) fn restore_headers(signed: &SignedBody) -> Option<(SignedBody, Finding)> {
    let values = [
        &signed.timestamp,
        &signed.nonce,
        &signed.signature,
        &signed.serial,
    ];
    let shapes = values.map(|value| Shape::of(value));
    let fitting = |order: &[usize; 4]| {
        let pairs = order.iter().zip(Shape::OF_HEADERS);
        pairs
            .filter(|(from, shape)| shapes[**from] == *shape)
            .count()
    };
    // Two values that changed places are two that fit once they change back.
    let enough = fitting(&[0, 1, 2, 3]) + 2;
    let order = orders()
        .into_iter()
        .filter(|order| fitting(order) >= enough)
        .max_by_key(|order| (fitting(order), unmoved(order)))?;
    let names = order.iter().zip(HEADERS).zip(Shape::OF_HEADERS);
    let moved = names
        .filter(|((from, header), _)| HEADERS[**from] != *header)
        .map(|((from, header), shape)| {
            sentence!(
                "finding-shape-belongs",
                "{at} holds {shape}, which belongs into {header}",
                at = HEADERS[*from],
                header = header;
                shape: shape.name()
            )
        });
    let finding = Finding::fact(
        Cause::ValuesSwapped,
        Subject::Notification,
        Sentence::joined(moved)?,
    );
    let value = |place: usize| values[order[place]].clone();
    let restored = SignedBody {
        timestamp: value(0),
        nonce: value(1),
        signature: value(2),
        serial: value(3),
        ..signed.clone()
    };
    Some((restored, finding))
}

fn unmoved(order: &[usize; 4]) -> usize {
    let places = order.iter().enumerate();
    places.filter(|(place, from)| place == *from).count()
}

/// Every order of four values; the given one is the first.
fn orders() -> Vec<[usize; 4]> {
    let mut orders = Vec::new();
    for first in 0..4 {
        for second in (0..4).filter(|at| *at != first) {
            for third in (0..4).filter(|at| *at != first && *at != second) {
                orders.push([first, second, third, 6 - first - second - third]);
            }
        }
    }
    orders
}

/// Fewer bytes than this are a text of another kind, not a truncated signature.
const MIN_TRUNCATED_BYTES: usize = 32;

/// How a signature's length differs from that of every key which may have made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrongLength {
    /// Characters of its text.
    pub(super) characters: usize,
    /// Bytes that they encode.
    pub(super) bytes: usize,
    /// Bytes that the key makes.
    pub(super) expected: usize,
}

impl WrongLength {
    /// Names it, most certain first.
    pub(super) fn findings(self, place: Subject) -> Vec<Finding> {
        let Self {
            characters,
            bytes,
            expected,
        } = self;
        let whole = expected.div_ceil(3) * 4;
        let bits = expected * 8;
        let mut findings = vec![Finding::fact(
            Cause::SignatureEncoding,
            place,
            sentence!(
                "finding-signature-length",
                "the signature has {characters} characters, which is {bytes} bytes; a key of {bits} bits makes {whole} characters, {expected} bytes",
                characters = characters,
                bytes = bytes,
                bits = bits,
                whole = whole,
                expected = expected
            ),
        )];
        if (MIN_TRUNCATED_BYTES..expected).contains(&bytes) {
            findings.push(Finding::fact(
                Cause::SignatureTruncated,
                place,
                sentence!(
                    "finding-signature-cut",
                    "the signature is cut off: {missing} of its {expected} bytes are missing",
                    missing = expected - bytes,
                    expected = expected
                ),
            ));
        }
        findings
    }
}

/// What programs print for an object or a stream in place of its bytes.
const PRINTED_OBJECTS: [&str; 9] = [
    "[object ",
    "<_io.",
    "<http.client",
    "<starlette",
    "org.apache.catalina",
    "java.io.",
    "io.undertow",
    "&{",
    "Resource id #",
];

/// What a program prints if there is no value.
const ABSENT_VALUES: [&str; 7] = [
    "null",
    "undefined",
    "None",
    "nil",
    "(null)",
    "NULL",
    "<nil>",
];

/// Names a body that cannot be one of WeChat Pay's notifications, whatever its signature says.
pub(super) fn impossible_body(body: &[u8]) -> Option<Finding> {
    let fact = |cause, message| Some(Finding::fact(cause, Subject::Notification, message));
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let begins = |start: &str| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    if text.is_empty() {
        return fact(
            Cause::EmptyBody,
            sentence!(
                "finding-body-empty",
                "the body is empty ({bytes} bytes): something had read it before it was captured",
                bytes = body.len()
            ),
        );
    }
    if begins("<xml") || (begins("<?xml") && text.contains("<xml")) {
        return Some(version_2(sentence!(
            "finding-body-xml-v2",
            "the body is XML, a notification of API v2, which has no Wechatpay-* headers"
        )));
    }
    if begins("<!doctype") || begins("<html") {
        return fact(
            Cause::NotANotification,
            sentence!(
                "finding-body-html",
                "the body is an HTML page: a gateway, proxy or error page, not WeChat Pay, wrote it"
            ),
        );
    }
    if text.starts_with('<') && !text.starts_with("<Buffer") && text.ends_with('>') {
        return fact(
            Cause::NotANotification,
            sentence!("finding-body-xml", "the body is XML, not JSON"),
        );
    }
    if ABSENT_VALUES.contains(&text) || PRINTED_OBJECTS.iter().any(|start| begins(start)) {
        return fact(
            Cause::NotANotification,
            sentence!(
                "finding-body-printed",
                "the body is '{text}', which a program prints for an object or a missing value, not the bytes that arrived",
                text = excerpt(text)
            ),
        );
    }
    let named = |name: &str| text.contains(&format!("{name}="));
    if !text.starts_with(['{', '"']) && named("sign") && (named("mch_id") || named("return_code")) {
        return Some(version_2(sentence!(
            "finding-body-v2",
            "the body is key=value pairs with a sign, as in API v2"
        )));
    }
    None
}

fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    start.escape_debug().to_string()
}

/// A notification of API v2.
fn version_2(message: Sentence) -> Finding {
    Finding::verified(
        Cause::NotANotification,
        message,
        sentence!(
            "finding-fix-send-notify-url",
            "send notify_url with every order and refund of API v3: an order made by API v2, or the notify_url of the merchant console, leads to notifications of API v2"
        ),
    )
}

/// Fields of a decrypted resource, any of which no notification has at its top.
const PLAINTEXT_FIELDS: [&str; 6] = [
    "out_trade_no",
    "transaction_id",
    "trade_state",
    "out_refund_no",
    "refund_status",
    "payer",
];

/// Names a body that is not a notification: what was decrypted, a part of it, or not JSON at all.
pub(super) fn other_json(body: &[u8]) -> Option<Finding> {
    let Ok(value) = json::parse(body) else {
        return Some(not_json(body));
    };
    let Some(object) = value.as_object() else {
        return Some(not_json(body));
    };
    if object.contains_key("resource") {
        return None;
    }
    if PLAINTEXT_FIELDS
        .iter()
        .any(|name| object.contains_key(*name))
    {
        return Some(Finding::supposed(
            Cause::PlaintextInsteadOfBody,
            Subject::Notification,
        ));
    }
    let what = if object.contains_key("ciphertext") {
        sentence!(
            "finding-body-is-resource",
            "this is the resource alone, not the body around it that was signed"
        )
    } else {
        sentence!(
            "finding-body-without-resource",
            "the body has no resource, which every notification has"
        )
    };
    Some(Finding::suspicion(
        Cause::NotANotification,
        Subject::Notification,
        what,
    ))
}

/// Names a body that no reading made a JSON object of.
fn not_json(body: &[u8]) -> Finding {
    let what = if is_gzip(body) {
        sentence!(
            "finding-body-not-uncompressed",
            "the body is compressed (gzip), not the JSON that was signed"
        )
    } else {
        sentence!(
            "finding-body-not-object",
            "the body is not a JSON object, and WeChat Pay sends one: a program printed or changed it"
        )
    };
    Finding::suspicion(Cause::NotANotification, Subject::Notification, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(values: [&str; 4]) -> SignedBody {
        let [timestamp, nonce, signature, serial] = values.map(str::to_owned);
        SignedBody {
            serial,
            timestamp,
            nonce,
            signature,
            signature_type: None,
            body: b"{}".to_vec(),
        }
    }

    #[test]
    fn values_under_each_others_names_are_put_back() {
        let signature = "A/+b".repeat(85) + "Aa==";
        let right = [
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            &signature,
            "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        ];
        assert!(restore_headers(&signed(right)).is_none());
        for order in orders().into_iter().skip(1) {
            let (restored, finding) =
                restore_headers(&signed(order.map(|from| right[from]))).unwrap();
            assert_eq!(restored, signed(right), "{order:?}");
            assert_eq!(finding.cause, Cause::ValuesSwapped);
        }
        // One bad value does not move the others.
        for at in 0..4 {
            let mut values = right;
            values[at] = "支付";
            assert!(restore_headers(&signed(values)).is_none(), "{at}");
        }
    }

    #[test]
    fn a_body_that_is_not_a_notification_is_recognised() {
        for (body, cause) in [
            ("", Cause::EmptyBody),
            (" \r\n", Cause::EmptyBody),
            (
                "<xml><return_code>SUCCESS</return_code></xml>",
                Cause::NotANotification,
            ),
            (
                "<?xml version=\"1.0\"?>\n<xml></xml>",
                Cause::NotANotification,
            ),
            ("<!DOCTYPE html><html></html>", Cause::NotANotification),
            ("\u{feff}<HTML>", Cause::NotANotification),
            ("[object Object]", Cause::NotANotification),
            ("undefined", Cause::NotANotification),
            (
                "org.apache.catalina.connector.CoyoteInputStream@1f2e",
                Cause::NotANotification,
            ),
            (
                "mch_id=1900000109&nonce_str=a&sign=C380BEC2BFD727A4B6845133519F3AD6",
                Cause::NotANotification,
            ),
        ] {
            assert_eq!(
                impossible_body(body.as_bytes()).unwrap().cause,
                cause,
                "{body}"
            );
        }
        for body in [
            "{}",
            r#"{"id":"1","resource":{}}"#,
            "PHhtbD4=",
            "<Buffer 7b>",
        ] {
            assert!(impossible_body(body.as_bytes()).is_none(), "{body}");
        }
    }

    #[test]
    fn what_was_decrypted_is_not_the_body() {
        let plaintext = br#"{"mchid":"1900000109","out_trade_no":"1","trade_state":"SUCCESS"}"#;
        let finding = other_json(plaintext).unwrap();
        assert_eq!(finding.cause, Cause::PlaintextInsteadOfBody);
        assert!(other_json(br#"{"id":"1","resource":{"ciphertext":"a"}}"#).is_none());
        assert!(other_json(br#"{"algorithm":"a","ciphertext":"a","nonce":"b"}"#).is_some());
    }
}
