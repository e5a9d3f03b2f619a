//! The shapes of what commands print as JSON, as `schemas.json` lists them.
//!
//! A shape is an object of fields, a list of one shape, or the name of a type, of which several are
//! joined by `|`. A field whose name ends in `?` may be absent; the field `*` stands for fields of
//! WeChat Pay, which are passed through.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::page::Row;
use crate::ui::{Page, Render};

const SCHEMAS: &str = include_str!("schemas.json");

/// Returns the shapes by the middle of their names.
fn shapes() -> &'static Map<String, Value> {
    static SHAPES: OnceLock<Map<String, Value>> = OnceLock::new();
    // A test reads the file, so that it is one.
    SHAPES.get_or_init(|| serde_json::from_str(SCHEMAS).unwrap_or_default())
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
        let (bare, optional) = optional(name);
        let mark = if optional { "?" } else { "" };
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

/// A field with its place in the object.
#[cfg(test)]
pub(super) struct FieldOf {
    /// Such as `certificates[].serial_no`.
    pub(super) path: String,
    /// The types, joined by `|`.
    pub(super) types: String,
    pub(super) is_optional: bool,
}

/// Returns the names of the schemas, each with all its fields.
#[cfg(test)]
pub(super) fn fields() -> Vec<(String, Vec<FieldOf>)> {
    fn walk(at: &str, shape: &Value, found: &mut Vec<FieldOf>) {
        let Some(fields) = shape.as_object() else {
            return;
        };
        for (name, inner) in fields {
            let (bare, is_optional) = optional(name);
            let path = format!("{at}{bare}");
            let (types, below) = match inner {
                Value::Array(items) => {
                    let item = items.first().unwrap_or(&Value::Null);
                    let types = item.as_str().unwrap_or("object");
                    (
                        format!("array of {types}"),
                        Some((format!("{path}[]."), item)),
                    )
                }
                Value::Object(_) => ("object".to_owned(), Some((format!("{path}."), inner))),
                other => (other.as_str().unwrap_or("any").to_owned(), None),
            };
            found.push(FieldOf {
                path,
                types,
                is_optional: is_optional || name == "*",
            });
            if let Some((at, shape)) = below {
                walk(&at, shape, found);
            }
        }
    }
    let named = shapes().iter().map(|(name, shape)| {
        let mut found = Vec::new();
        walk("", shape, &mut found);
        (full_name(name), found)
    });
    named.collect()
}

fn optional(name: &str) -> (&str, bool) {
    match name.strip_suffix('?') {
        Some(bare) => (bare, true),
        None => (name, false),
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
                .map(|(name, inner)| (optional(name).0.to_owned(), json_schema(inner)))
                .collect();
            let required: Vec<_> = known
                .filter(|(name, _)| !optional(name).1)
                .map(|(name, _)| name.as_str())
                .collect();
            json!({ "type": "object", "properties": properties, "required": required })
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
