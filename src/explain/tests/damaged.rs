//! Damaged captures: bodies that were encoded on the way, and headers of another grammar.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::reports::{NONCE, Sample, TIMESTAMP};
use super::*;

const URL: &str = "/v3/certificates";

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

fn headers(signature: &str) -> String {
    format!(
        "Wechatpay-Serial: {SERIAL}\r\nWechatpay-Timestamp: {TIMESTAMP}\r\nWechatpay-Nonce: {NONCE}\r\nWechatpay-Signature: {signature}\r\n"
    )
}

/// Returns the causes of a notification, and whether it was verified.
fn checked(shop: &Shop, capture: &[u8]) -> (Vec<Cause>, bool) {
    let read = capture::notification(capture);
    let options = NotificationOptions {
        now: SIGNED_AT,
        max_age: None,
        decrypt: false,
    };
    let checked = shop.checker().notification(&read, &shop.keyring, &options);
    let checked = checked.unwrap();
    (causes(&checked.explanation), checked.is_verified)
}

#[test]
fn a_compressed_body_is_unpacked_and_the_signature_says_what_it_covers() {
    let shop = Shop::new();
    let Sample {
        body, signature, ..
    } = Sample::new(&shop);
    let head = format!(
        "POST /notify HTTP/1.1\r\nContent-Encoding: gzip\r\n{}\r\n",
        headers(&signature)
    );
    let sent = |body: &[u8]| [head.as_bytes(), &gzip(body)].concat();
    let lambda = format!(
        "{{\"headers\":{{\"wechatpay-serial\":\"{SERIAL}\",\"wechatpay-timestamp\":\"{TIMESTAMP}\",\"wechatpay-nonce\":\"{NONCE}\",\"wechatpay-signature\":\"{signature}\"}},\"body\":\"{}\",\"isBase64Encoded\":true}}",
        STANDARD.encode(gzip(body.as_bytes()))
    );
    for capture in [sent(body.as_bytes()), lambda.into_bytes()] {
        let found = checked(&shop, &capture);
        assert_eq!(found, (vec![Cause::BodyCompressed], false));
    }
    let found = checked(&shop, &sent(format!("{body}\n").as_bytes()));
    let both = vec![Cause::BodyCompressed, Cause::BodyNewline];
    assert_eq!(found, (both, false));
    // A line end of an editor behind the compressed bytes.
    for end in ["\n", "\r\n"] {
        let bytes = [&sent(body.as_bytes()), end.as_bytes()].concat();
        let both = vec![Cause::BodyCompressed, Cause::BodyNewline];
        assert_eq!(checked(&shop, &bytes), (both, false));
    }
    // Signed as it was compressed.
    let packed = gzip(body.as_bytes());
    let message = [format!("{TIMESTAMP}\n{NONCE}\n").as_bytes(), &packed, b"\n"].concat();
    let head = headers(&shop.own.sign_bytes(&message).to_string());
    let whole = format!(
        "POST /notify HTTP/1.1\r\n{head}Content-Length: {}\r\n\r\n",
        packed.len()
    );
    let found = checked(&shop, &[whole.as_bytes(), &packed].concat());
    assert_eq!(found, (vec![Cause::BodyCompressed], true));
}

#[test]
fn a_request_with_a_compressed_body_is_marked_as_such() {
    let shop = Shop::new();
    let body = gzip(br#"{"appid":"wx1"}"#);
    let message = [
        format!("POST\n{URL}\n{TIMESTAMP}\n{NONCE}\n").as_bytes(),
        &body,
        b"\n",
    ]
    .concat();
    let signature = shop.own.sign_bytes(&message);
    let authorization = format!(
        "WECHATPAY2-SHA256-RSA2048 mchid=\"{MCHID}\",nonce_str=\"{NONCE}\",signature=\"{signature}\",timestamp=\"{TIMESTAMP}\",serial_no=\"{SERIAL}\""
    );
    let request = Request {
        method: "POST",
        url: URL,
        body: &body,
        authorization: &authorization,
    };
    let checked = shop.checker().request(&request, Some(SIGNED_AT)).unwrap();
    assert_eq!(causes(&checked.explanation), []);
    assert!(checked.is_compressed);
}

#[test]
fn a_body_that_nothing_says_to_be_in_base64_is_not_verified_as_if_decoded() {
    let shop = Shop::new();
    let Sample {
        body, signature, ..
    } = Sample::new(&shop);
    let base64 = STANDARD.encode(&body);
    let head = headers(&signature);
    let map = format!(
        "{{\"wechatpay-serial\":\"{SERIAL}\",\"wechatpay-timestamp\":\"{TIMESTAMP}\",\"wechatpay-nonce\":\"{NONCE}\",\"wechatpay-signature\":\"{signature}\"}}"
    );
    for capture in [
        format!("POST /notify HTTP/1.1\r\n{head}\r\n{base64}"),
        format!("POST /notify HTTP/1.1\r\n{head}\r\n{base64}\n"),
        format!("{{\"headers\":{map},\"body\":\"{base64}\"}}"),
        format!("{{\"headers\":{map},\"body\":\"{base64}\",\"isBase64Encoded\":false}}"),
    ] {
        let found = checked(&shop, capture.as_bytes());
        assert_eq!(found, (vec![Cause::BodyBase64], false), "{capture}");
    }
    let raw = capture::raw_body(base64.into_bytes());
    assert_eq!(raw.len(), 1);
    let said = format!(
        "{{\"headers\":{map},\"body\":\"{}\",\"isBase64Encoded\":true}}",
        STANDARD.encode(&body)
    );
    assert_eq!(checked(&shop, said.as_bytes()), (vec![], true));
}

#[test]
fn what_is_around_a_body_in_base64_belongs_to_it() {
    let shop = Shop::new();
    let Sample {
        body, signature, ..
    } = Sample::new(&shop);
    for (body, expected) in [
        (body.clone(), vec![]),
        (format!("{body} "), vec![Cause::BodyWhitespace]),
        (format!("\u{feff}{body}"), vec![Cause::BodyBom]),
        (format!("{body}\n"), vec![Cause::BodyNewline]),
    ] {
        let event = format!(
            "{{\"headers\":{{\"wechatpay-serial\":\"{SERIAL}\",\"wechatpay-timestamp\":\"{TIMESTAMP}\",\"wechatpay-nonce\":\"{NONCE}\",\"wechatpay-signature\":\"{signature}\"}},\"body\":\"{}\",\"isBase64Encoded\":true}}",
            STANDARD.encode(&body)
        );
        let is_right = expected.is_empty();
        assert_eq!(checked(&shop, event.as_bytes()), (expected, is_right));
    }
}

#[test]
fn a_header_of_any_grammar_is_read_whole_and_only_its_grammar_blamed() {
    let shop = Shop::new();
    let right = shop.authorization("GET", URL, "", SERIAL);
    let (scheme, fields) = right.split_once(' ').unwrap();
    let pairs = fields.split(',').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        format!("\"{name}\": {value}")
    });
    let json = pairs.collect::<Vec<_>>().join(", ");
    for header in [
        format!("{scheme} {}", fields.replace(',', "&")),
        format!("{scheme} {}", fields.replace(',', " ")),
        format!("{scheme} {}", fields.replace(',', ";")),
        format!("{scheme} {{{json}}}"),
        format!("{scheme}{fields}"),
        format!("Bearer {fields}"),
        format!("{} {fields}", scheme.to_lowercase()),
        format!("WECHATPAY-SHA256-RSA2048 {fields}"),
        format!("{scheme}: {fields}"),
        format!("{scheme} {}", fields.replace("mchid=", "mch_id=")),
        fields.to_owned(),
    ] {
        let curl = format!(
            "curl 'https://api.mch.weixin.qq.com{URL}' -H 'Authorization: {header}' -H 'Accept: application/json'"
        );
        let http = format!(
            "GET {URL} HTTP/1.1\r\nHost: api.mch.weixin.qq.com\r\nAuthorization: {header}\r\nAccept: application/json\r\n\r\n"
        );
        let json = serde_json::json!({"method": "GET", "url": URL, "headers": {"Authorization": header, "Accept": "*/*"}});
        let expected: &[Cause] = &[Cause::AuthorizationMalformed];
        shop.prove(vec![(curl, expected), (http, expected)]);
        if !header.contains('{') {
            shop.prove(vec![(json.to_string(), expected)]);
        }
    }
}

#[test]
fn a_line_break_in_a_header_does_not_hide_the_request_line() {
    let shop = Shop::new();
    let right = shop.authorization("GET", URL, "", SERIAL);
    let at = right.find("signature=").unwrap() + "signature=\"".len();
    for width in [64, 76] {
        let signature: Vec<char> = right[at..at + 344].chars().collect();
        let lines: Vec<String> = signature
            .chunks(width)
            .map(|line| line.iter().collect())
            .collect();
        let wrapped = format!("{}{}{}", &right[..at], lines.join("\n"), &right[at + 344..]);
        let http = format!(
            "GET {URL} HTTP/1.1\nHost: api.mch.weixin.qq.com\nAuthorization: {wrapped}\nAccept: */*\n\n"
        );
        let expected: &[Cause] = &[Cause::SignatureEncoding];
        shop.prove(vec![(http, expected)]);
    }
}
