//! Posts a notification once, and how long WeChat Pay waits before it does so again.

use std::time::Duration;

use crate::ambient;
use crate::error_chain::root_cause;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::Notification;
use crate::protocol::signed::SignedBody;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::numbers;

/// The pauses between attempts, in seconds: 15 repetitions in 24 hours and 4 minutes.
const SCHEDULE_SECS: [u64; 15] = [
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];

/// How long a receiver may take to respond.
pub(crate) const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Returns the pause after that many earlier attempts; `None` if WeChat Pay gives up.
pub(crate) fn pause(earlier: u32, time_scale: f64) -> Option<Duration> {
    let seconds = SCHEDULE_SECS.get(usize::try_from(earlier).ok()?)?;
    Some(Duration::from_secs(*seconds).div_f64(time_scale))
}

/// Returns the longest of these pauses, in milliseconds; where time runs slower, another sandbox of
/// the folder may have scheduled it.
pub(crate) fn longest_pause(time_scale: f64) -> i64 {
    let longest = Duration::from_secs(SCHEDULE_SECS[SCHEDULE_SECS.len() - 1]);
    millis(longest.div_f64(time_scale).max(longest))
}

/// Posts a notification once.
pub(crate) async fn post(
    http: &reqwest::Client,
    url: &str,
    key: &SigningKey,
    notification: &Notification,
) -> PostOutcome {
    let signed = SignedBody::sign(key, &ambient::stamp(), notification.to_bytes());
    let mut request = http.post(url).timeout(RESPONSE_TIMEOUT);
    for (name, value) in headers(&signed) {
        request = request.header(name, value);
    }
    match request.body(signed.body).send().await {
        Ok(response) => PostOutcome::Status(response.status().as_u16()),
        Err(why) if why.is_timeout() => PostOutcome::NoResponse(format!(
            "no answer within {} seconds",
            RESPONSE_TIMEOUT.as_secs()
        )),
        Err(why) => root_cause(&why.without_url()).into(),
    }
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
