//! The `notify_url`: judges what arrives, keeps it, only then acknowledges it, and passes it on.
//!
//! - `judge`: from headers and bytes to an event; `renewal`: certificates that are not at hand yet
//! - `notify`: one notification's way to its answer; `answer`: what WeChat Pay is told;
//!   `arrivals`: what people are told
//! - `forward`: deliveries to the merchant's own programs
//! - `checkout`: the back end of a Mini Program under development; `site`: which pages may call it
//! - `server`, `connection`, `limits`, `tls`, `metrics`: HTTP around them; `refused`: what they
//!   refuse, for the log

mod answer;
mod arrivals;
mod checkout;
mod connection;
mod forward;
mod judge;
mod limits;
mod metrics;
mod notify;
mod refused;
mod renewal;
mod server;
mod site;
mod tls;

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::ambient;
use crate::inbox::{InOrder, Inbox};

pub use arrivals::{Arrival, Arrivals, Inbound, arrivals};
pub use checkout::{Answer, Checkout, CheckoutError, NewOrder};
pub use forward::{
    DeliveryResult, ExecError, ExecForward, ExecLine, ExecOutput, ExecStream, ForwardTransport,
    Forwarder, HttpForward, HttpForwardError, Route, Target, TargetError,
};
pub use judge::{Judge, Keys, Rejection};
pub use limits::{Limits, Share};
pub use refused::Refused;
pub use renewal::{Renew, Renewal};
pub use server::{Listeners, serve};
pub use site::Names;
pub use tls::{Tls, TlsError};

use metrics::Metrics;

/// What a receiver works with.
pub struct Receiver {
    /// Fetches certificates that are not among the keys.
    pub renewal: Option<Renewal>,
    /// Keeps what was verified.
    pub inbox: Arc<dyn Inbox>,
    /// Passes it on.
    pub forwarder: Arc<Forwarder>,
    /// Whether an answer waits until the notification has arrived at every target.
    pub forward_first: bool,
    /// The path of the `notify_url`.
    pub path: String,
    /// What is too much.
    pub limits: Limits,
    /// The Mini Program's back end, where it is asked for.
    pub checkout: Option<Box<dyn Checkout>>,
    /// Verify and open; changed when certificates or the profile do.
    keys: Arc<ArcSwap<Keys>>,
    told: Arrivals,
    in_order: InOrder,
    metrics: Metrics,
}

/// Everything that [`Receiver::new`] cannot do without.
pub struct Parts {
    /// Verify and open.
    pub keys: Keys,
    /// Keeps what was verified.
    pub inbox: Arc<dyn Inbox>,
    /// Passes it on.
    pub forwarder: Arc<Forwarder>,
    /// The path of the `notify_url`.
    pub path: String,
    /// What is too much.
    pub limits: Limits,
    /// Where arrivals go once they are answered for.
    pub arrivals: Arrivals,
}

impl Receiver {
    /// Makes a receiver that answers as soon as a notification is kept.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self {
            keys: Arc::new(ArcSwap::from_pointee(parts.keys)),
            renewal: None,
            inbox: parts.inbox,
            metrics: Metrics::new(),
            forwarder: parts.forwarder,
            forward_first: false,
            path: parts.path,
            limits: parts.limits,
            checkout: None,
            told: parts.arrivals,
            in_order: InOrder::default(),
        }
    }
    /// Verifies and opens with other keys from now on, and with the certificates that were fetched
    /// before as long as they are good.
    pub fn reload(&self, mut keys: Keys) {
        keys.keep_fetched(&self.keys.load(), ambient::now());
        self.keys.store(Arc::new(keys));
        if let Some(renewal) = &self.renewal {
            renewal.start_anew();
        }
    }
}
