//! One attempt to deliver a notification: claiming it, so that one process at a time posts it, and
//! posting it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::ambient;
use crate::protocol::id::{OutTradeNo, SerialNo};
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::{Delivery, Kind};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::log::attempt::{AttemptKind, DeliveryAttempt};
use crate::sandbox::log::event::SandboxEvent;
use crate::sandbox::notifier::post::{self, Signing, millis};
use crate::sandbox::numbers;
use crate::sandbox::options::Mode;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;

/// For how many milliseconds a claim is valid; longer than an attempt lasts.
const CLAIM_MS: i64 = 8000;

/// How long a notification is held back so that a later one overtakes it.
const HELD_BACK: Duration = Duration::from_secs(3);

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

/// Posts a notification that was claimed, and stores the outcome. Returns the attempt; none if the
/// notification is gone, or held back so that a later one overtakes it.
pub(crate) async fn attempt(
    sandbox: &Sandbox,
    id: &str,
    kind: AttemptKind,
) -> Result<Option<DeliveryAttempt>, SandboxError> {
    let Some(due) = Due::find(sandbox, id)? else {
        return Ok(None);
    };
    if kind == AttemptKind::Scheduled && sandbox.held_back.holds(id, &sandbox.options.tricks) {
        let pause = HELD_BACK.div_f64(sandbox.options.time_scale);
        leave_until(sandbox, id, ambient::millis().saturating_add(millis(pause)))?;
        sandbox.wakeup.notify_one();
        return Ok(None);
    }
    if kind == AttemptKind::Scheduled && sandbox.options.tricks.probes.happens() {
        // The probe takes up to as long as the attempt itself.
        leave_until(sandbox, id, ambient::millis().saturating_add(2 * CLAIM_MS))?;
        let probe = due.post(sandbox, AttemptKind::Probe).await;
        record(sandbox, probe)?;
    }
    let mut posted = due.post(sandbox, kind).await;
    let pause = (!posted.acknowledged)
        .then(|| post::pause(due.delivery.attempts, sandbox.options.time_scale))
        .flatten();
    let next_at = pause.map(|pause| ambient::millis().saturating_add(millis(pause)));
    posted.next_attempt_at = next_at;
    let entry = Entry::Attempted {
        id: id.to_owned(),
        outcome: posted.outcome.clone(),
        acknowledged: posted.acknowledged,
        next_at,
    };
    sandbox
        .journal
        .write(|_| Ok::<_, SandboxError>((Some(entry), ())))?;
    let posted = record(sandbox, posted)?;
    if posted.acknowledged && sandbox.options.tricks.duplicates.happens() {
        let again = due.post(sandbox, AttemptKind::Duplicate).await;
        record(sandbox, again)?;
    }
    sandbox.wakeup.notify_one();
    Ok(Some(posted))
}

/// Posts a notification again, now, whether it was acknowledged or not. Returns whether there is
/// such a notification.
pub(crate) async fn resend(sandbox: &Sandbox, id: &str) -> Result<bool, SandboxError> {
    let Some(due) = Due::find(sandbox, id)? else {
        return Ok(false);
    };
    if claim(sandbox, id)? {
        attempt(sandbox, id, AttemptKind::Resent).await?;
    } else if due.delivery.acknowledged {
        let posted = due.post(sandbox, AttemptKind::Resent).await;
        record(sandbox, posted)?;
    }
    Ok(true)
}

/// Lets no process post a notification until a moment, in milliseconds.
fn leave_until(sandbox: &Sandbox, id: &str, until: i64) -> Result<(), SandboxError> {
    let entry = Entry::Claimed {
        id: id.to_owned(),
        until,
    };
    sandbox.journal.write(|_| Ok((Some(entry), ())))
}

/// Stores an attempt, and tells who listens.
fn record(sandbox: &Sandbox, mut posted: DeliveryAttempt) -> Result<DeliveryAttempt, SandboxError> {
    sandbox
        .database
        .write(|tx| attempts::add(tx, &mut posted))?;
    let event = SandboxEvent::Attempt(Arc::new(posted.clone()));
    sandbox.recorder.events.send(event);
    Ok(posted)
}

/// A notification that can be posted.
struct Due {
    delivery: Delivery,
    order: Order,
    url: String,
}

impl Due {
    fn find(sandbox: &Sandbox, id: &str) -> Result<Option<Self>, SandboxError> {
        let found = sandbox.journal.look(|ledger| ledger.notification(id))?;
        Ok(found.and_then(|(delivery, order)| {
            let url = delivery.notify_url(&order)?.to_owned();
            // The refund that it is about may be gone.
            order.plaintext(delivery.kind.event(), delivery.refund(&order))?;
            Some(Self {
                delivery,
                order,
                url,
            })
        }))
    }

    /// Posts it once, and changes nothing.
    async fn post(&self, sandbox: &Sandbox, kind: AttemptKind) -> DeliveryAttempt {
        let event_type = self.delivery.kind.event();
        let plaintext = self.plaintext();
        let head = NotificationHead {
            id: self.delivery.id.clone(),
            create_time: self.delivery.created_at.to_rfc3339(),
            event_type,
        };
        let nonce = ambient::letters(12);
        let sealing = sandbox.identity.sealing();
        let notification = Notification::seal(head, &plaintext, sealing, &nonce);
        let key = signing_key(sandbox, self.delivery.named_key(&self.order));
        let signing = match kind {
            AttemptKind::Probe => Signing::Probe,
            AttemptKind::Scheduled | AttemptKind::Resent | AttemptKind::Duplicate => Signing::Right,
        };
        let posted = post::post(&sandbox.http, &self.url, &key, &notification, signing).await;
        DeliveryAttempt {
            id: 0,
            at: posted.at,
            elapsed: posted.elapsed,
            notification_id: self.delivery.id.clone(),
            event_type: event_type.to_string(),
            out_trade_no: self.delivery.out_trade_no.clone(),
            out_refund_no: self.delivery.out_refund_no.clone(),
            kind,
            attempt: self.delivery.attempts + 1,
            url: self.url.clone(),
            acknowledged: posted.outcome.is_acknowledged(),
            outcome: posted.outcome,
            signed_by: key.serial_no().clone(),
            verify_with: sandbox.identity.verification_file(key.serial_no()),
            next_attempt_at: None,
            request: posted.request,
            resource: Some(plaintext),
            response: posted.response,
        }
    }

    fn plaintext(&self) -> Value {
        let event_type = self.delivery.kind.event();
        let refund = self.delivery.refund(&self.order);
        self.order.plaintext(event_type, refund).unwrap_or_default()
    }
}

/// Returns the key that signs a notification: the public key if the order's or refund's
/// request named it, so that a merchant who has no certificate can verify.
pub(crate) fn signing_key(sandbox: &Sandbox, named: Option<&SerialNo>) -> Arc<SigningKey> {
    let migrated = sandbox.options.tricks.migrated(sandbox.opened.elapsed());
    let public = named.is_some_and(SerialNo::is_public_key_id) || migrated.happens();
    match sandbox.options.mode {
        Mode::PublicKey => sandbox.identity.public(),
        Mode::Both if public => sandbox.identity.public(),
        Mode::Certificate | Mode::Both => sandbox.identity.platform(),
    }
}
