//! A notification and its response on a page.

use serde_json::{Map, Value};
use wechatpay::sandbox::trigger::HttpLog;

use super::messages;
use crate::text;
use crate::ui::{Page, Tone};

/// Returns the status; a dash if there is none.
pub(super) fn outcome(log: &HttpLog) -> String {
    let status = log.response.as_ref();
    status.map_or_else(|| "-".to_owned(), |response| response.status.to_string())
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
    page.line("");
}

fn lines(headers: &Map<String, Value>, page: &mut Page) {
    for (name, value) in headers {
        page.line(format!("{name}: {}", value.as_str().unwrap_or_default()));
    }
}
