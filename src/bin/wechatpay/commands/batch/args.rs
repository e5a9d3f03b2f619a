//! The options of commands that take a file of lines.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use wechatpay::batch::RunOptions;

use crate::commands::waiting::WaitArgs;
use crate::error::CliError;
use crate::text;

/// How a file of lines is processed.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Batch")]
pub(crate) struct BatchArgs {
    /// Do this for each line of a file: JSON Lines, or CSV with a header, named as the options
    /// are (out_trade_no, …); the options apply to lines that do not give a value
    ///
    /// Every line is checked before the first request is sent. Exits 0 if all lines are done,
    /// else by the worst: 4 a response did not verify; 7 and 6 the network or WeChat Pay was
    /// failing, 8 a line waits for another refund of its order, and running the command again
    /// continues with the open lines; 5 or 9 a line was refused, which is not sent again without
    /// --retry-failed.
    #[arg(long, value_name = "FILE|-")]
    pub(crate) batch: Option<PathBuf>,
    /// Maximum concurrent requests
    #[arg(long, value_name = "N", default_value_t = 8, requires = "batch", value_parser = clap::value_parser!(u16).range(1..=256))]
    concurrency: u16,
    /// Maximum requests started per second
    #[arg(long, value_name = "R", requires = "batch")]
    rate: Option<NonZeroU32>,
    /// Write one JSON object per line here; the same command resumes the batch
    ///
    /// Lines that are done or refused are skipped. FILE.journal beside it names the batch, and so
    /// the numbers of lines without one, and FILE.input is a copy of the input: keep the files
    /// together.
    #[arg(short, long, value_name = "FILE", requires = "batch")]
    output: Option<PathBuf>,
    /// When resuming, send refused lines again, with the same numbers
    #[arg(long, requires = "batch")]
    retry_failed: bool,
}

impl BatchArgs {
    /// Tells whether there is a file of lines, and refuses to wait for each of them.
    pub(crate) fn is_given(&self, wait: &WaitArgs) -> Result<bool, CliError> {
        if self.batch.is_some() && wait.wait.is_some() {
            return Err(CliError::usage(text!("batch-wait")));
        }
        Ok(self.batch.is_some())
    }

    pub(super) fn input(&self) -> &Path {
        self.batch.as_deref().unwrap_or(Path::new("-"))
    }

    /// Returns the results file; `-` means standard output.
    pub(super) fn results(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// Returns how the batch is run; `confirm` says whether a person is asked before.
    pub(super) fn options(&self, confirm: bool) -> RunOptions {
        RunOptions {
            concurrency: self.concurrency.into(),
            rate: self.rate,
            retry_failed: self.retry_failed,
            confirm,
        }
    }
}
