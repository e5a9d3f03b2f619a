//! The shapes of what commands print as JSON, as `schemas.json` lists them.
//!
//! A shape is an object of fields, a list of one shape, or the name of a type, of which several are
//! joined by `|`. A field whose name ends in `?` may be absent, and `|null` before that says the
//! same of its value. The field `*` is any other field, such as those of WeChat Pay.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::part::Row;
use crate::error::CliError;
use crate::text;
use crate::ui::{Output, Page, Render, add_paths, not_among};

const SCHEMAS: &str = include_str!("schemas.json");

/// Returns the shapes by the middle of their names.
fn shapes() -> &'static Map<String, Value> {
    static SHAPES: OnceLock<Map<String, Value>> = OnceLock::new();
    // A test reads the file, so that it is one.
    SHAPES.get_or_init(|| serde_json::from_str(SCHEMAS).unwrap_or_default())
}

/// Refuses to look for a field that no report of these schemas has, before anything is done to
/// make one.
pub(crate) fn expects_field_of(output: &Output, schemas: &[&str]) -> Result<(), CliError> {
    let Some(path) = &output.get else {
        return Ok(());
    };
    if schemas.is_empty() {
        return Err(CliError::usage(text!("ui-no-fields", path)));
    }
    let mut known = Vec::new();
    let mut furthest = 0;
    let mut fields: Vec<String> = Vec::new();
    for schema in schemas {
        let Err((place, names)) = known_fields(schema, path) else {
            return Ok(());
        };
        // What leads further along the path says more about it.
        if place > furthest {
            furthest = place;
            fields.clear();
        }
        let names = names
            .into_iter()
            .filter(|name| place == furthest && name != "*");
        for name in names {
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        if let Some(shape) = shapes().get(*schema) {
            add_paths(shape, "", field_name, &mut known);
        }
    }
    Err(not_among(path, &fields, &known))
}

/// Returns the name of a shape's field; `*` is none.
fn field_name(key: &str) -> Option<&str> {
    (key != "*").then(|| Name::of(key).bare)
}

/// Checks that a result of this schema may have a field at `path`.
///
/// # Errors
/// Returns the part of the path that leads no further, and the fields that there may be instead,
/// if it cannot.
fn known_fields(schema: &str, path: &str) -> Result<(), (usize, Vec<String>)> {
    let Some(whole) = shapes().get(schema) else {
        return Ok(());
    };
    let mut shape = whole;
    for (place, part) in path.split('.').enumerate() {
        let inner = match shape {
            Value::Object(fields) if fields.contains_key("*") => return Ok(()),
            Value::Object(_) if place == 0 && part == "schema" => return Ok(()),
            Value::Object(fields) => fields
                .iter()
                .find(|(name, _)| Name::of(name).bare == part)
                .map(|(_, inner)| inner),
            Value::Array(items) => items.first().filter(|_| part.parse::<usize>().is_ok()),
            Value::String(types) if types.contains("any") => return Ok(()),
            _ => None,
        };
        shape = inner.ok_or_else(|| {
            let object = shape.as_object();
            let place = object.map_or(0, |_| place);
            let fields = object.or(whole.as_object()).into_iter().flat_map(Map::keys);
            let fields = fields.map(|name| Name::of(name).bare.to_owned());
            (place, fields.collect::<Vec<_>>())
        })?;
    }
    Ok(())
}

/// Returns the names of the schemas, each with its fields.
pub(super) fn rows() -> Vec<Row> {
    let rows = shapes().iter().map(|(name, shape)| Row {
        name: full_name(name),
        text: in_brief(shape),
    });
    rows.collect()
}

/// Returns the full name of a schema.
fn full_name(name: &str) -> String {
    format!("wechatpay/{name}/v1")
}

/// Writes a shape without its types.
fn in_brief(shape: &Value) -> String {
    let Some(fields) = shape.as_object() else {
        return String::new();
    };
    let fields = fields.iter().map(|(name, inner)| {
        if name == "*" {
            return "…".to_owned();
        }
        let Name {
            bare, is_optional, ..
        } = Name::of(name);
        let mark = if is_optional { "?" } else { "" };
        let (inner, list) = match inner {
            Value::Array(inner) => (inner.first().unwrap_or(&Value::Null), "[]"),
            inner => (inner, ""),
        };
        let inside = match inner {
            Value::Object(_) => format!(" {{{}}}", in_brief(inner)),
            _ => String::new(),
        };
        format!("{bare}{list}{mark}{inside}")
    });
    fields.collect::<Vec<_>>().join(", ")
}

/// A field's name and its description.
struct Name<'n> {
    bare: &'n str,
    is_nullable: bool,
    is_optional: bool,
}

impl<'n> Name<'n> {
    fn of(name: &'n str) -> Self {
        let without = name.strip_suffix('?');
        let rest = without.unwrap_or(name);
        let bare = rest.strip_suffix("|null");
        Self {
            bare: bare.unwrap_or(rest),
            is_nullable: bare.is_some(),
            is_optional: without.is_some(),
        }
    }
}

/// All schemas as JSON Schema.
#[derive(Serialize)]
pub(super) struct Schemas {
    schemas: Map<String, Value>,
}

impl Schemas {
    /// Returns all of them.
    pub(super) fn all() -> Self {
        let named = shapes().iter().map(|(name, shape)| {
            let full = full_name(name);
            let mut schema = Map::new();
            schema.insert(
                "$schema".to_owned(),
                "https://json-schema.org/draft/2020-12/schema".into(),
            );
            if let Value::Object(fields) = json_schema(shape) {
                schema.extend(fields);
            }
            let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
            if let Some(properties) = properties {
                properties.shift_insert(0, "schema".to_owned(), json!({ "const": full }));
            }
            let required = schema.get_mut("required").and_then(Value::as_array_mut);
            if let Some(required) = required {
                required.insert(0, "schema".into());
            }
            (full, Value::Object(schema))
        });
        Self {
            schemas: named.collect(),
        }
    }
}

impl Render for Schemas {
    const SCHEMA: &'static str = "schemas";

    fn render(&self, page: &mut Page) {
        for name in self.schemas.keys() {
            page.line(name.as_str());
        }
    }
}

/// Returns a shape in JSON Schema. Fields may be added, so none is refused.
fn json_schema(shape: &Value) -> Value {
    match shape {
        Value::Object(fields) => {
            let known = fields.iter().filter(|(name, _)| *name != "*");
            let properties: Map<_, _> = known
                .clone()
                .map(|(name, inner)| {
                    let name = Name::of(name);
                    let mut schema = json_schema(inner);
                    if name.is_nullable {
                        schema["type"] = json!([schema["type"], "null"]);
                    }
                    (name.bare.to_owned(), schema)
                })
                .collect();
            let required: Vec<_> = known
                .map(|(name, _)| Name::of(name))
                .filter(|name| !name.is_optional)
                .map(|name| name.bare)
                .collect();
            let mut schema = json!({
                "type": "object", "properties": properties, "required": required,
            });
            if let Some(others) = fields.get("*") {
                schema["additionalProperties"] = json_schema(others);
            }
            schema
        }
        Value::Array(inner) => {
            let items = inner.first().map_or_else(|| json!({}), json_schema);
            json!({ "type": "array", "items": items })
        }
        Value::String(types) if types == "any" => json!({}),
        Value::String(types) => match types.split('|').collect::<Vec<_>>().as_slice() {
            [one] => json!({ "type": one }),
            several => json!({ "type": several }),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_refused_only_if_no_result_can_have_it() {
        for (schema, path) in [
            ("openid", "openid"),
            ("openid", "session_key"),
            ("openid", "schema"),
            ("query", "payer.openid"),
            ("download-certs", "certificates.0.serial_no"),
            ("download-certs", "certificates.0.verified_by.1"),
            ("verify-notify", "event.id"),
        ] {
            assert_eq!(known_fields(schema, path), Ok(()), "{schema} {path}");
        }
        for (schema, path) in [
            ("openid", "opnid"),
            ("openid", "openid.x"),
            ("download-certs", "certificates.serial_no"),
            ("download-certs", "certificates.0.serial"),
        ] {
            let (_, known) = known_fields(schema, path).unwrap_err();
            assert!(!known.is_empty(), "{schema} {path}");
        }
    }
}
