//! What must be on disk before a request leaves: beside the results, one file that names the
//! batch, identifies the input it was made from, and keeps the moments that relative times count
//! from, and which lines may have been done although no run knows. It is locked by one process at
//! a time. Beside it stands a copy of the input.

use std::fs::{File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wechatpay::ambient;

use super::check::Checked;
use super::marks::Marks;
use super::moments::Moments;
use super::source::Source;
use super::watch::{self, Change};
use super::{difference, seal};
use crate::diagnostic::Failure;
use crate::files::{self, Growing};

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
    /// SHA-256 over everything that is sent.
    digest: String,
    /// SHA-256 of the input's bytes.
    input: String,
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
    with_ending(results, ".journal")
}

/// Returns where the copy of the input of a results file stands.
pub(super) fn input_of(results: &Path) -> PathBuf {
    with_ending(results, ".input")
}

fn with_ending(results: &Path, ending: &str) -> PathBuf {
    let mut path = results.as_os_str().to_owned();
    path.push(ending);
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
                let results = results.display();
                return Err(
                    Failure::config(format!("another process is working on {results}"))
                        .in_chinese(format!("另一进程正在处理 {results}"))
                        .with_help(
                            "wait until it has ended, then run the same command again",
                            "请等待其结束后，再次运行同一命令",
                        ),
                );
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(Self {
            file,
            path,
            results: results.to_owned(),
        })
    }

    /// Begins a batch by its name, or goes on with it if it is the same.
    pub(super) fn begin(
        &mut self,
        command: &str,
        name: &str,
        checked: &Checked,
        source: &Source,
    ) -> Result<(), Failure> {
        let header = Header {
            schema: SCHEMA.to_owned(),
            command: command.to_owned(),
            batch: name.to_owned(),
            lines: checked.lines,
            digest: checked.digest.clone(),
            input: source.sha256().to_owned(),
        };
        let Some(first) = read_header(&self.file, &self.path)? else {
            return self.start(&header, source);
        };
        let results = self.results.display();
        if first.command != command {
            return Err(another_batch(
                &results,
                (
                    &format!("of {}", first.command),
                    &format!("{} 的", first.command),
                ),
            ));
        }
        if first.batch != name {
            return Err(another_batch(
                &results,
                (
                    "of another process, which began at the same time",
                    "同时启动的另一进程的",
                ),
            ));
        }
        if first.digest != header.digest || first.lines != header.lines {
            return Err(difference::explain(&self.results, &first.input, source));
        }
        self.repair()?;
        if first.input == header.input && !input_of(&self.results).exists() {
            self.stage_input(source)?.finish()?;
        }
        Ok(())
    }

    fn start(&mut self, header: &Header, source: &Source) -> Result<(), Failure> {
        let (results, path) = (self.results.display(), self.path.display());
        let input = input_of(&self.results);
        let length = std::fs::metadata(&self.results).map_or(0, |found| found.len());
        if length > 0 {
            return Err(Failure::config(format!(
                "{results} belongs to a batch, and {path} is missing or empty, without which is not known what was sent"
            ))
            .in_chinese(format!(
                "{results} 属于某个批次，但 {path} 缺失或为空，无法得知已发送哪些行"
            ))
            .with_help(
                format!("put {path} back to resume the batch; if it is lost, the lines in {results} are known: take them out of the input, look the others up with query, and send what is left with another -o"),
                format!("请恢复 {path} 后继续；若已丢失，{results} 中的行结果已知：请从输入中移除，其余各行先用 query 查询，再以另一个 -o 发送剩余的行"),
            ));
        }
        // The copy of the input follows the journal, so lines of it may have been sent.
        if input.exists() {
            let input = input.display();
            return Err(Failure::config(format!(
                "{input} is the input of a batch whose {path} is missing or empty, without which is not known what was sent"
            ))
            .in_chinese(format!(
                "{input} 是某个批次的输入，但其 {path} 缺失或为空，无法得知已发送哪些行"
            ))
            .with_help(
                format!("put {path} back to resume the batch; if it is lost, look the orders or refunds of these lines up with query or in a bill; only if none of them was made, remove {input} to begin again"),
                format!("请恢复 {path} 后继续；若已丢失，请用 query 或账单核对这些行的订单或退款；仅当确定均未生成时，才可删除 {input} 后重新开始"),
            ));
        }
        let mut line = serde_json::to_vec(header)
            .map_err(|error| Failure::internal("the journal has no JSON").because(&error))?;
        line = seal::seal(line);
        let input = self.stage_input(source)?;
        self.write(&line)
            .map_err(|error| Failure::file("write", &self.path, &error))?;
        input.finish()?;
        files::sync_folder(&self.path).map_err(|error| Failure::file("write", &self.path, &error))
    }

    /// Writes a copy of the input beside the results, under another name at first.
    fn stage_input(&self, source: &Source) -> Result<Growing, Failure> {
        let path = input_of(&self.results);
        files::sweep(&path);
        let mut copy = Growing::secret(&path)?;
        let failed = |error: io::Error| Failure::file("read", Path::new(source.name()), &error);
        let mut bytes = source.bytes().map_err(failed)?;
        loop {
            let read = bytes.fill_buf().map_err(failed)?;
            if read.is_empty() {
                return Ok(copy);
            }
            copy.write(read)?;
            let length = read.len();
            bytes.consume(length);
        }
    }

    /// Tells what another program has done to the journal.
    pub(super) fn change(&self) -> Option<Change> {
        // It grows through more than one handle, so its length says nothing.
        Change::of(&self.file, &self.path, u64::MAX).filter(|change| *change != Change::Changed)
    }

    /// The failure of a journal that is not in its place any more.
    pub(super) fn lost(&self, change: Change, name: &str) -> Failure {
        watch::failure(change, &self.file, &self.path, name)
    }

    fn write(&mut self, header: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(header)?;
        self.file.sync_all()?;
        files::sync_folder(&self.path)
    }

    /// Cuts off a line that was never finished, and so was never relied on.
    fn repair(&mut self) -> Result<(), Failure> {
        let cut = || -> io::Result<()> {
            let mut file = &self.file;
            let mut end = file.seek(SeekFrom::End(0))?;
            let whole = loop {
                let begin = end.saturating_sub(MAX_HEADER_BYTES);
                file.seek(SeekFrom::Start(begin))?;
                let mut bytes = Vec::new();
                file.take(end - begin).read_to_end(&mut bytes)?;
                match bytes.iter().rposition(|byte| *byte == b'\n') {
                    Some(at) => break begin + at as u64 + 1,
                    None if begin == 0 => break 0,
                    None => end = begin,
                }
            };
            file.set_len(whole)
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
        .and_then(|_| BufReader::new(file.take(MAX_HEADER_BYTES)).read_until(b'\n', &mut line))
        .map_err(|error| Failure::file("read", path, &error))?;
    // One that was never finished was never followed by a request.
    if !line.ends_with(b"\n") && (line.len() as u64) < MAX_HEADER_BYTES {
        return Ok(None);
    }
    let header = serde_json::from_slice::<Header>(&line).ok();
    if let Some(header) = header.filter(|header| header.schema == SCHEMA && seal::is_intact(&line))
    {
        return Ok(Some(header));
    }
    let path = path.display();
    Err(
        Failure::config(format!("{path} is not the journal of a batch, or was changed"))
            .in_chinese(format!("{path} 不是批处理的日志文件，或已被修改"))
            .with_help(
                "put the file back as it was to resume the batch; only a batch of which nothing was sent may be begun again, with another -o",
                "请恢复该文件后继续批处理；仅当确定没有发送过任何行时，才可使用另一个 -o 重新开始",
            ),
    )
}

fn another_batch(results: &impl std::fmt::Display, (en, zh): (&str, &str)) -> Failure {
    Failure::config(format!("{results} is {en}"))
        .in_chinese(format!("{results} 是{zh}结果文件"))
        .with_help(
            "repeat the first command to resume it, or give another -o",
            "请重复首次的命令以继续，或使用另一个 -o",
        )
}

/// 14 digits of the moment and 9 random letters; with the line's number, an order number.
pub(super) fn new_name() -> String {
    let digits = ambient::now().to_rfc3339();
    let digits = digits.chars().filter(char::is_ascii_digit).take(14);
    digits.chain(ambient::letters(9).chars()).collect()
}
