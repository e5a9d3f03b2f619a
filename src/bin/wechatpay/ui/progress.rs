//! How far something is, as a bar on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

use super::Output;
use super::terminal::shows_progress;

/// A bar on stderr, hidden if that is not a terminal; removed once it is dropped.
pub(crate) struct Progress(pub(super) ProgressBar);

impl Output {
    /// Shows how many bytes of a transfer there are.
    pub(crate) fn progress(&self, length: Option<u64>) -> Progress {
        let whole = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        self.bar(length, whole, "{spinner} {bytes}")
    }

    /// Shows a bar, unless the output is quiet; without a length, only how much is done.
    pub(super) fn bar(&self, length: Option<u64>, whole: &str, open: &str) -> Progress {
        if self.quiet || !shows_progress() {
            return Progress(ProgressBar::hidden());
        }
        let (bar, template) = match length {
            Some(length) => (ProgressBar::new(length), whole),
            None => (ProgressBar::new_spinner(), open),
        };
        let style = ProgressStyle::with_template(template);
        Progress(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }
}

impl Progress {
    /// Adds bytes that have arrived.
    pub(crate) fn advance(&self, bytes: usize) {
        self.0.inc(bytes as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
