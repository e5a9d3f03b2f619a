//! `events`: what serve-notify has received, and where it has gone.

mod export;
mod list;
mod replay;
mod show;
mod stats;

use clap::Subcommand;
use wechatpay::ambient;
use wechatpay::inbox::{Filter, Inbox, State};
use wechatpay::protocol::event_type::EventPattern;
use wechatpay::protocol::stamp::Timestamp;

use crate::args;
use crate::commands::store;
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::Text;

/// The inbox of serve-notify, which may be running.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List notifications
    List(list::Args),
    /// Show one with everything that is known of it
    Show(show::Args),
    /// Send notifications once more
    Replay(replay::Args),
    /// Write notifications as JSON Lines or CSV
    Export(export::Args),
    /// Count what is kept
    Stats(stats::Args),
}

pub(crate) async fn run(args: &Args, context: &mut Context) -> Result<ExitStatus, CliError> {
    match &args.command {
        Command::List(args) => list::run(args, context).await,
        Command::Show(args) => show::run(args, context).await,
        Command::Replay(args) => replay::run(args, context).await,
        Command::Export(args) => export::run(args, context).await,
        Command::Stats(args) => stats::run(args, context).await,
    }
}

/// Which notifications are meant.
#[derive(Debug, clap::Args)]
struct FilterArgs {
    /// Received at this time or later: RFC 3339, Unix seconds, or so long ago (2h, 7d)
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<i64>,
    /// Received before this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    until: Option<i64>,
    /// With this out_trade_no, transaction_id, refund_id or out_refund_no
    #[arg(long, value_name = "NO")]
    order: Option<String>,
    /// With this event type, such as TRANSACTION.SUCCESS or REFUND.*
    #[arg(long = "type", value_name = "PATTERN")]
    event_type: Option<String>,
    /// In this state: stored, pending, delivered, dead or duplicate
    #[arg(long, value_name = "STATE")]
    state: Option<State>,
}

impl FilterArgs {
    async fn filter(&self, inbox: &dyn Inbox) -> Result<Filter, CliError> {
        let event_type = match &self.event_type {
            // They are all written so, and the two stores differ in whether it matters.
            Some(text) => Some(pattern(&text.to_ascii_uppercase(), inbox).await?),
            None => None,
        };
        Ok(Filter {
            since: self.since,
            until: self.until,
            number: self.order.clone(),
            event_type,
            state: self.state,
            after: None,
            limit: None,
        })
    }

    fn is_empty(&self) -> bool {
        self.since.is_none()
            && self.until.is_none()
            && self.order.is_none()
            && self.event_type.is_none()
            && self.state.is_none()
    }
}

/// Checks a pattern against the known event types and those in the store, which may be newer.
async fn pattern(text: &str, inbox: &dyn Inbox) -> Result<String, CliError> {
    if text.parse::<EventPattern>().is_ok() {
        return Ok(text.to_owned());
    }
    let stats = inbox
        .stats()
        .await
        .map_err(|error| store::failure(&error))?;
    let seen: Vec<String> = stats.types.into_iter().map(|of| of.event_type).collect();
    match EventPattern::parse(text, &seen) {
        Ok(pattern) => Ok(pattern.as_str().to_owned()),
        Err(unknown) => Err(CliError::usage(format!("--type: {unknown}"))
            .in_chinese(format!(
                "--type：没有通知类型匹配 '{}'；是否应为 {}？",
                unknown.text, unknown.nearest
            ))
            .with_help(Text::pair(
                "`wechatpay events stats` lists the types in the store",
                "用 `wechatpay events stats` 查看存储中的通知类型",
            ))),
    }
}

/// Reads a moment in milliseconds. Plain digits are Unix seconds; with a unit they are a time
/// that has passed.
fn moment(text: &str) -> Result<i64, String> {
    let has_unit = text.ends_with(|c: char| c.is_ascii_lowercase());
    if has_unit && let Ok(ago) = args::duration(text) {
        let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
        return Ok(ambient::millis().saturating_sub(ago));
    }
    args::moment(text)
        .map(|moment| moment.0.saturating_mul(1000))
        .map_err(|why| format!("{why}, or 2h for two hours ago"))
}

/// Writes milliseconds since 1970 as RFC 3339.
fn time(millis: i64) -> String {
    Timestamp(millis.div_euclid(1000)).to_rfc3339()
}
