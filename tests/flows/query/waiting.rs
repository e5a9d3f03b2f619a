//! Waiting for an order, whatever the network does in between.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::PATIENCE;
use crate::faulty::{Fault, Faulty};
use crate::home::{Done, Home, Server, read, send, text};
use crate::orders::{ORDER, out_trade_no};
use crate::prompt::in_time;
use crate::responses::{good, home, http, platform_key, signed};

/// What a query is answered with.
fn state(home: &Home, state: &str) -> Vec<u8> {
    let body = format!(r#"{{"out_trade_no":"order-1","trade_state":"{state}"}}"#);
    signed(&platform_key(home), 0, body.as_bytes())
}

const QUERY: &str = "query --out-trade-no order-1 --interval 20ms";

/// Waits for an order until the time is over, again if the machine held up the first response for
/// as long, and returns the error about the state that was seen.
fn seen_in_time(wait: impl Fn() -> Done) -> Value {
    let mut error = Value::Null;
    in_time(PATIENCE, || {
        let done = wait();
        if done.code == Some(7) {
            return Duration::MAX;
        }
        error = done.failed(8);
        Duration::ZERO
    });
    error
}

#[test]
fn waiting_survives_what_passes() {
    let home = home();
    let waited = |server: &Faulty, timeout: &str| {
        let done = home.run(&format!(
            "--get trade_state --base-url {} --timeout {timeout} --retries 0 {QUERY} --wait=120s",
            server.url
        ));
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (Some(0), "REFUND\n"),
            "{}",
            done.stderr
        );
        done.stderr
    };
    let absent = http(404, &[], br#"{"code":"ORDER_NOT_EXIST","message":"x"}"#);
    let server = Faulty::new(vec![
        Fault::Answer(absent),
        Fault::Reset,
        Fault::Answer(http(502, &[], b"<html>")),
        Fault::Answer(state(&home, "NOTPAY")),
        Fault::Closed,
        Fault::Answer(state(&home, "REFUND")),
    ]);
    let stderr = waited(&server, "60s");
    assert!(stderr.contains("NOTPAY; querying again"), "{stderr}");
    assert_eq!(server.requests().len(), 5);
    // A response that is late for one query is in time for another.
    let server = Faulty::new(vec![Fault::Silent, Fault::Answer(state(&home, "REFUND"))]);
    waited(&server, "4s");
    assert!(server.requests().len() >= 2);
}

#[test]
fn waiting_ends_with_the_last_state_that_was_seen() {
    let home = home();
    let line = |server: &Faulty| format!("--json --base-url {} --retries 0 {QUERY}", server.url);
    let error = seen_in_time(|| {
        let server = Faulty::new(vec![Fault::Answer(state(&home, "NOTPAY")), Fault::Closed]);
        home.run(&format!("{} --wait=4s", line(&server)))
    });
    assert_eq!(error["code"], "NOTPAY");
    assert!(text(&error, "message").contains("the last query failed"));
    // Where none was seen, the reason is what there is to say.
    let server = Faulty::new(vec![Fault::Closed]);
    home.run(&format!("{} --wait=1s", line(&server))).failed(7);
}

#[test]
fn waiting_ends_at_once_where_it_must() {
    let home = home();
    let forged = http(200, &[], br#"{"trade_state":"SUCCESS"}"#);
    let refused = http(403, &[], br#"{"code":"NO_AUTH","message":"x"}"#);
    for (answer, rest, code) in [
        (state(&home, "CLOSED"), "--expect SUCCESS", 8),
        (state(&home, "NOTPAY"), "--fail-on NOTPAY", 8),
        (forged, "", 4),
        (refused, "", 5),
    ] {
        let server = Faulty::new(vec![Fault::Answer(answer)]);
        let line = format!(
            "--json --base-url {} {QUERY} --wait=3600s {rest}",
            server.url
        );
        let began = Instant::now();
        home.run(&line).failed(code);
        assert!(began.elapsed() < PATIENCE);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn many_calls_share_a_connection() {
    let home = home();
    let kept = |name: &str| {
        let text = String::from_utf8(state(&home, name)).unwrap();
        Fault::Kept(text.replace("Connection: close\r\n", "").into_bytes())
    };
    let server = Faulty::new(vec![
        kept("NOTPAY"),
        kept("NOTPAY"),
        kept("NOTPAY"),
        kept("SUCCESS"),
    ]);
    home.run(&format!("--base-url {} {QUERY} --wait=120s", server.url))
        .ok();
    assert_eq!(server.requests().len(), 4);
    assert_eq!(server.connections(), 1);
}

#[test]
fn an_order_is_waited_for_and_the_payer_gets_it_first() {
    let home = home();
    let server = || {
        Faulty::new(vec![
            Fault::Answer(good(&home)),
            Fault::Answer(state(&home, "NOTPAY")),
            Fault::Answer(state(&home, "SUCCESS")),
        ])
    };
    let rest = format!("{ORDER} --out-trade-no order-1 --wait=120s --interval 20ms");
    let made = home
        .run(&format!("--json --base-url {} {rest}", server().url))
        .json();
    assert_eq!(made["trade_state"], "SUCCESS");
    assert_eq!(made["order"]["trade_state"], "SUCCESS");
    assert_eq!(made["prepay_id"], "wx1");
    let stderr = home
        .run(&format!("--base-url {} {rest}", server().url))
        .ok();
    let (first, last) = (stderr.find("wx1").unwrap(), stderr.find("SUCCESS").unwrap());
    assert!(first < last, "{stderr}");
    let error = seen_in_time(|| {
        let unpaid = Faulty::new(vec![
            Fault::Answer(good(&home)),
            Fault::Answer(state(&home, "NOTPAY")),
        ]);
        let order = format!("{ORDER} --out-trade-no order-1");
        home.run(&format!(
            "--json --base-url {} {order} --wait=3s",
            unpaid.url
        ))
    });
    assert_eq!(error["code"], "NOTPAY");
    assert!(text(&error, "hint").contains("the order exists"));
}

#[test]
fn an_order_that_waits_in_the_sandbox_is_paid_from_elsewhere() {
    let home = Home::new();
    let _sandbox: Server = home.start("sandbox --listen 127.0.0.1:0 --json");
    let mut child = home
        .command(&format!(
            "--sandbox --json {ORDER} --out-trade-no order-1 --wait=120s --interval 50ms"
        ))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    // Until the order is there, it cannot be paid.
    while home.run("sandbox pay order-1").code != Some(0) {
        assert!(began.elapsed() < PATIENCE);
    }
    assert!(child.wait().unwrap().success());
}

#[test]
fn ending_the_wait_for_an_order_says_that_it_exists() {
    let home = home();
    let server = Faulty::new(vec![
        Fault::Answer(good(&home)),
        Fault::Answer(state(&home, "NOTPAY")),
    ]);
    let child = home
        .command(&format!(
            "--json --base-url {} {ORDER} --out-trade-no order-1 --wait",
            server.url
        ))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let number = out_trade_no(&server.next());
    server.next();
    send("-INT", child.id());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
    let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
    let again = format!(
        "the order exists and may still be paid: run `wechatpay --base-url {} query --out-trade-no {number} --wait`",
        server.url
    );
    assert_eq!(error["hint"], again);
}

#[test]
fn an_unexpected_state_is_reported_in_exact_words_with_what_to_do() {
    let home = home();
    for (now, options, says, helps) in [
        (
            "SUCCESS",
            "--fail-on SUCCESS",
            "is SUCCESS, which --fail-on names",
            "without --fail-on",
        ),
        (
            "NOTPAY",
            "--expect NOTPAY --fail-on NOTPAY",
            "is NOTPAY, which --fail-on names",
            "without --fail-on",
        ),
        (
            "NOTPAY",
            "--expect SUCCESS",
            "is NOTPAY, not SUCCESS",
            "--wait=D",
        ),
        (
            "CLOSED",
            "--expect SUCCESS --wait",
            "is CLOSED, not SUCCESS",
            "changes no more",
        ),
        (
            "NOTPAY",
            "--wait=3s",
            "is NOTPAY, not a final state",
            "--wait=D",
        ),
    ] {
        let error = seen_in_time(|| {
            let server = Faulty::new(vec![Fault::Answer(state(&home, now))]);
            home.run(&format!(
                "--json --base-url {} {QUERY} {options}",
                server.url
            ))
        });
        assert_eq!(error["code"], now);
        assert!(text(&error, "message").contains(says), "{error}");
        assert!(text(&error, "hint").contains(helps), "{error}");
    }
}
