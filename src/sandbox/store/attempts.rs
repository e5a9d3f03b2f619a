//! The attempts to deliver notifications, the newest of them.

use std::time::Duration;

use rusqlite::Row;

use crate::sandbox::error::SandboxError;
use crate::sandbox::log::attempt::DeliveryAttempt;
use crate::sandbox::log::message::{RecordedBody, RecordedMessage};
use crate::sandbox::store::transaction::{Json, ReadTransaction, WriteTransaction};

/// How many are kept.
const MAX_ATTEMPTS: i64 = 10_000;

/// Selects attempts with the columns that [`attempt`] reads.
macro_rules! attempts {
    ($which:literal) => {
        concat!(
            "SELECT id, at, microseconds, notification_id, event_type, about,
                 kind, attempt, url, outcome, signed_by, verify_with, next_attempt_at,
                 request_headers, request_body, resource,
                 response_headers, response_body, response_bytes
             FROM attempt ",
            $which
        )
    };
}

/// Stores an attempt, numbers it, and removes the oldest.
pub(crate) fn add(
    tx: &WriteTransaction<'_>,
    attempt: &mut DeliveryAttempt,
) -> Result<(), SandboxError> {
    let response = attempt.response.as_ref();
    let id = tx.find(
        "INSERT INTO attempt (at, microseconds, notification_id, event_type, about, kind, attempt, url, outcome, signed_by, verify_with, next_attempt_at,
             request_headers, request_body, resource,
             response_headers, response_body, response_bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
         RETURNING id",
        rusqlite::params![
            attempt.at,
            i64::try_from(attempt.elapsed.as_micros()).unwrap_or(i64::MAX),
            attempt.notification_id,
            attempt.event_type,
            Json(&attempt.subject),
            Json(attempt.kind),
            attempt.attempt,
            attempt.url,
            Json(&attempt.outcome),
            Json(&attempt.signed_by),
            Json(&attempt.verify_with),
            attempt.next_attempt_at,
            Json(&attempt.request.headers),
            attempt.request.body.bytes,
            attempt.resource.as_ref().map(Json),
            response.map(|response| Json(&response.headers)),
            response.map(|response| &response.body.bytes),
            response.map(|response| i64::try_from(response.body.length).unwrap_or(i64::MAX)),
        ],
        |row| row.get(0),
    )?;
    attempt.id = id.unwrap_or_default();
    let oldest = "DELETE FROM attempt WHERE id <= (SELECT max(id) FROM attempt) - ?";
    tx.execute(oldest, (MAX_ATTEMPTS,)).map(drop)
}

/// Returns the newest of those after a number, the newest first.
pub(crate) fn list(
    tx: &ReadTransaction<'_>,
    after: i64,
    limit: usize,
) -> Result<Vec<DeliveryAttempt>, SandboxError> {
    tx.query(
        attempts!("WHERE id > ? ORDER BY id DESC LIMIT ?"),
        (after, i64::try_from(limit).unwrap_or(i64::MAX)),
        attempt,
    )
}

/// Returns those of a notification, the first first.
pub(crate) fn of(
    tx: &ReadTransaction<'_>,
    notification_id: &str,
) -> Result<Vec<DeliveryAttempt>, SandboxError> {
    tx.query(
        attempts!("WHERE notification_id = ? ORDER BY id"),
        (notification_id,),
        attempt,
    )
}

/// Returns the last of a notification.
pub(crate) fn last(
    tx: &ReadTransaction<'_>,
    notification_id: &str,
) -> Result<Option<DeliveryAttempt>, SandboxError> {
    tx.find(
        attempts!("WHERE notification_id = ? ORDER BY id DESC LIMIT 1"),
        (notification_id,),
        attempt,
    )
}

/// Removes all.
pub(crate) fn clear(tx: &WriteTransaction<'_>) -> Result<(), SandboxError> {
    tx.execute("DELETE FROM attempt", ()).map(drop)
}

fn attempt(row: &Row<'_>) -> rusqlite::Result<DeliveryAttempt> {
    let microseconds = u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
    let outcome: crate::sandbox::ledger::outcome::PostOutcome = row.get::<_, Json<_>>(9)?.0;
    let body: Vec<u8> = row.get(14)?;
    let response = match row.get::<_, Option<Json<Vec<_>>>>(16)? {
        Some(Json(headers)) => Some(RecordedMessage {
            headers,
            body: RecordedBody {
                bytes: row.get(17)?,
                length: usize::try_from(row.get::<_, i64>(18)?).unwrap_or_default(),
            },
        }),
        None => None,
    };
    Ok(DeliveryAttempt {
        id: row.get(0)?,
        at: row.get(1)?,
        elapsed: Duration::from_micros(microseconds),
        notification_id: row.get(3)?,
        event_type: row.get(4)?,
        subject: row.get::<_, Json<_>>(5)?.0,
        kind: row.get::<_, Json<_>>(6)?.0,
        attempt: row.get(7)?,
        url: row.get(8)?,
        acknowledged: outcome.is_acknowledged(),
        outcome,
        signed_by: row.get::<_, Json<_>>(10)?.0,
        verify_with: row.get::<_, Json<_>>(11)?.0,
        next_attempt_at: row.get(12)?,
        request: RecordedMessage {
            headers: row.get::<_, Json<_>>(13)?.0,
            body: RecordedBody {
                length: body.len(),
                bytes: body,
            },
        },
        resource: row.get::<_, Option<Json<_>>>(15)?.map(|json| json.0),
        response,
    })
}
