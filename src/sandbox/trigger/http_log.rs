//! A notification and its response, as a report has them.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::exchange::{Exchange, Header, NoResponse, Response};

/// How much of a header of the response is kept.
const MAX_HEADER_CHARS: usize = 256;

/// A request and its response.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct HttpLog {
    /// What was sent.
    pub request: LoggedRequest,
    /// The response, if there is one.
    #[serde(rename = "answer")]
    pub response: Option<LoggedResponse>,
    /// Why there is none.
    #[serde(rename = "error", serialize_with = "as_text")]
    pub failure: Option<NoResponse>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// A notification that was sent.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The headers.
    pub headers: Map<String, Value>,
    /// The body.
    pub body: String,
    /// What the body holds, decrypted.
    pub plaintext: Value,
}

/// A response to a notification.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct LoggedResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers; the values of one that was repeated are joined.
    pub headers: Map<String, Value>,
    /// The body, or its beginning.
    pub body: String,
    /// Whether the body goes on.
    pub truncated: bool,
}

#[expect(clippy::ref_option, reason = "serde passes a field so")]
fn as_text<S: Serializer>(why: &Option<NoResponse>, serializer: S) -> Result<S::Ok, S::Error> {
    why.as_ref().map(ToString::to_string).serialize(serializer)
}

impl From<Exchange> for HttpLog {
    fn from(exchange: Exchange) -> Self {
        let notification = exchange.notification;
        let headers = notification.headers.into_iter();
        let (response, failure) = match exchange.outcome {
            Ok(response) => (Some(response.into()), None),
            Err(why) => (None, Some(why)),
        };
        Self {
            request: LoggedRequest {
                headers: headers
                    .map(|(name, value)| (name.to_owned(), value.into()))
                    .collect(),
                body: String::from_utf8_lossy(&notification.body).into_owned(),
                plaintext: notification.plaintext,
            },
            response,
            failure,
            elapsed_ms: exchange.elapsed_ms,
        }
    }
}

impl From<Response> for LoggedResponse {
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
