//! JSON from the other side, read strictly: a duplicate key could mean either value,
//! so it means neither.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde::Serialize;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// Reads JSON and refuses an object that names a key twice.
///
/// # Errors
/// Returns the position at which the text stops being JSON.
pub fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(bytes).map(|Strict(value)| value)
}

/// Whether a terminal might act on a character, show it in another place, or not show it at all.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Finds the first character that is one of those wanted, none of which is printable ASCII, the most
/// of most texts.
pub(super) fn find_char(text: &str, is_wanted: fn(char) -> bool) -> Option<usize> {
    let is_printable = |byte: u8| matches!(byte, b' '..=b'~');
    let start = text.bytes().position(|byte| !is_printable(byte))?;
    text[start..].find(is_wanted).map(|at| start + at)
}

/// Writes JSON with every control character escaped; `serde_json` leaves DEL and C1 as they are.
#[must_use]
pub fn to_escaped_string(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let Some(first) = find_char(&text, is_control) else {
        return text;
    };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_control(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let Strict(value) = entries.next_value()?;
            match object.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(place) => {
                    return Err(duplicate_key(place.key()));
                }
            }
        }
        Ok(Value::Object(object))
    }
}

fn duplicate_key<E: de::Error>(key: &str) -> E {
    de::Error::custom(format!("duplicate key {key:?}"))
}

/// Reads JSON as strictly as [`parse`], and returns only the texts of some members of the
/// outermost object.
///
/// # Errors
/// Returns the position at which the text stops being JSON.
pub fn texts<const N: usize>(
    text: &str,
    names: [&str; N],
) -> Result<[Option<String>; N], serde_json::Error> {
    let mut found = [const { None }; N];
    let mut reader = serde_json::Deserializer::from_str(text);
    Texts {
        names: &names,
        found: &mut found,
    }
    .deserialize(&mut reader)?;
    reader.end()?;
    Ok(found)
}

/// Visits a value, returns it if it is a text, and collects the texts of an
/// object's members.
struct Texts<'n> {
    names: &'n [&'n str],
    found: &'n mut [Option<String>],
}

impl Texts<'_> {
    fn none() -> Self {
        Self {
            names: &[],
            found: &mut [],
        }
    }
}

impl<'de> DeserializeSeed<'de> for Texts<'_> {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element_seed(Texts::none())?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = entries.next_key_seed(Texts::none())? {
            let key = key.unwrap_or_default();
            let value = entries.next_value_seed(Texts::none())?;
            if let Some(at) = self.names.iter().position(|name| *name == key) {
                self.found[at] = value.map(Cow::into_owned);
            }
            if let Some(key) = keys.replace(key) {
                return Err(duplicate_key(&key));
            }
        }
        Ok(None)
    }
}

/// Why a field cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// A part of the path is empty.
    #[error("'{0}' is not a path such as scene_info.device_id")]
    Path(String),
    /// What stands before a part of the path is not an object.
    #[error("the value before '{part}' in '{path}' is not an object")]
    Parent {
        /// The path.
        path: String,
        /// Its part.
        part: String,
    },
}

/// Sets `a.b.c` in an object, creating missing objects; the last part may replace a value.
///
/// # Errors
/// Returns an error if a part of the path is empty, or leads through what is not an object.
pub fn set(target: &mut Value, path: &str, value: Value) -> Result<(), SetError> {
    let mut place = target;
    for part in path.split('.') {
        if part.is_empty() {
            return Err(SetError::Path(path.to_owned()));
        }
        place = place
            .as_object_mut()
            .ok_or_else(|| SetError::Parent {
                path: path.to_owned(),
                part: part.to_owned(),
            })?
            .entry(part)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    *place = value;
    Ok(())
}

/// A value of an object, by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlatValue {
    /// The keys that lead to it, such as `amount.total`.
    pub path: String,
    /// The value; a text is without quotes, and an array is one value.
    pub text: String,
}

/// Returns the values of an object by their paths.
#[must_use]
pub fn flatten(object: &Map<String, Value>) -> Vec<FlatValue> {
    let mut values = Vec::new();
    for (name, value) in object {
        let text = match value {
            Value::Object(inner) => {
                values.extend(flatten(inner).into_iter().map(|value| FlatValue {
                    path: format!("{name}.{}", value.path),
                    ..value
                }));
                continue;
            }
            Value::String(text) => text.clone(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => value.to_string(),
        };
        let path = name.clone();
        values.push(FlatValue { path, text });
    }
    values
}

/// Finds `a.b.0.c` in a value: keys of objects and places in arrays.
#[must_use]
pub fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |place, part| match place {
        Value::Object(object) => object.get(part),
        Value::Array(array) => array.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            to_escaped_string(&"\u{9b}2J\u{7f}\u{1b}支付"),
            "\"\\u009b2J\\u007f\\u001b支付\""
        );
        let hidden = "pay\u{202e}1\u{200b}\u{2028}\u{feff}\u{e0041}";
        let escaped = to_escaped_string(&hidden);
        assert!(escaped.is_ascii(), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), hidden);
    }

    #[test]
    fn an_object_is_flattened_to_paths() {
        let value = json!({"a": {"b": {"c": "x"}, "d": [1, 2]}, "e": null, "f": {}});
        let values = flatten(value.as_object().unwrap());
        let expected = [("a.b.c", "x"), ("a.d", "[1,2]"), ("e", "null")];
        let values: Vec<_> = values.iter().map(|v| (&*v.path, &*v.text)).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn a_duplicate_key_is_refused() {
        let error = parse(br#"{"a":{"total":1,"total":100}}"#).unwrap_err();
        assert!(error.to_string().contains("duplicate key \"total\""));
        assert_eq!(
            parse(br#"{"b":[1,-2,null,"x"],"a":true}"#).unwrap(),
            json!({"b": [1, -2, null, "x"], "a": true})
        );
    }

    #[test]
    fn paths_lead_in_and_back() {
        let mut value = json!({"amount": {"total": 1}});
        set(&mut value, "scene_info.store_info.id", json!("7")).unwrap();
        assert_eq!(find(&value, "scene_info.store_info.id"), Some(&json!("7")));
        assert!(set(&mut value, "amount.total.x", json!(1)).is_err());
        assert_eq!(find(&json!([[1]]), "0.0"), Some(&json!(1)));
    }
}
