//! Diagnoses a notification, or any signed answer, that was not accepted.

use std::mem;

use super::body::Body;
use super::inquiry::{Inquiry, Maker, Party, Suspect};
use super::layouts::layouts;
use super::puzzle::{Puzzle, nonces, timestamps};
use super::search::{Limits, Line, Space};
use super::{Cause, Diagnosis, Finding, Place, Text, text};
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
        VerifyError::MissingHeaders(names) => Finding::fact(
            Cause::MissingHeader,
            Place::Notification,
            text!("missing: {names}", "缺少 {names}", names = names.join(", "),),
        ),
        VerifyError::SignatureType(other) if other.contains("SM2") => Finding::fact(
            Cause::Sm2Signature,
            Place::Notification,
            text!("the signature is of type {other}", "签名类型是 {other}"),
        ),
        VerifyError::SignatureType(other) => Finding::verified(
            Cause::WrongSignType,
            text!(
                "Wechatpay-Signature-Type is '{other}'",
                "Wechatpay-Signature-Type 是“{other}”"
            ),
            text!(
                "WECHATPAY2-SHA256-RSA2048 is expected",
                "应为 WECHATPAY2-SHA256-RSA2048"
            ),
        ),
        VerifyError::Stale { seconds } if *seconds < 0 => Finding::fact(
            Cause::ClockSkew,
            Place::Notification,
            text!(
                "it was signed {ahead} s ahead of this clock",
                "签名时间比本机时钟晚 {ahead} 秒",
                ahead = seconds.unsigned_abs(),
            ),
        ),
        VerifyError::Stale { seconds } => Finding::fact(
            Cause::Stale,
            Place::Notification,
            text!(
                "it was signed {seconds} s ago; five minutes are allowed",
                "签名于 {seconds} 秒之前，只允许五分钟"
            ),
        ),
        VerifyError::Probe => Finding::fact(
            Cause::SigntestProbe,
            Place::Notification,
            Cause::SigntestProbe.meaning(Place::Notification),
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
            owner: text!(
                "platform key {serial}",
                "微信支付验签密钥 {serial}",
                serial = key.serial_no(),
            ),
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
            text!(
                "Wechatpay-Timestamp {timestamp} is in milliseconds",
                "Wechatpay-Timestamp {timestamp} 是毫秒",
                timestamp = signed.timestamp,
            ),
            text!(
                "WeChat Pay sends whole seconds: pass the header on as it was received",
                "微信支付发送的是整秒数：按收到的原样传递此请求头"
            ),
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
        Maker::Other(suspect) if suspect.party == Party::Merchant => Some(swapped(text!(
            "a merchant's key made this signature: {owner}",
            "此签名由商户的密钥生成：{owner}";
            owner: suspect.owner
        ))),
        Maker::Other(suspect) if named.is_some() => Some(Finding::verified(
            Cause::OtherKnownKey,
            text!(
                "Wechatpay-Serial names {serial}, but {owner} signed",
                "Wechatpay-Serial 是 {serial}，但签名的是{owner}";
                owner: suspect.owner
            ),
            text!(
                "verify with the key that signed; check under which serial number each key is saved, and that Wechatpay-Serial is passed on unchanged",
                "用实际签名的密钥验签；检查每把密钥保存在哪个序列号下，并原样传递 Wechatpay-Serial"
            ),
        )),
        Maker::Other(suspect) => Some(Finding::fact(
            Cause::SerialMismatch,
            Place::Notification,
            text!(
                "Wechatpay-Serial is {serial}, but {owner} signed",
                "Wechatpay-Serial 是 {serial}，但签名的是{owner}";
                owner: suspect.owner
            ),
        )),
        Maker::Nobody => Some(nobody(serial, named, suspects)),
    }
}

fn nobody(serial: &str, named: Option<&VerifyingKey>, suspects: &[Suspect<'_>]) -> Finding {
    let Some(named) = named else {
        let fix = if serial.starts_with("PUB_KEY_ID_") {
            text!(
                "set public_key and public_key_id in the profile: this is a WeChat Pay public key",
                "在配置中设置 public_key 和 public_key_id：这是微信支付公钥"
            )
        } else {
            text!(
                "run download-certs: the platform certificate is new, or another merchant's",
                "运行 download-certs：平台证书是新的，或属于另一个商户"
            )
        };
        return Finding::verified(
            Cause::UnknownSerial,
            text!(
                "no key is known for Wechatpay-Serial {serial}",
                "没有与 Wechatpay-Serial {serial} 对应的密钥"
            ),
            fix,
        );
    };
    let own = suspects
        .iter()
        .find(|suspect| suspect.party == Party::Merchant && suspect.key.same_key(named));
    match own {
        Some(suspect) => swapped(text!(
            "the key stored under {serial} is a merchant's: {owner}",
            "保存在 {serial} 下的密钥是商户的：{owner}";
            owner: suspect.owner
        )),
        None => Finding::supposed(Cause::WrongKey, Place::Notification),
    }
}

fn swapped(message: Text) -> Finding {
    Finding::fact(
        Cause::PlatformAndMerchantSwapped,
        Place::Notification,
        message,
    )
}

/// Returns what it means that a notification is about somebody else.
#[must_use]
pub fn other_merchant(plaintext: &Plaintext, mchid: &Mchid) -> Option<Finding> {
    let (theirs, ours) = plaintext.wrong_merchant(mchid)?;
    Some(Finding::fact(
        Cause::WrongMerchant,
        Place::Notification,
        text!(
            "the notification is for merchant {theirs}, the profile is of {ours}",
            "此通知属于商户 {theirs}，配置的商户号是 {ours}"
        ),
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
            text!(
                "the resource does not open either: its ciphertext, nonce or associated_data are not what was sealed",
                "resource 也无法解密：其中的 ciphertext、nonce 或 associated_data 与加密时不同"
            ),
            text!(
                "capture the raw body again: copying and form decoding damage base64",
                "重新抓取原始请求体：复制和表单解码都会损坏 Base64"
            ),
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
    let fact = |cause, message| Finding::fact(cause, Place::Notification, message);
    match error {
        NotificationError::Sealed(OpenError::Tag) => fact(
            Cause::WrongApiv3Key,
            text!(
                "the signature holds, so the ciphertext is genuine: the APIv3 key is another",
                "签名正确，说明密文是真实的：APIv3密钥不对"
            ),
        ),
        NotificationError::Sealed(OpenError::Algorithm(other)) => Finding::verified(
            Cause::Sm2Signature,
            text!(
                "the resource is sealed with {other}",
                "resource 的加密算法是 {other}"
            ),
            text!(
                "this merchant number uses the SM scheme, which this tool does not open",
                "此商户号使用国密算法，本工具不支持解密"
            ),
        ),
        NotificationError::Sealed(OpenError::Nonce(bytes)) => fact(
            Cause::CiphertextDamaged,
            text!(
                "the resource's nonce has {bytes} bytes, not 12",
                "resource 的 nonce 有 {bytes} 个字节，应为 12 个"
            ),
        ),
        NotificationError::Sealed(OpenError::Ciphertext(why)) => fact(
            Cause::CiphertextDamaged,
            Text::new(
                format!("the resource's ciphertext is damaged: {why}"),
                "resource 的 ciphertext 已损坏：不是完整的 Base64",
            ),
        ),
        NotificationError::Shape(_) => fact(
            Cause::NotANotification,
            Cause::NotANotification.meaning(Place::Notification),
        ),
        NotificationError::Plaintext(_) => fact(
            Cause::NotANotification,
            text!(
                "the notification's plaintext is not JSON",
                "通知解密后的明文不是 JSON"
            ),
        ),
    }
}

fn version_2() -> Finding {
    Finding::verified(
        Cause::NotANotification,
        text!(
            "the body is XML, a notification of API v2",
            "请求体是 XML，即 API v2 的通知"
        ),
        text!(
            "a body that begins with <xml is a notification of API v2: send notify_url with every order and refund of API v3",
            "以 <xml 开头的是 API v2 的通知：请在每次 APIv3 下单和退款时传 notify_url"
        ),
    )
}
