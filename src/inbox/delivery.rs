//! What is passed on to a target, and what came of it.

use std::time::Duration;

/// For how long a delivery belongs to who took it. A process that dies holds its deliveries up
/// for no longer, and another one finds them well within ten seconds.
pub const LEASE: Duration = Duration::from_secs(5);

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
    /// What happened.
    pub event_type: String,
    /// The headers as received.
    pub headers: Vec<(String, String)>,
    /// The raw body as received.
    pub body: Vec<u8>,
    /// The plaintext, as JSON.
    pub resource: String,
    /// When it was received, in milliseconds since 1970.
    pub received_at: i64,
}

/// What was taken, and when there will be more.
#[derive(Debug, Default)]
pub struct Taken {
    /// To be attempted now.
    pub deliveries: Vec<Delivery>,
    /// After how long something else is due, where anything waits.
    pub next: Option<Duration>,
}

/// What came of an attempt.
#[derive(Debug)]
pub struct Attempt {
    /// Of what.
    pub delivery: Delivery,
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
    /// How long it took.
    pub elapsed: Duration,
    /// In words: an HTTP status, an exit code, or why there is none.
    pub outcome: String,
    /// What is to be done.
    pub next: Next,
}

impl Next {
    /// Returns the delivery's state, the pause until the next attempt, and whether this counts.
    pub(super) fn note(self) -> (&'static str, Duration, bool) {
        match self {
            Self::Arrived => ("delivered", Duration::ZERO, true),
            Self::Again(pause) => ("pending", pause, true),
            Self::Unreached(pause) => ("pending", pause, false),
            Self::Dead => ("dead", Duration::ZERO, true),
        }
    }
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it has arrived.
    Arrived,
    /// Another attempt after this long.
    Again(Duration),
    /// Another attempt after this long; this one does not count, as there was nobody.
    Unreached(Duration),
    /// Nothing: it is given up, a dead letter.
    Dead,
}
