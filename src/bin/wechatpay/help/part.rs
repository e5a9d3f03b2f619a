//! A part of a page, whatever form the page has.

use super::page::Row;

/// What the parts of a page are made of.
pub(super) enum Content {
    /// Paragraphs.
    Text(String),
    /// Names, and what each is.
    Rows(Vec<Row>),
    /// Lines as they are typed.
    Code(Vec<String>),
}

/// A part of a page, under a heading if it has one.
pub(super) struct Part {
    pub(super) heading: Option<String>,
    pub(super) content: Content,
}

impl Part {
    pub(super) fn new(heading: impl Into<String>, content: Content) -> Self {
        // Headings end in a colon on a terminal, where nothing else marks them.
        let heading: String = heading.into();
        let heading = heading.trim_end_matches([':', '：']).to_owned();
        Self {
            heading: Some(heading).filter(|heading| !heading.is_empty()),
            content,
        }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new("", Content::Text(text.into()))
    }
}
