//! `serve-notify` as a process that may be killed at any moment.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::PATIENCE;
use super::home::{Home, read};

/// A serve-notify, whose output goes to files so that it need not be read.
pub(crate) struct Service {
    child: Child,
    /// The `notify_url`.
    pub(crate) url: String,
}

impl Service {
    /// Starts one with the sandbox's keys, and waits until it listens.
    pub(crate) fn start(home: &Home, name: &str, options: &str) -> Self {
        Self::start_under(&[], home, name, options)
    }

    /// Starts one as the last arguments of another command, which becomes the server.
    pub(crate) fn start_under(parent: &[&str], home: &Home, name: &str, options: &str) -> Self {
        let (out, err) = (
            home.path(&format!("{name}.out")),
            home.path(&format!("{name}.err")),
        );
        let serve = format!("--sandbox --json serve-notify --listen 127.0.0.1:0 {options}");
        let mut command = home.command(&serve);
        if let [program, before @ ..] = parent {
            command = home.under(program, before, &command);
        }
        let mut child = command
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let url = eventually("it listens", || {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("{status}: {}", std::fs::read_to_string(&err).unwrap());
            }
            listening(&out)
        });
        Self { child, url }
    }

    /// Kills it, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and expects that it does so in order.
    pub(crate) fn end(mut self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(sent.success());
        assert_eq!(self.child.wait().unwrap().code(), Some(143));
    }

    /// Returns another of its paths.
    pub(crate) fn path(&self, path: &str) -> String {
        self.url.replace("/notify", path)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listening(out: &PathBuf) -> Option<String> {
    let text = std::fs::read_to_string(out).unwrap();
    let (first, _) = text.split_once('\n')?;
    Some(read(first)["listening"].as_str()?.to_owned())
}

/// Looks again and again until something is there, and fails where that takes too long.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "not within {PATIENCE:?}: {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Returns the notifications of an inbox in a state; any, where it is empty.
pub(crate) fn events(home: &Home, store: &str, state: &str) -> Vec<Value> {
    let state = if state.is_empty() {
        String::new()
    } else {
        format!("--state {state}")
    };
    let all = home.run(&format!("--sandbox events export --store {store} {state}"));
    all.ok().lines().map(read).collect()
}

/// Waits until every notification has arrived everywhere.
pub(crate) fn all_arrived(home: &Home, store: &str) {
    eventually("everything has arrived", || {
        let left = home.run(&format!(
            "--sandbox --json events list --limit 1 --state pending --store {store}"
        ));
        left.json()["events"]
            .as_array()
            .unwrap()
            .is_empty()
            .then_some(())
    });
}

/// Says something on stderr, past the capture of the test harness.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
