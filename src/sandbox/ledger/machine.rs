//! The orders as a pure state machine: decisions look at it and return entries, entries change it.
//!
//! Moments and generated numbers are parameters. An entry is one line of the journal, so a
//! decision of one process has the same effect in another.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId, RefundId, TransactionId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::transaction::TradeState;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::{Entry, Snapshot};
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

/// All orders, deliveries and used login codes.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) orders: BTreeMap<OutTradeNo, Order>,
    transactions: HashMap<TransactionId, OutTradeNo>,
    deliveries: HashMap<String, Delivery>,
    latest: HashMap<OutTradeNo, String>,
    codes: HashSet<String>,
    waiting: BTreeSet<(i64, String)>,
    unpaid: BTreeSet<(i64, OutTradeNo)>,
    pub(crate) refunds: HashMap<OutRefundNo, OutTradeNo>,
    pub(crate) refund_ids: HashMap<RefundId, OutRefundNo>,
    pub(crate) ending: BTreeSet<(i64, OutRefundNo)>,
}

impl Ledger {
    pub(crate) fn order(&self, number: &OutTradeNo) -> Option<&Order> {
        self.orders.get(number)
    }

    pub(crate) fn transaction(&self, number: &TransactionId) -> Option<&Order> {
        self.orders.get(self.transactions.get(number)?)
    }

    pub(crate) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.values()
    }

    pub(crate) fn delivery(&self, id: &str) -> Option<&Delivery> {
        self.deliveries.get(id)
    }

    /// Returns the last notification about an order.
    pub(crate) fn latest(&self, number: &OutTradeNo) -> Option<&Delivery> {
        self.deliveries.get(self.latest.get(number)?)
    }

    /// Returns the notifications about an order, in the order in which they were made.
    pub(crate) fn deliveries_of(&self, number: &OutTradeNo) -> Vec<Delivery> {
        let mut found: Vec<_> = self
            .deliveries
            .values()
            .filter(|delivery| delivery.out_trade_no == *number)
            .cloned()
            .collect();
        found.sort_by_key(|delivery| (delivery.created_at, delivery.kind as u8));
        found
    }

    pub(crate) fn code_is_used(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Returns the deliveries that are due.
    pub(crate) fn due(&self, now: i64) -> impl Iterator<Item = &str> {
        self.waiting
            .range(..=(now, String::from(char::MAX)))
            .map(|(_, id)| id.as_str())
    }

    /// Returns the unpaid orders that were placed at `until` or before.
    pub(crate) fn unpaid(&self, until: i64) -> impl Iterator<Item = &Order> {
        self.unpaid
            .iter()
            .take_while(move |(at, _)| *at <= until)
            .filter_map(|(_, number)| self.orders.get(number))
    }

    /// Returns when the next delivery is due after `now`.
    pub(crate) fn next_delivery(&self, now: i64) -> Option<i64> {
        let mut later = self.waiting.range((now.saturating_add(1), String::new())..);
        later.next().map(|(at, _)| *at)
    }

    /// Returns when the first unpaid order after `moment` was placed.
    pub(crate) fn next_unpaid(&self, moment: i64) -> Option<i64> {
        let mut later = self.unpaid.iter().skip_while(|(at, _)| *at <= moment);
        later.next().map(|(at, _)| *at)
    }

    /// Places an order, or finds that it is a repetition of the first request for it.
    pub(crate) fn prepay(&self, new: Order) -> Result<(Option<Entry>, PrepayId), OrderError> {
        let Some(old) = self.orders.get(&new.out_trade_no) else {
            let prepay_id = new.prepay_id.clone();
            return Ok((Some(Entry::Ordered(Box::new(new))), prepay_id));
        };
        match &old.state {
            TradeState::NotPay => {}
            TradeState::Closed => return Err(OrderError::Closed),
            TradeState::Success
            | TradeState::Refund
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => return Err(OrderError::Paid),
        }
        if old.trade_type != new.trade_type || old.body != new.body {
            return Err(OrderError::Different);
        }
        if !old.prepay_expired(new.prepaid_at) {
            return Ok((None, old.prepay_id.clone()));
        }
        let again = Entry::Prepaid {
            out_trade_no: new.out_trade_no,
            prepay_id: new.prepay_id.clone(),
            at: new.prepaid_at,
        };
        Ok((Some(again), new.prepay_id))
    }

    /// Closes an unpaid order; a closed one stays closed.
    pub(crate) fn close(&self, number: &OutTradeNo) -> Result<Option<Entry>, OrderError> {
        match self.state(number)? {
            TradeState::NotPay => Ok(Some(Entry::Closed {
                out_trade_no: number.clone(),
            })),
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
        let number = &delivery.out_trade_no;
        let order = self.orders.get(number).ok_or(OrderError::Unknown)?;
        match &order.state {
            TradeState::NotPay if order.expired(payment.at) => Err(OrderError::Expired),
            TradeState::NotPay => Ok(Some(Entry::Paid { payment, delivery })),
            TradeState::Closed => Err(OrderError::Closed),
            TradeState::Success
            | TradeState::Refund
            | TradeState::Revoked
            | TradeState::UserPaying
            | TradeState::PayError
            | TradeState::Other(_) => Ok(None),
        }
    }

    /// Claims a delivery that no process has claimed, until `until`.
    pub(crate) fn claim(&self, id: &str, now: i64, until: i64) -> Option<Entry> {
        let delivery = self.deliveries.get(id)?;
        (!delivery.acknowledged && delivery.busy_until <= now).then(|| Entry::Claimed {
            id: id.to_owned(),
            until,
        })
    }

    fn state(&self, number: &OutTradeNo) -> Result<&TradeState, OrderError> {
        let order = self.orders.get(number).ok_or(OrderError::Unknown)?;
        Ok(&order.state)
    }

    /// Changes the ledger as an entry says.
    pub(crate) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Ordered(record) => self.put(*record),
            Entry::Prepaid {
                out_trade_no,
                prepay_id,
                at,
            } => self.change(&out_trade_no, |order| {
                order.prepay_id = prepay_id;
                order.prepaid_at = at;
            }),
            Entry::Closed { out_trade_no } => {
                self.change(&out_trade_no, |order| order.state = TradeState::Closed);
            }
            Entry::Paid { payment, delivery } => {
                self.change(&delivery.out_trade_no, |order| {
                    order.state = TradeState::Success;
                    order.payment = Some(payment);
                });
                self.send(delivery);
            }
            Entry::Refunded { refund, delivery } => {
                self.accept_refund(&delivery.out_trade_no, refund);
                self.send(delivery);
            }
            Entry::RefundRequested {
                out_trade_no,
                refund,
            } => self.accept_refund(&out_trade_no, *refund),
            Entry::RefundEnded {
                out_refund_no,
                status,
                at,
                delivery,
            } => {
                self.change_refund(&out_refund_no, |refund| {
                    refund.status = status;
                    refund.ended_at = Some(at);
                    refund.pending = None;
                });
                self.send(delivery);
            }
            Entry::RefundRerouted {
                out_refund_no,
                pending,
            } => self.change_refund(&out_refund_no, |refund| {
                refund.status = RefundStatus::Processing;
                refund.pending = Some(pending);
            }),
            Entry::Claimed { id, until } => self.deliver(&id, |delivery| {
                delivery.busy_until = until;
                delivery.next_at = Some(until);
            }),
            Entry::Attempted {
                id,
                outcome,
                acknowledged,
                next_at,
            } => self.deliver(&id, |delivery| {
                delivery.attempts += 1;
                delivery.outcome = Some(outcome);
                delivery.acknowledged = acknowledged;
                delivery.next_at = next_at;
                delivery.busy_until = 0;
            }),
            Entry::CodeUsed { code } => {
                self.codes.insert(code);
            }
            Entry::Snapshot(snapshot) => *self = Self::restore(snapshot),
        }
    }

    fn put(&mut self, record: Order) {
        let number = record.out_trade_no.clone();
        if record.state == TradeState::NotPay {
            self.unpaid.insert((record.ordered_at, number.clone()));
        }
        if let Some(payment) = &record.payment {
            self.transactions
                .insert(payment.transaction_id.clone(), number.clone());
        }
        self.put_refunds(&record);
        self.orders.insert(number, record);
    }

    pub(crate) fn change(&mut self, number: &OutTradeNo, change: impl FnOnce(&mut Order)) {
        if let Some(mut record) = self.orders.remove(number) {
            self.unpaid.remove(&(record.ordered_at, number.clone()));
            self.take_refunds(&record);
            change(&mut record);
            self.put(record);
        }
    }

    fn send(&mut self, delivery: Delivery) {
        if let Some(at) = delivery.next_at {
            self.waiting.insert((at, delivery.id.clone()));
        }
        self.latest
            .insert(delivery.out_trade_no.clone(), delivery.id.clone());
        self.deliveries.insert(delivery.id.clone(), delivery);
    }

    fn deliver(&mut self, id: &str, change: impl FnOnce(&mut Delivery)) {
        let Some(delivery) = self.deliveries.get_mut(id) else {
            return;
        };
        if let Some(at) = delivery.next_at {
            self.waiting.remove(&(at, id.to_owned()));
        }
        change(delivery);
        if let Some(at) = delivery.next_at {
            self.waiting.insert((at, id.to_owned()));
        }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut deliveries: Vec<_> = self.deliveries.values().cloned().collect();
        // A refund's notification comes after the payment's, and so stays the latest.
        deliveries.sort_by(|a, b| {
            let order = |delivery: &Delivery| (delivery.created_at, delivery.kind as u8);
            order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
        });
        let mut codes: Vec<_> = self.codes.iter().cloned().collect();
        codes.sort();
        Snapshot {
            orders: self.orders.values().cloned().collect(),
            deliveries,
            codes,
        }
    }

    fn restore(snapshot: Snapshot) -> Self {
        let mut ledger = Self {
            codes: snapshot.codes.into_iter().collect(),
            ..Self::default()
        };
        for record in snapshot.orders {
            ledger.put(record);
        }
        for delivery in snapshot.deliveries {
            ledger.send(delivery);
        }
        ledger
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
pub(crate) mod tests;
