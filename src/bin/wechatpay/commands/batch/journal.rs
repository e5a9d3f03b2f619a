//! What must be on disk before a request leaves: beside the results, one file that names the
//! batch, tells which lines it was made from, and keeps the moments that relative times count
//! from, and which lines may have been done although no run knows. It is held by one process at a time.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wechatpay::ambient;

use super::check::Checked;
use super::marks::Marks;
use super::moments::Moments;
use crate::diagnostic::Failure;
use crate::files;

const SCHEMA: &str = "wechatpay/batch-journal/v1";

/// Longer than the first line can be.
const LONGEST: u64 = 4096;

/// The first line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    schema: String,
    command: String,
    batch: String,
    lines: u64,
    /// SHA-256 over everything that is sent.
    digest: String,
}

/// A line that was sent, and of which nobody knows what came of it.
#[derive(Serialize, Deserialize)]
struct Doubt {
    doubted: u64,
}

/// Tells whether that is what a line of the journal says.
pub(super) fn is_doubt(line: &[u8]) -> bool {
    serde_json::from_slice::<Doubt>(line).is_ok()
}

/// The journal of a results file, held by this process.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    results: PathBuf,
}

/// Returns the name of the batch that has begun to fill a results file, if one has.
pub(super) fn peek(results: &Path) -> Result<Option<String>, Failure> {
    let path = beside(results);
    match File::open(&path) {
        Ok(file) => Ok(read_header(&file, &path)?.map(|header| header.batch)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file("read", &path, &error)),
    }
}

pub(super) fn beside(results: &Path) -> PathBuf {
    let mut path = results.as_os_str().to_owned();
    path.push(".journal");
    path.into()
}

impl Journal {
    /// Opens the journal of a results file, and keeps other processes off it.
    pub(super) fn open(results: &Path) -> Result<Self, Failure> {
        let path = beside(results);
        let failed = |error: io::Error| Failure::file("write", &path, &error);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::config(format!(
                    "another process is working on {}",
                    results.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(Self {
            file,
            path,
            results: results.to_owned(),
        })
    }

    /// Begins a batch by its name, or goes on with it where it is the same.
    pub(super) fn begin(
        &mut self,
        command: &str,
        name: &str,
        checked: &Checked,
    ) -> Result<(), Failure> {
        let header = Header {
            schema: SCHEMA.to_owned(),
            command: command.to_owned(),
            batch: name.to_owned(),
            lines: checked.lines,
            digest: checked.digest.clone(),
        };
        let Some(begun) = read_header(&self.file, &self.path)? else {
            return self.start(&header);
        };
        let what = if begun == header {
            return self.mend();
        } else if begun.command != command {
            format!("of {}", begun.command)
        } else if begun.batch != name {
            "of another process, which began at the same time".to_owned()
        } else if begun.lines != checked.lines {
            format!("of another input, which had {} lines", begun.lines)
        } else {
            "of another input, or of other options or another profile".to_owned()
        };
        let results = self.results.display();
        Err(Failure::config(format!("{results} is {what}")).with_help(
            "repeat the first command to resume it, or give another -o",
            "请重复首次的命令以继续，或使用另一个 -o",
        ))
    }

    fn start(&mut self, header: &Header) -> Result<(), Failure> {
        if std::fs::metadata(&self.results).is_ok_and(|found| found.len() > 0) {
            return Err(Failure::config(format!(
                "{} holds something, and there was no {}, without which nobody knows what was sent",
                self.results.display(),
                self.path.display()
            ))
            .with_help(
                "give another -o; a batch is resumed with both files",
                "请使用另一个 -o；继续批处理需要这两个文件",
            ));
        }
        let mut line = serde_json::to_vec(header)
            .map_err(|error| Failure::internal("the journal has no JSON").because(&error))?;
        line.push(b'\n');
        self.write(&line)
            .map_err(|error| Failure::file("write", &self.path, &error))
    }

    fn write(&mut self, header: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(header)?;
        self.file.sync_all()?;
        files::sync_folder(&self.path)
    }

    /// Cuts off a line that was never finished, and so was never relied on.
    fn mend(&mut self) -> Result<(), Failure> {
        let cut = || -> io::Result<()> {
            let mut file = &self.file;
            let length = file.seek(SeekFrom::End(0))?;
            let tail = file.seek(SeekFrom::Start(length.saturating_sub(LONGEST)))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let whole = bytes.iter().rposition(|byte| *byte == b'\n');
            file.set_len(tail + whole.map_or(0, |at| at as u64 + 1))
        };
        cut().map_err(|error| Failure::file("write", &self.path, &error))
    }

    /// Returns the lines up to the last that were in doubt before.
    pub(super) fn doubted(&self, last: u64) -> Result<Marks, Failure> {
        let failed = |error: io::Error| Failure::file("read", &self.path, &error);
        let mut marks = Marks::default();
        for line in BufReader::new(File::open(&self.path).map_err(failed)?).split(b'\n') {
            let doubt = serde_json::from_slice::<Doubt>(&line.map_err(failed)?);
            if let Some(doubt) = doubt.ok().filter(|doubt| doubt.doubted <= last) {
                marks.insert(doubt.doubted);
            }
        }
        Ok(marks)
    }

    /// Writes down which lines are in doubt, before their results are taken out.
    pub(super) fn doubt(&mut self, lines: impl Iterator<Item = u64>) -> Result<(), Failure> {
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
        write().map_err(|error| Failure::file("write", &self.path, &error))
    }

    /// Returns the moments that were written down, and will be.
    pub(super) fn moments(&self) -> Result<Moments, Failure> {
        let failed = |error: io::Error| Failure::file("read", &self.path, &error);
        let recorded = File::open(&self.path).map_err(failed)?;
        let mut recorded = BufReader::new(recorded);
        recorded
            .read_until(b'\n', &mut Vec::new())
            .map_err(failed)?;
        let file = self.file.try_clone().map_err(failed)?;
        Moments::new(recorded, file, self.path.clone())
    }
}

fn read_header(mut file: &File, path: &Path) -> Result<Option<Header>, Failure> {
    let mut line = Vec::new();
    file.seek(SeekFrom::Start(0))
        .and_then(|_| BufReader::new(file.take(LONGEST)).read_until(b'\n', &mut line))
        .map_err(|error| Failure::file("read", path, &error))?;
    // One that was never finished was never followed by a request.
    if !line.ends_with(b"\n") && (line.len() as u64) < LONGEST {
        return Ok(None);
    }
    serde_json::from_slice::<Header>(&line)
        .ok()
        .filter(|header| header.schema == SCHEMA)
        .map(Some)
        .ok_or_else(|| Failure::config(format!("{} is no journal of a batch", path.display())))
}

/// 14 digits of the moment and 9 random letters; with the line's number, an order number.
pub(super) fn new_name() -> String {
    let digits = ambient::now().to_rfc3339();
    let digits = digits.chars().filter(char::is_ascii_digit).take(14);
    digits.chain(ambient::letters(9).chars()).collect()
}
