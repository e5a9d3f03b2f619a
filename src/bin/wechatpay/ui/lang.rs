//! The two languages of what people read; JSON keys and codes have none.

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Lang {
    #[value(aliases = ["en-us", "en_us", "en-gb", "en_gb", "en_us.utf-8", "en_gb.utf-8"])]
    En,
    #[value(aliases = ["zh-cn", "zh_cn", "zh-hans", "zh-hans-cn", "zh_cn.utf-8"])]
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

    /// Reads `zh`, `zh-CN` or a locale such as `zh_CN.UTF-8`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        let language = lower.split(['-', '_', '.', '@']).next();
        match language.unwrap_or_default() {
            "zh" => Ok(Self::Zh),
            "en" | "c" | "posix" => Ok(Self::En),
            _ => Err(format!("'{text}' is not one of en and zh")),
        }
    }

    /// Returns the language tag, which is the folder of its catalogues.
    pub(crate) fn tag(self) -> &'static str {
        self.accept_language()
    }

    /// Returns the language that WeChat Pay is asked to write its messages in.
    pub(crate) fn accept_language(self) -> &'static str {
        self.pick("en", "zh-CN")
    }
}
