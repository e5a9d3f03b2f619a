//! The failure of a command: kind, message, causes and help.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::Path;

use serde_json::{Value, json};
use wechatpay::error_chain::{chain, without_number};
use wechatpay::fs::{FileAction, FileError};
use wechatpay::protocol::error_code::{self, AdviceText};

use super::system::{self, room_help};
use super::value::known_reason;
use crate::exit_status::{ExitStatus, Kind};
use crate::text;
use crate::ui::{Lang, Text};

/// Returns what helps with any failure of a kind.
fn help(kind: Kind) -> Text {
    match kind {
        Kind::Internal => text!("error-help-internal"),
        Kind::Usage => text!("error-help-usage"),
        Kind::Config => text!("error-help-config"),
        Kind::Verification => text!("error-help-verification"),
        Kind::Api => text!("error-help-api"),
        Kind::Unavailable => text!("error-help-unavailable"),
        Kind::Network => text!("error-help-network"),
        Kind::Condition => text!("error-help-condition"),
        Kind::NotFound => text!("error-help-not-found"),
        Kind::Interrupted | Kind::Terminated => text!("error-help-interrupted"),
    }
}

/// Returns what helps with a file that cannot be read or written.
fn file_help(path: &Path, error: &io::Error) -> Text {
    use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory, NotFound, PermissionDenied};
    if let Some(help) = room_help(error) {
        return help;
    }
    match error.kind() {
        NotFound | NotADirectory if path.is_relative() => {
            let folder = std::env::current_dir().unwrap_or_default();
            text!("error-file-help-relative", folder)
        }
        NotFound | NotADirectory => text!("error-file-help-path"),
        PermissionDenied => text!("error-file-help-permission"),
        IsADirectory => text!("error-file-help-directory"),
        AlreadyExists => text!("error-file-help-exists"),
        _ => text!("error-file-help-other"),
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) kind: Kind,
    /// WeChat Pay's code, or one of a library error.
    pub(crate) code: Option<String>,
    pub(crate) message: Text,
    pub(crate) causes: Vec<Text>,
    /// What to do about this one in particular, instead of the message's own `help`.
    help: Option<Text>,
    /// What to do beside that.
    more_help: Vec<Text>,
    /// The library's error, with its own sources.
    source: Option<Box<dyn StdError + Send + Sync>>,
    pub(super) http_status: Option<u16>,
    pub(crate) request_id: Option<String>,
    /// What the process ends with, if not with the code of its kind.
    exit_status: Option<ExitStatus>,
    /// Whether the reader of stdout is gone, so that nothing is printed.
    pub(crate) silent: bool,
}

impl CliError {
    pub(crate) fn new(kind: Kind, message: impl Into<Text>) -> Self {
        Self {
            kind,
            code: None,
            message: message.into(),
            causes: Vec::new(),
            help: None,
            more_help: Vec::new(),
            source: None,
            http_status: None,
            request_id: None,
            exit_status: None,
            silent: false,
        }
    }

    /// Ends the process with another code than that of its kind.
    pub(crate) fn with_exit_status(self, status: ExitStatus) -> Self {
        let exit_status = Some(status);
        Self {
            exit_status,
            ..self
        }
    }

    /// Returns what the process ends with.
    pub(crate) fn exit_status(&self) -> ExitStatus {
        self.exit_status.unwrap_or(ExitStatus::Failed(self.kind))
    }

    pub(crate) fn usage(message: impl Into<Text>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn config(message: impl Into<Text>) -> Self {
        Self::new(Kind::Config, message)
    }

    pub(crate) fn internal(message: impl Into<Text>) -> Self {
        Self::new(Kind::Internal, message)
    }

    pub(crate) fn condition(message: impl Into<Text>) -> Self {
        Self::new(Kind::Condition, message)
    }

    /// A library error in its own words, with its sources as causes.
    pub(crate) fn of_error(kind: Kind, error: impl StdError + Send + Sync + 'static) -> Self {
        let failure = Self::new(kind, error.to_string());
        match error.source() {
            Some(source) => failure.with_causes_of(source),
            None => failure,
        }
        .keep_source(error)
    }

    /// A file that cannot be read or written; `-` is standard input.
    pub(crate) fn file(action: FileAction, path: &Path, error: io::Error) -> Self {
        let name = if path == Path::new("-") {
            text!("error-stdin")
        } else {
            Text::verbatim(path.display().to_string())
        };
        let message = match action {
            FileAction::Read => text!("error-file-read", name),
            FileAction::Write => text!("error-file-write", name),
            FileAction::Remove => text!("error-file-remove", name),
            FileAction::CreateFolder => text!("error-file-create-folder", name),
        };
        let help = file_help(path, &error);
        Self::config(message).with_source(error).with_help(help)
    }

    pub(crate) fn stdout(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Self {
            silent,
            ..Self::config(text!("error-stdout")).with_source(error)
        }
    }

    /// Keeps the library's error, and shows it and its sources as causes.
    pub(crate) fn with_source(self, error: impl StdError + Send + Sync + 'static) -> Self {
        self.with_causes_of(&error).keep_source(error)
    }

    /// Shows an error and its sources as causes.
    pub(crate) fn with_causes_of(mut self, error: &(dyn StdError + 'static)) -> Self {
        let mut last = String::new();
        for cause in chain(error) {
            let words = cause.to_string();
            let words = without_number(&words);
            // Some libraries repeat their source in their own text.
            if last.is_empty() || !last.contains(words) {
                let of_system = cause.downcast_ref::<io::Error>().and_then(system::known);
                let known = of_system.or_else(|| system::of_library(cause));
                self.causes.push(match (known, known_reason(cause)) {
                    (Some(known), _) => known,
                    (None, Some(reason)) => Text::translated(words, reason),
                    (None, None) => Text::verbatim(words),
                });
                words.clone_into(&mut last);
            }
        }
        self
    }

    /// Keeps the library's error, whose causes are shown in other words.
    pub(crate) fn keep_source(mut self, error: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(error));
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

    /// Says what to do about this error, instead of any other help.
    pub(crate) fn with_help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self.more_help.clear();
        self
    }

    /// Says what to do about this error, if that is known better than in general.
    pub(crate) fn with_better_help(self, help: Option<impl Into<Text>>) -> Self {
        match help {
            Some(help) => self.with_help(help),
            None => self,
        }
    }

    /// Adds to the help that there is.
    pub(crate) fn with_more_help(mut self, help: impl Into<Text>) -> Self {
        self.more_help.push(help.into());
        self
    }

    pub(crate) fn with_cause(mut self, cause: impl Into<Text>) -> Self {
        self.causes.push(cause.into());
        self
    }

    pub(crate) fn add_cause(&mut self, cause: impl Into<Text>) {
        self.causes.push(cause.into());
    }

    /// Returns what went wrong, for people.
    pub(crate) fn message(&self, lang: Lang) -> String {
        self.message.show(lang)
    }

    /// Returns why, outermost first.
    pub(crate) fn causes(&self, lang: Lang) -> impl Iterator<Item = String> {
        let own = self.message.attribute(lang, "cause");
        own.into_iter()
            .chain(self.causes.iter().map(move |cause| cause.show(lang)))
    }

    /// Returns what to do about this error in particular.
    pub(crate) fn help(&self, lang: Lang) -> Option<String> {
        let help = match &self.help {
            Some(help) => Some(help.show(lang)),
            None => self.message.attribute(lang, "help"),
        };
        let more = self.more_help.iter().map(|more| more.show(lang));
        let all: Vec<String> = help.into_iter().chain(more).collect();
        (!all.is_empty()).then(|| all.join(lang.semicolon()))
    }

    /// Returns what to do now: there is always something.
    pub(crate) fn advice(&self, lang: Lang) -> String {
        self.help(lang)
            .unwrap_or_else(|| help(self.kind).show(lang))
    }

    /// Returns what the number at the end of `Request-ID` means, if it is a known failure and the
    /// message does not say the same.
    pub(crate) fn request_id_meaning(&self, lang: Lang) -> Option<&'static str> {
        let number = error_code::number_of(self.request_id.as_deref()?)?;
        let advice = &error_code::by_number(number)
            .filter(|_| number != 0)?
            .advice;
        let AdviceText { meaning, .. } = advice.text(lang);
        (!self.message(lang).contains(meaning)).then_some(meaning)
    }

    /// Returns what went wrong and why, in one line.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let meaning = self.request_id_meaning(lang).map(str::to_owned);
        std::iter::once(self.message(lang))
            .chain(self.causes(lang))
            .chain(meaning)
            .collect::<Vec<_>>()
            .join(lang.colon())
    }

    /// Returns the error object of `--json`, whose message and hint are for people.
    pub(crate) fn to_json(&self, lang: Lang) -> Value {
        json!({"error": {
            "kind": self.kind.name(),
            "code": self.code,
            "message": self.text(lang),
            "hint": self.advice(lang),
            "http_status": self.http_status,
            "request_id": self.request_id,
            "exit_code": self.exit_status().code(),
        }})
    }
}

impl From<FileError> for CliError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Io {
                action,
                path,
                source,
            } => Self::file(action, &path, source),
            FileError::IsDirectory { path } => {
                Self::file(FileAction::Write, &path, io::ErrorKind::IsADirectory.into())
            }
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl StdError for CliError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_deref()?)
    }
}
