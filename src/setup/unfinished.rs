//! What `kill -9` leaves of a profile that was being written: a folder of keys that no profile
//! names. Each has a mark until its profile is written.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use crate::fs::{AtomicFile, FileAction, FileError, folder_of, is_same_file, remove_leftovers};

/// The mark, which holds the name of the profile file.
const MARK: &str = ".unfinished";
/// Another process that writes a profile is done by then, unless it waits for a person.
const MAX_LOCK_TRIES: u32 = 200;
const LOCK_INTERVAL: Duration = Duration::from_millis(50);

/// The folder of all key folders, locked against others who write into it.
pub(super) struct LockedFolder {
    /// It stays locked while this is open; systems that cannot open folders have no lock.
    file: Option<File>,
}

impl LockedFolder {
    /// Waits for the lock; none if the folder was removed meanwhile, or another keeps the lock.
    pub(super) fn of(keys: &Path) -> Result<Option<Self>, FileError> {
        if !cfg!(unix) {
            return Ok(Some(Self { file: None }));
        }
        let failed = FileError::of(FileAction::Write, keys);
        let file = File::open(keys).map_err(&failed)?;
        for _ in 0..MAX_LOCK_TRIES {
            match file.try_lock() {
                Ok(()) if is_same_file(&file, keys) => {
                    return Ok(Some(Self { file: Some(file) }));
                }
                Ok(()) => return Ok(None),
                Err(fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_INTERVAL),
                // A file system without locks.
                Err(fs::TryLockError::Error(_)) => return Ok(Some(Self { file: None })),
            }
        }
        Ok(None)
    }

    /// Removes what killed processes left beside a profile file.
    pub(super) fn remove_unfinished(&self, keys: &Path, file: &Path) {
        if self.file.is_none() {
            return;
        }
        remove_leftovers(file);
        remove_leftovers(&file.with_file_name(super::ignore::IGNORE_FILE));
        for entry in fs::read_dir(keys).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|found| found.is_dir()) {
                remove_if_unfinished(keys, &entry.path());
            }
        }
    }
}

/// Marks a folder as one that no profile names yet.
pub(super) fn mark(folder: &Path, file: &Path) -> Result<(), FileError> {
    let name = file.file_name().unwrap_or_default().as_encoded_bytes();
    AtomicFile::secret(&folder.join(MARK), name)?.commit()
}

/// Takes the mark off, once a profile names the folder.
pub(super) fn unmark(folder: &Path) {
    // One that stays is taken off by the next that is written.
    let _ = fs::remove_file(folder.join(MARK));
}

fn remove_if_unfinished(keys: &Path, folder: &Path) {
    // Only an empty folder is removed by this: a process was killed before it set the mark, or when
    // it did.
    remove_leftovers(&folder.join(MARK));
    if fs::remove_dir(folder).is_ok() {
        return;
    }
    let Ok(owner) = fs::read_to_string(folder.join(MARK)) else {
        return;
    };
    if owner.is_empty() || owner.contains(['/', '\\']) {
        return;
    }
    let (Some(keys_name), Some(name)) = (keys.file_name(), folder.file_name()) else {
        return;
    };
    let path = format!(
        "{}/{}/",
        keys_name.to_string_lossy(),
        name.to_string_lossy()
    );
    match fs::read_to_string(folder_of(keys).join(owner)) {
        Ok(text) if text.contains(&path) => unmark(folder),
        Ok(_) => drop(fs::remove_dir_all(folder)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            drop(fs::remove_dir_all(folder));
        }
        // Whether it is named cannot be known.
        Err(_) => {}
    }
}
