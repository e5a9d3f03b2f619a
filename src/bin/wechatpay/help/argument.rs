//! An argument as a page shows it: how it is written, and what it is for.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction};

use super::part::Row;
use super::texts::{Texts, value_attribute, word};
use crate::environment;
use crate::ui::Lang;

/// Returns an argument as it is written with its text; on a long page with what the catalogues add
/// to that.
pub(super) fn row(lang: Lang, texts: &Texts, arg: &Arg, is_long: bool) -> Row {
    let long = texts.arg(lang, arg, Some("long"));
    let values = values(arg).into_iter().filter_map(|value| {
        let name = value.get_name();
        let text = texts.arg(lang, arg, Some(&value_attribute(name)))?;
        Some(format!("{name}{}{text}", word(lang, "colon")))
    });
    let further = long.into_iter().chain(values).filter(|_| is_long);
    let lines = std::iter::once(described(lang, texts, arg)).chain(further);
    Row {
        name: named(arg, true),
        text: lines.collect::<Vec<_>>().join("\n"),
    }
}

/// Returns an argument's text with its values, its default and its variable.
fn described(lang: Lang, texts: &Texts, arg: &Arg) -> String {
    let mut text = texts.arg(lang, arg, None).unwrap_or_default();
    let mut add = |name, value: &str| {
        text = format!("{text} [{}{value}]", word(lang, name));
    };
    let values = values(arg);
    let names: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
    // Where the placeholder lists them they are there already.
    if !names.is_empty() && value_name(arg) != names.join("|") {
        add("values", &names.join(", "));
    }
    let default = arg.get_default_values().iter();
    let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
    if let Some(default) = texts.arg(lang, arg, Some("default")) {
        add("default", &default);
    } else if !default.is_empty() && arg.get_action().takes_values() {
        add("default", &default.join(", "));
    }
    let variables = environment::of_option(arg.get_id().as_str());
    // An option that a command has for itself, such as a sandbox's own --proxy, has none.
    if let Some(variables) = variables.filter(|_| texts.is_shared(arg)) {
        add("env", variables);
    }
    text
}

fn values(arg: &Arg) -> Vec<PossibleValue> {
    if !arg.get_action().takes_values() {
        return Vec::new();
    }
    let values = arg.get_possible_values().into_iter();
    values.filter(|value| !value.is_hide_set()).collect()
}

/// Returns an argument as it is written.
pub(super) fn named(arg: &Arg, with_short: bool) -> String {
    let Some(long) = arg.get_long() else {
        return placeholder(arg);
    };
    let short = arg.get_short().filter(|_| with_short);
    let short = short.map_or_else(String::new, |short| format!("-{short}, "));
    if !arg.get_action().takes_values() {
        return format!("{short}--{long}");
    }
    // A value that may be left out is joined, or the next word would be taken for it.
    let is_optional = arg.get_num_args().is_some_and(|n| n.min_values() == 0);
    if is_optional {
        return format!("{short}--{long}[=<{}>]", value_name(arg));
    }
    format!("{short}--{long} {}", placeholder(arg))
}

pub(super) fn placeholder(arg: &Arg) -> String {
    let is_list = matches!(arg.get_action(), ArgAction::Append) && arg.is_positional();
    let dots = if is_list { "…" } else { "" };
    format!("<{}>{dots}", value_name(arg))
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(
        || arg.get_id().as_str().to_ascii_uppercase(),
        ToString::to_string,
    )
}
