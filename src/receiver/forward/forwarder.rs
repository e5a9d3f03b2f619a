//! Takes what is due from the inbox, delivers it, and records each attempt.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::target::Target;
use super::transport::{DeliveryResult, ForwardTransport};
use crate::ambient;
use crate::backoff::Backoff;
use crate::inbox::{Attempt, Delivery, Inbox, Insert, LEASE, NextStep, Record};
use crate::receiver::events::{Attempted, EventSender, NotifyEvent};

/// For each target.
const MAX_CONCURRENT_ATTEMPTS: usize = 32;

/// The pauses before an attempt is recorded again that the store did not take.
const STORE_BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(15));

/// The pause before a store that fails is asked for deliveries again.
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// How often the store is asked for work of other processes.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// How long a target is tried.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// After how many refusals a notification is a dead letter; without a limit if `None`.
    pub max_refusals: Option<u32>,
    /// The pauses before an unreachable target is tried again.
    pub unreachable: Backoff,
    /// The pauses before a notification that was refused is tried again.
    pub refused: Backoff,
}

impl RetryPolicy {
    /// For a server that runs unattended: the pauses become long.
    pub const UNATTENDED: Self = Self {
        max_refusals: None,
        unreachable: Backoff::new(Duration::from_millis(500), Duration::from_secs(15)),
        refused: Backoff::new(Duration::from_secs(1), Duration::from_secs(300)),
    };

    /// For a program that is being worked on: nothing is given up, and a person waits.
    pub const PATIENT: Self = Self {
        max_refusals: None,
        unreachable: Backoff::new(Duration::from_millis(250), Duration::from_secs(3)),
        refused: Backoff::new(Duration::from_secs(1), Duration::from_secs(10)),
    };
}

/// A target, and how to deliver to it.
#[derive(Clone)]
pub struct Route {
    /// Where notifications go, and which.
    pub target: Target,
    /// How they get there.
    pub transport: Arc<dyn ForwardTransport>,
}

/// The deliveries to one target.
struct RouteService {
    forwarder: Arc<Forwarder>,
    route: Route,
    /// Those under way, each with why the target is unreachable, if it is.
    attempts: JoinSet<Option<String>>,
    /// The number of times in a row that the target was unreachable.
    failures: u32,
    /// Until when an unreachable target is left alone.
    quiet_until: Instant,
    /// Whether more is due than there was room for; then several places are filled at once.
    has_backlog: bool,
    is_store_failing: bool,
}

impl RouteService {
    fn new(forwarder: Arc<Forwarder>, route: Route) -> Self {
        Self {
            forwarder,
            route,
            attempts: JoinSet::new(),
            failures: 0,
            quiet_until: Instant::now(),
            has_backlog: false,
            is_store_failing: false,
        }
    }

    async fn run(mut self, end: CancellationToken) {
        let mut wakeup = self.forwarder.wakeup.subscribe();
        while !end.is_cancelled() {
            let pause = self.begin(&mut wakeup, &end).await;
            let is_full = self.attempts.len() >= self.room() || self.is_quiet();
            tokio::select! {
                Some(done) = self.attempts.join_next() => self.finish(done.unwrap_or_default()),
                _ = wakeup.changed(), if !is_full => {}
                () = end.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.attempts.join_all().await;
    }

    fn room(&self) -> usize {
        if self.failures > 0 {
            1
        } else {
            MAX_CONCURRENT_ATTEMPTS
        }
    }

    fn is_quiet(&self) -> bool {
        self.quiet_until > Instant::now()
    }

    /// Begins the attempts that are due if there is room, and returns how long to wait for more.
    async fn begin(
        &mut self,
        wakeup: &mut watch::Receiver<()>,
        end: &CancellationToken,
    ) -> Duration {
        let free = self.room().saturating_sub(self.attempts.len());
        let enough = if self.has_backlog {
            self.room().min(MAX_CONCURRENT_ATTEMPTS / 4)
        } else {
            1
        };
        if free < enough || self.is_quiet() {
            let quiet = self.quiet_until.saturating_duration_since(Instant::now());
            return POLL_INTERVAL.max(quiet);
        }
        // What arrives during the query is queried again.
        wakeup.mark_unchanged();
        let target = self.route.target.name();
        match self.forwarder.inbox.claim(target, free).await {
            Ok(claimed) => {
                self.has_backlog = claimed.deliveries.len() == free;
                self.is_store_failing = false;
                for delivery in claimed.deliveries {
                    let forwarder = Arc::clone(&self.forwarder);
                    let transport = Arc::clone(&self.route.transport);
                    let end = end.clone();
                    self.attempts
                        .spawn(async move { forwarder.attempt(delivery, &*transport, end).await });
                }
                let next = claimed.next.unwrap_or(POLL_INTERVAL);
                next.clamp(Duration::from_millis(5), POLL_INTERVAL)
            }
            Err(error) => {
                if !self.is_store_failing {
                    self.forwarder.events.send(NotifyEvent::NotClaimed(error));
                }
                self.is_store_failing = true;
                STORE_PAUSE
            }
        }
    }

    /// Reports whether the target has become reachable or unreachable by an attempt.
    fn finish(&mut self, unreachable: Option<String>) {
        let is_unreachable = unreachable.is_some();
        if is_unreachable != (self.failures > 0) {
            let target = Target::shown(self.route.target.name()).to_owned();
            let why = unreachable;
            self.forwarder
                .events
                .send(NotifyEvent::Route { target, why });
        }
        if !is_unreachable {
            (self.failures, self.quiet_until) = (0, Instant::now());
        } else if !self.is_quiet() {
            // Attempts that failed together count once.
            self.failures = self.failures.saturating_add(1);
            let pause = self.forwarder.policy.unreachable.delay(self.failures);
            self.quiet_until = Instant::now() + pause;
        }
    }
}

/// Delivers what the inbox holds.
pub struct Forwarder {
    inbox: Arc<dyn Inbox>,
    routes: Vec<Route>,
    policy: RetryPolicy,
    wakeup: watch::Sender<()>,
    events: EventSender,
    /// Callers that wait until a notification has arrived, by its id.
    awaited: Mutex<HashMap<String, Arc<Notify>>>,
    /// Whether it was said that attempts cannot be recorded.
    is_unrecorded: AtomicBool,
}

impl Forwarder {
    /// Forwards along these routes; a notification that a target refuses `max_refusals` times is
    /// given up. Targets of one name are one, which accepts what any of them accepts.
    #[must_use]
    pub fn new(
        inbox: Arc<dyn Inbox>,
        routes: Vec<Route>,
        max_refusals: u32,
        events: EventSender,
    ) -> Arc<Self> {
        let policy = RetryPolicy {
            max_refusals: Some(max_refusals),
            ..RetryPolicy::UNATTENDED
        };
        Self::with_policy(inbox, routes, policy, events)
    }

    /// Forwards along these routes as [`Forwarder::new`] does, under a policy.
    #[must_use]
    pub fn with_policy(
        inbox: Arc<dyn Inbox>,
        routes: Vec<Route>,
        policy: RetryPolicy,
        events: EventSender,
    ) -> Arc<Self> {
        let mut merged: Vec<Route> = Vec::new();
        for route in routes {
            let known = merged
                .iter_mut()
                .find(|known| known.target.name() == route.target.name());
            match known {
                Some(known) => known.target.join(route.target),
                None => merged.push(route),
            }
        }
        Arc::new(Self {
            inbox,
            routes: merged,
            policy,
            wakeup: watch::Sender::new(()),
            events,
            awaited: Mutex::default(),
            is_unrecorded: AtomicBool::new(false),
        })
    }

    fn targets(&self) -> impl Iterator<Item = &Target> {
        self.routes.iter().map(|route| &route.target)
    }

    /// Returns the names of an event's targets.
    #[must_use]
    pub fn targets_of(&self, event_type: &str) -> Vec<String> {
        self.targets()
            .filter(|target| target.accepts(event_type))
            .map(|target| target.name().to_owned())
            .collect()
    }

    /// Returns the label of a target in metrics, which must not show its address: `forward-1` and
    /// so on for URLs, by their position, and `other` for a former target.
    pub(in crate::receiver) fn label_of(&self, name: &str) -> String {
        let targets = self.targets();
        let (urls, named): (Vec<_>, Vec<_>) = targets.partition(|target| target.is_url());
        if named.iter().any(|target| target.name() == name) {
            return name.to_owned();
        }
        match urls.iter().position(|target| target.name() == name) {
            Some(position) => format!("forward-{}", position + 1),
            None => "other".to_owned(),
        }
    }

    /// Has the inbox asked for deliveries at once.
    pub fn wake(&self) {
        self.wakeup.send_replace(());
    }

    /// Forwards until `end`, then finishes the attempts under way.
    pub async fn run(self: Arc<Self>, end: CancellationToken) {
        let mut each = JoinSet::new();
        for route in &self.routes {
            let service = RouteService::new(Arc::clone(&self), route.clone());
            each.spawn(service.run(end.clone()));
        }
        each.join_all().await;
    }

    /// Makes an attempt, and returns why the target is unreachable, if it is.
    async fn attempt(
        &self,
        delivery: Delivery,
        transport: &dyn ForwardTransport,
        end: CancellationToken,
    ) -> Option<String> {
        let (at, began) = (ambient::millis(), Instant::now());
        let (next, outcome, unreachable) = match self.deliver(&delivery, transport).await {
            DeliveryResult::Delivered(outcome) => (NextStep::Arrived, outcome, None),
            DeliveryResult::Refused(outcome) => (self.refused(&delivery, &outcome), outcome, None),
            DeliveryResult::Unreachable(outcome) => {
                // The target as a whole is left alone; this delivery is among the first again.
                (
                    NextStep::Unreachable(Duration::ZERO),
                    outcome.clone(),
                    Some(outcome),
                )
            }
        };
        let elapsed = began.elapsed();
        tracing::debug!(
            id = delivery.id,
            target = Target::shown(&delivery.target),
            attempt = delivery.attempts + 1,
            outcome,
            elapsed_ms = elapsed.as_millis(),
            "delivery attempted"
        );
        self.events.attempted(|| Attempted {
            target: Target::shown(&delivery.target).to_owned(),
            id: delivery.id.clone(),
            outcome: outcome.clone(),
            is_accepted: matches!(next, NextStep::Arrived),
            elapsed,
            again_after: match next {
                NextStep::Again(after) => Some(after),
                NextStep::Arrived | NextStep::Dead | NextStep::Unreachable(_) => None,
            },
        });
        let id = delivery.id.clone();
        let attempt = Attempt {
            delivery,
            at,
            elapsed,
            outcome,
            next,
        };
        if self.settle(attempt, end).await {
            let awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(waiting) = awaited.get(&id) {
                waiting.notify_waiters();
            }
        }
        unreachable
    }

    /// Delivers, and keeps the delivery from other processes meanwhile.
    async fn deliver(
        &self,
        delivery: &Delivery,
        transport: &dyn ForwardTransport,
    ) -> DeliveryResult {
        let mut held = tokio::time::interval(LEASE / 3);
        held.tick().await;
        let mut delivering = transport.deliver(delivery);
        loop {
            tokio::select! {
                result = &mut delivering => break result,
                // If that fails another process may take it: twice is better than never.
                _ = held.tick() => drop(self.inbox.renew(delivery).await),
            }
        }
    }

    /// Reports a refusal, and returns what follows it.
    fn refused(&self, delivery: &Delivery, outcome: &str) -> NextStep {
        let refusals = delivery.attempts.saturating_add(1);
        let is_dead = self.policy.max_refusals.is_some_and(|max| refusals >= max);
        self.events.send(NotifyEvent::Declined {
            target: Target::shown(&delivery.target).to_owned(),
            id: delivery.id.clone(),
            outcome: outcome.to_owned(),
            is_dead,
        });
        if is_dead {
            NextStep::Dead
        } else {
            NextStep::Again(self.policy.refused.delay(refusals))
        }
    }

    /// Delivers a notification to its targets once more, whether it has arrived there or not. The
    /// inbox keeps no record of it.
    pub async fn replay(&self, record: &Record) {
        let routes = self.routes.iter();
        for route in routes.filter(|route| route.target.accepts(&record.event_type)) {
            let target = route.target.name().to_owned();
            let delivery = Delivery::outside_the_inbox(record, target);
            let began = Instant::now();
            let result = route.transport.deliver(&delivery).await;
            let elapsed = began.elapsed();
            let is_accepted = matches!(result, DeliveryResult::Delivered(_));
            let (DeliveryResult::Delivered(outcome)
            | DeliveryResult::Refused(outcome)
            | DeliveryResult::Unreachable(outcome)) = result;
            self.events.attempted(|| Attempted {
                target: Target::shown(&delivery.target).to_owned(),
                id: delivery.id.clone(),
                outcome,
                is_accepted,
                elapsed,
                again_after: None,
            });
        }
    }

    /// Returns whether there is a target.
    #[must_use]
    pub fn has_targets(&self) -> bool {
        !self.routes.is_empty()
    }

    /// Records an attempt, and tries again until the store takes it or this is to end: a target
    /// would get a notification again and again if its attempts were not recorded.
    async fn settle(&self, attempt: Attempt, end: CancellationToken) -> bool {
        let attempt = Arc::new(attempt);
        let mut failures = 0;
        loop {
            let Err(error) = self.inbox.settle(&attempt).await else {
                self.is_unrecorded.store(false, Ordering::Relaxed);
                return true;
            };
            failures += 1;
            // A store that another program moves fails once.
            if failures > 1 && !self.is_unrecorded.swap(true, Ordering::Relaxed) {
                self.events.send(NotifyEvent::NotRecorded(error));
            }
            tokio::select! {
                () = end.cancelled() => return false,
                () = tokio::time::sleep(STORE_BACKOFF.delay(failures)) => {}
            }
        }
    }

    /// Waits until a notification has arrived everywhere, and returns whether it has by `until`.
    /// A repeated one is attempted again at once.
    pub(in crate::receiver) async fn arrives(&self, id: &str, put: Insert, until: Instant) -> bool {
        let waiting = {
            let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(awaited.entry(id.to_owned()).or_default())
        };
        let arrived = timeout_at(until, self.watch(id, put, &waiting)).await;
        let mut awaited = self.awaited.lock().unwrap_or_else(PoisonError::into_inner);
        // The map and this function hold one each; other callers hold more.
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
                    // If that fails, it is only later.
                    let _ = self.inbox.requeue(&[id.to_owned()]).await;
                    self.wake();
                }
                Err(_) => return false,
            }
        }
        loop {
            let mut arrival = std::pin::pin!(waiting.notified());
            arrival.as_mut().enable();
            if self.inbox.has_arrived(id).await.unwrap_or(false) {
                return true;
            }
            // Another process may forward it, so the store is asked, too.
            let _ = timeout(POLL_INTERVAL, arrival).await;
        }
    }
}
