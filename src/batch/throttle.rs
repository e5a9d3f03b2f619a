//! When the next line may be sent.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::Instant;

use crate::backoff::Backoff;

/// The pauses after lines that were rate-limited.
const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));

/// The longest wait that WeChat Pay can ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(300);

/// The configured rate, and the pauses that WeChat Pay demands.
pub(super) struct Throttle {
    rate: Option<DefaultDirectRateLimiter>,
    clock: DefaultClock,
    paused_until: Option<Instant>,
    /// How many pauses there were since a line got through.
    rate_limited: u32,
}

impl Throttle {
    pub(super) fn new(rate: Option<NonZeroU32>) -> Self {
        let rate = rate.map(|rate| {
            // Timers wake once a millisecond, so that more than one may be sent at a time.
            let burst = NonZeroU32::new(rate.get() / 100).unwrap_or(NonZeroU32::MIN);
            RateLimiter::direct(Quota::per_second(rate).allow_burst(burst))
        });
        Self {
            rate,
            clock: DefaultClock::default(),
            paused_until: None,
            rate_limited: 0,
        }
    }

    /// Waits until a line may be sent, and counts it.
    pub(super) async fn acquire(&self) {
        if let Some(until) = self.paused_until {
            tokio::time::sleep_until(until).await;
        }
        let Some(rate) = &self.rate else {
            return;
        };
        while let Err(early) = rate.check() {
            tokio::time::sleep(early.wait_time_from(self.clock.now())).await;
        }
    }

    /// Pauses for as long as WeChat Pay asks, or longer each time. Returns how long, if there was
    /// no pause before.
    pub(super) fn on_rate_limited(&mut self, retry_after: Option<Duration>) -> Option<Duration> {
        let now = Instant::now();
        let is_paused = self.paused_until.is_some_and(|until| until > now);
        // Lines that were under way together are limited together.
        if is_paused && retry_after.is_none() {
            return None;
        }
        self.rate_limited = self.rate_limited.saturating_add(1);
        let pause = retry_after.unwrap_or_else(|| BACKOFF.ceiling(self.rate_limited));
        let pause = pause.min(MAX_RETRY_AFTER);
        self.paused_until = self.paused_until.max(Some(now + pause));
        (!is_paused).then_some(pause)
    }

    /// Resets the pause after a line that was not rate-limited.
    pub(super) fn on_success(&mut self) {
        self.rate_limited = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_rate_limit_pauses_longer_until_a_line_is_through() {
        let mut throttle = Throttle::new(None);
        for expected in [1, 2, 4, 8, 16, 30, 30] {
            let start = Instant::now();
            throttle.on_rate_limited(None);
            // Lines that were under way together are limited together.
            throttle.on_rate_limited(None);
            throttle.acquire().await;
            assert_eq!(start.elapsed().as_secs(), expected);
        }
        throttle.on_success();
        let start = Instant::now();
        throttle.on_rate_limited(None);
        throttle.acquire().await;
        assert_eq!(start.elapsed(), BACKOFF.ceiling(1));
    }

    #[tokio::test(start_paused = true)]
    async fn wechat_pay_can_ask_for_a_longer_pause() {
        let mut throttle = Throttle::new(None);
        let start = Instant::now();
        throttle.on_rate_limited(None);
        throttle.on_rate_limited(Some(Duration::from_secs(90)));
        throttle.on_rate_limited(Some(Duration::from_secs(5)));
        throttle.acquire().await;
        assert_eq!(start.elapsed().as_secs(), 90);
    }
}
