//! The languages of what people read: those of `locales`, and of the error codes' advice.

use super::id::IdError;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// Embeds a file of `locales` in each language, in the order of [`Lang::ALL`].
#[doc(hidden)]
#[macro_export]
macro_rules! in_each_language {
    ($name:literal) => {
        [
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/locales/en/",
                $name,
                ".ftl"
            )),
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/locales/zh-CN/",
                $name,
                ".ftl"
            )),
        ]
    };
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// Their codes, as help pages list them.
    pub const CODES: &str = "en|zh";

    /// Returns its code, `en` or `zh`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Returns the language tag, in which WeChat Pay is asked to write its messages, too.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// Returns its name in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "中文",
        }
    }

    /// Returns what stands between a subject and what is stated of it.
    #[must_use]
    pub fn colon(self) -> &'static str {
        match self {
            Self::En => ": ",
            Self::Zh => "：",
        }
    }

    /// Returns what stands between the items of a list.
    #[must_use]
    pub fn comma(self) -> &'static str {
        match self {
            Self::En => ", ",
            Self::Zh => "、",
        }
    }

    /// Returns what stands between two sentences of one line.
    #[must_use]
    pub fn semicolon(self) -> &'static str {
        match self {
            Self::En => "; ",
            Self::Zh => "；",
        }
    }

    /// Returns the language that has a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// Reads `zh`, `zh-CN` or a locale such as `zh_CN.UTF-8`; that of programs without one, `C`,
    /// is English.
    ///
    /// # Errors
    /// Returns an error if the text names no language that texts are in.
    pub fn read(text: &str) -> Result<Self, IdError> {
        let lower = text.to_ascii_lowercase();
        let code = lower.split(['-', '_', '.', '@']).next();
        match code.unwrap_or_default() {
            "c" | "posix" => Ok(Self::En),
            code => Self::of_code(code)
                .ok_or_else(|| IdError::not_one_of(text, Self::CODES.replace('|', ", "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_by_its_code_and_by_a_locale() {
        assert_eq!(Lang::ALL.map(Lang::code).join("|"), Lang::CODES);
        for lang in Lang::ALL {
            assert_eq!(Lang::read(lang.code()), Ok(lang));
            assert_eq!(Lang::read(lang.tag()), Ok(lang));
        }
        assert_eq!(Lang::read("zh_CN.UTF-8"), Ok(Lang::Zh));
        assert_eq!(Lang::read("C"), Ok(Lang::En));
        assert!(Lang::read("de").is_err() && Lang::read("").is_err());
    }
}
