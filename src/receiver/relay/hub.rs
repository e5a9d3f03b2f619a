//! Reads the store once for all listeners that are at its end, and on their own for those behind.
//!
//! The store is the only truth: what another process accepted is read like what this one did, and a
//! listener that was away reads what it missed. A reader never holds up the receiver: it gets a
//! bounded part at a time, with a pause after each.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::body::Bytes;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::message;
use super::token::RelayToken;
use crate::inbox::{Followed, Following, Inbox, InboxError, Position};
use crate::receiver::events::EventSender;

/// How many listeners there may be at once.
pub(super) const MAX_LISTENERS: usize = 64;

/// How many notifications are read at a time.
const PAGE_SIZE: usize = 128;

/// How many bytes are kept for the listeners that are at the end of the store.
const MAX_WINDOW_BYTES: usize = 8 << 20;

/// How often the store is asked for what other processes accepted.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// The pause after each part that is read, so that most of the store's time is left to the receiver.
const READ_PAUSE: Duration = Duration::from_millis(20);

/// The pause after the store failed.
const FAILURE_PAUSE: Duration = Duration::from_secs(1);

/// The receiver is busy while it accepts more notifications a second than this.
const BUSY_ABOVE: u64 = 500;

/// How many notifications a second are read while the receiver is busy: developers' machines come
/// after it, and get the rest when it is less so.
const BUSY_RATE: u32 = 100;

/// How long notifications are counted before the receiver is called busy, or not any more.
const BUSY_PERIOD: Duration = Duration::from_millis(100);

/// A notification as it is sent.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) position: Position,
    pub(super) received_at: i64,
    pub(super) event_type: String,
    /// If notifications before this one were deleted: when the one before those was received.
    pub(super) deleted_since: Option<i64>,
    /// Empty if it is not sent: an earlier one was processed in its stead.
    pub(super) event: Bytes,
}

impl From<&Following> for Frame {
    fn from(stored: &Following) -> Self {
        let event = if stored.is_duplicate {
            Bytes::new()
        } else {
            message::notification(stored).into()
        };
        Self {
            position: stored.position,
            received_at: stored.received_at,
            event_type: stored.event_type.clone(),
            deleted_since: stored.deleted_since,
            event,
        }
    }
}

/// The last notifications of the store.
#[derive(Debug)]
struct Window {
    /// The position before the first frame.
    start: Position,
    frames: VecDeque<Arc<Frame>>,
    bytes: usize,
}

impl Window {
    fn at(start: Position) -> Self {
        Self {
            start,
            frames: VecDeque::new(),
            bytes: 0,
        }
    }

    fn newest(&self) -> Position {
        let last = self.frames.back();
        last.map_or(self.start, |frame| frame.position)
    }

    fn push(&mut self, frame: Frame) {
        self.bytes += frame.event.len();
        self.frames.push_back(Arc::new(frame));
        while self.bytes > MAX_WINDOW_BYTES
            && let Some(first) = self.frames.pop_front()
        {
            self.bytes -= first.event.len();
            self.start = first.position;
        }
    }

    /// Returns what follows a position; none if it is not in the window.
    fn after(&self, position: Position, limit: usize) -> Option<Vec<Arc<Frame>>> {
        let from = if position == self.start {
            0
        } else {
            let seq = |frame: &Arc<Frame>| frame.position.seq();
            let at = self
                .frames
                .binary_search_by_key(&position.seq(), seq)
                .ok()?;
            if self.frames[at].position != position {
                return None;
            }
            at + 1
        };
        Some(self.frames.range(from..).take(limit).cloned().collect())
    }
}

/// What a listener reads next.
pub(super) enum Next {
    /// These follow.
    Frames(Vec<Arc<Frame>>),
    /// Nothing follows yet.
    End,
    /// The store does not have the position any more.
    Unknown,
}

/// Counts for the operators.
#[derive(Debug, Clone, Default)]
pub(in crate::receiver) struct RelayMetrics {
    pub(in crate::receiver) listeners: Gauge,
    pub(in crate::receiver) sent: Counter,
    pub(in crate::receiver) dropped: Counter,
    pub(in crate::receiver) refused: Counter,
}

/// Streams accepted notifications to listeners that show a token.
pub struct Relay {
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) token: ArcSwap<RelayToken>,
    pub(super) events: EventSender,
    pub(in crate::receiver) metrics: RelayMetrics,
    window: Mutex<Option<Window>>,
    changed: watch::Sender<()>,
    wakeup: Notify,
    pace: Mutex<LoadMeter>,
    accepted: AtomicU64,
    /// One part is read at a time.
    reading: Semaphore,
    slots: Mutex<Slots>,
    pub(super) end: CancellationToken,
}

#[derive(Default)]
struct Slots {
    last: u64,
    taken: HashMap<u64, Slot>,
}

struct Slot {
    /// What the listener calls itself, so that its next connection replaces one that is dead.
    key: Option<String>,
    replaced: CancellationToken,
}

impl Relay {
    /// Streams what is in an inbox to those who show the token.
    #[must_use]
    pub fn new(inbox: Arc<dyn Inbox>, token: RelayToken, events: EventSender) -> Self {
        Self {
            inbox,
            token: ArcSwap::from_pointee(token),
            events,
            metrics: RelayMetrics::default(),
            window: Mutex::default(),
            changed: watch::Sender::new(()),
            wakeup: Notify::new(),
            pace: Mutex::default(),
            accepted: AtomicU64::new(0),
            reading: Semaphore::new(1),
            slots: Mutex::default(),
            end: CancellationToken::new(),
        }
    }

    /// Takes another token from now on, and disconnects those who showed the last one.
    pub fn replace_token(&self, token: RelayToken) {
        let is_same = self.token.load().authorization() == token.authorization();
        self.token.store(Arc::new(token));
        if !is_same {
            let mut slots = self.slots();
            slots
                .taken
                .drain()
                .for_each(|(_, slot)| slot.replaced.cancel());
            self.count(&slots);
        }
    }

    /// Has the store read soon, as this process accepted a notification.
    pub(in crate::receiver) fn accepted(&self) {
        self.accepted.fetch_add(1, Ordering::Relaxed);
        self.wakeup.notify_one();
    }

    /// Returns the pause after `count` notifications were read at once.
    fn pause_after(&self, count: usize) -> Duration {
        let pace = self.pace.lock();
        let mut pace = pace.unwrap_or_else(PoisonError::into_inner);
        pace.pause_after(count, self.accepted.load(Ordering::Relaxed))
    }

    /// Ends all streams.
    pub(in crate::receiver) fn end(&self) {
        self.end.cancel();
    }

    fn window(&self) -> MutexGuard<'_, Option<Window>> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a slot for a listener; none if all are taken.
    pub(super) fn take_slot(self: &Arc<Self>, key: Option<String>) -> Option<SlotGuard> {
        let mut slots = self.slots();
        if key.is_some() {
            slots.taken.retain(|_, slot| {
                let is_same = slot.key == key;
                if is_same {
                    slot.replaced.cancel();
                }
                !is_same
            });
        }
        if slots.taken.len() >= MAX_LISTENERS {
            return None;
        }
        slots.last += 1;
        let number = slots.last;
        let replaced = CancellationToken::new();
        let slot = Slot {
            key,
            replaced: replaced.clone(),
        };
        slots.taken.insert(number, slot);
        self.count(&slots);
        drop(slots);
        self.wakeup.notify_one();
        Some(SlotGuard {
            relay: Arc::clone(self),
            number,
            replaced,
        })
    }

    fn count(&self, slots: &Slots) {
        let count = i64::try_from(slots.taken.len()).unwrap_or(i64::MAX);
        self.metrics.listeners.set(count);
    }

    /// Returns how many listeners are connected.
    pub(super) fn listeners(&self) -> usize {
        self.slots().taken.len()
    }

    /// Returns what tells of the next change at the end of the store.
    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Reads what follows a position.
    pub(super) async fn next(&self, position: Position) -> Result<Next, InboxError> {
        let (live, newest) = match &*self.window() {
            Some(window) => (
                window.after(position, PAGE_SIZE),
                Some(window.newest().seq()),
            ),
            None => (None, None),
        };
        let frames: Vec<_> = if let Some(frames) = live {
            frames
        } else {
            let read = self.read(position).await?;
            if !read.is_known {
                return Ok(Next::Unknown);
            }
            // None is ahead of the window, so that all of them come to it.
            let is_before =
                |next: &&Following| newest.is_none_or(|newest| next.position.seq() <= newest);
            let before = read.notifications.iter().take_while(is_before);
            before.map(Frame::from).map(Arc::new).collect()
        };
        Ok(if frames.is_empty() {
            Next::End
        } else {
            Next::Frames(frames)
        })
    }

    async fn read(&self, position: Position) -> Result<Followed, InboxError> {
        let permit = self.reading.acquire().await;
        let read = self.inbox.after(position, PAGE_SIZE).await;
        let count = read.as_ref().map_or(0, |read| read.notifications.len());
        sleep(self.pause_after(count)).await;
        drop(permit);
        read
    }

    /// Reads the end of the store for as long as there are listeners, until the relay ends.
    pub(in crate::receiver) async fn follow(self: Arc<Self>) {
        tokio::select! {
            () = self.end.cancelled() => {}
            () = self.read_on() => {}
        }
    }

    async fn read_on(&self) {
        loop {
            if self.listeners() == 0 {
                *self.window() = None;
                self.wakeup.notified().await;
                continue;
            }
            let at = self.window().as_ref().map(Window::newest);
            let read = match at {
                None => match self.inbox.position(None).await {
                    Ok(position) => {
                        *self.window() = Some(Window::at(position));
                        continue;
                    }
                    Err(error) => Err(error),
                },
                Some(position) => self.inbox.after(position, PAGE_SIZE).await,
            };
            let count = match read {
                Ok(read) if !read.is_known => {
                    // The store was replaced: listeners learn it when they ask for their positions.
                    *self.window() = None;
                    self.changed.send_replace(());
                    continue;
                }
                Ok(read) => {
                    let frames: Vec<_> = read.notifications.iter().map(Frame::from).collect();
                    let count = frames.len();
                    if let Some(window) = self.window().as_mut() {
                        for frame in frames {
                            window.push(frame);
                        }
                    }
                    count
                }
                Err(error) => {
                    // Reading goes on once the store works again; /healthz shows that it does not.
                    tracing::debug!(%error, "the relay cannot read the store");
                    sleep(FAILURE_PAUSE).await;
                    continue;
                }
            };
            if count > 0 {
                self.changed.send_replace(());
            }
            sleep(self.pause_after(count)).await;
            if count < PAGE_SIZE {
                let _ = timeout(POLL_INTERVAL, self.wakeup.notified()).await;
            }
        }
    }
}

/// Whether the receiver is busy, by what it accepted lately.
struct LoadMeter {
    since: Instant,
    /// How many it had accepted by then.
    accepted: u64,
    is_busy: bool,
}

impl Default for LoadMeter {
    fn default() -> Self {
        Self {
            since: Instant::now(),
            accepted: 0,
            is_busy: false,
        }
    }
}

impl LoadMeter {
    fn pause_after(&mut self, count: usize, accepted: u64) -> Duration {
        let elapsed = self.since.elapsed();
        if elapsed >= BUSY_PERIOD {
            let allowed = u128::from(BUSY_ABOVE) * elapsed.as_millis() / 1000;
            *self = Self {
                since: Instant::now(),
                accepted,
                is_busy: u128::from(accepted - self.accepted) > allowed,
            };
        }
        if self.is_busy {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            (Duration::from_secs(1) * count / BUSY_RATE).max(READ_PAUSE)
        } else {
            READ_PAUSE
        }
    }
}

/// The slot of a listener, which is free again when this is dropped.
pub(super) struct SlotGuard {
    pub(super) relay: Arc<Relay>,
    number: u64,
    /// Another connection of the same listener has its slot.
    pub(super) replaced: CancellationToken,
}

impl Drop for SlotGuard {
    fn drop(&mut self) {
        let mut slots = self.relay.slots();
        slots.taken.remove(&self.number);
        self.relay.count(&slots);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(seq: i64) -> Frame {
        Frame {
            position: Position::of(seq, "EV"),
            received_at: 0,
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            deleted_since: None,
            event: Bytes::from(vec![b'x'; 1 << 20]),
        }
    }

    #[test]
    fn a_window_answers_for_the_positions_that_it_has() {
        let mut window = Window::at(Position::of(4, "EV"));
        for seq in [5, 7, 8] {
            window.push(frame(seq));
        }
        let seqs = |window: &Window, position| {
            let frames = window.after(position, 2)?;
            Some(
                frames
                    .iter()
                    .map(|frame| frame.position.seq())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(seqs(&window, Position::of(4, "EV")), Some(vec![5, 7]));
        assert_eq!(seqs(&window, Position::of(7, "EV")), Some(vec![8]));
        assert_eq!(seqs(&window, Position::of(8, "EV")), Some(vec![]));
        for other in [
            Position::of(7, "other"),
            Position::of(6, "EV"),
            Position::START,
        ] {
            assert_eq!(seqs(&window, other), None);
        }
        for seq in 9..20 {
            window.push(frame(seq));
        }
        assert_eq!(window.frames.len(), 8);
        assert_eq!(seqs(&window, Position::of(8, "EV")), None);
        assert_eq!(seqs(&window, Position::of(11, "EV")), Some(vec![12, 13]));
    }

    #[tokio::test(start_paused = true)]
    async fn reading_slows_down_for_as_long_as_the_receiver_is_busy() {
        let mut pace = LoadMeter::default();
        let mut pause = async |accepted| {
            sleep(Duration::from_secs(1)).await;
            pace.pause_after(PAGE_SIZE, accepted)
        };
        assert_eq!(pause(500).await, READ_PAUSE);
        assert_eq!(pause(1001).await, Duration::from_millis(1280));
        assert_eq!(pause(1001).await, READ_PAUSE);
    }
}
