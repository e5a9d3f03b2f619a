//! Sets a damaged store aside: its files are copied before anything else is done with them, and
//! the store is not opened until the operator has removed the copies.
//!
//! - A mark in the lock file says that the store is damaged. Its room is taken beforehand, so that
//!   it is written in place: on a full disk and in a folder that cannot be written, too.
//! - The copies are in a folder beside the database, which has another name until all are whole. A
//!   process that finds the mark or such a folder completes the copies.
//! - The mark is removed once they are whole, and the folder stays until the operator moves it away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::names::{LOCK, beside, name};
use crate::fs::{create_private_file, create_private_folder, sync_folder};
use crate::inbox::error::{InboxError, StoreFault, StoreName};

const FOLDER: &str = ".damaged";
const UNFINISHED_FOLDER: &str = ".damaged.part";
const UNFINISHED_FILE: &str = ".part";

/// The file in the folder that says what the damage is.
const REASON: &str = "why.txt";

/// The log first: another program that opens the database may remove it.
const SUFFIXES: [&str; 3] = ["-wal", "", "-shm"];

/// The damage, if it was not noted before the process that found it ended.
const UNKNOWN: &str = "its content was changed";

/// How a mark begins; the rest of it is the damage, and space.
const MARK: &str = "damaged\n";

/// The size of a mark.
const MARK_BYTES: usize = 512;

/// Takes the room of a mark in a lock file.
pub(super) fn make_room(lock: &File) {
    // Without room, a mark may still find some when it is written.
    if lock.metadata().is_ok_and(|found| found.len() == 0) {
        let _ = write(lock, "");
    }
}

/// Writes durably into a lock file that the store is damaged.
pub(super) fn mark(lock: &File, why: &str) -> io::Result<()> {
    write(lock, &format!("{MARK}{why}"))?;
    lock.sync_data()
}

/// Takes a mark back.
pub(super) fn unmark(lock: &File) -> io::Result<()> {
    write(lock, "")?;
    lock.sync_data()
}

/// Returns the damage of which a lock file has a mark.
fn marked(mut lock: &File) -> io::Result<Option<String>> {
    let mut found = Vec::new();
    lock.seek(SeekFrom::Start(0))?;
    lock.take(MARK_BYTES as u64).read_to_end(&mut found)?;
    let found = String::from_utf8_lossy(&found);
    Ok(found.strip_prefix(MARK).map(|why| why.trim().to_owned()))
}

fn write(mut lock: &File, content: &str) -> io::Result<()> {
    let mut bytes = content.as_bytes().to_vec();
    bytes.resize(MARK_BYTES, b'\n');
    lock.seek(SeekFrom::Start(0))?;
    lock.write_all(&bytes)
}

/// Refuses a store that is damaged, before anything of it is opened.
pub(super) fn check(path: &Path, lock: &File) -> Result<(), InboxError> {
    let unusable = |error: io::Error| InboxError::Store {
        store: name(path),
        why: (&error).into(),
    };
    let mark = marked(lock).map_err(unusable)?;
    let is_unfinished = beside(path, UNFINISHED_FOLDER)
        .try_exists()
        .map_err(unusable)?;
    if mark.is_some() || is_unfinished {
        let why = mark.filter(|why| !why.is_empty());
        return Err(set_aside(path, lock, why.as_deref().unwrap_or(UNKNOWN)));
    }
    match folder(path) {
        Some(folder) => Err(done(path, folder)),
        None => Ok(()),
    }
}

/// Refuses to open a store that is damaged, beside the process that serves from it.
pub(super) fn check_reader(path: &Path) -> Result<(), InboxError> {
    if let Some(folder) = folder(path) {
        return Err(done(path, folder));
    }
    // A lock file that is missing has no mark.
    let mark = File::open(beside(path, LOCK)).and_then(|lock| marked(&lock));
    let unfinished = beside(path, UNFINISHED_FOLDER);
    let unknown = unfinished.exists().then(|| UNKNOWN.to_owned());
    match mark.ok().flatten().or(unknown) {
        Some(why) => Err(InboxError::Damaged {
            store: name(path),
            why,
        }),
        None => Ok(()),
    }
}

/// Returns the folder with the copies of a damaged store, if there is one.
fn folder(path: &Path) -> Option<StoreName> {
    let folder = beside(path, FOLDER);
    // People give other things such a name, too.
    let is_ours = folder.join(REASON).exists();
    is_ours.then(|| name(&folder))
}

/// Copies the files of a damaged store, which is not open, and returns the error that says so.
pub(super) fn set_aside(path: &Path, lock: &File, why: &str) -> InboxError {
    let folder = name(&beside(path, FOLDER));
    match copy_all(path, lock, why) {
        Ok(()) => done(path, folder),
        Err(error) => InboxError::NotSetAside {
            store: name(path),
            folder,
            why: StoreFault::from(&error),
        },
    }
}

fn done(path: &Path, folder: StoreName) -> InboxError {
    let why = fs::read_to_string(beside(path, FOLDER).join(REASON)).unwrap_or_default();
    InboxError::SetAside {
        store: name(path),
        folder,
        why: why.trim().to_owned(),
    }
}

fn copy_all(path: &Path, lock: &File, why: &str) -> io::Result<()> {
    let unfinished = beside(path, UNFINISHED_FOLDER);
    match create_private_folder(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => sync_folder(&unfinished)?,
    }
    put(&unfinished.join(REASON), &mut why.as_bytes())?;
    let file_name = path.file_name().unwrap_or_default();
    for suffix in SUFFIXES {
        match File::open(beside(path, suffix)) {
            Ok(mut file) => put(&beside(&unfinished.join(file_name), suffix), &mut file)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    // The folder alone tells it now; with the mark, its copies would be made once more.
    unmark(lock)?;
    fs::rename(&unfinished, beside(path, FOLDER))?;
    sync_folder(path)
}

/// Writes a file that has its name only once it is whole; one that has it is left as it is.
fn put(path: &Path, content: &mut impl Read) -> io::Result<()> {
    if path.try_exists()? {
        return Ok(());
    }
    let part = beside(path, UNFINISHED_FILE);
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => create_private_file(&part)?,
    }
    if let Err(error) = fill(&part, content) {
        // Another try may need its room.
        let _ = fs::remove_file(&part);
        return Err(error);
    }
    fs::rename(part, path)?;
    sync_folder(path)
}

fn fill(path: &PathBuf, content: &mut impl Read) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    io::copy(content, &mut file)?;
    file.sync_all()
}
