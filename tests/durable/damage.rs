//! A store that another program damaged while it was in use: it is set aside, and a restart says so.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use tokio::runtime::Runtime;

use crate::foreign::{beside, flood, nothing_is_lost};
use crate::home::{Home, files};
use crate::platform::{DATA, Platform};
use crate::service::{Service, eventually};

const SERVE: &str = "--sandbox serve-notify --listen 127.0.0.1:0 --store inbox.db";

/// Overwrites a part of a file, and leaves its size as it is.
pub(crate) fn overwrite(path: &Path, bytes: &[u8], offset: u64) {
    let file = File::options().write(true).open(path).unwrap();
    let written_at = || file.metadata().unwrap().modified().unwrap();
    let before = written_at();
    // The clock of a file system may be a coarse one.
    while written_at() == before {
        file.write_all_at(bytes, offset).unwrap();
    }
}

/// Takes 20 notifications, lets `harm` happen, and waits until another one is refused and the log
/// says `said`; then the server is killed. Returns the ids that were acknowledged.
fn damaged(home: &Home, store: &Path, said: &str, harm: impl FnOnce()) -> Vec<String> {
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(home, "served", &format!("--store {}", store.display()));
    let taken = flood(&runtime, &platform, &service.url, "before", 20);
    assert_eq!(taken.len(), 20);
    harm();
    let notice = platform.payment("after", "order", "after");
    let sent = runtime.block_on(platform.send(&service.url, &notice));
    assert_eq!(sent, Some(503));
    eventually(said, || {
        home.read("served.err").contains(said).then_some(())
    });
    service.kill();
    taken
}

/// Serves once more, and takes a notification.
fn goes_on(home: &Home, store: &Path) {
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(home, "again", &format!("--store {}", store.display()));
    let taken = flood(&runtime, &platform, &service.url, "again", 1);
    assert_eq!(taken.len(), 1);
    service.end();
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_store_whose_log_was_overwritten_is_set_aside_until_somebody_has_seen_to_it() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let log = beside(&store, "-wal");
    damaged(&home, &store, "are copied to", || {
        overwrite(&log, &vec![7; 40_000], 32);
    });
    let found = std::fs::read(&log).unwrap();
    let folder = home.path("inbox.db.damaged");
    let whole = ["inbox.db", "inbox.db-shm", "inbox.db-wal", "why.txt"];
    for _ in 0..2 {
        let stderr = home.run(SERVE).fails_with(3);
        assert!(stderr.contains("not in its log any more"), "{stderr}");
        assert!(stderr.contains("inbox.db.damaged away"), "{stderr}");
        assert_eq!(names(&folder), whole);
    }
    // `events` gets the same error, and changes nothing.
    let stderr = home
        .run("--sandbox events list --store inbox.db")
        .fails_with(3);
    assert!(stderr.contains("may be missing"), "{stderr}");
    assert!(std::fs::read(&log).unwrap() == found);
    assert!(std::fs::read(folder.join("inbox.db-wal")).unwrap() == found);
    std::fs::rename(folder, home.path("seen")).unwrap();
    goes_on(&home, &store);
    assert_eq!(names(&home.path("seen")), whole);
}

#[test]
fn a_database_that_was_overwritten_is_set_aside_by_the_next_process() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let backup = home.path("backup.db");
    let taken = damaged(&home, &store, "overwritten by another program", || {
        let other = rusqlite::Connection::open(&store).unwrap();
        let backup = backup.display().to_string();
        other.execute("VACUUM INTO ?1", [backup]).unwrap();
        other
            .query_row("PRAGMA wal_checkpoint", [], |_| Ok(()))
            .unwrap();
        drop(other);
        overwrite(&store, &vec![7; 20_000], 0);
    });
    let stderr = home.run(SERVE).fails_with(3);
    assert!(stderr.contains("are copied to"), "{stderr}");
    let folder = home.path("inbox.db.damaged");
    let copy = std::fs::read(folder.join("inbox.db")).unwrap();
    assert!(copy == std::fs::read(&store).unwrap());
    // As the line says.
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(&store, suffix));
    }
    std::fs::copy(&backup, &store).unwrap();
    assert!(home.run(SERVE).fails_with(3).contains("are copied to"));
    std::fs::rename(folder, home.path("seen")).unwrap();
    goes_on(&home, &store);
    nothing_is_lost(&home, &store, &taken);
}

#[test]
fn copies_that_a_kill_left_unfinished_are_completed_and_none_is_made_twice() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let unfinished = home.path("inbox.db.damaged.part");
    goes_on(&home, &store);
    std::fs::create_dir(&unfinished).unwrap();
    std::fs::write(unfinished.join("inbox.db-wal"), "as it was").unwrap();
    std::fs::write(unfinished.join("inbox.db.part"), "half").unwrap();
    std::fs::write(beside(&store, "-wal"), "later").unwrap();
    let stderr = home.run(SERVE).fails_with(3);
    assert!(stderr.contains("are copied to"), "{stderr}");
    assert!(!unfinished.exists());
    let folder = home.path("inbox.db.damaged");
    assert_eq!(names(&folder), ["inbox.db", "inbox.db-wal", "why.txt"]);
    let copy = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(copy("inbox.db") == std::fs::read(&store).unwrap());
    assert_eq!(copy("inbox.db-wal"), b"as it was");
}

#[test]
fn a_damaged_store_that_cannot_be_copied_is_refused_until_it_can() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let log = beside(&store, "-wal");
    // As no room and a folder that cannot be written do; root can write everywhere.
    let in_the_way = home.path("inbox.db.damaged.part");
    damaged(&home, &store, "cannot be copied to", || {
        std::fs::write(&in_the_way, "").unwrap();
        overwrite(&log, &vec![7; 40_000], 32);
    });
    let found = std::fs::read(&log).unwrap();
    let stderr = home.run(SERVE).fails_with(3);
    assert!(stderr.contains("cannot be copied to"), "{stderr}");
    assert!(std::fs::read(&log).unwrap() == found);
    std::fs::remove_file(in_the_way).unwrap();
    let stderr = home.run(SERVE).fails_with(3);
    assert!(stderr.contains("are copied to"), "{stderr}");
    assert!(stderr.contains("not in its log any more"), "{stderr}");
    let folder = home.path("inbox.db.damaged");
    assert!(std::fs::read(folder.join("inbox.db-wal")).unwrap() == found);
    std::fs::rename(folder, home.path("seen")).unwrap();
    goes_on(&home, &store);
}

#[test]
fn another_program_may_have_tables_that_only_it_can_read() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let service = Service::start(&home, "served", &format!("--store {}", store.display()));
    let mut taken = flood(&runtime, &platform, &service.url, "before", 5);
    let other = rusqlite::Connection::open(&store).unwrap();
    // As that program makes it, which has registered the order of its texts.
    other
        .execute_batch(
            "CREATE TABLE others (text TEXT COLLATE NOCASE NOT NULL UNIQUE);
             INSERT INTO others SELECT id || seq FROM notification;
             PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'OTHERS') WHERE name = 'others';",
        )
        .unwrap();
    other
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    drop(other);
    taken.extend(flood(&runtime, &platform, &service.url, "after", 5));
    assert_eq!(taken.len(), 10, "{}", home.read("served.err"));
    service.kill();
    goes_on(&home, &store);
    nothing_is_lost(&home, &store, &taken);
}

#[test]
fn what_else_has_the_name_of_the_copies_is_no_damage() {
    let home = Home::new();
    let store = home.path("inbox.db");
    let other = home.path("inbox.db.damaged");
    std::fs::write(&other, "an older store").unwrap();
    goes_on(&home, &store);
    std::fs::remove_file(&other).unwrap();
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("inbox.db"), "an older store").unwrap();
    goes_on(&home, &store);
    assert_eq!(names(&other), ["inbox.db"]);
}
