//! What the pages read and change: the only place of the page that knows how a sandbox stores it.

use std::sync::Arc;

use crate::ambient;
use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::protocol::transaction::TradeState;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::faults::ActiveFault;
use crate::sandbox::ledger::combined::Combination;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::log::attempt::AttemptKind;
use crate::sandbox::notifier::attempt::attempt;
use crate::sandbox::notifier::{payments, refund_progress};
use crate::sandbox::page::payers::{Decline, Declined};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::combinations::Placed;
use crate::sandbox::store::listing::{self, Listing};

/// How many orders a page of the list has.
pub(crate) const PAGE_ROWS: usize = 50;

/// Which orders are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// What a number of the order begins with.
    pub(crate) search: Option<String>,
    pub(crate) state: Option<StateFilter>,
    /// The place of the last order of the page before.
    pub(crate) before: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateFilter {
    Unpaid,
    Paid,
    Refunded,
    Closed,
}

/// One page of the list, the newest first.
pub(crate) struct OrderPage {
    pub(crate) orders: Vec<Order>,
    /// Where the next page begins, if there is one.
    pub(crate) older: Option<i64>,
}

/// One order and all that happened to it.
pub(crate) struct OrderDetail {
    pub(crate) order: Order,
    /// The orders that were placed together, this one among them, if they were.
    pub(crate) combination: Option<Combination>,
    /// In the order in which they were made.
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) declined: Vec<Declined>,
}

impl OrderDetail {
    /// Returns what the payer pays at once, in fen.
    pub(crate) fn total(&self) -> i64 {
        match &self.combination {
            Some(all) => all.total(),
            None => self.order.total(),
        }
    }
}

/// What differs after each change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    changes: Option<i64>,
    requests: Option<i64>,
    payers: u64,
    faults: Vec<ActiveFault>,
}

impl StateFilter {
    pub(crate) const ALL: [Self; 4] = [Self::Unpaid, Self::Paid, Self::Refunded, Self::Closed];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::Refunded => "refunded",
            Self::Closed => "closed",
        }
    }

    pub(crate) fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }

    fn state(self) -> TradeState {
        match self {
            Self::Unpaid => TradeState::NotPay,
            Self::Paid => TradeState::Success,
            Self::Refunded => TradeState::Refund,
            Self::Closed => TradeState::Closed,
        }
    }
}

/// Lists orders.
pub(crate) fn orders(sandbox: &Sandbox, filter: &Filter) -> Result<OrderPage, SandboxError> {
    let listing = Listing {
        search: filter.search.clone(),
        state: filter.state.map(StateFilter::state),
        before: filter.before,
        // One more tells whether there is another page.
        limit: PAGE_ROWS + 1,
    };
    let mut found = sandbox.database.read(|tx| listing::orders(tx, &listing))?;
    let has_more = found.len() > PAGE_ROWS;
    found.truncate(PAGE_ROWS);
    Ok(OrderPage {
        older: found.last().filter(|_| has_more).map(|last| last.place),
        orders: found.into_iter().map(|listed| listed.order).collect(),
    })
}

/// Returns whether there is any order at all.
pub(crate) fn has_orders(sandbox: &Sandbox) -> Result<bool, SandboxError> {
    let first = Listing {
        limit: 1,
        ..Listing::default()
    };
    let found = sandbox.database.read(|tx| listing::orders(tx, &first))?;
    Ok(!found.is_empty())
}

/// Finds an order and all that happened to it.
pub(crate) fn order(
    sandbox: &Sandbox,
    number: &OutTradeNo,
) -> Result<Option<OrderDetail>, SandboxError> {
    refund_progress::end_due(sandbox)?;
    sandbox.database.read(|tx| {
        let (order, combination) = match Placed::find(tx, number)? {
            None => return Ok(None),
            Some(Placed::Order(order)) => (*order, None),
            Some(Placed::Combined(all)) => {
                let is_named = |order: &&Order| order.out_trade_no == *number;
                let named = all.orders.iter().find(is_named).or(all.orders.first());
                let Some(order) = named.cloned() else {
                    return Ok(None);
                };
                (order, Some(*all))
            }
        };
        Ok(Some(OrderDetail {
            deliveries: listing::deliveries(tx, &order)?,
            declined: sandbox.payers.of(number),
            combination,
            order,
        }))
    })
}

/// Returns what differs after each change, also of another process.
pub(crate) fn version(sandbox: &Sandbox) -> Version {
    Version {
        changes: sandbox.database.changes(),
        requests: sandbox.recorder.log.changes(),
        payers: sandbox.payers.count(),
        faults: sandbox.faults.all(),
    }
}

/// Pays an order; its notification is posted without waiting for it, as a payer would not.
pub(crate) fn pay(sandbox: &Arc<Sandbox>, number: &OutTradeNo) -> Result<(), PayError> {
    let notification = payments::mark_paid(sandbox, None, number)?;
    post(sandbox, notification);
    Ok(())
}

/// Records that the payer did not pay; `None` if the order cannot be paid anyway.
pub(crate) fn decline(
    sandbox: &Sandbox,
    number: &OutTradeNo,
    why: Decline,
) -> Result<Option<()>, SandboxError> {
    let now = ambient::now();
    let is_open = sandbox.journal.look(|ledger| {
        ledger.order(number).map(|order| {
            order.is_some_and(|order| order.state == TradeState::NotPay && !order.expired(now))
        })
    })?;
    Ok(is_open.then(|| sandbox.payers.record(number, why)))
}

/// Closes an unpaid order.
pub(crate) fn close(sandbox: &Sandbox, number: &OutTradeNo) -> Result<(), PayError> {
    payments::close(sandbox, number)
}

/// Ends the time to pay of an unpaid order.
pub(crate) fn expire(sandbox: &Sandbox, number: &OutTradeNo) -> Result<(), PayError> {
    payments::expire(sandbox, number)
}

/// Refunds a part of an order, or what remains of it.
pub(crate) fn refund(
    sandbox: &Arc<Sandbox>,
    number: &OutTradeNo,
    amount: Option<i64>,
    status: &RefundStatus,
) -> Result<(), PayError> {
    let notification = refund_progress::refund_part(sandbox, number, amount, status)?;
    post(sandbox, notification);
    Ok(())
}

/// Ends the refunds of an order that have not ended.
pub(crate) fn end_refunds(
    sandbox: &Arc<Sandbox>,
    number: &OutTradeNo,
    status: &RefundStatus,
) -> Result<(), PayError> {
    for notification in refund_progress::end_open(sandbox, number, status)? {
        post(sandbox, Some(notification));
    }
    Ok(())
}

fn post(sandbox: &Arc<Sandbox>, notification: Option<String>) {
    if let Some(id) = notification {
        let sandbox = Arc::clone(sandbox);
        // What cannot be stored is posted again on WeChat Pay's schedule.
        tokio::spawn(async move { attempt(&sandbox, &id, AttemptKind::Scheduled).await });
    }
}
