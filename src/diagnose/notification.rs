//! Diagnoses a notification, or any signed answer, that was not accepted.

use std::mem;

use super::body::Body;
use super::inquiry::{Inquiry, Maker, Party, Suspect};
use super::layouts::layouts;
use super::puzzle::{Puzzle, nonces, timestamps};
use super::search::{Limits, Line, Space};
use super::{Cause, Diagnosis, Finding, Place};
use crate::protocol::id::Mchid;
use crate::protocol::json;
use crate::protocol::keys::{Keyring, VerifyingKey};
use crate::protocol::notification::{Notification, NotificationError};
use crate::protocol::plaintext::Plaintext;
use crate::protocol::resource::{ApiV3Key, OpenError};
use crate::protocol::signed::{SignedBody, VerifyError};

/// Keys at hand.
#[derive(Debug)]
pub struct Known<'k> {
    /// Platform certificates and the WeChat Pay public key: those that may sign.
    pub platform: &'k Keyring,
    /// All others, which may not.
    pub suspects: Vec<Suspect<'k>>,
    /// Opens resources.
    pub apiv3_key: Option<&'k ApiV3Key>,
    /// Whose notifications are expected.
    pub mchid: Option<&'k Mchid>,
}

/// Returns what an error of verification means that is plain to see; none where the signature
/// itself has to be looked into.
#[must_use]
pub fn plain(error: &VerifyError) -> Option<Finding> {
    let finding = match error {
        VerifyError::MissingHeaders(names) => Finding::verified(
            Cause::MissingHeader,
            format!("{} not there", names.join(", ")),
            "capture all Wechatpay-* headers; a CDN or gateway that drops them must pass them on; without them it may be forged",
        ),
        VerifyError::SignatureType(other) if other.contains("SM2") => Finding::verified(
            Cause::Sm2Signature,
            format!("the signature is of type {other}"),
            "this merchant number uses the SM2 scheme, which this tool does not verify",
        ),
        VerifyError::SignatureType(other) => Finding::verified(
            Cause::WrongSignType,
            format!("Wechatpay-Signature-Type is '{other}'"),
            "WECHATPAY2-SHA256-RSA2048 is expected",
        ),
        VerifyError::Stale { seconds } if *seconds < 0 => Finding::verified(
            Cause::ClockSkew,
            format!(
                "it was signed {} s ahead of this clock",
                seconds.unsigned_abs()
            ),
            "set the clock by NTP",
        ),
        VerifyError::Stale { seconds } => Finding::verified(
            Cause::Stale,
            format!("it was signed {seconds} s ago; five minutes are allowed"),
            "verify on arrival; for an old capture use --at TIME or --no-max-age",
        ),
        VerifyError::Probe => Finding::verified(
            Cause::SigntestProbe,
            "WeChat Pay sent a wrong signature on purpose",
            "refuse it with 4xx or 5xx, as here; the right one follows",
        ),
        VerifyError::Timestamp(_)
        | VerifyError::Encoding
        | VerifyError::UnknownSerial(_)
        | VerifyError::OtherKey { .. }
        | VerifyError::Mismatch { .. } => return None,
    };
    Some(finding)
}

/// Finds out why the signature does not hold.
#[must_use]
pub fn diagnose(signed: &SignedBody, known: &Known<'_>, limits: &Limits<'_>) -> Diagnosis {
    let named = signed
        .serial
        .parse()
        .ok()
        .and_then(|serial| known.platform.find(&serial));
    let mut suspects: Vec<Suspect<'_>> = known
        .platform
        .iter()
        .filter(|key| named.is_none_or(|named| named.serial_no() != key.serial_no()))
        .map(|key| Suspect {
            key,
            party: Party::Platform,
            owner: format!("platform key {}", key.serial_no()),
        })
        .collect();
    suspects.extend(known.suspects.iter().map(|suspect| Suspect {
        owner: suspect.owner.clone(),
        ..*suspect
    }));
    let inquiry = Inquiry {
        signature: &signed.signature,
        expected: named,
        suspects: &suspects,
        apiv3_key: known.apiv3_key,
    };
    let mut puzzle = puzzle(signed);
    let whose = |maker: &Maker<'_>| whose(maker, &signed.serial, named, &suspects);
    let mut diagnosis = Diagnosis::of(Place::Notification, &inquiry, &mut puzzle, limits, whose);
    diagnosis
        .findings
        .extend(resource(&diagnosis, signed, known));
    let told = diagnosis
        .findings
        .iter()
        .any(|finding| finding.cause == Cause::TimestampMilliseconds);
    if signed.is_in_milliseconds() && !told {
        diagnosis.findings.push(Finding::verified(
            Cause::TimestampMilliseconds,
            format!(
                "Wechatpay-Timestamp {} is in milliseconds",
                signed.timestamp
            ),
            "WeChat Pay sends whole seconds: pass the header on as it was received",
        ));
    }
    if signed.body.trim_ascii_start().starts_with(b"<xml") {
        diagnosis.findings.push(version_2());
    }
    diagnosis.findings.sort_by_key(|finding| {
        (
            finding.proof != super::Proof::Verified,
            finding.cause == Cause::UnknownMessage,
        )
    });
    diagnosis
}

fn puzzle(signed: &SignedBody) -> Puzzle {
    let mut timestamp = Line::new("timestamp", signed.timestamp.as_str());
    timestamps(&mut timestamp);
    let mut nonce = Line::new("nonce", signed.nonce.as_str());
    nonces(&mut nonce, &nonces_within(&signed.body));
    let body = Line::new("body", signed.body.as_slice());
    let space = Space {
        lines: vec![timestamp, nonce, body],
        layouts: layouts(3, |line| (line < 2).then_some(Cause::FieldMissing)),
    };
    Puzzle::new(vec![space], Some((2, Body::new(&signed.body))), Some(0))
}

/// The resource's nonce and the notification's id are taken for the header's nonce.
fn nonces_within(body: &[u8]) -> Vec<String> {
    let Ok(value) = json::parse(body) else {
        return Vec::new();
    };
    ["resource.nonce", "id"]
        .iter()
        .filter_map(|path| json::find(&value, path)?.as_str().map(str::to_owned))
        .collect()
}

fn whose(
    maker: &Maker<'_>,
    serial: &str,
    named: Option<&VerifyingKey>,
    suspects: &[Suspect<'_>],
) -> Option<Finding> {
    match maker {
        Maker::Expected | Maker::Secret => None,
        Maker::Other(suspect) if suspect.party == Party::Merchant => Some(swapped(format!(
            "a merchant's key made this signature: {}",
            suspect.owner
        ))),
        Maker::Other(suspect) if named.is_some() => Some(Finding::verified(
            Cause::OtherKnownKey,
            format!(
                "Wechatpay-Serial names {serial}, but {} signed",
                suspect.owner
            ),
            "verify with the key that signed; check under which serial number each key is saved, and that Wechatpay-Serial is passed on unchanged",
        )),
        Maker::Other(suspect) => Some(Finding::verified(
            Cause::SerialMismatch,
            format!("Wechatpay-Serial is {serial}, but {} signed", suspect.owner),
            "pass Wechatpay-Serial on unchanged, all 40 digits; check under which serial number the key is saved",
        )),
        Maker::Nobody => Some(nobody(serial, named, suspects)),
    }
}

fn nobody(serial: &str, named: Option<&VerifyingKey>, suspects: &[Suspect<'_>]) -> Finding {
    let Some(named) = named else {
        let fix = if serial.starts_with("PUB_KEY_ID_") {
            "set public_key and public_key_id in the profile: this is a WeChat Pay public key"
        } else {
            "run download-certs: the platform certificate is new, or another merchant's"
        };
        return Finding::verified(
            Cause::UnknownSerial,
            format!("no key is known for Wechatpay-Serial {serial}"),
            fix,
        );
    };
    let own = suspects
        .iter()
        .find(|suspect| suspect.party == Party::Merchant && suspect.key.same_key(named));
    match own {
        Some(suspect) => swapped(format!(
            "the key stored under {serial} is a merchant's: {}",
            suspect.owner
        )),
        None => Finding::inferred(
            Cause::WrongKey,
            "no key at hand made this signature",
            "check that platform certificate or public key belong to this merchant number; the notification may be forged",
        ),
    }
}

fn swapped(message: String) -> Finding {
    Finding::verified(
        Cause::PlatformAndMerchantSwapped,
        message,
        "WeChat Pay signs with its own key: verify with a platform certificate or the WeChat Pay public key, never with the merchant certificate",
    )
}

/// Returns what it means that a notification is about somebody else.
#[must_use]
pub fn other_merchant(plaintext: &Plaintext, mchid: &Mchid) -> Option<Finding> {
    let (theirs, ours) = plaintext.wrong_merchant(mchid)?;
    Some(Finding::verified(
        Cause::WrongMerchant,
        format!("the notification is for merchant {theirs}, the profile is of {ours}"),
        "use the profile of that merchant, or another notify_url for each",
    ))
}

/// Whether the resource opens, where the signature tells what that means.
fn resource(diagnosis: &Diagnosis, signed: &SignedBody, known: &Known<'_>) -> Option<Finding> {
    let key = known.apiv3_key?;
    let genuine = diagnosis
        .signed
        .as_ref()
        .and_then(|lines| lines.iter().find(|line| line.label == "body"));
    let body = genuine.map_or(signed.body.as_slice(), |line| &line.bytes);
    let notification: Notification = json::parse(body).and_then(serde_json::from_value).ok()?;
    let error = match notification.resource.open(key) {
        Ok(mut opened) => {
            let plaintext = Plaintext::read(mem::take(&mut *opened)).ok();
            return other_merchant(&plaintext.filter(|_| genuine.is_some())?, known.mchid?);
        }
        Err(error) => error,
    };
    let unknown = diagnosis
        .findings
        .iter()
        .any(|finding| finding.cause == Cause::UnknownMessage);
    match error {
        OpenError::Tag if genuine.is_some() => Some(unopened(&NotificationError::Sealed(error))),
        OpenError::Tag if unknown => Some(Finding::inferred(
            Cause::CiphertextDamaged,
            "the resource does not open either: its ciphertext, nonce or associated_data are not what was sealed",
            "capture the raw body again: copying and form decoding damage base64",
        )),
        OpenError::Ciphertext(_) | OpenError::Nonce(_) => {
            Some(unopened(&NotificationError::Sealed(error)))
        }
        OpenError::Tag | OpenError::Algorithm(_) => None,
    }
}

/// Returns what it means that a verified notification does not open.
#[must_use]
pub fn unopened(error: &NotificationError) -> Finding {
    match error {
        NotificationError::Sealed(OpenError::Tag) => Finding::verified(
            Cause::WrongApiv3Key,
            "the signature holds, so the ciphertext is genuine: the APIv3 key is another",
            "set apiv3_key to the APIv3 key of the merchant console; it is not the v2 API key, and a reset voids the old one",
        ),
        NotificationError::Sealed(OpenError::Algorithm(other)) => Finding::verified(
            Cause::Sm2Signature,
            format!("the resource is sealed with {other}"),
            "this merchant number uses the SM scheme, which this tool does not open",
        ),
        NotificationError::Sealed(damage) => Finding::verified(
            Cause::CiphertextDamaged,
            damage.to_string(),
            "capture the raw body again: copying and form decoding damage base64",
        ),
        NotificationError::Shape(_) | NotificationError::Plaintext(_) => Finding {
            message: error.to_string(),
            ..version_2()
        },
    }
}

fn version_2() -> Finding {
    Finding::verified(
        Cause::NotANotification,
        "the body is XML, a notice of API v2",
        "a body that begins with <xml is a notice of API v2: send notify_url with every order and refund",
    )
}
