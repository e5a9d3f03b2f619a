//! Files that appear whole or not at all.

use std::io::Write;
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
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
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
