//! The events of a server on their way to a printer.

use std::time::Duration;

use super::running::Stages;
use crate::inbox::{Inbox, Record};
use crate::receiver::{
    Attempted, EventReceiver, Expectation, LeftOut, NotifyEvent, RepeatLimit, RepeatLimiter,
};

/// How often it is checked whether lines were left out.
const LEFT_OUT_INTERVAL: Duration = Duration::from_secs(1);

/// For how long events are gathered before they are printed together.
const GATHER_INTERVAL: Duration = Duration::from_millis(5);

/// Writes events where people and programs read them.
pub trait EventPrinter {
    /// Why something cannot be written.
    type Failure;
    /// A line of the log.
    type LogLine;

    /// Writes a notification, or keeps it for [`EventPrinter::flush`].
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    fn notification(&mut self, record: &Record) -> Result<(), Self::Failure>;

    /// Writes an attempt to deliver a notification, or keeps it for [`EventPrinter::flush`].
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    fn attempt(&mut self, attempt: &Attempted) -> Result<(), Self::Failure>;

    /// Writes what was kept.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    fn flush(&mut self) -> Result<(), Self::Failure>;

    /// Returns the line of another event, and how many such lines there may be.
    fn line(&self, event: &NotifyEvent) -> Option<(Self::LogLine, Option<RepeatLimit>)>;

    /// Writes a line of the log.
    fn log(&mut self, line: Self::LogLine);

    /// Logs how many lines of a kind were left out.
    fn left_out(&mut self, left_out: LeftOut);
}

/// What a server waits for; it ends when it comes.
#[derive(Debug, Default)]
pub struct Awaited {
    /// This many notifications.
    pub notifications: Option<u64>,
    /// This event.
    pub event: Option<Expectation>,
}

/// Prints events until the last stage, and then those that wait; returns whether the awaited event
/// came.
///
/// # Errors
/// Returns an error if a notification cannot be written.
pub async fn print_all<P: EventPrinter>(
    mut printer: P,
    awaited: Awaited,
    mut inbound: EventReceiver,
    inbox: &dyn Inbox,
    stages: &Stages,
) -> Result<bool, P::Failure> {
    let mut progress = Progress::new(awaited);
    let mut left_out = tokio::time::interval(LEFT_OUT_INTERVAL);
    loop {
        tokio::select! {
            Some(event) = inbound.next(inbox) => {
                progress.print(&event, &mut printer)?;
                // What waits already is written together.
                while !progress.is_done()
                    && let Some(event) = inbound.ready()
                {
                    progress.print(&event, &mut printer)?;
                }
                printer.flush()?;
                if progress.is_done() {
                    stages.done.cancel();
                }
                // Under load this is woken for many at once, and not for each.
                tokio::time::sleep(GATHER_INTERVAL).await;
            }
            _ = left_out.tick() => progress.log_left_out(false, &mut printer),
            () = stages.stop_printing.cancelled() => break,
        }
    }
    while !inbound.is_empty() {
        let Some(event) = inbound.next(inbox).await else {
            break;
        };
        progress.print(&event, &mut printer)?;
    }
    printer.flush()?;
    progress.log_left_out(true, &mut printer);
    Ok(progress.is_met)
}

/// How far the printing is.
struct Progress {
    awaited: Awaited,
    printed: u64,
    is_met: bool,
    repeats: RepeatLimiter,
}

impl Progress {
    fn new(awaited: Awaited) -> Self {
        Self {
            awaited,
            printed: 0,
            is_met: false,
            repeats: RepeatLimiter::default(),
        }
    }

    /// Returns whether the server has done what it was started for.
    fn is_done(&self) -> bool {
        let limit = self.awaited.notifications;
        self.is_met || limit.is_some_and(|limit| self.printed >= limit)
    }

    fn print<P: EventPrinter>(
        &mut self,
        event: &NotifyEvent,
        printer: &mut P,
    ) -> Result<(), P::Failure> {
        if let NotifyEvent::Event(record) = event {
            self.printed += 1;
            let expected = self.awaited.event.as_ref();
            self.is_met |= expected.is_some_and(|expected| expected.is_met_by(record));
            return printer.notification(record);
        }
        if let NotifyEvent::Attempted(attempt) = event {
            return printer.attempt(attempt);
        }
        if let Some((line, limit)) = printer.line(event)
            && limit.is_none_or(|limit| self.repeats.admits(limit))
        {
            printer.log(line);
        }
        Ok(())
    }

    /// Logs the lines of each kind that were left out, of those whose time is over or of all.
    fn log_left_out<P: EventPrinter>(&mut self, all: bool, printer: &mut P) {
        for left_out in self.repeats.take_left_out(all) {
            printer.left_out(left_out);
        }
    }
}
