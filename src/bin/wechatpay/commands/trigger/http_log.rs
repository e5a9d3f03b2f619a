//! A notification and its response, as a report has them.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use wechatpay::sandbox::trigger::{Exchange, Header, NoResponse, Response};

use super::messages;
use crate::text;
use crate::ui::{Page, Tone};

/// How much of a header of the response is shown.
const MAX_HEADER_CHARS: usize = 256;

/// A request and its response.
#[derive(Serialize)]
pub(super) struct HttpLog {
    request: Sent,
    answer: Option<Received>,
    #[serde(rename = "error", serialize_with = "as_text")]
    failure: Option<NoResponse>,
    pub(super) elapsed_ms: u64,
}

#[derive(Serialize)]
struct Sent {
    headers: Map<String, Value>,
    body: String,
    plaintext: Value,
}

#[derive(Serialize)]
struct Received {
    status: u16,
    headers: Map<String, Value>,
    body: String,
    /// Whether the body goes on.
    truncated: bool,
}

#[expect(clippy::ref_option, reason = "serde passes a field so")]
fn as_text<S: Serializer>(why: &Option<NoResponse>, serializer: S) -> Result<S::Ok, S::Error> {
    why.as_ref().map(ToString::to_string).serialize(serializer)
}

impl From<Exchange> for HttpLog {
    fn from(exchange: Exchange) -> Self {
        let notification = exchange.notification;
        let headers = notification.headers.into_iter();
        let (answer, failure) = match exchange.outcome {
            Ok(response) => (Some(response.into()), None),
            Err(why) => (None, Some(why)),
        };
        Self {
            request: Sent {
                headers: headers
                    .map(|(name, value)| (name.to_owned(), value.into()))
                    .collect(),
                body: String::from_utf8_lossy(&notification.body).into_owned(),
                plaintext: notification.plaintext,
            },
            answer,
            failure,
            elapsed_ms: exchange.elapsed_ms,
        }
    }
}

impl From<Response> for Received {
    fn from(response: Response) -> Self {
        let mut headers = Map::new();
        for Header { name, value } in response.headers {
            let value: String = value.chars().take(MAX_HEADER_CHARS).collect();
            let joined = match headers.get(&name).and_then(Value::as_str) {
                Some(before) => format!("{before}, {value}"),
                None => value,
            };
            headers.insert(name, joined.into());
        }
        Self {
            status: response.status,
            headers,
            body: String::from_utf8_lossy(&response.body).into_owned(),
            truncated: response.truncated,
        }
    }
}

impl HttpLog {
    /// Returns the status; a dash if there is none.
    pub(super) fn outcome(&self) -> String {
        let status = self.answer.as_ref().map(|answer| answer.status.to_string());
        status.unwrap_or_else(|| "-".to_owned())
    }

    pub(super) fn render(&self, to: &str, page: &mut Page) {
        page.toned(Tone::Bold, format!("POST {to}"));
        lines(&self.request.headers, page);
        page.line("");
        page.lines(&self.request.body);
        page.line("");
        page.toned(Tone::Bold, text!("trigger-plaintext"));
        page.lines(serde_json::to_string_pretty(&self.request.plaintext).unwrap_or_default());
        page.line("");
        let milliseconds = self.elapsed_ms;
        if let Some(why) = &self.failure {
            let why = messages::no_response(why);
            page.toned(Tone::Bold, text!("trigger-no-response", why, milliseconds));
        }
        if let Some(answer) = &self.answer {
            let status = answer.status;
            page.toned(Tone::Bold, text!("trigger-response", status, milliseconds));
            lines(&answer.headers, page);
            if !answer.body.is_empty() {
                page.line("");
                page.lines(&answer.body);
            }
            if answer.truncated {
                page.toned(Tone::Dim, text!("trigger-more"));
            }
        }
        page.line("");
    }
}

fn lines(headers: &Map<String, Value>, page: &mut Page) {
    for (name, value) in headers {
        page.line(format!("{name}: {}", value.as_str().unwrap_or_default()));
    }
}
