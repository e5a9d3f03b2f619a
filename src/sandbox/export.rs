//! Everything that a ledger holds as one JSON document, and replacing it by another.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::sandbox::api::{order_rules, refund_rules};
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::Snapshot;
use crate::sandbox::ledger::machine::Ledger;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::files;
use crate::sandbox::store::records::Record;

/// The number of the format that this version writes and reads.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Export {
    sandbox: u32,
    #[serde(flatten)]
    snapshot: Snapshot,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    records: Vec<Record>,
}

pub(crate) fn reset(sandbox: &Sandbox) -> Result<(), SandboxError> {
    replace(sandbox, Snapshot::default(), &[])
}

pub(crate) fn export(sandbox: &Sandbox) -> Result<Vec<u8>, SandboxError> {
    let snapshot = sandbox.journal.look(Ledger::snapshot)?;
    let records = sandbox.database.read(Record::all)?;
    Ok(files::pretty(&Export {
        sandbox: FORMAT,
        snapshot,
        records,
    }))
}

pub(crate) fn import(sandbox: &Sandbox, bytes: &[u8]) -> Result<(), SandboxError> {
    let export: Export =
        serde_json::from_slice(bytes).map_err(|why| SandboxError::Import(why.to_string()))?;
    if export.sandbox != FORMAT {
        let why = format!("format {} is not known", export.sandbox);
        return Err(SandboxError::Import(why));
    }
    export.snapshot.check().map_err(SandboxError::Import)?;
    replace(sandbox, export.snapshot, &export.records)?;
    sandbox.wakeup.notify_one();
    Ok(())
}

fn replace(sandbox: &Sandbox, snapshot: Snapshot, records: &[Record]) -> Result<(), SandboxError> {
    sandbox.database.write(|tx| {
        Record::replace_all(tx, records)?;
        sandbox.journal.replace(snapshot)
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
            if of_body != *number || !numbers.insert(number) {
                return Err(format!("order {number} is there twice, or not in its body"));
            }
            if !order.is_consistent() {
                return Err(format!(
                    "the state of order {number} contradicts its payment and refunds"
                ));
            }
            for refund in &order.refunds {
                let number = &refund.out_refund_no;
                if !refunds.insert(number) || !refund_ids.insert(&refund.refund_id) {
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
        let stray = |delivery: &&Delivery| !numbers.contains(&delivery.out_trade_no);
        if let Some(delivery) = self.deliveries.iter().find(stray) {
            return Err(format!("notification {} is about no order", delivery.id));
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
