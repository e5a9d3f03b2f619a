//! The messages that may have been signed for a payer's client.

use super::claim::{Claim, FieldValue};
use super::context::PayParamsContext;
use super::package::{Form, PREFIX, Package};
use super::signed_string;
use crate::diagnose::layouts::{layouts, only};
use crate::diagnose::message_search::{FixedMessage, MessageSearch, SignedLine};
use crate::diagnose::search::{Choice, Line, Space};
use crate::diagnose::stamp_lines::{nonces, timestamps};
use crate::diagnose::{Cause, layouts::permutations};

/// What follows a string with the APIv3 key, which is not shown.
pub(super) const HIDDEN_KEY: &str = crate::diagnose::message_search::HIDDEN_KEY;

/// The name of the line that is never signed.
pub(super) const SIGN_TYPE: &str = "signType";

impl Claim {
    pub(super) fn message_search<'k>(
        &self,
        context: &PayParamsContext<'k>,
        package: &Package,
    ) -> MessageSearch<'k> {
        let labels = if self.is_app {
            ["appid", "timestamp", "noncestr", "prepayid"]
        } else {
            ["appId", "timeStamp", "nonceStr", "package"]
        };
        let own = self.own_appid(context);
        let appid = self.appid_line(labels[0], &own, context);
        let [given_timestamp, given_nonce] = self.stamp();
        let digits = given_timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = given_timestamp
            .get(..10)
            .filter(|_| digits && given_timestamp.len() == 13)
            .unwrap_or(&given_timestamp);
        let mut timestamp = Line::new(labels[1], seconds);
        timestamp.or(&[Cause::TimestampMilliseconds], given_timestamp.as_str());
        for other in &self.other_timestamps {
            timestamp.or(&[Cause::TimestampMismatch], other.as_str());
        }
        timestamps(&mut timestamp);
        let mut nonce = Line::new(labels[2], given_nonce.as_str());
        nonces(&mut nonce, &self.other_nonces);
        let fourth = self.fourth_line(labels[3], package);
        let stamp = [timestamp.clone(), nonce.clone()];
        let mut spaces = vec![Space {
            lines: vec![appid.clone(), timestamp, nonce, fourth.clone()],
            layouts: layouts(4, |_| Some(Cause::FieldMissing)),
        }];
        spaces.extend(longer(&appid, &stamp, &fourth));
        spaces.push(as_request(&stamp, context, package, self.appid.as_ref()));
        let mut search = MessageSearch::new(spaces, None, Some(1));
        search.apiv3_key = context.apiv3_key;
        if let Some(string) = &self.signed_string {
            search.fixed_messages =
                signed_string::fixed_messages(string, &search.expected(), &labels);
        }
        search
            .fixed_messages
            .extend(self.version_2(&own, context, package));
        search
    }

    fn own_appid(&self, context: &PayParamsContext<'_>) -> String {
        self.appid
            .as_ref()
            .map(FieldValue::text)
            .or_else(|| context.appids.first().map(ToString::to_string))
            .unwrap_or_default()
    }

    /// Returns timestamp and nonce, each in its own place.
    pub(super) fn stamp(&self) -> [String; 2] {
        let stamp = [self.timestamp.text(), self.nonce.text()];
        if self.is_swapped() {
            let [nonce, timestamp] = stamp;
            return [timestamp, nonce];
        }
        stamp
    }

    fn appid_line(&self, label: &'static str, own: &str, context: &PayParamsContext<'_>) -> Line {
        let mut appid = Line::new(label, own);
        // In partner mode either App ID is right if the client did not say which it is.
        for allowed in &context.appids {
            let choice = Choice {
                bytes: allowed.as_str().into(),
                mistakes: u8::from(self.appid.is_some()),
                causes: if self.appid.is_some() {
                    &[Cause::WrongAppid]
                } else {
                    &[]
                },
                base: 0,
                common: true,
            };
            appid.push(choice);
        }
        for other in &context.other_appids {
            appid.often(&[Cause::WrongAppid], other.as_str());
        }
        for other in ["", "undefined", "null"] {
            appid.or(&[Cause::WrongAppid], other);
        }
        appid.or(&[Cause::WrongAppid], own.to_lowercase());
        appid.or(&[Cause::WrongAppid], own.to_uppercase());
        appid.or(&[Cause::WrongAppid], own.trim());
        appid
    }

    fn fourth_line(&self, label: &'static str, package: &Package) -> Line {
        let mut line = Line::new(label, package.right.as_str());
        let given: &[Cause] = match package.form {
            Form::Right | Form::Unusable => &[],
            Form::Bare => &[Cause::MissingPrepayPrefix],
            Form::Prefixed => &[Cause::ExtraPrepayPrefix],
            Form::Encoded => &[Cause::PackageEncoded],
            Form::Altered => &[Cause::UnusableValue],
        };
        if !given.is_empty() {
            line.often(given, package.given.as_str());
        }
        let bare = &package.bare;
        if self.is_app {
            line.or(
                &[Cause::WrongClientString, Cause::ExtraPrepayPrefix],
                format!("{PREFIX}{bare}"),
            );
        } else {
            line.often(&[Cause::MissingPrepayPrefix], bare.as_str());
        }
        line.or(
            &[Cause::ExtraPrepayPrefix],
            format!("{PREFIX}{PREFIX}{bare}"),
        );
        line.or(&[Cause::WrongClientString], "Sign=WXPay");
        let encoded: &[Cause] = &[Cause::PackageEncoded];
        line.or(encoded, format!("prepay_id%3D{bare}"));
        line.or(encoded, format!("prepay_id%3d{bare}"));
        line.or(encoded, format!("prepay_id%253D{bare}"));
        for other in [
            format!("prepay_id={bare} "),
            format!("prepay_id= {bare}"),
            format!("prepayid={bare}"),
            format!("prepayId={bare}"),
            format!("prepay_id:{bare}"),
            format!("prepay_id=\"{bare}\""),
            format!("package=prepay_id={bare}"),
            format!("\"{}\"", package.right),
            "prepay_id=".to_owned(),
            "prepay_id=undefined".to_owned(),
            "prepay_id=null".to_owned(),
            "prepay_id=None".to_owned(),
            "prepay_id=[object Object]".to_owned(),
            "undefined".to_owned(),
            String::new(),
        ] {
            line.or(&[Cause::UnusableValue], other);
        }
        line
    }

    /// `key=value` pairs joined by '&', as API v2 signs them, and the same values as JSON.
    fn version_2(
        &self,
        own: &str,
        context: &PayParamsContext<'_>,
        package: &Package,
    ) -> Vec<FixedMessage> {
        let [timestamp, nonce] = self.stamp();
        let app = self.is_app;
        let mchid = context.mchid.map(ToString::to_string).unwrap_or_default();
        let mut packages = vec![package.right.as_str(), package.bare.as_str()];
        if package.given != package.right {
            packages.push(&package.given);
        }
        let mut fixed_messages = Vec::new();
        for (place, fourth) in packages.into_iter().enumerate() {
            for names in NAMES {
                for sign_type in [None, Some("RSA"), Some("MD5"), Some("HMAC-SHA256")] {
                    let mut pairs = vec![
                        (names[0], own),
                        (names[1], timestamp.as_str()),
                        (names[2], nonce.as_str()),
                    ];
                    if app {
                        pairs.push(("package", "Sign=WXPay"));
                        pairs.push(("partnerid", mchid.as_str()));
                        pairs.push(("prepayid", fourth));
                    } else {
                        pairs.push((names[3], fourth));
                    }
                    pairs.extend(sign_type.map(|kind| (names[4], kind)));
                    // Any order of the usual names, and the usual orders of the others.
                    let all = place == 0 && !app && names[0] == "appId";
                    for pairs in orders(&pairs, all) {
                        fixed_messages.extend(strings(&pairs));
                    }
                }
            }
        }
        fixed_messages
    }
}

/// The names that programs use for the five values.
const NAMES: [[&str; 5]; 4] = [
    ["appId", "timeStamp", "nonceStr", "package", "signType"],
    ["appid", "timestamp", "noncestr", "package", "signtype"],
    ["appid", "timeStamp", "nonceStr", "package", "signType"],
    ["app_id", "time_stamp", "nonce_str", "package", "sign_type"],
];

type Pair<'a> = (&'a str, &'a str);

/// Returns the pairs as they are, in the order of their names (upper case first, or without
/// regard to case), and in all orders if `all` is set.
fn orders<'a>(pairs: &[Pair<'a>], all: bool) -> Vec<Vec<Pair<'a>>> {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    let mut folded = pairs.to_vec();
    folded.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    let mut orders = vec![pairs.to_vec(), sorted, folded];
    if all {
        let picked = permutations(pairs.len()).into_iter();
        orders.extend(picked.map(|order| order.iter().map(|place| pairs[*place]).collect()));
    }
    orders.dedup();
    orders
}

/// The strings that are made of pairs in one order: as API v2 joins them, with or without the key
/// and a line feed, and as JSON.
fn strings(pairs: &[Pair<'_>]) -> Vec<FixedMessage> {
    let joined: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let joined = joined.join("&");
    let whole = |text: String, end: &'static str, cause, keyed| FixedMessage {
        lines: vec![SignedLine {
            label: "string",
            bytes: text.into_bytes(),
            end,
        }],
        causes: vec![cause],
        keyed,
    };
    let json = |colon: &str, comma: &str| {
        let fields: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("\"{name}\"{colon}\"{value}\""))
            .collect();
        format!("{{{}}}", fields.join(comma))
    };
    vec![
        whole(joined.clone(), "", Cause::V2Signature, false),
        whole(joined.clone(), "\n", Cause::V2Signature, false),
        whole(
            format!("{joined}&key="),
            HIDDEN_KEY,
            Cause::V2Signature,
            true,
        ),
        whole(json(":", ","), "", Cause::WrongSeparator, false),
        whole(json(": ", ", "), "", Cause::WrongSeparator, false),
    ]
}

/// Five lines, as a request has them.
fn as_request(
    [timestamp, nonce]: &[Line; 2],
    context: &PayParamsContext<'_>,
    package: &Package,
    appid: Option<&FieldValue>,
) -> Space {
    let bare = &package.bare;
    let package = &package.right;
    let mut method = Line::new("method", "POST");
    method.also("GET");
    let mut url = Line::new("URL", "/v3/pay/transactions/jsapi");
    for other in [
        "/v3/pay/transactions/app",
        "/v3/pay/transactions/native",
        "/v3/pay/transactions/h5",
        "/v3/pay/partner/transactions/jsapi",
        "/v3/pay/partner/transactions/app",
        "/v3/certificates",
        "https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi",
        "/",
        "",
    ] {
        url.also(other);
    }
    for appid in &context.appids {
        url.also(appid.as_str());
    }
    if let Some(own) = appid.map(FieldValue::text) {
        url.also(own);
    }
    let mut body = Line::new("body", "");
    body.also(package.as_str());
    body.also(bare.as_str());
    body.also(format!("{{\"prepay_id\":\"{bare}\"}}"));
    body.also(format!("{{\"prepay_id\": \"{bare}\"}}"));
    body.also(format!("{{\"package\":\"{package}\"}}"));
    body.also("{}");
    Space {
        lines: vec![method, url, timestamp.clone(), nonce.clone(), body],
        layouts: only(5, 1, &[Cause::SignedAsRequest]),
    }
}

/// The four lines and one more.
fn longer(appid: &Line, [timestamp, nonce]: &[Line; 2], package: &Line) -> Vec<Space> {
    let lines = |last: Line, package: &Line| {
        vec![
            appid.clone(),
            timestamp.clone(),
            nonce.clone(),
            package.clone(),
            last,
        ]
    };
    let mut sign_type = Line::new(SIGN_TYPE, "RSA");
    for other in [
        "MD5",
        "HMAC-SHA256",
        "SHA256-RSA",
        "WECHATPAY2-SHA256-RSA2048",
    ] {
        sign_type.also(other);
    }
    vec![Space {
        lines: lines(sign_type, package),
        layouts: only(5, 1, &[Cause::SignedAsRequest]),
    }]
}
