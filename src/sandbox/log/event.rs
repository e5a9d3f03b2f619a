//! What a sandbox tells everyone who listens, as it happens.

use std::sync::Arc;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::protocol::id::SerialNo;
use crate::sandbox::error::SandboxError;
use crate::sandbox::log::attempt::DeliveryAttempt;
use crate::sandbox::log::request::RequestRecord;
use crate::sandbox::store::database::SavedState;

/// How many events wait for a slow listener; the oldest are left out first.
const MAX_WAITING: usize = 1024;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum SandboxEvent {
    /// A request was answered.
    Request(Arc<RequestRecord>),
    /// A notification was posted.
    Attempt(Arc<DeliveryAttempt>),
    /// Another platform certificate signs from now on.
    Rotated(SerialNo),
    /// This listener was too slow for this many events.
    LeftOut(u64),
    /// This many requests were answered and not recorded, since they came too fast.
    NotRecorded(u64),
    /// From here on requests are answered and shown, and not stored.
    LogFailed(Arc<SandboxError>),
    /// Requests are stored again; this many are missing.
    LogRestored(u64),
    /// Another file took the name of the state while it was in use, and is used from here on; what
    /// was in the state is saved.
    StateReplaced(SavedState),
}

/// The sending side.
#[derive(Debug)]
pub(crate) struct Events(broadcast::Sender<Option<SandboxEvent>>);

/// The events of a sandbox from the moment of [`Sandbox::events`](crate::sandbox::Sandbox::events).
#[derive(Debug)]
pub struct EventStream(Option<broadcast::Receiver<Option<SandboxEvent>>>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(MAX_WAITING).0)
    }

    pub(crate) fn send(&self, event: SandboxEvent) {
        // Without a listener it is dropped.
        let _ = self.0.send(Some(event));
    }

    /// Ends every stream.
    pub(crate) fn close(&self) {
        let _ = self.0.send(None);
    }

    pub(crate) fn subscribe(&self) -> EventStream {
        EventStream(Some(self.0.subscribe()))
    }
}

impl EventStream {
    /// Waits for the next event; `None` once the sandbox ends.
    pub async fn next(&mut self) -> Option<SandboxEvent> {
        let received = self.0.as_mut()?.recv().await;
        self.read(received)
    }

    /// Does the same on a thread that may block.
    pub fn blocking_next(&mut self) -> Option<SandboxEvent> {
        let received = self.0.as_mut()?.blocking_recv();
        self.read(received)
    }

    fn read(&mut self, received: Result<Option<SandboxEvent>, RecvError>) -> Option<SandboxEvent> {
        match received {
            Ok(Some(event)) => Some(event),
            Err(RecvError::Lagged(count)) => Some(SandboxEvent::LeftOut(count)),
            Ok(None) | Err(RecvError::Closed) => {
                self.0 = None;
                None
            }
        }
    }
}
