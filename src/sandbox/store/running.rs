//! The one long-running sandbox of a data folder, and how others find it.

use std::fs::{self, File, TryLockError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::fs::create_folder;
use crate::loopback::reachable;
use crate::sandbox::error::SandboxError;
use crate::sandbox::options::Mode;
use crate::sandbox::store::access::AccessToken;
use crate::sandbox::store::files;

const LOCK: &str = "running.lock";
const RUNNING: &str = "running.json";

/// How often, and after which pause, the lock is tried for: a process that looks for a running
/// sandbox has it for an instant, so one refusal does not mean that another sandbox runs.
const LOCK_ATTEMPTS: usize = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// Where `wechatpay sandbox` listens unless it is configured otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8787";

/// A sandbox that is up: where it listens, and which keys it signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its address, such as `http://127.0.0.1:8787`.
    pub url: String,
    /// Which keys it signs with.
    pub mode: Mode,
    /// Where it stands in for WeChat Pay's names over TLS, such as `https://127.0.0.1:8443`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    /// Where it is a proxy for these names, such as `http://127.0.0.1:8788`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// What opens its page and its control calls; none if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<AccessToken>,
}

/// The lock of a folder's running sandbox, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Claim {
    file: PathBuf,
    lock: File,
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Without the lock it would be ignored anyway.
        let _ = fs::remove_file(&self.file);
        // A program that is being started has a copy of the descriptor until it begins: closing this
        // one would not end the lock yet.
        let _ = self.lock.unlock();
    }
}

impl Running {
    /// Returns the sandbox that listens on `address`. Commands on this machine reach it through
    /// loopback, as the control calls demand, even if it listens on every address.
    #[must_use]
    pub fn new(address: SocketAddr, mode: Mode) -> Self {
        Self {
            url: format!("http://{}", reachable(address)),
            mode,
            tls: None,
            proxy: None,
            token: None,
        }
    }

    /// Adds what opens the page and the control calls.
    #[must_use]
    pub fn with_token(mut self, token: &AccessToken) -> Self {
        self.token = Some(token.clone());
        self
    }

    /// Returns the URL that opens its page in a browser.
    #[must_use]
    pub fn page_url(&self) -> String {
        match &self.token {
            Some(token) => format!("{}/?token={}", self.url, token.reveal()),
            None => format!("{}/", self.url),
        }
    }

    /// Adds the address of the listener for TLS.
    #[must_use]
    pub fn with_tls(self, address: SocketAddr) -> Self {
        let tls = Some(format!("https://{}", reachable(address)));
        Self { tls, ..self }
    }

    /// Adds the address of the proxy.
    #[must_use]
    pub fn with_proxy(self, address: SocketAddr) -> Self {
        let proxy = Some(format!("http://{}", reachable(address)));
        Self { proxy, ..self }
    }

    /// Claims a data folder for this sandbox; `None` if another one runs.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written.
    pub fn claim(&self, data: &Path) -> Result<Option<Claim>, SandboxError> {
        create_folder(data, files::FOLDER_MODE)?;
        let path = data.join(LOCK);
        let lock = files::lock(&path)?;
        if !take(&lock).map_err(SandboxError::write(&path))? {
            return Ok(None);
        }
        let claim = Claim {
            file: data.join(RUNNING),
            lock,
        };
        files::replace(&claim.file, &files::pretty(self))?;
        Ok(Some(claim))
    }

    /// Finds the sandbox that runs on a data folder. The file of one that was killed does not
    /// count: the lock is gone with its process.
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

/// Takes the lock; `false` if another process has it.
fn take(lock: &File) -> std::io::Result<bool> {
    for _ in 0..LOCK_ATTEMPTS {
        match lock.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
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
        let running = Running::new(DEFAULT_LISTEN.parse().unwrap(), Mode::Both);
        let claim = running.claim(data.path()).unwrap().unwrap();
        // A program that is being started has a copy of the descriptor until it begins.
        let _copy = claim.lock.try_clone().unwrap();
        assert_eq!(Running::find(data.path()), Some(running.clone()));
        assert!(running.claim(data.path()).unwrap().is_none());
        drop(claim);
        assert_eq!(Running::find(data.path()), None);
    }

    #[test]
    fn a_sandbox_on_every_address_is_reached_through_loopback() {
        let url = |address: &str| Running::new(address.parse().unwrap(), Mode::Both).url;
        assert_eq!(url("0.0.0.0:8787"), "http://127.0.0.1:8787");
        assert_eq!(url("[::]:8787"), "http://[::1]:8787");
        assert_eq!(url("192.168.1.2:80"), "http://192.168.1.2:80");
    }

    #[test]
    fn the_file_of_a_killed_sandbox_does_not_count() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(LOCK), "").unwrap();
        let stale = br#"{"url":"http://127.0.0.1:1","mode":"both"}"#;
        fs::write(data.path().join(RUNNING), stale).unwrap();
        assert_eq!(Running::find(data.path()), None);
    }
}
