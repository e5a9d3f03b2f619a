//! Files of a data folder, which only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::fs::{AtomicFile, FileAction, FileError};

/// The permissions of a data folder.
pub(crate) const FOLDER_MODE: u32 = 0o700;

/// Replaces a file, or creates it, in one step.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), FileError> {
    AtomicFile::secret(path, content)?.commit()
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(FileError::of(FileAction::Read, path))
}

/// Opens the file of a lock; it is never deleted, since two files of one name lock nothing.
pub(crate) fn lock(path: &Path) -> Result<File, FileError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(FileError::of(FileAction::Write, path))
}

/// Returns the path, or with a number behind it if there is such a file.
pub(crate) fn unused(path: &Path) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        PathBuf::from(name)
    };
    std::iter::once(path.to_owned())
        .chain((2..u32::MAX).map(numbered))
        .find(|path| !path.exists())
        .unwrap_or_else(|| path.to_owned())
}

/// Returns JSON over several lines, for people who open the file.
pub(crate) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("strings and numbers serialise");
    text.push(b'\n');
    text
}
