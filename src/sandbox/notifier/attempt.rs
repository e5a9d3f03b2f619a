//! One attempt to deliver a notification: claiming it, so that one process at a time posts it, and
//! posting it.

use std::sync::Arc;

use crate::ambient;
use crate::protocol::id::{OutTradeNo, SerialNo};
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::{Delivery, Kind};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::notifier::post::{self, millis};
use crate::sandbox::numbers;
use crate::sandbox::options::Mode;
use crate::sandbox::state::Sandbox;

/// For how many milliseconds a claim is valid; longer than an attempt lasts.
const CLAIM_MS: i64 = 8000;

/// Claims a notification, unless it is acknowledged or another process has claimed it.
pub(crate) fn claim(sandbox: &Sandbox, id: &str) -> Result<bool, SandboxError> {
    let now = ambient::millis();
    sandbox.journal.write(|ledger| {
        let delivery = ledger.delivery(id)?;
        let entry = delivery.and_then(|delivery| delivery.claim(now, now.saturating_add(CLAIM_MS)));
        let claimed = entry.is_some();
        Ok::<_, SandboxError>((entry, claimed))
    })
}

/// Returns a notification that this process has claimed and is about to post.
pub(crate) fn new_delivery(out_trade_no: &OutTradeNo, kind: Kind) -> Delivery {
    let now = ambient::millis();
    let until = now.saturating_add(CLAIM_MS);
    Delivery {
        id: numbers::notification_id(),
        out_trade_no: out_trade_no.clone(),
        out_refund_no: None,
        kind,
        created_at: Timestamp(now / 1000),
        attempts: 0,
        acknowledged: false,
        outcome: None,
        next_at: Some(until),
        busy_until: until,
    }
}

/// Posts a notification that was claimed, and stores the outcome.
pub(crate) async fn attempt(sandbox: &Sandbox, id: &str) -> Result<(), SandboxError> {
    let claimed = sandbox.journal.look(|ledger| ledger.notification(id))?;
    let Some((delivery, order)) = claimed else {
        return Ok(());
    };
    let Some(url) = delivery.notify_url(&order) else {
        return Ok(());
    };
    let Some(notification) = notification(sandbox, &delivery, &order) else {
        return Ok(());
    };
    let key = signing_key(sandbox, delivery.named_key(&order));
    let outcome = post::post(&sandbox.http, url, &key, &notification).await;
    let acknowledged = outcome.is_acknowledged();
    let pause = (!acknowledged)
        .then(|| post::pause(delivery.attempts, sandbox.options.time_scale))
        .flatten();
    let next_at = pause.map(|pause| ambient::millis().saturating_add(millis(pause)));
    let entry = Entry::Attempted {
        id: id.to_owned(),
        outcome,
        acknowledged,
        next_at,
    };
    sandbox
        .journal
        .write(|_| Ok::<_, SandboxError>((Some(entry), ())))?;
    sandbox.wakeup.notify_one();
    Ok(())
}

/// Builds the notification; `None` if the refund that it is about is gone.
fn notification(sandbox: &Sandbox, delivery: &Delivery, order: &Order) -> Option<Notification> {
    let event_type = delivery.kind.event();
    let plaintext = order.plaintext(event_type, delivery.refund(order))?;
    let head = NotificationHead {
        id: delivery.id.clone(),
        create_time: delivery.created_at.to_rfc3339(),
        event_type,
    };
    let nonce = ambient::letters(12);
    let sealing = sandbox.identity.sealing();
    Some(Notification::seal(head, &plaintext, sealing, &nonce))
}

/// Returns the key that signs a notification: the public key if the order's or refund's
/// request named it, so that a merchant who has no certificate can verify.
pub(crate) fn signing_key(sandbox: &Sandbox, named: Option<&SerialNo>) -> Arc<SigningKey> {
    let public = named.is_some_and(SerialNo::is_public_key_id);
    match sandbox.options.mode {
        Mode::PublicKey => sandbox.identity.public(),
        Mode::Both if public => sandbox.identity.public(),
        Mode::Certificate | Mode::Both => sandbox.identity.platform(),
    }
}
