//! A part of a page, whatever form the page has, and how it is written on a terminal.

use serde::Serialize;

use super::texts::word;
use crate::ui::{Page, Tone, width, wrap};

/// The columns of the longest name that has its text beside it.
const MAX_NAME_COLUMNS: usize = 29;

/// What the parts of a page are made of.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    /// Paragraphs.
    Text(String),
    /// Names, and what each is.
    Rows(Vec<Row>),
    /// Lines as they are typed.
    Code(String),
}

/// A name, and what it is.
#[derive(Clone, Serialize)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) text: String,
}

impl Row {
    pub(super) fn new(name: impl Into<String>, text: Option<String>) -> Self {
        Self {
            name: name.into(),
            text: text.unwrap_or_default(),
        }
    }

    /// Returns the name set in, long names of options one below the other.
    fn indented(&self) -> String {
        let before = if self.name.starts_with("--") {
            "    "
        } else {
            ""
        };
        format!("{before}{}", self.name)
    }
}

/// A part of a page, under a heading if it has one.
#[derive(Serialize)]
pub(super) struct Part {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) heading: Option<String>,
    #[serde(flatten)]
    pub(super) content: Content,
}

impl Part {
    pub(super) fn new(heading: &str, content: Content) -> Self {
        // Headings end in a colon on a terminal, where nothing else marks them.
        let heading = heading.trim_end_matches([':', '：']).to_owned();
        Self {
            heading: Some(heading).filter(|heading| !heading.is_empty()),
            content,
        }
    }

    pub(super) fn rows(heading: &str, rows: Vec<Row>) -> Self {
        Self::new(heading, Content::Rows(rows))
    }

    pub(super) fn text(text: String) -> Self {
        Self::new("", Content::Text(text))
    }

    /// Writes it below an empty line.
    pub(super) fn write(&self, page: &mut Page) {
        page.line("");
        if let Some(heading) = &self.heading {
            let colon = word(page.lang, "colon");
            page.toned(Tone::Bold, format!("{heading}{}", colon.trim_end()));
        }
        match &self.content {
            Content::Text(text) => page.wrapped(text),
            Content::Rows(rows) => {
                page.lines(lines(rows, page.columns(), indent(rows)).join("\n"));
            }
            Content::Code(code) => {
                for line in code.lines() {
                    page.line(format!("  {line}").trim_end());
                }
            }
        }
    }
}

/// Returns the column of the texts beside these names.
pub(super) fn indent(rows: &[Row]) -> usize {
    let names = rows.iter().map(|row| width(&row.indented()));
    let beside = names.filter(|name| *name <= MAX_NAME_COLUMNS).max();
    beside.unwrap_or(4) + 4
}

/// Returns the names with their texts beside them.
pub(super) fn lines(rows: &[Row], columns: usize, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        let mut texts = wrap(&row.text, columns.saturating_sub(indent).max(20)).into_iter();
        let mut line = format!("  {}", row.indented());
        if width(&line) + 2 <= indent {
            let room = indent - width(&line);
            line = format!("{line}{:room$}{}", "", texts.next().unwrap_or_default());
        }
        lines.push(line.trim_end().to_owned());
        lines.extend(texts.map(|text| format!("{:indent$}{text}", "")));
    }
    lines
}

/// Returns the names alone, after the heading.
pub(super) fn names(heading: &str, rows: &[Row], columns: usize) -> Vec<String> {
    let names = rows.iter().map(|row| {
        let name = row.name.find("--").map_or(&*row.name, |at| &row.name[at..]);
        name.split([' ', '[']).next().unwrap_or(name)
    });
    let names = names.collect::<Vec<_>>().join(" ");
    let mut lines = wrap(&format!("{heading} {names}"), columns.saturating_sub(2));
    for line in lines.iter_mut().skip(1) {
        line.insert_str(0, "  ");
    }
    lines
}
