//! The ledger on disk: one line an entry, shared by every process that has the folder open.
//!
//! An operation takes the lock, reads what others have appended since, decides, appends one
//! line in one write and unlocks. Emptying or importing replaces the file; the name in its first
//! line tells the others to read it from the beginning.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;

use crate::ambient;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::entry::{Entry, Snapshot};
use crate::sandbox::ledger::machine::Ledger;
use crate::sandbox::store::files;

#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    lock: File,
    ledger: Ledger,
    /// The first line of the file that was read; empty before the first.
    head: Vec<u8>,
    /// How many bytes of it were read.
    offset: u64,
}

/// The state, while this process has the folder's lock.
struct Locked<'a>(MutexGuard<'a, State>);

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        // Closing the file would unlock it as well.
        let _ = self.0.lock.unlock();
    }
}

impl Journal {
    pub(crate) fn open(data: &Path) -> Result<Self, SandboxError> {
        let journal = Self {
            path: data.join("ledger.jsonl"),
            state: Mutex::new(State {
                lock: files::lock(&data.join("ledger.lock"))?,
                ledger: Ledger::default(),
                head: Vec::new(),
                offset: 0,
            }),
        };
        journal.look(|_| ())?;
        Ok(journal)
    }

    /// Reads the ledger as it is now.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Ledger) -> T) -> Result<T, SandboxError> {
        let mut locked = self.lock()?;
        self.catch_up(&mut locked.0)?;
        Ok(look(&locked.0.ledger))
    }

    /// Decides on the ledger as it is now; every process sees the entry when this returns.
    pub(crate) fn write<T, E: From<SandboxError>>(
        &self,
        decide: impl FnOnce(&Ledger) -> Result<(Option<Entry>, T), E>,
    ) -> Result<T, E> {
        let mut locked = self.lock()?;
        let mut file = self.catch_up(&mut locked.0)?;
        let (entry, value) = decide(&locked.0.ledger)?;
        if let Some(entry) = entry {
            self.append(&mut file, &mut locked.0, entry)?;
        }
        Ok(value)
    }

    /// Replaces all orders.
    pub(crate) fn replace(&self, snapshot: Snapshot) -> Result<(), SandboxError> {
        let mut locked = self.lock()?;
        self.start(snapshot)?;
        self.catch_up(&mut locked.0).map(drop)
    }

    fn lock(&self) -> Result<Locked<'_>, SandboxError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.lock.lock().map_err(SandboxError::write(&self.path))?;
        Ok(Locked(state))
    }

    fn start(&self, snapshot: Snapshot) -> Result<(), SandboxError> {
        let mut content = json!({"ledger": 1, "name": ambient::letters(24)}).to_string();
        content.push('\n');
        content.push_str(&line(&Entry::Snapshot(snapshot)));
        Ok(files::replace(&self.path, content.as_bytes())?)
    }

    /// Reads what others have appended, and cuts off a line that was never finished.
    fn catch_up(&self, state: &mut State) -> Result<File, SandboxError> {
        let mut file = match self.open_file() {
            Err(why) if why.kind() == io::ErrorKind::NotFound => {
                self.start(Snapshot::default())?;
                self.open_file()
            }
            other => other,
        }
        .map_err(SandboxError::read(&self.path))?;
        let fresh = Self::unread(&mut file, state).map_err(SandboxError::read(&self.path))?;
        let whole = fresh
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        for text in fresh[..whole].split_inclusive(|b| *b == b'\n') {
            if state.head.is_empty() {
                state.head = text.to_vec();
            } else {
                let entry =
                    serde_json::from_slice(text).map_err(|source| SandboxError::Ledger {
                        path: self.path.clone(),
                        source,
                    })?;
                state.ledger.apply(entry);
            }
            // Counted line by line, so that a damaged line is read again and not skipped.
            state.offset += text.len() as u64;
        }
        if whole < fresh.len() {
            file.set_len(state.offset)
                .map_err(SandboxError::write(&self.path))?;
        }
        Ok(file)
    }

    fn open_file(&self) -> io::Result<File> {
        File::options().read(true).append(true).open(&self.path)
    }

    fn unread(file: &mut File, state: &mut State) -> io::Result<Vec<u8>> {
        let mut head = vec![0; state.head.len()];
        let same = !head.is_empty() && file.read_exact(&mut head).is_ok() && head == state.head;
        if !same {
            state.ledger = Ledger::default();
            state.head = Vec::new();
            state.offset = 0;
        }
        let mut fresh = Vec::new();
        if file.metadata()?.len() > state.offset {
            file.seek(SeekFrom::Start(state.offset))?;
            file.read_to_end(&mut fresh)?;
        }
        Ok(fresh)
    }

    fn append(&self, file: &mut File, state: &mut State, entry: Entry) -> Result<(), SandboxError> {
        let line = line(&entry);
        if let Err(why) = file.write_all(line.as_bytes()) {
            // A full disk leaves half a line.
            let _ = file.set_len(state.offset);
            return Err(SandboxError::write(&self.path)(why));
        }
        state.offset += line.len() as u64;
        state.ledger.apply(entry);
        Ok(())
    }
}

fn line(entry: &Entry) -> String {
    let mut line = serde_json::to_string(entry).expect("entries serialise");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(journal: &Journal, code: &str) {
        let entry = Entry::CodeUsed {
            code: code.to_owned(),
        };
        journal
            .write(|_| Ok::<_, SandboxError>((Some(entry), ())))
            .unwrap();
    }

    fn knows(journal: &Journal, code: &str) -> bool {
        journal.look(|ledger| ledger.code_is_used(code)).unwrap()
    }

    #[test]
    fn what_one_writes_the_other_reads() {
        let data = tempfile::tempdir().unwrap();
        let one = Journal::open(data.path()).unwrap();
        let two = Journal::open(data.path()).unwrap();
        used(&one, "a");
        used(&two, "b");
        assert!(knows(&two, "a") && knows(&one, "b"));
        assert!(knows(&Journal::open(data.path()).unwrap(), "b"));
    }

    #[test]
    fn a_line_that_was_never_finished_is_cut_off() {
        let data = tempfile::tempdir().unwrap();
        let one = Journal::open(data.path()).unwrap();
        used(&one, "a");
        let mut file = one.open_file().unwrap();
        file.write_all(br#"{"op":"code_used","co"#).unwrap();
        used(&one, "b");
        let two = Journal::open(data.path()).unwrap();
        assert!(knows(&two, "a") && knows(&two, "b"));
        file.write_all(br#"{"op":"#).unwrap();
        assert!(knows(&Journal::open(data.path()).unwrap(), "b"));
        used(&one, "c");
        assert!(knows(&two, "c"));
    }

    #[test]
    fn an_emptied_ledger_is_empty_for_everybody() {
        let data = tempfile::tempdir().unwrap();
        let one = Journal::open(data.path()).unwrap();
        let two = Journal::open(data.path()).unwrap();
        used(&one, "a");
        assert!(knows(&two, "a"));
        one.replace(Snapshot::default()).unwrap();
        assert!(!knows(&two, "a") && !knows(&one, "a"));
        used(&two, "b");
        assert!(knows(&one, "b"));
    }

    #[test]
    fn a_damaged_line_is_an_error_each_time() {
        let data = tempfile::tempdir().unwrap();
        let one = Journal::open(data.path()).unwrap();
        one.open_file().unwrap().write_all(b"{}\n").unwrap();
        for _ in 0..2 {
            let error = one.look(|_| ()).unwrap_err();
            assert!(matches!(error, SandboxError::Ledger { .. }));
        }
    }
}
