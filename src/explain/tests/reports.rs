//! Situations of public reports, recreated: what people pasted, and the causes that must be proved.

use super::*;
use crate::capture::{Pasted, route};
use crate::diagnose::Proof;
use crate::diagnose::reply::Reply;

/// A notification that is right, and its values.
pub(super) struct Sample {
    pub(super) body: String,
    /// The same with its keys sorted, as parsers that use maps leave it.
    pub(super) sorted: String,
    pub(super) signature: String,
}

pub(super) const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
pub(super) const TIMESTAMP: &str = "1554208460";
pub(super) const SORTED: &[Cause] = &[Cause::BodyKeyOrder];

impl Sample {
    pub(super) fn new(shop: &Shop) -> Self {
        let cipher = "a+b/cD01".repeat(20);
        let body = format!(
            r#"{{"id":"EV-1","create_time":"2026-01-01T10:00:00+08:00","resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功","resource":{{"original_type":"transaction","algorithm":"AEAD_AES_256_GCM","ciphertext":"{cipher}==","associated_data":"transaction","nonce":"fdasflkja484"}}}}"#
        );
        let sorted = format!(
            r#"{{"create_time":"2026-01-01T10:00:00+08:00","event_type":"TRANSACTION.SUCCESS","id":"EV-1","resource":{{"algorithm":"AEAD_AES_256_GCM","associated_data":"transaction","ciphertext":"{cipher}==","nonce":"fdasflkja484","original_type":"transaction"}},"resource_type":"encrypt-resource","summary":"支付成功"}}"#
        );
        let message = format!("{TIMESTAMP}\n{NONCE}\n{body}\n");
        let signature = shop.own.sign_bytes(message.as_bytes()).to_string();
        Self {
            body,
            sorted,
            signature,
        }
    }
}

impl Shop {
    /// Explains a text; returns what is proved, and what is supposed.
    pub(super) fn explained(&self, text: &str) -> [Vec<Cause>; 2] {
        let checker = self.checker();
        let diagnosis = match route(text.as_bytes()) {
            Pasted::Notification(read) => {
                assert_eq!(missing(&read), None, "{text}\n{read:?}");
                let options = NotificationOptions {
                    now: SIGNED_AT,
                    max_age: None,
                    decrypt: false,
                };
                let checked = checker.notification(&read, &self.keyring, &options);
                checked.unwrap().explanation.diagnosis
            }
            Pasted::Request(read) => {
                assert_eq!(read.missing(), None, "{text}\n{read:?}");
                let request = Request {
                    method: read.method.as_deref().unwrap(),
                    url: read.url.as_deref().unwrap(),
                    body: read.body.as_deref().unwrap_or_default(),
                    authorization: read.authorization.as_deref().unwrap(),
                };
                let checked = checker.request(&request, Some(SIGNED_AT));
                checked.unwrap().explanation.diagnosis
            }
            Pasted::Reply(read, sent) => {
                let reply = Reply::read(&read.value.unwrap());
                checker.reply(&reply, &sent.into()).unwrap().diagnosis
            }
            other => panic!("{text}\n{other:?}"),
        };
        let of = |proof: Proof| {
            let findings = diagnosis.findings.iter();
            let fitting = findings.filter(|finding| finding.proof == proof);
            fitting.map(|finding| finding.cause).collect()
        };
        [of(Proof::Verified), of(Proof::Inferred)]
    }

    /// Explains each text, of which exactly these causes must be proved.
    pub(super) fn prove(&self, cases: Vec<(String, &[Cause])>) {
        for (text, expected) in cases {
            let [proved, supposed] = self.explained(&text);
            assert_eq!((&*proved, &*supposed), (expected, &[][..]), "{text}");
        }
    }

    pub(super) fn authorization(
        &self,
        method: &str,
        url: &str,
        body: &str,
        serial: &str,
    ) -> String {
        let message = format!("{method}\n{url}\n{TIMESTAMP}\n{NONCE}\n{body}\n");
        let signature = self.own.sign_bytes(message.as_bytes());
        format!(
            r#"WECHATPAY2-SHA256-RSA2048 mchid="{MCHID}",nonce_str="{NONCE}",signature="{signature}",timestamp="{TIMESTAMP}",serial_no="{serial}""#
        )
    }
}

#[test]
fn what_sdks_and_people_write_of_a_notification_is_read_and_its_cause_proved() {
    let shop = Shop::new();
    let Sample {
        body,
        sorted,
        signature,
    } = Sample::new(&shop);
    let java = serde_json::to_string(&body).unwrap();
    let cases: Vec<(String, &[Cause])> = vec![
        // wechatpay-java and its predecessor, when verification fails.
        (
            format!(
                "ValidationException: Processing WechatPay notification,signature verification failed,signType[WECHATPAY2-SHA256-RSA2048]\tserial[{SERIAL}]\tmessage[{TIMESTAMP}\n{NONCE}\n{sorted}\n]\tsign[{signature}]\n\tat com.wechat.pay.java.core.notification.NotificationParser.validateRequest(NotificationParser.java:91)"
            ),
            SORTED,
        ),
        (
            format!(
                "验签失败：serial=[{SERIAL}] message=[{TIMESTAMP}\n{NONCE}\n{sorted}\n] sign=[{signature}]"
            ),
            SORTED,
        ),
        // The signature was passed as timestamp.
        (
            format!(
                "signature verification failed,serial[{SERIAL}]\tmessage[{signature}\n{NONCE}\n{body}\n]\tsign[{TIMESTAMP}]"
            ),
            &[Cause::ValuesSwapped],
        ),
        // Each of the three in another's place.
        (
            format!(
                "signature verification failed,serial[{SERIAL}]\tmessage[{NONCE}\n{signature}\n{body}\n]\tsign[{TIMESTAMP}]"
            ),
            &[Cause::ValuesSwapped],
        ),
        (
            format!(
                "signature verification failed,serial[{SERIAL}]\tmessage[{NONCE}\n{TIMESTAMP}\n{body}\n]\tsign[{signature}]"
            ),
            &[Cause::ValuesSwapped],
        ),
        // The string that was verified, and the signature in a block of its own.
        (
            format!(
                "报文：\n```\n{TIMESTAMP}\n{NONCE}\n{sorted}\n```\n签名：\n```\n{signature}\n```\n序列号 {SERIAL}\n"
            ),
            SORTED,
        ),
        (
            format!(
                "验签字符串为：\n{TIMESTAMP}\n{NONCE}\n{sorted}\n\nsignature: {signature}\nserial: {SERIAL}\n"
            ),
            SORTED,
        ),
        (
            format!(
                "verify failed. timestamp: {TIMESTAMP}, nonce: {NONCE}, body: {sorted}, signature: {signature}, serialNumber: {SERIAL}"
            ),
            SORTED,
        ),
        (
            format!(
                "String body = {java};\nString serial = \"{SERIAL}\";\nString nonce = \"{NONCE}\";\nString timestamp = \"{TIMESTAMP}\";\nString signature = \"{signature}\";"
            ),
            &[],
        ),
        // gopay's request after parsing.
        (
            format!(
                "notifyReq:&{{Id:EV-1 SignInfo:&{{HeaderTimestamp:{TIMESTAMP} HeaderNonce:{NONCE} HeaderSignature:{signature} HeaderSerial:{SERIAL} SignBody:{sorted}}}}}"
            ),
            SORTED,
        ),
    ];
    shop.prove(cases);
}

#[test]
fn what_frameworks_and_proxies_print_is_read_and_its_cause_proved() {
    let shop = Shop::new();
    let Sample {
        body,
        sorted,
        signature,
    } = Sample::new(&shop);
    let node = sorted
        .replace("\"create_time\"", "create_time")
        .replace("\"resource\"", "resource")
        .replace('"', "'")
        .replace(',', ",\n  ");
    let map = sorted
        .replace("\":\"", "=")
        .replace("\":{\"", "={")
        .replace("\",\"", ", ")
        .replace("\"},\"", "}, ")
        .replace("{\"", "{")
        .replace("\"}", "}");
    let headers = format!(
        "wechatpay-nonce: {NONCE}\nwechatpay-serial: {SERIAL}\nwechatpay-signature: {signature}\nwechatpay-timestamp: {TIMESTAMP}\n"
    );
    let cases: Vec<(String, &[Cause])> = vec![
        // What a framework parsed, printed.
        (
            format!("headers {{\n{headers}}}\nbody {node}\n"),
            &[Cause::BodyReserialized],
        ),
        (
            format!("{headers}\n{map}\n"),
            &[Cause::BodyReserialized, Cause::BodyKeyOrder],
        ),
        // A session of Fiddler: request and response.
        (
            format!(
                "POST /notify HTTP/1.1\r\n{}\r\n{body}\r\n\r\nHTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n<html></html>",
                headers.replace('\n', "\r\n")
            ),
            &[],
        ),
        // A response, whose signature is right.
        (
            format!(
                "Validate response failed.\tresponseHeader[Keep-Alive=timeout=8,Wechatpay-Timestamp={TIMESTAMP},Wechatpay-Serial={SERIAL},Wechatpay-Nonce={NONCE},Wechatpay-Signature={},Content-Length=52]\tresponseBody[{{\"prepay_id\":\"wx15\"}}]\"",
                shop.own.sign_bytes(
                    format!("{TIMESTAMP}\n{NONCE}\n{{\"prepay_id\":\"wx15\"}}\n").as_bytes()
                )
            ),
            &[],
        ),
    ];
    shop.prove(cases);
}

#[test]
fn what_a_program_refused_and_verifies_here_is_said_to_verify() {
    let shop = Shop::new();
    let Sample {
        body,
        sorted,
        signature,
    } = Sample::new(&shop);
    let refused = |body: &str| {
        format!(
            "ValidationException: Processing WechatPay notification,signature verification failed,signType[WECHATPAY2-SHA256-RSA2048]\tserial[{SERIAL}]\tmessage[{TIMESTAMP}\n{NONCE}\n{body}\n]\tsign[{signature}]"
        )
    };
    let Pasted::Notification(read) = route(refused(&body).as_bytes()) else {
        panic!("not taken for a notification");
    };
    let options = NotificationOptions {
        now: SIGNED_AT,
        max_age: None,
        decrypt: false,
    };
    let checked = shop.checker().notification(&read, &shop.keyring, &options);
    let checked = checked.unwrap();
    assert!(checked.is_verified && checked.notification.is_some());
    assert_eq!(checked.explanation.diagnosis.findings, []);
    let message = checked.remark.unwrap().message.to_string();
    assert!(
        message.contains(&format!("verify with key {SERIAL}")),
        "{message}"
    );
    // Without such a text nothing is wrong, and another body has its own cause.
    let plain = refused(&body).replace("signature verification failed,", "");
    assert_eq!(shop.explained(&plain), [vec![], vec![]]);
    assert_eq!(shop.explained(&refused(&sorted)), [SORTED.to_vec(), vec![]]);
}

#[test]
fn a_header_that_a_log_leaves_out_is_not_proved_missing() {
    let shop = Shop::new();
    let Sample {
        body, signature, ..
    } = Sample::new(&shop);
    let logged = format!(
        "SignatureHeader(nonce={NONCE}, signature={signature}, serial={SERIAL}) body={body}"
    );
    assert_eq!(
        shop.explained(&logged),
        [vec![], vec![Cause::MissingHeader]]
    );
    let received = format!(
        "POST /notify HTTP/1.1\r\nWechatpay-Nonce: {NONCE}\r\nWechatpay-Signature: {signature}\r\nWechatpay-Serial: {SERIAL}\r\n\r\n{body}"
    );
    assert_eq!(
        shop.explained(&received),
        [vec![Cause::MissingHeader], vec![]]
    );
}

/// Returns WeChat Pay's answer to a request whose signature is wrong, with what it signed.
fn sign_error(url: &str, message: &str, length: usize) -> String {
    format!(
        r#"{{"code":"SIGN_ERROR","detail":{{"detail":{{"issue":"sign not match"}},"field":"signature","location":"authorization","sign_information":{{"method":"POST","sign_message_length":{length},"truncated_sign_message":"{message}","url":"{url}"}}}},"message":"错误的签名，验签失败"}}"#
    )
}

#[test]
fn requests_are_read_from_commands_and_logs_and_their_replies_count_too() {
    const URL: &str = "/v3/pay/transactions/jsapi";
    let shop = Shop::new();
    let sent = r#"{"appid":"wx1","amount":{"total":1}}"#;
    let pretty = "{\n  \"appid\": \"wx1\",\n  \"amount\": {\n    \"total\": 1\n  }\n}";
    let right = shop.authorization("POST", URL, sent, SERIAL);
    let wrong = shop.authorization("POST", URL, pretty, SERIAL);
    let whole = format!("POST\\n{URL}\\n{TIMESTAMP}\\n{NONCE}\\n");
    let length = "POST".len() + URL.len() + TIMESTAMP.len() + NONCE.len() + 5 + sent.len();
    let reply = sign_error(URL, &format!("{whole}{{\\\"appid\\\"\\n"), length);
    let host = "https://api.mch.weixin.qq.com";
    let curl = format!("curl -X POST {host}{URL} -H 'Authorization: {wrong}' -d '{sent}'");
    let verbose = |header: &str| {
        format!(
            "> POST {URL} HTTP/1.1\n> Host: api.mch.weixin.qq.com\n> Authorization: {header}\n> \n< HTTP/1.1 401 Unauthorized\n< Content-Type: application/json\n< \n{reply}"
        )
    };
    let java = |header: &str| {
        let request = serde_json::json!({
            "http_method": "POST", "url": format!("{host}{URL}"), "uri": format!("{host}{URL}"),
            "headers": {"headers": {"Authorization": header, "Accept": "application/json"}},
            "body": {"body": sent},
        });
        format!(
            "ServiceException: Wrong HttpStatusCode[401]\nhttpResponseBody[{reply}]\tHttpRequest[{request}]"
        )
    };
    let whitespace: [Vec<Cause>; 2] = [vec![Cause::BodyWhitespace], vec![]];
    let nothing = [vec![], vec![]];
    for (text, expected) in [
        (
            format!("http POST {host}{URL} 'Authorization:{right}' --raw '{sent}'"),
            &nothing,
        ),
        (
            format!("echo -n '{sent}' | http POST {host}{URL} 'Authorization:{wrong}'"),
            &whitespace,
        ),
        (
            format!("xh POST {host}{URL} 'Authorization:{right}' appid=wx1 amount[total]:=1"),
            &nothing,
        ),
        (
            format!("http POST {host}{URL} 'Authorization:{right}' appid=wx1 amount[total]:=1"),
            &whitespace,
        ),
        // A request with its reply, in either order: both count.
        (format!("{curl}\n\n{reply}"), &whitespace),
        (format!("{reply}\n我的请求：\n{curl}"), &whitespace),
        (java(&wrong), &whitespace),
        (
            serde_json::json!({"code": 500, "msg": java(&wrong)}).to_string(),
            &whitespace,
        ),
        (
            format!(
                "url='{host}{URL}' headers={{'Authorization': '{wrong}'}} method='POST' data='{sent}'"
            ),
            &whitespace,
        ),
        (
            curl.replace(
                &wrong,
                &shop.authorization("POST", URL, "[object Object]", SERIAL),
            ),
            &[vec![Cause::BodyReserialized], vec![]],
        ),
        (
            format!(
                "curl -X POST '{host}{URL}?a=1&amp;b=2' -H 'Authorization: {}' -d '{sent}'",
                shop.authorization("POST", &format!("{URL}?a=1&b=2"), sent, SERIAL)
            ),
            &[vec![Cause::PathEncoding], vec![]],
        ),
        // Without the body the key is known all the same.
        (verbose(&wrong), &[vec![], vec![Cause::UnknownMessage]]),
        (
            verbose(&shop.authorization("POST", URL, "", SERIAL)),
            &[vec![Cause::BodyNotSigned], vec![]],
        ),
        (
            verbose(&shop.authorization("POST", URL, pretty, &SERIAL.replace('5', "6"))),
            &[vec![Cause::SerialMismatch], vec![]],
        ),
        // The output of openssl has a line end.
        (
            curl.replace(SERIAL, &format!("{SERIAL}\n"))
                .replace(&wrong[..60], &right[..60]),
            &[
                vec![
                    Cause::BodyWhitespace,
                    Cause::AuthorizationMalformed,
                    Cause::MalformedSerial,
                ],
                vec![],
            ],
        ),
    ] {
        assert_eq!(&shop.explained(&text), expected, "{text}");
    }
}

#[test]
fn a_refusal_whose_nonce_was_hidden_proves_no_body() {
    let shop = Shop::new();
    let reply = r#"error http response:[StatusCode: 401 Code: "SIGN_ERROR"
Detail:
{"detail":{"issue":"sign not match"},"field":"signature","sign_information":{"method":"GET","sign_message_length":66,"truncated_sign_message":"GET\n/v3/certificates\n1721639012\n***\n\n","url":"/v3/certificates"}}
]"#;
    assert_eq!(shop.explained(reply), [vec![], vec![Cause::UnknownMessage]]);
}

#[test]
fn a_body_that_was_not_pasted_is_not_proved_to_be_empty() {
    let shop = Shop::new();
    let Sample { signature, .. } = Sample::new(&shop);
    let headers = format!(
        "Wechatpay-Timestamp: {TIMESTAMP}\nWechatpay-Nonce: {NONCE}\nWechatpay-Signature: {signature}\nWechatpay-Serial: {SERIAL}\n"
    );
    for (first, length) in [
        ("", ""),
        ("POST /notify HTTP/1.1\n", "Content-Length: 800\n"),
    ] {
        let read = capture::notification(format!("{first}{headers}{length}\n").as_bytes());
        assert_eq!(missing(&read), Some(capture::Missing::NotificationBody));
    }
    let first = "POST /notify HTTP/1.1\n";
    assert_eq!(
        shop.explained(&format!("{first}{headers}\n")),
        [vec![], vec![Cause::EmptyBody]]
    );
    assert_eq!(
        shop.explained(&format!("{first}{headers}Content-Length: 0\n\n")),
        [vec![Cause::EmptyBody], vec![]]
    );
}
