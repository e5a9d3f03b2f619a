//! Targets: where notifications are forwarded to, and which.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

use crate::protocol::event_type::{EventPattern, UnknownEvent};

/// A target of the merchant's own, and the events that go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    name: String,
    /// An event goes there if one of them matches.
    patterns: Vec<EventPattern>,
}

/// Why a text is not a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It is not an address.
    #[error("'{0}' is not a target: a port, /path, host:port/path or an http(s) URL")]
    Shape(String),
    /// The number of its port is above 65535.
    #[error("{0} is not a port: the highest is 65535")]
    Port(String),
    /// The pattern before `=` matches no event type.
    #[error("{0}")]
    Pattern(#[from] UnknownEvent),
    /// Several patterns stand before `=`.
    #[error("'{0}' is not one pattern; give the option once for each pattern")]
    Patterns(String),
    /// A login would be shown wherever targets are listed.
    #[error("a target's URL must not hold a login")]
    Login,
}

impl Target {
    /// Returns a target that is not a URL, for every event.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            patterns: vec![EventPattern::every()],
        }
    }

    /// Returns the name that deliveries have for it: the URL.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether it is reached over HTTP.
    pub(super) fn is_url(&self) -> bool {
        self.name.contains("://")
    }

    /// Returns a name as it may be shown: without the query, which may hold a token.
    #[must_use]
    pub fn shown(name: &str) -> &str {
        name.split('?').next().unwrap_or(name)
    }

    /// Returns whether an event goes there.
    #[must_use]
    pub fn accepts(&self, event_type: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| pattern.matches(event_type))
    }

    /// Adds the events of another target of the same name.
    pub(super) fn join(&mut self, other: Self) {
        self.patterns.extend(other.patterns);
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// Reads `[PATTERN=]WHERE`, such as `3000` or `REFUND.*=localhost:3000/refunds`.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (pattern, place) = match split(text) {
            Some((patterns, _)) if patterns.contains([',', ' ', '|']) => {
                return Err(TargetError::Patterns(patterns.to_owned()));
            }
            Some((pattern, place)) => (pattern.parse()?, place),
            None => (EventPattern::every(), text),
        };
        let shape = || TargetError::Shape(place.to_owned());
        let first = place.split('/').next().unwrap_or_default();
        let whole = if place.contains("://") {
            place.to_owned()
        } else if first.parse::<u16>().is_ok() {
            format!("http://localhost:{place}")
        } else if let Some(port) = large_port(first) {
            return Err(TargetError::Port(port.to_owned()));
        } else if place.starts_with("//")
            || first.ends_with(':')
            || is_number(first)
            || is_word(place)
        {
            return Err(shape());
        } else if place.starts_with('/') {
            format!("http://localhost{place}")
        } else {
            format!("http://{place}")
        };
        let authority = whole.split('/').nth(2).unwrap_or_default();
        let of_url = |_| match large_port(authority) {
            Some(port) => TargetError::Port(port.to_owned()),
            None => shape(),
        };
        let url = Url::parse(&whole).map_err(of_url)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetError::Login);
        }
        let known =
            matches!(url.scheme(), "http" | "https") && url.host().as_ref().is_some_and(is_host);
        if !known || url.fragment().is_some() {
            return Err(shape());
        }
        Ok(Self {
            name: url.into(),
            patterns: vec![pattern],
        })
    }
}

/// Tells whether it is a single word: more likely a mistake than the port 80 of a host.
fn is_word(place: &str) -> bool {
    !place.contains(['/', ':', '.', '?']) && place != "localhost"
}

/// Splits a pattern off; a `=` behind the end of a host's name is part of the URL.
fn split(text: &str) -> Option<(&str, &str)> {
    let both = text.split_once('=')?;
    (!both.0.contains(['/', ':', '?', '#'])).then_some(both)
}

/// Returns the number of a port, alone or behind a host, that is above the highest.
fn large_port(authority: &str) -> Option<&str> {
    let port = authority.rsplit(':').next().unwrap_or_default();
    (is_number(port) && port.parse::<u16>().is_err()).then_some(port)
}

/// A number that is not a port: a URL would read it as an IPv4 address.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// URLs allow names that no host has, such as that of a pattern.
fn is_host(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let is_known = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
            name.bytes().all(is_known)
        }
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_may_be_short() {
        let name = |text: &str| text.parse::<Target>().unwrap().name().to_owned();
        assert_eq!(name("3000"), "http://localhost:3000/");
        assert_eq!(name("3000/pay"), "http://localhost:3000/pay");
        assert_eq!(name("/pay"), "http://localhost/pay");
        assert_eq!(name("shop.local:81/a?b=c"), "http://shop.local:81/a?b=c");
        assert_eq!(name("https://shop.example/x"), "https://shop.example/x");
        for bad in [
            "",
            "ftp://x",
            "http://",
            "//x",
            "http://u:p@x/",
            "70000x:",
            "99999",
            "65536/notify",
        ] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_port_above_the_highest_is_named() {
        for text in [
            "65536",
            "70000/x",
            "shop:70000",
            "http://shop:70000/x",
            "*=70000",
        ] {
            let error = text.parse::<Target>().unwrap_err();
            assert!(matches!(error, TargetError::Port(_)), "{text}: {error}");
        }
    }

    #[test]
    fn a_pattern_chooses_events() {
        let target: Target = "TRANSACTION.*=http://localhost:1/x?a=b".parse().unwrap();
        assert_eq!(target.name(), "http://localhost:1/x?a=b");
        assert!(target.accepts("TRANSACTION.SUCCESS") && !target.accepts("REFUND.SUCCESS"));
        let all: Target = "3000".parse().unwrap();
        assert!(all.accepts("REFUND.SUCCESS"));
    }

    #[test]
    fn a_pattern_is_distinguished_from_a_url_that_holds_an_equals_sign() {
        for url in [
            "/x?a=b",
            "/a=b",
            "3000/?a=b",
            "shop:81/a=b",
            "shop?a=b",
            "[::1]:3000/a=b",
            "https://shop.example/?a=b=c",
            "*=http://shop/?a=b",
        ] {
            assert!(url.parse::<Target>().unwrap().accepts("X"), "{url}");
        }
        for bad in ["transaction.*=3000", "=3000", "TRANSACTON.*=3000", "A=B"] {
            let error = bad.parse::<Target>().unwrap_err();
            assert!(matches!(error, TargetError::Pattern(_)), "{bad}");
        }
        for bad in ["A,B=3000", "a b=3000", "REFUND.*|TRANSACTION.*=3000"] {
            let error = bad.parse::<Target>().unwrap_err();
            assert!(matches!(error, TargetError::Patterns(_)), "{bad}");
        }
        for bad in ["*=B=3000", "A.*", "http://a.*/", "http://a,b/", "*="] {
            let error = bad.parse::<Target>().unwrap_err();
            assert!(matches!(error, TargetError::Shape(_)), "{bad}");
        }
    }
}
