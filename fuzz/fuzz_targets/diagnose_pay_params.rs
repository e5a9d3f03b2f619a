//! An object from a client, of any shape.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use wechatpay::diagnose::pay_params::{Claim, PayParamsContext};
use wechatpay_fuzz::{KEY, check, limits, sign};

#[derive(Debug, Arbitrary)]
struct Input {
    fields: Vec<(Name, String)>,
    numbers: Vec<(Name, i64)>,
    appids: Vec<String>,
    message: Option<Vec<u8>>,
}

#[derive(Debug, Arbitrary)]
enum Name {
    AppId,
    TimeStamp,
    Timestamp,
    NonceStr,
    NonceStrV3,
    Package,
    PrepayId,
    PartnerId,
    SignType,
    PaySign,
    Sign,
}

impl Name {
    fn text(&self) -> &'static str {
        match self {
            Self::AppId => "appId",
            Self::TimeStamp => "timeStamp",
            Self::Timestamp => "timestamp",
            Self::NonceStr => "nonceStr",
            Self::NonceStrV3 => "nonce_str",
            Self::Package => "package",
            Self::PrepayId => "prepayid",
            Self::PartnerId => "partnerid",
            Self::SignType => "signType",
            Self::PaySign => "paySign",
            Self::Sign => "sign",
        }
    }
}

fuzz_target!(|input: Input| {
    let mut object = Map::new();
    for (name, value) in &input.fields {
        object.insert(name.text().to_owned(), value.as_str().into());
    }
    for (name, value) in &input.numbers {
        object.insert(name.text().to_owned(), (*value).into());
    }
    if let Some(message) = &input.message {
        object.insert("paySign".to_owned(), sign(message).to_string().into());
    }
    let signature = object.get("paySign").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known = PayParamsContext {
        merchant: KEY.verifying_key(),
        mchid: None,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        appids: input.appids.iter().filter_map(|appid| appid.parse().ok()).collect(),
        other_appids: vec!["wx1".to_owned()],
    };
    if let Ok(claim) = Claim::read(&Value::Object(object)) {
        check(&claim.diagnose(&known, &limits()), &signature);
    }
});
