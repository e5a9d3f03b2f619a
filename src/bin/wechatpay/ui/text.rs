//! What people read, as values: an id of the catalogues in `locales/` and its arguments.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use fluent_bundle::{FluentArgs, FluentValue};

use super::{Lang, catalogue};

/// A text whose language is chosen when it is shown; made by [`text!`](crate::text).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text(Source);

#[derive(Debug, Clone, PartialEq)]
enum Source {
    Catalogue {
        id: Cow<'static, str>,
        args: Vec<(Cow<'static, str>, Arg)>,
    },
    Verbatim(String),
    /// Made for each language.
    Each([String; Lang::ALL.len()]),
    /// In the English words of a library, and in ours in other languages.
    Translated {
        en: String,
        other: Box<Text>,
    },
}

/// An argument of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Arg {
    /// Shown as it is.
    Word(String),
    /// Shown without separators; may choose a plural.
    Count(i64),
    /// Shown in the language of the text around it.
    Text(Text),
}

/// A number that may choose a plural in a text; see [`count`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count(i64);

/// Makes a number an argument that may choose a plural.
pub(crate) fn count(number: impl TryInto<i64>) -> Count {
    Count(number.try_into().unwrap_or(i64::MAX))
}

impl<T: Display> From<T> for Arg {
    fn from(value: T) -> Self {
        Self::Word(value.to_string())
    }
}

impl From<Count> for Arg {
    fn from(Count(number): Count) -> Self {
        Self::Count(number)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&&Text> for Arg {
    fn from(text: &&Text) -> Self {
        Self::Text((*text).clone())
    }
}

impl From<&Count> for Arg {
    fn from(count: &Count) -> Self {
        (*count).into()
    }
}

/// What [`text!`](crate::text) is given for an argument: a path, which has no `Display`, or
/// anything that is an [`Arg`].
pub(crate) struct TextValue<'a, T>(Other<'a, T>);

/// What is not a path.
pub(crate) struct Other<'a, T>(&'a T);

impl<'a, T> TextValue<'a, T> {
    pub(crate) fn of(value: &'a T) -> Self {
        Self(Other(value))
    }
}

impl TextValue<'_, PathBuf> {
    pub(crate) fn to_arg(&self) -> Arg {
        self.0.0.display().into()
    }
}

impl TextValue<'_, &PathBuf> {
    pub(crate) fn to_arg(&self) -> Arg {
        self.0.0.display().into()
    }
}

impl TextValue<'_, &Path> {
    pub(crate) fn to_arg(&self) -> Arg {
        self.0.0.display().into()
    }
}

impl<'a, T> Deref for TextValue<'a, T> {
    type Target = Other<'a, T>;

    fn deref(&self) -> &Other<'a, T> {
        &self.0
    }
}

impl<'a, T> Other<'a, T>
where
    Arg: From<&'a T>,
{
    pub(crate) fn to_arg(&self) -> Arg {
        self.0.into()
    }
}

/// Makes a [`Text`]: `text!("refund-unfinished", number = refund.out_refund_no, fen)`.
///
/// The id is a literal, and its arguments are those of the catalogues; `tests/locales.rs` checks
/// both.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::ui::Text::new($id, vec![$((
            stringify!($name),
            $crate::ui::TextValue::of(&$crate::text!(@value $name $(= $value)?)).to_arg(),
        )),*])
    };
    (@value $name:ident = $value:expr) => { $value };
    (@value $name:ident) => { $name };
}

impl Text {
    /// Makes a text of the catalogues; [`text!`](crate::text) is the way to call it.
    pub(crate) fn new(id: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        let named = |(name, arg)| (Cow::Borrowed(name), arg);
        Self(Source::Catalogue {
            id: id.into(),
            args: args.into_iter().map(named).collect(),
        })
    }

    /// Makes a text whose id is not a literal: that of a sentence of the library, or one that ends
    /// in a name.
    pub(crate) fn of_id(id: &str, args: Vec<(String, Arg)>) -> Self {
        let named = |(name, arg): (String, _)| (Cow::Owned(name), arg);
        Self(Source::Catalogue {
            id: id.to_owned().into(),
            args: args.into_iter().map(named).collect(),
        })
    }

    /// Makes a text of words that are not ours: of the system, a library or the other side.
    pub(crate) fn verbatim(words: impl Into<String>) -> Self {
        Self(Source::Verbatim(words.into()))
    }

    /// Makes a text that is put together for each language.
    pub(crate) fn of_each(make: impl Fn(Lang) -> String) -> Self {
        Self(Source::Each(Lang::ALL.map(make)))
    }

    /// Makes a text of English words that are not ours, with a text for the other languages.
    pub(crate) fn translated(english: impl Into<String>, other: Self) -> Self {
        Self(Source::Translated {
            en: english.into(),
            other: Box::new(other),
        })
    }

    /// Makes a text that lists code words.
    pub(crate) fn list(words: &[impl AsRef<str>]) -> Self {
        let words: Vec<_> = words.iter().map(AsRef::as_ref).collect();
        Self::of_each(|lang| words.join(lang.comma()))
    }

    /// Returns the words in a language.
    pub(crate) fn show(&self, lang: Lang) -> String {
        match &self.0 {
            Source::Catalogue { id, .. } => {
                self.format(lang, None).unwrap_or_else(|| id.to_string())
            }
            Source::Verbatim(words) => words.clone(),
            Source::Each(all) => all[lang as usize].clone(),
            Source::Translated { en, .. } if lang == Lang::En => en.clone(),
            Source::Translated { other, .. } => other.show(lang),
        }
    }

    /// Returns a text that stands beside this one, such as `help`, with the same arguments.
    pub(crate) fn attribute(&self, lang: Lang, name: &str) -> Option<String> {
        self.format(lang, Some(name))
    }

    fn format(&self, lang: Lang, attribute: Option<&str>) -> Option<String> {
        let Source::Catalogue { id, args } = &self.0 else {
            return None;
        };
        let args: FluentArgs = args
            .iter()
            .map(|(name, arg)| (name.as_ref(), arg.value(lang)))
            .collect();
        catalogue::format(lang, id, attribute, &args)
    }
}

impl Arg {
    fn value(&self, lang: Lang) -> FluentValue<'_> {
        match self {
            Self::Word(word) => word.as_str().into(),
            Self::Count(number) => (*number).into(),
            Self::Text(text) => text.show(lang).into(),
        }
    }
}

/// Returns a text of the help pages, or one of its attributes; none if the catalogues have none.
pub(crate) fn help_text(lang: Lang, id: &str, attribute: Option<&str>) -> Option<String> {
    catalogue::format(lang, id, attribute, &FluentArgs::new())
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::verbatim(words)
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        Self::verbatim(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::verbatim(words)
    }
}
