//! Posts a notification once, and how long WeChat Pay waits before it does so again.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use crate::ambient;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::Notification;
use crate::protocol::signed::{SIGNTEST_PREFIX, SignedBody};
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::log::message::{RecordedBody, RecordedHeader, RecordedMessage};
use crate::sandbox::numbers;
use crate::transport::{Obstacle, interruption};

/// The pauses between attempts, in seconds: 15 repetitions in 24 hours and 4 minutes.
const SCHEDULE_SECS: [u64; 15] = [
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];

/// How long a receiver may take to respond.
pub(crate) const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How much of the body of a response is kept.
const MAX_RESPONSE_BODY_BYTES: usize = 8 * 1024;

/// A notification that was posted, and what came of it.
pub(crate) struct Posted {
    /// In milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) elapsed: Duration,
    pub(crate) outcome: PostOutcome,
    pub(crate) request: RecordedMessage,
    pub(crate) response: Option<RecordedMessage>,
}

/// How a notification is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signing {
    Right,
    /// As a probe: the receiver must notice.
    Probe,
}

/// Returns the pause after that many earlier attempts; `None` if WeChat Pay gives up.
pub(crate) fn pause(earlier: u32, time_scale: f64) -> Option<Duration> {
    let seconds = SCHEDULE_SECS.get(usize::try_from(earlier).ok()?)?;
    Some(Duration::from_secs(*seconds).div_f64(time_scale))
}

/// Returns how long a notification waits at most that was attempted N times, in milliseconds,
/// whichever sandbox of the folder scheduled it; `None` before the first attempt.
pub(crate) fn longest_wait(attempts: u32, time_scale: f64) -> Option<i64> {
    let pause = pause(attempts.checked_sub(1)?, time_scale.min(1.0))?;
    Some(millis(pause))
}

/// Returns the longest of these pauses, in milliseconds; where time runs slower, another sandbox of
/// the folder may have scheduled it.
pub(crate) fn longest_pause(time_scale: f64) -> i64 {
    let longest = Duration::from_secs(SCHEDULE_SECS[SCHEDULE_SECS.len() - 1]);
    millis(longest.div_f64(time_scale).max(longest))
}

/// Posts a notification once, with a new signature.
pub(crate) async fn post(
    http: &reqwest::Client,
    url: &str,
    key: &SigningKey,
    notification: &Notification,
    signing: Signing,
) -> Posted {
    let mut signed = SignedBody::sign(key, &ambient::stamp(), notification.to_bytes());
    if signing == Signing::Probe {
        signed.signature.insert_str(0, SIGNTEST_PREFIX);
    }
    let headers = headers(&signed);
    let at = ambient::millis();
    let began = Instant::now();
    let sent = async {
        let mut request = http.post(url);
        for (name, value) in &headers {
            request = request.header(*name, value);
        }
        let response = request.body(signed.body.clone()).send().await?;
        Ok::<_, reqwest::Error>(response)
    };
    let (outcome, response) = match timeout(RESPONSE_TIMEOUT, sent).await {
        Ok(Ok(response)) => {
            let outcome = PostOutcome::Status(response.status().as_u16());
            let rest = RESPONSE_TIMEOUT.saturating_sub(began.elapsed());
            (outcome, Some(received(response, rest).await))
        }
        Ok(Err(why)) => (not_posted(&why), None),
        Err(_) => {
            let seconds = RESPONSE_TIMEOUT.as_secs();
            let why = format!("no answer within {seconds} seconds");
            (PostOutcome::NoResponse(why), None)
        }
    };
    let headers = headers
        .iter()
        .map(|(name, value)| RecordedHeader::new(name, value.as_bytes()))
        .collect();
    let body = RecordedBody::cut(&signed.body, usize::MAX);
    Posted {
        at,
        elapsed: began.elapsed(),
        outcome,
        request: RecordedMessage::new(headers, body),
        response,
    }
}

/// Returns why there is no response.
fn not_posted(error: &reqwest::Error) -> PostOutcome {
    if !error.is_connect() {
        return PostOutcome::NoResponse(interruption(error).to_string());
    }
    match Obstacle::direct(error, RESPONSE_TIMEOUT) {
        refused @ Obstacle::Refused => PostOutcome::ConnectionRefused(refused.to_string()),
        other => PostOutcome::NoResponse(other.to_string()),
    }
}

/// Reads the beginning of a response, as far as it comes in time.
async fn received(mut response: reqwest::Response, rest: Duration) -> RecordedMessage {
    let headers = RecordedHeader::list(response.headers());
    let mut body = RecordedBody::default();
    let read = async {
        while let Ok(Some(part)) = response.chunk().await {
            body.push(&part, MAX_RESPONSE_BODY_BYTES);
            if !body.is_complete() {
                break;
            }
        }
    };
    // The status is the answer; what is missing of the body is not waited for.
    let _ = timeout(rest, read).await;
    RecordedMessage::new(headers, body)
}

/// Returns the headers that WeChat Pay posts a notification with.
pub(crate) fn headers(signed: &SignedBody) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("User-Agent", "Mozilla/4.0".to_owned()),
        ("Accept", "*/*".to_owned()),
        ("Content-Type", "application/json".to_owned()),
        ("Request-ID", numbers::request_id(0)),
    ];
    let signature = signed.headers().into_iter();
    headers.extend(signature.map(|(name, value)| (name, value.to_owned())));
    headers
}

pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
