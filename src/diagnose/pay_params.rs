//! Diagnoses the parameters that a payer's client was given.

use serde_json::Value;

use super::{Cause, Finding, signer};
use crate::protocol::id::Appid;
use crate::protocol::keys::{Signature, VerifyingKey};
use crate::protocol::signature_message::SignatureMessage;

/// What a client was given: the signed values, in whatever spelling they came.
#[derive(Debug, Clone)]
pub struct Claim {
    appid: Option<String>,
    timestamp: String,
    timestamp_is_number: bool,
    nonce: String,
    /// The fourth line as the client would sign it.
    package: String,
    sign_type: Option<String>,
    signature: String,
}

/// Who may have signed, and for which App IDs.
#[derive(Debug)]
pub struct Known<'k> {
    /// The key that signed the order.
    pub merchant: &'k VerifyingKey,
    /// Keys that must not sign parameters, and sometimes do.
    pub others: Vec<&'k VerifyingKey>,
    /// The App ID that should be in the first line, then others at hand.
    pub appids: Vec<Appid>,
}

impl Claim {
    /// Reads the object in any of the clients' spellings.
    ///
    /// # Errors
    /// A finding for each field that is not there.
    pub fn read(object: &Value) -> Result<Self, Vec<Finding>> {
        let field = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| object.get(name))
                .filter(|value| !value.is_null())
        };
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let stamp = field(&["timeStamp", "timestamp"]);
        let nonce = field(&["nonceStr", "noncestr", "nonce_str"]);
        let app = field(&["prepayid", "prepay_id"]);
        let package = app.or_else(|| field(&["package", "packageVal"]));
        let signature = field(&["paySign", "sign", "paysign"]);
        let missing = |name: &str, value: Option<&Value>| {
            value.is_none().then(|| {
                let message = format!("the object has no {name}");
                Finding::verified(
                    Cause::FieldMissing,
                    message,
                    format!("pass {name} on to the client as it was signed"),
                )
            })
        };
        let findings: Vec<Finding> = [
            ("timeStamp", stamp),
            ("nonceStr", nonce),
            ("package", package),
            ("paySign", signature),
        ]
        .into_iter()
        .filter_map(|(name, value)| missing(name, value))
        .collect();
        let (Some(stamp), Some(nonce), Some(package), Some(signature)) =
            (stamp, nonce, package, signature)
        else {
            return Err(findings);
        };
        Ok(Self {
            appid: field(&["appId", "appid"]).map(text),
            timestamp: text(stamp),
            timestamp_is_number: stamp.is_number(),
            nonce: text(nonce),
            package: text(package),
            sign_type: field(&["signType", "sign_type"]).map(text),
            signature: text(signature),
        })
    }

    fn message<'a>(&'a self, appid: &'a str, package: &'a str) -> SignatureMessage<'a> {
        SignatureMessage::pay_as_given(appid, &self.timestamp, &self.nonce, package)
    }

    /// Returns what is wrong; nothing where the client will accept the signature.
    #[must_use]
    pub fn diagnose(&self, known: &Known<'_>) -> Vec<Finding> {
        let mut findings = self.compare();
        let Ok(signature) = self.signature.parse::<Signature>() else {
            findings.push(Finding::verified(
                Cause::SignatureEncoding,
                "paySign is not standard base64",
                "hand the signature on unchanged: no line breaks, no URL decoding",
            ));
            return findings;
        };
        findings.extend(self.judge_signature(&signature, known));
        findings
    }

    fn compare(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(other) = self.sign_type.as_deref().filter(|kind| *kind != "RSA") {
            let message = format!("signType is '{other}'");
            findings.push(Finding::verified(
                Cause::WrongSignType,
                message,
                "API v3 payments are signed with signType 'RSA'",
            ));
        }
        if self.timestamp_is_number {
            findings.push(Finding::verified(
                Cause::TimestampNotString,
                "timeStamp is a number",
                "pass timeStamp as a string, such as \"1554208460\"",
            ));
        }
        findings
    }

    fn judge_signature(&self, signature: &Signature, known: &Known<'_>) -> Option<Finding> {
        let own = self
            .appid
            .as_deref()
            .or(known.appids.first().map(Appid::as_str))
            .unwrap_or_default();
        let verifies = |appid: &str, package: &str| {
            known
                .merchant
                .verify(&self.message(appid, package), signature)
        };
        if verifies(own, &self.package) {
            return None;
        }
        if let Some(other) = known
            .appids
            .iter()
            .find(|appid| verifies(appid.as_str(), &self.package))
        {
            return Some(Finding::verified(
                Cause::WrongAppid,
                format!("{other} was signed, where the client has {own}"),
                "sign with the App ID of the app that calls requestPayment",
            ));
        }
        let bare = self
            .package
            .strip_prefix("prepay_id=")
            .unwrap_or(&self.package);
        if bare != self.package && verifies(own, bare) {
            return Some(Finding::verified(
                Cause::MissingPrepayPrefix,
                "the bare prepay_id was signed",
                "sign 'prepay_id=' and the id in the fourth line, as it stands in package",
            ));
        }
        Some(match known.merchant.open(signature) {
            Some(_) => Finding::inferred(
                Cause::UnknownMessage,
                "the merchant's key made this signature, over other bytes",
                "compare each line with pay-params --explain: App ID, timeStamp, nonceStr and package must be the signed ones",
            ),
            None => match signer(known.others.iter().copied(), signature) {
                Some(platform) => Finding::verified(
                    Cause::PlatformAndMerchantSwapped,
                    format!(
                        "WeChat Pay's key {} made this signature",
                        platform.serial_no()
                    ),
                    "sign with the merchant private key that also signed the order",
                ),
                None => Finding::inferred(
                    Cause::WrongKey,
                    "no key at hand made this signature",
                    "sign with the merchant private key that also signed the order; look for a second server with an older key",
                ),
            },
        })
    }
}
