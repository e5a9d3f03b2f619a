//! Faults of requests, made from random data, are found again, alone and in pairs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::diagnose::tests::{
    Draft, Fault, KEYS, SEPARATORS, alone_and_in_pairs, causes, few, limits, same, shift,
};
use crate::diagnose::{CandidateKey, Cause, Diagnosis, Finding, Party, Proof, sentence};
use crate::protocol::keys::Signature;

const FAULTS: [Fault; 9] = [
    (Cause::WrongMethod, "method", |draft| {
        draft.lines[0] = draft.lines[0].to_lowercase();
    }),
    (Cause::UrlWithHost, "url", |draft| {
        draft.lines[1].insert_str(0, "https://api.mch.weixin.qq.com");
    }),
    (Cause::QueryNotSigned, "url", |draft| {
        draft.lines[1] = draft.lines[1].split('?').next().unwrap().to_owned();
    }),
    (Cause::PathEncoding, "url", |draft| {
        draft.lines[1] = draft.lines[1].replace("%7C", "|");
    }),
    (Cause::TimestampMismatch, "timestamp", |draft| {
        shift(&mut draft.lines[2], 1);
    }),
    (Cause::TimestampMilliseconds, "timestamp", |draft| {
        draft.lines[2].push_str("999");
    }),
    (Cause::NonceCase, "nonce", |draft| {
        draft.lines[3] = draft.lines[3].to_uppercase();
    }),
    (Cause::BodyNotSigned, "body", |draft| {
        draft.lines[4].clear();
    }),
    (Cause::FieldsOutOfOrder, "order", |draft| {
        draft.lines.swap(2, 3);
    }),
];

fn check(sent: &Draft, serial_no: &str, mchid: &str, signature: &str) -> Diagnosis {
    let [method, url, timestamp, nonce, body] = &sent.lines[..] else {
        panic!("five lines")
    };
    let authorization = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{serial_no}\""
    );
    let request = Request {
        method,
        url,
        body: body.as_bytes(),
        authorization: &authorization,
    };
    let context = RequestContext {
        merchant: KEYS[0].verifying_key(),
        mchid: &"1900000001".parse().unwrap(),
        candidate_keys: vec![CandidateKey {
            key: KEYS[1].verifying_key(),
            party: Party::Platform,
            owner: sentence!(
                "finding-owner-platform-key",
                "platform key {serial}",
                serial = "1"
            ),
        }],
        apiv3_key: None,
    };
    diagnose(&request, &context, &limits())
}

proptest! {
    #![proptest_config(few(1))]

    #[test]
    fn faults_of_requests_are_found_alone_and_in_pairs(
        seconds in 1_500_000_000_i64..1_900_000_000, nonce in "[a-z][0-9a-z]{31}",
        number in "[0-9A-Za-z]{8}", total in 1_u32..1_000_000,
        draw in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let url = format!("/v3/x/{number}%7C{number}?mchid=1900000001");
        let body = format!("{{\"mchid\":\"1900000001\",\"amount\":{{\"total\":{total}}}}}");
        let right = Draft::new(["POST", &url, &seconds.to_string(), &nonce, &body]);
        let good = right.sign(&KEYS[0]).to_string();
        prop_assert!(check(&right, "AA01", "1900000001", &good).is_valid());
        let faults: Vec<Fault> = SEPARATORS.into_iter().chain(FAULTS).collect();
        for made in alone_and_in_pairs(&faults, &draw) {
            let mut draft = right.clone();
            for (_, _, break_it) in &made {
                break_it(&mut draft);
            }
            let diagnosis = check(&right, "AA01", "1900000001", &draft.sign(&KEYS[0]).to_string());
            let expected: Vec<Cause> = made.iter().map(|(cause, ..)| *cause).collect();
            prop_assert!(same(causes(&diagnosis), expected.clone()), "{expected:?}: {:?}", diagnosis.findings);
            prop_assert!(diagnosis.findings.iter().all(|finding| finding.proof == Proof::Verified));
        }
    }

    #[test]
    fn faults_around_the_message_are_found_with_those_within(
        nonce in "[a-z][0-9a-z]{31}", total in 1_u32..1_000_000,
    ) {
        let body = format!("{{\"mchid\":\"1900000001\",\"amount\":{{\"total\":{total}}}}}");
        let right = Draft::new(["POST", "/v3/x", "1700000000", &nonce, &body]);
        let mut short = right.clone();
        short.end = "";
        let hex = |signature: &Signature| -> String {
            signature.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
        };
        let message = right.lines.join("\n") + "\n";
        let hashed = KEYS[0].sign_bytes(&Sha256::digest(message)).to_string();
        let good = right.sign(&KEYS[0]);
        let twice = STANDARD.encode(good.to_string());
        let cut = short.sign(&KEYS[0]);
        let own = |signature: &str| check(&right, "AA01", "1900000001", signature);
        for (diagnosis, expected) in [
            (own(&hex(&good)), vec![Cause::SignatureEncoding]),
            (own(&twice), vec![Cause::SignatureEncoding]),
            (own(&hex(&cut)), vec![Cause::SignatureEncoding, Cause::MissingFinalNewline]),
            (own(&hashed), vec![Cause::WrongDigest]),
            (own(&right.sign(&KEYS[1]).to_string()), vec![Cause::PlatformAndMerchantSwapped]),
            (own(&short.sign(&KEYS[1]).to_string()), vec![Cause::PlatformAndMerchantSwapped, Cause::MissingFinalNewline]),
            (check(&right, "CC03", "1900000001", &good.to_string()), vec![Cause::SerialMismatch]),
            (check(&right, "AA01", "1900000002", &good.to_string()), vec![Cause::MchidMismatch]),
            (check(&right, "CC03", "1900000002", &cut.to_string()), vec![Cause::SerialMismatch, Cause::MissingFinalNewline, Cause::MchidMismatch]),
        ] {
            prop_assert!(same(causes(&diagnosis), expected.clone()), "{expected:?}: {:?}", diagnosis.findings);
        }
    }
}

#[test]
fn mistakes_that_lead_to_the_same_bytes_are_both_named() {
    let body = "{\"a\":1}";
    let sent = |body: &str| Draft::new(["POST", "/v3/x", "1700000000", "abcdefgh12345678", body]);
    let check = |sent: &Draft, signed: &Draft| {
        let signature = signed.sign(&KEYS[0]).to_string();
        causes(&check(sent, "AA01", "1900000001", &signature))
    };
    let with_newline = format!("{body}\n");
    let mut doubled = sent(body);
    doubled.end = "\n\n";
    let mut short = sent(&with_newline);
    short.end = "";
    for (made, expected) in [
        (
            check(&sent(body), &sent(&with_newline)),
            [Cause::BodyNewline, Cause::ExtraFinalNewline],
        ),
        (
            check(&sent(body), &doubled),
            [Cause::BodyNewline, Cause::ExtraFinalNewline],
        ),
        (
            check(&sent(&with_newline), &short),
            [Cause::BodyNewline, Cause::MissingFinalNewline],
        ),
    ] {
        assert!(same(made.clone(), expected.to_vec()), "{made:?}");
    }
    // Without a body the line feed is the message's.
    doubled.lines[4].clear();
    assert_eq!(check(&sent(""), &doubled), [Cause::ExtraFinalNewline]);
}

#[test]
fn the_lines_of_a_response_and_values_in_each_others_place_are_named() {
    let right = Draft::new(["POST", "/v3/x", "1700000000", "abcdefgh12345678", "{}"]);
    let mut three = right.clone();
    three.lines.drain(..2);
    let of = |serial: &str, mchid: &str, draft: &Draft| {
        causes(&check(
            &right,
            serial,
            mchid,
            &draft.sign(&KEYS[0]).to_string(),
        ))
    };
    assert_eq!(of("AA01", "1900000001", &three), [Cause::FieldMissing]);
    let serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
    let swapped = of("1900000001", serial, &right);
    assert!(swapped.contains(&Cause::ValuesSwapped), "{swapped:?}");
    assert!(!swapped.contains(&Cause::MchidMismatch), "{swapped:?}");
    assert!(
        !swapped.contains(&Cause::AuthorizationMalformed),
        "{swapped:?}"
    );
}

#[test]
fn an_upload_whose_file_was_signed_as_well_is_named() {
    let meta = r#"{"filename":"a.png","sha256":"00"}"#;
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"meta\"\r\n\r\n{meta}\r\n--b\r\n\r\nfile\r\n--b--\r\n"
    );
    let lines = |body: &str| Draft::new(["POST", "/v3/x", "1700000000", "NONCE", body]);
    let sent = lines(&body);
    for (signed, cause) in [
        (meta, None),
        (body.as_str(), Some(Cause::BodyReserialized)),
        ("", Some(Cause::BodyNotSigned)),
    ] {
        let signature = lines(signed).sign(&KEYS[0]).to_string();
        let diagnosis = check(&sent, "AA01", "1900000001", &signature);
        let expected: Vec<Cause> = cause.into_iter().collect();
        assert_eq!(causes(&diagnosis), expected, "{signed}");
    }
}

#[test]
fn spaces_in_a_signature_are_one_finding() {
    let right = Draft::new(["POST", "/v3/x", "1700000000", "abcdefgh12345678", "{}"]);
    let signature = right.sign(&KEYS[0]).to_string();
    let wrapped = format!("{}\n{}", &signature[..76], &signature[76..]);
    let found = causes(&check(&right, "AA01", "1900000001", &wrapped));
    assert_eq!(found, [Cause::SignatureEncoding]);
}

#[test]
fn ways_of_writing_a_part_otherwise_are_named_for_what_they_are() {
    use Cause::{
        BodyReserialized, LiteralBackslashN, MissingFinalNewline, TimestampMismatch, WrongSeparator,
    };
    let get = Draft::new(["GET", "/v3/x?a=1", "1700000000", "abcdefgh12345678", ""]);
    let body = "{\"mchid\":\"1900000001\",\"amount\":{\"total\":\"100\",\"refund\":\"0\"}}";
    let post = Draft::new(["POST", "/v3/x", "1700000000", "abcdefgh12345678", body]);
    let joined = |draft: &Draft, between: &'static str, end: &'static str| Draft {
        between,
        end,
        ..draft.clone()
    };
    let with = |draft: &Draft, line: usize, text: &str| {
        let mut changed = draft.clone();
        changed.lines[line] = text.to_owned();
        changed
    };
    for right in [&get, &post] {
        let literal = vec![LiteralBackslashN, MissingFinalNewline];
        for (signed, expected) in [
            (joined(right, "\\n", ""), literal),
            (joined(right, "\r", "\r"), vec![WrongSeparator]),
            (joined(right, "\n ", "\n "), vec![WrongSeparator]),
            (with(right, 2, "1700000000.0"), vec![TimestampMismatch]),
            (with(right, 2, "20231115061320"), vec![TimestampMismatch]),
            (
                with(right, 2, "2023-11-14T22:13:20Z"),
                vec![TimestampMismatch],
            ),
            (
                with(right, 2, "2023-11-15 06:13:20"),
                vec![TimestampMismatch],
            ),
            (with(right, 2, "undefined"), vec![TimestampMismatch]),
        ] {
            let diagnosis = check(
                right,
                "AA01",
                "1900000001",
                &signed.sign(&KEYS[0]).to_string(),
            );
            assert!(
                same(causes(&diagnosis), expected),
                "{:?}",
                diagnosis.findings
            );
            assert!(
                diagnosis
                    .findings
                    .iter()
                    .all(|finding| finding.proof == Proof::Verified)
            );
        }
    }
    let numbers = with(
        &post,
        4,
        &body.replace("\"100\"", "100").replace("\"0\"", "0"),
    );
    let found = check(
        &post,
        "AA01",
        "1900000001",
        &numbers.sign(&KEYS[0]).to_string(),
    );
    assert_eq!(causes(&found), [BodyReserialized]);
}

#[test]
fn two_mistakes_are_found_within_a_fraction_of_the_search() {
    use Cause::{
        FieldsOutOfOrder, NonceMismatch, PathEncoding, PathPrefix, WrongDigest, WrongSeparator,
    };
    let body = "{\"mchid\":\"1900000001\",\"amount\":{\"total\":100}}";
    let right = Draft::new(["POST", "/v3/x%7Cy", "1700000000", "abcdefgh12345678", body]);
    let made = |break_it: fn(&mut Draft)| {
        let mut draft = right.clone();
        break_it(&mut draft);
        draft
    };
    for (signed, expected) in [
        (
            made(|draft| {
                draft.lines.reverse();
                draft.lines[3] = "/v3/x|y".to_owned();
            }),
            vec![FieldsOutOfOrder, PathEncoding],
        ),
        (
            made(|draft| {
                (draft.between, draft.end) = ("|", "|");
                draft.lines[1].insert_str(0, "/wxpay");
            }),
            vec![WrongSeparator, PathPrefix],
        ),
        (
            made(|draft| {
                draft.lines[1].push('/');
                draft.lines[3] = "\"abcdefgh12345678\"".to_owned();
            }),
            vec![PathEncoding, NonceMismatch],
        ),
    ] {
        let signature = signed.sign(&KEYS[0]).to_string();
        let diagnosis = check(&right, "AA01", "1900000001", &signature);
        assert!(
            same(causes(&diagnosis), expected),
            "{:?}",
            diagnosis.findings
        );
        assert!(diagnosis.searched < 500_000, "{}", diagnosis.searched);
    }
    let signed = made(|draft| draft.lines[1].insert_str(0, "/api"));
    let message = signed.lines.join("\n") + "\n";
    let hex: String = Sha256::digest(message)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let signature = KEYS[0].sign_bytes(hex.as_bytes()).to_string();
    let diagnosis = check(&right, "AA01", "1900000001", &signature);
    assert!(
        same(causes(&diagnosis), vec![WrongDigest, PathPrefix]),
        "{:?}",
        diagnosis.findings
    );
}

#[test]
fn a_signature_as_python_prints_it_or_encoded_twice_still_tells_what_was_signed() {
    let right = Draft::new(["POST", "/v3/x", "1700000000", "abcdefgh12345678", "{}"]);
    let mut short = right.clone();
    short.end = "";
    let signature = short.sign(&KEYS[0]).to_string();
    let once = signature
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D");
    let expected = vec![Cause::SignatureEncoding, Cause::MissingFinalNewline];
    for damaged in [format!("b'{signature}'"), once.replace('%', "%25"), once] {
        let found = causes(&check(&right, "AA01", "1900000001", &damaged));
        assert!(
            same(found.clone(), expected.clone()),
            "{damaged}: {found:?}"
        );
    }
}

/// Signs other lines than are sent, and returns what is found.
fn found(sent: [&str; 5], signed: [&str; 5]) -> Vec<Cause> {
    let signature = Draft::new(signed).sign(&KEYS[0]).to_string();
    let diagnosis = check(&Draft::new(sent), "AA01", "1900000001", &signature);
    let proved = diagnosis.findings.iter();
    assert!(
        proved
            .clone()
            .all(|finding| finding.proof == Proof::Verified)
    );
    causes(&diagnosis)
}

#[test]
fn the_parameters_of_a_query_may_be_signed_as_a_body() {
    let url = "/v3/bill/tradebill?bill_date=2026-01-02&bill_type=ALL&tar_type=GZIP";
    let sent = ["GET", url, "1700000000", "n", ""];
    for (url, body, expected) in [
        (
            url,
            r#"{"bill_date":"2026-01-02","bill_type":"ALL","tar_type":"GZIP"}"#,
            &[Cause::GetWithBody][..],
        ),
        (
            "/v3/bill/tradebill",
            r#"{"bill_date": "2026-01-02", "bill_type": "ALL", "tar_type": "GZIP"}"#,
            &[Cause::QueryNotSigned, Cause::GetWithBody],
        ),
    ] {
        let signed = ["GET", url, "1700000000", "n", body];
        assert!(same(found(sent, signed), expected.to_vec()), "{body}");
    }
}

#[test]
fn any_order_of_seven_keys_is_found() {
    let sent = r#"{"appid":"wx1","mchid":"1900000001","description":"x","out_trade_no":"T1","notify_url":"https://x","amount":{"total":1,"currency":"CNY"},"payer":{"openid":"o"}}"#;
    let signed = r#"{"payer":{"openid":"o"},"description":"x","amount":{"currency":"CNY","total":1},"mchid":"1900000001","notify_url":"https://x","appid":"wx1","out_trade_no":"T1"}"#;
    let lines = |body| ["POST", "/v3/x", "1700000000", "n", body];
    assert_eq!(found(lines(sent), lines(signed)), [Cause::BodyKeyOrder]);
}

const LONG: &str = r#"{"appid":"wx1","mchid":"1900000001","description":"支付","out_trade_no":"T1","time_expire":"2026-12-08T10:34:56+08:00","attach":"a","notify_url":"https://x","goods_tag":"g","support_fapiao":true,"amount":{"total":100,"currency":"CNY"},"payer":{"openid":"o"},"scene_info":{"payer_client_ip":"1.2.3.4"}}"#;

#[test]
fn changed_members_of_a_long_body_are_found_alone_and_beside_another_mistake() {
    use Cause::{BodyKeyOrder, BodyReserialized, BodyWhitespace, UrlWithHost};
    let first = LONG.replace(r#""appid":"wx1","#, "");
    let last = first.replace(r#""1.2.3.4"}}"#, r#""1.2.3.4"},"appid":"wx1"}"#);
    let payer = r#","payer":{"openid":"o"}"#;
    let two_moved = last
        .replace(payer, "")
        .replacen('{', r#"{"payer":{"openid":"o"},"#, 1);
    let null = LONG.replace(r#""scene_info""#, r#""detail":null,"scene_info""#);
    let spaced = last.replace("\":", "\": ").replace(",\"", ", \"");
    for (url, signed, expected) in [
        ("/v3/x", &last, vec![BodyKeyOrder]),
        ("/v3/x", &two_moved, vec![BodyKeyOrder]),
        ("/v3/x", &spaced, vec![BodyKeyOrder, BodyWhitespace]),
        ("/v3/x", &null, vec![BodyReserialized]),
        (
            "https://api.mch.weixin.qq.com/v3/x",
            &last,
            vec![UrlWithHost, BodyKeyOrder],
        ),
        (
            "https://api.mch.weixin.qq.com/v3/x",
            &null,
            vec![UrlWithHost, BodyReserialized],
        ),
    ] {
        let sent = ["POST", "/v3/x", "1700000000", "n", LONG];
        let found = found(sent, ["POST", url, "1700000000", "n", signed]);
        assert!(same(found.clone(), expected), "{signed}: {found:?}");
    }
}

#[test]
fn characters_that_a_charset_lost_are_supposed() {
    let body = r#"{"mchid":"1900000001","description":"支付"}"#;
    let lost = body.replace("支付", "??");
    let lines = |body| ["POST", "/v3/x", "1700000000", "n", body];
    let signature = Draft::new(lines(body)).sign(&KEYS[0]).to_string();
    let diagnosis = check(&Draft::new(lines(&lost)), "AA01", "1900000001", &signature);
    assert!(causes(&diagnosis).contains(&Cause::BodyCharset));
    let proved = |finding: &Finding| finding.proof == Proof::Verified;
    assert!(!diagnosis.findings.iter().any(proved));
}
