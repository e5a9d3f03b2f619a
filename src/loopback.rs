//! Addresses and hosts that are this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

/// Returns whether an address is a loopback address, also if it is IPv4 written as IPv6.
#[must_use]
pub fn is_loopback_address(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Returns whether a name stands for this machine (RFC 6761), whatever DNS says.
#[must_use]
pub fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Returns whether a host is this machine.
#[must_use]
pub fn is_loopback_host(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => is_localhost(name),
        Host::Ipv4(address) => is_loopback_address((*address).into()),
        Host::Ipv6(address) => is_loopback_address((*address).into()),
    }
}

/// Returns whether a URL's host is this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    url.host().as_ref().is_some_and(is_loopback_host)
}

/// Returns an address that leads here from this machine; "any address" is not one to send to.
#[must_use]
pub fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip().to_canonical() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for (url, expected) in [
            ("http://localhost:81/x", true),
            ("http://pay.LOCALHOST./", true),
            ("http://127.0.0.2", true),
            ("http://[::1]:81", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("http://localhost.example", false),
            ("http://0.0.0.0", false),
            ("http://[::]", false),
            ("unix:/run/x", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn the_sandbox_gets_an_address_that_it_can_send_to() {
        for (bound, expected) in [
            ("0.0.0.0:81", "127.0.0.1:81"),
            ("[::]:81", "[::1]:81"),
            ("[::ffff:127.0.0.1]:81", "127.0.0.1:81"),
            ("[::ffff:0.0.0.0]:81", "127.0.0.1:81"),
            ("127.0.0.2:81", "127.0.0.2:81"),
        ] {
            assert_eq!(reachable(bound.parse().unwrap()).to_string(), expected);
        }
    }
}
