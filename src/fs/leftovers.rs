//! The partial files that killed processes leave next to a path.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::{PARTIAL_SUFFIX, WriteTarget, folder_of, is_same_file};

/// The random part between the name of a file and [`PARTIAL_SUFFIX`], as `tempfile` makes it.
const RANDOM_CHARS: usize = 6;

/// A longer name leaves no room for the prefix and the suffix of a partial file.
const MAX_PREFIXED_NAME_BYTES: usize = 200;

/// Removes the partial files that killed processes left next to a path. Only a process that keeps
/// others off the path may call it.
pub fn remove_leftovers(path: &Path) {
    let WriteTarget::File(path) = WriteTarget::of(path) else {
        return;
    };
    for partial in partial_files(&path) {
        // A leftover that cannot be removed does no harm.
        let _ = fs::remove_file(partial);
    }
}

/// Removes the partial files next to a path that no living process has claimed.
pub(super) fn remove_abandoned(path: &Path) {
    for partial in partial_files(path) {
        let file = File::options().write(true).open(&partial);
        if file.is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(partial);
        }
    }
}

/// Claims a partial file for this process; returns whether it is still there. Where files cannot be
/// locked, none is taken for an abandoned one.
pub(super) fn claim(file: &File, path: &Path) -> bool {
    match file.try_lock() {
        Ok(()) => is_same_file(file, path),
        // Another process is about to remove it.
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => true,
    }
}

fn partial_files(path: &Path) -> Vec<PathBuf> {
    let Some(prefix) = partial_prefix(path) else {
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
    fs::read_dir(folder_of(path))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| is_partial(&entry.file_name()))
        .map(|entry| entry.path())
        .collect()
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
