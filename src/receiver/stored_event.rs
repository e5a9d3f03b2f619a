//! A stored notification as people and programs look at it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::forward::Target;
use crate::inbox::{
    AttemptRow, DeliveryRow, Filter, Inbox, InboxError, RawHeaders, State, Stats, Stored,
};

/// How many notifications are read at a time.
const PAGE_SIZE: usize = 500;

/// A notification with everything that is stored of it; the query of a target, which may hold a
/// token, is left out.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct StoredEvent {
    /// The notification's id.
    pub id: String,
    /// Its type.
    pub event_type: String,
    /// When WeChat Pay created it.
    pub create_time: String,
    /// When it was received, RFC 3339.
    pub received_at: String,
    /// How far it has come.
    pub state: State,
    /// How often it was received again.
    pub repeats: i64,
    /// The headers by name; one that was repeated has a list of values.
    pub headers: Map<String, Value>,
    /// The bytes as they were received; a verified body is JSON.
    pub body: String,
    /// The decrypted resource.
    pub resource: Value,
    /// What has become of it at each target.
    pub deliveries: Vec<DeliveryRow>,
    /// The attempts to deliver it.
    pub attempts: Vec<AttemptRow>,
}

impl From<Stored> for StoredEvent {
    fn from(mut stored: Stored) -> Self {
        for row in &mut stored.deliveries {
            hide_query(&mut row.target);
        }
        for row in &mut stored.attempts {
            hide_query(&mut row.target);
        }
        let record = stored.record;
        Self {
            received_at: record.received().to_rfc3339(),
            state: stored.state,
            repeats: stored.repeats,
            headers: by_name(&record.headers),
            body: String::from_utf8_lossy(&record.body).into_owned(),
            resource: record.plaintext.value(),
            deliveries: stored.deliveries,
            attempts: stored.attempts,
            id: record.id,
            event_type: record.event_type,
            create_time: record.create_time,
        }
    }
}

impl StoredEvent {
    /// The columns of a table of notifications.
    pub const COLUMNS: [&'static str; 13] = [
        "id",
        "event_type",
        "create_time",
        "received_at",
        "state",
        "repeats",
        "out_trade_no",
        "transaction_id",
        "out_refund_no",
        "refund_id",
        "amount_total",
        "amount_refund",
        "success_time",
    ];

    /// Returns the cells of [`StoredEvent::COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [String; 13] {
        let text = |name: &str| {
            let value = self.resource[name].as_str();
            value.unwrap_or_default().to_owned()
        };
        let amount = |name: &str| {
            let value = self.resource.pointer(&format!("/amount/{name}"));
            value.map(Value::to_string).unwrap_or_default()
        };
        [
            self.id.clone(),
            self.event_type.clone(),
            self.create_time.clone(),
            self.received_at.clone(),
            self.state.to_string(),
            self.repeats.to_string(),
            text("out_trade_no"),
            text("transaction_id"),
            text("out_refund_no"),
            text("refund_id"),
            amount("total"),
            amount("refund"),
            text("success_time"),
        ]
    }
}

/// Reads all notifications that a filter is for, a page at a time, in their order.
#[expect(missing_debug_implementations, reason = "it holds a store")]
pub struct StoredEvents<'i> {
    inbox: &'i dyn Inbox,
    filter: Filter,
}

impl<'i> StoredEvents<'i> {
    /// Starts to read.
    #[must_use]
    pub fn new(inbox: &'i dyn Inbox, mut filter: Filter) -> Self {
        filter.limit = Some(PAGE_SIZE);
        filter.after = Some(0);
        Self { inbox, filter }
    }

    /// Returns the next page; nothing after the last. What was deleted meanwhile is left out.
    ///
    /// # Errors
    /// Returns an error if the store cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<StoredEvent>>, InboxError> {
        let page = self.inbox.list(&self.filter).await?;
        let Some(last) = page.last() else {
            return Ok(None);
        };
        self.filter.after = Some(last.seq);
        let mut events = Vec::with_capacity(page.len());
        for summary in &page {
            events.extend(self.inbox.find(&summary.id).await?.map(StoredEvent::from));
        }
        Ok(Some(events))
    }
}

/// Counts what a store holds, without the queries of the targets.
///
/// # Errors
/// Returns an error if the store cannot be read.
pub async fn stats(inbox: &dyn Inbox) -> Result<Stats, InboxError> {
    let mut stats = inbox.stats().await?;
    for row in &mut stats.targets {
        hide_query(&mut row.target);
    }
    Ok(stats)
}

fn by_name(all: &RawHeaders) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in all.iter() {
        let value = Value::String(value.to_owned());
        match map.get_mut(name) {
            None => drop(map.insert(name.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    map
}

fn hide_query(target: &mut String) {
    target.truncate(Target::shown(target).len());
}
