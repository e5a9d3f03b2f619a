//! Whether a file that a batch relies on is still there, and what to do if it is not.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::diagnostic::Failure;
use crate::files::is_same_file;

/// What happened to a file while the batch ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It has no name any more.
    Removed,
    /// Another file has its name.
    Replaced,
    /// Something was written into it or cut off.
    Changed,
}

impl Change {
    /// Compares an open file, which has grown to `length` bytes, with what its path names now.
    pub(super) fn of(file: &File, path: &Path, length: u64) -> Option<Self> {
        if !path.exists() {
            Some(Self::Removed)
        } else if !is_same_file(file, path) {
            Some(Self::Replaced)
        } else if file.metadata().is_ok_and(|found| found.len() != length) {
            Some(Self::Changed)
        } else {
            None
        }
    }
}

/// What could be done for a file that is not in its place any more.
enum Rescue {
    /// It is as it is.
    Left,
    PutBack,
    /// It was written under another name, since its own was taken.
    Beside(PathBuf),
    Lost,
}

/// Writes a file that was removed or replaced again, and says what happened and how to go on.
/// `name` is the batch's.
pub(super) fn failure(change: Change, file: &File, path: &Path, name: &str) -> Failure {
    let rescue = match change {
        Change::Removed => restore(file, path).map_or(Rescue::Lost, |()| Rescue::PutBack),
        Change::Replaced => {
            let mut beside = path.as_os_str().to_owned();
            beside.push(".saved");
            let beside = PathBuf::from(beside);
            restore(file, &beside).map_or(Rescue::Lost, |()| Rescue::Beside(beside))
        }
        Change::Changed => Rescue::Left,
    };
    let shown = path.display();
    let (word, zh) = match change {
        Change::Removed => ("removed", "删除"),
        Change::Replaced => ("replaced by another file", "替换为其他文件"),
        Change::Changed => ("changed by another program", "其他程序修改"),
    };
    let mut failure = Failure::config(format!("{shown} was {word} while the batch was running"))
        .in_chinese(format!("批处理运行期间 {shown} 被{zh}"));
    failure.add_cause(
        format!("no more lines were sent; the batch is {name}"),
        format!("已停止发送；批次为 {name}"),
    );
    match rescue {
        Rescue::Left => failure.with_help(
            "run the same command again: it checks the file and sends the lines without a result with the same numbers",
            "再次运行同一命令：将检查该文件，并以相同单号发送尚无结果的行",
        ),
        Rescue::PutBack => failure.with_help(
            "the file was put back: run the same command again to go on",
            "该文件已恢复：再次运行同一命令即可继续",
        ),
        Rescue::Beside(beside) => {
            let beside = beside.display();
            failure.with_help(
                format!("move {beside} back to {shown}, then run the same command again"),
                format!("将 {beside} 移回 {shown} 后，再次运行同一命令"),
            )
        }
        Rescue::Lost => failure.with_help(
            format!("it could not be written again: do not send these lines as a new batch; numbers that were made for them begin with {name}, look them up with query"),
            format!("无法恢复该文件：请勿将这些行作为新批次发送；自动生成的单号以 {name} 开头，请用 query 查询"),
        ),
    }
}

/// Copies an open file to a path that is free.
fn restore(mut file: &File, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|path| !path.as_os_str().is_empty());
    let mut copy = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut file.take(u64::MAX), &mut copy)?;
    copy.as_file().sync_all()?;
    copy.persist_noclobber(path)
        .map(drop)
        .map_err(|error| error.error)
}
