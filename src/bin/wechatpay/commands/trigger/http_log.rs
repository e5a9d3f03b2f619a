//! A notification and its response on a page.

use serde_json::{Map, Value};
use wechatpay::sandbox::trigger::HttpLog;

use super::messages;
use crate::commands::attempt::body_beginning;
use crate::text;
use crate::ui::{Page, Tone};

/// Returns the status; a dash if there is none.
pub(super) fn outcome(log: &HttpLog) -> String {
    let status = log.response.as_ref();
    status.map_or_else(|| "-".to_owned(), |response| response.status.to_string())
}

/// Shows in two lines what was posted and what came back.
pub(super) fn brief(log: &HttpLog, event: &str, to: &str, page: &mut Page) {
    page.line(format!("--> {event} {to}"));
    let status = log.response.as_ref().map(|response| response.status);
    let tone = match status {
        Some(200..=299) => Tone::Good,
        Some(_) | None => Tone::Bad,
    };
    let why = log.failure.as_ref().map(messages::no_response);
    let why = why.map(|why| format!(" {}", page.show(&why)));
    page.parts(&[
        (None, "<-- "),
        (Some(tone), &format!("[{}]", outcome(log))),
        (None, why.as_deref().unwrap_or_default()),
        (Some(Tone::Dim), &format!(" {} ms", log.elapsed_ms)),
    ]);
    let body = log.response.as_ref().map(|response| &response.body);
    if let Some(body) = body.filter(|body| !body.is_empty()) {
        let shown = body_beginning(body);
        page.toned(Tone::Dim, format!("    {shown}"));
    }
}

pub(super) fn render(log: &HttpLog, to: &str, page: &mut Page) {
    page.toned(Tone::Bold, format!("POST {to}"));
    lines(&log.request.headers, page);
    page.line("");
    page.lines(&log.request.body);
    page.line("");
    page.toned(Tone::Bold, text!("trigger-plaintext"));
    page.lines(serde_json::to_string_pretty(&log.request.plaintext).unwrap_or_default());
    page.line("");
    let milliseconds = log.elapsed_ms;
    if let Some(why) = &log.failure {
        let why = messages::no_response(why);
        page.toned(Tone::Bold, text!("trigger-no-response", why, milliseconds));
    }
    if let Some(response) = &log.response {
        let status = response.status;
        page.toned(Tone::Bold, text!("trigger-response", status, milliseconds));
        lines(&response.headers, page);
        if !response.body.is_empty() {
            page.line("");
            page.lines(&response.body);
        }
        if response.truncated {
            page.toned(Tone::Dim, text!("trigger-more"));
        }
    }
}

fn lines(headers: &Map<String, Value>, page: &mut Page) {
    for (name, value) in headers {
        page.line(format!("{name}: {}", value.as_str().unwrap_or_default()));
    }
}
