//! A sentence for people: English here, other languages by its id and arguments.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Makes a [`Sentence`] from its id, its English and the values in it; those after a semicolon are
/// sentences themselves.
macro_rules! sentence {
    ($id:literal, $english:literal
        $(, $name:ident = $value:expr)* $(; $($part:ident: $sentence:expr),+)? $(,)?
    ) => {
        $crate::diagnose::Sentence::new(
            $id,
            format!($english $(, $name = $value)* $($(, $part = $sentence)+)?),
            vec![
                $((stringify!($name), $crate::diagnose::Argument::Value($value.to_string())),)*
                $($((stringify!($part), $crate::diagnose::Argument::Sentence($sentence.clone())),)+)?
            ],
        )
    };
}

pub(crate) use sentence;

/// A sentence in English, with what a translation needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    id: Cow<'static, str>,
    english: String,
    arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// A value inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Argument {
    /// The same in every language.
    Value(String),
    /// A sentence of its own, or a part of one.
    Sentence(Sentence),
}

impl Sentence {
    /// Makes a sentence; `sentence!` does it from one literal.
    #[doc(hidden)]
    #[must_use]
    pub fn new(
        id: &'static str,
        english: String,
        arguments: Vec<(&'static str, Argument)>,
    ) -> Self {
        let named = |(name, value): (&'static str, _)| (Cow::Borrowed(name), value);
        Self {
            id: Cow::Borrowed(id),
            english,
            arguments: arguments.into_iter().map(named).collect(),
        }
    }

    /// Makes a sentence without values of its id and the English of a catalogue; none if the
    /// catalogue has no such text.
    pub(crate) fn of_catalogue(catalogue: &str, id: String) -> Option<Self> {
        let text = catalogue
            .lines()
            .find_map(|line| line.strip_prefix(id.as_str())?.strip_prefix(" = "))?;
        Some(Self {
            english: text.replace("{ \"{\" }", "{").replace("{ \"}\" }", "}"),
            id: Cow::Owned(id),
            arguments: Vec::new(),
        })
    }

    /// Returns the id, under which a catalogue has the sentence in other languages.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Joins sentences to a list; none if there are none.
    pub(super) fn joined(sentences: impl IntoIterator<Item = Self>) -> Option<Self> {
        sentences.into_iter().reduce(|one, other| {
            sentence!(
                "finding-list",
                "{one}; {other}";
                one: one,
                other: other
            )
        })
    }

    /// Enumerates names; none if there are none.
    pub(super) fn names<N: fmt::Display>(names: impl IntoIterator<Item = N>) -> Option<Self> {
        let named = names
            .into_iter()
            .map(|name| sentence!("finding-name", "{name}", name = name));
        named.reduce(|one, other| {
            sentence!(
                "finding-names",
                "{one}, {other}";
                one: one,
                other: other
            )
        })
    }

    /// Returns the values in it, each with its name.
    pub fn arguments(&self) -> impl Iterator<Item = (&str, &Argument)> {
        self.arguments
            .iter()
            .map(|(name, value)| (name.as_ref(), value))
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}
