//! A sentence in the two languages that people read.

/// A sentence in English and in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// 简体中文.
    pub zh: String,
}

impl Text {
    /// Makes a text from its two languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// Joins texts as a list.
    #[must_use]
    pub fn joined(texts: &[Self]) -> Self {
        let join = |of: fn(&Self) -> &str, by| {
            let texts: Vec<&str> = texts.iter().map(of).collect();
            texts.join(by)
        };
        Self {
            en: join(|text| &text.en, "; "),
            zh: join(|text| &text.zh, "；"),
        }
    }
}

/// Formats one sentence in English and in Chinese from the same values; those after a semicolon
/// are texts themselves, of which each language takes its own.
macro_rules! text {
    ($en:literal, $zh:literal $(, $name:ident = $value:expr)* $(; $($part:ident: $whole:expr),+)? $(,)?) => {
        $crate::diagnose::text::Text::new(
            format!($en $(, $name = $value)* $($(, $part = $whole.en)+)?),
            format!($zh $(, $name = $value)* $($(, $part = $whole.zh)+)?),
        )
    };
}

pub(super) use text;
