//! Pauses between attempts that grow with each failure.

use std::time::Duration;

use crate::ambient;

/// Pauses that double with each consecutive failure, up to a maximum.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    first: Duration,
    max: Duration,
}

impl Backoff {
    /// Pauses of `first` after one failure, and of no more than `max` after many.
    #[must_use]
    pub const fn new(first: Duration, max: Duration) -> Self {
        Self { first, max }
    }

    /// Returns the whole pause after this many consecutive failures, counted from 1.
    #[must_use]
    pub fn ceiling(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1);
        self.first
            .saturating_mul(2_u32.saturating_pow(doublings))
            .min(self.max)
    }

    /// Returns a pause between a half and the whole of [`Backoff::ceiling`], so that callers that
    /// failed together do not come back together.
    #[must_use]
    pub fn delay(&self, failures: u32) -> Duration {
        ambient::jitter(self.ceiling(failures))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_maximum() {
        let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));
        for (failures, seconds) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (u32::MAX, 30)] {
            let ceiling = backoff.ceiling(failures);
            assert_eq!(ceiling.as_secs(), seconds, "after {failures} failures");
            let delay = backoff.delay(failures);
            assert!(ceiling / 2 <= delay && delay <= ceiling, "{delay:?}");
        }
    }
}
