//! The options of commands that take a file of lines.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use wechatpay::batch::RunOptions;

use crate::args;
use crate::commands::waiting::WaitArgs;
use crate::error::CliError;
use crate::text;

/// How many lines are processed at once.
const DEFAULT_CONCURRENCY: u16 = 8;

/// How a file of lines is processed.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "batch")]
pub(crate) struct BatchArgs {
    #[arg(long, value_name = "FILE|-")]
    pub(crate) batch: Option<PathBuf>,
    #[arg(long, value_name = "N", requires = "batch", value_parser = args::within::<u16>(1, 256))]
    concurrency: Option<u16>,
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
        self.is_file_given()
    }

    /// Tells whether a file of lines was named.
    pub(crate) fn has_file(&self) -> bool {
        self.batch.is_some()
    }

    /// Tells whether there is a file of lines. Without one, options that would change nothing are
    /// refused: clap does not ask for an option that another one forbids.
    pub(crate) fn is_file_given(&self) -> Result<bool, CliError> {
        let alone = [
            ("--output", self.output.is_some()),
            ("--concurrency", self.concurrency.is_some()),
            ("--rate", self.rate.is_some()),
            ("--retry-failed", self.retry_failed),
        ];
        let alone = alone.iter().find(|(_, is_given)| *is_given);
        if let (None, Some((option, _))) = (&self.batch, alone) {
            return Err(CliError::usage(text!("batch-option-alone", option)));
        }
        Ok(self.batch.is_some())
    }

    /// Returns which of these schemas a command prints: its own, or the batch's with or without
    /// that of a line.
    pub(in crate::commands) fn schemas(
        &self,
        own: &'static [&'static str],
        of_batch: &'static [&'static str; 2],
    ) -> &'static [&'static str] {
        match (&self.batch, self.results()) {
            (None, _) => own,
            (Some(_), None) => of_batch,
            (Some(_), Some(_)) => &of_batch[..1],
        }
    }

    pub(super) fn input(&self) -> &Path {
        self.batch.as_deref().unwrap_or(Path::new("-"))
    }

    /// Returns the results file; `-` means standard output.
    pub(in crate::commands) fn results(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// Returns how the batch is run; `confirm` says whether a person is asked before.
    pub(super) fn options(&self, confirm: bool) -> RunOptions {
        RunOptions {
            concurrency: self.concurrency.unwrap_or(DEFAULT_CONCURRENCY).into(),
            rate: self.rate,
            retry_failed: self.retry_failed,
            confirm,
        }
    }
}
