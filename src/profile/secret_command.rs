//! The commands that print secrets: what they may see, and their end with ours.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a command may take that cannot ask a person.
const TIMEOUT: Duration = Duration::from_secs(60);

/// How long one may take that can ask a person at a terminal or on a desktop.
const TIMEOUT_OF_PERSON: Duration = Duration::from_secs(600);

/// How long a command may take to end after the signal to do so.
const GRACE: Duration = Duration::from_secs(2);

/// The commands that run now, by the id of their process.
static RUNNING: Mutex<Running> = Mutex::new(Running {
    ids: Vec::new(),
    is_over: false,
});

struct Running {
    ids: Vec<u32>,
    /// This process is ending, and starts no more.
    is_over: bool,
}

/// Why a command that was started printed no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandFailed {
    /// It ended with this code.
    #[error("it ended with exit code {0}")]
    ExitCode(i32),
    /// A signal ended it.
    #[error("a signal ended it")]
    Signal,
    /// It did not end in time, and was ended.
    #[error("it did not end within {} s", .0.as_secs())]
    TimedOut(Duration),
}

/// Returns how long a command may take: a minute, or ten if it can ask a person, at the terminal
/// or in a window of a desktop.
#[must_use]
pub fn timeout(is_on_desktop: bool) -> Duration {
    if is_on_desktop || has_terminal() {
        TIMEOUT_OF_PERSON
    } else {
        TIMEOUT
    }
}

/// Runs a secret's command through the shell, without the variables that hold other secrets; its
/// standard error goes to the user. It is ended after `timeout`.
///
/// # Errors
/// Returns an error if the command cannot be started, fails, or takes too long, or after
/// [`end_all`].
pub fn run(
    command: &str,
    withheld: impl IntoIterator<Item = impl AsRef<OsStr>>,
    timeout: Duration,
) -> io::Result<Vec<u8>> {
    let shell = if cfg!(windows) {
        ["cmd", "/C"]
    } else {
        ["sh", "-c"]
    };
    let mut shelled = Command::new(shell[0]);
    for variable in withheld {
        shelled.env_remove(variable);
    }
    shelled
        .args([shell[1], command])
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let output = output_within(timeout, &mut shelled, None)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let code = output.status.code();
        Err(io::Error::other(
            code.map_or(CommandFailed::Signal, CommandFailed::ExitCode),
        ))
    }
}

/// Runs a program that may show a window to its end, which [`end_all`] may bring, with `input` on
/// its standard input.
pub(super) fn output(command: &mut Command, input: Option<&[u8]>) -> io::Result<Output> {
    output_within(TIMEOUT_OF_PERSON, command, input)
}

fn output_within(
    timeout: Duration,
    command: &mut Command,
    input: Option<&[u8]>,
) -> io::Result<Output> {
    command.stdin(match input {
        Some(_) => Stdio::piped(),
        None => Stdio::null(),
    });
    // A command that asks at the terminal must stay in the foreground, where Ctrl-C ends it.
    #[cfg(unix)]
    if !has_terminal() {
        std::os::unix::process::CommandExt::process_group(command, 0);
    }
    let mut child = start(command)?;
    let id = child.id();
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // One that ends without reading says why in its own way.
        let _ = pipe.write_all(input);
    }
    // What it has started may keep its output open, so nothing waits for that here.
    let (ended, outcome) = mpsc::channel();
    thread::spawn(move || {
        // Nobody takes it any more if it comes too late.
        let _ = ended.send(child.wait_with_output());
    });
    let output = match outcome.recv_timeout(timeout) {
        Ok(output) => output,
        Err(RecvTimeoutError::Disconnected) => Err(io::ErrorKind::BrokenPipe.into()),
        Err(RecvTimeoutError::Timeout) => {
            end(id, Termination::Requested);
            if outcome.recv_timeout(GRACE).is_err() {
                end(id, Termination::Forced);
            }
            Err(io::Error::other(CommandFailed::TimedOut(timeout)))
        }
    };
    with(|running| running.ids.retain(|other| *other != id));
    output
}

/// How a command is ended.
#[derive(Clone, Copy)]
enum Termination {
    Requested,
    Forced,
}

/// Tells whether one runs, which may wait for a person.
#[must_use]
pub fn is_running() -> bool {
    with(|running| !running.ids.is_empty())
}

/// Ends those that run and what they have started, as nothing waits for them any more.
pub fn end_all() {
    with(|running| {
        running.is_over = true;
        running
            .ids
            .drain(..)
            .for_each(|id| end(id, Termination::Requested));
    });
}

fn start(command: &mut Command) -> io::Result<Child> {
    with(|running| {
        if running.is_over {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let child = command.spawn()?;
        running.ids.push(child.id());
        Ok(child)
    })
}

fn with<T>(use_it: impl FnOnce(&mut Running) -> T) -> T {
    use_it(&mut RUNNING.lock().unwrap_or_else(PoisonError::into_inner))
}

fn has_terminal() -> bool {
    if cfg!(unix) {
        std::fs::File::open("/dev/tty").is_ok()
    } else {
        std::io::IsTerminal::is_terminal(&io::stderr())
    }
}

#[cfg(unix)]
fn end(id: u32, ending: Termination) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let signal = match ending {
        Termination::Requested => Signal::TERM,
        Termination::Forced => Signal::KILL,
    };
    if let Some(id) = id.try_into().ok().and_then(Pid::from_raw) {
        // Without a group of its own it is alone, or Ctrl-C has reached all of it.
        if kill_process_group(id, signal).is_err() {
            let _ = kill_process(id, signal);
        }
    }
}

/// It ends when its output cannot be written.
#[cfg(not(unix))]
fn end(_: u32, _: Termination) {}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    fn shell(line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", line]).stdout(Stdio::piped());
        command
    }

    /// The second one does not end when it is asked to, the third leaves a child with its output.
    #[test]
    fn a_command_that_hangs_is_ended_and_said_to_have_taken_too_long() {
        let timeout = Duration::from_millis(200);
        for line in [
            "sleep 300",
            "trap '' TERM; while :; do sleep 1; done",
            "sleep 300 & sleep 300; echo late",
        ] {
            let began = Instant::now();
            let error = output_within(timeout, &mut shell(line), None).unwrap_err();
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
            assert_eq!(inner, Some(&CommandFailed::TimedOut(timeout)), "{line}");
            assert!(began.elapsed() < Duration::from_secs(60), "{line}");
        }
        let output = output_within(Duration::from_secs(60), &mut shell("echo secret"), None);
        assert_eq!(output.unwrap().stdout, b"secret\n");
    }
}
