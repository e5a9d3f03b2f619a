//! The fields of a request's body: texts of a limited length, and fields that are set by their path.

use serde_json::Value;

use super::json::{self, SetError};

/// A field that WeChat Pay would refuse, or that cannot be set.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// A text is empty or too long.
    #[error("{field} must have 1 to {max_bytes} bytes; this has {bytes}")]
    Length {
        /// The field of the body.
        field: &'static str,
        /// The length that is allowed.
        max_bytes: usize,
        /// The length that it has.
        bytes: usize,
    },
    /// A text has characters that WeChat Pay refuses.
    #[error("{field} must not hold emoji or control characters: WeChat Pay refuses them")]
    Characters {
        /// The field of the body.
        field: &'static str,
    },
    /// An override names a field that cannot be set.
    #[error(transparent)]
    Override(#[from] SetError),
    /// The body cannot be written.
    #[error("the body cannot be written as JSON")]
    Serialize(#[source] serde_json::Error),
}

/// A field of the body that is set beside those of a draft, or instead of them.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldOverride {
    /// The field's path, such as `amount.total`.
    pub path: String,
    /// The value that it is set to.
    pub value: Value,
}

impl FieldOverride {
    /// Sets the field of a body.
    ///
    /// # Errors
    /// Returns an error if the path is not one, or leads through what is not an object.
    pub fn apply(&self, body: &mut Value) -> Result<(), SetError> {
        json::set(body, &self.path, self.value.clone())
    }
}

/// Checks a text that the payer or the merchant reads.
///
/// # Errors
/// Returns [`FieldError::Length`] or [`FieldError::Characters`].
pub fn check_text(field: &'static str, text: &str, max_bytes: usize) -> Result<(), FieldError> {
    if text.is_empty() || text.len() > max_bytes {
        return Err(FieldError::Length {
            field,
            max_bytes,
            bytes: text.len(),
        });
    }
    if text
        .chars()
        .any(|c| u32::from(c) > 0xffff || c.is_control())
    {
        return Err(FieldError::Characters { field });
    }
    Ok(())
}
