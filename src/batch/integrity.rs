//! Files that a batch relies on: whether a line was edited, and whether a file is still there.
//!
//! A checksum at the end of a line of JSON keeps an edited line from being taken for what was
//! written. It guards against mistakes, not against forgers.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::error::{BatchError, FileChange, Rescue};
use crate::fs::is_same_file;

/// What is before the checksum, and after it.
const BEFORE: &[u8] = b",\"check\":\"";
const AFTER: &[u8] = b"\"}";

/// How many hexadecimal digits a checksum has.
const DIGITS: usize = 16;

/// Adds the checksum to a line that holds a JSON object.
pub(super) fn seal(mut line: Vec<u8>) -> Vec<u8> {
    while line.last().is_some_and(u8::is_ascii_whitespace) {
        line.pop();
    }
    line.pop();
    let check = checksum(&line);
    line.extend_from_slice(BEFORE);
    line.extend_from_slice(check.as_bytes());
    line.extend_from_slice(AFTER);
    line.push(b'\n');
    line
}

/// Tells whether a line is as it was sealed, with or without its end.
pub(super) fn is_intact(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let Some(line) = line.strip_suffix(AFTER) else {
        return false;
    };
    let Some((line, check)) = line.split_at_checked(line.len().saturating_sub(DIGITS)) else {
        return false;
    };
    line.strip_suffix(BEFORE)
        .is_some_and(|line| checksum(line).as_bytes() == check)
}

fn checksum(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..DIGITS / 2])
}

/// Writes bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl FileChange {
    /// Compares an open file, which has grown to `length` bytes, with what its path names now.
    pub(super) fn of(file: &File, path: &Path, length: u64) -> Option<Self> {
        if !path.exists() {
            Some(Self::Removed)
        } else if !is_same_file(file, path) {
            Some(Self::Replaced)
        } else if file
            .metadata()
            .is_ok_and(|metadata| metadata.len() != length)
        {
            Some(Self::Changed)
        } else {
            None
        }
    }

    /// Writes a file that was removed or replaced again, and returns the error that says so.
    pub(super) fn rescue(self, file: &File, path: &Path, batch: &str) -> BatchError {
        let rescue = match self {
            Self::Removed => restore(file, path).map_or(Rescue::Failed, |()| Rescue::PutBack),
            Self::Replaced => {
                let mut saved = path.as_os_str().to_owned();
                saved.push(".saved");
                let saved = PathBuf::from(saved);
                restore(file, &saved).map_or(Rescue::Failed, |()| Rescue::SavedAs(saved))
            }
            Self::Changed => Rescue::Unneeded,
        };
        BatchError::FileChanged {
            path: path.to_owned(),
            change: self,
            rescue,
            batch: batch.to_owned(),
        }
    }
}

/// Copies an open file to a path that is free.
fn restore(mut file: &File, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    let mut copy = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut file.take(u64::MAX), &mut copy)?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(path)
        .map(drop)
        .map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_intact_until_anything_in_it_is_changed() {
        let sealed = seal(b"{\"line\":3,\"state\":\"done\"}\n".to_vec());
        let value: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
        assert_eq!(
            (&value["line"], value["check"].is_string()),
            (&3.into(), true)
        );
        assert!(sealed.ends_with(b"\n") && is_intact(&sealed));
        assert!(is_intact(sealed.trim_ascii_end()));
        for at in 0..sealed.len() - 1 {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(!is_intact(&changed), "{at}");
        }
        for other in [
            &b""[..],
            b"{}",
            b"\"}",
            b"{\"line\":3}\n",
            b",\"check\":\"\"}",
        ] {
            assert!(!is_intact(other));
        }
    }
}
