//! Lines that wait: for an earlier one of their order, or for their moment.

use std::collections::{BTreeMap, HashMap, VecDeque};

use tokio::time::Instant;

use super::results::State;
use crate::diagnostic::Failure;

/// How many lines wait at most, so that memory does not grow with the input.
const LONGEST: usize = 1024;

/// A line on its way.
#[derive(Debug)]
pub(super) struct Ticket<E> {
    pub(super) line: u64,
    pub(super) errand: E,
    /// How often it was one too many.
    pub(super) tries: u32,
    /// The order that no other line is sent for at the same time.
    pub(super) order: Option<String>,
    /// Whether it waited for another line of its order.
    pub(super) followed: bool,
    /// Whether an earlier sending may have done it.
    pub(super) doubted: bool,
}

/// What a line comes to unless it does better.
type CameTo = (State, Failure);

/// Lines of one order go one after the other, in the order of the input; others pass them.
pub(super) struct Lanes<E> {
    /// The orders that a line is under way for, and the lines behind it.
    behind: HashMap<String, VecDeque<Ticket<E>>>,
    ready: VecDeque<Ticket<E>>,
    /// By the moment, and the line.
    due: BTreeMap<(Instant, u64), (Ticket<E>, CameTo)>,
    waiting: usize,
}

impl<E> Lanes<E> {
    pub(super) fn new() -> Self {
        Self {
            behind: HashMap::new(),
            ready: VecDeque::new(),
            due: BTreeMap::new(),
            waiting: 0,
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.waiting < LONGEST
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Tells whether a line that waited may go now.
    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty() || self.due().is_some_and(|due| due <= Instant::now())
    }

    /// Returns when the next line may go that waits for its moment.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes a line in, and returns it where it may go at once.
    pub(super) fn enter(&mut self, mut ticket: Ticket<E>) -> Option<Ticket<E>> {
        let Some(order) = &ticket.order else {
            return Some(ticket);
        };
        let Some(behind) = self.behind.get_mut(order) else {
            self.behind.insert(order.clone(), VecDeque::new());
            return Some(ticket);
        };
        ticket.followed = true;
        behind.push_back(ticket);
        self.waiting += 1;
        None
    }

    /// Lets the next line of an order go, after one that is through.
    pub(super) fn leave(&mut self, ticket: &Ticket<E>) {
        let Some(order) = &ticket.order else {
            return;
        };
        match self.behind.get_mut(order).and_then(VecDeque::pop_front) {
            Some(next) => self.ready.push_back(next),
            None => drop(self.behind.remove(order)),
        }
    }

    /// Keeps a line that is to go once more at a moment; its order waits for it.
    pub(super) fn again(&mut self, mut ticket: Ticket<E>, came_to: CameTo, due: Instant) {
        ticket.tries += 1;
        self.waiting += 1;
        self.due.insert((due, ticket.line), (ticket, came_to));
    }

    /// Returns a line that may go now.
    pub(super) fn next(&mut self) -> Option<Ticket<E>> {
        let due = self.due.first_entry();
        let due = due.filter(|first| first.key().0 <= Instant::now());
        let next = match due {
            Some(due) => Some(due.remove().0),
            None => self.ready.pop_front(),
        };
        self.waiting -= usize::from(next.is_some());
        next
    }

    /// Gives up the lines that were sent and do not go once more.
    pub(super) fn sent(&mut self) -> impl Iterator<Item = (Ticket<E>, CameTo)> + use<E> {
        std::mem::take(&mut self.due).into_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(line: u64, order: Option<&str>) -> Ticket<()> {
        Ticket {
            line,
            errand: (),
            tries: 0,
            order: order.map(str::to_owned),
            followed: false,
            doubted: false,
        }
    }

    fn came_to() -> CameTo {
        (State::Unknown, Failure::usage("x"))
    }

    fn line(ticket: Option<Ticket<()>>) -> Option<u64> {
        ticket.map(|ticket| ticket.line)
    }

    #[test]
    fn lines_of_one_order_go_one_after_the_other() {
        let mut lanes = Lanes::new();
        let first = lanes.enter(ticket(1, Some("a"))).unwrap();
        assert_eq!(line(lanes.enter(ticket(2, Some("a")))), None);
        assert_eq!(line(lanes.enter(ticket(3, Some("b")))), Some(3));
        assert_eq!(line(lanes.enter(ticket(4, Some("a")))), None);
        assert_eq!(line(lanes.enter(ticket(5, None))), Some(5));
        assert!(!lanes.is_ready() && !lanes.is_empty());
        lanes.leave(&first);
        let second = lanes.next().unwrap();
        assert!(second.line == 2 && second.followed && !lanes.is_ready());
        lanes.leave(&second);
        let last = lanes.next().unwrap();
        lanes.leave(&last);
        assert!(last.line == 4 && lanes.is_empty());
        assert_eq!(line(lanes.enter(ticket(6, Some("a")))), Some(6));
    }

    #[test]
    fn a_line_that_goes_again_keeps_its_order_waiting() {
        let mut lanes = Lanes::new();
        let first = lanes.enter(ticket(1, Some("a"))).unwrap();
        lanes.enter(ticket(2, Some("a")));
        lanes.again(first, came_to(), Instant::now());
        assert!(lanes.due().is_some() && lanes.is_ready());
        let again = lanes.next().unwrap();
        assert_eq!(again.line, 1);
        assert_eq!(line(lanes.next()), None);
        let later = Instant::now() + std::time::Duration::from_secs(60);
        lanes.again(again, came_to(), later);
        assert!(!lanes.is_ready() && lanes.next().is_none());
        let (given_up, _) = lanes.sent().next().unwrap();
        assert_eq!((given_up.line, given_up.tries), (1, 2));
    }

    #[test]
    fn so_many_wait_and_no_more() {
        let mut lanes = Lanes::new();
        lanes.enter(ticket(0, Some("a")));
        for number in 1..=LONGEST as u64 {
            assert!(lanes.has_room());
            lanes.enter(ticket(number, Some("a")));
        }
        assert!(!lanes.has_room());
    }
}
