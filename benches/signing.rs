//! Signing and verifying through the public API, beside aws-lc-rs called directly.

use std::hint::black_box;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    KeyPair, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
};
use criterion::{Criterion, criterion_group, criterion_main};
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::id::{Mchid, SerialNo};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::{SigningKey, VerifyingKey};
use wechatpay::protocol::signed::{MAX_AGE, SignedBody};
use wechatpay::protocol::stamp::{Stamp, Timestamp};

const TARGET: &str = "/v3/pay/transactions/jsapi";
const BODY: &[u8] = br#"{"appid":"wx8888888888888888","mchid":"1900000001","amount":{"total":1}}"#;

fn signing(criterion: &mut Criterion) {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der: Pkcs8V1Der<'_> = pair.as_der().expect("its DER");
    let serial: SerialNo = "5157F09E".parse().expect("a serial number");
    let mchid: Mchid = "1900000001".parse().expect("a merchant number");
    let key = SigningKey::from_pkcs8_der(serial.clone(), der.as_ref()).expect("the same key");
    let stamp = Stamp {
        timestamp: Timestamp(1_554_208_460),
        nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".parse().expect("a nonce"),
    };
    // The first signature of a key is ring's.
    let signed = Authorization::sign(&key, &mchid, &stamp, "POST", TARGET, BODY);
    let message = signed.message("POST", TARGET, BODY).to_bytes();

    let mut group = criterion.benchmark_group("sign");
    group.bench_function("wechatpay", |bencher| {
        bencher.iter(|| Authorization::sign(&key, &mchid, &stamp, "POST", TARGET, black_box(BODY)));
    });
    let random = SystemRandom::new();
    let mut signature = vec![0; pair.public_modulus_len()];
    group.bench_function("aws-lc-rs", |bencher| {
        bencher.iter(|| {
            pair.sign(
                &RSA_PKCS1_SHA256,
                &random,
                black_box(&message),
                &mut signature,
            )
        });
    });
    group.finish();

    let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().expect("its DER");
    let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, spki.as_ref()).expect("a key");
    let mut keyring = Keyring::default();
    keyring.add(VerifyingKey::from_spki_der(serial, spki.as_ref()).expect("the same key"));
    let answer = SignedBody::sign(&key, &stamp, BODY.to_vec());
    let message = answer.message().to_bytes();
    let raw = key.sign(&answer.message());
    let mut group = criterion.benchmark_group("verify");
    group.bench_function("wechatpay", |bencher| {
        bencher.iter(|| {
            answer.check(stamp.timestamp, Some(MAX_AGE), |serial| {
                keyring.find(serial)
            })
        });
    });
    group.bench_function("aws-lc-rs", |bencher| {
        bencher.iter(|| public.verify_sig(black_box(&message), raw.as_bytes()));
    });
    group.finish();
}

criterion_group!(benches, signing);
criterion_main!(benches);
