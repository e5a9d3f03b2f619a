//! `refund`: refunds payments, and looks refunds up.

mod create;
mod failure;
mod options;
mod query;

use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

pub(super) use failure::RefundMessages;
pub(super) use options::{CreateArgs, has_notify_url, notify_url, overrides, payee, service};

/// A refund is accepted first and completed later: `create` sends it, `query --wait` sees it
/// succeed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Give a payment back, whole or in part
    ///
    /// The same out_refund_no refunds once, however often it is sent; a new one refunds again. So
    /// a refund is recorded in the data folder until its outcome is known, and the same command
    /// without --out-refund-no resumes it, with the number and the parameters of the first time.
    /// A refund that was accepted is remembered for a day: the same order and amount again is
    /// refused with exit 8 and the first one's number, unless --new-refund or a new
    /// --out-refund-no is given, or the first one was closed. WeChat Pay takes up to 50 refunds of
    /// one order, a minute apart, within 365 days.
    ///
    /// With --batch, a line is done once WeChat Pay has accepted its refund. Lines of one order
    /// run one after the other. A line stays open if its order has an unfinished refund of another
    /// line or command, or if it only lacks money; the same command goes on with it. A line
    /// without a number whose order another command or batch refunded by the same amount within a
    /// day is refused; two lines of one batch are two refunds.
    Create(Box<options::CreateArgs>),
    /// Ask for a refund, and wait until it has ended
    ///
    /// A refund to the balance takes minutes, one to a bank card up to three working days.
    Query(query::Args),
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.action {
        Action::Create(args) => Box::pin(create::run(args, context)).await,
        Action::Query(args) => query::run(args, context).await,
    }
}
