//! New orders, of which those that come at the same time are stored together: a commit takes as
//! long for one as for several.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::oneshot;

use crate::protocol::id::PrepayId;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::store::database::Database;
use crate::sandbox::store::ledger::{self, Ledger};
use crate::sandbox::store::transaction::WriteTransaction;

/// Why an order was not placed.
#[derive(Debug, Clone)]
pub(crate) enum PlaceError {
    /// It must not be.
    Refused(OrderError),
    /// It could not be stored, nor could those that came with it.
    Failed(Arc<SandboxError>),
    /// The server ends.
    Ended,
}

type Placed = Result<PrepayId, PlaceError>;

/// The orders that wait to be stored.
#[derive(Debug, Default)]
pub(crate) struct Placing {
    waiting: Mutex<Vec<Waiting>>,
    /// Held while some are stored, so that those that come meanwhile gather.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    order: Order,
    placed: oneshot::Sender<Placed>,
}

/// Stores all that wait when it is dropped, be it with the runtime that it waits in.
struct Group {
    placing: Arc<Placing>,
    /// None of its owners: a sandbox that ends closes it, and waits for none of these tasks.
    database: Weak<Database>,
}

impl Placing {
    /// Places an order, or finds the earlier request that it repeats; it is stored when this
    /// returns.
    pub(crate) async fn place(self: &Arc<Self>, database: &Arc<Database>, order: Order) -> Placed {
        let (placed, result) = oneshot::channel();
        if self.push(Waiting { order, placed }) {
            let group = Group {
                placing: Arc::clone(self),
                database: Arc::downgrade(database),
            };
            // In a task of its own: the others wait on even if this caller goes away.
            tokio::spawn(group.store_in_turn());
        }
        result.await.unwrap_or(Err(PlaceError::Ended))
    }

    /// Adds an order; tells whether it is the first of a group.
    fn push(&self, order: Waiting) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(order);
        waiting.len() == 1
    }

    fn take(&self) -> Vec<Waiting> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Group {
    async fn store_in_turn(self) {
        let placing = Arc::clone(&self.placing);
        let _turn = placing.turn.lock().await;
        // Requests that have arrived are read, and join.
        tokio::task::yield_now().await;
        drop(self);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let orders = self.placing.take();
        if let Some(database) = self.database.upgrade() {
            store(database, orders);
        }
    }
}

/// Stores orders in one transaction, and tells those who wait afterwards.
fn store(database: Arc<Database>, orders: Vec<Waiting>) {
    let (orders, callers): (Vec<_>, Vec<_>) = orders
        .into_iter()
        .map(|waiting| (waiting.order, waiting.placed))
        .unzip();
    let stored = database.write(|tx| {
        let orders = orders.into_iter();
        orders
            .map(|order| place(tx, order))
            .collect::<Result<Vec<_>, _>>()
    });
    // Who gets an answer may end the sandbox at once.
    drop(database);
    let results = stored.unwrap_or_else(|why| {
        let failed = PlaceError::Failed(Arc::new(why));
        callers.iter().map(|_| Err(failed.clone())).collect()
    });
    for (caller, result) in callers.into_iter().zip(results) {
        // Who waited may have gone.
        let _ = caller.send(result);
    }
}

/// Places one order. A refusal changes nothing, so the others are stored.
fn place(tx: &WriteTransaction<'_>, order: Order) -> Result<Placed, SandboxError> {
    if ledger::put_new(tx, &order)? {
        return Ok(Ok(order.prepay_id));
    }
    let earlier = match Ledger::new(tx).order_of(order.mchid(), &order.out_trade_no) {
        Ok(earlier) => earlier,
        Err(why) => return Ok(Err(PlaceError::Failed(Arc::new(why)))),
    };
    match order.prepay(earlier) {
        Ok((entry, prepay_id)) => {
            if let Some(entry) = entry {
                ledger::apply(tx, entry)?;
            }
            Ok(Ok(prepay_id))
        }
        Err(why) => Ok(Err(PlaceError::Refused(why))),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use futures_util::poll;
    use tokio::runtime::Builder;

    use super::*;
    use crate::sandbox::ledger::machine::tests::order;

    fn placing() -> (tempfile::TempDir, Arc<Database>, Arc<Placing>) {
        let data = tempfile::tempdir().unwrap();
        let database = Arc::new(Database::open(data.path()).unwrap());
        (data, database, Arc::default())
    }

    fn stored(database: &Database) -> Vec<String> {
        let orders = database.read(|tx| Ledger::new(tx).orders()).unwrap();
        let numbers = orders.iter().map(|order| order.out_trade_no.to_string());
        numbers.collect()
    }

    #[tokio::test]
    async fn of_orders_that_come_together_each_gets_its_own_answer() {
        let (_data, database, placing) = placing();
        let orders = [
            order("order-1", 1, 100),
            order("order-1", 2, 100),
            order("order-2", 1, 100),
            order("order-1", 1, 200),
        ];
        let placed = orders.map(|order| placing.place(&database, order));
        let placed = join_all(placed).await;
        let prepay_id = |at: usize| placed[at].as_ref().unwrap().as_str();
        assert_eq!(prepay_id(0), "wxsandbox100");
        let different = PlaceError::Refused(OrderError::Different);
        let refused = placed[1].as_ref().unwrap_err();
        assert_eq!(format!("{refused:?}"), format!("{different:?}"));
        assert_eq!(prepay_id(2), "wxsandbox100");
        assert_eq!(prepay_id(3), "wxsandbox100");
        assert_eq!(stored(&database), ["order-1", "order-2"]);
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_keeps_none_waiting() {
        let (_data, database, placing) = placing();
        let mut first = Box::pin(placing.place(&database, order("order-1", 1, 100)));
        assert!(poll!(&mut first).is_pending());
        let mut second = Box::pin(placing.place(&database, order("order-2", 1, 100)));
        assert!(poll!(&mut second).is_pending());
        drop(first);
        assert!(second.await.is_ok());
        assert_eq!(stored(&database), ["order-1", "order-2"]);
    }

    #[test]
    fn a_runtime_that_ends_keeps_none_waiting() {
        let (_data, database, placing) = placing();
        let runtime = || Builder::new_current_thread().build().unwrap();
        let place = |number| Box::pin(placing.place(&database, order(number, 1, 100)));
        let mut first = place("order-1");
        runtime().block_on(async {
            assert!(poll!(&mut first).is_pending());
        });
        assert!(runtime().block_on(first).is_ok());
        assert!(runtime().block_on(place("order-2")).is_ok());
    }
}
