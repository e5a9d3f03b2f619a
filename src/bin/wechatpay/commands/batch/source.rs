//! The input: copied once, so that it may change while its lines are worked off, and read twice.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wechatpay::protocol::json;

use super::fields::{self, Fields, Wrong};
use super::seal::hex;
use crate::diagnostic::Failure;
use crate::output;

/// The longest line that is read: 1 MiB, far more than an order or a refund may have.
const LONGEST: u64 = 1024 * 1024;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// A copy of the input, which no other program can change.
pub(super) struct Source {
    file: File,
    name: String,
    /// SHA-256 of its bytes.
    sha256: String,
    is_csv: bool,
    /// Where the text begins, after a byte order mark.
    begin: u64,
}

impl Source {
    /// Copies a file, or standard input.
    pub(super) async fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::file("read", path, &error);
        let (copy, name) = if path == Path::new("-") {
            output::note_reading();
            let name = "standard input".to_owned();
            (copy(tokio::io::stdin(), &name).await?, name)
        } else {
            let file = tokio::fs::File::open(path).await.map_err(failed)?;
            let name = path.display().to_string();
            (copy(file, &name).await?, name)
        };
        let (file, sha256) = copy;
        let mut source = Self {
            file,
            name,
            sha256,
            is_csv: false,
            begin: 0,
        };
        source.look().map_err(failed)?;
        Ok(source)
    }

    /// What it is called in messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of its bytes.
    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Returns its bytes from the beginning.
    pub(super) fn bytes(&self) -> io::Result<BufReader<File>> {
        self.rewound(0)
    }

    /// JSON Lines begin with a brace; a CSV header does not.
    fn look(&mut self) -> io::Result<()> {
        let mut reader = self.rewound(0)?;
        let head = reader.fill_buf()?;
        if head.starts_with(MARK) {
            self.begin = MARK.len() as u64;
            reader.consume(MARK.len());
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
        Ok(())
    }

    fn rewound(&self, at: u64) -> io::Result<BufReader<File>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(at))?;
        Ok(BufReader::with_capacity(64 * 1024, file))
    }

    /// Reads from the beginning; only one may be reading at a time.
    pub(super) fn lines(&self, known: &[&str]) -> Result<Lines, Failure> {
        let failed = |error: io::Error| {
            Failure::config(format!("cannot read {}", self.name)).because(&error)
        };
        let reader = self.rewound(self.begin).map_err(failed)?;
        if !self.is_csv {
            return Ok(Lines::Json { reader, line: 0 });
        }
        let spent = Rc::new(Cell::new(0));
        let capped = Capped {
            inner: reader,
            spent: Rc::clone(&spent),
        };
        let mut reader = csv::ReaderBuilder::new().from_reader(capped);
        let header = reader
            .headers()
            .cloned()
            .map_err(|error| self.failure(&csv_wrong(&error, 1)))?;
        spent.set(0);
        fields::check_header(&header, known).map_err(|wrong| self.failure(&wrong))?;
        let names = header.iter().map(|name| name.trim().to_owned()).collect();
        Ok(Lines::Csv {
            reader: Box::new(reader),
            names,
            record: csv::StringRecord::new(),
            last: 0,
            spent,
        })
    }

    /// The failure of a line that cannot be used.
    pub(super) fn failure(&self, wrong: &Wrong) -> Failure {
        Failure::config(self.told(wrong))
    }

    pub(super) fn told(&self, wrong: &Wrong) -> String {
        format!("{} line {}: {}", self.name, wrong.line, wrong.message)
    }
}

/// Copies an input into a file without a name, and returns it with the SHA-256 of its bytes.
async fn copy(
    mut from: impl tokio::io::AsyncRead + Unpin,
    name: &str,
) -> Result<(File, String), Failure> {
    let unwritten = |error: io::Error| {
        Failure::config(format!("cannot copy {name} to a temporary file"))
            .in_chinese(format!("无法将 {name} 复制到临时文件"))
            .because(&error)
            .with_help(
                "free some space, or set TMPDIR to a folder that has it",
                "请释放磁盘空间，或将 TMPDIR 设为有足够空间的目录",
            )
    };
    let mut to = tokio::fs::File::from_std(tempfile::tempfile().map_err(unwritten)?);
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 64 * 1024];
    // A device may have no end: what follows a line that is too long is not read.
    let mut line = 0;
    while line <= LONGEST {
        let read = from.read(&mut bytes).await;
        let read = read.map_err(|error| {
            Failure::config(format!("cannot read {name}"))
                .in_chinese(format!("无法读取 {name}"))
                .because(&error)
        })?;
        if read == 0 {
            break;
        }
        line = match bytes[..read].iter().rposition(|byte| *byte == b'\n') {
            Some(end) => (read - end) as u64,
            None => line + read as u64,
        };
        hash.update(&bytes[..read]);
        to.write_all(&bytes[..read]).await.map_err(unwritten)?;
    }
    to.flush().await.map_err(unwritten)?;
    Ok((to.into_std().await, hex(&hash.finalize())))
}

/// Gives up where a record is longer than any can be, as after a quote that nothing closes.
pub(super) struct Capped {
    inner: BufReader<File>,
    spent: Rc<Cell<u64>>,
}

impl Read for Capped {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.spent.get() > LONGEST {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it is longer than 1 MiB; is a quote not closed?",
            ));
        }
        let read = self.inner.read(into)?;
        self.spent.set(self.spent.get() + read as u64);
        Ok(read)
    }
}

/// The lines of an input that hold something, one after the other.
pub(super) enum Lines {
    Json {
        reader: BufReader<File>,
        line: u64,
    },
    Csv {
        reader: Box<csv::Reader<Capped>>,
        names: Vec<String>,
        record: csv::StringRecord,
        /// The number of the last line.
        last: u64,
        spent: Rc<Cell<u64>>,
    },
}

impl Iterator for Lines {
    type Item = Result<Fields, Wrong>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Json { reader, line } => next_json(reader, line),
            Self::Csv {
                reader,
                names,
                record,
                last,
                spent,
            } => {
                spent.set(0);
                let line = reader.position().line();
                match reader.read_record(record) {
                    Ok(false) => None,
                    Ok(true) => {
                        let line = record.position().map_or(line, csv::Position::line);
                        // Where lines end with CR alone, the reader counts none, and no two
                        // lines may have one number.
                        let line = line.max(*last + 1);
                        *last = line;
                        Some(Ok(Fields::of_record(line, names, record)))
                    }
                    Err(error) => Some(Err(csv_wrong(&error, line))),
                }
            }
        }
    }
}

fn next_json(reader: &mut BufReader<File>, line: &mut u64) -> Option<Result<Fields, Wrong>> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        *line += 1;
        let wrong = |message: String| Some(Err(Wrong::new(*line, message)));
        match reader.take(LONGEST + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => return None,
            Ok(_) if bytes.len() as u64 > LONGEST => {
                return wrong("it is longer than 1 MiB".to_owned());
            }
            Ok(_) if bytes.trim_ascii().is_empty() => {}
            Ok(_) => {
                return match json::parse(bytes.trim_ascii()) {
                    Ok(Value::Object(object)) => Some(Ok(Fields::of_object(*line, object))),
                    Ok(_) => {
                        wrong("it is not a JSON object; each is one object, on one line".to_owned())
                    }
                    Err(error) => wrong(format!("it is not JSON: {error}")),
                };
            }
            Err(error) => return wrong(error.to_string()),
        }
    }
}

fn csv_wrong(error: &csv::Error, line: u64) -> Wrong {
    let line = error.position().map_or(line, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8; save the file as CSV UTF-8".to_owned(),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("it has {len} cells, and the header has {expected_len}"),
        _ => error.to_string(),
    };
    Wrong::new(line, message)
}
