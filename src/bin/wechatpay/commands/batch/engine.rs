//! The second pass: so many lines under way at once, and what comes back is written down.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::task::{JoinError, JoinSet};
use wechatpay::client::Client;
use wechatpay::error::Error;

use super::check::{self, Checked};
use super::ending::{self, Ending};
use super::fields::Wrong;
use super::moments::Moments;
use super::pace::Pace;
use super::results::{Sink, State, Tally};
use super::source::{Lines, Source};
use super::summary::{Line, Summary, untold};
use super::{BatchArgs, Errand, Made, Work, number_of};
use crate::commands::outcome;
use crate::context::Context;
use crate::diagnostic::{Failure, Kind};
use crate::output::{self, Counter};

/// How often a line is begun again that was one too many.
const TRIES: u32 = 5;

/// How often those are told how far it is who do not watch a terminal.
const TOLD: Duration = Duration::from_secs(5);

/// A line on its way.
#[derive(Clone)]
struct Ticket<E> {
    line: u64,
    errand: E,
    tries: u32,
    /// Whether an earlier sending may have done it, which no later refusal settles.
    doubted: bool,
}

/// What came back for a line; nothing where it was given up.
type Back<E> = (Ticket<E>, Option<Result<Map<String, Value>, Error>>);

/// A batch at work.
pub(super) struct Engine<'a, W: Work> {
    work: &'a W,
    args: &'a BatchArgs,
    context: &'a Context,
    name: String,
    pace: Pace,
    tally: Tally,
    /// Lines that were one too many, and are begun again.
    again: VecDeque<Ticket<W::Errand>>,
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
            again: VecDeque::new(),
            in_a_row: 0,
            halt: None,
        }
    }

    /// Works the lines off that are not settled.
    pub(super) async fn run(
        mut self,
        source: &Source,
        checked: Checked,
        mut sink: Sink,
        moments: Option<Moments>,
        client: Client,
    ) -> Result<u8, Failure> {
        if let Sink::File(results) = &sink {
            self.tally = results.before.clone();
        }
        let skipped = self.tally.settled();
        let mut queue = Queue {
            source,
            lines: source.lines(W::FIELDS)?,
            moments,
        };
        let counter = self.context.output.counter(Some(checked.lines));
        let worked = self.work_off(&mut queue, &mut sink, client, &counter).await;
        drop(counter);
        let written = match &sink {
            Sink::Stdout => worked,
            Sink::File(results) => worked.and_then(|()| results.sync()),
        };
        written.map_err(untold::<W>)?;
        self.conclude(&checked, skipped, &sink)
    }

    async fn work_off(
        &mut self,
        queue: &mut Queue<'_>,
        sink: &mut Sink,
        client: Client,
        counter: &Counter,
    ) -> Result<(), Failure> {
        let client = Arc::new(client);
        let concurrency = usize::from(self.args.concurrency);
        let mut ending = Ending::new(self.context);
        let mut told = tokio::time::interval_at(tokio::time::Instant::now() + TOLD, TOLD);
        let mut under_way: JoinSet<Back<W::Errand>> = JoinSet::new();
        let mut over = false;
        loop {
            let takes = !(over && self.again.is_empty())
                && self.halt.is_none()
                && under_way.len() < concurrency;
            if !takes && under_way.is_empty() {
                return self.leave(sink);
            }
            tokio::select! {
                biased;
                code = ending.next() => {
                    client.repeat_no_more();
                    self.end(code, under_way.len(), counter);
                }
                Some(back) = under_way.join_next(), if !under_way.is_empty() => {
                    self.settle(back, sink)?;
                    counter.show(self.tally.all(), self.tally.all() - self.tally.done);
                }
                () = self.pace.ready(), if takes => match self.take(queue, sink).await {
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
                    Ok(None) => over = true,
                    Err(failure) => self.halt = Some(Halt::Broken(failure)),
                },
                _ = told.tick() => counter.tell(),
            }
        }
    }

    /// Returns the next line that is to be sent.
    async fn take(
        &mut self,
        queue: &mut Queue<'_>,
        sink: &Sink,
    ) -> Result<Option<Ticket<W::Errand>>, Failure> {
        if let Some(again) = self.again.pop_front() {
            return Ok(Some(again));
        }
        let changed = |wrong: &Wrong| {
            let failure = queue.source.failure(wrong);
            failure.with_help(
                "the input was changed while it was worked off",
                "处理期间输入文件被修改",
            )
        };
        let mut passed = 0_u32;
        for fields in queue.lines.by_ref() {
            let fields = fields.map_err(|wrong| changed(&wrong))?;
            let line = fields.line;
            let results = match sink {
                Sink::Stdout => None,
                Sink::File(results) => Some(results),
            };
            if results.is_some_and(|results| results.is_settled(line)) {
                passed += 1;
                if passed.is_multiple_of(1000) {
                    tokio::task::yield_now().await;
                }
                continue;
            }
            let mut made = Made {
                number: number_of(&self.name, line),
                moment: wechatpay::protocol::stamp::Timestamp(0),
            };
            let read = |made: &Made| {
                let read = check::read(self.work, &fields, made);
                read.map_err(|wrong| changed(&wrong))
            };
            let mut prepared = read(&made)?;
            if let Some(moments) = queue.moments.as_mut().filter(|_| prepared.relative) {
                made.moment = moments.of(line)?;
                prepared = read(&made)?;
            }
            return Ok(Some(Ticket {
                line,
                errand: prepared.errand,
                tries: 0,
                doubted: results.is_some_and(|results| results.is_doubted(line)),
            }));
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
            return self.give_up(&ticket, sink);
        };
        let limited = match &outcome {
            Err(Error::Api(refused)) if refused.status == 429 => Some(refused.retry_after),
            _ => None,
        };
        match limited {
            Some(asked) => self.pace.limited(asked),
            None => self.pace.eased(),
        }
        if limited.is_some() && ticket.tries < TRIES && self.halt.is_none() {
            ticket.tries += 1;
            let unknown = |error: &Error| W::CHANGES && error.outcome_unknown();
            ticket.doubted |= outcome.as_ref().is_err_and(unknown);
            self.again.push_back(ticket);
            return Ok(());
        }
        let (state, outcome) = match outcome {
            Ok(told) => (State::Done, Ok(told)),
            Err(error) => match State::after(&error, W::CHANGES) {
                State::Failed | State::Pending if ticket.doubted => {
                    (State::Unknown, Err(Failure::from(error).in_doubt()))
                }
                state => (state, Err(Failure::from(error))),
            },
        };
        self.record(&ticket, state, outcome.as_ref(), sink)
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

    /// Leaves lines that are not begun again any more; what is in doubt is written down.
    fn leave(&mut self, sink: &mut Sink) -> Result<(), Failure> {
        while let Some(ticket) = self.again.pop_front() {
            if ticket.doubted {
                self.give_up(&ticket, sink)?;
            }
        }
        Ok(())
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
        self.record(ticket, State::Unknown, Err(&failure.in_doubt()), sink)
    }

    fn record(
        &mut self,
        ticket: &Ticket<W::Errand>,
        state: State,
        outcome: Result<&Map<String, Value>, &Failure>,
        sink: &mut Sink,
    ) -> Result<(), Failure> {
        self.count(state, outcome.err());
        let line = Line::<W>::new(
            &self.name,
            ticket.line,
            state,
            &ticket.errand,
            outcome.cloned(),
        );
        match sink {
            Sink::Stdout => self.context.output.show_line(&line),
            Sink::File(results) => results.write(&output::json_line(&line)?),
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
                        "run the same command again to go on with them; no line becomes a second order",
                        "再次运行同一命令即可继续，不会重复下单",
                    ),
                });
            }
            Some(Halt::Broken(failure)) => return Err(failure),
            Some(Halt::Futile) => output.warn(output.lang.pick(
                "no more lines were begun: one after the other came to nothing",
                "连续多行均未成功，已停止发送",
            )),
            None => {}
        }
        match sink {
            Sink::Stdout => {}
            Sink::File(_) => output.show(&summary).map_err(untold::<W>)?,
        }
        Ok(self.tally.exit_code)
    }
}

/// What has not been begun yet.
struct Queue<'a> {
    source: &'a Source,
    lines: Lines,
    moments: Option<Moments>,
}
