//! The definition of the command line, and the parts of an error of its parser.

use std::any::TypeId;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser as _};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, CommandFactory};

use crate::args;
use crate::dispatch::Cli;

/// Returns the command line's definition. A value may begin with a minus, so that it is refused
/// as a value and not as an unknown option, and a path with `~/`.
pub(crate) fn command() -> Command {
    negative(Cli::command())
}

/// Of the other commands only the one that was typed is looked at.
fn negative(command: Command) -> Command {
    command
        .mut_args(|arg| {
            let takes_value = arg.get_action().takes_values();
            let arg = with_home(arg);
            let is_option = arg.get_long().is_some();
            if takes_value && is_option {
                arg.allow_negative_numbers(true)
            } else {
                arg
            }
        })
        .mut_subcommands(|inner| inner.defer(negative))
}

/// Has `~/` at the beginning of a path stand for the home folder.
fn with_home(arg: Arg) -> Arg {
    if arg.get_value_parser().type_id() == TypeId::of::<PathBuf>() {
        arg.value_parser(PathBufValueParser::new().map(args::in_home))
    } else {
        arg
    }
}

/// Returns a part of an error, the first if there are several.
pub(super) fn string(error: &clap::Error, kind: ContextKind) -> Option<String> {
    strings(error, kind)?.into_iter().next()
}

/// Returns the parts of an error of one kind; none if there are none.
pub(super) fn strings(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(texts) => Some(texts.clone()).filter(|texts| !texts.is_empty()),
        _ => None,
    }
}

/// Tells whether what is given for an option may be a secret.
pub(super) fn is_secret(long: &str) -> bool {
    long.ends_with("-file")
        || ["key", "secret", "password"]
            .iter()
            .any(|word| long.contains(word))
}

/// Tells whether a word is an option that may have a secret as its value.
pub(super) fn is_secret_option(word: &str) -> bool {
    let name = word.split('=').next().unwrap_or_default();
    name.strip_prefix("--").is_some_and(is_secret) || name == "-k" || name == "-f"
}
