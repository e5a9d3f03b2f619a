//! The ledger of earlier versions, `ledger.jsonl`: one line for each change. It is imported once,
//! and kept under another name.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::protocol::id::{OutRefundNo, OutTradeNo, PrepayId};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::Delivery;
use crate::sandbox::ledger::entry::Snapshot;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::{Pending, Refund};
use crate::sandbox::store::database::Database;
use crate::sandbox::store::{files, ledger};

const FILE: &str = "ledger.jsonl";
const LOCK: &str = "ledger.lock";
const IMPORTED: &str = "ledger.jsonl.imported";

/// One line.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Line {
    Ordered(Box<Order>),
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
        outcome: PostOutcome,
        acknowledged: bool,
        next_at: Option<i64>,
    },
    CodeUsed {
        code: String,
    },
    Snapshot(Snapshot),
}

/// Imports the ledger of an earlier version, if there is one.
pub(crate) fn import(data: &Path, database: &Database) -> Result<(), SandboxError> {
    let path = data.join(FILE);
    if !path.exists() {
        return Ok(());
    }
    // As earlier versions do, for as long as they read and write it.
    let lock = files::lock(&data.join(LOCK))?;
    lock.lock().map_err(SandboxError::write(&path))?;
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(why) => return Err(SandboxError::read(&path)(why)),
    };
    let snapshot = read(&bytes).map_err(|source| SandboxError::Ledger {
        path: path.clone(),
        source,
    })?;
    // A process that dies before the file has its other name imports it again: what is there
    // already stays as it is.
    database.write(|tx| ledger::insert(tx, &snapshot))?;
    fs::rename(&path, files::unused(&data.join(IMPORTED))).map_err(SandboxError::write(&path))
}

/// Gives a ledger that cannot be read another name, and returns that.
pub(crate) fn set_aside(data: &Path) -> Result<PathBuf, SandboxError> {
    let path = data.join(FILE);
    let lock = files::lock(&data.join(LOCK))?;
    lock.lock().map_err(SandboxError::write(&path))?;
    let aside = files::unused(&data.join(format!("{FILE}.damaged")));
    fs::rename(&path, &aside).map_err(SandboxError::write(&path))?;
    Ok(aside)
}

/// Reads all lines but the first, which names the file, and the end of one that was never
/// finished.
fn read(bytes: &[u8]) -> Result<Snapshot, serde_json::Error> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n');
    let lines = bytes[..whole.unwrap_or_default()].split(|byte| *byte == b'\n');
    let mut replay = Replay::default();
    for line in lines.skip(1) {
        replay.apply(serde_json::from_slice(line)?);
    }
    Ok(Snapshot {
        orders: replay.orders.into_values().collect(),
        deliveries: replay.deliveries,
        codes: replay.codes,
    })
}

#[derive(Default)]
struct Replay {
    orders: BTreeMap<OutTradeNo, Order>,
    refunds: BTreeMap<OutRefundNo, OutTradeNo>,
    deliveries: Vec<Delivery>,
    positions: BTreeMap<String, usize>,
    codes: Vec<String>,
}

impl Replay {
    fn apply(&mut self, line: Line) {
        match line {
            Line::Ordered(order) => self.put(*order),
            Line::Prepaid {
                out_trade_no,
                prepay_id,
                at,
            } => self.order(&out_trade_no, |order| {
                order.prepay_id = prepay_id;
                order.prepaid_at = at;
            }),
            Line::Closed { out_trade_no } => {
                self.order(&out_trade_no, |order| order.state = TradeState::Closed);
            }
            Line::Paid { payment, delivery } => self.paid(payment, delivery),
            Line::Refunded { refund, delivery } => self.refunded(refund, delivery),
            Line::RefundAsked {
                out_trade_no,
                refund,
            } => self.add_refund(&out_trade_no, *refund),
            Line::RefundEnded {
                out_refund_no,
                status,
                at,
                delivery,
            } => {
                self.refund(&out_refund_no, |refund| {
                    refund.status = status;
                    refund.ended_at = Some(at);
                    refund.pending = None;
                });
                self.send(delivery);
            }
            Line::RefundRerouted {
                out_refund_no,
                pending,
            } => self.refund(&out_refund_no, |refund| {
                refund.status = RefundStatus::Processing;
                refund.pending = Some(pending);
            }),
            Line::Claimed { id, until } => self.delivery(&id, |delivery| {
                delivery.busy_until = until;
                delivery.next_at = Some(until);
            }),
            Line::Attempted {
                id,
                outcome,
                acknowledged,
                next_at,
            } => self.delivery(&id, |delivery| {
                delivery.attempts += 1;
                delivery.outcome = Some(outcome);
                delivery.acknowledged = acknowledged;
                delivery.next_at = next_at;
                delivery.busy_until = 0;
            }),
            Line::CodeUsed { code } => self.codes.push(code),
            Line::Snapshot(snapshot) => self.restore(snapshot),
        }
    }

    /// Replaces all by what a snapshot holds.
    fn restore(&mut self, snapshot: Snapshot) {
        *self = Self {
            codes: snapshot.codes,
            ..Self::default()
        };
        for order in snapshot.orders {
            self.put(order);
        }
        for delivery in snapshot.deliveries {
            self.send(delivery);
        }
    }

    fn paid(&mut self, payment: Payment, delivery: Delivery) {
        if let Some(number) = delivery.subject.out_trade_no() {
            self.order(number, |order| {
                order.state = TradeState::Success;
                order.payment = Some(payment);
            });
        }
        self.send(delivery);
    }

    fn refunded(&mut self, refund: Refund, delivery: Delivery) {
        if let Some(number) = delivery.subject.out_trade_no() {
            self.add_refund(number, refund);
        }
        self.send(delivery);
    }

    fn put(&mut self, order: Order) {
        let number = &order.out_trade_no;
        for refund in &order.refunds {
            self.refunds
                .insert(refund.out_refund_no.clone(), number.clone());
        }
        self.orders.insert(number.clone(), order);
    }

    fn order(&mut self, number: &OutTradeNo, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders.get_mut(number) {
            change(order);
        }
    }

    fn add_refund(&mut self, order: &OutTradeNo, refund: Refund) {
        self.refunds
            .insert(refund.out_refund_no.clone(), order.clone());
        self.order(order, |order| *order = order.with_refund(refund));
    }

    fn refund(&mut self, number: &OutRefundNo, change: impl FnOnce(&mut Refund)) {
        let order = self.refunds.get(number).cloned();
        let order = order.and_then(|order| self.orders.get_mut(&order));
        let same = |refund: &&mut Refund| refund.out_refund_no == *number;
        if let Some(refund) = order.and_then(|order| order.refunds.iter_mut().find(same)) {
            change(refund);
        }
    }

    fn send(&mut self, delivery: Delivery) {
        self.positions
            .insert(delivery.id.clone(), self.deliveries.len());
        self.deliveries.push(delivery);
    }

    fn delivery(&mut self, id: &str, change: impl FnOnce(&mut Delivery)) {
        if let Some(position) = self.positions.get(id) {
            change(&mut self.deliveries[*position]);
        }
    }
}

#[cfg(test)]
#[path = "legacy_tests.rs"]
mod tests;
