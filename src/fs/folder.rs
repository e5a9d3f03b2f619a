//! Folders and permissions, and names that are as durable as their files.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use super::error::{FileAction, FileError};

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
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
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

/// Returns the folder that a path is in.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}
