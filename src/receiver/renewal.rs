//! Platform certificates that are not known yet: fetched once for all requests that need them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::events::BoxError;
use super::verifier::VerifierState;

/// A future of what [`Renewal`] calls.
pub type RenewFuture = Pin<Box<dyn Future<Output = Result<VerifierState, BoxError>> + Send>>;

/// What fetches the keys as they are now.
pub type Renew = Box<dyn Fn() -> RenewFuture + Send + Sync>;

/// The pause between two fetches: anyone can name a serial number that does not exist.
const FETCH_INTERVAL: Duration = Duration::from_secs(60);

/// How long a notification waits for the certificates; it still has to be stored in time.
const FETCH_TIMEOUT: Duration = Duration::from_secs(3);

/// Fetches certificates for all notifications that wait for them.
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

    /// Lets the next fetch be at once, since its configuration may have been corrected.
    pub(super) fn allow_now(&self) {
        // One that is under way is recent enough.
        if let Ok(mut last) = self.last.try_lock() {
            *last = None;
        }
    }

    /// Fetches the keys and passes them to `install`, which returns whether they are new. Calls
    /// that come meanwhile wait for it, but not beyond `until`. Returns whether the keys may have
    /// changed since `since`.
    pub(super) async fn renew(
        &self,
        since: Instant,
        until: Instant,
        install: impl FnOnce(Result<VerifierState, BoxError>) -> bool + Send + 'static,
    ) -> bool {
        let this = self.clone();
        // It goes on if the connection that needs it is closed.
        let fetching = tokio::spawn(async move {
            let mut last = this.last.lock().await;
            match *last {
                Some(at) if at >= since => return true,
                Some(at) if at.elapsed() < FETCH_INTERVAL => return false,
                Some(_) | None => {}
            }
            let keys = (this.renew)().await;
            let is_new = install(keys);
            // Only now: who looked at the keys just before has not seen the new ones.
            *last = Some(Instant::now());
            is_new
        });
        let fetched = tokio::time::timeout_at(until.min(since + FETCH_TIMEOUT), fetching).await;
        matches!(fetched, Ok(Ok(true)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_looked_at_the_keys_just_before_they_were_replaced_looks_again() {
        let renewal = Renewal::new(Box::new(|| Box::pin(async { Err("unreachable".into()) })));
        let far = Instant::now() + FETCH_INTERVAL;
        let (looked, looked_at) = tokio::sync::oneshot::channel();
        let install = move |_| looked.send(Instant::now()).is_ok();
        renewal.renew(Instant::now(), far, install).await;
        let since = looked_at.await.unwrap();
        let may_be_new = renewal.renew(since, far, |_| false).await;
        // Later than that the answer is not waited for.
        assert!(may_be_new || since.elapsed() >= FETCH_TIMEOUT);
    }
}
