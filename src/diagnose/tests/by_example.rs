//! Faults that were chosen, and when a search ends.

use super::*;

fn pay_findings(object: &serde_json::Value, names: pay_params::Names) -> Vec<Cause> {
    let context = pay_params::PayParamsContext {
        merchant: KEYS[0].verifying_key(),
        mchid: None,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        appids: vec!["wx8888888888888888".parse().unwrap()],
        other_appids: Vec::new(),
    };
    match pay_params::Claim::read_for(object, None, names) {
        Ok(claim) => causes(&claim.diagnose(&context, &limits())),
        Err(findings) => findings.iter().map(|finding| finding.cause).collect(),
    }
}

#[test]
fn names_are_those_of_the_call_and_a_programs_own_are_accepted() {
    use pay_params::Names;
    let lines = [
        "wx8888888888888888",
        "1554208460",
        "abc",
        "prepay_id=wx2014",
    ];
    let sign = Draft::new(lines).sign(&KEYS[0]).to_string();
    let object = |timestamp: &str, value: serde_json::Value, package: &str| {
        json!({
            timestamp: value, "nonceStr": "abc", package: "prepay_id=wx2014",
            "signType": "RSA", "paySign": sign,
        })
    };
    let text = json!("1554208460");
    for (object, names, expected) in [
        (
            object("timeStamp", text.clone(), "package"),
            Names::Client,
            vec![],
        ),
        (
            object("timestamp", text.clone(), "package"),
            Names::Client,
            vec![Cause::FieldMissing],
        ),
        (
            object("timestamp", json!(1_554_208_460), "package"),
            Names::ChooseWxPay,
            vec![],
        ),
        (
            object("timeStamp", text.clone(), "package"),
            Names::ChooseWxPay,
            vec![Cause::FieldMissing],
        ),
        (
            object("timeStamp", text.clone(), "packageVal"),
            Names::Client,
            vec![Cause::FieldMissing],
        ),
        (
            object("TimeStamp", text, "packageVal"),
            Names::Program,
            vec![],
        ),
    ] {
        assert_eq!(pay_findings(&object, names), expected, "{object} {names:?}");
    }
}

#[test]
fn an_empty_package_is_unusable_and_not_missing() {
    for package in [json!(""), json!(null)] {
        let object = json!({
            "timeStamp": "1554208460", "nonceStr": "abc", "package": package,
            "signType": "RSA", "paySign": Draft::new(["a", "b", "c", "d"]).sign(&KEYS[0]).to_string(),
        });
        let found = pay_findings(&object, pay_params::Names::Client);
        assert!(found.contains(&Cause::UnusableValue), "{object}: {found:?}");
        assert!(!found.contains(&Cause::FieldMissing), "{object}: {found:?}");
    }
}

fn notification_findings(signed: &SignedBody) -> Vec<Finding> {
    let keyring = keyring();
    let context = notification::NotificationContext {
        platform: &keyring,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        mchid: None,
    };
    notification::diagnose(signed, &context, &limits()).findings
}

#[test]
fn headers_that_are_not_as_on_the_wire_are_named() {
    let body = br#"{"id":"EV-1","resource":{"nonce":"fdasflkja484"}}"#;
    let stamp = crate::protocol::stamp::Stamp {
        timestamp: "1554208460".parse().unwrap(),
        nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".parse().unwrap(),
    };
    let right = SignedBody::sign(&KEYS[0], &stamp, body.to_vec());
    assert!(notification_findings(&right).is_empty());
    let now = stamp.timestamp;
    for serial in ["AA:01", "0xAA01", "AA 01"] {
        let mut signed = right.clone();
        serial.clone_into(&mut signed.serial);
        // The tolerance of settings is not that of the wire.
        assert!(
            signed.clone().verify(&keyring(), now, None).is_err(),
            "{serial}"
        );
        let found = notification_findings(&signed);
        assert_eq!(
            found[0].cause,
            Cause::MalformedSerial,
            "{serial}: {found:?}"
        );
        assert_eq!(found.len(), 1, "{serial}: {found:?}");
    }
    for nonce in ["fdasflkja484", "EV-1"] {
        let mut signed = right.clone();
        nonce.clone_into(&mut signed.nonce);
        let found = notification_findings(&signed);
        assert_eq!(found[0].cause, Cause::NonceMismatch, "{found:?}");
        assert!(
            found
                .iter()
                .all(|finding| finding.cause != Cause::UnknownMessage)
        );
    }
}

#[test]
fn a_changed_body_that_lost_its_newline_too_is_found_among_the_first() {
    let body =
        "{\"id\":\"EV-1\",\"summary\":\"a & b's\",\"resource\":{\"ciphertext\":\"a+b/c==\"}}";
    let stamp = crate::protocol::stamp::Stamp {
        timestamp: "1554208460".parse().unwrap(),
        nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".parse().unwrap(),
    };
    let right = SignedBody::sign(&KEYS[0], &stamp, format!("{body}\n").into_bytes());
    let keyring = keyring();
    for (changed, cause) in [
        (
            body.replace('&', "&amp;").replace('"', "&quot;"),
            Cause::BodyHtmlEscaped,
        ),
        (body.replace('+', " "), Cause::BodyUrlDecoded),
    ] {
        let signed = SignedBody {
            body: changed.into_bytes(),
            ..right.clone()
        };
        let context = notification::NotificationContext {
            platform: &keyring,
            candidate_keys: Vec::new(),
            apiv3_key: None,
            mchid: None,
        };
        // Few enough for the slowest machine.
        let few = Limits {
            max_messages: 6000,
            expired: Box::new(|| false),
        };
        let diagnosis = notification::diagnose(&signed, &context, &few);
        assert!(
            same(causes(&diagnosis), vec![cause, Cause::BodyNewline]),
            "{:?}",
            diagnosis.findings
        );
    }
}

#[test]
fn a_signature_after_the_certificates_end_is_named() {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::default()
        .self_signed(&key)
        .unwrap();
    let certificate = crate::protocol::certificate::X509::from_der(certificate.der()).unwrap();
    let at = |moment: i64| {
        let moment = crate::protocol::stamp::Timestamp(moment);
        let found = certificate_validity(&certificate, moment, Subject::Request);
        found.map(|finding| finding.cause)
    };
    let (start, end) = (certificate.not_before().0, certificate.not_after().0);
    assert_eq!([at(start), at(end)], [None, None]);
    let expired = Some(Cause::CertificateExpired);
    assert_eq!([at(start - 1), at(end + 1)], [None, expired]);
}

/// A search that finds nothing, whose clock says at the tenth look that the time is up.
fn stopped_search(search: impl Fn(&Limits<'_>) -> Diagnosis) -> (Diagnosis, u32) {
    const LOOKS: u32 = 10;
    let looks = AtomicU32::new(0);
    let limits = Limits {
        max_messages: u64::MAX,
        expired: Box::new(|| looks.fetch_add(1, Ordering::Relaxed) >= LOOKS),
    };
    let diagnosis = search(&limits);
    drop(limits);
    (diagnosis, looks.into_inner())
}

#[test]
fn a_search_looks_at_the_clock_often_and_ends_when_the_time_is_up() {
    /// Messages that are tried between two looks, and the threads that go on until they look.
    const BETWEEN_LOOKS: u64 = 1024;
    let threads = rayon::current_num_threads() as u64 + 1;
    let signature = KEYS[0].sign_bytes(b"something else").to_string();
    let small =
        r#"{"id":"EV-1","summary":"<支付>","resource":{"ciphertext":"a+b/c==","nonce":"x"}}"#;
    let many: String = (0..4000)
        .map(|at| format!("\"k{at}\":\"支付/{at}\","))
        .collect();
    let large = format!("{{{many}\"resource\":{{\"ciphertext\":\"a\"}}}}");
    let keyring = keyring();
    for body in [small, &large, &"x".repeat(200 * 1024)] {
        let signed = SignedBody {
            serial: "AA01".to_owned(),
            timestamp: "1700000000".to_owned(),
            nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".to_owned(),
            signature: signature.clone(),
            signature_type: None,
            body: body.as_bytes().to_vec(),
        };
        let context = notification::NotificationContext {
            platform: &keyring,
            candidate_keys: Vec::new(),
            apiv3_key: None,
            mchid: None,
        };
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",nonce_str=\"n\",signature=\"{signature}\",timestamp=\"1700000000\",serial_no=\"AA01\""
        );
        let request = request::Request {
            method: "POST",
            url: "/v3/pay/transactions/jsapi?a=1&b=2",
            body: body.as_bytes(),
            authorization: &authorization,
        };
        let mchid = "1900000001".parse().unwrap();
        let merchant = request::RequestContext {
            merchant: KEYS[0].verifying_key(),
            mchid: &mchid,
            candidate_keys: Vec::new(),
            apiv3_key: None,
        };
        for (diagnosis, looks) in [
            stopped_search(|limits| notification::diagnose(&signed, &context, limits)),
            stopped_search(|limits| request::diagnose(&request, &merchant, limits)),
        ] {
            assert!(diagnosis.cut_short);
            assert!(diagnosis.signed.is_none());
            let most = u64::from(looks) * BETWEEN_LOOKS + threads * BETWEEN_LOOKS;
            assert!(
                diagnosis.searched <= most,
                "{} of {most}",
                diagnosis.searched
            );
            assert!(u64::from(looks) <= 11 + threads, "{looks}");
        }
    }
}
