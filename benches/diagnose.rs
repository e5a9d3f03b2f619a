//! How long a diagnosis takes: a right signature, common mistakes, and bytes that cannot be guessed.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use criterion::{Criterion, criterion_group, criterion_main};
use wechatpay::diagnose::Limits;
use wechatpay::diagnose::notification::{NotificationContext, diagnose};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::{Signature, SigningKey};
use wechatpay::protocol::signed::SignedBody;

const BODY: &str = r#"{"id":"EV-2018022511223320873","create_time":"2026-01-01T00:00:00+08:00","resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功","resource":{"original_type":"transaction","algorithm":"AEAD_AES_256_GCM","ciphertext":"q+9Q/w==","associated_data":"transaction","nonce":"abcdefghijkl"}}"#;

fn limits() -> Limits<'static> {
    let began = Instant::now();
    Limits {
        max_messages: 20_000_000,
        expired: Box::new(move || began.elapsed() > Duration::from_millis(1500)),
    }
}

fn diagnoses(criterion: &mut Criterion) {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der: Pkcs8V1Der<'_> = pair.as_der().expect("its DER");
    let serial = "5157F09E".parse().expect("a serial number");
    let key = SigningKey::from_pkcs8_der(serial, der.as_ref()).expect("the same key");
    let mut keyring = Keyring::default();
    keyring.add(key.into_verifying_key());
    let sign = |message: &str| {
        let mut bytes = vec![0; pair.public_modulus_len()];
        let random = SystemRandom::new();
        pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut bytes)
            .expect("a key signs");
        Signature::from_bytes(bytes).to_string()
    };
    let known = NotificationContext {
        platform: &keyring,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        mchid: None,
    };
    let right = format!("1700000000\nabc\n{BODY}\n");
    let python = BODY
        .replace("\":", "\": ")
        .replace(",\"", ", \"")
        .replace("支付成功", "\\u652f\\u4ed8\\u6210\\u529f");
    let mut group = criterion.benchmark_group("diagnose");
    group.sample_size(10);
    for (name, message, body) in [
        ("a right signature", right.as_str(), BODY),
        ("a missing line feed", right.trim_end(), BODY),
        ("a reserialized body", &right, python.as_str()),
        (
            "a reserialized body and CR LF",
            &right.replace('\n', "\r\n"),
            &python,
        ),
        ("other bytes", "hello", BODY),
    ] {
        let signed = SignedBody {
            serial: "5157F09E".to_owned(),
            timestamp: "1700000000".to_owned(),
            nonce: "abc".to_owned(),
            signature: sign(message),
            signature_type: None,
            body: body.as_bytes().to_vec(),
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| diagnose(black_box(&signed), &known, &limits()));
        });
    }
    group.finish();
}

criterion_group!(benches, diagnoses);
criterion_main!(benches);
