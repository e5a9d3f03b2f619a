//! What a batch reports: its lines one by one, and all of them together.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::Value;
use wechatpay::batch::{Batch, Command, Job, LineResult, Tally};

use super::failure::Texts;
use crate::error::CliError;
use crate::ui::{Page, Render, Tone};

/// What a command of the command line adds to a [`Command`].
pub(super) trait CommandTexts: Command<Job: Job<Failure = CliError>> {
    /// What running the same command again does not do.
    const ONCE: Texts;
}

/// What became of one line.
pub(super) struct Line<'a, C> {
    result: &'a LineResult,
    command: PhantomData<C>,
}

impl<'a, C> Line<'a, C> {
    pub(super) fn new(result: &'a LineResult) -> Self {
        Self {
            result,
            command: PhantomData,
        }
    }
}

impl<C> Serialize for Line<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.result.serialize(serializer)
    }
}

impl<C: CommandTexts> Render for Line<'_, C> {
    const SCHEMA: &'static str = C::LINE_SCHEMA;

    fn render(&self, page: &mut Page) {
        let text = |name: &str| match self.result.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let outcome = match self.result.get("error") {
            Some(error) => error["message"].as_str().unwrap_or_default().to_owned(),
            None => text("trade_state"),
        };
        page.line(format!(
            "{} {} {outcome}",
            text("line"),
            self.result.number()
        ));
    }
}

/// What became of all lines, in this run and in those before.
#[derive(Serialize)]
pub(super) struct Summary<C> {
    pub(super) batch: String,
    pub(super) total: u64,
    pub(super) done: u64,
    /// Lines that WeChat Pay refused.
    pub(super) failed: u64,
    /// Lines that may have been done.
    pub(super) unknown: u64,
    /// Lines that were not done, for a reason that is not theirs.
    pub(super) pending: u64,
    /// Lines that were not sent.
    pub(super) left: u64,
    /// Lines that an earlier run had settled.
    pub(super) skipped: u64,
    pub(super) codes: BTreeMap<String, u64>,
    pub(super) results: Option<String>,
    #[serde(skip)]
    command: PhantomData<C>,
}

impl<C: CommandTexts> Summary<C> {
    pub(super) fn new(
        batch: &Batch<'_, C>,
        results: Option<&Path>,
        skipped: u64,
        tally: &Tally,
    ) -> Self {
        Self {
            batch: batch.name().to_owned(),
            total: batch.lines(),
            done: tally.done,
            failed: tally.failed,
            unknown: tally.unknown,
            pending: tally.pending,
            left: batch.lines().saturating_sub(tally.all()),
            skipped,
            codes: tally.codes.clone(),
            results: results.map(|path| path.display().to_string()),
            command: PhantomData,
        }
    }

    /// Returns how many lines another run would go on with.
    pub(super) fn open(&self) -> u64 {
        self.unknown + self.pending + self.left
    }
}

impl<C: CommandTexts> Render for Summary<C> {
    const SCHEMA: &'static str = C::NAME;

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
        let counts = [
            ("failed", self.failed),
            ("unknown", self.unknown),
            ("pending", self.pending),
            ("left", self.left),
        ];
        let rows: Vec<_> = counts
            .into_iter()
            .chain(self.codes.iter().map(|(code, count)| (&**code, *count)))
            .filter(|(_, count)| *count > 0)
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
            let (en, zh) = C::ONCE;
            page.line(page.pick(
                format!("run the same command again to go on with what is open; {en}"),
                format!("再次运行同一命令即可继续未完成的行，{zh}"),
            ));
        }
    }
}
