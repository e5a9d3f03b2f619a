//! The only clock and the only random source; everything below is handed their values.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one door to the clock and to randomness"
)]

use std::time::{Duration, SystemTime};

use rand::RngExt;
use rand::distr::Alphanumeric;

use crate::protocol::stamp::{Nonce, Stamp, Timestamp};

/// Returns the moment in whole seconds.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// Returns the moment in whole milliseconds since 1970, for schedules shorter than a second.
#[must_use]
pub fn millis() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Returns `N` random bytes.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    rand::rng().random()
}

/// Returns whether something happens that has this probability, from 0 to 1.
#[must_use]
pub fn chance(probability: f64) -> bool {
    rand::rng().random_bool(probability.clamp(0.0, 1.0))
}

/// Returns `length` random decimal digits.
#[must_use]
pub fn digits(length: usize) -> String {
    let mut random = rand::rng();
    (0..length)
        .map(|_| char::from(random.random_range(b'0'..=b'9')))
        .collect()
}

/// Returns `length` random letters and digits.
#[must_use]
pub fn letters(length: usize) -> String {
    rand::rng()
        .sample_iter(Alphanumeric)
        .take(length)
        .map(char::from)
        .collect()
}

/// Returns a number of 32 characters that no other has: 14 digits of the moment and 18 random
/// letters and digits.
#[must_use]
pub fn unique_number() -> String {
    let digits: String = now()
        .to_rfc3339()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    digits + &letters(18)
}

/// Returns a moment and a nonce of 32 characters for one signature.
///
/// # Panics
/// Never: letters and digits make a nonce.
#[must_use]
pub fn stamp() -> Stamp {
    let nonce: Nonce = letters(32).parse().expect("letters and digits");
    Stamp {
        timestamp: now(),
        nonce,
    }
}

/// Returns a pause between a half and the whole of `longest`, so that many callers that failed
/// together do not come back together.
#[must_use]
pub fn jitter(longest: Duration) -> Duration {
    let half = longest / 2;
    half + half * rand::rng().random_range(0..=1000) / 1000
}
