//! Batches: one order for each line, whatever ends the process in between.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::faulty::{Fault, Faulty};
use crate::home::{Home, read, send, text};
use crate::orders::{
    BATCH, await_results, ledger, one_order_a_line, orders, out_trade_no, results, sandbox, start,
};
use crate::responses::{self, good};

#[test]
fn two_hundred_lines_are_two_hundred_orders() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 200);
    let summary = home.run(&format!("{BATCH} --json --concurrency 32")).json();
    assert_eq!(summary["schema"], "wechatpay/create-order-batch/v1");
    for (name, count) in [("total", 200), ("done", 200), ("skipped", 0), ("left", 0)] {
        assert_eq!(summary[name], count, "{summary}");
    }
    one_order_a_line(&home, 200);
    let first = &results(&home)[&1];
    assert_eq!(first["schema"], "wechatpay/create-order-line/v1");
    for name in ["prepay_id", "expires_at", "request_id"] {
        assert!(first[name].is_string(), "{first}");
    }
    // What is done is not done again.
    let before = home.read("results.jsonl");
    let again = home.run(&format!("{BATCH} --json")).json();
    assert_eq!(
        (&again["done"], &again["skipped"]),
        (&json!(200), &json!(200))
    );
    assert_eq!(home.read("results.jsonl"), before);
    // Its results are a batch of queries.
    let asked = home
        .run("--sandbox --json query --batch results.jsonl")
        .ok();
    let states: Vec<Value> = asked.lines().map(read).collect();
    assert_eq!(states.len(), 200);
    assert!(states.iter().all(|line| line["trade_state"] == "NOTPAY"));
}

#[test]
fn a_batch_that_is_killed_again_and_again_makes_one_order_a_line() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 120);
    let mut seen = 0;
    for kill in 0_usize.. {
        let mut child = start(&home, BATCH);
        // The first is killed as soon as it has started.
        await_results(&home, &mut child, seen + 7 * kill);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Some of what was written is lost, and the last line is torn.
        let written = std::fs::read_to_string(home.path("results.jsonl")).unwrap_or_default();
        let lost = written.len().min(written.len() / 10 + 20 * kill);
        home.write("results.jsonl", &written.as_bytes()[..written.len() - lost]);
        seen = home.read("results.jsonl").lines().count();
    }
    one_order_a_line(&home, 120);
}

#[test]
fn an_interrupted_batch_ends_what_is_under_way_and_is_resumed() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 60);
    // The batch takes a minute, in which the signal has to come.
    let mut child = start(&home, &format!("{BATCH} --json --rate 1"));
    await_results(&home, &mut child, 3);
    send("-INT", child.id());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
    let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
    assert_eq!(error["kind"], "interrupted");
    assert!(text(&error, "hint").contains("run the same command again"));
    // What was sent has its result.
    let count = results(&home).len();
    assert!((3..60).contains(&count));
    assert_eq!(ledger(&home).len(), count);
    home.run(BATCH).ok();
    one_order_a_line(&home, 60);
}

#[test]
fn no_line_begins_before_its_time() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 11);
    let began = Instant::now();
    home.run(&format!("{BATCH} --rate 10")).ok();
    assert!(began.elapsed() >= Duration::from_millis(990));
}

#[test]
fn a_bad_line_is_named_with_its_field_and_nothing_is_sent() {
    let home = Home::new();
    let good = r#"{"openid":"oX","total":1,"description":"x","out_trade_no":"order-1"}"#;
    for (bad, expected) in [
        (
            r#"{"total":1,"descripton":"x"}"#,
            "did you mean 'description'?",
        ),
        (
            r#"{"openid":"oX","total":0,"description":"x"}"#,
            "total: '0' is not",
        ),
        (
            r#"{"openid":"oX","yuan":1.5,"description":"x"}"#,
            "yuan: decimal numbers are not exact",
        ),
        (
            r#"{"openid":"oX","total":1,"yuan":"1","description":"x"}"#,
            "both total and yuan",
        ),
        (
            r#"{"total":1,"description":"x"}"#,
            "a jsapi order needs the payer's openid",
        ),
        (r#"{"openid":"oX","total":1}"#, "description is missing"),
        (
            r#"{"openid":"oX","description":"x"}"#,
            "total or yuan is missing",
        ),
        (
            r#"{"openid":"oX","total":1,"description":"x","attach":""}"#,
            "attach must have",
        ),
        (
            r#"{"openid":"oX","total":1,"total":2,"description":"x"}"#,
            "duplicate key",
        ),
        (r#"["oX"]"#, "not a JSON object"),
        ("{", "not JSON"),
        (good, "duplicate out_trade_no: also used on line 1"),
    ] {
        home.write("orders.jsonl", format!("{good}\n\n{bad}\n"));
        let error = home.run(&format!("{BATCH} --json")).failed(3);
        let message = text(&error, "message");
        assert!(message.contains("orders.jsonl line 3: "), "{message}");
        assert!(message.contains(expected), "{bad}: {message}");
        assert!(!home.path("results.jsonl").exists());
        assert!(!home.path("results.jsonl.journal").exists());
    }
    home.write("orders.jsonl", "\n");
    home.run(BATCH).fails_with(3);
    home.write("orders.jsonl", good);
    let stderr = home
        .run("--sandbox create-order --batch orders.jsonl")
        .fails_with(2);
    assert!(stderr.contains("-o FILE"), "{stderr}");
    home.run("--sandbox create-order --batch orders.jsonl -o orders.jsonl")
        .fails_with(2);
    home.run(&format!("{BATCH} --wait")).fails_with(2);
    let checked = home.run(&format!("{BATCH} --json --dry-run")).json();
    assert_eq!(
        (&checked["total"], &checked["left"]),
        (&json!(1), &json!(1))
    );
    assert!(ledger(&home).is_empty());
}

#[test]
fn tables_are_read_as_spreadsheets_write_them() {
    let home = Home::new();
    let table = "\u{feff}out_trade_no,openid,yuan,description,detail,profit_sharing\r\n\
        order-1,oX,12.34,\"咖啡, \"\"large\"\"\",\"{\"\"invoice_id\"\":\"\"7\"\"}\",true\r\n\
        \r\n\
        order-2,oY,0.01,\"two\u{3000}words\",,\r\n";
    home.write("orders.csv", table);
    home.run("--sandbox create-order --batch orders.csv -o results.jsonl")
        .ok();
    assert_eq!(
        ledger(&home),
        BTreeMap::from([("order-1".into(), 1234), ("order-2".into(), 1)])
    );
    let exported = home.run("sandbox export").ok();
    assert!(exported.contains(r#"咖啡, \"large\""#), "{exported}");
    for (table, expected) in [
        (
            "openid,totl\noX,1\n",
            "line 1: unknown field 'totl'; did you mean 'total'?",
        ),
        ("total,total\n1,1\n", "line 1: duplicate column total"),
        (
            "openid,total,description\noX,1\n",
            "line 2: it has 2 cells, and the header has 3",
        ),
        (
            "openid,total,description\noX,1,x\noX,a,x\n",
            "line 3: total",
        ),
    ] {
        home.write("orders.csv", table);
        let stderr = home
            .run("--sandbox create-order --batch orders.csv -o more.jsonl")
            .fails_with(3);
        assert!(stderr.contains(expected), "{stderr}");
    }
    home.write(
        "orders.csv",
        b"openid,total,description\noX,1,\xbf\xa7\xb7\xc8\n",
    );
    let stderr = home
        .run("--sandbox create-order --batch orders.csv -o more.jsonl")
        .fails_with(3);
    assert!(stderr.contains("line 2: it is not UTF-8"), "{stderr}");
    // What begins with a quote that nothing closes is not read into memory.
    let endless = format!(
        "openid,total,description\noX,1,\"{}",
        "x\n".repeat(2_000_000)
    );
    let done = home.pipe("--sandbox create-order --batch - -o more.jsonl", endless);
    assert!(done.fails_with(3).contains("is a quote not closed?"));
}

#[test]
fn options_hold_for_lines_that_say_nothing_else() {
    let home = Home::new();
    let lines = "{\"out_trade_no\":\"order-1\"}\n{\"out_trade_no\":\"order-2\",\"yuan\":\"0.05\",\"trade_type\":\"jsapi\",\"openid\":\"oX\"}\n";
    let line = "--sandbox --json create-order --batch - -o results.jsonl --description x --total 3 --trade-type native --pay-params";
    let done = home.pipe(line, lines);
    assert_eq!(done.json()["done"], 2);
    let results = results(&home);
    assert!(results[&1]["code_url"].is_string() && results[&1].get("pay_params").is_none());
    assert!(results[&2]["pay_params"]["paySign"].is_string());
    assert_eq!(
        ledger(&home),
        BTreeMap::from([("order-1".into(), 3), ("order-2".into(), 5)])
    );
}

#[test]
fn a_file_of_results_belongs_to_one_batch() {
    let home = Home::new();
    orders(&home, 3);
    home.run(BATCH).ok();
    let (input, written) = (home.read("orders.jsonl"), home.read("results.jsonl"));
    let refused = |line: &str, expected: &str| {
        let stderr = home.run(line).fails_with(3);
        assert!(stderr.contains(expected), "{stderr}");
    };
    home.write("orders.jsonl", input.replace(":1,", ":9,"));
    refused(
        BATCH,
        "orders.jsonl is not the input that results.jsonl was started with",
    );
    home.write(
        "orders.jsonl",
        format!("{input}{{\"openid\":\"oX\",\"total\":1,\"description\":\"x\"}}\n"),
    );
    refused(BATCH, "lines were added at its end: 1");
    home.write("orders.jsonl", &input);
    refused(&format!("{BATCH} --goods-tag G"), "other options");
    refused(
        &BATCH.replace("create-order", "query"),
        "unknown field 'openid'",
    );
    home.write("asked.csv", "out_trade_no\norder-1\n");
    refused(
        "--sandbox query --batch asked.csv -o results.jsonl",
        "results.jsonl is of create-order-batch",
    );
    home.write("results.jsonl", format!("{written}{{}}\n"));
    refused(BATCH, "results.jsonl:4 does not belong to this batch");
    home.write("results.jsonl", &written);
    std::fs::remove_file(home.path("results.jsonl.journal")).unwrap();
    refused(BATCH, "which lines were sent is unknown");
    assert_eq!(ledger(&home).len(), 3);
}

#[test]
fn a_line_that_was_cut_short_is_sent_again() {
    let home = Home::new();
    orders(&home, 5);
    home.run(BATCH).ok();
    let written = home.read("results.jsonl");
    home.write("results.jsonl", &written.as_bytes()[..written.len() - 9]);
    let mut file = std::fs::OpenOptions::new();
    let mut journal = file
        .append(true)
        .open(home.path("results.jsonl.journal"))
        .unwrap();
    journal.write_all(b"{\"from\":9,\"to").unwrap();
    let summary = home.run(&format!("{BATCH} --json")).json();
    assert_eq!(
        (&summary["done"], &summary["skipped"]),
        (&json!(5), &json!(4))
    );
    one_order_a_line(&home, 5);
}

#[cfg(unix)]
#[test]
fn results_are_a_file_that_has_an_end() {
    let home = Home::new();
    orders(&home, 1);
    std::os::unix::fs::symlink("/dev/zero", home.path("link")).unwrap();
    for results in ["/dev/zero", "link", "."] {
        let stderr = home
            .run(&BATCH.replace("results.jsonl", results))
            .fails_with(3);
        assert!(stderr.contains("is not a regular file"), "{stderr}");
    }
    std::os::unix::fs::symlink("/dev/zero", home.path("results.jsonl.journal")).unwrap();
    let stderr = home.run(BATCH).fails_with(3);
    assert!(stderr.contains("journal is not a regular file"), "{stderr}");
    std::fs::remove_file(home.path("results.jsonl.journal")).unwrap();
    home.run(BATCH).ok();
    // A line without an end is none of the results, however long.
    let mut file = std::fs::OpenOptions::new();
    let file = file.write(true).open(home.path("results.jsonl")).unwrap();
    file.set_len(100 * 1024 * 1024 * 1024).unwrap();
    home.write(".results.jsonl.a1B2c3.part", "");
    let stderr = home.run(BATCH).fails_with(3);
    assert!(
        stderr.contains("results.jsonl:2 does not belong to this batch"),
        "{stderr}"
    );
    assert!(!home.path(".results.jsonl.a1B2c3.part").exists());
    assert!(ledger(&home).len() == 1);
}

#[test]
fn orders_that_cannot_be_reported_were_placed_all_the_same() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 2);
    let error = home.run(&format!("{BATCH} --json --get do")).failed(2);
    assert!(text(&error, "hint").contains("left"), "{error}");
    assert!(!home.path("results.jsonl").exists());
    let full = std::fs::File::options().write(true).open("/dev/full");
    if let Ok(full) = full {
        let mut command = home.command(&format!("{BATCH} --json"));
        let output = command.stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let error = read(&String::from_utf8(output.stderr).unwrap())["error"].take();
        assert!(text(&error, "message").contains("were sent"), "{error}");
        one_order_a_line(&home, 2);
    }
    assert_eq!(home.run(&format!("{BATCH} --get done")).ok(), "2\n");
}

#[test]
fn two_processes_do_not_work_on_one_batch() {
    let home = responses::home();
    orders(&home, 40);
    let good = good(&home);
    let server = Faulty::new(vec![Fault::Held(good.clone()), Fault::Answer(good)]);
    let batch = BATCH.replace("--sandbox", "--timeout 600s --deadline 600s");
    let batch = format!("--base-url {} {batch}", server.url);
    let mut first = start(&home, &batch);
    // It goes on for as long as a line has no response.
    let mut sent = vec![server.next()];
    let stderr = home.run(&batch).fails_with(3);
    assert!(
        stderr.contains("results.jsonl is locked by another running batch"),
        "{stderr}"
    );
    server.go_on();
    assert!(first.wait().unwrap().success());
    sent.extend(server.requests());
    assert_eq!(sent.len(), 40);
    let sent: HashSet<String> = sent.iter().map(out_trade_no).collect();
    let results = results(&home);
    let reported = results.values().map(|line| {
        assert_eq!(line["state"], "done", "{line}");
        text(line, "out_trade_no").to_owned()
    });
    assert_eq!(reported.collect::<HashSet<_>>(), sent);
    assert_eq!((results.len(), sent.len()), (40, 40));
}

#[test]
fn what_was_refused_is_reported_and_only_sent_again_when_asked_for() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    home.order("order-2", "--sandbox --openid oX --attach other");
    let line = |number: &str| {
        format!(
            "{{\"openid\":\"oX\",\"total\":1,\"description\":\"x\",\"out_trade_no\":\"{number}\"}}\n"
        )
    };
    home.write(
        "orders.jsonl",
        [line("order-1"), line("order-2"), line("order-3")].concat(),
    );
    for (rest, skipped) in [("", 0), ("", 3), ("--retry-failed", 2)] {
        let summary = home.run(&format!("{BATCH} --json {rest}")).reports(5);
        assert_eq!(summary["skipped"], skipped, "{summary}");
        assert_eq!(
            (&summary["done"], &summary["failed"]),
            (&json!(2), &json!(1))
        );
        assert_eq!(
            summary["codes"].as_object().unwrap().values().next(),
            Some(&json!(1))
        );
        let results = results(&home);
        assert_eq!(results[&2]["state"], "failed");
        assert_eq!(results[&2]["error"]["kind"], "api");
        assert_eq!(results[&2]["out_trade_no"], "order-2");
    }
    // A refused order is there once its reason has gone.
    home.run("sandbox reset --yes").ok();
    home.run(&format!("{BATCH} --retry-failed")).ok();
    assert_eq!(ledger(&home).len(), 1);
}

#[test]
fn queries_are_resumed_as_well() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    home.order("order-1", "--sandbox --openid oX");
    home.write("asked.csv", "out_trade_no\norder-1\nnone-such\n");
    let line = "--sandbox --json query --batch asked.csv -o results.jsonl";
    for skipped in [0, 2] {
        let summary = home.run(line).reports(9);
        assert_eq!(summary["schema"], "wechatpay/query-batch/v1");
        assert_eq!(summary["skipped"], skipped);
        assert_eq!(summary["codes"], json!({"ORDER_NOT_EXIST": 1}));
    }
    let results = results(&home);
    assert_eq!(results[&2]["trade_state"], "NOTPAY");
    assert_eq!(results[&3]["state"], "failed");
    let page = home.run("--sandbox query --batch asked.csv");
    assert_eq!(page.code, Some(9));
    assert!(page.stdout.contains("2 order-1 NOTPAY"), "{}", page.stdout);
    home.run("--sandbox query --batch asked.csv --expect SUCCESS")
        .fails_with(2);
}

/// Returns the most memory that a command has had, in KiB.
#[cfg(target_os = "linux")]
fn peak(home: &Home, line: &str) -> u64 {
    let mut child = start(home, line);
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let found = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let found = found.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(found.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_lines() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    let check = format!("{BATCH} --dry-run");
    let of_lines = |line: &str, count: usize| {
        for ending in ["", ".journal", ".input"] {
            let _ = std::fs::remove_file(home.path(&format!("results.jsonl{ending}")));
        }
        orders(&home, count);
        peak(&home, line)
    };
    for (line, few, many) in [(check.as_str(), 2_000, 40_000), (BATCH, 40, 400)] {
        // What is looked at now and then may be less than the peak, which the next time tells.
        let mut peaks = (0, u64::MAX);
        let is_bounded = (0..6).any(|_| {
            let again = (of_lines(line, few), of_lines(line, many));
            peaks = (peaks.0.max(again.0), peaks.1.min(again.1));
            peaks.1 < peaks.0 + 3_000
        });
        assert!(is_bounded, "{} KiB, then {} KiB", peaks.0, peaks.1);
    }
}

#[test]
fn generated_numbers_differ_by_batch_and_line() {
    let home = Home::new();
    let _sandbox = sandbox(&home);
    orders(&home, 3);
    home.run(BATCH).ok();
    home.run(&BATCH.replace("results", "others")).ok();
    assert_eq!(ledger(&home).keys().collect::<HashSet<_>>().len(), 6);
}
