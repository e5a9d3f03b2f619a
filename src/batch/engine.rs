//! The second pass: a number of lines is under way at once, and each result is written down.

use std::future::Future;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::check::{self, Checked};
use super::error::{BatchError, FileChange};
use super::job::{Command, Defaults, Job, JobError, LineFailure, LineState, Stop};
use super::journal::{self, FirstSentTimes, Journal};
use super::queue::{Fallback, OrderQueue, QueuedJob};
use super::results::{Expected, LineResult, Results, Summary, Tally};
use super::source::{Rows, Source};
use super::throttle::Throttle;
use crate::backoff::Backoff;
use crate::client::Client;
use crate::protocol::amount::FenSum;
use crate::protocol::stamp::Timestamp;

/// How often a rate-limited line is sent again; the pauses add up to more than the minute that
/// must be between two refunds of one order.
const MAX_RETRIES: u32 = 6;

/// The pauses before a rate-limited line is sent again.
const RETRY_BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(32));

/// How often [`Observer::tick`] is called.
const REPORT_INTERVAL: Duration = Duration::from_secs(5);

/// How long lines under way are waited for after an interrupt.
const INTERRUPT_GRACE: Duration = Duration::from_secs(3);

/// At least how many consecutive lines must fail before no more are sent.
const MIN_FUTILE_LINES: usize = 16;

type FailureOf<C> = <<C as Command>::Job as Job>::Failure;

/// What came back for a line; nothing if it was given up.
type Response<J> = Option<Result<Map<String, Value>, JobError<<J as Job>::Failure>>>;

/// A line that was sent, and what came back for it.
type Answered<J> = (QueuedJob<J>, Response<J>);

/// How a batch is run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many lines are under way at once.
    pub concurrency: usize,
    /// How many lines are started per second at most.
    pub rate: Option<NonZeroU32>,
    /// Whether lines that an earlier run found refused are sent again.
    pub retry_failed: bool,
    /// Whether [`Observer::confirm`] decides before anything is sent.
    pub confirm: bool,
}

/// What a run of a batch is about to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// How many lines.
    pub lines: u64,
    /// What they come to.
    pub sum: FenSum,
    /// How many lines earlier runs have settled.
    pub settled: u64,
}

/// What a batch reports while it runs.
pub trait Observer {
    /// Why a report cannot be made.
    type Failure;

    /// Asks whether to send these lines, if [`RunOptions::confirm`] says so. Of a new batch, no
    /// file exists yet.
    ///
    /// # Errors
    /// Returns an error if they are not to be sent.
    fn confirm(&mut self, plan: &Plan) -> Result<(), Self::Failure>;

    /// A crash has damaged this many results; their lines are sent again.
    fn damaged(&mut self, lines: u64);

    /// A line has its result.
    fn progress(&mut self, tally: &Tally);

    /// It is time to report, if nothing has shown the progress so far.
    fn tick(&mut self);

    /// The batch was interrupted, and this many lines have this long to finish.
    fn stopping(&mut self, under_way: usize, grace: Duration);

    /// The result of a line of a batch without a results file.
    ///
    /// # Errors
    /// Returns an error that ends the batch.
    fn result(&mut self, result: &LineResult) -> Result<(), Self::Failure>;
}

/// What stops a batch from outside.
pub trait StopSignals {
    /// Waits for the next signal; none is lost if the wait is given up.
    fn next(&mut self) -> impl Future<Output = Stop> + Send;
}

/// Why a run ended without a report.
#[derive(Debug, thiserror::Error)]
pub enum RunError<F> {
    /// The batch cannot go on.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// [`Observer::confirm`] did not want the lines to be sent.
    #[error("the lines were not confirmed")]
    Unconfirmed(F),
    /// A job found that this side does not work.
    #[error("a job ended the batch")]
    Job(F),
    /// The observer cannot report a result.
    #[error("a result cannot be reported")]
    Report(F),
}

/// What a batch has come to.
#[derive(Debug)]
#[non_exhaustive]
pub struct RunReport {
    /// What became of the lines, in this run and those before.
    pub tally: Tally,
    /// How many lines an earlier run had settled.
    pub skipped: u64,
    /// Why the run ended.
    pub end: RunEnd,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// All lines have a result.
    Complete,
    /// Something stopped it from outside.
    Stopped(Stop),
    /// Too many consecutive lines failed for reasons that are not theirs.
    Futile,
}

/// A batch whose lines were all checked.
#[derive(Debug)]
pub struct Batch<'a, C> {
    command: &'a C,
    source: Source,
    output: Option<PathBuf>,
    name: String,
    /// Whether an earlier run has started it.
    is_resumed: bool,
    checked: Checked,
}

impl<'a, C: Command> Batch<'a, C> {
    /// Checks every line of the input before anything is sent; `progress` is called with the
    /// number of lines so far. With `output`, the batch is the one that its journal names.
    ///
    /// # Errors
    /// Returns an error if a line is invalid, or a file of the batch cannot be used.
    pub async fn check(
        command: &'a C,
        source: Source,
        output: Option<&Path>,
        progress: impl FnMut(u64),
    ) -> Result<Self, BatchError> {
        let mut name = None;
        if let Some(output) = output {
            if is_same(output, source.path()) {
                return Err(BatchError::OutputIsInput);
            }
            let (journal, input) = (journal::journal_of(output), journal::input_copy(output));
            for path in [output, &journal, &input] {
                regular(path)?;
            }
            name = journal::batch_of(output)?;
        }
        let is_resumed = name.is_some();
        let name = name.unwrap_or_else(journal::new_batch);
        let checked = check::check(command, &source, &name, progress).await?;
        Ok(Self {
            command,
            source,
            output: output.map(Path::to_owned),
            name,
            is_resumed,
            checked,
        })
    }

    /// Its name, with which the numbers of lines without one start.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many lines it has.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.checked.lines
    }

    /// Sums up what became of the lines.
    #[must_use]
    pub fn summary(&self, tally: &Tally, skipped: u64) -> Summary {
        Summary {
            batch: self.name.clone(),
            total: self.checked.lines,
            done: tally.done,
            failed: tally.failed,
            unknown: tally.unknown,
            pending: tally.pending,
            left: self.checked.lines.saturating_sub(tally.all()),
            skipped,
            codes: tally.codes.clone(),
            results: self.output.as_ref().map(|path| path.display().to_string()),
        }
    }

    /// Sends the lines that are not settled.
    ///
    /// # Errors
    /// Returns an error if the files of the batch do not fit each other or cannot be used. Lines
    /// may have been sent; another run goes on with the same numbers.
    pub async fn run(
        &self,
        client: Client,
        options: &RunOptions,
        observer: &mut impl Observer<Failure = FailureOf<C>>,
        stop: impl StopSignals,
    ) -> Result<RunReport, RunError<FailureOf<C>>> {
        let confirm = |observer: &mut dyn Observer<Failure = FailureOf<C>>, plan: Plan| {
            if plan.lines == 0 {
                return Ok(());
            }
            observer.confirm(&plan).map_err(RunError::Unconfirmed)
        };
        if options.confirm && !self.is_resumed {
            confirm(observer, self.plan_of_all())?;
        }
        let mut files = None;
        if let Some(output) = &self.output {
            let opened = self.open(output, options).await?;
            if opened.results.damaged > 0 {
                observer.damaged(opened.results.damaged);
            }
            if options.confirm && self.is_resumed {
                confirm(observer, self.plan_of_rest(&opened.results).await?)?;
            }
            files = Some(opened);
        }
        let mut engine = Engine {
            batch: self,
            options,
            observer,
            throttle: Throttle::new(options.rate),
            tally: files
                .as_ref()
                .map(|files| files.results.before.clone())
                .unwrap_or_default(),
            queue: OrderQueue::new(),
            unsent: Unsent::new(self, files.as_ref())?,
            files,
            consecutive_failures: 0,
            halt: None,
        };
        let skipped = engine.tally.settled();
        engine.send_all(client, stop).await?;
        engine.conclude(skipped)
    }

    fn plan_of_all(&self) -> Plan {
        Plan {
            lines: self.checked.lines,
            sum: self.checked.sum,
            settled: 0,
        }
    }

    /// Counts the lines that earlier runs have not settled.
    async fn plan_of_rest(&self, results: &Results) -> Result<Plan, BatchError> {
        let settled = results.before.settled();
        if settled == 0 {
            return Ok(self.plan_of_all());
        }
        let mut plan = Plan {
            lines: 0,
            sum: FenSum::default(),
            settled,
        };
        for (place, row) in self.source.rows(C::FIELDS)?.enumerate() {
            if place % 1000 == 0 {
                tokio::task::yield_now().await;
            }
            let row = row.map_err(|error| self.source.row_error(error))?;
            if results.is_settled(row.line) {
                continue;
            }
            let defaults = Defaults::new(&self.name, row.line, Timestamp(0));
            let parsed = check::read(self.command, &row, &defaults)
                .map_err(|error| self.source.row_error(error))?;
            plan.lines += 1;
            if let Some(amount) = parsed.job.amount() {
                plan.sum.add(amount);
            }
        }
        Ok(plan)
    }

    async fn open(&self, output: &Path, options: &RunOptions) -> Result<Files, BatchError> {
        let mut journal = Journal::open(output)?;
        journal.begin(C::NAME, &self.name, &self.checked, &self.source)?;
        let expected = Expected {
            batch: &self.name,
            last: self.checked.last,
            retry_failed: options.retry_failed,
        };
        let mut results = Results::open(output, &expected, &mut journal).await?;
        if results.before.settled() < self.checked.lines {
            results.reserve()?;
        }
        Ok(Files { results, journal })
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), _) => false,
    }
}

/// Refuses a path that names something else than a file, such as a device without an end.
fn regular(path: &Path) -> Result<(), BatchError> {
    match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(BatchError::NotRegular(path.to_owned())),
        // Other errors are reported when the file is opened.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// What a batch is resumed by.
#[derive(Debug)]
struct Files {
    results: Results,
    journal: Journal,
}

impl Files {
    /// Tells what another program has done to the journal and the results.
    fn changes(&self) -> (Option<FileChange>, Option<FileChange>) {
        (self.journal.change(), self.results.change())
    }

    /// Returns an error if another program has changed a file; a removed one is written again.
    fn check(&self, batch: &str) -> Result<(), BatchError> {
        let (journal, results) = self.changes();
        let journal = journal.map(|change| self.journal.rescue(change, batch));
        let results = results.map(|change| self.results.rescue(change, batch));
        journal.or(results).map_or(Ok(()), Err)
    }
}

/// The lines that were not sent yet, in the order of the input.
struct Unsent {
    rows: Rows,
    is_over: bool,
    first_sent_times: Option<FirstSentTimes>,
}

impl Unsent {
    fn new<C: Command>(batch: &Batch<'_, C>, files: Option<&Files>) -> Result<Self, BatchError> {
        let first_sent_times = files
            .filter(|_| batch.checked.relative)
            .map(|files| files.journal.first_sent_times())
            .transpose()?;
        Ok(Self {
            rows: batch.source.rows(C::FIELDS)?,
            is_over: false,
            first_sent_times,
        })
    }

    /// Returns the next line that an earlier run has not settled.
    async fn next<C: Command>(
        &mut self,
        batch: &Batch<'_, C>,
        files: Option<&Files>,
    ) -> Result<Option<QueuedJob<C::Job>>, BatchError> {
        let mut skipped = 0_u32;
        for row in self.rows.by_ref() {
            let row = row.map_err(|error| batch.source.row_error(error))?;
            let line = row.line;
            if files.is_some_and(|files| files.results.is_settled(line)) {
                skipped += 1;
                if skipped.is_multiple_of(1000) {
                    tokio::task::yield_now().await;
                }
                continue;
            }
            let read = |now| {
                let defaults = Defaults::new(&batch.name, line, now);
                check::read(batch.command, &row, &defaults)
                    .map_err(|error| batch.source.row_error(error))
            };
            let mut parsed = read(Timestamp(0))?;
            if let Some(times) = self.first_sent_times.as_mut().filter(|_| parsed.relative) {
                parsed = read(times.of(line)?)?;
            }
            return Ok(Some(QueuedJob {
                line,
                order: parsed.job.order(),
                job: parsed.job,
                tries: 0,
                followed: false,
                doubted: files.is_some_and(|files| files.results.is_doubted(line)),
            }));
        }
        self.is_over = true;
        Ok(None)
    }
}

/// Signals, and what they mean for lines under way.
struct Shutdown<S> {
    signals: S,
    /// When lines that are still under way are given up.
    deadline: Option<Instant>,
    given_up: watch::Sender<bool>,
}

impl<S: StopSignals> Shutdown<S> {
    fn new(signals: S) -> Self {
        Self {
            signals,
            deadline: None,
            given_up: watch::Sender::new(false),
        }
    }

    /// Waits for a signal. The first interrupt lets lines under way finish for some time; another,
    /// or the request to end, gives them up.
    async fn next(&mut self) -> Stop {
        loop {
            let stop = tokio::select! {
                biased;
                stop = self.signals.next() => Some(stop),
                () = until(self.deadline) => None,
            };
            let waits = stop == Some(Stop::Interrupt) && self.deadline.is_none();
            self.deadline = waits.then(|| Instant::now() + INTERRUPT_GRACE);
            if !waits {
                self.given_up.send_replace(true);
            }
            if let Some(stop) = stop {
                return stop;
            }
        }
    }
}

/// Waits for a time, or for ever.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Why no more lines are sent.
enum Halt<F> {
    Stopped(Stop),
    Futile,
    /// This side does not work.
    Broken(RunError<F>),
    /// Another program has changed the files that the batch is resumed by.
    FilesChanged,
}

/// A batch that runs.
struct Engine<'a, C: Command, O> {
    batch: &'a Batch<'a, C>,
    options: &'a RunOptions,
    observer: &'a mut O,
    files: Option<Files>,
    unsent: Unsent,
    queue: OrderQueue<C::Job, FailureOf<C>>,
    throttle: Throttle,
    tally: Tally,
    /// How many consecutive lines failed for reasons that are not theirs.
    consecutive_failures: usize,
    halt: Option<Halt<FailureOf<C>>>,
}

impl<C: Command, O: Observer<Failure = FailureOf<C>>> Engine<'_, C, O> {
    async fn send_all(
        &mut self,
        client: Client,
        stop: impl StopSignals,
    ) -> Result<(), RunError<FailureOf<C>>> {
        let client = Arc::new(client);
        let mut shutdown = Shutdown::new(stop);
        let mut reports =
            tokio::time::interval_at(Instant::now() + REPORT_INTERVAL, REPORT_INTERVAL);
        let mut under_way: JoinSet<Answered<C::Job>> = JoinSet::new();
        loop {
            let is_over = self.unsent.is_over && self.queue.is_empty();
            if (self.halt.is_some() || is_over) && under_way.is_empty() {
                break;
            }
            let has_room = self.halt.is_none() && under_way.len() < self.options.concurrency;
            let can_read = !self.unsent.is_over && self.queue.has_room();
            let takes = has_room && (can_read || self.queue.is_ready());
            tokio::select! {
                biased;
                stop = shutdown.next() => {
                    client.repeat_no_more();
                    self.stop(stop, under_way.len());
                }
                Some(joined) = under_way.join_next(), if !under_way.is_empty() => {
                    self.settle(joined)?;
                    self.observer.progress(&self.tally);
                }
                () = self.throttle.acquire(), if takes => match self.take().await {
                    Ok(Some(queued)) => {
                        let (client, job) = (Arc::clone(&client), queued.job.clone());
                        let mut given_up = shutdown.given_up.subscribe();
                        under_way.spawn(async move {
                            let response = tokio::select! {
                                biased;
                                response = job.run(client) => Some(response),
                                Ok(_) = given_up.wait_for(|given_up| *given_up) => None,
                            };
                            (queued, response)
                        });
                    }
                    Ok(None) => {}
                    Err(error) => self.halt = Some(Halt::Broken(error.into())),
                },
                () = until(self.queue.due()), if has_room && !takes => {}
                _ = reports.tick() => self.observer.tick(),
            }
        }
        // A line that was sent has its result, even if it was to be sent again.
        for (queued, Fallback { state, failure }) in self.queue.drain_due() {
            self.record(&queued, state, Err(failure))?;
        }
        Ok(())
    }

    /// Returns the next line that is to be sent; none if all lines in the queue wait.
    async fn take(&mut self) -> Result<Option<QueuedJob<C::Job>>, BatchError> {
        let files = self.files.as_ref();
        if files.is_some_and(|files| files.changes() != (None, None)) {
            self.halt = Some(Halt::FilesChanged);
            return Ok(None);
        }
        if let Some(next) = self.queue.next() {
            return Ok(Some(next));
        }
        while self.queue.has_room() {
            let Some(queued) = self.unsent.next(self.batch, files).await? else {
                return Ok(None);
            };
            if let Some(queued) = self.queue.enter(queued) {
                return Ok(Some(queued));
            }
        }
        Ok(None)
    }

    fn settle(
        &mut self,
        joined: Result<Answered<C::Job>, JoinError>,
    ) -> Result<(), RunError<FailureOf<C>>> {
        let (mut queued, response) = joined.map_err(BatchError::Task)?;
        let Some(response) = response else {
            self.queue.leave(&queued);
            return self.give_up(&queued);
        };
        let (state, outcome) = match response {
            Ok(fields) => {
                self.throttle.on_success();
                (LineState::Done, Ok(fields))
            }
            Err(JobError::Row { state, failure }) => {
                self.throttle.on_success();
                let (state, failure) = with_doubt::<C>(&queued, state, failure);
                (state, Err(failure))
            }
            Err(JobError::RateLimited {
                retry_after,
                state,
                failure,
            }) => {
                // A line that followed another of its order may have come too soon after that,
                // which does not concern the others.
                if !queued.followed || retry_after.is_some() {
                    self.throttle.on_rate_limited(retry_after);
                }
                queued.doubted |= state == LineState::Unknown;
                let (state, failure) = with_doubt::<C>(&queued, state, failure);
                if queued.tries < MAX_RETRIES && self.halt.is_none() {
                    let due = Instant::now() + RETRY_BACKOFF.ceiling(queued.tries + 1);
                    self.queue
                        .send_again(queued, Fallback { state, failure }, due);
                    return Ok(());
                }
                (state, Err(failure))
            }
            Err(JobError::Fatal(failure)) => {
                self.halt
                    .get_or_insert(Halt::Broken(RunError::Job(failure)));
                return Ok(());
            }
        };
        self.queue.leave(&queued);
        self.record(&queued, state, outcome)
    }

    /// Sends no more lines, and reports what becomes of those under way.
    fn stop(&mut self, stop: Stop, under_way: usize) {
        let is_first = !matches!(self.halt, Some(Halt::Stopped(_)));
        if !matches!(self.halt, Some(Halt::Broken(_))) {
            self.halt = Some(Halt::Stopped(stop));
        }
        if is_first && under_way > 0 && stop == Stop::Interrupt {
            self.observer.stopping(under_way, INTERRUPT_GRACE);
        }
    }

    /// Leaves a line whose outcome is unknown; a query is only sent again.
    fn give_up(&mut self, queued: &QueuedJob<C::Job>) -> Result<(), RunError<FailureOf<C>>> {
        if !C::CHANGES {
            return Ok(());
        }
        let stop = match self.halt {
            Some(Halt::Stopped(stop)) => Some(stop),
            Some(Halt::Futile | Halt::Broken(_) | Halt::FilesChanged) | None => None,
        };
        let failure = FailureOf::<C>::given_up(stop).in_doubt();
        self.record(queued, LineState::Unknown, Err(failure))
    }

    fn record(
        &mut self,
        queued: &QueuedJob<C::Job>,
        state: LineState,
        outcome: Result<Map<String, Value>, FailureOf<C>>,
    ) -> Result<(), RunError<FailureOf<C>>> {
        self.count(state, outcome.as_ref().err());
        let number = queued.job.number();
        let result = LineResult::new(&self.batch.name, queued.line, state, number, outcome);
        match &mut self.files {
            None => self.observer.result(&result).map_err(RunError::Report)?,
            // A result that cannot be written is sent again by the next run, with its number.
            Some(_) if matches!(self.halt, Some(Halt::Broken(_))) => {}
            Some(files) => {
                if let Err(error) = files.results.write(&result, C::LINE_SCHEMA) {
                    self.halt = Some(Halt::Broken(error.into()));
                }
            }
        }
        Ok(())
    }

    fn count(&mut self, state: LineState, failure: Option<&FailureOf<C>>) {
        let error = failure.map(|failure| (failure.code(), failure.exit_code(state)));
        self.tally.add(state, error);
        // A line that waits for something else was not sent.
        if !failure.is_some_and(LineFailure::is_waiting) {
            self.consecutive_failures = match state {
                LineState::Done | LineState::Failed => 0,
                LineState::Unknown | LineState::Pending => self.consecutive_failures + 1,
            };
        }
        let futile = (2 * self.options.concurrency).max(MIN_FUTILE_LINES);
        if self.consecutive_failures >= futile && self.halt.is_none() {
            self.halt = Some(Halt::Futile);
        }
    }

    fn conclude(self, skipped: u64) -> Result<RunReport, RunError<FailureOf<C>>> {
        if let Some(files) = &self.files {
            let synced = files.results.sync();
            if !matches!(self.halt, Some(Halt::Broken(_) | Halt::FilesChanged)) {
                synced?;
            }
            files.check(&self.batch.name)?;
        }
        let total = self.batch.checked.lines;
        let left = total.saturating_sub(self.tally.all());
        let end = match self.halt {
            Some(Halt::Stopped(stop)) => RunEnd::Stopped(stop),
            Some(Halt::Futile) => RunEnd::Futile,
            Some(Halt::Broken(error)) => return Err(error),
            // The files were put back before they were looked at again.
            Some(Halt::FilesChanged) => return Err(BatchError::FilesChanged.into()),
            None if left > 0 => return Err(BatchError::LinesLeft { left, total }.into()),
            None => RunEnd::Complete,
        };
        Ok(RunReport {
            tally: self.tally,
            skipped,
            end,
        })
    }
}

/// Returns what a line comes to that was not done: a refusal does not settle what an earlier
/// request may have done, unless the job itself has found that out.
fn with_doubt<C: Command>(
    queued: &QueuedJob<C::Job>,
    state: LineState,
    failure: FailureOf<C>,
) -> (LineState, FailureOf<C>) {
    match state {
        LineState::Failed | LineState::Pending if queued.doubted && !C::SETTLES_DOUBT => {
            (LineState::Unknown, failure.in_doubt())
        }
        LineState::Done | LineState::Failed | LineState::Unknown | LineState::Pending => {
            (state, failure)
        }
    }
}
