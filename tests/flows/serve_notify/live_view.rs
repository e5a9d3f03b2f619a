//! `serve-notify` on a terminal: what a person sees and presses, and how the terminal is left.

use std::process::Command;

use crate::home::{Home, send};
use crate::service::eventually;
use crate::support::target::Target;
use crate::terminal::{Session, is_cooked};

const HINT: &str = "keys: r replays the last notification, q quits";

fn serve(home: &Home, options: &str) -> Command {
    home.command(&format!(
        "--sandbox serve-notify --listen 127.0.0.1:0 {options}"
    ))
}

/// Returns `host:port` of what a session says that it listens on.
fn address(session: &mut Session) -> String {
    let shown = session.until(HINT);
    let (_, rest) = shown.split_once("http://").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

/// Whether a process is stopped, as by Ctrl-Z.
fn is_stopped(process: u32) -> bool {
    let mut state = Command::new("ps");
    let state = state.args(["-o", "stat=", "-p", &process.to_string()]);
    state.output().unwrap().stdout.starts_with(b"T")
}

fn wait_until(is_so: impl Fn() -> bool) {
    eventually("the terminal is used otherwise", || is_so().then_some(()));
}

#[test]
fn a_person_sees_each_notification_and_delivery_and_replays_and_quits() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut calls = 0;
    let target = Target::start(&runtime, move |_| {
        calls += 1;
        if calls == 2 { 500 } else { 200 }
    });
    let home = Home::new();
    let url = format!("http://{}/", target.address);
    let command = serve(&home, &format!("--forward-to {url}"));
    let mut session = Session::of_width(&command, 100);
    let screen = session.screen();
    let address = address(&mut session);
    assert!(!is_cooked(&screen));
    session.press("r");
    session.until("no notification has arrived yet");
    let notice = home.notice(&[("out_trade_no", "coffee-0001")]);
    assert_eq!(notice.send(&address).status, 204);
    session.until("--> ");
    session.until("TRANSACTION.SUCCESS");
    session.until(" coffee-0001 ¥0.01");
    session.until("[200]");
    // It has arrived, and is sent again all the same.
    session.press("r");
    let shown = session.until("[500]");
    assert!(
        shown.contains(&format!(" {url}")) && shown.contains(" ms"),
        "{shown}"
    );
    assert_eq!(target.seen().len(), 2);
    session.press("q");
    let (code, shown) = session.end();
    assert_eq!(code, Some(0), "{shown}");
    assert!(is_cooked(&screen));
    // What was pressed is not echoed among the lines.
    assert!(
        !shown.contains("rno ") && !shown.contains("rreplaying"),
        "{shown}"
    );
}

#[test]
fn the_terminal_is_left_as_it_was_however_the_server_ends_or_stops() {
    let home = Home::new();
    let command = serve(&home, "--no-store --forward-to 127.0.0.1:9/");
    for (end, code) in [("q", 0), ("\u{3}", 130), ("-TERM", 143)] {
        let mut session = Session::new(&command);
        let screen = session.screen();
        session.until(HINT);
        assert!(!is_cooked(&screen));
        if code == 0 {
            // Ctrl-Z, and `fg`.
            session.press("\u{1a}");
            wait_until(|| is_stopped(session.id()));
            assert!(is_cooked(&screen));
            send("-CONT", session.id());
            wait_until(|| !is_cooked(&screen));
        }
        if end == "-TERM" {
            send(end, session.id());
        } else {
            session.press(end);
        }
        let (ended, shown) = session.end();
        assert_eq!(ended, Some(code), "{end:?}: {shown}");
        assert!(is_cooked(&screen), "{end:?}");
    }
}

#[test]
fn no_keys_are_taken_where_no_person_watches() {
    let home = Home::new();
    let dumb = {
        let mut command = serve(&home, "--no-store --for 100ms");
        command.env("TERM", "dumb");
        command
    };
    for command in [
        serve(&home, "--json --no-store --for 100ms"),
        serve(&home, "--no-input --no-store --for 100ms"),
        serve(&home, "--log-format json --no-store --for 100ms"),
        dumb,
    ] {
        let session = Session::new(&command);
        let screen = session.screen();
        let (code, shown) = session.end();
        assert_eq!(code, Some(0), "{shown}");
        assert!(
            !shown.contains("keys:") && !shown.contains('\u{1b}'),
            "{shown}"
        );
        assert!(is_cooked(&screen));
    }
}
