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
