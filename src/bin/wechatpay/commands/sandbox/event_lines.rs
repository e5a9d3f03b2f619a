//! What happens on a sandbox, a line for each request and each notification.

use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use wechatpay::ambient;
use wechatpay::protocol::error_code;
use wechatpay::sandbox::{AttemptKind, DeliveryAttempt, PostOutcome, RequestSummary};

use super::refusal::refusal_text;
use crate::commands::attempt::{attempt_text, body_beginning};
use crate::commands::findings::Findings;
use crate::sandbox_handle;
use crate::text;
use crate::ui::{Page, Render, Text, Tone, width};

/// How wide the line of a request is in a file, in columns.
const LINE_WIDTH: usize = 80;

/// The narrowest line of a request on a terminal, and the widest.
const LINE_WIDTHS: RangeInclusive<usize> = 40..=120;

/// Where the paths of API v2 are.
const V2_FOLDERS: [&str; 5] = [
    "/pay/",
    "/secapi/",
    "/sandboxnew/",
    "/mmpaymkttransfers/",
    "/tools/",
];

/// The line of a request, and under it why it was refused.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct RequestLine<'r> {
    pub(super) request: &'r RequestSummary,
    /// The data folder, whose commands are shown.
    #[serde(skip)]
    pub(super) data: &'r Path,
}

impl Render for RequestLine<'_> {
    const SCHEMA: &'static str = "sandbox-request";

    fn render(&self, page: &mut Page) {
        line("-->", self.request, page);
        reason(self.request, self.data, page);
    }
}

/// Shows method, path, number, status, code and how long it took, in the width of the terminal.
pub(super) fn line(before: &str, request: &RequestSummary, page: &mut Page) {
    let code = request.code.as_deref().unwrap_or_default();
    let status = format!("{} {code}", request.status);
    let status = status.trim_end();
    let tone = if request.status < 400 {
        Tone::Good
    } else {
        Tone::Bad
    };
    let before = format!("{before} {:<4} ", request.method);
    let columns = page.width().map_or(LINE_WIDTH, |columns| {
        columns.clamp(*LINE_WIDTHS.start(), *LINE_WIDTHS.end())
    });
    let left = columns.saturating_sub(width(&before) + 2 + width(status));
    let took = format!("{:>11}", milliseconds(request.elapsed));
    // The path says more than the time does.
    let took = if left > width(&took) {
        took
    } else {
        String::new()
    };
    let subject = subject(request, left.saturating_sub(width(&took)));
    page.parts(&[
        (None, &before),
        (None, &subject),
        (None, "  "),
        (Some(tone), status),
        (Some(Tone::Dim), &took),
    ]);
}

/// Returns path and number, cut or filled to a width. The query is left out unless it is all that
/// names the number.
fn subject(request: &RequestSummary, width: usize) -> String {
    let path = request.url.split('?').next().unwrap_or_default();
    let number = request.number.as_ref().map(|number| number.value.as_str());
    let text = match number.filter(|number| !path.contains(number)) {
        Some(number) => {
            let room = width.saturating_sub(number.chars().count() + 1);
            format!("{} {number}", shortened(path, room))
        }
        None => shortened(path, width),
    };
    let text = shortened(&text, width);
    format!("{text:<width$}")
}

/// Cuts a text at its beginning, since paths differ at their ends.
fn shortened(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return text.to_owned();
    }
    let kept = width.saturating_sub(1);
    let end: String = text.chars().skip(count - kept).collect();
    format!("…{end}")
}

/// Returns a duration in milliseconds, with a decimal as long as that says something.
pub(super) fn milliseconds(elapsed: Duration) -> String {
    let tenths = (elapsed.as_micros() + 50) / 100;
    if tenths < 1000 {
        format!("{}.{} ms", tenths / 10, tenths % 10)
    } else {
        format!("{} ms", elapsed.as_millis())
    }
}

/// Shows the faults that befell a request.
pub(super) fn faults(request: &RequestSummary, page: &mut Page) {
    if !request.faults.is_empty() {
        let faults = Text::list(&request.faults);
        page.toned(Tone::Doubtful, text!("sandbox-request-faults", faults));
    }
}

/// Shows why a request was refused.
pub(super) fn reason(request: &RequestSummary, data: &Path, page: &mut Page) {
    faults(request, page);
    if let Some(reason) = &request.failure {
        page.toned(Tone::Bad, text!("sandbox-request-failed", reason));
    }
    let show = |page: &mut Page| {
        if request.id != 0 {
            let command = sandbox_handle::command(&format!("requests show {}", request.id), data);
            page.toned(Tone::Dim, text!("sandbox-request-more", command));
        }
    };
    match &request.check {
        Some(check) => {
            Findings::of_check(check, page.lang).brief(page);
            show(page);
        }
        None if request.is_signature_refused() => {
            if let Some(message) = &request.message {
                page.toned(Tone::Dim, format!("    {message}"));
            }
            show(page);
        }
        None => match (&request.message, request.status) {
            (Some(message), _) => {
                page.toned(Tone::Dim, format!("    {message}"));
                let code = request.code.as_deref().unwrap_or_default();
                if error_code::refuses_key(code, message) {
                    page.toned(Tone::Dim, text!("sandbox-request-platform-serial"));
                }
            }
            (None, 404) if is_v2(&request.url) => {
                page.toned(Tone::Dim, text!("sandbox-request-v2"));
            }
            (None, 404) => page.toned(Tone::Dim, text!("sandbox-request-unknown-path")),
            (None, 405) => page.toned(Tone::Dim, text!("sandbox-request-other-method")),
            (None, _) => {}
        },
    }
}

/// Whether a path is one of API v2, whose calls are XML and end in the hash of a key.
fn is_v2(url: &str) -> bool {
    V2_FOLDERS.iter().any(|folder| url.starts_with(folder))
}

/// The line of an attempt to deliver a notification, and under it what did not work.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct AttemptLine<'a>(pub(super) &'a DeliveryAttempt);

impl Render for AttemptLine<'_> {
    const SCHEMA: &'static str = "sandbox-attempt";

    fn render(&self, page: &mut Page) {
        let attempt = self.0;
        let number = attempt.subject.number();
        let (event, url) = (&attempt.event_type, &attempt.url);
        let before = format!("<-- {event} {number} → {url} ");
        let outcome = outcome(&attempt.outcome).show(page.lang);
        let is_good = attempt.acknowledged != (attempt.kind == AttemptKind::Probe);
        let tone = if is_good { Tone::Good } else { Tone::Bad };
        let took = milliseconds(attempt.elapsed);
        let what = page.show(&what_next(attempt));
        page.parts(&[
            (None, &before),
            (Some(tone), &outcome),
            (Some(Tone::Dim), &format!(" {took}")),
            (None, &what),
        ]);
        if attempt.kind == AttemptKind::Probe {
            if attempt.acknowledged {
                page.toned(Tone::Bad, text!("sandbox-probe-accepted"));
            }
        } else if !attempt.acknowledged {
            failure(attempt, page);
        }
    }
}

/// Shows what the receiver responded, and what its signature can be verified with.
fn failure(attempt: &DeliveryAttempt, page: &mut Page) {
    let body = attempt.response.as_ref().map(|response| &response.body);
    if let Some(body) = body
        .and_then(|body| body.text())
        .filter(|text| !text.is_empty())
    {
        let body = body_beginning(body);
        page.toned(Tone::Dim, text!("sandbox-attempt-body", body));
    }
    if let Some(help) = refusal_text(&attempt.outcome) {
        let help = page.show(&help);
        page.line(format!("    {help}"));
    }
    let serial_no = &attempt.signed_by;
    let path = attempt.verify_with.display();
    page.toned(Tone::Dim, text!("sandbox-attempt-signed", serial_no, path));
}

/// Returns what kind of attempt it was, and when the next one is.
fn what_next(attempt: &DeliveryAttempt) -> Text {
    match attempt.kind {
        AttemptKind::Probe => text!("sandbox-attempt-probe"),
        AttemptKind::Duplicate => text!("sandbox-attempt-duplicate"),
        AttemptKind::Scheduled | AttemptKind::Resent if attempt.acknowledged => Text::verbatim(""),
        AttemptKind::Scheduled | AttemptKind::Resent => match attempt.next_attempt_at {
            Some(at) => {
                let pause = u64::try_from(at.saturating_sub(ambient::millis())).unwrap_or(0);
                let pause = pause_text(Duration::from_millis(pause));
                text!("sandbox-attempt-next", pause)
            }
            None => text!("sandbox-attempt-last"),
        },
    }
}

/// Returns a pause in the largest unit in which it is a whole number, nearly.
pub(super) fn pause_text(pause: Duration) -> String {
    let seconds = (pause.as_millis() + 500) / 1000;
    match seconds {
        0 => format!("{} ms", pause.as_millis()),
        1..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", (seconds + 30) / 60),
        7200.. => format!("{} h", (seconds + 1800) / 3600),
    }
}

/// Returns what came of an attempt to post a notification.
pub(super) fn outcome(outcome: &PostOutcome) -> Text {
    match outcome {
        PostOutcome::Status(status) => Text::verbatim(status.to_string()),
        PostOutcome::ConnectionRefused(_) => text!("sandbox-connection-refused"),
        PostOutcome::NoResponse(reason) => attempt_text(reason),
        PostOutcome::NotPosted => text!("sandbox-not-posted"),
    }
}

/// Shows whether a notification was acknowledged, and else what came of it; `not_posted` says why
/// none is posted.
pub(super) fn acknowledgement(
    acknowledged: bool,
    last_outcome: Option<&PostOutcome>,
    not_posted: Text,
    page: &mut Page,
) {
    if acknowledged {
        page.toned(Tone::Good, text!("sandbox-acknowledged"));
    } else if last_outcome == Some(&PostOutcome::NotPosted) {
        page.line(not_posted);
    } else {
        page.toned(Tone::Bad, text!("sandbox-not-acknowledged"));
        if let Some(last) = last_outcome {
            page.line(outcome(last));
        }
    }
}
