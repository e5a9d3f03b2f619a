//! A command that gets the signals of this process, and how it ended.

use std::io;
use std::process::ExitStatus;

use tokio::process::{Child, Command};

use super::descendants;
use crate::context::Context;

/// The signal of Ctrl-C.
const SIGINT: i32 = 2;

/// What is added to the number of the signal that ended a command.
const SIGNALLED: i32 = 128;

/// A command that runs, and the signals that are for it.
pub(super) struct ChildWithSignals {
    child: Child,
    signals: Forwarded,
}

/// How a command ended.
pub(super) struct CommandEnd(ExitStatus);

impl ChildWithSignals {
    /// Starts a command; from here on every signal is for it.
    pub(super) fn spawn(command: &mut Command, context: &Context) -> io::Result<Self> {
        let signals = Forwarded::new(context);
        let child = command.spawn()?;
        Ok(Self { child, signals })
    }

    /// Waits until the command ends.
    pub(super) async fn wait(mut self) -> io::Result<CommandEnd> {
        let mut ending: Option<Forward> = None;
        loop {
            tokio::select! {
                ended = self.child.wait() => {
                    if let Some(signal) = ending {
                        signal.send_to_rest();
                    }
                    return ended.map(CommandEnd);
                }
                signal = self.signals.next() => {
                    if signal.is_ending() {
                        ending = Some(signal);
                        descendants::adopt();
                    }
                    signal.send(&self.child);
                }
            }
        }
    }
}

impl CommandEnd {
    /// Tells whether Ctrl-C ended it.
    pub(super) fn is_interrupted(&self) -> bool {
        self.signal() == Some(SIGINT)
    }

    /// Returns the code of the end, as a shell reports it.
    pub(super) fn code(&self) -> u8 {
        let signalled = || self.signal().map(|signal| SIGNALLED + signal);
        let code = self.0.code().or_else(signalled);
        code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
    }

    /// Returns the number of the signal that ended it.
    #[cfg(unix)]
    fn signal(&self) -> Option<i32> {
        std::os::unix::process::ExitStatusExt::signal(&self.0)
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "there are no signals")]
    fn signal(&self) -> Option<i32> {
        None
    }
}

/// A signal for the command.
#[derive(Debug, Clone, Copy)]
struct Forward {
    #[cfg(unix)]
    signal: rustix::process::Signal,
}

impl Forward {
    /// Tells whether it asks a command to end.
    #[cfg(unix)]
    fn is_ending(self) -> bool {
        use rustix::process::Signal;
        [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT].contains(&self.signal)
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "there are no signals")]
    fn is_ending(self) -> bool {
        false
    }

    /// Sends it to what a command that has ended left running: a package manager ends, and leaves
    /// the server that its shell had started.
    fn send_to_rest(self) {
        #[cfg(target_os = "linux")]
        descendants::each(|id| {
            let _ = rustix::process::kill_process(id, self.signal);
        });
        #[cfg(not(target_os = "linux"))]
        let _ = self;
    }

    /// Sends it, unless the command has ended.
    fn send(self, child: &Child) {
        #[cfg(unix)]
        if let Some(id) = child.id()
            && let Some(id) = id.try_into().ok().and_then(rustix::process::Pid::from_raw)
        {
            // It may just have ended.
            let _ = rustix::process::kill_process(id, self.signal);
        }
        #[cfg(not(unix))]
        let _ = child;
    }
}

/// The signals of this process, for the command.
struct Forwarded {
    ending: crate::shutdown::Signals,
    #[cfg(unix)]
    others: Vec<(rustix::process::Signal, tokio::signal::unix::Signal)>,
    /// Whether Ctrl-C at the terminal reaches the command anyway.
    #[cfg(unix)]
    has_terminal: bool,
}

#[cfg(unix)]
impl Forwarded {
    fn new(context: &Context) -> Self {
        use rustix::process::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        let others = [
            (Signal::HUP, SignalKind::hangup()),
            (Signal::QUIT, SignalKind::quit()),
            (Signal::USR1, SignalKind::user_defined1()),
            (Signal::USR2, SignalKind::user_defined2()),
        ];
        Self {
            ending: context.signals(),
            others: others
                .into_iter()
                .filter_map(|(number, kind)| Some((number, signal(kind).ok()?)))
                .collect(),
            has_terminal: std::fs::File::open("/dev/tty").is_ok(),
        }
    }

    /// Waits for the next that the command does not get by itself.
    async fn next(&mut self) -> Forward {
        use crate::error::Kind;
        use rustix::process::Signal;
        loop {
            let others = self.others.iter_mut().map(|(number, stream)| {
                let number = *number;
                Box::pin(async move {
                    stream.recv().await;
                    number
                })
            });
            let signal = tokio::select! {
                signal = self.ending.next() => {
                    if signal == Kind::Interrupted {
                        Signal::INT
                    } else {
                        Signal::TERM
                    }
                }
                (number, ..) = futures_util::future::select_all(others) => number,
            };
            let from_terminal = signal == Signal::INT || signal == Signal::QUIT;
            if !(from_terminal && self.has_terminal) {
                return Forward { signal };
            }
        }
    }
}

#[cfg(not(unix))]
impl Forwarded {
    fn new(context: &Context) -> Self {
        let ending = context.signals();
        Self { ending }
    }

    /// Waits for ever: the console sends Ctrl-C to the command, too.
    async fn next(&mut self) -> Forward {
        loop {
            self.ending.next().await;
        }
    }
}
