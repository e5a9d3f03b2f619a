//! What is too much: bodies, and requests from one address.

use std::error::Error;
use std::net::IpAddr;
use std::num::NonZeroU32;

use axum::body::{Body, Bytes, to_bytes};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::LengthLimitError;
use ipnet::IpNet;
use tokio::time::{Instant, timeout_at};

/// Who may send how much.
pub struct Limits {
    /// The largest body that is read, in bytes.
    pub body: usize,
    /// How many connections may be open at once.
    pub connections: usize,
    /// Who may connect; everybody where it is empty.
    pub allowed: Vec<IpNet>,
    /// How many requests a second each address may send, this machine's own excepted.
    rate: Option<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Limits {
    /// Sets the limits; `rate` is in requests a second.
    #[must_use]
    pub fn new(
        body: usize,
        connections: usize,
        allowed: Vec<IpNet>,
        rate: Option<NonZeroU32>,
    ) -> Self {
        let rate = rate.map(|rate| RateLimiter::keyed(Quota::per_second(rate)));
        Self {
            body,
            connections,
            allowed,
            rate,
        }
    }

    pub(super) fn admits(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.allowed.is_empty() || self.allowed.iter().any(|net| net.contains(&peer))
    }

    /// Counts a request, and tells whether it is one too many.
    pub(super) fn exceeded_by(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        let limiter = self.rate.as_ref().filter(|_| !peer.is_loopback());
        limiter.is_some_and(|limiter| limiter.check_key(&peer).is_err())
    }

    /// Forgets addresses that have been quiet.
    pub(super) fn forget_the_quiet(&self) {
        if let Some(limiter) = &self.rate {
            limiter.retain_recent();
        }
    }
}

/// Why a body is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    TooSlow,
    /// The connection failed, or what came on it is no body.
    Broken,
}

/// Reads a body, which may have so many bytes and take until then.
pub(super) async fn read(body: Body, most: usize, until: Instant) -> Result<Bytes, Unread> {
    match timeout_at(until, to_bytes(body, most)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_limit(&error) => Err(Unread::TooLarge),
        Ok(Err(_)) => Err(Unread::Broken),
        Err(_) => Err(Unread::TooSlow),
    }
}

fn is_limit(error: &axum::Error) -> bool {
    error
        .source()
        .is_some_and(<dyn Error>::is::<LengthLimitError>)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(allowed: &[&str], rate: u32) -> Limits {
        let allowed = allowed.iter().map(|net| net.parse().unwrap()).collect();
        Limits::new(1, 1, allowed, NonZeroU32::new(rate))
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_address_has_a_rate_of_its_own_and_this_machine_has_none() {
        let limits = limits(&[], 3);
        let passed = |peer: &str| (0..50).filter(|_| !limits.exceeded_by(ip(peer))).count();
        assert!((3..10).contains(&passed("192.0.2.1")));
        assert!((3..10).contains(&passed("192.0.2.2")));
        assert!(passed("::ffff:192.0.2.1") < 3, "the same address");
        assert_eq!((passed("127.0.0.1"), passed("::1")), (50, 50));
        assert_eq!(passed("::ffff:127.0.0.1"), 50);
    }

    #[test]
    fn no_rate_is_no_limit() {
        let limits = limits(&[], 0);
        assert!((0..5000).all(|_| !limits.exceeded_by(ip("192.0.2.1"))));
    }

    #[test]
    fn an_address_is_the_same_in_either_form() {
        let limits = limits(&["101.226.103.0/25"], 0);
        assert!(limits.admits(ip("101.226.103.5")) && limits.admits(ip("::ffff:101.226.103.5")));
        assert!(!limits.admits(ip("101.226.103.200")) && !limits.admits(ip("::1")));
    }
}
