//! 通知地址: the URL that WeChat Pay posts notifications to.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use url::{Host, Url};

use crate::loopback::is_loopback;

const MAX_URL_BYTES: usize = 255;

/// A `notify_url` whose text WeChat Pay accepts: an absolute http(s) URL without credentials, query
/// and fragment. It is sent as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotifyUrl {
    text: String,
    url: Url,
}

/// Why WeChat Pay refuses a `notify_url`, or cannot reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotifyUrlError {
    /// It contains whitespace or control characters.
    #[error("the notify_url contains whitespace")]
    Whitespace,
    /// It is not a URL.
    #[error("the notify_url is not a URL")]
    NotUrl,
    /// It contains a user name or a password. The text is not to be repeated.
    #[error("the notify_url must not contain credentials")]
    Credentials,
    /// It is not an http(s) URL.
    #[error("the notify_url must begin with https://")]
    Scheme,
    /// It has a query or a fragment.
    #[error("the notify_url must not have a query or a fragment")]
    QueryOrFragment,
    /// It is too long.
    #[error("the notify_url is longer than {MAX_URL_BYTES} bytes")]
    TooLong,
    /// It is plain http, which only a sandbox posts to, and only on this machine.
    #[error(
        "the notify_url must begin with https://; only a sandbox posts to http on this machine"
    )]
    PlainHttp,
    /// Its host is this machine, which only a sandbox reaches.
    #[error("the notify_url is this machine, which WeChat Pay cannot reach")]
    Loopback,
    /// Its host is not public.
    #[error("the host of the notify_url cannot be reached from outside")]
    NotPublic,
    /// It has no path.
    #[error("the notify_url is a host alone, without a path")]
    NoPath,
}

impl FromStr for NotifyUrl {
    type Err = NotifyUrlError;

    fn from_str(text: &str) -> Result<Self, NotifyUrlError> {
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(NotifyUrlError::Whitespace);
        }
        let url = Url::parse(text).map_err(|_| NotifyUrlError::NotUrl)?;
        if !url.username().is_empty() || url.password().is_some() {
            Err(NotifyUrlError::Credentials)
        } else if !matches!(url.scheme(), "http" | "https") {
            Err(NotifyUrlError::Scheme)
        } else if url.query().is_some() || url.fragment().is_some() {
            Err(NotifyUrlError::QueryOrFragment)
        } else if text.len() > MAX_URL_BYTES {
            Err(NotifyUrlError::TooLong)
        } else {
            Ok(Self {
                text: text.to_owned(),
                url,
            })
        }
    }
}

impl fmt::Display for NotifyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl NotifyUrl {
    /// Returns the URL as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Checks that the other side posts to it: WeChat Pay to https on other machines, a sandbox
    /// also to this machine.
    ///
    /// # Errors
    /// Returns [`NotifyUrlError::PlainHttp`] or [`NotifyUrlError::Loopback`].
    pub fn check_accepted(&self, by_sandbox: bool) -> Result<(), NotifyUrlError> {
        let is_own = is_loopback(&self.url);
        if is_own && by_sandbox {
            Ok(())
        } else if self.url.scheme() != "https" {
            Err(NotifyUrlError::PlainHttp)
        } else if is_own {
            Err(NotifyUrlError::Loopback)
        } else {
            Ok(())
        }
    }

    /// Checks that the other side can reach it, as far as its text shows.
    ///
    /// # Errors
    /// Returns what is wrong with its scheme, its host or its path.
    pub fn check_reachable(&self, by_sandbox: bool) -> Result<(), NotifyUrlError> {
        self.check_accepted(by_sandbox)?;
        if is_loopback(&self.url) {
            Ok(())
        } else if !is_public(&self.url) {
            Err(NotifyUrlError::NotPublic)
        } else if self.url.path() == "/" {
            Err(NotifyUrlError::NoPath)
        } else {
            Ok(())
        }
    }
}

fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let private = ["localhost", "local", "internal", "lan", "test", "invalid"];
            let last = name.rsplit('.').next().unwrap_or_default();
            name.contains('.') && !private.contains(&last)
        }
        Some(Host::Ipv4(address)) => is_public_ip(address.into()),
        Some(Host::Ipv6(address)) => is_public_ip(address.into()),
        None => false,
    }
}

fn is_public_ip(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let shared = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || v4.is_multicast()
                || v4.is_broadcast()
                || v4.octets()[0] == Ipv4Addr::UNSPECIFIED.octets()[0]
                || shared)
        }
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_public_ip(v4.into()),
            None => {
                !(v6.is_loopback()
                    || v6.is_unspecified()
                    || v6.is_unique_local()
                    || v6.is_unicast_link_local()
                    || v6.is_multicast())
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(text: &str, by_sandbox: bool) -> Result<(), NotifyUrlError> {
        text.parse::<NotifyUrl>()?.check_reachable(by_sandbox)
    }

    #[test]
    fn an_address_that_wechat_pay_reaches_is_public_https_with_a_path() {
        for good in [
            "https://pay.example.com/notify",
            "https://pay.example.com:8443/a/b",
            "https://203.0.112.7/notify",
        ] {
            assert_eq!(reached(good, false), Ok(()), "{good}");
        }
        for (bad, error) in [
            (
                " https://pay.example.com/notify",
                NotifyUrlError::Whitespace,
            ),
            (
                "https://pay.example.com/no tify",
                NotifyUrlError::Whitespace,
            ),
            ("notify", NotifyUrlError::NotUrl),
            ("ftp://pay.example.com/notify", NotifyUrlError::Scheme),
            ("http://pay.example.com/notify", NotifyUrlError::PlainHttp),
            ("https://pay.example.com", NotifyUrlError::NoPath),
            ("https://pay.example.com/", NotifyUrlError::NoPath),
            (
                "https://pay.example.com/n?a=1",
                NotifyUrlError::QueryOrFragment,
            ),
            (
                "https://pay.example.com/n#a",
                NotifyUrlError::QueryOrFragment,
            ),
            (
                "https://me:hunter2@pay.example.com/n",
                NotifyUrlError::Credentials,
            ),
        ] {
            assert_eq!(reached(bad, false), Err(error), "{bad}");
        }
        let long = format!("https://pay.example.com/{}", "n".repeat(MAX_URL_BYTES));
        assert_eq!(reached(&long, false), Err(NotifyUrlError::TooLong));
    }

    #[test]
    fn hosts_of_a_private_network_are_accepted_and_not_reached() {
        for url in [
            "https://shop/notify",
            "https://shop.local/notify",
            "https://10.1.2.3/notify",
            "https://172.20.0.1/notify",
            "https://192.168.1.1/notify",
            "https://169.254.1.1/notify",
            "https://100.64.0.1/notify",
            "https://0.0.0.0/notify",
            "https://[fd00::1]/notify",
            "https://[::ffff:10.0.0.1]/notify",
        ] {
            let parsed: NotifyUrl = url.parse().unwrap();
            assert_eq!(parsed.check_accepted(false), Ok(()), "{url}");
            assert_eq!(reached(url, false), Err(NotifyUrlError::NotPublic), "{url}");
        }
    }

    #[test]
    fn this_machine_will_do_for_the_sandbox() {
        for (url, error) in [
            ("http://127.0.0.1:8080/notify", NotifyUrlError::PlainHttp),
            ("http://localhost/n", NotifyUrlError::PlainHttp),
            ("https://127.0.0.1/notify", NotifyUrlError::Loopback),
            ("https://localhost/notify", NotifyUrlError::Loopback),
            ("https://[::1]/notify", NotifyUrlError::Loopback),
        ] {
            assert_eq!(reached(url, true), Ok(()), "{url}");
            assert_eq!(reached(url, false), Err(error), "{url}");
        }
    }
}
