//! An append-only file, one JSON record a line.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Inbox, InboxError, Put, Record, remember};

/// Notifications in a file that one process writes at a time.
#[derive(Debug)]
pub struct FileInbox {
    path: String,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    /// Where the last whole record ends; a failed write is cut back to here.
    end: u64,
    seen: HashSet<String>,
}

impl FileInbox {
    /// Opens or makes the file; a last line that a crash tore off is cut away, since it was
    /// never acknowledged.
    ///
    /// # Errors
    /// Fails where another process has it, or a line in the middle is not a record.
    pub fn open(path: &Path) -> Result<Self, InboxError> {
        let name = path.display().to_string();
        let io = |source| InboxError::Io {
            path: name.clone(),
            source,
        };
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(io)?;
        }
        let file = options.open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(InboxError::Busy { path: name }),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let (end, seen) = read(&file, &name)?;
        file.set_len(end).map_err(io)?;
        Ok(Self {
            path: name,
            state: Mutex::new(State { file, end, seen }),
        })
    }
}

fn read(file: &File, path: &str) -> Result<(u64, HashSet<String>), InboxError> {
    let io = |source| InboxError::Io {
        path: path.to_owned(),
        source,
    };
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0)).map_err(io)?;
    let (mut end, mut seen, mut line) = (0, HashSet::new(), Vec::new());
    for number in 1.. {
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(io)?;
        if length == 0 || line.last() != Some(&b'\n') {
            break;
        }
        let record: Record = serde_json::from_slice(&line).map_err(|_| InboxError::Damaged {
            path: path.to_owned(),
            line: number,
        })?;
        remember(&mut seen, &record);
        end += length as u64;
    }
    Ok((end, seen))
}

impl Inbox for FileInbox {
    fn put(&self, record: &Record) -> Result<Put, InboxError> {
        let io = |source| InboxError::Io {
            path: self.path.clone(),
            source,
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if record.keys().iter().any(|key| state.seen.contains(key)) {
            return Ok(Put::Seen);
        }
        let mut line = serde_json::to_vec(record).map_err(|error| io(error.into()))?;
        line.push(b'\n');
        let written = state
            .file
            .write_all(&line)
            .and_then(|()| state.file.sync_data());
        if let Err(source) = written {
            // Half a line must not stand in front of the next record.
            state.file.set_len(state.end).map_err(io)?;
            return Err(io(source));
        }
        state.end += line.len() as u64;
        Ok(remember(&mut state.seen, record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::stamp::Timestamp;
    use serde_json::json;

    fn record(id: &str, transaction: &str) -> Record {
        Record {
            received_at: Timestamp(1),
            id: id.to_owned(),
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            headers: Vec::new(),
            body: "{}".to_owned(),
            resource: json!({"transaction_id": transaction}),
        }
    }

    #[test]
    fn what_was_put_survives_and_is_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub/inbox.jsonl");
        let inbox = FileInbox::open(&path).unwrap();
        assert_eq!(inbox.put(&record("1", "a")).unwrap(), Put::New);
        assert_eq!(inbox.put(&record("1", "a")).unwrap(), Put::Seen);
        assert_eq!(
            inbox.put(&record("2", "a")).unwrap(),
            Put::Seen,
            "another id, the same payment"
        );
        assert!(matches!(
            FileInbox::open(&path),
            Err(InboxError::Busy { .. })
        ));
        drop(inbox);
        let inbox = FileInbox::open(&path).unwrap();
        assert_eq!(inbox.put(&record("1", "a")).unwrap(), Put::Seen);
        assert_eq!(inbox.put(&record("3", "b")).unwrap(), Put::New);
    }

    #[test]
    fn a_torn_last_line_is_cut_and_a_damaged_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inbox.jsonl");
        FileInbox::open(&path)
            .unwrap()
            .put(&record("1", "a"))
            .unwrap();
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(
            &path,
            [&whole[..], b"{\"received_at\":1,\"id\":\"2"].concat(),
        )
        .unwrap();
        let inbox = FileInbox::open(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), whole);
        drop(inbox);
        std::fs::write(&path, [b"nonsense\n", &whole[..]].concat()).unwrap();
        assert!(matches!(
            FileInbox::open(&path),
            Err(InboxError::Damaged { line: 1, .. })
        ));
    }
}
