//! Notifications that wait longer than their schedule says: that were scheduled before the clock was
//! set back.

use crate::ambient;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::due::WaitingPlace;
use crate::sandbox::notifier::attempt::{CLAIM_MS, leave_until};
use crate::sandbox::notifier::post;
use crate::sandbox::state::Sandbox;

/// How many waiting notifications are looked at each time.
const MAX_LOOKED_AT: usize = 500;

/// Looks at the waiting notifications, some at a time and all in turn.
#[derive(Debug, Default)]
pub(crate) struct Postponed {
    /// The last one of this turn.
    last: Option<WaitingPlace>,
}

impl Postponed {
    /// Makes due what has waited too long of the next waiting notifications.
    pub(crate) fn advance(&mut self, sandbox: &Sandbox) -> Result<(), SandboxError> {
        let now = ambient::millis();
        // A claim may last longer than a pause.
        let longest_claim = now.saturating_add(2 * CLAIM_MS);
        let begin = WaitingPlace::after(longest_claim);
        let from = self.last.map_or(begin, |last| last.max(begin));
        let waiting = sandbox
            .journal
            .look(|ledger| ledger.waiting(from, MAX_LOOKED_AT))?;
        for (place, delivery) in &waiting {
            let wait = post::longest_wait(delivery.attempts, sandbox.options.time_scale);
            let latest = wait.map(|wait| now.saturating_add(wait).max(longest_claim));
            if latest.is_some_and(|latest| place.next_at > latest) {
                leave_until(sandbox, &delivery.id, now)?;
            }
        }
        let is_full = waiting.len() == MAX_LOOKED_AT;
        self.last = waiting.last().filter(|_| is_full).map(|(place, _)| *place);
        Ok(())
    }
}
