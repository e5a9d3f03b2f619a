//! What became of each line, one JSON object a line, in the order in which it became known.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::error::{BatchError, FileChange};
use super::integrity;
use super::job::{JobNumber, LineFailure, LineState};
use super::journal::{Journal, LineSet, journal_of};
use crate::fs::{AtomicWriter, FileAction, FileError, remove_leftovers};
use crate::protocol::json;
use crate::transport::BODY_LIMIT;

/// What became of one line, as its result has it.
#[derive(Debug)]
pub struct LineResult {
    fields: Map<String, Value>,
    number: String,
}

impl LineResult {
    pub(super) fn new<F: LineFailure>(
        batch: &str,
        line: u64,
        state: LineState,
        number: JobNumber<'_>,
        outcome: Result<Map<String, Value>, F>,
    ) -> Self {
        let mut fields = Map::new();
        fields.insert("batch".to_owned(), batch.into());
        fields.insert("line".to_owned(), line.into());
        fields.insert(
            "state".to_owned(),
            serde_json::to_value(state).unwrap_or_default(),
        );
        fields.insert(number.name.to_owned(), number.value.into());
        match outcome {
            Ok(result) => {
                for (name, value) in result {
                    fields.entry(name).or_insert(value);
                }
            }
            Err(failure) => {
                fields.insert("error".to_owned(), failure.to_json());
            }
        }
        Self {
            fields,
            number: number.value.to_owned(),
        }
    }

    /// The number of the order or refund.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Returns a field of the result.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Writes the result as a line of JSON with its schema and without its checksum.
    fn to_line(&self, schema: &str) -> Vec<u8> {
        let mut object = Map::new();
        object.insert("schema".to_owned(), format!("wechatpay/{schema}/v1").into());
        for (name, value) in &self.fields {
            object.entry(name).or_insert_with(|| value.clone());
        }
        json::to_escaped_string(&object).into_bytes()
    }
}

impl Serialize for LineResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields.serialize(serializer)
    }
}

/// How many lines have come to what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// WeChat Pay did them.
    pub done: u64,
    /// WeChat Pay refused them.
    pub failed: u64,
    /// They may have been done.
    pub unknown: u64,
    /// They were not done, for a reason that is not theirs.
    pub pending: u64,
    /// How often each error code came, or kind of failure for those without a code.
    pub codes: BTreeMap<String, u64>,
    /// The exit code of the worst line.
    pub exit_code: u8,
}

/// More codes than WeChat Pay has.
const MAX_CODES: usize = 200;

impl Tally {
    pub(super) fn add(&mut self, state: LineState, error: Option<(&str, u8)>) {
        *match state {
            LineState::Done => &mut self.done,
            LineState::Failed => &mut self.failed,
            LineState::Unknown => &mut self.unknown,
            LineState::Pending => &mut self.pending,
        } += 1;
        let Some((code, exit_code)) = error else {
            return;
        };
        self.exit_code = worse(self.exit_code, exit_code);
        if self.codes.len() < MAX_CODES || self.codes.contains_key(code) {
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
    }

    /// Returns how many lines a later run skips.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.done + self.failed
    }

    /// Returns how many lines have a result.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.settled() + self.unknown + self.pending
    }
}

/// What became of all lines, in this run and in those before.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The name of the batch.
    pub batch: String,
    /// How many lines there are.
    pub total: u64,
    /// Lines that WeChat Pay did.
    pub done: u64,
    /// Lines that WeChat Pay refused.
    pub failed: u64,
    /// Lines that may have been done.
    pub unknown: u64,
    /// Lines that were not done, for a reason that is not theirs.
    pub pending: u64,
    /// Lines that were not sent.
    pub left: u64,
    /// Lines that an earlier run had settled.
    pub skipped: u64,
    /// How often each error code came.
    pub codes: BTreeMap<String, u64>,
    /// The results file.
    pub results: Option<String>,
}

impl Summary {
    /// Returns how many lines another run would send.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.unknown + self.pending + self.left
    }
}

/// Returns the exit code that matters more: what may be forged, then what is unknown or waits for
/// something that is, then what was refused.
fn worse(one: u8, other: u8) -> u8 {
    const ORDER: [u8; 8] = [0, 9, 5, 8, 6, 7, 4, 1];
    let rank = |code| ORDER.iter().position(|known| *known == code);
    if rank(other) > rank(one) { other } else { one }
}

/// A result that was written by an earlier run.
#[derive(Deserialize)]
struct Earlier {
    batch: String,
    line: u64,
    state: LineState,
    error: Option<EarlierError>,
}

#[derive(Deserialize)]
struct EarlierError {
    kind: String,
    code: Option<String>,
    exit_code: u8,
}

/// Longer than a result can be, whatever WeChat Pay answers and however much of it is escaped.
const MAX_RESULT_BYTES: u64 = 8 * BODY_LIMIT as u64;

/// How much room there must be for results before anything is sent: what many lines at once need.
const RESERVED_BYTES: usize = 64 * 1024;

/// Which results are read.
pub(super) struct Expected<'a> {
    /// The name of the batch.
    pub(super) batch: &'a str,
    /// The last line of the input.
    pub(super) last: u64,
    /// Whether lines that were refused are sent again.
    pub(super) retry_failed: bool,
}

/// A file of results that grows.
#[derive(Debug)]
pub(super) struct Results {
    file: File,
    path: PathBuf,
    settled: LineSet,
    /// Lines of which an earlier run did not know whether they were done.
    doubted: LineSet,
    /// What the settled lines of earlier runs came to.
    pub(super) before: Tally,
    /// How many lines were damaged by a crash and are sent again.
    pub(super) damaged: u64,
    /// How many bytes the file has, if no other program writes to it.
    length: u64,
}

impl Results {
    /// Reads what earlier runs of the batch have written. Lines that are sent again are taken out,
    /// so that each is there once; the journal keeps which of them are in doubt.
    pub(super) async fn open(
        path: &Path,
        expected: &Expected<'_>,
        journal: &mut Journal,
    ) -> Result<Self, BatchError> {
        // While the journal is locked, no other process lets the results grow.
        remove_leftovers(path);
        let mut options = File::options();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let open = || {
            options
                .open(path)
                .map_err(FileError::of(FileAction::Write, path))
        };
        let known = journal.doubted(expected.last)?;
        let mut results = Self {
            file: open()?,
            path: path.to_owned(),
            settled: LineSet::default(),
            doubted: known.clone(),
            before: Tally::default(),
            damaged: 0,
            length: 0,
        };
        if results.load(expected, None).await? {
            journal.doubt(results.doubted.difference(&known))?;
            let mut rewritten = AtomicWriter::secret(path)?;
            results.settled.clear();
            results.before = Tally::default();
            results.damaged = 0;
            results.load(expected, Some(&mut rewritten)).await?;
            rewritten.finish()?;
            results.file = open()?;
        }
        let metadata = results.file.metadata();
        results.length = metadata
            .map_err(FileError::of(FileAction::Read, path))?
            .len();
        Ok(results)
    }

    /// Makes sure, before anything is sent, that there is room for results.
    pub(super) fn reserve(&mut self) -> Result<(), BatchError> {
        let filled = self.file.write_all(&vec![0; RESERVED_BYTES]);
        let cut = self.file.set_len(self.length);
        filled
            .and(cut)
            .map_err(FileError::of(FileAction::Write, &self.path))
            .map_err(BatchError::NoRoom)
    }

    /// Tells what another program has done to the file.
    pub(super) fn change(&self) -> Option<FileChange> {
        FileChange::of(&self.file, &self.path, self.length)
    }

    /// The error of results that another program has changed, after they were written again.
    pub(super) fn rescue(&self, change: FileChange, batch: &str) -> BatchError {
        change.rescue(&self.file, &self.path, batch)
    }

    /// Reads the file, and tells whether there is something in it that must be taken out.
    async fn load(
        &mut self,
        expected: &Expected<'_>,
        mut rewritten: Option<&mut AtomicWriter>,
    ) -> Result<bool, BatchError> {
        let path = self.path.clone();
        let failed = FileError::of(FileAction::Read, &path);
        let file = File::open(&path).map_err(&failed)?;
        let mut reader = BufReader::with_capacity(64 * 1024, file);
        let mut bytes = Vec::new();
        let mut is_spoiled = false;
        for number in 1_u64.. {
            bytes.clear();
            (&mut reader)
                .take(MAX_RESULT_BYTES)
                .read_until(b'\n', &mut bytes)
                .map_err(&failed)?;
            let is_last = !bytes.ends_with(b"\n") && (bytes.len() as u64) < MAX_RESULT_BYTES;
            if is_last && (bytes.is_empty() || !integrity::is_intact(&bytes)) {
                // A process that was killed left it half written.
                return Ok(is_spoiled || !bytes.is_empty());
            }
            if is_last {
                bytes.push(b'\n');
                is_spoiled = true;
            }
            if number % 1000 == 0 {
                tokio::task::yield_now().await;
            }
            if !is_last && bytes.contains(&0) && bytes.ends_with(b"\n") {
                // A loss of power leaves blocks of zeros for lines that were not on disk yet.
                self.damaged += 1;
                is_spoiled = true;
                continue;
            }
            let earlier = self.earlier(&bytes, number, expected)?;
            if earlier.state == LineState::Unknown {
                self.doubted.insert(earlier.line);
            }
            if !earlier.state.is_settled(expected.retry_failed) || self.is_settled(earlier.line) {
                is_spoiled = true;
                continue;
            }
            self.settled.insert(earlier.line);
            let error = earlier.error.as_ref().map(|error| {
                let code = error.code.as_ref().unwrap_or(&error.kind);
                (code.as_str(), error.exit_code)
            });
            self.before.add(earlier.state, error);
            if let Some(rewritten) = &mut rewritten {
                rewritten.write(&bytes)?;
            }
        }
        Ok(is_spoiled)
    }

    /// Reads a line of the file, and refuses one that is not an unchanged result of the batch.
    fn earlier(
        &self,
        bytes: &[u8],
        number: u64,
        expected: &Expected<'_>,
    ) -> Result<Earlier, BatchError> {
        let earlier = serde_json::from_slice::<Earlier>(bytes).ok();
        if let Some(earlier) = &earlier
            && earlier.batch != expected.batch
        {
            return Err(BatchError::ResultOfOtherBatch {
                results: self.path.clone(),
                number,
                theirs: earlier.batch.clone(),
                batch: expected.batch.to_owned(),
                journal: journal_of(&self.path),
            });
        }
        let earlier = earlier
            .filter(|earlier| earlier.line <= expected.last)
            .ok_or_else(|| BatchError::NoResult {
                results: self.path.clone(),
                number,
            })?;
        if !integrity::is_intact(bytes) {
            return Err(BatchError::EditedResult {
                results: self.path.clone(),
                number,
                line: earlier.line,
            });
        }
        Ok(earlier)
    }

    /// Tells whether an earlier run has settled a line.
    pub(super) fn is_settled(&self, line: u64) -> bool {
        self.settled.contains(line)
    }

    /// Tells whether a line may have been done although no run knows.
    pub(super) fn is_doubted(&self, line: u64) -> bool {
        self.doubted.contains(line)
    }

    /// Adds a result, whole or not at all.
    pub(super) fn write(&mut self, result: &LineResult, schema: &str) -> Result<(), BatchError> {
        let line = integrity::seal(result.to_line(schema));
        match self.file.write_all(&line) {
            Ok(()) => {
                self.length += line.len() as u64;
                Ok(())
            }
            Err(error) => {
                // What is left half written is cut off by the next run at the latest.
                let _ = self.file.set_len(self.length);
                Err(self.not_written(error))
            }
        }
    }

    /// Makes what was written durable.
    pub(super) fn sync(&self) -> Result<(), BatchError> {
        self.file
            .sync_data()
            .map_err(|error| self.not_written(error))
    }

    fn not_written(&self, error: std::io::Error) -> BatchError {
        BatchError::ResultsNotWritten(FileError::of(FileAction::Write, &self.path)(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_matters_more_than_what_was_refused() {
        let worst = |codes: &[u8]| codes.iter().copied().fold(0, worse);
        assert_eq!(worst(&[0, 5, 0]), 5);
        assert_eq!(worst(&[5, 6, 5]), 6);
        assert_eq!(worst(&[7, 6, 9, 5]), 7);
        assert_eq!(worst(&[4, 7]), 4);
        assert_eq!(worst(&[9, 5]), 5);
        assert_eq!(worst(&[5, 8, 5]), 8);
        assert_eq!(worst(&[8, 6, 8]), 6);
    }
}
