//! Signals that come before the store is open, and while what is in it is printed.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use futures_util::future::join_all;
use tokio::runtime::Runtime;
use wechatpay::inbox::{Inbox, SqliteInbox};

use crate::home::{Home, read};
use crate::inbox::{payment, put};
use crate::prompt::unless_held_up;
use crate::service::eventually;

fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(sent.success());
}

fn start(home: &Home, args: &str) -> Child {
    let mut command = home.command(args);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Waits for the end, and returns the code and the kind of the error.
fn end(mut child: Child) -> (Option<i32>, String) {
    let mut printed = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut printed).unwrap();
    let kind = read(printed.lines().last().unwrap())["error"]["kind"].take();
    let kind = kind.as_str().unwrap().to_owned();
    (child.wait().unwrap().code(), kind)
}

/// Makes a store with so much in it that no pipe holds it.
fn filled(home: &Home) {
    let inbox = SqliteInbox::open(&home.path("inbox.db")).unwrap();
    Runtime::new().unwrap().block_on(async {
        let inbox: Arc<dyn Inbox> = Arc::new(inbox);
        let all = (0..1500).map(|number| {
            let id = format!("id-{number}-{}", "x".repeat(200));
            put(&*inbox, payment(&id, &id, &id), &[])
        });
        join_all(all).await;
        inbox.close().await;
    });
}

#[test]
fn a_list_that_nobody_reads_to_its_end_ends_on_a_signal() {
    let home = Home::new();
    filled(&home);
    for (command, signal, code, kind) in [
        ("events export", "-TERM", 143, "terminated"),
        ("events export --format csv", "-INT", 130, "interrupted"),
        ("events list --limit 1500", "-TERM", 143, "terminated"),
    ] {
        let mut child = start(&home, &format!("--json {command} --store inbox.db"));
        let mut stdout = child.stdout.take().unwrap();
        // It has begun, and cannot end.
        stdout.read_exact(&mut [0]).unwrap();
        send(signal, &child);
        assert_eq!(end(child), (Some(code), kind.to_owned()), "{command}");
    }
}

#[test]
fn a_signal_before_the_store_is_open_ends_the_server_and_leaves_the_store_as_it_is() {
    let home = Home::new();
    filled(&home);
    let lock = home.path("inbox.db.lock");
    unless_held_up(|| {
        eventually("nobody serves", || std::fs::remove_file(&lock).ok());
        let other = rusqlite::Connection::open(home.path("inbox.db")).unwrap();
        let hold = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
        other.execute_batch(hold).unwrap();
        let serve = "--sandbox --json serve-notify --listen 127.0.0.1:0 --store inbox.db";
        let child = start(&home, serve);
        eventually("it opens the store", || lock.exists().then_some(()));
        send("-TERM", &child);
        let (code, kind) = end(child);
        drop(other);
        // It may have given up waiting for the other program before.
        let is_held_up = code == Some(3);
        assert!(is_held_up || code == Some(143), "{code:?} {kind}");
        !is_held_up
    });
    let total = home.run("events stats --store inbox.db --get total").ok();
    assert_eq!(total.trim(), "1500");
}
