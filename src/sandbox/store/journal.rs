//! The ledger in the database: decisions look at it, and what they change is stored with them.

use std::path::Path;
use std::sync::Arc;

use crate::protocol::id::PrepayId;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::entry::{Entry, Snapshot};
use crate::sandbox::ledger::order::Order;
use crate::sandbox::store::database::Database;
use crate::sandbox::store::ledger::{self, Ledger};
use crate::sandbox::store::legacy;
use crate::sandbox::store::placing::{PlaceError, Placing};

#[derive(Debug)]
pub(crate) struct Journal {
    database: Arc<Database>,
    placing: Arc<Placing>,
}

impl Journal {
    /// Uses a database for the ledger, and imports what an earlier version has left in the data
    /// folder.
    pub(crate) fn open(data: &Path, database: Arc<Database>) -> Result<Self, SandboxError> {
        legacy::import(data, &database)?;
        Ok(Self {
            database,
            placing: Arc::default(),
        })
    }

    /// Reads the ledger as of the last change.
    pub(crate) fn look<T, E: From<SandboxError>>(
        &self,
        look: impl FnOnce(&Ledger<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.database.read(|tx| look(&Ledger::new(tx)))
    }

    /// Decides on the ledger as it is now; every process sees the entry when this returns.
    pub(crate) fn write<T, E: From<SandboxError>>(
        &self,
        decide: impl FnOnce(&Ledger<'_>) -> Result<(Option<Entry>, T), E>,
    ) -> Result<T, E> {
        self.database.write(|tx| {
            let (entry, value) = decide(&Ledger::new(tx))?;
            if let Some(entry) = entry {
                ledger::apply(tx, entry)?;
            }
            Ok(value)
        })
    }

    /// Places an order, or finds the earlier request that it repeats; every process sees it when
    /// this returns. Those that come at the same time are stored together.
    pub(crate) async fn place(&self, order: Order) -> Result<PrepayId, PlaceError> {
        self.placing.place(&self.database, order).await
    }

    /// Returns all orders, by their numbers.
    pub(crate) fn orders(&self) -> Result<Vec<Order>, SandboxError> {
        self.database.read(|tx| Ledger::new(tx).orders())
    }

    /// Returns everything.
    pub(crate) fn snapshot(&self) -> Result<Snapshot, SandboxError> {
        self.database.read(|tx| Ledger::new(tx).snapshot())
    }
}
