//! Metrics of a receiver, in the text format of OpenMetrics.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::forward::Forwarder;
use super::relay::RelayMetrics;
use super::response::Outcome;
use super::verifier::VerifierState;
use crate::ambient;
use crate::inbox::{DeliveryState, Inbox};

/// How old the counts of the store may be.
const COUNTS_MAX_AGE: Duration = Duration::from_secs(5);

/// How old the result of a health check may be.
const HEALTH_MAX_AGE: Duration = Duration::from_secs(1);

/// How long a store counts as unhealthy after a failure, unless it has stored something since.
const FAILURE_MAX_AGE: Duration = Duration::from_secs(8);

/// How long the store may take for a count or a check.
const STORE_TIMEOUT: Duration = Duration::from_secs(3);

/// The bounds of the histogram's buckets, in seconds; WeChat Pay waits for 5.
const BUCKETS: [f64; 11] = [
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 5.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Received {
    verdict: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Forwarding {
    target: String,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Certificate {
    serial_no: String,
}

/// Counters and gauges.
pub(super) struct Metrics {
    registry: Registry,
    received: Family<Received, Counter>,
    seconds: Histogram,
    forwarding: Family<Forwarding, Gauge>,
    days_left: Family<Certificate, Gauge>,
    counted: Mutex<Option<Instant>>,
    healthy: Mutex<Option<(Instant, bool)>>,
    /// When a notification last could not be stored; none if one has been since.
    failed: Lock<Option<Instant>>,
}

impl Metrics {
    pub(super) fn new(relay: Option<&RelayMetrics>) -> Self {
        let mut registry = Registry::with_prefix("wechatpay");
        let received = Family::default();
        let seconds = Histogram::new(BUCKETS);
        let forwarding = Family::default();
        let days_left = Family::default();
        registry.register(
            "notifications_received",
            "Requests to the notify_url, by what became of them",
            received.clone(),
        );
        registry.register(
            "notification_seconds",
            "From the head of a request to its answer",
            seconds.clone(),
        );
        registry.register(
            "forward_queue",
            "Notifications that have not arrived at a target, pending or dead",
            forwarding.clone(),
        );
        registry.register(
            "certificate_days_left",
            "Whole days until a platform certificate ends",
            days_left.clone(),
        );
        if let Some(relay) = relay {
            registry.register(
                "relay_listeners",
                "Listeners that are connected to the relay",
                relay.listeners.clone(),
            );
            registry.register(
                "relay_sent",
                "Notifications that were sent to listeners",
                relay.sent.clone(),
            );
            registry.register(
                "relay_dropped",
                "Listeners that were disconnected since they accepted nothing",
                relay.dropped.clone(),
            );
            registry.register(
                "relay_refused",
                "Listeners that were refused: a wrong token, or too many at once",
                relay.refused.clone(),
            );
        }
        Self {
            registry,
            received,
            seconds,
            forwarding,
            days_left,
            counted: Mutex::default(),
            healthy: Mutex::default(),
            failed: Lock::default(),
        }
    }

    pub(super) fn received(&self, outcome: Outcome, elapsed: Duration) {
        let verdict = outcome.as_str();
        self.received.get_or_create(&Received { verdict }).inc();
        self.seconds.observe(elapsed.as_secs_f64());
    }

    /// Records whether a notification was stored.
    pub(super) fn stored(&self, is_stored: bool) {
        let failed = (!is_stored).then(Instant::now);
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
    }

    /// Returns everything as text.
    pub(super) async fn encode(
        &self,
        keys: &Arc<VerifierState>,
        inbox: &dyn Inbox,
        forwarder: &Forwarder,
    ) -> String {
        self.count(inbox, forwarder).await;
        self.days_left.clear();
        for end in &keys.ends {
            let serial_no = end.serial_no.to_string();
            let days = (end.not_after.0 - ambient::now().0).div_euclid(86_400);
            self.days_left
                .get_or_create(&Certificate { serial_no })
                .set(days);
        }
        let mut text = String::new();
        // Only a writer that fails makes this fail, and a String does not.
        let _ = encode(&mut text, &self.registry);
        text
    }

    async fn count(&self, inbox: &dyn Inbox, forwarder: &Forwarder) {
        let mut counted = self.counted.lock().await;
        if counted.is_some_and(|at| at.elapsed() < COUNTS_MAX_AGE) {
            return;
        }
        // What cannot be counted stays as it was; /healthz shows that the store fails.
        if let Ok(Ok(queue)) = timeout(STORE_TIMEOUT, inbox.queue()).await {
            let mut sums: BTreeMap<(String, DeliveryState), i64> = BTreeMap::new();
            for queued in queue {
                let target = forwarder.label_of(&queued.target);
                *sums.entry((target, queued.state)).or_default() += queued.count;
            }
            self.forwarding.clear();
            for ((target, state), number) in sums {
                let state = state.as_str();
                self.forwarding
                    .get_or_create(&Forwarding { target, state })
                    .set(number);
            }
        }
        *counted = Some(Instant::now());
    }

    /// Returns whether the store accepts notifications; it is checked at most once a second.
    pub(super) async fn is_healthy(&self, inbox: &dyn Inbox) -> bool {
        let has_failed = {
            let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.is_some_and(|at| at.elapsed() < FAILURE_MAX_AGE)
        };
        if has_failed {
            return false;
        }
        let mut known = self.healthy.lock().await;
        match *known {
            Some((at, healthy)) if at.elapsed() < HEALTH_MAX_AGE => healthy,
            Some(_) | None => {
                let checked = timeout(STORE_TIMEOUT, inbox.check()).await;
                let healthy = checked.is_ok_and(|checked| checked.is_ok());
                *known = Some((Instant::now(), healthy));
                healthy
            }
        }
    }
}
