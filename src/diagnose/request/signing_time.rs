//! When a request was signed, compared with the time of the check.

use super::header;
use crate::diagnose::stamp_lines::MAX_ZONE_HOURS;
use crate::diagnose::{Cause, Finding, Subject, sentence};
use crate::protocol::stamp::Timestamp;

/// The age that WeChat Pay accepts, in seconds.
const MAX_AGE_SECS: i64 = 300;
/// How near to whole hours an offset must be to look like a time zone's, in seconds.
const HOUR_TOLERANCE_SECS: i64 = 60;

/// When a request was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SigningTime {
    /// The timestamp, in seconds.
    pub signed_at: Timestamp,
    /// Seconds from signing to the check; negative if the timestamp is in the future.
    pub age_seconds: i64,
    /// Whether the age is that of another time zone: whole hours.
    pub whole_hours: Option<i64>,
}

impl SigningTime {
    /// Reads the timestamp of an `Authorization` header; `None` if it is not in whole seconds.
    #[must_use]
    pub fn read(authorization: &str, now: Timestamp) -> Option<Self> {
        let (header, _) = header::read(authorization);
        let signed_at: Timestamp = header.timestamp.parse().ok()?;
        if header.timestamp.len() != 10 {
            return None;
        }
        let age_seconds = now.0.checked_sub(signed_at.0)?;
        let hours = (age_seconds.abs() + HOUR_TOLERANCE_SECS) / 3600;
        let rest = (age_seconds.abs() - hours * 3600).abs();
        let whole = (1..=MAX_ZONE_HOURS).contains(&hours) && rest <= HOUR_TOLERANCE_SECS;
        Some(Self {
            signed_at,
            age_seconds,
            whole_hours: whole.then_some(hours),
        })
    }

    /// Whether WeChat Pay refuses this timestamp at the time of the check.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.age_seconds.abs() > MAX_AGE_SECS
    }

    /// Returns what is wrong with the moment of signing. An old timestamp is a fault only if the
    /// moment of sending is known: people look at requests of yesterday.
    #[must_use]
    pub fn findings(&self, sending_is_known: bool) -> Vec<Finding> {
        let ahead = self.age_seconds < 0;
        if !self.is_refused() || !(ahead || sending_is_known) {
            return Vec::new();
        }
        let seconds = self.age_seconds.abs();
        let moment = self.signed_at.to_rfc3339();
        let mut findings = vec![if ahead {
            Finding::verified(
                Cause::ClockSkew,
                sentence!(
                    "finding-moment-ahead",
                    "the timestamp is {moment}, {seconds} s ahead of this clock; WeChat Pay allows 300 s",
                    moment = moment,
                    seconds = seconds
                ),
                sentence!(
                    "finding-fix-moment-ahead",
                    "take the timestamp from the clock as Unix seconds, and set the clocks of server and this machine by NTP"
                ),
            )
        } else {
            Finding::fact(
                Cause::Stale,
                Subject::Request,
                sentence!(
                    "finding-moment-late",
                    "the timestamp is {moment}, {seconds} s before the request was sent; WeChat Pay allows 300 s",
                    moment = moment,
                    seconds = seconds
                ),
            )
        }];
        if let Some(whole) = self.whole_hours {
            findings.push(Finding::inferred(
                Cause::TimestampTimezone,
                sentence!("finding-moment-timezone", "the difference is {whole} h, as if a local time had been converted as UTC, or the reverse", whole = whole),
                Cause::TimestampTimezone.fix(Subject::Request),
            ));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, now: i64) -> SigningTime {
        let text = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",nonce_str=\"n\",signature=\"AA==\",timestamp=\"{seconds}\",serial_no=\"AA\""
        );
        SigningTime::read(&text, Timestamp(now)).unwrap()
    }

    fn causes(moment: &SigningTime, sending_is_known: bool) -> Vec<Cause> {
        let findings = moment.findings(sending_is_known);
        findings.iter().map(|finding| finding.cause).collect()
    }

    #[test]
    fn a_future_timestamp_is_a_fault_and_an_old_one_only_if_the_time_of_sending_is_known() {
        const NOW: i64 = 1_700_000_000;
        assert_eq!(causes(&at(NOW - 300, NOW), true), []);
        assert_eq!(causes(&at(NOW + 300, NOW), true), []);
        assert_eq!(causes(&at(NOW + 301, NOW), false), [Cause::ClockSkew]);
        assert_eq!(
            causes(&at(NOW + 28_800 - 40, NOW), false),
            [Cause::ClockSkew, Cause::TimestampTimezone]
        );
        assert_eq!(causes(&at(NOW - 28_800, NOW), false), []);
        assert_eq!(at(NOW - 28_800, NOW).whole_hours, Some(8));
        assert_eq!(
            causes(&at(NOW - 28_800, NOW), true),
            [Cause::Stale, Cause::TimestampTimezone]
        );
        assert_eq!(causes(&at(NOW - 5000, NOW), true), [Cause::Stale]);
        assert_eq!(at(NOW - 3 * 86_400, NOW).whole_hours, None);
    }
}
