//! Connects to a relay again and again, stores what comes, and forwards it.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::error::ListenError;
use super::source::{RelaySource, RelayStream};
use super::state::{ListenState, Progress};
use crate::ambient;
use crate::backoff::Backoff;
use crate::inbox::{
    DeliveryState, Filter, Inbox, InboxError, Insert, MemoryInbox, Position, Record,
};
use crate::protocol::event_type::EventPattern;
use crate::receiver::{
    EventReceiver, Forwarder, ListenQuery, NotifyEvent, ReceivedMessage, RelayMessage, RetryPolicy,
    Route, event_channel,
};

/// The pauses before another attempt to connect.
const RECONNECT_BACKOFF: Backoff =
    Backoff::new(Duration::from_millis(250), Duration::from_secs(10));

/// After how long a connection counts as one that works, even if no notification came on it.
const STABLE_AFTER: Duration = Duration::from_secs(15);

/// How often the position is stored while notifications come.
const SAVE_INTERVAL: Duration = Duration::from_secs(1);

/// How often it is checked whether everything was delivered, once nothing more is awaited.
const DRAIN_INTERVAL: Duration = Duration::from_millis(20);

/// How often notifications that were delivered long ago are deleted.
const PRUNE_INTERVAL: Duration = Duration::from_secs(3600);

/// For how long it is known which notifications were taken.
const KEEP: Duration = Duration::from_secs(30 * 86_400);

/// By how much notifications that arrive together may be stored in another order than they were
/// received, in milliseconds.
const OUT_OF_ORDER_MS: i64 = 60_000;

/// What a listener wants.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct ListenOptions {
    /// Notifications of these types; all if it is empty.
    pub types: Vec<EventPattern>,
    /// Also those that were received up to this long before.
    pub since: Option<Duration>,
    /// End after this many notifications, once they are delivered.
    pub max_events: Option<u64>,
}

/// What happens while a listener runs.
#[derive(Debug)]
pub enum ListenEvent {
    /// It is connected.
    Connected {
        /// The version of the server.
        version: String,
    },
    /// It is not connected, and tries again.
    Disconnected {
        /// Why it ended.
        error: ListenError,
        /// After how long it tries again.
        pause: Duration,
    },
    /// Notifications that followed a position may be missing: the server does not have them, or the
    /// one at the position, any more.
    Gap {
        /// The position.
        after: String,
    },
    /// What was taken last is not in the inbox any more: it was removed or replaced while no listener
    /// ran. Everything since the last moment at which nothing was left to deliver is requested again.
    Forgotten,
    /// A notification, which was not taken before; its plaintext is the server's summary.
    Notification(Arc<Record>),
    /// An event of the forwarder.
    Forwarding(NotifyEvent),
}

/// A listener: a relay, and where what comes from it goes.
pub struct Listening {
    source: RelaySource,
    options: ListenOptions,
    /// None if nothing is forwarded: then there is nothing to take twice.
    state: Option<ListenState>,
    inbox: Arc<dyn Inbox>,
    forwarder: Arc<Forwarder>,
    forwarded: EventReceiver,
    events: mpsc::Sender<ListenEvent>,
    name: String,
    position: Option<Position>,
    since: Option<i64>,
    /// The id of the notification that was taken last.
    newest: Option<String>,
    saved_at: Instant,
    left: Option<u64>,
    /// Whether it was ever connected.
    was_connected: bool,
    /// The number of connections in a row that failed, or ended before they were of use.
    failures: u32,
}

/// Why the messages of a connection are not read any further.
enum Stop {
    /// As many notifications came as are awaited.
    Enough,
    /// The connection cannot be used.
    Failed(ListenError),
}

impl<E: Into<ListenError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Listening {
    /// Listens to a relay, and forwards along `routes` what comes, if there are any; `state` is
    /// where it is stored until it has arrived. What happens is received from the second value.
    #[must_use]
    pub fn new(
        source: RelaySource,
        options: ListenOptions,
        state: Option<ListenState>,
        routes: Vec<Route>,
    ) -> (Self, mpsc::Receiver<ListenEvent>) {
        let inbox: Arc<dyn Inbox> = match &state {
            Some(state) => Arc::clone(&state.inbox) as Arc<dyn Inbox>,
            None => Arc::new(MemoryInbox::default()),
        };
        let (sender, forwarded) = event_channel();
        forwarded.want_attempts();
        let policy = RetryPolicy::PATIENT;
        let forwarder = Forwarder::with_policy(Arc::clone(&inbox), routes, policy, sender);
        let (events, received) = mpsc::channel(256);
        let name = match &state {
            Some(state) => state.name().to_owned(),
            None => ambient::letters(16),
        };
        let listening = Self {
            source,
            name,
            position: state.as_ref().and_then(ListenState::position),
            since: state.as_ref().and_then(ListenState::since),
            left: options.max_events,
            newest: None,
            options,
            state,
            inbox,
            forwarder,
            forwarded,
            events,
            saved_at: Instant::now(),
            was_connected: false,
            failures: 0,
        };
        (listening, received)
    }

    /// Listens until `end`, or until as many notifications came as are awaited, and finishes the
    /// deliveries under way.
    ///
    /// # Errors
    /// Returns an error if trying again is useless.
    pub async fn run(mut self, end: CancellationToken) -> Result<(), ListenError> {
        let stop_forwarding = CancellationToken::new();
        let forwarding = tokio::spawn(Arc::clone(&self.forwarder).run(stop_forwarding.clone()));
        let reporting = self.report_forwarded();
        let pruning = tokio::spawn(prune(Arc::clone(&self.inbox)));
        let outcome = tokio::select! {
            outcome = self.listen() => outcome,
            () = end.cancelled() => Ok(()),
        };
        if outcome.is_ok() && !end.is_cancelled() {
            tokio::select! {
                () = self.deliver_all() => {}
                () = end.cancelled() => {}
            }
        }
        stop_forwarding.cancel();
        // It ends within the time that a delivery may take.
        let _ = forwarding.await;
        pruning.abort();
        // If that fails, some notifications come again, which are known.
        let _ = self.save(true).await;
        self.inbox.close().await;
        // The events of the forwarder end with it.
        drop(self);
        let _ = reporting.await;
        outcome
    }

    /// Goes back to where everything had arrived if what was taken last is lost.
    async fn check_inbox(&mut self) -> Result<(), ListenError> {
        let newest = self.state.as_ref().and_then(ListenState::newest);
        let Some(newest) = newest.map(str::to_owned) else {
            return Ok(());
        };
        if self.inbox.find(&newest).await?.is_some() {
            return Ok(());
        }
        // It is said first: once it is noted, it is not said again.
        self.tell(ListenEvent::Forgotten).await;
        if let Some(state) = &mut self.state {
            self.position = state.go_back().await?;
        }
        Ok(())
    }

    /// Finds out from when on it wants everything if its position is lost: what was taken tells.
    async fn recover(&mut self) -> Result<(), ListenError> {
        if self.state.is_none() || self.position.is_some() || self.since.is_some() {
            return Ok(());
        }
        let newest = Filter {
            limit: Some(1),
            ..Filter::default()
        };
        let newest = self.inbox.list(&newest).await?;
        let Some(newest) = newest.first() else {
            return Ok(());
        };
        let since = newest.received_at.saturating_sub(OUT_OF_ORDER_MS);
        let wanted = self.options.since.take().map_or(since, |before| {
            let before = i64::try_from(before.as_millis()).unwrap_or(i64::MAX);
            ambient::millis().saturating_sub(before)
        });
        self.since = Some(since.min(wanted));
        Ok(())
    }

    /// Passes the events of the forwarder on, until it ends.
    fn report_forwarded(&mut self) -> tokio::task::JoinHandle<()> {
        let (_, none) = event_channel();
        let mut forwarded = mem::replace(&mut self.forwarded, none);
        let events = self.events.clone();
        let unread = MemoryInbox::default();
        tokio::spawn(async move {
            while let Some(event) = forwarded.next(&unread).await {
                if events.send(ListenEvent::Forwarding(event)).await.is_err() {
                    break;
                }
            }
        })
    }

    /// Waits until nothing is pending.
    async fn deliver_all(&self) {
        while !has_arrived(&*self.inbox).await.unwrap_or(true) {
            sleep(DRAIN_INTERVAL).await;
        }
    }

    async fn listen(&mut self) -> Result<(), ListenError> {
        self.check_inbox().await?;
        self.recover().await?;
        loop {
            let error = match self.connect().await {
                Ok(stream) => {
                    let began = Instant::now();
                    let stop = self.follow(stream).await;
                    if began.elapsed() >= STABLE_AFTER {
                        self.failures = 0;
                    }
                    match stop {
                        Stop::Enough => return Ok(()),
                        Stop::Failed(error) => error,
                    }
                }
                Err(error) => error,
            };
            if error.is_final() || error.is_permanent() && !self.was_connected {
                return Err(error);
            }
            self.failures = self.failures.saturating_add(1);
            let pause = RECONNECT_BACKOFF.delay(self.failures);
            self.tell(ListenEvent::Disconnected { error, pause }).await;
            sleep(pause).await;
        }
    }

    async fn connect(&self) -> Result<RelayStream, ListenError> {
        let since = self.options.since.filter(|_| !self.was_connected);
        let query = ListenQuery {
            after: self.position,
            since: self.since,
            seconds: since.map(|since| since.as_secs()),
            types: self.options.types.clone(),
        };
        self.source.connect(&self.name, &query).await
    }

    /// Takes what comes on a connection until it ends.
    async fn follow(&mut self, mut stream: RelayStream) -> Stop {
        loop {
            let mut coming = pin!(stream.next());
            let next = loop {
                // A pause in what comes is a time to store the position.
                if let Ok(next) = timeout(SAVE_INTERVAL, &mut coming).await {
                    break next;
                }
                if let Err(error) = self.save(false).await {
                    return Stop::Failed(error);
                }
            };
            let taken = match next {
                Ok(messages) => self.take(messages).await,
                Err(error) => Err(error.into()),
            };
            if let Err(stop) = taken {
                return stop;
            }
        }
    }

    async fn take(&mut self, messages: Vec<ReceivedMessage>) -> Result<(), Stop> {
        let mut records = Vec::new();
        for ReceivedMessage {
            message, position, ..
        } in messages
        {
            match message {
                RelayMessage::Notification(relayed) => {
                    records.push((Arc::new(relayed.record()?), position));
                }
                RelayMessage::Opened(opened) => {
                    self.was_connected = true;
                    let before = self.options.since.unwrap_or_default().as_millis();
                    let before = i64::try_from(before).unwrap_or(i64::MAX);
                    self.since.get_or_insert(opened.now.saturating_sub(before));
                    self.position = position;
                    self.save(true).await?;
                    let version = opened.version;
                    self.tell(ListenEvent::Connected { version }).await;
                }
                RelayMessage::Gap(gap) => {
                    self.take_all(mem::take(&mut records)).await?;
                    self.position = position;
                    self.tell(ListenEvent::Gap { after: gap.after }).await;
                }
                RelayMessage::Position => {
                    self.take_all(mem::take(&mut records)).await?;
                    self.position = position.or(self.position);
                }
            }
        }
        self.take_all(records).await?;
        self.save(false).await?;
        Ok(())
    }

    /// Stores notifications, and goes on from the last one.
    async fn take_all(
        &mut self,
        mut records: Vec<(Arc<Record>, Option<Position>)>,
    ) -> Result<(), Stop> {
        while !records.is_empty() {
            // With a limit it is not known before how many of them are new.
            let count = match self.left {
                Some(left) if left < records.len() as u64 => 1,
                Some(_) | None => records.len(),
            };
            let rest = records.split_off(count);
            let puts = self.insert(&records).await?;
            self.failures = 0;
            self.forwarder.wake();
            for ((record, position), put) in records.into_iter().zip(puts) {
                self.position = position.or(self.position);
                self.newest = Some(record.id.clone());
                if matches!(put, Insert::Duplicate | Insert::Altered { is_new: false }) {
                    continue;
                }
                self.left = self.left.map(|left| left.saturating_sub(1));
                self.tell(ListenEvent::Notification(record)).await;
            }
            if self.left == Some(0) {
                return Err(Stop::Enough);
            }
            records = rest;
        }
        Ok(())
    }

    async fn insert(
        &self,
        records: &[(Arc<Record>, Option<Position>)],
    ) -> Result<Vec<Insert>, ListenError> {
        let records = records.iter().map(|(record, _)| {
            let targets = self.forwarder.targets_of(&record.event_type);
            (Arc::clone(record), targets)
        });
        if let Some(state) = &self.state {
            return Ok(state.inbox.insert_all(records.collect()).await?);
        }
        let mut puts = Vec::new();
        for (record, targets) in records {
            puts.push(self.inbox.insert(record, targets).await?);
        }
        Ok(puts)
    }

    /// Stores the position, unless that was done a moment ago.
    async fn save(&mut self, now: bool) -> Result<(), ListenError> {
        if !now && self.saved_at.elapsed() < SAVE_INTERVAL {
            return Ok(());
        }
        if let (Some(state), Some(position), Some(since)) =
            (&mut self.state, self.position, self.since)
        {
            let progress = Progress {
                position,
                since,
                has_arrived: has_arrived(&*self.inbox).await?,
                newest: self.newest.clone(),
            };
            state.save(progress).await?;
        }
        self.saved_at = Instant::now();
        Ok(())
    }

    /// Reports what happens; if there is no reader any more, this is to end anyway.
    async fn tell(&self, event: ListenEvent) {
        let _ = self.events.send(event).await;
    }
}

/// Returns whether nothing is left to deliver.
async fn has_arrived(inbox: &dyn Inbox) -> Result<bool, InboxError> {
    let queue = inbox.queue().await?;
    let mut states = queue.iter().map(|queued| queued.state);
    Ok(states.all(|state| state != DeliveryState::Pending))
}

async fn prune(inbox: Arc<dyn Inbox>) {
    loop {
        // A failure is tried again later.
        while inbox.prune(KEEP).await.is_ok_and(|gone| gone > 0) {}
        sleep(PRUNE_INTERVAL).await;
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
