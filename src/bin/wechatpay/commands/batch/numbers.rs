//! Numbers that stand in two lines: found by sorting on disk, in memory that does not grow.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};

/// Half of a number's SHA-256, and the line.
type Record = [u8; SIZE];
const SIZE: usize = 24;

/// How many are sorted at a time: 768 KiB of them.
const SORTED: usize = 32_768;

/// How many of each sorted run are in memory while the runs are merged.
const AHEAD: usize = 128;

/// The numbers of all lines; 24 bytes a line, on disk.
pub(super) struct Numbers {
    fresh: Vec<Record>,
    /// Sorted runs of [`SORTED`] each.
    file: File,
    runs: u64,
}

impl Numbers {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            fresh: Vec::new(),
            file: tempfile::tempfile()?,
            runs: 0,
        })
    }

    pub(super) fn add(&mut self, number: &str, line: u64) -> io::Result<()> {
        let mut record = [0; SIZE];
        record[..16].copy_from_slice(&Sha256::digest(number)[..16]);
        record[16..].copy_from_slice(&line.to_be_bytes());
        self.fresh.push(record);
        if self.fresh.len() == SORTED {
            self.fresh.sort_unstable();
            self.file.write_all(self.fresh.as_flattened())?;
            self.fresh.clear();
            self.runs += 1;
        }
        Ok(())
    }

    /// Returns the first two lines that have the same number.
    pub(super) fn twice(mut self) -> io::Result<Option<(u64, u64)>> {
        self.fresh.sort_unstable();
        let fresh = std::mem::take(&mut self.fresh);
        let mut runs: Vec<Run> = (0..self.runs).map(Run::of).collect();
        runs.push(Run {
            at: 0,
            left: 0,
            ahead: fresh.into_iter().rev().collect(),
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
    ahead: Vec<Record>,
}

impl Run {
    fn of(number: u64) -> Self {
        Self {
            at: number * (SORTED * SIZE) as u64,
            left: SORTED,
            ahead: Vec::new(),
        }
    }

    fn next(&mut self, file: &mut File) -> io::Result<Option<Record>> {
        if self.ahead.is_empty() && self.left > 0 {
            let mut read = vec![[0; SIZE]; self.left.min(AHEAD)];
            file.seek(SeekFrom::Start(self.at))?;
            file.read_exact(read.as_flattened_mut())?;
            self.left -= read.len();
            self.at += (read.len() * SIZE) as u64;
            read.reverse();
            self.ahead = read;
        }
        Ok(self.ahead.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_that_stands_twice_is_found_across_runs() {
        let last = 2 * SORTED as u64 + 5;
        let mut numbers = Numbers::new().unwrap();
        for line in 1..=last {
            numbers.add(&format!("order-{line}"), line).unwrap();
        }
        numbers.add("order-7", last + 1).unwrap();
        numbers.add("order-3", last + 2).unwrap();
        assert_eq!(numbers.twice().unwrap(), Some((7, last + 1)));
    }

    #[test]
    fn different_numbers_stand_once() {
        let mut numbers = Numbers::new().unwrap();
        for line in 1..=SORTED as u64 {
            numbers.add(&format!("order-{line}"), line).unwrap();
        }
        assert_eq!(numbers.twice().unwrap(), None);
        assert_eq!(Numbers::new().unwrap().twice().unwrap(), None);
    }
}
