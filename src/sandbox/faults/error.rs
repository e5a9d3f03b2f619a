//! Why a fault cannot be set.

/// Why a fault cannot occur.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// The fault is unknown.
    #[error("no fault is called '{name}'{}", meant(nearest.as_ref()))]
    Name {
        /// What was given.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The status is not one of an error.
    #[error("'{0}' is not a status from 400 to 599")]
    Status(String),
    /// It is not a duration.
    #[error("'{0}' is not a duration such as 250ms, 2s or 1m, of an hour at most")]
    Delay(String),
    /// It is neither a rate nor a number of calls.
    #[error("'{0}' is neither a rate such as 0.2, nor a number of calls such as x3")]
    Frequency(String),
    /// The sandbox has no such path.
    #[error("no call has the path {path}{}", meant(nearest.as_ref()))]
    Path {
        /// What was given.
        path: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
}

fn meant(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |known| format!("; did you mean {known}?"))
}
