//! Diagnoses the parameters that a payer's client was given.

mod messages;

use serde_json::Value;

use super::inquiry::{Inquiry, Maker, Party, Suspect};
use super::search::Limits;
use super::{Cause, Diagnosis, Finding, Place, text};
use crate::protocol::keys::VerifyingKey;
use crate::protocol::resource::ApiV3Key;

const TIMESTAMP: [&str; 3] = ["timeStamp", "timestamp", "time_stamp"];
const NONCE: [&str; 4] = ["nonceStr", "noncestr", "nonce_str", "nonce"];
const PACKAGE: [&str; 2] = ["package", "packageVal"];
const PREPAY_ID: [&str; 2] = ["prepayid", "prepay_id"];
const SIGNATURE: [&str; 4] = ["paySign", "sign", "paysign", "pay_sign"];
const APPID: [&str; 3] = ["appId", "appid", "app_id"];
const SIGN_TYPE: [&str; 3] = ["signType", "sign_type", "signtype"];
const PREFIX: &str = "prepay_id=";

/// What a client was given: the signed values, in whatever spelling they came.
#[derive(Debug, Clone)]
pub struct Claim {
    appid: Option<String>,
    timestamp: String,
    timestamp_is_number: bool,
    nonce: String,
    /// The fourth line as the client would sign it.
    package: String,
    /// Whether the client is an app, whose fourth line is the bare number.
    is_app: bool,
    sign_type: Option<String>,
    signature: String,
    /// Other timestamps and nonces in the object, under other spellings.
    other_timestamps: Vec<String>,
    other_nonces: Vec<String>,
}

/// Who may have signed, and for which App IDs.
#[derive(Debug)]
pub struct Known<'k> {
    /// The key that signed the order.
    pub merchant: &'k VerifyingKey,
    /// Keys that must not sign these parameters, and sometimes do.
    pub suspects: Vec<Suspect<'k>>,
    /// Taken for a signing key now and then.
    pub apiv3_key: Option<&'k ApiV3Key>,
    /// The App IDs that may stand in the first line: the profile's, in partner mode also the
    /// sub-merchant's.
    pub appids: Vec<String>,
    /// Other values at hand that are taken for the App ID: those of other profiles, the mchid.
    pub other_appids: Vec<String>,
}

fn texts(object: &Value, names: &[&str]) -> Vec<String> {
    let values = names.iter().filter_map(|name| object.get(name));
    values.filter(|value| !value.is_null()).map(text).collect()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

impl Claim {
    /// Reads the object in any of the clients' spellings.
    ///
    /// # Errors
    /// A finding for each field that is not there.
    pub fn read(object: &Value) -> Result<Self, Vec<Finding>> {
        let first = |names: &[&str]| texts(object, names).into_iter().next();
        let package = first(&PACKAGE);
        let prepay_id = first(&PREPAY_ID);
        let is_app = object.get("partnerid").is_some()
            || package.as_deref() == Some("Sign=WXPay")
            || (package.is_none() && prepay_id.is_some());
        let fourth = if is_app { prepay_id } else { package };
        let fields = [
            ("timeStamp", first(&TIMESTAMP)),
            ("nonceStr", first(&NONCE)),
            (if is_app { "prepayid" } else { "package" }, fourth),
            ("paySign", first(&SIGNATURE)),
        ];
        let findings: Vec<Finding> = fields
            .iter()
            .filter(|(_, value)| value.as_deref().is_none_or(str::is_empty))
            .map(|(name, _)| {
                Finding::verified(
                    Cause::FieldMissing,
                    text!("the object has no {name}", "对象中没有 {name}"),
                    text!(
                        "pass {name} on to the client as it was signed",
                        "把签名所用的 {name} 传给客户端"
                    ),
                )
            })
            .collect();
        let [
            (_, Some(timestamp)),
            (_, Some(nonce)),
            (_, Some(package)),
            (_, Some(signature)),
        ] = fields
        else {
            return Err(findings);
        };
        if !findings.is_empty() {
            return Err(findings);
        }
        let stamp = TIMESTAMP.iter().find_map(|name| object.get(name));
        Ok(Self {
            appid: first(&APPID).filter(|appid| !appid.is_empty()),
            timestamp,
            timestamp_is_number: stamp.is_some_and(Value::is_number),
            nonce,
            package,
            is_app,
            sign_type: first(&SIGN_TYPE),
            signature,
            other_timestamps: texts(object, &TIMESTAMP).split_off(1),
            other_nonces: texts(object, &NONCE).split_off(1),
        })
    }

    /// Returns what is wrong; nothing where the client will accept the signature.
    #[must_use]
    pub fn diagnose(&self, known: &Known<'_>, limits: &Limits<'_>) -> Diagnosis {
        let inquiry = Inquiry {
            signature: &self.signature,
            expected: Some(known.merchant),
            suspects: &known.suspects,
            apiv3_key: known.apiv3_key,
        };
        let mut puzzle = self.puzzle(known);
        let mut diagnosis = Diagnosis::of(Place::PayParams, &inquiry, &mut puzzle, limits, whose);
        self.prefer_app_string(&mut diagnosis);
        let mut facts = self.facts(known);
        facts.retain(|fact| {
            diagnosis
                .findings
                .iter()
                .all(|finding| finding.cause != fact.cause)
        });
        diagnosis.findings.extend(facts);
        diagnosis
            .findings
            .sort_by_key(|finding| finding.proof != super::Proof::Verified);
        diagnosis
    }

    /// The bare number in the fourth line, and nothing else wrong, is the whole APP string.
    fn prefer_app_string(&self, diagnosis: &mut Diagnosis) {
        let Some(signed) = &diagnosis.signed else {
            return;
        };
        let same = signed.len() == 4
            && signed
                .iter()
                .zip(&diagnosis.expected)
                .take(3)
                .all(|(one, two)| one == two)
            && signed[3].end == "\n";
        if same
            && !self.is_app
            && let Some(finding) = diagnosis
                .findings
                .iter_mut()
                .find(|finding| finding.cause == Cause::MissingPrepayPrefix)
        {
            *finding = Finding::searched(
                Cause::WrongClientString,
                Place::PayParams,
                &diagnosis.expected,
                signed,
            );
        }
    }

    /// What is wrong with the values themselves, whatever was signed.
    fn facts(&self, known: &Known<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut add =
            |cause, message| findings.push(Finding::fact(cause, Place::PayParams, message));
        if let Some(other) = self.sign_type.as_deref().filter(|kind| *kind != "RSA") {
            add(
                Cause::WrongSignType,
                text!("signType is '{other}'", "signType 是“{other}”"),
            );
        }
        if self.timestamp_is_number && !self.is_app {
            add(
                Cause::TimestampNotString,
                Cause::TimestampNotString.meaning(Place::PayParams),
            );
        }
        if self.timestamp.len() == 13 && self.timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            add(
                Cause::TimestampMilliseconds,
                text!(
                    "timeStamp {timestamp} is in milliseconds",
                    "timeStamp {timestamp} 是毫秒",
                    timestamp = self.timestamp,
                ),
            );
        }
        if let Some(other) = self
            .appid
            .as_ref()
            .filter(|appid| !known.appids.is_empty() && !known.appids.contains(appid))
        {
            add(
                Cause::WrongAppid,
                text!(
                    "the App ID is {other}, the profile's is {own}",
                    "AppID 是 {other}，配置的是 {own}",
                    own = known.appids.join(" / "),
                ),
            );
        }
        let bare = self.package.trim_start_matches(PREFIX);
        let prefixes = (self.package.len() - bare.len()) / PREFIX.len();
        let wanted = usize::from(!self.is_app);
        if prefixes < wanted {
            add(
                Cause::MissingPrepayPrefix,
                text!(
                    "package is '{package}', without 'prepay_id='",
                    "package 是“{package}”，缺少“prepay_id=”",
                    package = self.package,
                ),
            );
        } else if prefixes > wanted {
            add(
                Cause::ExtraPrepayPrefix,
                text!(
                    "'prepay_id=' is there {prefixes} times in '{package}'",
                    "“{package}”中“prepay_id=”出现了 {prefixes} 次",
                    package = self.package,
                ),
            );
        }
        findings
    }
}

fn whose(maker: &Maker<'_>) -> Option<Finding> {
    match maker {
        Maker::Expected | Maker::Secret => None,
        Maker::Other(suspect) if suspect.party == Party::Platform => Some(Finding::fact(
            Cause::PlatformAndMerchantSwapped,
            Place::PayParams,
            text!(
                "WeChat Pay's key {serial} made this signature ({owner})",
                "此签名由微信支付的密钥 {serial} 生成（{owner}）",
                serial = suspect.key.serial_no();
                owner: suspect.owner
            ),
        )),
        Maker::Other(suspect) => Some(Finding::fact(
            Cause::OtherKnownKey,
            Place::PayParams,
            text!(
                "another key made this signature: {owner}",
                "此签名由另一把密钥生成：{owner}";
                owner: suspect.owner
            ),
        )),
        Maker::Nobody => Some(Finding::supposed(Cause::WrongKey, Place::PayParams)),
    }
}
