//! What the errors of batches are to the user.

use std::path::Path;

use wechatpay::batch::{
    BatchError, FileChange, InputDifference, Rescue, RowProblem, SavedInput, input_copy,
};
use wechatpay::fs::FileAction;
use wechatpay::fs::FileError;

use crate::args;
use crate::error::CliError;
use crate::ui::Text;

/// A text in English and Chinese.
pub(super) type Texts = (&'static str, &'static str);

const RESUME: Texts = (
    "run the same command again to go on",
    "再次运行同一命令即可继续",
);

const MAKE_ROOM: Texts = (
    "make room on the disk, then run the same command again",
    "请释放磁盘空间后，再次运行同一命令",
);

const REMOVE_LINE: Texts = (
    "take that line out of the file, or put the file back as it was; lines without a result are sent again with the same numbers",
    "请从文件中移除该行，或恢复原文件；尚无结果的行将以相同单号重新发送",
);

const OTHER_OUTPUT: Texts = (
    "repeat the first command to resume it, or give another -o",
    "请重复首次的命令以继续，或使用另一个 -o",
);

/// Adds to the failure of an input that cannot be read where its copy is.
pub(super) fn with_input_copy(failure: CliError, results: Option<&Path>) -> CliError {
    let Some(copy) = results.map(input_copy).filter(|copy| copy.exists()) else {
        return failure;
    };
    let copy = args::shell_word(&copy.display().to_string());
    failure.with_help(Text::pair(
        format!("the input that these results were started with is in {copy}: run the same command with `--batch {copy}` to resume it"),
        format!("这些结果开始时的输入保存在 {copy}：请以 `--batch {copy}` 运行同一命令以继续")))
}

/// What the failure of a profile, or of an option that holds for all rows, is for a row.
pub(super) fn of_row(failure: &CliError) -> RowProblem {
    RowProblem::Command(failure.text())
}

impl From<BatchError> for CliError {
    #[expect(clippy::too_many_lines, reason = "one arm for each error")]
    fn from(error: BatchError) -> Self {
        let message = error.to_string();
        let config = || Self::config(message.clone());
        match error {
            BatchError::OpenInput { path, source } => Self::file(FileAction::Read, &path, source),
            BatchError::ReadInput { input, source } => config()
                .in_chinese(format!("无法读取 {input}"))
                .with_source(source),
            BatchError::CopyInput { input, source } => config()
                .in_chinese(format!("无法将 {input} 复制到临时文件"))
                .with_source(source)
                .with_help(Text::pair(
                    "free some space, or set TMPDIR to a folder that has it",
                    "请释放磁盘空间，或将 TMPDIR 设为有足够空间的目录")),
            BatchError::Row { .. } => config(),
            BatchError::Rows {
                input,
                errors,
                more,
            } => {
                let mut lines = errors.iter().map(|error| format!("{input} {error}"));
                let mut failure = Self::config(lines.next().unwrap_or_default());
                failure.causes.extend(lines.map(Text::from));
                if more > 0 {
                    failure
                        .causes
                        .push(format!("and at least {more} more invalid lines").into());
                }
                failure.with_help(Text::pair(
                    "nothing was sent; fix these lines and run the command again",
                    "未发送任何请求；请修正这些行后重新运行"))
            }
            BatchError::SortNumbers(source) => config().with_source(source),
            BatchError::OutputIsInput => Self::usage("-o is the batch's own input"),
            BatchError::NotRegular(_) => config().with_help(Text::pair(
                "a batch is resumed from its results: give a file as -o, or a name that is free",
                "批处理依靠结果文件继续：-o 须为普通文件，或尚不存在的文件名")),
            BatchError::File(file) => of_file(file),
            BatchError::NoRoom(file) => {
                let mut failure = of_file(file);
                failure.add_cause(Text::pair("nothing was sent", "未发送任何请求"));
                helped(failure, MAKE_ROOM)
            }
            BatchError::TimeNotWritten(file) => helped(of_file(file), MAKE_ROOM),
            BatchError::ResultsNotWritten(file) => {
                let mut failure = of_file(file);
                failure.add_cause(Text::pair(
                    "lines were sent whose results are not in the file",
                    "部分已发送的行，其结果未能写入文件"));
                failure.with_help(Text::pair(
                    "make room on the disk, then run the same command again: lines without a result are sent again with the same numbers",
                    "请释放磁盘空间后再次运行同一命令：尚无结果的行将以相同单号重新发送"))
            }
            BatchError::Locked { results } => config()
                .in_chinese(format!("{} 正被另一批处理进程锁定", results.display()))
                .with_help(Text::pair(
                    "wait until it has ended, then run the same command again",
                    "请等待其结束后，再次运行同一命令")),
            BatchError::OtherCommand { results, command } => helped(
                config().in_chinese(format!("{} 是{command} 的结果文件", results.display())),
                OTHER_OUTPUT,
            ),
            BatchError::OtherProcess { results } => helped(
                config().in_chinese(format!(
                    "{} 是同时启动的另一进程的结果文件",
                    results.display()
                )),
                OTHER_OUTPUT,
            ),
            BatchError::OtherOptions { results } => config()
                .in_chinese(format!("{} 属于同一输入，但选项或配置不同", results.display()))
                .with_help(Text::pair(
                    "repeat the first command, with its options and profile, to resume it; with another -o, every line is sent again",
                    "请以首次的选项与配置重复命令以继续；使用另一个 -o 会重新发送所有行")),
            BatchError::OtherInput {
                input,
                results,
                saved,
            } => other_input(
                config().in_chinese(format!("{input} 不是 {} 开始时的输入", results.display())),
                saved.as_ref(),
            ),
            BatchError::JournalMissing {
                file,
                is_input,
                journal,
            } => journal_missing(&file, is_input, &journal),
            BatchError::JournalChanged(path) => config()
                .in_chinese(format!(
                    "{} 不是批处理的日志文件，或已被修改",
                    path.display()
                ))
                .with_help(Text::pair(
                    "put the file back as it was to resume the batch; only a batch of which nothing was sent may be started again, with another -o",
                    "请恢复该文件后继续批处理；仅当确定没有发送过任何行时，才可使用另一个 -o 重新开始")),
            BatchError::JournalDamaged { path, source } => config()
                .in_chinese(format!("{} 已损坏", path.display()))
                .with_source(source)
                .with_help(Text::pair(
                    "put the file back as it was, then run the same command again",
                    "请恢复该文件后，再次运行同一命令")),
            BatchError::NoResult { results, number } => helped(
                config().in_chinese(format!(
                    "{}:{number} 不是此批次的结果",
                    results.display()
                )),
                REMOVE_LINE,
            ),
            BatchError::EditedResult {
                results,
                number,
                line,
            } => {
                let results = results.display();
                helped(
                    Self::config(format!(
                        "line {number} of {results} was changed: the outcome of the input's line {line} is unknown"
                    ))
                    .in_chinese(format!(
                        "{results} 第 {number} 行已被修改，输入第 {line} 行的结果未知"
                    )),
                    REMOVE_LINE,
                )
            }
            BatchError::ResultOfOtherBatch {
                results,
                number,
                theirs,
                batch,
                journal,
            } => {
                let (results, journal) = (results.display(), journal.display());
                Self::config(format!(
                    "line {number} of {results} is of batch {theirs}, and {journal} is of batch {batch}"
                ))
                .in_chinese(format!(
                    "{results} 第 {number} 行属于批次 {theirs}，而 {journal} 属于批次 {batch}"
                ))
                .with_help(Text::pair(
                    format!("put the files of one batch back together, FILE with its FILE.journal, then run the same command again; do not remove the lines: under the numbers of {batch}, what they did would be done again"),
                    format!("请将同一批次的文件（FILE 与其 FILE.journal）放回一处，再运行同一命令；请勿移除这些行：以 {batch} 的单号会重复执行其内容")))
            }
            BatchError::FileChanged {
                path,
                change,
                rescue,
                batch,
            } => file_changed(&path, change, &rescue, &batch),
            BatchError::FilesChanged => helped(
                config().in_chinese("批处理运行期间结果文件或日志文件被修改"),
                RESUME,
            ),
            BatchError::LinesLeft { .. } => Self::internal(error.to_string()),
            BatchError::Task(source) => Self::internal(message).with_source(source),
            BatchError::Serialize(source) => Self::internal(message).with_source(source),
        }
    }
}

fn helped(failure: CliError, (en, zh): Texts) -> CliError {
    failure.with_help(Text::pair(en, zh))
}

fn of_file(error: FileError) -> CliError {
    match error {
        FileError::Io {
            action,
            path,
            source,
        } => CliError::file(action, &path, source),
        FileError::IsDirectory { .. } => CliError::config(error.to_string()),
    }
}

fn other_input(mut failure: CliError, saved: Option<&SavedInput>) -> CliError {
    let Some(saved) = saved else {
        return failure.with_help(Text::pair(
            "put the input back as it was to resume the batch; put new lines into a file of their own, with another -o: there, every line is sent again",
            "请恢复原输入后继续；新增的行请放入单独的文件并使用另一个 -o：在新批次中每一行都会重新发送"));
    };
    let (en, zh) = match saved.difference {
        InputDifference::Line(line) => (
            format!("line {line} is not the same"),
            format!("第 {line} 行不同"),
        ),
        InputDifference::More(lines) => (
            format!("lines were added at its end: {lines}"),
            format!("末尾新增了 {lines} 行"),
        ),
        InputDifference::Fewer(lines) => (
            format!("lines are missing at its end: {lines}"),
            format!("末尾缺少 {lines} 行"),
        ),
    };
    failure.add_cause(Text::pair(en, zh));
    let copy = args::shell_word(&saved.path.display().to_string());
    failure.with_help(Text::pair(
        format!("the first input is in {copy}: run the same command with `--batch {copy}` to finish it; put new lines into a file of their own, with another -o"),
        format!("首次的输入保存在 {copy}：请以 `--batch {copy}` 运行同一命令以完成；新增的行请放入单独的文件并使用另一个 -o")))
}

fn journal_missing(file: &Path, is_input: bool, journal: &Path) -> CliError {
    let (file, journal) = (file.display(), journal.display());
    if is_input {
        return CliError::config(format!(
            "{file} is the input of a batch whose {journal} is missing or empty: which lines were sent is unknown"
        ))
        .in_chinese(format!(
            "{file} 是某个批次的输入，但其 {journal} 缺失或为空，无法得知已发送哪些行"
        ))
        .with_help(Text::pair(
            format!("put {journal} back to resume the batch; if it is lost, look up the orders or refunds of these lines with query or in a bill; only if none of them was made, remove {file} to start again"),
            format!("请恢复 {journal} 后继续；若已丢失，请用 query 或账单核对这些行的订单或退款；仅当确定均未生成时，才可删除 {file} 后重新开始")));
    }
    CliError::config(format!(
        "{file} belongs to a batch whose {journal} is missing or empty: which lines were sent is unknown"
    ))
    .in_chinese(format!(
        "{file} 属于某个批次，但 {journal} 缺失或为空，无法得知已发送哪些行"
    ))
    .with_help(Text::pair(
        format!("put {journal} back to resume the batch; if it is lost, the lines in {file} are known: take them out of the input, look up the others with query, and send the rest with another -o"),
        format!("请恢复 {journal} 后继续；若已丢失，{file} 中的行结果已知：请从输入中移除，其余各行先用 query 查询，再以另一个 -o 发送剩余的行")))
}

fn file_changed(path: &Path, change: FileChange, rescue: &Rescue, batch: &str) -> CliError {
    let path = path.display();
    let (en, zh) = match change {
        FileChange::Removed => ("removed", "删除"),
        FileChange::Replaced => ("replaced by another file", "替换为其他文件"),
        FileChange::Changed => ("changed by another program", "其他程序修改"),
    };
    let mut failure = CliError::config(format!("{path} was {en} while the batch was running"))
        .in_chinese(format!("批处理运行期间 {path} 被{zh}"));
    failure.add_cause(Text::pair(
        format!("no more lines were sent; the batch is {batch}"),
        format!("已停止发送；批次为 {batch}"),
    ));
    match rescue {
        Rescue::Unneeded => failure.with_help(Text::pair(
            "run the same command again: it checks the file and sends the lines without a result with the same numbers",
            "再次运行同一命令：将检查该文件，并以相同单号发送尚无结果的行")),
        Rescue::PutBack => failure.with_help(Text::pair(
            "the file was put back: run the same command again to go on",
            "该文件已恢复：再次运行同一命令即可继续")),
        Rescue::SavedAs(saved) => {
            let saved = saved.display();
            failure.with_help(Text::pair(
                format!("move {saved} back to {path}, then run the same command again"),
                format!("将 {saved} 移回 {path} 后，再次运行同一命令")))
        }
        Rescue::Failed => failure.with_help(Text::pair(
            format!("it could not be written again: do not send these lines as a new batch; numbers that were made for them begin with {batch}, look them up with query"),
            format!("无法恢复该文件：请勿将这些行作为新批次发送；自动生成的单号以 {batch} 开头，请用 query 查询"))),
    }
}
