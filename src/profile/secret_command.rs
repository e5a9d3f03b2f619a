//! The commands that print secrets: what they may see, and their end with ours.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};

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

/// A command that failed, with the code that it ended with; none if a signal ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.map_or_else(|| "a signal ended it".to_owned(), |code| format!("it ended with exit code {code}")))]
pub struct CommandFailed(pub Option<i32>);

/// Runs a secret's command through the shell, without the variables that hold other secrets; its
/// standard error goes to the user.
///
/// # Errors
/// Returns an error if the command cannot be started or fails, or after [`end_all`].
pub fn run(
    command: &str,
    withheld: impl IntoIterator<Item = impl AsRef<OsStr>>,
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
    let output = output(&mut shelled, None)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(io::Error::other(CommandFailed(output.status.code())))
    }
}

/// Runs a program to its end, which [`end_all`] may bring, with `input` on its standard input.
pub(super) fn output(command: &mut Command, input: Option<&[u8]>) -> io::Result<Output> {
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
    let output = child.wait_with_output();
    with(|running| running.ids.retain(|other| *other != id));
    output
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
        running.ids.drain(..).for_each(end);
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

#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(unix)]
fn end(id: u32) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    if let Some(id) = id.try_into().ok().and_then(Pid::from_raw) {
        // Without a group of its own it is alone, or Ctrl-C has reached all of it.
        if kill_process_group(id, Signal::TERM).is_err() {
            let _ = kill_process(id, Signal::TERM);
        }
    }
}

/// It ends when its output cannot be written.
#[cfg(not(unix))]
fn end(_: u32) {}
