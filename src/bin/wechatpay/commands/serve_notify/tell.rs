//! What people and scripts are told of arrivals.

use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};
use wechatpay::inbox::Record;
use wechatpay::receiver::Arrival;

use super::args::Args;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Level, Output, Page, Render};

/// How many refusals a second are told one by one: anybody can make us refuse.
const TOLD: u32 = 10;

/// How many bytes of lines are written at once.
const CHUNK: usize = 64 * 1024;

/// The first line, which tells scripts where to send.
#[derive(Serialize)]
pub(super) struct Listening {
    pub(super) listening: String,
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
    resource: &'a Value,
}

impl<'a> EventLine<'a> {
    pub(crate) fn new(record: &'a Record) -> Self {
        Self {
            id: &record.id,
            event_type: &record.event_type,
            received_at: record.received().to_rfc3339(),
            resource: &record.resource,
        }
    }
}

impl Render for EventLine<'_> {
    const SCHEMA: &'static str = "event";

    fn render(&self, page: &mut Page) {
        let field = |name: &str| {
            self.resource
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or("-")
        };
        let total = self
            .resource
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
pub(super) struct Teller<'a> {
    args: &'a Args,
    seen: u64,
    met: bool,
    /// When the second of the last refusal began, how many it had, and how many were not told.
    second: Option<Instant>,
    in_second: u32,
    untold: u32,
    /// Told, and not written yet.
    lines: String,
}

impl<'a> Teller<'a> {
    pub(super) fn new(args: &'a Args) -> Self {
        Self {
            args,
            seen: 0,
            met: false,
            second: None,
            in_second: 0,
            untold: 0,
            lines: String::new(),
        }
    }

    /// Tells whether what was waited for has come.
    pub(super) fn is_met(&self) -> bool {
        self.met
    }

    /// Tells whether there is nothing to wait for any more.
    pub(super) fn has_enough(&self) -> bool {
        let enough = self.args.limit().is_some_and(|limit| self.seen >= limit);
        enough || (self.args.expect.is_some() && self.met)
    }

    /// Writes the lines of the events that were told.
    pub(super) fn write(&mut self) -> Result<(), Failure> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let written = Output::raw(self.lines.as_bytes());
        self.lines.clear();
        written
    }

    /// Tells an arrival; the line of an event is written by [`Teller::write`].
    pub(super) fn tell(&mut self, arrival: &Arrival, context: &Context) -> Result<(), Failure> {
        let output = &context.output;
        match arrival {
            Arrival::Event(record) => {
                self.seen += 1;
                let expected = self.args.expect.as_ref();
                self.met |= expected.is_some_and(|expected| expected.is_met_by(record));
                self.lines.push_str(&output.line(&EventLine::new(record))?);
                if self.lines.len() > CHUNK {
                    self.write()?;
                }
            }
            Arrival::Duplicate(id) => output.log(
                Level::Info,
                format!("{} {id}", output.lang.pick("seen before:", "重复通知：")),
                json!({"event": "duplicate", "id": id}),
            ),
            Arrival::NotForwarded(id) => output.log(
                Level::Warning,
                format!(
                    "{} {id}",
                    output.lang.pick(
                        "not acknowledged, as no target has taken it yet:",
                        "尚无目标接收，未应答：",
                    )
                ),
                json!({"event": "not-forwarded", "id": id}),
            ),
            Arrival::Rejected(rejection) => {
                if self.is_worth_telling(context) {
                    output.log(
                        Level::Warning,
                        with_sources(rejection),
                        json!({"event": "refused"}),
                    );
                }
            }
            Arrival::Unkept(error) => {
                if self.is_worth_telling(context) {
                    output.log(
                        Level::Error,
                        with_sources(error),
                        json!({"event": "not-stored"}),
                    );
                }
            }
        }
        Ok(())
    }

    fn is_worth_telling(&mut self, context: &Context) -> bool {
        let now = Instant::now();
        let same = self
            .second
            .is_some_and(|began| now.duration_since(began) < Duration::from_secs(1));
        if !same {
            self.tell_untold(context);
            (self.second, self.in_second) = (Some(now), 0);
        }
        self.in_second += 1;
        if self.in_second > TOLD {
            self.untold += 1;
        }
        self.in_second <= TOLD
    }

    /// Tells how many refusals were not told.
    pub(super) fn tell_untold(&mut self, context: &Context) {
        let number = std::mem::take(&mut self.untold);
        if number > 0 {
            let text = context.output.lang.pick(
                format!("{number} more were refused; /metrics counts them"),
                format!("另有 {number} 条被拒绝；见 /metrics"),
            );
            let fields = json!({"event": "refused", "count": number});
            context.output.log(Level::Warning, text, fields);
        }
    }
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
