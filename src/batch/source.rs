//! The input: copied once, so that it may change while the batch runs, and read twice.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use zeroize::Zeroizing;

use super::error::{BatchError, InputDifference};
use super::integrity::hex;
use super::row::{self, Row, RowError, RowProblem};
use crate::fs::{AtomicWriter, FileAction, FileError, remove_leftovers};
use crate::protocol::json;
use crate::protocol::key_material::{self, MaterialKind};

/// The name of standard input as the input of a batch.
pub const STANDARD_INPUT: &str = "standard input";

/// Far more than an order or a refund may have.
const MAX_LINE_BYTES: u64 = 1024 * 1024;

/// How much of the input tells what kind of file it is.
const MAX_KIND_BYTES: u64 = 64 * 1024;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A copy of the input, which no other program can change.
#[derive(Debug)]
pub struct Source {
    file: File,
    name: String,
    path: PathBuf,
    /// SHA-256 of its bytes.
    sha256: String,
    is_csv: bool,
    /// Whether the header of a table ends with CR LF: lines are numbered one less then, since the
    /// LF counts for the next.
    is_crlf: bool,
    /// Where the text begins, after a byte order mark.
    begin: u64,
}

impl Source {
    /// Copies a file, or standard input if the path is `-`.
    ///
    /// # Errors
    /// Returns an error if the input cannot be read, or the copy not be written.
    pub async fn open(path: &Path) -> Result<Self, BatchError> {
        let failed = |source: io::Error| BatchError::OpenInput {
            path: path.to_owned(),
            source,
        };
        let (name, (file, sha256)) = if path == Path::new("-") {
            let name = STANDARD_INPUT.to_owned();
            let copied = copy(tokio::io::stdin(), &name).await?;
            (name, copied)
        } else {
            let file = tokio::fs::File::from_std(crate::fs::open(path).map_err(failed)?);
            let name = path.display().to_string();
            let copied = copy(file, &name).await?;
            (name, copied)
        };
        let mut source = Self {
            file,
            name,
            path: path.to_owned(),
            sha256,
            is_csv: false,
            is_crlf: false,
            begin: 0,
        };
        if let Some(kind) = source.kind().map_err(failed)? {
            let input = source.name;
            return Err(BatchError::NotText { input, kind });
        }
        source.detect().map_err(failed)?;
        Ok(source)
    }

    /// Where it was read from.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What it is called in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of its bytes.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Returns what the input is instead of text with rows; of a key, no message may show a part.
    fn kind(&self) -> io::Result<Option<MaterialKind>> {
        let mut head = Zeroizing::new(Vec::new());
        self.reader(0)?
            .take(MAX_KIND_BYTES)
            .read_to_end(&mut head)?;
        Ok(match key_material::read(&head).kind() {
            MaterialKind::Unknown | MaterialKind::Path | MaterialKind::Empty => None,
            kind => Some(kind),
        })
    }

    /// JSON Lines start with a brace; a CSV header does not.
    fn detect(&mut self) -> io::Result<()> {
        let mut reader = self.reader(0)?;
        if reader.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
            self.begin = BYTE_ORDER_MARK.len() as u64;
            reader.consume(BYTE_ORDER_MARK.len());
        }
        self.is_csv = loop {
            let head = reader.fill_buf()?;
            if head.is_empty() {
                break false;
            }
            if let Some(byte) = head.iter().find(|byte| !byte.is_ascii_whitespace()) {
                break !matches!(byte, b'{' | b'[');
            }
            let length = head.len();
            reader.consume(length);
        };
        self.is_crlf = self.is_csv && ends_with_crlf(reader)?;
        Ok(())
    }

    fn reader(&self, at: u64) -> io::Result<BufReader<File>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(at))?;
        Ok(BufReader::with_capacity(64 * 1024, file))
    }

    /// Reads from the beginning; only one may be reading at a time.
    pub(super) fn rows(&self, known: &[&str]) -> Result<Rows, BatchError> {
        let reader = self
            .reader(self.begin)
            .map_err(|source| BatchError::ReadInput {
                input: self.name.clone(),
                source,
            })?;
        if !self.is_csv {
            return Ok(Rows::Json { reader, line: 0 });
        }
        let record_bytes = Rc::new(Cell::new(0));
        let mut reader = csv::ReaderBuilder::new().from_reader(RecordLimit {
            inner: reader,
            record_bytes: Rc::clone(&record_bytes),
        });
        let header = reader
            .headers()
            .cloned()
            .map_err(|error| self.error(csv_error(error, 1)))?;
        record_bytes.set(0);
        row::check_header(&header, known).map_err(|error| self.error(error))?;
        Ok(Rows::Csv {
            reader: Box::new(reader),
            names: header.iter().map(|name| name.trim().to_owned()).collect(),
            record: csv::StringRecord::new(),
            last: 0,
            record_bytes,
        })
    }

    /// Numbers an error as a text editor numbers the line; numbers that are generated and lines of
    /// results keep theirs.
    pub(super) fn as_shown(&self, mut error: RowError) -> RowError {
        let shift = u64::from(self.is_crlf);
        error.line += shift;
        if let RowProblem::DuplicateNumber { first, .. } = &mut error.problem {
            *first += shift;
        }
        error
    }

    /// The error of a row that cannot be used.
    pub(super) fn row_error(&self, error: RowError) -> BatchError {
        self.error(self.as_shown(error))
    }

    /// The error of the header, or of the whole input.
    pub(super) fn error(&self, error: RowError) -> BatchError {
        BatchError::Row {
            input: self.name.clone(),
            error,
        }
    }

    /// Writes a copy to be kept at a path, where it does not appear before it is finished.
    pub(super) fn save(&self, path: &Path) -> Result<AtomicWriter, FileError> {
        remove_leftovers(path);
        let mut copy = AtomicWriter::secret(path)?;
        let failed = FileError::of(FileAction::Read, Path::new(&self.name));
        let mut bytes = self.reader(0).map_err(&failed)?;
        loop {
            let read = bytes.fill_buf().map_err(&failed)?;
            if read.is_empty() {
                return Ok(copy);
            }
            copy.write(read)?;
            let length = read.len();
            bytes.consume(length);
        }
    }

    /// Compares this with a saved copy of another input whose SHA-256 is known.
    pub(super) fn difference(&self, saved: &Path, sha256: &str) -> io::Result<InputDifference> {
        let mut hash = Sha256::new();
        let mut reader = BufReader::new(File::open(saved)?);
        loop {
            let bytes = reader.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            hash.update(bytes);
            let length = bytes.len();
            reader.consume(length);
        }
        if hex(&hash.finalize()) != sha256 {
            return Err(io::Error::other("it was changed"));
        }
        first_difference(BufReader::new(File::open(saved)?), self.reader(0)?)
    }
}

/// Tells whether the first line that is not blank ends with CR LF.
fn ends_with_crlf(mut reader: impl BufRead) -> io::Result<bool> {
    let mut line = Vec::new();
    loop {
        line.clear();
        reader
            .by_ref()
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() || !line.trim_ascii().is_empty() {
            return Ok(line.ends_with(b"\r\n"));
        }
    }
}

fn first_difference(first: impl BufRead, second: impl BufRead) -> io::Result<InputDifference> {
    let (mut first, mut second) = (first.split(b'\n'), second.split(b'\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (first.next().transpose()?, second.next().transpose()?) {
            (Some(one), Some(other)) if one.trim_ascii_end() == other.trim_ascii_end() => {}
            (Some(_), None) => return Ok(InputDifference::Fewer(1 + count(first)?)),
            (None, Some(_)) => return Ok(InputDifference::More(1 + count(second)?)),
            (Some(_), Some(_)) | (None, None) => return Ok(InputDifference::Line(line)),
        }
    }
}

fn count(lines: impl Iterator<Item = io::Result<Vec<u8>>>) -> io::Result<u64> {
    lines.map(|line| line.map(|_| 1)).sum()
}

/// Copies an input into a file without a name, and returns it with the SHA-256 of its bytes.
async fn copy(
    mut from: impl tokio::io::AsyncRead + Unpin,
    name: &str,
) -> Result<(File, String), BatchError> {
    let not_written = |source: io::Error| BatchError::CopyInput {
        input: name.to_owned(),
        source,
    };
    let mut to = tokio::fs::File::from_std(tempfile::tempfile().map_err(not_written)?);
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 64 * 1024];
    // A device may have no end: what follows a line that is too long is not read.
    let mut line_bytes = 0;
    while line_bytes <= MAX_LINE_BYTES {
        let read = from
            .read(&mut bytes)
            .await
            .map_err(|source| BatchError::ReadInput {
                input: name.to_owned(),
                source,
            })?;
        if read == 0 {
            break;
        }
        line_bytes = match bytes[..read].iter().rposition(|byte| *byte == b'\n') {
            Some(end) => (read - end) as u64,
            None => line_bytes + read as u64,
        };
        hash.update(&bytes[..read]);
        to.write_all(&bytes[..read]).await.map_err(not_written)?;
    }
    to.flush().await.map_err(not_written)?;
    Ok((to.into_std().await, hex(&hash.finalize())))
}

/// Gives up if a record is longer than any can be, as after a quote that nothing closes.
pub(super) struct RecordLimit {
    inner: BufReader<File>,
    record_bytes: Rc<Cell<u64>>,
}

impl Read for RecordLimit {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.record_bytes.get() > MAX_LINE_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it is longer than 1 MiB; is a quote not closed?",
            ));
        }
        let read = self.inner.read(into)?;
        self.record_bytes.set(self.record_bytes.get() + read as u64);
        Ok(read)
    }
}

/// The rows of an input, one after the other; empty lines are skipped.
pub(super) enum Rows {
    Json {
        reader: BufReader<File>,
        line: u64,
    },
    Csv {
        reader: Box<csv::Reader<RecordLimit>>,
        names: Vec<String>,
        record: csv::StringRecord,
        /// The number of the last line.
        last: u64,
        record_bytes: Rc<Cell<u64>>,
    },
}

impl Iterator for Rows {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Json { reader, line } => next_json(reader, line),
            Self::Csv {
                reader,
                names,
                record,
                last,
                record_bytes,
            } => {
                record_bytes.set(0);
                let line = reader.position().line();
                match reader.read_record(record) {
                    Ok(false) => None,
                    Ok(true) => {
                        let line = record.position().map_or(line, csv::Position::line);
                        // The reader does not count lines that end with CR alone, and no two
                        // lines may have one number.
                        let line = line.max(*last + 1);
                        *last = line;
                        Some(Ok(Row::of_record(line, names, record)))
                    }
                    Err(error) => Some(Err(csv_error(error, line))),
                }
            }
        }
    }
}

fn next_json(reader: &mut BufReader<File>, line: &mut u64) -> Option<Result<Row, RowError>> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        *line += 1;
        let problem = match reader
            .take(MAX_LINE_BYTES + 1)
            .read_until(b'\n', &mut bytes)
        {
            Ok(0) => return None,
            Ok(_) if bytes.len() as u64 > MAX_LINE_BYTES => RowProblem::TooLong,
            Ok(_) if bytes.trim_ascii().is_empty() => continue,
            Ok(_) => match json::parse(bytes.trim_ascii()) {
                Ok(Value::Object(object)) => return Some(Ok(Row::of_object(*line, object))),
                Ok(_) => RowProblem::NotObject,
                Err(error) => RowProblem::NotJson(error),
            },
            Err(error) => RowProblem::Read(error),
        };
        return Some(Err(RowError {
            line: *line,
            problem,
        }));
    }
}

fn csv_error(error: csv::Error, line: u64) -> RowError {
    let line = error.position().map_or(line, csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => RowProblem::NotUtf8,
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => RowProblem::CellCount {
            expected: *expected_len,
            found: *len,
        },
        _ => RowProblem::Csv(error),
    };
    RowError { line, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_of_two_inputs_is_found() {
        let difference =
            |one: &str, other: &str| first_difference(one.as_bytes(), other.as_bytes()).unwrap();
        assert_eq!(difference("a\nb\n", "a\r\nc\n"), InputDifference::Line(2));
        assert_eq!(difference("a\n", "a\nb\nc\n"), InputDifference::More(2));
        assert_eq!(difference("a\nb\nc\n", "a\n"), InputDifference::Fewer(2));
    }

    #[tokio::test]
    async fn an_error_names_the_line_that_an_editor_shows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("input.csv");
        for (text, number) in [
            ("a,b\n1,2\n1\n", 3),
            ("a,b\r\n1,2\r\n1\r\n", 2),
            ("\u{feff}\r\na,b\r\n1,2\r\n1\r\n", 3),
        ] {
            std::fs::write(&path, text).unwrap();
            let source = Source::open(&path).await.unwrap();
            let mut rows = source.rows(&["a", "b"]).unwrap();
            let error = rows.find_map(Result::err).unwrap();
            assert_eq!(error.line, number, "{text:?}");
            let shown = text.lines().position(|line| line == "1").unwrap() as u64 + 1;
            assert_eq!(source.as_shown(error).line, shown, "{text:?}");
        }
    }

    #[tokio::test]
    async fn a_table_and_json_lines_give_the_same_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("input");
        for text in [
            "\u{feff}out_trade_no,total\norder-1,7\norder-2,8\n",
            "\n{\"out_trade_no\":\"order-1\",\"total\":7}\n{\"out_trade_no\":\"order-2\",\"total\":8}",
        ] {
            std::fs::write(&path, text).unwrap();
            let source = Source::open(&path).await.unwrap();
            let rows: Vec<Row> = source
                .rows(&["out_trade_no", "total"])
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let read: Vec<_> = rows
                .iter()
                .map(|row| (row.line, row.text("total").unwrap().unwrap()))
                .collect();
            assert_eq!(read, [(2, "7".to_owned()), (3, "8".to_owned())]);
        }
    }
}
