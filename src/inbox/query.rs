//! Queries of an inbox: filters and results. Both stores use the same SQL.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::delivery::DeliveryState;
use super::record::Record;
use crate::protocol::id::IdError;
use crate::protocol::stamp::Timestamp;

/// How far a notification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Stored, and not to be forwarded.
    Stored,
    /// Some target has not accepted it yet.
    Pending,
    /// Every target has accepted it.
    Delivered,
    /// Given up for some target: a dead letter.
    Dead,
    /// An earlier notification has the same subject, and was processed instead.
    Duplicate,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Stored,
        Self::Pending,
        Self::Delivered,
        Self::Dead,
        Self::Duplicate,
    ];

    /// Returns the state's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
            Self::Duplicate => "duplicate",
        }
    }

    fn of(duplicate: bool, pending: i64, dead: i64, delivered: i64) -> Self {
        match (duplicate, dead, pending, delivered) {
            (true, ..) => Self::Duplicate,
            (false, 1.., ..) => Self::Dead,
            (false, _, 1.., _) => Self::Pending,
            (false, _, _, 1..) => Self::Delivered,
            (false, ..) => Self::Stored,
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::Stored => "duplicate = 0 AND pending = 0 AND dead = 0 AND delivered = 0",
            Self::Pending => "duplicate = 0 AND dead = 0 AND pending > 0",
            Self::Delivered => "duplicate = 0 AND dead = 0 AND pending = 0 AND delivered > 0",
            Self::Dead => "duplicate = 0 AND dead > 0",
            Self::Duplicate => "duplicate = 1",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let known = Self::ALL.into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| IdError::not_one_of(text, Self::ALL.map(Self::as_str).join(", ")))
    }
}

/// The notifications that a query is for; all if nothing is set.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Received at this moment or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Received before this moment, in milliseconds since 1970.
    pub until: Option<i64>,
    /// With this out_trade_no, transaction_id, refund_id or out_refund_no.
    pub number: Option<String>,
    /// With this event type; `*` stands for anything.
    pub event_type: Option<String>,
    /// In this state.
    pub state: Option<State>,
    /// Later in the inbox than this place, to continue a list.
    pub after: Option<i64>,
    /// Only the newest N; with `after`, the first N.
    pub limit: Option<usize>,
}

/// A value in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Param {
    Int(i64),
    Text(String),
}

/// The columns of a [`Summary`], in order.
const SUMMARY: &str = "SELECT seq, id, event_type, received_at, out_trade_no, number, repeats, duplicate, pending, dead, delivered, resource FROM (
    SELECT n.*,
        (SELECT count(*) FROM delivery d WHERE d.seq = n.seq AND d.state = 'pending') AS pending,
        (SELECT count(*) FROM delivery d WHERE d.seq = n.seq AND d.state = 'dead') AS dead,
        (SELECT count(*) FROM delivery d WHERE d.seq = n.seq AND d.state = 'delivered') AS delivered
    FROM notification n) AS found";

/// Finds the notification at `place`, an expression.
pub(super) fn find(place: &str) -> String {
    format!(
        "SELECT seq, id, event_type, create_time, original_type, received_at, repeats, duplicate, headers, body, resource
        FROM notification WHERE seq = {place}"
    )
}

pub(super) const DELIVERIES: &str =
    "SELECT target, state, attempts, next_at FROM delivery WHERE seq = $1 ORDER BY target";

pub(super) const ATTEMPTS: &str =
    "SELECT target, at, elapsed, outcome FROM attempt WHERE seq = $1 ORDER BY at, target";

/// Counts what has not arrived of the notification at `place`, an expression.
pub(super) fn not_arrived(place: &str) -> String {
    format!("SELECT count(*) FROM delivery WHERE seq = {place} AND state <> 'delivered'")
}

/// Makes due now what has not arrived of the notification at `place`, an expression; a dead
/// letter has all its attempts before it again.
pub(super) fn requeue(place: &str) -> String {
    format!(
        "UPDATE delivery SET state = 'pending', next_at = 0,
            attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END
        WHERE seq = {place} AND state <> 'delivered'"
    )
}

/// The condition of what is forgotten, some at a time, so that nothing waits for long. `$1` is
/// this clock, `$2` for how long it is kept: the earlier of the clock and the newest notification
/// counts, since either may have been ahead.
/// The last place is kept, or it would be given to another notification.
pub(super) const OLD: &str = "n.received_at < (SELECT least(max(received_at), $1) FROM notification) - $2
    AND n.seq < (SELECT max(seq) FROM notification)
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.seq = n.seq AND d.state <> 'delivered') LIMIT 500";

pub(super) const BY_TYPE: &str = "SELECT event_type, count(*), min(received_at), max(received_at), CAST(sum(repeats) AS BIGINT) FROM notification
    GROUP BY event_type ORDER BY event_type";

pub(super) const BY_TARGET: &str =
    "SELECT target, state, count(*) FROM delivery GROUP BY target, state ORDER BY target, state";

pub(super) const QUEUE: &str = "SELECT target, state, count(*) FROM delivery WHERE state = 'pending' GROUP BY target, state
    UNION ALL SELECT target, state, count(*) FROM delivery WHERE state = 'dead' GROUP BY target, state";

pub(super) const DUPLICATES: &str = "SELECT count(*) FROM notification WHERE duplicate = 1";

impl Filter {
    /// Returns the query and its values, in the order in which they stand in it.
    pub(super) fn sql(&self) -> (String, Vec<Param>) {
        let mut wheres = Vec::new();
        let mut params = Vec::new();
        let mut value = |param: Param| {
            params.push(param);
            format!("${}", params.len())
        };
        if let Some(since) = self.since {
            wheres.push(format!("received_at >= {}", value(Param::Int(since))));
        }
        if let Some(until) = self.until {
            wheres.push(format!("received_at < {}", value(Param::Int(until))));
        }
        if let Some(number) = &self.number {
            let names = ["order_no", "number", "out_refund_no"];
            let each = names.map(|name| format!("{name} = {}", value(Param::Text(number.clone()))));
            wheres.push(format!("({})", each.join(" OR ")));
        }
        if let Some(pattern) = &self.event_type {
            let pattern = value(Param::Text(like(pattern)));
            wheres.push(format!("event_type LIKE {pattern} ESCAPE '!'"));
        }
        if let Some(after) = self.after {
            wheres.push(format!("seq > {}", value(Param::Int(after))));
        }
        wheres.extend(self.state.map(|state| state.condition().to_owned()));
        let wheres = if wheres.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", wheres.join(" AND "))
        };
        let sql = match (self.limit, self.after) {
            (Some(limit), Some(_)) => format!("{SUMMARY}{wheres} ORDER BY seq LIMIT {limit}"),
            (Some(limit), None) => format!(
                "SELECT * FROM ({SUMMARY}{wheres} ORDER BY seq DESC LIMIT {limit}) AS newest ORDER BY seq"
            ),
            (None, _) => format!("{SUMMARY}{wheres} ORDER BY seq"),
        };
        (sql, params)
    }
}

fn like(pattern: &str) -> String {
    let mut text = String::new();
    for c in pattern.chars() {
        match c {
            '*' => text.push('%'),
            '%' | '_' | '!' => text.extend(['!', c]),
            c => text.push(c),
        }
    }
    text
}

/// A notification in a list. As JSON it has its time as RFC 3339.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Its place in the inbox.
    #[serde(skip)]
    pub seq: i64,
    /// Its id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// When it arrived, in milliseconds since 1970.
    #[serde(serialize_with = "rfc3339")]
    pub received_at: i64,
    /// The order's number.
    pub out_trade_no: Option<String>,
    /// The payment's or the refund's number at WeChat Pay.
    pub number: Option<String>,
    /// The merchant's number of what it is about, an order or something else.
    pub about: Option<String>,
    /// How far it has come.
    pub state: State,
    /// How many times it came again.
    pub repeats: i64,
}

/// Writes milliseconds since 1970 as RFC 3339.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it like this"
)]
fn rfc3339<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&Timestamp::from_millis(*millis).to_rfc3339())
}

impl Summary {
    /// `counts` are those of pending, dead and delivered targets.
    pub(super) fn with_state(mut self, duplicate: bool, counts: [i64; 3]) -> Self {
        self.state = State::of(duplicate, counts[0], counts[1], counts[2]);
        self
    }
}

/// A notification with its deliveries and attempts.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Stored {
    /// Its place in the inbox.
    pub seq: i64,
    /// What was received.
    pub record: Record,
    /// How many times it came again.
    pub repeats: i64,
    /// How far it has come.
    pub state: State,
    /// Its deliveries, by target.
    pub deliveries: Vec<DeliveryRow>,
    /// The attempts to deliver it.
    pub attempts: Vec<AttemptRow>,
}

impl Stored {
    pub(super) fn set_state(&mut self, duplicate: bool) {
        let count = |state| {
            let found = self.deliveries.iter().filter(|row| row.state == state);
            i64::try_from(found.count()).unwrap_or(i64::MAX)
        };
        self.state = State::of(
            duplicate,
            count(DeliveryState::Pending),
            count(DeliveryState::Dead),
            count(DeliveryState::Delivered),
        );
    }
}

/// How far a notification has come to one target.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DeliveryRow {
    /// The target.
    pub target: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// How many attempts there were.
    pub attempts: i64,
    /// When the next is due, in milliseconds since 1970.
    #[serde(skip)]
    pub next_at: i64,
}

/// One attempt to deliver a notification.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AttemptRow {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The target.
    pub target: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: i64,
    /// The status of the response, or why there is none.
    pub outcome: String,
}

/// The contents of an inbox in numbers.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Stats {
    /// The notifications of each event type.
    pub types: Vec<TypeStats>,
    /// The deliveries by target and state.
    pub targets: Vec<TargetCount>,
    /// The number of notifications with the subject of an earlier one.
    pub duplicates: i64,
}

/// The notifications of one event type. As JSON they have their times as RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TypeStats {
    /// The event type.
    pub event_type: String,
    /// Their number.
    pub count: i64,
    /// When the first was received, in milliseconds since 1970.
    #[serde(rename = "first", serialize_with = "rfc3339")]
    pub first_at: i64,
    /// When the last was received, in milliseconds since 1970.
    #[serde(rename = "last", serialize_with = "rfc3339")]
    pub last_at: i64,
    /// How many times any of them came again.
    pub repeats: i64,
}

/// The deliveries to one target in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TargetCount {
    /// The target.
    pub target: String,
    /// Their state.
    pub state: DeliveryState,
    /// Their number.
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_the_order_of_their_numbers() {
        let filter = Filter {
            since: Some(1),
            until: Some(2),
            number: Some("x".to_owned()),
            event_type: Some("TRANS_%.*".to_owned()),
            state: Some(State::Dead),
            after: None,
            limit: Some(5),
        };
        let (sql, params) = filter.sql();
        assert_eq!(params[5], Param::Text("TRANS!_!%.%".to_owned()));
        let places: Vec<_> = (1..=params.len())
            .map(|n| sql.find(&format!("${n}")).unwrap())
            .collect();
        assert!(places.is_sorted(), "{sql}");
    }
}
