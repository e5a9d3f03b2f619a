//! How a sandbox behaves.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ambient;
use crate::protocol::id::IdError;
use crate::sandbox::stubs::Stubs;

/// Which keys WeChat Pay signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// 平台证书 alone, as for merchants who have signed up before the public key existed.
    Certificate,
    /// 微信支付公钥 alone, as for new merchants.
    PublicKey,
    /// The one that a request names, else the certificate, as while a merchant moves.
    #[default]
    Both,
}

impl Mode {
    /// Returns the mode's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::PublicKey => "public-key",
            Self::Both => "both",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Mode {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        [Self::Certificate, Self::PublicKey, Self::Both]
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| IdError::not_one_of(text, "certificate, public-key, both"))
    }
}

/// How a sandbox behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which keys it signs with.
    pub mode: Mode,
    /// How long after it was placed an order is paid; `None` for never.
    pub auto_pay: Option<Duration>,
    /// How many times faster than WeChat Pay's a notification's schedule runs.
    pub time_scale: f64,
    /// What responds to calls that the sandbox does not know; `None` for WeChat Pay's empty 404.
    pub stub: Option<Stubs>,
    /// What WeChat Pay does to notifications now and then.
    pub tricks: Tricks,
    /// Whether commands find the data folder without an option, so that the page need not name it
    /// in those that it shows.
    pub is_default_folder: bool,
}

/// What WeChat Pay does to notifications now and then, and a receiver must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tricks {
    /// How many of those that were acknowledged come once more.
    pub duplicates: Rate,
    /// How many are held back, so that later ones overtake them.
    pub reordered: Rate,
    /// How many are preceded by 探测流量, the same with a wrong signature.
    pub probes: Rate,
    /// How long WeChat Pay takes to move its notifications from the platform certificate to the
    /// public key, in [`Mode::Both`]; `None` if it does not.
    pub migration: Option<Duration>,
}

/// How many notifications the public key signs while a merchant moves to it, step by step.
const MIGRATION_MILLIONTHS: [u32; 7] =
    [1_000, 10_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

impl Tricks {
    /// Returns how many notifications the public key signs that long after the move began.
    pub(crate) fn migrated(&self, elapsed: Duration) -> Rate {
        let Some(whole) = self.migration else {
            return Rate::default();
        };
        let last = MIGRATION_MILLIONTHS.len() - 1;
        let step = elapsed.as_millis() * 7 / whole.as_millis().max(1);
        let step = usize::try_from(step).unwrap_or(last).min(last);
        Rate {
            millionths: MIGRATION_MILLIONTHS[step],
        }
    }
}

/// Why a text is not a [`Rate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a share such as 0.25 or 25%")]
pub struct RateError(String);

/// A share of all cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rate {
    /// In millionths.
    millionths: u32,
}

impl Rate {
    /// All cases.
    pub const ALWAYS: Self = Self {
        millionths: 1_000_000,
    };

    /// Tells, at random, whether this is such a case.
    #[must_use]
    pub fn happens(self) -> bool {
        self.millionths > 0
            && u32::from_le_bytes(ambient::bytes()) % Self::ALWAYS.millionths < self.millionths
    }
}

impl FromStr for Rate {
    type Err = RateError;

    /// Reads a share such as `0.25`, or `25%`.
    fn from_str(text: &str) -> Result<Self, RateError> {
        let wrong = || RateError(text.to_owned());
        let (digits, places) = match text.strip_suffix('%') {
            Some(percent) => (percent, 4),
            None => (text, 6),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(part) {
            return Err(wrong());
        }
        let part: String = part.chars().chain("000000".chars()).take(places).collect();
        let millionths = format!("{whole}{part}").parse().map_err(|_| wrong())?;
        if millionths > Self::ALWAYS.millionths {
            return Err(wrong());
        }
        Ok(Self { millionths })
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            auto_pay: None,
            time_scale: 1.0,
            stub: None,
            tricks: Tricks::default(),
            is_default_folder: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_share_or_a_percentage() {
        let millionths = |text: &str| text.parse::<Rate>().map(|rate| rate.millionths);
        for (text, expected) in [
            ("0", 0),
            ("0.001", 1000),
            ("1", 1_000_000),
            ("1.0", 1_000_000),
            ("5%", 50_000),
            ("0.1%", 1000),
            ("100%", 1_000_000),
        ] {
            assert_eq!(millionths(text), Ok(expected), "{text}");
        }
        for text in ["", "%", "2", "101%", "-1", "1.", ".5", "x", "1e3"] {
            assert!(millionths(text).is_err(), "{text}");
        }
        assert!(Rate::ALWAYS.happens() && !Rate::default().happens());
    }

    #[test]
    fn a_migration_has_seven_steps_and_ends_with_the_public_key() {
        let tricks = Tricks {
            migration: Some(Duration::from_secs(70)),
            ..Tricks::default()
        };
        let after = |seconds| tricks.migrated(Duration::from_secs(seconds)).millionths;
        let shares = [0, 9, 10, 35, 59, 60, 1000].map(after);
        let expected = [1_000, 1_000, 10_000, 100_000, 500_000, 1_000_000, 1_000_000];
        assert_eq!(shares, expected);
        assert_eq!(Tricks::default().migrated(Duration::MAX), Rate::default());
    }
}
