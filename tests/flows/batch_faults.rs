//! Batches on bad networks, and against a WeChat Pay that has had enough.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::batch::{orders, results};
use crate::faulty::{Fault, Faulty};
use crate::home::Home;
use crate::hostile::{home, http};
use crate::network::{good, nobody, text};
use crate::wire::Captured;

const BATCH: &str = "--json create-order --batch orders.jsonl -o results.jsonl --retries 0";

fn batch(home: &Home, server: &Faulty, rest: &str, code: i32) -> Value {
    let line = format!("--base-url {} {BATCH} {rest}", server.url);
    home.run(&line).verdict(code)
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
    let line = format!("--base-url {} {BATCH}", nobody());
    for run in 0..3 {
        let summary = match run {
            1 => home.run(&line).verdict(7),
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
    // A line that nobody doubts is refused for good.
    home.write("others.jsonl", home.read("orders.jsonl"));
    let line = format!("--base-url {} {BATCH}", refusing.url);
    let others = line.replace("orders.jsonl", "others.jsonl");
    let summary = home.run(&others.replace("results", "more")).verdict(5);
    assert_eq!(summary["failed"], 3);
    let well = Faulty::new(vec![good]);
    assert_eq!(batch(&home, &well, "", 0)["done"], 3);
    let sent: HashSet<String> = lost.requests().iter().map(number).collect();
    assert!(sent.contains(&number(&well.next())));
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
fn a_line_that_was_one_too_many_waits_and_is_begun_again() {
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
