//! Batches of refunds: one refund for each line, whatever ends the process in between.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, Server, read, send, text};
use crate::orders::{await_results, results, start};
use crate::refunds::{create, number, paid, refunds, sandbox, unfinished};
use crate::responses::{http, platform_key, signed};

const BATCH: &str = "refund create --batch refunds.jsonl -o results.jsonl";

/// Returns number, order and amount of every refund in the sandbox.
fn ledger(home: &Home) -> BTreeMap<String, (String, u64)> {
    let all = read(&home.run("sandbox export").ok());
    let mut found = BTreeMap::new();
    for order in all["orders"].as_array().unwrap() {
        for refund in order["refunds"].as_array().into_iter().flatten() {
            let amount = refund["amount"].as_u64().unwrap();
            let refund_of = (text(order, "out_trade_no").to_owned(), amount);
            found.insert(text(refund, "out_refund_no").to_owned(), refund_of);
        }
    }
    found
}

/// Makes N paid orders, of which the first costs 1 fen; they are `order-1` and so on.
fn orders(home: &Home, count: usize) {
    let mut lines = String::new();
    for total in 1..=count {
        let order = json!({
            "openid": "oX", "total": total, "description": "x", "out_trade_no": format!("order-{total}"),
        });
        writeln!(lines, "{order}").unwrap();
    }
    home.write("orders.jsonl", lines);
    home.run("--quiet create-order --batch orders.jsonl -o made.jsonl")
        .ok();
    for total in 1..=count {
        home.run(&format!("sandbox pay order-{total}")).ok();
    }
}

/// Refunds of whole orders, without numbers, every other one without a total.
fn whole(home: &Home, count: usize) {
    let mut lines = String::new();
    for total in 1..=count {
        let mut refund = json!({"out_trade_no": format!("order-{total}"), "refund": total});
        if total % 2 == 0 {
            refund["total"] = total.into();
        }
        writeln!(lines, "{refund}").unwrap();
    }
    home.write("refunds.jsonl", lines);
}

/// Asserts that there is one refund for each line, of its order and amount, and no other.
fn one_refund_a_line(home: &Home, count: usize) {
    let reported: BTreeMap<String, (String, u64)> = results(home)
        .iter()
        .map(|(line, result)| {
            assert_eq!(result["state"], "done", "{result}");
            let order = format!("order-{line}");
            (text(result, "out_refund_no").to_owned(), (order, *line))
        })
        .collect();
    assert_eq!(reported.len(), count);
    assert_eq!(reported, ledger(home));
    assert_eq!(unfinished(home), 0);
}

fn counts(summary: &Value) -> [u64; 5] {
    ["done", "failed", "unknown", "pending", "left"].map(|name| summary[name].as_u64().unwrap())
}

fn set_up(count: usize) -> (Home, Server) {
    let home = Home::new();
    let server = sandbox(&home);
    orders(&home, count);
    (home, server)
}

#[test]
fn every_line_is_refunded_once() {
    let (home, _sandbox) = set_up(30);
    whole(&home, 30);
    let shown = home.run(&format!("--json --dry-run {BATCH}")).json();
    assert_eq!(counts(&shown), [0, 0, 0, 0, 30]);
    assert!(ledger(&home).is_empty() && !home.path("results.jsonl").exists());
    let summary = home.run(&format!("--json {BATCH} --concurrency 16")).json();
    assert_eq!(summary["schema"], "wechatpay/refund-create-batch/v1");
    assert_eq!(counts(&summary), [30, 0, 0, 0, 0]);
    one_refund_a_line(&home, 30);
    let first = &results(&home)[&1];
    assert_eq!(first["schema"], "wechatpay/refund-create-line/v1");
    assert_eq!(first["status"], "PROCESSING");
    for name in ["refund_id", "out_trade_no", "transaction_id", "request_id"] {
        assert!(first[name].is_string(), "{first}");
    }
    let again = home.run(&format!("--json {BATCH}")).json();
    assert_eq!((&again["skipped"], ledger(&home).len()), (&json!(30), 30));
}

#[test]
fn a_batch_that_is_killed_again_and_again_refunds_each_line_once() {
    let (home, _sandbox) = set_up(60);
    whole(&home, 60);
    let mut seen = 0;
    for kill in 0_usize.. {
        let mut child = start(&home, BATCH);
        await_results(&home, &mut child, seen + 5 * kill);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Some of what was written is lost, and the last line is torn.
        let written = std::fs::read(home.path("results.jsonl")).unwrap_or_default();
        let lost = written.len().min(written.len() / 10 + 20 * kill);
        let kept = &written[..written.len() - lost];
        home.write("results.jsonl", kept);
        // A character may be torn, too.
        seen = String::from_utf8_lossy(kept).lines().count();
    }
    one_refund_a_line(&home, 60);
}

#[test]
fn a_killed_batch_is_known_to_the_next_command_and_resumed_with_its_bytes() {
    let (home, _sandbox) = set_up(3);
    let line = |number| json!({"out_trade_no": format!("order-{number}"), "refund": number, "total": number});
    let lines: Vec<_> = (1..=3).map(|number| line(number).to_string()).collect();
    home.write("refunds.jsonl", lines.join("\n"));
    let silent = Faulty::new(vec![Fault::Silent]);
    let mut child = start(&home, &format!("--base-url {} {BATCH}", silent.url));
    let sent: Vec<_> = (0..3).map(|_| silent.next()).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(unfinished(&home), 3);
    let numbers: HashSet<String> = sent.iter().map(number).collect();
    // Another amount would be another refund; the same one goes on with the batch's number.
    let other = create(&home, "--out-trade-no order-3 --refund 1").failed(2);
    assert!(
        text(&other, "message").contains("unknown outcome"),
        "{other}"
    );
    let done = create(&home, "--out-trade-no order-1 --refund 1").json();
    assert!(numbers.contains(text(&done, "out_refund_no")));
    home.run(BATCH).ok();
    one_refund_a_line(&home, 3);
    for request in sent {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let kept = refunds(&home, text(&body, "out_trade_no"));
        assert_eq!(kept[0]["body"], body);
    }
}

#[test]
fn tables_hold_refunds_too() {
    let (home, _sandbox) = set_up(3);
    home.write(
        "refunds.csv",
        "out_trade_no,out_refund_no,refund_yuan,total,reason,goods_detail\r\n\
        order-1,part@1,0.01,1,\"late, and cold\",\"[{\"\"merchant_goods_id\"\":\"\"7\"\",\"\"unit_price\"\":1,\"\"refund_amount\"\":1,\"\"refund_quantity\"\":1}]\"\r\n\
        order-3,part@3,0.02,,,\r\n",
    );
    let line = "refund create --batch refunds.csv -o results.jsonl --funds-account AVAILABLE --reason sorry";
    home.run(line).ok();
    let expected = [("part@1", "order-1", 1), ("part@3", "order-3", 2)];
    let expected =
        expected.map(|(number, order, fen)| (number.to_owned(), (order.to_owned(), fen)));
    assert_eq!(ledger(&home), BTreeMap::from(expected));
    let first = refunds(&home, "order-1")[0]["body"].clone();
    assert_eq!(first["reason"], "late, and cold");
    assert_eq!(first["goods_detail"][0]["merchant_goods_id"], "7");
    let second = refunds(&home, "order-3")[0]["body"].clone();
    assert_eq!(
        (&second["reason"], &second["funds_account"]),
        (&json!("sorry"), &json!("AVAILABLE"))
    );
    assert_eq!(second["amount"]["total"], 3);
}

#[test]
fn parts_of_one_order_go_one_after_the_other() {
    let (home, _sandbox) = set_up(4);
    let mut lines = String::new();
    for (order, refund) in [(4, 2), (4, 1), (3, 3), (4, 1)] {
        let refund = json!({"out_trade_no": format!("order-{order}"), "refund": refund});
        writeln!(lines, "{refund}").unwrap();
    }
    home.write("refunds.jsonl", lines);
    let summary = home.run(&format!("--json {BATCH}")).json();
    assert_eq!(counts(&summary), [4, 0, 0, 0, 0]);
    let results = results(&home);
    let kept: Vec<_> = refunds(&home, "order-4")
        .iter()
        .map(|one| one["out_refund_no"].clone())
        .collect();
    // In the order of the file, though the sandbox wants a minute between them.
    let numbers = [1, 2, 4].map(|line| results[&line]["out_refund_no"].clone());
    assert_eq!(kept, numbers);
    assert_eq!((refunds(&home, "order-3").len(), unfinished(&home)), (1, 0));
}

#[test]
fn lines_behind_an_unknown_one_are_left_open() {
    let (home, _sandbox) = set_up(2);
    let part = "{\"out_trade_no\":\"order-2\",\"refund\":1,\"total\":2}\n";
    home.write("refunds.jsonl", part.repeat(2));
    let closed = Faulty::new(vec![Fault::Closed]);
    let summary = home
        .run(&format!(
            "--json --base-url {} --retries 0 {BATCH}",
            closed.url
        ))
        .reports(7);
    assert_eq!(counts(&summary), [0, 0, 1, 1, 0]);
    assert_eq!((closed.requests().len(), unfinished(&home)), (1, 1));
    let behind = &results(&home)[&2];
    assert_eq!(
        (&behind["state"], &behind["error"]["kind"]),
        (&json!("pending"), &json!("condition"))
    );
    let first = results(&home)[&1]["out_refund_no"].clone();
    assert!(
        text(&behind["error"], "message").contains(first.as_str().unwrap()),
        "{behind}"
    );
    home.run(BATCH).ok();
    assert_eq!((refunds(&home, "order-2").len(), unfinished(&home)), (2, 0));
}

#[test]
fn an_order_with_an_unfinished_refund_of_another_command_is_left_open() {
    let (home, _sandbox) = set_up(2);
    let lost = Faulty::new(vec![Fault::Closed]);
    let single = format!(
        "--base-url {} --retries 0 --out-trade-no order-2 --refund 1 --total 2 --out-refund-no single",
        lost.url
    );
    create(&home, &single).failed(7);
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-1\",\"refund\":1}\n{\"out_trade_no\":\"order-2\",\"refund\":1}\n",
    );
    for _ in 0..2 {
        let summary = home.run(&format!("--json {BATCH}")).reports(8);
        assert_eq!(counts(&summary), [1, 0, 0, 1, 0]);
        let open = results(&home)[&2].clone();
        assert_eq!(
            (&open["state"], &open["error"]["exit_code"]),
            (&json!("pending"), &json!(8))
        );
        assert!(
            text(&open["error"], "message").contains("refund single of this order"),
            "{open}"
        );
    }
    // By its other number, the order is the same.
    let order = home.run("--json query --out-trade-no order-2").json();
    let id = text(&order, "transaction_id");
    home.write(
        "refunds.csv",
        format!("transaction_id,refund,total\n{id},1,2\n"),
    );
    let by_id = "--json refund create --batch refunds.csv -o others.jsonl";
    assert_eq!(counts(&home.run(by_id).reports(8)), [0, 0, 0, 1, 0]);
    assert_eq!((ledger(&home).len(), unfinished(&home)), (1, 1));
    // Unless it is meant.
    home.run(&format!("{BATCH} --new-refund")).ok();
    assert_eq!((refunds(&home, "order-2").len(), unfinished(&home)), (1, 0));
}

#[test]
fn what_is_refused_is_reported_and_only_sent_again_when_asked_for() {
    let (home, _sandbox) = set_up(2);
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-1\",\"refund\":1}\n\
        {\"out_trade_no\":\"order-2\",\"refund\":3}\n\
        {\"out_trade_no\":\"order-2\",\"refund\":3,\"total\":3}\n",
    );
    for (rest, skipped) in [("", 0), ("", 3), ("--retry-failed", 1)] {
        let summary = home.run(&format!("--json {BATCH} {rest}")).reports(5);
        assert_eq!(
            (counts(&summary), &summary["skipped"]),
            ([1, 2, 0, 0, 0], &json!(skipped))
        );
    }
    let results = results(&home);
    assert!(text(&results[&2]["error"], "message").contains("more than the order's"));
    assert_eq!(results[&3]["error"]["code"], "INVALID_REQUEST");
    // Nothing of it is remembered as if it might have been accepted.
    assert_eq!((ledger(&home).len(), unfinished(&home)), (1, 0));
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"none-such\",\"refund\":1}\n",
    );
    let line = "refund create --batch refunds.jsonl -o others.jsonl --json";
    assert_eq!(
        home.run(line).reports(9)["codes"],
        json!({"ORDER_NOT_EXIST": 1})
    );
}

#[test]
fn what_lacks_money_stays_open_under_its_number() {
    let (home, _sandbox) = set_up(1);
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-1\",\"refund\":1,\"total\":1}\n",
    );
    let short = http(403, &[], br#"{"code":"NOT_ENOUGH","message":"x"}"#);
    let poor = Faulty::new(vec![Fault::Answer(short)]);
    let summary = home
        .run(&format!("--json --base-url {} {BATCH}", poor.url))
        .reports(5);
    assert_eq!(counts(&summary), [0, 0, 0, 1, 0]);
    assert_eq!(unfinished(&home), 1);
    home.run(BATCH).ok();
    one_refund_a_line(&home, 1);
    assert_eq!(
        results(&home)[&1]["out_refund_no"],
        number(&poor.next()).as_str()
    );
}

#[test]
fn a_total_is_asked_for_once_and_known_when_the_line_is_resumed() {
    let (home, _sandbox) = set_up(2);
    home.write(
        "refunds.jsonl",
        "{\"out_trade_no\":\"order-2\",\"refund\":1}\n",
    );
    let order = json!({"out_trade_no": "order-2", "transaction_id": "T2", "trade_state": "SUCCESS", "amount": {"total": 2}});
    let order = signed(&platform_key(&home), 0, order.to_string().as_bytes());
    let lost = Faulty::new(vec![Fault::Answer(order), Fault::Closed]);
    let line = format!("--json --base-url {} --retries 0 {BATCH}", lost.url);
    assert_eq!(counts(&home.run(&line).reports(7)), [0, 0, 1, 0, 0]);
    let first = lost.requests();
    assert!(first[0].raw.starts_with(b"GET ") && first.len() == 2);
    assert_eq!(counts(&home.run(&line).reports(7)), [0, 0, 1, 0, 0]);
    let second = lost.requests();
    assert_eq!((second.len(), &second[0].body), (1, &first[1].body));
    home.run(BATCH).ok();
    assert_eq!((refunds(&home, "order-2").len(), unfinished(&home)), (1, 0));
}

#[test]
fn an_interrupted_batch_ends_what_is_under_way() {
    let (home, _sandbox) = set_up(40);
    whole(&home, 40);
    // The batch takes 40 s, in which the signal has to come.
    let mut child = start(&home, &format!("--json {BATCH} --rate 1"));
    await_results(&home, &mut child, 2);
    send("-INT", child.id());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
    assert!(text(&error, "hint").contains("no line is refunded twice"));
    assert_eq!(
        (ledger(&home).len(), unfinished(&home)),
        (results(&home).len(), 0)
    );
    home.run(BATCH).ok();
    one_refund_a_line(&home, 40);
}

#[test]
fn what_cannot_be_remembered_is_not_sent() {
    let (home, _sandbox) = set_up(2);
    whole(&home, 2);
    home.write("file", "");
    let blocked = home.run_with(
        &format!("--json --config merchant.toml {BATCH}"),
        ("XDG_DATA_HOME", &home.path("file")),
    );
    assert!(text(&blocked.failed(3), "message").contains("refunds"));
    assert!(ledger(&home).is_empty());
    home.run(BATCH).ok();
    one_refund_a_line(&home, 2);
}

#[test]
fn a_bad_line_is_named_and_nothing_is_sent() {
    let home = Home::new();
    let good = r#"{"out_trade_no":"order-1","refund":1,"out_refund_no":"r-1"}"#;
    for (bad, expected) in [
        (
            r#"{"out_trade_no":"order-1","refnd":1}"#,
            "did you mean 'refund'?",
        ),
        (
            r#"{"out_trade_no":"order-1"}"#,
            "refund or refund_yuan is missing",
        ),
        (
            r#"{"refund":1}"#,
            "out_trade_no or transaction_id is missing",
        ),
        (
            r#"{"out_trade_no":"order-1","transaction_id":"T1","refund":1}"#,
            "both out_trade_no and transaction_id",
        ),
        (
            r#"{"out_trade_no":"order-1","refund":2,"total":1}"#,
            "more than the order's",
        ),
        (
            r#"{"out_trade_no":"order-1","refund":1,"out_refund_no":"a.b"}"#,
            "out_refund_no",
        ),
        (
            r#"{"out_trade_no":"order-1","refund":1,"funds_account":"X"}"#,
            "not one of AVAILABLE, UNSETTLED",
        ),
        (
            r#"{"out_trade_no":"order-1","refund":1,"goods_detail":{}}"#,
            "a JSON array is needed",
        ),
        (
            r#"{"out_trade_no":"order-2","refund":1,"out_refund_no":"r-1"}"#,
            "duplicate out_refund_no: also used on line 1",
        ),
    ] {
        home.write("refunds.jsonl", format!("{good}\n{bad}\n"));
        let error = home.run(&format!("--sandbox --json {BATCH}")).failed(3);
        let message = text(&error, "message");
        assert!(
            message.contains("refunds.jsonl line 2: ") && message.contains(expected),
            "{bad}: {message}"
        );
        assert!(!home.path("results.jsonl").exists());
    }
    home.write("refunds.jsonl", good);
    let same = home
        .run(&format!("--sandbox {BATCH} --set out_refund_no=r-2"))
        .fails_with(3);
    assert!(same.contains("the same out_refund_no"), "{same}");
    for options in [
        "--body refunds.jsonl",
        "--out-refund-no r-1",
        "--out-trade-no order-1",
        "--curl",
    ] {
        home.run(&format!("--sandbox {BATCH} {options}"))
            .fails_with(2);
    }
    home.run("--sandbox refund create --batch refunds.jsonl")
        .fails_with(2);
}

#[test]
fn a_line_may_name_its_sub_merchant() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    paid(&home, "order-1", 1, "");
    paid(&home, "order-2", 2, "-p sandbox-partner");
    let partner = "-p sandbox-partner --json query --out-trade-no order-2";
    let order = home.run(partner).json();
    let sub_mchid = text(&order, "sub_mchid");
    home.write(
        "refunds.csv",
        format!("out_trade_no,refund,sub_mchid\norder-1,1,\norder-2,2,{sub_mchid}\n"),
    );
    home.run("refund create --batch refunds.csv -o results.jsonl")
        .ok();
    assert_eq!((ledger(&home).len(), unfinished(&home)), (2, 0));
    let body = refunds(&home, "order-2")[0]["body"].clone();
    assert_eq!(body["sub_mchid"], sub_mchid);
}

#[test]
fn a_line_that_waits_for_its_minute_has_its_result_when_the_batch_is_ended() {
    let home = Home::new();
    // A minute is a minute here.
    let _sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    paid(&home, "order-1", 2, "");
    let part = "{\"out_trade_no\":\"order-1\",\"refund\":1,\"total\":2}\n";
    home.write("refunds.jsonl", part.repeat(3));
    let mut child = start(&home, &format!("{BATCH} -v"));
    await_results(&home, &mut child, 1);
    // Asked for after it was refused as too soon, the second is not known.
    let mut stderr = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(stderr.any(|line| line.unwrap().contains(" 404 ")));
    send("-INT", child.id());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let results = results(&home);
    let states = results.values().map(|line| text(line, "state"));
    assert_eq!(states.collect::<Vec<_>>(), ["done", "unknown"]);
    assert_eq!(results[&2]["error"]["code"], "FREQUENCY_LIMITED");
    assert_eq!((refunds(&home, "order-1").len(), unfinished(&home)), (1, 1));
}
