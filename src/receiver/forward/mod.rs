//! Passing notifications on: at least once, in order for each order number, for as long as it
//! takes.

mod carrier;
mod target;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

use super::arrivals::{Arrival, Arrivals};
use crate::ambient;
use crate::inbox::{Attempt, Delivery, Inbox, LEASE, Next, Put};

pub use carrier::{Carried, Carrier, HttpCarrier};
pub use target::{Target, TargetError};

/// How many attempts are made at once, for each target.
const AT_ONCE: usize = 32;

/// How long it is left alone at first.
const SHORTLY: Duration = Duration::from_millis(500);

/// How long a target that answers nothing at all is left alone at the most.
const DOWN: Duration = Duration::from_secs(15);

/// How long a notification that is refused waits at the most.
const REFUSED: Duration = Duration::from_secs(300);

/// How often the work of other processes is looked for.
const LOOK: Duration = Duration::from_millis(500);

/// How long the store is left alone when it fails.
const STORE: Duration = Duration::from_secs(1);

/// A target, and how to get there.
pub type Route = (Target, Arc<dyn Carrier>);

/// Passes on what the inbox holds.
pub struct Forwarder {
    inbox: Arc<dyn Inbox>,
    targets: Vec<Route>,
    /// After how many refusals a notification is given up.
    patience: u32,
    news: watch::Sender<()>,
    told: Arrivals,
    /// Who waits for a notification to have arrived, by its id.
    awaited: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Forwarder {
    /// Makes one; a notification that a target refuses `patience` times is given up. Targets of
    /// one name are one, which takes what any of them takes.
    #[must_use]
    pub fn new(
        inbox: Arc<dyn Inbox>,
        routes: Vec<Route>,
        patience: u32,
        told: Arrivals,
    ) -> Arc<Self> {
        let mut targets: Vec<Route> = Vec::new();
        for (target, carrier) in routes {
            let known = targets
                .iter_mut()
                .find(|(known, _)| known.name() == target.name());
            match known {
                Some((known, _)) => known.join(target),
                None => targets.push((target, carrier)),
            }
        }
        Arc::new(Self {
            inbox,
            targets,
            patience,
            news: watch::Sender::new(()),
            told,
            awaited: Mutex::default(),
        })
    }

    /// Returns the targets of an event.
    pub(super) fn targets_of(&self, event_type: &str) -> Vec<String> {
        let all = self.targets.iter();
        all.filter(|(target, _)| target.takes(event_type))
            .map(|(target, _)| target.name().to_owned())
            .collect()
    }

    /// Returns what a target is called where its address must not be shown: `forward-1` and so on
    /// for URLs, by their place, and `other` for what is not a target now.
    pub(super) fn label_of(&self, name: &str) -> String {
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
    pub(super) fn wake(&self) {
        self.news.send_replace(());
    }

    /// Passes on until `end`, then finishes the attempts that have begun.
    pub async fn run(self: Arc<Self>, end: watch::Receiver<bool>) {
        let mut each = JoinSet::new();
        for (target, carrier) in &self.targets {
            let (target, carrier) = (target.clone(), Arc::clone(carrier));
            each.spawn(Arc::clone(&self).serve(target, carrier, end.clone()));
        }
        each.join_all().await;
    }

    async fn serve(
        self: Arc<Self>,
        target: Target,
        carrier: Arc<dyn Carrier>,
        mut end: watch::Receiver<bool>,
    ) {
        let mut news = self.news.subscribe();
        let mut attempts = JoinSet::new();
        // How often in a row there was no answer at all, and until when nobody asks again.
        let (mut down, mut quiet_until) = (0_u32, Instant::now());
        // Whether more is due than there was room for; then a few places are filled at once.
        let mut backlog = false;
        let mut is_store_failing = false;
        while !*end.borrow() {
            let room = if down > 0 { 1 } else { AT_ONCE };
            let free = room.saturating_sub(attempts.len());
            let mut pause = LOOK.max(quiet_until.saturating_duration_since(Instant::now()));
            let enough = if backlog { room.min(AT_ONCE / 4) } else { 1 };
            if free >= enough && quiet_until <= Instant::now() {
                // What comes while the store is asked is asked for once more.
                news.mark_unchanged();
                match self.inbox.take(target.name(), free).await {
                    Ok(taken) => {
                        backlog = taken.deliveries.len() == free;
                        is_store_failing = false;
                        pause = taken
                            .next
                            .unwrap_or(LOOK)
                            .clamp(Duration::from_millis(5), LOOK);
                        for delivery in taken.deliveries {
                            let (this, carrier) = (Arc::clone(&self), Arc::clone(&carrier));
                            let end = end.clone();
                            attempts
                                .spawn(async move { this.attempt(delivery, &*carrier, end).await });
                        }
                    }
                    Err(error) => {
                        if !is_store_failing {
                            self.told.tell(Arrival::NotTaken(error));
                        }
                        (is_store_failing, pause) = (true, STORE);
                    }
                }
            }
            let full = attempts.len() >= room || quiet_until > Instant::now();
            tokio::select! {
                Some(done) = attempts.join_next() => {
                    let unreached = done.unwrap_or_default();
                    if unreached.is_some() != (down > 0) {
                        let target = Target::shown(target.name()).to_owned();
                        let why = unreached.clone();
                        self.told.tell(Arrival::Route { target, why });
                    }
                    if unreached.is_some() {
                        // Those that were under way together tell one thing together.
                        if quiet_until <= Instant::now() {
                            down = down.saturating_add(1);
                            quiet_until = Instant::now() + grown(SHORTLY, down, DOWN);
                        }
                    } else {
                        (down, quiet_until) = (0, Instant::now());
                    }
                }
                _ = news.changed(), if !full => {}
                _ = end.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        attempts.join_all().await;
    }

    /// Makes an attempt, and returns why there was no answer at all.
    async fn attempt(
        &self,
        delivery: Delivery,
        carrier: &dyn Carrier,
        end: watch::Receiver<bool>,
    ) -> Option<String> {
        let (at, began) = (ambient::millis(), Instant::now());
        let mut held = tokio::time::interval(LEASE / 3);
        held.tick().await;
        let carried = {
            let mut carrying = carrier.carry(&delivery);
            loop {
                tokio::select! {
                    carried = &mut carrying => break carried,
                    // Where that fails somebody else may take it: twice is better than never.
                    _ = held.tick() => drop(self.inbox.renew(&delivery).await),
                }
            }
        };
        let (next, outcome, unreached) = match carried {
            Carried::Taken(outcome) => (Next::Arrived, outcome, None),
            Carried::Refused(outcome) => {
                let is_dead = delivery.attempts + 1 >= self.patience;
                self.told.tell(Arrival::Declined {
                    target: Target::shown(&delivery.target).to_owned(),
                    id: delivery.id.clone(),
                    outcome: outcome.clone(),
                    is_dead,
                });
                let next = if is_dead {
                    Next::Dead
                } else {
                    Next::Again(grown(
                        Duration::from_secs(1),
                        delivery.attempts + 1,
                        REFUSED,
                    ))
                };
                (next, outcome, None)
            }
            Carried::Unreached(outcome) => {
                // The target is left alone as a whole; this one is among the first again.
                (
                    Next::Unreached(Duration::ZERO),
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
        unreached
    }

    /// Notes what came of an attempt, however long the store does not take it: a target would
    /// get again and again what cannot be noted. Only who is told to end leaves it to the next.
    async fn note(&self, attempt: Attempt, mut end: watch::Receiver<bool>) -> bool {
        let attempt = Arc::new(attempt);
        let mut failures = 0;
        loop {
            if self.inbox.settle(&attempt).await.is_ok() {
                return true;
            }
            failures += 1;
            tokio::select! {
                _ = end.wait_for(|ended| *ended) => return false,
                () = tokio::time::sleep(grown(STORE, failures, DOWN)) => {}
            }
        }
    }

    /// Waits until a notification has arrived everywhere; false where it has not by `until`. One
    /// that came before is attempted again at once.
    pub(super) async fn arrives(&self, id: &str, put: Put, until: Instant) -> bool {
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

    async fn watch(&self, id: &str, put: Put, waiting: &Notify) -> bool {
        if matches!(put, Put::Seen | Put::Altered { is_new: false }) {
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
            let _ = timeout(LOOK, news).await;
        }
    }
}

/// Returns a pause that doubles with each failure, up to `longest`.
fn grown(first: Duration, failures: u32, longest: Duration) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(16)));
    ambient::jitter(doubled.min(longest))
}
