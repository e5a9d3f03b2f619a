//! `explain`: what went wrong, and what to do; one file a kind of evidence.

mod code;
mod known_text;
mod pasted;
mod reply;
mod request;

use crate::commands::findings::SaveStrings;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;

/// Nothing is sent.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    subject: Option<Subject>,
    #[arg(value_name = "TEXT|FILE|-")]
    text: Vec<String>,
    #[command(flatten)]
    strings: SaveStrings,
}

#[derive(Debug, clap::Subcommand)]
enum Subject {
    Request(request::Args),
    Reply(reply::Args),
    Code(code::Args),
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match self.subject {
            Some(Subject::Request(_)) => &["explain-request"],
            Some(Subject::Reply(_)) => &["explain-reply"],
            Some(Subject::Code(_)) => &["explain-code"],
            None => &[
                "explain-text",
                "explain-code",
                "explain-reply",
                "explain-request",
                "pay-params-check",
                "verify-notify",
            ],
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.subject {
        Some(Subject::Request(args)) => request::run(args, context),
        Some(Subject::Reply(args)) => reply::run(args, context).await,
        Some(Subject::Code(args)) => code::run(args, context),
        None if args.text.iter().all(|text| text.trim().is_empty()) => {
            Err(CliError::usage(text!("explain-nothing")))
        }
        None => pasted::run(&args.text, &args.strings, context).await,
    }
}
