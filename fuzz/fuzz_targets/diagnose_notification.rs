//! A notification in which everything is hostile, its signature too.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wechatpay::diagnose::notification::{NotificationContext, diagnose};
use wechatpay::protocol::signed::SignedBody;
use wechatpay_fuzz::{KEYRING, check, limits, sign};

#[derive(Debug, Arbitrary)]
struct Input {
    serial: Option<String>,
    timestamp: String,
    nonce: String,
    body: Vec<u8>,
    /// A signature's text, or a message that the key signs.
    signature: Result<String, Vec<u8>>,
}

fuzz_target!(|input: Input| {
    let signature = match &input.signature {
        Ok(text) => text.clone(),
        Err(message) => sign(message).to_string(),
    };
    let signed = SignedBody {
        serial: input.serial.unwrap_or_else(|| "AB".to_owned()),
        timestamp: input.timestamp,
        nonce: input.nonce,
        signature,
        signature_type: None,
        body: input.body,
    };
    let known = NotificationContext {
        platform: &KEYRING,
        candidate_keys: Vec::new(),
        apiv3_key: None,
        mchid: None,
    };
    check(&diagnose(&signed, &known, &limits()), &signed.signature);
});
