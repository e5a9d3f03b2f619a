//! What a text is read as, whatever surrounds it; whole commands are tested from outside.

use std::time::{Duration, Instant};

use super::{Decoding, UnreadReason, headers, notification, pay_params, reply, route};
use crate::protocol::signed::{NONCE, SERIAL, SIGNATURE, TIMESTAMP};

mod authorization_header;
mod printed;
mod recordings;
mod requests;

const BODY: &str = r#"{"id":"1","event_type":"TRANSACTION.SUCCESS","resource":{"ciphertext":"a+b\/c=","nonce":"n"}}"#;
const SERIAL_NO: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

fn signature() -> String {
    "Ab+/0".repeat(68) + "Zz=="
}

fn pairs() -> [(&'static str, String); 4] {
    [
        (TIMESTAMP, "1554208460".to_owned()),
        (NONCE, "593BEC0C930BF1AFEB40B4A08C8FB242".to_owned()),
        (SIGNATURE, signature()),
        (SERIAL, SERIAL_NO.to_owned()),
    ]
}

fn joined(one: impl Fn(&str, &str) -> String, between: &str) -> String {
    let parts: Vec<String> = pairs()
        .iter()
        .map(|(name, value)| one(name, value))
        .collect();
    parts.join(between)
}

fn cgi(name: &str) -> String {
    format!("HTTP_{}", name.to_ascii_uppercase().replace('-', "_"))
}

#[test]
fn headers_are_read_as_programs_print_them() {
    let lines = |one: fn(&str, &str) -> String| joined(one, "\n");
    let listed = |one: fn(&str, &str) -> String| joined(one, ", ");
    for text in [
        lines(|name, value| format!("{name}: {value}")),
        lines(|name, value| format!("> {name}: {value}")),
        lines(|name, value| format!("{}={value}", cgi(name))),
        lines(|name, value| format!("{name} => {value}")),
        lines(|name, value| format!("{name}=[{value}]")),
        lines(|name, value| format!("{name}：{value}")),
        lines(|name, value| format!("\u{1b}[36m{name}\u{1b}[0m: \u{1b}[32m{value}\u{1b}[0m")),
        lines(|name, value| {
            format!("2026-01-02 10:11:12.123 INFO [main] Notify: {name} = {value}")
        }),
        lines(|name, value| format!("{name}\t{value}")),
        lines(|name, value| format!("{name}:\n{value}")),
        format!(
            "Array\n(\n{}\n)\n",
            lines(|name, value| format!("    [{}] => {value}", cgi(name)))
        ),
        format!(
            "Array\n(\n{}\n)\n",
            lines(|name, value| format!(
                "    [{name}] => Array\n        (\n            [0] => {value}\n        )\n"
            ))
        ),
        format!(
            "array(4) {{\n{}\n}}\n",
            lines(|name, value| format!("  [\"{name}\"]=>\n  string({}) \"{value}\"", value.len()))
        ),
        format!(
            "{{{}}}",
            listed(|name, value| format!("\"{name}\": \"{value}\""))
        ),
        format!(
            "{{{}}}",
            listed(|name, value| format!("\"{name}\": [\"{value}\"]"))
        ),
        format!("{{{}}}", listed(|name, value| format!("{name}={value}"))),
        format!(
            "{{host=[x.com], {}, date=[Mon, 02 Jan 2006]}}",
            listed(|name, value| format!("{name}=[{value}]"))
        ),
        format!(
            "{{{}}}",
            listed(|name, value| format!("'{name}': '{value}'"))
        ),
        format!(
            "[{}]",
            listed(|name, value| format!("(b'{name}', b'{value}')"))
        ),
        format!(
            "[{}]",
            listed(|name, value| format!("{{\"name\": \"{name}\", \"value\": \"{value}\"}}"))
        ),
        format!(
            "map[Accept:[*/*] {}]",
            joined(|name, value| format!("{name}:[{value}]"), " ")
        ),
        format!(
            "http.Header{{{}}}",
            listed(|name, value| format!("\"{name}\":[]string{{\"{value}\"}}"))
        ),
        format!(
            "{{{}}}",
            listed(|name, value| format!("\\\"{name}\\\": \\\"{value}\\\""))
        ),
        format!(
            "RequestParam(serialNumber={SERIAL_NO}, nonce={}, signature={}, timestamp=1554208460)",
            pairs()[1].1,
            signature()
        ),
        format!(
            "{{\"timeStamp\":\"1554208460\",\"nonce\":\"{}\",\"signature\":\"{}\",\"serial\":\"{SERIAL_NO}\"}}",
            pairs()[1].1,
            signature()
        ),
    ] {
        let read = headers(text.as_bytes());
        for (name, value) in pairs() {
            assert_eq!(
                read.header(name),
                Some(value.as_str()),
                "{name} of:\n{text}\n{read:?}"
            );
        }
    }
}

#[test]
fn texts_are_read_in_utf_16_and_beside_gbk() {
    let text = joined(|name, value| format!("{name}: {value}"), "\n");
    let little: Vec<u8> = "\u{feff}"
        .chars()
        .chain(text.chars())
        .flat_map(|c| u16::try_from(u32::from(c)).unwrap().to_le_bytes())
        .collect();
    let big: Vec<u8> = text
        .chars()
        .flat_map(|c| u16::try_from(u32::from(c)).unwrap().to_be_bytes())
        .collect();
    let mut gbk = b"\xc7\xeb\xc7\xf3\xcd\xb7\n".to_vec();
    gbk.extend_from_slice(text.as_bytes());
    for bytes in [little, big, gbk] {
        let read = headers(&bytes);
        assert_eq!(read.header(SERIAL), Some(SERIAL_NO));
        assert_eq!(read.header(SIGNATURE), Some(signature().as_str()));
    }
}

#[test]
fn a_signature_that_a_terminal_broke_is_joined_and_one_that_was_cut_is_not() {
    let text = joined(|name, value| format!("{name}: {value}"), "\n");
    let at = text.find("Ab+/0").unwrap();
    let broken = format!(
        "{}\n{}\n{}",
        &text[..at + 80],
        &text[at + 80..at + 160],
        &text[at + 160..]
    );
    let read = headers(broken.as_bytes());
    assert_eq!(read.header(SIGNATURE), Some(signature().as_str()));
    let header = read
        .headers
        .iter()
        .find(|header| header.name == SIGNATURE)
        .unwrap();
    assert_eq!(header.reading.undone, [Decoding::LineWrap]);
    let cut = text.replace(&signature(), &signature()[..300]);
    assert_eq!(
        headers(cut.as_bytes()).header(SIGNATURE).map(str::len),
        Some(300)
    );
}

#[test]
fn nothing_is_missing_while_a_part_was_not_read() {
    let known = "Host: x.com\nContent-Type: application/json\n";
    assert!(!headers(known.as_bytes()).may_hide_headers());
    assert_eq!(headers(known.as_bytes()).headers.len(), 2);
    for text in [
        "Host: x.com\nsome words that are no header\n".to_owned(),
        "Host: x.com\nWechatpay-Signature\n".to_owned(),
        format!("{{\"Wechatpay-Serial\": \"{SERIAL_NO}\", \"Wechatpay-Nonce\": \"abc"),
    ] {
        let read = headers(text.as_bytes());
        assert!(read.may_hide_headers(), "{text}\n{read:?}");
    }
}

#[test]
fn a_header_that_was_printed_as_null_is_absent() {
    for none in ["null", "undefined", "None", "", "[]", "\"\""] {
        let text = joined(|name, _| format!("{name}: {none}"), "\n");
        let read = headers(text.as_bytes());
        assert_eq!(read.absent().count(), 4, "{none}: {read:?}");
        assert_eq!(read.header(SERIAL), None);
    }
}

#[test]
fn a_body_is_read_byte_for_byte_out_of_its_container() {
    use base64::Engine;
    let base64 = base64::engine::general_purpose::STANDARD.encode(BODY);
    let string = serde_json::to_string(BODY).unwrap();
    let map = format!(
        "{{{}}}",
        joined(|name, value| format!("\"{name}\":\"{value}\""), ",")
    );
    let bytes: Vec<String> = BODY.bytes().map(|byte| byte.to_string()).collect();
    let lines = joined(|name, value| format!("{name}: {value}"), "\r\n");
    let chunks = format!(
        "{:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        20,
        &BODY[..20],
        BODY.len() - 20,
        &BODY[20..]
    );
    let logged = format!("{{\"headers\":{map},\"body\":{string}}}");
    for text in [
        format!("POST /n HTTP/1.1\r\n{lines}\r\n\r\n{BODY}"),
        format!("POST /n HTTP/1.1\r\n{lines}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"),
        format!(
            "POST /n HTTP/1.1\r\n{lines}\r\nContent-Length: {}\r\n\r\n{BODY}\n",
            BODY.len()
        ),
        format!("{{\"headers\":{map},\"body\":{string},\"isBase64Encoded\":false}}"),
        format!("{{\"headers\":{map},\"body\":\"{base64}\",\"isBase64Encoded\":true}}"),
        format!(
            "{{\"headers\":{map},\"body\":{{\"type\":\"Buffer\",\"data\":[{}]}}}}",
            bytes.join(",")
        ),
        format!("{{\"request\":{{\"headers\":{map},\"postData\":{{\"text\":{string}}}}}}}"),
        format!(
            "curl -X POST http://x/n \\\n{} \\\n  --data-raw '{BODY}'",
            joined(|name, value| format!("  -H '{name}: {value}'"), " \\\n")
        ),
        format!("INFO headers={map} body={BODY}\n"),
        serde_json::json!({"msg": format!("headers={map} body={BODY}")}).to_string(),
        format!("{lines}\n10:11:12 INFO body={BODY}"),
        format!("level=info msg={}", serde_json::json!(logged)),
        format!(
            "10:11:12 INFO {}",
            logged.replace('\\', "\\\\").replace('"', "\\\"")
        ),
    ] {
        let read = notification(text.as_bytes());
        assert_eq!(read.header(SIGNATURE), Some(signature().as_str()), "{text}");
        let first = read
            .bodies
            .first()
            .map(|body| String::from_utf8_lossy(&body.bytes).into_owned());
        assert_eq!(first.as_deref(), Some(BODY), "{text}\n{read:?}");
    }
}

#[test]
fn another_reading_of_a_body_comes_after_the_exact_one_and_is_named() {
    let lines = joined(|name, value| format!("{name}: {value}"), "\n");
    let read = notification(format!("POST / HTTP/1.1\n{lines}\n\n{BODY}\n").as_bytes());
    let bodies: Vec<(usize, &[Decoding])> = read
        .bodies
        .iter()
        .map(|body| (body.bytes.len(), body.reading.undone.as_slice()))
        .collect();
    assert_eq!(bodies[0], (BODY.len() + 1, [].as_slice()));
    assert_eq!(bodies[1], (BODY.len(), [Decoding::FinalNewline].as_slice()));
}

#[test]
fn pay_params_are_found_inside_what_surrounds_them() {
    let sign = signature();
    let fields = [
        ("timeStamp", "1554208460"),
        ("nonceStr", "abc"),
        ("package", "prepay_id=wx1"),
        ("signType", "RSA"),
        ("paySign", &sign),
    ];
    let listed = |one: &dyn Fn(&str, &str) -> String, between: &str| -> String {
        fields
            .iter()
            .map(|(name, value)| one(name, value))
            .collect::<Vec<_>>()
            .join(between)
    };
    let json = format!(
        "{{{}}}",
        listed(&|name, value| format!("\"{name}\":\"{value}\""), ",")
    );
    let string = serde_json::to_string(&json).unwrap();
    for text in [
        json.clone(),
        format!("{{\"code\":0,\"data\":{json}}}"),
        format!("{{\"code\":0,\"data\":{string}}}"),
        format!("[{json}]"),
        json.replace('"', "\\\""),
        json.replace('"', "&quot;"),
        format!(
            "wx.requestPayment({{\n{},\n success(res) {{ if (a < 1) {{ f('}}') }} }},\n fail: (e) => {{ }} }})",
            listed(&|name, value| format!("  {name}: '{value}'"), ", // x\n")
        ),
        format!(
            "{{{}}}",
            listed(&|name, value| format!("{name}={value}"), ", ")
        ),
        format!(
            "Pay(appId=wx1, {})",
            listed(&|name, value| format!("{name}={value}"), ", ")
        ),
        format!(
            "map[{}]",
            listed(&|name, value| format!("{name}:{value}"), " ")
        ),
        format!(
            "Array\n(\n{}\n)\n",
            listed(&|name, value| format!("    [{name}] => {value}"), "\n")
        ),
        format!(
            "array (\n{}\n)",
            listed(&|name, value| format!("  '{name}' => '{value}',"), "\n")
        ),
        listed(&|name, value| format!("{name}={value}"), "&"),
        listed(&|name, value| format!("{name}: {value}"), "\n"),
        format!(
            "{{{}}}",
            listed(&|name, value| format!("“{name}”：“{value}”"), "，")
        ),
    ] {
        let read = pay_params(text.as_bytes());
        let object = read.object.as_ref().unwrap_or_else(|| panic!("{text}"));
        for (name, value) in fields {
            assert_eq!(object[name], value, "{name} of {text}");
        }
        assert!(!read.may_hide_fields(), "{text}");
    }
}

#[test]
fn code_in_the_place_of_a_value_hides_it() {
    for text in [
        "wx.requestPayment({timeStamp: res.data.timeStamp, package: res.data.package, paySign: res.data.paySign})",
        "wx.requestPayment({timeStamp, nonceStr, package: pkg, signType: 'RSA', paySign})",
        "wx.requestPayment({timeStamp: '1', nonceStr: 'a', package: 'prepay_id=' + id, signType: 'RSA', paySign: 'x'})",
    ] {
        let read = pay_params(text.as_bytes());
        assert!(read.may_hide_fields(), "{text}");
        assert_eq!(read.not_read[0].why, UnreadReason::Code);
    }
}

#[test]
fn a_reply_is_found_inside_an_exception_and_a_page_is_named() {
    let json = r#"{"code":"SIGN_ERROR","message":"错误的签名","detail":{"field":"signature"}}"#;
    for text in [
        json.to_owned(),
        format!(
            "ServiceException: Wrong HttpStatusCode[401]\nhttpResponseBody[{json}]\tHttpRequest[{{\"http_method\":\"GET\"}}]"
        ),
        format!("{{\"code\":500,\"data\":{json}}}"),
        serde_json::json!({"msg": format!("failed: {json}")}).to_string(),
        json.replace('"', "&quot;"),
        "error http response:[StatusCode: 401 Code: \"SIGN_ERROR\" Message: 错误的签名]".to_owned(),
        "Array\n(\n    [code] => SIGN_ERROR\n    [message] => 错误的签名\n)\n".to_owned(),
    ] {
        let read = reply(text.as_bytes());
        let value = read.value.unwrap_or_else(|| panic!("{text}"));
        assert_eq!(value["code"], "SIGN_ERROR", "{text}");
        assert_eq!(value["message"], "错误的签名", "{text}");
    }
    let page = reply(b"<html><h1>502 Bad Gateway</h1></html>");
    assert_eq!((page.value, page.kind), (None, super::ReplyKind::Html));
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let size = 100_000;
    let object = format!("{{\"ciphertext\":\"{}", "{\"a\":".repeat(size / 5));
    for text in [
        "[".repeat(size),
        "{\"a\":".repeat(size / 5),
        "[]".repeat(size / 2),
        "{[(".repeat(size / 3),
        "\"'`".repeat(size / 3),
        "{\"".repeat(size / 2),
        "\\\"".repeat(size / 2),
        "Wechatpay-Signature ".repeat(size / 20),
        "Wechatpay-Signature: [".repeat(size / 22),
        "a=b&".repeat(size / 4),
        "&quot;{".repeat(size / 7),
        "curl ' ".repeat(size / 7),
        "curl -H 'a: b' ".repeat(size / 15),
        (0..size / 10).map(|n| format!("X-{n}: v\n")).collect(),
        "WECHATPAY2-SHA256-RSA2048 mchid=".repeat(size / 32),
        "Authorization: mchid ".repeat(size / 21),
        "{a:'".repeat(size / 4),
        "\n\n".repeat(size / 2),
        "code=".repeat(size / 5),
        "{\"paySign\":\"x\",\"package\":".repeat(size / 25),
        object,
    ] {
        let started = Instant::now();
        let _ = notification(text.as_bytes());
        let _ = pay_params(text.as_bytes());
        let _ = route(text.as_bytes());
        let elapsed = started.elapsed();
        // Without optimisation and on a busy machine; what is not linear takes minutes.
        assert!(
            elapsed < Duration::from_secs(60),
            "{elapsed:?}: {}",
            &text[..40]
        );
    }
}

#[test]
fn a_printed_type_of_a_program_is_distinguished_from_an_object_of_the_client() {
    let sign = signature();
    let fields =
        format!("nonceStr: 'a', package: 'prepay_id=wx1', signType: 'RSA', paySign: '{sign}'");
    let upper = format!("TimeStamp:1554208460 NonceStr:a Package:prepay_id=wx1 PaySign:{sign}");
    for (text, is_type) in [
        (format!("{{timeStamp: '1554208460', {fields}}}"), false),
        (
            format!("wx.requestPayment({{timeStamp: '1554208460', {fields}}})"),
            false,
        ),
        (
            format!(
                "{{\"TimeStamp\":\"1554208460\",\"Package\":\"prepay_id=wx1\",\"PaySign\":\"{sign}\"}}"
            ),
            false,
        ),
        (format!("{{{upper}}}"), true),
        (format!("&{{{upper}}}"), true),
        (
            format!("PayVO(timeStamp=1554208460, packageVal=prepay_id=wx1, paySign={sign})"),
            true,
        ),
        (
            format!(
                "class PrepayResponse {{\n    timeStamp: 1554208460\n    packageVal: prepay_id=wx1\n    paySign: {sign}\n}}"
            ),
            true,
        ),
    ] {
        let read = pay_params(text.as_bytes());
        assert!(read.object.is_some(), "{text}");
        assert_eq!(read.is_type, is_type, "{text}");
    }
    let chosen =
        pay_params(format!("wx.chooseWXPay({{timestamp: 1554208460, {fields}}})").as_bytes());
    assert_eq!(chosen.call.as_deref(), Some("chooseWXPay"));
}

#[test]
fn a_line_break_that_is_part_of_the_signature_is_kept() {
    let sign = signature();
    let object = |sign: &str| {
        format!("{{\"package\":\"prepay_id=wx1\",\"nonceStr\":\"a\",\"paySign\":\"{sign}\"}}")
    };
    let of = |text: String| pay_params(text.as_bytes()).object.unwrap()["paySign"].clone();
    let broken = |between: &str| format!("{}{between}{}", &sign[..76], &sign[76..]);
    assert_eq!(of(object(&broken("\\n"))), broken("\n"));
    assert_eq!(of(object(&broken("\n"))), *sign);
}

#[test]
fn of_many_headers_those_that_sign_are_kept() {
    let others: String = (0..20_000).map(|n| format!("X-{n}: v\n")).collect();
    let curl: String = (0..20_000).map(|n| format!("-H 'X-{n}: v' ")).collect();
    let signing: String = pairs()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .concat();
    let options: String = pairs()
        .map(|(name, value)| format!("-H '{name}: {value}' "))
        .concat();
    for text in [
        format!("{others}{signing}"),
        format!("curl http://x {curl}{options} -d 'x'"),
    ] {
        let read = headers(text.as_bytes());
        assert!(read.headers.len() <= 300, "{}", read.headers.len());
        for (name, value) in pairs() {
            assert_eq!(read.header(name), Some(&*value));
        }
    }
}

#[test]
fn a_curl_command_over_several_lines_that_lacks_a_header_is_understood() {
    let command = |skip: &str| {
        let lines = pairs()
            .into_iter()
            .filter(|(name, _)| *name != skip)
            .map(|(name, value)| format!("  -H '{name}: {value}' \\\n"));
        let lines: String = lines.collect();
        format!("$ curl 'http://x/n' \\\n  -H 'Accept: */*' \\\n{lines}  --data-raw '{BODY}'\n")
    };
    let read = notification(command(SIGNATURE).as_bytes());
    assert_eq!((read.missing(), read.not_read.as_slice()), (None, &[][..]));
    assert_eq!(read.headers.len(), 4);
    // What stands around it may hide the header.
    for more in ["Wechatpay-Signature ???\n", "-H @headers.txt"] {
        let text = if more.starts_with('-') {
            command(SIGNATURE).replace("--data-raw", &format!("{more} --data-raw"))
        } else {
            command(SIGNATURE) + more
        };
        let read = notification(text.as_bytes());
        assert!(read.missing().is_some(), "{text}");
    }
}

#[test]
fn a_line_end_that_is_stated_is_not_taken_for_an_editors() {
    let head = joined(|name, value| format!("{name}: {value}\n"), "");
    let map = joined(|name, value| format!("\"{name}\":\"{value}\""), ",");
    let body = format!("{BODY}\n");
    let quoted = serde_json::to_string(&body).unwrap();
    for (text, is_stated) in [
        (format!("{head}\n{body}"), false),
        (
            format!("Content-Length: {}\n{head}\n{body}", body.len()),
            true,
        ),
        (
            format!("Content-Length: {}\n{head}\n{body}", BODY.len()),
            false,
        ),
        (format!("{{\"headers\":{{{map}}},\"body\":{quoted}}}"), true),
        (
            format!(
                "curl -X POST http://x/n {} --data-raw '{body}'",
                joined(|name, value| format!("-H '{name}: {value}'"), " ")
            ),
            true,
        ),
    ] {
        let read = notification(text.as_bytes());
        assert!(
            read.bodies.iter().any(|read| read.bytes == body.as_bytes()),
            "{text}"
        );
        let without = read.bodies.iter().any(|read| read.bytes == BODY.as_bytes());
        assert_eq!(without, !is_stated, "{text}");
    }
}

#[test]
fn commands_and_logs_of_other_tools_are_read() {
    let wire = |text: String| format!("12:00:00 DEBUG wire http-incoming-0 << \"{text}\"\n");
    for text in [
        format!(
            "curl \"https://x/n\" ^\r\n{}  --data-raw \"{}\"",
            joined(|name, value| format!("  -H \"{name}: {value}\" ^\r\n"), ""),
            BODY.replace('"', "\"\"")
        ),
        format!(
            "wget --quiet \\\n  --method POST \\\n{}  --body-data '{BODY}' \\\n  --output-document \\\n  - https://x/n",
            joined(
                |name, value| format!("  --header '{name}: {value}' \\\n"),
                ""
            )
        ),
        format!(
            "wget {} --post-data='{BODY}' https://x/n",
            joined(|name, value| format!("--header='{name}: {value}'"), " ")
        ),
        format!(
            "{}{}{}{}",
            wire("POST /n HTTP/1.1[\\r][\\n]".to_owned()),
            joined(|name, value| wire(format!("{name}: {value}[\\r][\\n]")), ""),
            wire("[\\r][\\n]".to_owned()),
            wire(BODY.to_owned())
        ),
    ] {
        let read = notification(text.as_bytes());
        for (name, value) in pairs() {
            assert_eq!(read.header(name), Some(&*value), "{name} in {text}");
        }
        assert_eq!(read.bodies[0].bytes, BODY.as_bytes(), "{text}");
    }
}

#[test]
fn a_signature_with_spaces_for_plus_signs_is_read_whole() {
    let spaced = format!("{}{} {}", "A".repeat(300), "B".repeat(40), "C==");
    let text = format!("Wechatpay-Signature: {spaced}\r\nWechatpay-Nonce: 12345678\r\n\r\n{BODY}");
    let read = notification(text.as_bytes());
    assert_eq!(read.header(SIGNATURE), Some(&*spaced));
}

#[test]
fn full_width_punctuation_of_a_chat_is_undone() {
    let text = "｛＂timeStamp＂：＂1700000000＂，＂nonceStr＂：＂n1234567＂，＂package＂：＂prepay_id=wx1＂，＂signType＂：＂RSA＂，＂paySign＂：＂Ab+/0==＂｝";
    let read = pay_params(text.as_bytes());
    let object = read.object.unwrap();
    assert_eq!(object["timeStamp"], "1700000000");
    assert_eq!(object["paySign"], "Ab+/0==");
    assert_eq!(read.reading.undone, [Decoding::TypographicQuotes]);
}
