//! Deliveries of notifications to targets, and their attempts.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::Serialize;

use super::headers::RawHeaders;
#[cfg(feature = "receiver")]
use super::record::Record;

/// For how long a delivery belongs to the process that claimed it. If it dies, another one claims
/// its deliveries well within ten seconds.
pub const LEASE: Duration = Duration::from_secs(5);

/// How far a notification has come to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// To be attempted.
    Pending,
    /// Accepted by the target.
    Delivered,
    /// Given up: a dead letter.
    Dead,
}

impl DeliveryState {
    /// Returns the name, as it is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Pending, Self::Delivered, Self::Dead]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("a stored delivery has the unknown state '{text}'"))
    }
}

/// One notification on its way to one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The notification's place in the inbox.
    pub(crate) seq: i64,
    /// The target's name, which is its URL.
    pub target: String,
    /// How many attempts failed so far.
    pub attempts: u32,
    /// The notification's id.
    pub id: String,
    /// The event type.
    pub event_type: String,
    /// The headers as received.
    pub headers: RawHeaders,
    /// The raw body as received.
    pub body: Vec<u8>,
    /// The plaintext, as JSON.
    pub resource: String,
    /// When it was received, in milliseconds since 1970.
    pub received_at: i64,
}

impl Delivery {
    /// Makes a delivery of which the inbox knows nothing, and which is never settled.
    #[cfg(feature = "receiver")]
    pub(crate) fn outside_the_inbox(record: &Record, target: String) -> Self {
        Self {
            seq: 0,
            target,
            attempts: 0,
            id: record.id.clone(),
            event_type: record.event_type.clone(),
            headers: record.headers.clone(),
            body: record.body.clone(),
            resource: record.plaintext.one_line().get().to_owned(),
            received_at: record.received_at,
        }
    }
}

/// Deliveries that were claimed, and when there will be more.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Claimed {
    /// To be attempted now.
    pub deliveries: Vec<Delivery>,
    /// After how long another one is due, if any waits.
    pub next: Option<Duration>,
}

/// An attempt to deliver a notification.
#[derive(Debug)]
pub struct Attempt {
    /// The delivery.
    pub delivery: Delivery,
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
    /// How long it took.
    pub elapsed: Duration,
    /// The outcome in words: an HTTP status, an exit code, or why there is none.
    pub outcome: String,
    /// What follows.
    pub next: NextStep,
}

impl NextStep {
    /// Returns the delivery's state, the pause before the next attempt, and whether this one
    /// counts.
    pub(super) fn effect(self) -> (DeliveryState, Duration, bool) {
        match self {
            Self::Arrived => (DeliveryState::Delivered, Duration::ZERO, true),
            Self::Again(pause) => (DeliveryState::Pending, pause, true),
            Self::Unreachable(pause) => (DeliveryState::Pending, pause, false),
            Self::Dead => (DeliveryState::Dead, Duration::ZERO, true),
        }
    }
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing: it has arrived.
    Arrived,
    /// Another attempt after this long.
    Again(Duration),
    /// Another attempt after this long; this one does not count, as the target was not reached.
    Unreachable(Duration),
    /// Nothing: it is given up, a dead letter.
    Dead,
}
