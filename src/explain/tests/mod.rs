//! The checks on a profile of two files: its own key, and another that lies beside it.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

mod damaged;
mod recordings;
mod reports;

use super::*;
use crate::capture;
use crate::diagnose::Cause;
use crate::diagnose::request::Request;
use crate::profile::{Inputs, Overrides, Preset, Profile, SecretSource};
use crate::protocol::authorization::Authorization;
use crate::protocol::keyring::Keyring;
use crate::protocol::keys::SigningKey;
use crate::protocol::pay_params::{PayClient, PayParams};
use crate::protocol::signed::{MAX_AGE, SignedBody};
use crate::protocol::stamp::{Stamp, Timestamp};

const MCHID: &str = "1900000001";
const APPID: &str = "wx8888888888888888";
const PREPAY_ID: &str = "wx201410272009395522657a690389285100";
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const SIGNED_AT: Timestamp = Timestamp(1_554_208_460);

struct Shop {
    profile: Profile,
    inputs: Inputs,
    own: SigningKey,
    other: SigningKey,
    keyring: Keyring,
    _folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let [(own, private_key), (other, _)] = ["own.pem", "other.pem"].map(|name| {
            let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
            let der = pair.as_der().unwrap();
            let path: PathBuf = folder.path().join(name);
            let text = STANDARD.encode(der.as_ref());
            let text = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
            fs::write(&path, text).unwrap();
            #[cfg(unix)]
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            (der, path)
        });
        let key = |der: &[u8]| SigningKey::from_pkcs8_der(SERIAL.parse().unwrap(), der).unwrap();
        let mut keyring = Keyring::default();
        keyring.add(key(own.as_ref()).into_verifying_key());
        let known = Overrides {
            mchid: Some(MCHID.to_owned()),
            appid: Some(APPID.to_owned()),
            serial_no: Some(SERIAL.to_owned()),
            private_key: Some(SecretSource::File(private_key)),
            ..Overrides::default()
        };
        Self {
            profile: Profile::preset(Preset {
                fields: known,
                ..Preset::default()
            }),
            inputs: Inputs::default(),
            own: key(own.as_ref()),
            other: key(other.as_ref()),
            keyring,
            _folder: folder,
        }
    }

    fn checker(&self) -> Checker<'_> {
        Checker::new(&self.profile, &self.inputs)
    }

    fn request(&self, key: &SigningKey, sent_at: Option<Timestamp>) -> Vec<Cause> {
        let (method, url, body) = ("GET", "/v3/certificates", b"".as_slice());
        let mchid = MCHID.parse().unwrap();
        let header = Authorization::sign(key, &mchid, &stamp(), method, url, body).to_string();
        let request = Request {
            method,
            url,
            body,
            authorization: &header,
        };
        causes(
            &self
                .checker()
                .request(&request, sent_at)
                .unwrap()
                .explanation,
        )
    }
}

fn stamp() -> Stamp {
    Stamp {
        timestamp: SIGNED_AT,
        nonce: "593BEC0C930BF1AFEB40B4A08C8FB242".parse().unwrap(),
    }
}

fn causes(explanation: &Explanation) -> Vec<Cause> {
    let findings = explanation.diagnosis.findings.iter();
    findings.map(|finding| finding.cause).collect()
}

#[test]
fn the_age_of_a_request_counts_once_its_sending_is_known() {
    let shop = Shop::new();
    assert_eq!(shop.request(&shop.own, None), []);
    assert_eq!(shop.request(&shop.own, Some(SIGNED_AT)), []);
    let late = Timestamp(SIGNED_AT.0 + 400);
    assert_eq!(shop.request(&shop.own, Some(late)), [Cause::Stale]);
}

#[test]
fn a_key_in_a_file_beside_the_profiles_own_is_found() {
    let shop = Shop::new();
    assert_eq!(
        shop.request(&shop.other, Some(SIGNED_AT)),
        [Cause::OtherKnownKey]
    );
}

#[test]
fn the_string_that_code_signed_is_compared_with_the_right_one() {
    let shop = Shop::new();
    let appid = APPID.parse().unwrap();
    let id = PREPAY_ID.parse().unwrap();
    let client = PayClient::MiniProgram;
    let params = PayParams::sign(
        client,
        &shop.own,
        &MCHID.parse().unwrap(),
        &appid,
        &stamp(),
        &id,
    );
    let text = serde_json::to_vec(&params).unwrap();
    for (string, offset) in [
        (format!("{APPID}\n1554208460\n"), Some(APPID.len() + 12)),
        (
            format!(
                "{APPID}\n1554208460\n{}\nprepay_id={PREPAY_ID}\n",
                stamp().nonce.as_str()
            ),
            None,
        ),
    ] {
        let options = PayParamsOptions {
            signed_string: Some(string.into_bytes()),
            ..PayParamsOptions::default()
        };
        let read = capture::pay_params(&text);
        let checked = shop
            .checker()
            .pay_params(&read, shop.own.verifying_key(), options)
            .unwrap();
        assert_eq!(causes(&checked.explanation), []);
        let parting = checked.comparison.unwrap().parting;
        assert_eq!(parting.map(|parting| parting.offset), offset);
    }
}

#[test]
fn what_is_too_old_is_explained_and_not_shown() {
    let shop = Shop::new();
    let signed = SignedBody::sign(&shop.own, &stamp(), br#"{"id":"EV-1"}"#.to_vec());
    let head: String = signed
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let body = String::from_utf8(signed.body.clone()).unwrap();
    let read = capture::notification(format!("{head}\n{body}").as_bytes());
    let check = |now: i64| {
        let options = NotificationOptions {
            now: Timestamp(now),
            max_age: Some(MAX_AGE),
            decrypt: false,
        };
        shop.checker()
            .notification(&read, &shop.keyring, &options)
            .unwrap()
    };
    let fresh = check(SIGNED_AT.0 + 1);
    assert!(fresh.is_verified);
    assert_eq!(causes(&fresh.explanation), [Cause::NotANotification]);
    let old = check(SIGNED_AT.0 + 1000);
    assert!(!old.is_verified && old.notification.is_none());
    assert_eq!(
        causes(&old.explanation),
        [Cause::Stale, Cause::NotANotification]
    );
    assert_eq!(old.age_seconds, Some(1000));
}

#[test]
fn a_header_that_was_printed_as_empty_explains_itself() {
    let shop = Shop::new();
    let read = capture::notification(
        b"Wechatpay-Timestamp: null\nWechatpay-Nonce: n\nWechatpay-Signature: s\nWechatpay-Serial:\n\n{}",
    );
    let options = NotificationOptions {
        now: SIGNED_AT,
        max_age: None,
        decrypt: true,
    };
    assert_eq!(missing(&read), None);
    let checked = shop.checker();
    let checked = checked.notification(&read, &Keyring::default(), &options);
    let findings = checked.unwrap().explanation.diagnosis.findings;
    assert_eq!(findings[0].cause, Cause::MissingHeader);
    let message = findings[0].message.to_string();
    assert!(message.contains("Wechatpay-Timestamp is null"), "{message}");
}

#[test]
fn the_age_is_that_of_the_timestamp_that_was_signed() {
    let shop = Shop::new();
    let signed = SignedBody::sign(&shop.own, &stamp(), br#"{"id":"EV-1"}"#.to_vec());
    let earlier = (SIGNED_AT.0 - 8 * 3600).to_string();
    let head: String = signed
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    let head = head.replace(&SIGNED_AT.0.to_string(), &earlier);
    let body = String::from_utf8(signed.body.clone()).unwrap();
    let read = capture::notification(format!("{head}\n{body}").as_bytes());
    let check = |now: i64| {
        let options = NotificationOptions {
            now: Timestamp(now),
            max_age: Some(MAX_AGE),
            decrypt: false,
        };
        let checker = shop.checker();
        let checked = checker.notification(&read, &shop.keyring, &options);
        let checked = checked.unwrap();
        (causes(&checked.explanation), checked.age_seconds)
    };
    let (found, age) = check(SIGNED_AT.0 + 20);
    assert_eq!(found, [Cause::TimestampTimezone]);
    assert_eq!(age, Some(20));
    let (found, age) = check(SIGNED_AT.0 + 400);
    assert_eq!(found, [Cause::Stale, Cause::TimestampTimezone]);
    assert_eq!(age, Some(400));
}
