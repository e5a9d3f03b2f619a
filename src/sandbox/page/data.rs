//! What the pages read and change: the only place of the page that knows how a sandbox stores it.

use std::fs;
use std::sync::Arc;
use std::time::SystemTime;

use crate::ambient;
use crate::protocol::id::{OutTradeNo, PrepayId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::transaction::TradeState;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::faults::ActiveFault;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::notifier::attempt::attempt;
use crate::sandbox::notifier::{payments, refund_progress};
use crate::sandbox::page::payers::{Decline, Declined};
use crate::sandbox::state::Sandbox;

/// How many orders a page of the list has.
pub(crate) const PAGE_ROWS: usize = 50;

/// Which orders are listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// What a number of the order begins with.
    pub(crate) search: Option<String>,
    pub(crate) state: Option<StateFilter>,
    /// The last order of the page before.
    pub(crate) before: Option<Cursor>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StateFilter {
    Unpaid,
    Paid,
    Refunded,
    Closed,
}

/// A place in the list of orders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cursor {
    pub(crate) ordered_at: i64,
    pub(crate) out_trade_no: String,
}

/// One page of the list, the newest first.
pub(crate) struct OrderPage {
    pub(crate) orders: Vec<Order>,
    /// Where the next page begins, if there is one.
    pub(crate) older: Option<Cursor>,
}

/// One order and all that happened to it.
pub(crate) struct OrderDetail {
    pub(crate) order: Order,
    /// In the order in which they were made.
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) declined: Vec<Declined>,
}

/// What differs after each change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    ledger: Option<(u64, SystemTime)>,
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

impl Cursor {
    fn of(order: &Order) -> Self {
        Self {
            ordered_at: order.ordered_at,
            out_trade_no: order.out_trade_no.to_string(),
        }
    }

    /// Reads the value of a link.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (at, number) = text.split_once('.')?;
        Some(Self {
            ordered_at: at.parse().ok()?,
            out_trade_no: number.to_owned(),
        })
    }

    pub(crate) fn text(&self) -> String {
        format!("{}.{}", self.ordered_at, self.out_trade_no)
    }
}

/// Lists orders.
pub(crate) fn orders(sandbox: &Sandbox, filter: &Filter) -> Result<OrderPage, SandboxError> {
    sandbox.journal.look(|ledger| {
        let mut found: Vec<&Order> = ledger
            .orders()
            .filter(|order| {
                filter
                    .state
                    .is_none_or(|state| order.state == state.state())
            })
            .filter(|order| {
                filter
                    .search
                    .as_ref()
                    .is_none_or(|text| is_named(order, text))
            })
            .filter(|order| {
                filter
                    .before
                    .as_ref()
                    .is_none_or(|before| Cursor::of(order) < *before)
            })
            .collect();
        found.sort_by_key(|order| std::cmp::Reverse(Cursor::of(order)));
        let older = found
            .get(PAGE_ROWS)
            .and_then(|_| found.get(PAGE_ROWS - 1))
            .map(|last| Cursor::of(last));
        OrderPage {
            orders: found.into_iter().take(PAGE_ROWS).cloned().collect(),
            older,
        }
    })
}

/// Tells whether a number of an order begins with a text.
fn is_named(order: &Order, text: &str) -> bool {
    let paid = order.payment.as_ref();
    order.out_trade_no.as_str().starts_with(text)
        || order.prepay_id.as_str() == text
        || paid.is_some_and(|payment| payment.transaction_id.as_str() == text)
        || order
            .refunds
            .iter()
            .any(|refund| refund.out_refund_no.as_str() == text)
}

/// Returns whether there is any order at all.
pub(crate) fn has_orders(sandbox: &Sandbox) -> Result<bool, SandboxError> {
    sandbox.journal.look(|ledger| ledger.orders().next().is_some())
}

/// Finds an order and all that happened to it.
pub(crate) fn order(
    sandbox: &Sandbox,
    number: &OutTradeNo,
) -> Result<Option<OrderDetail>, SandboxError> {
    refund_progress::end_due(sandbox)?;
    sandbox.journal.look(|ledger| {
        let order = ledger.order(number)?.clone();
        Some(OrderDetail {
            order,
            deliveries: ledger.deliveries_of(number),
            declined: sandbox.payers.of(number),
        })
    })
}

/// Finds the order that a `prepay_id` is for now.
pub(crate) fn order_by_prepay_id(
    sandbox: &Sandbox,
    prepay_id: &PrepayId,
) -> Result<Option<OutTradeNo>, SandboxError> {
    sandbox.journal.look(|ledger| {
        let mut orders = ledger.orders();
        orders
            .find(|order| order.prepay_id == *prepay_id)
            .map(|order| order.out_trade_no.clone())
    })
}

/// Returns what differs after each change, also of another process.
pub(crate) fn version(sandbox: &Sandbox) -> Version {
    let file = fs::metadata(sandbox.data.join("ledger.jsonl"));
    Version {
        ledger: file
            .ok()
            .and_then(|file| Some((file.len(), file.modified().ok()?))),
        payers: sandbox.payers.count(),
        faults: sandbox.faults.all(),
    }
}

/// Pays an order; its notification is posted without waiting for it, as a payer would not.
pub(crate) fn pay(sandbox: &Arc<Sandbox>, number: &OutTradeNo) -> Result<(), PayError> {
    let notification = payments::mark_paid(sandbox, number)?;
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
        ledger
            .order(number)
            .is_some_and(|order| order.state == TradeState::NotPay && !order.expired(now))
    })?;
    Ok(is_open.then(|| sandbox.payers.record(number, why)))
}

/// Closes an unpaid order.
pub(crate) fn close(sandbox: &Sandbox, number: &OutTradeNo) -> Result<(), PayError> {
    payments::close(sandbox, number)
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
        tokio::spawn(async move { attempt(&sandbox, &id).await });
    }
}
