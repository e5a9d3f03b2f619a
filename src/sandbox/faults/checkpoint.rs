//! The faults that WeChat Pay itself responds with, which come with the check of the signature.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::protocol::refund;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::faults::kind::{Effect, FaultKind, OwnError};

/// How far the platform's clock is ahead if it is wrong.
pub(crate) const CLOCK_ERROR: Duration = Duration::from_secs(600);

/// The fault of a call: an extension of its request.
#[derive(Debug, Clone)]
pub(crate) struct Checkpoint {
    kind: FaultKind,
    occurred: Arc<AtomicBool>,
}

impl Checkpoint {
    pub(crate) fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            occurred: Arc::default(),
        }
    }

    /// Returns what the platform's clock shows.
    pub(crate) fn clock(&self, now: Timestamp) -> Timestamp {
        if self.kind == FaultKind::WrongClock {
            self.occurred.store(true, Ordering::Relaxed);
            return now.plus(CLOCK_ERROR);
        }
        now
    }

    /// Refuses a call whose signature is right, if that is its fault.
    pub(crate) fn check(&self, path: &str) -> Result<(), ApiFault> {
        match error(self.kind, path) {
            Some(fault) if self.kind.effect() == Effect::None => {
                self.occurred.store(true, Ordering::Relaxed);
                Err(fault)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Tells whether the call got as far as its fault.
    pub(crate) fn has_occurred(&self) -> bool {
        self.occurred.load(Ordering::Relaxed)
    }
}

/// Returns the error that WeChat Pay responds with.
pub(crate) fn error(kind: FaultKind, path: &str) -> Option<ApiFault> {
    kind.own_error().map(|error| match error {
        OwnError::System => ApiFault::system(),
        OwnError::Limited => limited(path),
    })
}

/// Payments and refunds have a code of their own for too many calls.
fn limited(path: &str) -> ApiFault {
    let of_payments = ["/v3/pay/", "/v3/combine-transactions/", refund::PATH];
    if of_payments.iter().any(|prefix| path.starts_with(prefix)) {
        return ApiFault::rate_limited();
    }
    let message = "接口请求频率超限，请降低请求频率";
    ApiFault::new(429, "RATELIMIT_EXCEEDED", number::LIMITED, message)
}
