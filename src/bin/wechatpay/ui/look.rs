//! How what people see is drawn: colours, links, and the characters that a terminal has.

use super::clean::{clean, clean_line};
use super::links::linked;

/// How lines and tables are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// The most columns of the terminal that a line takes; any number in a file.
    pub(super) width: Option<usize>,
    pub(super) color: bool,
    pub(super) is_terminal: bool,
    /// URLs outside of tables are links.
    pub(super) has_links: bool,
    /// Without the characters of Unicode.
    pub(super) ascii: bool,
}

impl Look {
    /// Returns a text without control characters, and without marks that the terminal has not.
    pub(super) fn clean(self, text: &str) -> String {
        let text = clean_line(text);
        if self.ascii { in_ascii(&text) } else { text }
    }

    /// Returns a text for a line of its own, in which URLs may be links.
    pub(super) fn line(self, text: &str) -> String {
        let text = self.clean(text);
        if self.has_links { linked(&text) } else { text }
    }

    /// Does the same as [`Look::clean`] for a text of several lines.
    pub(super) fn clean_lines(self, text: &str) -> String {
        let text = clean(text);
        if self.ascii { in_ascii(&text) } else { text }
    }
}

/// Writes our marks in ASCII, for a terminal that has no others; the words of a language stay.
pub(super) fn in_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '…' => plain.push_str("..."),
            '¥' => plain.push_str("CNY "),
            '→' => plain.push_str("->"),
            '✓' => plain.push('+'),
            '✗' => plain.push('x'),
            '─' | '—' | '–' => plain.push('-'),
            '│' => plain.push('|'),
            '·' | '•' => plain.push('*'),
            '␊' => plain.push_str("\\n"),
            '±' => plain.push_str("+-"),
            other => plain.push(other),
        }
    }
    plain
}
