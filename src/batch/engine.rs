//! The second pass: a number of lines is under way at once, and each result is written down.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;

use super::check::{self, Checked};
use super::error::BatchError;
use super::files::Files;
use super::job::{Command, Defaults, Job, JobError, LineFailure, LineState, Stop};
use super::journal::{self, Journal};
use super::queue::{Fallback, OrderQueue, QueuedJob};
use super::results::{Expected, LineResult, Results, Summary, Tally};
use super::run::{Observer, Plan, RunEnd, RunError, RunOptions, RunReport, StopSignals};
use super::shutdown::{INTERRUPT_GRACE, Shutdown, until};
use super::source::Source;
use super::throttle::Throttle;
use super::unsent::Unsent;
use crate::backoff::Backoff;
use crate::client::Client;
use crate::fs::OutputFile;
use crate::protocol::amount::FenSum;
use crate::protocol::stamp::Timestamp;

/// How often a rate-limited line is sent again; the pauses add up to more than the minute that
/// must be between two refunds of one order.
const MAX_RETRIES: u32 = 6;

/// The pauses before a rate-limited line is sent again.
const RETRY_BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(32));

/// How often [`Observer::tick`] is called.
const REPORT_INTERVAL: Duration = Duration::from_secs(5);

/// At least how many consecutive lines must fail before no more are sent.
const MIN_FUTILE_LINES: usize = 16;

type FailureOf<C> = <<C as Command>::Job as Job>::Failure;

/// What came back for a line; nothing if it was given up.
type Response<J> = Option<Result<Map<String, Value>, JobError<<J as Job>::Failure>>>;

/// A line that was sent, and what came back for it.
type Answered<J> = (QueuedJob<J>, Response<J>);

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
        let first_sent_times = files
            .as_ref()
            .filter(|_| self.checked.relative)
            .map(|files| files.journal.first_sent_times())
            .transpose()?;
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
            unsent: Unsent::new(self.command, &self.source, &self.name, first_sent_times)?,
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
        Ok(metadata) if !metadata.is_file() || OutputFile::is_device(path) => {
            Err(BatchError::NotRegular(path.to_owned()))
        }
        // Other errors are reported when the file is opened.
        Ok(_) | Err(_) => Ok(()),
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
    unsent: Unsent<'a, C>,
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
            let Some(queued) = self.unsent.next(files).await? else {
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
                    self.pause(retry_after);
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

    /// Sends no lines for as long as WeChat Pay asks, and reports that if it is long.
    fn pause(&mut self, retry_after: Option<Duration>) {
        let pause = self.throttle.on_rate_limited(retry_after);
        if let Some(pause) = pause.filter(|pause| *pause >= REPORT_INTERVAL) {
            self.observer.paused(pause);
        }
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
