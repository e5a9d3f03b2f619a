//! What is wrong with the values themselves, whatever was signed.

use serde_json::Value;

use super::claim::{Claim, Given, Names};
use super::known::Known;
use super::package::{Form, PREFIX, Package};
use super::prepay_id::not_a_prepay_id;
use crate::diagnose::{Cause, Finding, Place, Text, text};

/// The only `package` of an app.
const APP_PACKAGE: &str = "Sign=WXPay";
/// What the client takes at most.
const MAX_NONCE: usize = 32;
/// What programs write for a value that is not there.
const NOTHING: [&str; 6] = ["undefined", "null", "None", "nil", "NaN", "[object Object]"];

fn fact(cause: Cause, message: Text) -> Finding {
    Finding::fact(cause, Place::PayParams, message)
}

fn unusable(message: Text, fix: Text) -> Finding {
    Finding::verified(Cause::UnusableValue, message, fix)
}

impl Claim {
    /// Returns what the client will refuse, whatever was signed; but for `package`.
    pub(super) fn values(&self, known: &Known<'_>) -> Vec<Finding> {
        let mut findings = self.names();
        findings.extend(self.swapped());
        if findings
            .iter()
            .all(|finding| finding.cause != Cause::ValuesSwapped)
        {
            findings.extend(self.timestamp_value());
            findings.extend(self.nonce_value());
        }
        findings.extend(self.sign_type.as_ref().and_then(sign_type));
        findings.extend(self.appid_value(known));
        findings.extend(self.app_values(known));
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
        self.is_swapped().then(|| {
            fact(
                Cause::ValuesSwapped,
                text!(
                    "{timestamp} holds the nonce and {nonce} the timestamp",
                    "{timestamp} 中是随机串，{nonce} 中是时间戳",
                    timestamp = self.timestamp.name,
                    nonce = self.nonce.name,
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
                text!(
                    "{name} is a number, not a string",
                    "{name} 是数字，不是字符串"
                ),
            ));
        }
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.len() == 13 {
            findings.push(fact(
                Cause::TimestampMilliseconds,
                text!("{name} {text} is in milliseconds", "{name} {text} 是毫秒"),
            )
            .with_fix(text!(
                "use whole seconds since 1970, ten digits, both in {name} and in what is signed",
                "{name} 和签名串中都使用 1970 年以来的整秒数，共十位数字"
            )));
        } else if !is_seconds(&text) {
            findings.push(unusable(
                text!(
                    "{name} is '{text}', not Unix seconds of ten digits",
                    "{name} 是“{text}”，不是十位数字的 Unix 秒数",
                    text = shown(&text),
                ),
                text!(
                    "use whole seconds since 1970, ten digits, as a string",
                    "使用 1970 年以来的整秒数，共十位数字，以字符串传入"
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
            text!(
                "use 1 to 32 random letters and digits, as a string, and sign the same ones",
                "使用 1 到 32 位随机的字母和数字，以字符串传入，并用同样的值签名"
            )
        };
        let length = text.chars().count();
        if !self.nonce.value.is_string() {
            not_a_string(&self.nonce)
        } else if length > MAX_NONCE {
            Some(unusable(
                text!(
                    "{name} has {length} characters; the client takes 32",
                    "{name} 有 {length} 个字符，客户端最多接受 32 个"
                ),
                fix(),
            ))
        } else if text.is_empty()
            || NOTHING.contains(&text.as_str())
            || !text.bytes().all(|byte| byte.is_ascii_graphic())
        {
            Some(unusable(
                text!(
                    "{name} is '{text}', which is not a random string of visible characters",
                    "{name} 是“{text}”，不是由可见字符组成的随机串",
                    text = shown(&text),
                ),
                fix(),
            ))
        } else {
            None
        }
    }

    fn appid_value(&self, known: &Known<'_>) -> Option<Finding> {
        let given = self.appid.as_ref()?.text();
        let other = !known.appids.is_empty() && !known.appids.contains(&given);
        other.then(|| {
            fact(
                Cause::WrongAppid,
                text!(
                    "the App ID is '{given}', the profile's is {own}",
                    "AppID 是“{given}”，配置的是 {own}",
                    given = shown(&given),
                    own = known.appids.join(" / "),
                ),
            )
            .with_fix(text!(
                "use the App ID of the app that calls requestPayment, which placed the order; if the profile's is another app, give --appid",
                "使用调起支付的应用自己的 AppID，须与下单时一致；如果配置的是另一个应用，请用 --appid 指定"
            ))
        })
    }

    fn app_values(&self, known: &Known<'_>) -> Vec<Finding> {
        if !self.is_app {
            return Vec::new();
        }
        let mut findings = Vec::new();
        if let Some(package) = self.app_package.as_ref().map(Given::text)
            && package != APP_PACKAGE
        {
            findings.push(unusable(
                text!(
                    "package is '{package}'; an app's is always {APP_PACKAGE}",
                    "package 是“{package}”；APP 的 package 固定为 {APP_PACKAGE}",
                    package = shown(&package),
                ),
                text!(
                    "pass package {APP_PACKAGE} and the bare prepay_id as prepayid",
                    "package 传 {APP_PACKAGE}，prepay_id 的值放在 prepayid 中"
                ),
            ));
        }
        if let (Some(partner), Some(mchid)) = (self.partner.as_ref().map(Given::text), &known.mchid)
            && partner != *mchid
        {
            findings.push(Finding::verified(
                Cause::MchidMismatch,
                text!(
                    "partnerid is '{partner}', the profile's merchant number is {mchid}",
                    "partnerid 是“{partner}”，配置的商户号是 {mchid}",
                    partner = shown(&partner),
                ),
                text!(
                    "partnerid is the merchant number that signs: in partner mode the service provider's",
                    "partnerid 是签名的商户号：服务商模式下为服务商的商户号"
                ),
            ));
        }
        findings
    }
}

fn is_seconds(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
}

fn not_a_string(given: &Given) -> Option<Finding> {
    let kind = match &given.value {
        Value::String(_) => return None,
        Value::Number(_) => text!("a number", "数字"),
        Value::Bool(_) => text!("true or false", "布尔值"),
        Value::Object(_) => text!("an object", "对象"),
        Value::Array(_) => text!("a list", "数组"),
        Value::Null => text!("null", "空值 null"),
    };
    let name = &given.name;
    Some(unusable(
        text!("{name} is {kind}, not a string", "{name} 是{kind}，不是字符串"; kind: kind),
        text!("pass {name} as a string", "{name} 须为字符串"),
    ))
}

fn sign_type(given: &Given) -> Option<Finding> {
    let other = given.text();
    (other != "RSA").then(|| {
        Finding::verified(
            Cause::WrongSignType,
            text!(
                "signType is '{other}', not 'RSA'",
                "signType 是“{other}”，应为“RSA”",
                other = shown(&other),
            ),
            text!(
                "pass signType 'RSA', in capitals: MD5 and HMAC-SHA256 belong to API v2",
                "signType 传“RSA”（大写）：MD5 和 HMAC-SHA256 属于 API v2"
            ),
        )
    })
}

/// Returns what is wrong with `package`, given the fourth line that was signed, if it is known.
pub(super) fn package(package: &Package, name: &str, signed: Option<&[u8]>) -> Vec<Finding> {
    let given = shown(&package.given);
    let right = shown(&package.right);
    let after = signed == Some(package.right.as_bytes());
    let so = signed == Some(package.given.as_bytes());
    let (cause, message) = match package.form {
        Form::Right => return Vec::new(),
        Form::Unusable => {
            let id = package.given.strip_prefix(PREFIX).unwrap_or(&package.given);
            let what = not_a_prepay_id(id);
            let finding = fact(
                Cause::UnusableValue,
                text!(
                    "{name} is '{given}', which holds no prepay_id",
                    "{name} 是“{given}”，其中没有 prepay_id"
                ),
            );
            return vec![match what {
                Some(what) => finding.with_fix(what.fix),
                None => finding,
            }];
        }
        Form::Bare => (
            Cause::MissingPrepayPrefix,
            text!(
                "{name} is '{given}', without 'prepay_id='",
                "{name} 是“{given}”，缺少“prepay_id=”"
            ),
        ),
        Form::Prefixed => (
            Cause::ExtraPrepayPrefix,
            text!(
                "{name} is '{given}': 'prepay_id=' is there once too often",
                "{name} 是“{given}”，多了一个“prepay_id=”"
            ),
        ),
        Form::Encoded => (
            Cause::PackageEncoded,
            text!(
                "{name} is '{given}', percent-encoded",
                "{name} 是“{given}”，被 URL 编码"
            ),
        ),
        Form::Altered => (
            Cause::UnusableValue,
            text!(
                "{name} is '{given}', which the client cannot use: '{right}' is meant",
                "{name} 是“{given}”，客户端无法使用，应为“{right}”"
            ),
        ),
    };
    if after {
        return changed_on_the_way(package, name, cause, &message);
    }
    let message = if so {
        text!(
            "{message}, and it was signed so",
            "{message}，签名时也是如此";
            message: message
        )
    } else {
        message
    };
    vec![fact(cause, message).with_fix(text!(
        "sign '{right}' as the fourth line, and pass exactly that as {name}",
        "以“{right}”作为签名串第四行，并原样作为 {name} 传给客户端"
    ))]
}

/// The server signed rightly; what it signed was changed before it reached the client.
fn changed_on_the_way(package: &Package, name: &str, cause: Cause, message: &Text) -> Vec<Finding> {
    let given = shown(&package.given);
    let right = shown(&package.right);
    let changed = || {
        fact(
            Cause::PackageChangedAfterSigning,
            text!(
                "'{right}' was signed, rightly, and the client got '{given}'",
                "签名的是“{right}”，是对的，但客户端收到的是“{given}”"
            ),
        )
    };
    let fix = match package.form {
        Form::Encoded => text!(
            "the server's signature is right: decode {name} before it is passed to the client (it was encoded on the way, as page parameters are), so that it is '{right}'",
            "服务端签名正确：{name} 在途中（例如作为页面参数）被编码，传给客户端之前先解码（decodeURIComponent），使其为“{right}”"
        ),
        Form::Right | Form::Bare | Form::Prefixed | Form::Altered | Form::Unusable => text!(
            "the server's signature is right: pass its {name} '{right}' to the client unchanged, and do not build it again there",
            "服务端签名正确：把服务端返回的 {name}“{right}”原样传给客户端，前端不要再拼接或改动"
        ),
    };
    let found = match package.form {
        Form::Right | Form::Unusable => Vec::new(),
        Form::Altered => vec![changed()],
        Form::Encoded => vec![fact(
            cause,
            text!(
                "{message} on the way to the client; '{right}' was signed, rightly",
                "{message}，发生在传给客户端的途中；签名的是“{right}”，是对的";
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
