//! A sandbox that answers on all its listeners until it is shut down.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::sandbox::stand_in::StandInListeners;
use crate::sandbox::state::Sandbox;

/// How long calls under way may take once the server is shut down.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// A sandbox that answers calls and repeats notifications in the background.
#[derive(Debug)]
pub struct SandboxServer {
    sandbox: Arc<Sandbox>,
    answering: JoinHandle<()>,
    delivering: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

impl SandboxServer {
    /// Answers calls on a listener, and as WeChat Pay's names if there are listeners for that.
    #[must_use]
    pub fn start(
        sandbox: Arc<Sandbox>,
        listener: TcpListener,
        stand_in: Option<StandInListeners>,
    ) -> Self {
        let (stop, stopped) = oneshot::channel();
        let stopped = stopped.map(drop).boxed().shared();
        let delivering = tokio::spawn(Arc::clone(&sandbox).deliver_pending());
        let plain = Arc::clone(&sandbox).serve(listener, stopped.clone());
        let of_names = Arc::clone(&sandbox);
        let names = async move {
            if let Some(stand_in) = stand_in {
                // TLS was set up with the same authority when these were bound.
                let _ = stand_in.serve(of_names, stopped).await;
            }
        };
        let answering = tokio::spawn(async move {
            let _ = tokio::join!(plain, names);
        });
        Self {
            sandbox,
            answering,
            delivering,
            stop,
        }
    }

    /// Finishes the calls under way, for up to two seconds, and ends the streams of events.
    pub async fn shut_down(self) {
        // The receiver is gone only if the tasks have ended.
        let _ = self.stop.send(());
        self.delivering.abort();
        // Connections that clients keep open must not delay the end.
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, self.answering).await;
        self.sandbox.close();
    }
}
