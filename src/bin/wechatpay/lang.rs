//! The two languages of what people read; JSON keys and codes have none.

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    /// English.
    En,
    /// 简体中文.
    Zh,
}

impl Lang {
    /// Returns the text of this language.
    pub(crate) fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// Returns the language that the locale variables ask for.
    pub(crate) fn of_environment() -> Self {
        let locale = ["LC_ALL", "LANG"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|value| !value.is_empty())
            .unwrap_or_default();
        if locale.to_ascii_lowercase().starts_with("zh") {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// Returns the language that WeChat Pay is asked to write its messages in.
    pub(crate) fn accept_language(self) -> &'static str {
        self.pick("en", "zh-CN")
    }
}
