//! `events`: the notifications that serve-notify stored, and their deliveries.

mod filter;
mod inspect;
mod replay;

use clap::Subcommand;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The inbox of serve-notify, which may be running.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(inspect::ListArgs),
    Show(inspect::ShowArgs),
    Replay(replay::Args),
    Export(inspect::ExportArgs),
    Stats(inspect::StatsArgs),
}

impl Args {
    /// Returns the schemas of the JSON that the command prints.
    pub(crate) fn schemas(&self) -> &'static [&'static str] {
        match self.command {
            Command::List(_) => &["events-list"],
            Command::Show(_) => &["events-show"],
            Command::Replay(_) => &["events-replay"],
            Command::Export(_) => &[],
            Command::Stats(_) => &["events-stats"],
        }
    }
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.command {
        Command::List(args) => inspect::list(args, context).await,
        Command::Show(args) => inspect::show(args, context).await,
        Command::Replay(args) => replay::run(args, context).await,
        Command::Export(args) => inspect::export(args, context).await,
        Command::Stats(args) => inspect::stats(args, context).await,
    }
}
