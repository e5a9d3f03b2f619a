//! Responses that are of no use: what is said of them, and of the request that they answer.

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, text};
use crate::orders::ORDER;
use crate::prompt::unless_held_up;
use crate::responses::{PREPAID, good, home, http, platform_key, signed};

/// Only reads.
const QUERY: &str = "query --out-trade-no order-1";

/// A good response whose signature is one of WeChat Pay's probes.
fn probe(home: &Home) -> Vec<u8> {
    const NAME: &str = "wechatpay-signature: ";
    let good = String::from_utf8(good(home)).unwrap();
    let at = good.to_ascii_lowercase().find(NAME).unwrap() + NAME.len();
    format!("{}WECHATPAY/SIGNTEST/{}", &good[..at], &good[at + 19..]).into_bytes()
}

#[test]
fn a_response_that_has_begun_is_not_called_none() {
    let home = home();
    let good = good(&home);
    let begun = good[..good.len() - PREPAID.len() + 3].to_vec();
    for (command, advice) in [
        (ORDER, "the order may exist"),
        ("api POST /v3/x -d {}", "the request may have arrived"),
        (QUERY, "a query changes nothing"),
    ] {
        unless_held_up(|| {
            let server = Faulty::new(vec![Fault::Begun(begun.clone())]);
            let line = format!("--json --timeout 2s --retries 0 --base-url {}", server.url);
            let error = home.run(&format!("{line} {command}")).failed(7);
            let message = text(&error, "message");
            assert!(message.contains("no complete response from"), "{message}");
            assert!(text(&error, "hint").contains(advice), "{error}");
            // On a machine that held it up, the head came too late.
            message.contains("had begun, but was not complete within 2000 ms")
        });
    }
}

#[test]
fn a_download_that_stops_half_way_is_said_to_have_begun() {
    let home = home();
    unless_held_up(|| {
        let file = b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf".to_vec();
        let download = Faulty::new(vec![Fault::Begun(file)]);
        let promise = format!(
            r#"{{"hash_type":"SHA1","hash_value":"{}","download_url":"{}/v3/billdownload/file?token=x"}}"#,
            "a".repeat(40),
            download.url
        );
        let promise = signed(&platform_key(&home), 0, promise.as_bytes());
        let server = Faulty::new(vec![Fault::Answer(promise)]);
        let line = format!("--json --timeout 2s --retries 0 --base-url {}", server.url);
        let error = home.run(&format!("{line} bill trade yesterday")).failed(7);
        let hint = text(&error, "hint");
        assert!(hint.contains("nothing was kept"), "{error}");
        let message = text(&error, "message");
        message.contains("had begun, then nothing more arrived for 2000 ms")
    });
}

#[test]
fn a_probe_is_no_reason_to_order_twice() {
    let home = home();
    let server = Faulty::new(vec![Fault::Answer(probe(&home))]);
    let hint = |command: &str| {
        let line = format!("--json --retries 0 --base-url {} {command}", server.url);
        let error = home.run(&line).failed(4);
        assert!(text(&error, "message").contains("probes"), "{error}");
        text(&error, "hint").to_owned()
    };
    let again = "run the same command again";
    assert!(hint(QUERY).contains(again));
    for (command, advice) in [
        (ORDER, "makes no second order"),
        ("close order-1", "closing twice is safe"),
        ("api POST /v3/x -d {}", "query before repeating it"),
    ] {
        let hint = hint(command);
        assert!(!hint.contains(again), "{command}: {hint}");
        assert!(hint.contains(advice), "{command}: {hint}");
    }
}

#[test]
fn an_unusable_response_does_not_hide_that_a_call_may_have_arrived() {
    let home = home();
    let key = platform_key(&home);
    for (answer, code) in [
        (http(200, &[], PREPAID), 4),
        (signed(&key, 900, PREPAID), 4),
        (http(302, &[("Location", "http://127.0.0.1:1/")], b""), 7),
    ] {
        let server = Faulty::new(vec![Fault::Answer(answer)]);
        let line = format!("--json --retries 0 --base-url {}", server.url);
        let changing = home.run(&format!("{line} api POST /v3/x -d {{}}"));
        let hint = text(&changing.failed(code), "hint").to_owned();
        assert!(hint.contains("the request may have arrived"), "{hint}");
        let reading = home.run(&format!("{line} api GET /v3/x")).failed(code);
        assert!(!text(&reading, "hint").contains("arrived"), "{reading}");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_what_says_nothing_is_not_quoted() {
    let home = home();
    let key = platform_key(&home);
    let message = |answer: Vec<u8>, code| {
        let server = Faulty::new(vec![Fault::Answer(answer)]);
        let line = format!("--json --retries 0 --base-url {} {QUERY}", server.url);
        text(&home.run(&line).failed(code), "message").to_owned()
    };
    let empty = message(signed(&key, 0, b""), 6);
    assert!(empty.contains("response: it is empty"), "{empty}");
    let bom = message(signed(&key, 0, b"\xEF\xBB\xBF{}"), 6);
    assert!(bom.contains("response: it is not JSON"), "{bom}");
    let list = message(signed(&key, 0, b"[]"), 6);
    assert!(list.contains("response: it is not an object"), "{list}");
    let blank = message(http(400, &[], br#"{"code":"","message":" "}"#), 5);
    assert!(
        blank.contains("without a WeChat Pay error code;"),
        "{blank}"
    );
}

#[test]
fn a_batch_says_how_long_it_is_paused() {
    let home = home();
    let limited = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
    let limited = Fault::Answer(http(429, &[("Retry-After", "6")], limited));
    let server = Faulty::new(vec![limited, Fault::Answer(good(&home))]);
    home.write(
        "orders.jsonl",
        r#"{"openid":"o1","total":1,"description":"tea"}"#,
    );
    let line = format!(
        "--lang en --retries 0 --base-url {} create-order",
        server.url
    );
    let done = home.run(&format!("{line} --batch orders.jsonl -o results.jsonl"));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let says = "the batch goes on in 6 s";
    assert_eq!(done.stderr.matches(says).count(), 1, "{}", done.stderr);
}
