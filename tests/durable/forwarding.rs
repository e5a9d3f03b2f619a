//! Passing on: exact bytes, in order, as often as it takes, and how WeChat Pay is answered meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::runtime::Runtime;

use crate::PATIENCE;
use crate::home::{Home, Server, read};
use crate::platform::{DATA, Notice, Platform};
use crate::prompt::{in_time, unless_held_up};
use crate::service::{Service, all_arrived, events, eventually};
use crate::target::{Target, silent_port};

struct Stage {
    home: Home,
    runtime: Runtime,
    platform: Platform,
    store: String,
}

impl Stage {
    fn new() -> Self {
        let home = Home::new();
        let platform = Platform::new(&home.path(DATA));
        let store = home.path("inbox.db").display().to_string();
        let runtime = Runtime::new().unwrap();
        Self {
            home,
            runtime,
            platform,
            store,
        }
    }

    fn serve(&self, options: &str) -> Service {
        Service::start(
            &self.home,
            "served",
            &format!("--store {} {options}", self.store),
        )
    }

    fn send(&self, service: &Service, notice: &Notice) -> u16 {
        let sent = self.platform.send(&service.url, notice);
        self.runtime.block_on(sent).expect("an answer")
    }
}

#[test]
fn bytes_and_headers_arrive_as_they_were_where_the_pattern_says() {
    let stage = Stage::new();
    let all = Target::start(&stage.runtime, |_| 200);
    let refunds = Target::start(&stage.runtime, |_| 200);
    let service = stage.serve(&format!(
        "--forward-to {} --forward-to REFUND.*={}",
        all.url(),
        refunds.url()
    ));
    let payment = stage.platform.payment("p", "order-1", "42");
    let refund = stage.platform.refund("r", "order-1", "50");
    assert_eq!(stage.send(&service, &payment), 204);
    assert_eq!(stage.send(&service, &refund), 204);
    all_arrived(&stage.home, &stage.store);
    assert_eq!(all.taken(), ["p", "r"]);
    assert_eq!(refunds.taken(), ["r"]);
    let kept = events(&stage.home, &stage.store, "");
    for (seen, event) in all.seen().iter().zip(&kept) {
        let notice = if seen.id == "p" { &payment } else { &refund };
        assert_eq!(seen.body, notice.body);
        for name in [
            "wechatpay-signature",
            "wechatpay-timestamp",
            "wechatpay-nonce",
            "wechatpay-serial",
            "content-type",
        ] {
            assert_eq!(seen.headers.get_all(name).iter().count(), 1, "{name}");
        }
        assert_eq!(event["state"], "delivered");
    }
}

#[test]
fn a_target_that_is_named_several_times_is_one_that_takes_either() {
    let stage = Stage::new();
    let target = Target::start(&stage.runtime, |_| 200);
    let url = target.url();
    let service = stage.serve(&format!(
        "--forward-to TRANSACTION.*={url} --forward-to *.SUCCESS={url} --forward-to *.SUCCESS={url}"
    ));
    for notice in [
        stage.platform.payment("p", "order-1", "42"),
        stage.platform.refund("r", "order-1", "50"),
    ] {
        assert_eq!(stage.send(&service, &notice), 204);
    }
    all_arrived(&stage.home, &stage.store);
    let seen: Vec<_> = target.seen().into_iter().map(|seen| seen.id).collect();
    assert_eq!(seen, ["p", "r"], "each goes there once");
}

#[test]
fn each_goes_out_once_and_in_order_while_nothing_fails() {
    let stage = Stage::new();
    let target = Target::start(&stage.runtime, |_| 200);
    let service = stage.serve(&format!("--forward-to {}", target.url()));
    let url = service.url.clone();
    stage.runtime.block_on(async {
        let lanes = (0..8).map(|lane| {
            let (platform, url) = (&stage.platform, url.clone());
            async move {
                let order = format!("order-{lane}");
                for number in 0..15 {
                    let notice = platform.refund(
                        &format!("{lane}-{number:02}"),
                        &order,
                        &format!("{lane}{number}"),
                    );
                    assert_eq!(platform.send(&url, &notice).await, Some(204));
                }
            }
        });
        futures_util::future::join_all(lanes).await;
    });
    all_arrived(&stage.home, &stage.store);
    let seen = target.seen();
    assert_eq!(seen.len(), 120, "none goes out twice");
    for lane in 0..8 {
        let of_lane = seen
            .iter()
            .filter(|seen| seen.id.starts_with(&format!("{lane}-")));
        assert!(of_lane.map(|seen| &seen.id).is_sorted());
    }
}

#[test]
fn a_refused_notification_holds_up_its_own_order_only() {
    let stage = Stage::new();
    let refusals = Arc::new(AtomicU16::new(0));
    let count = Arc::clone(&refusals);
    let mut is_other_taken = false;
    let target = Target::start(&stage.runtime, move |id| {
        is_other_taken |= id == "b1";
        if id == "a1" && (count.load(Ordering::Relaxed) < 2 || !is_other_taken) {
            count.fetch_add(1, Ordering::Relaxed);
            return 500;
        }
        200
    });
    let service = stage.serve(&format!("--forward-to {}", target.url()));
    for notice in [
        stage.platform.payment("a1", "order-a", "1"),
        stage.platform.refund("a2", "order-a", "2"),
        stage.platform.payment("b1", "order-b", "3"),
    ] {
        assert_eq!(stage.send(&service, &notice), 204);
    }
    all_arrived(&stage.home, &stage.store);
    assert_eq!(target.taken(), ["b1", "a1", "a2"]);
    let tried = events(&stage.home, &stage.store, "");
    assert_eq!(
        tried[0]["attempts"].as_array().unwrap().len(),
        usize::from(refusals.load(Ordering::Relaxed)) + 1,
        "{}",
        tried[0]
    );
}

#[test]
fn what_waits_survives_a_restart_and_an_absent_target() {
    let stage = Stage::new();
    let (port, address) = silent_port();
    let options = format!("--forward-to http://{address}/hook");
    let service = stage.serve(&options);
    for number in 0..40 {
        let notice = stage.platform.payment(
            &format!("id-{number}"),
            &format!("order-{number}"),
            &number.to_string(),
        );
        assert_eq!(stage.send(&service, &notice), 204);
    }
    service.end();
    let service = stage.serve(&options);
    let page = stage.platform.get(service.path("/metrics"));
    let (_, metrics) = stage.runtime.block_on(page);
    assert!(metrics.contains("state=\"pending\"} 40"), "{metrics}");
    let target = Target::start_at(&stage.runtime, port, |_| 200);
    all_arrived(&stage.home, &stage.store);
    assert_eq!(target.taken().len(), 40);
    assert!(
        events(&stage.home, &stage.store, "dead").is_empty(),
        "an absent target refuses nothing"
    );
}

#[test]
fn a_notification_that_is_refused_too_often_is_a_dead_letter_until_it_is_replayed() {
    let stage = Stage::new();
    let status = Arc::new(AtomicU16::new(500));
    let answer = Arc::clone(&status);
    let target = Target::start(&stage.runtime, move |_| answer.load(Ordering::Relaxed));
    let _service = {
        let service = stage.serve(&format!(
            "--forward-to {} --forward-attempts 2",
            target.url()
        ));
        assert_eq!(
            stage.send(&service, &stage.platform.payment("a", "order-1", "42")),
            204
        );
        service
    };
    let dead = eventually("it is given up", || {
        let dead = events(&stage.home, &stage.store, "dead");
        (!dead.is_empty()).then_some(dead)
    });
    assert_eq!(dead[0]["id"], "a");
    assert_eq!(target.seen().len(), 2);
    let replay = || {
        let done = stage.home.run(&format!(
            "--sandbox --json events replay --state dead --store {}",
            stage.store
        ));
        assert_eq!(done.json()["queued"], 1);
    };
    replay();
    eventually("it is given up again", || {
        let dead = events(&stage.home, &stage.store, "dead");
        (!dead.is_empty()).then_some(())
    });
    assert_eq!(target.seen().len(), 4, "it has its attempts again");
    status.store(200, Ordering::Relaxed);
    replay();
    all_arrived(&stage.home, &stage.store);
    assert_eq!(target.taken(), ["a"]);
}

#[test]
fn with_ack_after_forward_the_answer_is_the_targets() {
    let stage = Stage::new();
    let status = Arc::new(AtomicU16::new(500));
    let answer = Arc::clone(&status);
    let target = Target::start(&stage.runtime, move |_| answer.load(Ordering::Relaxed));
    let service = stage.serve(&format!(
        "--ack after-forward --forward-to {}",
        target.url()
    ));
    let notice = stage.platform.payment("a", "order-1", "42");
    // WeChat Pay waits for 5 seconds.
    in_time(Duration::from_secs(5), || {
        let began = Instant::now();
        let status = stage.send(&service, &notice);
        if status == 503 {
            // The store was held up until there was no time left.
            return Duration::MAX;
        }
        assert_eq!(status, 502);
        began.elapsed()
    });
    status.store(200, Ordering::Relaxed);
    // A target that is held up has not answered by then.
    eventually("it is taken", || {
        (stage.send(&service, &notice) == 204).then_some(())
    });
    assert_eq!(target.taken(), ["a"]);
    let before = target.seen().len();
    assert_eq!(stage.send(&service, &notice), 204);
    assert_eq!(
        target.seen().len(),
        before,
        "what has arrived is not sent again"
    );
}

#[test]
fn a_program_reads_the_event_and_is_run_again_where_it_fails() {
    let stage = Stage::new();
    let script = stage.home.path("hook.sh");
    std::fs::write(
        &script,
        "cat >> events.jsonl\necho \"$WECHATPAY_EVENT_TYPE\" >> types\n[ \"$(wc -l < types)\" -gt 1 ]\n",
    )
    .unwrap();
    let mut command = stage
        .home
        .command("--sandbox --json serve-notify --listen 127.0.0.1:0");
    command.args(["--store", &stage.store, "--exec", "sh hook.sh"]);
    let server = crate::home::Server::of(command);
    let notice = stage.platform.payment("a", "order-1", "42");
    let url = server.url();
    let sent = stage.platform.send(&url, &notice);
    assert_eq!(stage.runtime.block_on(sent), Some(204));
    all_arrived(&stage.home, &stage.store);
    let lines: Vec<Value> = stage.home.read("events.jsonl").lines().map(read).collect();
    assert_eq!(lines.len(), 2, "the first run failed");
    assert_eq!(lines[0], lines[1]);
    assert_eq!(lines[0]["id"], "a");
    assert_eq!(lines[0]["resource"]["out_trade_no"], "order-1");
    assert_eq!(
        stage.home.read("types"),
        "TRANSACTION.SUCCESS\nTRANSACTION.SUCCESS\n"
    );
}

#[test]
fn a_backlog_is_worked_off() {
    let Some(store) = crate::postgres::database("backlog") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let options = format!("--store {store} --forward-to {}", target.url());
    let service = Service::start(&home, "first", &options);
    let notice = platform.payment("id-0", "order-0", "42");
    assert_eq!(
        runtime.block_on(platform.send(&service.url, &notice)),
        Some(204)
    );
    all_arrived(&home, &store);
    service.end();
    crate::postgres::execute(
        &store,
        "SET search_path TO wechatpay;
        INSERT INTO notification (id, event_type, create_time, duplicate, order_no, verdict, received_at, headers, body, resource)
        SELECT 'copy-' || n, event_type, create_time, 0, 'copy-' || n, verdict, received_at, headers, body, resource
        FROM notification, generate_series(1, 30000) n;
        INSERT INTO delivery (seq, target, order_no, state, next_at)
        SELECT n.seq, d.target, n.order_no, 'pending', 0 FROM notification n, (SELECT target FROM delivery LIMIT 1) d
        WHERE n.id LIKE 'copy-%'",
    );
    let service = Service::start(&home, "second", &options);
    eventually("some of it has arrived", || {
        (target.seen().len() > 300).then_some(())
    });
    service.end();
}

/// Starts a receiver that runs `script`.
fn with_program(stage: &Stage, script: &str, options: &str) -> Server {
    stage.home.write("hook.sh", script);
    let mut command = stage.home.command(&format!(
        "--sandbox --json serve-notify --listen 127.0.0.1:0 {options}"
    ));
    command.args(["--store", &stage.store, "--exec", "sh hook.sh"]);
    Server::of(command)
}

fn notify(stage: &Stage, server: &Server, id: &str) {
    let notice = stage.platform.payment(id, "order-1", id);
    let url = server.url();
    let sent = stage.platform.send(&url, &notice);
    assert_eq!(stage.runtime.block_on(sent), Some(204));
}

#[test]
fn what_a_program_prints_is_part_of_the_structured_log() {
    let stage = Stage::new();
    let script = "echo out; echo err >&2; printf 'odd \\033[2J\\377\\n\\n'
        head -c 20000 /dev/zero | tr '\\0' x; cat > /dev/null";
    let server = with_program(&stage, script, "--log-format json");
    notify(&stage, &server, "a");
    all_arrived(&stage.home, &stage.store);
    server.signal("-TERM");
    let (_, _, stderr) = server.end();
    let lines: Vec<Value> = stderr.lines().map(read).collect();
    let printed = |stream: &str| -> Vec<&str> {
        let lines = lines.iter().filter(|line| line["event"] == "exec");
        lines
            .filter(|line| line["stream"] == stream && line["id"] == "a")
            .map(|line| line["message"].as_str().unwrap())
            .collect()
    };
    assert_eq!(printed("stderr"), ["err"]);
    let out = printed("stdout");
    assert_eq!(out[..2], ["out", "odd \u{1b}[2J\u{fffd}"]);
    assert_eq!(out[2..].concat(), "x".repeat(20_000));
    assert!(out.iter().all(|line| line.len() <= 8192));
    // Without it, it comes as it is.
    let server = with_program(&stage, "echo out; echo err >&2", "");
    notify(&stage, &server, "b");
    all_arrived(&stage.home, &stage.store);
    server.signal("-TERM");
    let (_, _, stderr) = server.end();
    assert!(stderr.contains("\nout\nerr\n"), "{stderr}");
}

/// Waits for a file that a program writes, and reads the number in it.
fn written(stage: &Stage, name: &str) -> String {
    eventually(name, || {
        let text = std::fs::read_to_string(stage.home.path(name)).ok()?;
        text.ends_with('\n').then(|| text.trim().to_owned())
    })
}

#[test]
fn a_program_that_runs_when_it_is_asked_to_end_has_time_to_end_too() {
    unless_held_up(end_after_program);
}

/// How long a program may run on once the server is asked to end.
const PROGRAM: Duration = Duration::from_secs(8);

/// Asks a server to end while its program has two seconds left.
fn end_after_program() -> bool {
    let stage = Stage::new();
    let script = "echo > begun; sleep 2; echo > done";
    let server = with_program(&stage, script, "");
    notify(&stage, &server, "a");
    written(&stage, "begun");
    let began = Instant::now();
    server.signal("-TERM");
    let (code, _, stderr) = server.end();
    let took = began.elapsed();
    assert_eq!(code, Some(143), "{stderr}");
    let is_done = stage.home.path("done").exists();
    if !is_done && took >= PROGRAM {
        return false;
    }
    assert!(is_done);
    assert_eq!(
        events(&stage.home, &stage.store, "")[0]["state"],
        "delivered"
    );
    true
}

/// Whether a process runs; one that has ended and that nothing has waited for yet is a zombie.
fn runs(id: &str) -> bool {
    let found = std::process::Command::new("ps")
        .args(["-o", "stat=", "-p", id])
        .output();
    let state = String::from_utf8(found.unwrap().stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

/// Asks a server to end while its program runs, and returns how long that took.
fn end_with_program(script: &str, signals: usize) -> Duration {
    let stage = Stage::new();
    let mut server = with_program(&stage, script, "");
    notify(&stage, &server, "a");
    let pid = written(&stage, "pid");
    assert!(runs(&pid));
    let began = Instant::now();
    server.signal("-TERM");
    if signals == 2 {
        // The second one is a second one once the first has been handled.
        eventually("it no longer listens", || {
            let again = std::net::TcpStream::connect(server.address());
            again.is_err().then_some(())
        });
        server.signal("-TERM");
    }
    assert_eq!(server.wait(), Some(143));
    let took = began.elapsed();
    eventually("the program has gone", || (!runs(&pid)).then_some(()));
    let kept = &events(&stage.home, &stage.store, "")[0];
    assert_eq!(kept["state"], "pending", "{kept}");
    if stage.home.path("asked").exists() == script.contains("asked") {
        took
    } else {
        // It has a second to clean up.
        Duration::MAX
    }
}

#[test]
fn a_program_that_does_not_end_is_ended_with_all_that_it_has_started() {
    // One that listens is asked to end, and may clean up.
    let listens = "trap 'echo > asked; exit' TERM; sleep 300 & echo $! > pid; wait";
    let deaf = "trap '' TERM; sleep 300 & echo $! > pid; wait";
    // Who cannot wait asks twice: without, the program has eight seconds.
    for (script, signals, limit) in [(listens, 1, 60), (deaf, 1, 60), (listens, 2, 6)] {
        let limit = Duration::from_secs(limit);
        in_time(limit, || end_with_program(script, signals));
    }
}

#[test]
fn what_keeps_notifications_from_a_target_is_reported() {
    let stage = Stage::new();
    let (port, address) = silent_port();
    let url = format!("http://{address}/hook");
    let mut server = stage.home.serve(&format!(
        "--store {} --log-format json --forward-attempts 2 --forward-to {url}?token=hush",
        stage.store
    ));
    notify(&stage, &server, "a");
    let down = server.logged("target-down");
    assert_eq!(
        (&down["level"], &down["target"]),
        (&"warning".into(), &url.clone().into())
    );
    let _target = Target::start_at(&stage.runtime, port, |_| 500);
    let up = server.logged("target-up");
    assert_eq!(up["level"], "info");
    server.signal("-TERM");
    let (_, _, stderr) = server.end();
    assert!(
        !stderr.contains("target-down"),
        "an outage is reported once: {stderr}"
    );
    let mut server = stage.home.serve(&format!(
        "--store {} --log-format json --forward-attempts 2 --forward-to {url}",
        stage.store
    ));
    notify(&stage, &server, "b");
    let declined = server.logged("declined");
    assert_eq!(
        (&declined["id"], &declined["outcome"]),
        (&"b".into(), &"500".into())
    );
    let dead = server.logged("dead");
    assert_eq!(
        (&dead["level"], &dead["id"]),
        (&"error".into(), &"b".into())
    );
}

#[test]
fn a_store_that_is_replaced_during_a_delivery_still_passes_on_everything() {
    let stage = Stage::new();
    let (go_on, wait) = std::sync::mpsc::channel::<()>();
    let (reached, under_way) = std::sync::mpsc::channel::<()>();
    // A runtime of its own, whose threads it may hold up.
    let apart = Runtime::new().unwrap();
    let target = Target::start(&apart, move |id| {
        if id == "before" {
            reached.send(()).unwrap();
            wait.recv_timeout(PATIENCE).unwrap();
        }
        200
    });
    let service = stage.serve(&format!("--forward-to {}", target.url()));
    let before = stage.platform.payment("before", "order-1", "1");
    assert_eq!(stage.send(&service, &before), 204);
    under_way.recv_timeout(PATIENCE).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        // The files beside it come and go.
        let from = format!("{}{suffix}", stage.store);
        let _ = std::fs::rename(&from, format!("{}.old{suffix}", stage.store));
    }
    let after = stage.platform.payment("after", "order-2", "2");
    assert_eq!(stage.send(&service, &after), 204);
    go_on.send(()).unwrap();
    all_arrived(&stage.home, &stage.store);
    let mut taken = target.taken();
    taken.sort();
    assert_eq!(taken, ["after", "before"]);
    let kept = events(&stage.home, &stage.store, "delivered");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["id"], "after");
    assert_eq!(kept[0]["attempts"].as_array().unwrap().len(), 1);
}

#[test]
fn a_notification_whose_id_has_other_content_is_reported_and_passed_on() {
    let stage = Stage::new();
    let target = Target::start(&stage.runtime, |_| 200);
    let service = stage.serve(&format!("--log-format json --forward-to {}", target.url()));
    // The second and the fourth are repetitions, sealed again.
    for (order, transaction) in [
        ("order-1", "42"),
        ("order-1", "42"),
        ("order-2", "43"),
        ("order-2", "43"),
    ] {
        let notice = stage.platform.payment("a", order, transaction);
        assert_eq!(stage.send(&service, &notice), 204);
    }
    all_arrived(&stage.home, &stage.store);
    assert_eq!(target.seen().len(), 2);
    service.end();
    let kept = events(&stage.home, &stage.store, "delivered");
    let orders: Vec<_> = kept
        .iter()
        .map(|one| &one["resource"]["out_trade_no"])
        .collect();
    assert_eq!(orders, ["order-1", "order-2"]);
    let stderr = stage.home.read("served.err");
    let lines: Vec<Value> = stderr
        .lines()
        .map(read)
        .filter(|line| line["event"] == "altered")
        .collect();
    assert_eq!(lines.len(), 1, "{stderr}");
    assert_eq!(
        (&lines[0]["level"], &lines[0]["id"]),
        (&"warning".into(), &kept[1]["id"])
    );
}
