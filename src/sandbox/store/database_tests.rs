use super::*;

const FILE: &str = "sandbox.db";

fn add(database: &Database, key: &str) -> Result<(), SandboxError> {
    database.write(|tx| {
        let insert =
            "INSERT INTO record (mchid, kind, key, at, body) VALUES ('1', 't', ?, 0, '{}')";
        tx.execute(insert, (key,)).map(drop)
    })
}

fn keys(database: &Database) -> Vec<String> {
    database
        .read(|tx| tx.query("SELECT key FROM record ORDER BY key", (), |row| row.get(0)))
        .map_err(|why: SandboxError| why)
        .unwrap()
}

#[test]
fn what_one_writes_the_other_reads() {
    let data = tempfile::tempdir().unwrap();
    let one = Database::open(data.path()).unwrap();
    let two = Database::open(data.path()).unwrap();
    add(&one, "a").unwrap();
    add(&two, "b").unwrap();
    assert_eq!(keys(&one), ["a", "b"]);
    assert_eq!(keys(&two), ["a", "b"]);
}

#[test]
fn a_write_that_fails_changes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let one = Database::open(data.path()).unwrap();
    add(&one, "a").unwrap();
    let failed = one.write(|tx| {
        tx.execute("DELETE FROM record", ())?;
        Err::<(), _>(SandboxError::TimeScale(0.0))
    });
    assert!(matches!(failed, Err(SandboxError::TimeScale(_))));
    assert_eq!(keys(&one), ["a"]);
}

#[test]
fn many_write_at_once_and_nothing_is_lost() {
    let data = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let data = data.path();
            scope.spawn(move || {
                let database = Database::open(data).unwrap();
                for number in 0..25 {
                    add(&database, &format!("{writer}-{number}")).unwrap();
                }
            });
        }
    });
    assert_eq!(keys(&Database::open(data.path()).unwrap()).len(), 100);
}

#[test]
fn a_file_that_was_replaced_is_opened_again() {
    let data = tempfile::tempdir().unwrap();
    let one = Database::open(data.path()).unwrap();
    add(&one, "a").unwrap();
    for ending in ["", "-wal", "-shm"] {
        let name = data.path().join(format!("{FILE}{ending}"));
        fs::rename(&name, data.path().join(format!("old{ending}"))).unwrap();
    }
    let two = Database::open(data.path()).unwrap();
    add(&two, "b").unwrap();
    assert_eq!(keys(&one), ["b"]);
    add(&one, "c").unwrap();
    drop(one);
    assert_eq!(keys(&two), ["b", "c"]);
}

/// The states that a database reports as saved.
fn saved_states(database: &Database) -> std::sync::Arc<Mutex<Vec<SavedState>>> {
    let saved = std::sync::Arc::<Mutex<Vec<SavedState>>>::default();
    let reported = std::sync::Arc::clone(&saved);
    database.report_saved(move |state| lock(&reported).push(state));
    saved
}

#[cfg(target_os = "linux")]
#[test]
fn an_older_file_that_is_moved_over_it_is_used_and_what_came_since_is_saved() {
    let data = tempfile::tempdir().unwrap();
    let (path, old) = (data.path().join(FILE), data.path().join("old"));
    let one = Database::open(data.path()).unwrap();
    let saved = saved_states(&one);
    add(&one, "a").unwrap();
    let backup = Connection::open(&path).unwrap();
    backup.execute("VACUUM INTO ?1", [old.to_str()]).unwrap();
    drop(backup);
    add(&one, "b").unwrap();
    fs::rename(&old, &path).unwrap();
    add(&one, "c").unwrap();
    assert_eq!(keys(&one), ["a", "c"]);
    let states = lock(&saved).clone();
    let [state] = &*states else {
        panic!("{states:?}");
    };
    assert_eq!(state.path, path);
    // What is said to be saved takes its place again while it is in use, and nothing of the
    // other is lost with that.
    fs::rename(&state.saved, &path).unwrap();
    assert_eq!(keys(&one), ["a", "b"]);
    let again = lock(&saved).last().unwrap().saved.clone();
    let again = Connection::open(again).unwrap();
    let count: i64 = again
        .query_row("SELECT count(*) FROM record", (), |row| row.get(0))
        .unwrap();
    assert_eq!(count, 2);
}

#[test]
fn a_file_that_was_moved_away_is_not_saved_again() {
    let data = tempfile::tempdir().unwrap();
    let one = Database::open(data.path()).unwrap();
    let saved = saved_states(&one);
    add(&one, "a").unwrap();
    fs::rename(data.path().join(FILE), data.path().join("moved")).unwrap();
    assert_eq!(keys(&one), [""; 0]);
    assert!(lock(&saved).is_empty());
    let moved = Connection::open(data.path().join("moved")).unwrap();
    let key: String = moved
        .query_row("SELECT key FROM record", (), |row| row.get(0))
        .unwrap();
    assert_eq!(key, "a");
}

#[test]
fn a_log_that_was_removed_or_left_behind_loses_nothing() {
    let harms: [fn(&Path); 3] = [
        |file| fs::remove_file(format!("{}-wal", file.display())).unwrap(),
        |file| fs::remove_file(format!("{}-shm", file.display())).unwrap(),
        |file| {
            let moved = file.with_file_name("moved.db");
            fs::rename(file, &moved).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(moved, file).unwrap();
            #[cfg(not(unix))]
            fs::rename(moved, file).unwrap();
        },
    ];
    for (at, harm) in harms.into_iter().enumerate() {
        let data = tempfile::tempdir().unwrap();
        let one = Database::open(data.path()).unwrap();
        add(&one, "a").unwrap();
        assert_eq!(keys(&one), ["a"]);
        harm(&data.path().join(FILE));
        add(&one, "b").unwrap();
        assert_eq!(keys(&one), ["a", "b"], "{at}");
        // As a process does that is killed.
        std::mem::forget(one);
        let copy = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(data.path().join(FILE)).unwrap();
        for ending in ["", "-wal"] {
            let from = format!("{}{ending}", real.display());
            fs::copy(from, copy.path().join(format!("{FILE}{ending}"))).unwrap();
        }
        let two = Database::open(copy.path()).unwrap();
        assert_eq!(keys(&two), ["a", "b"], "{at}");
    }
}

#[test]
fn a_log_that_was_overwritten_is_named_and_left_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let (path, log) = (data.path().join(FILE), data.path().join("sandbox.db-wal"));
    let one = Database::open(data.path()).unwrap();
    add(&one, "a").unwrap();
    let foreign = vec![b'x'; 50_000];
    fs::write(&log, &foreign).unwrap();
    let before = fs::read(&path).unwrap();
    let named = |refused: SandboxError| match refused {
        SandboxError::Database {
            source: DatabaseError::LogOverwritten(named),
            ..
        } => assert_eq!(named, log.canonicalize().unwrap()),
        other => panic!("{other}"),
    };
    named(add(&one, "b").unwrap_err());
    drop(one);
    named(Database::open(data.path()).unwrap_err());
    assert!(fs::read(&log).unwrap() == foreign);
    assert!(fs::read(&path).unwrap() == before);
    let aside = Database::set_aside(data.path(), Content::State).unwrap();
    assert!(fs::read(&aside).unwrap() == before);
    assert_eq!(keys(&Database::open(data.path()).unwrap()), [""; 0]);
}

#[test]
fn a_database_that_was_dumped_and_read_back_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let one = Database::open(data.path()).unwrap();
    add(&one, "a").unwrap();
    drop(one);
    // What `.dump` writes has all tables, and not the version.
    let other = Connection::open(data.path().join(FILE)).unwrap();
    other.pragma_update(None, "user_version", 0).unwrap();
    drop(other);
    let again = Database::open(data.path()).unwrap();
    again.check().unwrap();
    assert_eq!(keys(&again), ["a"]);
}

#[test]
fn a_damaged_file_and_a_newer_one_are_named() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join(FILE);
    let refusal = || match Database::open(data.path()).unwrap_err() {
        SandboxError::Database {
            path: named,
            source,
        } => {
            assert_eq!(named, path);
            source
        }
        other => panic!("{other}"),
    };
    fs::write(&path, vec![b'x'; 20_000]).unwrap();
    assert!(matches!(refusal(), DatabaseError::Damaged(_)));
    fs::remove_file(&path).unwrap();
    drop(Database::open(data.path()).unwrap());
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 9999)
        .unwrap();
    assert!(matches!(
        refusal(),
        DatabaseError::Newer { found: 9999, .. }
    ));
}

#[test]
fn a_table_that_is_missing_or_was_changed_is_named() {
    for (statement, name) in [
        ("DROP TABLE trade", "trade"),
        ("DROP INDEX refund_due", "refund_due"),
        ("ALTER TABLE record RENAME COLUMN body TO text", "record"),
    ] {
        let data = tempfile::tempdir().unwrap();
        let database = Database::open(data.path()).unwrap();
        database.check().unwrap();
        let other = Connection::open(data.path().join(FILE)).unwrap();
        other.execute_batch(statement).unwrap();
        let found = match database.check().unwrap_err() {
            SandboxError::Database {
                source: DatabaseError::Schema { name },
                ..
            } => name,
            other => panic!("{other}"),
        };
        assert_eq!(found, name, "{statement}");
    }
}

#[test]
fn a_table_that_disappears_meanwhile_is_damage() {
    let data = tempfile::tempdir().unwrap();
    let database = Database::open(data.path()).unwrap();
    let other = Connection::open(data.path().join(FILE)).unwrap();
    for statement in [
        "ALTER TABLE record RENAME COLUMN body TO text",
        "DROP TABLE record",
    ] {
        other.execute_batch(statement).unwrap();
        let SandboxError::Database { source, .. } = add(&database, "a").unwrap_err() else {
            panic!("another error");
        };
        assert!(matches!(source, DatabaseError::Damaged(_)), "{source}");
        assert!(!source.to_string().contains("INSERT"), "{source}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join(FILE), "").unwrap();
    set_mode(&data.path().join(FILE), 0o644).unwrap();
    let database = Database::open(data.path()).unwrap();
    add(&database, "a").unwrap();
    for ending in ["", "-wal", "-shm"] {
        let found = fs::metadata(data.path().join(format!("{FILE}{ending}"))).unwrap();
        assert_eq!(found.permissions().mode() & 0o077, 0, "{ending}");
    }
}
