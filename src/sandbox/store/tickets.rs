//! Tickets that open the page once, for programs whose arguments others can read.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::ambient;

/// How long a ticket is valid.
const TICKET_MS: i64 = 60_000;

const TICKET_CHARS: usize = 32;
const MAX_TICKETS: usize = 16;

/// The tickets that were not used yet.
#[derive(Debug, Default)]
pub(crate) struct Tickets(Mutex<VecDeque<Ticket>>);

#[derive(Debug)]
struct Ticket {
    text: String,
    until: i64,
}

impl Tickets {
    pub(crate) fn issue(&self) -> String {
        let text = ambient::letters(TICKET_CHARS);
        let mut tickets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.truncate(MAX_TICKETS - 1);
        tickets.push_front(Ticket {
            text: text.clone(),
            until: ambient::millis().saturating_add(TICKET_MS),
        });
        text
    }

    /// Tells whether a text is a ticket, which it is no longer afterwards.
    pub(crate) fn redeem(&self, text: &str) -> bool {
        let now = ambient::millis();
        let mut tickets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tickets
            .iter()
            .position(|ticket| ticket.text == text && now < ticket.until);
        at.and_then(|at| tickets.remove(at)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_opens_the_page_once() {
        let tickets = Tickets::default();
        let (one, two) = (tickets.issue(), tickets.issue());
        assert!(tickets.redeem(&one));
        assert!(!tickets.redeem(&one));
        assert!(tickets.redeem(&two));
        assert!(!tickets.redeem(""));
    }
}
