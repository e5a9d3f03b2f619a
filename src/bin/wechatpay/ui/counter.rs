//! The progress of a batch: a bar on a terminal, or a line now and then.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;

use super::terminal::shows_progress;
use super::{Output, Shown, Text, count};
use crate::text;

/// A bar on a terminal, which its drop removes, or lines in a log.
pub(crate) struct Counter {
    bar: Option<ProgressBar>,
    output: Output,
    total: Option<u64>,
    progress: Cell<Progress>,
}

/// Lines of a batch.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    done: u64,
    /// Those of them that failed.
    failed: u64,
}

impl Output {
    /// Starts to count lines; without a total they are being checked.
    pub(crate) fn counter(&self, total: Option<u64>) -> Counter {
        let bar = (!self.quiet && shows_progress()).then(|| match total {
            Some(total) => ProgressBar::new(total)
                .with_style(style("{bar:30} {pos}/{len} {per_sec} {eta} {msg}")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {pos}")),
        });
        if let Some(bar) = &bar {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        Counter {
            bar,
            output: self.clone(),
            total,
            progress: Cell::default(),
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Counter {
    /// Sets how many lines are done, and how many of them failed.
    pub(crate) fn show(&self, done: u64, failed: u64) {
        let before = self.progress.replace(Progress { done, failed });
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            if failed != before.failed {
                let message = text!("ui-progress-failed", failed = count(failed));
                bar.set_message(message.show(self.output.lang));
            }
        }
    }

    /// Warns beside the bar; not in JSON, where stderr is for the error object.
    pub(crate) fn warn(&self, text: impl Shown) {
        if self.output.json {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| self.output.warn(text)),
            None => self.output.warn(text),
        }
    }

    /// Logs the progress in a line, if there is no bar; not in JSON.
    pub(crate) fn log(&self) {
        let Some(total) = self.total else {
            return;
        };
        if self.bar.is_none() && !self.output.json {
            self.output.note(self.progress.get().of(total));
        }
    }
}

impl Progress {
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

impl Drop for Counter {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
