//! The one field of a result that `--get` asks for.

use std::io::{self, IsTerminal};

use serde_json::{Map, Value};
use wechatpay::profile::{is_near, nearest};
use wechatpay::protocol::json::{self, to_escaped_string as clean_json};

use super::clean::clean;
use super::output::{Output, Render, with_schema};
use super::text::Text;
use crate::error::CliError;
use crate::text;

impl Output {
    /// Refuses to look for a field that a report like this one cannot have, before anything is
    /// done to fill it; an empty object in it may come to hold anything.
    pub(crate) fn expects<R: Render>(&self, specimen: &R) -> Result<(), CliError> {
        let Some(path) = &self.get else {
            return Ok(());
        };
        let value = with_schema(specimen)?;
        let is_open = path.match_indices('.').any(|(at, _)| {
            let above = json::find(&value, &path[..at]).and_then(Value::as_object);
            above.is_some_and(Map::is_empty)
        });
        if is_open {
            return Ok(());
        }
        self.field(&value).map(drop)
    }

    /// Returns one JSON object, or the field of it that was asked for.
    pub(super) fn field(&self, value: &Value) -> Result<String, CliError> {
        let Some(path) = &self.get else {
            return Ok(clean_json(value) + "\n");
        };
        let found = json::find(value, path).ok_or_else(|| no_field(value, path))?;
        let text = found
            .as_str()
            .map_or_else(|| clean_json(found), str::to_owned);
        let text = if io::stdout().is_terminal() {
            clean(&text)
        } else {
            text
        };
        Ok(text + "\n")
    }
}

/// The failure of a path that leads to nothing, with the fields that there are where it ends.
fn no_field(value: &Value, path: &str) -> CliError {
    let above = path
        .rmatch_indices('.')
        .find_map(|(at, _)| json::find(value, &path[..at]))
        .filter(|above| above.as_object().is_some_and(|fields| !fields.is_empty()));
    let fields = above.unwrap_or(value).as_object().into_iter();
    let fields: Vec<_> = fields.flat_map(Map::keys).cloned().collect();
    let mut known = Vec::new();
    add_paths(value, "", |key| Some(key), &mut known);
    not_among(path, &fields, &known)
}

/// Adds the paths to everything in a value; a list stands for its first item. `named` returns the
/// name of a field by its key, if it is one.
pub(crate) fn add_paths(
    value: &Value,
    above: &str,
    named: fn(&str) -> Option<&str>,
    paths: &mut Vec<String>,
) {
    let path = |name: &str| {
        if above.is_empty() {
            name.to_owned()
        } else {
            format!("{above}.{name}")
        }
    };
    let inner: Vec<_> = match value {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(key, inner)| Some((path(named(key)?), inner)))
            .collect(),
        Value::Array(items) => items
            .first()
            .map(|item| (path("0"), item))
            .into_iter()
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (path, value) in inner {
        add_paths(value, &path, named, paths);
        paths.push(path);
    }
}

/// The failure of a path, with the `fields` that there are and the paths `known` to lead to one.
pub(crate) fn not_among(path: &str, fields: &[String], known: &[String]) -> CliError {
    let list = Text::list(fields);
    let help = match nearest_path(path, known) {
        Some(meant) => text!("ui-field-meant", meant, list),
        None => text!("ui-field-known", list),
    };
    CliError::usage(text!("ui-no-field", path)).with_help(help)
}

/// Returns the path that was most likely meant: one that ends like what was typed, else the most
/// similar one.
fn nearest_path<'k>(path: &str, known: &'k [String]) -> Option<&'k str> {
    let known = || known.iter().map(String::as_str);
    let last = |path: &str| path.rsplit('.').next().map(str::to_lowercase);
    let same_end = || known().filter(|known| last(known) == last(path));
    nearest(path, same_end())
        .or_else(|| same_end().min_by_key(|known| known.matches('.').count()))
        .or_else(|| {
            let name = |path: &'_ str| path.rsplit('.').next().unwrap_or_default().to_owned();
            nearest(path, known()).filter(|known| is_near(&name(path), &name(known)))
        })
}
