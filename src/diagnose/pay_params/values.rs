//! What is wrong with the values themselves, whatever was signed.

use serde_json::Value;

use super::claim::{Claim, FieldValue, Names};
use super::context::PayParamsContext;
use super::package::{Form, PREFIX, Package};
use super::prepay_id::prepay_id;
use crate::diagnose::{Cause, Finding, Sentence, Subject, sentence};
use crate::protocol::id::Appid;

/// The only `package` of an app.
const APP_PACKAGE: &str = "Sign=WXPay";
/// The longest nonce that the client takes, in characters.
const MAX_NONCE_CHARS: usize = 32;
/// What programs print for a missing value.
const ABSENT_VALUES: [&str; 6] = ["undefined", "null", "None", "nil", "NaN", "[object Object]"];

fn fact(cause: Cause, message: Sentence) -> Finding {
    Finding::fact(cause, Subject::PayParams, message)
}

fn unusable(message: Sentence, fix: Sentence) -> Finding {
    Finding::verified(Cause::UnusableValue, message, fix)
}

impl Claim {
    /// Returns what the client will refuse, whatever was signed; but for `package`.
    pub(super) fn values(&self, context: &PayParamsContext<'_>) -> Vec<Finding> {
        let mut findings = self.names();
        findings.extend(self.swapped());
        if !self.is_swapped() {
            findings.extend(self.timestamp_value());
            findings.extend(self.nonce_value());
        }
        findings.extend(self.sign_type.as_ref().and_then(sign_type));
        findings.extend(self.appid_value(context));
        findings.extend(self.app_values(context));
        for given in [&self.fourth, &self.signature] {
            findings.extend(not_a_string(given));
        }
        findings
    }

    /// Whether timestamp and nonce are in each other's place.
    pub(super) fn is_swapped(&self) -> bool {
        !is_seconds(&self.timestamp.text()) && is_seconds(&self.nonce.text())
    }

    fn swapped(&self) -> Option<Finding> {
        if self.restored {
            let [nonce, signature] = [&self.nonce.name, &self.signature.name];
            return Some(fact(
                Cause::ValuesSwapped,
                sentence!(
                    "finding-nonce-and-signature-swapped",
                    "{nonce} holds the signature and {signature} the nonce",
                    nonce = nonce,
                    signature = signature
                ),
            ));
        }
        self.is_swapped().then(|| {
            fact(
                Cause::ValuesSwapped,
                sentence!(
                    "finding-nonce-and-timestamp-swapped",
                    "{timestamp} holds the nonce and {nonce} the timestamp",
                    timestamp = self.timestamp.name,
                    nonce = self.nonce.name
                ),
            )
        })
    }

    fn timestamp_value(&self) -> Vec<Finding> {
        let text = self.timestamp.text();
        let name = &self.timestamp.name;
        let mut findings = Vec::new();
        if self.timestamp.value.is_number() && !self.is_app && !self.takes_a_number() {
            findings.push(fact(
                Cause::TimestampNotString,
                sentence!(
                    "finding-field-is-number",
                    "{name} is a number, not a string",
                    name = name
                ),
            ));
        }
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.len() == 13 {
            findings.push(fact(
                Cause::TimestampMilliseconds,
                sentence!("finding-field-milliseconds", "{name} {text} is in milliseconds", name = name, text = text),
            )
            .with_fix(sentence!("finding-fix-field-milliseconds", "use whole seconds since 1970, ten digits, both in {name} and in what is signed", name = name)));
        } else if !is_seconds(&text) {
            findings.push(unusable(
                sentence!(
                    "finding-field-not-seconds",
                    "{name} is '{text}', not Unix seconds of ten digits",
                    text = shown(&text),
                    name = name
                ),
                sentence!(
                    "finding-fix-field-not-seconds",
                    "use whole seconds since 1970, ten digits, as a string"
                ),
            ));
        }
        findings
    }

    /// Whether the call makes a text of the timestamp itself.
    fn takes_a_number(&self) -> bool {
        self.names == Names::ChooseWxPay && self.timestamp.name == "timestamp"
    }

    fn nonce_value(&self) -> Option<Finding> {
        let name = &self.nonce.name;
        let text = self.nonce.text();
        let fix = || {
            sentence!(
                "finding-fix-nonce",
                "use 1 to 32 random letters and digits, as a string, and sign the same ones"
            )
        };
        let length = text.chars().count();
        if !self.nonce.value.is_string() {
            not_a_string(&self.nonce)
        } else if length > MAX_NONCE_CHARS {
            Some(unusable(
                sentence!(
                    "finding-nonce-too-long",
                    "{name} has {length} characters; the client takes 32",
                    name = name,
                    length = length
                ),
                fix(),
            ))
        } else if text.is_empty()
            || ABSENT_VALUES.contains(&text.as_str())
            || !text.bytes().all(|byte| byte.is_ascii_graphic())
        {
            Some(unusable(
                sentence!(
                    "finding-nonce-unusable",
                    "{name} is '{text}', which is not a random string of visible characters",
                    text = shown(&text),
                    name = name
                ),
                fix(),
            ))
        } else {
            None
        }
    }

    fn appid_value(&self, context: &PayParamsContext<'_>) -> Option<Finding> {
        let given = self.appid.as_ref()?.text();
        let other =
            !context.appids.is_empty() && !context.appids.iter().any(|own| own.as_str() == given);
        let own: Vec<&str> = context.appids.iter().map(Appid::as_str).collect();
        other.then(|| {
            fact(
                Cause::WrongAppid,
                sentence!("finding-appid-differs", "the App ID is '{given}', the profile's is {own}", given = shown(&given), own = own.join(" / ")),
            )
            .with_fix(sentence!("finding-fix-appid-differs", "use the App ID of the app that calls requestPayment, which placed the order; if the profile's is another app, give --appid"))
        })
    }

    fn app_values(&self, context: &PayParamsContext<'_>) -> Vec<Finding> {
        if !self.is_app {
            return Vec::new();
        }
        let mut findings = Vec::new();
        if let Some(package) = self.app_package.as_ref().map(FieldValue::text)
            && package != APP_PACKAGE
        {
            findings.push(unusable(
                sentence!(
                    "finding-app-package",
                    "package is '{package}'; an app's is always {app_package}",
                    package = shown(&package),
                    app_package = APP_PACKAGE
                ),
                sentence!(
                    "finding-fix-app-package",
                    "pass package {app_package} and the bare prepay_id as prepayid",
                    app_package = APP_PACKAGE
                ),
            ));
        }
        if let (Some(partner), Some(mchid)) =
            (self.partner.as_ref().map(FieldValue::text), context.mchid)
            && partner != mchid.as_str()
        {
            findings.push(Finding::verified(
                Cause::MchidMismatch,
                sentence!("finding-partnerid-differs", "partnerid is '{partner}', the profile's merchant number is {mchid}", partner = shown(&partner), mchid = mchid),
                sentence!("finding-fix-partnerid", "partnerid is the merchant number that signs: in partner mode the service provider's"),
            ));
        }
        findings
    }
}

fn is_seconds(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

fn not_a_string(given: &FieldValue) -> Option<Finding> {
    let kind = match &given.value {
        Value::String(_) => return None,
        Value::Number(_) => sentence!("finding-kind-number", "a number"),
        Value::Bool(_) => sentence!("finding-kind-boolean", "true or false"),
        Value::Object(_) => sentence!("finding-kind-object", "an object"),
        Value::Array(_) => sentence!("finding-kind-list", "a list"),
        Value::Null => sentence!("finding-kind-null", "null"),
    };
    let name = &given.name;
    Some(unusable(
        sentence!(
            "finding-field-not-string",
            "{name} is {kind}, not a string",
            name = name;
            kind: kind
        ),
        sentence!(
            "finding-fix-field-not-string",
            "pass {name} as a string",
            name = name
        ),
    ))
}

fn sign_type(given: &FieldValue) -> Option<Finding> {
    let other = given.text();
    (other != "RSA").then(|| {
        Finding::verified(
            Cause::WrongSignType,
            sentence!(
                "finding-sign-type-not-rsa",
                "signType is '{other}', not 'RSA'",
                other = shown(&other)
            ),
            sentence!(
                "finding-fix-sign-type-rsa",
                "pass signType 'RSA', in capitals: MD5 and HMAC-SHA256 belong to API v2"
            ),
        )
    })
}

/// Returns what is wrong with `package`, given the fourth line that was signed, if it is known.
pub(super) fn package(package: &Package, name: &str, signed: Option<&[u8]>) -> Vec<Finding> {
    let Some((cause, message)) = package_fault(package, name) else {
        return Vec::new();
    };
    if package.form == Form::Unusable {
        let id = package.given.strip_prefix(PREFIX).unwrap_or(&package.given);
        let finding = fact(cause, message);
        return vec![match prepay_id(id) {
            Err(instead) => finding.with_fix(instead.fix),
            Ok(_) => finding,
        }];
    }
    if signed == Some(package.right.as_bytes()) {
        return changed_on_the_way(package, name, cause, &message);
    }
    let message = if signed == Some(package.given.as_bytes()) {
        sentence!(
            "finding-package-signed-so",
            "{message}, and it was signed so";
            message: message
        )
    } else {
        message
    };
    vec![fact(cause, message).with_fix(sentence!(
        "finding-fix-package-signed-so",
        "sign '{right}' as the fourth line, and pass exactly that as {name}",
        right = shown(&package.right),
        name = name
    ))]
}

/// Says what is wrong with the form of `package`.
fn package_fault(package: &Package, name: &str) -> Option<(Cause, Sentence)> {
    let given = shown(&package.given);
    Some(match package.form {
        Form::Right => return None,
        Form::Unusable => (
            Cause::UnusableValue,
            sentence!(
                "finding-package-unusable",
                "{name} is '{given}', which holds no prepay_id",
                name = name,
                given = given
            ),
        ),
        Form::Bare => (
            Cause::MissingPrepayPrefix,
            sentence!(
                "finding-package-bare",
                "{name} is '{given}', without 'prepay_id='",
                name = name,
                given = given
            ),
        ),
        Form::Prefixed => (
            Cause::ExtraPrepayPrefix,
            sentence!(
                "finding-package-twice",
                "{name} is '{given}': 'prepay_id=' is there once too often",
                name = name,
                given = given
            ),
        ),
        Form::Encoded => (
            Cause::PackageEncoded,
            sentence!(
                "finding-package-encoded-value",
                "{name} is '{given}', percent-encoded",
                name = name,
                given = given
            ),
        ),
        Form::Altered => (
            Cause::UnusableValue,
            sentence!(
                "finding-package-altered",
                "{name} is '{given}', which the client cannot use: '{right}' is meant",
                name = name,
                given = given,
                right = shown(&package.right)
            ),
        ),
    })
}

/// The server signed rightly; what it signed was changed before it reached the client.
fn changed_on_the_way(
    package: &Package,
    name: &str,
    cause: Cause,
    message: &Sentence,
) -> Vec<Finding> {
    let given = shown(&package.given);
    let right = shown(&package.right);
    let changed = || {
        fact(
            Cause::PackageChangedAfterSigning,
            sentence!(
                "finding-package-changed-to",
                "'{right}' was signed, rightly, and the client got '{given}'",
                right = right,
                given = given
            ),
        )
    };
    let fix = match package.form {
        Form::Encoded => sentence!(
            "finding-fix-package-decode",
            "the server's signature is right: decode {name} before it is passed to the client (it was encoded on the way, as page parameters are), so that it is '{right}'",
            name = name,
            right = right
        ),
        Form::Right | Form::Bare | Form::Prefixed | Form::Altered | Form::Unusable => sentence!(
            "finding-fix-package-pass-unchanged",
            "the server's signature is right: pass its {name} '{right}' to the client unchanged, and do not build it again there",
            name = name,
            right = right
        ),
    };
    let found = match package.form {
        Form::Right | Form::Unusable => Vec::new(),
        Form::Altered => vec![changed()],
        Form::Encoded => vec![fact(
            cause,
            sentence!(
                "finding-package-changed-on-the-way",
                "{message} on the way to the client; '{right}' was signed, rightly",
                right = right;
                message: message
            ),
        )],
        Form::Bare | Form::Prefixed => vec![fact(cause, message.clone()), changed()],
    };
    let fixed = found
        .into_iter()
        .map(|finding| finding.with_fix(fix.clone()));
    fixed.collect()
}

/// Cuts a value, and shows what cannot be seen.
pub(super) fn shown(text: &str) -> String {
    let cut: String = text.chars().take(120).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    let escaped: String = cut
        .chars()
        .map(|c| {
            if c.is_control() || (c.is_whitespace() && c != ' ') {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect();
    format!("{escaped}{more}")
}
