//! Refunds in the ledger: what may be refunded, and how a refund ends.

use crate::protocol::id::OutRefundNo;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::due::Due;
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::refund::{Pending, Refund};

/// How many refunds one order may have.
const MAX_REFUNDS_PER_ORDER: usize = 50;

/// How long after its payment an order may be refunded, in seconds.
const REFUNDABLE_SECS: i64 = 365 * 86_400;

/// Why a refund is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundError {
    /// The number was used for another refund.
    Different,
    NotPaid,
    /// The total is not the order's.
    Total,
    /// More than what remains.
    TooMuch,
    /// One refund too many.
    TooMany,
    /// Too soon after the last.
    TooSoon,
    /// More than a year after the payment.
    TooLate,
    /// Only an abnormal refund can be sent another way.
    NotAbnormal,
}

impl Order {
    /// Returns its refund of this number.
    pub(crate) fn refund(&self, number: &OutRefundNo) -> Option<&Refund> {
        let same = |refund: &&Refund| refund.out_refund_no == *number;
        self.refunds.iter().find(same)
    }

    /// Accepts a refund, or finds that it is a repetition of the request for the merchant's
    /// `earlier` one of this number. `gap` is how many milliseconds lie between two refunds of one
    /// order at least.
    pub(crate) fn request_refund(
        &self,
        earlier: Option<Refund>,
        new: Refund,
        total: i64,
        gap: i64,
    ) -> Result<(Option<Entry>, Refund), RefundError> {
        if let Some(old) = earlier {
            return if old.body == new.body {
                Ok((None, old))
            } else {
                Err(RefundError::Different)
            };
        }
        let paid = self.payment.as_ref().ok_or(RefundError::NotPaid)?;
        if total != self.total() {
            return Err(RefundError::Total);
        }
        if new.at.0.saturating_sub(paid.at.0) > REFUNDABLE_SECS {
            return Err(RefundError::TooLate);
        }
        if new.amount(self.total()) > self.remaining() {
            return Err(RefundError::TooMuch);
        }
        if self.refunds.len() >= MAX_REFUNDS_PER_ORDER {
            return Err(RefundError::TooMany);
        }
        // After a last refund in the future, the clock was set back.
        let soon = |last: &Refund| {
            let earliest = last.requested_at.saturating_add(gap);
            (last.requested_at..earliest).contains(&new.requested_at)
        };
        if self.refunds.last().is_some_and(soon) {
            return Err(RefundError::TooSoon);
        }
        Ok((Some(Entry::order(self.with_refund(new.clone()))), new))
    }

    /// Ends a refund: one that is processing, or an abnormal one to another.
    pub(crate) fn end_refund(
        &self,
        number: &OutRefundNo,
        status: &RefundStatus,
        at: Timestamp,
        delivery: Delivery,
    ) -> Option<Entry> {
        self.refund(number)?.can_become(status).then(|| {
            let order = self.changing_refund(number, |refund| {
                refund.status = status.clone();
                refund.ended_at = Some(at);
                refund.pending = None;
            });
            Entry::notified(order, delivery)
        })
    }

    /// Sends an abnormal refund another way; one that is on that way already stays there.
    pub(crate) fn reroute_refund(
        &self,
        refund: &Refund,
        pending: Pending,
    ) -> Result<Option<Entry>, RefundError> {
        match refund.status {
            RefundStatus::Abnormal => {
                let order = self.changing_refund(&refund.out_refund_no, |refund| {
                    refund.status = RefundStatus::Processing;
                    refund.pending = Some(pending);
                });
                Ok(Some(Entry::order(order)))
            }
            RefundStatus::Processing if refund.ended_at.is_some() => Ok(None),
            RefundStatus::Processing
            | RefundStatus::Success
            | RefundStatus::Closed
            | RefundStatus::Other(_) => Err(RefundError::NotAbnormal),
        }
    }

    /// Refunds in the console the amount, else what remains of an order; `None` if nothing does.
    pub(crate) fn refund_rest(
        &self,
        refund: Refund,
        delivery: Delivery,
    ) -> Result<Option<Entry>, OrderError> {
        match self.state {
            TradeState::Success | TradeState::Refund => {}
            TradeState::Closed => return Err(OrderError::Closed),
            TradeState::NotPay
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => return Err(OrderError::NotPaid),
        }
        let remaining = self.remaining();
        let amount = match refund.amount {
            Some(part) if part < 1 || part > remaining => return Err(OrderError::TooMuch),
            Some(part) => part,
            None if remaining < 1 => return Ok(None),
            None => remaining,
        };
        let refund = Refund {
            amount: Some(amount),
            ..refund
        };
        Ok(Some(Entry::notified(self.with_refund(refund), delivery)))
    }

    /// Returns its refunds that may become this.
    pub(crate) fn open_refunds(&self, status: &RefundStatus) -> Vec<OutRefundNo> {
        self.refunds
            .iter()
            .filter(|refund| refund.can_become(status))
            .map(|refund| refund.out_refund_no.clone())
            .collect()
    }

    pub(crate) fn with_refund(&self, refund: Refund) -> Self {
        let mut order = self.clone();
        order.state = TradeState::Refund;
        order.refunds.push(refund);
        order
    }

    fn changing_refund(&self, number: &OutRefundNo, change: impl FnOnce(&mut Refund)) -> Self {
        let mut order = self.clone();
        let same = |refund: &&mut Refund| refund.out_refund_no == *number;
        if let Some(refund) = order.refunds.iter_mut().find(same) {
            change(refund);
        }
        order
    }
}

impl Refund {
    /// Returns what it is to become, if its time has come.
    pub(crate) fn due(&self, now: Due) -> Option<&RefundStatus> {
        let pending = self.pending.as_ref()?;
        now.includes(pending.at).then_some(&pending.status)
    }

    fn can_become(&self, status: &RefundStatus) -> bool {
        match self.status {
            RefundStatus::Processing => true,
            RefundStatus::Abnormal => *status != RefundStatus::Abnormal,
            RefundStatus::Success | RefundStatus::Closed | RefundStatus::Other(_) => false,
        }
    }
}

#[cfg(test)]
#[path = "refund_tests.rs"]
mod tests;
