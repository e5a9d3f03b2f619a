//! What a moment makes due, on a clock that may have been set back.

/// A moment, and how far ahead anything is ever scheduled; both in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Due {
    pub(crate) now: i64,
    pub(crate) horizon: i64,
}

impl Due {
    /// Returns the latest moment that something can be scheduled for by now. What is later was
    /// scheduled before the clock was set back, and would wait for as long as that was.
    pub(crate) fn latest(self) -> i64 {
        self.now.saturating_add(self.horizon)
    }

    pub(crate) fn includes(self, at: i64) -> bool {
        at <= self.now || at > self.latest()
    }
}

/// The place of a waiting notification among all that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WaitingPlace {
    /// When it is due, in milliseconds.
    pub(crate) next_at: i64,
    /// Several may be due at the same moment.
    pub(crate) seq: i64,
}

impl WaitingPlace {
    /// Returns the place before everything that is due after a moment.
    pub(crate) fn after(moment: i64) -> Self {
        Self {
            next_at: moment,
            seq: i64::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_scheduled_before_the_clock_was_set_back_does_not_wait() {
        let due = Due {
            now: 1_000,
            horizon: 100,
        };
        assert!(due.includes(1_000) && due.includes(10_000));
        assert!(!due.includes(1_001) && !due.includes(1_100));
    }
}
