//! What became of each line, one JSON object a line, in the order in which it became known.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wechatpay::transport::BODY_LIMIT;

use super::journal::{Journal, beside};
use super::marks::Marks;
use super::seal;
use super::watch::{self, Change};
use crate::diagnostic::Failure;
use crate::files::{self, Growing};

/// What is known of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// WeChat Pay did it.
    Done,
    /// WeChat Pay refused it, and would again.
    Failed,
    /// It may have been done.
    Unknown,
    /// It was not done, for a reason that is not the line's.
    Pending,
}

impl State {
    /// Tells whether a later run has nothing to do for the line.
    fn is_settled(self, retry_failed: bool) -> bool {
        match self {
            Self::Done => true,
            Self::Failed => !retry_failed,
            Self::Unknown | Self::Pending => false,
        }
    }
}

/// How many lines have come to what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) done: u64,
    pub(super) failed: u64,
    pub(super) unknown: u64,
    pub(super) pending: u64,
    /// How often each code came; the kind of error stands for one where there is none.
    pub(super) codes: BTreeMap<String, u64>,
    /// The exit code of the worst.
    pub(super) exit_code: u8,
}

/// More codes than WeChat Pay has.
const CODES: usize = 200;

impl Tally {
    pub(super) fn add(&mut self, state: State, error: Option<(&str, u8)>) {
        *match state {
            State::Done => &mut self.done,
            State::Failed => &mut self.failed,
            State::Unknown => &mut self.unknown,
            State::Pending => &mut self.pending,
        } += 1;
        let Some((code, exit_code)) = error else {
            return;
        };
        self.exit_code = worse(self.exit_code, exit_code);
        if self.codes.len() < CODES || self.codes.contains_key(code) {
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
    }

    pub(super) fn settled(&self) -> u64 {
        self.done + self.failed
    }

    pub(super) fn all(&self) -> u64 {
        self.settled() + self.unknown + self.pending
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
    state: State,
    error: Option<EarlierError>,
}

#[derive(Deserialize)]
struct EarlierError {
    kind: String,
    code: Option<String>,
    exit_code: u8,
}

/// Longer than a result can be, whatever WeChat Pay answers and however much of it is escaped.
const LONGEST: u64 = 8 * BODY_LIMIT as u64;

/// How much room there must be for results before anything is sent: what many lines at once need.
const RESERVED_BYTES: usize = 64 * 1024;

/// Which results are read.
pub(super) struct Batch<'a> {
    pub(super) name: &'a str,
    /// The last line of the input.
    pub(super) last: u64,
    /// Whether lines that were refused are sent again.
    pub(super) retry_failed: bool,
}

/// Where results go.
pub(super) enum Sink {
    Stdout,
    File(Results),
}

/// A file of results that grows.
pub(super) struct Results {
    file: File,
    path: PathBuf,
    settled: Marks,
    /// Lines of which an earlier run did not know whether they were done.
    doubted: Marks,
    /// What earlier runs came to, as far as it stands.
    pub(super) before: Tally,
    /// How many lines were damaged by a crash and are sent again.
    pub(super) damaged: u64,
    /// How many bytes the file has, if no other program writes to it.
    length: u64,
}

impl Results {
    /// Reads what earlier runs of the batch have written. Lines that are to be sent again are
    /// taken out, so that each stands there once; the journal keeps which of them are in doubt.
    pub(super) async fn open(
        path: &Path,
        batch: &Batch<'_>,
        journal: &mut Journal,
    ) -> Result<Self, Failure> {
        // While the journal is held, nobody else lets it grow.
        files::sweep(path);
        let mut options = File::options();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let open = || {
            let opened = options.open(path);
            opened.map_err(|error| Failure::file("write", path, &error))
        };
        let known = journal.doubted(batch.last)?;
        let mut results = Self {
            file: open()?,
            path: path.to_owned(),
            settled: Marks::default(),
            doubted: known.clone(),
            before: Tally::default(),
            damaged: 0,
            length: 0,
        };
        if results.load(batch, None).await? {
            journal.doubt(results.doubted.without(&known))?;
            let mut kept = Growing::secret(path)?;
            results.settled.clear();
            results.before = Tally::default();
            results.damaged = 0;
            results.load(batch, Some(&mut kept)).await?;
            kept.finish()?;
            results.file = open()?;
        }
        results.length = results.size()?;
        Ok(results)
    }

    fn size(&self) -> Result<u64, Failure> {
        let found = self.file.metadata();
        let found = found.map_err(|error| Failure::file("read", &self.path, &error))?;
        Ok(found.len())
    }

    /// Makes sure, before anything is sent, that there is room for results.
    pub(super) fn reserve(&mut self) -> Result<(), Failure> {
        let filled = self.file.write_all(&vec![0; RESERVED_BYTES]);
        let cut = self.file.set_len(self.length);
        filled.and(cut).map_err(|error| {
            let mut failure = Failure::file("write", &self.path, &error);
            failure.add_cause("nothing was sent", "未发送任何请求");
            failure.with_help(
                "make room on the disk, then run the same command again",
                "请释放磁盘空间后，再次运行同一命令",
            )
        })
    }

    /// Tells what another program has done to the file.
    pub(super) fn change(&self) -> Option<Change> {
        Change::of(&self.file, &self.path, self.length)
    }

    /// The failure of results that another program has changed.
    pub(super) fn lost(&self, change: Change, name: &str) -> Failure {
        watch::failure(change, &self.file, &self.path, name)
    }

    /// Reads the file, and tells whether there is something in it that must be taken out.
    async fn load(
        &mut self,
        batch: &Batch<'_>,
        mut kept: Option<&mut Growing>,
    ) -> Result<bool, Failure> {
        let path = self.path.clone();
        let failed = |error: io::Error| Failure::file("read", &path, &error);
        let file = File::open(&path).map_err(failed)?;
        let mut reader = BufReader::with_capacity(64 * 1024, file);
        let mut bytes = Vec::new();
        let mut spoiled = false;
        for number in 1_u64.. {
            bytes.clear();
            let mut line = (&mut reader).take(LONGEST);
            line.read_until(b'\n', &mut bytes).map_err(failed)?;
            let is_last = !bytes.ends_with(b"\n") && (bytes.len() as u64) < LONGEST;
            if is_last && (bytes.is_empty() || !seal::is_intact(&bytes)) {
                // A process that was killed left it half written.
                return Ok(spoiled || !bytes.is_empty());
            }
            if is_last {
                bytes.push(b'\n');
                spoiled = true;
            }
            if number % 1000 == 0 {
                tokio::task::yield_now().await;
            }
            if !is_last && bytes.contains(&0) && bytes.ends_with(b"\n") {
                // A loss of power leaves blocks of zeros where a line was not on disk yet.
                self.damaged += 1;
                spoiled = true;
                continue;
            }
            let earlier = serde_json::from_slice::<Earlier>(&bytes).ok();
            if let Some(earlier) = &earlier
                && earlier.batch != batch.name
            {
                return Err(of_another(&path, number, &earlier.batch, batch.name));
            }
            let earlier = earlier
                .filter(|earlier| earlier.line <= batch.last)
                .ok_or_else(|| {
                    let path = path.display();
                    Failure::config(format!("line {number} of {path} is no result of this batch"))
                        .in_chinese(format!("{path} 第 {number} 行不是此批次的结果"))
                        .with_help(
                            "take that line out of the file, or put the file back as it was; lines without a result are sent again with the same numbers",
                            "请从文件中移除该行，或恢复原文件；尚无结果的行将以相同单号重新发送",
                        )
                })?;
            if !seal::is_intact(&bytes) {
                let (path, line) = (path.display(), earlier.line);
                return Err(Failure::config(format!(
                    "line {number} of {path} was changed: what became of the input's line {line} is not known"
                ))
                .in_chinese(format!("{path} 第 {number} 行已被修改，输入第 {line} 行的结果未知"))
                .with_help(
                    "take that line out of the file, or put it back as it was; lines without a result are sent again with the same numbers",
                    "请从文件中移除该行，或恢复原样；尚无结果的行将以相同单号重新发送",
                ));
            }
            if earlier.state == State::Unknown {
                self.doubted.insert(earlier.line);
            }
            if !earlier.state.is_settled(batch.retry_failed) || self.is_settled(earlier.line) {
                spoiled = true;
                continue;
            }
            self.settled.insert(earlier.line);
            let error = earlier.error.as_ref();
            let error = error.map(|error| {
                let code = error.code.as_ref().unwrap_or(&error.kind);
                (code.as_str(), error.exit_code)
            });
            self.before.add(earlier.state, error);
            if let Some(kept) = &mut kept {
                kept.write(&bytes)?;
            }
        }
        Ok(spoiled)
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
    pub(super) fn write(&mut self, line: Vec<u8>) -> Result<(), Failure> {
        let line = seal::seal(line);
        match self.file.write_all(&line) {
            Ok(()) => {
                self.length += line.len() as u64;
                Ok(())
            }
            Err(error) => {
                // What is left half written is cut off by the next run at the latest.
                let _ = self.file.set_len(self.length);
                Err(self.unwritten(&error))
            }
        }
    }

    /// Makes what was written durable.
    pub(super) fn sync(&self) -> Result<(), Failure> {
        let synced = self.file.sync_data();
        synced.map_err(|error| self.unwritten(&error))
    }

    fn unwritten(&self, error: &io::Error) -> Failure {
        let mut failure = Failure::file("write", &self.path, error);
        failure.add_cause(
            "lines were sent whose results are not in the file",
            "部分已发送的行，其结果未能写入文件",
        );
        failure.with_help(
            "make room on the disk, then run the same command again: lines without a result are sent again with the same numbers",
            "请释放磁盘空间后再次运行同一命令：尚无结果的行将以相同单号重新发送",
        )
    }
}

/// The failure of results that stand beside the journal of another batch, whose numbers would make
/// every line again.
fn of_another(path: &Path, number: u64, theirs: &str, name: &str) -> Failure {
    let (path, journal) = (path.display(), beside(path));
    let journal = journal.display();
    Failure::config(format!(
        "line {number} of {path} is of batch {theirs}, and {journal} is of batch {name}"
    ))
    .in_chinese(format!(
        "{path} 第 {number} 行属于批次 {theirs}，而 {journal} 属于批次 {name}"
    ))
    .with_help(
        format!("put the files of one batch back together, FILE with its FILE.journal, then run the same command again; do not remove the lines: under the numbers of {name}, what they did would be done again"),
        format!("请将同一批次的文件（FILE 与其 FILE.journal）放回一处，再运行同一命令；请勿移除这些行：以 {name} 的单号会重复执行其内容"),
    )
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
