//! Statements inside the writer's transaction.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::held::{self, DeliveryKey};
use super::known::{self, EarlierRecord};
use crate::ambient;
use crate::inbox::Insert;
use crate::inbox::delivery::{Attempt, Claimed, Delivery};
use crate::inbox::position::{self, Followed, Position};
use crate::inbox::query::{self, Filter, Param, Stats, Stored, Summary, TargetCount};
use crate::inbox::record::Record;
use crate::inbox::rows::{self, Columns};

/// A delivery that is due later than this was scheduled before the clock was set back, and is due
/// now.
const MAX_SCHEDULE_AHEAD_MS: i64 = 600_000;

/// How many bytes of bodies and plaintexts a reader gets at once: what is written waits meanwhile.
const MAX_FOLLOWED_BYTES: usize = 512 << 10;

impl Columns for Row<'_> {
    fn text(&self, column: usize) -> Result<String, String> {
        self.get(column).map_err(|error| error.to_string())
    }

    fn maybe(&self, column: usize) -> Result<Option<String>, String> {
        self.get(column).map_err(|error| error.to_string())
    }

    fn int(&self, column: usize) -> Result<i64, String> {
        self.get(column).map_err(|error| error.to_string())
    }

    fn bytes(&self, column: usize) -> Result<Vec<u8>, String> {
        self.get(column).map_err(|error| error.to_string())
    }
}

/// A row that cannot be read, in the terms of the driver.
fn unreadable(why: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Null, why.into())
}

pub(super) fn put(
    connection: &Connection,
    record: &Record,
    targets: &[String],
) -> rusqlite::Result<Insert> {
    match known::find(connection, record)? {
        EarlierRecord::No => {
            insert_new(connection, record, record.subject().as_deref(), targets)?;
            Ok(Insert::New)
        }
        EarlierRecord::SameSubject => {
            let seq = insert(connection, record, record.subject().as_deref(), true)?;
            known::note(connection, seq, &record.id, None)?;
            Ok(Insert::Duplicate)
        }
        EarlierRecord::At(seq) if is_same(connection, seq, record)? => {
            repeat(connection, seq)?;
            Ok(Insert::Duplicate)
        }
        EarlierRecord::At(_) => put_altered(connection, &record.altered(), targets),
    }
}

/// Puts a record that has an id of its own, since another has its id.
fn put_altered(
    connection: &Connection,
    record: &Record,
    targets: &[String],
) -> rusqlite::Result<Insert> {
    let subject = record.subject();
    // The other one may be about the same payment, and say something else of it.
    let subject = match known::find(connection, record)? {
        EarlierRecord::At(seq) => {
            repeat(connection, seq)?;
            return Ok(Insert::Altered { is_new: false });
        }
        EarlierRecord::SameSubject => None,
        EarlierRecord::No => subject.as_deref(),
    };
    insert_new(connection, record, subject, targets)?;
    Ok(Insert::Altered { is_new: true })
}

fn is_same(connection: &Connection, seq: i64, record: &Record) -> rusqlite::Result<bool> {
    let mut kept = connection.prepare_cached(
        "SELECT event_type, original_type, resource FROM notification WHERE seq = ?1",
    )?;
    kept.query_row([seq], |row| {
        let (event_type, original_type): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let plaintext: String = row.get(2)?;
        Ok(record.says(&event_type, original_type.as_deref(), &plaintext))
    })
}

fn repeat(connection: &Connection, seq: i64) -> rusqlite::Result<()> {
    let mut again = connection
        .prepare_cached("UPDATE notification SET repeats = repeats + 1 WHERE seq = ?1")?;
    again.execute([seq])?;
    Ok(())
}

/// Inserts a record and its deliveries to `targets`.
fn insert_new(
    connection: &Connection,
    record: &Record,
    subject: Option<&str>,
    targets: &[String],
) -> rusqlite::Result<()> {
    let seq = insert(connection, record, subject, false)?;
    known::note(connection, seq, &record.id, subject)?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO delivery (seq, target, order_no, state, next_at) VALUES (?1, ?2, ?3, 'pending', 0)",
    )?;
    for target in targets {
        insert.execute(params![seq, target, record.order()])?;
    }
    Ok(())
}

/// Inserts a record, and returns its place. Another program may have deleted the newest notification,
/// whose place is given again, without what belongs to it: `sqlite3` follows no references.
fn insert(
    connection: &Connection,
    record: &Record,
    subject: Option<&str>,
    duplicate: bool,
) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO notification (id, event_type, create_time, original_type, subject, duplicate, order_no, out_trade_no, number,
            out_refund_no, verdict, received_at, headers, body, resource)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'verified', ?11, ?12, ?13, ?14)",
    )?;
    let headers = serde_json::to_string(&record.headers).unwrap_or_default();
    let seq = statement.insert(params![
        record.id,
        record.event_type,
        record.create_time,
        record.original_type,
        subject,
        duplicate,
        record.order(),
        record.plaintext.out_trade_no,
        record.number(),
        record.plaintext.out_refund_no,
        record.received_at,
        headers,
        record.body,
        record.plaintext.as_str(),
    ])?;
    for left in [
        "DELETE FROM delivery WHERE seq = ?1",
        "DELETE FROM attempt WHERE seq = ?1",
    ] {
        connection.prepare_cached(left)?.execute([seq])?;
    }
    Ok(seq)
}

/// Takes the first of each order that is due, except what `held` says is under way. A delivery whose
/// notification another program deleted holds none up.
pub(super) fn claim(
    connection: &Connection,
    target: &str,
    room: usize,
    held: &HashSet<DeliveryKey>,
) -> rusqlite::Result<Claimed> {
    let now = ambient::millis();
    let sql = format!(
        "SELECT {} FROM delivery d JOIN notification n ON n.seq = d.seq
         WHERE d.state = 'pending' AND d.target = ?1 AND (d.next_at <= ?2 OR d.next_at > ?2 + ?3)
         AND NOT EXISTS (SELECT 1 FROM delivery e JOIN notification m ON m.seq = e.seq
            WHERE e.state = 'pending' AND e.target = d.target AND e.order_no = d.order_no AND e.seq < d.seq)
         ORDER BY d.next_at, d.seq LIMIT ?4",
        rows::DELIVERY
    );
    let mut due = connection.prepare_cached(&sql)?;
    let mut claimed = Claimed::default();
    let limit = i64::try_from(room + held.len()).unwrap_or(i64::MAX);
    let mut found = due.query(params![target, now, MAX_SCHEDULE_AHEAD_MS, limit])?;
    while let Some(row) = found.next()? {
        let delivery = rows::delivery(row).map_err(unreadable)?;
        let free = !held.contains(&held::of(&delivery));
        if free && claimed.deliveries.len() < room {
            claimed.deliveries.push(delivery);
        }
    }
    let mut next = connection.prepare_cached(
        "SELECT min(next_at) FROM delivery WHERE state = 'pending' AND target = ?1 AND next_at > ?2",
    )?;
    let next: Option<i64> = next.query_row(params![target, now], |row| row.get(0))?;
    claimed.next = next.map(|at| Duration::from_millis(u64::try_from(at - now).unwrap_or(0)));
    Ok(claimed)
}

/// Returns the place of the notification that a delivery is of. The file may be another than the
/// one that it was claimed from, with another notification at its place, or with the same at another.
fn place_of(connection: &Connection, delivery: &Delivery) -> rusqlite::Result<Option<i64>> {
    let mut same = connection.prepare_cached(
        "SELECT 1 FROM notification WHERE seq = ?1 AND id = ?2 AND resource = ?3",
    )?;
    let mut is_at = |seq: i64| same.exists(params![seq, delivery.id, delivery.resource]);
    if is_at(delivery.seq)? {
        return Ok(Some(delivery.seq));
    }
    match known::place(connection, &delivery.id)? {
        Some(seq) if is_at(seq)? => Ok(Some(seq)),
        Some(_) | None => Ok(None),
    }
}

pub(super) fn settle(connection: &Connection, attempt: &Attempt) -> rusqlite::Result<()> {
    let (state, pause, counts) = attempt.next.effect();
    let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    let Some(seq) = place_of(connection, &attempt.delivery)? else {
        return Ok(());
    };
    let target = &attempt.delivery.target;
    let mut note = connection.prepare_cached(
        "UPDATE delivery SET state = ?3, attempts = attempts + ?5, next_at = ?4 WHERE seq = ?1 AND target = ?2 AND state <> 'delivered'",
    )?;
    let next_at = attempt.at.saturating_add(millis(attempt.elapsed)) + millis(pause);
    note.execute(params![
        seq,
        target,
        state.as_str(),
        next_at,
        i64::from(counts)
    ])?;
    let mut keep = connection.prepare_cached(
        "INSERT INTO attempt (seq, target, at, elapsed, outcome) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    keep.execute(params![
        seq,
        target,
        attempt.at,
        millis(attempt.elapsed),
        attempt.outcome,
    ])?;
    Ok(())
}

pub(super) fn has_arrived(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    let place = known::processed(connection, id)?;
    let mut count = connection.prepare_cached(&query::not_arrived("?1"))?;
    Ok(count.query_row([place], |row| row.get::<_, i64>(0))? == 0)
}

pub(super) fn requeue(connection: &Connection, ids: &[String]) -> rusqlite::Result<u64> {
    let mut again = connection.prepare_cached(&query::requeue("?1"))?;
    ids.iter().try_fold(0, |sum, id| {
        let changed = again.execute([known::processed(connection, id)?])?;
        Ok(sum + u64::try_from(changed).unwrap_or(0))
    })
}

pub(super) fn list(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<Summary>> {
    let (sql, params) = filter.sql();
    let values = params.into_iter().map(|param| match param {
        Param::Int(number) => rusqlite::types::Value::from(number),
        Param::Text(text) => rusqlite::types::Value::from(text),
    });
    let mut found = connection.prepare(&sql)?;
    let each = found.query_map(params_from_iter(values), |row| {
        rows::summary(row).map_err(unreadable)
    })?;
    each.collect()
}

pub(super) fn find(connection: &Connection, id: &str) -> rusqlite::Result<Option<Stored>> {
    let found = connection
        .prepare_cached(&query::find("?1"))?
        .query_row([known::place(connection, id)?], |row| {
            rows::stored(row).map_err(unreadable)
        })
        .optional()?;
    let Some((mut stored, duplicate)) = found else {
        return Ok(None);
    };
    stored.deliveries = connection
        .prepare_cached(query::DELIVERIES)?
        .query_map([stored.seq], |row| {
            rows::delivery_row(row).map_err(unreadable)
        })?
        .collect::<rusqlite::Result<_>>()?;
    stored.attempts = connection
        .prepare_cached(query::ATTEMPTS)?
        .query_map([stored.seq], |row| {
            rows::attempt_row(row).map_err(unreadable)
        })?
        .collect::<rusqlite::Result<_>>()?;
    stored.set_state(duplicate);
    Ok(Some(stored))
}

pub(super) fn position(connection: &Connection, since: Option<i64>) -> rusqlite::Result<Position> {
    let found = if let Some(since) = since {
        let mut before = connection.prepare_cached(position::BEFORE)?;
        before.query_row([since], |row| rows::position(row).map_err(unreadable))
    } else {
        let mut newest = connection.prepare_cached(position::NEWEST)?;
        newest.query_row([], |row| rows::position(row).map_err(unreadable))
    };
    Ok(found.optional()?.unwrap_or(Position::START))
}

pub(super) fn after(
    connection: &Connection,
    position: Position,
    limit: usize,
) -> rusqlite::Result<Followed> {
    let mut from = connection.prepare_cached(position::FROM)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let (mut read, mut bytes) = (Vec::new(), 0);
    let mut found = from.query([position.seq(), limit])?;
    while bytes < MAX_FOLLOWED_BYTES
        && let Some(row) = found.next()?
    {
        let next = rows::following(row).map_err(unreadable)?;
        // The first is the one to go on from.
        if !read.is_empty() {
            bytes += next.body.len() + next.resource.len();
        }
        read.push(next);
    }
    position::note_deleted(&mut read);
    Ok(Followed::after(position, read))
}

pub(super) fn stats(connection: &Connection) -> rusqlite::Result<Stats> {
    let types = connection
        .prepare(query::BY_TYPE)?
        .query_map([], |row| rows::type_stats(row).map_err(unreadable))?
        .collect::<rusqlite::Result<_>>()?;
    let targets = connection
        .prepare(query::BY_TARGET)?
        .query_map([], |row| rows::target_count(row).map_err(unreadable))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Stats {
        types,
        targets,
        duplicates: connection.query_row(query::DUPLICATES, [], |row| row.get(0))?,
    })
}

pub(super) fn queue(connection: &Connection) -> rusqlite::Result<Vec<TargetCount>> {
    let mut found = connection.prepare_cached(query::QUEUE)?;
    let each = found.query_map([], |row| rows::target_count(row).map_err(unreadable))?;
    each.collect()
}

pub(super) fn prune(connection: &Connection, keep: Duration) -> rusqlite::Result<u64> {
    let keep = i64::try_from(keep.as_millis()).unwrap_or(i64::MAX);
    // SQLite has another name for it.
    let old = query::OLD.replace("least(", "min(");
    let mut old = connection.prepare_cached(&format!(
        "SELECT n.seq, n.id, n.subject FROM notification n WHERE {old}"
    ))?;
    let old: Vec<(i64, String, Option<String>)> = old
        .query_map([ambient::millis(), keep], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete = connection.prepare_cached("DELETE FROM notification WHERE seq = ?1")?;
    for (seq, id, subject) in &old {
        known::forget(connection, *seq, id, subject.as_deref())?;
        delete.execute([seq])?;
    }
    if old.is_empty() {
        forget_deleted(connection)?;
    }
    Ok(u64::try_from(old.len()).unwrap_or(0))
}

/// Removes what is still to be delivered of notifications that another program deleted.
fn forget_deleted(connection: &Connection) -> rusqlite::Result<()> {
    for state in ["pending", "dead"] {
        // By a literal, there is an index of it.
        let mut forget = connection.prepare_cached(&format!(
            "DELETE FROM delivery WHERE state = '{state}'
             AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.seq = delivery.seq)"
        ))?;
        forget.execute([])?;
    }
    Ok(())
}

pub(super) fn check(connection: &Connection) -> rusqlite::Result<()> {
    // A notification takes some pages; a store that has no room for these has none for it.
    let mut probe = connection.prepare_cached(
        "INSERT OR REPLACE INTO probe (id, at, ballast) VALUES (1, ?1, randomblob(16384))",
    )?;
    probe.execute([ambient::millis()])?;
    Ok(())
}
