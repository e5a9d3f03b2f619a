//! `explain`: what went wrong, and what to do; one file a kind of evidence.

mod code;
mod reply;
mod request;
mod sandbox_record;

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
    /// Judge a signed request: would WeChat Pay accept it, and why not
    Request(request::Args),
    /// Read the JSON of a 401 reply and compare it with what was signed
    Reply(reply::Args),
    /// Say what an error code means, what to do, and whether repeating is safe
    Code(code::Args),
}

pub(crate) fn run(args: &Args, context: &mut Context) -> Result<u8, Failure> {
    match &args.subject {
        Subject::Request(args) => request::run(args, context),
        Subject::Reply(args) => reply::run(args, context),
        Subject::Code(args) => code::run(args, context),
    }
}
