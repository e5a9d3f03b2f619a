//! Order of arrival: notifications about one order are put one after the other, and what could not
//! be put goes before what came later.
//!
//! A store that is paused or locked refuses a payment's notification, which WeChat Pay repeats
//! after 15 s, and may take the refund's that came meanwhile. So a refused one is remembered, and
//! put before anything else about its order; that WeChat Pay repeats it then is a repetition.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{Inbox, InboxError, Insert, Record};

/// For how long a notification that cannot be put holds up later ones about its order.
const MAX_HOLD: Duration = Duration::from_secs(600);

/// How many refused notifications are remembered: what a busy shop gets within minutes.
const MAX_REFUSED: usize = 16_384;

/// How many bytes their bodies may have together.
const MAX_REFUSED_BYTES: usize = 64 << 20;

/// A notification that is stored, under the id that the store has for it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Inserted {
    /// The notification.
    pub record: Arc<Record>,
    /// Whether it was stored before.
    pub result: Insert,
}

/// Puts notifications about one order in the order in which they arrive.
#[derive(Debug, Default)]
pub struct InOrder {
    lanes: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    refused: Mutex<VecDeque<Refused>>,
}

#[derive(Debug, Clone)]
struct Refused {
    record: Arc<Record>,
    targets: Vec<String>,
    at: Instant,
}

impl Refused {
    fn bytes(&self) -> usize {
        self.record.body.len()
    }

    fn is(&self, record: &Record) -> bool {
        self.record.id == record.id && self.record.digest() == record.digest()
    }
}

impl InOrder {
    /// Puts a notification after those about the same order that arrived before it. `earlier` is
    /// called for each of these that is put only now.
    ///
    /// # Errors
    /// Returns an error if this or an earlier one cannot be put; it must not be acknowledged.
    pub async fn put(
        &self,
        inbox: &dyn Inbox,
        record: Arc<Record>,
        targets: Vec<String>,
        earlier: impl Fn(Inserted) + Send + Sync,
    ) -> Result<Inserted, InboxError> {
        let lane = self.lane(record.order());
        let _turn = lane.mutex.lock().await;
        for before in self.before(&record) {
            let is_this = before.is(&record);
            let put = inbox.insert(Arc::clone(&before.record), before.targets.clone());
            match put.await {
                Ok(put) => {
                    self.forget(&before);
                    let inserted = inserted(before.record, put);
                    if is_this {
                        return Ok(inserted);
                    }
                    earlier(inserted);
                }
                Err(error) => {
                    self.remember(record, targets);
                    return Err(error);
                }
            }
        }
        match inbox.insert(Arc::clone(&record), targets.clone()).await {
            Ok(put) => Ok(inserted(record, put)),
            Err(error) => {
                self.remember(record, targets);
                Err(error)
            }
        }
    }

    fn lane(&self, order: &str) -> Lane<'_> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let mutex = Arc::clone(lanes.entry(order.to_owned()).or_default());
        Lane {
            all: self,
            order: order.to_owned(),
            mutex,
        }
    }

    fn refused(&self) -> MutexGuard<'_, VecDeque<Refused>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what has to be put before a record, in order; the last is the record itself if it
    /// was refused before.
    fn before(&self, record: &Record) -> Vec<Refused> {
        let mut refused = self.refused();
        if refused.is_empty() {
            return Vec::new();
        }
        refused.retain(|one| one.at.elapsed() < MAX_HOLD);
        let mut before: Vec<Refused> = refused
            .iter()
            .filter(|one| one.record.order() == record.order())
            .cloned()
            .collect();
        if let Some(this) = before.iter().position(|one| one.is(record)) {
            before.truncate(this + 1);
        }
        before
    }

    fn remember(&self, record: Arc<Record>, targets: Vec<String>) {
        let mut refused = self.refused();
        if refused.iter().any(|one| one.is(&record)) {
            return;
        }
        let mut bytes: usize = refused.iter().map(Refused::bytes).sum();
        bytes += record.body.len();
        while refused.len() >= MAX_REFUSED || bytes > MAX_REFUSED_BYTES {
            let Some(oldest) = refused.pop_front() else {
                break;
            };
            bytes -= oldest.bytes();
        }
        refused.push_back(Refused {
            record,
            targets,
            at: Instant::now(),
        });
    }

    fn forget(&self, put: &Refused) {
        self.refused()
            .retain(|one| !Arc::ptr_eq(&one.record, &put.record));
    }
}

fn inserted(record: Arc<Record>, put: Insert) -> Inserted {
    let record = match put {
        Insert::New | Insert::Duplicate => record,
        Insert::Altered { .. } => Arc::new(record.altered()),
    };
    Inserted {
        record,
        result: put,
    }
}

/// A place in the line of an order; the line is removed with its last place.
struct Lane<'a> {
    all: &'a InOrder,
    order: String,
    mutex: Arc<tokio::sync::Mutex<()>>,
}

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        let mut lanes = self
            .all
            .lanes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // The map and this place hold one each; others that wait hold more.
        if Arc::strong_count(&self.mutex) <= 2 {
            lanes.remove(&self.order);
        }
    }
}
