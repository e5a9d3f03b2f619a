//! A receiver with its parts.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::checkout_api::Checkout;
use super::events::EventSender;
use super::forward::Forwarder;
use super::limits::Limits;
use super::metrics::Metrics;
use super::relay::Relay;
use super::renewal::Renewal;
use super::verifier::VerifierState;
use crate::ambient;
use crate::inbox::{InOrder, Inbox};

/// Receives notifications.
pub struct Receiver {
    pub(super) keys: Arc<ArcSwap<VerifierState>>,
    pub(super) renewal: Option<Renewal>,
    pub(super) inbox: Arc<dyn Inbox>,
    pub(super) forwarder: Arc<Forwarder>,
    pub(super) forward_first: bool,
    pub(super) path: String,
    pub(super) limits: Limits,
    pub(super) checkout: Option<Box<dyn Checkout>>,
    pub(super) relay: Option<Arc<Relay>>,
    pub(super) events: EventSender,
    pub(super) in_order: InOrder,
    pub(super) metrics: Metrics,
}

/// The parts of a [`Receiver`].
#[non_exhaustive]
pub struct Parts {
    /// Verifies and opens notifications.
    pub keys: VerifierState,
    /// Fetches certificates that are not among the keys, if there is a way to.
    pub renewal: Option<Renewal>,
    /// Stores what was verified.
    pub inbox: Arc<dyn Inbox>,
    /// Forwards it.
    pub forwarder: Arc<Forwarder>,
    /// Whether a notification is acknowledged only after it has arrived at every target.
    pub forward_first: bool,
    /// The path of the `notify_url`.
    pub path: String,
    /// The limits on requests and connections.
    pub limits: Limits,
    /// The Mini Program's back end, if it is served.
    pub checkout: Option<Box<dyn Checkout>>,
    /// Streams what is accepted to developers' machines, if it is configured.
    pub relay: Option<Arc<Relay>>,
    /// Where events are reported.
    pub events: EventSender,
}

impl Parts {
    /// Returns the parts of a receiver at `/notify` which fetches no
    /// certificates, acknowledges what is stored, and serves neither a checkout API nor a relay.
    #[must_use]
    pub fn new(
        keys: VerifierState,
        inbox: Arc<dyn Inbox>,
        forwarder: Arc<Forwarder>,
        limits: Limits,
        events: EventSender,
    ) -> Self {
        Self {
            keys,
            renewal: None,
            inbox,
            forwarder,
            forward_first: false,
            path: "/notify".to_owned(),
            limits,
            checkout: None,
            relay: None,
            events,
        }
    }
}

impl Receiver {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let metrics = Metrics::new(parts.relay.as_ref().map(|relay| &relay.metrics));
        Self {
            keys: Arc::new(ArcSwap::from_pointee(parts.keys)),
            renewal: parts.renewal,
            inbox: parts.inbox,
            forwarder: parts.forwarder,
            forward_first: parts.forward_first,
            path: parts.path,
            limits: parts.limits,
            checkout: parts.checkout,
            relay: parts.relay,
            events: parts.events,
            in_order: InOrder::default(),
            metrics,
        }
    }

    /// Verifies and opens with other keys from now on, and with the certificates that were fetched
    /// before as long as they are valid.
    pub fn reload(&self, mut keys: VerifierState) {
        keys.keep_fetched(&self.keys.load(), ambient::now());
        self.keys.store(Arc::new(keys));
        if let Some(renewal) = &self.renewal {
            renewal.allow_now();
        }
    }
}
