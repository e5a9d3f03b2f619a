//! Errors of a relay in words.

use std::path::Path;

use wechatpay::error::Error;

use wechatpay::listen::{ListenError, StateError};
use wechatpay::profile::{FileRole, read_secret};
use wechatpay::receiver::{RelayToken, RelayTokenError};
use zeroize::Zeroizing;

use crate::args;
use crate::context::Context;
use crate::error::{CliError, Kind, failures};
use crate::text;
use crate::ui::{Lang, Text};

fn unavailable(text: Text) -> CliError {
    CliError::new(Kind::Unavailable, text)
}

failures!(error: ListenError {
    Transport(error) => Error::Transport(error).into(),
    Ended => unavailable(text!("listen-ended")),
    Token => Self::config(text!("listen-wrong-token")),
    NoRelay { url, status } => Self::config(text!("listen-no-relay", url, status)),
    NotRelay { url, kind } => Self::config(text!("listen-not-a-relay", url, kind)),
    Redirect { url, location } => Self::config(text!("listen-redirect", url, location)),
    Refused { status, message } => {
        let text = text!("listen-refused", status, message);
        if status < 500 { Self::config(text) } else { unavailable(text) }
    },
    Message(error) => unavailable(text!("listen-unreadable")).keep_source(error),
    TooLarge(error) => unavailable(text!("listen-unreadable")).keep_source(error),
    Store(error) => error.into(),
    State(error) => error.into(),
});

failures!(error: StateError {
    Busy => Self::config(text!("listen-busy")),
    File(error) => error.into(),
    Content { path, source } => {
        Self::config(text!("listen-state-unreadable", path)).with_source(source)
    },
    // Its file has no option of its own.
    Inbox(error) => {
        let help = error.is_of_other_file().then(|| text!("listen-help-store"));
        Self::from(error).with_better_help(help)
    },
});

/// Returns message and causes of an error in one line.
pub(super) fn in_one_line(error: ListenError, lang: Lang) -> Text {
    let failure = CliError::from(error);
    failure
        .causes(lang)
        .fold(failure.message.clone(), |text, cause| {
            text!("listen-with-cause", text, cause)
        })
}

/// Reads the token, from stdin if the path is `-`.
pub(super) fn token(path: &Path, context: &Context) -> Result<RelayToken, CliError> {
    let bytes = if path == Path::new("-") {
        Zeroizing::new(args::filled_file(path)?)
    } else {
        read_secret(&context.inputs(), FileRole::Named("--token-file"), path)?
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| RelayTokenError::Characters);
    text.and_then(str::parse)
        .map_err(|error| CliError::of_token(error, path).with_help(text!("listen-token-same")))
}
