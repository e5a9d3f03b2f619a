//! JSON from the other side, read strictly: a key that stands twice could mean either value,
//! so it means neither.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// Reads JSON and refuses an object that names a key twice.
///
/// # Errors
/// Says where the text stops being JSON.
pub fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(bytes).map(|Strict(value)| value)
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
                    let key = place.key();
                    return Err(de::Error::custom(format!(
                        "the key {key:?} stands there twice"
                    )));
                }
            }
        }
        Ok(Value::Object(object))
    }
}

/// Sets `a.b.c` in an object, making the objects on the way; the last part may replace a value.
///
/// # Errors
/// Fails where a part on the way is there and not an object.
pub fn set(target: &mut Value, path: &str, value: Value) -> Result<(), String> {
    let mut place = target;
    for part in path.split('.') {
        if part.is_empty() {
            return Err(format!(
                "'{path}' is not a path such as scene_info.device_id"
            ));
        }
        place = place
            .as_object_mut()
            .ok_or_else(|| format!("what stands before '{part}' in '{path}' is not an object"))?
            .entry(part)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    *place = value;
    Ok(())
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
    fn a_key_that_stands_twice_is_refused() {
        let error = parse(br#"{"a":{"total":1,"total":100}}"#).unwrap_err();
        assert!(error.to_string().contains("\"total\" stands there twice"));
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
