//! The orders of the database page by page, for people who look through them.

use rusqlite::{Row, params};

use crate::protocol::transaction::TradeState;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::store::transaction::{Json, ReadTransaction};

/// Which orders a page lists, the newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    /// What the merchant's number begins with; or one of the other numbers, in full.
    pub(crate) search: Option<String>,
    pub(crate) state: Option<TradeState>,
    /// The place of the last order of the page before.
    pub(crate) before: Option<i64>,
    pub(crate) limit: usize,
}

/// An order and its place in the list.
pub(crate) struct Listed {
    pub(crate) place: i64,
    pub(crate) order: Order,
}

/// Lists orders.
pub(crate) fn orders(
    tx: &ReadTransaction<'_>,
    listing: &Listing,
) -> Result<Vec<Listed>, SandboxError> {
    let before = listing.before.unwrap_or(i64::MAX);
    let limit = i64::try_from(listing.limit).unwrap_or(i64::MAX);
    let state = listing.state.as_ref().map(ToString::to_string);
    match &listing.search {
        None => match state {
            None => tx.query(
                "SELECT seq, document FROM trade WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
                params![before, limit],
                listed,
            ),
            Some(state) => tx.query(
                "SELECT seq, document FROM trade WHERE state = ?3 AND seq < ?1
                 ORDER BY seq DESC LIMIT ?2",
                params![before, limit, state],
                listed,
            ),
        },
        Some(text) => tx.query(
            // No more are looked through than anyone pages through.
            "SELECT seq, document FROM trade
             WHERE seq IN (
                 SELECT seq FROM (SELECT seq FROM trade
                     WHERE out_trade_no >= ?3 AND out_trade_no < ?4 LIMIT 10000)
                 UNION SELECT seq FROM trade WHERE transaction_id = ?3
                 UNION SELECT trade FROM refund WHERE out_refund_no = ?3 OR refund_id = ?3
             ) AND (?5 IS NULL OR state = ?5) AND seq < ?1
             ORDER BY seq DESC LIMIT ?2",
            params![before, limit, text, format!("{text}{}", char::MAX), state],
            listed,
        ),
    }
}

/// Returns the notifications about an order and about those that it was placed together with, in
/// the order in which they were made.
pub(crate) fn deliveries(
    tx: &ReadTransaction<'_>,
    order: &Order,
) -> Result<Vec<Delivery>, SandboxError> {
    let part_of = order.part_of.as_ref();
    tx.query(
        "SELECT document FROM delivery
         WHERE seq IN (
             SELECT delivery.seq FROM trade JOIN delivery ON delivery.trade = trade.seq
                 WHERE trade.out_trade_no = ? AND trade.mchid = ?
             UNION SELECT seq FROM delivery WHERE number = ? AND mchid = ?
         ) ORDER BY seq",
        (
            order.out_trade_no.as_str(),
            order.mchid(),
            part_of.map(|part_of| part_of.combine_out_trade_no.as_str()),
            part_of.map(|part_of| part_of.combine_mchid.as_str()),
        ),
        |row| Ok(row.get::<_, Json<Delivery>>(0)?.0),
    )
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        place: row.get(0)?,
        order: row.get::<_, Json<Order>>(1)?.0,
    })
}
