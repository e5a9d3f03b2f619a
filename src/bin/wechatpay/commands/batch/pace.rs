//! When the next line may begin.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::Instant;

/// The pause after the first line that was one too many; each is twice the one before.
const FIRST: Duration = Duration::from_secs(1);

const LONGEST: Duration = Duration::from_secs(30);

/// The rate that was asked for, and what WeChat Pay makes of it.
pub(super) struct Pace {
    rate: Option<DefaultDirectRateLimiter>,
    clock: DefaultClock,
    until: Option<Instant>,
    pause: Duration,
}

impl Pace {
    pub(super) fn new(rate: Option<NonZeroU32>) -> Self {
        let quota = rate.map(|rate| {
            // Timers wake once a millisecond, so that more than one may begin at a time.
            let burst = NonZeroU32::new(rate.get() / 100).unwrap_or(NonZeroU32::MIN);
            Quota::per_second(rate).allow_burst(burst)
        });
        Self {
            rate: quota.map(RateLimiter::direct),
            clock: DefaultClock::default(),
            until: None,
            pause: FIRST,
        }
    }

    /// Waits until a line may begin, and counts it.
    pub(super) async fn ready(&self) {
        if let Some(until) = self.until {
            tokio::time::sleep_until(until).await;
        }
        let Some(rate) = &self.rate else {
            return;
        };
        while let Err(early) = rate.check() {
            tokio::time::sleep(early.wait_time_from(self.clock.now())).await;
        }
    }

    /// Stops for as long as WeChat Pay asks, or longer each time.
    pub(super) fn limited(&mut self, asked: Option<Duration>) {
        let now = Instant::now();
        // Lines that were under way together are limited together.
        if self.until.is_some_and(|until| until > now) && asked.is_none() {
            return;
        }
        let until = now + asked.unwrap_or(self.pause).min(10 * LONGEST);
        self.until = self.until.max(Some(until));
        self.pause = (self.pause * 2).min(LONGEST);
    }

    /// Takes note of a line that was not one too many.
    pub(super) fn eased(&mut self) {
        self.pause = FIRST;
    }
}
