//! Why an inbox cannot be used.

use std::{fmt, io};

use crate::error_chain::without_number;

/// A store's name for messages: a path, or a database without its login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreName(pub(super) String);

impl fmt::Display for StoreName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a store fails: its kind, and the words of the system or the database.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreFault {
    /// The kind.
    pub kind: StoreFaultKind,
    words: String,
    /// The number of the system's error, if it is the system's.
    number: Option<i32>,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFaultKind {
    /// The system refused the file or the connection.
    System(io::ErrorKind),
    /// The file holds something else.
    NotADatabase,
    /// There is no room.
    Full,
    /// It cannot be written.
    ReadOnly,
    /// It cannot be opened.
    CannotOpen,
    /// Another program holds it.
    Locked,
    /// The disk fails.
    Disk,
    /// Its content is damaged.
    Damaged,
    /// The user or the password is wrong, or may not do this.
    Login,
    /// There is no database of that name.
    NoDatabase,
    /// A table or a column is missing.
    Tables,
    /// A trigger or a rule of the database discards what is inserted.
    Discards,
    /// Something else, which only the words say.
    Other,
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<String> for StoreFault {
    fn from(words: String) -> Self {
        let kind = StoreFaultKind::Other;
        Self {
            kind,
            words,
            number: None,
        }
    }
}

impl From<&io::Error> for StoreFault {
    fn from(error: &io::Error) -> Self {
        Self {
            kind: StoreFaultKind::System(error.kind()),
            words: without_number(&error.to_string()).to_owned(),
            number: error.raw_os_error(),
        }
    }
}

impl StoreFault {
    /// Returns the error of the system, if it is one.
    #[must_use]
    pub fn system_error(&self) -> Option<io::Error> {
        let StoreFaultKind::System(kind) = self.kind else {
            return None;
        };
        let of_kind = || io::Error::new(kind, self.words.clone());
        Some(
            self.number
                .map_or_else(of_kind, io::Error::from_raw_os_error),
        )
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl StoreFault {
    /// Makes a fault of a kind that has words of its own.
    pub(super) fn new(kind: StoreFaultKind, words: String) -> Self {
        Self {
            kind,
            words,
            number: None,
        }
    }
}

/// Why an inbox cannot store or find something.
#[derive(Debug, Clone, thiserror::Error)]
pub enum InboxError {
    /// Another process serves from the file.
    #[error("another serve-notify uses {0}")]
    Busy(StoreName),
    /// There is no such file.
    #[error("there is no inbox at {0}")]
    Missing(StoreName),
    /// It is a folder, a device or the like.
    #[error("{0} is not a file")]
    NotAFile(StoreName),
    /// The file has another name, a hard link, under which it could be opened a second time.
    #[error("{0} has several names (hard links)")]
    Linked(StoreName),
    /// Others can read the file, and it cannot be closed to them.
    #[error("{0} can be read by other users, and its permissions cannot be changed")]
    Exposed(StoreName),
    /// The file was moved or replaced while it was in use.
    #[error("{0} was moved or replaced while it was in use")]
    Moved(StoreName),
    /// The log is there, with what was acknowledged last, and the database is not.
    #[error("{store} is missing or empty, and its log {log} is not")]
    Orphaned {
        /// The database.
        store: StoreName,
        /// Its log.
        log: StoreName,
    },
    /// Another program wrote into the file, or cut it, and notifications are missing.
    #[error("{store} was overwritten by another program while it was in use: {why}")]
    Damaged {
        /// The store.
        store: StoreName,
        /// The damage.
        why: String,
    },
    /// It was damaged while it was in use, and is not opened until the operator has moved away the
    /// copies of its files.
    #[error(
        "{store} was overwritten by another program while it was in use: {why}; its files are copied to {folder}"
    )]
    SetAside {
        /// The store.
        store: StoreName,
        /// The folder of the copies.
        folder: StoreName,
        /// The damage.
        why: String,
    },
    /// It was damaged while it was in use, and its files cannot be copied.
    #[error(
        "{store} was overwritten by another program while it was in use, and its files cannot be copied to {folder}: {why}"
    )]
    NotSetAside {
        /// The store.
        store: StoreName,
        /// The folder that the copies belong into.
        folder: StoreName,
        /// Why they cannot be copied.
        why: StoreFault,
    },
    /// A later version of this program created it.
    #[error("{store} has schema version {found}; this program knows {known}")]
    Newer {
        /// The store.
        store: StoreName,
        /// Its schema version.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// A connection pooler gives each transaction another session.
    #[error("{0} is a connection pooler that keeps no sessions")]
    Pooled(StoreName),
    /// The encoding of a database has no place for some texts.
    #[error("the encoding of {store} is {encoding}, which cannot hold every notification")]
    Encoding {
        /// The store.
        store: StoreName,
        /// The database's encoding.
        encoding: String,
    },
    /// The address of a database cannot be understood. It may hold a password, so it is not shown.
    #[error("the store is not an address such as postgres://user@host:5432/database: {0}")]
    Address(String),
    /// The store fails.
    #[error("cannot use {store}: {why}")]
    Store {
        /// The store.
        store: StoreName,
        /// The reason.
        why: StoreFault,
    },
    /// The store did not respond in time; a notification may be stored or not.
    #[error("{store} does not respond")]
    Silent {
        /// The store.
        store: StoreName,
    },
}

impl InboxError {
    /// Returns why the store fails, if it is the store that does.
    #[must_use]
    pub fn fault(&self) -> Option<&StoreFault> {
        if let Self::Store { why, .. } = self {
            Some(why)
        } else {
            None
        }
    }

    /// Tells whether something else is in the store's place, or what is left of it.
    #[must_use]
    pub fn is_of_other_file(&self) -> bool {
        let is_other = |why: &StoreFault| why.kind == StoreFaultKind::NotADatabase;
        matches!(self, Self::NotAFile(_) | Self::Damaged { .. })
            || self.fault().is_some_and(is_other)
    }
}

/// A change of a store while it is in use, by another program, and how it was handled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreEvent {
    /// The database was moved away or replaced; what has its name now is used.
    Reopened(StoreName),
    /// Another file was put in the place of the database, which had no other name; what was in it
    /// was written to a file of its own, and what has its name now is used.
    Replaced {
        /// The store.
        store: StoreName,
        /// The path of the replaced database.
        saved: StoreName,
    },
    /// Another program deleted acknowledged notifications by SQL, as a restore into the open
    /// database does.
    Rewound {
        /// The store.
        store: StoreName,
        /// The id of the newest notification before that.
        newest: String,
    },
    /// Another program deleted acknowledged notifications by SQL, and not the newest one.
    Deleted {
        /// The store.
        store: StoreName,
        /// How many are missing.
        count: u64,
    },
    /// The database was removed or cut; everything that was in it was written to it again.
    Restored(StoreName),
    /// A file beside the database was moved, removed or replaced; its contents had been written
    /// into the database before it was opened again.
    LogRenewed {
        /// The database.
        store: StoreName,
        /// The file beside it.
        file: StoreName,
    },
    /// It was damaged while it was in use, and its files were copied.
    SetAside {
        /// The store.
        store: StoreName,
        /// The folder of the copies.
        folder: StoreName,
    },
}
