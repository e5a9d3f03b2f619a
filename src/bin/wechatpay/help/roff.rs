//! Manual pages in the language of `man`, of ASCII but for Chinese.

use std::fmt::Write as _;

use wechatpay::protocol::stamp::Timestamp;

use super::manual::Manual;
use super::part::{Content, Part};
use super::texts::word;
use crate::ui::{self, Lang};

/// The longest line of a source file, which `mandoc` wants short.
const MAX_LINE_BYTES: usize = 78;

/// Returns the file name of a page.
pub(super) fn file_name(manual: &Manual) -> String {
    format!("{}.{}", manual.page_name(), section(manual.is_topic))
}

fn section(is_topic: bool) -> u8 {
    if is_topic { 7 } else { 1 }
}

/// Writes a page; `date` is that of the pages.
pub(super) fn write(manual: &Manual, date: Timestamp, lang: Lang) -> String {
    let heading = |name: &str| {
        word(lang, name)
            .trim_end_matches([':', '：', ' '])
            .to_owned()
    };
    let mut page = Roff::default();
    if lang != Lang::En {
        // For the preprocessor that `man` runs.
        page.text.push_str("'\\\" -*- coding: UTF-8 -*-\n");
    }
    let title = escaped(&manual.page_name().to_uppercase());
    let section = section(manual.is_topic);
    let date = date.to_rfc3339();
    let date = date.split('T').next().unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    // Writing to a text does not fail.
    let _ = writeln!(
        page.text,
        ".TH {title} {section} {date} \"wechatpay {version}\""
    );
    // Chinese has no spaces that could be widened.
    page.text.push_str(".ad l\n");
    page.macro_line("SH", &[&heading("man-name")]);
    page.line(&format!("{} - {}", manual.page_name(), manual.about));
    if let Some(usage) = &manual.usage {
        page.macro_line("SH", &[&heading("man-synopsis")]);
        page.bold_line(usage);
    }
    let mut is_described = false;
    for part in &manual.parts {
        let named = part.heading.clone();
        if named.is_some() || !is_described {
            let name = named.unwrap_or_else(|| heading("man-description"));
            page.macro_line("SH", &[&name.to_uppercase()]);
        }
        is_described = true;
        page.part(part);
    }
    if let Some(official) = &manual.official {
        page.macro_line("SH", &[&heading("official")]);
        page.line(official);
    }
    let see_also = manual.see_also();
    if !see_also.is_empty() {
        page.macro_line("SH", &[&heading("man-see-also")]);
        for (at, name) in see_also.iter().enumerate() {
            let is_last = at + 1 == see_also.len();
            let end = if is_last { "(1)" } else { "(1)," };
            page.macro_line("BR", &[name, end]);
        }
    }
    page.text
}

/// A page as it grows.
#[derive(Default)]
struct Roff {
    text: String,
}

impl Roff {
    fn macro_line(&mut self, name: &str, words: &[&str]) {
        let words = words.iter().map(|word| {
            let word = escaped(word);
            if word.contains(' ') || word.is_empty() {
                format!("\"{word}\"")
            } else {
                word
            }
        });
        // Writing to a text does not fail.
        let _ = writeln!(self.text, ".{name} {}", words.collect::<Vec<_>>().join(" "));
    }

    fn part(&mut self, part: &Part) {
        match &part.content {
            Content::Text(text) => self.paragraphs(text),
            Content::Rows(rows) => {
                for row in rows {
                    self.text.push_str(".TP\n");
                    self.bold_line(&row.name);
                    for (at, line) in row.text.lines().enumerate() {
                        if at > 0 {
                            self.text.push_str(".br\n");
                        }
                        self.line(line);
                    }
                    if row.text.is_empty() {
                        self.text.push_str("\\&\n");
                    }
                }
            }
            Content::Code(code) => {
                self.text.push_str(".EX\n");
                for line in code.lines() {
                    self.code(line);
                }
                self.text.push_str(".EE\n");
            }
        }
    }

    fn paragraphs(&mut self, text: &str) {
        let mut is_first = true;
        let mut is_after_blank = true;
        for line in text.lines() {
            if line.trim().is_empty() {
                is_after_blank = true;
                continue;
            }
            if !is_first {
                self.text
                    .push_str(if is_after_blank { ".PP\n" } else { ".br\n" });
            }
            is_first = false;
            is_after_blank = false;
            self.line(line.trim_end());
        }
    }

    /// Adds a line that is typed.
    fn code(&mut self, line: &str) {
        let start = if line.starts_with('.') { "\\&" } else { "" };
        let _ = writeln!(self.text, "{start}{}", escaped(line));
    }

    fn bold_line(&mut self, line: &str) {
        let mut pieces = pieces(line, escape);
        pieces.insert(0, "\\fB".to_owned());
        pieces.push("\\fR".to_owned());
        self.fill(&pieces);
    }

    /// Adds a line; what is in backticks becomes bold.
    fn line(&mut self, line: &str) {
        let is_paired = line.matches('`').count().is_multiple_of(2);
        let mut is_bold = false;
        let pieces = pieces(line, |c| {
            if c != '`' || !is_paired {
                return escape(c);
            }
            is_bold = !is_bold;
            if is_bold { "\\fB" } else { "\\fR" }.to_owned()
        });
        self.fill(&pieces);
    }

    /// Adds pieces, between which the line of the source may end: at a space, which its end
    /// replaces, or with what joins the next line.
    fn fill(&mut self, pieces: &[String]) {
        let room = MAX_LINE_BYTES - "\\c".len();
        let mut line = String::new();
        for piece in pieces {
            if !line.is_empty() && length(&line) + length(piece.trim_end()) > room {
                let joined = if line.ends_with(' ') { "" } else { "\\c" };
                let _ = writeln!(self.text, "{}{joined}", line.trim_end());
                line.clear();
            }
            if line.is_empty() && piece.starts_with('.') {
                line.push_str("\\&");
            }
            line.push_str(piece);
        }
        let _ = writeln!(self.text, "{}", line.trim_end());
    }
}

/// Returns the parts of a line that stay together, with the mark after which groff may end it
/// without a space.
fn pieces(line: &str, mut write: impl FnMut(char) -> String) -> Vec<String> {
    let parts = ui::pieces(line);
    let last = parts.len() - 1;
    let written = parts.into_iter().enumerate().map(|(at, part)| {
        let is_marked = at < last && !part.ends_with(' ');
        let mark = if is_marked { "\\:" } else { "" };
        part.chars().map(&mut write).collect::<String>() + mark
    });
    written.collect()
}

/// Returns how long a text is to `mandoc`, which counts a character beyond ASCII as `\[u4EA4]`.
fn length(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 8 }).sum()
}

fn escape(c: char) -> String {
    match c {
        '\\' => "\\e".to_owned(),
        '-' => "\\-".to_owned(),
        '\'' => "\\(aq".to_owned(),
        '`' => "\\(ga".to_owned(),
        '^' => "\\(ha".to_owned(),
        '~' => "\\(ti".to_owned(),
        '"' => "\\(dq".to_owned(),
        '…' => "\\&...".to_owned(),
        c => c.to_string(),
    }
}

fn escaped(text: &str) -> String {
    text.chars().map(escape).collect()
}
