//! What may stand at the cursor.

use clap::{Arg, Command};

use super::candidate::{Candidate, Candidates, Kind, about};
use super::line::{self, Cursor, WordKind};
use super::values;
use crate::help;
use crate::tree::exclude_each_other;
use crate::ui::Lang;

/// Writes the descriptions; those of bash are not shown, so it has no language.
struct Describer<'c> {
    lang: Option<Lang>,
    cursor: &'c Cursor<'c>,
}

/// Returns the candidates.
pub(super) fn of(root: &Command, cursor: &Cursor, lang: Option<Lang>) -> Candidates {
    let describer = Describer { lang, cursor };
    let mut found = match cursor.wanted {
        WordKind::Name => Candidates::of(options(cursor, &describer)),
        WordKind::Value(arg) | WordKind::Literal(Some(arg)) => {
            values_of(root, cursor, arg, &describer)
        }
        WordKind::Literal(None) => Candidates::default(),
        WordKind::Word {
            has_commands,
            positional,
        } => words(root, cursor, has_commands, positional, &describer),
    };
    let text = cursor.text.strip_prefix(&found.prefix).unwrap_or_default();
    let text = &text.to_lowercase();
    found.list.retain(|candidate| {
        // A line of another file could otherwise become one of the command line.
        candidate.value.to_lowercase().starts_with(text) && !candidate.value.contains(is_control)
    });
    for candidate in &mut found.list {
        candidate.about = about(&candidate.about, lang.unwrap_or(Lang::En));
    }
    found.prefix.insert_str(0, &cursor.prefix);
    found
}

fn is_control(c: char) -> bool {
    wechatpay::protocol::json::is_control(c)
}

/// Returns commands and values; what begins with none of the commands is a value, and where there
/// is neither, options can be seen.
fn words(
    root: &Command,
    cursor: &Cursor,
    has_commands: bool,
    positional: Option<&Arg>,
    describer: &Describer,
) -> Candidates {
    let commands = if has_commands {
        commands(cursor, describer)
    } else {
        Vec::new()
    };
    let values = positional.map(|arg| values_of(root, cursor, arg, describer));
    let is_meant = |candidate: &Candidate| candidate.value.starts_with(&cursor.text);
    match values {
        _ if commands.iter().any(is_meant) => Candidates::of(commands),
        Some(values) if values.kind != Kind::Values || !values.list.is_empty() => values,
        _ if cursor.text.is_empty() => Candidates::of(options(cursor, describer)),
        Some(_) | None => Candidates::default(),
    }
}

fn commands(cursor: &Cursor, describer: &Describer) -> Vec<Candidate> {
    let inner = cursor.command().get_subcommands();
    let shown = inner.filter(|inner| !inner.is_hide_set());
    let candidates = shown.map(|inner| Candidate::new(inner.get_name(), describer.command(inner)));
    candidates.collect()
}

/// Returns the options that can still be typed: the command's own before those of all.
fn options(cursor: &Cursor, describer: &Describer) -> Vec<Candidate> {
    let command = cursor.command();
    let is_typed = |arg: &Arg| {
        let mut arguments = cursor.arguments.iter();
        arguments.any(|(known, _)| known.get_id() == arg.get_id())
    };
    let is_excluded = |arg: &Arg| {
        let own = |(typed, _): &(&Arg, _)| {
            let mut args = command.get_arguments();
            args.any(|arg| arg.get_id() == typed.get_id())
        };
        let mut arguments = cursor.arguments.iter().filter(|typed| own(typed));
        arguments.any(|(typed, _)| exclude_each_other(command, typed, arg))
    };
    let shown = |arg: &&Arg| {
        arg.get_long().is_some()
            && !arg.is_hide_set()
            && (line::is_list(arg) || !is_typed(arg))
            && !is_excluded(arg)
    };
    let is_global =
        |arg: &&Arg| arg.is_global_set() || ["help", "version"].contains(&arg.get_id().as_str());
    let (globals, own): (Vec<_>, Vec<_>) =
        command.get_arguments().filter(shown).partition(is_global);
    let candidates = own.into_iter().chain(globals).map(|arg| {
        let name = arg.get_long().unwrap_or_default();
        Candidate::new(format_args!("--{name}"), describer.argument(arg, None))
    });
    candidates.collect()
}

/// Returns the values of an argument; of a list in one word, those that can follow.
fn values_of(root: &Command, cursor: &Cursor, arg: &Arg, describer: &Describer) -> Candidates {
    let mut values = values::of(root, cursor, arg, |value| {
        describer.argument(arg, Some(value))
    });
    if let Some(delimiter) = arg.get_value_delimiter()
        && let Some(at) = cursor.text.rfind(delimiter)
    {
        let before = &cursor.text[..=at];
        let typed: Vec<_> = before.split(delimiter).collect();
        values
            .list
            .retain(|candidate| !typed.contains(&candidate.value.as_str()));
        before.clone_into(&mut values.prefix);
    }
    values
}

impl Describer<'_> {
    fn command(&self, inner: &Command) -> String {
        let Some(lang) = self.lang else {
            return String::new();
        };
        help::about_command(lang, self.cursor.words().chain([inner.get_name()]))
    }

    fn argument(&self, arg: &Arg, value: Option<&str>) -> String {
        let Some(lang) = self.lang else {
            return String::new();
        };
        help::about_argument(lang, self.cursor.words(), arg, value)
    }
}
