//! `explain`: what went wrong, and what to do; one file a kind of evidence.

mod code;

use crate::context::Context;
use crate::diagnostic::Failure;

/// Nothing is sent.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(Debug, clap::Subcommand)]
enum Subject {
    /// Say what an error code means, what to do, and whether repeating is safe
    Code(code::Args),
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    match &args.subject {
        Subject::Code(args) => code::run(args, context),
    }
}
