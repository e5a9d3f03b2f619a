//! Whether WeChat Pay can reach a `notify_url`, as far as its text shows.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

use super::evidence::NotifyUrlFault;
use crate::loopback::is_loopback;

const MAX_URL_BYTES: usize = 255;

/// Returns why WeChat Pay refuses a URL, or cannot reach it; `is_refused` is what the profile's own
/// reading said.
pub(super) fn fault(text: &str, is_sandbox: bool, is_refused: bool) -> Option<NotifyUrlFault> {
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(NotifyUrlFault::Whitespace);
    }
    let Ok(url) = Url::parse(text) else {
        return Some(NotifyUrlFault::NotUrl);
    };
    if !url.username().is_empty() || url.password().is_some() {
        Some(NotifyUrlFault::Credentials)
    } else if is_refused {
        Some(NotifyUrlFault::Scheme)
    } else if url.query().is_some() || url.fragment().is_some() {
        Some(NotifyUrlFault::QueryOrFragment)
    } else if text.len() > MAX_URL_BYTES {
        Some(NotifyUrlFault::TooLong)
    } else if is_sandbox && is_loopback(&url) {
        None
    } else if url.scheme() != "https" {
        Some(NotifyUrlFault::PlainHttp)
    } else if !is_public(&url) {
        Some(NotifyUrlFault::NotPublic)
    } else {
        (url.path() == "/").then_some(NotifyUrlFault::NoPath)
    }
}

fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let inside = ["localhost", "local", "internal", "lan", "test", "invalid"];
            let last = name.rsplit('.').next().unwrap_or_default();
            name.contains('.') && !inside.contains(&last)
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

    #[test]
    fn an_address_that_wechat_pay_reaches_is_public_https_with_a_path() {
        for good in [
            "https://pay.example.com/notify",
            "https://pay.example.com:8443/a/b",
            "https://203.0.112.7/notify",
        ] {
            assert_eq!(fault(good, false, false), None, "{good}");
        }
        for bad in [
            " https://pay.example.com/notify",
            "http://pay.example.com/notify",
            "https://pay.example.com",
            "https://pay.example.com/",
            "https://pay.example.com/notify?a=1",
            "https://pay.example.com/notify#a",
            "https://me:hunter2@pay.example.com/notify",
            "https://localhost/notify",
            "https://shop/notify",
            "https://shop.local/notify",
            "https://127.0.0.1/notify",
            "https://10.1.2.3/notify",
            "https://172.20.0.1/notify",
            "https://192.168.1.1/notify",
            "https://169.254.1.1/notify",
            "https://100.64.0.1/notify",
            "https://0.0.0.0/notify",
            "https://[::1]/notify",
            "https://[fd00::1]/notify",
            "https://[::ffff:10.0.0.1]/notify",
            "notify",
        ] {
            assert!(fault(bad, false, false).is_some(), "{bad}");
        }
    }

    #[test]
    fn this_machine_will_do_for_the_sandbox() {
        for url in ["http://127.0.0.1:8080/notify", "http://localhost/n"] {
            assert_eq!(fault(url, true, false), None);
            assert!(fault(url, false, false).is_some());
        }
    }
}
