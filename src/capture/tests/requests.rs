//! Requests in logs and scripts.

use super::super::{Missing, UnreadReason, request};
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

/// Returns the header and Python's source of it.
fn python_headers() -> (String, String) {
    let value = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"n\",signature=\"{}\",timestamp=\"1700000000\",serial_no=\"AA\"",
        signature()
    );
    let source = format!("headers = {{\n  'Authorization': '{value}'\n}}\n");
    (value, source)
}

#[test]
fn a_call_of_python_is_read_as_its_literals_say() {
    const URL: &str = "https://api.mch.weixin.qq.com/v3/x?a=1";
    let (value, headers) = python_headers();
    let body = "{\"a\":\"\\/支付\"}";
    for text in [
        format!(
            "import requests\nurl = \"{URL}\"\npayload = '{{\"a\":\"\\/支付\"}}'\n{headers}response = requests.request(\"POST\", url, headers=headers, data=payload)\nprint(response.text)"
        ),
        format!(
            "import requests\n{headers}r = requests.post(\n    '{URL}',\n    headers=headers,  # signed (above)\n    data=\"{{\\\"a\\\":\\\"\\\\/\\u652f付\\\"}}\".encode('utf-8'),\n)"
        ),
        format!(
            "import httpx\nbody = \"\"\"{{\"a\":\"\\/支付\"}}\"\"\"  # as signed\n{headers}httpx.post(url='{URL}', content=body.encode(), headers=headers)"
        ),
    ] {
        let read = request(text.as_bytes());
        assert_eq!(read.missing(), None, "{text}\n{read:?}");
        assert_eq!(read.method.as_deref(), Some("POST"), "{text}");
        assert_eq!(read.url.as_deref(), Some(URL), "{text}");
        let sent = String::from_utf8(read.body.unwrap()).unwrap();
        assert_eq!(sent, body, "{text}");
        assert_eq!(read.authorization.as_deref(), Some(&*value), "{text}");
    }
    let get = format!("{headers}r = requests.get('{URL}', headers=headers)");
    let read = request(get.as_bytes());
    assert_eq!((read.missing(), read.body), (None, Some(Vec::new())));
}

#[test]
fn what_python_computes_is_not_supposed() {
    const URL: &str = "https://api.mch.weixin.qq.com/v3/x";
    let (_, headers) = python_headers();
    for (before, arguments) in [
        ("", "json={\"a\": 1}"),
        ("", "data={\"a\": 1}"),
        ("", "data=json.dumps({\"a\": 1})"),
        ("", "data='{}', params={'b': 1}"),
        ("", "**options"),
        ("", "data=f'{{}}'"),
        ("", "data='é'"),
        ("", "data='{}' + '\\n'"),
        ("body = '{}'\nbody = body.strip()\n", "data=body"),
        ("body = '{}'\nbody += '\\n'\n", "data=body"),
        ("body = sign(\"{}\")\n", "data=body"),
        ("", "data=body"),
    ] {
        let text = format!(
            "import requests\n{before}{headers}requests.post('{URL}', headers=headers, {arguments})"
        );
        let read = request(text.as_bytes());
        assert_eq!(read.body, None, "{text}");
        assert_eq!(read.missing(), Some(Missing::RequestBody), "{text}");
        assert_eq!(read.not_read[0].why, UnreadReason::Code, "{text}");
    }
    for url in ["BASE + '/v3/x'", "f'{BASE}/v3/x'", "url"] {
        let text = format!("import requests\n{headers}requests.get({url}, headers=headers)");
        assert_eq!(
            request(text.as_bytes()).missing(),
            Some(Missing::MethodAndUrl),
            "{text}"
        );
    }
}
