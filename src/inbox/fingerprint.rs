//! What a JSON text says as one number, for an inbox that cannot keep the text.

use std::fmt;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Returns a number that two JSON texts share if they hold the same values, whatever the order of
/// their keys and the white space between them. It holds for one `state`.
pub(super) fn fingerprint(state: &RandomState, text: &str) -> u64 {
    let place = Place { state, path: 0 };
    let mut reader = serde_json::Deserializer::from_str(text);
    place.deserialize(&mut reader).unwrap_or_default()
}

/// A place in a JSON text. The numbers of all values at their places are added up.
#[derive(Clone, Copy)]
struct Place<'s> {
    state: &'s RandomState,
    path: u64,
}

impl Place<'_> {
    fn number(self, value: impl Hash) -> u64 {
        self.state.hash_one((self.path, value))
    }

    /// Returns the place that a key or an index leads to.
    fn inner(self, step: impl Hash) -> Self {
        let path = self.number(step);
        Self { path, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<u64, E> {
        Ok(self.number(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<u64, E> {
        Ok(self.number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<u64, E> {
        Ok(self.number(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<u64, E> {
        Ok(self.number(value.to_bits()))
    }

    fn visit_str<E>(self, value: &str) -> Result<u64, E> {
        Ok(self.number(value))
    }

    fn visit_unit<E>(self) -> Result<u64, E> {
        Ok(self.number("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<u64, A::Error> {
        let mut sum = self.number("[]");
        let mut index = 0_u64;
        while let Some(item) = items.next_element_seed(self.inner(index))? {
            sum = sum.wrapping_add(item);
            index += 1;
        }
        Ok(sum)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<u64, A::Error> {
        let mut sum = self.number("{}");
        while let Some(key) = entries.next_key::<String>()? {
            sum = sum.wrapping_add(entries.next_value_seed(self.inner(key))?);
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter_and_every_value_does() {
        let state = RandomState::default();
        let number = |text: &str| fingerprint(&state, text);
        let first = number(r#"{"a":{"b":12,"c":"12"},"d":[1,true,null,1.5,-1],"e":{}}"#);
        let reordered = r#"{ "e":{}, "d":[1,true,null,1.5,-1], "a":{"c":"\u0031\u0032","b":12} }"#;
        assert_eq!(number(reordered), first);
        for other in [
            r#"{"a":{"b":21,"c":"12"},"d":[1,true,null,1.5,-1],"e":{}}"#,
            r#"{"a":{"b":12,"c":12},"d":[1,true,null,1.5,-1],"e":{}}"#,
            r#"{"a":{"b":"12","c":12},"d":[1,true,null,1.5,-1],"e":{}}"#,
            r#"{"a":{"c":12,"b":"12"},"d":[true,1,null,1.5,-1],"e":{}}"#,
            r#"{"a":{"b":12,"c":"12"},"d":[1,true,null,1.5,-1],"e":[]}"#,
            r#"{"a":{"b":12,"c":"12"},"d":[1,true,null,1.5,-1]}"#,
            r#"{"a":{"b":12,"c":"12","d":[1,true,null,1.5,-1]},"e":{}}"#,
        ] {
            assert_ne!(number(other), first, "{other}");
        }
    }
}
