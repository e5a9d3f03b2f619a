//! Where a verified bill goes, as it is or parsed.

use std::fs::File;
use std::path::{Path, PathBuf};

use wechatpay::bills::{Content, Destination, FileFormat};
use wechatpay::fs::AtomicWriter;
use wechatpay::fs::FileAction;

use super::format::{Parse, is_gzip};
use super::out::{Out, Sink};
use super::rows::{self, Shape};
use crate::context::Context;
use crate::error::CliError;
use crate::ui::Text;

/// What was written.
pub(super) struct Written {
    pub(super) bytes: u64,
    /// Known if the bill was parsed.
    pub(super) rows: Option<u64>,
}

/// As what a bill is written, and where.
#[derive(Debug)]
pub(super) struct Target {
    sink: SinkKind,
    parse: Option<Parse>,
}

#[derive(Debug)]
enum SinkKind {
    Stdout,
    /// A file that appears whole or not at all.
    File(PathBuf),
    /// A pipe or device, which must not be replaced.
    Device(PathBuf),
}

impl Target {
    pub(super) fn new(path: Option<&Path>, parse: Option<Parse>) -> Self {
        let sink = match path.filter(|path| *path != Path::new("-")) {
            None => SinkKind::Stdout,
            Some(path) => {
                let special =
                    std::fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir());
                if special {
                    SinkKind::Device(path.to_owned())
                } else {
                    SinkKind::File(path.to_owned())
                }
            }
        };
        Self { sink, parse }
    }

    /// Returns the file's name; none where the bill goes to stdout.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.sink {
            SinkKind::Stdout => None,
            SinkKind::File(path) | SinkKind::Device(path) => Some(path),
        }
    }

    /// Tells whether the gzip file is kept, by its name.
    pub(super) fn keeps_gzip(&self) -> bool {
        self.parse.is_none() && self.path().is_some_and(is_gzip)
    }

    pub(super) fn format(&self) -> FileFormat {
        if self.keeps_gzip() {
            FileFormat::Gzip
        } else {
            FileFormat::Text
        }
    }

    /// Checks that the file can be written, before anything is sent.
    pub(super) fn check(&self) -> Result<(), CliError> {
        if let SinkKind::File(path) = &self.sink {
            check_folder(path)?;
            AtomicWriter::secret(path)?;
        }
        Ok(())
    }

    /// Returns where the bill is kept until it is verified.
    pub(super) fn destination(&self) -> Destination {
        match (&self.sink, self.parse) {
            (SinkKind::File(path), None) => Destination::File(path.clone()),
            (SinkKind::File(_), Some(_)) | (SinkKind::Stdout | SinkKind::Device(_), _) => {
                Destination::Spool
            }
        }
    }

    /// Writes a verified bill of so many bytes.
    pub(super) fn write(
        &self,
        content: Content,
        bytes: u64,
        shape: &Shape,
        context: &Context,
    ) -> Result<Written, CliError> {
        let whole = Written { bytes, rows: None };
        let mut bill = match content {
            Content::File(file) => return Ok(file.finish().map(|_| whole)?),
            Content::Spool(bill) => bill,
        };
        let Some(parse) = self.parse else {
            let mut out = self.out()?;
            while let Some(line) = bill.next_line()? {
                out.write(line)?;
            }
            return out.finish().map(|_| whole);
        };
        // Nothing is written of a bill that cannot be read to its end.
        let count = bill.count_rows()?;
        let mut out = self.out()?;
        rows::write(parse, count, &mut bill, shape, &mut out, context)?;
        out.finish().map(|bytes| Written {
            bytes,
            rows: Some(count),
        })
    }

    fn out(&self) -> Result<Out, CliError> {
        let sink = match &self.sink {
            SinkKind::Stdout => Sink::Stdout,
            SinkKind::File(path) => Sink::File(AtomicWriter::secret(path)?),
            SinkKind::Device(path) => {
                let opened = File::options().write(true).open(path);
                let file =
                    opened.map_err(|error| CliError::file(FileAction::Write, path, error))?;
                Sink::Device(file, path.clone())
            }
        };
        Ok(Out::to(sink))
    }
}

fn check_folder(path: &Path) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(path);
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let folder = folder.display();
    let failure = CliError::config(format!(
        "cannot write {}: there is no folder {folder}",
        path.display()
    ));
    Err(failure.with_help(Text::pair(
        format!("make it first: mkdir -p {folder}"),
        format!("请先创建：mkdir -p {folder}"),
    )))
}
