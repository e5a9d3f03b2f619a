//! Files that appear whole or not at all.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::Failure;

/// A file that is on disk under another name, next to where it will stand.
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

impl Staged {
    /// Stages a file that everybody may read.
    pub(crate) fn public(path: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        Self::new(path, bytes, 0o644)
    }

    /// Stages a file that only its owner may read.
    pub(crate) fn secret(path: &Path, bytes: &[u8]) -> Result<Self, Failure> {
        Self::new(path, bytes, 0o600)
    }

    fn new(path: &Path, bytes: &[u8], mode: u32) -> Result<Self, Failure> {
        let failed = |error| Failure::file("write", path, &error);
        if path.is_dir() {
            return Err(Failure::config(format!(
                "cannot write {}: it is a directory",
                path.display()
            )));
        }
        let folder = folder(path);
        let mut temporary = tempfile::Builder::new();
        let prefix = prefix(path);
        if let Some(prefix) = &prefix {
            temporary.prefix(prefix).suffix(SUFFIX);
        }
        let mut file = temporary.tempfile_in(folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file()
                .set_permissions(std::fs::Permissions::from_mode(mode))
                .map_err(failed)?;
        }
        file.as_file().sync_all().map_err(failed)?;
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }
}

/// Makes a folder, and those above it, with these permissions at most: what the umask leaves open
/// would let others put keys of their own into it.
pub(crate) fn make_folder(path: &Path, mode: u32) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
    #[cfg(not(unix))]
    let _ = mode;
    builder
        .create(path)
        .map_err(|error| Failure::file("make the folder", path, &error))
}

/// How the temporary name ends of a file that is not whole yet.
const SUFFIX: &str = ".part";

/// How that name begins: it tells whose it is. A long name leaves no room for that.
fn prefix(path: &Path) -> Option<OsString> {
    let name = path.file_name().filter(|name| name.len() <= 200)?;
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    Some(prefix)
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Removes what processes that were killed left beside a path. Only who keeps others off the
/// path may do so.
pub(crate) fn sweep(path: &Path) {
    let Some(prefix) = prefix(path) else {
        return;
    };
    let is_left = |name: &OsStr| {
        let rest = name.as_encoded_bytes();
        let rest = rest.strip_prefix(prefix.as_encoded_bytes());
        let random = rest.and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
        random
            .is_some_and(|random| random.len() == 6 && random.iter().all(u8::is_ascii_alphanumeric))
    };
    // What cannot be removed is in nobody's way.
    for entry in std::fs::read_dir(folder(path))
        .into_iter()
        .flatten()
        .flatten()
    {
        if is_left(&entry.file_name()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Makes the name of a new file as durable as what is in it.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder(path))?.sync_all()?;
    }
    Ok(())
}

/// Tells whether a path still names an open file, and not another that took its place. On systems
/// where an open file cannot be replaced it does.
pub(crate) fn is_same_file(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |found: std::fs::Metadata| (found.dev(), found.ino());
        match (file.metadata(), std::fs::metadata(path)) {
            (Ok(open), Ok(named)) => identity(open) == identity(named),
            _ => false,
        }
    }
    #[cfg(not(unix))]
    {
        file.metadata().is_ok() && path.exists()
    }
}

/// Gives all staged files their names.
pub(crate) fn persist(staged: Vec<Staged>) -> Result<(), Failure> {
    for Staged { file, path } in staged {
        file.persist(&path)
            .map_err(|error| Failure::file("write", &path, &error.error))?;
    }
    Ok(())
}

/// A file that grows beside its place, which it takes once it is whole.
pub(crate) struct Growing {
    file: std::io::BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Growing {
    /// Begins one that only its owner may read.
    pub(crate) fn secret(path: &Path) -> Result<Self, Failure> {
        let staged = Staged::secret(path, &[])?;
        Ok(Self {
            file: std::io::BufWriter::new(staged.file),
            path: staged.path,
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(bytes);
        written.map_err(|error| Failure::file("write", &self.path, &error))
    }

    /// Gives it its name, which is returned.
    pub(crate) fn finish(self) -> Result<PathBuf, Failure> {
        let Self { file, path } = self;
        let failed = |error: std::io::Error| Failure::file("write", &path, &error);
        let file = file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_swept_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results.jsonl");
        let others = [
            ".results.jsonl.notes.part",
            ".other.jsonl.a1B2c3.part",
            ".tmpa1B2c3",
        ];
        for other in others {
            std::fs::write(folder.path().join(other), "").unwrap();
        }
        let mut growing = Growing::secret(&path).unwrap();
        growing.write(b"x").unwrap();
        std::mem::forget(growing);
        let count = || std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(count(), others.len() + 1);
        sweep(&path);
        assert_eq!(count(), others.len());
        let kept = Growing::secret(&path).unwrap().finish().unwrap();
        sweep(&path);
        assert!(kept.exists());
    }
}
