//! How the deliveries of notifications stand.

use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::Delivery as Notification;
use crate::sandbox::ledger::machine::Ledger;
use crate::sandbox::log::attempt::{Delivery, DeliverySummary};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;

/// Returns the notifications about an order, or about any, the newest first.
pub(crate) fn list(
    sandbox: &Sandbox,
    out_trade_no: Option<&str>,
    limit: usize,
) -> Result<Vec<DeliverySummary>, SandboxError> {
    let is_about = |delivery: &&Notification| {
        out_trade_no.is_none_or(|number| delivery.out_trade_no.as_str() == number)
    };
    sandbox.journal.look(|ledger| {
        let newest = ledger.deliveries().rev().filter(is_about);
        newest
            .take(limit)
            .filter_map(|delivery| summary(ledger, delivery))
            .collect()
    })
}

/// Returns a notification with all attempts to deliver it.
pub(crate) fn find(sandbox: &Sandbox, id: &str) -> Result<Option<Delivery>, SandboxError> {
    let found = sandbox
        .journal
        .look(|ledger| summary(ledger, ledger.delivery(id)?))?;
    let Some(summary) = found else {
        return Ok(None);
    };
    let log = sandbox.database.read(|tx| attempts::of(tx, id))?;
    Ok(Some(Delivery { summary, log }))
}

fn summary(ledger: &Ledger, delivery: &Notification) -> Option<DeliverySummary> {
    let order = ledger.order(&delivery.out_trade_no)?;
    Some(DeliverySummary {
        notification_id: delivery.id.clone(),
        event_type: delivery.kind.event().to_string(),
        out_trade_no: delivery.out_trade_no.clone(),
        out_refund_no: delivery.out_refund_no.clone(),
        notify_url: delivery.notify_url(order).map(str::to_owned),
        created_at: delivery.created_at.0.saturating_mul(1000),
        attempts: delivery.attempts,
        acknowledged: delivery.acknowledged,
        last_outcome: delivery.outcome.clone(),
        next_attempt_at: delivery.next_at,
    })
}
