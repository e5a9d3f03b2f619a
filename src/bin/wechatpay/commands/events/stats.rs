//! `events stats`.

use serde::Serialize;
use wechatpay::inbox::DeliveryState;
use wechatpay::receiver::Target;

use super::time;
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::ui::{Page, Render};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Serialize)]
struct OfType {
    event_type: String,
    count: i64,
    first: String,
    last: String,
    /// How often WeChat Pay sent any of them again.
    repeats: i64,
}

#[derive(Serialize)]
struct OfTarget {
    target: String,
    state: DeliveryState,
    count: i64,
}

#[derive(Serialize)]
struct Report {
    total: i64,
    /// How many told what another had told.
    duplicates: i64,
    types: Vec<OfType>,
    targets: Vec<OfTarget>,
}

impl Render for Report {
    const SCHEMA: &'static str = "events-stats";

    fn render(&self, page: &mut Page) {
        page.fields([
            ("total", self.total.to_string()),
            ("duplicates", self.duplicates.to_string()),
        ]);
        if !self.types.is_empty() {
            let rows = self.types.iter().map(|row| {
                vec![
                    row.event_type.clone(),
                    row.count.to_string(),
                    row.first.clone(),
                    row.last.clone(),
                    row.repeats.to_string(),
                ]
            });
            page.table(&["event_type", "count", "first", "last", "repeats"], rows);
        }
        if !self.targets.is_empty() {
            let rows = self.targets.iter().map(|row| {
                vec![
                    row.target.clone(),
                    row.state.to_string(),
                    row.count.to_string(),
                ]
            });
            page.table(&["target", "state", "count"], rows);
        }
    }
}

pub(super) async fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Look, context).await?;
    let found = inbox.stats().await;
    let stats = found.map_err(|error| store::failure(&error))?;
    let types: Vec<OfType> = stats
        .types
        .into_iter()
        .map(|of| OfType {
            event_type: of.event_type,
            count: of.count,
            first: time(of.first_at),
            last: time(of.last_at),
            repeats: of.repeats,
        })
        .collect();
    let targets = stats.targets.into_iter().map(|of| OfTarget {
        target: Target::shown(&of.target).to_owned(),
        state: of.state,
        count: of.count,
    });
    context.output.show(&Report {
        total: types.iter().map(|row| row.count).sum(),
        duplicates: stats.duplicates,
        types,
        targets: targets.collect(),
    })?;
    Ok(ExitStatus::Success)
}
