//! How the deliveries of notifications stand.

use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::Delivery as Notification;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::log::attempt::{Delivery, DeliverySummary};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;

/// Returns the notifications about a number, or about any, the newest first.
pub(crate) fn list(
    sandbox: &Sandbox,
    number: Option<&str>,
    limit: usize,
) -> Result<Vec<DeliverySummary>, SandboxError> {
    let newest = sandbox
        .journal
        .look(|ledger| ledger.newest(number, limit))?;
    Ok(newest
        .iter()
        .map(|(delivery, order)| summary(delivery, order.as_ref()))
        .collect())
}

/// Returns a notification with all attempts to deliver it.
pub(crate) fn find(sandbox: &Sandbox, id: &str) -> Result<Option<Delivery>, SandboxError> {
    let found = sandbox.journal.look(|ledger| ledger.notification(id))?;
    let Some((delivery, order)) = found else {
        return Ok(None);
    };
    let summary = summary(&delivery, order.as_ref());
    let log = sandbox.database.read(|tx| attempts::of(tx, id))?;
    Ok(Some(Delivery { summary, log }))
}

fn summary(delivery: &Notification, order: Option<&Order>) -> DeliverySummary {
    DeliverySummary {
        notification_id: delivery.id.clone(),
        event_type: delivery.kind.event().to_string(),
        subject: delivery.subject.clone(),
        notify_url: delivery.notify_url(order).map(str::to_owned),
        created_at: delivery.created_at.0.saturating_mul(1000),
        attempts: delivery.attempts,
        acknowledged: delivery.acknowledged,
        last_outcome: delivery.outcome.clone(),
        next_attempt_at: delivery.next_at,
    }
}
