//! What keeps a database from being written, of which SQLite only says that it is so.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::folder::{create_private_file, folder_of};

/// What SQLite writes at once, at most.
const MAX_WRITE_BYTES: usize = 65_536;

/// Numbers the probes of this process.
static PROBES: AtomicU64 = AtomicU64::new(0);

/// The files of a database.
const SUFFIXES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Returns the system's reason why nothing can be written into a database and the files beside it:
/// a limit of the size of files, a full disk or quota, a read-only disk, too many open files. `None`
/// if a file beside it can be written now. The database itself is not opened: that would end
/// SQLite's locks.
pub(crate) fn write_obstacle(database: &Path) -> Option<io::Error> {
    // SQLite keeps its files beside what a link leads to.
    let database = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    if let Some(limit) = size_limit(&database) {
        return Some(limit);
    }
    let number = PROBES.fetch_add(1, Ordering::Relaxed);
    let probe = folder_of(&database).join(format!(".probe-{number}"));
    let written = create_private_file(&probe).and_then(|()| fill(&probe));
    // One that could not be created is not there.
    let _ = fs::remove_file(&probe);
    // Names are another matter: a folder that is missing, a probe of another process.
    let is_of_names = |error: &io::Error| {
        matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists
        )
    };
    written.err().filter(|error| !is_of_names(error))
}

fn fill(probe: &Path) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).open(probe)?;
    file.write_all(&vec![0; MAX_WRITE_BYTES])
}

/// Returns the system's error if one of the files cannot grow by what is written at once, as this
/// process may not have larger ones.
#[cfg(unix)]
fn size_limit(database: &Path) -> Option<io::Error> {
    use rustix::io::Errno;
    use rustix::process::{Resource, getrlimit};
    let limit = getrlimit(Resource::Fsize).current?;
    let reaches_limit = SUFFIXES.iter().any(|suffix| {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        fs::metadata(PathBuf::from(name))
            .is_ok_and(|found| found.len() + MAX_WRITE_BYTES as u64 > limit)
    });
    reaches_limit.then(|| Errno::FBIG.into())
}

#[cfg(not(unix))]
fn size_limit(_: &Path) -> Option<io::Error> {
    None
}
