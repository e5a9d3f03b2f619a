//! Durable notifications: what was acknowledged is on disk.

mod file;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::protocol::notification::Event;
use crate::protocol::stamp::Timestamp;

pub use file::FileInbox;

/// A verified notification as it is kept: the raw bytes and what they say.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// When it arrived, in Unix seconds.
    pub received_at: Timestamp,
    /// The notification's id.
    pub id: String,
    /// What happened.
    pub event_type: String,
    /// The signature headers, as received.
    pub headers: Vec<(String, String)>,
    /// The raw body; a verified notification is UTF-8.
    pub body: String,
    /// The plaintext.
    pub resource: Value,
}

impl Record {
    /// Puts an event together with the bytes that it was made from.
    #[must_use]
    pub fn new(
        event: &Event,
        headers: Vec<(String, String)>,
        body: &[u8],
        received_at: Timestamp,
    ) -> Self {
        Self {
            received_at,
            id: event.notification.id.clone(),
            event_type: event.notification.event_type.clone(),
            headers,
            body: String::from_utf8_lossy(body).into_owned(),
            resource: event.resource.clone(),
        }
    }

    /// Returns what makes two notifications the same: the id, and the payment or refund with
    /// its event type, as two ids may carry the same payment.
    fn keys(&self) -> Vec<String> {
        let text = |name: &str| self.resource.get(name).and_then(Value::as_str);
        let subject = text("refund_id").or_else(|| text("transaction_id"));
        let business = subject.map(|number| format!("{} {number}", self.event_type));
        std::iter::once(format!("id {}", self.id))
            .chain(business)
            .collect()
    }
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is kept now.
    New,
    /// It was kept before.
    Seen,
}

/// Why a record is not kept.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// Another process has the file.
    #[error("another serve-notify uses {path}")]
    Busy {
        /// The file.
        path: String,
    },
    /// A line of the file is no record.
    #[error("line {line} of {path} is not a stored notification")]
    Damaged {
        /// The file.
        path: String,
        /// Which line, from 1.
        line: usize,
    },
    /// The file cannot be read or written.
    #[error("cannot use {path}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A place where notifications are kept before they are acknowledged.
pub trait Inbox: Send + Sync {
    /// Keeps a record; when this returns, it survives the end of the process and of the machine.
    ///
    /// # Errors
    /// The record is not kept, and must not be acknowledged.
    fn put(&self, record: &Record) -> Result<Put, InboxError>;
}

/// Keeps nothing but what was seen, for as long as the process lives.
#[derive(Debug, Default)]
pub struct MemoryInbox(Mutex<HashSet<String>>);

impl Inbox for MemoryInbox {
    fn put(&self, record: &Record) -> Result<Put, InboxError> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(remember(&mut seen, record))
    }
}

fn remember(seen: &mut HashSet<String>, record: &Record) -> Put {
    let keys = record.keys();
    let known = keys.iter().any(|key| seen.contains(key));
    seen.extend(keys);
    if known { Put::Seen } else { Put::New }
}
