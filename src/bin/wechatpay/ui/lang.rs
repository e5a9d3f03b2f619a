//! The two languages of what people read; JSON keys and codes have none.

use wechatpay::protocol::error_code::{Advice, AdviceText};
use wechatpay::protocol::id::IdError;

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
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

    /// Returns what stands between a subject and what is stated of it.
    pub(crate) fn colon(self) -> &'static str {
        self.pick(": ", "：")
    }

    /// Returns what stands between the items of a list.
    pub(crate) fn comma(self) -> &'static str {
        self.pick(", ", "、")
    }

    /// Returns what stands between two sentences of one line.
    pub(crate) fn semicolon(self) -> &'static str {
        self.pick("; ", "；")
    }

    /// Returns the advice on an error code in this language.
    pub(crate) fn advice(self, advice: &Advice) -> AdviceText {
        self.pick(advice.en, advice.zh)
    }

    /// Reads `zh`, `zh-CN` or a locale such as `zh_CN.UTF-8`.
    pub(crate) fn read(text: &str) -> Result<Self, IdError> {
        let lower = text.to_ascii_lowercase();
        let language = lower.split(['-', '_', '.', '@']).next();
        match language.unwrap_or_default() {
            "zh" => Ok(Self::Zh),
            "en" | "c" | "posix" => Ok(Self::En),
            _ => Err(IdError::NotOneOf {
                text: text.to_owned(),
                words: "en, zh".to_owned(),
            }),
        }
    }

    /// Returns the language tag, in which WeChat Pay is asked to write its messages, too.
    pub(crate) fn tag(self) -> &'static str {
        self.pick("en", "zh-CN")
    }
}
