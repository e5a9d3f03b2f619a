//! The files that the connections to a database have open, to notice if other files have their
//! names.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::fs::FileId;

/// A database and what SQLite keeps beside it.
#[derive(Debug)]
pub(crate) struct OpenFiles {
    /// What has the database's name: it, or a link to it.
    named: FileId,
    /// The database itself.
    database: FileId,
    /// The log and its index, if SQLite keeps them on this file system.
    beside: Vec<(PathBuf, FileId)>,
}

impl OpenFiles {
    /// Returns what has the name of a database; it is compared once the database is open.
    pub(crate) fn named(path: &Path) -> io::Result<FileId> {
        fs::symlink_metadata(path).map(|found| FileId::of(&found))
    }

    /// Looks at the files of a database that is open.
    pub(crate) fn of(path: &Path, named: FileId) -> io::Result<Self> {
        // SQLite keeps its files beside what a link leads to.
        let real = fs::canonicalize(path)?;
        let database = FileId::at(&real)?;
        let beside = ["-wal", "-shm"].into_iter().filter_map(|ending| {
            let mut path = real.as_os_str().to_owned();
            path.push(ending);
            let path = PathBuf::from(path);
            let id = FileId::at(&path).ok()?;
            Some((path, id))
        });
        Ok(Self {
            named,
            database,
            beside: beside.collect(),
        })
    }

    /// Returns the log of a database that is not open.
    pub(crate) fn log_of(path: &Path) -> io::Result<PathBuf> {
        let mut log = fs::canonicalize(path)?.into_os_string();
        log.push("-wal");
        Ok(log.into())
    }

    /// Returns the log, if there is one.
    pub(crate) fn log(&self) -> Option<&Path> {
        let mut beside = self.beside.iter().map(|(path, _)| path.as_path());
        beside.find(|path| path.as_os_str().as_encoded_bytes().ends_with(b"-wal"))
    }

    /// Returns whether no name leads to the database any more: another file was moved over it, or it
    /// was removed. One that was moved away is still found by its new name.
    pub(crate) fn is_nameless(&self) -> bool {
        self.database.is_nameless()
    }

    /// Returns whether the names still lead to these files.
    pub(crate) fn are_current(&self, path: &Path) -> bool {
        Self::named(path).is_ok_and(|found| found == self.named)
            && self
                .beside
                .iter()
                .all(|(path, id)| FileId::at(path).is_ok_and(|found| found == *id))
    }
}
