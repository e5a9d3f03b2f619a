//! Why an inbox cannot be used.

use std::fmt;

/// A store's name for messages: a path, or a database without its login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreName(pub(super) String);

impl fmt::Display for StoreName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why something is not kept or not found.
#[derive(Debug, Clone, thiserror::Error)]
pub enum InboxError {
    /// Another process serves from the file.
    #[error("another serve-notify uses {0}")]
    Busy(StoreName),
    /// There is no such file.
    #[error("there is no inbox at {0}")]
    Missing(StoreName),
    /// A later version made it.
    #[error("{store} has schema version {found}; this program knows {known}")]
    Newer {
        /// The store.
        store: StoreName,
        /// What it has.
        found: i64,
        /// What is understood.
        known: i64,
    },
    /// The address of a database cannot be understood. It may hold a password, so it is not shown.
    #[error("the store is not an address such as postgres://user@host:5432/database: {0}")]
    Address(String),
    /// The store does not take or give what it should; `why` is the store's own word.
    #[error("cannot use {store}: {why}")]
    Store {
        /// The store.
        store: StoreName,
        /// Why.
        why: String,
    },
    /// The store did not answer in time; what was put may be kept or not.
    #[error("{store} does not answer")]
    Silent {
        /// The store.
        store: StoreName,
    },
}
