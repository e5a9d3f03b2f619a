//! Other programs that open, close, move, remove and overwrite the store's files while
//! notifications come.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::fs::{FlockOperation, fcntl_lock};
use tokio::runtime::Runtime;
use wechatpay::inbox::{Filter, Inbox, Insert, NextStep, Position, SqliteInbox, StoreEvent};

use crate::PATIENCE;
use crate::damage::overwrite;
use crate::home::Home;
use crate::inbox::{HERE, ids, payment, put, reopened, settle, take};
use crate::platform::{DATA, Platform};
use crate::postgres;
use crate::prompt::unless_held_up;
use crate::service::{Service, all_arrived, events, eventually};
use crate::target::Target;

/// A file that stands beside the database.
pub(crate) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Another process, as far as the server can tell: it opens and closes the store's files, as the
/// `sqlite3` shell, `events list` and backup tools do, until it is stopped. Versions of SQLite
/// before 3.51 remove the log if they get the whole database to themselves at the end.
struct Visitor {
    stop: Arc<AtomicBool>,
    /// How often it read the notifications.
    visits: Arc<AtomicU32>,
    thread: Option<JoinHandle<()>>,
}

impl Visitor {
    fn start(store: PathBuf) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let visits = Arc::<AtomicU32>::default();
        let visited = Arc::clone(&visits);
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let read = rusqlite::Connection::open(&store).and_then(|connection| {
                    connection.query_row("SELECT count(*) FROM notification", [], |row| {
                        row.get::<_, i64>(0)
                    })
                });
                // The server may be in the middle of making its tables.
                visited.fetch_add(u32::from(read.is_ok()), Ordering::Relaxed);
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::read(beside(&store, suffix));
                }
                remove_log_if_alone(&store);
            }
        });
        Self {
            stop,
            visits,
            thread: Some(thread),
        }
    }

    /// Lets it have enough visits, and stops it.
    fn stop(mut self) {
        eventually("it visits the store", || {
            (self.visits.load(Ordering::Relaxed) > 10).then_some(())
        });
        self.stop.store(true, Ordering::Relaxed);
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Removes the log as SQLite does when the last connection is closed: if no other process has a lock on
/// the database.
fn remove_log_if_alone(store: &Path) {
    let file = File::options().read(true).write(true).open(store).unwrap();
    if fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(store, suffix));
        }
    }
}

/// Sends `count` new notifications over 4 connections; returns the ids that were acknowledged.
pub(crate) fn flood(
    runtime: &Runtime,
    platform: &Platform,
    url: &str,
    prefix: &str,
    count: u32,
) -> Vec<String> {
    let next = AtomicU32::new(0);
    let lanes = (0..4).map(|_| async {
        let mut acknowledged = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return acknowledged;
            }
            let id = format!("{prefix}-{number}");
            let notice = platform.payment(&id, &format!("order-{id}"), &format!("42{id}"));
            if platform.send(url, &notice).await == Some(204) {
                acknowledged.push(id);
            }
        }
    });
    let all = runtime.block_on(futures_util::future::join_all(lanes));
    all.concat()
}

/// Panics unless everything that was acknowledged is kept.
pub(crate) fn nothing_is_lost(home: &Home, store: &Path, acknowledged: &[String]) {
    let kept = events(home, &store.display().to_string(), "");
    let kept: HashSet<&str> = kept
        .iter()
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|id| !kept.contains(id.as_str()))
        .collect();
    assert!(
        lost.is_empty(),
        "{} of {} are lost, such as {}",
        lost.len(),
        acknowledged.len(),
        lost[0]
    );
}

#[test]
fn programs_that_open_and_close_the_file_take_nothing_away() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let mut acknowledged = Vec::new();
    for round in 0..2 {
        let service = Service::start(&home, "served", &format!("--store {}", store.display()));
        let visitor = Visitor::start(store.clone());
        // More than 280 fill the log so far that it is written back into the database.
        let taken = flood(&runtime, &platform, &service.url, &format!("r{round}"), 600);
        assert_eq!(taken.len(), 600, "visitors hold nothing up");
        acknowledged.extend(taken);
        // The log would be removed only once the server has gone.
        visitor.stop();
        service.kill();
    }
    nothing_is_lost(&home, &store, &acknowledged);
}

/// Serves, takes 20 notifications, lets `happen` happen, takes 20 more, and is killed once the log
/// says something; returns the ids that were acknowledged, and what the log said.
fn disturbed(
    home: &Home,
    store: &Path,
    said: &str,
    happen: impl FnOnce(&Path),
) -> (Vec<String>, String) {
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(home, "served", &format!("--store {}", store.display()));
    let mut taken = flood(&runtime, &platform, &service.url, "before", 20);
    assert_eq!(taken.len(), 20);
    happen(store);
    taken.extend(flood(&runtime, &platform, &service.url, "after", 20));
    let stderr = eventually(said, || {
        let stderr = home.read("served.err");
        stderr.contains(said).then_some(stderr)
    });
    service.kill();
    (taken, stderr)
}

#[test]
fn files_that_are_removed_or_cut_lose_nothing_that_was_acknowledged() {
    let remove: fn(&Path, &str) =
        |store, suffix| std::fs::remove_file(beside(store, suffix)).unwrap();
    let cut: fn(&Path, &str) =
        |store, suffix| File::create(beside(store, suffix)).map(drop).unwrap();
    for (harm, suffixes) in [
        (remove, &["-wal"][..]),
        (remove, &["-shm"]),
        (remove, &[".lock"]),
        (remove, &[""]),
        (remove, &["", "-wal", "-shm", ".lock"]),
        (cut, &[""]),
        (cut, &["-wal"]),
        (
            |store, _| std::fs::remove_dir_all(store.parent().unwrap()).unwrap(),
            &[""],
        ),
    ] {
        if suffixes.contains(&"") && !cfg!(target_os = "linux") {
            // Elsewhere it cannot be distinguished from a file that was moved away.
            continue;
        }
        let home = Home::new();
        let store = home.path("store/inbox.db");
        let (taken, stderr) = disturbed(&home, &store, "nothing is lost", |store| {
            for suffix in suffixes {
                harm(store, suffix);
            }
        });
        assert_eq!(taken.len(), 40, "{suffixes:?}: {stderr}");
        nothing_is_lost(&home, &store, &taken);
    }
}

#[test]
fn a_store_that_was_moved_alone_leaves_no_log_to_its_successor() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let moved = home.path("old.db");
    let (taken, _) = disturbed(&home, &store, "was moved or replaced", |store| {
        std::fs::rename(store, &moved).unwrap();
    });
    assert_eq!(taken.len(), 40);
    let (before, after) = taken.split_at(20);
    nothing_is_lost(&home, &moved, before);
    nothing_is_lost(&home, &store, after);
}

#[test]
fn a_store_that_is_moved_and_linked_to_is_used_where_it_is() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let moved = home.path("moved.db");
    let (taken, stderr) = disturbed(&home, &store, "", |store| {
        std::fs::rename(store, &moved).unwrap();
        std::os::unix::fs::symlink(&moved, store).unwrap();
    });
    assert_eq!(taken.len(), 40, "{stderr}");
    nothing_is_lost(&home, &store, &taken);
    nothing_is_lost(&home, &moved, &taken);
}

#[test]
fn a_backup_that_is_renamed_over_the_store_is_not_mixed_with_it() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let (taken, _) = disturbed(&home, &store, "", |store| {
        let backup = beside(store, ".backup");
        rusqlite::Connection::open(store)
            .unwrap()
            .execute("VACUUM INTO ?1", [backup.display().to_string()])
            .unwrap();
        std::fs::rename(backup, store).unwrap();
    });
    assert_eq!(taken.len(), 40);
    nothing_is_lost(&home, &store, &taken);
    let check: String = rusqlite::Connection::open(&store)
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
}

#[test]
fn an_old_backup_that_is_renamed_over_the_store_leaves_a_copy_of_what_came_since() {
    if !cfg!(target_os = "linux") {
        // Elsewhere it cannot be distinguished from a file that was moved away.
        return;
    }
    let home = Home::new();
    let store = home.path("inbox.db");
    let backup = beside(&store, ".backup");
    Service::start(&home, "first", &format!("--store {}", backup.display())).end();
    let (taken, stderr) = disturbed(&home, &store, "inbox.db.saved-", |store| {
        std::fs::rename(&backup, store).unwrap();
    });
    assert_eq!(taken.len(), 40);
    let saved = std::fs::read_dir(store.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("inbox.db.saved-"));
    let saved = saved.unwrap_or_else(|| panic!("no copy: {stderr}"));
    let (before, after) = taken.split_at(20);
    nothing_is_lost(&home, &saved, before);
    nothing_is_lost(&home, &store, after);
    assert_eq!(mode(&saved), 0o600);
    assert!(
        stderr.contains(&format!("--store {}", saved.display())),
        "{stderr}"
    );
}

#[test]
fn a_program_that_takes_acknowledged_notifications_away_is_reported() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let (taken, stderr) = disturbed(&home, &store, "not in it any more", |store| {
        let other = rusqlite::Connection::open(store).unwrap();
        let deleted = other.execute("DELETE FROM notification WHERE seq > 10", []);
        assert_eq!(deleted.unwrap(), 10);
    });
    assert_eq!(taken.len(), 40);
    let warnings = stderr.matches("not in it any more").count();
    assert_eq!(warnings, 1, "{stderr}");
}

#[test]
fn a_log_that_another_program_only_touches_is_no_damage() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let mut taken = Vec::new();
    for round in 0..2 {
        // At first this process has written nothing that the log could be compared with.
        let log = File::options().append(true).open(beside(&store, "-wal"));
        log.unwrap()
            .set_modified(std::time::SystemTime::now())
            .unwrap();
        let (health, _) = runtime.block_on(platform.get(service.path("/healthz")));
        assert_eq!(health, 200, "{round}: {}", home.read("served.err"));
        let prefix = format!("r{round}");
        taken.extend(flood(&runtime, &platform, &service.url, &prefix, 20));
        assert_eq!(taken.len(), 20 * (round + 1));
    }
    service.kill();
    nothing_is_lost(&home, &store, &taken);
}

#[test]
fn a_program_that_deletes_old_notifications_is_reported_with_their_number() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let send = |prefix| flood(&runtime, &platform, &service.url, prefix, 20).len();
    assert_eq!(send("before"), 20);
    let other = rusqlite::Connection::open(&store).unwrap();
    let deleted = other.execute("DELETE FROM notification WHERE seq BETWEEN 3 AND 7", []);
    assert_eq!(deleted, Ok(5));
    assert_eq!(send("after"), 20);
    let reported = || {
        let stderr = home.read("served.err");
        let is_reported = stderr.contains("deleted 5 acknowledged notifications");
        is_reported.then_some(())
    };
    eventually("it is reported", reported);
    // What is only changed is not deleted.
    let changed = other.execute("UPDATE notification SET repeats = repeats + 1", []);
    assert_eq!(changed, Ok(35));
    assert_eq!(send("last"), 20);
    service.end();
    let stderr = home.read("served.err");
    assert_eq!(stderr.matches("another program").count(), 1, "{stderr}");
}

#[test]
fn what_is_taken_away_from_a_database_is_reported_once() {
    let Some(url) = postgres::database("taken_away") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(&home, "served", &format!("--store {url}"));
    let send = |prefix| flood(&runtime, &platform, &service.url, prefix, 20).len();
    assert_eq!(send("before"), 20);
    // Whatever is not the newest may be old, and deleted by another replica.
    let newest = "(SELECT max(seq) FROM wechatpay.notification)";
    let delete = format!("DELETE FROM wechatpay.notification WHERE seq < {newest}");
    postgres::execute(&url, &delete);
    assert_eq!(send("between"), 20);
    // As a backup does that is restored, or a replica that lagged.
    postgres::execute(&url, "TRUNCATE wechatpay.notification CASCADE");
    assert_eq!(send("after"), 20);
    assert_eq!(send("last"), 20);
    service.end();
    let stderr = home.read("served.err");
    assert_eq!(stderr.matches("another program").count(), 1, "{stderr}");
    assert!(stderr.contains("not in it any more"), "{stderr}");
}

#[test]
fn triggers_of_another_program_do_not_take_away_what_is_acknowledged() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let mut taken = Vec::new();
    for (name, trigger) in [
        (
            "removed",
            "AFTER INSERT ON notification BEGIN DELETE FROM notification WHERE seq = new.seq; END",
        ),
        (
            "ignored",
            "BEFORE INSERT ON notification BEGIN SELECT RAISE(IGNORE); END",
        ),
    ] {
        let other = rusqlite::Connection::open(&store).unwrap();
        let create = format!("CREATE TRIGGER {name} {trigger}");
        other.execute_batch(&create).unwrap();
        drop(other);
        taken.extend(flood(&runtime, &platform, &service.url, name, 20));
    }
    assert_eq!(taken.len(), 40);
    service.kill();
    nothing_is_lost(&home, &store, &taken);
}

#[test]
fn a_database_whose_triggers_or_rules_discard_notifications_acknowledges_none() {
    let Some(url) = postgres::database("discards") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(&home, "served", &format!("--store {url}"));
    let function = |name: &str, body: &str| {
        format!(
            "CREATE FUNCTION wechatpay.{name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {body} END';"
        )
    };
    let remove = "DELETE FROM wechatpay.notification WHERE seq = new.seq; RETURN NULL;";
    let trigger = |name: &str, when: &str| {
        format!(
            "CREATE TRIGGER {name} {when} INSERT ON wechatpay.notification FOR EACH ROW EXECUTE FUNCTION wechatpay.{name}()"
        )
    };
    let discards = [
        (
            function("removed", remove) + &trigger("removed", "AFTER"),
            "DROP TRIGGER removed ON wechatpay.notification",
        ),
        (
            function("ignored", "RETURN NULL;") + &trigger("ignored", "BEFORE"),
            "DROP TRIGGER ignored ON wechatpay.notification",
        ),
    ];
    for (round, (discard, keep)) in discards.iter().enumerate() {
        postgres::execute(&url, discard);
        let notice = platform.payment(&format!("id-{round}"), "order", &format!("42{round}"));
        let sent = runtime.block_on(platform.send(&service.url, &notice));
        assert_eq!(sent, Some(503), "{discard}");
        postgres::execute(&url, keep);
        eventually("it is taken", || {
            let sent = runtime.block_on(platform.send(&service.url, &notice));
            (sent == Some(204)).then_some(())
        });
    }
    let stderr = home.read("served.err");
    assert!(stderr.contains("discards what is inserted"), "{stderr}");
    service.kill();
    let ids = ["id-0", "id-1"].map(str::to_owned);
    nothing_is_lost(&home, Path::new(&url), &ids);
}

#[test]
fn notifications_are_found_and_known_after_another_program_deleted_their_keys() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let delete = || {
        let other = rusqlite::Connection::open(&store).unwrap();
        let keys = "DELETE FROM recent; DELETE FROM known";
        other.execute_batch(keys).unwrap();
    };
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let mut taken = flood(&runtime, &platform, &service.url, "before", 20);
    delete();
    // They come again, and are known.
    taken.extend(flood(&runtime, &platform, &service.url, "before", 20));
    taken.extend(flood(&runtime, &platform, &service.url, "after", 20));
    assert_eq!(taken.len(), 60);
    let other = rusqlite::Connection::open(&store).unwrap();
    let tables = "DROP TABLE recent; DROP TABLE known; DROP TABLE probe";
    other.execute_batch(tables).unwrap();
    drop(other);
    let notice = platform.payment("after-0", "order-after-0", "42after-0");
    eventually("it is known again", || {
        let sent = runtime.block_on(platform.send(&service.url, &notice));
        (sent == Some(204)).then_some(())
    });
    service.end();
    delete();
    nothing_is_lost(&home, &store, &taken);
    let service = Service::start(&home, "again", &format!("--store {}", store.display()));
    let again = flood(&runtime, &platform, &service.url, "after", 20);
    assert_eq!(again.len(), 20);
    service.end();
    let kept = events(&home, &store.display().to_string(), "");
    assert_eq!(kept.len(), 40);
}

/// The tables of the first version before it had keys, with one payment that still waits.
const WITHOUT_KEYS: &str = "
    CREATE TABLE notification (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, event_type TEXT NOT NULL,
        create_time TEXT NOT NULL, original_type TEXT, subject TEXT, duplicate INTEGER NOT NULL, order_no TEXT NOT NULL,
        out_trade_no TEXT, number TEXT, out_refund_no TEXT, verdict TEXT NOT NULL, received_at INTEGER NOT NULL,
        repeats INTEGER NOT NULL DEFAULT 0, headers TEXT NOT NULL, body BLOB NOT NULL, resource TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX notification_subject ON notification (subject) WHERE duplicate = 0;
    CREATE INDEX notification_received ON notification (received_at);
    CREATE TABLE delivery (seq INTEGER NOT NULL REFERENCES notification ON DELETE CASCADE, target TEXT NOT NULL,
        order_no TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL,
        PRIMARY KEY (seq, target)) STRICT, WITHOUT ROWID;
    CREATE TABLE attempt (seq INTEGER NOT NULL REFERENCES notification ON DELETE CASCADE, target TEXT NOT NULL,
        at INTEGER NOT NULL, elapsed INTEGER NOT NULL, outcome TEXT NOT NULL) STRICT;
    CREATE TABLE probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
    PRAGMA user_version = 1;
    INSERT INTO notification (id, event_type, create_time, original_type, subject, duplicate, order_no, out_trade_no,
            number, verdict, received_at, headers, body, resource)
        VALUES ('old-0', 'TRANSACTION.SUCCESS', '2026-01-01T00:00:00+08:00', 'transaction', NULL, 0, 'order-old-0',
            'order-old-0', '42old-0', 'verified', 1000, '{}', CAST('{\"id\":\"old-0\"}' AS BLOB), '{\"out_trade_no\":\"order-old-0\"}');
    INSERT INTO delivery (seq, target, order_no, state, next_at) VALUES (1, 'TARGET', 'order-old-0', 'pending', 0);
";

#[test]
fn a_store_of_the_first_version_without_keys_is_read_and_goes_on() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let store = home.path("inbox.db");
    let first = rusqlite::Connection::open(&store).unwrap();
    let made = WITHOUT_KEYS.replace("TARGET", &target.url());
    first.execute_batch(&made).unwrap();
    drop(first);
    nothing_is_lost(&home, &store, &["old-0".to_owned()]);
    let options = format!("--store {} --forward-to {}", store.display(), target.url());
    let service = Service::start(&home, "served", &options);
    let mut taken = flood(&runtime, &platform, &service.url, "new", 5);
    assert_eq!(taken.len(), 5);
    taken.push("old-0".to_owned());
    all_arrived(&home, &store.display().to_string());
    let (health, _) = runtime.block_on(platform.get(service.path("/healthz")));
    assert_eq!(health, 200);
    service.end();
    nothing_is_lost(&home, &store, &taken);
    assert!(target.taken().contains(&"old-0".to_owned()));
}

#[test]
fn a_store_without_one_of_its_tables_is_refused_with_what_helps() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    assert_eq!(
        flood(&runtime, &platform, &service.url, "before", 1).len(),
        1
    );
    let other = rusqlite::Connection::open(&store).unwrap();
    other.execute_batch("DROP TABLE delivery").unwrap();
    drop(other);
    let notice = platform.payment("after", "order", "after");
    let sent = runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(sent, Some(503));
    let help = "another program changed the tables";
    eventually("it is reported", || {
        home.read("served.err").contains(help).then_some(())
    });
    service.end();
    let stderr = home
        .run("--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db")
        .fails_with(3);
    assert!(stderr.contains("no such table: delivery"), "{stderr}");
    assert!(stderr.contains(help), "{stderr}");
}

#[test]
fn results_that_cannot_be_recorded_are_reported_once_and_recorded_later() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    // A runtime of its own, whose threads it may hold up.
    let apart = Runtime::new().unwrap();
    let (dropped, drops) = channel::<()>();
    let target = Target::start(&apart, move |_| {
        // The first answer waits until the table is gone; then no more are sent.
        let _ = drops.recv_timeout(PATIENCE);
        200
    });
    let store = home.path("inbox.db");
    let named = store.display().to_string();
    let options = format!("--store {named} --forward-to {}", target.url());
    let service = Service::start(&home, "served", &options);
    let taken = flood(&runtime, &platform, &service.url, "before", 3);
    assert_eq!(taken.len(), 3);
    let other = rusqlite::Connection::open(&store).unwrap();
    let table = "SELECT sql FROM sqlite_schema WHERE name = 'attempt'";
    let table: String = other.query_row(table, [], |row| row.get(0)).unwrap();
    other.execute_batch("DROP TABLE attempt").unwrap();
    drop(dropped);
    let said = "cannot be recorded";
    let reported = || home.read("served.err").contains(said).then_some(());
    eventually("it is reported", reported);
    other.execute_batch(&table).unwrap();
    all_arrived(&home, &named);
    service.end();
    let stderr = home.read("served.err");
    assert_eq!(stderr.matches(said).count(), 1, "{stderr}");
    assert!(stderr.contains("no such table: attempt"), "{stderr}");
}

#[test]
fn notifications_that_are_deleted_without_their_deliveries_hold_no_others_up() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    Runtime::new().unwrap().block_on(async {
        let inbox = SqliteInbox::open(&store).unwrap();
        for (id, order) in [("a", "order-1"), ("b", "order-1"), ("c", "order-2")] {
            put(&inbox, payment(id, order, id), &[HERE, "exec"]).await;
        }
        for delivery in take(&inbox).await {
            settle(&inbox, delivery, NextStep::Again(Duration::ZERO)).await;
        }
        // As the `sqlite3` shell does, which follows no references.
        let other = rusqlite::Connection::open(&store).unwrap();
        let deleted = "PRAGMA foreign_keys = OFF; INSERT INTO known SELECT key, seq FROM recent;
            DELETE FROM notification WHERE id IN ('a', 'c')";
        other.execute_batch(deleted).unwrap();
        // WeChat Pay reports one of them again, at the place that it had; then others come.
        let again = put(&inbox, payment("c", "order-2", "c"), &[HERE]).await;
        assert_eq!(again, Insert::New);
        assert_eq!(ids(&take(&inbox).await), ["b", "c"]);
        let found = inbox.find("c").await.unwrap().unwrap();
        assert_eq!((found.deliveries.len(), found.attempts.len()), (1, 0));
        other
            .execute_batch("DELETE FROM notification WHERE id = 'c'")
            .unwrap();
        let new = put(&inbox, payment("d", "order-3", "d"), &[HERE]).await;
        assert_eq!(new, Insert::New);
        assert_eq!(ids(&take(&inbox).await), ["d"]);
        // The keys are gathered at every 4096th place.
        other
            .execute_batch("UPDATE notification SET seq = 4095 WHERE id = 'd'")
            .unwrap();
        let gathered = put(&inbox, payment("e", "order-4", "e"), &[]).await;
        assert_eq!(gathered, Insert::New);
        assert_eq!(inbox.find("e").await.unwrap().unwrap().seq, 4096);
        inbox.prune(Duration::MAX).await.unwrap();
        let queue = inbox.queue().await.unwrap();
        let here = queue.iter().find(|queued| queued.target == HERE).unwrap();
        assert_eq!(here.count, 1, "{queue:?}");
    });
}

#[test]
fn a_notification_that_another_program_spoilt_holds_no_others_up() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    Runtime::new().unwrap().block_on(async {
        let inbox = SqliteInbox::open(&store).unwrap();
        for id in ["a", "b", "c"] {
            put(&inbox, payment(id, id, id), &[HERE]).await;
        }
        let spoil = "UPDATE notification SET headers = 'x', resource = 'x' WHERE id = 'b'";
        let other = rusqlite::Connection::open(&store).unwrap();
        other.execute(spoil, []).unwrap();
        assert_eq!(ids(&take(&inbox).await), ["a", "b", "c"]);
        assert_eq!(inbox.list(&Filter::default()).await.unwrap().len(), 3);
        let read = inbox.after(Position::START, 10).await.unwrap();
        assert_eq!(read.notifications.len(), 3);
        let spoilt = inbox.find("b").await.unwrap().unwrap();
        assert_eq!(spoilt.record.plaintext.as_str(), "x");
    });
}

#[test]
fn a_store_that_was_dumped_and_read_back_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("inbox.db");
    Runtime::new().unwrap().block_on(async {
        let inbox = SqliteInbox::open(&store).unwrap();
        put(&inbox, payment("a", "a", "a"), &[HERE]).await;
        drop(inbox);
        // What `.dump` writes has all tables, and not the version.
        let other = rusqlite::Connection::open(&store).unwrap();
        other.pragma_update(None, "user_version", 0).unwrap();
        drop(other);
        let inbox = reopened(&store).unwrap();
        assert_eq!(ids(&take(&inbox).await), ["a"]);
    });
}

#[test]
fn a_store_that_is_overwritten_in_place_acknowledges_nothing_more() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    // So many that most of it is in the database itself.
    assert_eq!(
        flood(&runtime, &platform, &service.url, "before", 500).len(),
        500
    );
    let mut file = File::options().write(true).open(&store).unwrap();
    file.write_all(&vec![7; 200_000]).unwrap();
    drop(file);
    let notice = platform.payment("after", "order", "after");
    let sent = runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(sent, Some(503));
    let (health, _) = runtime.block_on(platform.get(service.path("/healthz")));
    assert_eq!(health, 503);
    eventually("it is reported", || {
        let stderr = home.read("served.err");
        stderr
            .contains("copy the file with its -wal and -shm aside")
            .then_some(())
    });
    service.kill();
}

#[test]
fn a_log_that_is_overwritten_in_place_acknowledges_nothing_more_and_spoils_nothing() {
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let store = home.path("inbox.db");
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let taken = flood(&runtime, &platform, &service.url, "before", 20);
    assert_eq!(taken.len(), 20);
    overwrite(&beside(&store, "-wal"), &vec![7; 40_000], 32);
    let notice = platform.payment("after", "order", "after");
    let sent = runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(sent, Some(503));
    eventually("it is reported", || {
        let stderr = home.read("served.err");
        stderr.contains("is not in its log any more").then_some(())
    });
    service.end();
    let check: String = rusqlite::Connection::open(&store)
        .unwrap()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok", "it was not written back");
}

#[test]
fn programs_that_write_the_log_back_or_rebuild_the_file_change_nothing() {
    for sql in [
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
        "PRAGMA journal_mode = DELETE",
    ] {
        let home = Home::new();
        let store = home.path("inbox.db");
        let (taken, stderr) = disturbed(&home, &store, "", |store| {
            let other = rusqlite::Connection::open(store).unwrap();
            let mut statement = other.prepare(sql).unwrap();
            // Another connection has the database open, and so it stays as it is.
            let _ = statement
                .query([])
                .and_then(|mut rows| rows.next().map(drop));
        });
        assert_eq!(taken.len(), 40, "{sql}: {stderr}");
        nothing_is_lost(&home, &store, &taken);
    }
}

#[test]
fn a_log_whose_database_is_missing_is_not_removed() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let (_, _) = disturbed(&home, &store, "", |_| {});
    std::fs::remove_file(&store).unwrap();
    let stderr = home
        .run("--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db")
        .fails_with(3);
    assert!(stderr.contains("missing or empty"), "{stderr}");
    assert!(beside(&store, "-wal").metadata().unwrap().len() > 0);
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn a_store_is_readable_by_its_owner_only_whatever_the_umask_is() {
    let home = Home::new();
    // The sandbox's own files are there before.
    let _ = Platform::new(&home.path(DATA));
    let folder = home.path("made/deep");
    let store = folder.join("inbox.db");
    for umask in ["000", "022", "077", "777"] {
        let script = format!(
            "umask {umask}; exec {} --sandbox --json serve-notify --listen 127.0.0.1:0 --store {} --for 1s",
            env!("CARGO_BIN_EXE_wechatpay"),
            store.display()
        );
        let done = Command::new("sh")
            .args(["-c", &script])
            .env("HOME", home.path("."))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{umask}: {stderr}");
        assert_eq!(mode(&home.path("made")), 0o700, "{umask}");
        assert_eq!(mode(&folder), 0o700, "{umask}");
        assert_eq!(mode(&store), 0o600, "{umask}");
        assert_eq!(mode(&beside(&store, ".lock")), 0o600, "{umask}");
        std::fs::remove_dir_all(home.path("made")).unwrap();
    }
}

#[test]
fn a_store_that_others_can_read_is_closed_to_them() {
    let home = Home::new();
    let store = home.path("inbox.db");
    File::create(&store).unwrap();
    std::fs::set_permissions(&store, PermissionsExt::from_mode(0o644)).unwrap();
    disturbed(&home, &store, "", |store| {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            assert_eq!(mode(&beside(store, suffix)), 0o600, "{suffix}");
        }
    });
}

#[test]
fn a_store_is_locked_by_whatever_name_it_is_opened() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let refused = |name: &str| {
        home.run(&format!(
            "--sandbox serve-notify --listen 127.0.0.1:0 --store {name}"
        ))
        .fails_with(3)
    };
    disturbed(&home, &store, "", |store| {
        std::fs::create_dir(home.path("folder")).unwrap();
        std::os::unix::fs::symlink(store, home.path("link.db")).unwrap();
        std::os::unix::fs::symlink("../link.db", home.path("folder/link.db")).unwrap();
        std::os::unix::fs::symlink(".", home.path("here")).unwrap();
        for name in ["link.db", "folder/link.db", "here/inbox.db", "./inbox.db"] {
            let stderr = refused(name);
            assert!(stderr.contains("another serve-notify"), "{name}: {stderr}");
        }
        std::fs::hard_link(store, home.path("hard.db")).unwrap();
        assert!(refused("hard.db").contains("hard links"));
    });
}

#[test]
fn what_is_no_file_is_refused_and_nothing_is_left_beside_it() {
    let home = Home::new();
    std::fs::create_dir(home.path("folder")).unwrap();
    for name in [".", "folder", "folder/", "./folder/.", "/dev/null"] {
        let stderr = home
            .run(&format!(
                "--sandbox serve-notify --listen 127.0.0.1:0 --store {name}"
            ))
            .fails_with(3);
        assert!(stderr.contains("is not a file"), "{name}: {stderr}");
    }
    let left = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.to_ascii_lowercase().ends_with(".lock"))
            .collect::<Vec<_>>()
    };
    assert!(left(&home.path(".")).is_empty());
    assert!(left(&home.path("folder")).is_empty());
    assert!(!Path::new("/dev/null.lock").exists());
}

#[test]
fn a_link_to_a_file_that_is_still_to_be_created_is_followed() {
    let home = Home::new();
    std::fs::create_dir(home.path("data")).unwrap();
    std::os::unix::fs::symlink("data/real.db", home.path("inbox.db")).unwrap();
    let (taken, _) = disturbed(&home, &home.path("inbox.db"), "", |_| {});
    assert!(home.path("data/real.db.lock").exists());
    nothing_is_lost(&home, &home.path("data/real.db"), &taken);
}

#[test]
fn what_is_deleted_while_a_notification_waits_for_its_turn_is_reported() {
    // It waits for two seconds, and the other's commit may be held up for longer.
    unless_held_up(waits_for_its_turn);
}

/// Deletes a notification in a transaction that another one waits for, and checks that this is
/// reported.
fn waits_for_its_turn() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    Runtime::new().unwrap().block_on(async {
        let inbox = Arc::new(SqliteInbox::open(&path).unwrap());
        for id in ["a", "b"] {
            put(&*inbox, payment(id, id, id), &[]).await;
        }
        // As a restore into the open database does, in one transaction.
        let other = rusqlite::Connection::open(&path).unwrap();
        let taken_away = "BEGIN IMMEDIATE; DELETE FROM notification WHERE id = 'b'";
        other.execute_batch(taken_away).unwrap();
        let waiting = Arc::clone(&inbox);
        let waiting = tokio::spawn(async move {
            let record = payment("c", "c", "c");
            waiting.insert(Arc::new(record), Vec::new()).await
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        other.execute_batch("COMMIT").unwrap();
        let Ok(inserted) = waiting.await.unwrap() else {
            return false;
        };
        assert_eq!(inserted, Insert::New);
        let events = inbox.events();
        let [StoreEvent::Rewound { newest, .. }] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!(newest, "b");
        true
    })
}
