//! `events list`, `show`, `stats` and `export`.

use std::path::{Path, PathBuf};

use serde::Serialize;
use wechatpay::fs::OutputFile;
use wechatpay::inbox::{Summary, TargetCount, TypeStats};
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::{self, StoredEvent, StoredEvents};
use wechatpay::spreadsheet::record;

use super::filter::{self, FilterArgs};
use crate::args;
use crate::commands::attempt::attempt_text;
use crate::commands::described;
use crate::commands::rows::{fields, table};
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{self, Output, Page, Render, count};

#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = args::within::<usize>(1, u64::MAX))]
    limit: usize,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct StatsArgs {
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Jsonl,
    Csv,
}

#[derive(Serialize)]
struct List {
    events: Vec<Summary>,
}

impl Render for List {
    const SCHEMA: &'static str = "events-list";

    fn render(&self, page: &mut Page) {
        if self.events.is_empty() {
            page.line(text!("events-none"));
            return;
        }
        table!(page, event in &self.events => {
            text!("events-column-received-at") => time(event.received_at),
            text!("events-column-event-type") => event.event_type.clone(),
            text!("events-column-about") => event.about.clone().unwrap_or_default(),
            text!("events-column-state") => described::state(event.state.as_str()),
            text!("events-column-repeats") => event.repeats.to_string(),
            text!("events-column-id") => event.id.clone(),
        });
    }
}

pub(super) async fn list(args: &ListArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let mut filter = args.filter.filter(&*inbox).await?;
    filter.limit = Some(args.limit);
    let events = inbox.list(&filter).await?;
    context.output.show(&List { events })
}

impl Render for StoredEvent {
    const SCHEMA: &'static str = "events-show";

    fn render(&self, page: &mut Page) {
        fields!(page, {
            "id" => self.id.clone(),
            "event_type" => self.event_type.clone(),
            "create_time" => described::time(&self.create_time, page),
            "received_at" => described::time(&self.received_at, page),
            "state" => described::state(self.state.as_str()),
            "repeats" => self.repeats.to_string(),
        });
        page.line(text!("events-headers"));
        for (name, value) in &self.headers {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            page.line(format!("  {name}: {text}"));
        }
        page.line(text!("events-resource"));
        page.lines(serde_json::to_string_pretty(&self.resource).unwrap_or_default());
        if !self.deliveries.is_empty() {
            table!(page, row in &self.deliveries => {
                text!("events-column-target") => row.target.clone(),
                text!("events-column-state") => described::state(row.state.as_str()),
                text!("events-column-attempts") => row.attempts.to_string(),
            });
        }
        if !self.attempts.is_empty() {
            table!(page, row in &self.attempts => {
                text!("events-column-at") => time(row.at),
                text!("events-column-target") => row.target.clone(),
                text!("events-column-outcome") => page.show(&attempt_text(&row.outcome)),
                text!("events-column-time") => format!("{} ms", row.elapsed_ms),
            });
        }
    }
}

pub(super) async fn show(args: &ShowArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let stored = filter::find(&*inbox, &args.id).await?;
    context.output.show(&StoredEvent::from(stored))
}

#[derive(Serialize)]
struct Counts {
    total: i64,
    /// How many have the subject of an earlier one.
    duplicates: i64,
    types: Vec<TypeStats>,
    targets: Vec<TargetCount>,
}

impl Render for Counts {
    const SCHEMA: &'static str = "events-stats";

    fn render(&self, page: &mut Page) {
        fields!(page, {
            text!("events-column-total") => self.total.to_string(),
            text!("events-column-duplicates") => self.duplicates.to_string(),
        });
        if !self.types.is_empty() {
            table!(page, row in &self.types => {
                text!("events-column-event-type") => row.event_type.clone(),
                text!("events-column-count") => row.count.to_string(),
                text!("events-column-first") => time(row.first_at),
                text!("events-column-last") => time(row.last_at),
                text!("events-column-repeats") => row.repeats.to_string(),
            });
        }
        if !self.targets.is_empty() {
            table!(page, row in &self.targets => {
                text!("events-column-target") => row.target.clone(),
                text!("events-column-state") => described::state(row.state.as_str()),
                text!("events-column-count") => row.count.to_string(),
            });
        }
    }
}

pub(super) async fn stats(args: &StatsArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let stats = receiver::stats(&*inbox).await?;
    context.output.show(&Counts {
        total: stats.types.iter().map(|row| row.count).sum(),
        duplicates: stats.duplicates,
        types: stats.types,
        targets: stats.targets,
    })
}

impl ExportArgs {
    /// Returns the file to write, if it is not stdout.
    fn file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    fn format(&self) -> Format {
        let is_csv = self.output.as_deref().and_then(Path::extension);
        let is_csv = is_csv.is_some_and(|name| name.eq_ignore_ascii_case("csv"));
        self.format
            .unwrap_or(if is_csv { Format::Csv } else { Format::Jsonl })
    }
}

pub(super) async fn export(args: &ExportArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let filter = args.filter.filter(&*inbox).await?;
    let mut file = args.file().map(OutputFile::create).transpose()?;
    let mut write = |bytes: &[u8]| match &mut file {
        Some(file) => Ok(file.write(bytes)?),
        None => Output::raw(bytes),
    };
    let format = args.format();
    if format == Format::Csv {
        write(&record(&StoredEvent::COLUMNS))?;
    }
    let mut events = StoredEvents::new(&*inbox, filter);
    let mut written = 0;
    while let Some(page) = events.next().await? {
        for event in page {
            write(&match format {
                Format::Jsonl => ui::json_line(&event)?,
                Format::Csv => record(&event.cells()),
            })?;
            written += 1;
        }
    }
    if let (Some(file), Some(path)) = (file, args.file()) {
        file.finish()?;
        let count = count(written);
        context.output.note(text!("events-exported", count, path));
    }
    Ok(ExitStatus::Success)
}

fn time(millis: i64) -> String {
    Timestamp::from_millis(millis).to_rfc3339()
}
