//! The names of a store and of the files beside its database.

use std::path::{Path, PathBuf};

use crate::inbox::error::StoreName;

/// The ending of the lock file.
pub(super) const LOCK: &str = ".lock";

/// Returns the name of a store or of one of its files, for messages.
pub(super) fn name(path: &Path) -> StoreName {
    StoreName(path.display().to_string())
}

/// Returns the path of a file beside the database.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
