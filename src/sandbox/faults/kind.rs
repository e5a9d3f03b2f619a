//! Each fault, and its name.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::diagnose::{Sentence, sentence};
use crate::profile::nearest;
use crate::sandbox::faults::error::FaultError;

/// What the name of a fault ends with that occurs although the call took effect.
const AFTER: &str = "-after";

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

    /// Returns what occurs, for people.
    #[must_use]
    pub fn description(self) -> Sentence {
        match self {
            Self::Status(_, Effect::None) => sentence!(
                "fault-http",
                "this status without a body, from 400 to 599; nothing takes effect"
            ),
            Self::Status(_, Effect::Done) => sentence!(
                "fault-http-after",
                "this status without a body, although the call took effect"
            ),
            Self::SystemError(Effect::None) => sentence!(
                "fault-system-error",
                "500 SYSTEM_ERROR; nothing takes effect"
            ),
            Self::SystemError(Effect::Done) => sentence!(
                "fault-system-error-after",
                "500 SYSTEM_ERROR, although the call took effect"
            ),
            Self::FrequencyLimited(Effect::None) => sentence!(
                "fault-frequency-limited",
                "429 FREQUENCY_LIMITED or RATELIMIT_EXCEEDED; nothing takes effect"
            ),
            Self::FrequencyLimited(Effect::Done) => sentence!(
                "fault-frequency-limited-after",
                "the same, although the call took effect"
            ),
            Self::Reset(Effect::None) => sentence!(
                "fault-reset-before",
                "the connection ends without a response; nothing takes effect"
            ),
            Self::Reset(Effect::Done) => sentence!(
                "fault-reset-after",
                "the connection ends without a response, although the call took effect"
            ),
            Self::Delay(_) => sentence!(
                "fault-delay",
                "the call takes effect, and its response comes this much later"
            ),
            Self::WrongClock => sentence!(
                "fault-wrong-clock",
                "WeChat Pay's clock is ten minutes ahead: 401, as if the call's timestamp were too old"
            ),
            Self::Html => sentence!(
                "fault-html",
                "200 with a page of HTML; nothing takes effect"
            ),
            Self::Redirect => sentence!(
                "fault-redirect",
                "302 to another path; nothing takes effect"
            ),
            Self::EmptyBody => sentence!(
                "fault-empty-body",
                "the response without its body; the call took effect"
            ),
            Self::TruncatedBody => sentence!(
                "fault-truncated-body",
                "half of the response's body, then the connection ends; the call took effect"
            ),
            Self::ForgedSignature => sentence!(
                "fault-forged-signature",
                "the response's signature is wrong; the call took effect"
            ),
            Self::MissingSignature => sentence!(
                "fault-missing-signature",
                "the response has no signature; the call took effect"
            ),
            Self::UnknownSerial => sentence!(
                "fault-unknown-serial",
                "the response names a key that does not exist; the call took effect"
            ),
            Self::StaleTimestamp => sentence!(
                "fault-stale-timestamp",
                "the response was signed ten minutes ago; the call took effect"
            ),
            Self::SignatureProbe => sentence!(
                "fault-signature-probe",
                "the response's signature is a probe (WECHATPAY/SIGNTEST/); the call took effect"
            ),
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
        let after = |effect| match effect {
            Effect::None => "",
            Effect::Done => AFTER,
        };
        match *self {
            Self::Status(status, effect) => write!(f, "http-{status}{}", after(effect)),
            Self::SystemError(effect) => write!(f, "system-error{}", after(effect)),
            Self::FrequencyLimited(effect) => write!(f, "frequency-limited{}", after(effect)),
            Self::Reset(Effect::None) => f.write_str("reset-before"),
            Self::Reset(Effect::Done) => f.write_str("reset-after"),
            Self::Delay(pause) => {
                let millis = pause.as_millis();
                if millis.is_multiple_of(1000) {
                    write!(f, "delay-{}s", millis / 1000)
                } else {
                    write!(f, "delay-{millis}ms")
                }
            }
            Self::WrongClock => f.write_str("wrong-clock"),
            Self::Html => f.write_str("html"),
            Self::Redirect => f.write_str("redirect"),
            Self::EmptyBody => f.write_str("empty-body"),
            Self::TruncatedBody => f.write_str("truncated-body"),
            Self::ForgedSignature => f.write_str("forged-signature"),
            Self::MissingSignature => f.write_str("missing-signature"),
            Self::UnknownSerial => f.write_str("unknown-serial"),
            Self::StaleTimestamp => f.write_str("stale-timestamp"),
            Self::SignatureProbe => f.write_str("signature-probe"),
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
    fn every_fault_is_read_by_its_name() {
        for kind in FaultKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
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
