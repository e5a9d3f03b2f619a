//! A command line that cannot be understood: what is wrong with it and what to type instead.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use wechatpay::profile::nearest;

use crate::dispatch::Cli;
use crate::error::{CliError, reason};
use crate::text;
use crate::ui::Text;

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

/// Tells whether clap's text is a result, such as a help page.
pub(crate) fn is_result(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// Returns what is wrong with the command line, and what to type instead.
pub(crate) fn failure(error: &clap::Error) -> CliError {
    let mut whole = command();
    whole.build();
    let (path, typed) = typed(&whole);
    let rest = match usage(error) {
        Some(usage) => text!("usage-help-usage", usage, path = &path),
        None => text!("usage-help", path = &path),
    };
    let alternatives = alternatives(error, typed);
    let suggested = suggested(error, &path).or_else(|| taker(error, &path, typed));
    let help = if let Some(suggested) = suggested {
        text!("usage-help-meant", suggested, rest)
    } else if !alternatives.is_empty() {
        text!("usage-help-one-of", values = alternatives.join(", "), rest)
    } else if let Some(values) = strings(error, ContextKind::ValidValue) {
        text!("usage-help-one-of", values = values.join(", "), rest)
    } else if let (ErrorKind::ValueValidation, Some(argument)) =
        (error.kind(), string(error, ContextKind::InvalidArg))
    {
        text!("usage-help-value", argument, rest)
    } else {
        rest
    };
    CliError::usage(message(error)).with_help(help)
}

fn message(error: &clap::Error) -> Text {
    let argument = string(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = string(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        _ if is_result(error) => text!("usage-command-missing"),
        ErrorKind::UnknownArgument => text!("usage-unknown-argument", argument),
        ErrorKind::InvalidSubcommand => {
            let name = string(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            text!("usage-unknown-command", name)
        }
        ErrorKind::InvalidValue if value.is_empty() => text!("usage-no-value", argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match clap_words(error).split_once("': ") {
                Some((_, english)) => {
                    let reason = reason(english);
                    text!("usage-invalid-value-because", argument, value, reason)
                }
                None => text!("usage-invalid-value", argument, value),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = strings(error, ContextKind::InvalidArg).unwrap_or_default();
            text!("usage-missing", arguments = missing.join(" "))
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

/// Returns the usage of the command that was meant, if clap shows it.
fn usage(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else {
        return None;
    };
    let usage = usage.to_string();
    let first = usage.trim_start_matches("Usage:").trim().lines().next();
    first.map(|line| line.trim().to_owned())
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

/// What people type for a command, and the command.
const MEANT: [(&str, &str); 26] = [
    ("callback", "serve-notify"),
    ("cert", "download-certs"),
    ("certificates", "download-certs"),
    ("certs", "download-certs"),
    ("check", "doctor"),
    ("code2session", "openid"),
    ("config", "profile"),
    ("decrypt", "verify-notify"),
    ("diagnose", "explain"),
    ("download", "download-certs"),
    ("error", "explain"),
    ("jsapi", "create-order"),
    ("listen", "serve-notify"),
    ("login", "openid"),
    ("mock", "sandbox"),
    ("notify", "serve-notify"),
    ("order", "create-order"),
    ("pay", "create-order"),
    ("paysign", "pay-params"),
    ("prepay", "create-order"),
    ("serve", "serve-notify"),
    ("sign", "pay-params"),
    ("status", "query"),
    ("verify", "verify-notify"),
    ("webhook", "serve-notify"),
    ("why", "explain"),
];

/// Returns the command that a word was most likely meant to be.
fn meant(word: &str) -> Option<String> {
    let commands = Cli::command();
    let names = commands.get_subcommands().map(Command::get_name);
    let words = names.chain(MEANT.iter().map(|(word, _)| *word));
    let found = nearest(word, words)?;
    let known = MEANT.iter().find(|(word, _)| *word == found);
    Some(known.map_or(found, |(_, command)| command).to_owned())
}

fn suggested(error: &clap::Error, path: &str) -> Option<String> {
    if error.kind() == ErrorKind::InvalidSubcommand
        && path == "wechatpay"
        && let Some(command) = string(error, ContextKind::InvalidSubcommand)
    {
        return meant(&command);
    }
    [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(|kind| strings(error, kind)?.into_iter().next())
}

/// Returns the options that stand for the ones that are missing, these included.
fn alternatives(error: &clap::Error, command: &Command) -> Vec<String> {
    if error.kind() != ErrorKind::MissingRequiredArgument {
        return Vec::new();
    }
    let missing = strings(error, ContextKind::InvalidArg).unwrap_or_default();
    let Some(first) = missing.first() else {
        return Vec::new();
    };
    let Some(arg) = command
        .get_arguments()
        .find(|arg| arg.to_string() == *first)
    else {
        return Vec::new();
    };
    let others = command.get_arg_conflicts_with(arg).into_iter();
    let mut names: Vec<_> = others.map(ToString::to_string).collect();
    if !names.is_empty() {
        names.insert(0, first.clone());
    }
    names.dedup();
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
