//! Orders as a pure state machine: a decision looks at an order and returns what changes.
//!
//! Moments and generated numbers are parameters.

use crate::protocol::id::PrepayId;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::order::{Order, Payment};

/// Why an operation is not possible in the order's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OrderError {
    Unknown,
    Different,
    Paid,
    NotPaid,
    Closed,
    Expired,
    /// More than what remains is to be refunded.
    TooMuch,
}

impl Order {
    /// Places an order, or finds that it is a repetition of the request for the earlier one of
    /// this number.
    pub(crate) fn prepay(
        self,
        earlier: Option<Self>,
    ) -> Result<(Option<Entry>, PrepayId), OrderError> {
        let prepay_id = self.prepay_id.clone();
        let Some(old) = earlier else {
            return Ok((Some(Entry::order(self)), prepay_id));
        };
        if old.part_of.is_some() {
            return Err(OrderError::Different);
        }
        old.must_be_open()?;
        if old.trade_type != self.trade_type || old.body != self.body {
            return Err(OrderError::Different);
        }
        if !old.prepay_expired(self.prepaid_at) {
            return Ok((None, old.prepay_id));
        }
        let again = Self {
            prepay_id: self.prepay_id,
            prepaid_at: self.prepaid_at,
            ..old
        };
        Ok((Some(Entry::order(again)), prepay_id))
    }

    /// Returns an error if the order is paid or closed.
    pub(super) fn must_be_open(&self) -> Result<(), OrderError> {
        match self.state {
            TradeState::NotPay => Ok(()),
            TradeState::Closed => Err(OrderError::Closed),
            TradeState::Success
            | TradeState::Refund
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => Err(OrderError::Paid),
        }
    }

    /// Ends the time to pay of an unpaid order, which stays unpaid.
    pub(crate) fn expire(&self, now: Timestamp) -> Result<Option<Entry>, OrderError> {
        self.must_be_open()?;
        if self.expired(now) {
            return Ok(None);
        }
        Ok(Some(Entry::order(Self {
            expired_at: Some(Timestamp(now.0.saturating_sub(1))),
            ..self.clone()
        })))
    }

    /// Closes an unpaid order; a closed one stays closed.
    pub(crate) fn close(&self) -> Result<Option<Entry>, OrderError> {
        match self.state {
            TradeState::NotPay => Ok(Some(Entry::order(Self {
                state: TradeState::Closed,
                ..self.clone()
            }))),
            TradeState::Closed => Ok(None),
            TradeState::Success
            | TradeState::Refund
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => Err(OrderError::Paid),
        }
    }

    /// Pays an unpaid order; a paid one stays paid.
    pub(crate) fn pay(
        &self,
        payment: Payment,
        delivery: Delivery,
    ) -> Result<Option<Entry>, OrderError> {
        let paid = self.paid_with(payment)?;
        Ok(paid.map(|paid| Entry::notified(paid, delivery)))
    }

    /// Returns the order as it is once it is paid; `None` if it was paid before.
    pub(crate) fn paid_with(&self, payment: Payment) -> Result<Option<Self>, OrderError> {
        match self.state {
            TradeState::NotPay if self.expired(payment.at) => Err(OrderError::Expired),
            TradeState::NotPay => Ok(Some(Self {
                state: TradeState::Success,
                payment: Some(payment),
                ..self.clone()
            })),
            TradeState::Closed => Err(OrderError::Closed),
            TradeState::Success
            | TradeState::Refund
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => Ok(None),
        }
    }
}

impl Delivery {
    /// Claims it until `until` for one process, unless it is acknowledged or another has it.
    pub(crate) fn claim(&self, now: i64, until: i64) -> Option<Entry> {
        // A claim that is longer than any was made before the clock was set back.
        let is_free = !(now + 1..=until).contains(&self.busy_until);
        (!self.acknowledged && is_free).then(|| Entry::Claimed {
            id: self.id.clone(),
            until,
        })
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
pub(crate) mod tests;
