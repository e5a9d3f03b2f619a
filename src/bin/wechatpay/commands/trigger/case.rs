//! One case: what was sent, what was expected, and what came of it.

use wechatpay::protocol::event_type::EventType;
use wechatpay::sandbox::trigger::{Exchange, Fault, NoAnswer, Problem, judge};

/// A case that was sent and judged.
pub(super) struct Case {
    pub(super) event_type: EventType,
    pub(super) fault: Option<Fault>,
    pub(super) exchanges: Vec<Exchange>,
    /// The first rule that was broken, and by which answer.
    pub(super) problem: Option<(Problem, usize)>,
}

impl Case {
    pub(super) fn judge(
        event_type: EventType,
        fault: Option<Fault>,
        exchanges: Vec<Exchange>,
    ) -> Self {
        let must_be_refused = fault.is_some_and(Fault::must_be_refused);
        let problem = exchanges.iter().enumerate().find_map(|(at, exchange)| {
            let problem = judge(must_be_refused, &exchange.outcome).err()?;
            Some((problem, at))
        });
        Self {
            event_type,
            fault,
            exchanges,
            problem,
        }
    }

    pub(super) fn must_be_refused(&self) -> bool {
        self.fault.is_some_and(Fault::must_be_refused)
    }

    /// Returns the status, or why there is none, of the answer that decides.
    pub(super) fn deciding(&self) -> Result<u16, &NoAnswer> {
        let at = self.problem.map_or(0, |(_, at)| at);
        match &self.exchanges[at].outcome {
            Ok(answer) => Ok(answer.status),
            Err(why) => Err(why),
        }
    }

    /// Tells whether a duplicate was acknowledged in other words than the first, which WeChat Pay
    /// allows.
    pub(super) fn answers_differ(&self) -> bool {
        let words = |exchange: &Exchange| {
            let answer = exchange.outcome.as_ref().ok()?;
            Some((answer.status, answer.body.clone()))
        };
        self.fault == Some(Fault::Duplicate)
            && self.problem.is_none()
            && self
                .exchanges
                .windows(2)
                .any(|pair| words(&pair[0]) != words(&pair[1]))
    }
}
