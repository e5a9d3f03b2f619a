//! The partial files that killed processes leave in the folder of a file.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// How the name ends of a file that is not whole yet.
pub(super) const PARTIAL_SUFFIX: &str = ".part";

/// The random part between the name of a file and [`PARTIAL_SUFFIX`], as `tempfile` makes it.
const RANDOM_CHARS: usize = 6;

/// A longer name leaves no room for the prefix and the suffix of a partial file.
const MAX_PREFIXED_NAME_BYTES: usize = 200;

/// Returns the partial files of a file in its folder.
pub(super) fn partial_files(folder: &Path, file: &Path) -> Vec<PathBuf> {
    let Some(prefix) = partial_prefix(file) else {
        return Vec::new();
    };
    let is_partial = |name: &OsStr| {
        name.as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(PARTIAL_SUFFIX.as_bytes()))
            .is_some_and(|random| {
                random.len() == RANDOM_CHARS && random.iter().all(u8::is_ascii_alphanumeric)
            })
    };
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| is_partial(&entry.file_name()))
        .map(|entry| entry.path())
        .collect()
}

/// Removes the partial files of a file that no living process has locked.
pub(super) fn remove_abandoned(folder: &Path, file: &Path) {
    for partial in partial_files(folder, file) {
        let file = File::options().write(true).open(&partial);
        if file.is_ok_and(|file| file.try_lock().is_ok()) {
            // What cannot be removed does no harm.
            let _ = fs::remove_file(partial);
        }
    }
}

/// How the name of a partial file begins, so that it tells whose it is.
pub(super) fn partial_prefix(path: &Path) -> Option<OsString> {
    let name = path
        .file_name()
        .filter(|name| name.len() <= MAX_PREFIXED_NAME_BYTES)?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    Some(prefix)
}
