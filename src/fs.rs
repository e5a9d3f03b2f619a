//! Files that appear whole or not at all, and survive a loss of power once they have.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::Duration;

use tempfile::NamedTempFile;

/// How the name ends of a file that is not whole yet.
const PARTIAL_SUFFIX: &str = ".part";

/// The random part between the name of a file and [`PARTIAL_SUFFIX`], as `tempfile` makes it.
const RANDOM_CHARS: usize = 6;

/// A longer name leaves no room for the prefix and the suffix of a partial file.
const MAX_PREFIXED_NAME_BYTES: usize = 200;

/// What a path leads to that cannot be read as a file: reading it would wait for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFile {
    /// A named pipe that no other process has open for writing.
    #[error("it is a named pipe that nothing writes to, not a file")]
    Pipe,
    /// A socket.
    #[error("it is a socket, not a file")]
    Socket,
}

impl From<NotAFile> for io::Error {
    fn from(found: NotAFile) -> Self {
        Self::new(io::ErrorKind::InvalidInput, found)
    }
}

/// Opens a file that a user names, for reading. A named pipe without a writer is refused, as it
/// would be waited for.
///
/// # Errors
/// Returns the system's error, or [`NotAFile`] within one.
pub fn open(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = fs::metadata(path)?.file_type();
        if kind.is_socket() {
            return Err(NotAFile::Socket.into());
        }
        if kind.is_fifo() {
            return open_pipe(path);
        }
    }
    File::open(path)
}

/// A writer that is started together with this program is there by then, on a busy machine too.
#[cfg(unix)]
const PIPE_TIMEOUT: Duration = Duration::from_secs(2);

/// Opens a pipe on a thread of its own, as only another process ends the wait.
#[cfg(unix)]
fn open_pipe(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let (sender, opened) = std::sync::mpsc::channel();
    let opened_path = path.to_owned();
    std::thread::Builder::new()
        .name("pipe".to_owned())
        .spawn(move || sender.send(File::open(opened_path)))?;
    opened.recv_timeout(PIPE_TIMEOUT).unwrap_or_else(|_| {
        let no_wait = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        let writer = OpenOptions::new()
            .write(true)
            .custom_flags(no_wait)
            .open(path);
        // The thread wakes up and closes its end: left waiting, it would take a later writer's
        // bytes.
        if writer.is_ok() {
            drop(opened.recv());
        }
        Err(NotAFile::Pipe.into())
    })
}

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

    fn new(path: &Path, bytes: &[u8], mode: u32) -> Result<Self, FileError> {
        if path.is_dir() {
            return Err(FileError::IsDirectory {
                path: path.to_owned(),
            });
        }
        let write = || -> io::Result<NamedTempFile> {
            let mut temporary = tempfile::Builder::new();
            let prefix = partial_prefix(path);
            if let Some(prefix) = &prefix {
                temporary.prefix(prefix).suffix(PARTIAL_SUFFIX);
            }
            let mut file = temporary.tempfile_in(folder_of(path))?;
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
            file: write().map_err(FileError::of(FileAction::Write, path))?,
            path: path.to_owned(),
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
    /// Tells whether a path names a pipe or a device.
    #[must_use]
    pub fn is_device(path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir())
    }

    /// Opens a device, or starts a file that only its owner may read.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        if !Self::is_device(path) {
            return AtomicWriter::secret(path).map(Self::New);
        }
        let file = File::options()
            .write(true)
            .open(path)
            .map_err(FileError::of(FileAction::Write, path))?;
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
/// open would let other users put keys of their own into it.
///
/// # Errors
/// Returns an error if it neither exists nor can be created.
pub fn create_folder(path: &Path, mode: u32) -> Result<(), FileError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
    #[cfg(not(unix))]
    let _ = mode;
    builder
        .create(path)
        .map_err(FileError::of(FileAction::CreateFolder, path))
}

/// Creates the folders that are missing above a file for their owner only, whatever the umask is.
///
/// # Errors
/// Returns the system's error if one cannot be created.
pub fn create_private_parents(file: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder_of(file)
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        match private_folders().create(folder) {
            Ok(()) => set_mode(folder, 0o700)?,
            // Another process may be starting, too.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
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
    let Some(prefix) = partial_prefix(path) else {
        return;
    };
    let is_leftover = |name: &OsStr| {
        name.as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(PARTIAL_SUFFIX.as_bytes()))
            .is_some_and(|random| {
                random.len() == RANDOM_CHARS && random.iter().all(u8::is_ascii_alphanumeric)
            })
    };
    for entry in fs::read_dir(folder_of(path))
        .into_iter()
        .flatten()
        .flatten()
    {
        if is_leftover(&entry.file_name()) {
            // A leftover that cannot be removed does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the name of a partial file begins, so that it tells whose it is.
fn partial_prefix(path: &Path) -> Option<OsString> {
    let name = path
        .file_name()
        .filter(|name| name.len() <= MAX_PREFIXED_NAME_BYTES)?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    Some(prefix)
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
    #[cfg(unix)]
    fn a_pipe_without_a_writer_and_a_socket_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let [pipe, socket] = ["pipe", "socket"].map(|name| folder.path().join(name));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for (path, expected) in [(&pipe, NotAFile::Pipe), (&socket, NotAFile::Socket)] {
            let error = open(path).unwrap_err();
            let found = error.get_ref().and_then(|inner| inner.downcast_ref());
            assert_eq!(found, Some(&expected));
        }
        for _ in 0..100 {
            let path = pipe.clone();
            let writer = std::thread::spawn(move || fs::write(path, "written"));
            let mut text = String::new();
            let mut opened = open(&pipe).unwrap();
            io::Read::read_to_string(&mut opened, &mut text).unwrap();
            assert_eq!(text, "written");
            writer.join().unwrap().unwrap();
        }
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
