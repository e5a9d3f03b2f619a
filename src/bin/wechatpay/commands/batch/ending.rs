//! The end of a batch before its time: what is under way gets a moment, unless there is a hurry.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::context::Context;
use crate::diagnostic::Kind;
use crate::shutdown::Signals;

/// How long lines under way are waited for.
pub(super) const GRACE: Duration = Duration::from_secs(3);

pub(super) struct Ending {
    signals: Signals,
    /// When lines that are still under way are given up.
    until: Option<Instant>,
    given_up: watch::Sender<bool>,
}

impl Ending {
    /// Takes the signals over.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            signals: context.signals(),
            until: None,
            given_up: watch::Sender::new(false),
        }
    }

    /// Waits for a signal, and returns its exit code. The first interrupt lets lines under way
    /// end for a moment; another, or the request to end, gives them up.
    pub(super) async fn next(&mut self) -> u8 {
        loop {
            let code = tokio::select! {
                biased;
                code = self.signals.next() => Some(code),
                () = reached(self.until) => None,
            };
            let interrupted = code == Some(Kind::Interrupted.exit_code());
            let waits = interrupted && self.until.is_none();
            self.until = waits.then(|| Instant::now() + GRACE);
            if !waits {
                self.given_up.send_replace(true);
            }
            if let Some(code) = code {
                return code;
            }
        }
    }

    /// Returns what waits until lines under way are given up.
    pub(super) fn given_up(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut given_up = self.given_up.subscribe();
        async move {
            if given_up.wait_for(|given_up| *given_up).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

async fn reached(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}
