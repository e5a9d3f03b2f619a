//! Sends a notification once, as WeChat Pay would.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{StreamExt, stream};
use reqwest::header::HeaderMap;
use tokio::time::{Instant, sleep, timeout};

use super::specimen::Specimen;
use crate::error_chain::root_cause;
use crate::sandbox::notifier::post::RESPONSE_TIMEOUT;

/// How much of an answer's body is read.
const BODY_LIMIT: usize = 2048;

/// An answer that came in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers; a byte that is no ASCII is the character of its number.
    pub headers: Vec<(String, String)>,
    /// The body, or its beginning.
    pub body: Vec<u8>,
    /// Whether there was more of it.
    pub truncated: bool,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No connection.
    #[error("cannot connect: {0}")]
    Unreachable(String),
    /// Nothing, or not everything, in 5 seconds.
    #[error("no complete answer within {} s", RESPONSE_TIMEOUT.as_secs())]
    TooSlow,
    /// The connection broke.
    #[error("no answer: {0}")]
    Broken(String),
}

/// A notification, and what came of it.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was posted.
    pub specimen: Specimen,
    /// What came back.
    pub outcome: Result<Answer, NoAnswer>,
    /// How long that took, in milliseconds.
    pub elapsed_ms: u64,
}

/// Posts a notification once, with a client that should follow no redirect; waits for 5
/// seconds, the body of the answer included.
pub async fn post(http: &reqwest::Client, url: &str, specimen: Specimen) -> Exchange {
    let began = Instant::now();
    let outcome = match timeout(RESPONSE_TIMEOUT, send(http, url, &specimen)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(why(error)),
        Err(_) => Err(NoAnswer::TooSlow),
    };
    Exchange {
        specimen,
        outcome,
        elapsed_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    }
}

async fn send(
    http: &reqwest::Client,
    url: &str,
    specimen: &Specimen,
) -> Result<Answer, reqwest::Error> {
    let mut request = http.post(url);
    for (name, value) in &specimen.headers {
        request = request.header(*name, value);
    }
    // A body in pieces does not tell its length by itself.
    request = request.header("Content-Length", specimen.body.len());
    let mut answer = request.body(body(specimen)).send().await?;
    let (mut body, mut truncated) = (Vec::new(), false);
    while let Some(chunk) = answer.chunk().await? {
        let room = BODY_LIMIT - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        truncated = chunk.len() > room;
        if truncated {
            break;
        }
    }
    Ok(Answer {
        status: answer.status().as_u16(),
        headers: texts(answer.headers()),
        body,
        truncated,
    })
}

fn body(specimen: &Specimen) -> reqwest::Body {
    let whole = Bytes::copy_from_slice(&specimen.body);
    let Some(pause) = specimen.pause else {
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

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect();
    headers
        .iter()
        .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
        .collect()
}

/// The URL, which may hold a token, is in none of them.
fn why(error: reqwest::Error) -> NoAnswer {
    let (unreachable, slow) = (error.is_connect(), error.is_timeout());
    let cause = root_cause(&error.without_url());
    match (unreachable, slow) {
        (true, _) => NoAnswer::Unreachable(cause),
        (false, true) => NoAnswer::TooSlow,
        (false, false) => NoAnswer::Broken(cause),
    }
}
