//! `--field` and `--raw-field`: an object from names such as `amount.total`, `a[b]` and `list[]`.

use serde_json::{Map, Value};

/// One field, its value not read yet.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(super) name: String,
    /// None for an empty array.
    pub(super) value: Option<String>,
}

/// Reads `name=value`, or `name[]`.
pub(crate) fn field(text: &str) -> Result<Field, String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok(Field {
            name: name.to_owned(),
            value: Some(value.to_owned()),
        }),
        None if text.ends_with("[]") => Ok(Field {
            name: text.to_owned(),
            value: None,
        }),
        _ => Err(format!(
            "'{text}' is not name=value, such as amount.total=1; name[] is an empty array"
        )),
    }
}

/// A step into a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'n> {
    Key(&'n str),
    /// `[]`, the next place of an array.
    Next,
}

/// Puts a value where its name says; without a value, an empty array.
pub(super) fn put(object: &mut Value, name: &str, value: Option<Value>) -> Result<(), String> {
    let steps = steps(name)
        .ok_or_else(|| format!("'{name}' is not a name such as amount.total, a[b] or list[]"))?;
    let clash = || format!("'{name}' contradicts an earlier field");
    enter(object, &steps, value).ok_or_else(clash)
}

fn steps(name: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let step = if let Some(inner) = rest.strip_prefix('[').filter(|_| !steps.is_empty()) {
            let (inner, after) = inner.split_once(']')?;
            rest = after;
            if inner.is_empty() {
                Step::Next
            } else {
                Step::Key(inner)
            }
        } else {
            let bare = if steps.is_empty() {
                rest
            } else {
                rest.strip_prefix('.')?
            };
            let (key, after) = bare.split_at(bare.find(['.', '[']).unwrap_or(bare.len()));
            rest = after;
            (!key.is_empty() && !key.contains(']')).then_some(Step::Key(key))?
        };
        steps.push(step);
    }
    (!steps.is_empty()).then_some(steps)
}

fn enter(place: &mut Value, steps: &[Step<'_>], value: Option<Value>) -> Option<()> {
    match steps {
        [] => {
            let free = place.is_null();
            *place = value?;
            free.then_some(())
        }
        [Step::Key(key), rest @ ..] => {
            let object = filled(place, Value::Object(Map::new())).as_object_mut()?;
            if rest.is_empty() && object.contains_key(*key) {
                return None;
            }
            enter(object.entry(*key).or_insert(Value::Null), rest, value)
        }
        [Step::Next, rest @ ..] => {
            let array = filled(place, Value::Array(Vec::new())).as_array_mut()?;
            if rest.is_empty() && value.is_none() {
                return Some(());
            }
            // The last element goes on until a key comes that it has already.
            let goes_on = match (rest.first(), array.last()) {
                (Some(Step::Key(key)), Some(Value::Object(last))) => !last.contains_key(*key),
                _ => false,
            };
            if !goes_on {
                array.push(Value::Null);
            }
            enter(array.last_mut()?, rest, value)
        }
    }
}

/// Makes a place that holds nothing yet what it must be.
fn filled(place: &mut Value, empty: Value) -> &mut Value {
    if place.is_null() {
        *place = empty;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn made(fields: &[(&str, Value)]) -> Result<Value, String> {
        let mut object = json!({});
        for (name, value) in fields {
            put(&mut object, name, Some(value.clone()))?;
        }
        Ok(object)
    }

    #[test]
    fn names_lead_into_objects_and_arrays() {
        assert_eq!(
            made(&[
                ("amount.total", json!(1)),
                ("amount[currency]", json!("CNY")),
                ("list[]", json!("a")),
                ("list[]", json!("b")),
                ("goods[][id]", json!(1)),
                ("goods[].name", json!("x")),
                ("goods[][id]", json!(2)),
                ("a.b[c].d", json!(null)),
            ]),
            Ok(json!({
                "amount": {"total": 1, "currency": "CNY"},
                "list": ["a", "b"],
                "goods": [{"id": 1, "name": "x"}, {"id": 2}],
                "a": {"b": {"c": {"d": null}}},
            }))
        );
        let mut empty = json!({});
        put(&mut empty, "list[]", None).unwrap();
        assert_eq!(empty, json!({"list": []}));
    }

    #[test]
    fn what_contradicts_or_leads_nowhere_is_refused() {
        for fields in [
            [("a", json!(1)), ("a", json!(2))],
            [("a", json!(1)), ("a.b", json!(2))],
            [("a.b", json!(1)), ("a[]", json!(2))],
            [("a[]", json!(1)), ("a[b]", json!(2))],
        ] {
            assert!(made(&fields).is_err(), "{fields:?}");
        }
        for name in [
            "", "[]", "[a]", ".a", "a.", "a..b", "a[", "a]", "a[b]c", "a[b",
        ] {
            assert!(made(&[(name, json!(1))]).is_err(), "{name}");
        }
    }

    #[test]
    fn a_field_has_a_name_and_a_value() {
        assert_eq!(field("a=b=c").unwrap().value.as_deref(), Some("b=c"));
        assert_eq!(field("a[]").unwrap().value, None);
        assert!(field("a").is_err() && field("=a").is_err());
    }
}
