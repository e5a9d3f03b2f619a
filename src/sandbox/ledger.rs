//! The orders as a pure state machine: decisions look at it and give entries, entries change it.
//!
//! Moments and made-up numbers are handed in. An entry is one line of the journal, so what was
//! decided in one process comes out the same in another.

mod refunds;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::record::{Delivery, Payment, Record};
use super::refund::{Pending, Refund};
use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId, RefundId, TransactionId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;

pub(super) use refunds::Unrefundable;

/// Something that happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(super) enum Entry {
    Ordered(Box<Record>),
    Prepaid {
        out_trade_no: OutTradeNo,
        prepay_id: PrepayId,
        at: Timestamp,
    },
    Closed {
        out_trade_no: OutTradeNo,
    },
    Paid {
        payment: Payment,
        delivery: Delivery,
    },
    /// A refund that came to its end at once, in the merchant's console.
    Refunded {
        refund: Refund,
        delivery: Delivery,
    },
    RefundAsked {
        out_trade_no: OutTradeNo,
        refund: Box<Refund>,
    },
    RefundEnded {
        out_refund_no: OutRefundNo,
        status: RefundStatus,
        at: Timestamp,
        delivery: Delivery,
    },
    RefundRerouted {
        out_refund_no: OutRefundNo,
        pending: Pending,
    },
    Claimed {
        id: String,
        until: i64,
    },
    Attempted {
        id: String,
        outcome: String,
        acknowledged: bool,
        next_at: Option<i64>,
    },
    CodeUsed {
        code: String,
    },
    Snapshot(Snapshot),
}

/// Everything that a ledger holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub(super) orders: Vec<Record>,
    pub(super) deliveries: Vec<Delivery>,
    pub(super) codes: Vec<String>,
}

/// Why an operation is not possible in the order's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Impossible {
    Unknown,
    Different,
    Paid,
    NotPaid,
    Closed,
    Expired,
}

/// All orders, deliveries and used login codes.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    orders: BTreeMap<OutTradeNo, Record>,
    transactions: HashMap<TransactionId, OutTradeNo>,
    deliveries: HashMap<String, Delivery>,
    latest: HashMap<OutTradeNo, String>,
    codes: HashSet<String>,
    waiting: BTreeSet<(i64, String)>,
    unpaid: BTreeSet<(i64, OutTradeNo)>,
    refunds: HashMap<OutRefundNo, OutTradeNo>,
    refund_ids: HashMap<RefundId, OutRefundNo>,
    ending: BTreeSet<(i64, OutRefundNo)>,
}

impl Ledger {
    pub(super) fn order(&self, number: &OutTradeNo) -> Option<&Record> {
        self.orders.get(number)
    }

    pub(super) fn transaction(&self, number: &TransactionId) -> Option<&Record> {
        self.orders.get(self.transactions.get(number)?)
    }

    pub(super) fn orders(&self) -> impl Iterator<Item = &Record> {
        self.orders.values()
    }

    pub(super) fn delivery(&self, id: &str) -> Option<&Delivery> {
        self.deliveries.get(id)
    }

    /// Returns the last notification about an order.
    pub(super) fn latest(&self, number: &OutTradeNo) -> Option<&Delivery> {
        self.deliveries.get(self.latest.get(number)?)
    }

    pub(super) fn code_is_used(&self, code: &str) -> bool {
        self.codes.contains(code)
    }

    /// Returns the deliveries that are due.
    pub(super) fn due(&self, now: i64) -> impl Iterator<Item = &str> {
        self.waiting
            .range(..=(now, String::from(char::MAX)))
            .map(|(_, id)| id.as_str())
    }

    /// Returns the unpaid orders that were placed at `until` or before.
    pub(super) fn unpaid(&self, until: i64) -> impl Iterator<Item = &Record> {
        self.unpaid
            .iter()
            .take_while(move |(at, _)| *at <= until)
            .filter_map(|(_, number)| self.orders.get(number))
    }

    /// Returns when the next delivery is due after `now`.
    pub(super) fn next_delivery(&self, now: i64) -> Option<i64> {
        let mut later = self.waiting.range((now.saturating_add(1), String::new())..);
        later.next().map(|(at, _)| *at)
    }

    /// Returns when the first unpaid order after `moment` was placed.
    pub(super) fn next_unpaid(&self, moment: i64) -> Option<i64> {
        let mut later = self.unpaid.iter().skip_while(|(at, _)| *at <= moment);
        later.next().map(|(at, _)| *at)
    }

    /// Places an order, or finds that it is a repetition of the first request for it.
    pub(super) fn prepay(&self, new: Record) -> Result<(Option<Entry>, PrepayId), Impossible> {
        let Some(old) = self.orders.get(&new.out_trade_no) else {
            let prepay_id = new.prepay_id.clone();
            return Ok((Some(Entry::Ordered(Box::new(new))), prepay_id));
        };
        match &old.state {
            TradeState::NotPay => {}
            TradeState::Closed => return Err(Impossible::Closed),
            _ => return Err(Impossible::Paid),
        }
        if old.trade_type != new.trade_type || old.body != new.body {
            return Err(Impossible::Different);
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
    pub(super) fn close(&self, number: &OutTradeNo) -> Result<Option<Entry>, Impossible> {
        match self.state(number)? {
            TradeState::NotPay => Ok(Some(Entry::Closed {
                out_trade_no: number.clone(),
            })),
            TradeState::Closed => Ok(None),
            _ => Err(Impossible::Paid),
        }
    }

    /// Pays an unpaid order; a paid one stays paid.
    pub(super) fn pay(
        &self,
        payment: Payment,
        delivery: Delivery,
    ) -> Result<Option<Entry>, Impossible> {
        let number = &delivery.out_trade_no;
        let order = self.orders.get(number).ok_or(Impossible::Unknown)?;
        match &order.state {
            TradeState::NotPay if order.expired(payment.at) => Err(Impossible::Expired),
            TradeState::NotPay => Ok(Some(Entry::Paid { payment, delivery })),
            TradeState::Closed => Err(Impossible::Closed),
            _ => Ok(None),
        }
    }

    /// Takes a delivery that nobody is at, until `until`.
    pub(super) fn claim(&self, id: &str, now: i64, until: i64) -> Option<Entry> {
        let delivery = self.deliveries.get(id)?;
        (!delivery.acknowledged && delivery.busy_until <= now).then(|| Entry::Claimed {
            id: id.to_owned(),
            until,
        })
    }

    fn state(&self, number: &OutTradeNo) -> Result<&TradeState, Impossible> {
        let order = self.orders.get(number).ok_or(Impossible::Unknown)?;
        Ok(&order.state)
    }

    /// Lets something happen.
    pub(super) fn apply(&mut self, entry: Entry) {
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
            Entry::RefundAsked {
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

    fn put(&mut self, record: Record) {
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

    fn change(&mut self, number: &OutTradeNo, change: impl FnOnce(&mut Record)) {
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

    pub(super) fn snapshot(&self) -> Snapshot {
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
#[path = "ledger_tests.rs"]
mod tests;
