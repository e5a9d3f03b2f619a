//! Faults made from random data are found again, alone and in pairs; noise proves nothing.

mod by_example;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::{Signature, SigningKey};
use crate::protocol::signed::SignedBody;

static DER: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    [(); 2].map(|()| {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        pair.as_der().unwrap().as_ref().to_vec()
    })
});
pub(super) static KEYS: LazyLock<[SigningKey; 2]> = LazyLock::new(keys);

pub(super) fn keys() -> [SigningKey; 2] {
    let key = |serial: &str, place: usize| {
        SigningKey::from_pkcs8_der(serial.parse().unwrap(), &DER[place]).unwrap()
    };
    [key("AA01", 0), key("BB02", 1)]
}

pub(super) fn keyring() -> Keyring {
    let mut keyring = Keyring::default();
    for key in keys() {
        keyring.add(key.into_verifying_key());
    }
    keyring
}

pub(super) fn limits() -> Limits<'static> {
    Limits {
        max_messages: 3_000_000,
        expired: Box::new(|| false),
    }
}

/// A message in parts, to be broken.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) lines: Vec<String>,
    pub(super) between: &'static str,
    pub(super) end: &'static str,
}

impl Draft {
    pub(super) fn new<const N: usize>(lines: [&str; N]) -> Self {
        Self {
            lines: lines.map(str::to_owned).to_vec(),
            between: "\n",
            end: "\n",
        }
    }

    pub(super) fn sign(&self, key: &SigningKey) -> Signature {
        let message = self.lines.join(self.between) + self.end;
        key.sign_bytes(message.as_bytes())
    }
}

/// What is done to a draft, which part of it that touches, and what it is called.
pub(super) type Fault = (Cause, &'static str, fn(&mut Draft));

pub(super) const SEPARATORS: [Fault; 3] = [
    (Cause::MissingFinalNewline, "end", |draft| draft.end = ""),
    (Cause::Crlf, "end", |draft| {
        draft.between = "\r\n";
        draft.end = "\r\n";
    }),
    (Cause::LiteralBackslashN, "end", |draft| {
        draft.between = "\\n";
        draft.end = "\\n";
    }),
];

pub(super) fn shift(text: &mut String, offset: i64) {
    *text = (text.parse::<i64>().unwrap() + offset).to_string();
}

const PAY: [Fault; 8] = [
    (Cause::TimestampMismatch, "timestamp", |draft| {
        shift(&mut draft.lines[1], 7);
    }),
    (Cause::TimestampMilliseconds, "timestamp", |draft| {
        draft.lines[1].push_str("123");
    }),
    (Cause::NonceCase, "nonce", |draft| {
        draft.lines[2] = draft.lines[2].to_uppercase();
    }),
    (Cause::WrongAppid, "appid", |draft| {
        draft.lines[0] = "wx0000000000000000".to_owned();
    }),
    (Cause::ExtraPrepayPrefix, "package", |draft| {
        draft.lines[3].insert_str(0, "prepay_id=");
    }),
    (Cause::MissingPrepayPrefix, "package", |draft| {
        draft.lines[3] = draft.lines[3].replace("prepay_id=", "");
    }),
    (Cause::FieldsOutOfOrder, "order", |draft| {
        draft.lines.swap(1, 2);
    }),
    (Cause::FieldMissing, "order", |draft| {
        draft.lines.remove(0);
    }),
];

/// Every fault alone, and pairs of faults that touch different parts, picked by `draw`. Those of
/// the order come last, so that the others find their line.
pub(super) fn alone_and_in_pairs(
    faults: &[Fault],
    draw: &[prop::sample::Index],
) -> Vec<Vec<Fault>> {
    let alone = faults.iter().map(|fault| vec![*fault]);
    let pairs: Vec<Vec<Fault>> = faults
        .iter()
        .enumerate()
        .flat_map(|(place, one)| {
            let others = faults[place + 1..].iter();
            let apart = |other: &&Fault| {
                let same = [
                    // A line that is left out cannot be wrong as well.
                    (Cause::WrongAppid, Cause::FieldMissing),
                    // An empty last line without its line feed is four lines with theirs.
                    (Cause::BodyNotSigned, Cause::MissingFinalNewline),
                    (Cause::MissingFinalNewline, Cause::BodyNotSigned),
                ];
                other.1 != one.1 && !same.contains(&(one.0, other.0))
            };
            others.filter(apart).map(|other| vec![*one, *other])
        })
        .collect();
    let drawn = draw.iter().map(|index| index.get(&pairs).clone());
    alone
        .chain(drawn)
        .map(|mut made| {
            made.sort_by_key(|(_, part, _)| *part == "order");
            made
        })
        .collect()
}

pub(super) fn causes(diagnosis: &Diagnosis) -> Vec<Cause> {
    diagnosis
        .findings
        .iter()
        .map(|finding| finding.cause)
        .collect()
}

pub(super) fn same(mut one: Vec<Cause>, mut other: Vec<Cause>) -> bool {
    one.sort_by_key(|cause| cause.name());
    other.sort_by_key(|cause| cause.name());
    one == other
}

fn check_pay(appid: &str, stamp: [&str; 2], prepay_id: &str, signature: &Signature) -> Diagnosis {
    let object = json!({
        "appId": appid, "timeStamp": stamp[0], "nonceStr": stamp[1], "signType": "RSA",
        "package": format!("prepay_id={prepay_id}"), "paySign": signature.to_string(),
    });
    let context = pay_params::PayParamsContext {
        merchant: KEYS[0].verifying_key(),
        mchid: None,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        appids: vec![appid.parse().unwrap()],
        other_appids: vec!["wx0000000000000000".to_owned()],
    };
    pay_params::Claim::read(&object)
        .unwrap()
        .diagnose(&context, &limits())
}

#[test]
fn a_fifth_line_and_a_nonce_in_the_signatures_place_are_named() {
    let (appid, prepay_id) = ("wx8888888888888888", "wx201410272009395522657a690389285100");
    let package = format!("prepay_id={prepay_id}");
    let lines = [appid, "1700000000", "abcdefgh12345678", &package];
    let five = Draft::new([lines[0], lines[1], lines[2], lines[3], "RSA"]).sign(&KEYS[0]);
    let diagnosis = check_pay(appid, [lines[1], lines[2]], prepay_id, &five);
    assert_eq!(causes(&diagnosis), [Cause::SignedAsRequest]);
    let message = diagnosis.findings[0].message.to_string();
    assert!(message.contains("RSA after package"), "{message}");

    let signature = Draft::new(lines).sign(&KEYS[0]).to_string();
    let object = json!({
        "timeStamp": lines[1], "nonceStr": signature, "package": package, "signType": "RSA",
        "paySign": lines[2],
    });
    let context = pay_params::PayParamsContext {
        merchant: KEYS[0].verifying_key(),
        mchid: None,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        appids: vec![appid.parse().unwrap()],
        other_appids: Vec::new(),
    };
    let claim = pay_params::Claim::read(&object).unwrap();
    let diagnosis = claim.diagnose(&context, &limits());
    assert_eq!(causes(&diagnosis), [Cause::ValuesSwapped]);
}

pub(super) fn few(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(few(1))]

    #[test]
    fn faults_of_pay_params_are_found_alone_and_in_pairs(
        appid in "wx[0-9a-f]{16}", seconds in 1_500_000_000_i64..1_900_000_000,
        nonce in "[a-z][0-9a-z]{31}", prepay_id in "wx[0-9]{20}[0-9a-f]{12}",
        draw in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let timestamp = seconds.to_string();
        let package = format!("prepay_id={prepay_id}");
        let right = Draft::new([&appid, &timestamp, &nonce, &package]);
        let valid = check_pay(&appid, [&timestamp, &nonce], &prepay_id, &right.sign(&KEYS[0]));
        prop_assert!(valid.is_valid());
        let faults: Vec<Fault> = SEPARATORS.into_iter().chain(PAY).collect();
        for made in alone_and_in_pairs(&faults, &draw) {
            let mut draft = right.clone();
            for (_, _, break_it) in &made {
                break_it(&mut draft);
            }
            let diagnosis = check_pay(&appid, [&timestamp, &nonce], &prepay_id, &draft.sign(&KEYS[0]));
            let mut expected: Vec<Cause> = made.iter().map(|(cause, ..)| *cause).collect();
            // Alone it is the whole APP string, too.
            if expected == [Cause::MissingPrepayPrefix] {
                expected.push(Cause::WrongClientString);
            }
            prop_assert!(same(causes(&diagnosis), expected.clone()), "{expected:?}: {:?}", diagnosis.findings);
            prop_assert!(diagnosis.findings.iter().all(|finding| finding.proof == Proof::Verified));
        }
    }

    #[test]
    fn faults_of_notifications_are_found_alone_and_in_pairs(
        seconds in 1_500_000_000_i64..1_900_000_000, nonce in "[a-z][0-9a-zA-Z]{31}",
        ciphertext in "[A-Za-z0-9]{40}\\+[A-Za-z0-9+/]{39}/[A-Za-z0-9]{39}==",
        id in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}",
    ) {
        let timestamp = seconds.to_string();
        let body = format!(
            "{{\"id\":\"{id}\",\"create_time\":\"2026-01-01T00:00:00+08:00\",\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\",\"summary\":\"支付成功\",\"resource\":{{\"original_type\":\"transaction\",\"algorithm\":\"AEAD_AES_256_GCM\",\"ciphertext\":\"{ciphertext}\",\"associated_data\":\"transaction\",\"nonce\":\"abcdefghijkl\"}}}}"
        );
        let python = body.replace("\":", "\": ").replace(",\"", ", \"");
        let received: [(String, &[Cause]); 7] = [
            (body.clone(), &[]),
            (python, &[Cause::BodyWhitespace]),
            (body.replace("支付成功", "\\u652f\\u4ed8\\u6210\\u529f"), &[Cause::BodyUnicodeEscapes]),
            (body.replace('/', "\\/"), &[Cause::BodySlashEscapes]),
            (format!("{body}\n"), &[Cause::BodyNewline]),
            (format!("\u{feff}{body}"), &[Cause::BodyBom]),
            (body.replace('+', " "), &[Cause::BodyUrlDecoded]),
        ];
        let headers: [Fault; 4] = [
            (Cause::TimestampMismatch, "timestamp", |draft| shift(&mut draft.lines[0], -3)),
            (Cause::TimestampMilliseconds, "timestamp", |draft| draft.lines[0].push_str("007")),
            (Cause::Crlf, "end", SEPARATORS[1].2),
            (Cause::FieldsOutOfOrder, "order", |draft| draft.lines.swap(0, 1)),
        ];
        for (received, body_causes) in &received {
            for header in headers.iter().map(Some).chain([None]) {
                let mut draft = Draft::new([&timestamp, &nonce, &body]);
                if let Some((_, _, break_it)) = header {
                    break_it(&mut draft);
                }
                let signed = SignedBody {
                    serial: "AA01".to_owned(),
                    timestamp: timestamp.clone(),
                    nonce: nonce.clone(),
                    signature: draft.sign(&KEYS[0]).to_string(),
                    signature_type: None,
                    body: received.clone().into_bytes(),
                };
                let context = notification::NotificationContext { platform: &keyring(), candidate_keys: Vec::new(), apiv3_key: None, mchid: None };
                let diagnosis = notification::diagnose(&signed, &context, &limits());
                let expected: Vec<Cause> = body_causes.iter().copied().chain(header.map(|(cause, ..)| *cause)).collect();
                prop_assert!(same(causes(&diagnosis), expected.clone()), "{expected:?}: {:?}", diagnosis.findings);
            }
        }
    }

    #[test]
    fn noise_proves_nothing(
        noise in prop::collection::vec(any::<u8>(), 256), text in "\\PC{0,200}", other in "[a-z]{40}",
    ) {
        let few = || Limits { max_messages: 20_000, expired: Box::new(|| false) };
        let unrelated = KEYS[0].sign_bytes(other.as_bytes());
        for signature in [Signature::from_bytes(noise).to_string(), text.clone(), unrelated.to_string()] {
            let signed = SignedBody {
                serial: "AA01".to_owned(),
                timestamp: "1700000000".to_owned(),
                nonce: "n".to_owned(),
                signature: signature.clone(),
                signature_type: None,
                body: text.clone().into_bytes(),
            };
            let context = notification::NotificationContext { platform: &keyring(), candidate_keys: Vec::new(), apiv3_key: None, mchid: None };
            let diagnosis = notification::diagnose(&signed, &context, &few());
            prop_assert!(!diagnosis.is_valid());
            let proved = diagnosis.findings.iter().filter(|finding| finding.proof == Proof::Verified);
            // A text that is not a signature is recognised without a search.
            let mut seen = vec![Cause::SignatureEncoding, Cause::SignatureTruncated];
            if text.trim().is_empty() {
                seen.push(Cause::EmptyBody);
            }
            prop_assert!(proved.clone().all(|finding| seen.contains(&finding.cause)), "{proved:?}");
        }
    }

    #[test]
    fn a_changed_value_is_not_explained_by_how_the_body_is_written(
        place in 0..1000_usize, form in 0..6_usize, offset in -2..3_i64,
    ) {
        const BODY: &str = r#"{"id":"EV-1","summary":"<a> & b","resource":{"ciphertext":"a+b/c==","nonce":"x"},"amount":12}"#;
        let right = ["1700000000", "593BEC0C930BF1AFEB40B4A08C8FB242", BODY];
        let message = Draft::new(right);
        let letters: Vec<usize> = BODY.match_indices(|c: char| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
        let at = letters[place % letters.len()];
        let other = if BODY[at..].starts_with('7') { "8" } else { "7" };
        let changed = format!("{}{other}{}", &BODY[..at], &BODY[at + 1..]);
        let body = match form {
            0 => changed.replace(':', ": "),
            1 => changed.replace('/', "\\/"),
            2 => changed.replace('+', " "),
            3 => format!("{changed}\r\n"),
            4 => changed.replace('"', "&quot;"),
            _ => changed,
        };
        let mut timestamp = right[0].to_owned();
        shift(&mut timestamp, offset);
        let signed = SignedBody {
            serial: "AA01".to_owned(),
            timestamp,
            nonce: right[1].to_owned(),
            signature: message.sign(&KEYS[0]).to_string(),
            signature_type: None,
            body: body.into_bytes(),
        };
        let few = Limits { max_messages: 20_000, expired: Box::new(|| false) };
        let context = notification::NotificationContext { platform: &keyring(), candidate_keys: Vec::new(), apiv3_key: None, mchid: None };
        let diagnosis = notification::diagnose(&signed, &context, &few);
        prop_assert_eq!(&diagnosis.signed, &None);
        let proved: Vec<_> = diagnosis.findings.iter().filter(|finding| finding.proof == Proof::Verified).collect();
        prop_assert!(proved.is_empty(), "{proved:?}");
    }
}

/// Values as programs pass them, good and bad.
fn values(good: &'static str, bad: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => good.prop_map(|text| text),
        3 => prop::sample::select(bad).prop_map(str::to_owned),
        1 => "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(few(100))]

    #[test]
    fn valid_means_that_the_client_accepts_every_value(
        package in values("prepay_id=wx[0-9]{20}[0-9a-f]{12}", &[
            "", "prepay_id=", "prepay_id=undefined", "prepay_id=null", "undefined", "wx1",
            "prepay_id=prepay_id=wx1", "prepay_id%3Dwx1", "prepay_id=wx1 ", "Sign=WXPay",
            "prepay_id=[object Object]", "prepay_id=weixin://wxpay/bizpayurl?pr=1",
        ]),
        timestamp in values("1[0-9]{9}", &["", "1700000000000", "170000000", "0", "NaN", " 1700000000", "1.7e9"]),
        nonce in values("[0-9a-zA-Z]{1,32}", &["", "null", "undefined", " n", "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"]),
        sign_type in values("RSA", &["", "rsa", "MD5", "HMAC-SHA256", "RSA "]),
        is_right in any::<bool>(), as_number in prop::bool::weighted(0.1),
    ) {
        let appid = "wx0123456789abcdef";
        let signed = if is_right { &package } else { "prepay_id=wx2" };
        let message = format!("{appid}\n{timestamp}\n{nonce}\n{signed}\n");
        let signature = KEYS[0].sign_bytes(message.as_bytes());
        let mut object = json!({
            "timeStamp": timestamp, "nonceStr": nonce, "package": package,
            "signType": sign_type, "paySign": signature.to_string(),
        });
        if as_number && let Ok(seconds) = timestamp.parse::<u64>() {
            object["timeStamp"] = json!(seconds);
        }
        let context = pay_params::PayParamsContext {
            merchant: KEYS[0].verifying_key(),
            mchid: None,
            candidate_keys: Vec::new(),
            apiv3_key: None,
            appids: vec![appid.parse().unwrap()],
            other_appids: Vec::new(),
        };
        let few = Limits { max_messages: 2000, expired: Box::new(|| false) };
        let findings = match pay_params::Claim::read(&object) {
            Ok(claim) => claim.diagnose(&context, &few).findings,
            Err(findings) => findings,
        };
        let id = package.strip_prefix("prepay_id=").unwrap_or_default();
        let usable = object["timeStamp"].is_string()
            && timestamp.len() == 10 && timestamp.bytes().all(|byte| byte.is_ascii_digit())
            && (1..=32).contains(&nonce.len()) && nonce.bytes().all(|byte| byte.is_ascii_graphic())
            && !["null", "undefined"].contains(&nonce.as_str())
            && sign_type == "RSA"
            && id.starts_with("wx") && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let covered = signed == package;
        if findings.is_empty() {
            prop_assert!(covered, "{object}");
            prop_assert!(usable, "{object}");
        }
        if usable && covered {
            prop_assert!(findings.is_empty(), "{object}: {findings:?}");
        }
    }
}
