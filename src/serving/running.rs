//! A server while it runs, and its end in stages.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::inbox::Inbox;
use crate::receiver::{Forwarder, Listeners, Receiver, serve};

/// No more deliveries are started, if requests under way last that long.
const LAST_DELIVERY: Duration = Duration::from_millis(2500);
/// Requests have their response, which takes 4.5 seconds at the most.
const RESPONSES: Duration = Duration::from_millis(5500);
/// Deliveries have ended by themselves, which takes 5 seconds at the most over HTTP.
const DELIVERIES: Duration = Duration::from_secs(8);
/// Deliveries that were cut have ended, too.
const CUT: Duration = Duration::from_millis(9200);
/// After a second signal, deliveries that were cut have ended this long after it.
const SECOND_SIGNAL: Duration = Duration::from_millis(1200);
/// Everything is printed.
const PRINTED: Duration = Duration::from_millis(9400);
/// The inbox is closed this long after everything is printed; it is not waited for any longer.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// The inbox is closed, too.
const CLOSED: Duration = Duration::from_millis(9600);
/// The server has ended, even if a thread of it hangs. The supervisor of a container kills after
/// ten seconds.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(9700);

const PRUNE_INTERVAL: Duration = Duration::from_secs(3600);

/// The stages in which a server ends, in their order.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Stages {
    /// The server has done what it was started for.
    pub done: CancellationToken,
    /// No more connections are accepted; requests under way get their response.
    pub stop_accepting: CancellationToken,
    /// No more deliveries are started.
    pub stop_forwarding: CancellationToken,
    /// Deliveries under way are given up.
    pub cut_deliveries: CancellationToken,
    /// Events that wait are printed, and no others.
    pub stop_printing: CancellationToken,
}

/// What a server serves with.
#[expect(missing_debug_implementations, reason = "it holds stores and sockets")]
pub struct ServerParts {
    /// Where it listens.
    pub listeners: Listeners,
    /// What accepts notifications.
    pub receiver: Arc<Receiver>,
    /// What passes them on.
    pub forwarder: Arc<Forwarder>,
    /// Where they are.
    pub inbox: Arc<dyn Inbox>,
    /// How long they are kept.
    pub keep: Duration,
    /// How it ends.
    pub stages: Stages,
}

/// A server and everything that runs beside it; `P` is what its printer returns.
#[expect(missing_debug_implementations, reason = "it holds a store")]
pub struct Running<P> {
    stages: Stages,
    inbox: Arc<dyn Inbox>,
    serving: JoinHandle<io::Result<()>>,
    forwarding: JoinHandle<()>,
    printing: JoinHandle<P>,
    /// Tasks that end with the server, whatever they do.
    background: JoinSet<()>,
}

/// Why a server ended by itself.
#[derive(Debug)]
pub enum Ended<P> {
    /// It has done what it was started for.
    Done,
    /// Its printer ended.
    Printer(Result<P, JoinError>),
    /// It does not serve any more, with the reason if there is one.
    Server(Option<io::Error>),
}

impl<P: Send + 'static> Running<P> {
    /// Starts to serve, with a printer that was started, and with what runs beside it.
    #[must_use]
    pub fn start(
        parts: ServerParts,
        printing: JoinHandle<P>,
        beside: impl IntoIterator<Item = impl Future<Output = ()> + Send + 'static>,
    ) -> Self {
        let stages = parts.stages;
        let mut background = JoinSet::new();
        background.spawn(prune(Arc::clone(&parts.inbox), parts.keep));
        for task in beside {
            background.spawn(task);
        }
        let stop_accepting = stages.stop_accepting.clone().cancelled_owned();
        Self {
            serving: tokio::spawn(serve(parts.listeners, parts.receiver, stop_accepting)),
            forwarding: tokio::spawn(parts.forwarder.run(stages.stop_forwarding.clone())),
            printing,
            stages,
            inbox: parts.inbox,
            background,
        }
    }

    /// Waits until the server ends by itself.
    pub async fn ended(&mut self) -> Ended<P> {
        tokio::select! {
            () = self.stages.done.cancelled() => Ended::Done,
            printed = &mut self.printing => Ended::Printer(printed),
            served = &mut self.serving => Ended::Server(served.ok().and_then(Result::err)),
        }
    }

    /// Ends requests and deliveries, each by its time after the end was requested.
    pub async fn drain(&mut self, requested_at: Instant) {
        self.stages.stop_accepting.cancel();
        let is_served = self.serving.is_finished()
            || timeout_at(requested_at + LAST_DELIVERY, &mut self.serving)
                .await
                .is_ok();
        self.stages.stop_forwarding.cancel();
        if !is_served {
            let _ = timeout_at(requested_at + RESPONSES, &mut self.serving).await;
        }
        let forwarded = timeout_at(requested_at + DELIVERIES, &mut self.forwarding).await;
        if forwarded.is_err() {
            self.stages.cut_deliveries.cancel();
            let _ = timeout_at(requested_at + CUT, &mut self.forwarding).await;
        }
        self.background.abort_all();
    }

    /// Has what waits printed, and returns what the printer returns; nothing if a slow reader
    /// keeps events from being printed, which are in the inbox all the same.
    pub async fn stop_printing(&mut self, requested_at: Instant) -> Option<Result<P, JoinError>> {
        self.stages.stop_printing.cancel();
        timeout_at(requested_at + PRINTED, &mut self.printing)
            .await
            .ok()
    }

    /// Closes the inbox, so that its file is whole without the log beside it; not if another program
    /// keeps the file locked, which loses nothing.
    pub async fn close(&self, requested_at: Instant) {
        let by = Instant::now() + CLOSE_TIMEOUT;
        self.close_by(by.min(requested_at + CLOSED)).await;
    }

    async fn close_by(&self, by: Instant) {
        let inbox = Arc::clone(&self.inbox);
        // In a task of its own: the last owner of a store that hangs waits for it.
        let closing = tokio::spawn(async move { inbox.close().await });
        let _ = timeout_at(by, closing).await;
    }

    /// Gives up deliveries at once, and closes the inbox: a second signal comes from someone who
    /// cannot wait.
    pub async fn cut(&mut self, requested_at: Instant) {
        self.stages.stop_forwarding.cancel();
        self.stages.cut_deliveries.cancel();
        let by = (Instant::now() + SECOND_SIGNAL).min(requested_at + CUT);
        if !self.forwarding.is_finished() {
            let _ = timeout_at(by, &mut self.forwarding).await;
        }
        self.close_by(by).await;
    }
}

async fn prune(inbox: Arc<dyn Inbox>, keep: Duration) {
    loop {
        // A failure is tried again later.
        while inbox.prune(keep).await.is_ok_and(|gone| gone > 0) {}
        tokio::time::sleep(PRUNE_INTERVAL).await;
    }
}
