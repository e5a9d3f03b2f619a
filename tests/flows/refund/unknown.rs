//! Refunds whose outcome is unknown: recorded, resumed with their number, never doubled.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, Server, read, send, text};
use crate::refunds::{RECORDS, create, number, paid, refunds, sandbox, unfinished};
use crate::responses::{http, platform_key, server, signed};
use crate::wire::Captured;

/// Makes the unfinished refunds this many seconds older.
fn age(home: &Home, seconds: i64) {
    for entry in std::fs::read_dir(home.path(RECORDS)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "json") {
            let mut attempt = read(&std::fs::read_to_string(&path).unwrap());
            let began = attempt["began_at"].as_i64().unwrap();
            attempt["began_at"] = (began - seconds).into();
            std::fs::write(&path, attempt.to_string()).unwrap();
        }
    }
}

/// Accepts requests and never responds.
fn silence() -> Faulty {
    Faulty::new(vec![Fault::Silent])
}

/// A response without a signature.
fn answer(status: u16, code: &str) -> Vec<u8> {
    let body = json!({"code": code, "message": "x"}).to_string();
    http(status, &[], body.as_bytes())
}

const REFUND: &str = "--out-trade-no order-1 --refund 4 --total 10";

fn home() -> (Home, Server) {
    let home = Home::new();
    let server = sandbox(&home);
    paid(&home, "order-1", 10, "");
    (home, server)
}

/// Asks the real sandbox, and expects that the refund of `sent` is the only one.
fn resumed(home: &Home, sent: &Captured) {
    let done = create(home, "--out-trade-no order-1 --refund 4 --reason other").json();
    assert_eq!(done["out_refund_no"], number(sent).as_str());
    let listed = refunds(home, "order-1");
    assert_eq!(listed.len(), 1);
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(listed[0]["body"], body);
    assert_eq!(unfinished(home), 0);
}

#[test]
fn a_refund_that_was_killed_on_its_way_is_resumed_with_its_number() {
    let (home, _sandbox) = home();
    let server = silence();
    let mut child = home
        .command(&format!(
            "--base-url {} --quiet refund create {REFUND}",
            server.url
        ))
        .spawn()
        .unwrap();
    let sent = server.next();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(unfinished(&home), 1);
    resumed(&home, &sent);
}

#[test]
fn ending_a_refund_half_way_tells_its_number_and_it_is_resumed() {
    let (home, _sandbox) = home();
    let server = silence();
    let child = home
        .command(&format!(
            "--json --base-url {} refund create {REFUND}",
            server.url
        ))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let sent = server.next();
    send("-INT", child.id());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
    let ask = format!(
        "the refund may have been accepted: run `wechatpay --base-url {} refund query --out-refund-no {}`",
        server.url,
        number(&sent)
    );
    assert!(text(&error, "hint").starts_with(&ask), "{error}");
    assert!(text(&error, "message").contains(&number(&sent)), "{error}");
    assert_eq!(unfinished(&home), 1);
    resumed(&home, &sent);
}

#[test]
fn several_at_once_send_one_refund() {
    let (home, _sandbox) = home();
    let server = silence();
    let refund = format!("--base-url {} --quiet refund create {REFUND}", server.url);
    let children: Vec<_> = (0..3)
        .map(|_| home.command(&refund).spawn().unwrap())
        .collect();
    let captured: Vec<Captured> = (0..3).map(|_| server.next()).collect();
    for mut child in children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(
        captured
            .iter()
            .all(|request| request.body == captured[0].body)
    );
    assert_eq!(unfinished(&home), 1);
    resumed(&home, &captured[0]);
}

#[test]
fn every_unknown_outcome_is_remembered_and_resumed() {
    let not_there = answer(404, "RESOURCE_NOT_EXISTS");
    let cases: [(Vec<Vec<u8>>, i32, &str); 5] = [
        (vec![answer(500, "SYSTEM_ERROR")], 6, "POST POST POST"),
        (vec![answer(502, "<html>")], 6, "POST POST POST"),
        (
            vec![answer(429, "FREQUENCY_LIMITED"), not_there],
            6,
            "POST GET",
        ),
        (
            vec![b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}".to_vec()],
            4,
            "POST",
        ),
        (
            vec![b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{".to_vec()],
            7,
            "POST POST POST",
        ),
    ];
    for (answers, code, methods) in cases {
        let (home, _sandbox) = home();
        let (url, requests) = server(answers);
        let error = create(&home, &format!("--base-url {url} {REFUND}")).failed(code);
        let count = methods.split(' ').count();
        let captured: Vec<Captured> = requests.iter().take(count).collect();
        assert_eq!(requests.try_iter().count(), 0, "{methods}");
        let sent = number(&captured[0]);
        assert!(
            error["message"].as_str().unwrap().contains(&sent),
            "{error}"
        );
        let sent_methods: Vec<_> = captured
            .iter()
            .map(|request| {
                String::from_utf8_lossy(&request.raw)
                    .split(' ')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(sent_methods.join(" "), methods);
        let posted = captured.iter().filter(|request| !request.body.is_empty());
        assert!(
            posted
                .clone()
                .all(|request| request.body == captured[0].body)
        );
        let mut signatures: Vec<_> = posted
            .map(|request| request.header("Authorization"))
            .collect();
        signatures.dedup();
        assert_eq!(signatures.len(), methods.matches("POST").count());
        assert_eq!(unfinished(&home), 1);
        resumed(&home, &captured[0]);
    }
}

#[test]
fn a_timeout_is_remembered_and_its_query_settles_it() {
    let (home, _sandbox) = home();
    let server = silence();
    let error = create(
        &home,
        &format!(
            "--base-url {} --timeout 2s --retries 1 {REFUND}",
            server.url
        ),
    );
    let hint = error.failed(7)["hint"].take();
    let captured = [server.next(), server.next()];
    assert_eq!(number(&captured[0]), number(&captured[1]));
    let sent = number(&captured[0]);
    assert!(
        hint.as_str()
            .unwrap()
            .contains(&format!("refund query --out-refund-no {sent}`"))
    );
    // It was not accepted, which a query does not prove for good.
    home.run(&format!("--json refund query --out-refund-no {sent}"))
        .failed(9);
    assert_eq!(unfinished(&home), 1);
    // Accepted by another hand, it is known.
    home.write("sent.json", &captured[0].body);
    let elsewhere = ("XDG_DATA_HOME", home.path("other"));
    let other = "--config merchant.toml --json refund create --body sent.json";
    home.run_with(other, (elsewhere.0, &elsewhere.1)).json();
    home.run(&format!("refund query --out-refund-no {sent}"))
        .ok();
    assert_eq!(unfinished(&home), 0);
}

/// A home whose refund of 4 fen is unfinished, and its number.
fn left_open() -> (Home, Server, Captured) {
    let (home, sandbox) = home();
    let (url, requests) = server(vec![answer(500, "SYSTEM_ERROR")]);
    create(&home, &format!("--base-url {url} --retries 0 {REFUND}")).failed(6);
    let sent = requests.recv().unwrap();
    (home, sandbox, sent)
}

#[test]
fn another_number_beside_an_unfinished_refund_is_refused_unless_it_is_meant() {
    let (home, _sandbox, sent) = left_open();
    let known = home.run("--json query --out-trade-no order-1").json();
    let id = known["transaction_id"].as_str().unwrap();
    home.write(
        "body.json",
        r#"{"out_trade_no":"order-1","out_refund_no":"other-1","amount":{"refund":4,"total":10,"currency":"CNY"}}"#,
    );
    for refund in [
        "--out-trade-no order-1 --refund 4 --out-refund-no other-1".to_owned(),
        "--out-trade-no order-1 --refund 5".to_owned(),
        format!("--transaction-id {id} --refund 4 --total 10 --out-refund-no other-1"),
        "--body body.json".to_owned(),
    ] {
        let error = create(&home, &refund).failed(2);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(&number(&sent)), "{message}");
        assert!(
            error["hint"].as_str().unwrap().contains("refund query"),
            "{error}"
        );
    }
    assert_eq!(refunds(&home, "order-1").len(), 0);
    let meant = "--out-trade-no order-1 --refund 4 --out-refund-no other-1 --new-refund";
    assert_eq!(create(&home, meant).json()["out_refund_no"], "other-1");
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 0));
}

#[test]
fn an_unfinished_refund_is_resumed_by_the_other_number_and_by_its_own() {
    let (home, _sandbox, sent) = left_open();
    let own = number(&sent);
    let wrong = format!("--out-trade-no order-1 --refund 5 --out-refund-no {own}");
    create(&home, &wrong).failed(2);
    let known = home.run("--json query --out-trade-no order-1").json();
    let id = known["transaction_id"].as_str().unwrap();
    let created = create(
        &home,
        &format!("--transaction-id {id} --refund 4 --total 10"),
    )
    .json();
    assert_eq!(created["out_refund_no"], own.as_str());
    let again = format!("--out-trade-no order-1 --refund 4 --out-refund-no {own}");
    create(&home, &again).json();
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 0));
}

#[test]
fn what_was_refused_for_good_is_forgotten_and_what_lacked_money_is_not() {
    let cases = [
        (answer(400, "PARAM_ERROR"), 5, 0),
        (answer(401, "SIGN_ERROR"), 5, 0),
        (answer(404, "RESOURCE_NOT_EXISTS"), 9, 0),
        (answer(403, "NOT_ENOUGH"), 5, 1),
        (
            b"HTTP/1.1 403 X\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>".to_vec(),
            6,
            1,
        ),
    ];
    let (home, _sandbox) = home();
    for (place, (refusal, code, left)) in cases.into_iter().enumerate() {
        let (url, _requests) = server(vec![refusal]);
        let refund = format!("--base-url {url} --out-trade-no order-{place} --refund 1 --total 1");
        let before = unfinished(&home);
        create(&home, &refund).failed(code);
        assert_eq!(unfinished(&home) - before, left, "{place}");
    }
    // A signature that fails later says nothing about the first sending.
    let before = unfinished(&home);
    let (url, _requests) = server(vec![answer(500, "SYSTEM_ERROR"), answer(401, "SIGN_ERROR")]);
    create(&home, &format!("--base-url {url} {REFUND}")).failed(5);
    assert_eq!(unfinished(&home) - before, 1);
}

#[test]
fn a_refusal_does_not_settle_what_was_sent_before() {
    let (home, _sandbox, sent) = left_open();
    let refusals = [
        answer(400, "INVALID_REQUEST"),
        answer(403, "RULE_LIMIT"),
        answer(404, "RESOURCE_NOT_EXISTS"),
    ];
    for refusal in refusals {
        let (url, requests) = server(vec![refusal, answer(500, "SYSTEM_ERROR")]);
        let once_more = format!("--base-url {url} --retries 0 {REFUND}");
        assert_ne!(create(&home, &once_more).code, Some(0));
        let captured: Vec<Captured> = requests.try_iter().collect();
        assert_eq!(number(&captured[0]), number(&sent));
        assert!(captured[1].raw.starts_with(b"GET "), "it was looked up");
        assert_eq!(unfinished(&home), 1);
    }
    resumed(&home, &sent);
}

#[test]
fn a_refusal_settles_what_wechat_pay_does_not_know_after_a_minute() {
    let (home, _sandbox, _sent) = left_open();
    let refused = || {
        let unknown = answer(404, "RESOURCE_NOT_EXISTS");
        let (url, _requests) = server(vec![answer(400, "INVALID_REQUEST"), unknown]);
        create(&home, &format!("--base-url {url} --retries 0 {REFUND}")).failed(5)
    };
    // What was just sent may not be found yet.
    assert!(text(&refused(), "hint").contains("wait a minute"));
    assert_eq!(unfinished(&home), 1);
    age(&home, 61);
    refused();
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (0, 0));
}

#[test]
fn a_refund_that_could_not_be_reported_is_remembered() {
    let (home, _sandbox) = home();
    let full = std::fs::File::create("/dev/full").unwrap();
    let mut refund = home.command(&format!("--json refund create {REFUND}"));
    let output = refund.stdout(full).output().unwrap();
    assert!(!output.status.success());
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 1));
    let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
    assert!(text(&error, "message").contains("was accepted"), "{error}");
    let shown = create(&home, REFUND).json();
    let listed = refunds(&home, "order-1");
    assert_eq!((listed.len(), unfinished(&home)), (1, 0));
    assert_eq!(listed[0]["body"]["out_refund_no"], shown["out_refund_no"]);
}

#[test]
fn a_field_that_can_never_come_is_refused_before_anything_is_sent() {
    let (home, _sandbox) = home();
    let wanted = |path: &str| format!("--json --get {path} refund create {REFUND}");
    home.run(&wanted("refund_idd")).failed(2);
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (0, 0));
    // The refund is still processing, which the command cannot know before.
    home.run(&wanted("success_time")).failed(8);
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 1));
    let amount = home
        .run(&wanted("amount.refund").replace("--json ", ""))
        .ok();
    assert_eq!(amount, "4\n");
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 0));
}

#[test]
fn an_answer_about_another_refund_is_none() {
    let (home, _sandbox) = home();
    let other = signed(
        &platform_key(&home),
        0,
        br#"{"out_refund_no":"another","status":"SUCCESS"}"#,
    );
    let (url, requests) = server(vec![other]);
    create(&home, &format!("--base-url {url} {REFUND}")).failed(6);
    assert_eq!(unfinished(&home), 1);
    resumed(&home, &requests.recv().unwrap());
}

#[test]
fn what_is_only_shown_is_not_remembered_and_what_cannot_be_remembered_is_not_sent() {
    let (home, _sandbox) = home();
    let (url, requests) = server(vec![answer(500, "SYSTEM_ERROR")]);
    let shown = create(&home, &format!("--base-url {url} --dry-run {REFUND}")).json();
    assert_eq!(shown["method"], "POST");
    let body = shown["body"].as_str().unwrap();
    assert!(
        body.contains(r#""amount":{"refund":4,"total":10,"currency":"CNY"}"#),
        "{body}"
    );
    let curl = home.run(&format!("--base-url {url} --curl refund create {REFUND}"));
    assert!(curl.ok().contains("/v3/refund/domestic/refunds"));
    create(&home, "--dry-run --out-trade-no order-1 --refund 4").failed(2);
    assert_eq!(unfinished(&home), 0);
    home.write("file", "");
    let refund = format!("--json --base-url {url} refund create {REFUND}");
    let blocked = home.run_with(&refund, ("XDG_DATA_HOME", &home.path("file")));
    blocked.failed(3);
    assert_eq!(requests.try_iter().count(), 0);
}

#[test]
fn a_body_is_sent_byte_for_byte_and_must_name_its_refund() {
    let (home, _sandbox) = home();
    let (url, requests) = server(vec![answer(400, "PARAM_ERROR")]);
    let body = "{ \"out_trade_no\":\"order-1\" ,\"out_refund_no\":\"r-1\",\"amount\":{\"refund\":1,\"total\":10,\"currency\":\"CNY\"}}\n";
    home.write("body.json", body);
    create(&home, &format!("--base-url {url} --body body.json")).failed(5);
    assert_eq!(requests.recv().unwrap().body, body.as_bytes());
    for nameless in [
        "{}",
        "x",
        r#"{"out_trade_no":"order-1","amount":{"refund":1,"total":10}}"#,
    ] {
        home.write("body.json", nameless);
        create(&home, &format!("--base-url {url} --body body.json")).failed(3);
    }
    assert_eq!(requests.try_iter().count(), 0);
}
