//! Keys that are pressed while a server runs. The terminal is left as it was however the program
//! ends, or while it is stopped.

use std::io::IsTerminal;

use tokio::sync::mpsc::UnboundedReceiver;

use super::terminal::is_dumb;

/// The keys of the terminal, which echoes none of them while this exists.
pub(crate) struct Keys {
    pressed: UnboundedReceiver<char>,
    #[cfg(unix)]
    stopping: tokio::task::AbortHandle,
}

impl Keys {
    /// Takes the keys; none if a person cannot press them here.
    pub(crate) fn take() -> Option<Self> {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        if !is_terminal || is_dumb() {
            return None;
        }
        system::take()
    }

    /// Waits for the next key.
    pub(crate) async fn next(&mut self) -> char {
        match self.pressed.recv().await {
            Some(key) => key,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.stopping.abort();
        release();
    }
}

/// Gives the keys back to the terminal, for good.
pub(crate) fn release() {
    system::release();
}

#[cfg(not(unix))]
mod system {
    /// There are no keys: a console has other calls for them.
    pub(super) fn take() -> Option<super::Keys> {
        None
    }

    pub(super) fn release() {}
}

#[cfg(unix)]
mod system {
    use std::io::Stdin;
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{Signal, getpgrp, getpid, kill_process};
    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
    };
    use tokio::signal::unix::{SignalKind, signal};
    use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

    use super::Keys;

    /// How often it is checked whether this process is in the foreground.
    const POLL_INTERVAL: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 200_000_000,
    };

    /// What disables a special key.
    const NO_KEY: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };

    /// How the terminal is used.
    #[derive(Default)]
    struct Terminal {
        /// How it was before.
        before: Option<Termios>,
        /// The process is being stopped.
        is_stopping: bool,
        /// The terminal has its own keys again.
        is_released: bool,
    }

    static TERMINAL: Mutex<Terminal> = Mutex::new(Terminal {
        before: None,
        is_stopping: false,
        is_released: false,
    });

    fn terminal() -> MutexGuard<'static, Terminal> {
        TERMINAL.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A process in the background would be stopped if it changed or read the terminal.
    fn is_in_foreground() -> bool {
        tcgetpgrp(std::io::stdin()).is_ok_and(|group| group == getpgrp())
    }

    impl Terminal {
        /// Has keys arrive at once, and not echoed; Ctrl-C and Ctrl-Z stay signals. The shell may
        /// have changed the terminal meanwhile.
        fn apply(&mut self) {
            if self.is_stopping || self.is_released {
                return;
            }
            let Ok(now) = tcgetattr(std::io::stdin()) else {
                return;
            };
            let lines = LocalModes::ICANON | LocalModes::ECHO;
            if !now.local_modes.intersects(lines) {
                return;
            }
            let mut modes = now.clone();
            modes.local_modes.remove(lines);
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            // Ctrl-\ would end the process on the spot.
            modes.special_codes[SpecialCodeIndex::VQUIT] = NO_KEY;
            if tcsetattr(std::io::stdin(), OptionalActions::Now, &modes).is_ok() {
                self.before = Some(now);
            }
        }

        fn restore(&mut self) {
            if let Some(before) = self.before.take()
                && is_in_foreground()
            {
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &before);
            }
        }
    }

    pub(super) fn take() -> Option<Keys> {
        if !is_in_foreground() {
            return None;
        }
        let mut stops = signal(SignalKind::from_raw(Signal::TSTP.as_raw())).ok()?;
        let (sender, pressed) = unbounded_channel();
        terminal().apply();
        let reader = thread::Builder::new().name("keys".to_owned());
        if reader.spawn(move || read(&sender)).is_err() {
            release();
            return None;
        }
        let stopping = tokio::spawn(async move {
            while stops.recv().await.is_some() {
                stop();
            }
        });
        Some(Keys {
            pressed,
            stopping: stopping.abort_handle(),
        })
    }

    pub(super) fn release() {
        let mut terminal = terminal();
        terminal.restore();
        terminal.is_released = true;
    }

    /// Stops the process as Ctrl-Z does; the reading thread takes the keys again afterwards.
    fn stop() {
        {
            let mut terminal = terminal();
            terminal.restore();
            terminal.is_stopping = true;
        }
        let _ = kill_process(getpid(), Signal::STOP);
        terminal().is_stopping = false;
    }

    /// Reads keys while the process is in the foreground.
    fn read(sender: &UnboundedSender<char>) {
        let stdin = std::io::stdin();
        while !terminal().is_released {
            if !is_in_foreground() {
                thread::sleep(Duration::from_millis(200));
                continue;
            }
            terminal().apply();
            if !is_readable(&stdin) || !is_in_foreground() {
                continue;
            }
            let mut bytes = [0; 64];
            match rustix::io::read(&stdin, &mut bytes) {
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Ok(0) | Err(_) => return,
                Ok(count) => {
                    for byte in &bytes[..count] {
                        // It fails once the reader of keys has ended.
                        let _ = sender.send(char::from(*byte));
                    }
                }
            }
        }
    }

    fn is_readable(stdin: &Stdin) -> bool {
        let mut waited = [PollFd::new(stdin, PollFlags::IN)];
        poll(&mut waited, Some(&POLL_INTERVAL)).is_ok_and(|ready| ready > 0)
    }
}
