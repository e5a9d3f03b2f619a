//! Reading the bodies of verified responses.

use serde_json::{Map, Value};

use super::json;

/// Why the body of a verified response is not the response of its endpoint.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The body is not JSON, or a field has another type than the documented one.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The body is JSON, but not an object.
    #[error("it is not an object")]
    NotAnObject,
    /// A field that every such response has is missing.
    #[error("it has no {0}")]
    Missing(&'static str),
    /// The response describes another order, refund or merchant than the request named.
    #[error("it is about {field} {found}, but {expected} was requested")]
    OtherSubject {
        /// The field that differs.
        field: &'static str,
        /// Its value in the response.
        found: Value,
        /// Its value in the request.
        expected: String,
    },
    /// The fields are there, but cannot be used.
    #[error("{0}")]
    Unusable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Reads an object whose fields, if present and not null, must equal the `expected` ones.
pub(super) fn object<'a>(
    body: &[u8],
    expected: impl IntoIterator<Item = (&'static str, &'a str)>,
) -> Result<Map<String, Value>, AnswerError> {
    let Value::Object(object) = json::parse(body)? else {
        return Err(AnswerError::NotAnObject);
    };
    for (field, expected) in expected {
        let is_other = |found: &&Value| !found.is_null() && **found != expected;
        if let Some(found) = object.get(field).filter(is_other) {
            return Err(AnswerError::OtherSubject {
                field,
                found: found.clone(),
                expected: expected.to_owned(),
            });
        }
    }
    Ok(object)
}

/// Returns a text field that every such response has.
pub(super) fn text<'o>(
    object: &'o Map<String, Value>,
    field: &'static str,
) -> Result<&'o str, AnswerError> {
    object
        .get(field)
        .and_then(Value::as_str)
        .ok_or(AnswerError::Missing(field))
}
