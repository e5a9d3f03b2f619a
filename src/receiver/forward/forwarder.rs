//! Takes what is due from the inbox, delivers it, and records each attempt.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::target::Target;
use super::transport::{DeliveryResult, ForwardTransport};
use crate::ambient;
use crate::inbox::{Attempt, Delivery, Inbox, Insert, LEASE, NextStep};
use crate::receiver::events::{EventSender, NotifyEvent};

/// For each target.
const MAX_CONCURRENT_ATTEMPTS: usize = 32;

/// The pauses before an unreachable target is tried again.
const MIN_UNREACHABLE_DELAY: Duration = Duration::from_millis(500);
const MAX_UNREACHABLE_DELAY: Duration = Duration::from_secs(15);

/// The pauses before a notification that was refused is tried again.
const MIN_REFUSED_DELAY: Duration = Duration::from_secs(1);
const MAX_REFUSED_DELAY: Duration = Duration::from_secs(300);

/// How often work of other processes is looked for.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// The pauses before a store that fails is tried again.
const MIN_STORE_DELAY: Duration = Duration::from_secs(1);
const MAX_STORE_DELAY: Duration = Duration::from_secs(15);

/// A target, and how to get there.
pub type Route = (Target, Arc<dyn ForwardTransport>);

/// Passes on what the inbox holds.
pub struct Forwarder {
    inbox: Arc<dyn Inbox>,
    targets: Vec<Route>,
    /// After how many refusals a notification is given up.
    max_refusals: u32,
    news: watch::Sender<()>,
    told: EventSender,
    /// Who waits for a notification to have arrived, by its id.
    awaited: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Forwarder {
    /// Makes one; a notification that a target refuses `max_refusals` times is given up. Targets of
    /// one name are one, which takes what any of them takes.
    #[must_use]
    pub fn new(
        inbox: Arc<dyn Inbox>,
        routes: Vec<Route>,
        max_refusals: u32,
        told: EventSender,
    ) -> Arc<Self> {
        let mut targets: Vec<Route> = Vec::new();
        for (target, transport) in routes {
            let known = targets
                .iter_mut()
                .find(|(known, _)| known.name() == target.name());
            match known {
                Some((known, _)) => known.join(target),
                None => targets.push((target, transport)),
            }
        }
        Arc::new(Self {
            inbox,
            targets,
            max_refusals,
            news: watch::Sender::new(()),
            told,
            awaited: Mutex::default(),
        })
    }

    /// Returns the targets of an event.
    pub(in crate::receiver) fn targets_of(&self, event_type: &str) -> Vec<String> {
        let all = self.targets.iter();
        all.filter(|(target, _)| target.takes(event_type))
            .map(|(target, _)| target.name().to_owned())
            .collect()
    }

    /// Returns what a target is called where its address must not be shown: `forward-1` and so on
    /// for URLs, by their place, and `other` for what is not a target now.
    pub(in crate::receiver) fn label_of(&self, name: &str) -> String {
        let targets = self.targets.iter().map(|(target, _)| target);
        let (urls, named): (Vec<_>, Vec<_>) = targets.partition(|target| target.is_url());
        if named.iter().any(|target| target.name() == name) {
            return name.to_owned();
        }
        match urls.iter().position(|target| target.name() == name) {
            Some(place) => format!("forward-{}", place + 1),
            None => "other".to_owned(),
        }
    }

    /// Says that there is something new.
    pub(in crate::receiver) fn wake(&self) {
        self.news.send_replace(());
    }

    /// Passes on until `end`, then finishes the attempts that have begun.
    pub async fn run(self: Arc<Self>, end: CancellationToken) {
        let mut each = JoinSet::new();
        for (target, transport) in &self.targets {
            let (target, transport) = (target.clone(), Arc::clone(transport));
            each.spawn(Arc::clone(&self).serve(target, transport, end.clone()));
        }
        each.join_all().await;
    }

    async fn serve(
        self: Arc<Self>,
        target: Target,
        transport: Arc<dyn ForwardTransport>,
        end: CancellationToken,
    ) {
        let mut news = self.news.subscribe();
        let mut attempts = JoinSet::new();
        // How often in a row the target was unreachable, and until when it is not tried again.
        let (mut down, mut quiet_until) = (0_u32, Instant::now());
        // Whether more is due than there was room for; then a few places are filled at once.
        let mut backlog = false;
        let mut is_store_failing = false;
        while !end.is_cancelled() {
            let room = if down > 0 { 1 } else { MAX_CONCURRENT_ATTEMPTS };
            let free = room.saturating_sub(attempts.len());
            let mut pause =
                POLL_INTERVAL.max(quiet_until.saturating_duration_since(Instant::now()));
            let enough = if backlog {
                room.min(MAX_CONCURRENT_ATTEMPTS / 4)
            } else {
                1
            };
            if free >= enough && quiet_until <= Instant::now() {
                // What comes while the store is asked is asked for once more.
                news.mark_unchanged();
                match self.inbox.claim(target.name(), free).await {
                    Ok(claimed) => {
                        backlog = claimed.deliveries.len() == free;
                        is_store_failing = false;
                        pause = claimed
                            .next
                            .unwrap_or(POLL_INTERVAL)
                            .clamp(Duration::from_millis(5), POLL_INTERVAL);
                        for delivery in claimed.deliveries {
                            let (this, transport) = (Arc::clone(&self), Arc::clone(&transport));
                            let end = end.clone();
                            attempts.spawn(async move {
                                this.attempt(delivery, &*transport, end).await
                            });
                        }
                    }
                    Err(error) => {
                        if !is_store_failing {
                            self.told.tell(NotifyEvent::NotTaken(error));
                        }
                        (is_store_failing, pause) = (true, MIN_STORE_DELAY);
                    }
                }
            }
            let full = attempts.len() >= room || quiet_until > Instant::now();
            tokio::select! {
                Some(done) = attempts.join_next() => {
                    let unreachable = done.unwrap_or_default();
                    if unreachable.is_some() != (down > 0) {
                        let target = Target::shown(target.name()).to_owned();
                        let why = unreachable.clone();
                        self.told.tell(NotifyEvent::Route { target, why });
                    }
                    if unreachable.is_some() {
                        // Those that were under way together tell one thing together.
                        if quiet_until <= Instant::now() {
                            down = down.saturating_add(1);
                            quiet_until = Instant::now() + backoff(MIN_UNREACHABLE_DELAY, down, MAX_UNREACHABLE_DELAY);
                        }
                    } else {
                        (down, quiet_until) = (0, Instant::now());
                    }
                }
                _ = news.changed(), if !full => {}
                () = end.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        attempts.join_all().await;
    }

    /// Makes an attempt, and returns why there was no answer at all.
    async fn attempt(
        &self,
        delivery: Delivery,
        transport: &dyn ForwardTransport,
        end: CancellationToken,
    ) -> Option<String> {
        let (at, began) = (ambient::millis(), Instant::now());
        let mut held = tokio::time::interval(LEASE / 3);
        held.tick().await;
        let result = {
            let mut delivering = transport.deliver(&delivery);
            loop {
                tokio::select! {
                    result = &mut delivering => break result,
                    // If that fails another process may take it: twice is better than never.
                    _ = held.tick() => drop(self.inbox.renew(&delivery).await),
                }
            }
        };
        let (next, outcome, unreachable) = match result {
            DeliveryResult::Delivered(outcome) => (NextStep::Arrived, outcome, None),
            DeliveryResult::Refused(outcome) => {
                let is_dead = delivery.attempts + 1 >= self.max_refusals;
                self.told.tell(NotifyEvent::Declined {
                    target: Target::shown(&delivery.target).to_owned(),
                    id: delivery.id.clone(),
                    outcome: outcome.clone(),
                    is_dead,
                });
                let next = if is_dead {
                    NextStep::Dead
                } else {
                    NextStep::Again(backoff(
                        MIN_REFUSED_DELAY,
                        delivery.attempts + 1,
                        MAX_REFUSED_DELAY,
                    ))
                };
                (next, outcome, None)
            }
            DeliveryResult::Unreachable(outcome) => {
                // The target is left alone as a whole; this one is among the first again.
                (
                    NextStep::Unreachable(Duration::ZERO),
                    outcome.clone(),
                    Some(outcome),
                )
            }
        };
        let id = delivery.id.clone();
        let attempt = Attempt {
            delivery,
            at,
            elapsed: began.elapsed(),
            outcome,
            next,
        };
        if self.note(attempt, end).await {
            let awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(waiting) = awaited.get(&id) {
                waiting.notify_waiters();
            }
        }
        unreachable
    }

    /// Notes what came of an attempt, however long the store does not take it: a target would
    /// get again and again what cannot be noted. Only who is told to end leaves it to the next.
    async fn note(&self, attempt: Attempt, end: CancellationToken) -> bool {
        let attempt = Arc::new(attempt);
        let mut failures = 0;
        loop {
            if self.inbox.settle(&attempt).await.is_ok() {
                return true;
            }
            failures += 1;
            tokio::select! {
                () = end.cancelled() => return false,
                () = tokio::time::sleep(backoff(MIN_STORE_DELAY, failures, MAX_STORE_DELAY)) => {}
            }
        }
    }

    /// Waits until a notification has arrived everywhere; false where it has not by `until`. One
    /// that came before is attempted again at once.
    pub(in crate::receiver) async fn arrives(&self, id: &str, put: Insert, until: Instant) -> bool {
        let waiting = {
            let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(awaited.entry(id.to_owned()).or_default())
        };
        let arrived = timeout_at(until, self.watch(id, put, &waiting)).await;
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        // The map and this function hold one each; others that wait for the same hold more.
        if Arc::strong_count(&waiting) <= 2 {
            awaited.remove(id);
        }
        arrived.unwrap_or(false)
    }

    async fn watch(&self, id: &str, put: Insert, waiting: &Notify) -> bool {
        if matches!(put, Insert::Duplicate | Insert::Altered { is_new: false }) {
            match self.inbox.has_arrived(id).await {
                Ok(true) => return true,
                Ok(false) => {
                    // Where that fails it is only later.
                    let _ = self.inbox.requeue(&[id.to_owned()]).await;
                    self.wake();
                }
                Err(_) => return false,
            }
        }
        loop {
            let mut news = std::pin::pin!(waiting.notified());
            news.as_mut().enable();
            if self.inbox.has_arrived(id).await.unwrap_or(false) {
                return true;
            }
            // Another process may be the one that passes it on, so it is looked for, too.
            let _ = timeout(POLL_INTERVAL, news).await;
        }
    }
}

/// Returns a pause that doubles with each failure, up to `longest`.
fn backoff(first: Duration, failures: u32, longest: Duration) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(16)));
    ambient::jitter(doubled.min(longest))
}
