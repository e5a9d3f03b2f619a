//! `events list`.

use serde::Serialize;
use wechatpay::inbox::{State, Summary};

use super::{FilterArgs, time};
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// The newest so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// A notification in the list.
#[derive(Serialize)]
pub(super) struct Line {
    id: String,
    event_type: String,
    received_at: String,
    out_trade_no: Option<String>,
    /// The transaction_id or refund_id.
    number: Option<String>,
    state: State,
    /// How often WeChat Pay sent it again.
    repeats: i64,
}

impl From<Summary> for Line {
    fn from(summary: Summary) -> Self {
        Self {
            id: summary.id,
            event_type: summary.event_type,
            received_at: time(summary.received_at),
            out_trade_no: summary.out_trade_no,
            number: summary.number,
            state: summary.state,
            repeats: summary.repeats,
        }
    }
}

#[derive(Serialize)]
struct Report {
    events: Vec<Line>,
}

impl Render for Report {
    const SCHEMA: &'static str = "events-list";

    fn render(&self, page: &mut Page) {
        if self.events.is_empty() {
            page.line(page.pick("no notifications", "没有通知"));
            return;
        }
        let header = [
            "received_at",
            "event_type",
            "out_trade_no",
            "state",
            "repeats",
            "id",
        ];
        let rows = self.events.iter().map(|line| {
            vec![
                line.received_at.clone(),
                line.event_type.clone(),
                line.out_trade_no.clone().unwrap_or_default(),
                line.state.to_string(),
                line.repeats.to_string(),
                line.id.clone(),
            ]
        });
        page.table(&header, rows);
    }
}

pub(super) async fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Look, context).await?;
    let mut filter = args.filter.filter(&*inbox).await?;
    filter.limit = Some(args.limit);
    let found = inbox.list(&filter).await;
    let found = found.map_err(|error| store::failure(&error))?;
    let events = found.into_iter().map(Line::from).collect();
    context.output.show(&Report { events })?;
    Ok(ExitStatus::Success)
}
