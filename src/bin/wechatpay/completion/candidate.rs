//! A word that may stand at the cursor.

use std::fmt::Display;

use crate::ui::{self, Lang};

/// What the shell is to complete with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// The candidates.
    #[default]
    Values,
    /// Its own files.
    Files,
    /// Its own folders.
    Folders,
    /// Its own commands.
    Commands,
}

/// One of the words that may be meant.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) value: String,
    pub(super) about: String,
}

/// The words that may be meant.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) kind: Kind,
    /// What stands before them in the word.
    pub(super) prefix: String,
    pub(super) list: Vec<Candidate>,
}

impl Candidate {
    pub(super) fn new(value: impl Display, about: impl Display) -> Self {
        Self {
            value: value.to_string(),
            about: about.to_string(),
        }
    }
}

impl Candidates {
    pub(super) fn of(list: Vec<Candidate>) -> Self {
        Self {
            list,
            ..Self::default()
        }
    }

    /// Leaves it to the shell to find them.
    pub(super) fn of_shell(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    pub(super) fn named(names: impl IntoIterator<Item = impl Display>) -> Self {
        let named = names.into_iter().map(|name| Candidate::new(name, ""));
        Self::of(named.collect())
    }
}

/// Returns a description in one line that cannot steer a terminal.
pub(super) fn about(text: &str, lang: Lang) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = ui::clean(line).replace('\t', " ");
    // Chinese characters take two columns each.
    let most = if lang == Lang::Zh { 40 } else { 60 };
    let cut: String = line.chars().take(most).collect();
    if cut.len() < line.len() {
        return cut + "…";
    }
    line
}
