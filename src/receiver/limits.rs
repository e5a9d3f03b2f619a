//! Limits: bodies, requests a second, and what one address may hold at once.

use std::collections::HashMap;
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::LengthLimitError;
use ipnet::IpNet;
use tokio::time::{Instant, timeout_at};

use crate::loopback::is_loopback_address;

/// The limits of a receiver.
pub struct Limits {
    /// The largest body that is read, in bytes.
    pub max_body_bytes: usize,
    /// The addresses that may connect; all if it is empty.
    pub allowed: Vec<IpNet>,
    /// The connections that are open.
    pub(super) connections: Places,
    /// The connections to the operators' listener, which has places of its own: it reports health
    /// while all others are taken.
    pub(super) admin_connections: Places,
    /// The requests that have no response yet.
    pub(super) requests: Places,
    /// How many requests a second each address may send, except from this machine.
    rate: Option<(NonZeroU32, DefaultKeyedRateLimiter<IpAddr>)>,
}

/// How many connections or requests may be open at once.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// By all addresses together.
    pub total: usize,
    /// By one address; by default an eighth of `total` for a public address, and seven eighths for
    /// this machine and private networks, from where a reverse proxy brings everybody's requests.
    pub each: Option<usize>,
}

/// The default share of a public address if an eighth is less.
const MIN_DEFAULT_SHARE: usize = 16;

impl Share {
    fn of(self, source: IpAddr) -> usize {
        let eighth = self.total / 8;
        let default = if is_near(source) {
            self.total - eighth
        } else {
            eighth.max(MIN_DEFAULT_SHARE)
        };
        self.each.unwrap_or(default).min(self.total)
    }
}

impl Limits {
    /// Sets the limits; `rate` is in requests a second. `open` counts for connections and for
    /// requests that have no response yet, each apart.
    #[must_use]
    pub fn new(
        max_body_bytes: usize,
        open: Share,
        allowed: Vec<IpNet>,
        rate: Option<NonZeroU32>,
    ) -> Self {
        let rate = rate.map(|rate| (rate, RateLimiter::keyed(Quota::per_second(rate))));
        Self {
            max_body_bytes,
            allowed,
            connections: Places::new(open),
            admin_connections: Places::new(open),
            requests: Places::new(open),
            rate,
        }
    }

    pub(super) fn admits(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.allowed.is_empty() || self.allowed.iter().any(|net| net.contains(&peer))
    }

    /// Counts a request; returns the rate if it is exceeded.
    pub(super) fn exceeded_by(&self, peer: IpAddr) -> Option<u32> {
        let (rate, limiter) = self.rate.as_ref()?;
        let is_over = !is_loopback_address(peer) && limiter.check_key(&source(peer)).is_err();
        is_over.then_some(rate.get())
    }

    /// Forgets addresses that sent nothing lately.
    pub(super) fn forget_idle_addresses(&self) {
        if let Some((_, limiter)) = &self.rate {
            limiter.retain_recent();
        }
    }
}

/// Returns what counts as one address: of IPv6 the network, of which one user has 2^64 addresses.
fn source(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(ip) if !is_near(ip.into()) => {
            let network = u128::from(ip) >> 64 << 64;
            Ipv6Addr::from(network).into()
        }
        other => other,
    }
}

/// Returns whether an address is this machine's or of a private network.
fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            // 100.64.0.0/10 is where providers put containers and load balancers.
            let is_shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
            ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || is_shared
                || ip == Ipv4Addr::UNSPECIFIED
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// Places of which each address may hold some.
#[derive(Debug, Clone)]
pub(super) struct Places {
    share: Share,
    held: Arc<Mutex<TakenCounts>>,
}

#[derive(Debug, Default)]
struct TakenCounts {
    total: usize,
    by_source: HashMap<IpAddr, usize>,
}

/// A place, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct TakenPlace {
    held: Arc<Mutex<TakenCounts>>,
    source: IpAddr,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// All are taken; how many there are.
    Full(usize),
    /// The address holds as many as it may; how many these are.
    OfAddress(usize),
}

impl Places {
    fn new(share: Share) -> Self {
        Self {
            share,
            held: Arc::default(),
        }
    }

    /// Takes a place for an address.
    pub(super) fn take(&self, peer: IpAddr) -> Result<TakenPlace, NoPlace> {
        let source = source(peer);
        let mut held = locked(&self.held);
        if held.total >= self.share.total {
            return Err(NoPlace::Full(self.share.total));
        }
        let limit = self.share.of(source);
        let own = held.by_source.entry(source).or_default();
        if *own >= limit {
            return Err(NoPlace::OfAddress(limit));
        }
        *own += 1;
        held.total += 1;
        Ok(TakenPlace {
            held: Arc::clone(&self.held),
            source,
        })
    }
}

impl Drop for TakenPlace {
    fn drop(&mut self) {
        let mut held = locked(&self.held);
        held.total = held.total.saturating_sub(1);
        if let Some(own) = held.by_source.get_mut(&self.source) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                held.by_source.remove(&self.source);
            }
        }
    }
}

fn locked(held: &Mutex<TakenCounts>) -> MutexGuard<'_, TakenCounts> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a body is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    TooLarge,
    TooSlow,
    /// The connection failed, or what came on it is not a body.
    Broken,
}

/// Reads a body of up to `max_bytes` until `until`.
pub(super) async fn read(body: Body, max_bytes: usize, until: Instant) -> Result<Bytes, Unread> {
    // One that is announced as too large is not waited for.
    if body.size_hint().lower() > u64::try_from(max_bytes).unwrap_or(u64::MAX) {
        return Err(Unread::TooLarge);
    }
    match timeout_at(until, to_bytes(body, max_bytes)).await {
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
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use std::time::Duration;

    use hyper::body::{Frame, SizeHint};

    use super::*;

    fn limits(allowed: &[&str], rate: u32) -> Limits {
        let allowed = allowed.iter().map(|net| net.parse().unwrap()).collect();
        let open = Share {
            total: 1,
            each: None,
        };
        Limits::new(1, open, allowed, NonZeroU32::new(rate))
    }

    /// A body whose length is announced, and which does not come.
    struct Announced(u64);

    impl HttpBody for Announced {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            Poll::Pending
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.0)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_is_announced_as_too_large_is_refused_at_once() {
        let began = Instant::now();
        let until = began + Duration::from_secs(4);
        let refused = read(Body::new(Announced(11)), 10, until).await;
        assert!(matches!(refused, Err(Unread::TooLarge)));
        assert_eq!(began.elapsed(), Duration::ZERO);
        let awaited = read(Body::new(Announced(10)), 10, until).await;
        assert!(matches!(awaited, Err(Unread::TooSlow)));
    }

    /// Returns how many places an address gets until it is refused, and why it is.
    fn filled(places: &Places, peer: &str, held: &mut Vec<TakenPlace>) -> (usize, NoPlace) {
        for count in 0..10_000 {
            match places.take(ip(peer)) {
                Ok(place) => held.push(place),
                Err(why) => return (count, why),
            }
        }
        panic!("no limit");
    }

    #[test]
    fn one_address_never_holds_every_place() {
        let share = |total, each| Share { total, each };
        let by = |places: &Places, peer| filled(places, peer, &mut Vec::new());
        let places = Places::new(share(1024, None));
        for (peer, expected) in [
            ("203.0.113.9", 128),
            ("::ffff:203.0.113.9", 128),
            ("2001:db8::1", 128),
            // A reverse proxy brings everybody's.
            ("127.0.0.1", 896),
            ("10.1.2.3", 896),
            ("172.17.0.1", 896),
            ("100.64.0.9", 896),
            ("fd00::1", 896),
            ("::1", 896),
        ] {
            assert_eq!(by(&places, peer), (expected, NoPlace::OfAddress(expected)));
        }
        let few = Places::new(share(2, None));
        assert_eq!(by(&few, "127.0.0.1"), (2, NoPlace::Full(2)));
        let chosen = Places::new(share(1024, Some(3)));
        for peer in ["127.0.0.1", "203.0.113.9"] {
            assert_eq!(by(&chosen, peer), (3, NoPlace::OfAddress(3)));
        }
    }

    #[test]
    fn others_find_a_place_while_one_address_has_its_share() {
        let open = Share {
            total: 40,
            each: None,
        };
        let places = Places::new(open);
        let mut held = Vec::new();
        assert_eq!(
            filled(&places, "2001:db8::1", &mut held).1,
            NoPlace::OfAddress(16)
        );
        // A user of IPv6 has a whole network of addresses.
        assert!(places.take(ip("2001:db8::2")).is_err());
        let other = places.take(ip("2001:db8:0:1::1"));
        assert!(other.is_ok());
        held.pop();
        assert!(places.take(ip("2001:db8::2")).is_ok());
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_address_has_a_rate_of_its_own_and_this_machine_has_none() {
        let peers = ["192.0.2.1", "192.0.2.2", "::ffff:192.0.2.1"];
        let passed = |limits: &Limits, peer: &str| {
            (0..50)
                .filter(|_| limits.exceeded_by(ip(peer)).is_none())
                .count()
        };
        // On a machine that stalls, the next requests are due before the last ones are counted.
        let in_time = || {
            let (limits, began) = (limits(&[], 3), std::time::Instant::now());
            let counts = peers.map(|peer| passed(&limits, peer));
            (began.elapsed() < Duration::from_millis(300)).then_some(counts)
        };
        let counts = std::iter::repeat_with(in_time).flatten().next();
        // The last one is the first address again.
        assert_eq!(counts, Some([3, 3, 0]));
        let limits = limits(&[], 3);
        for peer in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(passed(&limits, peer), 50, "{peer}");
        }
    }

    #[test]
    fn no_rate_is_no_limit() {
        let limits = limits(&[], 0);
        assert!((0..5000).all(|_| limits.exceeded_by(ip("192.0.2.1")).is_none()));
    }

    #[test]
    fn an_address_is_the_same_in_either_form() {
        let limits = limits(&["101.226.103.0/25"], 0);
        assert!(limits.admits(ip("101.226.103.5")) && limits.admits(ip("::ffff:101.226.103.5")));
        assert!(!limits.admits(ip("101.226.103.200")) && !limits.admits(ip("::1")));
    }
}
