//! Combined orders in the database: what they have in common is a record, each order is a row of
//! its own.

use crate::protocol::id::OutTradeNo;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::combined::{Combination, CombinedOrder, NamedOrder};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::order::{Order, PartOf};
use crate::sandbox::store::ledger::{self, Ledger};
use crate::sandbox::store::stored;
use crate::sandbox::store::transaction::{ReadTransaction, WriteTransaction};

/// What a number stands for, for people, who name no merchant.
pub(crate) enum Placed {
    /// An order that was placed alone.
    Order(Box<Order>),
    /// Orders that were placed together.
    Combined(Box<Combination>),
}

impl Placed {
    /// Finds the order of this number, or the combination that has it or has an order that has it.
    pub(crate) fn find(
        tx: &ReadTransaction<'_>,
        number: &OutTradeNo,
    ) -> Result<Option<Self>, SandboxError> {
        if let Some(order) = Ledger::new(tx).order(number)? {
            return Self::of(tx, order).map(Some);
        }
        let combined = stored::find_of_any::<CombinedOrder>(tx, number.as_str())?;
        let Some((_, combined)) = combined else {
            return Ok(None);
        };
        let combination = whole(tx, combined)?;
        Ok(combination.map(|combination| Self::Combined(Box::new(combination))))
    }

    /// Finds the combination of an order, if it has one.
    pub(crate) fn of(tx: &ReadTransaction<'_>, order: Order) -> Result<Self, SandboxError> {
        Ok(match of_order(tx, &order)? {
            Some(combination) => Self::Combined(Box::new(combination)),
            None => Self::Order(Box::new(order)),
        })
    }
}

/// Finds a merchant's combination by its number.
pub(crate) fn find(
    tx: &ReadTransaction<'_>,
    mchid: &str,
    number: &str,
) -> Result<Option<Combination>, SandboxError> {
    match stored::find::<CombinedOrder>(tx, mchid, number)? {
        Some(combined) => whole(tx, combined),
        None => Ok(None),
    }
}

/// Finds the combination that an order is part of.
pub(crate) fn of_order(
    tx: &ReadTransaction<'_>,
    order: &Order,
) -> Result<Option<Combination>, SandboxError> {
    let Some(PartOf {
        combine_mchid,
        combine_out_trade_no,
    }) = &order.part_of
    else {
        return Ok(None);
    };
    find(tx, combine_mchid, combine_out_trade_no.as_str())
}

/// Stores a combination and its orders.
pub(crate) fn put(
    tx: &WriteTransaction<'_>,
    combination: &Combination,
) -> Result<(), SandboxError> {
    let Combination { combined, orders } = combination;
    stored::put(tx, combined.mchid(), combined.ordered_at, combined)?;
    orders
        .iter()
        .try_for_each(|order| ledger::apply(tx, Entry::order(order.clone())))
}

/// Adds its orders; `None` if one of them is gone.
fn whole(
    tx: &ReadTransaction<'_>,
    combined: CombinedOrder,
) -> Result<Option<Combination>, SandboxError> {
    let ledger = Ledger::new(tx);
    let mut orders = Vec::new();
    for named in combined.sub_orders().iter().map(NamedOrder::of) {
        let number = named.out_trade_no.parse().ok();
        let order = match &number {
            Some(number) => ledger.order_of(&named.mchid, number)?,
            None => None,
        };
        let part_of = Some(combined.part_of());
        match order.filter(|order| order.part_of == part_of) {
            Some(order) => orders.push(order),
            None => return Ok(None),
        }
    }
    Ok(Some(Combination { combined, orders }))
}
