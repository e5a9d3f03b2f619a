//! Refunds in the ledger: what may be refunded, and how a refund ends.

use crate::protocol::id::{OutRefundNo, OutTradeNo, RefundId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::machine::{Ledger, OrderError};
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

impl Ledger {
    pub(crate) fn refund(&self, number: &OutRefundNo) -> Option<(&Order, &Refund)> {
        let order = self.orders.get(self.refunds.get(number)?)?;
        let same = |refund: &&Refund| refund.out_refund_no == *number;
        order
            .refunds
            .iter()
            .find(same)
            .map(|refund| (order, refund))
    }

    pub(crate) fn refund_by_id(&self, id: &RefundId) -> Option<(&Order, &Refund)> {
        self.refund(self.refund_ids.get(id)?)
    }

    /// Accepts a refund, or finds that it is a repetition of the first request for it. `gap` is
    /// how many milliseconds lie between two refunds of one order at least.
    pub(crate) fn request_refund(
        &self,
        order: &Order,
        new: Refund,
        total: i64,
        gap: i64,
    ) -> Result<(Option<Entry>, Refund), RefundError> {
        if let Some((_, old)) = self.refund(&new.out_refund_no) {
            return if old.body == new.body {
                Ok((None, old.clone()))
            } else {
                Err(RefundError::Different)
            };
        }
        let paid = order.payment.as_ref().ok_or(RefundError::NotPaid)?;
        if total != order.total() {
            return Err(RefundError::Total);
        }
        if new.at.0.saturating_sub(paid.at.0) > REFUNDABLE_SECS {
            return Err(RefundError::TooLate);
        }
        if new.amount(order.total()) > order.remaining() {
            return Err(RefundError::TooMuch);
        }
        if order.refunds.len() >= MAX_REFUNDS_PER_ORDER {
            return Err(RefundError::TooMany);
        }
        let soon = |last: &Refund| new.requested_at < last.requested_at.saturating_add(gap);
        if order.refunds.last().is_some_and(soon) {
            return Err(RefundError::TooSoon);
        }
        let entry = Entry::RefundRequested {
            out_trade_no: order.out_trade_no.clone(),
            refund: Box::new(new.clone()),
        };
        Ok((Some(entry), new))
    }

    /// Returns the refunds that are to end at `now` or before.
    pub(crate) fn ending(&self, now: i64) -> Vec<OutRefundNo> {
        let due = self.ending.iter().take_while(|(at, _)| *at <= now);
        due.map(|(_, number)| number.clone()).collect()
    }

    /// Returns when the first refund ends after `now`.
    pub(crate) fn next_ending(&self, now: i64) -> Option<i64> {
        let mut later = self.ending.iter().skip_while(|(at, _)| *at <= now);
        later.next().map(|(at, _)| *at)
    }

    /// Ends a refund: one that is processing, or an abnormal one to another.
    pub(crate) fn end_refund(
        &self,
        number: &OutRefundNo,
        status: &RefundStatus,
        at: Timestamp,
        delivery: Delivery,
    ) -> Option<Entry> {
        let (_, refund) = self.refund(number)?;
        refund.can_become(status).then(|| Entry::RefundEnded {
            out_refund_no: number.clone(),
            status: status.clone(),
            at,
            delivery,
        })
    }

    /// Refunds in the console the amount, else what remains of an order; `None` if nothing does.
    pub(crate) fn refund_rest(
        &self,
        refund: Refund,
        delivery: Delivery,
    ) -> Result<Option<Entry>, OrderError> {
        let number = &delivery.out_trade_no;
        let order = self.orders.get(number).ok_or(OrderError::Unknown)?;
        match order.state {
            TradeState::Success | TradeState::Refund => {}
            TradeState::Closed => return Err(OrderError::Closed),
            TradeState::NotPay
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => return Err(OrderError::NotPaid),
        }
        let remaining = order.remaining();
        let amount = match refund.amount {
            Some(part) if part < 1 || part > remaining => return Err(OrderError::TooMuch),
            Some(part) => part,
            None if remaining < 1 => return Ok(None),
            None => remaining,
        };
        Ok(Some(Entry::Refunded {
            refund: Refund {
                amount: Some(amount),
                ..refund
            },
            delivery,
        }))
    }

    /// Returns the refunds of an order that may become this.
    pub(crate) fn open_refunds(
        &self,
        order: &OutTradeNo,
        status: &RefundStatus,
    ) -> Vec<OutRefundNo> {
        let refunds = self.orders.get(order).map(|order| &order.refunds);
        refunds
            .into_iter()
            .flatten()
            .filter(|refund| refund.can_become(status))
            .map(|refund| refund.out_refund_no.clone())
            .collect()
    }

    pub(crate) fn put_refunds(&mut self, order: &Order) {
        for refund in &order.refunds {
            let number = &refund.out_refund_no;
            self.refunds
                .insert(number.clone(), order.out_trade_no.clone());
            self.refund_ids
                .insert(refund.refund_id.clone(), number.clone());
            if let Some(pending) = &refund.pending {
                self.ending.insert((pending.at, number.clone()));
            }
        }
    }

    pub(crate) fn take_refunds(&mut self, order: &Order) {
        for refund in &order.refunds {
            if let Some(pending) = &refund.pending {
                let number = refund.out_refund_no.clone();
                self.ending.remove(&(pending.at, number));
            }
        }
    }

    pub(crate) fn accept_refund(&mut self, number: &OutTradeNo, refund: Refund) {
        self.change(number, |order| {
            order.state = TradeState::Refund;
            order.refunds.push(refund);
        });
    }

    pub(crate) fn change_refund(&mut self, number: &OutRefundNo, change: impl FnOnce(&mut Refund)) {
        let Some(order) = self.refunds.get(number).cloned() else {
            return;
        };
        self.change(&order, |order| {
            let same = |refund: &&mut Refund| refund.out_refund_no == *number;
            if let Some(refund) = order.refunds.iter_mut().find(same) {
                change(refund);
            }
        });
    }
}

impl Refund {
    /// Returns what it is to become at `now` or before.
    pub(crate) fn due(&self, now: i64) -> Option<&RefundStatus> {
        let pending = self.pending.as_ref()?;
        (pending.at <= now).then_some(&pending.status)
    }

    /// Sends an abnormal refund another way; one that is on that way already stays there.
    pub(crate) fn reroute(&self, pending: Pending) -> Result<Option<Entry>, RefundError> {
        match self.status {
            RefundStatus::Abnormal => Ok(Some(Entry::RefundRerouted {
                out_refund_no: self.out_refund_no.clone(),
                pending,
            })),
            RefundStatus::Processing if self.ended_at.is_some() => Ok(None),
            RefundStatus::Processing
            | RefundStatus::Success
            | RefundStatus::Closed
            | RefundStatus::Other(_) => Err(RefundError::NotAbnormal),
        }
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
