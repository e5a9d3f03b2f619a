//! What a relay sends.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::sse::{self, ServerEvent};
use crate::inbox::{Following, Position, RawHeaders, Record};
use crate::protocol::plaintext::Plaintext;
use crate::protocol::stamp::Timestamp;

const OPENED: &str = "open";
const NOTIFICATION: &str = "notification";
const GAP: &str = "gap";

/// The fields of a plaintext that are sent on, beside the amounts.
const SUMMARY: [&str; 5] = [
    "out_trade_no",
    "transaction_id",
    "out_refund_no",
    "refund_id",
    "trade_state",
];

/// One message, and after which position the reader is with it.
#[derive(Debug, Clone, PartialEq)]
pub enum RelayMessage {
    /// The first one.
    Opened(Opened),
    /// An accepted notification.
    Notification(Box<RelayedNotification>),
    /// Something may be missing.
    Gap(Gap),
    /// Nothing but the position.
    Position,
}

/// The beginning of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Opened {
    /// The version of the server.
    pub version: String,
    /// The server's clock, in milliseconds since 1970.
    pub now: i64,
}

/// Notifications that followed a position and may be missing: they, or the one at the position, were
/// deleted, or the store was replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Gap {
    /// The position that was requested.
    pub after: String,
}

/// A notification as it was received, and a summary of what was decrypted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RelayedNotification {
    /// The notification's id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// When the server received it, RFC 3339.
    pub received_at: String,
    /// The numbers of order, payment and refund, and the amounts: a part of the plaintext.
    pub resource: Map<String, Value>,
    /// The headers, in their order; the bytes of each value in base64.
    headers: Vec<(String, String)>,
    /// The bytes of the body in base64.
    body: String,
}

/// Something that is not a message of a relay.
#[derive(Debug, thiserror::Error)]
pub enum RelayMessageError {
    /// The data of an event is not what its name says.
    #[error("the data of an event '{name}' cannot be read")]
    Data {
        /// The event's name.
        name: String,
        /// What is wrong with the JSON.
        source: serde_json::Error,
    },
    /// Bytes are not in base64.
    #[error("the bytes of notification {id} cannot be read")]
    Bytes {
        /// The notification's id.
        id: String,
    },
    /// The id of an event is not a position.
    #[error("'{0}' is not a position")]
    Position(String),
}

impl From<&Following> for RelayedNotification {
    fn from(stored: &Following) -> Self {
        let encoded = |(name, value): (&str, &str)| {
            let bytes: Vec<u8> = RawHeaders::bytes(value).collect();
            (name.to_owned(), STANDARD.encode(bytes))
        };
        Self {
            id: stored.id.clone(),
            event_type: stored.event_type.clone(),
            received_at: Timestamp::from_millis(stored.received_at).to_rfc3339(),
            resource: summary(&stored.resource),
            headers: stored.headers.iter().map(encoded).collect(),
            body: STANDARD.encode(&stored.body),
        }
    }
}

/// Returns what of a plaintext is sent on.
fn summary(plaintext: &str) -> Map<String, Value> {
    let Ok(Value::Object(mut all)) = serde_json::from_str(plaintext) else {
        return Map::new();
    };
    let mut part = Map::new();
    for name in SUMMARY {
        part.extend(all.remove(name).map(|value| (name.to_owned(), value)));
    }
    let amount = |name: &str| Some((name.to_owned(), all.get("amount")?.get(name)?.clone()));
    let amounts: Map<_, _> = ["total", "refund", "currency"]
        .into_iter()
        .filter_map(amount)
        .collect();
    if !amounts.is_empty() {
        part.insert("amount".to_owned(), amounts.into());
    }
    part
}

impl RelayedNotification {
    /// Returns the notification as a record, whose plaintext is the summary.
    ///
    /// # Errors
    /// Returns an error if something in it cannot be read.
    pub fn record(&self) -> Result<Record, RelayMessageError> {
        let wrong = || RelayMessageError::Bytes {
            id: self.id.clone(),
        };
        let decode = |text: &str| STANDARD.decode(text).map_err(|_| wrong());
        let header = |(name, value): &(String, String)| {
            let bytes = decode(value)?;
            Ok((name.clone(), bytes.into_iter().map(char::from).collect()))
        };
        let headers: Result<RawHeaders, RelayMessageError> =
            self.headers.iter().map(header).collect();
        let received = Timestamp::from_rfc3339(&self.received_at).map_err(|_| wrong())?;
        let summary = Value::Object(self.resource.clone()).to_string();
        Ok(Record {
            received_at: received.0.saturating_mul(1000),
            id: self.id.clone(),
            event_type: self.event_type.clone(),
            create_time: String::new(),
            original_type: None,
            headers: headers?,
            body: decode(&self.body)?,
            plaintext: Plaintext::read(summary).map_err(|_| wrong())?,
        })
    }
}

/// Returns an event of a notification.
pub(super) fn notification(stored: &Following) -> String {
    write(
        stored.position,
        NOTIFICATION,
        &RelayedNotification::from(stored),
    )
}

/// Returns the first event.
pub(super) fn opened(position: Position, now: i64) -> String {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    write(position, OPENED, &Opened { version, now })
}

/// Returns the event of a gap, after which the reader is at `position`.
pub(super) fn gap(requested: Position, position: Position) -> String {
    let after = requested.to_string();
    write(position, GAP, &Gap { after })
}

fn write(position: Position, name: &str, data: &impl Serialize) -> String {
    // Texts and numbers can always be written.
    let data = serde_json::to_string(data).unwrap_or_else(|_| json!({}).to_string());
    sse::event(position, name, &data)
}

/// A message as a listener receives it.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReceivedMessage {
    /// The message.
    pub message: RelayMessage,
    /// The position that the listener is after with it, if the event says so.
    pub position: Option<Position>,
}

impl ReceivedMessage {
    /// Reads an event. One of a later version has nothing but a position.
    ///
    /// # Errors
    /// Returns an error if it is not a relay's.
    pub fn read(event: &ServerEvent) -> Result<Self, RelayMessageError> {
        let position = match event.id.as_str() {
            "" => None,
            id => Some(
                id.parse()
                    .map_err(|_| RelayMessageError::Position(id.to_owned()))?,
            ),
        };
        let name = event.name.as_str();
        let data = |source| RelayMessageError::Data {
            name: name.to_owned(),
            source,
        };
        let message = match name {
            OPENED => RelayMessage::Opened(serde_json::from_str(&event.data).map_err(data)?),
            NOTIFICATION => RelayMessage::Notification(Box::new(
                serde_json::from_str(&event.data).map_err(data)?,
            )),
            GAP => RelayMessage::Gap(serde_json::from_str(&event.data).map_err(data)?),
            _ => RelayMessage::Position,
        };
        Ok(Self { message, position })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sse::ServerEventReader;
    use super::*;
    use crate::inbox::Position;

    #[test]
    fn the_bytes_arrive_as_they_were_and_no_payer_is_told() {
        let headers = [("wechatpay-nonce", "n\u{e9}\u{ff}"), ("x", "")];
        let stored = Following {
            position: Position::of(7, "EV-7"),
            id: "EV-7".to_owned(),
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            received_at: 1_700_000_000_123,
            is_duplicate: false,
            deleted_since: None,
            headers: headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: b"{\"id\": \"EV-7\",\r\n \"x\":\"\xff\"}".to_vec(),
            resource: json!({"out_trade_no": "o-1", "payer": {"openid": "oUp"},
                "amount": {"total": 1, "payer_total": 1}})
            .to_string(),
        };
        let text = notification(&stored);
        assert!(!text.contains("oUp") && text.lines().count() == 4, "{text}");
        let events = ServerEventReader::default().read(text.as_bytes()).unwrap();
        let ReceivedMessage { message, position } = ReceivedMessage::read(&events[0]).unwrap();
        assert_eq!(position, Some(stored.position));
        let RelayMessage::Notification(relayed) = message else {
            panic!("{message:?}");
        };
        let record = relayed.record().unwrap();
        assert_eq!(record.body, stored.body);
        assert_eq!(record.headers, stored.headers);
        assert_eq!(record.received_at, 1_700_000_000_000);
        assert_eq!(record.plaintext.out_trade_no.as_deref(), Some("o-1"));
        assert_eq!(record.plaintext.value()["amount"], json!({"total": 1}));
    }

    #[test]
    fn an_event_of_a_later_version_only_moves_on() {
        let event = ServerEvent {
            id: Position::of(7, "EV-7").to_string(),
            name: "news".to_owned(),
            data: "x".to_owned(),
        };
        let ReceivedMessage { message, position } = ReceivedMessage::read(&event).unwrap();
        assert_eq!(message, RelayMessage::Position);
        assert!(position.is_some());
        let page = ServerEvent {
            name: NOTIFICATION.to_owned(),
            ..event
        };
        assert!(ReceivedMessage::read(&page).is_err());
    }
}
