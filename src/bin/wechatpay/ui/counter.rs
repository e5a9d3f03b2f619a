//! How far a batch is, for whoever watches it.

use std::cell::Cell;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Output;

/// A bar on a terminal, or a line now and then; gone without a trace once it is dropped.
pub(crate) struct Counter {
    bar: Option<ProgressBar>,
    output: Output,
    total: Option<u64>,
    /// How many lines are through, and how many of them came to nothing.
    at: Cell<(u64, u64)>,
}

impl Output {
    /// Begins to count lines; where the total is not known yet, they are being checked.
    pub(crate) fn counter(&self, total: Option<u64>) -> Counter {
        let bar = (!self.quiet && io::stderr().is_terminal()).then(|| match total {
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
            at: Cell::new((0, 0)),
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Counter {
    /// Takes note of how many lines are through, and how many of them came to nothing.
    pub(crate) fn show(&self, through: u64, lost: u64) {
        let known = self.at.replace((through, lost));
        if let Some(bar) = &self.bar {
            bar.set_position(through);
            if lost != known.1 {
                bar.set_message(self.lost(lost));
            }
        }
    }

    /// Warns whoever watches, in JSON nobody.
    pub(crate) fn warn(&self, text: &str) {
        if self.output.json {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| self.output.warn(text)),
            None => self.output.warn(text),
        }
    }

    /// Tells it in a line, where there is no bar; in JSON, stderr is for the error object.
    pub(crate) fn tell(&self) {
        let Some(total) = self
            .total
            .filter(|_| self.bar.is_none() && !self.output.json)
        else {
            return;
        };
        let (through, lost) = self.at.get();
        let text = self.output.lang.pick(
            format!("{through} of {total} lines"),
            format!("{through}/{total} 行"),
        );
        let lost = self.lost(lost);
        self.output.note(format!(
            "{text}{}{lost}",
            if lost.is_empty() { "" } else { ", " }
        ));
    }

    fn lost(&self, lost: u64) -> String {
        match lost {
            0 => String::new(),
            lost => self
                .output
                .lang
                .pick(format!("{lost} not done"), format!("{lost} 行未成功")),
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
