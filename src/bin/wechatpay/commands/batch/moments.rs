//! What relative times count from: for each line the moment at which it was first about to be
//! sent, written down before it was.
//!
//! Moments are written for blocks of lines, so that the disk is waited for about once a second
//! and not once a line. A block ends when its second is over, whatever it was made for; lines
//! behind that were not sent with its moment, and get a later one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use wechatpay::ambient;
use wechatpay::protocol::stamp::Timestamp;

use super::journal::is_doubt;
use crate::diagnostic::Failure;

/// How long new lines get the same moment.
const SECOND: Duration = Duration::from_secs(1);

/// How many lines the first block is for, and the longest.
const FIRST: u64 = 16;
const LONGEST: u64 = 4096;

/// Lines that have the same moment.
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

#[derive(Debug)]
pub(super) struct Moments {
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

impl Moments {
    pub(super) fn new(
        recorded: BufReader<File>,
        file: File,
        path: PathBuf,
    ) -> Result<Self, Failure> {
        let mut moments = Self {
            recorded,
            at: None,
            ahead: None,
            open: None,
            size: FIRST,
            file,
            path,
        };
        moments.ahead = moments.read()?;
        Ok(moments)
    }

    fn read(&mut self) -> Result<Option<Block>, Failure> {
        let mut line = Vec::new();
        loop {
            line.clear();
            self.recorded
                .read_until(b'\n', &mut line)
                .map_err(|error| Failure::file("read", &self.path, &error))?;
            if line.is_empty() {
                return Ok(None);
            }
            if !is_doubt(&line) {
                break;
            }
        }
        serde_json::from_slice(&line).map(Some).map_err(|error| {
            let path = self.path.display();
            Failure::config(format!("{path} is damaged"))
                .in_chinese(format!("{path} 已损坏"))
                .because(&error)
                .with_help(
                    "put the file back as it was, then run the same command again",
                    "请恢复该文件后，再次运行同一命令",
                )
        })
    }

    /// Returns the moment of a line, which is on disk by then; lines are asked for in order.
    pub(super) fn of(&mut self, line: u64) -> Result<Timestamp, Failure> {
        while let Some(ahead) = self.ahead.filter(|ahead| ahead.from <= line) {
            self.at = Some(ahead);
            self.ahead = self.read()?;
        }
        if let Some(at) = self.at.filter(|at| line <= at.to) {
            return Ok(at.moment);
        }
        if let Some(open) = &self.open {
            let fresh = open.since.elapsed() < SECOND;
            if fresh && line <= open.block.to {
                return Ok(open.block.moment);
            }
            // Every line that a block is made for and that it does not reach gets its moment
            // after the batch was interrupted, which may be much later.
            self.size = if fresh {
                (self.size * 2).min(LONGEST)
            } else {
                line.saturating_sub(open.block.from).clamp(1, LONGEST)
            };
        }
        let block = Block {
            from: line,
            to: line.saturating_add(self.size - 1),
            moment: ambient::now(),
        };
        self.write(&block).map_err(|error| {
            Failure::file("write", &self.path, &error).with_help(
                "make room on the disk, then run the same command again",
                "请释放磁盘空间后，再次运行同一命令",
            )
        })?;
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

    fn moments(text: &str) -> (tempfile::NamedTempFile, Moments) {
        let mut kept = tempfile::NamedTempFile::new().unwrap();
        kept.write_all(text.as_bytes()).unwrap();
        let recorded = BufReader::new(File::open(kept.path()).unwrap());
        let file = File::options().append(true).open(kept.path()).unwrap();
        let path = kept.path().to_owned();
        let moments = Moments::new(recorded, file, path).unwrap();
        (kept, moments)
    }

    #[test]
    fn a_line_keeps_the_moment_that_it_may_have_been_sent_with() {
        let (_kept, mut moments) = moments(
            "{\"from\":1,\"to\":16,\"moment\":100}\n{\"doubted\":4}\n{\"from\":9,\"to\":10,\"moment\":101}\n",
        );
        for (line, moment) in [(1, 100), (8, 100), (9, 101), (10, 101)] {
            assert_eq!(moments.of(line).unwrap(), Timestamp(moment));
        }
        // The first block was over when the second began.
        assert!(moments.of(11).unwrap().0 > 1_000_000_000);
    }

    #[test]
    fn a_moment_is_on_disk_when_it_is_told() {
        let (kept, mut first) = moments("");
        let told: Vec<_> = (1..=100).map(|line| first.of(line).unwrap()).collect();
        let text = std::fs::read_to_string(kept.path()).unwrap();
        let (_other, mut second) = moments(&text);
        let again: Vec<_> = (1..=100).map(|line| second.of(line).unwrap()).collect();
        assert_eq!(told, again);
        assert!(text.lines().count() < 20, "{text}");
    }
}
