//! Reading small files with the care that keys need.

use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::{FileRole, ProfileError};
use super::inputs::Inputs;
use super::owners::Owners;
use crate::fs;

/// No key, certificate or profile is near this size; a disk image given by mistake is larger.
pub(super) const MAX_FILE_BYTES: usize = 1024 * 1024;

/// A file's bytes, and its permission bits where the system has them.
pub(super) struct Content {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) mode: Option<u32>,
}

impl Content {
    /// Refuses a file that others than its owner may read.
    pub(super) fn refuse_readable_by_others(
        &self,
        role: FileRole,
        path: &Path,
    ) -> Result<(), ProfileError> {
        match self.mode {
            Some(mode) if mode & 0o077 != 0 => Err(ProfileError::Permissions {
                role,
                path: path.to_owned(),
                mode: mode & 0o777,
            }),
            _ => Ok(()),
        }
    }
}

/// Reads a file whole; `role` is what messages call it.
pub(super) fn read(role: FileRole, path: &Path) -> Result<Content, ProfileError> {
    let owned = || path.to_owned();
    let failed = |source| {
        if path.is_dir() {
            ProfileError::Folder {
                role,
                path: owned(),
            }
        } else {
            ProfileError::Read {
                role,
                path: owned(),
                source,
            }
        }
    };
    let file = fs::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(ProfileError::Folder {
            role,
            path: owned(),
        });
    }
    let length = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    // Room for all of it at once: a buffer that grows would leave copies behind, unwiped.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.min(MAX_FILE_BYTES) + 64));
    file.take(MAX_FILE_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ProfileError::TooLarge {
            role,
            path: owned(),
        });
    }
    Ok(Content {
        bytes,
        mode: mode(&metadata),
    })
}

/// Reads a secret's file that an option names, which only its owner may read and only trusted users
/// may change; `role` is what messages call it.
///
/// # Errors
/// Returns an error if it cannot be read, or others may read or change it.
pub fn read_secret(
    inputs: &Inputs,
    role: FileRole,
    path: &Path,
) -> Result<Zeroizing<Vec<u8>>, ProfileError> {
    Owners::of(inputs).check(role, path)?;
    let content = read(role, path)?;
    if !inputs.insecure_permissions {
        content.refuse_readable_by_others(role, path)?;
    }
    Ok(as_utf8(content.bytes))
}

/// Decodes a text that begins with a byte order mark, as Notepad and Windows PowerShell write them;
/// no secret begins with one.
pub(super) fn as_utf8(bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    match bytes.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => Zeroizing::new(rest.to_vec()),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).unwrap_or(bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).unwrap_or(bytes),
        _ => bytes,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Zeroizing<Vec<u8>>> {
    const MAX_UTF8_BYTES_PER_UNIT: usize = 3;
    let (pairs, []) = bytes.as_chunks::<2>() else {
        return None;
    };
    let mut text = Zeroizing::new(Vec::with_capacity(pairs.len() * MAX_UTF8_BYTES_PER_UNIT));
    for char in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.extend_from_slice(char.ok()?.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(text)
}

/// Returns the files of a folder that may be keys or certificates, sorted: whatever their names,
/// but of a small size. None if there is no such folder.
pub(super) fn of_folder(role: FileRole, folder: &Path) -> Result<Vec<PathBuf>, ProfileError> {
    const MAX_BYTES: u64 = 256 * 1024;
    let failed = |source| ProfileError::Read {
        role,
        path: folder.to_owned(),
        source,
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        // A pipe would be waited for.
        if path
            .metadata()
            .is_ok_and(|file| file.is_file() && file.len() <= MAX_BYTES)
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the permission bits of a regular file; those of pipes and devices say nothing about
/// who can read what comes out of them.
#[cfg(unix)]
fn mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    metadata.is_file().then(|| metadata.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<u32> {
    None
}
