//! What a batch has to show: its lines one by one, and all of them together.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::check::Checked;
use super::results::{State, Tally};
use super::{Errand, Work};
use crate::commands::outcome;
use crate::context::Context;
use crate::diagnostic::Failure;
use crate::output::{Page, Render, Tone};

/// What became of one line.
pub(super) struct Line<W> {
    fields: Map<String, Value>,
    work: PhantomData<W>,
}

impl<W: Work> Line<W> {
    pub(super) fn new(
        name: &str,
        line: u64,
        state: State,
        errand: &W::Errand,
        outcome: Result<Map<String, Value>, Failure>,
    ) -> Self {
        let (title, number) = errand.number();
        let mut fields = Map::new();
        fields.insert("batch".to_owned(), name.into());
        fields.insert("line".to_owned(), line.into());
        fields.insert(
            "state".to_owned(),
            serde_json::to_value(state).unwrap_or_default(),
        );
        fields.insert(title.to_owned(), number.into());
        match outcome {
            Ok(told) => {
                for (name, value) in told {
                    fields.entry(name).or_insert(value);
                }
            }
            Err(failure) => {
                fields.insert("error".to_owned(), failure.to_json()["error"].take());
            }
        }
        Self {
            fields,
            work: PhantomData,
        }
    }
}

impl<W> Serialize for Line<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields.serialize(serializer)
    }
}

impl<W: Work> Render for Line<W> {
    const SCHEMA: &'static str = W::LINE;

    fn render(&self, page: &mut Page) {
        let text = |name: &str| match self.fields.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let number = self.fields.values().nth(3).and_then(Value::as_str);
        let outcome = match self.fields.get("error") {
            Some(error) => error["message"].as_str().unwrap_or_default().to_owned(),
            None => text("trade_state"),
        };
        page.line(format!(
            "{} {} {outcome}",
            text("line"),
            number.unwrap_or_default()
        ));
    }
}

/// What became of all lines, in this run and in those before.
#[derive(Serialize)]
pub(super) struct Summary<W> {
    pub(super) batch: String,
    pub(super) total: u64,
    pub(super) done: u64,
    /// Refused by WeChat Pay.
    pub(super) failed: u64,
    /// What may have been done.
    pub(super) unknown: u64,
    /// What was not done, for a reason that is not the line's.
    pub(super) pending: u64,
    /// What was not begun.
    pub(super) left: u64,
    /// What an earlier run had settled.
    pub(super) skipped: u64,
    pub(super) codes: BTreeMap<String, u64>,
    pub(super) results: Option<String>,
    #[serde(skip)]
    work: PhantomData<W>,
}

impl<W> Summary<W> {
    pub(super) fn new(name: &str, total: u64, skipped: u64, tally: &Tally) -> Self {
        Self {
            batch: name.to_owned(),
            total,
            done: tally.done,
            failed: tally.failed,
            unknown: tally.unknown,
            pending: tally.pending,
            left: total.saturating_sub(tally.all()),
            skipped,
            codes: tally.codes.clone(),
            results: None,
            work: PhantomData,
        }
    }

    /// Returns how many lines another run would go on with.
    pub(super) fn open(&self) -> u64 {
        self.unknown + self.pending + self.left
    }
}

impl<W: Work> Render for Summary<W> {
    const SCHEMA: &'static str = W::NAME;

    fn render(&self, page: &mut Page) {
        let all = self.done == self.total;
        let tone = if all { Tone::Good } else { Tone::Bad };
        let (done, total, skipped) = (self.done, self.total, self.skipped);
        let mut text = page.pick(
            format!("{done} of {total} lines are done"),
            format!("共 {total} 行，已完成 {done} 行"),
        );
        if skipped > 0 {
            text.push_str(&page.pick(
                format!("; {skipped} had been settled before"),
                format!("；此前已处理 {skipped} 行"),
            ));
        }
        page.toned(tone, text);
        let rows = [
            ("failed", self.failed),
            ("unknown", self.unknown),
            ("pending", self.pending),
            ("left", self.left),
        ];
        let codes = self.codes.iter().map(|(code, count)| (&**code, *count));
        let rows: Vec<_> = rows
            .into_iter()
            .chain(codes)
            .filter(|row| row.1 > 0)
            .collect();
        if !rows.is_empty() {
            page.fields(
                rows.into_iter()
                    .map(|(name, count)| (name, count.to_string())),
            );
        }
        if let Some(results) = &self.results {
            page.line(format!("{} {results}", page.pick("results in", "结果文件")));
        }
        if self.open() > 0 {
            let (en, zh) = W::ONCE;
            page.line(page.pick(
                format!("run the same command again to go on with what is open; {en}"),
                format!("再次运行同一命令即可继续未完成的行，{zh}"),
            ));
        }
    }
}

/// Says of `--dry-run` what would be done.
pub(super) fn show_checked<W: Work>(
    checked: &Checked,
    name: &str,
    context: &Context,
) -> Result<u8, Failure> {
    let summary = Summary::<W>::new(name, checked.lines, 0, &Tally::default());
    context.output.show(&summary)?;
    Ok(0)
}

/// Refuses `--get` of what the summary does not have, before anything is sent.
pub(super) fn expects<W: Work>(
    checked: &Checked,
    name: &str,
    context: &Context,
) -> Result<(), Failure> {
    let mut summary = Summary::<W>::new(name, checked.lines, 0, &Tally::default());
    summary.results = Some(String::new());
    context.output.expects(&summary)
}

/// The failure of telling what became of lines that were sent.
pub(super) fn untold<W: Work>(failure: Failure) -> Failure {
    if !W::CHANGES {
        return failure;
    }
    let done = ("lines of the batch were sent", "批处理中的行已发送");
    outcome::untold(failure, done, None).with_help(
        "run the same command again to go on; no line becomes a second order",
        "再次运行同一命令即可继续，不会重复下单",
    )
}
