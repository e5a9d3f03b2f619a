//! A request and the reply that refused it, all of it hostile.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use wechatpay::capture;
use wechatpay::diagnose::reply::{self, Reply, Sent};
use wechatpay::diagnose::request::{RequestContext, Request, diagnose};
use wechatpay_fuzz::{KEY, limits, sign};

#[derive(Debug, Arbitrary)]
struct Input {
    method: String,
    url: String,
    body: Vec<u8>,
    header: Result<String, Vec<u8>>,
    reply: Vec<u8>,
}

fuzz_target!(|input: Input| {
    let authorization = match &input.header {
        Ok(text) => text.clone(),
        Err(message) => format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",nonce_str=\"n\",signature=\"{}\",timestamp=\"1700000000\",serial_no=\"AB\"",
            sign(message)
        ),
    };
    let known = RequestContext {
        merchant: KEY.verifying_key(),
        mchid: &"1900000001".parse().unwrap(),
        candidate_keys: Vec::new(),
        apiv3_key: None,
    };
    let request = Request {
        method: &input.method,
        url: &input.url,
        body: &input.body,
        authorization: &authorization,
    };
    let _ = diagnose(&request, &known, &limits());
    if let Some(value) = capture::reply(&input.reply).value {
        let sent = Sent {
            method: Some(input.method),
            url: Some(input.url),
            body: Some(input.body),
            authorization: Some(authorization),
        };
        let _ = reply::diagnose(&Reply::read(&value), &sent, &known, &limits());
    }
});
