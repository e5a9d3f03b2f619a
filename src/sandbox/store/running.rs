//! The one long-running sandbox of a data folder, and how others find it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sandbox::error::SandboxError;
use crate::sandbox::options::Mode;
use crate::sandbox::store::files;

const LOCK: &str = "running.lock";
const RUNNING: &str = "running.json";

/// A sandbox that is up: where it listens, and which keys it signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its address, such as `http://127.0.0.1:8787`.
    pub url: String,
    /// Which keys it signs with.
    pub mode: Mode,
}

/// The right to be the running sandbox of a folder, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Claim {
    file: PathBuf,
    _lock: File,
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Left behind, it would be ignored for want of the lock.
        let _ = fs::remove_file(&self.file);
    }
}

impl Running {
    /// Claims a data folder for a sandbox at `url`; none where another one runs.
    ///
    /// # Errors
    /// Fails where the folder cannot be written.
    pub fn claim(data: &Path, url: &str, mode: Mode) -> Result<Option<Claim>, SandboxError> {
        files::folder(data)?;
        let path = data.join(LOCK);
        let lock = files::lock(&path)?;
        if !take(&lock).map_err(SandboxError::write(&path))? {
            return Ok(None);
        }
        let claim = Claim {
            file: data.join(RUNNING),
            _lock: lock,
        };
        let running = Self {
            url: url.to_owned(),
            mode,
        };
        files::replace(&claim.file, &files::pretty(&running))?;
        Ok(Some(claim))
    }

    /// Finds the sandbox that runs on a data folder. What one that was killed left behind does
    /// not count: the lock is gone with its process.
    #[must_use]
    pub fn find(data: &Path) -> Option<Self> {
        let lock = File::open(data.join(LOCK)).ok()?;
        match lock.try_lock_shared() {
            Err(TryLockError::WouldBlock) => {}
            Ok(()) | Err(TryLockError::Error(_)) => return None,
        }
        let file = fs::read(data.join(RUNNING)).ok()?;
        serde_json::from_slice(&file).ok()
    }
}

/// Takes the lock. Whoever looks for a running sandbox holds it for an instant, so one refusal
/// does not mean that another sandbox runs.
fn take(lock: &File) -> std::io::Result<bool> {
    for _ in 0..20 {
        match lock.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::Error(why)) => return Err(why),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sandbox_claims_a_folder_until_it_ends() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(Running::find(data.path()), None);
        let url = "http://127.0.0.1:8787";
        let claim = Running::claim(data.path(), url, Mode::Both).unwrap();
        assert!(claim.is_some());
        assert_eq!(Running::find(data.path()).unwrap().url, url);
        assert!(
            Running::claim(data.path(), url, Mode::Both)
                .unwrap()
                .is_none()
        );
        drop(claim);
        assert_eq!(Running::find(data.path()), None);
    }

    #[test]
    fn what_a_killed_sandbox_left_behind_does_not_count() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(LOCK), "").unwrap();
        let stale = br#"{"url":"http://127.0.0.1:1","mode":"both"}"#;
        fs::write(data.path().join(RUNNING), stale).unwrap();
        assert_eq!(Running::find(data.path()), None);
    }
}
