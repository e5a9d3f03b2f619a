//! Files that appear whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::{FileAction, FileError};
use super::folder::folder_of;
use super::identity::is_same_file;
use super::leftovers::{PARTIAL_SUFFIX, partial_files, partial_prefix, remove_abandoned};
use super::reading::NotAFile;
use super::target::{WriteTarget, open_stream};

/// A whole file that is on disk under a temporary name, next to its place.
#[derive(Debug)]
pub struct AtomicFile {
    file: NamedTempFile,
    path: PathBuf,
}

impl AtomicFile {
    /// Writes a file that every user may read.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written next to its place.
    pub fn public(path: &Path, bytes: &[u8]) -> Result<Self, FileError> {
        Self::new(path, bytes, 0o644)
    }

    /// Writes a file that only its owner may read.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written next to its place.
    pub fn secret(path: &Path, bytes: &[u8]) -> Result<Self, FileError> {
        Self::new(path, bytes, 0o600)
    }

    fn new(named: &Path, bytes: &[u8], mode: u32) -> Result<Self, FileError> {
        let path = match WriteTarget::of(named) {
            WriteTarget::File(path) => path,
            WriteTarget::Stream(_) => {
                return Err(FileError::of(FileAction::Write, named)(
                    NotAFile::Device.into(),
                ));
            }
        };
        if path.is_dir() {
            return Err(FileError::IsDirectory { path });
        }
        let write = || -> io::Result<NamedTempFile> {
            let mut temporary = tempfile::Builder::new();
            let prefix = partial_prefix(&path);
            if let Some(prefix) = &prefix {
                temporary.prefix(prefix).suffix(PARTIAL_SUFFIX);
            }
            let mut file = temporary.tempfile_in(folder_of(&path))?;
            file.write_all(bytes)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                file.as_file()
                    .set_permissions(fs::Permissions::from_mode(mode))?;
            }
            #[cfg(not(unix))]
            let _ = mode;
            file.as_file().sync_all()?;
            Ok(file)
        };
        Ok(Self {
            file: write().map_err(FileError::of(FileAction::Write, named))?,
            path,
        })
    }

    /// Gives the file another place, on the same file system.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            ..self
        }
    }

    /// Moves the file to its place. [`sync_folder`](super::sync_folder) makes the new name durable, too.
    ///
    /// # Errors
    /// Returns an error if it cannot take its place.
    pub fn commit(self) -> Result<(), FileError> {
        let Self { file, path } = self;
        file.persist(&path)
            .map_err(|failed| FileError::of(FileAction::Write, &path)(failed.error))?;
        Ok(())
    }

    /// Moves the file to its place, unless something has taken that meanwhile.
    ///
    /// # Errors
    /// Returns an error of the kind [`io::ErrorKind::AlreadyExists`] if it is taken.
    pub fn commit_new(self) -> Result<(), FileError> {
        let Self { file, path } = self;
        file.persist_noclobber(&path)
            .map_err(|failed| FileError::of(FileAction::Write, &path)(failed.error))?;
        Ok(())
    }
}

/// Moves files to their places, one after the other.
///
/// # Errors
/// Returns an error if one cannot take its place; those before it have.
pub fn commit_all(files: Vec<AtomicFile>) -> Result<(), FileError> {
    files.into_iter().try_for_each(AtomicFile::commit)
}

/// A file that grows next to its place, which it takes once it is whole.
#[derive(Debug)]
pub struct AtomicWriter {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl AtomicWriter {
    /// Starts a file that only its owner may read.
    ///
    /// # Errors
    /// Returns an error if it cannot be created next to its place.
    pub fn secret(path: &Path) -> Result<Self, FileError> {
        let AtomicFile { file, path } = AtomicFile::secret(path, &[])?;
        Ok(Self {
            file: BufWriter::new(file),
            path,
        })
    }

    /// Starts such a file that another process does not take for an abandoned one.
    ///
    /// # Errors
    /// Returns the errors of [`AtomicWriter::secret`].
    pub(crate) fn claimed(path: &Path) -> Result<Self, FileError> {
        loop {
            let writer = Self::secret(path)?;
            if claim(writer.file.get_ref()) {
                return Ok(writer);
            }
        }
    }

    /// Appends to the file.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file
            .write_all(bytes)
            .map_err(FileError::of(FileAction::Write, &self.path))
    }

    /// Moves the file to its place, which is returned.
    ///
    /// # Errors
    /// Returns an error if the rest cannot be written, or the file cannot take its place.
    pub fn finish(self) -> Result<PathBuf, FileError> {
        let Self { file, path } = self;
        let finish = || -> io::Result<()> {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|failed| failed.error)?;
            Ok(())
        };
        finish().map_err(FileError::of(FileAction::Write, &path))?;
        Ok(path)
    }
}

/// A file that a user names for output: a new one that appears whole or not at all, or a pipe or
/// device, which must not be replaced.
#[derive(Debug)]
pub enum OutputFile {
    /// A file that grows next to its place.
    New(AtomicWriter),
    /// A pipe or device.
    Device {
        /// The open device.
        file: File,
        /// Its path.
        path: PathBuf,
    },
}

impl OutputFile {
    /// Tells whether a path names a pipe, a device or a descriptor, such as `/dev/stdout`.
    #[must_use]
    pub fn is_device(path: &Path) -> bool {
        matches!(WriteTarget::of(path), WriteTarget::Stream(_))
    }

    /// Opens a device, or starts a file that only its owner may read; what killed processes have left
    /// of the same file is removed.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let stream = match WriteTarget::of(path) {
            WriteTarget::File(target) => {
                remove_abandoned(folder_of(&target), &target);
                return AtomicWriter::claimed(path).map(Self::New);
            }
            WriteTarget::Stream(stream) => stream,
        };
        let file = open_stream(&stream).map_err(FileError::of(FileAction::Write, path))?;
        let path = path.to_owned();
        Ok(Self::Device { file, path })
    }

    /// Appends to the file.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match self {
            Self::New(file) => file.write(bytes),
            Self::Device { file, path } => file
                .write_all(bytes)
                .map_err(FileError::of(FileAction::Write, path)),
        }
    }

    /// Moves a new file to its place.
    ///
    /// # Errors
    /// Returns an error if the file cannot take its place.
    pub fn finish(self) -> Result<(), FileError> {
        match self {
            Self::New(file) => file.finish().map(drop),
            Self::Device { .. } => Ok(()),
        }
    }
}

/// Removes the partial files that killed processes left next to a path. Only a process that keeps
/// others off the path may call it.
pub fn remove_leftovers(path: &Path) {
    let WriteTarget::File(path) = WriteTarget::of(path) else {
        return;
    };
    for partial in partial_files(folder_of(&path), &path) {
        // A leftover that cannot be removed does no harm.
        let _ = fs::remove_file(partial);
    }
}

/// Claims a partial file for this process; returns whether it is still there. Where files cannot be
/// locked, none is taken for an abandoned one.
fn claim(file: &NamedTempFile) -> bool {
    match file.as_file().try_lock() {
        Ok(()) => is_same_file(file.as_file(), file.path()),
        // Another process is about to remove it.
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_leftovers_of_the_same_path_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results.jsonl");
        let others = [
            ".results.jsonl.notes.part",
            ".other.jsonl.a1B2c3.part",
            ".tmpa1B2c3",
        ];
        for other in others {
            fs::write(folder.path().join(other), "").unwrap();
        }
        let mut killed = AtomicWriter::secret(&path).unwrap();
        killed.write(b"x").unwrap();
        std::mem::forget(killed);
        let count = || fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(count(), others.len() + 1);
        remove_leftovers(&path);
        assert_eq!(count(), others.len());
        let whole = AtomicWriter::secret(&path).unwrap().finish().unwrap();
        remove_leftovers(&path);
        assert!(whole.exists());
    }

    #[test]
    fn a_new_output_file_removes_the_partial_ones_that_no_process_writes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bill.csv");
        let count = || fs::read_dir(folder.path()).unwrap().count();
        let living = OutputFile::create(&path).unwrap();
        fs::write(folder.path().join(".bill.csv.a1B2c3.part"), "x").unwrap();
        assert_eq!(count(), 2);
        let other = OutputFile::create(&path).unwrap();
        assert_eq!(count(), 2, "the abandoned one is gone");
        living.finish().unwrap();
        other.finish().unwrap();
        assert_eq!(count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn links_stay_and_what_is_not_a_file_is_not_replaced() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("real")).unwrap();
        for (link, target) in [
            ("link", "real/file"),
            ("second", "link"),
            ("stdout", "/proc/self/fd/1"),
            ("null", "/dev/null"),
            ("round", "round"),
        ] {
            symlink(target, path(link)).unwrap();
        }
        for (name, content) in [("link", "one"), ("second", "two")] {
            let file = AtomicFile::public(&path(name), content.as_bytes()).unwrap();
            file.commit().unwrap();
            assert_eq!(fs::read_to_string(path("real/file")).unwrap(), content);
            assert!(path(name).is_symlink());
        }
        let mut killed = AtomicWriter::secret(&path("link")).unwrap();
        killed.write(b"x").unwrap();
        std::mem::forget(killed);
        remove_leftovers(&path("second"));
        assert_eq!(fs::read_dir(path("real")).unwrap().count(), 1);
        let made = std::process::Command::new("mkfifo")
            .arg(path("pipe"))
            .status();
        assert!(made.unwrap().success());
        for name in ["stdout", "null", "pipe"] {
            if name == "stdout" && !cfg!(target_os = "linux") {
                continue;
            }
            assert!(OutputFile::is_device(&path(name)), "{name}");
            let refused = AtomicFile::secret(&path(name), b"x").unwrap_err();
            assert_eq!(refused.path(), path(name));
            assert!(
                path(name)
                    .symlink_metadata()
                    .is_ok_and(|found| !found.is_file())
            );
        }
        assert!(!OutputFile::is_device(&path("round")));
        assert!(!OutputFile::is_device(&path("new")));
        let mut null = OutputFile::create(&path("null")).unwrap();
        null.write(b"x").unwrap();
        null.finish().unwrap();
    }

    #[test]
    fn a_file_replaces_another_but_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("refund.json");
        for content in ["one", "two"] {
            let file = AtomicFile::secret(&path, content.as_bytes()).unwrap();
            file.commit().unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        let error = AtomicFile::secret(folder.path(), b"").unwrap_err();
        assert!(matches!(error, FileError::IsDirectory { .. }));
    }
}
