//! A database that cannot be used, as an answer to a control call: who made the call tells what to
//! do about it.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::sandbox::error::{DatabaseError, SandboxError};

/// A field of the answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UnusableDatabase {
    path: PathBuf,
    #[serde(flatten)]
    fault: Fault,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
enum Fault {
    Damaged { words: String },
    Schema { name: String },
    LogOverwritten { log: PathBuf },
    Newer { found: i64, known: i64 },
    ReadOnly,
    Busy,
    Full,
    Ended,
    System { number: Option<i32>, words: String },
    Failed { words: String },
}

impl UnusableDatabase {
    pub(super) fn of(path: &Path, error: &DatabaseError) -> Self {
        let fault = match error {
            DatabaseError::Damaged(why) => Fault::Damaged {
                words: why.to_string(),
            },
            DatabaseError::Schema { name } => Fault::Schema { name: name.clone() },
            DatabaseError::LogOverwritten(log) => Fault::LogOverwritten { log: log.clone() },
            DatabaseError::Newer { found, known } => Fault::Newer {
                found: *found,
                known: *known,
            },
            DatabaseError::ReadOnly => Fault::ReadOnly,
            DatabaseError::Busy => Fault::Busy,
            DatabaseError::Full => Fault::Full,
            DatabaseError::Ended => Fault::Ended,
            DatabaseError::System(why) => Fault::System {
                number: why.raw_os_error(),
                words: why.to_string(),
            },
            DatabaseError::Failed(words) => Fault::Failed {
                words: words.clone(),
            },
        };
        let path = path.to_owned();
        Self { path, fault }
    }
}

impl From<UnusableDatabase> for SandboxError {
    fn from(UnusableDatabase { path, fault }: UnusableDatabase) -> Self {
        let error = match fault {
            Fault::Damaged { words } => DatabaseError::Damaged(words.into()),
            Fault::Schema { name } => DatabaseError::Schema { name },
            Fault::LogOverwritten { log } => DatabaseError::LogOverwritten(log),
            Fault::Newer { found, known } => DatabaseError::Newer { found, known },
            Fault::ReadOnly => DatabaseError::ReadOnly,
            Fault::Busy => DatabaseError::Busy,
            Fault::Full => DatabaseError::Full,
            Fault::Ended => DatabaseError::Ended,
            Fault::System { number, words } => {
                let of_words = || io::Error::other(words);
                let why = number.map_or_else(of_words, io::Error::from_raw_os_error);
                DatabaseError::System(why)
            }
            Fault::Failed { words } => DatabaseError::Failed(words),
        };
        error.at(&path)
    }
}
