//! Stores that fill up, lock up or go away, and come back.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::PATIENCE;
use crate::home::Home;
use crate::platform::{DATA, Platform};
use crate::prompt::{in_time, unless_held_up};
use crate::service::{Service, all_arrived, events, eventually};
use crate::small_disk::SmallDisk;
use crate::target::Target;

/// Sends new notifications until one is refused or `most` are taken; returns the ids that were
/// acknowledged, and the last answer.
fn send(
    runtime: &Runtime,
    platform: &Platform,
    url: &str,
    from: u32,
    most: u32,
) -> (Vec<String>, u16) {
    let (mut taken, mut status) = (Vec::new(), 0);
    for number in from..from + most {
        let id = format!("id-{number}");
        let notice = platform.payment(&id, &format!("order-{number}"), &number.to_string());
        status = runtime
            .block_on(platform.send(url, &notice))
            .expect("an answer");
        if status != 204 {
            return (taken, status);
        }
        taken.push(id);
    }
    (taken, status)
}

fn health(runtime: &Runtime, platform: &Platform, service: &Service) -> u16 {
    runtime.block_on(platform.get(service.path("/healthz"))).0
}

fn kept(home: &Home, store: &str) -> Vec<String> {
    let mut ids: Vec<String> = events(home, store, "")
        .iter()
        .map(|event| event["id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

#[test]
fn a_full_disk_refuses_and_recovers() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let folder = home.path("small");
    // Only root may mount; others cannot fill a disk.
    let Some(_mounted) = SmallDisk::mount(&folder, "size=2m") else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let store = folder.join("inbox.db").display().to_string();
    let service = Service::start(&home, "served", &format!("--store {store}"));
    std::fs::write(folder.join("ballast"), vec![7; 1_300_000]).unwrap();
    let (mut taken, status) = send(&runtime, &platform, &service.url, 0, 2000);
    assert_eq!(status, 503, "{} fitted in", taken.len());
    assert_eq!(health(&runtime, &platform, &service), 503);
    std::fs::remove_file(folder.join("ballast")).unwrap();
    eventually("it recovers", || {
        (health(&runtime, &platform, &service) == 200).then_some(())
    });
    let (more, status) = send(&runtime, &platform, &service.url, 5000, 20);
    assert_eq!(status, 204);
    taken.extend(more);
    taken.sort();
    service.kill();
    let kept = kept(&home, &store);
    let lost: Vec<_> = taken.iter().filter(|id| !kept.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn a_full_disk_does_not_flood_a_target() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let folder = home.path("small");
    let Some(_mounted) = SmallDisk::mount(&folder, "size=2m") else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let store = folder.join("inbox.db").display().to_string();
    let (full, fills) = channel::<()>();
    let mut waited = false;
    // A runtime of its own, whose threads it may hold up.
    let apart = Runtime::new().unwrap();
    let target = Target::start(&apart, move |_| {
        if !waited {
            // The result of the attempt is reported once there is no room to note it.
            waited = fills.recv_timeout(PATIENCE).is_ok();
        }
        200
    });
    let options = format!("--store {store} --forward-to {}", target.url());
    let service = Service::start(&home, "served", &options);
    assert_eq!(send(&runtime, &platform, &service.url, 0, 3).1, 204);
    let mut ballast = std::fs::File::create(folder.join("ballast")).unwrap();
    while ballast.write_all(&[7; 512]).is_ok() {}
    drop(ballast);
    full.send(()).unwrap();
    eventually("the attempts are made", || {
        (target.seen().len() == 3).then_some(())
    });
    assert_eq!(send(&runtime, &platform, &service.url, 100, 1).1, 503);
    std::fs::remove_file(folder.join("ballast")).unwrap();
    all_arrived(&home, &store);
    assert_eq!(target.seen().len(), 3, "each was made once");
    service.end();
}

#[test]
fn a_store_that_was_moved_away_is_created_again_and_not_written_into_the_void() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db").display().to_string();
    let service = Service::start(&home, "served", &format!("--store {store}"));
    assert_eq!(send(&runtime, &platform, &service.url, 0, 3).1, 204);
    for suffix in ["", "-wal", "-shm"] {
        // The files beside it come and go.
        let _ = std::fs::rename(format!("{store}{suffix}"), format!("{store}.old{suffix}"));
    }
    assert_eq!(send(&runtime, &platform, &service.url, 3, 3).1, 204);
    service.kill();
    assert_eq!(kept(&home, &store), ["id-3", "id-4", "id-5"]);
    assert_eq!(
        kept(&home, &format!("{store}.old")),
        ["id-0", "id-1", "id-2"]
    );
}

#[test]
fn a_store_that_cannot_be_written_is_refused_at_the_start() {
    let home = Home::new();
    let folder = home.path("locked");
    let Some(_mounted) = SmallDisk::mount(&folder, "ro") else {
        return;
    };
    let stderr = home
        .run("--sandbox serve-notify --listen 127.0.0.1:0 --store locked/inbox.db")
        .fails_with(3);
    assert!(stderr.contains("locked/inbox.db"), "{stderr}");
}

/// A server of our own, which may be stopped.
struct Server {
    folder: PathBuf,
    url: String,
}

impl Server {
    fn script(action: &str, folder: &Path) -> Option<String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/postgres");
        let done = Command::new(script)
            .arg(action)
            .arg(folder)
            .output()
            .unwrap();
        let printed = String::from_utf8(done.stdout).unwrap();
        done.status.success().then(|| printed.trim().to_owned())
    }

    fn start() -> Self {
        let folder =
            std::env::temp_dir().join(format!("wechatpay-{}", wechatpay::ambient::digits(12)));
        let url = Self::script("start", &folder).expect("PostgreSQL starts");
        Self { folder, url }
    }

    fn again(&self) {
        assert_eq!(
            Self::script("start", &self.folder).as_deref(),
            Some(self.url.as_str())
        );
    }

    fn stop(&self) {
        Self::script("stop", &self.folder).expect("PostgreSQL stops");
    }

    /// Stops or continues every process that serves a connection.
    fn signal_backends(&self, signal: &str) {
        let pid = std::fs::read_to_string(self.folder.join("postmaster.pid")).unwrap();
        let parent = pid.lines().next().unwrap().to_owned();
        let found = Command::new("ps")
            .args(["-o", "pid=", "--ppid", &parent])
            .output()
            .unwrap();
        let pids = String::from_utf8(found.stdout).unwrap();
        // One that has ended meanwhile cannot be signalled.
        let _ = Command::new("kill")
            .arg(signal)
            .args(pids.split_whitespace())
            .output()
            .unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Self::script("stop", &self.folder);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_database_that_hangs_is_not_waited_for() {
    let Some(store) = crate::postgres::database("hangs") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(&home, "served", &format!("--store {store}"));
    assert_eq!(send(&runtime, &platform, &service.url, 0, 3).1, 204);
    let holder = crate::postgres::hold(&runtime, &store, "LOCK TABLE wechatpay.notification");
    let late = async || {
        let each = (100..104).map(|number| {
            let (platform, url) = (&platform, &service.url);
            async move {
                // One after the other, so that some come while others wait already.
                tokio::time::sleep(Duration::from_millis((number - 100) * 1500)).await;
                let id = format!("id-{number}");
                let notice = platform.payment(&id, &format!("order-{number}"), &number.to_string());
                let began = Instant::now();
                (platform.send(url, &notice).await, began.elapsed())
            }
        });
        futures_util::future::join_all(each).await
    };
    // The lock lasts until the end of the test.
    in_time(Duration::from_secs(5), || {
        let answers = runtime.block_on(late());
        assert!(answers.iter().all(|(status, _)| *status == Some(503)));
        answers.into_iter().map(|(_, took)| took).max().unwrap()
    });
    drop(holder);
    // The lock is released once the database notices.
    eventually("it recovers", || {
        (health(&runtime, &platform, &service) == 200).then_some(())
    });
    let (taken, status) = send(&runtime, &platform, &service.url, 100, 4);
    assert_eq!((taken.len(), status), (4, 204));
    service.end();
    assert_eq!(kept(&home, &store).len(), 7);
}

/// How long a server may take to end: at most ten seconds, after which a supervisor kills it, and
/// some more on a machine that is slow and busy. The store hangs for longer.
const END: Duration = Duration::from_secs(60);

/// Sends a notification that is not answered yet when the server is asked to end, and checks that
/// health tells of the store meanwhile and that the end comes in time.
fn ends_while_the_store_hangs(home: &Home, store: &str, hold: impl FnOnce()) {
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(home, "served", &format!("--store {store}"));
    assert_eq!(send(&runtime, &platform, &service.url, 0, 1).1, 204);
    hold();
    // What the store said before is good for a second.
    eventually("its health is reported", || {
        let began = Instant::now();
        let status = health(&runtime, &platform, &service);
        assert!(began.elapsed() < END);
        (status == 503).then_some(())
    });
    let address = service.url.split('/').nth(2).unwrap().to_owned();
    let mut sent = home.notice(&[]).begin(&address);
    sent.send_rest();
    let began = Instant::now();
    service.end();
    assert!(began.elapsed() < END, "{:?}", began.elapsed());
    assert_eq!(sent.status(), 503);
}

#[test]
fn a_store_that_hangs_fails_its_health_and_does_not_keep_the_server_from_ending() {
    let home = Home::new();
    let store = home.path("inbox.db").display().to_string();
    let other = rusqlite::Connection::open(&store).unwrap();
    ends_while_the_store_hangs(&home, &store, || {
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    });
    drop(other);
    let Some(store) = crate::postgres::database("hangs_at_the_end") else {
        return;
    };
    let holder = Runtime::new().unwrap();
    let mut held = None;
    ends_while_the_store_hangs(&Home::new(), &store, || {
        let tables = "LOCK TABLE wechatpay.notification, wechatpay.probe, wechatpay.delivery";
        held = Some(crate::postgres::hold(&holder, &store, tables));
    });
}

#[test]
fn a_database_that_goes_away_and_comes_back_loses_nothing() {
    // One that may be stopped is ours to start; where none is installed, none is named either.
    if crate::postgres::database("outage").is_none() {
        return;
    }
    let database = Server::start();
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(&home, "served", &format!("--store {}", database.url));
    let becomes = |status| {
        // What the store said is good for a second.
        eventually("its health is reported", || {
            (health(&runtime, &platform, &service) == status).then_some(())
        });
    };
    let mut taken = Vec::new();
    for round in 0..2 {
        let (some, status) = send(&runtime, &platform, &service.url, round * 1000, 30);
        assert_eq!(status, 204);
        taken.extend(some);
        database.stop();
        assert_eq!(
            send(&runtime, &platform, &service.url, round * 1000 + 500, 1).1,
            503
        );
        becomes(503);
        database.again();
        becomes(200);
    }
    let (some, status) = send(&runtime, &platform, &service.url, 500, 1);
    assert_eq!(status, 204, "what was refused is taken when it comes again");
    taken.extend(some);
    taken.sort();
    service.end();
    assert_eq!(kept(&home, &database.url), taken);
}

/// When a paused store goes on.
enum GoesOn {
    /// Before anything is refused.
    Soon,
    /// Once something was refused, while what came later still waits.
    AfterRefusal,
}

/// Pauses a store, sends the payments of some orders and a little later their refunds, lets the
/// store go on, and has WeChat Pay repeat what was refused, refunds first: each target sees the
/// order of arrival. Returns how many were refused.
fn arrive_in_order(
    home: &Home,
    store: &str,
    pause: impl FnOnce(),
    go_on: impl FnOnce() + Send + 'static,
    when: GoesOn,
) -> usize {
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let options = format!("--store {store} --forward-to {}", target.url());
    let service = Service::start(home, "served", &options);
    let orders = ["a", "b", "c", "d"];
    for order in orders {
        let first = platform.payment(&format!("{order}-0"), order, &format!("{order}0"));
        let sent = runtime.block_on(platform.send(&service.url, &first));
        assert_eq!(sent, Some(204));
    }
    // What is on its way while its attempt cannot be noted may go out twice.
    all_arrived(home, store);
    let mut notices = Vec::new();
    for order in orders {
        notices.push(platform.payment(&format!("{order}-1"), order, &format!("{order}1")));
    }
    for order in orders {
        notices.push(platform.refund(&format!("{order}-2"), order, &format!("{order}2")));
    }
    pause();
    let (refused, is_refused) = channel();
    let (pause, refunds_after) = match when {
        GoesOn::Soon => (Duration::from_millis(400), Duration::from_millis(300)),
        // What waits is refused after three seconds.
        GoesOn::AfterRefusal => (Duration::ZERO, Duration::from_millis(2200)),
    };
    let going_on = std::thread::spawn(move || {
        std::thread::sleep(pause);
        if matches!(when, GoesOn::AfterRefusal) {
            is_refused.recv_timeout(PATIENCE).unwrap();
        }
        go_on();
    });
    let answers = runtime.block_on(async {
        let each = notices.iter().enumerate().map(|(at, notice)| {
            let (platform, url, refused) = (&platform, &service.url, &refused);
            async move {
                if at >= orders.len() {
                    tokio::time::sleep(refunds_after).await;
                }
                let status = platform.send(url, notice).await.expect("an answer");
                if status != 204 {
                    // Only the first is waited for.
                    let _ = refused.send(());
                }
                status
            }
        });
        futures_util::future::join_all(each).await
    });
    going_on.join().unwrap();
    let refused: Vec<_> = notices
        .iter()
        .zip(&answers)
        .filter(|(_, status)| **status != 204)
        .map(|(notice, _)| notice)
        .collect();
    for notice in refused.iter().rev() {
        eventually("it is taken", || {
            let sent = runtime.block_on(platform.send(&service.url, notice));
            (sent == Some(204)).then_some(())
        });
    }
    all_arrived(home, store);
    let taken = target.taken();
    for order in orders {
        let of_order: Vec<_> = taken.iter().filter(|id| id.starts_with(order)).collect();
        let expected: Vec<_> = (0..3).map(|n| format!("{order}-{n}")).collect();
        assert_eq!(of_order, expected.iter().collect::<Vec<_>>(), "{answers:?}");
    }
    assert_eq!(target.seen().len(), 12, "each goes out once");
    service.end();
    refused.len()
}

#[test]
fn a_database_that_is_paused_does_not_change_the_order_of_arrival() {
    if crate::postgres::database("paused").is_none() {
        return;
    }
    let refused = |when| {
        let database = Arc::new(Server::start());
        let home = Home::new();
        let url = database.url.clone();
        let (pausing, going_on) = (Arc::clone(&database), Arc::clone(&database));
        arrive_in_order(
            &home,
            &url,
            move || pausing.signal_backends("-STOP"),
            move || going_on.signal_backends("-CONT"),
            when,
        )
    };
    // A short pause is a long one where the machine is held up.
    unless_held_up(|| refused(GoesOn::Soon) == 0);
    assert!(refused(GoesOn::AfterRefusal) > 0);
}

#[test]
fn a_file_that_is_locked_does_not_change_the_order_of_arrival() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let (begin, started) = channel::<()>();
    let (locked, is_locked) = channel::<()>();
    let (end, ended) = channel::<()>();
    let path = store.clone();
    // As a shell does that was left open in a transaction.
    let shell = std::thread::spawn(move || {
        started.recv().unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        locked.send(()).unwrap();
        ended.recv().unwrap();
    });
    let refused = arrive_in_order(
        &home,
        &store.display().to_string(),
        move || {
            begin.send(()).unwrap();
            is_locked.recv().unwrap();
        },
        move || end.send(()).unwrap(),
        GoesOn::AfterRefusal,
    );
    assert!(refused > 0, "the lock was longer than is waited for");
    shell.join().unwrap();
}
