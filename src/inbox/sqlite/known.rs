//! The keys of a notification: its id, and its subject, a payment or refund.
//!
//! Both are random, so an index of their texts has a page of its own to write for nearly every
//! notification. So it holds 64 bits of a digest instead, and new ones are gathered in a small
//! table, from which they go into the large one many at a time and in order. What has the same 64
//! bits is compared by its texts.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::inbox::record::Record;

/// After how many notifications their keys go into the large table.
const GATHERED_NOTIFICATIONS: i64 = 4096;

/// Whether a notification is stored already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EarlierRecord {
    /// Neither it nor its subject.
    No,
    /// Another one has the same subject.
    SameSubject,
    /// It is stored at this place.
    At(i64),
}

/// Looks up a record's id and its subject.
pub(super) fn find(connection: &Connection, record: &Record) -> rusqlite::Result<EarlierRecord> {
    let subject = record.subject();
    let mut known = EarlierRecord::No;
    for seq in places(connection, &record.id, subject.as_deref())? {
        let mut texts = connection
            .prepare_cached("SELECT id, subject, duplicate FROM notification WHERE seq = ?1")?;
        let found: Option<(String, Option<String>, bool)> = texts
            .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((id, stored_subject, duplicate)) = found else {
            continue;
        };
        if id == record.id {
            return Ok(EarlierRecord::At(seq));
        }
        if stored_subject.is_some() && stored_subject == subject && !duplicate {
            known = EarlierRecord::SameSubject;
        }
    }
    Ok(known)
}

/// Returns the place of a notification.
pub(super) fn place(connection: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    let mut same =
        connection.prepare_cached("SELECT 1 FROM notification WHERE seq = ?1 AND id = ?2")?;
    for seq in places(connection, id, None)? {
        if same.exists(params![seq, id])? {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}

/// Returns the place of the notification that is processed in its stead: itself, unless an earlier
/// one had the same subject.
pub(super) fn processed(connection: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    let Some(place) = place(connection, id)? else {
        return Ok(None);
    };
    let mut subject = connection
        .prepare_cached("SELECT subject FROM notification WHERE seq = ?1 AND duplicate = 1")?;
    let subject: Option<String> = subject.query_row([place], |row| row.get(0)).optional()?;
    let Some(subject) = subject else {
        return Ok(Some(place));
    };
    let mut first = connection.prepare_cached(
        "SELECT 1 FROM notification WHERE seq = ?1 AND subject = ?2 AND duplicate = 0",
    )?;
    for seq in places(connection, id, Some(&subject))? {
        if first.exists(params![seq, subject])? {
            return Ok(Some(seq));
        }
    }
    Ok(Some(place))
}

fn places(connection: &Connection, id: &str, subject: Option<&str>) -> rusqlite::Result<Vec<i64>> {
    // For a list of keys, SQLite would make a table of its own each time.
    let mut same = connection.prepare_cached(
        "SELECT seq FROM recent WHERE key = ?1 UNION ALL SELECT seq FROM known WHERE key = ?1
        UNION ALL SELECT seq FROM recent WHERE key = ?2 UNION ALL SELECT seq FROM known WHERE key = ?2",
    )?;
    let found = same.query_map(params![key(id), subject.map(key)], |row| row.get(0))?;
    found.collect()
}

/// Adds the keys of the record at a place; `subject` if it is the first with it. They are there if
/// another program deleted the same notification from this place.
pub(super) fn note(
    connection: &Connection,
    seq: i64,
    id: &str,
    subject: Option<&str>,
) -> rusqlite::Result<()> {
    let mut note =
        connection.prepare_cached("INSERT OR IGNORE INTO recent (key, seq) VALUES (?1, ?2)")?;
    note.execute([key(id), seq])?;
    if let Some(subject) = subject {
        note.execute([key(subject), seq])?;
    }
    if seq % GATHERED_NOTIFICATIONS == 0 {
        connection.execute_batch(
            "INSERT OR IGNORE INTO known SELECT key, seq FROM recent ORDER BY key, seq; DELETE FROM recent",
        )?;
    }
    Ok(())
}

/// Returns whether the keys of notifications are missing, as after another program emptied a table
/// of keys: those of the oldest or of the newest one are.
pub(super) fn lacks_keys(connection: &Connection) -> rusqlite::Result<bool> {
    let mut ends = connection.prepare_cached(
        "SELECT seq, id FROM notification
         WHERE seq IN ((SELECT min(seq) FROM notification), (SELECT max(seq) FROM notification))",
    )?;
    let mut ends = ends.query([])?;
    while let Some(row) = ends.next()? {
        let (seq, id): (i64, String) = (row.get(0)?, row.get(1)?);
        if !places(connection, &id, None)?.contains(&seq) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Adds the keys of all notifications that have none.
pub(super) fn add_missing_keys(connection: &Connection) -> rusqlite::Result<()> {
    let mut all = connection
        .prepare("SELECT seq, id, CASE WHEN duplicate = 0 THEN subject END FROM notification")?;
    let mut add = connection.prepare("INSERT OR IGNORE INTO known (key, seq) VALUES (?1, ?2)")?;
    let mut all = all.query([])?;
    while let Some(row) = all.next()? {
        let (seq, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let subject: Option<String> = row.get(2)?;
        for text in [Some(id), subject].into_iter().flatten() {
            add.execute([key(&text), seq])?;
        }
    }
    Ok(())
}

/// Removes the keys of the record at a place.
pub(super) fn forget(
    connection: &Connection,
    seq: i64,
    id: &str,
    subject: Option<&str>,
) -> rusqlite::Result<()> {
    for table in ["recent", "known"] {
        let mut forget = connection.prepare_cached(&format!(
            "DELETE FROM {table} WHERE key IN (?1, ?2) AND seq = ?3"
        ))?;
        forget.execute(params![key(id), subject.map(key), seq])?;
    }
    Ok(())
}

fn key(text: &str) -> i64 {
    let digest = Sha256::digest(text);
    digest
        .iter()
        .take(8)
        .fold(0, |key, byte| key << 8 | i64::from(*byte))
}
