//! One call for every line of a file: checked before the first is sent, resumed where it ended,
//! and never two orders or refunds for one line.
//!
//! What keeps a line from becoming two of them is that what is sent for it depends on nothing but
//! the line, the options and what is on disk before the first request leaves: the batch's name,
//! from which the numbers of lines without one are made, and the moments that relative times
//! count from; for refunds also the order's total, which never changes. So a line whose result was lost is sent again with the same number and the same
//! bytes, which WeChat Pay recognises.

mod check;
mod difference;
mod ending;
mod engine;
mod fields;
mod journal;
mod lanes;
mod lost;
mod marks;
mod moments;
mod numbers;
mod orders;
mod pace;
mod queries;
mod queue;
mod refunds;
mod results;
mod seal;
mod source;
mod summary;
mod watch;

use std::borrow::Cow;
use std::future::Future;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value};
use wechatpay::client::Client;
use wechatpay::protocol::stamp::Timestamp;

use self::fields::Fields;
use self::journal::Journal;
use self::lost::Lost;
use self::results::{Batch, Results, Sink};
use self::source::Source;
use super::waiting::WaitArgs;
use crate::args;
use crate::context::Context;
use crate::diagnostic::Failure;

pub(super) use orders::run as create_orders;
pub(super) use queries::run as query_orders;
pub(super) use refunds::run as create_refunds;

/// How a file is worked off.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Batch")]
pub(crate) struct BatchArgs {
    /// Do this for each line of a file: JSON Lines, or CSV with a header, named as the options
    /// are (out_trade_no, …); the options hold for lines that say nothing else
    ///
    /// Every line is checked before the first request is sent. Exits 0 where all lines are done,
    /// else by the worst: 4 an answer did not verify; 7 and 6 the network or WeChat Pay was
    /// failing, 8 a line waits for another refund of its order, and what is open goes on when the
    /// command is run again; 5 or 9 a line was refused, which is not sent again without
    /// --retry-failed.
    #[arg(long, value_name = "FILE|-")]
    pub(super) batch: Option<PathBuf>,
    /// Have so many lines under way at once
    #[arg(long, value_name = "N", default_value_t = 8, requires = "batch", value_parser = clap::value_parser!(u16).range(1..=256))]
    concurrency: u16,
    /// Begin no more than so many lines a second
    #[arg(long, value_name = "R", requires = "batch")]
    rate: Option<NonZeroU32>,
    /// Write one JSON object a line here; the same command resumes what it finds
    ///
    /// Lines that are done or refused are skipped. FILE.journal beside it names the batch, and so
    /// the numbers of lines without one, and FILE.input is a copy of the input: keep the files
    /// together.
    #[arg(short, long, value_name = "FILE", requires = "batch")]
    output: Option<PathBuf>,
    /// When resuming, send again what was refused, with the same numbers
    #[arg(long, requires = "batch")]
    retry_failed: bool,
}

impl BatchArgs {
    /// Tells whether there is a file to work off, and refuses to wait for each of its lines.
    pub(super) fn is_given(&self, wait: &WaitArgs) -> Result<bool, Failure> {
        if self.batch.is_some() && wait.wait.is_some() {
            return Err(Failure::usage("--wait is for one order, not for a batch"));
        }
        Ok(self.batch.is_some())
    }
}

/// What a batch does with each of its lines.
trait Work {
    /// The command, as in the summary's schema.
    const NAME: &'static str;

    /// The schema of a line's result.
    const LINE: &'static str;

    /// The names that a line may use.
    const FIELDS: &'static [&'static str];

    /// Whether it makes or changes something, and so must be written down.
    const CHANGES: bool;

    /// What running the same command again does not do, in English and Chinese.
    const ONCE: (&'static str, &'static str);

    /// What two lines with one number would be.
    const SAME: &'static str = "the same order";

    /// Whether an errand itself finds out what became of an earlier sending.
    const SETTLES_DOUBT: bool = false;

    /// Whether a line may also be one of the results of a batch.
    const READS_RESULTS: bool = false;

    /// What is done for one line.
    type Errand: Errand;

    /// Reads a line; the same line and the same [`Made`] give the same bytes.
    fn read(&self, fields: &Fields, made: &Made) -> Result<Prepared<Self::Errand>, Failure>;
}

/// One call, ready to go.
trait Errand: Clone + Send + 'static {
    /// The name and the number that the result is found by.
    fn number(&self) -> (&'static str, &str);

    /// Where it goes, and the bytes that go there.
    fn sent(&self) -> (String, Cow<'_, [u8]>);

    /// The order that no other line may be sent for at the same time.
    fn order(&self) -> Option<String> {
        None
    }

    /// Calls, and returns what there is to tell.
    fn run(
        self,
        client: Arc<Client>,
    ) -> impl Future<Output = Result<Map<String, Value>, Lost>> + Send;
}

/// What a line does not say itself.
#[derive(Debug, Clone)]
struct Made {
    /// The number of a line that gives none.
    pub(super) number: String,
    /// What relative times count from.
    pub(super) moment: Timestamp,
}

impl Made {
    /// Returns what the numbers of all lines of the batch begin with.
    fn batch(&self) -> &str {
        let digits = self.number.len().saturating_sub(LINE_DIGITS);
        self.number.get(..digits).unwrap_or(&self.number)
    }
}

/// A line that was read.
struct Prepared<E> {
    pub(super) errand: E,
    /// The number that the line gives, which no other may give.
    pub(super) unique: Option<String>,
    /// Whether what is sent depends on the moment.
    pub(super) relative: bool,
}

/// Works a file off, and returns the exit code of its worst line.
async fn run<W: Work>(
    work: &W,
    args: &BatchArgs,
    context: &Context,
    client: Client,
) -> Result<u8, Failure> {
    if context.global.curl {
        return Err(Failure::usage(
            "--curl is for one call; --dry-run checks the lines of a batch and sends nothing",
        ));
    }
    let path = args.batch.as_deref().unwrap_or(Path::new("-"));
    let output = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    if W::CHANGES && output.is_none() && !context.is_dry() {
        return Err(Failure::usage(
            "a batch needs -o FILE: what is written there lets it be resumed, and nothing be done twice",
        )
        .in_chinese("批量操作需要 -o 文件：其中的记录用于续跑，并保证同一行不会重复执行")
        .with_help("add -o results.jsonl", "加上 -o results.jsonl"));
    }
    let source = Source::open(path).await;
    let source = source.map_err(|failure| has_copy(failure, output))?;
    if output.is_some_and(|output| is_same(output, path)) {
        return Err(Failure::usage("-o is the batch's own input"));
    }
    if let Some(output) = output {
        regular(output)?;
        regular(&journal::beside(output))?;
        regular(&journal::input_of(output))?;
    }
    let begun = output.map(journal::peek).transpose()?.flatten();
    let name = begun.unwrap_or_else(journal::new_name);
    let checked = check::check(work, &source, &name, &context.output).await?;
    if context.is_dry() {
        return summary::show_checked::<W>(&checked, &name, context);
    }
    let (sink, journal) = match output {
        Some(output) => {
            summary::expects::<W>(&checked, &name, context)?;
            let mut journal = Journal::open(output)?;
            journal.begin(W::NAME, &name, &checked, &source)?;
            let batch = Batch {
                name: &name,
                last: checked.last,
                retry_failed: args.retry_failed,
            };
            let mut results = Results::open(output, &batch, &mut journal).await?;
            if results.before.settled() < checked.lines {
                results.reserve()?;
            }
            tell_damaged(results.damaged, output, context);
            (Sink::File(results), Some(journal))
        }
        None => (Sink::Stdout, None),
    };
    let moments = match &journal {
        Some(journal) if checked.relative => Some(journal.moments()?),
        _ => None,
    };
    engine::Engine::new(work, args, context, name)
        .run(&source, checked, Files { sink, journal }, moments, client)
        .await
}

/// Adds to the failure of an input that cannot be read where its copy is.
fn has_copy(failure: Failure, output: Option<&Path>) -> Failure {
    let Some(kept) = output.map(journal::input_of).filter(|kept| kept.exists()) else {
        return failure;
    };
    let kept = args::shell_word(&kept.display().to_string());
    failure.with_help(
        format!("the input that these results were begun with is in {kept}: run the same command with `--batch {kept}` to resume it"),
        format!("这些结果开始时的输入保存在 {kept}：请以 `--batch {kept}` 运行同一命令以继续"),
    )
}

/// What a run writes.
struct Files {
    sink: Sink,
    journal: Option<Journal>,
}

/// Says that a crash has damaged results.
fn tell_damaged(lines: u64, path: &Path, context: &Context) {
    if lines == 0 || context.output.json {
        return;
    }
    let path = path.display();
    context.output.warn(context.output.lang.pick(
        format!(
            "{path}: {lines} damaged lines were removed; they are sent again with the same numbers"
        ),
        format!("{path}：已移除 {lines} 个损坏的行，将以相同单号重新发送"),
    ));
}

/// Refuses what is there and no file, such as a device, which may never come to an end.
fn regular(path: &Path) -> Result<(), Failure> {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(Failure::config(format!(
            "{} is not a regular file",
            path.display()
        ))
        .with_help(
            "a batch is resumed from its results: give a file as -o, or a name that is free",
            "批处理依靠结果文件继续：-o 须为普通文件，或尚不存在的文件名",
        )),
        // What else is wrong with it is told when it is opened.
        Ok(_) | Err(_) => Ok(()),
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// How many digits a line's number has in the number that is made for it.
const LINE_DIGITS: usize = 9;

/// Makes the number of a line that gives none: the batch's name and the line.
fn number_of(name: &str, line: u64) -> String {
    format!("{name}{line:0LINE_DIGITS$}")
}
