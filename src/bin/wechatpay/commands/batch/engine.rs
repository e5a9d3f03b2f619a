//! The second pass: so many lines under way at once, and what comes back is written down.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use wechatpay::client::Client;

use super::check::Checked;
use super::ending::{self, Ending};
use super::journal::Journal;
use super::lanes::{Lanes, Ticket};
use super::lost::Lost;
use super::moments::Moments;
use super::pace::Pace;
use super::queue::Queue;
use super::results::{Sink, State, Tally};
use super::source::Source;
use super::summary::{Line, Summary, untold};
use super::{BatchArgs, Errand, Files, Work};
use crate::commands::outcome;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};
use crate::output::{self, Counter};

/// How often a line is begun again that was one too many; the pauses add up to more than the
/// minute that must lie between two refunds of one order.
const TRIES: u32 = 6;

/// How often those are told how far it is who do not watch a terminal.
const TOLD: Duration = Duration::from_secs(5);

/// What came back for a line; nothing where it was given up.
type Back<E> = (Ticket<E>, Option<Result<Map<String, Value>, Lost>>);

/// A batch at work.
pub(super) struct Engine<'a, W: Work> {
    work: &'a W,
    args: &'a BatchArgs,
    context: &'a Context,
    name: String,
    pace: Pace,
    tally: Tally,
    lanes: Lanes<W::Errand>,
    /// How many in a row came to nothing, for reasons that are not theirs.
    in_a_row: usize,
    /// Why no more lines are begun.
    halt: Option<Halt>,
}

enum Halt {
    /// A signal, and its exit code.
    Ended(u8),
    /// Line after line comes to nothing.
    Futile,
    /// This end of it does not work.
    Broken(Failure),
    /// Another program has changed the files that the batch is resumed by.
    Changed,
}

impl<'a, W: Work> Engine<'a, W> {
    pub(super) fn new(
        work: &'a W,
        args: &'a BatchArgs,
        context: &'a Context,
        name: String,
    ) -> Self {
        Self {
            work,
            args,
            context,
            name,
            pace: Pace::new(args.rate),
            tally: Tally::default(),
            lanes: Lanes::new(),
            in_a_row: 0,
            halt: None,
        }
    }

    /// Works the lines off that are not settled.
    pub(super) async fn run(
        mut self,
        source: &Source,
        checked: Checked,
        mut files: Files,
        moments: Option<Moments>,
        client: Client,
    ) -> Result<u8, Failure> {
        if let Sink::File(results) = &files.sink {
            self.tally = results.before.clone();
        }
        let skipped = self.tally.settled();
        let mut queue = Queue::new(source, W::FIELDS, moments)?;
        let counter = self.context.output.counter(Some(checked.lines));
        let worked = self
            .work_off(&mut queue, &mut files, client, &counter)
            .await;
        drop(counter);
        worked.map_err(untold::<W>)?;
        if let Sink::File(results) = &files.sink {
            let synced = results.sync();
            if !matches!(self.halt, Some(Halt::Broken(_) | Halt::Changed)) {
                synced?;
            }
        }
        files.check(&self.name)?;
        self.conclude(&checked, skipped, &files.sink)
    }

    async fn work_off(
        &mut self,
        queue: &mut Queue<'_>,
        files: &mut Files,
        client: Client,
        counter: &Counter,
    ) -> Result<(), Failure> {
        let client = Arc::new(client);
        let concurrency = usize::from(self.args.concurrency);
        let mut ending = Ending::new(self.context);
        let mut told = tokio::time::interval_at(Instant::now() + TOLD, TOLD);
        let mut under_way: JoinSet<Back<W::Errand>> = JoinSet::new();
        loop {
            let over = self.halt.is_some() || (queue.over && self.lanes.is_empty());
            if over && under_way.is_empty() {
                break;
            }
            let has_room = self.halt.is_none() && under_way.len() < concurrency;
            let reads = !queue.over && self.lanes.has_room();
            let takes = has_room && (reads || self.lanes.is_ready());
            tokio::select! {
                biased;
                code = ending.next() => {
                    client.repeat_no_more();
                    self.end(code, under_way.len(), counter);
                }
                Some(back) = under_way.join_next(), if !under_way.is_empty() => {
                    self.settle(back, &mut files.sink)?;
                    counter.show(self.tally.all(), self.tally.all() - self.tally.done);
                }
                () = self.pace.ready(), if takes => match self.take(queue, files).await {
                    Ok(Some(ticket)) => {
                        let (client, sent) = (Arc::clone(&client), ticket.errand.clone());
                        let given_up = ending.given_up();
                        under_way.spawn(async move {
                            let back = tokio::select! {
                                biased;
                                back = sent.run(client) => Some(back),
                                () = given_up => None,
                            };
                            (ticket, back)
                        });
                    }
                    Ok(None) => {}
                    Err(failure) => self.halt = Some(Halt::Broken(failure)),
                },
                () = until(self.lanes.due()), if has_room && !takes => {}
                _ = told.tick() => counter.tell(),
            }
        }
        // What was sent has its result, also where it was to be sent again.
        for (ticket, (state, failure)) in self.lanes.sent() {
            self.record(&ticket, state, Err(failure), &mut files.sink)?;
        }
        Ok(())
    }

    /// Returns the next line that is to be sent; none where all there are wait.
    async fn take(
        &mut self,
        queue: &mut Queue<'_>,
        files: &Files,
    ) -> Result<Option<Ticket<W::Errand>>, Failure> {
        if files.is_changed() {
            self.halt = Some(Halt::Changed);
            return Ok(None);
        }
        if let Some(next) = self.lanes.next() {
            return Ok(Some(next));
        }
        while self.lanes.has_room() {
            let Some(ticket) = queue.next(self.work, &self.name, &files.sink).await? else {
                return Ok(None);
            };
            if let Some(ticket) = self.lanes.enter(ticket) {
                return Ok(Some(ticket));
            }
        }
        Ok(None)
    }

    fn settle(
        &mut self,
        back: Result<Back<W::Errand>, JoinError>,
        sink: &mut Sink,
    ) -> Result<(), Failure> {
        let (mut ticket, outcome) =
            back.map_err(|error| Failure::internal("a line was lost").because(&error))?;
        let Some(outcome) = outcome else {
            self.lanes.leave(&ticket);
            return self.give_up(&ticket, sink);
        };
        let (state, outcome) = match outcome {
            Ok(told) => {
                self.pace.eased();
                (State::Done, Ok(told))
            }
            Err(Lost::Line(state, failure)) => {
                self.pace.eased();
                let (state, failure) = judge::<W>(&ticket, state, failure);
                (state, Err(failure))
            }
            Err(Lost::Limited {
                retry_after,
                state,
                failure,
            }) => {
                // Where it followed another of its order, it may have come too soon after that,
                // which is not the others' business.
                if !ticket.followed || retry_after.is_some() {
                    self.pace.limited(retry_after);
                }
                ticket.doubted |= state == State::Unknown;
                let (state, failure) = judge::<W>(&ticket, state, failure);
                if ticket.tries < TRIES && self.halt.is_none() {
                    let pause = Duration::from_secs(1 << ticket.tries);
                    let came_to = (state, failure);
                    self.lanes.again(ticket, came_to, Instant::now() + pause);
                    return Ok(());
                }
                (state, Err(failure))
            }
            Err(Lost::Broken(failure)) => {
                self.halt.get_or_insert(Halt::Broken(failure));
                return Ok(());
            }
        };
        self.lanes.leave(&ticket);
        self.record(&ticket, state, outcome, sink)
    }

    /// Begins no more lines, and says what becomes of those under way.
    fn end(&mut self, code: u8, under_way: usize, counter: &Counter) {
        let first = !matches!(self.halt, Some(Halt::Ended(_)));
        if !matches!(self.halt, Some(Halt::Broken(_))) {
            self.halt = Some(Halt::Ended(code));
        }
        if first && under_way > 0 && code == Kind::Interrupted.exit_code() {
            let seconds = ending::GRACE.as_secs();
            counter.warn(&self.context.output.lang.pick(
                format!("ending: {under_way} lines under way have {seconds} s to finish; Ctrl-C again ends at once"),
                format!("正在结束：{under_way} 行进行中，最多再等 {seconds} 秒；再按 Ctrl-C 立即结束"),
            ));
        }
    }

    /// Leaves a line of which nothing is known; a question is only asked again.
    fn give_up(&mut self, ticket: &Ticket<W::Errand>, sink: &mut Sink) -> Result<(), Failure> {
        if !W::CHANGES {
            return Ok(());
        }
        let doing = "before there was an answer";
        let failure = match self.halt {
            Some(Halt::Ended(code)) => outcome::ended(code, doing),
            _ => Failure::new(Kind::Unavailable, format!("given up {doing}")),
        };
        self.record(ticket, State::Unknown, Err(failure.in_doubt()), sink)
    }

    fn record(
        &mut self,
        ticket: &Ticket<W::Errand>,
        state: State,
        outcome: Result<Map<String, Value>, Failure>,
        sink: &mut Sink,
    ) -> Result<(), Failure> {
        self.count(state, outcome.as_ref().err());
        let line = Line::<W>::new(&self.name, ticket.line, state, &ticket.errand, outcome);
        match sink {
            Sink::Stdout => self.context.output.show_line(&line),
            // What cannot be written is sent again by the next run, with the same number.
            Sink::File(_) if matches!(self.halt, Some(Halt::Broken(_))) => Ok(()),
            Sink::File(results) => {
                if let Err(failure) = results.write(output::json_line(&line)?) {
                    self.halt = Some(Halt::Broken(failure));
                }
                Ok(())
            }
        }
    }

    fn count(&mut self, state: State, failure: Option<&Failure>) {
        let error = failure.map(|failure| {
            let code = failure.code.as_deref();
            // A refusal is no verdict on what is unknown.
            let kind = match failure.kind {
                Kind::Api | Kind::NotFound if state == State::Unknown => Kind::Unavailable,
                kind => kind,
            };
            (code.unwrap_or(failure.kind.name()), kind.exit_code())
        });
        self.tally.add(state, error);
        match state {
            // What waits for something else was not sent.
            _ if failure.is_some_and(|failure| failure.kind == Kind::Condition) => {}
            State::Done | State::Failed => self.in_a_row = 0,
            State::Unknown | State::Pending => self.in_a_row += 1,
        }
        let futile = (2 * usize::from(self.args.concurrency)).max(16);
        if self.in_a_row >= futile && self.halt.is_none() {
            self.halt = Some(Halt::Futile);
        }
    }

    fn conclude(self, checked: &Checked, skipped: u64, sink: &Sink) -> Result<u8, Failure> {
        let output = &self.context.output;
        let mut summary = Summary::<W>::new(&self.name, checked.lines, skipped, &self.tally);
        summary.results = match sink {
            Sink::Stdout => None,
            Sink::File(_) => self
                .args
                .output
                .as_ref()
                .map(|path| path.display().to_string()),
        };
        let (open, total) = (summary.open(), summary.total);
        match self.halt {
            Some(Halt::Ended(code)) => {
                let doing = format!("with {open} of {total} lines open");
                let failure = outcome::ended(code, &doing);
                return Err(match sink {
                    Sink::Stdout => failure,
                    Sink::File(_) => failure.with_help(
                        format!(
                            "run the same command again to go on with them; {}",
                            W::ONCE.0
                        ),
                        format!("再次运行同一命令即可继续，{}", W::ONCE.1),
                    ),
                });
            }
            Some(Halt::Broken(failure)) => return Err(failure),
            Some(Halt::Changed) => {
                // It was put back before this was looked at again.
                return Err(Failure::config(
                    "the results or the journal were changed while the batch was running",
                )
                .in_chinese("批处理运行期间结果文件或日志文件被修改")
                .with_help(
                    "run the same command again to go on",
                    "再次运行同一命令即可继续",
                ));
            }
            Some(Halt::Futile) => output.warn(output.lang.pick(
                "no more lines were begun: one after the other came to nothing",
                "连续多行均未成功，已停止发送",
            )),
            None if summary.left > 0 => {
                return Err(Failure::internal(format!(
                    "{} of {total} lines were not sent",
                    summary.left
                )));
            }
            None => {}
        }
        match sink {
            Sink::Stdout => {}
            Sink::File(_) => output.show(&summary).map_err(untold::<W>)?,
        }
        Ok(self.tally.exit_code)
    }
}

impl Files {
    /// Tells whether another program has changed what the batch is resumed by.
    fn is_changed(&self) -> bool {
        let results = match &self.sink {
            Sink::Stdout => None,
            Sink::File(results) => results.change(),
        };
        let journal = self.journal.as_ref().and_then(Journal::change);
        results.or(journal).is_some()
    }

    /// Fails if another program has changed what the batch is resumed by; what was removed is
    /// written again.
    fn check(&self, name: &str) -> Result<(), Failure> {
        let journal = self.journal.as_ref().and_then(|journal| {
            let change = journal.change()?;
            Some(journal.lost(change, name))
        });
        let results = match &self.sink {
            Sink::Stdout => None,
            Sink::File(results) => {
                let change = results.change();
                change.map(|change| results.lost(change, name))
            }
        };
        match journal.or(results) {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }
}

/// Says what a line comes to that was not done: what an earlier sending may have done, no refusal
/// settles, unless the errand itself has found that out.
fn judge<W: Work>(ticket: &Ticket<W::Errand>, state: State, failure: Failure) -> (State, Failure) {
    match state {
        State::Failed | State::Pending if ticket.doubted && !W::SETTLES_DOUBT => {
            (State::Unknown, failure.in_doubt())
        }
        state => (state, failure),
    }
}

/// Waits for a moment, or for ever.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
