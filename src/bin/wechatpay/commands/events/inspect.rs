//! `events list`, `show`, `stats` and `export`.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::fs::AtomicWriter;
use wechatpay::inbox::{
    AttemptRow, DeliveryRow, RawHeaders, State, Stored, Summary, TargetCount, TypeStats,
};
use wechatpay::protocol::stamp::Timestamp;
use wechatpay::receiver::Target;

use super::filter::{self, FilterArgs};
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::text;
use crate::ui::{self, Output, Page, Render, count};
use wechatpay::spreadsheet::record;

#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    #[arg(long, value_name = "N", default_value_t = 50)]
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
        let header = [
            "received_at",
            "event_type",
            "out_trade_no",
            "state",
            "repeats",
            "id",
        ];
        let rows = self.events.iter().map(|event| {
            vec![
                time(event.received_at),
                event.event_type.clone(),
                event.out_trade_no.clone().unwrap_or_default(),
                event.state.to_string(),
                event.repeats.to_string(),
                event.id.clone(),
            ]
        });
        page.table(&header, rows);
    }
}

pub(super) async fn list(args: &ListArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let mut filter = args.filter.filter(&*inbox).await?;
    filter.limit = Some(args.limit);
    let events = inbox.list(&filter).await?;
    context.output.show(&List { events })?;
    Ok(ExitStatus::Success)
}

/// A notification with everything that is stored of it.
#[derive(Serialize)]
struct Event {
    id: String,
    event_type: String,
    create_time: String,
    received_at: String,
    state: State,
    repeats: i64,
    headers: Map<String, Value>,
    /// The bytes as they were received; a verified body is JSON.
    body: String,
    resource: Value,
    deliveries: Vec<DeliveryRow>,
    attempts: Vec<AttemptRow>,
}

impl From<Stored> for Event {
    fn from(mut stored: Stored) -> Self {
        for row in &mut stored.deliveries {
            hide_query(&mut row.target);
        }
        for row in &mut stored.attempts {
            hide_query(&mut row.target);
        }
        let record = stored.record;
        Self {
            received_at: record.received().to_rfc3339(),
            state: stored.state,
            repeats: stored.repeats,
            headers: headers(&record.headers),
            body: String::from_utf8_lossy(&record.body).into_owned(),
            resource: record.plaintext.value(),
            deliveries: stored.deliveries,
            attempts: stored.attempts,
            id: record.id,
            event_type: record.event_type,
            create_time: record.create_time,
        }
    }
}

/// Returns headers by name; one that was repeated has a list of values.
fn headers(all: &RawHeaders) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in all.iter() {
        let value = Value::String(value.to_owned());
        match map.get_mut(name) {
            None => drop(map.insert(name.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    map
}

impl Render for Event {
    const SCHEMA: &'static str = "events-show";

    fn render(&self, page: &mut Page) {
        page.fields([
            ("id", self.id.clone()),
            ("event_type", self.event_type.clone()),
            ("create_time", self.create_time.clone()),
            ("received_at", self.received_at.clone()),
            ("state", self.state.to_string()),
            ("repeats", self.repeats.to_string()),
        ]);
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
            let rows = self.deliveries.iter().map(|row| {
                vec![
                    row.target.clone(),
                    row.state.to_string(),
                    row.attempts.to_string(),
                ]
            });
            page.table(&["target", "state", "attempts"], rows);
        }
        if !self.attempts.is_empty() {
            let rows = self.attempts.iter().map(|row| {
                vec![
                    time(row.at),
                    row.target.clone(),
                    row.outcome.clone(),
                    format!("{} ms", row.elapsed_ms),
                ]
            });
            page.table(&["at", "target", "outcome", "time"], rows);
        }
    }
}

pub(super) async fn show(args: &ShowArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let stored = filter::find(&*inbox, &args.id).await?;
    context.output.show(&Event::from(stored))?;
    Ok(ExitStatus::Success)
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
        page.fields([
            ("total", self.total.to_string()),
            ("duplicates", self.duplicates.to_string()),
        ]);
        if !self.types.is_empty() {
            let rows = self.types.iter().map(|row| {
                vec![
                    row.event_type.clone(),
                    row.count.to_string(),
                    time(row.first_at),
                    time(row.last_at),
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

pub(super) async fn stats(args: &StatsArgs, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Inspect, context).await?;
    let mut stats = inbox.stats().await?;
    for row in &mut stats.targets {
        hide_query(&mut row.target);
    }
    context.output.show(&Counts {
        total: stats.types.iter().map(|row| row.count).sum(),
        duplicates: stats.duplicates,
        types: stats.types,
        targets: stats.targets,
    })?;
    Ok(ExitStatus::Success)
}

/// How many notifications are read at a time.
const PAGE_SIZE: usize = 500;

const COLUMNS: [&str; 13] = [
    "id",
    "event_type",
    "create_time",
    "received_at",
    "state",
    "repeats",
    "out_trade_no",
    "transaction_id",
    "out_refund_no",
    "refund_id",
    "amount_total",
    "amount_refund",
    "success_time",
];

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
    let mut filter = args.filter.filter(&*inbox).await?;
    filter.limit = Some(PAGE_SIZE);
    let mut file = args.file().map(AtomicWriter::secret).transpose()?;
    let mut write = |bytes: &[u8]| match &mut file {
        Some(file) => Ok(file.write(bytes)?),
        None => Output::raw(bytes),
    };
    let format = args.format();
    if format == Format::Csv {
        write(&record(&COLUMNS))?;
    }
    let (mut after, mut written) = (0, 0);
    loop {
        filter.after = Some(after);
        let page = inbox.list(&filter).await?;
        let Some(last) = page.last() else {
            break;
        };
        after = last.seq;
        for summary in &page {
            // What was deleted meanwhile is left out.
            if let Some(stored) = inbox.find(&summary.id).await? {
                write(&line(stored, format)?)?;
                written += 1;
            }
        }
    }
    if let Some(file) = file {
        let path = file.finish()?;
        context.output.note(text!(
            "events-exported",
            count = count(written),
            path = path.display()
        ));
    }
    Ok(ExitStatus::Success)
}

fn line(stored: Stored, format: Format) -> Result<Vec<u8>, CliError> {
    match format {
        Format::Jsonl => ui::json_line(&Event::from(stored)),
        Format::Csv => {
            let event = &stored.record;
            let resource = event.plaintext.value();
            let text = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
            let amount = |name: &str| {
                resource
                    .pointer(&format!("/amount/{name}"))
                    .map(Value::to_string)
                    .unwrap_or_default()
            };
            Ok(record(&[
                event.id.clone(),
                event.event_type.clone(),
                event.create_time.clone(),
                event.received().to_rfc3339(),
                stored.state.to_string(),
                stored.repeats.to_string(),
                text("out_trade_no"),
                text("transaction_id"),
                text("out_refund_no"),
                text("refund_id"),
                amount("total"),
                amount("refund"),
                text("success_time"),
            ]))
        }
    }
}

/// Removes the query of a target, which may hold a token.
fn hide_query(target: &mut String) {
    target.truncate(Target::shown(target).len());
}

fn time(millis: i64) -> String {
    Timestamp::from_millis(millis).to_rfc3339()
}
