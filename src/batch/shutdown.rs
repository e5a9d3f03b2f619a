//! How a batch that is interrupted ends.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::job::Stop;
use super::run::StopSignals;

/// How long lines under way are waited for after an interrupt.
pub(super) const INTERRUPT_GRACE: Duration = Duration::from_secs(3);

/// Signals, and what they mean for lines under way.
pub(super) struct Shutdown<S> {
    signals: S,
    /// When lines that are still under way are given up.
    deadline: Option<Instant>,
    pub(super) given_up: watch::Sender<bool>,
}

impl<S: StopSignals> Shutdown<S> {
    pub(super) fn new(signals: S) -> Self {
        Self {
            signals,
            deadline: None,
            given_up: watch::Sender::new(false),
        }
    }

    /// Waits for a signal. The first interrupt lets lines under way finish for some time; another,
    /// or the request to end, gives them up.
    pub(super) async fn next(&mut self) -> Stop {
        loop {
            let stop = tokio::select! {
                biased;
                stop = self.signals.next() => Some(stop),
                () = until(self.deadline) => None,
            };
            let waits = stop == Some(Stop::Interrupt) && self.deadline.is_none();
            self.deadline = waits.then(|| Instant::now() + INTERRUPT_GRACE);
            if !waits {
                self.given_up.send_replace(true);
            }
            if let Some(stop) = stop {
                return stop;
            }
        }
    }
}

/// Waits for a time, or for ever.
pub(super) async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
