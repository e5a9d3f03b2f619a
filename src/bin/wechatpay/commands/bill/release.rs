//! Where a bill that has proved right goes, as it is or taken apart.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use wechatpay::error::Error;
use wechatpay::protocol::bill::{BillError, BillItem, BillParser};

use super::Parse;
use super::intake::{Received, Store, rewound, spool_failure};
use super::rows::{self, Shape};
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::files::Growing;
use crate::output::Output;

/// The longest line that is read; a bill's have some hundred bytes.
const LONGEST_LINE: u64 = 1024 * 1024;

/// So much is written at a time.
const BATCH: usize = 64 * 1024;

/// What came out.
pub(super) struct Released {
    pub(super) bytes: u64,
    /// Known where the bill was taken apart.
    pub(super) rows: Option<u64>,
}

/// What is made of a bill, and where it goes.
#[derive(Debug)]
pub(super) struct Target {
    place: Place,
    parse: Option<Parse>,
}

#[derive(Debug)]
enum Place {
    Stdout,
    /// A file that appears whole or not at all.
    File(PathBuf),
    /// A pipe or device, which must not be replaced.
    Device(PathBuf),
}

impl Target {
    pub(super) fn new(path: Option<&Path>, parse: Option<Parse>) -> Self {
        let place = match path.filter(|path| *path != Path::new("-")) {
            None => Place::Stdout,
            Some(path) => {
                let special =
                    std::fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir());
                if special {
                    Place::Device(path.to_owned())
                } else {
                    Place::File(path.to_owned())
                }
            }
        };
        Self { place, parse }
    }

    /// Returns the file's name; none where the bill goes to stdout.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Stdout => None,
            Place::File(path) | Place::Device(path) => Some(path),
        }
    }

    /// Tells whether the gzip file is kept, by its name.
    pub(super) fn keeps_gzip(&self) -> bool {
        self.parse.is_none() && self.path().is_some_and(super::is_gzip)
    }

    /// Makes room for the bytes on disk.
    pub(super) fn store(&self) -> Result<Store, Failure> {
        if let Place::File(path) = &self.place {
            check_folder(path)?;
        }
        match (&self.place, self.parse) {
            (Place::File(path), None) => Store::growing(path),
            (Place::File(path), Some(_)) => {
                // Only to see that it can be written.
                Growing::secret(path)?;
                Store::spool()
            }
            (Place::Stdout | Place::Device(_), _) => Store::spool(),
        }
    }

    /// Lets the bill out.
    pub(super) fn release(
        &self,
        received: Received,
        shape: &Shape<'_>,
        context: &Context,
    ) -> Result<Released, Failure> {
        let whole = Released {
            bytes: received.bytes,
            rows: None,
        };
        let spool = match received.store {
            Store::Growing(file) => return Ok(file.finish().map(|_| whole)?),
            Store::Spool(spool) => rewound(spool)?,
        };
        let Some(parse) = self.parse else {
            let mut out = self.out()?;
            let mut lines = Lines::new(spool);
            while let Some(line) = lines.next()? {
                out.write(line)?;
            }
            return out.finish().map(|_| whole);
        };
        // Nothing of a bill that cannot be read to its end is let out.
        let mut spool = Lines::new(spool);
        let mut count = 0;
        each(&mut spool, shape, |item| {
            count += u64::from(matches!(item, BillItem::Row(_)));
            Ok(())
        })?;
        spool.rewind()?;
        let mut out = self.out()?;
        rows::write(parse, count, &mut spool, shape, &mut out, context)?;
        out.finish().map(|bytes| Released {
            bytes,
            rows: Some(count),
        })
    }

    fn out(&self) -> Result<Out, Failure> {
        let sink = match &self.place {
            Place::Stdout => Sink::Stdout,
            Place::File(path) => Sink::File(Growing::secret(path)?),
            Place::Device(path) => {
                let opened = File::options().write(true).open(path);
                let file = opened.map_err(|error| Failure::file("write", path, &error))?;
                Sink::Device(file, path.clone())
            }
        };
        Ok(Out {
            sink,
            written: 0,
            batch: Vec::new(),
        })
    }
}

fn check_folder(path: &Path) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let folder = folder.display();
    let failure = Failure::config(format!(
        "cannot write {}: there is no folder {folder}",
        path.display()
    ));
    Err(failure.with_help(
        format!("make it first: mkdir -p {folder}"),
        format!("请先创建：mkdir -p {folder}"),
    ))
}

/// A way out, on which whole lines go.
pub(super) struct Out {
    sink: Sink,
    written: u64,
    batch: Vec<u8>,
}

enum Sink {
    Stdout,
    File(Growing),
    Device(File, PathBuf),
}

impl Out {
    pub(super) fn write(&mut self, lines: &[u8]) -> Result<(), Failure> {
        self.batch.extend_from_slice(lines);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Failure> {
        match &mut self.sink {
            Sink::Stdout => Output::remote(&self.batch)?,
            Sink::File(file) => file.write(&self.batch)?,
            Sink::Device(file, path) => file
                .write_all(&self.batch)
                .map_err(|error| Failure::file("write", path, &error))?,
        }
        self.written += self.batch.len() as u64;
        self.batch.clear();
        Ok(())
    }

    /// Returns how many bytes went out.
    fn finish(mut self) -> Result<u64, Failure> {
        self.flush()?;
        if let Sink::File(file) = self.sink {
            file.finish()?;
        }
        Ok(self.written)
    }
}

/// The lines of a spooled bill.
pub(super) struct Lines {
    file: BufReader<File>,
    line: Vec<u8>,
}

impl Lines {
    fn new(file: File) -> Self {
        Self {
            file: BufReader::with_capacity(BATCH, file),
            line: Vec::new(),
        }
    }

    fn rewind(&mut self) -> Result<(), Failure> {
        self.file.rewind().map_err(|error| spool_failure(&error))
    }

    /// Returns the next line with its end, or as much of it as may be held.
    fn next(&mut self) -> Result<Option<&[u8]>, Failure> {
        self.line.clear();
        let mut part = self.file.by_ref().take(LONGEST_LINE);
        let read = part.read_until(b'\n', &mut self.line);
        let read = read.map_err(|error| spool_failure(&error))?;
        Ok((read > 0).then_some(self.line.as_slice()))
    }
}

/// Hands over each part of a bill.
pub(super) fn each(
    lines: &mut Lines,
    shape: &Shape<'_>,
    mut heed: impl FnMut(BillItem<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut parser = BillParser::default();
    let mut number = 0_u64;
    while let Some(line) = lines.next()? {
        number += 1;
        let text = std::str::from_utf8(line)
            .map_err(|_| unreadable(format!("line {number} is not UTF-8"), shape))?;
        match parser.line(text) {
            Ok(Some(item)) => heed(item)?,
            Ok(None) => {}
            Err(error) => return Err(not_a_bill(&error, shape)),
        }
    }
    parser.finish().map_err(|error| not_a_bill(&error, shape))
}

fn not_a_bill(error: &BillError, shape: &Shape<'_>) -> Failure {
    unreadable(format!("it is not a bill: {error}"), shape)
}

fn unreadable(what: String, shape: &Shape<'_>) -> Failure {
    let request_id = shape.request_id.map(str::to_owned);
    Failure::from(Error::Answer { what, request_id }).with_help(
        "its hash was right; download it without --parse to look at it",
        "哈希校验已通过；去掉 --parse 下载原文查看",
    )
}
