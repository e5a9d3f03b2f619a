use std::io::Write;

use super::super::log::Log;
use super::*;

#[test]
fn a_database_with_pages_of_another_size_is_as_long_as_it_should_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let place = Storage::File(path.clone(), Purpose::Serve);
    // As a database is that the `sqlite3` shell made of a dump.
    let made = Connection::open(&path).unwrap();
    made.execute_batch("PRAGMA page_size = 4096; VACUUM")
        .unwrap();
    drop(made);
    let Opened {
        mut connection,
        files,
    } = place.open().unwrap();
    let mut log = Log::start(&place.name()).unwrap();
    log.follow(&mut connection).unwrap();
    let insert = "INSERT OR REPLACE INTO probe VALUES (1, 1, randomblob(50000))";
    connection.execute_batch(insert).unwrap();
    let bytes = log.take_bytes();
    assert!(bytes.is_some());
    assert_eq!(files.unwrap().change(bytes, |_| false), None);
    let size: i64 = connection
        .query_row("PRAGMA page_size", [], |row| row.get(0))
        .unwrap();
    assert_eq!(size, 4096);
}

#[test]
fn a_database_is_free_at_once_even_if_a_program_is_just_being_started() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let claimed = claim(&path).unwrap();
    assert!(matches!(claim(&path), Err(InboxError::Busy(_))));
    // A copy of the descriptor, as every program has it until it begins.
    let _copy = claimed.0.try_clone().unwrap();
    drop(claimed);
    assert!(claim(&path).is_ok());
}

#[test]
fn a_log_that_is_cut_while_a_transaction_is_written_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let place = Storage::File(folder.path().join("inbox.db"), Purpose::Serve);
    let opened = place.open().unwrap();
    let mut files = opened.files.unwrap();
    let log = beside(&files.path, LOG);
    let bytes = fs::metadata(&log).unwrap().len();
    assert_eq!(files.change(Some(bytes), |_| true), None);
    // As long as it was, with a hole where the beginning has been.
    let mut file = OpenOptions::new().write(true).open(&log).unwrap();
    file.write_all(&[0; 4096]).unwrap();
    let change = files.change(Some(bytes), |_| true);
    assert_eq!(change, Some(Change::LogTruncated));
}
