//! One request and one notification as tools record and print them.

use serde_json::{Value, json};

use super::super::{notification, request};
use super::{BODY, pairs, signature};

const HOST: &str = "https://api.mch.weixin.qq.com";
const PATH: &str = "/v3/x?a=1&b=2";
const SENT: &str = r#"{"a":"\u652f/付","notify_url":"https://pay.example.com/notify"}"#;

fn authorization() -> String {
    format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"n\",signature=\"{}\",timestamp=\"1700000000\",serial_no=\"AA\"",
        signature()
    )
}

/// PHP escapes slashes in JSON.
fn php(value: &Value) -> String {
    value.to_string().replace('/', "\\/")
}

fn requests(value: &str) -> Vec<(&'static str, String)> {
    let url = format!("{HOST}{PATH}");
    let header = json!([{"key": "Authorization", "value": value}]);
    let raw = json!({"mode": "raw", "raw": SENT});
    let path = PATH.split('?').next().unwrap();
    let record = |request: Value| {
        let response =
            json!({"status": {"code": 200, "message": "OK"}, "headers": {}, "body": "{}"});
        php(&json!([{"request": request, "response": response, "index": 0}]))
    };
    let headers = json!({"Host": "api.mch.weixin.qq.com", "Accept": null, "Authorization": value});
    let dump = format!("POST {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: {value}\r\n\r\n{SENT}");
    vec![
        (
            "PHP-VCR in YAML",
            format!(
                "\n-\n    request:\n        method: POST\n        url: '{url}'\n        headers:\n            Accept: null\n            Authorization: '{value}'\n        body: '{SENT}'\n    response:\n        status:\n            code: 200\n            message: ''\n        body: '{{}}'\n    index: 0\n"
            ),
        ),
        (
            "PHP-VCR in JSON",
            record(json!({"method": "POST", "url": url, "headers": headers, "body": SENT})),
        ),
        (
            "a collection of Postman",
            json!({"info": {}, "item": [{"request": {"method": "POST", "header": header, "body": raw,
                "url": {"raw": url, "host": ["x"]}}, "response": []}]})
            .to_string(),
        ),
        (
            "Newman",
            json!({"run": {"executions": [{"request": {"method": "POST", "header": header, "body": raw,
                "url": {"path": ["v3", "x"], "query": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]}}}]}})
            .to_string(),
        ),
        (
            "Insomnia",
            json!({"resources": [{"method": "POST", "url": url, "headers": [{"name": "Authorization", "value": value}],
                "body": {"mimeType": "application/json", "text": SENT}}]})
            .to_string(),
        ),
        (
            "WireMock's journal",
            json!({"requests": [{"request": {"url": PATH, "absoluteUrl": url, "method": "POST",
                "headers": {"Authorization": value}, "body": SENT}}]})
            .to_string(),
        ),
        (
            "MockServer",
            json!([{"method": "POST", "path": path, "queryStringParameters": {"a": ["1"], "b": ["2"]},
                "headers": {"Authorization": [value]}, "body": {"type": "STRING", "string": SENT}}])
            .to_string(),
        ),
        (
            "Charles",
            json!([{"method": "POST", "host": "x", "path": path, "query": "a=1&b=2", "request": {"header":
                {"headers": [{"name": "Authorization", "value": value}]}, "body": {"text": SENT}}}])
            .to_string(),
        ),
        (
            "HttpRequestMessage of .NET",
            format!(
                "Method: POST, RequestUri: '{url}', Version: 1.1, Content: System.Net.Http.StringContent, Headers:\n{{\n  Authorization: {value}\n  Content-Length: 9\n}}\n{SENT}\n"
            ),
        ),
        (
            "the log of a container",
            json!({"log": format!("POST {url} Authorization: {value} body: {SENT}\n"), "stream": "stderr"}).to_string(),
        ),
        ("%q of Go", Value::from(dump).to_string()),
    ]
}

#[test]
fn requests_are_read_from_what_tools_record() {
    let value = authorization();
    for (tool, text) in requests(&value) {
        let read = request(text.as_bytes());
        assert_eq!(read.method.as_deref(), Some("POST"), "{tool}");
        let url = read.url.unwrap_or_default();
        assert!(url.ends_with(PATH), "{tool}: {url}");
        let body = read.body.map(|body| String::from_utf8(body).unwrap());
        assert_eq!(body.as_deref(), Some(SENT), "{tool}");
        assert_eq!(read.authorization.as_deref(), Some(&*value), "{tool}");
    }
}

#[test]
fn notifications_are_read_from_what_tools_record() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    let headers: serde_json::Map<String, Value> = pairs()
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
        .collect();
    let listed = |write: &dyn Fn(&str, &str) -> String| -> String {
        pairs()
            .iter()
            .map(|(name, value)| write(name, value))
            .collect()
    };
    let response =
        json!({"status": {"code": 200, "message": "OK"}, "headers": headers, "body": BODY});
    let exported = listed(&|name, value| {
        format!(
            "  '{}' => \n  array (\n    0 => '{value}',\n  ),\n",
            name.to_lowercase()
        )
    });
    let container: String = listed(&|name, value| {
        format!(
            "{}\n",
            json!({"log": format!("{name}: {value}\n"), "stream": "stdout"})
        )
    });
    for (tool, text) in [
        (
            "PHP-VCR in JSON",
            php(&json!([{"request": {"method": "GET", "url": HOST, "headers": {"Accept": null}}, "response": response, "index": 0}])),
        ),
        (
            "PHP-VCR in YAML",
            format!(
                "\n-\n    request:\n        method: GET\n        url: '{HOST}'\n        headers:\n            Accept: null\n    response:\n        status:\n            code: '200'\n        headers:\n{}        body: '{BODY}'\n        curl_info:\n            certinfo: {{  }}\n    index: 0\n",
                listed(&|name, value| format!("            {name}: '{value}'\n"))
            ),
        ),
        (
            "a mapping of WireMock",
            json!({"request": {"url": "/v3/x", "method": "GET"}, "response": {"status": 200, "headers": headers, "base64Body": STANDARD.encode(BODY)}}).to_string(),
        ),
        ("var_export of PHP", format!("array (\n{exported})\n{BODY}\n")),
        ("the headers that Flask prints", format!("Host: x\r\n{}\r\n\n{BODY}", listed(&|name, value| format!("{name}: {value}\r\n")))),
        (
            "the log of a container",
            format!("{container}{}\n", json!({"log": format!("{BODY}\n"), "stream": "stdout"})),
        ),
    ] {
        let read = notification(text.as_bytes());
        for (name, value) in pairs() {
            assert_eq!(read.header(name), Some(value.as_str()), "{tool}: {name}");
        }
        let bodies = read.bodies.iter().map(|body| String::from_utf8_lossy(&body.bytes));
        assert_eq!(bodies.take(1).collect::<Vec<_>>(), [BODY], "{tool}");
    }
}

#[test]
fn a_cut_signature_in_the_log_of_a_container_ends_with_its_line() {
    let cut = &signature()[..200];
    let text = format!(
        "{}\n",
        json!({"log": format!("Wechatpay-Signature: {cut}\n"), "stream": "stdout"})
    );
    let read = notification(text.as_bytes());
    assert_eq!(read.header("Wechatpay-Signature"), Some(cut));
}
