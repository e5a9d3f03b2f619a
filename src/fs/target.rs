//! What is written when a path is: a file, through links, or a pipe or device.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::folder::folder_of;

/// How many symbolic links lead from one to the next.
const MAX_LINKS: usize = 40;

/// What is written when a path is.
pub(super) enum WriteTarget {
    /// A regular file, or a name that is free: what symbolic links lead to, which stay as they are.
    File(PathBuf),
    /// A pipe, a device or a descriptor, such as `/dev/stdout`: it must not be replaced.
    Stream(PathBuf),
}

impl WriteTarget {
    pub(super) fn of(path: &Path) -> Self {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Ok(found) = fs::symlink_metadata(&path) else {
                break;
            };
            if is_descriptor(&path) {
                return Self::Stream(path);
            }
            if found.is_symlink() {
                // Another user's link might lead anywhere: it is replaced.
                match fs::read_link(&path) {
                    Ok(target) if is_own(&found) => path = folder_of(&path).join(target),
                    Ok(_) | Err(_) => break,
                }
            } else if found.is_file() || found.is_dir() {
                break;
            } else {
                return Self::Stream(path);
            }
        }
        Self::File(path)
    }
}

/// Returns whether a file belongs to this user or to the system.
#[cfg(unix)]
fn is_own(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    [0, rustix::process::geteuid().as_raw()].contains(&found.uid())
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

/// Returns whether a path is the name of a descriptor, such as `/dev/fd/1`, to which
/// `/dev/stdout` leads.
fn is_descriptor(path: &Path) -> bool {
    cfg!(unix)
        && fs::canonicalize(folder_of(path)).is_ok_and(|folder| {
            folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd")
        })
}

/// Opens what must not be replaced. The output of this process is written on where it is.
pub(super) fn open_stream(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    if is_descriptor(path) && fs::canonicalize(folder_of(path))? == fs::canonicalize("/dev/fd")? {
        use std::os::fd::AsFd;
        let copy = match path.file_name().and_then(std::ffi::OsStr::to_str) {
            Some("1") => Some(io::stdout().as_fd().try_clone_to_owned()?),
            Some("2") => Some(io::stderr().as_fd().try_clone_to_owned()?),
            Some(_) | None => None,
        };
        if let Some(copy) = copy {
            return Ok(copy.into());
        }
    }
    File::options().append(true).open(path)
}
