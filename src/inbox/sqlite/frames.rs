//! The frames of a write-ahead log, which carry checksums: SQLite checks them only when it opens a
//! log that no other connection uses, so that a program that overwrites one in use is not noticed.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;

/// How the checksums of a log are calculated, by the last bit of this number.
const MAGIC: u32 = 0x377f_0682;

/// The largest page of SQLite.
const MAX_PAGE_BYTES: usize = 65_536;

/// Returns whether the first `bytes` bytes of a log are as SQLite wrote them: a header and whole
/// frames. <https://sqlite.org/fileformat2.html#walformat>
pub(super) fn are_intact(log: &Path, bytes: u64) -> io::Result<bool> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(log)?.take(bytes));
    let mut header = [0; HEADER_BYTES];
    if !fill(&mut file, &mut header)? {
        return Ok(false);
    }
    let magic = word(&header);
    let page_bytes = usize::try_from(word(&header[8..])).unwrap_or(usize::MAX);
    if magic & !1 != MAGIC || page_bytes > MAX_PAGE_BYTES {
        return Ok(false);
    }
    let mut sum = Checksum {
        is_big_endian: magic & 1 == 1,
        halves: (0, 0),
    };
    sum.add(&header[..24]);
    if !sum.is_at(&header[24..]) {
        return Ok(false);
    }
    let mut frame = vec![0; FRAME_HEADER_BYTES + page_bytes];
    let frame_count = bytes.saturating_sub(HEADER_BYTES as u64) / frame.len() as u64;
    for _ in 0..frame_count {
        if !fill(&mut file, &mut frame)? {
            return Ok(false);
        }
        sum.add(&frame[..8]);
        sum.add(&frame[FRAME_HEADER_BYTES..]);
        if frame[8..16] != header[16..24] || !sum.is_at(&frame[16..]) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns whether a log begins with a header, which is gone if the log was cut while a transaction
/// was written behind it. What cannot be read is not said to be gone.
pub(super) fn has_header(log: &Path) -> bool {
    let mut magic = [0; 4];
    let read = File::open(log).and_then(|mut file| fill(&mut file, &mut magic));
    match read {
        Ok(is_full) => is_full && word(&magic) & !1 == MAGIC,
        Err(_) => true,
    }
}

/// Returns whether a log that is not empty begins with something else than a header: whatever opens
/// it takes nothing of it. SQLite has the header on the disk before anything behind it.
pub(super) fn is_headless(log: &Path) -> bool {
    let bytes = log.metadata().map_or(0, |found| found.len());
    bytes >= HEADER_BYTES as u64 && !has_header(log)
}

fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Reads a number as all are written in a log, except in what is summed up.
fn word(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |word, byte| word << 8 | u32::from(*byte))
}

struct Checksum {
    is_big_endian: bool,
    halves: (u32, u32),
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        let (mut first, mut second) = self.halves;
        for pair in bytes.chunks_exact(8) {
            let [left, right] = [&pair[..4], &pair[4..]].map(|four| {
                let number = word(four);
                if self.is_big_endian {
                    number
                } else {
                    number.swap_bytes()
                }
            });
            first = first.wrapping_add(left).wrapping_add(second);
            second = second.wrapping_add(right).wrapping_add(first);
        }
        self.halves = (first, second);
    }

    fn is_at(&self, bytes: &[u8]) -> bool {
        self.halves == (word(bytes), word(&bytes[4..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_sqlite_is_intact_until_a_byte_of_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; CREATE TABLE t (x);
                 INSERT INTO t VALUES (randomblob(30000)); INSERT INTO t VALUES ('last');",
            )
            .unwrap();
        let log = folder.path().join("a.db-wal");
        let bytes = std::fs::read(&log).unwrap();
        let length = bytes.len() as u64;
        assert!(are_intact(&log, length).unwrap());
        assert!(!are_intact(&log, length + 8216).unwrap());
        for at in [0, 9, 20, 30, 40, 52, 5_000, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            std::fs::write(folder.path().join("changed"), changed).unwrap();
            assert!(
                !are_intact(&folder.path().join("changed"), length).unwrap(),
                "{at}"
            );
        }
    }
}
