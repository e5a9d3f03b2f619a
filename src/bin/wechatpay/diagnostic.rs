//! What went wrong, for people and for scripts: kind, causes, help and exit code.

mod explain;
pub(crate) mod keys;
mod zh;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io;

use serde_json::{Value, json};
use wechatpay::protocol::error_code::{self, Words};

use crate::lang::Lang;

/// The kinds of failure; each has an exit code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bug.
    Internal,
    /// Wrong arguments.
    Usage,
    /// A profile, key, certificate or file.
    Config,
    /// Something did not verify.
    Verification,
    /// WeChat refused.
    Api,
    /// WeChat was failing or limiting.
    Unavailable,
    /// DNS, connect, TLS or timeout.
    Network,
    /// A condition did not come.
    Condition,
    /// No such order, or no platform certificates.
    NotFound,
    /// The user ended it (Ctrl-C).
    Interrupted,
    /// The system ended it (SIGTERM).
    Terminated,
}

impl Kind {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Config => 3,
            Self::Verification => 4,
            Self::Api => 5,
            Self::Unavailable => 6,
            Self::Network => 7,
            Self::Condition => 8,
            Self::NotFound => 9,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Usage => "usage",
            Self::Config => "config",
            Self::Verification => "verification",
            Self::Api => "api",
            Self::Unavailable => "unavailable",
            Self::Network => "network",
            Self::Condition => "condition",
            Self::NotFound => "not-found",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) causes: Vec<String>,
    /// The message in Chinese.
    zh: Option<String>,
    /// Causes in Chinese, by their places.
    zh_causes: BTreeMap<usize, String>,
    help: Option<(String, String)>,
    http_status: Option<u16>,
    pub(crate) request_id: Option<String>,
    /// The reader of stdout has gone: nothing is to be said.
    pub(crate) silent: bool,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            causes: Vec::new(),
            zh: None,
            zh_causes: BTreeMap::new(),
            help: None,
            http_status: None,
            request_id: None,
            silent: false,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(Kind::Config, message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    pub(crate) fn condition(message: impl Into<String>) -> Self {
        Self::new(Kind::Condition, message)
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(doing: &str, path: &std::path::Path, error: &io::Error) -> Self {
        Self::config(format!("cannot {doing} {}", path.display())).because(error)
    }

    pub(crate) fn stdout(error: &io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            silent,
            ..Self::config("cannot write to standard output").because(error)
        }
    }

    /// Adds an error and its sources as causes.
    pub(crate) fn because(mut self, error: &dyn StdError) -> Self {
        let mut next = Some(error);
        while let Some(cause) = next {
            let text = cause.to_string();
            // Some libraries repeat their source in their own text.
            if self.causes.last().is_none_or(|last| !last.contains(&text)) {
                self.causes.push(text);
            }
            next = cause.source();
        }
        self
    }

    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    pub(crate) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.request_id = request_id;
        self
    }

    pub(crate) fn with_help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Some((en.into(), zh.into()));
        self
    }

    /// Adds to the help that is there; each language joins its own.
    pub(crate) fn with_more_help(mut self, en: &str, zh: &str) -> Self {
        self.help = Some(match self.help.take() {
            Some((known_en, known_zh)) => {
                (format!("{known_en}; {en}"), format!("{known_zh}；{zh}"))
            }
            None => (en.to_owned(), zh.to_owned()),
        });
        self
    }

    /// Says it in Chinese, too.
    pub(crate) fn in_chinese(mut self, message: impl Into<String>) -> Self {
        self.zh = Some(message.into());
        self
    }

    /// Adds a cause that is a text.
    pub(crate) fn caused(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Adds a cause in both languages.
    pub(crate) fn add_cause(&mut self, en: impl Into<String>, zh: impl Into<String>) {
        self.zh_causes.insert(self.causes.len(), zh.into());
        self.causes.push(en.into());
    }

    /// Returns what went wrong, for people.
    pub(crate) fn message(&self, lang: Lang) -> &str {
        let zh = self.zh.as_ref().filter(|_| lang == Lang::Zh);
        zh.unwrap_or(&self.message)
    }

    /// Returns why, for people.
    pub(crate) fn causes(&self, lang: Lang) -> impl Iterator<Item = &String> {
        let zh = move |place| self.zh_causes.get(&place).filter(|_| lang == Lang::Zh);
        let causes = self.causes.iter().enumerate();
        causes.map(move |(place, en)| zh(place).unwrap_or(en))
    }

    pub(crate) fn help(&self, lang: Lang) -> Option<String> {
        self.help.as_ref().map(|(en, zh)| lang.pick(en, zh).clone())
    }

    /// What the number at the end of `Request-ID` says, where it is known and no success.
    pub(crate) fn request_id_meaning(&self, lang: Lang) -> Option<&'static str> {
        let number = error_code::number_of(self.request_id.as_deref()?)?;
        let advice = &error_code::by_number(number)
            .filter(|_| number != 0)?
            .advice;
        let Words { meaning, .. } = lang.pick(advice.en, advice.zh);
        Some(meaning)
    }

    /// Returns what went wrong and why, in one line.
    pub(crate) fn text(&self) -> String {
        let meaning = self.request_id_meaning(Lang::En).map(str::to_owned);
        std::iter::once(&self.message)
            .chain(&self.causes)
            .cloned()
            .chain(meaning)
            .collect::<Vec<_>>()
            .join(": ")
    }

    /// The error object of `--json`.
    pub(crate) fn to_json(&self) -> Value {
        let message = self.text();
        json!({"error": {
            "kind": self.kind.name(),
            "code": self.code,
            "message": message,
            "hint": self.help.as_ref().map(|(en, _)| en),
            "http_status": self.http_status,
            "request_id": self.request_id,
            "exit_code": self.kind.exit_code(),
        }})
    }
}
