//! Prints notifications and the log of a server, for people and scripts.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use wechatpay::inbox::{Inbox, Record};
use wechatpay::receiver::{EventReceiver, LeftOut, NotifyEvent, RepeatLimit};
use wechatpay::serving::{Awaited, EventPrinter, Stages, print_all};

use super::log_lines::{self, LogLine};
use crate::error::CliError;
use crate::text;
use crate::ui::{Level, Output, Page, Render};

/// How many bytes of lines are written at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// The first line, which tells scripts where to send.
#[derive(Serialize)]
pub(super) struct Listening {
    pub(super) listening: String,
    /// Where `/healthz` and `/metrics` are, if they have a listener of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) admin: Option<String>,
    /// The URL that listeners connect to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) relay: Option<String>,
}

impl Render for Listening {
    const SCHEMA: &'static str = "serve-notify";

    fn render(&self, _page: &mut Page) {}
}

/// The line of a notification.
#[derive(Serialize)]
struct EventLine<'a> {
    id: &'a str,
    event_type: &'a str,
    received_at: String,
    resource: Cow<'a, RawValue>,
}

impl<'a> From<&'a Record> for EventLine<'a> {
    fn from(record: &'a Record) -> Self {
        Self {
            id: &record.id,
            event_type: &record.event_type,
            received_at: record.received().to_rfc3339(),
            resource: record.plaintext.one_line(),
        }
    }
}

impl Render for EventLine<'_> {
    const SCHEMA: &'static str = "event";

    fn render(&self, page: &mut Page) {
        let resource: Value = serde_json::from_str(self.resource.get()).unwrap_or_default();
        let field = |name: &str| resource.get(name).and_then(Value::as_str).unwrap_or("-");
        let total = resource
            .pointer("/amount/total")
            .map(Value::to_string)
            .unwrap_or_default();
        page.line(text!(
            "receive-event",
            received = &self.received_at,
            event = self.event_type,
            order = field("out_trade_no"),
            transaction = field("transaction_id"),
            total,
            id = self.id
        ));
    }
}

/// Prints the notifications and the log of a server.
pub(super) struct Printer {
    output: Output,
    /// The lines that are not written yet.
    lines: String,
}

/// The thread that prints; it returns whether the expected event came.
pub(super) type PrinterHandle = JoinHandle<Result<bool, CliError>>;

impl Printer {
    /// Prints on a thread of its own, so that a reader of stdout that does not read holds up
    /// nothing else.
    pub(super) fn start(
        output: Output,
        awaited: Awaited,
        inbound: EventReceiver,
        inbox: Arc<dyn Inbox>,
        stages: Stages,
    ) -> PrinterHandle {
        let runtime = Handle::current();
        let lines = String::new();
        let printer = Self { output, lines };
        tokio::task::spawn_blocking(move || {
            runtime.block_on(print_all(printer, awaited, inbound, &*inbox, &stages))
        })
    }
}

impl EventPrinter for Printer {
    type Failure = CliError;
    type LogLine = LogLine;

    fn notification(&mut self, record: &Record) -> Result<(), CliError> {
        let line = self.output.line(&EventLine::from(record))?;
        self.lines.push_str(&line);
        if self.lines.len() > CHUNK_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), CliError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let written = Output::raw(self.lines.as_bytes());
        self.lines.clear();
        written
    }

    fn line(&self, event: &NotifyEvent) -> Option<(LogLine, Option<RepeatLimit>)> {
        log_lines::of(event, self.output.lang).map(|line| {
            let limit = line.limit;
            (line, limit)
        })
    }

    fn log(&mut self, line: LogLine) {
        line.write(&self.output);
    }

    fn left_out(&mut self, LeftOut { limit, count }: LeftOut) {
        let (kind, seconds) = (limit.kind, limit.within.as_secs());
        let text = text!("receive-more-lines", count, seconds, kind);
        LogLine::new(Level::Warning, "refused", text)
            .with("kind", kind)
            .with("count", count)
            .write(&self.output);
    }
}
