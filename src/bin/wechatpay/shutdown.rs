//! How this process ends: by its main thread, by a signal, and in stages if it is a server.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use wechatpay::profile::secret_command;

use crate::args;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{self, Output};

/// How long the main thread may take to end by itself, which removes unfinished files. It cannot
/// do that while it waits for input.
const MAIN_THREAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How often it is checked whether the main thread waits for input.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// How long the signal that interrupted a prompt may take to be noticed.
const PROMPT_SIGNAL_TIMEOUT: Duration = Duration::from_secs(5);

/// Returns the failure of a command that was ended by a signal.
pub(crate) fn failure(signal: Kind) -> CliError {
    let message = if signal == Kind::Terminated {
        text!("error-terminated")
    } else {
        text!("error-interrupted")
    };
    CliError::new(signal, message)
}

/// The signals that ask this process to end, and what became of them.
#[derive(Clone, Default)]
pub(crate) struct Shutdown(Arc<State>);

#[derive(Default)]
struct State {
    /// Whether the command handles signals itself, to finish what it has started.
    is_handled: AtomicBool,
    /// The statuses of the signals that the command handles, in their order.
    handled: watch::Sender<Vec<Kind>>,
    /// Cancelled by the first signal that the command does not handle.
    interrupted: CancellationToken,
    status: OnceLock<Kind>,
    /// Whether one of the two that may end the process has started to: the main thread, or
    /// [`Shutdown::watch`] since that thread waits for something such as a terminal's input.
    is_exiting: AtomicBool,
}

impl Shutdown {
    /// Handles signals from this call on, once what it returns is polled.
    pub(crate) fn watch(&self, output: Output) -> impl Future<Output = ()> + Send + use<> {
        let mut interrupts = Interrupts::new();
        let Self(state) = self.clone();
        async move {
            loop {
                let status = interrupts.next().await;
                if !state.is_handled.load(Ordering::Relaxed) {
                    state.exit_unless_main_does(status, &output).await;
                    return;
                }
                state.handled.send_modify(|statuses| statuses.push(status));
            }
        }
    }

    /// Waits for a signal that the command does not handle, and returns its status.
    pub(crate) async fn interrupted(&self) -> Kind {
        self.0.interrupted.cancelled().await;
        self.status().unwrap_or(Kind::Interrupted)
    }

    /// Waits for the signal that interrupted a prompt, which does not say which it was.
    pub(crate) fn of_prompt(&self) -> Kind {
        let signal = tokio::time::timeout(PROMPT_SIGNAL_TIMEOUT, self.interrupted());
        let signal = tokio::task::block_in_place(|| Handle::current().block_on(signal));
        signal.unwrap_or(Kind::Interrupted)
    }

    /// Returns the status of the signal that the command did not handle, if one came.
    pub(crate) fn status(&self) -> Option<Kind> {
        self.0.status.get().copied()
    }

    /// Hands signals to the command from now on. There is one listener, so that none is lost that
    /// comes meanwhile.
    pub(crate) fn handle(&self) -> Signals {
        self.0.is_handled.store(true, Ordering::Relaxed);
        Signals {
            statuses: self.0.handled.subscribe(),
            handled: 0,
        }
    }

    /// Lets the main thread end the process, unless it is being ended already.
    pub(crate) fn exit_by_main(&self) {
        while self.0.is_exiting.swap(true, Ordering::SeqCst) {
            std::thread::park();
        }
    }
}

impl State {
    async fn exit_unless_main_does(&self, status: Kind, output: &Output) {
        let status = *self.status.get_or_init(|| status);
        self.interrupted.cancel();
        let waits_for_input = async {
            while !args::is_reading() && !secret_command::is_running() && !ui::is_asking() {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        let _ = tokio::time::timeout(MAIN_THREAD_TIMEOUT, waits_for_input).await;
        if !self.is_exiting.swap(true, Ordering::SeqCst) {
            secret_command::end_all();
            ui::end_prompt();
            ui::release_keys();
            output.fail(&failure(status));
            status.exit_now();
        }
    }
}

/// The signals that a command handles itself.
pub(crate) struct Signals {
    statuses: watch::Receiver<Vec<Kind>>,
    handled: usize,
}

impl Signals {
    /// Waits for the next signal, and returns its status; dropping the future loses none.
    pub(crate) async fn next(&mut self) -> Kind {
        let handled = self.handled;
        let statuses = self
            .statuses
            .wait_for(|statuses| statuses.len() > handled)
            .await;
        let Some(status) = statuses
            .ok()
            .and_then(|statuses| statuses.get(handled).copied())
        else {
            return std::future::pending().await;
        };
        self.handled += 1;
        status
    }
}

/// The signals of this process, from the moment when this was created.
struct Interrupts {
    #[cfg(unix)]
    streams: Option<[tokio::signal::unix::Signal; 2]>,
    #[cfg(windows)]
    console: Option<Console>,
}

/// What a console sends: its keys, and that its window is closed or the system shuts down.
#[cfg(windows)]
struct Console {
    ctrl_c: tokio::signal::windows::CtrlC,
    ctrl_break: tokio::signal::windows::CtrlBreak,
    close: tokio::signal::windows::CtrlClose,
    shutdown: tokio::signal::windows::CtrlShutdown,
}

#[cfg(windows)]
impl Console {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::windows;
        Ok(Self {
            ctrl_c: windows::ctrl_c()?,
            ctrl_break: windows::ctrl_break()?,
            close: windows::ctrl_close()?,
            shutdown: windows::ctrl_shutdown()?,
        })
    }

    async fn next(&mut self) -> Kind {
        tokio::select! {
            _ = self.close.recv() => Kind::Terminated,
            _ = self.shutdown.recv() => Kind::Terminated,
            _ = self.ctrl_c.recv() => Kind::Interrupted,
            _ = self.ctrl_break.recv() => Kind::Interrupted,
        }
    }
}

impl Interrupts {
    fn new() -> Self {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            #[cfg(unix)]
            streams: signal(SignalKind::interrupt())
                .and_then(|interrupt| Ok([interrupt, signal(SignalKind::terminate())?]))
                .ok(),
            #[cfg(windows)]
            console: Console::new().ok(),
        }
    }

    async fn next(&mut self) -> Kind {
        #[cfg(unix)]
        if let Some([interrupt, terminate]) = &mut self.streams {
            return tokio::select! {
                // A prompt that SIGTERM interrupts sends itself SIGINT, too.
                biased;
                _ = terminate.recv() => Kind::Terminated,
                _ = interrupt.recv() => Kind::Interrupted,
            };
        }
        #[cfg(windows)]
        if let Some(console) = &mut self.console {
            return console.next().await;
        }
        std::future::pending().await
    }
}

/// Makes a file that reaches the size that this process may write an error of that write, and not
/// the end of the process without a word. Child processes are ended by it as ever.
pub(crate) fn survive_file_limit() {
    #[cfg(unix)]
    {
        use rustix::process::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        // The signal stays handled once this is dropped.
        let _ = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
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

    /// Waits for the next; for ever if the system has none.
    pub(crate) async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signals) = &mut self.signals {
            signals.recv().await;
            return;
        }
        std::future::pending::<()>().await;
    }
}

/// Ends the process after a time, whatever its threads wait for: a disk, a lock, a full pipe.
pub(crate) fn exit_after(timeout: Duration, status: ExitStatus) {
    let timer = std::thread::Builder::new().name("exit".to_owned());
    // Without another thread the ordinary way to end is left.
    let _ = timer.spawn(move || {
        std::thread::sleep(timeout);
        secret_command::end_all();
        ui::release_keys();
        status.exit_now();
    });
}

/// Waits for the end of a time; for ever without one.
pub(crate) async fn elapsed(duration: Option<Duration>) {
    match duration {
        Some(duration) => tokio::time::sleep(duration).await,
        None => std::future::pending().await,
    }
}
