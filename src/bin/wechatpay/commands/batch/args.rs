//! The options of commands that take a file of lines.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use wechatpay::batch::RunOptions;

use crate::args;
use crate::commands::waiting::WaitArgs;
use crate::error::CliError;
use crate::text;

/// How a file of lines is processed.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "batch")]
pub(crate) struct BatchArgs {
    #[arg(long, value_name = "FILE|-")]
    pub(crate) batch: Option<PathBuf>,
    #[arg(long, value_name = "N", default_value_t = 8, requires = "batch", value_parser = args::within::<u16>(1, 256))]
    concurrency: u16,
    #[arg(long, value_name = "R", requires = "batch")]
    rate: Option<NonZeroU32>,
    #[arg(short, long, value_name = "FILE", requires = "batch")]
    output: Option<PathBuf>,
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
