//! The URL of a relay: that of the `notify_url`, and what follows it.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::receiver::RELAY_PATH_END;
use crate::transport::{BaseUrl, BaseUrlError};

/// The path of a `notify_url` that `serve-notify` has by default.
const DEFAULT_PATH: &str = "/notify";

/// The URL of a relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayUrl {
    base: BaseUrl,
    path: String,
}

/// Why a text is not the URL of a relay.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelayUrlError {
    /// It is not an https URL.
    #[error("'{0}' is not a URL such as https://pay.example.com/notify")]
    Shape(String),
    /// It has a login, a query or a fragment.
    #[error("the URL must have no login, query or fragment")]
    Extra,
    /// Everyone on the way could read the token over plain HTTP.
    #[error("{0} must be https; plain http is for this machine only")]
    Plain(String),
}

impl RelayUrl {
    /// Returns scheme, host and port.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Returns the path of the relay.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for RelayUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base.as_str(), self.path)
    }
}

impl FromStr for RelayUrl {
    type Err = RelayUrlError;

    /// Reads the URL of the `notify_url`, of its server or of the relay itself.
    fn from_str(text: &str) -> Result<Self, RelayUrlError> {
        let shape = || RelayUrlError::Shape(text.to_owned());
        let url = match Url::parse(text) {
            Ok(url) if url.has_host() => url,
            Ok(_) | Err(_) if text.contains('@') => return Err(RelayUrlError::Extra),
            Ok(_) | Err(_) => return Err(shape()),
        };
        let has_login = !url.username().is_empty() || url.password().is_some();
        if has_login || url.query().is_some() || url.fragment().is_some() {
            return Err(RelayUrlError::Extra);
        }
        let mut server = url.clone();
        server.set_path("/");
        let base = BaseUrl::parse(server.as_str(), true).map_err(|error| match error {
            BaseUrlError::Plain(_) => RelayUrlError::Plain(text.to_owned()),
            BaseUrlError::Shape(_) | BaseUrlError::Foreign(_) => shape(),
        })?;
        let path = match url.path().trim_end_matches('/') {
            "" => format!("{DEFAULT_PATH}{RELAY_PATH_END}"),
            path if path.ends_with(RELAY_PATH_END) => path.to_owned(),
            path => format!("{path}{RELAY_PATH_END}"),
        };
        Ok(Self { base, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_found_from_the_notify_url() {
        for (text, expected) in [
            (
                "https://pay.example.com",
                "https://pay.example.com/notify/relay",
            ),
            (
                "https://pay.example.com/",
                "https://pay.example.com/notify/relay",
            ),
            (
                "https://pay.example.com/a/b/",
                "https://pay.example.com/a/b/relay",
            ),
            (
                "https://pay.example.com:8443/n/relay",
                "https://pay.example.com:8443/n/relay",
            ),
            (
                "http://127.0.0.1:8080/notify",
                "http://127.0.0.1:8080/notify/relay",
            ),
        ] {
            let url: RelayUrl = text.parse().unwrap();
            assert_eq!(url.to_string(), expected);
        }
    }

    #[test]
    fn a_token_does_not_go_over_plain_http_to_another_machine() {
        let read = |text: &str| text.parse::<RelayUrl>().unwrap_err();
        assert!(matches!(
            read("http://pay.example.com/notify"),
            RelayUrlError::Plain(_)
        ));
        for extra in [
            "https://u:hunter2@pay.example.com",
            "https://x.example/n?token=hunter2",
            "u:hunter2@host",
        ] {
            assert_eq!(read(extra), RelayUrlError::Extra);
        }
        for shape in ["3000", "pay.example.com", "ftp://x", "", "https://"] {
            assert!(matches!(read(shape), RelayUrlError::Shape(_)), "{shape}");
        }
    }
}
