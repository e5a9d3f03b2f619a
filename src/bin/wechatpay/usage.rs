//! A command line that cannot be understood: what is wrong with it and what to type instead.

mod command_word;
mod intended;
mod parse;
mod retyped;

use std::error::Error as _;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, Command};

use wechatpay::profile::is_near;
use wechatpay::shell;

use crate::error::{CliError, reason};
use crate::half_width::plain;
use crate::help::usage_of;
use crate::text;
use crate::tree::{exclude_each_other, option};
use crate::ui::{Lang, Text};

use intended::{Amounts, Typed, program, without_selectors};
pub(crate) use parse::command;
use parse::{is_secret, is_secret_option, string, strings};

/// Returns what is wrong with the command line, and what to type instead.
pub(crate) fn failure(error: &clap::Error) -> CliError {
    let mut whole = command();
    whole.build();
    let (path, typed) = typed(&whole);
    let rest = match error.get(ContextKind::Usage) {
        Some(_) => {
            let usage = Text::of_each(|lang| usage_of(&whole, &path, lang));
            text!("usage-help-usage", usage, path = &path)
        }
        None => text!("usage-help", path = &path),
    };
    if let Some(amounts) = amounts(error, &path, typed) {
        let Amounts {
            fen,
            of_fen,
            yuan,
            of_yuan,
        } = amounts;
        let help = text!("usage-help-unit", fen, of_fen, yuan, of_yuan, rest);
        return CliError::usage(message(error, &whole, &path, typed)).with_help(help);
    }
    let meant = intended(error, &path, typed);
    if meant.is_none()
        && let Some(help) = special_help(error, &path)
    {
        return CliError::usage(message(error, &whole, &path, typed)).with_help(help);
    }
    let suggested = meant
        .or_else(|| suggested(error, &path, typed))
        .or_else(|| taker(error, &path, typed))
        .or_else(|| with_equals(error, typed))
        .or_else(|| (path == "wechatpay").then(|| started(error))?);
    let help = if let Some(suggested) = suggested {
        text!("usage-help-meant", suggested, rest)
    } else if let Some(values) = strings(error, ContextKind::ValidValue) {
        text!("usage-help-one-of", values = Text::list(&values), rest)
    } else if let (ErrorKind::ValueValidation, Some(argument)) =
        (error.kind(), string(error, ContextKind::InvalidArg))
    {
        text!("usage-help-value", argument = shown(&argument), rest)
    } else {
        rest
    };
    CliError::usage(message(error, &whole, &path, typed)).with_help(help)
}

fn message(error: &clap::Error, whole: &Command, path: &str, command: &Command) -> Text {
    let argument = string(error, ContextKind::InvalidArg).unwrap_or_default();
    let argument = without_login(&shown(&argument));
    let value = without_login(&string(error, ContextKind::InvalidValue).unwrap_or_default());
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
            missing_arguments(&missing, &usage_of(whole, path, Lang::En), command)
        }
        ErrorKind::ArgumentConflict => {
            let other = strings(error, ContextKind::PriorArg).unwrap_or_default();
            let other: Vec<_> = other.iter().map(|other| shown(other)).collect();
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

/// Says which arguments are missing to the command, or to another option.
fn missing_arguments(missing: &[String], usage: &str, command: &Command) -> Text {
    let groups = missing.iter().map(|name| alternatives(name, command));
    let groups = without_supersets(&groups.collect::<Vec<_>>());
    let arguments = Text::of_each(|lang| {
        let groups = groups.iter();
        let groups = groups.map(|names| names.join(&text!("usage-or").show(lang)));
        groups.collect::<Vec<_>>().join(lang.comma())
    });
    // What the command can do without is missing to another option.
    let is_of_option = |name: &String| {
        let long = name.strip_prefix("--");
        let long = long.and_then(|rest| rest.split(' ').next());
        long.is_some_and(|long| !usage.contains(&format!("--{long}")))
    };
    if !missing.iter().all(is_of_option) {
        return text!("usage-missing", arguments);
    }
    match retyped::needing(missing, &words()) {
        Some(option) => text!("usage-needs-of", option, arguments),
        None => text!("usage-needs", arguments),
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
    let unknown = string(error, ContextKind::InvalidArg)?;
    let long = retyped::hyphenated(unknown.strip_prefix("--")?);
    let mut inner = command.get_subcommands();
    let found = inner.find(|inner| option(inner, &long).is_some())?;
    let words = words();
    let program = path.replacen("wechatpay", &program(&words), 1);
    let begins = |word: &String| word.split('=').next() == Some(unknown.as_str());
    let at = words.iter().position(begins)?;
    let value = words[at].split_once('=').map(|(_, value)| value.to_owned());
    let first = value.iter().cloned();
    let typed: Vec<String> = first.chain(words[at + 1..].iter().cloned()).collect();
    let name = found.get_name();
    // What is given for a secret is not repeated.
    let is_shown = !is_secret(&long) && !typed.iter().any(|word| is_secret_option(word));
    let rest = if is_shown {
        without_selectors(&typed)
    } else {
        Vec::new()
    };
    let rest = rest.iter().map(|word| shell::word(&without_login(word)));
    let parts = [program, name.to_owned(), format!("--{long}")];
    Some(parts.into_iter().chain(rest).collect::<Vec<_>>().join(" "))
}

/// Returns the option that a value was typed behind, with the value as the option takes it.
fn with_equals(error: &clap::Error, command: &Command) -> Option<String> {
    let value = if error.kind() == ErrorKind::UnknownArgument {
        string(error, ContextKind::InvalidArg)?
    } else if error.kind() == ErrorKind::ValueValidation {
        // It was taken for the command's argument.
        string(error, ContextKind::InvalidValue)?
    } else {
        return None;
    };
    let words = words();
    let at = words.iter().position(|word| *word == value)?;
    let before = words.get(at.checked_sub(1)?)?;
    option(command, before.strip_prefix("--")?)?
        .is_require_equals_set()
        .then(|| format!("{before}={value}"))
}

/// Returns what an amount may be that was given without a unit.
fn amounts(error: &clap::Error, path: &str, command: &Command) -> Option<Amounts> {
    let unknown = string(error, ContextKind::InvalidArg)?;
    let words = words();
    let (_, path) = path.split_once(' ')?;
    let typed = Typed {
        path,
        command,
        words: &words,
    };
    (error.kind() == ErrorKind::UnknownArgument).then(|| typed.amounts(&unknown))?
}

/// Returns what to do about what is no option or value mistyped.
fn special_help(error: &clap::Error, path: &str) -> Option<Text> {
    let words = words();
    let is_of_word = error.kind() != ErrorKind::MissingRequiredArgument;
    if is_of_word && words.iter().any(|word| word.ends_with('\r')) {
        return Some(text!("usage-help-line-ends"));
    }
    match error.kind() {
        ErrorKind::InvalidSubcommand if path == "wechatpay profile" => {
            let word = string(error, ContextKind::InvalidSubcommand)?;
            command_word::profile_help(&word, &words)
        }
        ErrorKind::InvalidSubcommand if path == "wechatpay sandbox" => {
            let word = string(error, ContextKind::InvalidSubcommand)?;
            command_word::end_help(&word)
        }
        ErrorKind::InvalidSubcommand if words.first().is_some_and(|word| is_of_prompt(word)) => {
            let word = string(error, ContextKind::InvalidSubcommand)?;
            Some(text!("usage-help-pasted", word))
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            let is_quote = |c| matches!(c, '“' | '”' | '‘' | '’');
            let is_half = |word: &String| word.chars().filter(|c| is_quote(*c)).count() == 1;
            words
                .iter()
                .any(is_half)
                .then(|| text!("usage-help-quotes"))
        }
        ErrorKind::ValueValidation if string(error, ContextKind::InvalidValue)?.is_empty() => {
            let argument = shown(&string(error, ContextKind::InvalidArg)?);
            Some(text!("usage-help-empty", argument))
        }
        _ => None,
    }
}

/// Tells whether a word is pasted from before a command: a shell's prompt, or the program's name.
fn is_of_prompt(word: &str) -> bool {
    matches!(word, "$" | "%" | ">" | "#" | "wechatpay")
}

/// Returns the command that starts the sandbox, for its option without a command.
fn started(error: &clap::Error) -> Option<String> {
    let is_sandbox = |word: &String| word == "--sandbox";
    (error.kind() == ErrorKind::MissingSubcommand && words().iter().any(is_sandbox))
        .then(|| "wechatpay sandbox".to_owned())
}

/// Returns what people are known to mean by what was typed.
fn intended(error: &clap::Error, path: &str, command: &Command) -> Option<String> {
    let (_, path) = path.split_once(' ').unwrap_or_default();
    let words = words();
    let typed = Typed {
        path,
        command,
        words: &words,
    };
    let argument = || string(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let unknown = argument()?;
            typed
                .option(&unknown)
                .or_else(|| retyped::option(&unknown, &words, command))
                .or_else(|| typed.argument(&unknown).map(|meant| without_login(&meant)))
        }
        ErrorKind::InvalidSubcommand => {
            let word = string(error, ContextKind::InvalidSubcommand)?;
            typed
                .subcommand(&word)
                .or_else(|| retyped::option(&word, &words, command))
        }
        ErrorKind::ValueValidation => {
            let value = string(error, ContextKind::InvalidValue)?;
            typed
                .yuan(&argument()?, &value)
                .or_else(|| typed.method(&value))
                .or_else(|| typed.switch(&value))
                .or_else(|| retyped::value(error, &words).map(|meant| without_login(&meant)))
                .or_else(|| retyped::option(&value, &words, command))
        }
        ErrorKind::InvalidValue => retyped::value(error, &words),
        ErrorKind::TooManyValues => argument().filter(|argument| argument.starts_with("--")),
        _ => None,
    }
}

/// Returns the words of the command line, without the program's name.
fn words() -> Vec<String> {
    let words = std::env::args_os().skip(1);
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect()
}

fn suggested(error: &clap::Error, path: &str, command: &Command) -> Option<String> {
    if error.kind() == ErrorKind::InvalidSubcommand {
        let word = string(error, ContextKind::InvalidSubcommand)?;
        return command_word::meant(&word, path, command);
    }
    let typed = [ContextKind::InvalidArg, ContextKind::InvalidValue];
    let typed: Vec<_> = typed
        .iter()
        .filter_map(|kind| string(error, *kind))
        .collect();
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| strings(error, kind)?.into_iter().next())
        .filter(|suggested| typed.iter().any(|typed| is_near(typed, suggested)))?;
    let words = words();
    let (_, path) = path.split_once(' ').unwrap_or_default();
    let line = Typed {
        path,
        command,
        words: &words,
    };
    let with_value = || {
        let unknown = typed.first()?;
        let named = line.named(suggested.strip_prefix("--")?, unknown)?;
        Some(without_login(&named))
    };
    Some(with_value().unwrap_or(suggested))
}

/// Returns an argument as usage lines have it: clap writes `[EVENT]` and `[FAULT]...`.
fn shown(argument: &str) -> String {
    let (name, dots) = match argument.strip_suffix("...") {
        Some(name) => (name, "…"),
        None => (argument, ""),
    };
    match name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        Some(name) => format!("<{name}>{dots}"),
        None => format!("{name}{dots}"),
    }
}

/// Returns a value without the login of the URL that it may hold.
fn without_login(value: &str) -> String {
    let hidden = |value: &str| {
        let (scheme, rest) = value.split_once("://")?;
        let end = rest.find('/').unwrap_or(rest.len());
        let at = rest[..end].rfind('@')?;
        Some(format!("{scheme}://…{}", &rest[at..]))
    };
    hidden(value)
        .or_else(|| hidden(&plain(value)))
        .unwrap_or_else(|| value.to_owned())
}

/// Leaves out the choices that another one, which must be made as well, makes with it.
fn without_supersets(groups: &[Vec<String>]) -> Vec<Vec<String>> {
    let is_wider = |group: &Vec<String>| {
        groups
            .iter()
            .any(|other| other.len() < group.len() && other.iter().all(|name| group.contains(name)))
    };
    let kept = groups.iter().filter(|group| !is_wider(group));
    kept.cloned().collect()
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
    let missing = shown(missing);
    let mut names = vec![missing.clone()];
    let mut args = command.get_arguments();
    if let Some(arg) = args.find(|arg| shown(&arg.to_string()) == missing) {
        let others = command.get_arguments().filter(|other| {
            other.get_id() != arg.get_id()
                && (arg.is_positional() || other.get_help_heading() == arg.get_help_heading())
                && exclude_each_other(command, arg, other)
                && !is_excluded(other, command)
        });
        names.extend(others.map(|other| shown(&other.to_string())));
    }
    names
}

/// Tells whether an option that was typed forbids this one.
fn is_excluded(arg: &Arg, command: &Command) -> bool {
    let typed = words();
    let is_typed = |other: &&Arg| {
        let long = other.get_long().map(|long| format!("--{long}"));
        let is_it = |word: &String| long.as_deref() == word.split('=').next();
        long.is_some() && typed.iter().any(is_it)
    };
    let mut others = command.get_arguments().filter(is_typed);
    others.any(|other| exclude_each_other(command, arg, other))
}
