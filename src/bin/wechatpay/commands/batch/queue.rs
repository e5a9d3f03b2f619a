//! The lines that have not been begun yet, in the order of the input.

use wechatpay::protocol::stamp::Timestamp;

use super::check;
use super::fields::Wrong;
use super::lanes::Ticket;
use super::moments::Moments;
use super::results::Sink;
use super::source::{Lines, Source};
use super::{Errand, Made, Work, number_of};
use crate::diagnostic::Failure;

/// What has not been begun yet.
pub(super) struct Queue<'a> {
    source: &'a Source,
    lines: Lines,
    /// Whether there are no more.
    pub(super) over: bool,
    moments: Option<Moments>,
}

impl<'a> Queue<'a> {
    pub(super) fn new(
        source: &'a Source,
        known: &[&str],
        moments: Option<Moments>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            source,
            lines: source.lines(known)?,
            over: false,
            moments,
        })
    }

    /// Returns the next line that an earlier run has not settled.
    pub(super) async fn next<W: Work>(
        &mut self,
        work: &W,
        name: &str,
        sink: &Sink,
    ) -> Result<Option<Ticket<W::Errand>>, Failure> {
        let failed = |wrong: &Wrong| self.source.failure(wrong);
        let mut passed = 0_u32;
        for fields in self.lines.by_ref() {
            let fields = fields.map_err(|wrong| failed(&wrong))?;
            let line = fields.line;
            if matches!(sink, Sink::File(results) if results.is_settled(line)) {
                passed += 1;
                if passed.is_multiple_of(1000) {
                    tokio::task::yield_now().await;
                }
                continue;
            }
            let mut made = Made {
                number: number_of(name, line),
                moment: Timestamp(0),
            };
            let read = |made: &Made| {
                let read = check::read(work, &fields, made);
                read.map_err(|wrong| failed(&wrong))
            };
            let mut prepared = read(&made)?;
            if let Some(moments) = self.moments.as_mut().filter(|_| prepared.relative) {
                made.moment = moments.of(line)?;
                prepared = read(&made)?;
            }
            return Ok(Some(Ticket {
                line,
                order: prepared.errand.order(),
                errand: prepared.errand,
                tries: 0,
                followed: false,
                doubted: matches!(sink, Sink::File(results) if results.is_doubted(line)),
            }));
        }
        self.over = true;
        Ok(None)
    }
}
