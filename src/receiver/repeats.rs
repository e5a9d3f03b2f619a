//! Limits on how often a log repeats itself: anyone can make a server refuse something.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

/// Up to `lines` lines of a kind within a time; the rest is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatLimit {
    /// What is counted together.
    pub kind: &'static str,
    /// How many lines are written.
    pub lines: u64,
    /// The time within which they are.
    pub within: Duration,
}

/// Lines of one kind that were not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The limit that they exceeded.
    pub limit: RepeatLimit,
    /// Their number.
    pub count: u64,
}

/// The lines of each kind within its time.
#[derive(Debug, Default)]
pub struct RepeatLimiter(BTreeMap<&'static str, Window>);

#[derive(Debug)]
struct Window {
    limit: RepeatLimit,
    until: Instant,
    lines: u64,
    left_out: u64,
}

impl RepeatLimiter {
    /// Counts a line, and returns whether it is to be written.
    pub fn admits(&mut self, limit: RepeatLimit) -> bool {
        let window = self.0.entry(limit.kind).or_insert_with(|| Window {
            limit,
            until: Instant::now() + limit.within,
            lines: 0,
            left_out: 0,
        });
        if window.lines < limit.lines {
            window.lines += 1;
            return true;
        }
        window.left_out += 1;
        false
    }

    /// Returns what was left out of each kind whose time is over, or of all kinds. A line about it
    /// counts as the first of the next time.
    pub fn take_left_out(&mut self, all: bool) -> Vec<LeftOut> {
        let now = Instant::now();
        let mut left_out = Vec::new();
        self.0.retain(|_, window| {
            if !all && now < window.until {
                return true;
            }
            if window.left_out == 0 {
                return false;
            }
            left_out.push(LeftOut {
                limit: window.limit,
                count: window.left_out,
            });
            window.until = now + window.limit.within;
            (window.lines, window.left_out) = (1, 0);
            true
        });
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RepeatLimit = RepeatLimit {
        kind: "rate-limit",
        lines: 1,
        within: Duration::from_secs(60),
    };

    #[tokio::test(start_paused = true)]
    async fn one_line_a_minute_is_written_and_the_others_are_counted() {
        let mut limiter = RepeatLimiter::default();
        let written = (0..5).filter(|_| limiter.admits(LIMIT)).count();
        assert_eq!(written, 1);
        assert_eq!(limiter.take_left_out(false), []);
        tokio::time::advance(LIMIT.within).await;
        let expected = LeftOut {
            limit: LIMIT,
            count: 4,
        };
        assert_eq!(limiter.take_left_out(false), [expected]);
        assert!(!limiter.admits(LIMIT), "the count was the first line");
        assert_eq!(limiter.take_left_out(true)[0].count, 1);
        tokio::time::advance(LIMIT.within).await;
        assert_eq!(limiter.take_left_out(false), []);
        assert!(limiter.admits(LIMIT));
    }
}
