//! What arrived and what became of it, on its way to whoever prints it, which the answer never waits for.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use super::refused::Refused;
use crate::inbox::{Inbox, InboxError, Record, StoreEvent};

/// How many may wait to be printed with all that they are.
const WAITING: usize = 4096;

/// What arrived, told after it was kept or refused, and how it gets on.
#[derive(Debug)]
pub enum NotifyEvent {
    /// A notification, verified, opened and kept.
    Event(Arc<Record>),
    /// One that was kept before; acknowledged again. Its id.
    Duplicate(String),
    /// One whose id another with other content has; kept and processed as another, under this id.
    Altered(String),
    /// Something happened to the files of the store.
    Store(StoreEvent),
    /// A request or a connection that was refused.
    Refused {
        /// Where it came from, which may be a proxy; none if it has gone already.
        peer: Option<IpAddr>,
        /// Why.
        why: Refused,
    },
    /// Verified, but it could not be kept; refused, so that WeChat Pay repeats it.
    Unkept(InboxError),
    /// Verified, but not kept in time; refused, so that WeChat Pay repeats it. Its id.
    Late(String),
    /// Kept, but not taken by every target in time; refused, so that WeChat Pay repeats it. Its id.
    NotForwarded(String),
    /// Passing on to a target has begun to fail altogether, or to work again.
    Route {
        /// The target, as it may be shown.
        target: String,
        /// Why it fails; none where it works again.
        why: Option<String>,
    },
    /// A target has refused a notification.
    Declined {
        /// The target, as it may be shown.
        target: String,
        /// The notification's id.
        id: String,
        /// What it answered.
        outcome: String,
        /// Whether that was the last attempt.
        is_dead: bool,
    },
    /// The store has begun to fail to tell what is to be passed on.
    NotTaken(InboxError),
}

/// The sending side.
#[derive(Debug, Clone)]
pub struct EventSender {
    sender: mpsc::Sender<NotifyEvent>,
    late: Arc<Mutex<VecDeque<String>>>,
}

/// The receiving side.
#[derive(Debug)]
pub struct EventReceiver {
    receiver: mpsc::Receiver<NotifyEvent>,
    late: Arc<Mutex<VecDeque<String>>>,
}

/// Makes both sides.
#[must_use]
pub fn event_channel() -> (EventSender, EventReceiver) {
    let (sender, receiver) = mpsc::channel(WAITING);
    let late = Arc::default();
    let inbound = EventReceiver {
        receiver,
        late: Arc::clone(&late),
    };
    (EventSender { sender, late }, inbound)
}

impl EventSender {
    /// Tells it; where the printer is far behind only the id is kept of an event, and nothing
    /// of the rest, which is counted.
    pub(super) fn tell(&self, arrival: NotifyEvent) {
        if let Err(mpsc::error::TrySendError::Full(NotifyEvent::Event(record))) =
            self.sender.try_send(arrival)
        {
            let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
            late.push_back(record.id.clone());
        }
    }
}

impl EventReceiver {
    /// Waits for the next; events that did not fit are read from the inbox.
    pub async fn next(&mut self, inbox: &dyn Inbox) -> Option<NotifyEvent> {
        loop {
            if let Ok(arrival) = self.receiver.try_recv() {
                return Some(arrival);
            }
            let Some(id) = self.late().front().cloned() else {
                return self.receiver.recv().await;
            };
            // It leaves the queue only now: whoever waits for this may stop waiting before.
            let found = inbox.find(&id).await;
            self.late().pop_front();
            if let Ok(Some(stored)) = found {
                return Some(NotifyEvent::Event(Arc::new(stored.record)));
            }
        }
    }

    /// Returns the next where one waits already.
    pub fn ready(&mut self) -> Option<NotifyEvent> {
        self.receiver.try_recv().ok()
    }

    /// Tells whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.receiver.is_empty() && self.late().is_empty()
    }

    fn late(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
