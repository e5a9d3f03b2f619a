//! A file that cannot be used, and what was done with it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What was done with a file when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAction {
    /// Reading it, or listing a folder.
    Read,
    /// Writing, creating or locking it.
    Write,
    /// Removing it.
    Remove,
    /// Creating a folder.
    CreateFolder,
}

impl fmt::Display for FileAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Remove => "remove",
            Self::CreateFolder => "create the folder",
        })
    }
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("cannot {action} {}", .path.display())]
    Io {
        /// What was done.
        action: FileAction,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot take the place of a folder.
    #[error("cannot write {}: it is a directory", .path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
}

impl FileError {
    /// Returns the file or folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. } | Self::IsDirectory { path } => path,
        }
    }

    /// Returns what makes an error out of what the system says, for `map_err`.
    pub fn of(action: FileAction, path: &Path) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}
