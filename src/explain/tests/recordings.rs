//! Notes, what libraries print, and what tests recorded: read, and their causes proved.

use super::reports::{NONCE, SORTED, Sample, TIMESTAMP};
use super::*;
use crate::capture::{Missing, Pasted, route};

const URL: &str = "/v3/pay/transactions/jsapi";
const WHOLE: &str = "https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi";

#[test]
fn requests_are_read_from_notes_and_what_libraries_print() {
    let shop = Shop::new();
    let body = r#"{"appid":"wx1","description":"测试/商品","amount":{"total":1}}"#;
    let spaced = r#"{"appid": "wx1", "description": "测试/商品", "amount": {"total": 1}}"#;
    let value = shop.authorization("POST", URL, spaced, SERIAL);
    let python = |text: &str| {
        let escape = |byte: u8| match byte {
            b'\r' => "\\r".to_owned(),
            b'\n' => "\\n".to_owned(),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        };
        text.bytes().map(escape).collect::<String>()
    };
    let refusal = r#"{"code":"SIGN_ERROR","message":"签名错误"}"#;
    let texts = [
        format!("### 下单\nPOST {WHOLE}\nAccept: */*\nAuthorization: {value}\n\n{body}\n"),
        format!("请求方式：POST\n请求URL：{WHOLE}\nAuthorization：{value}\n请求报文：\n{body}\n"),
        format!(
            "POST {WHOLE}\n401\n81 ms\nRequest Headers\nauthorization: {value}\nRequest Body\n{body}\nResponse Body\n{refusal}\n"
        ),
        format!(
            "Client error: `POST {WHOLE}` resulted in a `401 Unauthorized` response:\n{refusal}\n\nRequest headers:\nAuthorization: {value}\n\nRequest body:\n{body}\n"
        ),
        format!(
            "Wrong HttpStatusCode[401]\nhttpRequest[HttpRequest{{httpMethod=POST, uri={WHOLE}, headers=HttpHeaders{{headers={{Authorization={value}, Accept=application/json}}}}, body=JsonRequestBody{{body='{body}'}}}}]"
        ),
        format!(
            "request: &{{Method:POST URL:{WHOLE} Header:map[Accept:[application/json] Authorization:[{value}]] Body:{body}}}"
        ),
        format!(
            "send: b'POST {URL} HTTP/1.1\\r\\nHost: api.mch.weixin.qq.com\\r\\nAuthorization: {value}\\r\\n\\r\\n'\nsend: b'{}'\nreply: 'HTTP/1.1 401 Unauthorized\\r\\n'\n",
            python(body)
        ),
        format!(
            "INFO 请求方法：POST 请求地址：{WHOLE} 请求头：{{'Authorization': '{value}'}} 请求体：'{body}'"
        ),
    ];
    shop.prove(
        texts
            .map(|text| (text, &[Cause::BodyWhitespace][..]))
            .into(),
    );
    // What is not there is not supposed: neither a body nor one of two.
    for rest in ["", "{\"prepay_id\":\"wx28\"}", "{\"a\":1}\n{\"b\":2}"] {
        let text = format!("POST {WHOLE}\nAuthorization: {value}\n{rest}\n");
        let Pasted::Request(read) = route(text.as_bytes()) else {
            panic!("{text}");
        };
        assert_eq!(read.missing(), Some(Missing::RequestBody), "{text}");
    }
}

#[test]
fn recordings_of_tests_are_read_byte_for_byte() {
    let shop = Shop::new();
    let Sample {
        body,
        sorted,
        signature,
    } = Sample::new(&shop);
    let of = |body: &str| {
        format!(
            "    headers:\n      Wechatpay-Nonce: [{NONCE}]\n      Wechatpay-Serial:\n      - {SERIAL}\n      Wechatpay-Signature:\n      - {signature}\n      Wechatpay-Timestamp:\n      - '{TIMESTAMP}'\n    method: POST\n    uri: https://pay.example.com/notify\n{body}"
        )
    };
    let vcrpy = |body: &str| format!("interactions:\n- request:\n{}version: 1\n", of(body));
    let ruby = |body: &str| {
        format!(
            "---\nhttp_interactions:\n- request:\n{}recorded_with: VCR 6.2.0\n",
            of(body)
        )
    };
    let encoded = |text: &str| {
        let whole = STANDARD.encode(text);
        let lines = whole.as_bytes().chunks(60).map(String::from_utf8_lossy);
        lines
            .map(|line| format!("        {line}\n"))
            .collect::<String>()
    };
    let double = serde_json::to_string(&body).unwrap();
    let (start, end) = double.split_at(100);
    for text in [
        vcrpy(&format!("    body: '{body}'\n")),
        vcrpy(&format!("    body: {double}\n")),
        vcrpy(&format!("    body: {start}\\\n      {end}\n")),
        vcrpy(&format!("    body: !!binary |\n{}", encoded(&body))),
        vcrpy(&format!("    body: |-\n      {body}\n")),
        ruby(&format!(
            "    body:\n      encoding: UTF-8\n      string: '{body}'\n"
        )),
        ruby(&format!(
            "    body:\n      encoding: ASCII-8BIT\n      base64_string: |\n{}",
            encoded(&body)
        )),
    ] {
        assert_eq!(shop.explained(&text), [vec![], vec![]], "{text}");
    }
    shop.prove(vec![
        (vcrpy(&format!("    body: '{sorted}'\n")), SORTED),
        (
            ruby(&format!("    body:\n      string: '{sorted}'\n")),
            SORTED,
        ),
        (
            vcrpy(&format!("    body: '{body}\n\n      '\n")),
            &[Cause::BodyNewline],
        ),
    ]);
    let headers = vcrpy("    body: ''\n");
    let Pasted::Notification(read) = route(headers.as_bytes()) else {
        panic!("{headers}");
    };
    let lines = read.headers.iter().map(|header| header.reading.line);
    assert_eq!(lines.collect::<Vec<_>>(), [4, 6, 8, 10]);
}

#[test]
fn a_recorded_request_is_explained_with_its_body() {
    let shop = Shop::new();
    let body = r#"{"appid":"wx1","note":",}"}"#;
    let spaced = r#"{"appid": "wx1", "note": ",}"}"#;
    let value = shop.authorization("POST", URL, spaced, SERIAL);
    let text = |body: &str| {
        format!(
            "interactions:\n- request:\n    body: {body}\n    headers:\n      Authorization:\n      - '{value}'\n    method: POST\n    uri: https://api.mch.weixin.qq.com{URL}\n  response:\n    body: {{string: ''}}\n    status: {{code: 200, message: OK}}\nversion: 1\n"
        )
    };
    shop.prove(vec![
        (text(&format!("'{body}'")), &[Cause::BodyWhitespace]),
        (
            text(&format!("!!binary {}", STANDARD.encode(body))),
            &[Cause::BodyWhitespace],
        ),
        (text(&format!("'{spaced}'")), &[]),
    ]);
}

#[test]
fn a_hostile_recording_is_not_read_on() {
    let laughs: String = (1..12)
        .map(|level| {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            format!("a{level}: &a{level} [{aliases}]\n")
        })
        .collect();
    let bomb = format!("a0: &a0 lol\n{laughs}interactions:\n- request:\n    headers: *a11\n");
    let deep = format!("interactions:\n- request: {}\n", "[".repeat(100_000));
    let wide = format!(
        "interactions:\n- request: {{a: [{}]}}\n",
        "x, ".repeat(200_000)
    );
    for text in [bomb, deep, wide] {
        let began = std::time::Instant::now();
        let _ = route(text.as_bytes());
        assert!(began.elapsed() < std::time::Duration::from_secs(30));
    }
}

#[test]
fn a_notification_that_went_through_a_programs_type_is_explained() {
    let shop = Shop::new();
    let Sample {
        body, signature, ..
    } = Sample::new(&shop);
    let camel = body
        .replace("create_time", "createTime")
        .replace("associated_data", "associatedData");
    let dated = body.replace("2026-01-01T10:00:00+08:00", "2026-01-01T10:00:00+0800");
    let text = |body: &str| {
        format!(
            "Wechatpay-Timestamp: {TIMESTAMP}\nWechatpay-Nonce: {NONCE}\nWechatpay-Signature: {signature}\nWechatpay-Serial: {SERIAL}\n\n{body}"
        )
    };
    // The line end behind a pasted body may be the editor's.
    shop.prove(vec![
        (text(&camel), &[Cause::BodyReserialized]),
        (text(&dated), &[Cause::BodyReserialized]),
        (text(&format!("{dated}\n")), &[Cause::BodyReserialized]),
    ]);
    // Java's toString escapes nothing, Python's repr does.
    let escaped = body.replace('/', "\\/");
    let java = format!(
        "RequestParam{{serialNumber='{SERIAL}', nonce='{NONCE}', timestamp='{TIMESTAMP}', signature='{signature}', body='{escaped}'}}"
    );
    shop.prove(vec![(java, &[Cause::BodySlashEscapes])]);
}
