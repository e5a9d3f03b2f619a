//! Each fault, and its name.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::diagnose::Sentence;
use crate::profile::nearest;
use crate::sandbox::faults::error::FaultError;

/// What the name of a fault ends with that occurs although the call took effect.
const AFTER: &str = "-after";

/// The English of the descriptions.
const ENGLISH: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/fault.ftl"));

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A status from 400 to 599 without a body, as a gateway responds.
    Status(u16, Effect),
    /// `SYSTEM_ERROR`.
    SystemError(Effect),
    /// `FREQUENCY_LIMITED`, or `RATELIMIT_EXCEEDED` of calls that have that.
    FrequencyLimited(Effect),
    /// The connection ends without a response.
    Reset(Effect),
    /// The response comes this much later.
    Delay(Duration),
    /// The platform's clock is ten minutes ahead, so every signature is too old.
    WrongClock,
    /// 200 with a page instead of JSON.
    Html,
    /// 302 to another path.
    Redirect,
    /// The response without its body.
    EmptyBody,
    /// The first half of the body, then the connection ends.
    TruncatedBody,
    /// The signature is not that of the body.
    ForgedSignature,
    /// The signature headers are missing.
    MissingSignature,
    /// `Wechatpay-Serial` names a key that does not exist.
    UnknownSerial,
    /// Correctly signed ten minutes ago.
    StaleTimestamp,
    /// 探测流量: the signature begins with `WECHATPAY/SIGNTEST/`.
    SignatureProbe,
}

/// Whether a call that a fault befalls takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing has happened: no order exists afterwards.
    None,
    /// It has: only the response is lost.
    Done,
}

/// What WeChat Pay itself responds with, in the words of each of its servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OwnError {
    /// It failed.
    System,
    /// There were too many calls.
    Limited,
}

impl FaultKind {
    /// All of them, with an example of those that have a value.
    pub const ALL: [Self; 19] = [
        Self::Status(503, Effect::None),
        Self::Status(503, Effect::Done),
        Self::SystemError(Effect::None),
        Self::SystemError(Effect::Done),
        Self::FrequencyLimited(Effect::None),
        Self::FrequencyLimited(Effect::Done),
        Self::Reset(Effect::None),
        Self::Reset(Effect::Done),
        Self::Delay(Duration::from_secs(2)),
        Self::WrongClock,
        Self::Html,
        Self::Redirect,
        Self::EmptyBody,
        Self::TruncatedBody,
        Self::ForgedSignature,
        Self::MissingSignature,
        Self::UnknownSerial,
        Self::StaleTimestamp,
        Self::SignatureProbe,
    ];

    /// Returns the error that WeChat Pay responds with; `None` for what only a network or an
    /// attacker does.
    pub(crate) fn own_error(self) -> Option<OwnError> {
        match self {
            Self::SystemError(_) => Some(OwnError::System),
            Self::FrequencyLimited(_) => Some(OwnError::Limited),
            Self::Status(..)
            | Self::Reset(_)
            | Self::Delay(_)
            | Self::WrongClock
            | Self::Html
            | Self::Redirect
            | Self::EmptyBody
            | Self::TruncatedBody
            | Self::ForgedSignature
            | Self::MissingSignature
            | Self::UnknownSerial
            | Self::StaleTimestamp
            | Self::SignatureProbe => None,
        }
    }

    /// Returns what occurs, for people: `fault-NAME` of `locales`.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "a test describes every fault")]
    pub fn description(self) -> Sentence {
        Sentence::of_catalogue(ENGLISH, format!("fault-{}", self.word()))
            .expect("the catalogue describes every fault")
    }

    /// Returns its name without the value that some have.
    fn word(self) -> &'static str {
        match self {
            Self::Status(_, Effect::None) => "http",
            Self::Status(_, Effect::Done) => "http-after",
            Self::SystemError(Effect::None) => "system-error",
            Self::SystemError(Effect::Done) => "system-error-after",
            Self::FrequencyLimited(Effect::None) => "frequency-limited",
            Self::FrequencyLimited(Effect::Done) => "frequency-limited-after",
            Self::Reset(Effect::None) => "reset-before",
            Self::Reset(Effect::Done) => "reset-after",
            Self::Delay(_) => "delay",
            Self::WrongClock => "wrong-clock",
            Self::Html => "html",
            Self::Redirect => "redirect",
            Self::EmptyBody => "empty-body",
            Self::TruncatedBody => "truncated-body",
            Self::ForgedSignature => "forged-signature",
            Self::MissingSignature => "missing-signature",
            Self::UnknownSerial => "unknown-serial",
            Self::StaleTimestamp => "stale-timestamp",
            Self::SignatureProbe => "signature-probe",
        }
    }

    /// Tells whether the call takes effect although the fault occurs.
    #[must_use]
    pub fn effect(self) -> Effect {
        match self {
            Self::Status(_, effect)
            | Self::SystemError(effect)
            | Self::FrequencyLimited(effect)
            | Self::Reset(effect) => effect,
            Self::WrongClock | Self::Html | Self::Redirect => Effect::None,
            Self::Delay(_)
            | Self::EmptyBody
            | Self::TruncatedBody
            | Self::ForgedSignature
            | Self::MissingSignature
            | Self::UnknownSerial
            | Self::StaleTimestamp
            | Self::SignatureProbe => Effect::Done,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Status(status, effect) = *self {
            let after = match effect {
                Effect::None => "",
                Effect::Done => AFTER,
            };
            return write!(f, "http-{status}{after}");
        }
        f.write_str(self.word())?;
        let Self::Delay(pause) = *self else {
            return Ok(());
        };
        let millis = pause.as_millis();
        if millis.is_multiple_of(1000) {
            write!(f, "-{}s", millis / 1000)
        } else {
            write!(f, "-{millis}ms")
        }
    }
}

impl FromStr for FaultKind {
    type Err = FaultError;

    fn from_str(name: &str) -> Result<Self, FaultError> {
        if let Some(known) = Self::ALL.into_iter().find(|kind| kind.to_string() == name) {
            return Ok(known);
        }
        if let Some(pause) = name.strip_prefix("delay-") {
            let pause = duration(pause).ok_or_else(|| FaultError::Delay(pause.to_owned()))?;
            return Ok(Self::Delay(pause));
        }
        let (text, effect) = match name.strip_suffix(AFTER) {
            Some(text) => (text, Effect::Done),
            None => (name, Effect::None),
        };
        if let Some(status) = text.strip_prefix("http-") {
            return status
                .parse()
                .ok()
                .filter(|status| status_range().contains(status))
                .map(|status| Self::Status(status, effect))
                .ok_or_else(|| FaultError::Status(status.to_owned()));
        }
        let known = Self::ALL.map(|kind| kind.to_string());
        Err(FaultError::Name {
            name: name.to_owned(),
            nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
        })
    }
}

fn status_range() -> std::ops::RangeInclusive<u16> {
    400..=599
}

/// The longest delay; no caller waits longer.
const MAX_DELAY: Duration = Duration::from_secs(3600);

/// Reads whole milliseconds, seconds or minutes, such as `250ms`, `2s` and `1m`.
fn duration(text: &str) -> Option<Duration> {
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: u64 = match &text[number.len()..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return None,
    };
    let millis = number.parse::<u64>().ok()?.checked_mul(unit)?;
    let pause = Duration::from_millis(millis);
    (!pause.is_zero() && pause <= MAX_DELAY).then_some(pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_described_and_read_by_its_name() {
        for kind in FaultKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert!(kind.description().to_string().contains(' '));
        }
        for (name, kind) in [
            ("http-429", FaultKind::Status(429, Effect::None)),
            ("http-500-after", FaultKind::Status(500, Effect::Done)),
            ("delay-250ms", FaultKind::Delay(Duration::from_millis(250))),
            ("delay-1m", FaultKind::Delay(Duration::from_secs(60))),
        ] {
            assert_eq!(name.parse(), Ok(kind), "{name}");
        }
    }

    #[test]
    fn a_wrong_name_is_refused_with_the_nearest() {
        for (name, nearest) in [
            ("system-eror", Some("system-error")),
            ("SYSTEM_ERROR", Some("system-error")),
            ("reset", Some("reset-after")),
            ("qqq", None),
        ] {
            let nearest = nearest.map(str::to_owned);
            let name = name.to_owned();
            let wrong: Result<FaultKind, _> = name.parse();
            assert_eq!(wrong, Err(FaultError::Name { name, nearest }));
        }
        for name in ["http-200", "http-600", "http-5xx", "http--after"] {
            let wrong = name.parse::<FaultKind>();
            assert!(matches!(wrong, Err(FaultError::Status(_))), "{name}");
        }
        for name in ["delay-0s", "delay-2", "delay-2h", "delay-", "delay-99999m"] {
            let wrong = name.parse::<FaultKind>();
            assert!(matches!(wrong, Err(FaultError::Delay(_))), "{name}");
        }
    }
}
