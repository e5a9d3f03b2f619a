//! What people see: lines and tables.

use wechatpay::protocol::stamp::Timestamp;

use super::cell::Cell;
use super::look::Look;
use super::table::draw;
use super::terminal::{self, columns_set, terminal_columns};
use super::tone::{Tone, paint};
use super::wrap::hang;
use super::{Lang, Text, wrap};

/// What a person reads; everything put on it is freed of control characters.
#[derive(Debug)]
pub(crate) struct Page {
    pub(super) text: String,
    pub(crate) lang: Lang,
    pub(super) look: Look,
}

impl Page {
    /// Returns the words of a text, for a cell.
    pub(crate) fn show(&self, text: &Text) -> String {
        text.show(self.lang)
    }

    /// Adds a line, and no more than one, whatever the text holds.
    pub(crate) fn line(&mut self, text: impl Into<Text>) {
        let text = self.look.line(&text.into().show(self.lang));
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Adds a text of several lines.
    pub(crate) fn lines(&mut self, text: impl Into<Text>) {
        let text = self.look.clean_lines(&text.into().show(self.lang));
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Adds a text of several lines, wrapped.
    pub(crate) fn wrapped(&mut self, text: &str) {
        self.lines(wrap(text, self.columns()).join("\n"));
    }

    /// Adds a line; on a terminal it is wrapped, and what follows begins under column `indent`.
    pub(crate) fn hanging(&mut self, indent: usize, tone: Option<Tone>, text: &str) {
        let text = self.look.line(text);
        let lines = match self.look.width.filter(|_| self.look.is_terminal) {
            Some(columns) => hang(&text, indent, columns),
            None => vec![text],
        };
        for line in lines {
            match tone {
                Some(tone) => self.text.push_str(&paint(self.look.color, tone, &line)),
                None => self.text.push_str(&line),
            }
            self.text.push('\n');
        }
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
    pub(crate) fn toned(&mut self, tone: Tone, text: impl Into<Text>) {
        let text = self.look.line(&text.into().show(self.lang));
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
    pub(crate) fn fields(
        &mut self,
        rows: impl IntoIterator<Item = (impl Into<Text>, impl Into<Cell>)>,
    ) {
        let lang = self.lang;
        let no_header: &[&str] = &[];
        self.table(
            no_header,
            rows.into_iter()
                .map(|(name, value)| vec![name.into().show(lang).into(), value.into()]),
        );
    }

    /// Adds a table; without a header if that is empty.
    pub(crate) fn table<C: Into<Cell>>(
        &mut self,
        header: &[impl Into<Text> + Clone],
        rows: impl IntoIterator<Item = Vec<C>>,
    ) {
        let names = header.iter().cloned().map(Into::into);
        let names: Vec<String> = names.map(|name| name.show(self.lang)).collect();
        let rows = rows.into_iter();
        let rows = rows.map(|row| row.into_iter().map(Into::into).collect());
        let drawn = draw(&names, rows.collect(), self.look);
        self.text.push_str(&drawn);
    }
}
