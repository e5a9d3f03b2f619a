//! Why an input is not the one that a batch was begun with, and how to go on.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::journal::input_of;
use super::seal::hex;
use super::source::Source;
use crate::args;
use crate::diagnostic::Failure;

/// Where two inputs part.
enum Difference {
    /// A line, the first that is not the same.
    Line(u64),
    /// The new one has this many lines more at its end.
    More(u64),
    /// The new one ends this many lines earlier.
    Fewer(u64),
}

/// The failure of an input that sends something else than the one whose SHA-256 is `first`.
pub(super) fn explain(results: &Path, first: &str, source: &Source) -> Failure {
    let shown = results.display();
    if source.sha256() == first {
        return Failure::config(format!(
            "{shown} is of the same input with other options or another profile"
        ))
        .in_chinese(format!("{shown} 属于同一输入，但选项或配置不同"))
        .with_help(
            "repeat the first command, with its options and profile, to resume it; with another -o, every line is sent again",
            "请以首次的选项与配置重复命令以继续；使用另一个 -o 会重新发送所有行",
        );
    }
    let name = source.name();
    let mut failure = Failure::config(format!(
        "{name} is not the input that {shown} was begun with"
    ))
    .in_chinese(format!("{name} 不是 {shown} 开始时的输入"));
    let kept = input_of(results);
    let found =
        same_bytes(&kept, first).and_then(|file| parting(BufReader::new(file), source.bytes()?));
    let Ok(difference) = found else {
        return failure.with_help(
            "put the input back as it was to resume the batch; put new lines into a file of their own, with another -o: there, every line is sent again",
            "请恢复原输入后继续；新增的行请放入单独的文件并使用另一个 -o：在新批次中每一行都会重新发送",
        );
    };
    let (en, zh) = match difference {
        Difference::Line(line) => (
            format!("line {line} is not the same"),
            format!("第 {line} 行不同"),
        ),
        Difference::More(lines) => (
            format!("lines were added at its end: {lines}"),
            format!("末尾新增了 {lines} 行"),
        ),
        Difference::Fewer(lines) => (
            format!("lines are missing at its end: {lines}"),
            format!("末尾缺少 {lines} 行"),
        ),
    };
    failure.add_cause(en, zh);
    let kept = args::shell_word(&kept.display().to_string());
    failure.with_help(
        format!("the first input is in {kept}: run the same command with `--batch {kept}` to finish it; put new lines into a file of their own, with another -o"),
        format!("首次的输入保存在 {kept}：请以 `--batch {kept}` 运行同一命令以完成；新增的行请放入单独的文件并使用另一个 -o"),
    )
}

/// Opens a file if its bytes have this SHA-256.
fn same_bytes(path: &Path, sha256: &str) -> io::Result<File> {
    let mut hash = Sha256::new();
    let mut reader = BufReader::new(File::open(path)?);
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        hash.update(bytes);
        let length = bytes.len();
        reader.consume(length);
    }
    if hex(&hash.finalize()) == sha256 {
        File::open(path)
    } else {
        Err(io::Error::other("it was changed"))
    }
}

fn parting(first: impl BufRead, second: impl BufRead) -> io::Result<Difference> {
    let (mut first, mut second) = (first.split(b'\n'), second.split(b'\n'));
    let mut line = 0;
    loop {
        line += 1;
        match (first.next().transpose()?, second.next().transpose()?) {
            (Some(one), Some(other)) if one.trim_ascii_end() == other.trim_ascii_end() => {}
            (Some(_), None) => return Ok(Difference::Fewer(1 + count(first)?)),
            (None, Some(_)) => return Ok(Difference::More(1 + count(second)?)),
            (Some(_), Some(_)) | (None, None) => return Ok(Difference::Line(line)),
        }
    }
}

fn count(lines: impl Iterator<Item = io::Result<Vec<u8>>>) -> io::Result<u64> {
    let mut count = 0;
    for line in lines {
        line?;
        count += 1;
    }
    Ok(count)
}
