//! What people and scripts are told of arrivals.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::{JoinError, JoinHandle};
use wechatpay::inbox::{Inbox, Record};
use wechatpay::receiver::{Arrival, Inbound};

use super::args::{Args, Expectation};
use super::said::{self, Pace};
use crate::diagnostic::Failure;
use crate::output::{Level, Output, Page, Render};

const SECOND: Duration = Duration::from_secs(1);

/// How many bytes of lines are written at once.
const CHUNK: usize = 64 * 1024;

/// For how long events are gathered before they are printed together.
const TOGETHER: Duration = Duration::from_millis(5);

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

/// One line an event.
#[derive(Serialize)]
pub(crate) struct EventLine<'a> {
    id: &'a str,
    event_type: &'a str,
    received_at: String,
    resource: Cow<'a, RawValue>,
}

impl<'a> EventLine<'a> {
    pub(crate) fn new(record: &'a Record) -> Self {
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
        page.line(format!(
            "{} {} {} {} {total} fen ({})",
            self.received_at,
            self.event_type,
            field("out_trade_no"),
            field("transaction_id"),
            self.id
        ));
    }
}

/// Tells arrivals, and counts them.
pub(super) struct Teller {
    output: Output,
    limit: Option<u64>,
    expect: Option<Expectation>,
    seen: u64,
    met: bool,
    /// The lines of each kind that may be frequent.
    windows: BTreeMap<&'static str, Window>,
    /// Told, and not written yet.
    lines: String,
}

impl Teller {
    pub(super) fn new(args: &Args, output: Output) -> Self {
        Self {
            output,
            limit: args.limit(),
            expect: args.expect.clone(),
            seen: 0,
            met: false,
            windows: BTreeMap::new(),
            lines: String::new(),
        }
    }

    /// Tells on a thread of its own, which a reader of stdout that does not read holds up alone.
    pub(super) fn start(self, inbound: Inbound, inbox: Arc<dyn Inbox>) -> Telling {
        let (enough, ended) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (told, end) = (Arc::clone(&enough), Arc::clone(&ended));
        let runtime = Handle::current();
        let task = tokio::task::spawn_blocking(move || {
            runtime.block_on(self.tell_all(inbound, &*inbox, &told, &end))
        });
        Telling {
            enough,
            ended,
            task,
        }
    }

    /// Tells what arrives until `end`, and then what waits; returns whether what was waited for
    /// has come.
    async fn tell_all(
        mut self,
        mut inbound: Inbound,
        inbox: &dyn Inbox,
        enough: &Notify,
        end: &Notify,
    ) -> Result<bool, Failure> {
        let mut seconds = tokio::time::interval(SECOND);
        loop {
            tokio::select! {
                Some(arrival) = inbound.next(inbox) => {
                    self.tell(&arrival)?;
                    // What waits already is written together.
                    while !self.has_enough()
                        && let Some(arrival) = inbound.ready()
                    {
                        self.tell(&arrival)?;
                    }
                    self.write()?;
                    if self.has_enough() {
                        enough.notify_one();
                    }
                    // Under load this is woken for many at once, and not for each.
                    tokio::time::sleep(TOGETHER).await;
                }
                _ = seconds.tick() => self.log_left_out(false),
                () = end.notified() => break,
            }
        }
        while !inbound.is_empty() {
            let Some(arrival) = inbound.next(inbox).await else {
                break;
            };
            self.tell(&arrival)?;
        }
        self.write()?;
        self.log_left_out(true);
        Ok(self.met)
    }

    /// Tells whether there is nothing to wait for any more.
    fn has_enough(&self) -> bool {
        self.met || self.limit.is_some_and(|limit| self.seen >= limit)
    }

    /// Writes the lines of the events that were told.
    fn write(&mut self) -> Result<(), Failure> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let written = Output::raw(self.lines.as_bytes());
        self.lines.clear();
        written
    }

    /// Tells an arrival; the line of an event is written by [`Teller::write`].
    fn tell(&mut self, arrival: &Arrival) -> Result<(), Failure> {
        match arrival {
            Arrival::Event(record) => {
                self.seen += 1;
                let expected = self.expect.as_ref();
                self.met |= expected.is_some_and(|expected| expected.is_met_by(record));
                self.lines
                    .push_str(&self.output.line(&EventLine::new(record))?);
                if self.lines.len() > CHUNK {
                    self.write()?;
                }
            }
            other => {
                if let Some(said) = said::of(other, self.output.lang)
                    && self.is_in_pace(said.pace)
                {
                    self.output.log(said.level, said.text, said.fields);
                }
            }
        }
        Ok(())
    }

    /// Counts a line, and returns whether it is one of those to be written.
    fn is_in_pace(&mut self, pace: Pace) -> bool {
        let Pace::Limited {
            kind,
            lines,
            within,
        } = pace
        else {
            return true;
        };
        let window = self.windows.entry(kind).or_insert_with(|| Window {
            until: Instant::now() + within,
            within,
            lines: 0,
            left_out: 0,
        });
        if window.lines < lines {
            window.lines += 1;
            return true;
        }
        window.left_out += 1;
        false
    }

    /// Says how many lines of each kind were left out, of those whose time is over or of all. Such
    /// a line counts as the first of the next time.
    fn log_left_out(&mut self, all: bool) {
        let now = Instant::now();
        let mut counts = Vec::new();
        self.windows.retain(|kind, window| {
            if !all && now < window.until {
                return true;
            }
            if window.left_out == 0 {
                return false;
            }
            counts.push((*kind, window.left_out, window.within));
            (window.until, window.lines, window.left_out) = (now + window.within, 1, 0);
            true
        });
        for (kind, count, within) in counts {
            let (seconds, lang) = (within.as_secs(), self.output.lang);
            let text = lang.pick(
                format!("{count} more like it within {seconds} s ({kind})"),
                format!("{seconds} 秒内另有 {count} 条同类（{kind}）"),
            );
            let fields = json!({"event": "refused", "kind": kind, "count": count});
            self.output.log(Level::Warning, text, fields);
        }
    }
}

/// The lines of one kind within a time.
struct Window {
    until: Instant,
    within: Duration,
    lines: u64,
    left_out: u64,
}

/// The thread that tells.
pub(super) struct Telling {
    enough: Arc<Notify>,
    ended: Arc<Notify>,
    task: JoinHandle<Result<bool, Failure>>,
}

impl Telling {
    /// Waits until nothing more is waited for, or nothing more can be told.
    pub(super) async fn enough(&mut self) -> Result<(), Failure> {
        tokio::select! {
            () = self.enough.notified() => Ok(()),
            ended = &mut self.task => told(ended).map(drop),
        }
    }

    /// Has the rest told; returns whether what was waited for has come.
    pub(super) async fn end(self) -> Result<bool, Failure> {
        self.ended.notify_one();
        told(self.task.await)
    }
}

fn told(ended: Result<Result<bool, Failure>, JoinError>) -> Result<bool, Failure> {
    ended.map_err(|error| Failure::internal("telling failed").because(&error))?
}

pub(super) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
