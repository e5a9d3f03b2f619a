//! `events show`, and the whole of a notification as JSON.

use serde::Serialize;
use serde_json::{Map, Value};
use wechatpay::inbox::{AttemptRow, DeliveryRow, RawHeaders, State, Stored};
use wechatpay::receiver::Target;

use super::time;
use crate::commands::store::{self, Purpose, StoreArgs};
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::ui::Text;
use crate::ui::{Page, Render};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// The notification's id, as `events list` shows it
    #[arg(value_name = "ID")]
    id: String,
}

/// Everything that is known of a notification.
#[derive(Serialize)]
pub(super) struct Whole {
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
    attempts: Vec<Attempt>,
}

#[derive(Serialize)]
struct Attempt {
    at: String,
    #[serde(flatten)]
    row: AttemptRow,
}

impl Attempt {
    fn new(mut row: AttemptRow) -> Self {
        row.target = Target::shown(&row.target).to_owned();
        let at = time(row.at);
        Self { at, row }
    }
}

impl From<Stored> for Whole {
    fn from(stored: Stored) -> Self {
        let record = stored.record;
        let mut deliveries = stored.deliveries;
        for row in &mut deliveries {
            row.target = Target::shown(&row.target).to_owned();
        }
        Self {
            id: record.id.clone(),
            event_type: record.event_type.clone(),
            create_time: record.create_time.clone(),
            received_at: record.received().to_rfc3339(),
            state: stored.state,
            repeats: stored.repeats,
            headers: headers(&record.headers),
            body: String::from_utf8_lossy(&record.body).into_owned(),
            resource: record.plaintext.value(),
            deliveries,
            attempts: stored.attempts.into_iter().map(Attempt::new).collect(),
        }
    }
}

/// Headers by name; one that stood there twice is a list.
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

impl Render for Whole {
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
        page.line(page.pick("headers:", "请求头："));
        for (name, value) in &self.headers {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            page.line(format!("  {name}: {text}"));
        }
        page.line(page.pick("resource:", "解密后："));
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
            let rows = self.attempts.iter().map(|attempt| {
                vec![
                    attempt.at.clone(),
                    attempt.row.target.clone(),
                    attempt.row.outcome.clone(),
                    format!("{} ms", attempt.row.elapsed_ms),
                ]
            });
            page.table(&["at", "target", "outcome", "time"], rows);
        }
    }
}

pub(super) async fn run(args: &Args, context: &Context) -> Result<ExitStatus, CliError> {
    let inbox = store::open(&args.store, Purpose::Look, context).await?;
    let found = inbox.find(&args.id).await;
    let found = found.map_err(|error| store::failure(&error))?;
    let stored = found.ok_or_else(|| unknown(&args.id))?;
    context.output.show(&Whole::from(stored))?;
    Ok(ExitStatus::Success)
}

pub(super) fn unknown(id: &str) -> CliError {
    CliError::new(Kind::NotFound, format!("no notification has the id {id}"))
        .in_chinese(format!("没有 id 为 {id} 的通知"))
        .with_help(Text::pair(
            "`wechatpay events list` shows the ids",
            "`wechatpay events list` 可列出 id",
        ))
}
