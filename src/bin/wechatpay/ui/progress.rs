//! How far a transfer is, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Output;
use super::terminal::shows_progress;

/// A bar on stderr, or none; gone without a trace once it is dropped.
pub(crate) struct Progress(Option<ProgressBar>);

impl Output {
    /// Shows a bar if stderr is a terminal, unless the output is quiet.
    pub(crate) fn progress(&self, length: Option<u64>) -> Progress {
        if self.quiet || !shows_progress() {
            return Progress(None);
        }
        let bar = match length {
            Some(length) => ProgressBar::new(length).with_style(style(
                "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            )),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {bytes}")),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        Progress(Some(bar))
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress {
    /// Adds bytes that have arrived.
    pub(crate) fn advance(&self, bytes: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes as u64);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
