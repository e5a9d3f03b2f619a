//! Prints notifications and the log of a server, for people and scripts.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use wechatpay::inbox::{Inbox, Record};
use wechatpay::receiver::{EventReceiver, Expectation, LeftOut, NotifyEvent, RepeatLimiter};

use super::args::Args;
use super::log_lines::{self, LogLine};
use crate::error::CliError;
use crate::shutdown::Stages;
use crate::text;
use crate::ui::{Level, Output, Page, Render};

/// How often it is checked whether lines were left out.
const LEFT_OUT_INTERVAL: Duration = Duration::from_secs(1);

/// How many bytes of lines are written at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// For how long events are gathered before they are printed together.
const GATHER_INTERVAL: Duration = Duration::from_millis(5);

/// The first line, which tells scripts where to send.
#[derive(Serialize)]
pub(super) struct Listening {
    pub(super) listening: String,
    /// Where `/healthz` and `/metrics` are, if they have a listener of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) admin: Option<String>,
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

/// Prints events, and counts them.
pub(super) struct EventPrinter {
    output: Output,
    limit: Option<u64>,
    expect: Option<Expectation>,
    printed: u64,
    is_met: bool,
    repeats: RepeatLimiter,
    /// The lines that are not written yet.
    lines: String,
}

/// The thread that prints; it returns whether the expected event came.
pub(super) type PrinterHandle = JoinHandle<Result<bool, CliError>>;

impl EventPrinter {
    pub(super) fn new(args: &Args, output: Output) -> Self {
        Self {
            output,
            limit: args.limit(),
            expect: args.expect.clone(),
            printed: 0,
            is_met: false,
            repeats: RepeatLimiter::default(),
            lines: String::new(),
        }
    }

    /// Prints on a thread of its own, so that a reader of stdout that does not read holds up
    /// nothing else.
    pub(super) fn start(
        self,
        inbound: EventReceiver,
        inbox: Arc<dyn Inbox>,
        stages: Stages,
    ) -> PrinterHandle {
        let runtime = Handle::current();
        tokio::task::spawn_blocking(move || {
            runtime.block_on(self.print_all(inbound, &*inbox, &stages))
        })
    }

    /// Prints events until it is to stop, and then those that wait.
    async fn print_all(
        mut self,
        mut inbound: EventReceiver,
        inbox: &dyn Inbox,
        stages: &Stages,
    ) -> Result<bool, CliError> {
        let mut left_out = tokio::time::interval(LEFT_OUT_INTERVAL);
        loop {
            tokio::select! {
                Some(event) = inbound.next(inbox) => {
                    self.print(&event)?;
                    // What waits already is written together.
                    while !self.is_done()
                        && let Some(event) = inbound.ready()
                    {
                        self.print(&event)?;
                    }
                    self.write()?;
                    if self.is_done() {
                        stages.done.cancel();
                    }
                    // Under load this is woken for many at once, and not for each.
                    tokio::time::sleep(GATHER_INTERVAL).await;
                }
                _ = left_out.tick() => self.log_left_out(false),
                () = stages.stop_printing.cancelled() => break,
            }
        }
        while !inbound.is_empty() {
            let Some(event) = inbound.next(inbox).await else {
                break;
            };
            self.print(&event)?;
        }
        self.write()?;
        self.log_left_out(true);
        Ok(self.is_met)
    }

    /// Returns whether the server has done what it was started for.
    fn is_done(&self) -> bool {
        self.is_met || self.limit.is_some_and(|limit| self.printed >= limit)
    }

    /// Writes the lines of the events so far.
    fn write(&mut self) -> Result<(), CliError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let written = Output::raw(self.lines.as_bytes());
        self.lines.clear();
        written
    }

    /// Logs an event; the line of a notification is written by [`EventPrinter::write`].
    fn print(&mut self, event: &NotifyEvent) -> Result<(), CliError> {
        if let NotifyEvent::Event(record) = event {
            self.printed += 1;
            let expected = self.expect.as_ref();
            self.is_met |= expected.is_some_and(|expected| expected.is_met_by(record));
            let line = self.output.line(&EventLine::from(&**record))?;
            self.lines.push_str(&line);
            if self.lines.len() > CHUNK_BYTES {
                self.write()?;
            }
        } else if let Some(line) = log_lines::of(event, self.output.lang)
            && line.limit.is_none_or(|limit| self.repeats.admits(limit))
        {
            line.write(&self.output);
        }
        Ok(())
    }

    /// Logs how many lines of each kind were left out, of those whose time is over or of all.
    fn log_left_out(&mut self, all: bool) {
        for LeftOut { limit, count } in self.repeats.take_left_out(all) {
            let (kind, seconds) = (limit.kind, limit.within.as_secs());
            let text = text!("receive-more-lines", count, seconds, kind);
            LogLine::new(Level::Warning, "refused", text)
                .with("kind", kind)
                .with("count", count)
                .write(&self.output);
        }
    }
}
