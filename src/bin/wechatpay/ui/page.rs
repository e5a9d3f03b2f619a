//! What people see: lines and tables, and text that cannot steer a terminal.

use wechatpay::protocol::json::is_control;
use wechatpay::protocol::stamp::Timestamp;

use super::table::{Cell, Look, draw};
use super::terminal::{self, columns_set, terminal_columns};
use super::{Lang, Shown, Text, wrap};

/// What a person reads; everything put on it is freed of control characters.
#[derive(Debug)]
pub(crate) struct Page {
    pub(super) text: String,
    pub(crate) lang: Lang,
    pub(super) look: Look,
}

/// A colour by its meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tone {
    /// It holds.
    Good,
    /// It does not.
    Bad,
    /// It holds, for now.
    Doubtful,
    /// Less important.
    Dim,
    /// A heading.
    Bold,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Bad => "31",
            Self::Doubtful => "33",
            Self::Dim => "2",
            Self::Bold => "1",
        }
    }
}

impl Page {
    /// Returns the words of a text, for a cell.
    pub(crate) fn show(&self, text: &Text) -> String {
        text.show(self.lang)
    }

    /// Adds a line, and no more than one, whatever the text holds.
    pub(crate) fn line(&mut self, text: impl Shown) {
        let text = self.look.line(&text.shown(self.lang));
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Adds a text of several lines.
    pub(crate) fn lines(&mut self, text: impl Shown) {
        let text = self.look.clean_lines(&text.shown(self.lang));
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Adds a text of several lines, wrapped.
    pub(crate) fn wrapped(&mut self, text: &str) {
        self.lines(wrap(text, self.columns()).join("\n"));
    }

    /// Returns how many lines there are.
    pub(crate) fn lines_written(&self) -> usize {
        self.text.lines().count()
    }

    /// Returns how many columns a line may take: those of the terminal, or of `COLUMNS`, up to
    /// 100; 80 for a file.
    #[expect(clippy::unused_self, reason = "it is a page's property")]
    pub(crate) fn columns(&self) -> usize {
        let columns = columns_set().or_else(terminal_columns);
        columns.unwrap_or(80).clamp(40, 100)
    }

    /// Returns a moment in the time zone of this machine, on a terminal, if `shown` is of another.
    pub(crate) fn local_time(&self, moment: Timestamp, shown: &str) -> Option<String> {
        self.look
            .is_terminal
            .then(|| terminal::local_time(moment, shown))?
    }

    /// Returns how many columns the terminal has; none in a file, where nothing is to be cut.
    pub(crate) fn width(&self) -> Option<usize> {
        self.look.width
    }

    /// Adds a line in a tone.
    pub(crate) fn toned(&mut self, tone: Tone, text: impl Shown) {
        let text = self.look.line(&text.shown(self.lang));
        let text = paint(self.look.color, tone, &text);
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Adds a line of parts, each in a tone or in none.
    pub(crate) fn parts(&mut self, parts: &[(Option<Tone>, &str)]) {
        for (tone, text) in parts {
            let text = self.look.line(text);
            match tone {
                Some(tone) => self.text.push_str(&paint(self.look.color, *tone, &text)),
                None => self.text.push_str(&text),
            }
        }
        self.text.push('\n');
    }

    /// Adds a table of two columns, names and values.
    pub(crate) fn fields(&mut self, rows: impl IntoIterator<Item = (impl Shown, impl Into<Cell>)>) {
        let lang = self.lang;
        let no_header: &[&str] = &[];
        self.table(
            no_header,
            rows.into_iter()
                .map(|(name, value)| vec![name.shown(lang).into_owned().into(), value.into()]),
        );
    }

    /// Adds a table; without a header if that is empty.
    pub(crate) fn table<C: Into<Cell>>(
        &mut self,
        header: &[impl Shown],
        rows: impl IntoIterator<Item = Vec<C>>,
    ) {
        let names = header.iter().map(|name| name.shown(self.lang).into_owned());
        let names: Vec<String> = names.collect();
        let rows = rows.into_iter();
        let rows = rows.map(|row| row.into_iter().map(Into::into).collect());
        let drawn = draw(&names, rows.collect(), self.look);
        self.text.push_str(&drawn);
    }
}

pub(super) fn paint(color: bool, tone: Tone, text: &str) -> String {
    if color {
        format!("\u{1b}[{}m{text}\u{1b}[0m", tone.code())
    } else {
        text.to_owned()
    }
}

/// Escapes control characters, all but line feeds, so that nothing remote can steer a terminal.
pub(crate) fn clean(text: &str) -> String {
    escape(
        text.to_owned(),
        |c| is_control(c) && c != '\n',
        |c| c.escape_default().to_string(),
    )
}

/// Escapes line feeds too, so that nothing remote can pass for a line of its own.
pub(super) fn clean_line(text: &str) -> String {
    escape(text.to_owned(), is_control, |c| {
        c.escape_default().to_string()
    })
}

/// Sets the further lines of a text in, such as the place of a mistake in a file, so that none
/// of them passes for a line of its own.
pub(super) fn indented(text: &str) -> String {
    clean(text).replace('\n', "\n    ")
}

/// Replaces what is bad; a text without any, which most are, stays as it is.
fn escape(text: String, is_bad: impl Fn(char) -> bool, write: impl Fn(char) -> String) -> String {
    let Some(first) = text.find(&is_bad) else {
        return text;
    };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_bad(c) {
            escaped.push_str(&write(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_remote_can_steer_a_terminal() {
        assert_eq!(
            clean("a\u{1b}[31mb\u{9b}2Jc\r\u{202e}d\ne"),
            "a\\u{1b}[31mb\\u{9b}2Jc\\r\\u{202e}d\ne"
        );
        assert_eq!(clean_line("bad\nhelp: \u{7}"), "bad\\nhelp: \\u{7}");
        assert_eq!(indented("bad\nhelp: x"), "bad\n    help: x");
    }
}
