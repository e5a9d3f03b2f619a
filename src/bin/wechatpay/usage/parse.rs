//! The definition of the command line, and the parts of an error of its parser.

use clap::error::{ContextKind, ContextValue};
use clap::{Command, CommandFactory};

use crate::dispatch::Cli;

/// Returns the command line's definition. A value may begin with a minus, so that it is refused
/// as a value and not as an unknown option.
pub(crate) fn command() -> Command {
    negative(Cli::command())
}

/// Of the other commands only the one that was typed is looked at.
fn negative(command: Command) -> Command {
    command
        .mut_args(|arg| {
            let takes_value = arg.get_action().takes_values();
            let is_option = arg.get_long().is_some();
            if takes_value && is_option {
                arg.allow_negative_numbers(true)
            } else {
                arg
            }
        })
        .mut_subcommands(|inner| inner.defer(negative))
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
