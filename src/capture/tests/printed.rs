//! Values as programs and people print them, whose names and marks are not part of them.

use super::super::{notification, pay_params, request};
use super::{BODY, cgi, joined, pairs, signature};
use crate::protocol::signed::SIGNATURE_TYPE;

#[test]
fn headers_are_read_from_the_dumps_of_php_erlang_java_and_net() {
    let dumped = |name: &str, value: &str| {
        format!("  \"{name}\" => array:1 [▼\n    0 => \"{value}\"\n  ]\n")
    };
    let kind = dumped(SIGNATURE_TYPE, "WECHATPAY2-SHA256-RSA2048");
    for text in [
        format!("array:5 [▼\n{}{kind}]\n{BODY}\n", joined(dumped, "")),
        format!(
            "[{}]\n{BODY}\n",
            joined(
                |name, value| format!("{{<<\"{name}\">>,<<\"{value}\">>}}"),
                ","
            )
        ),
        joined(
            |name, value| format!("headerName={name}, headerValue={value}"),
            "\n",
        ) + &format!("\nbody={BODY}\n"),
        joined(|name, value| format!("Key: {name}, Value: {value}"), "\n")
            + &format!("\nBody: {BODY}\n"),
        joined(|name, value| format!("{name}-->{value}"), "\n") + &format!("\n报文-->{BODY}\n"),
        joined(|name, value| format!("{name}: {value}"), "\r\n")
            + &format!("\r\n\r\nBody:\r\n{BODY}\r\n"),
    ] {
        let read = notification(text.as_bytes());
        for (name, value) in pairs() {
            assert_eq!(read.header(name), Some(&*value), "{name}: {text}");
        }
        assert_eq!(read.bodies[0].bytes, BODY.as_bytes(), "{text}");
    }
}

#[test]
fn a_bracket_is_not_taken_for_the_signature_type() {
    let lines = joined(|name, value| format!("{name}: {value}"), "\n");
    let read = notification(format!("{lines}\n{SIGNATURE_TYPE}: ▼\n\n{BODY}").as_bytes());
    assert_eq!(read.header(SIGNATURE_TYPE), None);
}

#[test]
fn a_body_of_an_announced_length_ends_there_whatever_follows_it() {
    let lines = joined(|name, value| format!("{name}: {value}"), "\n");
    let text = format!(
        "POST /notify HTTP/1.1\nContent-Length: {}\n{lines}\n\n{BODY}HTTP/1.1 500 Internal Server Error\n\nerr\n",
        BODY.len()
    );
    let read = notification(text.as_bytes());
    assert_eq!(read.likeliest_body().unwrap().bytes, BODY.as_bytes());
    assert!(!read.is_response);
    let response = format!("HTTP/1.1 200 OK\n{lines}\n\n{BODY}");
    assert!(notification(response.as_bytes()).is_response);
}

fn authorization() -> String {
    format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"n\",signature=\"{}\",timestamp=\"1700000000\",serial_no=\"AA\"",
        signature()
    )
}

#[test]
fn method_and_url_are_read_where_they_are_apart() {
    let value = authorization();
    let body = "{\"a\":\"支付\"}";
    for text in [
        format!(
            "Request Url: https://api.mch.weixin.qq.com/v3/x\r\nRequest Headers: \r\n    Authorization: {value}\r\nRequest Body: \r\n    {body}\r\n"
        ),
        format!(
            "curl_setopt($ch, CURLOPT_URL, 'https://api.mch.weixin.qq.com/v3/x');\ncurl_setopt($ch, CURLOPT_POST, 1);\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: {value}']);\ncurl_setopt($ch, CURLOPT_POSTFIELDS, '{body}');\n"
        ),
        format!("signStr:\nPOST\n/v3/x\n1700000000\nn\n{body}\n\nAuthorization: {value}\n"),
        format!(
            "【微信支付】URL=【https://api.mch.weixin.qq.com/v3/x】，方法=【POST】，请求头=【Authorization: {value}】，请求体=【{body}】\n"
        ),
        format!(
            "array:3 [▼\n  \"method\" => \"POST\"\n  \"url\" => \"/v3/x\"\n  \"headers\" => array:1 [▼\n    \"Authorization\" => \"{value}\"\n  ]\n  \"body\" => \"{body}\"\n]"
        ),
    ] {
        let read = request(text.as_bytes());
        assert_eq!(read.method.as_deref(), Some("POST"), "{text}");
        assert!(read.url.unwrap().ends_with("/v3/x"), "{text}");
        assert_eq!(read.body.as_deref(), Some(body.as_bytes()), "{text}");
        assert_eq!(read.authorization.as_deref(), Some(&*value), "{text}");
    }
    // Two of them: nothing says which.
    let two = format!("POST or GET\n'/v3/x' '/v3/y'\nAuthorization: {value}\n");
    assert_eq!(request(two.as_bytes()).method, None);
    let reply = format!("POST /v3/x\n{value}\n{body}\n{{\"code\":\"SIGN_ERROR\"}}\n");
    let read = request(reply.as_bytes());
    assert_eq!(read.body.as_deref(), Some(body.as_bytes()));
}

#[test]
fn pay_params_are_read_under_a_heading_and_from_a_property_list() {
    let sign = signature();
    let noted = format!(
        "返回给前端的参数如下：\ntimeStamp：1554208460\nnonceStr：a\npackage：prepay_id=wx1\nsignType：RSA\npaySign：{sign}\n"
    );
    let object = pay_params(noted.as_bytes()).object.unwrap();
    assert_eq!(object["timeStamp"], "1554208460");
    assert_eq!(object["paySign"], sign);
    let listed = format!(
        "{{\n    nonceStr = a;\n    package = \"prepay_id=wx1\";\n    paySign = \"{sign}\";\n    signType = RSA;\n    timeStamp = 1554208460;\n}}"
    );
    let read = pay_params(listed.as_bytes());
    assert_eq!(read.object.unwrap()["timeStamp"], "1554208460");
    let wide = format!(
        "{{＂timeStamp＂:＂1554208460＂,＂nonceStr＂:＂a＂,＂package＂:＂prepay_id=wx1＂,＂signType＂:＂RSA＂,＂paySign＂:＂{sign}＂}}"
    );
    assert_eq!(pay_params(wide.as_bytes()).object.unwrap()["nonceStr"], "a");
    let rust = format!(
        "PayParams {{ time_stamp: \"1554208460\", package: \"prepay_id=wx1\", pay_sign: \"{sign}\" }}"
    );
    assert!(pay_params(rust.as_bytes()).is_type);
}

#[test]
fn a_field_elsewhere_in_the_text_is_not_missing() {
    let fields = format!(
        "\"nonceStr\":\"a\",\"package\":\"prepay_id=wx1\",\"signType\":\"RSA\",\"paySign\":\"{}\"",
        signature()
    );
    let apart = format!("timeStamp = 1554208460\n{{{fields}}}");
    assert!(pay_params(apart.as_bytes()).may_hide_fields());
    for missing in [
        format!("调用支付JSAPI缺少参数: timeStamp\n{{{fields}}}"),
        format!("{{{fields}}}"),
    ] {
        assert!(
            !pay_params(missing.as_bytes()).may_hide_fields(),
            "{missing}"
        );
    }
}

#[test]
fn names_of_environments_are_still_read() {
    let text = joined(|name, value| format!("{}={value}", cgi(name)), "\n") + "\n" + BODY;
    let read = notification(text.as_bytes());
    for (name, value) in pairs() {
        assert_eq!(read.header(name), Some(&*value));
    }
}
