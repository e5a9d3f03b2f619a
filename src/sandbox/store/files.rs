//! Files and folders that are nobody else's to read.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::sandbox::error::SandboxError;

/// Makes a folder, and those above it, for its owner only.
pub(crate) fn folder(path: &Path) -> Result<(), SandboxError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(SandboxError::write(path))
}

/// Returns options that create a file for its owner only.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a new file to the disk itself.
pub(crate) fn create(path: &Path, content: &[u8]) -> Result<(), SandboxError> {
    let write = || -> io::Result<()> {
        let mut file = private().write(true).create_new(true).open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(SandboxError::write(path))
}

/// Puts a file in the place of another, or of none, in one step.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), SandboxError> {
    let write = || -> io::Result<()> {
        let beside = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(beside)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|why| why.error)?;
        Ok(())
    };
    write().map_err(SandboxError::write(path))
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, SandboxError> {
    fs::read(path).map_err(SandboxError::read(path))
}

/// Opens the file of a lock; it is never deleted, since two files of one name lock nothing.
pub(crate) fn lock(path: &Path) -> Result<File, SandboxError> {
    private()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(SandboxError::write(path))
}

/// Returns JSON over several lines, for people who look into the folder.
pub(crate) fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("strings and numbers serialise");
    text.push(b'\n');
    text
}
