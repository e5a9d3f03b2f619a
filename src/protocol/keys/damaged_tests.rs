//! Keys that look like keys: whatever is read must work, and what does not work is not read.

use std::sync::OnceLock;

use proptest::prelude::*;
use rcgen::{KeyPair, PKCS_RSA_SHA256, PublicKeyData};
use rsa::pkcs1::der::asn1::UintRef;
use rsa::pkcs1::der::{Decode, Encode};
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use rsa::pkcs8::PrivateKeyInfoRef;

use super::*;
use crate::protocol::keys::OaepHash;

fn pkcs8() -> &'static [u8] {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    KEY.get_or_init(|| {
        let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
        key.serialize_der()
    })
}

fn pkcs1() -> Vec<u8> {
    let info = PrivateKeyInfoRef::try_from(pkcs8()).unwrap();
    info.private_key.as_bytes().to_vec()
}

fn serial() -> SerialNo {
    "AB12".parse().unwrap()
}

/// A name and a change of one number of a key.
type Change<'a> = (&'static str, Box<dyn Fn(&mut RsaPrivateKeyRef<'a>) + 'a>);

/// Uses a key in every way there is, and returns why it cannot be read.
fn used(read: Result<SigningKey, KeyError>) -> Option<KeyError> {
    let key = match read {
        Ok(key) => key,
        Err(error) => return Some(error),
    };
    for _ in 0..2 {
        let signature = key.sign_bytes(b"message");
        let verified = key.public.parsed.verify_sig(b"message", &signature.0);
        assert!(verified.is_ok());
        assert!(key.public.open(&signature).is_some());
    }
    let sealed = key.public.encrypt(b"name").unwrap();
    let opened = key.decrypt(&sealed, OaepHash::Sha1).unwrap();
    assert_eq!(opened.as_slice(), b"name");
    None
}

#[test]
fn a_key_with_any_byte_changed_is_refused_or_works() {
    let whole = pkcs8();
    assert_eq!(used(SigningKey::from_pkcs8_der(serial(), whole)), None);
    let mut refused = 0;
    for place in 0..whole.len() {
        let mut der = whole.to_vec();
        der[place] ^= if place % 2 == 0 { 0x01 } else { 0xff };
        refused += usize::from(used(SigningKey::from_pkcs8_der(serial(), &der)).is_some());
    }
    assert!(refused > whole.len() / 2, "{refused} of {}", whole.len());
}

#[test]
fn numbers_that_do_not_belong_together_are_refused_when_the_key_is_read() {
    let der = pkcs1();
    let other = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let other = other.serialize_der();
    let other = PrivateKeyInfoRef::try_from(other.as_slice()).unwrap();
    let other = RsaPrivateKeyRef::from_der(other.private_key.as_bytes()).unwrap();
    let whole = RsaPrivateKeyRef::from_der(&der).unwrap();
    let (zero, one) = (UintRef::new(&[0]).unwrap(), UintRef::new(&[1]).unwrap());
    let three = UintRef::new(&[3]).unwrap();
    let changes: Vec<Change<'_>> = vec![
        (
            "p and q",
            Box::new(|key| std::mem::swap(&mut key.prime1, &mut key.prime2)),
        ),
        (
            "another d",
            Box::new(|key| key.private_exponent = other.private_exponent),
        ),
        ("another n", Box::new(|key| key.modulus = other.modulus)),
        ("another p", Box::new(|key| key.prime1 = other.prime1)),
        (
            "another dp",
            Box::new(|key| key.exponent1 = other.exponent1),
        ),
        (
            "another dq",
            Box::new(|key| key.exponent2 = other.exponent2),
        ),
        (
            "another qinv",
            Box::new(|key| key.coefficient = other.coefficient),
        ),
        ("e is 3", Box::new(|key| key.public_exponent = three)),
        ("e is 1", Box::new(|key| key.public_exponent = one)),
        ("n is 0", Box::new(|key| key.modulus = zero)),
        ("e is 0", Box::new(|key| key.public_exponent = zero)),
        ("d is 0", Box::new(|key| key.private_exponent = zero)),
        ("p is 0", Box::new(|key| key.prime1 = zero)),
        ("q is 1", Box::new(|key| key.prime2 = one)),
        ("dp is 0", Box::new(|key| key.exponent1 = zero)),
        ("dq is 1", Box::new(|key| key.exponent2 = one)),
        ("qinv is 0", Box::new(|key| key.coefficient = zero)),
    ];
    for (name, change) in changes {
        let mut key = whole.clone();
        change(&mut key);
        let error = used(SigningKey::from_pkcs1_der(serial(), &key.to_der().unwrap()));
        let error = error.unwrap_or_else(|| panic!("{name} was accepted"));
        assert!(matches!(error, KeyError::Unusable(_)), "{name}: {error:?}");
    }
}

#[test]
fn public_keys_with_odd_numbers_are_refused_or_answer() {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let spki = key.subject_public_key_info();
    let signature = Signature(vec![0x11; 256]);
    for place in 0..spki.len() {
        for change in [0x01, 0xff] {
            let mut der = spki.clone();
            der[place] ^= change;
            if let Ok(key) = VerifyingKey::from_spki_der(serial(), &der) {
                let _ = (key.open(&signature), key.encrypt(b"name"));
                assert!(key.parsed.verify_sig(b"message", &signature.0).is_err());
            }
        }
    }
    let exponents: [&[u8]; 5] = [&[0], &[1], &[2], &[3], &[0xff; 200]];
    for bytes in [1, 64, 128, 256, 257, 512, 1024, 2048] {
        for last in [0xfe, 0xff] {
            for exponent in exponents {
                let mut modulus = vec![0xc3; bytes];
                modulus[bytes - 1] = last;
                let numbers = RsaPublicKeyRef {
                    modulus: UintRef::new(&modulus).unwrap(),
                    public_exponent: UintRef::new(exponent).unwrap(),
                };
                let der = numbers.to_der().unwrap();
                if let Ok(key) = VerifyingKey::from_pkcs1_der(serial(), &der) {
                    let signature = Signature(vec![0x11; bytes]);
                    let _ = (key.open(&signature), key.encrypt(b"name"));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_key_with_many_changes_is_refused_or_works(
        changes in prop::collection::vec((0..1200_usize, any::<u8>()), 1..6),
        cut in 0..40_usize,
    ) {
        let mut der = pkcs8().to_vec();
        for (place, byte) in changes {
            let place = place % der.len();
            der[place] = byte;
        }
        der.truncate(der.len() - cut.saturating_sub(20));
        used(SigningKey::from_pkcs8_der(serial(), &der));
    }
}

#[test]
fn a_public_key_is_told_from_the_private_key_that_it_is_half_of() {
    let own = SigningKey::from_pkcs8_der(serial(), pkcs8()).unwrap();
    let own = own.into_verifying_key();
    let other = KeyPair::generate_for(&PKCS_RSA_SHA256).unwrap();
    let other = SigningKey::from_pkcs8_der(serial(), &other.serialize_der()).unwrap();
    let file = key_material::read(pkcs8());
    assert!(own.is_half_of(&file));
    assert!(!other.verifying_key().is_half_of(&file));
    assert!(!own.is_half_of(&key_material::read(b"")));
}
