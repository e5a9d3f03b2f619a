//! What a listener has taken, in a folder of its own.
//!
//! Notifications are in an inbox, which forwards each until the local app has accepted it, knows
//! those that came before, and survives the end of the process and of the machine. After which
//! notification the listener is at the server is in a file beside it, which may be a little behind:
//! what comes again is in the inbox already.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::address::RelayUrl;
use crate::ambient;
use crate::fs::{AtomicFile, FileAction, FileError, create_private_parents, sync_folder};
use crate::inbox::{InboxError, Position, SqliteInbox};

const POSITION_FILE: &str = "position.json";
const INBOX_FILE: &str = "inbox.db";

/// A listener's folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another process uses it.
    #[error("another listener for this URL and these targets is running")]
    Busy,
    /// A file in it cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file of the position holds something else.
    #[error("{} cannot be read", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with the JSON.
        source: serde_json::Error,
    },
    /// The notifications cannot be stored.
    #[error(transparent)]
    Inbox(InboxError),
}

/// What is in the file of the position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Saved {
    /// The name by which the server knows this listener's connections.
    name: String,
    /// After which notification it is; none before the first connection.
    position: Option<String>,
    /// From which moment on it wants everything, by the server's clock, in milliseconds since 1970.
    since: Option<i64>,
    /// The position up to which everything had arrived; what was taken after it is in the inbox
    /// alone.
    #[serde(default)]
    arrived: Option<String>,
    /// The id of the notification that was taken last.
    #[serde(default)]
    newest: Option<String>,
}

/// How far a listener is.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    pub(super) position: Position,
    /// From which moment on it wants everything, in milliseconds since 1970.
    pub(super) since: i64,
    /// Whether everything that was taken has arrived.
    pub(super) has_arrived: bool,
    /// The id of the notification that was taken last; none if none was since the start.
    pub(super) newest: Option<String>,
}

/// What a listener has taken.
#[derive(Debug)]
pub struct ListenState {
    pub(super) inbox: Arc<SqliteInbox>,
    path: PathBuf,
    saved: Saved,
}

impl ListenState {
    /// Returns the name of the folder of a listener. Another token is the same listener: a server
    /// that gets a new one does not make it forget what it has taken.
    #[must_use]
    pub fn folder_name<'t>(url: &RelayUrl, selection: impl IntoIterator<Item = &'t str>) -> String {
        let mut parts: Vec<&str> = selection.into_iter().collect();
        parts.sort_unstable();
        let digest = Sha256::digest(format!("{:?}", (url.to_string(), parts)));
        let digest: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        let host = url.base().host();
        let host: String = host
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '.' {
                    c
                } else {
                    '_'
                }
            })
            .take(60)
            .collect();
        format!("{host}-{digest}")
    }

    /// Opens a folder, which is created if there is none, for this process alone.
    ///
    /// # Errors
    /// Returns an error if another process uses it, or a file in it cannot be used.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let path = folder.join(POSITION_FILE);
        create_private_parents(&path).map_err(FileError::of(FileAction::CreateFolder, folder))?;
        let inbox = SqliteInbox::open(&folder.join(INBOX_FILE)).map_err(|error| match error {
            InboxError::Busy(_) => StateError::Busy,
            other => StateError::Inbox(other),
        })?;
        let saved = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| StateError::Content {
                path: path.clone(),
                source,
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Saved {
                name: ambient::letters(16),
                position: None,
                since: None,
                arrived: None,
                newest: None,
            },
            Err(error) => return Err(FileError::of(FileAction::Read, &path)(error).into()),
        };
        Ok(Self {
            inbox: Arc::new(inbox),
            path,
            saved,
        })
    }

    pub(super) fn name(&self) -> &str {
        &self.saved.name
    }

    /// Returns after which notification the listener is; none before its first connection.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.saved.position.as_ref()?.parse().ok()
    }

    /// Returns from which moment on the listener wants everything, in milliseconds since 1970.
    pub(super) fn since(&self) -> Option<i64> {
        self.saved.since
    }

    /// Returns the position up to which everything had arrived.
    fn arrived(&self) -> Option<Position> {
        self.saved.arrived.as_ref()?.parse().ok()
    }

    /// Returns the id of the notification that was taken last.
    pub(super) fn newest(&self) -> Option<&str> {
        self.saved.newest.as_deref()
    }

    /// Stores how far the listener is.
    pub(super) async fn save(&mut self, progress: Progress) -> Result<(), StateError> {
        let position = Some(progress.position.to_string());
        let saved = Saved {
            name: self.saved.name.clone(),
            arrived: if progress.has_arrived {
                position.clone()
            } else {
                self.saved.arrived.clone()
            },
            position,
            since: Some(progress.since),
            newest: progress.newest.or_else(|| self.saved.newest.clone()),
        };
        self.put(saved).await
    }

    /// Goes back to where everything had arrived, since what was taken last is lost: it is looked for
    /// no more. Returns that position.
    pub(super) async fn go_back(&mut self) -> Result<Option<Position>, StateError> {
        let saved = Saved {
            position: self.saved.arrived.clone(),
            newest: None,
            ..self.saved.clone()
        };
        self.put(saved).await?;
        Ok(self.arrived())
    }

    async fn put(&mut self, saved: Saved) -> Result<(), StateError> {
        if saved == self.saved {
            return Ok(());
        }
        let (path, content) = (self.path.clone(), saved.clone());
        let write = move || -> Result<(), StateError> {
            let bytes = serde_json::to_vec(&content).unwrap_or_default();
            AtomicFile::secret(&path, &bytes)?.commit()?;
            sync_folder(&path).map_err(FileError::of(FileAction::Write, &path))?;
            Ok(())
        };
        // A thread that panicked has reported it.
        if let Ok(written) = tokio::task::spawn_blocking(write).await {
            written?;
        }
        self.saved = saved;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_url_and_each_choice_of_targets_has_a_folder() {
        let name = |url: &str, parts: &[&str]| {
            ListenState::folder_name(&url.parse().unwrap(), parts.iter().copied())
        };
        let first = name("https://pay.example.com/notify", &["a", "b"]);
        assert!(first.starts_with("pay.example.com-"), "{first}");
        assert_eq!(first, name("https://pay.example.com", &["b", "a"]));
        assert_ne!(first, name("https://pay.example.com/other", &["a", "b"]));
        assert_ne!(first, name("https://pay.example.com", &["a"]));
    }

    #[tokio::test]
    async fn a_position_is_found_again_and_a_folder_has_one_user() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new/one");
        let mut state = ListenState::open(&folder).unwrap();
        assert!(matches!(ListenState::open(&folder), Err(StateError::Busy)));
        assert_eq!((state.position(), state.since()), (None, None));
        let position = Position::of(7, "EV");
        let progress = |position, has_arrived| Progress {
            position,
            since: 5,
            has_arrived,
            newest: None,
        };
        state.save(progress(position, true)).await.unwrap();
        let later = Position::of(8, "EW");
        state.save(progress(later, false)).await.unwrap();
        let name = state.name().to_owned();
        drop(state);
        let state = ListenState::open(&folder).unwrap();
        assert_eq!((state.position(), state.since()), (Some(later), Some(5)));
        assert_eq!(state.arrived(), Some(position));
        assert_eq!(state.name(), name);
    }
}
