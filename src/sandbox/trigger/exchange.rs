//! Posts a test notification once, as WeChat Pay would.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{StreamExt, stream};
use reqwest::header::HeaderMap;
use tokio::time::{Instant, sleep, timeout};

use super::notification::TestNotification;
use crate::sandbox::notifier::post::RESPONSE_TIMEOUT;
use crate::transport::{Interruption, Obstacle, interruption};

/// How much of a response's body is read.
const MAX_BODY_BYTES: usize = 2048;

/// A response that came in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers; a byte that is not ASCII is read as Latin-1.
    pub headers: Vec<Header>,
    /// The body, or its beginning.
    pub body: Vec<u8>,
    /// Whether there was more of it.
    pub truncated: bool,
}

/// A header of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name, in lower case.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoResponse {
    /// The connection failed.
    #[error("cannot connect: {0}")]
    Unreachable(Obstacle),
    /// The response was not complete after 5 seconds.
    #[error("no complete response within {} s", RESPONSE_TIMEOUT.as_secs())]
    TooSlow,
    /// The connection broke.
    #[error("no response: {0}")]
    Broken(Interruption),
}

/// A notification and the response to it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// The notification that was posted.
    pub notification: TestNotification,
    /// The response, or why there is none.
    pub outcome: Result<Response, NoResponse>,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u64,
}

/// Posts a notification once, with a client that should follow no redirect; waits for 5
/// seconds, the body of the response included.
pub async fn post(http: &reqwest::Client, url: &str, notification: TestNotification) -> Exchange {
    let started = Instant::now();
    let outcome = match timeout(RESPONSE_TIMEOUT, send(http, url, &notification)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => Err(why(&error)),
        Err(_) => Err(NoResponse::TooSlow),
    };
    Exchange {
        notification,
        outcome,
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

async fn send(
    http: &reqwest::Client,
    url: &str,
    notification: &TestNotification,
) -> Result<Response, reqwest::Error> {
    let mut request = http.post(url);
    for (name, value) in &notification.headers {
        request = request.header(*name, value);
    }
    // A body in pieces has no length of its own.
    request = request.header("Content-Length", notification.body.len());
    let mut response = request.body(body(notification)).send().await?;
    let (mut body, mut truncated) = (Vec::new(), false);
    while let Some(chunk) = response.chunk().await? {
        let room = MAX_BODY_BYTES - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        truncated = chunk.len() > room;
        if truncated {
            break;
        }
    }
    Ok(Response {
        status: response.status().as_u16(),
        headers: texts(response.headers()),
        body,
        truncated,
    })
}

fn body(notification: &TestNotification) -> reqwest::Body {
    let whole = Bytes::copy_from_slice(&notification.body);
    let Some(pause) = notification.pause else {
        return whole.into();
    };
    let rest = whole.slice(whole.len() / 2..);
    let first = whole.slice(..whole.len() / 2);
    let halves = [(Duration::ZERO, first), (pause, rest)];
    let pieces = stream::iter(halves).then(async |(pause, half)| {
        sleep(pause).await;
        Ok::<_, Infallible>(half)
    });
    reqwest::Body::wrap_stream(pieces)
}

fn texts(headers: &HeaderMap) -> Vec<Header> {
    let text = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect();
    headers
        .iter()
        .map(|(name, value)| Header {
            name: name.to_string(),
            value: text(value.as_bytes()),
        })
        .collect()
}

/// The URL, which may hold a token, is in none of them.
fn why(error: &reqwest::Error) -> NoResponse {
    match (error.is_connect(), error.is_timeout()) {
        (true, _) => NoResponse::Unreachable(Obstacle::direct(error, RESPONSE_TIMEOUT)),
        (false, true) => NoResponse::TooSlow,
        (false, false) => NoResponse::Broken(interruption(error)),
    }
}
