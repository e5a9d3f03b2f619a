use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::*;

/// Damages a store that is whole, as far as it is noted, and looks at its files again.
fn noted(change: &Change) -> (Database, Result<Location, InboxError>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let mut database = Database::open(Storage::File(path, Purpose::Serve)).unwrap();
    let why = "it was read while another program wrote".to_owned();
    database.damaged(change, why);
    let damage = database.damage.as_mut().unwrap();
    damage.checked_at = Instant::now().checked_sub(Duration::from_secs(2)).unwrap();
    let looked = database.look_at_files();
    (database, looked, folder)
}

#[test]
fn a_damage_that_has_passed_leaves_no_mark_even_if_no_file_has_changed_since() {
    for change in [Change::Written, Change::Truncated, Change::LogTruncated] {
        let (database, looked, folder) = noted(&change);
        assert_eq!(looked.unwrap(), Location::Here);
        assert!(database.damage.is_none());
        drop(database);
        let path = folder.path().join("inbox.db");
        assert!(Database::open(Storage::File(path, Purpose::Serve)).is_ok());
    }
}

/// A step during which another program writes zeros over the beginning of the log.
struct Overwritten(PathBuf);

impl Step for Overwritten {
    fn run(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        connection.execute(
            "INSERT OR REPLACE INTO probe (id, at, ballast) VALUES (1, 7, zeroblob(1))",
            [],
        )?;
        let log = std::fs::File::options().write(true).open(&self.0).unwrap();
        std::io::Write::write_all(&mut &log, &[0; 32]).unwrap();
        Ok(())
    }

    fn writes(&self) -> bool {
        true
    }

    fn reply(self: Box<Self>, outcome: Result<(), InboxError>) {
        outcome.unwrap();
    }
}

#[test]
fn a_log_that_is_overwritten_during_a_transaction_is_not_left_to_those_that_open_it_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let log = folder.path().join("inbox.db-wal");
    let mut database = Database::open(Storage::File(path.clone(), Purpose::Serve)).unwrap();
    database.commit(vec![Box::new(Overwritten(log))]);
    let events = std::mem::take(&mut *database.events.lock().unwrap());
    assert!(matches!(*events, [StoreEvent::Restored(_)]), "{events:?}");
    // As a process that is killed leaves it.
    let copy = folder.path().join("copy.db");
    for suffix in ["", "-wal"] {
        let name = |path: &Path| format!("{}{suffix}", path.display());
        let _ = std::fs::copy(name(&path), name(&copy));
    }
    let at: i64 = Connection::open(&copy)
        .unwrap()
        .query_row("SELECT at FROM probe", [], |row| row.get(0))
        .unwrap();
    assert_eq!(at, 7);
}

#[test]
fn a_log_without_its_beginning_is_set_aside_and_not_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    drop(Database::open(Storage::File(path.clone(), Purpose::Serve)).unwrap());
    let log = folder.path().join("inbox.db-wal");
    std::fs::write(&log, [0; 9000]).unwrap();
    let refused = Database::open(Storage::File(path, Purpose::Serve)).err();
    assert!(
        matches!(refused, Some(InboxError::SetAside { .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&log).unwrap().len(), 9000);
}
