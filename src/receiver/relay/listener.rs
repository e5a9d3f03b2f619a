//! One listener: what it was sent, and what it is sent next.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::time::{Instant, sleep, sleep_until};

use super::hub::{Frame, Next, SlotGuard};
use super::{message, sse};
use crate::inbox::Position;
use crate::protocol::event_type::EventPattern;
use crate::receiver::connection::{InFlight, WRITE_TIMEOUT};
use crate::receiver::events::{ListenerChange, NotifyEvent};

/// How long a stream may be quiet.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(10);

/// How many bytes are sent at once.
const MAX_CHUNK_BYTES: usize = 256 << 10;

/// How often the store is asked again by a listener whose position the hub does not have.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Which notifications a listener gets.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// Those of these types; all if it is empty.
    pub(super) types: Vec<EventPattern>,
    /// None that was received before this moment and was stored when the listener came. What comes
    /// later counts whatever the clock says.
    pub(super) since: Option<Since>,
}

/// The moment from which on a listener gets what was stored before it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since {
    /// In milliseconds since 1970.
    pub(super) millis: i64,
    /// The number of the newest notification when the listener came.
    pub(super) newest: i64,
}

impl Selection {
    fn includes(&self, frame: &Frame) -> bool {
        let is_early = self.since.is_some_and(|since| {
            frame.received_at < since.millis && frame.position.seq() <= since.newest
        });
        let is_of_type = self.types.is_empty()
            || self
                .types
                .iter()
                .any(|pattern| pattern.matches(&frame.event_type));
        !is_early && is_of_type && !frame.event.is_empty()
    }

    /// Returns whether notifications that were deleted just before a frame may have been for the
    /// listener, who wants those from the moment `since` on.
    fn lacks(&self, frame: &Frame, since: Option<i64>) -> bool {
        let is_late = |deleted_since| since.is_none_or(|since| since <= deleted_since);
        // The last that was deleted was stored after the listener came.
        let is_new = || {
            let newest = self.since.map(|since| since.newest);
            newest.is_some_and(|newest| newest < frame.position.seq() - 1)
        };
        frame
            .deleted_since
            .is_some_and(|deleted_since| is_late(deleted_since) || is_new())
    }
}

/// Where a listener begins, and what it gets.
#[derive(Debug)]
pub(super) struct Beginning {
    /// After this notification.
    pub(super) position: Position,
    pub(super) selection: Selection,
    /// The moment from which on everything is sent if the store does not have the position, in
    /// milliseconds since 1970.
    pub(super) since: Option<i64>,
    /// Whether what followed the beginning of the store, where the listener was, was deleted.
    pub(super) is_cut: bool,
}

/// A connected listener.
pub(super) struct Listener {
    slot: SlotGuard,
    /// Keeps the connection from being closed as idle.
    _connection: Option<InFlight>,
    peer: SocketAddr,
    /// After which notification it is.
    position: Position,
    selection: Selection,
    /// The moment from which on everything is sent if the store does not have the position, in
    /// milliseconds since 1970.
    since: Option<i64>,
    /// What is sent before anything else.
    first: Option<Bytes>,
    /// When something was last sent.
    sent_at: Instant,
    /// When it was given something that it has not asked to be followed yet.
    given_at: Option<Instant>,
}

impl Listener {
    pub(super) fn new(
        slot: SlotGuard,
        connection: Option<InFlight>,
        peer: SocketAddr,
        Beginning {
            position,
            selection,
            since,
            ..
        }: Beginning,
        first: String,
    ) -> Self {
        let listener = Self {
            slot,
            _connection: connection,
            peer,
            position,
            selection,
            since,
            first: Some(first.into()),
            sent_at: Instant::now(),
            given_at: None,
        };
        listener.report(ListenerChange::Joined);
        listener
    }

    fn report(&self, change: ListenerChange) {
        self.slot.relay.events.send(NotifyEvent::Listener {
            peer: self.peer.ip().to_canonical(),
            change,
        });
    }

    /// Waits for what is to be sent next; none at the end.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        self.given_at = None;
        let (end, replaced) = (self.slot.relay.end.clone(), self.slot.replaced.clone());
        let bytes = tokio::select! {
            biased;
            () = end.cancelled() => None,
            () = replaced.cancelled() => None,
            bytes = self.read() => Some(bytes),
        }?;
        self.sent_at = Instant::now();
        self.given_at = Some(self.sent_at);
        Some(bytes)
    }

    async fn read(&mut self) -> Bytes {
        if let Some(first) = self.first.take() {
            return first;
        }
        let mut changes = self.slot.relay.changes();
        loop {
            changes.mark_unchanged();
            let heartbeat_at = self.sent_at + HEARTBEAT_INTERVAL;
            match self.slot.relay.next(self.position).await {
                Ok(Next::Frames(frames)) => {
                    let chunk = self.take(&frames);
                    if !chunk.is_empty() {
                        return chunk;
                    }
                }
                Ok(Next::Unknown) => {
                    if let Some(message) = self.resume().await {
                        return message;
                    }
                }
                Ok(Next::End) => {
                    tokio::select! {
                        _ = changes.changed() => {}
                        () = sleep(POLL_INTERVAL) => {}
                        () = sleep_until(heartbeat_at) => {}
                    }
                }
                Err(_) => {
                    // The hub reports it.
                    sleep(POLL_INTERVAL).await;
                }
            }
            if heartbeat_at <= Instant::now() {
                let mut text = String::new();
                sse::heartbeat(&mut text, self.position);
                return text.into();
            }
        }
    }

    /// Takes as many frames as are sent at once.
    fn take(&mut self, frames: &[Arc<Frame>]) -> Bytes {
        let mut chosen = Vec::new();
        let (mut bytes, mut sent) = (0, 0);
        for frame in frames {
            if bytes >= MAX_CHUNK_BYTES {
                break;
            }
            if self.selection.lacks(frame, self.since) {
                chosen.push(message::gap(self.position, self.position).into());
            }
            self.position = frame.position;
            if self.selection.includes(frame) {
                bytes += frame.event.len();
                sent += 1;
                chosen.push(Bytes::clone(&frame.event));
            }
        }
        self.slot.relay.metrics.sent.inc_by(sent);
        match chosen.as_slice() {
            [one] => Bytes::clone(one),
            many => {
                let mut all = Vec::with_capacity(bytes);
                for event in many {
                    all.extend_from_slice(event);
                }
                all.into()
            }
        }
    }

    /// Goes on from where the store has something, and says that something may be missing.
    async fn resume(&mut self) -> Option<Bytes> {
        let inbox = &self.slot.relay.inbox;
        let position = match self.since {
            Some(millis) => {
                let newest = inbox.position(None).await.ok()?.seq();
                self.selection.since = Some(Since { millis, newest });
                inbox.position(Some(millis)).await.ok()?
            }
            None => Position::START,
        };
        let message = message::gap(self.position, position);
        self.position = position;
        Some(message.into())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let is_slow = self
            .given_at
            .is_some_and(|given| given.elapsed() + Duration::from_secs(1) > WRITE_TIMEOUT);
        if is_slow {
            self.slot.relay.metrics.dropped.inc();
            self.report(ListenerChange::Dropped);
        } else {
            self.report(ListenerChange::Left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::MemoryInbox;
    use crate::receiver::event_channel;
    use crate::receiver::relay::Relay;

    fn listener(relay: &Arc<Relay>, name: &str) -> Option<Listener> {
        let beginning = Beginning {
            position: Position::START,
            selection: Selection::default(),
            since: None,
            is_cut: false,
        };
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        let slot = relay.take_slot(Some(name.to_owned()))?;
        Some(Listener::new(
            slot,
            None,
            peer,
            beginning,
            "first".to_owned(),
        ))
    }

    #[tokio::test(start_paused = true)]
    async fn a_quiet_stream_has_a_heartbeat_and_ends_with_its_server() {
        let token = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let inbox = Arc::new(MemoryInbox::default());
        let relay = Arc::new(Relay::new(inbox, token, event_channel().0));
        let mut one = listener(&relay, "one").unwrap();
        assert_eq!(one.next().await.unwrap(), "first");
        let began = Instant::now();
        let heartbeat = one.next().await.unwrap();
        assert_eq!(heartbeat, ": heartbeat\nid: 0-0000000000000000\n\n");
        let elapsed = began.elapsed();
        assert!(elapsed >= HEARTBEAT_INTERVAL && elapsed < 2 * HEARTBEAT_INTERVAL);
        // Its next connection takes the place of one that is dead.
        let mut again = listener(&relay, "one").unwrap();
        assert_eq!(one.next().await, None);
        assert_eq!(relay.listeners(), 1);
        drop(one);
        assert_eq!(relay.listeners(), 1);
        again.next().await.unwrap();
        relay.end();
        assert_eq!(again.next().await, None);
    }

    #[tokio::test]
    async fn what_was_deleted_is_reported_if_it_may_have_been_for_the_listener() {
        let token = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let inbox = Arc::new(MemoryInbox::default());
        let relay = Arc::new(Relay::new(inbox, token, event_channel().0));
        let mut one = listener(&relay, "one").unwrap();
        let frame = |seq, deleted_since| {
            Arc::new(Frame {
                position: Position::of(seq, "EV"),
                received_at: 5_000,
                event_type: "TRANSACTION.SUCCESS".to_owned(),
                deleted_since,
                event: Bytes::from(format!("event {seq}\n")),
            })
        };
        let mut is_reported = |since, newest: Option<i64>, deleted_since| {
            one.position = Position::of(4, "EV");
            one.since = since;
            one.selection.since = newest.map(|newest| Since {
                millis: since.unwrap_or(0),
                newest,
            });
            let taken = one.take(&[frame(7, deleted_since), frame(8, None)]);
            let taken = String::from_utf8(taken.to_vec()).unwrap();
            let place = Position::of(4, "EV");
            let gap = format!("id: {place}\nevent: gap\ndata: {{\"after\":\"{place}\"}}\n\n");
            assert_eq!(taken.replace(&gap, ""), "event 7\nevent 8\n");
            taken.starts_with(&gap)
        };
        assert!(!is_reported(None, None, None));
        assert!(is_reported(None, None, Some(1_000)));
        // Those that were deleted may all be older than what is wanted.
        assert!(!is_reported(Some(2_000), Some(6), Some(1_000)));
        assert!(!is_reported(Some(2_000), None, Some(1_000)));
        assert!(is_reported(Some(2_000), None, Some(2_000)));
        assert!(is_reported(Some(2_000), Some(5), Some(1_000)));
    }

    #[tokio::test]
    async fn places_are_limited_and_a_new_token_empties_them() {
        let token = "0123456789abcdef0123456789abcdef";
        let inbox = Arc::new(MemoryInbox::default());
        let (events, mut inbound) = event_channel();
        let relay = Arc::new(Relay::new(inbox, token.parse().unwrap(), events));
        let mut all: Vec<_> = (0..)
            .map_while(|number| listener(&relay, &number.to_string()))
            .collect();
        assert_eq!(all.len(), crate::receiver::relay::hub::MAX_LISTENERS);
        relay.replace_token(token.parse().unwrap());
        assert_eq!(relay.listeners(), all.len());
        relay.replace_token(token.replace('0', "x").parse().unwrap());
        assert_eq!(relay.listeners(), 0);
        assert_eq!(all[0].next().await, None);
        while inbound.ready().is_some() {}
        drop(all);
        let left = inbound.ready();
        assert!(
            matches!(
                left,
                Some(NotifyEvent::Listener {
                    change: ListenerChange::Left,
                    ..
                })
            ),
            "{left:?}"
        );
    }
}
