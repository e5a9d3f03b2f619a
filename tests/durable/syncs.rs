//! A file that is synced is lost with a folder whose name is not: what the system is asked to sync.

use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::runtime::Runtime;

use crate::foreign::nothing_is_lost;
use crate::home::{Home, skipped};
use crate::platform::{DATA, Platform};
use crate::service::{Service, eventually};

/// A folder that was created, or a file or folder that was synced.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    Created(PathBuf),
    Synced(PathBuf),
}

/// Runs a command, and returns which folders each of its threads creates and what it syncs, in this
/// order; none where programs cannot be traced.
fn traced(home: &Home, args: &str) -> Option<Vec<Vec<Call>>> {
    let plain = home.command(args);
    let folder = home.path("traces");
    std::fs::create_dir(&folder).unwrap();
    let mut command = Command::new("strace");
    command
        .args(["-ff", "-y", "-e", "trace=fsync,mkdir,mkdirat", "-o"])
        .arg(folder.join("thread"))
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(plain.get_current_dir().unwrap())
        .env_clear();
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.output().ok()?;
    let threads = std::fs::read_dir(&folder).unwrap();
    let calls: Vec<Vec<Call>> = threads
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .map(|lines| lines.lines().filter_map(|line| call(home, line)).collect())
        .collect();
    calls.iter().any(|calls| !calls.is_empty()).then_some(calls)
}

/// Reads a line such as `mkdir("one", 0700) = 0` or `fsync(9</home/one>) = 0`.
fn call(home: &Home, line: &str) -> Option<Call> {
    let (call, result) = line.rsplit_once("= ")?;
    if result.trim() != "0" {
        return None;
    }
    if call.starts_with("fsync(") {
        let (_, path) = call.split_once('<')?;
        return Some(Call::Synced(path.rsplit_once('>')?.0.into()));
    }
    Some(Call::Created(home.path(call.split('"').nth(1)?)))
}

/// Panics unless the parent of each folder that was created below one, and of that one, was synced
/// after that by the same thread.
fn names_are_synced(threads: &[Vec<Call>], below: &Path) {
    let below = below.canonicalize().unwrap();
    let mut count = 0;
    for calls in threads {
        for (at, call) in calls.iter().enumerate() {
            let Call::Created(folder) = call else {
                continue;
            };
            let Ok(folder) = folder.canonicalize() else {
                continue;
            };
            if folder.starts_with(&below) {
                count += 1;
                let synced = Call::Synced(folder.parent().unwrap().to_owned());
                assert!(calls[at..].contains(&synced), "{synced:?}: {calls:?}");
            }
        }
    }
    assert!(count > 0, "{threads:?}");
}

#[test]
fn the_folders_of_a_new_store_are_synced_in_their_parents() {
    let home = Home::new();
    home.run("--sandbox doctor");
    let args = "--sandbox serve-notify --listen 127.0.0.1:0 --store one/two/inbox.db --for 1s";
    match traced(&home, args) {
        Some(calls) => names_are_synced(&calls, &home.path("one")),
        None => skipped("strace"),
    }
}

#[test]
fn the_folders_of_a_first_refund_are_synced_before_it_is_sent() {
    let home = Home::new();
    home.order("synced-1", "--sandbox --trade-type native");
    home.run("sandbox pay --attempts 1 synced-1");
    let args = "--sandbox refund create --out-trade-no synced-1 --refund 1 --reason x";
    match traced(&home, args) {
        Some(calls) => {
            names_are_synced(&calls, &home.path(".local/share/wechatpay/sandbox/refunds"));
        }
        None => skipped("strace"),
    }
}

/// The calls of the thread that writes, as far as they are about the log of a store.
fn calls_on_log(folder: &Path) -> Vec<String> {
    let threads = std::fs::read_dir(folder).unwrap();
    let texts = threads.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let failed = texts.filter(|text| text.contains("(INJECTED)"));
    let lines: Vec<_> = failed.collect();
    lines
        .iter()
        .flat_map(|text| text.lines())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_log_that_could_not_be_synced_is_replaced_before_anything_is_acknowledged() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    // What is written at the start is written already.
    home.run("--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db --for 1s")
        .ok();
    let traces = home.path("traces");
    std::fs::create_dir(&traces).unwrap();
    let (log, thread) = (home.path("inbox.db-wal"), traces.join("thread"));
    let before = [
        "-D",
        "-ff",
        "-e",
        "trace=fsync,fdatasync,ftruncate",
        "-e",
        "inject=fsync,fdatasync:error=EIO:when=1",
        "-P",
        log.to_str().unwrap(),
        "-o",
        thread.to_str().unwrap(),
    ];
    let is_there = Command::new("strace").arg("-V").output();
    if !is_there.is_ok_and(|done| done.status.success()) {
        skipped("strace");
        return;
    }
    let parent: Vec<&str> = std::iter::once("strace").chain(before).collect();
    let service = Service::start_under(&parent, &home, "served", "--store inbox.db");
    let notice = platform.payment("id", "order", "42");
    let send = || runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(send(), Some(503), "{}", home.read("served.err"));
    eventually("it is taken", || (send() == Some(204)).then_some(()));
    service.end();
    let between = eventually("a new log is started", || {
        let calls = calls_on_log(&traces);
        let after = |text: &str, from: usize| {
            let found = calls[from..].iter().position(|call| call.contains(text))?;
            Some(from + found + 1)
        };
        let failed = after("(INJECTED)", 0)?;
        let emptied = after("ftruncate(", failed)?;
        after("sync(", emptied)?;
        Some(calls[failed..emptied].to_vec())
    });
    // Before it is written into the database.
    let syncs = between.iter().filter(|call| call.contains("sync("));
    assert!(syncs.count() <= 1, "{between:?}");
    nothing_is_lost(&home, &home.path("inbox.db"), &["id".to_owned()]);
}
