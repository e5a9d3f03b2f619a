//! The progress of a batch: a bar on a terminal, or a line now and then.

use std::cell::Cell;

use super::progress::Progress;
use super::{Output, Text, count};
use crate::text;

/// A bar on a terminal, or lines in a log.
pub(crate) struct Counter {
    bar: Progress,
    output: Output,
    total: Option<u64>,
    counted: Cell<Counted>,
}

/// Lines of a batch.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    done: u64,
    /// Those of them that failed.
    failed: u64,
}

impl Output {
    /// Starts to count lines; without a total they are being checked.
    pub(crate) fn counter(&self, total: Option<u64>) -> Counter {
        let whole = "{bar:30} {pos}/{len} {per_sec} {eta} {msg}";
        Counter {
            bar: self.bar(total, whole, "{spinner} {pos}"),
            output: self.clone(),
            total,
            counted: Cell::default(),
        }
    }
}

impl Counter {
    /// Sets how many lines are done, and how many of them failed.
    pub(crate) fn show(&self, done: u64, failed: u64) {
        let before = self.counted.replace(Counted { done, failed });
        self.bar.0.set_position(done);
        if failed != before.failed {
            let message = text!("ui-progress-failed", failed = count(failed));
            self.bar.0.set_message(message.show(self.output.lang));
        }
    }

    /// Warns beside the bar; not in JSON, where stderr is for the error object.
    pub(crate) fn warn(&self, text: impl Into<Text>) {
        if !self.output.json {
            self.bar.0.suspend(|| self.output.warn(text));
        }
    }

    /// Logs the progress in a line, if there is no bar; not in JSON.
    pub(crate) fn log(&self) {
        if let Some(total) = self.total
            && self.bar.0.is_hidden()
            && !self.output.json
        {
            self.output.note(self.counted.get().of(total));
        }
    }
}

impl Counted {
    fn of(self, total: u64) -> Text {
        let (done, total) = (count(self.done), count(total));
        match self.failed {
            0 => text!("ui-progress", done, total),
            failed => text!(
                "ui-progress-with-failures",
                done,
                total,
                failed = count(failed)
            ),
        }
    }
}
