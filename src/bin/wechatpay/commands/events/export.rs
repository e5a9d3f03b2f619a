//! `events export`: JSON Lines with everything, or CSV with what fits into columns.

use std::path::{Path, PathBuf};

use serde_json::Value;
use wechatpay::fs::AtomicWriter;
use wechatpay::inbox::{Filter, Inbox, Stored};

use super::show::Whole;
use super::{FilterArgs, time};
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::spreadsheet::record;
use crate::ui::{self, Output};

/// How many are read at a time.
const PAGE: usize = 500;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// Write to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How to write them [default: by the file's name, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One JSON object a line.
    Jsonl,
    /// A header and one line each; an apostrophe stands before what a spreadsheet would compute.
    Csv,
}

impl Args {
    fn format(&self) -> Format {
        let of_name = |path: &Path| {
            let is_csv = path
                .extension()
                .is_some_and(|name| name.eq_ignore_ascii_case("csv"));
            if is_csv { Format::Csv } else { Format::Jsonl }
        };
        self.format
            .or(self.output.as_deref().map(of_name))
            .unwrap_or(Format::Jsonl)
    }
}

/// Where the lines go.
enum Sink {
    Stdout,
    File(AtomicWriter),
}

impl Sink {
    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Stdout => Output::raw(bytes),
            Self::File(file) => Ok(file.write(bytes)?),
        }
    }
}

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

pub(super) async fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Look, context).await?;
    let filter = args.filter.filter(&*inbox).await?;
    let mut sink = match args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"))
    {
        Some(path) => Sink::File(AtomicWriter::secret(path)?),
        None => Sink::Stdout,
    };
    let count = write(args.format(), filter, &*inbox, &mut sink).await?;
    if let Sink::File(file) = sink {
        let path = file.finish()?;
        context.output.note(format!(
            "{}{}",
            context.output.lang.pick(
                format!("{count} notifications written to "),
                format!("已写入 {count} 条通知：")
            ),
            path.display()
        ));
    }
    Ok(ExitStatus::Success)
}

async fn write(
    format: Format,
    mut filter: Filter,
    inbox: &dyn Inbox,
    sink: &mut Sink,
) -> Result<usize, CliError> {
    let failed = |error| store::failure(&error);
    if format == Format::Csv {
        sink.write(&record(&COLUMNS)?)?;
    }
    filter.limit = Some(PAGE);
    let (mut after, mut count) = (0, 0);
    loop {
        filter.after = Some(after);
        let page = inbox.list(&filter).await.map_err(failed)?;
        let Some(last) = page.last() else {
            return Ok(count);
        };
        after = last.seq;
        for summary in &page {
            // What was forgotten meanwhile is not there to write.
            if let Some(stored) = inbox.find(&summary.id).await.map_err(failed)? {
                sink.write(&line(stored, format)?)?;
                count += 1;
            }
        }
    }
}

fn line(stored: Stored, format: Format) -> Result<Vec<u8>, CliError> {
    match format {
        Format::Jsonl => ui::json_line(&Whole::from(stored)),
        Format::Csv => {
            let event = &stored.record;
            let resource = event.plaintext.value();
            let text = |name: &str| resource[name].as_str().unwrap_or_default().to_owned();
            let amount = |name: &str| {
                let found = resource.pointer(&format!("/amount/{name}"));
                found.map(Value::to_string).unwrap_or_default()
            };
            record(&[
                event.id.clone(),
                event.event_type.clone(),
                event.create_time.clone(),
                time(event.received_at),
                stored.state.to_string(),
                stored.repeats.to_string(),
                text("out_trade_no"),
                text("transaction_id"),
                text("out_refund_no"),
                text("refund_id"),
                amount("total"),
                amount("refund"),
                text("success_time"),
            ])
        }
    }
}
