//! Orders and batches of them, and what the sandbox has of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::PATIENCE;
use super::home::{Home, Server, read, text};
use super::wire::Captured;

pub(crate) const ORDER: &str = "create-order --openid oX --total 1 --description x";

pub(crate) fn out_trade_no(request: &Captured) -> String {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["out_trade_no"].as_str().unwrap().to_owned()
}

pub(crate) const BATCH: &str = "--sandbox create-order --batch orders.jsonl -o results.jsonl";

pub(crate) fn sandbox(home: &Home) -> Server {
    home.start("sandbox --listen 127.0.0.1:0 --json")
}

/// Orders without numbers, each of another amount, which expire half an hour after they are sent.
pub(crate) fn orders(home: &Home, count: usize) {
    let mut lines = String::new();
    for total in 1..=count {
        let order =
            json!({"openid": "oX", "total": total, "description": "咖啡", "time_expire": "30m"});
        writeln!(lines, "{order}").unwrap();
    }
    home.write("orders.jsonl", lines);
}

/// Returns what the results say, by line; each line is reported once.
pub(crate) fn results(home: &Home) -> BTreeMap<u64, Value> {
    let mut found = BTreeMap::new();
    for line in home.read("results.jsonl").lines().map(read) {
        let number = line["line"].as_u64().unwrap();
        assert!(found.insert(number, line).is_none(), "line {number} twice");
    }
    found
}

/// Returns number and amount of every order in the sandbox.
pub(crate) fn ledger(home: &Home) -> BTreeMap<String, u64> {
    let exported = home.run("sandbox export").ok();
    let mut found = BTreeMap::new();
    collect(&read(&exported), &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeMap<String, u64>) {
    match value {
        Value::Object(object) => {
            if let (Some(number), Some(total)) = (
                object.get("out_trade_no").and_then(Value::as_str),
                value["amount"]["total"].as_u64(),
            ) {
                found.insert(number.to_owned(), total);
            }
            object.values().for_each(|inner| collect(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}

/// Asserts that there is one order for each line, with its amount, and no other.
pub(crate) fn one_order_a_line(home: &Home, count: usize) {
    let results = results(home);
    let reported: BTreeMap<String, u64> = results
        .iter()
        .map(|(line, result)| {
            assert_eq!(result["state"], "done", "{result}");
            (text(result, "out_trade_no").to_owned(), *line)
        })
        .collect();
    assert_eq!(reported.len(), count);
    assert_eq!(reported, ledger(home));
}

pub(crate) fn start(home: &Home, line: &str) -> Child {
    let mut command = home.command(line);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits until N results are written, or the process has ended. The room that is tried before the
/// first one has no line.
pub(crate) fn await_results(home: &Home, child: &mut Child, count: usize) {
    let began = Instant::now();
    loop {
        let written = std::fs::read_to_string(home.path("results.jsonl")).unwrap_or_default();
        if written.matches('\n').count() >= count || child.try_wait().unwrap().is_some() {
            return;
        }
        assert!(began.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(2));
    }
}
