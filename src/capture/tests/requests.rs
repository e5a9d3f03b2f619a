//! Requests in logs and scripts.

use super::super::request;
use super::signature;

#[test]
fn requests_are_read_from_logs_and_scripts() {
    const URL: &str = "https://api.mch.weixin.qq.com/v3/x?a=1";
    let value = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"n\",signature=\"{}\",timestamp=\"1700000000\",serial_no=\"AA\"",
        signature()
    );
    let body = "{\"a\":\"支付\"}";
    let wire = |text: &str| format!("12:00:00 DEBUG wire - http-outgoing-0 >> \"{text}\"\n");
    for text in [
        format!(
            "fetch(\"{URL}\", {{\"headers\": {{\"Authorization\": {value:?}}}, \"body\": {body:?}, \"method\": \"POST\"}});"
        ),
        format!("--> POST {URL}\nAuthorization: {value}\n\n{body}\n--> END POST (16-byte body)"),
        format!(
            "I/OkHttp: --> POST {URL} http/1.1\nI/OkHttp: Authorization: {value}\nI/OkHttp: \nI/OkHttp: {body}\nI/OkHttp: --> END POST"
        ),
        format!(
            ">>>>>>>>\nPOST /v3/x?a=1 HTTP/1.1\nAuthorization: {value}\n\n{body}\n<<<<<<<<\nHTTP/1.1 401 Unauthorized\n\n{{}}\n--------\n"
        ),
        [
            wire("POST /v3/x?a=1 HTTP/1.1[\\r][\\n]"),
            wire(&format!("Authorization: {value}[\\r][\\n]")),
            wire("[\\r][\\n]"),
            wire("{\"a\":\"[0xe6][0x94][0xaf][0xe4][0xbb][0x98]\"}"),
        ]
        .concat(),
        format!(
            "$headers.Add(\"Authorization\", \"{}\")\n$body = @\"\n{body}\n\"@\n\n$response = Invoke-RestMethod '{URL}' -Method 'POST' -Headers $headers -Body $body",
            value.replace('"', "`\"")
        ),
    ] {
        let read = request(text.as_bytes());
        assert_eq!(read.method.as_deref(), Some("POST"), "{text}");
        assert!(read.url.unwrap().ends_with("/v3/x?a=1"), "{text}");
        assert_eq!(read.body.as_deref(), Some(body.as_bytes()), "{text}");
        assert_eq!(read.authorization.as_deref(), Some(&*value), "{text}");
    }
}
