//! The first pass: every line is read before anything is sent.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

use super::error::BatchError;
use super::integrity::hex;
use super::job::{Command, Defaults, Job, ParsedRow};
use super::row::{Row, RowError, RowProblem};
use super::source::Source;
use crate::protocol::amount::FenSum;
use crate::protocol::stamp::Timestamp;

/// How many invalid lines are named.
const MAX_NAMED_ERRORS: usize = 5;

/// How many invalid lines end the check.
const MAX_ERRORS: usize = 20;

/// Numbers of lines have nine digits.
const MAX_LINES: u64 = 999_999_999;

/// How often the check says how far it is, and lets itself be interrupted.
const LINES_PER_REPORT: u64 = 1000;

/// An input without an invalid line.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) lines: u64,
    /// The number of the last.
    pub(super) last: u64,
    /// SHA-256 of everything that will be sent.
    pub(super) digest: String,
    /// What all lines come to.
    pub(super) sum: FenSum,
    /// Whether what is sent depends on when.
    pub(super) relative: bool,
}

impl Checked {
    fn add<J: Job>(&mut self, line: u64, row: &ParsedRow<J>) {
        self.last = line;
        self.relative |= row.relative;
        if let Some(amount) = row.job.amount() {
            self.sum.add(amount);
        }
    }
}

/// Reads a row into what is sent for it.
pub(super) fn read<C: Command>(
    command: &C,
    row: &Row,
    defaults: &Defaults,
) -> Result<ParsedRow<C::Job>, RowError> {
    let read = || {
        if !(C::READS_RESULTS && row.is_result()) {
            row.check_names(C::FIELDS)?;
        }
        command.read(row, defaults)
    };
    read().map_err(|problem| RowError {
        line: row.line,
        problem,
    })
}

/// Checks every line; the error names the first invalid ones.
pub(super) async fn check<C: Command>(
    command: &C,
    source: &Source,
    batch: &str,
    mut progress: impl FnMut(u64),
) -> Result<Checked, BatchError> {
    let mut numbers = DuplicateFinder::new().map_err(BatchError::SortNumbers)?;
    let mut number_name = "";
    let mut hash = Sha256::new();
    let mut errors = Vec::new();
    let mut checked = Checked::default();
    for row in source.rows(C::FIELDS)? {
        match row.and_then(|row| Ok((row.line, read_unsent(command, &row, batch)?))) {
            Ok((line, parsed)) => {
                checked.add(line, &parsed);
                add(&mut hash, line, &parsed.job);
                if let Some(number) = &parsed.unique {
                    number_name = parsed.job.number().name;
                    numbers.add(number, line).map_err(BatchError::SortNumbers)?;
                }
            }
            Err(error) => errors.push(source.as_shown(error)),
        }
        checked.lines += 1;
        if errors.len() >= MAX_ERRORS {
            break;
        }
        if checked.lines.is_multiple_of(LINES_PER_REPORT) {
            progress(checked.lines);
            tokio::task::yield_now().await;
        }
    }
    if !errors.is_empty() {
        let more = errors.len().saturating_sub(MAX_NAMED_ERRORS);
        errors.truncate(MAX_NAMED_ERRORS);
        return Err(BatchError::Rows {
            input: source.name().to_owned(),
            errors,
            more,
        });
    }
    if checked.lines == 0 {
        let problem = RowProblem::Empty;
        return Err(source.error(RowError { line: 1, problem }));
    }
    if let Some((first, line)) = numbers.first_duplicate().map_err(BatchError::SortNumbers)? {
        let name = number_name;
        let problem = RowProblem::DuplicateNumber { name, first };
        return Err(source.row_error(RowError { line, problem }));
    }
    checked.digest = hex(&hash.finalize());
    Ok(checked)
}

fn read_unsent<C: Command>(
    command: &C,
    row: &Row,
    batch: &str,
) -> Result<ParsedRow<C::Job>, RowError> {
    if row.line > MAX_LINES {
        return Err(RowError {
            line: row.line,
            problem: RowProblem::TooManyLines(MAX_LINES),
        });
    }
    read(command, row, &Defaults::new(batch, row.line, Timestamp(0)))
}

fn add(hash: &mut Sha256, line: u64, job: &impl Job) {
    let request = job.request();
    for part in [request.target.as_bytes(), &request.body] {
        hash.update(line.to_be_bytes());
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
}

/// Half of a number's SHA-256, and the line.
type Record = [u8; RECORD_BYTES];
const RECORD_BYTES: usize = 24;

/// How many records are sorted at a time: 768 KiB of them.
const RUN_LENGTH: usize = 32_768;

/// How many records of each sorted run are in memory while the runs are merged.
const READ_AHEAD: usize = 128;

/// Finds a number that two lines have, by sorting on disk in memory that does not grow with the
/// input: 24 bytes a line.
struct DuplicateFinder {
    unsorted: Vec<Record>,
    /// Sorted runs of [`RUN_LENGTH`] each.
    file: File,
    runs: u64,
}

impl DuplicateFinder {
    fn new() -> io::Result<Self> {
        Ok(Self {
            unsorted: Vec::new(),
            file: tempfile::tempfile()?,
            runs: 0,
        })
    }

    fn add(&mut self, number: &str, line: u64) -> io::Result<()> {
        let mut record = [0; RECORD_BYTES];
        record[..16].copy_from_slice(&Sha256::digest(number)[..16]);
        record[16..].copy_from_slice(&line.to_be_bytes());
        self.unsorted.push(record);
        if self.unsorted.len() == RUN_LENGTH {
            self.unsorted.sort_unstable();
            self.file.write_all(self.unsorted.as_flattened())?;
            self.unsorted.clear();
            self.runs += 1;
        }
        Ok(())
    }

    /// Returns the first line whose number an earlier line has, after that earlier line.
    fn first_duplicate(mut self) -> io::Result<Option<(u64, u64)>> {
        self.unsorted.sort_unstable();
        let unsorted = std::mem::take(&mut self.unsorted);
        let mut runs: Vec<Run> = (0..self.runs).map(Run::of).collect();
        runs.push(Run {
            at: 0,
            left: 0,
            buffer: unsorted.into_iter().rev().collect(),
        });
        let mut heap = BinaryHeap::new();
        for (place, run) in runs.iter_mut().enumerate() {
            heap.extend(run.next(&mut self.file)?.map(|next| Reverse((next, place))));
        }
        let mut last: Option<Record> = None;
        let mut found: Option<(u64, u64)> = None;
        while let Some(Reverse((record, place))) = heap.pop() {
            if let Some(last) = last.filter(|last| last[..16] == record[..16]) {
                let pair = (line(&last), line(&record));
                let better = found.is_none_or(|(_, second)| pair.1 < second);
                found = if better { Some(pair) } else { found };
            }
            last = Some(record);
            heap.extend(
                runs[place]
                    .next(&mut self.file)?
                    .map(|next| Reverse((next, place))),
            );
        }
        Ok(found)
    }
}

fn line(record: &Record) -> u64 {
    record[16..]
        .iter()
        .fold(0, |line, byte| line << 8 | u64::from(*byte))
}

/// A sorted run that is read from its beginning to its end.
struct Run {
    at: u64,
    left: usize,
    /// What was read of it, backwards.
    buffer: Vec<Record>,
}

impl Run {
    fn of(number: u64) -> Self {
        Self {
            at: number * (RUN_LENGTH * RECORD_BYTES) as u64,
            left: RUN_LENGTH,
            buffer: Vec::new(),
        }
    }

    fn next(&mut self, file: &mut File) -> io::Result<Option<Record>> {
        if self.buffer.is_empty() && self.left > 0 {
            let mut read = vec![[0; RECORD_BYTES]; self.left.min(READ_AHEAD)];
            file.seek(SeekFrom::Start(self.at))?;
            file.read_exact(read.as_flattened_mut())?;
            self.left -= read.len();
            self.at += (read.len() * RECORD_BYTES) as u64;
            read.reverse();
            self.buffer = read;
        }
        Ok(self.buffer.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_duplicate_is_found_across_runs() {
        let last = 2 * RUN_LENGTH as u64 + 5;
        let mut finder = DuplicateFinder::new().unwrap();
        for line in 1..=last {
            finder.add(&format!("order-{line}"), line).unwrap();
        }
        finder.add("order-7", last + 1).unwrap();
        finder.add("order-3", last + 2).unwrap();
        assert_eq!(finder.first_duplicate().unwrap(), Some((7, last + 1)));
    }

    #[test]
    fn different_numbers_are_no_duplicates() {
        let mut finder = DuplicateFinder::new().unwrap();
        for line in 1..=RUN_LENGTH as u64 {
            finder.add(&format!("order-{line}"), line).unwrap();
        }
        assert_eq!(finder.first_duplicate().unwrap(), None);
        assert_eq!(
            DuplicateFinder::new().unwrap().first_duplicate().unwrap(),
            None
        );
    }
}
