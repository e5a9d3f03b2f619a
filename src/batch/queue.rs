//! Lines that wait: for an earlier line of their order, or to be sent again.

use std::collections::{BTreeMap, HashMap, VecDeque};

use tokio::time::Instant;

use super::job::LineState;

/// How many lines wait at most, so that memory does not grow with the input.
const MAX_WAITING: usize = 1024;

/// A line on its way.
#[derive(Debug)]
pub(super) struct QueuedJob<J> {
    pub(super) line: u64,
    pub(super) job: J,
    /// How often it was rate-limited.
    pub(super) tries: u32,
    /// The order that no other line is sent for at the same time.
    pub(super) order: Option<String>,
    /// Whether it waited for another line of its order.
    pub(super) followed: bool,
    /// Whether an earlier request may have done it.
    pub(super) doubted: bool,
}

/// What a line comes to if sending it again does not help.
#[derive(Debug)]
pub(super) struct Fallback<F> {
    pub(super) state: LineState,
    pub(super) failure: F,
}

/// Lines of one order go one after the other, in the order of the input; others pass them.
pub(super) struct OrderQueue<J, F> {
    /// The orders that a line is under way for, and the lines behind it.
    behind: HashMap<String, VecDeque<QueuedJob<J>>>,
    ready: VecDeque<QueuedJob<J>>,
    /// Rate-limited lines, by the time at which they are sent again, and the line.
    due: BTreeMap<(Instant, u64), (QueuedJob<J>, Fallback<F>)>,
    waiting: usize,
}

impl<J, F> OrderQueue<J, F> {
    pub(super) fn new() -> Self {
        Self {
            behind: HashMap::new(),
            ready: VecDeque::new(),
            due: BTreeMap::new(),
            waiting: 0,
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.waiting < MAX_WAITING
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// Tells whether a line that waited may go now.
    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty() || self.due().is_some_and(|due| due <= Instant::now())
    }

    /// Returns when the next rate-limited line may be sent again.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes a line in, and returns it if it may be sent at once.
    pub(super) fn enter(&mut self, mut job: QueuedJob<J>) -> Option<QueuedJob<J>> {
        let Some(order) = &job.order else {
            return Some(job);
        };
        let Some(behind) = self.behind.get_mut(order) else {
            self.behind.insert(order.clone(), VecDeque::new());
            return Some(job);
        };
        job.followed = true;
        behind.push_back(job);
        self.waiting += 1;
        None
    }

    /// Lets the next line of an order go, after one that has its result.
    pub(super) fn leave(&mut self, job: &QueuedJob<J>) {
        let Some(order) = &job.order else {
            return;
        };
        match self.behind.get_mut(order).and_then(VecDeque::pop_front) {
            Some(next) => self.ready.push_back(next),
            None => drop(self.behind.remove(order)),
        }
    }

    /// Keeps a line that is sent again at a time; its order waits for it.
    pub(super) fn send_again(
        &mut self,
        mut job: QueuedJob<J>,
        fallback: Fallback<F>,
        due: Instant,
    ) {
        job.tries += 1;
        self.waiting += 1;
        self.due.insert((due, job.line), (job, fallback));
    }

    /// Returns a line that may go now.
    pub(super) fn next(&mut self) -> Option<QueuedJob<J>> {
        let next = self
            .due
            .first_entry()
            .filter(|first| first.key().0 <= Instant::now())
            .map(|due| due.remove().0)
            .or_else(|| self.ready.pop_front());
        self.waiting -= usize::from(next.is_some());
        next
    }

    /// Removes the lines that were sent and are not sent again.
    pub(super) fn drain_due(
        &mut self,
    ) -> impl Iterator<Item = (QueuedJob<J>, Fallback<F>)> + use<J, F> {
        std::mem::take(&mut self.due).into_values()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn job(line: u64, order: Option<&str>) -> QueuedJob<()> {
        QueuedJob {
            line,
            job: (),
            tries: 0,
            order: order.map(str::to_owned),
            followed: false,
            doubted: false,
        }
    }

    fn fallback() -> Fallback<()> {
        Fallback {
            state: LineState::Unknown,
            failure: (),
        }
    }

    fn line(job: Option<QueuedJob<()>>) -> Option<u64> {
        job.map(|job| job.line)
    }

    #[tokio::test(start_paused = true)]
    async fn lines_of_one_order_go_one_after_the_other() {
        let mut queue = OrderQueue::<(), ()>::new();
        let first = queue.enter(job(1, Some("a"))).unwrap();
        assert_eq!(line(queue.enter(job(2, Some("a")))), None);
        assert_eq!(line(queue.enter(job(3, Some("b")))), Some(3));
        assert_eq!(line(queue.enter(job(4, Some("a")))), None);
        assert_eq!(line(queue.enter(job(5, None))), Some(5));
        assert!(!queue.is_ready() && !queue.is_empty());
        queue.leave(&first);
        let second = queue.next().unwrap();
        assert!(second.line == 2 && second.followed && !queue.is_ready());
        queue.leave(&second);
        let last = queue.next().unwrap();
        queue.leave(&last);
        assert!(last.line == 4 && queue.is_empty());
        assert_eq!(line(queue.enter(job(6, Some("a")))), Some(6));
    }

    #[tokio::test(start_paused = true)]
    async fn a_line_that_is_sent_again_keeps_its_order_waiting() {
        let mut queue = OrderQueue::new();
        let first = queue.enter(job(1, Some("a"))).unwrap();
        queue.enter(job(2, Some("a")));
        let pause = Duration::from_secs(60);
        queue.send_again(first, fallback(), Instant::now() + pause);
        assert!(!queue.is_ready() && queue.next().is_none());
        tokio::time::advance(pause).await;
        assert!(queue.is_ready());
        let again = queue.next().unwrap();
        assert_eq!(again.line, 1);
        assert_eq!(line(queue.next()), None);
        queue.send_again(again, fallback(), Instant::now() + pause);
        let (given_up, _) = queue.drain_due().next().unwrap();
        assert_eq!((given_up.line, given_up.tries), (1, 2));
    }

    #[test]
    fn a_bounded_number_of_lines_waits() {
        let mut queue = OrderQueue::<(), ()>::new();
        queue.enter(job(0, Some("a")));
        for number in 1..=MAX_WAITING as u64 {
            assert!(queue.has_room());
            queue.enter(job(number, Some("a")));
        }
        assert!(!queue.has_room());
    }
}
