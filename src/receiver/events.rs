//! Events of a receiver on their way to the log, which the response never waits for.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;

use super::refused::Refused;
use crate::inbox::{Inbox, InboxError, Record, StoreEvent};
use crate::protocol::amount::Fen;
use crate::protocol::id::{OutTradeNo, SerialNo};

/// How many events may wait to be printed with all their data.
const MAX_WAITING_EVENTS: usize = 4096;

/// The error of something that a receiver was given to call.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What happened in a receiver.
#[derive(Debug)]
pub enum NotifyEvent {
    /// A notification was verified, opened and stored.
    Event(Arc<Record>),
    /// A notification that was stored before was acknowledged again; its id.
    Duplicate(String),
    /// A notification has the id of another with other content; it was stored and is processed
    /// under this id.
    Altered(String),
    /// Something happened to the files of the store.
    Store(StoreEvent),
    /// A request or a connection was refused.
    Refused {
        /// The sender, which may be a proxy; none if it is gone already.
        peer: Option<IpAddr>,
        /// Why it was refused.
        why: Refused,
    },
    /// A verified notification could not be stored; it was refused, so that WeChat Pay repeats it.
    NotStored(InboxError),
    /// A verified notification was not stored in time; it was refused, so that WeChat Pay repeats
    /// it. Its id.
    StoredLate(String),
    /// A notification was stored, but not accepted by every target in time; it was refused, so that
    /// WeChat Pay repeats it. Its id.
    NotForwarded(String),
    /// Forwarding to a target has started to fail altogether, or works again.
    Route {
        /// The target, as it may be shown.
        target: String,
        /// Why it fails; none if it works again.
        why: Option<String>,
    },
    /// A target has refused a notification.
    Declined {
        /// The target, as it may be shown.
        target: String,
        /// The notification's id.
        id: String,
        /// The target's response.
        outcome: String,
        /// Whether that was the last attempt.
        is_dead: bool,
    },
    /// A target was sent a notification; only for a receiving side that
    /// [wants these](EventReceiver::want_attempts).
    Attempted(Attempted),
    /// A listener of the relay has come or gone.
    Listener {
        /// Where it is.
        peer: IpAddr,
        /// What it did.
        change: ListenerChange,
    },
    /// The store has started to fail to tell what is to be forwarded.
    NotClaimed(InboxError),
    /// The store has started to fail to record what came of deliveries, which wait for that.
    NotRecorded(InboxError),
    /// Platform certificates were fetched for a serial number that was not known.
    CertificatesFetched(Vec<SerialNo>),
    /// Platform certificates could not be fetched.
    CertificatesNotFetched(BoxError),
    /// The checkout API placed an order.
    OrderPlaced {
        /// Its number.
        out_trade_no: OutTradeNo,
        /// Its amount.
        total: Fen,
    },
    /// The checkout API could not do what it was asked to.
    CheckoutFailed {
        /// Why it failed: the error of the call, if there was one.
        error: BoxError,
        /// Whether the profile of this server is at fault.
        is_misconfigured: bool,
    },
}

/// An attempt to deliver a notification to a target.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempted {
    /// The target, as it may be shown.
    pub target: String,
    /// The notification's id.
    pub id: String,
    /// The status of the response, or why there is none.
    pub outcome: String,
    /// Whether the target accepted the notification.
    pub is_accepted: bool,
    /// How long it took.
    pub elapsed: Duration,
    /// After how long it is made again, if that is known.
    pub again_after: Option<Duration>,
}

/// What a listener of the relay did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenerChange {
    /// It has connected.
    Joined,
    /// Its connection has ended.
    Left,
    /// It was disconnected, since it accepted nothing of what it was sent.
    Dropped,
}

/// The sending side of the events.
#[derive(Debug, Clone)]
pub struct EventSender {
    sender: mpsc::Sender<NotifyEvent>,
    wants_attempts: Arc<AtomicBool>,
    late: Arc<Mutex<VecDeque<String>>>,
}

/// The receiving side of the events.
#[derive(Debug)]
pub struct EventReceiver {
    receiver: mpsc::Receiver<NotifyEvent>,
    wants_attempts: Arc<AtomicBool>,
    late: Arc<Mutex<VecDeque<String>>>,
}

/// Returns both sides of a channel of events.
#[must_use]
pub fn event_channel() -> (EventSender, EventReceiver) {
    let (sender, receiver) = mpsc::channel(MAX_WAITING_EVENTS);
    let (late, wants_attempts) = (Arc::default(), Arc::default());
    let inbound = EventReceiver {
        receiver,
        wants_attempts: Arc::clone(&wants_attempts),
        late: Arc::clone(&late),
    };
    let outbound = EventSender {
        sender,
        wants_attempts,
        late,
    };
    (outbound, inbound)
}

impl EventSender {
    /// Sends an event without waiting. If the printer is far behind, only the id of a
    /// notification is queued, and other events are dropped.
    pub(crate) fn send(&self, event: NotifyEvent) {
        if let Err(mpsc::error::TrySendError::Full(NotifyEvent::Event(record))) =
            self.sender.try_send(event)
        {
            let mut late = self.late.lock().unwrap_or_else(PoisonError::into_inner);
            late.push_back(record.id.clone());
        }
    }
}

impl EventSender {
    /// Sends an attempt, if the receiving side wants them.
    pub(crate) fn attempted(&self, attempt: impl FnOnce() -> Attempted) {
        if self.wants_attempts.load(Ordering::Relaxed) {
            self.send(NotifyEvent::Attempted(attempt()));
        }
    }
}

impl EventReceiver {
    /// Has every attempt to deliver a notification sent from now on. Under load these are as many
    /// as the notifications, so that it is not done unasked.
    pub fn want_attempts(&self) {
        self.wants_attempts.store(true, Ordering::Relaxed);
    }

    /// Waits for the next event; notifications that did not fit are read from the inbox.
    pub async fn next(&mut self, inbox: &dyn Inbox) -> Option<NotifyEvent> {
        loop {
            if let Ok(event) = self.receiver.try_recv() {
                return Some(event);
            }
            let Some(id) = self.late().front().cloned() else {
                return self.receiver.recv().await;
            };
            // It leaves the queue only now, since this future may be dropped before.
            let found = inbox.find(&id).await;
            self.late().pop_front();
            if let Ok(Some(stored)) = found {
                return Some(NotifyEvent::Event(Arc::new(stored.record)));
            }
        }
    }

    /// Returns the next event if one waits already.
    pub fn ready(&mut self) -> Option<NotifyEvent> {
        self.receiver.try_recv().ok()
    }

    /// Returns whether no event waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.receiver.is_empty() && self.late().is_empty()
    }

    fn late(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
