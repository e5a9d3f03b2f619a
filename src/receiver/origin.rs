//! Which pages may call the checkout API. It spends money, and a browser on this machine sends
//! to it whatever any page of the world asks it to.

use std::net::IpAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use url::{Host, Url};

use crate::loopback::is_loopback_address;

/// Where requests of a Mini Program come from, as their `Referer` says.
const MINI_PROGRAM: &str = "servicewechat.com";

/// The names under which the checkout API is called.
#[derive(Debug, Clone)]
pub struct AllowedHosts {
    /// Where it listens.
    pub address: IpAddr,
    /// How else it is called, such as by the name of a tunnel.
    pub named: Vec<String>,
}

impl AllowedHosts {
    /// Admits a request that is to this server, and from no page but a Mini Program's or this
    /// machine's.
    ///
    /// # Errors
    /// Returns why it is refused.
    pub(super) fn admit(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), &'static str> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let host = uri.authority().map(Authority::as_str);
        let hosts: Vec<&str> = host.into_iter().chain(text(header::HOST)).collect();
        // A page whose own name leads here is of this origin, as far as its browser knows.
        let is_here = |host: &&str| self.include(&format!("http://{host}"));
        if hosts.is_empty() || !hosts.iter().all(is_here) {
            return Err("the Host is not one of this server's names");
        }
        let is_cross_site = text(header::HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|site| site != "same-origin" && site != "same-site" && site != "none");
        match text(header::ORIGIN).or_else(|| text(header::REFERER)) {
            Some(page) if self.trust(page) => Ok(()),
            None if !is_cross_site => Ok(()),
            Some(_) | None => Err("the checkout API is not for pages of other sites"),
        }
    }

    fn include(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        match url.host() {
            Some(Host::Domain(name)) => {
                let mut named = self.named.iter();
                name == "localhost" || named.any(|known| known.eq_ignore_ascii_case(name))
            }
            Some(Host::Ipv4(ip)) => self.has_address(ip.into()),
            Some(Host::Ipv6(ip)) => self.has_address(ip.into()),
            None => false,
        }
    }

    /// Returns whether an address leads here. No page can make an address its own name, so any is
    /// accepted if this listens on all of them.
    fn has_address(&self, ip: IpAddr) -> bool {
        let (ip, own) = (ip.to_canonical(), self.address.to_canonical());
        is_loopback_address(ip) || ip == own || own.is_unspecified()
    }

    fn trust(&self, page: &str) -> bool {
        let is_mini_program = Url::parse(page)
            .is_ok_and(|url| url.scheme() == "https" && url.host_str() == Some(MINI_PROGRAM));
        is_mini_program || self.include(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(address: &str, headers: &[(&'static str, &str)]) -> bool {
        let names = AllowedHosts {
            address: address.parse().unwrap(),
            named: vec!["Dev.Tunnel.example".to_owned()],
        };
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        let path = Uri::from_static("/wechat/createOrder");
        names.admit(&path, &headers).is_ok()
    }

    #[test]
    fn the_host_must_be_this_servers() {
        for (address, host, expected) in [
            ("127.0.0.1", "localhost:8080", true),
            ("127.0.0.1", "127.0.0.1:8080", true),
            ("127.0.0.1", "[::1]", true),
            ("127.0.0.1", "[::ffff:127.0.0.1]:80", true),
            ("127.0.0.1", "dev.tunnel.example", true),
            ("127.0.0.1", "evil.example:8080", false),
            ("127.0.0.1", "127.0.0.1.evil.example", false),
            ("127.0.0.1", "localhost.evil.example", false),
            ("127.0.0.1", "192.0.2.1:8080", false),
            ("127.0.0.1", "localhost@evil.example", false),
            ("127.0.0.1", "", false),
            ("192.0.2.1", "192.0.2.1:8080", true),
            ("192.0.2.1", "192.0.2.2:8080", false),
            ("0.0.0.0", "192.0.2.1:8080", true),
            ("::", "192.0.2.1:8080", true),
            ("0.0.0.0", "evil.example", false),
        ] {
            assert_eq!(admitted(address, &[("host", host)]), expected, "{host}");
        }
        assert!(!admitted("127.0.0.1", &[]));
        assert!(!admitted(
            "127.0.0.1",
            &[("host", "localhost"), ("origin", "\u{e4}")]
        ));
    }

    #[test]
    fn a_mini_program_and_pages_of_this_machine_are_served() {
        let from = |headers: &[(&'static str, &str)]| {
            admitted(
                "127.0.0.1",
                &[&[("host", "localhost:8080")], headers].concat(),
            )
        };
        let page = "https://servicewechat.com/wx8888888888888888/devtools/page-frame.html";
        // Of the developer tools, as they send it; of a phone; of curl.
        assert!(from(&[("referer", page), ("sec-fetch-site", "cross-site")]));
        assert!(from(&[("referer", page)]));
        assert!(from(&[]));
        assert!(from(&[("origin", "https://servicewechat.com")]));
        assert!(from(&[
            ("origin", "http://localhost:3000"),
            ("sec-fetch-site", "same-site")
        ]));
        assert!(from(&[
            ("origin", "http://127.0.0.1:8080"),
            ("sec-fetch-site", "same-origin")
        ]));
        for evil in [
            "http://evil.example",
            "http://servicewechat.com",
            "https://servicewechat.com.evil.example/",
            "https://evil.example/servicewechat.com",
            "null",
        ] {
            assert!(!from(&[("origin", evil)]), "{evil}");
            assert!(!from(&[("referer", evil)]), "{evil}");
            assert!(!from(&[("origin", evil), ("referer", page)]), "{evil}");
        }
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
    }
}
