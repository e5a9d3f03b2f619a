//! serve-notify while it runs: reloads, ends, what it prints and where it gets its socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::PATIENCE;
use crate::home::{Home, Server, read, skipped};
use crate::prompt::unless_held_up;
use crate::service::eventually;
use crate::wire::{self, Notice};

const LOGGED: &str = "--json serve-notify --listen 127.0.0.1:0 --log-format json";

/// Writes the sandbox's profile, which stays good without it.
fn profile(home: &Home) {
    let sandbox = home.start("sandbox --listen 127.0.0.1:0 --json --write-profile merchant.toml");
    sandbox.signal("-TERM");
    sandbox.end();
}

fn statuses(server: &Server, notice: &Notice) -> u16 {
    notice.send(&server.address()).status
}

#[test]
fn a_hangup_has_the_profile_and_its_keys_read_again() {
    let home = Home::new();
    profile(&home);
    let key = home.path("merchant-keys/apiv3_key");
    let good = std::fs::read(&key).unwrap();
    std::fs::write(&key, "0123456789abcdefghijABCDEFGHIJ99").unwrap();
    let mut server = home.start(&format!("{LOGGED} --no-store"));
    let notice = home.notice(&[]);
    assert_eq!(statuses(&server, &notice), 500, "sealed with another key");
    std::fs::write(&key, good).unwrap();
    assert_eq!(statuses(&server, &notice), 500);
    server.signal("-HUP");
    server.logged("reloaded");
    assert_eq!(statuses(&server, &notice), 204);
    // A profile that cannot be used changes nothing, and the log says why.
    let whole = home.read("merchant.toml");
    for broken in [
        "[profiles.sandbox",
        "",
        &whole.replace("0000000001\"", "x\""),
    ] {
        home.write("merchant.toml", broken);
        server.signal("-HUP");
        let line = server.logged("not-reloaded");
        assert_eq!(line["level"], "error");
        assert_eq!(statuses(&server, &home.notice(&[])), 204, "{line}");
    }
    home.write("merchant.toml", whole);
    server.signal("-HUP");
    server.logged("reloaded");
    server.signal("-TERM");
    assert_eq!(server.end().0, Some(143));
}

#[test]
fn a_key_that_is_named_must_be_usable_and_one_that_is_not_need_not_be_there() {
    let home = Home::new();
    profile(&home);
    let whole = home.read("merchant.toml");
    let key = home.path("merchant-keys/apiclient_key.pem");
    let once = "--json serve-notify --listen 127.0.0.1:0 --no-store --for 10ms";
    let without = |field: &str| {
        let lines = whole.lines().filter(|line| !line.starts_with(field));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    home.write("merchant.toml", without("private_key"));
    home.run(once).ok();
    home.write("merchant.toml", &whole);
    let mut server = home.start(&format!("{LOGGED} --no-store"));
    let refused = |named: &str| {
        let error = home.run(once).failed(3);
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(named), "{message}");
    };
    let mode = |mode| std::fs::set_permissions(&key, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o644);
    refused("can be read by others");
    // While it runs, the key that it has stays.
    server.signal("-HUP");
    let line = server.logged("not-reloaded");
    let stderr = line["message"].as_str().unwrap();
    assert!(stderr.contains("can be read by others"), "{stderr}");
    mode(0o600);
    let good = std::fs::read(&key).unwrap();
    std::fs::write(&key, rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
    refused("private_key");
    std::fs::remove_file(&key).unwrap();
    refused("apiclient_key.pem");
    std::fs::write(&key, good).unwrap();
    mode(0o600);
    home.run(once).ok();
    home.write("merchant.toml", without("private_key"));
    home.write("merchant-keys/apiclient_cert.pem", "nothing");
    refused("certificate");
}

#[test]
fn a_hangup_at_once_does_not_end_it() {
    let home = Home::new();
    let mut server = home.serve("--no-store --log-format json");
    server.signal("-HUP");
    server.logged("reloaded");
}

#[test]
fn a_signal_at_once_is_not_lost_between_two_listeners() {
    let home = Home::new();
    for _ in 0..40 {
        let mut server = home.serve("--no-store");
        server.signal("-TERM");
        assert_eq!(server.wait(), Some(143));
    }
}

#[test]
fn what_was_under_way_when_it_is_asked_to_end_is_stored_printed_and_acknowledged() {
    for (signal, code) in [("-TERM", 143), ("-INT", 130)] {
        unless_held_up(|| end_within_a_request(signal, code));
    }
}

/// How long a request may take from its head to its response.
const RESPONSE: Duration = Duration::from_millis(4500);

/// Asks a server to end before a request is complete.
fn end_within_a_request(signal: &str, expected: i32) -> bool {
    let home = Home::new();
    let server = home.serve("--store events.db");
    let notice = home.notice(&[("out_trade_no", "order-1")]);
    let address = server.address();
    let began = Instant::now();
    let mut unfinished = notice.begin(&address);
    server.signal(signal);
    let until = began + PATIENCE;
    while TcpStream::connect(&address).is_ok() {
        assert!(Instant::now() < until, "it still listens");
    }
    unfinished.send_rest();
    let status = unfinished.status();
    if status != 204 && began.elapsed() >= RESPONSE {
        return false;
    }
    assert_eq!(status, 204);
    let (code, lines, stderr) = server.end();
    assert_eq!(code, Some(expected), "{stderr}");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], notice.id());
    let kept = home
        .run("--json --sandbox events list --store events.db")
        .json();
    assert_eq!(kept["events"][0]["out_trade_no"], "order-1");
    true
}

#[test]
fn a_reader_of_stdout_that_does_not_read_holds_nothing_up() {
    let home = Home::new();
    let mut server = home.serve("--store events.db --log-format json");
    // More than fits into a pipe.
    for _ in 0..150 {
        assert_eq!(statuses(&server, &home.notice(&[])), 204);
    }
    server.signal("-HUP");
    server.logged("reloaded");
    server.signal("-TERM");
    let began = Instant::now();
    assert_eq!(server.wait(), Some(143));
    assert!(began.elapsed() < PATIENCE);
    let stats = home
        .run("--json --sandbox events stats --store events.db")
        .json();
    assert_eq!(stats["total"], 150);
}

#[test]
fn a_reader_of_stdout_that_has_gone_ends_it_quietly() {
    let home = Home::new();
    let mut child = home
        .command("--sandbox --json serve-notify --listen 127.0.0.1:0 --store events.db")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    drop(stdout);
    let url = read(&first)["listening"].as_str().unwrap().to_owned();
    let address = url.split('/').nth(2).unwrap();
    assert_eq!(home.notice(&[]).send(address).status, 204);
    // A program that another test starts has the reader's end, too, until it begins: what is printed
    // by then fits into the pipe, and the next is refused.
    eventually("it ends", || {
        if let Ok(mut stream) = TcpStream::connect(address) {
            let _ = stream.write_all(&home.notice(&[]).request());
            let _ = stream.read_to_end(&mut Vec::new());
        }
        child.try_wait().unwrap()
    });
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert!(!stderr.contains("rror"), "{stderr}");
}

#[test]
fn every_line_of_the_structured_log_is_an_object() {
    let home = Home::new();
    let server = home.serve(
        "--no-store --log-format json -vv --forward-to 1 --keep 1h --expect REFUND.SUCCESS --max-events 2",
    );
    let address = server.address();
    let mut odd = home.notice(&[]);
    odd.body.push(b' ');
    for _ in 0..30 {
        assert_eq!(odd.send(&address).status, 401);
    }
    let good = home.notice(&[]);
    assert_eq!(good.send(&address).status, 204);
    assert_eq!(good.send(&address).status, 204);
    // The second that is new is the last.
    assert_eq!(home.notice(&[]).send(&address).status, 204);
    let (code, _, stderr) = server.end();
    assert_eq!(code, Some(8));
    let mut lines: Vec<_> = stderr.lines().map(read).collect();
    // With --json the error itself has the form that it has everywhere.
    assert_eq!(lines.pop().unwrap()["error"]["exit_code"], 8);
    for line in &lines {
        let time = line["time"].as_str().unwrap();
        assert!(time.parse::<jiff::Timestamp>().is_ok(), "{time}");
        let level = line["level"].as_str().unwrap();
        assert!(["debug", "info", "warning", "error"].contains(&level));
        assert!(!line["message"].as_str().unwrap().is_empty());
    }
    let count = |event: &str| lines.iter().filter(|line| line["event"] == event).count();
    assert_eq!((count("listening"), count("duplicate")), (1, 1), "{stderr}");
    // Any sender can make it refuse, so refusals are logged one by one only up to a limit.
    assert!((2..=20).contains(&count("refused")), "{stderr}");
    let text = home.run(
        "--sandbox serve-notify --listen 127.0.0.1:0 --no-store --for 10ms --log-format json --expect REFUND.SUCCESS",
    );
    assert_eq!(text.code, Some(8));
    let last = text.stderr.lines().map(read).next_back().unwrap();
    assert_eq!(
        (&last["level"], &last["error"]["kind"]),
        (&"error".into(), &"condition".into())
    );
}

#[test]
fn a_second_process_on_one_file_is_refused_and_learns_what_to_use() {
    let home = Home::new();
    let _server = home.serve("--store events.db");
    let second = "serve-notify --listen 127.0.0.1:0 --store events.db";
    let error = home.run(&format!("--sandbox --json {second}")).failed(3);
    assert!(error["message"].as_str().unwrap().contains("events.db"));
    assert!(error["hint"].as_str().unwrap().contains("postgres://"));
    // A reader is not a second receiver.
    home.run("--sandbox events list --store events.db").ok();
}

#[test]
fn it_ends_when_it_has_seen_enough() {
    let home = Home::new();
    let payment = |number: &str| home.notice(&[("out_trade_no", number)]);
    let server = home.serve("--no-store --once");
    assert_eq!(statuses(&server, &payment("order-1")), 204);
    let (code, lines, _) = server.end();
    assert_eq!((code, lines.len()), (Some(0), 1));
    // What is refused or seen before is not counted.
    let server = home.serve("--no-store --max-events 2");
    let (first, mut odd) = (payment("order-1"), payment("order-1"));
    odd.body.push(b'x');
    for (notice, status) in [
        (&first, 204),
        (&first, 204),
        (&odd, 401),
        (&payment("order-2"), 204),
    ] {
        assert_eq!(statuses(&server, notice), status);
    }
    let (code, lines, _) = server.end();
    assert_eq!((code, lines.len()), (Some(0), 2));
    let server = home.serve("--no-store --expect TRANSACTION.SUCCESS,out_trade_no=order-2");
    assert_eq!(statuses(&server, &payment("order-1")), 204);
    assert_eq!(statuses(&server, &payment("order-2")), 204);
    assert_eq!(server.end().0, Some(0));
    let server = home.serve("--no-store --once --expect TRANSACTION.SUCCESS,out_trade_no=order-2");
    assert_eq!(statuses(&server, &payment("order-1")), 204);
    let (code, _, stderr) = server.end();
    assert_eq!(code, Some(8));
    assert_eq!(
        read(stderr.lines().last().unwrap())["error"]["kind"],
        "condition"
    );
    let began = Instant::now();
    home.run("--sandbox serve-notify --listen 127.0.0.1:0 --no-store --for 300ms")
        .ok();
    assert!(began.elapsed() >= Duration::from_millis(300));
    for wrong in [
        "--once --max-events 2",
        "--max-events 0",
        "--expect ,x=1",
        "--expect TRANSACTION.SUCCESS,b=1",
        "--expect PAID",
        "--expect transaction.success",
        "--expect REFUNDS.*",
        "--for x",
    ] {
        home.run(&format!("--sandbox serve-notify {wrong}"))
            .fails_with(2);
    }
}

/// Hands sockets over as systemd does; `python3` is there wherever this is developed.
const LAUNCHER: &str = "
import os, socket, sys
count = int(sys.argv[1])
# Numbers that the copies do not fall upon.
taken = [os.open('/dev/null', 0) for _ in range(8)]
sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
for n, one in enumerate(sockets):
    os.dup2(one.fileno(), 3 + n)
os.environ.update(LISTEN_FDS=str(count), LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
";

#[test]
fn a_socket_is_taken_from_systemd() {
    let home = Home::new();
    let launch = |count: &str| {
        let mut command = Command::new("python3");
        command.args(["-c", LAUNCHER, count, env!("CARGO_BIN_EXE_wechatpay")]);
        command.args(["--sandbox", "--json", "serve-notify", "--no-store"]);
        command
            .env("HOME", home.path(""))
            .current_dir(home.path(""));
        command.stdin(Stdio::null());
        command
    };
    if Command::new("python3").arg("-V").output().is_err() {
        skipped("python3 to hand a socket over");
        return;
    }
    let server = Server::of(launch("1"));
    assert!(!server.url().contains(":8080"), "{}", server.url());
    assert_eq!(statuses(&server, &home.notice(&[])), 204);
    // What was typed and has no effect is said.
    let mut typed = launch("1");
    typed.args(["--listen", "127.0.0.1:1", "--once", "--for", "1ms"]);
    let done = typed.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        said.contains("--listen 127.0.0.1:1 has no effect"),
        "{said}"
    );
    let many = launch("2").output().unwrap();
    assert_eq!(many.status.code(), Some(3));
    let error = read(std::str::from_utf8(&many.stderr).unwrap());
    assert!(
        error["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("ListenStream")
    );
}

#[test]
fn the_packaged_unit_starts_a_receiver() {
    let home = Home::new();
    profile(&home);
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let unit = std::fs::read_to_string(top.join("packaging/systemd/wechatpay.service")).unwrap();
    let setting = |start: &str| {
        let value = unit.lines().find_map(|line| line.strip_prefix(start));
        value
            .unwrap()
            .replace("/etc/wechatpay/", "")
            .replace("/var/lib/wechatpay/", "")
            .replace("$WECHATPAY_SERVE_OPTIONS", "")
    };
    let store = setting("Environment=WECHATPAY_STORE=");
    let args = setting("ExecStart=/usr/bin/wechatpay ");
    let args = format!("{args} --listen 127.0.0.1:0 --for 10ms");
    home.run_with(&args, ("WECHATPAY_STORE", &home.path(&store)))
        .ok();
    assert!(home.path("inbox.db").exists());
}

#[test]
fn an_address_that_is_taken_is_reported_with_a_way_out() {
    let home = Home::new();
    let server = home.serve("--no-store");
    let taken = server.address();
    let stderr = home
        .run(&format!(
            "--sandbox serve-notify --no-store --listen {taken}"
        ))
        .fails_with(3);
    assert!(
        stderr.contains(&taken) && stderr.contains("port 0"),
        "{stderr}"
    );
    let _ = wire::ask(&taken, "GET", "/healthz");
}
