//! Files of a data folder, which only their owner can read.

use std::fs::{self, File, OpenOptions};
use std::io::Read;
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

/// Returns whether something else has overwritten a log of SQLite, of which it takes nothing then. A
/// loss of power may leave one that is empty, or has nothing but zeros.
pub(crate) fn is_overwritten(log: &Path) -> bool {
    /// How a log begins; the last bit tells how its checksums are calculated.
    const MAGIC: u32 = 0x377f_0682;
    let mut begin = Vec::new();
    let read = File::open(log).and_then(|file| file.take(4).read_to_end(&mut begin));
    if read.is_err() || begin.iter().all(|byte| *byte == 0) {
        return false;
    }
    <[u8; 4]>::try_from(begin).map_or(true, |begin| u32::from_be_bytes(begin) & !1 != MAGIC)
}

/// Returns JSON over several lines, for people who open the file.
pub(crate) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("strings and numbers serialise");
    text.push(b'\n');
    text
}
