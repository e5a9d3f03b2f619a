//! Promises of time, on machines that are slow and busy.

use std::time::Duration;

/// How often something is tried that must be done in time.
const ATTEMPTS: usize = 6;

/// Does something until it was done in time, as the machine may have held it up; fails if it never
/// was. `attempt` returns how long it took.
pub(crate) fn in_time(limit: Duration, attempt: impl FnMut() -> Duration) {
    let attempts = std::iter::repeat_with(attempt).take(ATTEMPTS);
    let late: Vec<_> = attempts.take_while(|took| *took >= limit).collect();
    assert!(late.len() < ATTEMPTS, "not within {limit:?}: {late:?}");
}

/// Does something until the machine has not held it up; fails if it always has. `attempt` fails
/// where something is wrong, and returns false where it was held up for so long that nothing can be
/// said.
pub(crate) fn unless_held_up(attempt: impl FnMut() -> bool) {
    let mut attempts = std::iter::repeat_with(attempt).take(ATTEMPTS);
    assert!(attempts.any(|was_in_time| was_in_time), "always held up");
}
