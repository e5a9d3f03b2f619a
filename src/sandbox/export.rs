//! Everything that a ledger holds as one JSON document, and replacing it by another.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::protocol::id::OutTradeNo;
use crate::sandbox::api::{order_rules, refund_rules};
use crate::sandbox::error::{DatabaseError, MerchantError, SandboxError};
use crate::sandbox::identity::NewMerchant;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::Snapshot;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::database::{Content, Database};
use crate::sandbox::store::records::Record;
use crate::sandbox::store::requests::RequestLog;
use crate::sandbox::store::{attempts, files, ledger, legacy};

/// The number of the format that this version writes and reads.
const FORMAT: u32 = 1;

/// How many files of a folder can be damaged: the database, and an earlier version's ledger.
const MAX_DAMAGED_FILES: usize = 2;

#[derive(Serialize, Deserialize)]
struct Export {
    sandbox: u32,
    #[serde(flatten)]
    snapshot: Snapshot,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    records: Vec<Record>,
    /// The merchants that were added, without their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    merchants: Vec<NewMerchant>,
}

/// Empties the state of a data folder. What is damaged gets another name, which is returned.
pub(crate) fn reset(data: &Path) -> Result<Vec<PathBuf>, SandboxError> {
    let mut aside = Vec::new();
    loop {
        match empty(data) {
            Ok(()) => {
                RequestLog::new(data).clear()?;
                return Ok(aside);
            }
            // Each is damaged once: the next one is new.
            Err(SandboxError::Database {
                source:
                    DatabaseError::Damaged(_)
                    | DatabaseError::LogOverwritten(_)
                    | DatabaseError::Schema { .. },
                ..
            }) if aside.len() < MAX_DAMAGED_FILES => {
                aside.push(Database::set_aside(data, Content::State)?);
            }
            Err(SandboxError::Ledger { .. }) if aside.len() < MAX_DAMAGED_FILES => {
                aside.push(legacy::set_aside(data)?);
            }
            Err(why) => return Err(why),
        }
    }
}

fn empty(data: &Path) -> Result<(), SandboxError> {
    let database = Database::open(data)?;
    database.check()?;
    legacy::import(data, &database)?;
    replace(&database, &Snapshot::default(), &[])
}

pub(crate) fn export(sandbox: &Sandbox) -> Result<Vec<u8>, SandboxError> {
    let snapshot = sandbox.journal.snapshot()?;
    let records = sandbox.database.read(Record::all)?;
    Ok(files::pretty(&Export {
        sandbox: FORMAT,
        snapshot,
        records,
        merchants: sandbox.merchants.added()?,
    }))
}

/// Reads a document of [`export`] whose orders, refunds and notifications fit together.
fn read(bytes: &[u8]) -> Result<Export, SandboxError> {
    let export: Export = serde_json::from_slice(bytes).map_err(SandboxError::ImportJson)?;
    if export.sandbox != FORMAT {
        let why = format!("format {} is not known", export.sandbox);
        return Err(SandboxError::Import(why));
    }
    export.snapshot.check().map_err(SandboxError::Import)?;
    Ok(export)
}

pub(crate) fn check(bytes: &[u8]) -> Result<(), SandboxError> {
    read(bytes).map(drop)
}

pub(crate) fn import(sandbox: &Sandbox, bytes: &[u8]) -> Result<(), SandboxError> {
    let export = read(bytes)?;
    sandbox
        .merchants
        .add_missing(&export.merchants)
        .map_err(|why| match why {
            MerchantError::Storage(why) => why,
            MerchantError::MayBeReal(_)
            | MerchantError::Taken(_)
            | MerchantError::NoProvider(_) => SandboxError::Import(why.to_string()),
        })?;
    replace(&sandbox.database, &export.snapshot, &export.records)?;
    sandbox.recorder.log.clear()?;
    sandbox.wakeup.notify_one();
    Ok(())
}

fn replace(
    database: &Database,
    snapshot: &Snapshot,
    records: &[Record],
) -> Result<(), SandboxError> {
    database.write(|tx| {
        Record::replace_all(tx, records)?;
        attempts::clear(tx)?;
        ledger::clear(tx)?;
        ledger::insert(tx, snapshot)
    })
}

impl Snapshot {
    /// Returns an error if orders, refunds and notifications do not fit together.
    fn check(&self) -> Result<(), String> {
        let mut numbers = HashSet::new();
        let mut transactions = HashSet::new();
        let mut refunds = HashSet::new();
        let mut refund_ids = HashSet::new();
        for order in &self.orders {
            let number = &order.out_trade_no;
            let of_body = order_rules::check(&order.body, order.trade_type)
                .map_err(|why| format!("order {number}: {}", why.message))?;
            if of_body != *number || !numbers.insert((order.mchid(), number)) {
                return Err(format!("order {number} is there twice, or not in its body"));
            }
            if !order.is_consistent() {
                return Err(format!(
                    "the state of order {number} contradicts its payment and refunds"
                ));
            }
            for refund in &order.refunds {
                let number = &refund.out_refund_no;
                if !refunds.insert((order.mchid(), number)) || !refund_ids.insert(&refund.refund_id)
                {
                    return Err(format!("refund {number} is there twice"));
                }
                if let Some(body) = &refund.body {
                    refund_rules::check(body)
                        .map_err(|why| format!("refund {number}: {}", why.message))?;
                }
            }
            let paid = order.payment.as_ref();
            if paid.is_some_and(|payment| !transactions.insert(&payment.transaction_id)) {
                return Err(format!("order {number} has another's transaction_id"));
            }
        }
        let mut ids = HashSet::new();
        let stray = |delivery: &&Delivery| {
            let number = delivery.subject.out_trade_no();
            let is_known = |number: &OutTradeNo| match &delivery.mchid {
                Some(mchid) => numbers.contains(&(mchid.as_str(), number)),
                None => numbers.iter().any(|known| known.1 == number),
            };
            !delivery.is_consistent() || !number.is_none_or(is_known)
        };
        if let Some(delivery) = self.deliveries.iter().find(stray) {
            return Err(format!("notification {} is about nothing", delivery.id));
        }
        match self
            .deliveries
            .iter()
            .find(|delivery| !ids.insert(&delivery.id))
        {
            Some(delivery) => Err(format!("notification {} is there twice", delivery.id)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_folder_is_emptied_and_what_was_in_it_is_kept() {
        let data = tempfile::tempdir().unwrap();
        let write = |name: &str| std::fs::write(data.path().join(name), "x".repeat(9000)).unwrap();
        let lines = "{}\n{}\n";
        for round in ["", ".2"] {
            write("sandbox.db");
            std::fs::write(data.path().join("ledger.jsonl"), lines).unwrap();
            let aside = reset(data.path()).unwrap();
            let named = |name: &str| data.path().join(format!("{name}{round}"));
            assert_eq!(
                aside,
                [named("sandbox.db.damaged"), named("ledger.jsonl.damaged")]
            );
            assert_eq!(std::fs::read_to_string(&aside[1]).unwrap(), lines);
            assert!(reset(data.path()).unwrap().is_empty());
            std::fs::remove_file(data.path().join("sandbox.db")).unwrap();
            for ending in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(data.path().join(format!("sandbox.db{ending}")));
            }
        }
    }
}
