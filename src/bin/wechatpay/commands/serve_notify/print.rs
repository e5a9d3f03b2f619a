//! Prints notifications and the log of a server, for people and scripts.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use wechatpay::inbox::{Inbox, Record};
use wechatpay::receiver::{Attempted, EventReceiver, LeftOut, NotifyEvent, RepeatLimit};
use wechatpay::serving::{Awaited, EventPrinter, Stages, print_all};

use super::log_lines::{self, LogLine};
use crate::commands::notification_lines::{NotificationLine, show_attempt};
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
        let resource = serde_json::from_str(self.resource.get()).unwrap_or_default();
        NotificationLine {
            id: self.id,
            event_type: self.event_type,
            received_at: &self.received_at,
            resource: &resource,
        }
        .show(page);
    }
}

/// The line of an attempt to deliver a notification.
#[derive(Serialize)]
struct AttemptLine<'a> {
    target: &'a str,
    outcome: &'a str,
    #[serde(skip)]
    attempt: &'a Attempted,
}

impl Render for AttemptLine<'_> {
    const SCHEMA: &'static str = "event-attempt";

    fn render(&self, page: &mut Page) {
        show_attempt(self.attempt, page);
    }
}

/// The notification that came last, for a person who wants it again.
pub(super) type LastRecord = Arc<Mutex<Option<Record>>>;

/// Prints the notifications and the log of a server.
pub(super) struct Printer {
    output: Output,
    /// Where the last notification is kept, if a person looks at a terminal.
    last: Option<LastRecord>,
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
        last: Option<LastRecord>,
        awaited: Awaited,
        inbound: EventReceiver,
        inbox: Arc<dyn Inbox>,
        stages: Stages,
    ) -> PrinterHandle {
        let runtime = Handle::current();
        let lines = String::new();
        if !output.json && output.get.is_none() {
            inbound.want_attempts();
        }
        let printer = Self {
            output,
            last,
            lines,
        };
        tokio::task::spawn_blocking(move || {
            runtime.block_on(print_all(printer, awaited, inbound, &*inbox, &stages))
        })
    }
}

impl Printer {
    /// Keeps lines, and writes them if they are many.
    fn keep(&mut self, line: &str) -> Result<(), CliError> {
        self.lines.push_str(line);
        if self.lines.len() > CHUNK_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Tells whether an event is shown as the attempt that it comes from, beside the others.
    fn is_shown_as_attempt(&self, event: &NotifyEvent) -> bool {
        let is_attempt = matches!(
            event,
            NotifyEvent::Declined { is_dead: false, .. } | NotifyEvent::Route { why: Some(_), .. }
        );
        self.last.is_some() && is_attempt
    }
}

impl EventPrinter for Printer {
    type Failure = CliError;
    type LogLine = LogLine;

    fn notification(&mut self, record: &Record) -> Result<(), CliError> {
        if let Some(last) = &self.last {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(record.clone());
        }
        let line = self.output.line(&EventLine::from(record))?;
        self.keep(&line)
    }

    fn attempt(&mut self, attempt: &Attempted) -> Result<(), CliError> {
        let (target, outcome) = (&*attempt.target, &*attempt.outcome);
        let line = self.output.line(&AttemptLine {
            target,
            outcome,
            attempt,
        })?;
        self.keep(&line)
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
        if self.is_shown_as_attempt(event) {
            return None;
        }
        log_lines::of(event, self.output.lang).map(|line| {
            let limit = line.limit;
            (line, limit)
        })
    }

    fn log(&mut self, line: LogLine) {
        line.write(&self.output);
    }

    fn left_out(&mut self, LeftOut { limit, count, .. }: LeftOut) {
        let (kind, seconds) = (limit.kind, limit.within.as_secs());
        let text = text!("receive-more-lines", count, seconds, kind);
        LogLine::new(Level::Warning, "refused", text)
            .with("kind", kind)
            .with("count", count)
            .write(&self.output);
    }
}
