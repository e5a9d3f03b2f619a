//! Rows of either store as the types of this module.

use super::delivery::Delivery;
use super::headers::RawHeaders;
use super::position::{Following, Position};
use super::query::{AttemptRow, DeliveryRow, State, Stored, Summary, TargetCount, TypeStats};
use super::record::Record;
use crate::protocol::plaintext::Plaintext;

/// One row of a result; columns are counted from 0.
pub(super) trait Columns {
    fn text(&self, column: usize) -> Result<String, String>;
    fn maybe(&self, column: usize) -> Result<Option<String>, String>;
    fn int(&self, column: usize) -> Result<i64, String>;
    fn bytes(&self, column: usize) -> Result<Vec<u8>, String>;
}

pub(super) fn summary(row: &impl Columns) -> Result<Summary, String> {
    let summary = Summary {
        seq: row.int(0)?,
        id: row.text(1)?,
        event_type: row.text(2)?,
        received_at: row.int(3)?,
        out_trade_no: row.maybe(4)?,
        number: row.maybe(5)?,
        repeats: row.int(6)?,
        about: Plaintext::stored(row.text(11)?).subject_number(),
        state: State::Stored,
    };
    Ok(summary.with_state(row.int(7)? == 1, [row.int(8)?, row.int(9)?, row.int(10)?]))
}

/// Reads a row of [`super::query::find`], which knows nothing of deliveries.
pub(super) fn stored(row: &impl Columns) -> Result<(Stored, bool), String> {
    let record = Record {
        id: row.text(1)?,
        event_type: row.text(2)?,
        create_time: row.text(3)?,
        original_type: row.maybe(4)?,
        received_at: row.int(5)?,
        headers: headers(&row.text(8)?),
        body: row.bytes(9)?,
        plaintext: Plaintext::stored(row.text(10)?),
    };
    let stored = Stored {
        seq: row.int(0)?,
        record,
        repeats: row.int(6)?,
        state: State::Stored,
        deliveries: Vec::new(),
        attempts: Vec::new(),
    };
    Ok((stored, row.int(7)? == 1))
}

pub(super) fn delivery_row(row: &impl Columns) -> Result<DeliveryRow, String> {
    Ok(DeliveryRow {
        target: row.text(0)?,
        state: row.text(1)?.parse()?,
        attempts: row.int(2)?,
        next_at: row.int(3)?,
    })
}

pub(super) fn attempt_row(row: &impl Columns) -> Result<AttemptRow, String> {
    Ok(AttemptRow {
        target: row.text(0)?,
        at: row.int(1)?,
        elapsed_ms: row.int(2)?,
        outcome: row.text(3)?,
    })
}

/// The columns that [`delivery`] reads, of `delivery d JOIN notification n`.
pub(super) const DELIVERY: &str =
    "d.seq, d.target, d.attempts, n.id, n.event_type, n.headers, n.body, n.resource, n.received_at";

pub(super) fn delivery(row: &impl Columns) -> Result<Delivery, String> {
    Ok(Delivery {
        seq: row.int(0)?,
        target: row.text(1)?,
        attempts: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
        id: row.text(3)?,
        event_type: row.text(4)?,
        headers: headers(&row.text(5)?),
        body: row.bytes(6)?,
        resource: row.text(7)?,
        received_at: row.int(8)?,
    })
}

/// Reads the columns of a number and an id.
pub(super) fn position(row: &impl Columns) -> Result<Position, String> {
    Ok(Position::of(row.int(0)?, &row.text(1)?))
}

/// Reads a row of [`super::position::FROM`].
pub(super) fn following(row: &impl Columns) -> Result<Following, String> {
    Ok(Following {
        position: position(row)?,
        id: row.text(1)?,
        event_type: row.text(2)?,
        received_at: row.int(3)?,
        is_duplicate: row.int(4)? == 1,
        deleted_since: None,
        headers: headers(&row.text(5)?),
        body: row.bytes(6)?,
        resource: row.text(7)?,
    })
}

pub(super) fn type_stats(row: &impl Columns) -> Result<TypeStats, String> {
    Ok(TypeStats {
        event_type: row.text(0)?,
        count: row.int(1)?,
        first_at: row.int(2)?,
        last_at: row.int(3)?,
        repeats: row.int(4)?,
    })
}

pub(super) fn target_count(row: &impl Columns) -> Result<TargetCount, String> {
    Ok(TargetCount {
        target: row.text(0)?,
        state: row.text(1)?.parse()?,
        count: row.int(2)?,
    })
}

/// Reads stored headers. Another program may have changed them: the notification is passed on without
/// them, and holds up no other.
fn headers(text: &str) -> RawHeaders {
    serde_json::from_str(text).unwrap_or_default()
}
