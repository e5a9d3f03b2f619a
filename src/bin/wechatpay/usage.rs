//! A command line that cannot be understood: what is wrong with it and what to type instead.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use wechatpay::profile::nearest;

use crate::dispatch::Cli;
use crate::error::{CliError, reason};
use crate::help::{meant, usage_of};
use crate::text;
use crate::ui::{Lang, Text};

/// Returns the command line's definition. A value may begin with a minus, so that it is refused
/// as a value and not as an unknown option.
pub(crate) fn command() -> Command {
    negative(Cli::command())
}

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
        .mut_subcommands(negative)
}

/// Returns what is wrong with the command line, and what to type instead.
pub(crate) fn failure(error: &clap::Error) -> CliError {
    let mut whole = command();
    whole.build();
    let (path, typed) = typed(&whole);
    let rest = match error.get(ContextKind::Usage) {
        Some(_) => {
            let usage = Text::pair(
                usage_of(&whole, &path, Lang::En),
                usage_of(&whole, &path, Lang::Zh),
            );
            text!("usage-help-usage", usage, path = &path)
        }
        None => text!("usage-help", path = &path),
    };
    let suggested = suggested(error, &path, typed).or_else(|| taker(error, &path, typed));
    let help = if let Some(suggested) = suggested {
        text!("usage-help-meant", suggested, rest)
    } else if let Some(values) = strings(error, ContextKind::ValidValue) {
        text!("usage-help-one-of", values = values.join(", "), rest)
    } else if let (ErrorKind::ValueValidation, Some(argument)) =
        (error.kind(), string(error, ContextKind::InvalidArg))
    {
        text!("usage-help-value", argument, rest)
    } else {
        rest
    };
    CliError::usage(message(error, typed)).with_help(help)
}

fn message(error: &clap::Error, command: &Command) -> Text {
    let argument = string(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => text!("usage-unknown-argument", argument),
        ErrorKind::InvalidSubcommand => {
            let name = string(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            text!("usage-unknown-command", name)
        }
        ErrorKind::InvalidValue if value.is_empty() => text!("usage-no-value", argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match error.source() {
            Some(source) => {
                let reason = reason(source);
                text!("usage-invalid-value-because", argument, value, reason)
            }
            None => text!("usage-invalid-value", argument, value),
        },
        ErrorKind::MissingRequiredArgument => {
            let missing = strings(error, ContextKind::InvalidArg).unwrap_or_default();
            let or = |lang: Lang| {
                let groups = missing
                    .iter()
                    .map(|name| alternatives(name, command).join(lang.pick(" or ", " 或 ")));
                groups.collect::<Vec<_>>().join(lang.pick(", ", "，"))
            };
            let arguments = Text::pair(or(Lang::En), or(Lang::Zh));
            text!("usage-missing", arguments)
        }
        ErrorKind::ArgumentConflict => {
            let other = strings(error, ContextKind::PriorArg).unwrap_or_default();
            let other = other.join(" ");
            if other.is_empty() || other == argument {
                text!("usage-repeated", argument)
            } else {
                text!("usage-conflict", argument, other)
            }
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            text!("usage-command-missing")
        }
        ErrorKind::NoEquals => text!("usage-no-equals", argument),
        ErrorKind::TooManyValues => text!("usage-too-many-values", argument, value),
        ErrorKind::InvalidUtf8 => text!("usage-not-utf8"),
        _ => text!("usage-other", words = clap_words(error)),
    }
}

/// Returns clap's own words, the first paragraph on one line.
fn clap_words(error: &clap::Error) -> String {
    let text = error.to_string();
    let paragraph = text.trim_start_matches("error: ").split("\n\n").next();
    paragraph
        .unwrap_or_default()
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("[possible values:"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the command whose name was typed, with the words that lead to it.
fn typed(whole: &Command) -> (String, &Command) {
    let mut path = whole.get_name().to_owned();
    let mut command = whole;
    for word in std::env::args_os().skip(1) {
        if let Some(inner) = command.find_subcommand(&word) {
            path = format!("{path} {}", inner.get_name());
            command = inner;
        }
    }
    (path, command)
}

/// Returns a command under this one that takes an option which this one does not.
fn taker(error: &clap::Error, path: &str, command: &Command) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let option = string(error, ContextKind::InvalidArg)?;
    let long = option.strip_prefix("--")?;
    let takes = |inner: &&Command| {
        let mut args = inner.get_arguments();
        args.any(|arg| arg.get_long() == Some(long))
    };
    let found = command.get_subcommands().find(takes)?;
    Some(format!("{path} {} {option}", found.get_name()))
}

fn suggested(error: &clap::Error, path: &str, command: &Command) -> Option<String> {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(word) = string(error, ContextKind::InvalidSubcommand)
    {
        if path == "wechatpay" {
            return meant(command, &word, &[]);
        }
        // clap suggests words that are hardly alike.
        let names = command.get_subcommands().map(Command::get_name);
        return nearest(&word, names).map(str::to_owned);
    }
    [ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| strings(error, kind)?.into_iter().next())
}

/// Returns an argument that is missing, and those beside it that stand for it.
fn alternatives(missing: &str, command: &Command) -> Vec<String> {
    // clap writes a group as <--one|--other>.
    let group = missing
        .strip_prefix("<--")
        .and_then(|rest| rest.strip_suffix('>'));
    if let Some(group) = group {
        return group.split("|--").map(|name| format!("--{name}")).collect();
    }
    let mut names = vec![missing.to_owned()];
    let mut args = command.get_arguments();
    // A positional argument that others stand for is optional, and has brackets of its own.
    let bare = |text: &str| text.trim_matches(['<', '>', '[', ']']).to_owned();
    if let Some(arg) = args.find(|arg| bare(&arg.to_string()) == bare(missing)) {
        let excludes = |one, other: &Arg| {
            let excluded = command.get_arg_conflicts_with(one);
            excluded.iter().any(|arg| arg.get_id() == other.get_id())
        };
        let others = command.get_arguments().filter(|other| {
            other.get_id() != arg.get_id()
                && other.get_help_heading() == arg.get_help_heading()
                && (excludes(arg, other) || excludes(other, arg))
        });
        names.extend(others.map(ToString::to_string));
    }
    names
}

fn string(error: &clap::Error, kind: ContextKind) -> Option<String> {
    strings(error, kind)?.into_iter().next()
}

fn strings(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(texts) => Some(texts.clone()).filter(|texts| !texts.is_empty()),
        _ => None,
    }
}
