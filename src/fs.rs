//! Files that appear whole or not at all, and survive a loss of power once they have.

mod leftovers;
mod reading;

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use leftovers::{PARTIAL_SUFFIX, partial_files, partial_prefix, remove_abandoned};
pub use reading::{NotAFile, open};

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

/// A whole file that is on disk under a temporary name, next to its place.
#[derive(Debug)]
pub struct AtomicFile {
    file: NamedTempFile,
    path: PathBuf,
}

/// How many symbolic links lead from one to the next.
const MAX_LINKS: usize = 40;

/// What is written when a path is.
enum WriteTarget {
    /// A regular file, or a name that is free: what symbolic links lead to, which stay as they are.
    File(PathBuf),
    /// A pipe, a device or a descriptor, such as `/dev/stdout`: it must not be replaced.
    Stream(PathBuf),
}

impl WriteTarget {
    fn of(path: &Path) -> Self {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Ok(found) = fs::symlink_metadata(&path) else {
                break;
            };
            if is_descriptor(&path) {
                return Self::Stream(path);
            }
            if found.is_symlink() {
                // Another user's link might lead anywhere: it is replaced.
                match fs::read_link(&path) {
                    Ok(target) if is_own(&found) => path = folder_of(&path).join(target),
                    Ok(_) | Err(_) => break,
                }
            } else if found.is_file() || found.is_dir() {
                break;
            } else {
                return Self::Stream(path);
            }
        }
        Self::File(path)
    }
}

/// Returns whether a file belongs to this user or to the system.
#[cfg(unix)]
fn is_own(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    [0, rustix::process::geteuid().as_raw()].contains(&found.uid())
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

/// Returns whether a path is the name of a descriptor, such as `/dev/fd/1`, to which
/// `/dev/stdout` leads.
fn is_descriptor(path: &Path) -> bool {
    cfg!(unix)
        && fs::canonicalize(folder_of(path)).is_ok_and(|folder| {
            folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd")
        })
}

/// Opens what must not be replaced. The output of this process is written on where it is.
fn open_stream(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    if is_descriptor(path) && fs::canonicalize(folder_of(path))? == fs::canonicalize("/dev/fd")? {
        use std::os::fd::AsFd;
        let copy = match path.file_name().and_then(OsStr::to_str) {
            Some("1") => Some(io::stdout().as_fd().try_clone_to_owned()?),
            Some("2") => Some(io::stderr().as_fd().try_clone_to_owned()?),
            Some(_) | None => None,
        };
        if let Some(copy) = copy {
            return Ok(copy.into());
        }
    }
    File::options().append(true).open(path)
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

    /// Moves the file to its place. [`sync_folder`] makes the new name durable, too.
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
    fn claimed(path: &Path) -> Result<Self, FileError> {
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

/// Creates a folder, and those above it, with at most these permissions: what the umask leaves
/// open would let other users put keys of their own into it. It is as durable as what is put into it.
///
/// # Errors
/// Returns an error if it neither exists nor can be created.
pub fn create_folder(path: &Path, mode: u32) -> Result<(), FileError> {
    let missing = missing_folders(path);
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
    #[cfg(not(unix))]
    let _ = mode;
    builder
        .create(path)
        .map_err(FileError::of(FileAction::CreateFolder, path))?;
    sync_new_folders(&missing);
    Ok(())
}

/// Returns the folders that do not exist, of a folder and those above it, the highest last.
fn missing_folders(path: &Path) -> Vec<&Path> {
    path.ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect()
}

/// Makes the names of new folders durable. What is above them may not be readable, or be on a file
/// system that syncs no folders; the files in them are synced all the same.
fn sync_new_folders(folders: &[&Path]) {
    for folder in folders {
        let _ = sync_folder(folder);
    }
}

/// Creates the folders that are missing above a file for their owner only, whatever the umask is.
///
/// # Errors
/// Returns the system's error if one cannot be created.
pub fn create_private_parents(file: &Path) -> io::Result<()> {
    let missing = missing_folders(folder_of(file));
    for folder in missing.iter().rev() {
        match private_folders().create(folder) {
            Ok(()) => set_mode(folder, 0o700)?,
            // Another process may be starting, too.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    sync_new_folders(&missing);
    Ok(())
}

/// Creates a folder for its owner only, whatever the umask is.
///
/// # Errors
/// Returns the system's error if it exists or cannot be created.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    private_folders().create(path)?;
    set_mode(path, 0o700)
}

/// Returns what creates folders for their owner only, if the system has such a mode.
fn private_folders() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there is no mode to set"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Creates an empty file for its owner only, whatever the umask is.
///
/// # Errors
/// Returns the system's error if it exists or cannot be created.
pub fn create_private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    set_mode(path, 0o600)
}

/// Sets the permissions of a file or folder, if the system has any.
///
/// # Errors
/// Returns the system's error if they cannot be set.
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Tells whether others than the owner may read or change a file, as far as the system has such
/// permissions.
#[must_use]
pub fn is_readable_by_others(found: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o077 != 0;
    #[cfg(not(unix))]
    {
        let _ = found;
        false
    }
}

/// Makes the name of a new file as durable as its content.
///
/// # Errors
/// Returns the system's error if the folder cannot be synced.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder_of(path))?.sync_all()?;
    }
    Ok(())
}

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

/// Returns whether a path still names an open file, and not another that took its place. On systems
/// where an open file cannot be replaced it does.
#[must_use]
pub fn is_same_file(file: &File, path: &Path) -> bool {
    let open = file.metadata().map(|found| FileId::of(&found));
    matches!((open, FileId::at(path)), (Ok(open), Ok(named)) if open == named)
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

/// Returns the folder that a path is in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
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
