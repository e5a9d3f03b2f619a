//! The first pass: every line is read before anything is sent.

use std::io;

use sha2::{Digest, Sha256};
use wechatpay::protocol::stamp::Timestamp;

use super::fields::{Fields, Wrong};
use super::numbers::Numbers;
use super::seal::hex;
use super::source::Source;
use super::{Errand, Made, Prepared, Work, number_of};
use crate::diagnostic::Failure;
use crate::output::Output;

/// How many bad lines are named.
const NAMED: usize = 5;

/// How many are enough to give up.
const ENOUGH: usize = 20;

/// The longest input, whose lines have numbers of nine digits.
const LONGEST: u64 = 999_999_999;

/// An input without a bad line.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) lines: u64,
    /// The number of the last.
    pub(super) last: u64,
    /// SHA-256 over everything that will be sent.
    pub(super) digest: String,
    /// Whether what is sent depends on when.
    pub(super) relative: bool,
}

/// Reads a line and what is sent for it.
pub(super) fn read<W: Work>(
    work: &W,
    fields: &Fields,
    made: &Made,
) -> Result<Prepared<W::Errand>, Wrong> {
    if !(W::READS_RESULTS && fields.are_of_result()) {
        fields.check(W::FIELDS)?;
    }
    work.read(fields, made)
        .map_err(|failure| Wrong::of(fields.line, &failure, W::FIELDS))
}

/// Checks every line; the failure names the first bad ones.
pub(super) async fn check<W: Work>(
    work: &W,
    source: &Source,
    name: &str,
    output: &Output,
) -> Result<Checked, Failure> {
    let failed = |error: io::Error| {
        Failure::config("the lines' numbers cannot be sorted on disk").because(&error)
    };
    let counter = output.counter(None);
    let mut numbers = Numbers::new().map_err(failed)?;
    let mut hash = Sha256::new();
    let mut wrongs = Vec::new();
    let mut checked = Checked {
        lines: 0,
        last: 0,
        digest: String::new(),
        relative: false,
    };
    for fields in source.lines(W::FIELDS)? {
        match fields.and_then(|fields| Ok((fields.line, within(work, &fields, name)?))) {
            Ok((line, prepared)) => {
                checked.last = line;
                checked.relative |= prepared.relative;
                add(&mut hash, line, &prepared.errand);
                if let Some(number) = &prepared.unique {
                    numbers.add(number, line).map_err(failed)?;
                }
            }
            Err(wrong) => wrongs.push(wrong),
        }
        checked.lines += 1;
        if wrongs.len() >= ENOUGH {
            break;
        }
        if checked.lines.is_multiple_of(1000) {
            counter.show(checked.lines, 0);
            // So that this can be interrupted.
            tokio::task::yield_now().await;
        }
    }
    refuse(source, &wrongs)?;
    if checked.lines == 0 {
        return Err(source.failure(&Wrong::new(1, "there is nothing to do")));
    }
    if let Some((first, second)) = numbers.twice().map_err(failed)? {
        let message = format!(
            "it has the number of line {first}, and would be {}",
            W::SAME
        );
        return Err(source.failure(&Wrong::new(second, message)));
    }
    checked.digest = hex(&hash.finalize());
    Ok(checked)
}

fn within<W: Work>(work: &W, fields: &Fields, name: &str) -> Result<Prepared<W::Errand>, Wrong> {
    if fields.line > LONGEST {
        let message = format!("a batch has up to {LONGEST} lines");
        return Err(Wrong::new(fields.line, message));
    }
    let made = Made {
        number: number_of(name, fields.line),
        moment: Timestamp(0),
    };
    read(work, fields, &made)
}

fn add(hash: &mut Sha256, line: u64, errand: &impl Errand) {
    let (target, body) = errand.sent();
    for part in [target.as_bytes(), &body] {
        hash.update(line.to_be_bytes());
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
}

fn refuse(source: &Source, wrongs: &[Wrong]) -> Result<(), Failure> {
    let Some((first, others)) = wrongs.split_first() else {
        return Ok(());
    };
    let mut failure = source.failure(first);
    let named = others.iter().take(NAMED - 1);
    failure.causes.extend(named.map(|wrong| source.told(wrong)));
    if others.len() >= NAMED {
        let more = others.len() + 1 - NAMED;
        failure
            .causes
            .push(format!("and {more} lines more, or more than that"));
    }
    Err(failure.with_help(
        "nothing was sent; mend these lines and run the command again",
        "未发送任何请求；请修正这些行后重新运行",
    ))
}
