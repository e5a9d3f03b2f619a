//! What the targets share: a key to sign hostile messages with, and a small search.

use std::sync::LazyLock;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::{rand, signature};
use wechatpay::diagnose::{Diagnosis, Limits, Proof};
use wechatpay::protocol::keyring::Keyring;
use wechatpay::protocol::keys::{Signature, SigningKey};

static PAIR: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).unwrap());

/// The key that signs, as a merchant's.
pub static KEY: LazyLock<SigningKey> = LazyLock::new(key);

/// The same key, as the platform's.
pub static KEYRING: LazyLock<Keyring> = LazyLock::new(|| {
    let mut keyring = Keyring::default();
    keyring.add(key().into_verifying_key());
    keyring
});

fn key() -> SigningKey {
    let der = PAIR.as_der().unwrap();
    SigningKey::from_pkcs8_der("AB".parse().unwrap(), der.as_ref()).unwrap()
}

/// Signs any bytes.
pub fn sign(message: &[u8]) -> Signature {
    let mut bytes = vec![0; PAIR.public_modulus_len()];
    let random = rand::SystemRandom::new();
    PAIR.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut bytes).unwrap();
    Signature::from_bytes(bytes)
}

/// A search that ends after a few candidates.
pub fn limits() -> Limits<'static> {
    Limits {
        max_messages: 3000,
        expired: Box::new(|| false),
    }
}

/// What holds of every diagnosis: where a message is said to fit, the signature proves it.
pub fn check(diagnosis: &Diagnosis, signature: &str) {
    if let Some(lines) = &diagnosis.signed
        && diagnosis.findings.iter().all(|finding| finding.proof == Proof::Verified)
        && let Ok(given) = signature.parse::<Signature>()
        && given.as_bytes().len() == 256
    {
        let message: Vec<u8> = lines.iter().flat_map(|line| [line.bytes.as_slice(), line.end.as_bytes()].concat()).collect();
        let scheme = diagnosis.findings.iter().any(|finding| {
            ["wrong-digest", "wrong-padding", "wrong-sign-type", "signature-encoding"].contains(&finding.cause.name().as_str())
        });
        assert!(scheme || sign(&message) == given, "{diagnosis:?}");
    }
}
