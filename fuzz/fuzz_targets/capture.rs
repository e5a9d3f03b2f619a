//! Anything pasted: it is read or not, quickly, and never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wechatpay::capture::{authorization, headers, notification, pay_params, raw_body, reply, request, route};

fuzz_target!(|data: &[u8]| {
    let _ = notification(data).may_hide_headers();
    let _ = headers(data).may_hide_headers();
    let _ = pay_params(data).may_hide_fields();
    let _ = authorization(data);
    let _ = reply(data);
    let _ = request(data);
    let _ = route(data);
    assert!(raw_body(data.to_vec()).first().is_none_or(|body| body.bytes == data));
});
