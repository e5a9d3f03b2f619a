//! The moment and the random string that go into every signature.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::id::{Form, IdError};

/// 时间戳, a moment in whole Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads the `Date` of a response (RFC 9110, section 5.6.7).
    #[must_use]
    pub fn from_http_date(text: &str) -> Option<Self> {
        let date = jiff::fmt::rfc2822::parse(text).ok()?;
        Some(Self(date.timestamp().as_second()))
    }

    /// Returns the moment as a `Date` header has it; the other half is
    /// [`Timestamp::from_http_date`].
    #[must_use]
    pub fn to_http_date(self) -> String {
        jiff::Timestamp::from_second(self.0)
            .ok()
            .and_then(|moment| {
                let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
                printer.timestamp_to_rfc9110_string(&moment).ok()
            })
            .unwrap_or_default()
    }

    /// Tells whether it can only be a number of milliseconds: as seconds, it is after the year
    /// 5138.
    #[must_use]
    pub fn is_in_milliseconds(self) -> bool {
        self.0 >= 100_000_000_000
    }

    /// Returns the second of a moment in milliseconds since 1970.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.div_euclid(1000))
    }

    /// Returns the moment as RFC 3339 in China's time zone, as WeChat Pay writes times.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        jiff::Timestamp::from_second(self.0).map_or_else(
            |_| self.0.to_string(),
            |moment| {
                moment
                    .to_zoned_datetime(zone)
                    .strftime("%Y-%m-%dT%H:%M:%S%:z")
                    .to_string()
            },
        )
    }

    /// Returns the whole days from `earlier` to this moment, negative if that is later.
    #[must_use]
    pub fn whole_days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(86_400)
    }

    /// Reads RFC 3339, with an offset.
    ///
    /// # Errors
    /// Returns an error if the text is not such a time.
    pub fn from_rfc3339(text: &str) -> Result<Self, IdError> {
        text.parse::<jiff::Timestamp>()
            .map(|moment| Self(moment.as_second()))
            .map_err(|_| IdError::form(Form::Rfc3339, text))
    }

    /// Returns the moment `later` seconds after this one.
    #[must_use]
    pub fn plus(self, later: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(later.as_secs()).unwrap_or(i64::MAX)),
        )
    }
}

impl FromStr for Timestamp {
    type Err = IdError;

    /// Reads Unix seconds, digits only.
    fn from_str(text: &str) -> Result<Self, IdError> {
        text.parse()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
            .map(Self)
            .ok_or_else(|| IdError::form(Form::UnixSeconds, text))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// 随机字符串, which makes two signatures over the same content differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nonce(String);

impl Nonce {
    /// Returns the value as it is signed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Nonce {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError::form(Form::Nonce, text))
        }
    }
}

impl TryFrom<String> for Nonce {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Nonce> for String {
    fn from(value: Nonce) -> String {
        value.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The moment and the nonce of one signature, passed in so that the core needs neither clock
/// nor randomness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time of signing.
    pub timestamp: Timestamp,
    /// The random string that makes it unique.
    pub nonce: Nonce,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_wechat_pay_writes_it() {
        let time = Timestamp::from_rfc3339("2018-06-08T10:34:56+08:00").unwrap();
        assert_eq!(time, Timestamp(1_528_425_296));
        assert_eq!(time.to_rfc3339(), "2018-06-08T10:34:56+08:00");
    }

    #[test]
    fn seconds_are_digits() {
        assert!("1554208460".parse::<Timestamp>().is_ok());
        for text in ["", "-1", "+1", "1.5", "0x10"] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }
}
