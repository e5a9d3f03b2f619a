//! The one field of a result that `--get` asks for.

use std::io::{self, IsTerminal};

use serde_json::{Map, Value};
use wechatpay::profile::nearest;
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
        .find_map(|(at, _)| Some((&path[..at], json::find(value, &path[..at])?)))
        .filter(|(_, above)| above.as_object().is_some_and(|fields| !fields.is_empty()));
    let names = |object: &Value| -> Vec<String> {
        let fields = object.as_object().into_iter().flat_map(Map::keys);
        fields.cloned().collect()
    };
    let (fields, known): (Vec<String>, Vec<String>) = match above {
        Some((above, object)) => {
            let names = names(object);
            let paths = names.iter().map(|name| format!("{above}.{name}")).collect();
            (names, paths)
        }
        None => (names(value), names(value)),
    };
    not_among(path, &fields, &known)
}

/// The failure of a path, with the `fields` that there are and the paths `known` to lead to them.
pub(crate) fn not_among(path: &str, fields: &[String], known: &[String]) -> CliError {
    let list = Text::list(fields);
    let help = match nearest(path, known.iter().map(String::as_str)) {
        Some(meant) => text!("ui-field-meant", meant, list),
        None => text!("ui-field-known", list),
    };
    CliError::usage(text!("ui-no-field", path)).with_help(help)
}
