//! The tables of orders, refunds, notifications and login codes.
//!
//! A row has what it is found by, and the whole value as JSON.

use rusqlite::{Params, Row, params};

use crate::protocol::bill::BillDate;
use crate::protocol::id::{OutRefundNo, OutTradeNo, RefundId, TransactionId};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::bill_render;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::due::{Due, WaitingPlace};
use crate::sandbox::ledger::entry::{Entry, Snapshot};
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::refund::Refund;
use crate::sandbox::store::transaction::{Json, ReadTransaction, WriteTransaction};

type Result<T> = std::result::Result<T, SandboxError>;

/// All orders, notifications and used login codes, as of one commit.
pub(crate) struct Ledger<'t> {
    tx: &'t ReadTransaction<'t>,
}

impl<'t> Ledger<'t> {
    pub(crate) fn new(tx: &'t ReadTransaction<'t>) -> Self {
        Self { tx }
    }

    /// Returns the order of this number, of whichever merchant; the newest if several have it.
    pub(crate) fn order(&self, number: &OutTradeNo) -> Result<Option<Order>> {
        self.tx.find(
            "SELECT document FROM trade WHERE out_trade_no = ? ORDER BY seq DESC LIMIT 1",
            (number.as_str(),),
            document,
        )
    }

    /// Returns a merchant's order.
    pub(crate) fn order_of(&self, mchid: &str, number: &OutTradeNo) -> Result<Option<Order>> {
        self.tx.find(
            "SELECT document FROM trade WHERE out_trade_no = ? AND mchid = ?",
            (number.as_str(), mchid),
            document,
        )
    }

    /// Returns the order that was paid under this number.
    pub(crate) fn transaction(&self, number: &TransactionId) -> Result<Option<Order>> {
        self.tx.find(
            "SELECT document FROM trade WHERE transaction_id = ?",
            (number.as_str(),),
            document,
        )
    }

    /// Returns all orders, by their numbers.
    pub(crate) fn orders(&self) -> Result<Vec<Order>> {
        self.tx.query(
            "SELECT document FROM trade ORDER BY out_trade_no, mchid",
            (),
            document,
        )
    }

    /// Returns a merchant's refund, and its order.
    pub(crate) fn refund_of(
        &self,
        mchid: &str,
        number: &OutRefundNo,
    ) -> Result<Option<(Order, Refund)>> {
        let order: Option<Order> = self.tx.find(
            "SELECT document FROM refund JOIN trade ON trade.seq = refund.trade
             WHERE refund.out_refund_no = ? AND refund.mchid = ?",
            (number.as_str(), mchid),
            document,
        )?;
        Ok(order.and_then(|order| {
            let refund = order.refund(number)?.clone();
            Some((order, refund))
        }))
    }

    /// Returns a refund by WeChat Pay's number, and its order.
    pub(crate) fn refund_by_id(&self, id: &RefundId) -> Result<Option<(Order, Refund)>> {
        let order: Option<Order> = self.tx.find(
            "SELECT document FROM refund JOIN trade ON trade.seq = refund.trade
             WHERE refund.refund_id = ?",
            (id.as_str(),),
            document,
        )?;
        Ok(order.and_then(|order| {
            let same = |refund: &&Refund| refund.refund_id == *id;
            let refund = order.refunds.iter().find(same)?.clone();
            Some((order, refund))
        }))
    }

    /// Returns the refunds that are to end by now.
    pub(crate) fn ending(&self, due: Due) -> Result<Vec<RefundId>> {
        self.tx.query(
            "SELECT refund_id FROM refund WHERE due_at <= ?1 OR due_at > ?2 ORDER BY due_at",
            (due.now, due.latest()),
            parsed,
        )
    }

    /// Returns when the first refund ends after `now`.
    pub(crate) fn next_ending(&self, now: i64) -> Result<Option<i64>> {
        self.first("SELECT min(due_at) FROM refund WHERE due_at > ?", now)
    }

    pub(crate) fn delivery(&self, id: &str) -> Result<Option<Delivery>> {
        let sql = "SELECT document FROM delivery WHERE id = ?";
        self.tx.find(sql, (id,), document)
    }

    /// Returns a notification, and its order if it is about one.
    pub(crate) fn notification(&self, id: &str) -> Result<Option<(Delivery, Option<Order>)>> {
        self.tx.find(
            "SELECT delivery.document, trade.document
             FROM delivery LEFT JOIN trade ON trade.seq = delivery.trade WHERE delivery.id = ?",
            (id,),
            with_order,
        )
    }

    /// Returns the last notification about a merchant's number that is not an order's.
    pub(crate) fn latest_about(&self, mchid: &str, number: &str) -> Result<Option<Delivery>> {
        self.tx.find(
            "SELECT document FROM delivery WHERE number = ? AND mchid = ? ORDER BY seq DESC LIMIT 1",
            (number, mchid),
            document,
        )
    }

    /// Returns the last notification about an order.
    pub(crate) fn latest(&self, order: &Order) -> Result<Option<Delivery>> {
        self.tx.find(
            "SELECT delivery.document FROM trade JOIN delivery ON delivery.trade = trade.seq
             WHERE trade.out_trade_no = ? AND trade.mchid = ? ORDER BY delivery.seq DESC LIMIT 1",
            (order.out_trade_no.as_str(), order.mchid()),
            document,
        )
    }

    /// Returns up to `limit` notifications about the number of an order or of something else, or
    /// about any, with their orders, the newest first.
    pub(crate) fn newest(
        &self,
        number: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(Delivery, Option<Order>)>> {
        match number {
            None => self.tx.query(
                "SELECT delivery.document, trade.document
                 FROM delivery LEFT JOIN trade ON trade.seq = delivery.trade
                 ORDER BY delivery.seq DESC LIMIT ?",
                (whole(limit),),
                with_order,
            ),
            Some(number) => self.tx.query(
                "SELECT delivery.document, trade.document
                 FROM delivery LEFT JOIN trade ON trade.seq = delivery.trade
                 WHERE delivery.seq IN (
                     SELECT delivery.seq FROM trade JOIN delivery ON delivery.trade = trade.seq
                         WHERE trade.out_trade_no = ?1
                     UNION SELECT seq FROM delivery WHERE number = ?1
                 )
                 ORDER BY delivery.seq DESC LIMIT ?2",
                (number, whole(limit)),
                with_order,
            ),
        }
    }

    /// Returns all notifications, the newest last.
    pub(crate) fn deliveries(&self) -> Result<Vec<Delivery>> {
        let sql = "SELECT document FROM delivery ORDER BY seq";
        self.tx.query(sql, (), document)
    }

    /// Returns up to `limit` notifications that are due.
    pub(crate) fn due(&self, due: Due, limit: usize) -> Result<Vec<String>> {
        self.tx.query(
            "SELECT id FROM delivery WHERE next_at <= ?1 OR next_at > ?2 ORDER BY next_at LIMIT ?3",
            (due.now, due.latest(), whole(limit)),
            |row| row.get(0),
        )
    }

    /// Returns up to `limit` notifications that are due after a place, each with its own, in order.
    pub(crate) fn waiting(
        &self,
        after: WaitingPlace,
        limit: usize,
    ) -> Result<Vec<(WaitingPlace, Delivery)>> {
        self.tx.query(
            "SELECT document, next_at, seq FROM delivery
                 WHERE next_at >= ?1 AND (next_at > ?1 OR seq > ?2) ORDER BY next_at, seq LIMIT ?3",
            (after.next_at, after.seq, whole(limit)),
            |row| {
                let (next_at, seq) = (row.get(1)?, row.get(2)?);
                Ok((WaitingPlace { next_at, seq }, document(row)?))
            },
        )
    }

    /// Returns when the next notification is due after `now`.
    pub(crate) fn next_delivery(&self, now: i64) -> Result<Option<i64>> {
        self.first("SELECT min(next_at) FROM delivery WHERE next_at > ?", now)
    }

    /// Returns up to `limit` unpaid orders that were placed at `until` or before, and may still be
    /// paid.
    pub(crate) fn unpaid(&self, until: i64, now: Timestamp, limit: usize) -> Result<Vec<Order>> {
        self.tx.query(
            "SELECT document FROM trade WHERE state = 'NOTPAY' AND ordered_at <= ?1
                 AND (expires_at IS NULL OR expires_at >= ?2) ORDER BY ordered_at LIMIT ?3",
            (until, now.0, whole(limit)),
            document,
        )
    }

    /// Returns when the first unpaid order after `moment` was placed.
    pub(crate) fn next_unpaid(&self, moment: i64) -> Result<Option<i64>> {
        self.first(
            "SELECT min(ordered_at) FROM trade WHERE state = 'NOTPAY' AND ordered_at > ?",
            moment,
        )
    }

    pub(crate) fn code_is_used(&self, code: &str) -> Result<bool> {
        let sql = "SELECT 1 FROM code WHERE code = ?";
        Ok(self.tx.find(sql, (code,), |_| Ok(()))?.is_some())
    }

    /// Returns a merchant's orders that were paid or refunded on a day, by their numbers.
    pub(crate) fn traded(&self, mchid: &str, date: BillDate) -> Result<Vec<Order>> {
        self.tx.query(
            "SELECT document FROM trade
             WHERE seq IN (SELECT trade FROM movement WHERE mchid = ? AND day = ?)
             ORDER BY out_trade_no",
            (mchid, date.to_string()),
            document,
        )
    }

    /// Returns a merchant's fen at the beginning of a day.
    pub(crate) fn balance(&self, mchid: &str, date: BillDate) -> Result<i64> {
        let sum = self.tx.find(
            "SELECT total(own) FROM movement WHERE mchid = ? AND day < ?",
            (mchid, date.to_string()),
            |row| row.get::<_, f64>(0),
        )?;
        // Fen of a sandbox are far below what a float cannot count.
        #[expect(clippy::cast_possible_truncation, reason = "a sum of whole numbers")]
        Ok(sum.unwrap_or_default() as i64)
    }

    pub(crate) fn snapshot(&self) -> Result<Snapshot> {
        Ok(Snapshot {
            orders: self.orders()?,
            deliveries: self.deliveries()?,
            codes: self
                .tx
                .query("SELECT code FROM code ORDER BY code", (), |row| row.get(0))?,
        })
    }

    fn first(&self, sql: &'static str, after: i64) -> Result<Option<i64>> {
        Ok(self.tx.find(sql, (after,), |row| row.get(0))?.flatten())
    }
}

/// Stores what an entry changes. One about a notification that is gone changes nothing.
pub(crate) fn apply(tx: &WriteTransaction<'_>, entry: Entry) -> Result<()> {
    match entry {
        Entry::Order(order) => put(tx, &order).map(drop),
        Entry::Notified { order, delivery } => {
            let trade = put(tx, &order)?;
            add(tx, Some(trade), &delivery)
        }
        Entry::Queued(delivery) => enqueue(tx, &delivery),
        Entry::Claimed { id, until } => change(tx, &id, |delivery| {
            delivery.busy_until = until;
            delivery.next_at = Some(until);
        }),
        Entry::Attempted {
            id,
            outcome,
            acknowledged,
            next_at,
        } => change(tx, &id, |delivery| {
            delivery.attempts += 1;
            delivery.outcome = Some(outcome);
            delivery.acknowledged = acknowledged;
            delivery.next_at = next_at;
            delivery.busy_until = 0;
        }),
        Entry::CodeUsed { code } => use_code(tx, &code),
    }
}

/// Removes everything.
pub(crate) fn clear(tx: &WriteTransaction<'_>) -> Result<()> {
    for sql in [
        "DELETE FROM movement",
        "DELETE FROM delivery",
        "DELETE FROM refund",
        "DELETE FROM trade",
        "DELETE FROM code",
    ] {
        tx.execute(sql, ())?;
    }
    Ok(())
}

/// Adds orders that are not there, with the notifications about them.
pub(crate) fn insert(tx: &WriteTransaction<'_>, snapshot: &Snapshot) -> Result<()> {
    for order in &snapshot.orders {
        if Ledger::new(tx)
            .order_of(order.mchid(), &order.out_trade_no)?
            .is_none()
        {
            put(tx, order)?;
        }
    }
    for delivery in &snapshot.deliveries {
        let Some(number) = delivery.subject.out_trade_no() else {
            enqueue(tx, delivery)?;
            continue;
        };
        let trade = tx.find(
            "SELECT seq FROM trade WHERE out_trade_no = ?1 AND (?2 IS NULL OR mchid = ?2)
             ORDER BY seq DESC LIMIT 1",
            (number.as_str(), delivery.mchid.as_deref()),
            |row| row.get(0),
        )?;
        if let Some(trade) = trade {
            add(tx, Some(trade), delivery)?;
        }
    }
    snapshot
        .codes
        .iter()
        .try_for_each(|code| use_code(tx, code))
}

/// Stores an order, in the place of the one of the same merchant and number.
/// Stores an order unless its merchant has placed one of this number; tells whether it did.
pub(crate) fn put_new(tx: &WriteTransaction<'_>, order: &Order) -> Result<bool> {
    let inserted = tx.execute(
        "INSERT INTO trade
             (out_trade_no, mchid, state, transaction_id, ordered_at, expires_at, document)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (out_trade_no, mchid) DO NOTHING",
        columns(order),
    )?;
    Ok(inserted > 0)
}

fn put(tx: &WriteTransaction<'_>, order: &Order) -> Result<i64> {
    let seq = tx.find(
        "INSERT INTO trade
             (out_trade_no, mchid, state, transaction_id, ordered_at, expires_at, document)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (out_trade_no, mchid) DO UPDATE SET state = excluded.state,
             transaction_id = excluded.transaction_id, document = excluded.document
         RETURNING seq",
        columns(order),
        |row| row.get(0),
    )?;
    let seq = seq.unwrap_or_default();
    if order.payment.is_some() {
        put_money(tx, seq, order)?;
    }
    Ok(seq)
}

/// Returns the values of an order's row.
fn columns(order: &Order) -> impl Params {
    let payment = order.payment.as_ref();
    (
        order.out_trade_no.as_str(),
        order.mchid(),
        order.state.as_str(),
        payment.map(|payment| payment.transaction_id.as_str()),
        order.ordered_at,
        order.time_expire().map(|last| last.0),
        Json(order),
    )
}

/// Stores what a paid order's refunds are found by, and what it moves.
fn put_money(tx: &WriteTransaction<'_>, trade: i64, order: &Order) -> Result<()> {
    for refund in &order.refunds {
        tx.execute(
            "INSERT INTO refund (refund_id, out_refund_no, mchid, trade, due_at)
             VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (refund_id) DO UPDATE SET due_at = excluded.due_at",
            params![
                refund.refund_id.as_str(),
                refund.out_refund_no.as_str(),
                order.mchid(),
                trade,
                refund.pending.as_ref().map(|pending| pending.at),
            ],
        )?;
    }
    tx.execute("DELETE FROM movement WHERE trade = ?", (trade,))?;
    for movement in bill_render::movements(order) {
        tx.execute(
            "INSERT INTO movement (trade, mchid, day, own) VALUES (?, ?, ?, ?)",
            params![trade, order.mchid(), movement.day.to_string(), movement.own],
        )?;
    }
    Ok(())
}

/// Stores a notification that is about something else than one order.
pub(crate) fn enqueue(tx: &WriteTransaction<'_>, delivery: &Delivery) -> Result<()> {
    add(tx, None, delivery)
}

fn add(tx: &WriteTransaction<'_>, trade: Option<i64>, delivery: &Delivery) -> Result<()> {
    let number = trade.is_none().then(|| delivery.subject.number());
    tx.execute(
        "INSERT INTO delivery (id, trade, mchid, number, next_at, document)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        params![
            delivery.id,
            trade,
            delivery.mchid,
            number,
            delivery.next_at,
            Json(delivery)
        ],
    )
    .map(drop)
}

fn change(tx: &WriteTransaction<'_>, id: &str, change: impl FnOnce(&mut Delivery)) -> Result<()> {
    let Some(mut delivery) = Ledger::new(tx).delivery(id)? else {
        return Ok(());
    };
    change(&mut delivery);
    tx.execute(
        "UPDATE delivery SET next_at = ?, document = ? WHERE id = ?",
        params![delivery.next_at, Json(&delivery), id],
    )
    .map(drop)
}

fn use_code(tx: &WriteTransaction<'_>, code: &str) -> Result<()> {
    let sql = "INSERT INTO code (code) VALUES (?) ON CONFLICT DO NOTHING";
    tx.execute(sql, (code,)).map(drop)
}

fn with_order(row: &Row<'_>) -> rusqlite::Result<(Delivery, Option<Order>)> {
    let order: Option<Json<Order>> = row.get(1)?;
    Ok((json(row, 0)?, order.map(|json| json.0)))
}

fn document<T: serde::de::DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<T> {
    json(row, 0)
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get::<_, Json<T>>(column).map(|json| json.0)
}

fn parsed<T: std::str::FromStr>(row: &Row<'_>) -> rusqlite::Result<T>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(0)?;
    text.parse().map_err(|why: T::Err| {
        let kind = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(why))
    })
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
