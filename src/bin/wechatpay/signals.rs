//! What ends a command from outside: an interrupt, or the system's request.

use tokio::sync::watch;

use crate::diagnostic::{Failure, Kind};

/// Tells whether an exit code is that of a signal.
pub(crate) fn is_ended(code: u8) -> bool {
    [Kind::Interrupted, Kind::Terminated]
        .map(Kind::exit_code)
        .contains(&code)
}

/// The failure of a command that was ended by a signal, with the exit code of that.
pub(crate) fn ended(code: u8) -> Failure {
    let (kind, en, zh) = if code == Kind::Terminated.exit_code() {
        (Kind::Terminated, "terminated", "操作被终止")
    } else {
        (Kind::Interrupted, "interrupted", "操作被中断")
    };
    Failure::new(kind, en).in_chinese(zh)
}

/// The signals of this process, from the moment when this was made.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    streams: Option<[tokio::signal::unix::Signal; 2]>,
}

impl Interrupts {
    pub(crate) fn new() -> Self {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            #[cfg(unix)]
            streams: signal(SignalKind::interrupt())
                .and_then(|interrupt| Ok([interrupt, signal(SignalKind::terminate())?]))
                .ok(),
        }
    }

    /// Waits for the next, and returns its exit code.
    pub(crate) async fn next(&mut self) -> u8 {
        #[cfg(unix)]
        if let Some([interrupt, terminate]) = &mut self.streams {
            return tokio::select! {
                _ = interrupt.recv() => 130,
                _ = terminate.recv() => 143,
            };
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_ok() {
            return 130;
        }
        std::future::pending().await
    }
}

/// Waits for an interrupt or the request to end, and returns its exit code; one that comes
/// between this call and the first look at what it returns counts too.
pub(crate) fn interrupted() -> impl Future<Output = u8> + use<> {
    let mut interrupts = Interrupts::new();
    async move { interrupts.next().await }
}

/// Ends the process after a time, whatever its threads wait for: a disk, a lock, a full pipe.
pub(crate) fn end_process(after: std::time::Duration, code: u8) {
    let ending = std::thread::Builder::new().name("end".to_owned());
    // Without a thread more the ordinary way out is left.
    let _ = ending.spawn(move || {
        std::thread::sleep(after);
        crate::secret_command::end_all();
        #[expect(clippy::exit, reason = "the ordinary way out hangs")]
        std::process::exit(code.into());
    });
}

/// The exit codes of the signals that came since a command took them over, in their order.
pub(crate) struct Signals {
    heard: watch::Receiver<Vec<u8>>,
    told: usize,
}

impl Signals {
    pub(crate) fn new(heard: watch::Receiver<Vec<u8>>) -> Self {
        Self { heard, told: 0 }
    }

    /// Waits for the next; none is lost by giving up waiting.
    pub(crate) async fn next(&mut self) -> u8 {
        let told = self.told;
        let heard = self.heard.wait_for(|codes| codes.len() > told).await;
        let code = heard.ok().and_then(|codes| codes.get(told).copied());
        match code {
            Some(code) => {
                self.told += 1;
                code
            }
            None => std::future::pending().await,
        }
    }
}

/// The requests to read the configuration again.
pub(crate) struct Hangups {
    #[cfg(unix)]
    signals: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    pub(crate) fn new() -> Self {
        Self {
            #[cfg(unix)]
            signals: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    /// Waits for the next; for ever where there are none.
    pub(crate) async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signals) = &mut self.signals {
            signals.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    }
}
