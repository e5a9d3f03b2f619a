//! A batch on the command line: checked, run and reported.

use std::time::Duration;

use wechatpay::batch::{
    Batch, LineFailure, LineResult, LineState, Observer, RunEnd, RunError, Source, Stop,
    StopSignals, Tally,
};
use wechatpay::client::Client;

use super::args::BatchArgs;
use super::failure;
use super::report::{CommandTexts, Line, Summary};
use crate::commands::outcome;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::exit_status::ExitStatus;
use crate::shutdown::Signals;
use crate::ui::Text;
use crate::ui::{self, Counter, Output};

/// Processes a file, and returns the exit code of its worst line.
pub(super) async fn run<C: CommandTexts>(
    command: &C,
    args: &BatchArgs,
    context: &Context,
    client: Client,
) -> Result<ExitStatus, CliError> {
    if context.global.curl {
        return Err(CliError::usage(
            "--curl is for one call; --dry-run checks the lines of a batch and sends nothing",
        ));
    }
    let results = args.results();
    if C::CHANGES && results.is_none() && !context.is_dry() {
        return Err(CliError::usage(
            "a batch needs -o FILE: what is written there lets it be resumed, and nothing be done twice",
        )
        .in_chinese("批量操作需要 -o 文件：其中的记录用于续跑，并保证同一行不会重复执行")
        .with_help(Text::pair("add -o results.jsonl", "加上 -o results.jsonl")));
    }
    if args.input().as_os_str() == "-" {
        ui::note_reading();
    }
    let source = Source::open(args.input())
        .await
        .map_err(|error| failure::with_input_copy(error.into(), results))?;
    let counter = context.output.counter(None);
    let batch = Batch::check(command, source, results, |lines| counter.show(lines, 0)).await?;
    drop(counter);
    let mut summary = Summary::<C>::new(&batch, results, 0, &Tally::default());
    if context.is_dry() {
        summary.results = None;
        context.output.show(&summary)?;
        return Ok(ExitStatus::Success);
    }
    if results.is_some() {
        // A field that the summary does not have is refused before anything is sent.
        context.output.expects(&summary)?;
    }
    let mut terminal = Terminal::<C> {
        output: &context.output,
        counter: context.output.counter(Some(batch.lines())),
        results: args,
        command: std::marker::PhantomData,
    };
    let signals = BatchSignals(context.signals());
    let report = batch
        .run(client, &args.options(), &mut terminal, signals)
        .await;
    drop(terminal);
    let report = report.map_err(|error| match error {
        RunError::Batch(error) => error.into(),
        RunError::Job(failure) => failure,
        RunError::Report(failure) => not_reported::<C>(failure),
    })?;
    let summary = Summary::<C>::new(&batch, results, report.skipped, &report.tally);
    match report.end {
        RunEnd::Complete => {}
        RunEnd::Futile => context.output.warn(context.output.lang.pick(
            "stopped: too many consecutive lines failed",
            "连续多行均未成功，已停止发送",
        )),
        RunEnd::Stopped(stop) => {
            let (open, total) = (summary.open(), summary.total);
            let doing = Text::pair(
                format!("with {open} of {total} lines open"),
                format!("共 {total} 行，{open} 行未完成"),
            );
            let failure = outcome::interrupted(exit_status(stop), doing);
            return Err(if results.is_some() {
                let (en, zh) = C::ONCE;
                failure.with_help(Text::pair(
                    format!("run the same command again to go on with them; {en}"),
                    format!("再次运行同一命令即可继续，{zh}"),
                ))
            } else {
                failure
            });
        }
    }
    if results.is_some() {
        context.output.show(&summary).map_err(not_reported::<C>)?;
    }
    Ok(ExitStatus::from_code(report.tally.exit_code))
}

/// The failure of reporting what became of lines that were sent.
fn not_reported<C: CommandTexts>(failure: CliError) -> CliError {
    if !C::CHANGES {
        return failure;
    }
    let fact = Text::pair("lines of the batch were sent", "批处理中的行已发送");
    let (en, zh) = C::ONCE;
    outcome::unreported(failure, &fact, None).with_help(Text::pair(
        format!("run the same command again to go on; {en}"),
        format!("再次运行同一命令即可继续，{zh}"),
    ))
}

/// Progress and results on the terminal.
struct Terminal<'a, C> {
    output: &'a Output,
    counter: Counter,
    results: &'a BatchArgs,
    command: std::marker::PhantomData<C>,
}

impl<C: CommandTexts> Observer for Terminal<'_, C> {
    type Failure = CliError;

    fn damaged(&mut self, lines: u64) {
        let path = self.results.results().unwrap_or(self.results.input());
        let path = path.display();
        self.counter.warn(self.output.lang.pick(
            format!(
                "{path}: {lines} damaged lines were removed; they are sent again with the same numbers"
            ),
            format!("{path}：已移除 {lines} 个损坏的行，将以相同单号重新发送"),
        ));
    }

    fn progress(&mut self, tally: &Tally) {
        self.counter.show(tally.all(), tally.all() - tally.done);
    }

    fn tick(&mut self) {
        self.counter.log();
    }

    fn stopping(&mut self, under_way: usize, grace: Duration) {
        let seconds = grace.as_secs();
        self.counter.warn(self.output.lang.pick(
            format!("ending: {under_way} lines under way have {seconds} s to finish; Ctrl-C again ends at once"),
            format!("正在结束：{under_way} 行进行中，最多再等 {seconds} 秒；再按 Ctrl-C 立即结束"),
        ));
    }

    fn result(&mut self, result: &LineResult) -> Result<(), CliError> {
        self.output.show_line(&Line::<C>::new(result))
    }
}

/// The signals of this process.
struct BatchSignals(Signals);

impl StopSignals for BatchSignals {
    async fn next(&mut self) -> Stop {
        if self.0.next().await == ExitStatus::Interrupted {
            Stop::Interrupt
        } else {
            Stop::Terminate
        }
    }
}

fn exit_status(stop: Stop) -> ExitStatus {
    match stop {
        Stop::Interrupt => ExitStatus::Interrupted,
        Stop::Terminate => ExitStatus::Terminated,
    }
}

impl LineFailure for CliError {
    fn to_json(&self) -> serde_json::Value {
        Self::to_json(self)["error"].take()
    }

    fn code(&self) -> &str {
        self.code.as_deref().unwrap_or(self.kind.name())
    }

    fn exit_code(&self, state: LineState) -> u8 {
        match self.kind {
            // A refusal does not settle a line whose outcome is unknown.
            Kind::Api | Kind::NotFound if state == LineState::Unknown => Kind::Unavailable,
            kind => kind,
        }
        .exit_status()
        .code()
    }

    fn is_waiting(&self) -> bool {
        self.kind == Kind::Condition
    }

    fn in_doubt(self) -> Self {
        Self::in_doubt(self)
    }

    fn given_up(stop: Option<Stop>) -> Self {
        let doing = "before there was a response";
        match stop {
            Some(stop) => {
                outcome::interrupted(exit_status(stop), Text::pair(doing, "尚未收到应答"))
            }
            None => Self::new(Kind::Unavailable, format!("given up {doing}")),
        }
    }
}
