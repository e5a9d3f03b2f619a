//! The log of a server on its way to stderr: a reader that does not read holds nothing up.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How many lines wait to be written; further ones are dropped.
const WAITING_LINES: usize = 4096;

/// How long the lines that wait may take to be written at the end.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

enum Item {
    Line(String),
    /// Everything before it is written once this is dropped.
    Flush(SyncSender<()>),
}

/// The sending side.
#[derive(Debug, Clone)]
pub(crate) struct LogQueue(SyncSender<Item>);

/// Waits for the lines that are left when it is dropped, but not for ever.
pub(crate) struct FlushOnDrop(LogQueue);

impl LogQueue {
    /// Starts a thread that hands lines to `write`; none if the system gives no thread.
    pub(super) fn start(write: fn(&str)) -> Option<Self> {
        let (sender, items) = sync_channel(WAITING_LINES);
        let writer = thread::Builder::new().name("log".to_owned());
        let started = writer.spawn(move || run(&items, write));
        started.is_ok().then_some(Self(sender))
    }

    pub(super) fn send(&self, line: String) {
        // Without room the reader is far behind, and a server does not wait for it.
        let _ = self.0.try_send(Item::Line(line));
    }

    pub(super) fn flush_on_drop(&self) -> FlushOnDrop {
        FlushOnDrop(self.clone())
    }
}

fn run(items: &Receiver<Item>, write: fn(&str)) {
    for item in items {
        match item {
            Item::Line(line) => write(&line),
            Item::Flush(done) => drop(done),
        }
    }
}

impl Drop for FlushOnDrop {
    fn drop(&mut self) {
        let (done, waiting) = sync_channel(0);
        if self.0.0.try_send(Item::Flush(done)).is_ok() {
            // It ends when the other side is dropped, or after this time.
            let _ = waiting.recv_timeout(FLUSH_TIMEOUT);
        }
    }
}
