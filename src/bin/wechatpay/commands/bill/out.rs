//! Where the lines of a parsed bill go.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use wechatpay::fs::AtomicWriter;
use wechatpay::fs::FileAction;

use crate::error::CliError;
use crate::ui::Output;

/// How much is written at a time.
const BUFFER_BYTES: usize = 64 * 1024;

/// A sink for whole lines.
pub(super) struct Out {
    sink: Sink,
    written: u64,
    buffer: Vec<u8>,
}

pub(super) enum Sink {
    Stdout,
    File(AtomicWriter),
    Device(File, PathBuf),
}

impl Out {
    pub(super) fn to(sink: Sink) -> Self {
        Self {
            sink,
            written: 0,
            buffer: Vec::new(),
        }
    }

    pub(super) fn write(&mut self, lines: &[u8]) -> Result<(), CliError> {
        self.buffer.extend_from_slice(lines);
        if self.buffer.len() < BUFFER_BYTES {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), CliError> {
        match &mut self.sink {
            Sink::Stdout => Output::remote(&self.buffer)?,
            Sink::File(file) => file.write(&self.buffer)?,
            Sink::Device(file, path) => file
                .write_all(&self.buffer)
                .map_err(|error| CliError::file(FileAction::Write, path, error))?,
        }
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Returns how many bytes went out.
    pub(super) fn finish(mut self) -> Result<u64, CliError> {
        self.flush()?;
        if let Sink::File(file) = self.sink {
            file.finish()?;
        }
        Ok(self.written)
    }
}
