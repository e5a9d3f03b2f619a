//! What a line says: names and values, each read once.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::{Map, Value};
use wechatpay::profile::nearest;

use crate::diagnostic::Failure;

/// Why a line cannot be used.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) line: u64,
    pub(super) message: String,
}

impl Wrong {
    pub(super) fn new(line: u64, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }

    /// Takes a failure over; an option goes by the name that a line has for it.
    pub(super) fn of(line: u64, failure: &Failure, names: &[&str]) -> Self {
        let mut message = failure.message.clone();
        for cause in &failure.causes {
            message.push_str(": ");
            message.push_str(cause);
        }
        for name in names {
            message = message.replace(&format!("--{}", name.replace('_', "-")), name);
        }
        Self { line, message }
    }
}

/// The values of a line that are there; an empty cell and null say nothing.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) line: u64,
    values: Vec<(String, Value)>,
}

impl Fields {
    pub(super) fn of_object(line: u64, object: Map<String, Value>) -> Self {
        let values = object.into_iter().filter(|(_, value)| !value.is_null());
        Self {
            line,
            values: values.collect(),
        }
    }

    pub(super) fn of_record(line: u64, names: &[String], record: &csv::StringRecord) -> Self {
        let cells = names.iter().zip(record);
        let values = cells
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(name, cell)| (name.clone(), Value::String(cell.to_owned())));
        Self {
            line,
            values: values.collect(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (&**name, value))
    }

    /// Tells whether this is a line of the results of a batch.
    pub(super) fn are_of_result(&self) -> bool {
        let schema = self.get("schema").and_then(Value::as_str);
        schema.is_some_and(|schema| schema.starts_with("wechatpay/") && schema.contains("-line/"))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// Refuses names that mean nothing.
    pub(super) fn check(&self, known: &[&str]) -> Result<(), Wrong> {
        match self.iter().find(|(name, _)| !known.contains(name)) {
            Some((name, _)) => Err(Wrong::new(self.line, unknown(name, known))),
            None => Ok(()),
        }
    }

    /// Refuses a line that gives two of which there can be one.
    pub(super) fn either(&self, one: &str, other: &str) -> Result<(), Failure> {
        if self.get(one).is_some() && self.get(other).is_some() {
            return Err(Failure::config(format!(
                "it gives both {one} and {other}, and there can be only one"
            )));
        }
        Ok(())
    }
}

/// Refuses columns that mean nothing, or the same.
pub(super) fn check_header(header: &csv::StringRecord, known: &[&str]) -> Result<(), Wrong> {
    let names: Vec<&str> = header.iter().map(str::trim).collect();
    for (at, name) in names.iter().enumerate() {
        if !known.contains(name) {
            return Err(Wrong::new(1, unknown(name, known)));
        }
        if names[..at].contains(name) {
            return Err(Wrong::new(
                1,
                format!("the column {name} stands there twice"),
            ));
        }
    }
    Ok(())
}

/// Says that there is no such field, and which was most likely meant.
fn unknown(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("unknown field '{name}'; did you mean '{nearest}'?"),
        None => format!("unknown field '{name}'; there are {}", known.join(", ")),
    }
}

/// The failure of a field, by its name.
pub(super) fn wrong(name: &str, message: impl Display) -> Failure {
    let message = message.to_string();
    if message.starts_with(name) {
        Failure::config(message)
    } else {
        Failure::config(format!("{name}: {message}"))
    }
}

/// Returns a text, or a whole number as it is written.
pub(super) fn text(name: &str, value: &Value) -> Result<String, Failure> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) if !number.is_f64() => Ok(number.to_string()),
        Value::Number(_) => Err(wrong(
            name,
            "a number with a point is not exact; write it as text, in quotes",
        )),
        _ => Err(wrong(name, "a text is needed")),
    }
}

/// Reads a text as the option of that name would.
pub(super) fn parsed<T>(name: &str, value: &Value) -> Result<T, Failure>
where
    T: FromStr<Err: Display>,
{
    text(name, value)?
        .parse()
        .map_err(|error| wrong(name, error))
}

/// Reads true or false, also as a cell of a table has them.
pub(super) fn flag(name: &str, value: &Value) -> Result<bool, Failure> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(wrong(name, "true or false is needed")),
    }
}

/// Reads an object, which in a cell of a table is its JSON.
pub(super) fn object(name: &str, value: &Value) -> Result<Value, Failure> {
    json(value)
        .filter(Value::is_object)
        .ok_or_else(|| wrong(name, "a JSON object is needed"))
}

/// Reads an array, which in a cell of a table is its JSON.
pub(super) fn array(name: &str, value: &Value) -> Result<Value, Failure> {
    json(value)
        .filter(Value::is_array)
        .ok_or_else(|| wrong(name, "a JSON array is needed"))
}

fn json(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => wechatpay::protocol::json::parse(text.as_bytes()).ok(),
        other => Some(other.clone()),
    }
}
