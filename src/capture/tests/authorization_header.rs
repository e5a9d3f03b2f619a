//! The header `Authorization` in what surrounds it.

use super::super::{Pasted, authorization, route};
use super::{BODY, pairs, signature};

#[test]
fn another_authorization_makes_no_request_of_a_notification() {
    let signed: String = pairs()
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    for header in [
        "Authorization: Basic dXNlcjpw",
        "Authorization: Bearer x",
        "Authorization:",
        "Authorization: HMAC nonce=1,timestamp=2,sign=3",
        "Access-Control-Allow-Headers: Authorization, Content-Type",
        "Proxy-Authorization: Basic x",
    ] {
        let text = format!("POST /n HTTP/1.1\r\n{header}\r\n{signed}\r\n{BODY}");
        let read = route(text.as_bytes());
        assert!(
            matches!(read, Pasted::Notification(_)),
            "{header}: {read:?}"
        );
    }
}

#[test]
fn an_authorization_is_cut_out_of_what_surrounds_it() {
    let value = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"a\",signature=\"{}\",timestamp=\"1\",serial_no=\"AB\"",
        signature()
    );
    let wrapped: Vec<String> = value
        .as_bytes()
        .chunks(80)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect();
    for text in [
        value.clone(),
        format!("Authorization: {value}"),
        format!("-H 'Authorization: {value}'"),
        format!("curl https://x -H 'Authorization: {value}' -H 'Accept: x'"),
        value.replace('"', "\\\""),
        value.replace('"', "&quot;"),
        serde_json::json!({"Authorization": [value]}).to_string(),
        format!("2026 DEBUG >> Authorization: {value}\n2026 DEBUG >> Host: x"),
        format!("{{Authorization=[{value}], Accept=[*/*]}}"),
        wrapped.join("\n"),
        format!("Authorization: {value}\r\nTimestamp: 1\r\nNonce: 2\r\nsign: a\r\n"),
        format!("Proxy-Authorization: Basic x\nAuthorization: {value}\nTime: 1\n"),
        serde_json::json!({"authorization": value, "time": 12, "signature": "x"}).to_string(),
        serde_json::json!({"authorization": value, "timestamp": 12, "serial": 1}).to_string(),
    ] {
        assert_eq!(authorization(text.as_bytes()).value, value, "{text}");
    }
    // A field that does not belong there is a part of the value.
    for value in [
        format!("{value},sign_type=\"RSA\""),
        value.replace(",nonce_str", ",sign_type=\"RSA\",nonce_str"),
        value.replace("nonce_str", "nonce_string"),
        value.replace("==\"", "\"").replace("=\"", ":\""),
        value.replace("\",", "\";"),
        value.replace("WECHATPAY2-SHA256-RSA2048", "Bearer"),
        // A library put its own scheme in front.
        format!("Bearer {value}"),
        format!("basic {value}"),
        format!("WECHATPAY2-SHA256-RSA2048 {value}"),
    ] {
        let text =
            format!("GET /v3/certificates HTTP/1.1\r\nAuthorization: {value}\r\nAccept: x\r\n");
        assert_eq!(authorization(text.as_bytes()).value, value, "{text}");
    }
    // What was sent wrongly stays as it is.
    for text in [
        "Bearer x",
        "WECHATPAY2-SHA256-RSA2048 mchid=1, nonce_str=\"a\"",
        "",
    ] {
        assert_eq!(authorization(text.as_bytes()).value, text);
    }
}
