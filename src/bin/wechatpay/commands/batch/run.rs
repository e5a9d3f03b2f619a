//! A batch on the command line: checked, run and reported.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use wechatpay::batch::{
    Batch, Command, Job, LineFailure, LineResult, LineState, Observer, Plan, RunEnd, RunError,
    Source, Stop, StopSignals, Summary, Tally,
};
use wechatpay::client::Client;

use super::args::BatchArgs;
use super::errors;
use crate::commands::live::{self, Purpose};
use crate::commands::outcome;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::shutdown::{Shutdown, Signals};
use crate::text;
use crate::ui::{self, Counter, Lang, Page, Render, Text, Tone};

/// What a command of the command line adds to a [`Command`].
pub(super) trait CommandTexts: Command<Job: Job<Failure = CliError>> {
    /// What it does with money; none if it only asks.
    const PURPOSE: Option<Purpose>;

    /// What running the same command again does not do.
    fn once() -> Text;
}

/// The result of one line.
#[derive(Serialize)]
#[serde(transparent)]
struct Line<'a> {
    result: &'a LineResult,
    #[serde(skip)]
    schema: &'static str,
}

impl Render for Line<'_> {
    fn schema(&self) -> &'static str {
        self.schema
    }

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
        let (line, number) = (text("line"), self.result.number());
        page.line(format!("{line} {number} {outcome}"));
    }
}

/// What became of all lines.
#[derive(Serialize)]
#[serde(transparent)]
struct Report {
    summary: Summary,
    #[serde(skip)]
    schema: &'static str,
    /// What running the command again does not do.
    #[serde(skip)]
    once: Text,
}

impl Report {
    fn new<C: CommandTexts>(summary: Summary) -> Self {
        Self {
            summary,
            schema: C::NAME,
            once: C::once(),
        }
    }
}

impl Render for Report {
    fn schema(&self) -> &'static str {
        self.schema
    }

    fn render(&self, page: &mut Page) {
        let summary = &self.summary;
        let (done, total, skipped) = (summary.done, summary.total, summary.skipped);
        let tone = if done == total { Tone::Good } else { Tone::Bad };
        page.toned(
            tone,
            match skipped {
                0 => text!("batch-done", done, total),
                skipped => text!("batch-done-and-skipped", done, total, skipped),
            },
        );
        let counts = [
            ("failed", summary.failed),
            ("unknown", summary.unknown),
            ("pending", summary.pending),
            ("left", summary.left),
        ];
        let codes = summary.codes.iter().map(|(code, count)| (&**code, *count));
        let rows: Vec<_> = counts
            .into_iter()
            .chain(codes)
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| (name, count.to_string()))
            .collect();
        if !rows.is_empty() {
            page.fields(rows);
        }
        if let Some(results) = &summary.results {
            page.line(text!("batch-results-file", results));
        }
        if summary.open() > 0 {
            page.line(text!("batch-continue-help", once = &self.once));
        }
    }
}

/// Processes a file, and returns the exit code of its worst line.
pub(super) async fn run<C: CommandTexts>(
    command: &C,
    args: &BatchArgs,
    context: &Context,
    client: Client,
) -> Result<ExitStatus, CliError> {
    if context.global.curl {
        return Err(CliError::usage(text!("batch-curl")));
    }
    let results = args.results();
    if C::CHANGES && results.is_none() && !context.is_dry() {
        return Err(CliError::usage(text!("batch-needs-output")));
    }
    if args.input().as_os_str() == "-" {
        ui::note_reading();
    }
    let source = Source::open(args.input())
        .await
        .map_err(|error| errors::with_input_copy(error.into(), results))?;
    let counter = context.output.counter(None);
    let batch = Batch::check(command, source, results, |lines| counter.show(lines, 0)).await?;
    drop(counter);
    if context.is_dry() {
        let mut summary = batch.summary(&Tally::default(), 0);
        summary.results = None;
        return context.output.show(&Report::new::<C>(summary));
    }
    let mut terminal = Terminal {
        context,
        counter: context.output.counter(Some(batch.lines())),
        args,
        purpose: C::PURPOSE,
        line_schema: C::LINE_SCHEMA,
    };
    let confirm = C::PURPOSE.is_some() && live::is_asked(context)?;
    let signals = BatchSignals {
        shutdown: context.shutdown().clone(),
        signals: None,
    };
    let run = batch
        .run(client, &args.options(confirm), &mut terminal, signals)
        .await;
    drop(terminal);
    let run = run.map_err(|error| match error {
        RunError::Batch(error) => error.into(),
        RunError::Job(failure) | RunError::Unconfirmed(failure) => failure,
        RunError::Report(failure) => not_reported::<C>(failure),
    })?;
    let summary = batch.summary(&run.tally, run.skipped);
    match run.end {
        RunEnd::Complete => {}
        RunEnd::Futile => context.output.warn(text!("batch-futile")),
        RunEnd::Stopped(stop) => return Err(stopped::<C>(stop, &summary, results.is_some())),
    }
    if results.is_some() {
        let shown = context.output.show(&Report::new::<C>(summary));
        shown.map_err(not_reported::<C>)?;
    }
    Ok(ExitStatus::from_code(run.tally.exit_code))
}

/// The failure of a batch that a signal ended; with results it can be continued.
fn stopped<C: CommandTexts>(stop: Stop, summary: &Summary, has_results: bool) -> CliError {
    let (open, total) = (summary.open(), summary.total);
    let failure = outcome::interrupted(signal(stop), &text!("batch-lines-open", open, total));
    if has_results {
        failure.with_help(text!("batch-continue-help", once = C::once()))
    } else {
        failure
    }
}

/// The failure to report results of lines that were sent.
fn not_reported<C: CommandTexts>(failure: CliError) -> CliError {
    if !C::CHANGES {
        return failure;
    }
    let fact = text!("batch-lines-sent");
    outcome::unreported(failure, &fact, None)
        .with_help(text!("batch-continue-help", once = C::once()))
}

/// Progress and results on the terminal.
struct Terminal<'a> {
    context: &'a Context,
    counter: Counter,
    args: &'a BatchArgs,
    purpose: Option<Purpose>,
    line_schema: &'static str,
}

impl Observer for Terminal<'_> {
    type Failure = CliError;

    fn confirm(&mut self, plan: &Plan) -> Result<(), CliError> {
        self.purpose.map_or(Ok(()), |purpose| {
            live::confirm_lines(plan, purpose, self.context)
        })
    }

    fn damaged(&mut self, lines: u64) {
        let path = self.args.results().unwrap_or(self.args.input()).display();
        self.counter.warn(text!("batch-damaged", path, lines));
    }

    fn progress(&mut self, tally: &Tally) {
        self.counter.show(tally.all(), tally.all() - tally.done);
    }

    fn tick(&mut self) {
        self.counter.log();
    }

    fn paused(&mut self, pause: Duration) {
        let seconds = pause.as_secs();
        self.counter.warn(text!("batch-paused", seconds));
    }

    fn stopping(&mut self, under_way: usize, grace: Duration) {
        let seconds = grace.as_secs();
        self.counter
            .warn(text!("batch-stopping", lines = under_way, seconds));
    }

    fn result(&mut self, result: &LineResult) -> Result<(), CliError> {
        let schema = self.line_schema;
        self.context.output.show_line(&Line { result, schema })
    }
}

/// The signals of this process from the first line on; before, they end the process.
struct BatchSignals {
    shutdown: Shutdown,
    signals: Option<Signals>,
}

impl StopSignals for BatchSignals {
    async fn next(&mut self) -> Stop {
        let signals = self.signals.get_or_insert_with(|| self.shutdown.handle());
        if signals.next().await == Kind::Interrupted {
            Stop::Interrupt
        } else {
            Stop::Terminate
        }
    }
}

fn signal(stop: Stop) -> Kind {
    match stop {
        Stop::Interrupt => Kind::Interrupted,
        Stop::Terminate => Kind::Terminated,
    }
}

impl LineFailure for CliError {
    /// A file of results is in one language, also if its batch is resumed in another.
    fn to_json(&self) -> Value {
        Self::to_json(self, Lang::En)["error"].take()
    }

    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or(self.kind.name())
    }

    fn exit_code(&self, state: LineState) -> u8 {
        // A refusal does not settle a line whose outcome is unknown.
        let is_refusal = matches!(self.kind, Kind::Api | Kind::NotFound);
        if is_refusal && state == LineState::Unknown {
            return Kind::Unavailable.code();
        }
        self.kind.code()
    }

    fn is_waiting(&self) -> bool {
        self.kind == Kind::Condition
    }

    fn in_doubt(self) -> Self {
        Self::in_doubt(self)
    }

    fn given_up(stop: Option<Stop>) -> Self {
        match stop {
            Some(stop) => outcome::interrupted(signal(stop), &text!("batch-no-response-yet")),
            None => Self::new(Kind::Unavailable, text!("batch-given-up")),
        }
    }
}
