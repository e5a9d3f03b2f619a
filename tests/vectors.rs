//! The published vectors, read from the folder that `WECHATPAY_VECTORS` names.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest, Sha256};
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::bill::{BillItem, BillParser};
use wechatpay::protocol::certificate::{CertificatesBody, X509};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::{Ciphertext, OaepHash, Signature, SigningKey, VerifyingKey};
use wechatpay::protocol::resource::{ApiV3Key, Resource};
use wechatpay::protocol::signature_message::SignatureMessage;
use wechatpay::protocol::signed::SignedBody;
use wechatpay::protocol::stamp::{Stamp, Timestamp};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("WECHATPAY_VECTORS").map(PathBuf::from);
    if folder.is_none() {
        // Past the harness, which would keep the line of a test that passes.
        let test = std::thread::current();
        let test = test.name().unwrap_or("a test");
        let _ = writeln!(
            std::io::stderr(),
            "skipped: {test} needs the published vectors in WECHATPAY_VECTORS"
        );
    }
    folder
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

fn serial() -> wechatpay::protocol::id::SerialNo {
    "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB".parse().unwrap()
}

#[test]
fn published_signatures_are_made_byte_for_byte() {
    let Some(folder) = folder().map(|folder| folder.join("official-docs")) else {
        return;
    };
    let key = SigningKey::from_pem(
        serial(),
        &std::fs::read(folder.join("merchant_test_key.pem")).unwrap(),
    )
    .unwrap();
    for case in json(folder.join("signing.json"))["cases"]
        .as_array()
        .unwrap()
    {
        let id = text(case, "id");
        let made = if text(case, "kind") == "request" {
            let stamp = Stamp {
                timestamp: text(case, "timestamp").parse().unwrap(),
                nonce: text(case, "nonce").parse().unwrap(),
            };
            let (method, url, body) = (
                text(case, "method"),
                text(case, "url"),
                text(case, "body").as_bytes(),
            );
            let signed = Authorization::sign(
                &key,
                &"1900007291".parse().unwrap(),
                &stamp,
                method,
                url,
                body,
            );
            assert_eq!(
                signed.message(method, url, body).to_bytes(),
                text(case, "message").as_bytes(),
                "{id}"
            );
            assert!(
                signed.verify(key.verifying_key(), method, url, body),
                "{id}"
            );
            signed.signature
        } else {
            let (appid, time, nonce) = (
                text(case, "appId"),
                text(case, "timeStamp"),
                text(case, "nonceStr"),
            );
            let message =
                SignatureMessage::pay_as_given(appid, time, nonce, text(case, "fourth_line"));
            assert_eq!(message.to_bytes(), text(case, "message").as_bytes(), "{id}");
            key.sign(&message).to_string()
        };
        assert_eq!(made, text(case, "signature"), "{id}");
    }
}

#[test]
fn a_published_answer_verifies() {
    let Some(folder) = folder().map(|folder| folder.join("official-docs")) else {
        return;
    };
    let case = json(folder.join("response-verify.json"));
    let headers = &case["headers"];
    let key = std::fs::read(folder.join(text(&case, "public_key"))).unwrap();
    let mut keyring = Keyring::default();
    keyring.add(
        VerifyingKey::from_pem(text(headers, "Wechatpay-Serial").parse().unwrap(), &key).unwrap(),
    );
    let signed =
        SignedBody::from_parts(|name| headers[name].as_str(), text(&case, "body").into()).unwrap();
    assert!(signed.clone().verify(&keyring, Timestamp(0), None).is_ok());
    let mut changed = signed;
    changed.body.push(b'\n');
    assert!(changed.verify(&keyring, Timestamp(0), None).is_err());
}

#[test]
fn published_signatures_open_into_the_digest() {
    let Some(folder) = folder().map(|folder| folder.join("wechatpay-java")) else {
        return;
    };
    let vectors = json(folder.join("vectors.json"));
    let key = SigningKey::from_pem(
        serial(),
        &std::fs::read(folder.join("merchant_private_key.pem")).unwrap(),
    )
    .unwrap();
    let signature: Signature = text(&vectors["rsa_sign"], "signature").parse().unwrap();
    let block = key.verifying_key().open(&signature).unwrap();
    assert!(block.starts_with(&[0, 1, 0xff]) && block.ends_with(&Sha256::digest("message")));
}

#[test]
fn a_published_ciphertext_opens_with_sha1_alone() {
    let Some(folder) = folder().map(|folder| folder.join("wechatpay-java")) else {
        return;
    };
    let vectors = json(folder.join("vectors.json"));
    let case = &vectors["oaep"];
    let pem = std::fs::read(folder.join(text(case, "key"))).unwrap();
    let key = SigningKey::from_pem(serial(), &pem).unwrap();
    let sealed: Ciphertext = text(case, "ciphertext").parse().unwrap();
    let opened = key.decrypt(&sealed, OaepHash::Sha1).unwrap();
    assert_eq!(opened.as_slice(), text(case, "plaintext").as_bytes());
    assert!(key.decrypt(&sealed, OaepHash::Sha256).is_err());
}

#[test]
fn published_certificates_open() {
    let Some(folder) = folder().map(|folder| folder.join("wechatpay-java")) else {
        return;
    };
    let vectors = json(folder.join("vectors.json"));
    let key = ApiV3Key::new(text(&vectors, "apiv3_key")).unwrap();
    let body = std::fs::read(folder.join("certificates.body.json")).unwrap();
    let body: CertificatesBody = serde_json::from_slice(&body).unwrap();
    let opened = X509::from_pem(&body.data[0].encrypt_certificate.open(&key).unwrap()).unwrap();
    assert_eq!(opened.serial_no().as_str(), body.data[0].serial_no);
    let aes = &vectors["aes_gcm"];
    let resource = Resource {
        original_type: None,
        algorithm: "AEAD_AES_256_GCM".into(),
        ciphertext: text(aes, "ciphertext").into(),
        associated_data: Some(text(aes, "associated_data").into()),
        nonce: text(aes, "nonce").into(),
    };
    assert_eq!(
        resource.open(&key).unwrap().as_slice(),
        text(aes, "plaintext").as_bytes()
    );
}

#[test]
fn a_published_notification_verifies() {
    let Some(folder) = folder().map(|folder| folder.join("wechatpay-go")) else {
        return;
    };
    let case = json(folder.join("notification.json"));
    let headers = &case["headers"];
    let mut keyring = Keyring::default();
    let certificate =
        X509::from_pem(&std::fs::read(folder.join(text(&case, "cert"))).unwrap()).unwrap();
    keyring.add_certificate(&certificate).unwrap();
    let body = std::fs::read(folder.join(text(&case, "body_file"))).unwrap();
    let signed = SignedBody::from_parts(|name| headers[name].as_str(), body).unwrap();
    assert!(signed.verify(&keyring, Timestamp(0), None).is_ok());
}

#[test]
fn a_published_bill_adds_up() {
    let Some(folder) = folder().map(|folder| folder.join("bill")) else {
        return;
    };
    let bytes = std::fs::read(folder.join("bill.ALL.csv")).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let mut parser = BillParser::default();
    let (mut rows, mut summary) = (Vec::new(), None);
    for line in text.split_inclusive('\n') {
        match parser.line(line).unwrap() {
            Some(BillItem::Row(record)) => rows.push(record.to_json()),
            Some(BillItem::Summary(record)) => summary = Some(record.to_json()),
            Some(BillItem::Header(columns)) => assert_eq!(columns[0], "交易时间"),
            None => {}
        }
    }
    parser.finish().unwrap();
    let summary = summary.unwrap();
    let sum = |column: &str| -> i64 {
        let each = rows.iter().map(|row| row[column].as_i64().unwrap());
        each.sum()
    };
    assert_eq!(summary["总交易单数"], rows.len());
    for (column, total) in [
        ("应结订单金额", "应结订单总金额"),
        ("退款金额", "退款总金额"),
        ("充值券退款金额", "充值券退款总金额"),
        ("手续费", "手续费总金额"),
        ("订单金额", "订单总金额"),
        ("申请退款金额", "申请退款总金额"),
    ] {
        assert_eq!(summary[total], sum(column), "{total}");
    }
    assert_eq!(rows[0]["微信订单号"], "4200000263201902167700134212");
    assert_eq!(rows[0]["费率"], "39.00%");
}

/// A key that openssl makes.
fn openssl(args: &str) -> Vec<u8> {
    let mut command = std::process::Command::new("openssl");
    let made = command.args(args.split_whitespace()).output().unwrap();
    assert!(made.status.success(), "{args}");
    made.stdout
}

#[test]
fn private_keys_of_another_kind_are_named() {
    use wechatpay::protocol::keys::{KeyError, UnusableKey};
    for (args, expected) in [
        ("genrsa 512", UnusableKey::Size(512)),
        ("genrsa 1024", UnusableKey::Size(1024)),
        ("genrsa -3 2048", UnusableKey::Exponent),
        ("genrsa -primes 3 2048", UnusableKey::ManyPrimes),
    ] {
        let error = SigningKey::from_pem(serial(), &openssl(args)).unwrap_err();
        assert_eq!(error, KeyError::Unusable(expected), "{args}");
    }
    assert!(SigningKey::from_pem(serial(), &openssl("genrsa 3072")).is_ok());
}
