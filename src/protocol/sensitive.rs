//! 敏感信息字段: sealing and opening single fields of a JSON text, every other byte left as it is.

use std::collections::HashMap;

use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json;
use super::keys::{Ciphertext, DecryptError, EncryptError, OaepHash, SigningKey, VerifyingKey};

/// Why a field cannot be encrypted or decrypted.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// There is nothing to look into.
    #[error("the text is not JSON")]
    Json(#[source] serde_json::Error),
    /// The path does not exist.
    #[error("there is no field '{0}'")]
    Missing(String),
    /// The value at the path is not a text.
    #[error("the field '{0}' is not a string")]
    NotText(String),
    /// The field cannot be encrypted.
    #[error("the field '{path}' cannot be encrypted")]
    Encrypt {
        /// The path of the field.
        path: String,
        /// The reason.
        source: EncryptError,
    },
    /// The field cannot be decrypted.
    #[error("the field '{path}' cannot be decrypted")]
    Decrypt {
        /// The path of the field.
        path: String,
        /// The reason, with the usual hash.
        source: DecryptError,
    },
    /// The decrypted value is not a text.
    #[error("the field '{0}' decrypts to bytes that are not UTF-8")]
    NotUtf8(String),
}

/// Seals the fields at `path`; the other half is [`open()`].
///
/// A path is keys and places with dots between them, and `*` for every place of an array.
///
/// # Errors
/// Returns the field and the reason; the text is not changed then.
pub fn seal(text: &[u8], path: &str, key: &VerifyingKey) -> Result<Vec<u8>, FieldError> {
    change(text, path, |plain| {
        let sealed = key
            .encrypt(plain.as_bytes())
            .map_err(|source| FieldError::Encrypt {
                path: path.to_owned(),
                source,
            })?;
        Ok(Zeroizing::new(sealed.to_string()))
    })
}

/// Decrypts the fields at `path`, with the usual hash, or with the other one if that fails;
/// which one fitted is noted in `hashes`. An empty field stays so.
///
/// # Errors
/// Returns the field and the reason.
pub fn open(
    text: &[u8],
    path: &str,
    key: &SigningKey,
    hashes: &mut Vec<OaepHash>,
) -> Result<Vec<u8>, FieldError> {
    change(text, path, |sealed| {
        if sealed.is_empty() {
            return Ok(Zeroizing::default());
        }
        let failed = |source| FieldError::Decrypt {
            path: path.to_owned(),
            source,
        };
        let sealed: Ciphertext = sealed.parse().map_err(failed)?;
        let opened = open_either(&sealed, key).map_err(failed)?;
        hashes.push(opened.hash);
        let plain = std::str::from_utf8(&opened.plaintext);
        let plain = plain.map_err(|_| FieldError::NotUtf8(path.to_owned()))?;
        Ok(Zeroizing::new(plain.to_owned()))
    })
}

/// A field (敏感信息) that was opened.
#[non_exhaustive]
pub struct OpenedField {
    /// The plaintext.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// The hash that it was sealed with.
    pub hash: OaepHash,
}

/// Opens with the usual hash, else with the other; the documentation names both.
///
/// # Errors
/// Returns the error of the usual hash if neither opens it.
pub fn open_either(sealed: &Ciphertext, key: &SigningKey) -> Result<OpenedField, DecryptError> {
    let [usual, other] = OaepHash::ALL;
    let open = |hash| {
        let plaintext = key.decrypt(sealed, hash)?;
        Ok(OpenedField { plaintext, hash })
    };
    open(usual).or_else(|why| open(other).map_err(|_: DecryptError| why))
}

fn change(
    text: &[u8],
    path: &str,
    mut change: impl FnMut(&str) -> Result<Zeroizing<String>, FieldError>,
) -> Result<Vec<u8>, FieldError> {
    // A duplicate key could be encrypted in one place and read in the other.
    json::parse(text).map_err(FieldError::Json)?;
    let raw: &RawValue = serde_json::from_slice(text).map_err(FieldError::Json)?;
    let parts: Vec<&str> = path.split('.').collect();
    let mut found = Vec::new();
    find(raw.get(), &parts, &mut found);
    if found.is_empty() {
        return Err(FieldError::Missing(path.to_owned()));
    }
    let mut changed = Vec::with_capacity(text.len() + 400 * found.len());
    let mut done = 0;
    for field in found {
        let old: String =
            serde_json::from_str(field).map_err(|_| FieldError::NotText(path.to_owned()))?;
        let from = field.as_ptr().addr() - text.as_ptr().addr();
        changed.extend_from_slice(&text[done..from]);
        let new = change(&Zeroizing::new(old))?;
        serde_json::to_writer(&mut changed, new.as_str()).map_err(FieldError::Json)?;
        done = from + field.len();
    }
    changed.extend_from_slice(&text[done..]);
    Ok(changed)
}

/// Finds the pieces of the text at a path, in order; a null does not count.
fn find<'t>(text: &'t str, path: &[&str], found: &mut Vec<&'t str>) {
    let Some((part, rest)) = path.split_first() else {
        if text != "null" {
            found.push(text);
        }
        return;
    };
    if let Ok(object) = serde_json::from_str::<HashMap<String, &'t RawValue>>(text) {
        if let Some(value) = object.get(*part) {
            find(value.get(), rest, found);
        }
    } else if let Ok(array) = serde_json::from_str::<Vec<&'t RawValue>>(text) {
        let place = part.parse::<usize>().ok();
        for (at, value) in array.into_iter().enumerate() {
            if *part == "*" || place == Some(at) {
                find(value.get(), rest, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(text: &str, path: &str) -> Result<String, FieldError> {
        let shout = |plain: &str| Ok(Zeroizing::new(plain.to_uppercase()));
        change(text.as_bytes(), path, shout).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn every_other_byte_stays() {
        let text = "{ \"a\" : 1.50, \"b\":{\"c\": \"x\\u0079\\\"\"} ,\"big\":123456789012345678901234567890}\n";
        assert_eq!(
            shouted(text, "b.c").unwrap(),
            text.replace("\"x\\u0079\\\"\"", "\"XY\\\"\"")
        );
    }

    #[test]
    fn a_star_is_every_place_of_an_array() {
        let text = r#"{"list":[{"n":"a"},{"m":"b"},{"n":null},{"n":"c"}]}"#;
        assert_eq!(
            shouted(text, "list.*.n").unwrap(),
            r#"{"list":[{"n":"A"},{"m":"b"},{"n":null},{"n":"C"}]}"#
        );
        assert!(shouted(text, "list.1.m").unwrap().contains(r#""m":"B""#));
    }

    #[test]
    fn what_is_not_there_is_said() {
        let text = r#"{"a":{"b":1},"c":null}"#;
        for (path, part) in [
            ("x", "no field 'x'"),
            ("a.b.c", "no field"),
            ("c", "no field"),
            ("a.b", "not a string"),
            ("a", "not a string"),
        ] {
            let error = shouted(text, path).unwrap_err().to_string();
            assert!(error.contains(part), "{path}: {error}");
        }
        assert!(matches!(shouted("{", "a"), Err(FieldError::Json(_))));
        let twice = shouted(r#"{"a":"x","a":"y"}"#, "a");
        assert!(matches!(twice, Err(FieldError::Json(_))));
    }
}
