//! Questions on a terminal, which is left as it was whatever ends the program.

use std::sync::{Mutex, PoisonError};

use dialoguer::console::Term;

/// How the terminal was before the question that is being asked, if one is.
static ASKING: Mutex<Option<Settings>> = Mutex::new(None);

/// What a prompt changes on a terminal.
#[derive(Debug)]
struct Settings {
    #[cfg(unix)]
    modes: Option<rustix::termios::Termios>,
}

impl Settings {
    fn current() -> Self {
        Self {
            #[cfg(unix)]
            modes: rustix::termios::tcgetattr(std::io::stdin()).ok(),
        }
    }

    fn restore(&self) {
        #[cfg(unix)]
        if let Some(modes) = &self.modes {
            use rustix::termios::{OptionalActions, tcsetattr};
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, modes);
        }
        let _ = Term::stderr().show_cursor();
    }
}

fn asking() -> std::sync::MutexGuard<'static, Option<Settings>> {
    ASKING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks a question, for whose answer the main thread waits.
pub(crate) fn ask<T>(prompt: impl FnOnce() -> dialoguer::Result<T>) -> dialoguer::Result<T> {
    *asking() = Some(Settings::current());
    let answer = prompt();
    if answer.is_err() {
        end();
    }
    asking().take();
    answer
}

/// Tells whether an answer is waited for.
pub(crate) fn is_asking() -> bool {
    asking().is_some()
}

/// Leaves the terminal as it was before a question that is not answered any more.
pub(crate) fn end() {
    if let Some(settings) = &*asking() {
        settings.restore();
    }
}
