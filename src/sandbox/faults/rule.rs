//! A fault, the paths it is for, and how often it occurs.

use std::fmt;
use std::str::FromStr;

use crate::ambient;
use crate::profile::nearest;
use crate::sandbox::faults::error::FaultError;
use crate::sandbox::faults::kind::FaultKind;
use crate::sandbox::path_pattern::PathPattern;

/// A fault that is to occur: `NAME[:RATE|:xN][@PATH]`.
///
/// ```
/// use wechatpay::sandbox::FaultRule;
///
/// // Half of all calls, the next three calls, and each query of an order.
/// for text in ["http-503:0.5", "reset-after:x3", "delay-2s@/v3/pay/transactions/id/*"] {
///     assert_eq!(text.parse::<FaultRule>().unwrap().to_string(), text);
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(crate) kind: FaultKind,
    pub(crate) frequency: Frequency,
    pub(crate) path: Option<PathPattern>,
}

/// How often a fault occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Frequency {
    Always,
    /// With each call, by this probability.
    Rate(f64),
    /// With this many calls.
    Calls(u32),
}

impl FaultRule {
    /// Returns what goes wrong.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// Returns the path of the calls that it is for, which may have `*`; `None` for all calls.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        self.path.as_ref().map(ToString::to_string)
    }

    /// Tells whether the fault is for calls of this path.
    pub(crate) fn is_for(&self, path: &str) -> bool {
        self.path
            .as_ref()
            .is_none_or(|pattern| pattern.matches(path))
    }

    /// Decides whether the fault occurs with a call, as far as chance does.
    pub(crate) fn by_chance(&self) -> bool {
        match self.frequency {
            Frequency::Always | Frequency::Calls(_) => true,
            Frequency::Rate(rate) => ambient::chance(rate),
        }
    }

    /// Refuses a path that is not one of these routes'.
    pub(crate) fn check_path(&self, routes: &[String]) -> Result<(), FaultError> {
        let Some(pattern) = &self.path else {
            return Ok(());
        };
        if routes.iter().any(|route| pattern.can_match(route)) {
            return Ok(());
        }
        let path = pattern.to_string();
        let nearest = nearest(&path, routes.iter().map(String::as_str)).map(str::to_owned);
        Err(FaultError::Path { path, nearest })
    }
}

impl fmt::Display for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        match self.frequency {
            Frequency::Always => {}
            Frequency::Rate(rate) => write!(f, ":{rate}")?,
            Frequency::Calls(calls) => write!(f, ":x{calls}")?,
        }
        match &self.path {
            Some(path) => write!(f, "@{path}"),
            None => Ok(()),
        }
    }
}

impl FromStr for FaultRule {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (what, path) = match text.split_once('@') {
            Some((what, path)) => (what, Some(PathPattern::new(path))),
            None => (text, None),
        };
        let (name, frequency) = match what.split_once(':') {
            Some((name, often)) => (name, often.parse()?),
            None => (what, Frequency::Always),
        };
        Ok(Self {
            kind: name.parse()?,
            frequency,
            path,
        })
    }
}

impl FromStr for Frequency {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let read = match text.strip_prefix('x') {
            Some(calls) => calls
                .parse()
                .ok()
                .filter(|calls| *calls > 0)
                .map(Self::Calls),
            None => text
                .parse()
                .ok()
                .filter(|rate| *rate > 0.0 && *rate <= 1.0)
                .map(Self::Rate),
        };
        read.ok_or_else(|| FaultError::Frequency(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> FaultRule {
        text.parse().unwrap()
    }

    #[test]
    fn a_rule_has_a_name_and_perhaps_a_frequency_and_a_path() {
        for text in [
            "http-500",
            "http-500:x3",
            "reset-before:0.25",
            "delay-2s:x1@/v3/certificates",
        ] {
            assert_eq!(rule(text).to_string(), text);
        }
        for text in [
            "html:0", "html:2", "html:x0", "html:", "html:x-1", "html:NaN",
        ] {
            let wrong = text.parse::<FaultRule>();
            assert!(matches!(wrong, Err(FaultError::Frequency(_))), "{text}");
        }
    }

    #[test]
    fn a_path_that_no_call_has_is_refused_with_the_nearest() {
        let routes = ["/v3/certificates", "/v3/refund/domestic/refunds/{number}"];
        let routes = routes.map(str::to_owned);
        assert_eq!(rule("html@/v3/certificates").check_path(&routes), Ok(()));
        let number = rule("html@/v3/refund/domestic/refunds/refund-1");
        assert_eq!(number.check_path(&routes), Ok(()));
        let why = rule("html@/v3/certificate").check_path(&routes);
        let path = "no call has the path /v3/certificate; did you mean /v3/certificates?";
        assert_eq!(why.unwrap_err().to_string(), path);
    }
}
