//! What happens on a sandbox, printed while it runs.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::oneshot;
use wechatpay::error_chain::with_sources;
use wechatpay::sandbox::{
    AttemptKind, DeliveryAttempt, EventStream, PostOutcome, Sandbox, SandboxEvent, SavedState,
};
use wechatpay::shell;

use super::event_lines::{AttemptLine, RequestLine};
use crate::commands::serve_notify::in_one_line;
use crate::error::{CliError, by_variant};
use crate::text;
use crate::ui::{Output, Page, Render, Tone};

/// How long the lines that are left may take to be printed.
const PRINT_TIMEOUT: Duration = Duration::from_millis(500);

/// Another certificate signs from now on.
#[derive(Serialize)]
struct Rotated {
    newest: String,
}

impl Render for Rotated {
    const SCHEMA: &'static str = "sandbox-rotated";

    fn render(&self, page: &mut Page) {
        let serial_no = &self.newest;
        page.toned(Tone::Bold, text!("sandbox-signs", serial_no));
    }
}

/// Events were left out.
#[derive(Serialize)]
struct LeftOut {
    count: u64,
}

impl Render for LeftOut {
    const SCHEMA: &'static str = "sandbox-left-out";

    fn render(&self, page: &mut Page) {
        page.toned(Tone::Dim, text!("sandbox-left-out", count = self.count));
    }
}

/// Requests came too fast for the log.
#[derive(Serialize)]
struct NotRecorded {
    count: u64,
}

impl Render for NotRecorded {
    const SCHEMA: &'static str = "sandbox-not-recorded";

    fn render(&self, page: &mut Page) {
        let count = self.count;
        page.toned(Tone::Doubtful, text!("sandbox-not-recorded", count));
    }
}

/// The log cannot be written; the sandbox goes on.
#[derive(Serialize)]
struct LogFailed {
    reason: String,
}

impl Render for LogFailed {
    const SCHEMA: &'static str = "sandbox-log-failed";

    fn render(&self, page: &mut Page) {
        let reason = &self.reason;
        page.toned(Tone::Bad, text!("sandbox-log-failed", reason));
    }
}

/// The log can be written again.
#[derive(Serialize)]
struct LogRestored {
    count: u64,
}

impl Render for LogRestored {
    const SCHEMA: &'static str = "sandbox-log-restored";

    fn render(&self, page: &mut Page) {
        let count = self.count;
        page.toned(Tone::Good, text!("sandbox-log-restored", count));
    }
}

/// Another file took the name of the state.
#[derive(Serialize)]
struct StateReplaced {
    path: PathBuf,
    saved: PathBuf,
}

impl Render for StateReplaced {
    const SCHEMA: &'static str = "sandbox-state-replaced";

    fn render(&self, page: &mut Page) {
        let (path, saved) = (self.path.display(), self.saved.display());
        let words = [&saved, &path].map(|path| shell::word(&path.to_string()));
        let back = format!("mv {}", words.join(" "));
        page.toned(Tone::Bad, text!("sandbox-state-replaced", path, back));
    }
}

impl From<&SavedState> for StateReplaced {
    fn from(state: &SavedState) -> Self {
        let SavedState { path, saved } = state.clone();
        Self { path, saved }
    }
}

/// Events that are printed on a thread of its own, so that a reader of stdout that does not read
/// holds up nothing.
pub(super) struct Printing(oneshot::Receiver<()>);

impl Printing {
    /// Prints all events until the sandbox ends, unless the run is quiet.
    pub(super) fn all(events: EventStream, data: &Path, output: &Output) -> Self {
        Self::start(!output.quiet, events, data, output, print)
    }

    /// Prints, between what a command prints, the requests whose signature was refused or in which
    /// the sandbox failed, and the notifications that a receiver refused, unless the run is quiet or its reader wants JSON.
    pub(super) fn refused(events: EventStream, data: &Path, output: &Output) -> Self {
        let is_shown = !output.quiet && !output.json;
        Self::start(is_shown, events, data, output, |event, data, output| {
            // stderr cannot fail in a way that could still be reported.
            let _ = print_refused(event, data, output);
            Ok(())
        })
    }

    fn start(
        is_shown: bool,
        mut events: EventStream,
        data: &Path,
        output: &Output,
        print: fn(&SandboxEvent, &Path, &Output) -> Result<(), CliError>,
    ) -> Self {
        let (done, printed) = oneshot::channel();
        if is_shown {
            let (output, data) = (output.clone(), data.to_owned());
            thread::spawn(move || {
                let mut advice = Advice::default();
                while let Some(event) = events.blocking_next() {
                    // A closed pipe ends the log, not the sandbox.
                    if print(&event, &data, &output).is_err() {
                        break;
                    }
                    advice.follow(&event, &data, &output);
                }
                drop(done);
            });
        }
        Self(printed)
    }

    /// Waits until the lines that are left are printed, for up to half a second.
    pub(super) async fn finish(self) {
        let _ = tokio::time::timeout(PRINT_TIMEOUT, self.0).await;
    }
}

/// What is said once about a state that cannot be used, and not for each request that fails of it.
#[derive(Default)]
struct Advice {
    /// Why the last request failed that did.
    given_for: Option<String>,
}

impl Advice {
    /// Says on stderr what happened to the state, and what to do.
    fn follow(&mut self, event: &SandboxEvent, data: &Path, output: &Output) {
        let SandboxEvent::Request(record) = event else {
            return;
        };
        let failure = &record.summary.failure;
        if failure.is_none() || *failure == self.given_for {
            return;
        }
        self.given_for.clone_from(failure);
        if let Err(why) = Sandbox::check_data(data) {
            output.warn(in_one_line(&why.into(), output.lang));
        }
    }
}

/// Prints an event on stderr if something refused it.
fn print_refused(event: &SandboxEvent, data: &Path, output: &Output) -> Result<(), CliError> {
    match event {
        SandboxEvent::Request(record)
            if record.summary.is_signature_refused() || record.summary.failure.is_some() =>
        {
            let line = RequestLine {
                request: &record.summary,
                data,
            };
            output.page_for(true, |page| line.render(page))
        }
        SandboxEvent::Attempt(attempt) if is_refused(attempt) => {
            output.page_for(true, |page| AttemptLine(attempt).render(page))
        }
        SandboxEvent::StateReplaced(state) => {
            let line = StateReplaced::from(state);
            output.page_for(true, |page| line.render(page))
        }
        SandboxEvent::Request(_)
        | SandboxEvent::Attempt(_)
        | SandboxEvent::Rotated(_)
        | SandboxEvent::LeftOut(_)
        | SandboxEvent::NotRecorded(_)
        | SandboxEvent::LogFailed(_)
        | SandboxEvent::LogRestored(_) => Ok(()),
    }
}

/// Tells whether a receiver responded and refused a notification that it must accept. That
/// nothing listens is usual in tests.
fn is_refused(attempt: &DeliveryAttempt) -> bool {
    let has_status = matches!(attempt.outcome, PostOutcome::Status(_));
    has_status && !attempt.acknowledged && attempt.kind != AttemptKind::Probe
}

fn print(event: &SandboxEvent, data: &Path, output: &Output) -> Result<(), CliError> {
    let request = |request| output.show_line(&RequestLine { request, data });
    by_variant!(event: SandboxEvent {
        Request(record) => request(&record.summary),
        Attempt(attempt) => output.show_line(&AttemptLine(attempt)),
        Rotated(newest) => output.show_line(&Rotated { newest: newest.to_string() }),
        LeftOut(count) => output.show_line(&LeftOut { count: *count }),
        NotRecorded(count) => output.show_line(&NotRecorded { count: *count }),
        LogFailed(why) => output.show_line(&LogFailed { reason: with_sources(&**why) }),
        LogRestored(count) => output.show_line(&LogRestored { count: *count }),
        StateReplaced(state) => output.show_line(&StateReplaced::from(state)),
    })
}
