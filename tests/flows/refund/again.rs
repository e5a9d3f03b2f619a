//! The same refund again: within a day it is refused with the number of the first, however the
//! commands overlap, and no advice leads to a second one.

use std::process::{Child, Output, Stdio};

use serde_json::{Value, json};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, Server, read, text};
use crate::midnight::early_enough;
use crate::refunds::{create, number, paid, refunds, sandbox, unfinished};
use crate::responses::{closed_address, http, platform_key, signed};

const ACCEPTED: &str = ".local/share/wechatpay/refunds/accepted";
const REFUND: &str = "--out-trade-no order-1 --refund 4 --total 10";

fn home() -> (Home, Server) {
    let home = Home::new();
    let server = sandbox(&home);
    paid(&home, "order-1", 10, "");
    (home, server)
}

/// Returns the files of the accepted refunds.
fn accepted(home: &Home) -> Vec<std::path::PathBuf> {
    let days = std::fs::read_dir(home.path(ACCEPTED)).into_iter().flatten();
    let files = days.flat_map(|day| std::fs::read_dir(day.unwrap().path()).unwrap());
    files.map(|file| file.unwrap().path()).collect()
}

/// Makes the accepted refunds N seconds older.
fn age(home: &Home, seconds: i64) {
    for path in accepted(home) {
        let mut records = read(&std::fs::read_to_string(&path).unwrap());
        for attempt in records.as_array_mut().unwrap() {
            for name in ["began_at", "accepted_at"] {
                attempt[name] = (attempt[name].as_i64().unwrap() - seconds).into();
            }
        }
        std::fs::write(&path, records.to_string()).unwrap();
    }
}

fn start(home: &Home, line: &str) -> Child {
    let mut command = home.command(line);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn ended(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

fn error(output: &Output) -> Value {
    read(std::str::from_utf8(&output.stderr).unwrap())["error"].take()
}

#[test]
fn the_same_order_and_amount_within_a_day_is_refused_with_the_first_number() {
    let (home, _sandbox) = home();
    let first = create(&home, REFUND).json();
    let (number, id) = (
        text(&first, "out_refund_no"),
        text(&first, "transaction_id"),
    );
    for again in [
        REFUND.to_owned(),
        "--out-trade-no order-1 --refund-yuan 0.04 --reason other".to_owned(),
        format!("--transaction-id {id} --refund 4"),
    ] {
        let error = create(&home, &again).failed(8);
        assert_eq!(error["kind"], "condition");
        assert!(text(&error, "message").contains(number), "{error}");
        let ask = format!("refund query --out-refund-no {number}`");
        assert!(text(&error, "hint").contains(&ask), "{error}");
        assert!(text(&error, "hint").contains("--new-refund"), "{error}");
    }
    create(&home, &format!("--dry-run {REFUND}")).failed(8);
    let page = home.run(&format!("--lang zh refund create {REFUND}"));
    let page = page.fails_with(8);
    assert!(page.contains("一天内已有相同金额的退款"), "{page}");
    assert!(page.contains("确需再次退款"), "{page}");
    // The first one's own number is the first one.
    let same = create(&home, &format!("{REFUND} --out-refund-no {number}")).json();
    assert_eq!(same["refund_id"], first["refund_id"]);
    assert_eq!(refunds(&home, "order-1").len(), 1);
    // Another amount is another refund; so is one that is meant.
    let other = "--out-trade-no order-1 --refund 2";
    let mut count = 1;
    for meant in [
        other.to_owned(),
        format!("{other} --new-refund"),
        format!("{other} --out-refund-no third-1"),
    ] {
        // The sandbox wants a minute between two refunds of an order, which is 600 ms here.
        while create(&home, &meant).code != Some(0) {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        count += 1;
        assert_eq!(refunds(&home, "order-1").len(), count);
    }
    assert_eq!(unfinished(&home), 0);
}

#[test]
fn after_a_day_the_same_refund_is_a_new_one_and_what_is_old_is_removed() {
    let (home, _sandbox) = home();
    create(&home, REFUND).json();
    age(&home, 86_100);
    create(&home, REFUND).failed(8);
    age(&home, 310);
    let old = home.path(ACCEPTED).join("19000");
    std::fs::create_dir(&old).unwrap();
    while create(&home, REFUND).code != Some(0) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(refunds(&home, "order-1").len(), 2);
    assert!(!old.exists());
}

/// Refunds 5 of an order, waits until the refund has this status, and returns its number.
fn refund_that_ends_as(home: &Home, status: &str) -> String {
    let order = format!("order-{status}");
    paid(home, &order, 10, "");
    let refund = format!("--out-trade-no {order} --refund 5 --reason sandbox:{status}");
    let first = create(home, &refund).json();
    let number = text(&first, "out_refund_no").to_owned();
    home.run(&format!(
        "refund query --out-refund-no {number} --interval 10ms --wait --expect {status}"
    ))
    .ok();
    number
}

#[test]
fn an_abnormal_refund_can_still_be_completed_and_is_not_repeated() {
    let (home, _sandbox) = home();
    let number = refund_that_ends_as(&home, "ABNORMAL");
    let again = "--out-trade-no order-ABNORMAL --refund 5";
    let error = create(&home, again).failed(8);
    assert_eq!(error["code"], "ABNORMAL");
    assert!(text(&error, "message").contains(&number), "{error}");
    let hint = text(&error, "hint");
    for way in ["merchant console", "apply-abnormal-refund", "--new-refund"] {
        assert!(hint.contains(way), "{hint}");
    }
    let page = home.run(&format!("--lang zh refund create {again}"));
    let page = page.fails_with(8);
    for way in ["退款异常", "商户平台", "发起异常退款接口", "--new-refund"] {
        assert!(page.contains(way), "{page}");
    }
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-ABNORMAL\",\"refund\":5}\n",
    );
    home.run("--json refund create --batch refunds.jsonl -o results.jsonl")
        .reports(8);
    assert_eq!(refunds(&home, "order-ABNORMAL").len(), 1);
}

#[test]
fn a_refund_that_turns_out_closed_or_abnormal_is_not_called_done() {
    let (home, _sandbox) = home();
    for status in ["CLOSED", "ABNORMAL"] {
        let number = refund_that_ends_as(&home, status);
        let order = format!("order-{status}");
        let refund = format!("--out-trade-no {order} --refund 5");
        let error = create(&home, &format!("{refund} --out-refund-no {number}")).failed(8);
        assert_eq!(error["code"], status);
        let message = text(&error, "message");
        assert!(message.contains(&number), "{message}");
        assert!(message.contains("nothing was refunded"), "{message}");
        let line = format!(
            "{{\"out_trade_no\":\"{order}\",\"refund\":5,\"out_refund_no\":\"{number}\"}}\n"
        );
        home.write("refunds.jsonl", line);
        let batch = format!("--json refund create --batch refunds.jsonl -o {status}.jsonl");
        let summary = home.run(&batch).reports(8);
        assert_eq!(
            (&summary["done"], &summary["failed"]),
            (&json!(0), &json!(1))
        );
        assert_eq!(summary["codes"][status], 1);
        assert_eq!(refunds(&home, &order).len(), 1);
    }
}

#[test]
fn the_same_refund_is_one_also_where_the_first_is_not_remembered() {
    // The number follows from the day.
    early_enough();
    let (home, _sandbox) = home();
    let first = create(&home, REFUND).json();
    std::fs::remove_dir_all(home.path(".local/share/wechatpay/refunds")).unwrap();
    for _ in 0..2 {
        let again = create(&home, REFUND);
        if again.code == Some(0) {
            assert_eq!(again.json()["refund_id"], first["refund_id"]);
        } else {
            again.failed(8);
        }
        assert_eq!(refunds(&home, "order-1").len(), 1);
    }
    // What is meant as another one has another number.
    let other = create(&home, &format!("--dry-run {REFUND} --new-refund")).json();
    let first = text(&first, "out_refund_no");
    assert!(!other.to_string().contains(first), "{other}");
}

#[test]
fn a_first_refund_that_came_to_nothing_does_not_stand_in_the_way() {
    let (home, _sandbox) = home();
    refund_that_ends_as(&home, "CLOSED");
    let refund = "--out-trade-no order-CLOSED --refund 5";
    while create(&home, refund).code != Some(0) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(refunds(&home, "order-CLOSED").len(), 2);
    // One that was refused was no refund.
    let refusing = Faulty::new(vec![Fault::Answer(http(
        400,
        &[],
        br#"{"code":"PARAM_ERROR","message":"x"}"#,
    ))]);
    create(&home, &format!("--base-url {} {REFUND}", refusing.url)).failed(5);
    let first = create(&home, REFUND).json();
    // Where it cannot be looked up, the first stands.
    let unreachable = format!("--base-url {} --retries 0 {REFUND}", closed_address());
    let error = create(&home, &unreachable).failed(8);
    let message = text(&error, "message");
    assert!(message.contains("could not be looked up"), "{message}");
    assert!(message.contains(text(&first, "out_refund_no")), "{message}");
}

#[test]
fn two_identical_refunds_at_once_are_one_refund() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    for pair in 0..12 {
        let order = format!("order-{pair}");
        paid(&home, &order, 10, "");
        let line = format!("--json refund create --out-trade-no {order} --refund 4 --total 10");
        let children = [start(&home, &line), start(&home, &line)];
        let outputs = children.map(ended);
        let created = refunds(&home, &order);
        assert_eq!(created.len(), 1, "{outputs:?}");
        let number = text(&created[0]["body"], "out_refund_no");
        for output in outputs {
            match output.status.code() {
                Some(0) => {
                    let shown = read(std::str::from_utf8(&output.stdout).unwrap());
                    assert_eq!(shown["out_refund_no"], number);
                }
                Some(8) => assert!(text(&error(&output), "message").contains(number)),
                code => panic!("{code:?}: {output:?}"),
            }
        }
    }
    assert_eq!(unfinished(&home), 0);
}

#[test]
fn a_refund_that_another_command_settled_is_looked_up_and_not_repeated() {
    let (home, _sandbox) = home();
    let object = |sent: &str| {
        let refund = json!({
            "out_refund_no": sent, "out_trade_no": "order-1", "status": "PROCESSING",
            "mchid": "x", "amount": {"refund": 4, "total": 10},
        });
        let refund = refund.as_object().unwrap().clone();
        let fields = refund.into_iter().filter(|(name, _)| name != "mchid");
        Value::Object(fields.collect()).to_string()
    };
    // The response to the query is made before the refund, so the number is chosen.
    let refund = format!("{REFUND} --out-refund-no given-1");
    for knows in [true, false] {
        let order = if knows { "order-1" } else { "order-2" };
        let refund = refund.replace("order-1", order);
        let refund = if knows {
            refund
        } else {
            refund.replace("given-1", "given-2")
        };
        if !knows {
            paid(&home, order, 10, "");
        }
        let answer = if knows {
            signed(&platform_key(&home), 0, object("given-1").as_bytes())
        } else {
            http(500, &[], br#"{"code":"SYSTEM_ERROR","message":"x"}"#)
        };
        let server = Faulty::new(vec![Fault::Held(Vec::new()), Fault::Answer(answer)]);
        let slow = format!(
            "--json --base-url {} --timeout 120s --retries 0 refund create {refund}",
            server.url
        );
        let waiting = start(&home, &slow);
        server.next();
        // Another command resumes it, and sees it accepted.
        create(&home, &refund).json();
        assert_eq!(unfinished(&home), 0);
        server.go_on();
        let output = ended(waiting);
        let looked = server.next();
        assert!(looked.raw.starts_with(b"GET "), "it was looked up");
        if knows {
            let shown = read(std::str::from_utf8(&output.stdout).unwrap());
            assert_eq!(shown["out_refund_no"], "given-1");
        } else {
            let hint = text(&error(&output), "hint").to_owned();
            assert!(hint.contains("another command saw"), "{hint}");
            assert!(hint.contains("query --out-refund-no given-2"), "{hint}");
        }
        assert_eq!(refunds(&home, order).len(), 1);
    }
}

#[test]
fn advice_that_is_followed_to_the_letter_makes_no_second_refund() {
    let (home, _sandbox) = home();
    for (pair, options) in ["", "--new-refund"].into_iter().enumerate() {
        let order = format!("order-a{pair}");
        paid(&home, &order, 10, "");
        let refund = format!("refund create --out-trade-no {order} --refund 4 --total 10");
        let server = Faulty::new(vec![Fault::Held(Vec::new())]);
        let slow = format!(
            "--json --base-url {} --timeout 120s --retries 0 {refund} {options}",
            server.url
        );
        let waiting = start(&home, &slow);
        let sent = number(&server.next());
        if pair == 0 {
            home.run(&refund).ok();
        }
        server.go_on();
        let hint = text(&error(&ended(waiting)), "hint").to_owned();
        let option = format!("--out-refund-no {sent}");
        let advice = format!("repeat the same command with {option}");
        assert!(hint.contains(&advice), "{hint}");
        let shown = home
            .run(&format!("--json {refund} {options} {option}"))
            .json();
        assert_eq!(shown["out_refund_no"], sent.as_str());
        let again = home.run(&format!("--json {refund}")).failed(8);
        assert!(text(&again, "message").contains(&sent), "{again}");
        assert_eq!(refunds(&home, &order).len(), 1);
        home.run(&format!("refund query {option}")).ok();
    }
}

#[test]
fn a_refusal_to_one_command_does_not_settle_what_another_has_sent() {
    let (home, _sandbox) = home();
    let refused = http(400, &[], br#"{"code":"PARAM_ERROR","message":"x"}"#);
    let unknown = http(404, &[], br#"{"code":"RESOURCE_NOT_EXISTS","message":"x"}"#);
    let slow = Faulty::new(vec![Fault::Held(refused), Fault::Answer(unknown)]);
    let line = format!(
        "--json --base-url {} --timeout 120s refund create {REFUND}",
        slow.url
    );
    let first = start(&home, &line);
    let sent = number(&slow.next());
    let silent = Faulty::new(vec![Fault::Silent]);
    let line = format!("--json --base-url {} refund create {REFUND}", silent.url);
    let mut second = start(&home, &line);
    assert_eq!(number(&silent.next()), sent);
    slow.go_on();
    let output = ended(first);
    second.kill().unwrap();
    second.wait().unwrap();
    assert_eq!(unfinished(&home), 1, "{output:?}");
    let hint = text(&error(&output), "hint").to_owned();
    assert!(hint.contains("does not know the refund yet"), "{hint}");
    assert_eq!(create(&home, REFUND).json()["out_refund_no"], sent.as_str());
    assert_eq!(refunds(&home, "order-1").len(), 1);
}

#[test]
fn an_attempt_that_was_removed_while_it_was_sent_is_remembered_again() {
    let (home, _sandbox) = home();
    let server = Faulty::new(vec![Fault::Held(Vec::new())]);
    let line = format!(
        "--json --base-url {} --timeout 120s --retries 0 refund create {REFUND}",
        server.url
    );
    let waiting = start(&home, &line);
    let sent = number(&server.next());
    std::fs::remove_dir_all(home.path(".local/share/wechatpay/refunds")).unwrap();
    server.go_on();
    assert_eq!(ended(waiting).status.code(), Some(7));
    assert_eq!(unfinished(&home), 1);
    assert_eq!(create(&home, REFUND).json()["out_refund_no"], sent.as_str());
    assert_eq!(refunds(&home, "order-1").len(), 1);
}

#[test]
fn a_batch_does_not_repeat_what_another_has_refunded_within_a_day() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    for order in 1..=3 {
        paid(&home, &format!("order-{order}"), 10, "");
    }
    create(&home, "--out-trade-no order-1 --refund 4").json();
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-1\",\"refund\":4,\"total\":10}\n\
        {\"out_trade_no\":\"order-2\",\"refund\":4,\"total\":10}\n\
        {\"out_trade_no\":\"order-3\",\"refund\":4,\"total\":10,\"out_refund_no\":\"given-1\"}\n",
    );
    let batch = |results: &str| {
        home.run(&format!(
            "--json refund create --batch refunds.jsonl -o {results}"
        ))
    };
    let counts = |summary: &Value| ["done", "failed", "left"].map(|name| summary[name].clone());
    for _ in 0..2 {
        let summary = batch("one.jsonl").reports(8);
        assert_eq!(counts(&summary), [json!(2), json!(1), json!(0)]);
    }
    // Another -o is another batch: only the line with its own number is sent, which refunds once.
    let summary = batch("two.jsonl").reports(8);
    assert_eq!(counts(&summary), [json!(1), json!(2), json!(0)]);
    let results = home.read("two.jsonl");
    assert!(
        results.contains("was refunded by the same amount"),
        "{results}"
    );
    for order in 1..=3 {
        assert_eq!(refunds(&home, &format!("order-{order}")).len(), 1);
    }
    let meant =
        "--json refund create --batch refunds.jsonl -o two.jsonl --retry-failed --new-refund";
    let summary = home.run(meant).reports(0);
    assert_eq!(counts(&summary), [json!(3), json!(0), json!(0)]);
    assert_eq!(refunds(&home, "order-2").len(), 2);
}
