//! Anything pasted: it is read or not, quickly, and never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay::capture::{authorization, headers, notification, pay_params, raw_body, reply, request, route};
use wechatpay::protocol::signed::{NONCE, SERIAL, SIGNATURE, TIMESTAMP};

fuzz_target!(|data: &[u8]| {
    let read = notification(data);
    for name in [TIMESTAMP, NONCE, SIGNATURE, SERIAL] {
        assert!(read.headers.iter().filter(|header| header.name == name).count() <= 1);
    }
    let lines = 1 + data.iter().filter(|byte| **byte == b'\n').count();
    for reading in read.headers.iter().map(|header| &header.reading).chain(read.bodies.iter().map(|body| &body.reading)) {
        assert!(reading.line <= 2 * lines + 1, "{reading:?}");
    }
    let _ = headers(data).may_hide_headers();
    let _ = pay_params(data).may_hide_fields();
    let _ = authorization(data);
    let _ = reply(data);
    let _ = request(data);
    let _ = route(data);
    assert_eq!(raw_body(data.to_vec())[0].bytes, data);
});
