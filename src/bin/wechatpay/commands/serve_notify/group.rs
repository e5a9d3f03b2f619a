//! A program and whatever it has started, which are ended together.

use std::io;

use tokio::process::{Child, Command};

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

/// How long a program that is asked to end may take.
#[cfg(unix)]
const GRACE: std::time::Duration = std::time::Duration::from_secs(1);

/// A program in a process group of its own, which a Ctrl-C at the terminal does not reach; ended
/// as a whole where this is dropped before the program's end.
pub(super) struct Group {
    pub(super) leader: Child,
    #[cfg(unix)]
    id: Option<Pid>,
}

impl Group {
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        command.process_group(0);
        let leader = command.kill_on_drop(true).spawn()?;
        Ok(Self {
            #[cfg(unix)]
            id: leader
                .id()
                .and_then(|id| Pid::from_raw(id.try_into().ok()?)),
            leader,
        })
    }

    /// Asks all of it to end, and ends what does not.
    #[cfg(unix)]
    pub(super) async fn end(&mut self) {
        self.signal(Signal::TERM);
        let ended = async {
            let _ = self.leader.wait().await;
            while self
                .id
                .is_some_and(|id| test_kill_process_group(id).is_ok())
            {
                tokio::time::sleep(GRACE / 20).await;
            }
        };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            self.signal(Signal::KILL);
        }
    }

    /// Ends it.
    #[cfg(not(unix))]
    pub(super) async fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.leader.kill().await;
    }

    #[cfg(unix)]
    fn signal(&self, signal: Signal) {
        if let Some(id) = self.id {
            // It may have ended by itself.
            let _ = kill_process_group(id, signal);
        }
    }
}

#[cfg(unix)]
impl Drop for Group {
    fn drop(&mut self) {
        // Where the program has ended, what it has left running is its own affair.
        if self.leader.id().is_some() {
            self.signal(Signal::KILL);
        }
    }
}
