//! Whether a path still names the same file.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// What distinguishes a file from another of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    /// Returns that of the file that a path leads to now.
    ///
    /// # Errors
    /// Returns an error if there is no file, or it cannot be looked at.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self::of(&fs::metadata(path)?))
    }

    /// Returns that of a file.
    #[cfg(unix)]
    #[must_use]
    pub fn of(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            device: found.dev(),
            inode: found.ino(),
        }
    }

    /// Returns that of a file. On systems without such numbers, an open file cannot be removed or
    /// replaced.
    #[cfg(not(unix))]
    #[must_use]
    pub fn of(_: &Metadata) -> Self {
        Self {
            device: 0,
            inode: 0,
        }
    }
}

impl FileId {
    /// Returns whether a file that this process has open has no name any more. The links of `/proc`
    /// are followed, and nothing is opened.
    #[cfg(target_os = "linux")]
    #[must_use]
    pub fn is_nameless(self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let Ok(open) = fs::read_dir("/proc/self/fd") else {
            return false;
        };
        open.flatten()
            .filter_map(|entry| fs::metadata(entry.path()).ok())
            .any(|found| Self::of(&found) == self && found.nlink() == 0)
    }

    /// Returns whether a file that this process has open has no name any more, which this system
    /// does not tell.
    #[cfg(not(target_os = "linux"))]
    #[must_use]
    pub fn is_nameless(self) -> bool {
        false
    }
}

/// Returns whether a path still names an open file, and not another that took its place. On systems
/// where an open file cannot be replaced it does.
#[must_use]
pub fn is_same_file(file: &File, path: &Path) -> bool {
    let open = file.metadata().map(|found| FileId::of(&found));
    matches!((open, FileId::at(path)), (Ok(open), Ok(named)) if open == named)
}
