//! What must be on disk before a request leaves: beside the results, one file that names the
//! batch, identifies the input, and keeps the times that relative times count from and the lines
//! that may have been done although no run knows. It is locked by one process at a time. Beside it
//! is a copy of the input.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::check::Checked;
use super::error::{BatchError, FileChange, SavedInput};
use super::integrity;
use super::source::Source;
use crate::ambient;
use crate::fs::{FileAction, FileError, sync_folder};
use crate::protocol::stamp::Timestamp;

const SCHEMA: &str = "wechatpay/batch-journal/v2";

/// Longer than the first line can be.
const MAX_HEADER_BYTES: u64 = 4096;

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    schema: String,
    command: String,
    batch: String,
    lines: u64,
    /// SHA-256 of everything that is sent.
    digest: String,
    /// SHA-256 of the input's bytes.
    input: String,
}

/// A line that was sent, and whose outcome is unknown.
#[derive(Serialize, Deserialize)]
struct Doubt {
    doubted: u64,
}

/// The journal of a results file, locked by this process.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    results: PathBuf,
}

/// Returns where the journal of a results file is.
pub(super) fn journal_of(results: &Path) -> PathBuf {
    with_ending(results, ".journal")
}

/// Returns where the copy of the input of a results file is.
#[must_use]
pub fn input_copy(results: &Path) -> PathBuf {
    with_ending(results, ".input")
}

fn with_ending(results: &Path, ending: &str) -> PathBuf {
    let mut path = results.as_os_str().to_owned();
    path.push(ending);
    path.into()
}

/// Returns the name of the batch that has started to fill a results file, if one has.
pub(super) fn batch_of(results: &Path) -> Result<Option<String>, BatchError> {
    let path = journal_of(results);
    match File::open(&path) {
        Ok(file) => Ok(read_header(&file, &path)?.map(|header| header.batch)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::of(FileAction::Read, &path)(error).into()),
    }
}

/// Makes a batch's name, 14 digits of the time and 9 random letters; with the number of a line it
/// is an order number.
pub(super) fn new_batch() -> String {
    ambient::now()
        .to_rfc3339()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .chain(ambient::letters(9).chars())
        .collect()
}

impl Journal {
    /// Opens the journal of a results file, and keeps other processes off it.
    pub(super) fn open(results: &Path) -> Result<Self, BatchError> {
        let path = journal_of(results);
        let failed = FileError::of(FileAction::Write, &path);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(&failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(BatchError::Locked {
                    results: results.to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error).into()),
        }
        drop(failed);
        Ok(Self {
            file,
            path,
            results: results.to_owned(),
        })
    }

    /// Starts a batch by its name, or goes on with it if it is the same.
    pub(super) fn begin(
        &mut self,
        command: &str,
        batch: &str,
        checked: &Checked,
        source: &Source,
    ) -> Result<(), BatchError> {
        let header = Header {
            schema: SCHEMA.to_owned(),
            command: command.to_owned(),
            batch: batch.to_owned(),
            lines: checked.lines,
            digest: checked.digest.clone(),
            input: source.sha256().to_owned(),
        };
        let Some(first) = read_header(&self.file, &self.path)? else {
            return self.start(&header, source);
        };
        let results = self.results.clone();
        if first.command != command {
            return Err(BatchError::OtherCommand {
                results,
                command: first.command,
            });
        }
        if first.batch != batch {
            return Err(BatchError::OtherProcess { results });
        }
        let copy = input_copy(&self.results);
        if first.digest != header.digest || first.lines != header.lines {
            if source.sha256() == first.input {
                return Err(BatchError::OtherOptions { results });
            }
            let difference = source.difference(&copy, &first.input);
            return Err(BatchError::OtherInput {
                input: source.name().to_owned(),
                results,
                saved: difference.ok().map(|difference| SavedInput {
                    path: copy,
                    difference,
                }),
            });
        }
        self.repair()
            .map_err(FileError::of(FileAction::Write, &self.path))?;
        if first.input == header.input && !copy.exists() {
            source.save(&copy)?.finish()?;
        }
        Ok(())
    }

    fn start(&mut self, header: &Header, source: &Source) -> Result<(), BatchError> {
        let input = input_copy(&self.results);
        let missing = |file: &Path, is_input| BatchError::JournalMissing {
            file: file.to_owned(),
            is_input,
            journal: self.path.clone(),
        };
        if std::fs::metadata(&self.results).is_ok_and(|metadata| metadata.len() > 0) {
            return Err(missing(&self.results, false));
        }
        // The copy of the input follows the journal, so lines of it may have been sent.
        if input.exists() {
            return Err(missing(&input, true));
        }
        let line = integrity::seal(serde_json::to_vec(header).map_err(BatchError::Serialize)?);
        let input = source.save(&input)?;
        let path = self.path.clone();
        let failed = FileError::of(FileAction::Write, &path);
        self.write(&line).map_err(&failed)?;
        input.finish()?;
        sync_folder(&self.path).map_err(&failed)?;
        Ok(())
    }

    /// Tells what another program has done to the journal.
    pub(super) fn change(&self) -> Option<FileChange> {
        // It grows through more than one handle, so its length says nothing.
        FileChange::of(&self.file, &self.path, u64::MAX)
            .filter(|change| *change != FileChange::Changed)
    }

    /// The error of a journal that is not in its place any more, after it was written again.
    pub(super) fn rescue(&self, change: FileChange, batch: &str) -> BatchError {
        change.rescue(&self.file, &self.path, batch)
    }

    fn write(&mut self, header: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(header)?;
        self.file.sync_all()?;
        sync_folder(&self.path)
    }

    /// Cuts off a line that was never finished, and so was never relied on.
    fn repair(&self) -> io::Result<()> {
        let mut file = &self.file;
        let mut end = file.seek(SeekFrom::End(0))?;
        let whole = loop {
            let start = end.saturating_sub(MAX_HEADER_BYTES);
            file.seek(SeekFrom::Start(start))?;
            let mut bytes = Vec::new();
            file.take(end - start).read_to_end(&mut bytes)?;
            match bytes.iter().rposition(|byte| *byte == b'\n') {
                Some(at) => break start + at as u64 + 1,
                None if start == 0 => break 0,
                None => end = start,
            }
        };
        file.set_len(whole)
    }

    /// Returns the lines up to the last that were in doubt before.
    pub(super) fn doubted(&self, last: u64) -> Result<LineSet, BatchError> {
        let failed = FileError::of(FileAction::Read, &self.path);
        let mut lines = LineSet::default();
        for line in BufReader::new(File::open(&self.path).map_err(&failed)?).split(b'\n') {
            let doubt = serde_json::from_slice::<Doubt>(&line.map_err(&failed)?);
            if let Some(doubt) = doubt.ok().filter(|doubt| doubt.doubted <= last) {
                lines.insert(doubt.doubted);
            }
        }
        Ok(lines)
    }

    /// Writes down which lines are in doubt, before their results are taken out.
    pub(super) fn doubt(&mut self, lines: impl Iterator<Item = u64>) -> Result<(), BatchError> {
        let write = || -> io::Result<()> {
            let mut file = &self.file;
            file.seek(SeekFrom::End(0))?;
            let mut writer = BufWriter::new(file);
            for doubted in lines {
                serde_json::to_writer(&mut writer, &Doubt { doubted })?;
                writer.write_all(b"\n")?;
            }
            writer.flush()?;
            file.sync_data()
        };
        write().map_err(FileError::of(FileAction::Write, &self.path))?;
        Ok(())
    }

    /// Returns the times that were written down, and will be.
    pub(super) fn first_sent_times(&self) -> Result<FirstSentTimes, BatchError> {
        let open = || -> io::Result<(BufReader<File>, File)> {
            let mut recorded = BufReader::new(File::open(&self.path)?);
            recorded.read_until(b'\n', &mut Vec::new())?;
            Ok((recorded, self.file.try_clone()?))
        };
        let (recorded, file) = open().map_err(FileError::of(FileAction::Read, &self.path))?;
        FirstSentTimes::new(recorded, file, self.path.clone())
    }
}

fn read_header(mut file: &File, path: &Path) -> Result<Option<Header>, BatchError> {
    let mut line = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| BufReader::new(file.take(MAX_HEADER_BYTES)).read_until(b'\n', &mut line))
        .map_err(FileError::of(FileAction::Read, path))?;
    // A line that was never finished was never followed by a request.
    if !line.ends_with(b"\n") && (line.len() as u64) < MAX_HEADER_BYTES {
        return Ok(None);
    }
    serde_json::from_slice::<Header>(&line)
        .ok()
        .filter(|header| header.schema == SCHEMA && integrity::is_intact(&line))
        .map(Some)
        .ok_or_else(|| BatchError::JournalChanged(path.to_owned()))
}

/// A set of lines, with a bit for each.
#[derive(Debug, Clone, Default)]
pub(super) struct LineSet(Vec<u64>);

impl LineSet {
    pub(super) fn insert(&mut self, line: u64) {
        let (word, bit) = bit_of(line);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    pub(super) fn contains(&self, line: u64) -> bool {
        let (word, bit) = bit_of(line);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the lines that are in this set and not in the other.
    pub(super) fn difference(&self, other: &Self) -> impl Iterator<Item = u64> {
        let end = self.0.len() as u64 * 64;
        (0..end).filter(|line| self.contains(*line) && !other.contains(*line))
    }
}

fn bit_of(line: u64) -> (usize, u64) {
    let word = usize::try_from(line / 64).unwrap_or(usize::MAX);
    (word, 1 << (line % 64))
}

/// How long new lines get the same time.
const BLOCK_DURATION: Duration = Duration::from_secs(1);

/// How many lines the first block is for, and how many at most.
const FIRST_BLOCK_LINES: u64 = 16;
const MAX_BLOCK_LINES: u64 = 4096;

/// Lines that have the same time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Block {
    from: u64,
    to: u64,
    moment: Timestamp,
}

/// A block that new lines join.
#[derive(Debug)]
struct Open {
    block: Block,
    since: Instant,
}

/// What relative times count from: for each line the time at which it was first about to be sent,
/// written down before it was.
///
/// Times are written for blocks of lines, so that the disk is waited for about once a second and
/// not once a line. A block ends when its second is over, even if lines of it are left; they were
/// not sent with its time, and get a later one.
#[derive(Debug)]
pub(super) struct FirstSentTimes {
    recorded: BufReader<File>,
    /// The recorded block that the last line belonged to, if any, and the one behind it.
    at: Option<Block>,
    ahead: Option<Block>,
    open: Option<Open>,
    /// How many lines the next block is for.
    size: u64,
    file: File,
    path: PathBuf,
}

impl FirstSentTimes {
    fn new(recorded: BufReader<File>, file: File, path: PathBuf) -> Result<Self, BatchError> {
        let mut times = Self {
            recorded,
            at: None,
            ahead: None,
            open: None,
            size: FIRST_BLOCK_LINES,
            file,
            path,
        };
        times.ahead = times.read()?;
        Ok(times)
    }

    fn read(&mut self) -> Result<Option<Block>, BatchError> {
        let mut line = Vec::new();
        loop {
            line.clear();
            self.recorded
                .read_until(b'\n', &mut line)
                .map_err(FileError::of(FileAction::Read, &self.path))?;
            if line.is_empty() {
                return Ok(None);
            }
            if serde_json::from_slice::<Doubt>(&line).is_err() {
                break;
            }
        }
        serde_json::from_slice(&line)
            .map(Some)
            .map_err(|source| BatchError::JournalDamaged {
                path: self.path.clone(),
                source,
            })
    }

    /// Returns the time of a line, which is on disk by then; lines are asked for in order.
    pub(super) fn of(&mut self, line: u64) -> Result<Timestamp, BatchError> {
        while let Some(ahead) = self.ahead.filter(|ahead| ahead.from <= line) {
            self.at = Some(ahead);
            self.ahead = self.read()?;
        }
        if let Some(at) = self.at.filter(|at| line <= at.to) {
            return Ok(at.moment);
        }
        if let Some(open) = &self.open {
            let fresh = open.since.elapsed() < BLOCK_DURATION;
            if fresh && line <= open.block.to {
                return Ok(open.block.moment);
            }
            // The lines of a block that it does not reach get its time even if they are sent after
            // an interruption, which may be much later.
            self.size = if fresh {
                (self.size * 2).min(MAX_BLOCK_LINES)
            } else {
                line.saturating_sub(open.block.from)
                    .clamp(1, MAX_BLOCK_LINES)
            };
        }
        let block = Block {
            from: line,
            to: line.saturating_add(self.size - 1),
            moment: ambient::now(),
        };
        self.write(&block)
            .map_err(FileError::of(FileAction::Write, &self.path))
            .map_err(BatchError::TimeNotWritten)?;
        let since = Instant::now();
        self.open = Some(Open { block, since });
        Ok(block.moment)
    }

    fn write(&mut self, block: &Block) -> io::Result<()> {
        let mut line = serde_json::to_vec(block)?;
        line.push(b'\n');
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&line)?;
        self.file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(text: &str) -> (tempfile::NamedTempFile, FirstSentTimes) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let recorded = BufReader::new(File::open(file.path()).unwrap());
        let writer = File::options().append(true).open(file.path()).unwrap();
        let path = file.path().to_owned();
        let times = FirstSentTimes::new(recorded, writer, path).unwrap();
        (file, times)
    }

    #[test]
    fn a_line_keeps_the_time_that_it_may_have_been_sent_with() {
        let (_file, mut times) = times(
            "{\"from\":1,\"to\":16,\"moment\":100}\n{\"doubted\":4}\n{\"from\":9,\"to\":10,\"moment\":101}\n",
        );
        for (line, moment) in [(1, 100), (8, 100), (9, 101), (10, 101)] {
            assert_eq!(times.of(line).unwrap(), Timestamp(moment));
        }
        // The first block was over when the second began.
        assert!(times.of(11).unwrap().0 > 1_000_000_000);
    }

    #[test]
    fn a_time_is_on_disk_when_it_is_used() {
        let (file, mut first) = times("");
        let written: Vec<_> = (1..=100).map(|line| first.of(line).unwrap()).collect();
        let text = std::fs::read_to_string(file.path()).unwrap();
        let (_other, mut second) = times(&text);
        let again: Vec<_> = (1..=100).map(|line| second.of(line).unwrap()).collect();
        assert_eq!(written, again);
        assert!(text.lines().count() < 20, "{text}");
    }

    #[test]
    fn the_lines_of_one_set_and_not_of_another_are_listed() {
        let (mut lines, mut other) = (LineSet::default(), LineSet::default());
        for line in [1, 63, 64, 200] {
            lines.insert(line);
        }
        other.insert(64);
        assert!(lines.contains(200) && !lines.contains(2) && !lines.contains(900));
        assert_eq!(lines.difference(&other).collect::<Vec<_>>(), [1, 63, 200]);
    }
}
