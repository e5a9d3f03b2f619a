//! Platform certificates that are not at hand yet: fetched once, whoever asks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::verifier::VerifierState;

/// What fetches keys as they are now; nothing where that fails, which it tells by itself.
pub type Renew =
    Box<dyn Fn() -> Pin<Box<dyn Future<Output = Option<VerifierState>> + Send>> + Send + Sync>;

/// How long after one fetch the next may be: anybody can name a serial that nobody has.
const INTERVAL: Duration = Duration::from_secs(60);

/// How long a notification waits for the certificates; it is still to be kept in its time.
const PATIENCE: Duration = Duration::from_secs(3);

/// Fetches certificates for all who need them at once.
#[derive(Clone)]
pub struct Renewal {
    renew: Arc<Renew>,
    last: Arc<Mutex<Option<Instant>>>,
}

impl Renewal {
    /// Uses `renew` at most once a minute.
    #[must_use]
    pub fn new(renew: Renew) -> Self {
        Self {
            renew: Arc::new(renew),
            last: Arc::default(),
        }
    }

    /// Lets the next fetch be at once: what it is made with may have been mended.
    pub(super) fn allow_now(&self) {
        // One that is under way is young enough.
        if let Ok(mut last) = self.last.try_lock() {
            *last = None;
        }
    }

    /// Fetches the keys and gives them to `install`; whoever comes while that lasts waits for
    /// it, but not beyond `until`. Returns whether the keys may have changed since `asked`.
    pub(super) async fn renew(
        &self,
        asked: Instant,
        until: Instant,
        install: impl FnOnce(VerifierState) + Send + 'static,
    ) -> bool {
        let this = self.clone();
        // It goes on when the connection that asked for it has gone.
        let fetching = tokio::spawn(async move {
            let mut last = this.last.lock().await;
            match *last {
                Some(at) if at >= asked => return true,
                Some(at) if at.elapsed() < INTERVAL => return false,
                Some(_) | None => {}
            }
            let keys = (this.renew)().await;
            *last = Some(Instant::now());
            keys.map(install).is_some()
        });
        let fetched = tokio::time::timeout_at(until.min(asked + PATIENCE), fetching).await;
        matches!(fetched, Ok(Ok(true)))
    }
}
