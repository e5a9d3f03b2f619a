//! Keeping key files out of a git repository.

use std::path::{Path, PathBuf};

use crate::fs::{AtomicFile, FileAction, FileError, folder_of};

pub(super) const IGNORE_FILE: &str = ".gitignore";

/// A `.gitignore` that was added to.
#[derive(Debug)]
pub(super) struct Ignored {
    /// The file.
    pub(super) path: PathBuf,
    /// What was in it; none if it is new.
    old: Option<String>,
}

impl Ignored {
    /// Takes back what was added; what cannot be taken back does no harm.
    pub(super) fn undo(&self) {
        let _ = match &self.old {
            Some(old) => {
                AtomicFile::public(&self.path, old.as_bytes()).and_then(AtomicFile::commit)
            }
            None => std::fs::remove_file(&self.path)
                .map_err(FileError::of(FileAction::Remove, &self.path)),
        };
    }
}

/// Adds a profile file and the folder of its keys to the `.gitignore` beside it, if it is inside a
/// git checkout; returns that file if something was added. What is ignored there already is not
/// added again.
///
/// # Errors
/// Returns an error if the file cannot be read or written, or is not a regular file.
pub(super) fn ignore(file: &Path, folder: &Path) -> Result<Option<Ignored>, FileError> {
    let beside = folder_of(file);
    let Ok(whole) = std::path::absolute(beside) else {
        return Ok(None);
    };
    if !whole.ancestors().any(|above| above.join(".git").exists()) {
        return Ok(None);
    }
    let path = file.with_file_name(IGNORE_FILE);
    // git does not follow a link there, and what one leads to is not to be replaced: it may be a
    // device.
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        let unusable = std::io::ErrorKind::InvalidInput.into();
        return Err(FileError::of(FileAction::Write, &path)(unusable));
    }
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(FileError::of(FileAction::Read, &path)(error)),
    };
    let within = folder.strip_prefix(beside).unwrap_or(folder);
    let mut lines = vec![format!("/{}", within_slashes(within) + "/")];
    if let Some(name) = file.file_name() {
        lines.insert(0, format!("/{}", name.to_string_lossy()));
    }
    let mut text = old.clone().unwrap_or_default();
    lines.retain(|line| !is_ignored(&text, line));
    if lines.is_empty() {
        return Ok(None);
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(newline);
    }
    for line in lines {
        text.push_str(&line);
        text.push_str(newline);
    }
    AtomicFile::public(&path, text.as_bytes())?.commit()?;
    Ok(Some(Ignored { path, old }))
}

fn within_slashes(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// Tells whether a line ignores a path, or one of the folders above it.
fn is_ignored(text: &str, wanted: &str) -> bool {
    let plain = |line: &str| line.trim().trim_matches('/').to_owned();
    let wanted = plain(wanted);
    let lines = text.lines().filter(|line| !line.starts_with(['#', '!']));
    lines.map(plain).any(|line| {
        let rest = wanted.strip_prefix(&line);
        !line.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_added_once_and_not_for_what_is_ignored_already() {
        for ignored in ["/keys/shop/", "keys/shop", "/keys/", "keys\n", " keys/ "] {
            assert!(is_ignored(ignored, "/keys/shop/"), "{ignored}");
        }
        for other in ["", "#/keys/", "/keys/shopping/", "!keys", "key"] {
            assert!(!is_ignored(other, "/keys/shop/"), "{other}");
        }
    }
}
