//! Batches on bad networks, and against a WeChat Pay that has had enough.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::PATIENCE;
use crate::faulty::{Fault, Faulty};
use crate::home::{Home, send, text};
use crate::orders::{orders, results};
use crate::prompt::in_time;
use crate::responses::{closed_address, good, home, http};
use crate::wire::Captured;

const BATCH: &str = "--json create-order --batch orders.jsonl -o results.jsonl --retries 0";

fn batch(home: &Home, server: &Faulty, rest: &str, code: i32) -> Value {
    let line = format!("--base-url {} {BATCH} {rest}", server.url);
    home.run(&line).reports(code)
}

fn number(request: &Captured) -> String {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["out_trade_no"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_unknown_is_sent_again_with_the_same_bytes() {
    let home = home();
    orders(&home, 7);
    let lost = Faulty::new(vec![
        Fault::Answer(good(&home)),
        Fault::Closed,
        Fault::Answer(http(500, &[], br#"{"code":"SYSTEM_ERROR","message":"x"}"#)),
        Fault::Answer(http(200, &[], br#"{"prepay_id":"forged"}"#)),
        Fault::Answer(http(403, &[], b"<html>")),
        Fault::Closed,
    ]);
    let summary = batch(&home, &lost, "--concurrency 1", 4);
    let counts = |summary: &Value| ["done", "unknown", "pending"].map(|name| summary[name].clone());
    assert_eq!(counts(&summary), [json!(1), json!(6), json!(0)]);
    let before: HashMap<String, Vec<u8>> = lost
        .requests()
        .into_iter()
        .map(|one| (number(&one), one.body))
        .collect();
    assert_eq!(before.len(), 7);
    let well = Faulty::new(vec![Fault::Answer(good(&home))]);
    let summary = batch(&home, &well, "", 0);
    assert_eq!(counts(&summary), [json!(7), json!(0), json!(0)]);
    assert_eq!(summary["codes"], json!({}));
    assert_eq!(results(&home).len(), 7);
    let after = well.requests();
    assert_eq!(after.len(), 6);
    for request in after {
        assert_eq!(before[&number(&request)], request.body);
    }
}

#[test]
fn a_later_run_does_not_settle_what_became_of_an_earlier_one() {
    let home = home();
    orders(&home, 3);
    let good = Fault::Answer(good(&home));
    let lost = Faulty::new(vec![Fault::Closed, good.clone()]);
    assert_eq!(batch(&home, &lost, "--concurrency 1", 7)["unknown"], 1);
    let refused = http(400, &[], br#"{"code":"PARAM_ERROR","message":"x"}"#);
    let refusing = Faulty::new(vec![Fault::Answer(refused)]);
    let line = format!("--base-url {} {BATCH}", closed_address());
    for run in 0..3 {
        let summary = match run {
            1 => home.run(&line).reports(7),
            _ => batch(&home, &refusing, "", 6),
        };
        assert_eq!(
            (&summary["done"], &summary["unknown"]),
            (&json!(2), &json!(1))
        );
        let result = results(&home).remove(&1).unwrap();
        assert_eq!(result["state"], "unknown");
        let message = text(&result["error"], "message");
        assert!(message.contains("may have been carried out"), "{message}");
    }
    // A line without doubt is refused for good.
    home.write("others.jsonl", home.read("orders.jsonl"));
    let line = format!("--base-url {} {BATCH}", refusing.url);
    let others = line.replace("orders.jsonl", "others.jsonl");
    let summary = home.run(&others.replace("results", "more")).reports(5);
    assert_eq!(summary["failed"], 3);
    let well = Faulty::new(vec![good]);
    assert_eq!(batch(&home, &well, "", 0)["done"], 3);
    let sent: HashSet<String> = lost.requests().iter().map(number).collect();
    assert!(sent.contains(&number(&well.next())));
}

/// Starts a batch of which two lines are sent to a server that does not answer.
fn silent(home: &Home, server: &Faulty, rest: &str) -> (Child, Lines<BufReader<ChildStderr>>) {
    orders(home, 10);
    let line = format!(
        "--base-url {} create-order --batch orders.jsonl -o results.jsonl --concurrency 2 {rest}",
        server.url
    );
    let mut command = home.command(&line);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    server.next();
    server.next();
    let stderr = BufReader::new(child.stderr.take().unwrap()).lines();
    (child, stderr)
}

/// Waits until a batch says that it was interrupted; how far it is, it says every few seconds.
fn interrupted(stderr: &mut Lines<BufReader<ChildStderr>>) -> String {
    let mut lines = stderr.map(Result::unwrap);
    lines.find(|line| line.contains("under way")).unwrap()
}

/// Asserts that the two lines under way are in doubt, that there was no other request, and that
/// they are sent again.
fn left_in_doubt(home: &Home, server: &Faulty) {
    assert_eq!(server.requests().len(), 0);
    let left = results(home);
    assert_eq!(left.len(), 2);
    assert!(left.values().all(|line| line["state"] == "unknown"));
    let well = Faulty::new(vec![Fault::Answer(good(home))]);
    assert_eq!(batch(home, &well, "", 0)["done"], 10);
}

#[test]
fn lines_under_way_have_a_moment_when_a_batch_is_interrupted() {
    // Once their own time is over, they are not repeated; at the latest they are given up. The
    // first is over within the three seconds. Where the machine is as late with the signal, they
    // are repeated before it, which proves nothing.
    for timeout in ["2900ms", "600s"] {
        in_time(PATIENCE, || {
            let home = home();
            let server = Faulty::new(vec![Fault::Silent]);
            let options = format!("--timeout {timeout} --retries 9");
            let (mut child, mut stderr) = silent(&home, &server, &options);
            let began = Instant::now();
            send("-INT", child.id());
            let line = interrupted(&mut stderr);
            assert!(line.contains("2 lines under way have 3 s"), "{line}");
            assert!(line.contains("Ctrl-C again ends at once"), "{line}");
            assert_eq!(child.wait().unwrap().code(), Some(130));
            assert!(began.elapsed() < PATIENCE);
            if !server.requests().is_empty() {
                return Duration::MAX;
            }
            left_in_doubt(&home, &server);
            Duration::ZERO
        });
    }
}

#[test]
fn a_second_interrupt_or_a_request_to_end_does_not_wait() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        in_time(Duration::from_millis(2900), || {
            let home = home();
            let server = Faulty::new(vec![Fault::Silent]);
            let (mut child, mut stderr) = silent(&home, &server, "--timeout 600s");
            let began = Instant::now();
            if code == 130 {
                send(signal, child.id());
                interrupted(&mut stderr);
            }
            send(signal, child.id());
            assert_eq!(child.wait().unwrap().code(), Some(code));
            let took = began.elapsed();
            left_in_doubt(&home, &server);
            took
        });
    }
}

#[test]
fn line_after_line_that_comes_to_nothing_is_the_end() {
    for (fault, code) in [
        (
            Fault::Answer(http(401, &[], br#"{"code":"SIGN_ERROR","message":"x"}"#)),
            5,
        ),
        (Fault::Gone, 7),
        (Fault::Closed, 7),
    ] {
        let home = home();
        orders(&home, 100);
        let server = Faulty::new(vec![fault]);
        let summary = batch(&home, &server, "--concurrency 4", code);
        let tried = ["pending", "unknown"].map(|name| summary[name].as_u64().unwrap());
        let tried: u64 = tried.iter().sum();
        assert!((16..=20).contains(&tried), "{summary}");
        assert_eq!(summary["left"], 100 - tried);
        // Nothing of it was for good.
        let well = Faulty::new(vec![Fault::Answer(good(&home))]);
        assert_eq!(batch(&home, &well, "", 0)["done"], 100);
    }
}

#[test]
fn a_rate_limited_line_waits_and_is_sent_again() {
    let home = home();
    orders(&home, 4);
    let busy = br#"{"code":"FREQUENCY_LIMITED","message":"x"}"#;
    let server = Faulty::new(vec![
        Fault::Answer(good(&home)),
        Fault::Answer(http(429, &[("Retry-After", "1")], busy)),
        Fault::Answer(good(&home)),
    ]);
    let began = Instant::now();
    let summary = batch(&home, &server, "--concurrency 1", 0);
    assert_eq!(summary["done"], 4);
    assert!(began.elapsed() >= Duration::from_millis(990));
    let requests = server.requests();
    assert_eq!(requests.len(), 5);
    let numbers: HashSet<String> = requests.iter().map(number).collect();
    assert_eq!(numbers.len(), 4);
}
