//! `trigger` against our own receiver and against receivers that do everything wrong.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::PATIENCE;
use crate::home::{Home, Server};
use crate::responses::closed_address;
use crate::wire::{self, Captured};

const BAD: [&str; 9] = [
    "bad-signature",
    "wrong-serial",
    "stale",
    "future",
    "signtest",
    "bad-tag",
    "truncated",
    "reserialized",
    "wrong-mchid",
];
const ODD: [&str; 3] = ["duplicate", "slow", "refund-first"];

/// A receiver of the test's own: it answers each request with what `answer` makes of it.
struct Receiver {
    url: String,
    seen: Arc<Mutex<Vec<Captured>>>,
}

impl Receiver {
    fn new(answer: impl Fn(&Captured, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/pay", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, kept) = (Arc::new(answer), Arc::clone(&seen));
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, kept) = (Arc::clone(&answer), Arc::clone(&kept));
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    if let Some(captured) = wire::receive(&mut stream) {
                        kept.lock().unwrap().push(captured.clone());
                        answer(&captured, &mut stream);
                    }
                });
            }
        });
        Self { url, seen }
    }

    /// One that answers everything alike.
    fn always(status: u16, headers: &'static str, body: &'static str) -> Self {
        Self::new(move |_, stream| respond(stream, status, headers, body))
    }

    fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

fn respond(stream: &mut TcpStream, status: u16, headers: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    // Who has read enough may be gone.
    let _ = stream.write_all(&[head.as_bytes(), body.as_bytes()].concat());
}

fn serve_notify(home: &Home, options: &str) -> Server {
    home.start(&format!(
        "--sandbox --json serve-notify --listen 127.0.0.1:0 {options}"
    ))
}

/// Returns the names of the cases with this problem; a good one's is its event.
fn with_problem(report: &Value, problem: &Value) -> Vec<String> {
    let results = report["results"].as_array().unwrap().iter();
    let name = |result: &Value| {
        let fault = result["fault"].as_str();
        fault.or(result["event_type"].as_str()).unwrap().to_owned()
    };
    results
        .filter(|result| result["problem"] == *problem)
        .map(name)
        .collect()
}

fn good() -> Vec<String> {
    let events = [
        "TRANSACTION.SUCCESS",
        "REFUND.SUCCESS",
        "REFUND.ABNORMAL",
        "REFUND.CLOSED",
        "SECURITY_ECHO.SUCCESS",
    ];
    let all = events.into_iter().chain(ODD);
    all.map(str::to_owned).collect()
}

#[test]
fn our_own_receiver_passes_the_suite_and_tells_each_genuine_notification_once() {
    let home = Home::new();
    let server = serve_notify(&home, "--store events.db");
    let report = home
        .run(&format!("--json trigger --suite --to {}", server.url()))
        .json();
    assert_eq!(report["schema"], "wechatpay/trigger/v1");
    assert_eq!(report["passed"], true, "{report}");
    assert_eq!(report["results"].as_array().unwrap().len(), 17);
    assert_eq!(report["summary"]["cases"], 17);
    assert_eq!(report["summary"]["failed"], 0);
    assert_eq!(report["hint"], Value::Null);
    assert_eq!(with_problem(&report, &Value::Null).len(), 17);
    let page = home
        .run(&format!("trigger --suite --to {}", server.url()))
        .ok();
    for name in BAD.iter().chain(&ODD) {
        assert!(page.contains(name), "{page}");
    }
    assert!(page.contains("17 passed, 0 failed"), "{page}");
    server.signal("-TERM");
    let (_, events, _) = server.end();
    // Of each suite: five events, the duplicate once, the slow one, a refund and its payment.
    assert_eq!(events.len(), 2 * 9, "{events:?}");
}

#[test]
fn a_receiver_that_keeps_nothing_passes_too_with_either_key_and_as_a_partner() {
    let home = Home::new();
    let server = serve_notify(&home, "--no-store");
    for options in ["", "--key public-key", "--partner"] {
        home.run(&format!("trigger --suite --to {} {options}", server.url()))
            .ok();
    }
}

#[test]
fn each_fault_is_refused_or_acknowledged_as_it_must_be() {
    let home = Home::new();
    let server = serve_notify(&home, "--no-store");
    let send = |event: &str, fault: &str| {
        let to = server.url();
        let report = home.run(&format!("--json trigger {event} --to {to} --fault {fault}"));
        let mut report = report.json();
        let result = report["results"][0].take();
        assert_eq!(result["fault"], fault);
        assert_eq!(result["passed"], true);
        result
    };
    for fault in BAD {
        let result = send("TRANSACTION.SUCCESS", fault);
        let expected = match fault {
            "bad-tag" => 500,
            "wrong-mchid" => 400,
            _ => 401,
        };
        assert_eq!(result["expected"], "refused");
        assert_eq!(
            result["exchanges"][0]["answer"]["status"], expected,
            "{fault}"
        );
    }
    for fault in ODD {
        let result = send("refund.success", fault);
        assert_eq!(result["expected"], "acknowledged");
        let exchanges = result["exchanges"].as_array().unwrap();
        assert_eq!(exchanges.len(), if fault == "slow" { 1 } else { 2 });
        assert!(
            exchanges
                .iter()
                .all(|exchange| exchange["answer"]["status"] == 204)
        );
        let elapsed = exchanges[0]["elapsed_ms"].as_u64().unwrap();
        assert!(fault != "slow" || elapsed >= 2000, "{elapsed}");
    }
}

#[test]
fn a_receiver_that_believes_everything_learns_exactly_what_it_believed() {
    let home = Home::new();
    let receiver = Receiver::always(200, "", r#"{"code":"SUCCESS"}"#);
    let report = home
        .run(&format!("--json trigger --suite --to {}", receiver.url))
        .reports(8);
    assert_eq!(report["passed"], false);
    assert_eq!(with_problem(&report, &json!("accepted")), BAD);
    assert_eq!(with_problem(&report, &Value::Null), good());
    assert_eq!(report["summary"]["by_problem"], json!({"accepted": 9}));
    assert_eq!(report["hint"], Value::Null);
    for result in report["results"].as_array().unwrap() {
        let says = |name: &str| result[name].as_str().is_some_and(|text| !text.is_empty());
        assert_eq!(
            (says("message"), says("fix")),
            (!passed(result), !passed(result))
        );
    }
    for lang in ["en", "zh"] {
        let page = home.run(&format!(
            "--lang {lang} trigger --suite --to {}",
            receiver.url
        ));
        assert_eq!(page.code, Some(8));
        let label = if lang == "en" {
            "failed: "
        } else {
            "未通过："
        };
        let failed: Vec<&str> = page
            .stdout
            .lines()
            .filter_map(|line| line.strip_prefix(label)?.split([':', '：']).next())
            .collect();
        assert_eq!(failed, BAD, "{}", page.stdout);
    }
}

fn passed(result: &Value) -> bool {
    result["passed"] == true
}

#[test]
fn a_receiver_that_refuses_everything_may_have_other_keys() {
    let home = Home::new();
    for (status, hinted) in [(500, true), (401, true), (404, false)] {
        let receiver = Receiver::always(status, "", "{}");
        let report = home
            .run(&format!("--json trigger --suite --to {}", receiver.url))
            .reports(8);
        assert_eq!(with_problem(&report, &json!("not-accepted")), good());
        assert_eq!(with_problem(&report, &Value::Null), BAD);
        let hint = report["hint"].as_str().unwrap_or_default();
        assert_eq!(hint.contains("--write-profile"), hinted, "{status}");
    }
}

#[test]
fn a_redirect_is_no_answer_and_is_not_followed() {
    let home = Home::new();
    let receiver = Receiver::always(302, "Location: /elsewhere\r\n", "");
    let report = home
        .run(&format!("--json trigger --suite --to {}", receiver.url))
        .reports(8);
    assert_eq!(report["summary"]["by_problem"], json!({"redirected": 17}));
    // Seventeen cases, two of which are two notifications.
    assert_eq!(receiver.count(), 19);
    let seen = receiver.seen.lock().unwrap();
    assert!(seen.iter().all(|one| one.raw.starts_with(b"POST /pay ")));
}

#[test]
fn an_absent_receiver_fails_what_must_be_refused_too() {
    let home = Home::new();
    let url = closed_address();
    let report = home
        .run(&format!("--json trigger --suite --to {url}/notify"))
        .reports(8);
    assert_eq!(report["summary"]["by_problem"], json!({"unreachable": 17}));
    assert_eq!(report["summary"]["by_status"], json!({"none": 19}));
    let first = &report["results"][0]["exchanges"][0];
    assert_eq!(first["answer"], Value::Null);
    assert!(first["error"].as_str().unwrap().contains("cannot connect"));
}

#[test]
fn an_answer_must_be_complete_in_five_seconds() {
    let home = Home::new();
    let hang = || std::thread::sleep(Duration::from_secs(3600));
    let silent = Receiver::new(move |_, _| hang());
    let unfinished = Receiver::new(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n{");
        hang();
    });
    let cut = Receiver::new(|_, _| {});
    std::thread::scope(|scope| {
        for (receiver, problem) in [
            (&silent, "too-slow"),
            (&unfinished, "too-slow"),
            (&cut, "no-answer"),
        ] {
            let home = &home;
            scope.spawn(move || {
                let began = Instant::now();
                let report = home.run(&format!(
                    "--json trigger REFUND.CLOSED --fault stale --to {}",
                    receiver.url
                ));
                let report = report.reports(8);
                assert_eq!(report["results"][0]["problem"], problem);
                let waited = report["results"][0]["exchanges"][0]["elapsed_ms"].as_u64();
                assert!(problem != "too-slow" || waited.unwrap() >= 5000);
                assert!(began.elapsed() < PATIENCE);
            });
        }
    });
}

#[test]
fn a_duplicate_must_be_acknowledged_and_may_be_answered_in_other_words() {
    let home = Home::new();
    let answers = |second: u16| {
        let times = AtomicUsize::new(0);
        Receiver::new(move |_, stream| {
            let first = times.fetch_add(1, Ordering::Relaxed) == 0;
            respond(stream, if first { 200 } else { second }, "", "");
        })
    };
    let checked = |receiver: &Receiver, code: i32| {
        let done = home.run(&format!(
            "--json trigger TRANSACTION.SUCCESS --fault duplicate --to {}",
            receiver.url
        ));
        done.reports(code)["results"][0].take()
    };
    let conflict = checked(&answers(409), 8);
    assert_eq!(conflict["problem"], "not-accepted");
    assert!(conflict["message"].as_str().unwrap().contains("409"));
    assert_eq!(
        conflict["note"],
        Value::Null,
        "what is refused is not allowed"
    );
    let receiver = answers(204);
    let other = checked(&receiver, 0);
    assert_eq!(other["note"], "answers-differ");
    let same = checked(&Receiver::always(200, "", "{}"), 0);
    assert_eq!(same["note"], Value::Null);
    let seen = receiver.seen.lock().unwrap();
    assert_eq!(seen[0].body, seen[1].body);
    for fresh in ["Wechatpay-Signature", "Wechatpay-Nonce"] {
        assert_ne!(seen[0].header(fresh), seen[1].header(fresh));
    }
}

#[test]
fn the_plaintext_has_what_was_set_in_it() {
    let home = Home::new();
    let mut server = serve_notify(&home, "--no-store");
    let url = server.url();
    home.run(&format!(
        "trigger transaction.success --to {url} --set out_trade_no=mine-0001 --set attach=7 --set-json amount.total=1999 --set-json scene_info.device_id=null"
    ))
    .ok();
    let resource = server.next()["resource"].take();
    assert_eq!(resource["out_trade_no"], "mine-0001");
    assert_eq!(resource["attach"], "7");
    assert_eq!(resource["amount"]["total"], 1999);
    assert_eq!(resource["scene_info"], json!({"device_id": null}));
    home.run(&format!("trigger REFUND.ABNORMAL --partner --to {url}"))
        .ok();
    let refund = server.next()["resource"].take();
    assert_eq!(refund["refund_status"], "ABNORMAL");
    assert!(refund["sub_mchid"].is_string() && refund["mchid"].is_null());
}

#[test]
fn repetitions_are_counted_and_the_first_failures_reported() {
    let home = Home::new();
    let times = AtomicUsize::new(0);
    let receiver = Receiver::new(move |_, stream| {
        let odd = times.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        respond(stream, if odd { 503 } else { 200 }, "", "");
    });
    let run = |options: &str| {
        home.run(&format!(
            "trigger REFUND.SUCCESS --to {} --repeat 60 --concurrency 8 {options}",
            receiver.url
        ))
    };
    let report = run("--json").reports(8);
    let summary = &report["summary"];
    assert_eq!(summary["cases"], 60);
    assert_eq!(
        (&summary["passed"], &summary["failed"]),
        (&json!(30), &json!(30))
    );
    assert_eq!(summary["by_status"], json!({"200": 30, "503": 30}));
    assert_eq!(summary["by_problem"], json!({"not-accepted": 30}));
    assert_eq!(report["results"].as_array().unwrap().len(), 10);
    let times = ["p50", "p99", "max"].map(|name| summary["latency_ms"][name].as_u64().unwrap());
    assert!(times.is_sorted(), "{times:?}");
    let ids: std::collections::HashSet<String> = receiver
        .seen
        .lock()
        .unwrap()
        .iter()
        .map(|one| {
            let body: Value = serde_json::from_slice(&one.body).unwrap();
            body["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 60);
    let page = run("");
    assert_eq!(page.code, Some(8));
    assert!(
        page.stdout.contains("30 passed, 30 failed"),
        "{}",
        page.stdout
    );
    let good = Receiver::always(204, "", "");
    let report = home.run(&format!(
        "--json trigger REFUND.SUCCESS --to {} --repeat 20 --concurrency 4",
        good.url
    ));
    assert_eq!(report.json()["results"], json!([]));
}

#[test]
fn what_a_receiver_answers_is_shown_shortened_and_cannot_steer_a_terminal() {
    let home = Home::new();
    let long: &'static str = Box::leak(format!("\u{1b}[2J{}", "x".repeat(10_000)).into_boxed_str());
    let receiver = Receiver::always(200, "X-Odd: \u{9b}2J\r\n", long);
    let run = |options: &str| {
        home.run(&format!(
            "trigger REFUND.CLOSED --to {}?token=hunter2 {options}",
            receiver.url
        ))
    };
    let page = run("");
    assert_eq!(page.code, Some(0), "{}", page.stderr);
    let json = run("--json");
    for shown in [&page.stdout, &json.stdout] {
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!shown.contains(steers), "{shown:?}");
        assert!(!shown.contains("hunter2"));
        assert!(shown.len() < 10_000);
    }
    let report = json.json();
    let answer = &report["results"][0]["exchanges"][0]["answer"];
    assert_eq!(answer["body"].as_str().unwrap().len(), 2048);
    assert_eq!(answer["truncated"], true);
}

#[test]
fn this_machine_is_reached_without_a_proxy_and_without_a_profile() {
    let home = Home::new();
    let receiver = Receiver::always(200, "", "");
    let mut command = home.command(&format!(
        "--json trigger REFUND.CLOSED --data made --to {}",
        receiver.url
    ));
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env(name, "http://127.0.0.1:1");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(home.path("made/identity").exists());
    // WeChat Pay's own headers, and what it says of itself.
    let seen = receiver.seen.lock().unwrap();
    assert_eq!(seen[0].header("Content-Type"), "application/json");
    assert_eq!(
        seen[0].header("Wechatpay-Signature-Type"),
        "WECHATPAY2-SHA256-RSA2048"
    );
    assert!(seen[0].header("Request-ID").ends_with("-0"));
}

#[test]
fn a_dry_run_sends_nothing() {
    let home = Home::new();
    let receiver = Receiver::always(200, "", "");
    let event = format!("trigger REFUND.CLOSED --to {}", receiver.url);
    let shown = home.run(&format!("--json --dry-run {event} --fault stale"));
    let shown = shown.json();
    assert_eq!(shown["url"], receiver.url);
    let body = shown["body"].as_str().unwrap();
    let message = shown["message"].as_str().unwrap();
    assert!(message.ends_with(&format!("\n{body}\n")), "{message}");
    let curl = home.run(&format!("--curl {event}")).ok();
    assert!(curl.starts_with("curl "), "{curl}");
    for more in ["--repeat 2", "--fault duplicate"] {
        home.run(&format!("--dry-run {event} {more}")).fails_with(2);
    }
    assert_eq!(receiver.count(), 0);
    let ran = std::process::Command::new("sh")
        .args(["-c", &curl])
        .output();
    assert!(ran.unwrap().status.success());
    assert_eq!(receiver.count(), 1);
}

#[test]
fn wrong_arguments_learn_what_is_right() {
    let home = Home::new();
    let error = home
        .run("--json trigger transaction.sucess --to 3000")
        .failed(2);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("TRANSACTION.SUCCESS"), "{message}");
    for (args, expected) in [
        ("refund.close --to 3000", "REFUND.CLOSED"),
        ("REFUND.CLOSED --to 3000 --fault bad-sig", "bad-signature"),
        ("REFUND.CLOSED", "--to"),
        ("--to 3000", "EVENT"),
        ("--suite --to 3000 --fault stale", "--fault"),
        ("REFUND.CLOSED --to 3000 --concurrency 2", "--repeat"),
        ("REFUND.CLOSED --to ftp://x", "ftp://x"),
        ("REFUND.CLOSED --to REFUND.*=3000", "pattern"),
        ("REFUND.CLOSED --to 3000 --set mchid.x=1", "mchid.x"),
        ("REFUND.CLOSED --to 3000 --set-json a={", "--set-json a"),
        (
            "SECURITY_ECHO.SUCCESS --to 3000 --fault wrong-mchid",
            "names no merchant",
        ),
    ] {
        let stderr = home.run(&format!("trigger {args}")).fails_with(2);
        assert!(stderr.contains(expected), "{args}: {stderr}");
    }
}
