//! One attempt to deliver a notification: claiming it, so that one process at a time posts it, and
//! posting it.

use std::sync::Arc;
use std::time::Duration;

use crate::ambient;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::identity::Identity;
use crate::sandbox::ledger::delivery::{Content, Delivery, Kind, Message};
use crate::sandbox::ledger::entry::Entry;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::log::attempt::{AttemptKind, DeliveryAttempt};
use crate::sandbox::log::event::SandboxEvent;
use crate::sandbox::notifier::post::{self, Signing, millis};
use crate::sandbox::numbers;
use crate::sandbox::options::Mode;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;

/// For how many milliseconds a claim is valid; longer than an attempt lasts.
pub(crate) const CLAIM_MS: i64 = 8000;

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
pub(crate) fn new_delivery(mchid: &str, subject: Subject, kind: Kind) -> Delivery {
    let now = ambient::millis();
    let until = now.saturating_add(CLAIM_MS);
    Delivery {
        id: numbers::notification_id(),
        mchid: Some(mchid.to_owned()),
        subject,
        kind,
        created_at: Timestamp(now / 1000),
        content: None,
        attempts: 0,
        acknowledged: false,
        outcome: None,
        next_at: Some(until),
        busy_until: until,
    }
}

/// Returns a notification that says and goes where `content` does, and that this process has claimed
/// and is about to post.
pub(crate) fn new_notice(mchid: &str, subject: Subject, kind: Kind, content: Content) -> Delivery {
    Delivery {
        content: Some(content),
        ..new_delivery(mchid, subject, kind)
    }
}

/// Posts a notification that this process has claimed and stored, without waiting for it; if this
/// process ends first, the next one of the data folder posts it.
pub(crate) fn post_soon(sandbox: &Arc<Sandbox>, id: String) {
    let sandbox = Arc::clone(sandbox);
    // What cannot be stored is posted again on WeChat Pay's schedule.
    tokio::spawn(async move { attempt(&sandbox, &id, AttemptKind::Scheduled).await });
}

/// Posts a notification that this process has claimed and stored once, and returns what came of
/// it; `None` if it is held back so that a later one overtakes it.
pub(crate) async fn post_now(
    sandbox: &Sandbox,
    id: &str,
) -> Result<Option<PostOutcome>, SandboxError> {
    let posted = attempt(sandbox, id, AttemptKind::Scheduled).await?;
    Ok(posted.map(|posted| posted.outcome))
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
pub(crate) fn leave_until(sandbox: &Sandbox, id: &str, until: i64) -> Result<(), SandboxError> {
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
    merchant: Arc<Identity>,
    message: Message,
}

impl Due {
    fn find(sandbox: &Sandbox, id: &str) -> Result<Option<Self>, SandboxError> {
        let found = sandbox.journal.look(|ledger| ledger.notification(id))?;
        Ok(found.and_then(|(delivery, order)| {
            // What it is about may be gone.
            let message = delivery.message(order.as_ref())?;
            Some(Self {
                merchant: sandbox.merchants.find_or_first(message.mchid.as_deref()),
                delivery,
                message,
            })
        }))
    }

    /// Posts it once, and changes nothing.
    async fn post(&self, sandbox: &Sandbox, kind: AttemptKind) -> DeliveryAttempt {
        let Message {
            notify_url,
            named_key,
            plaintext,
            ..
        } = &self.message;
        let event_type = self.delivery.kind.event();
        let head = NotificationHead {
            id: self.delivery.id.clone(),
            create_time: self.delivery.created_at.to_rfc3339(),
            event_type,
        };
        let nonce = ambient::letters(12);
        let notification = Notification::seal(head, plaintext, self.merchant.sealing(), &nonce);
        let key = signing_key(sandbox, &self.merchant, named_key.as_ref());
        let signing = match kind {
            AttemptKind::Probe => Signing::Probe,
            AttemptKind::Scheduled | AttemptKind::Resent | AttemptKind::Duplicate => Signing::Right,
        };
        let posted = post::post(&sandbox.http, notify_url, &key, &notification, signing).await;
        DeliveryAttempt {
            id: 0,
            at: posted.at,
            elapsed: posted.elapsed,
            notification_id: self.delivery.id.clone(),
            event_type: event_type.to_string(),
            subject: self.delivery.subject.clone(),
            kind,
            attempt: self.delivery.attempts + 1,
            url: notify_url.clone(),
            acknowledged: posted.outcome.is_acknowledged(),
            outcome: posted.outcome,
            signed_by: key.serial_no().clone(),
            verify_with: self.merchant.verification_file(key.serial_no()),
            next_attempt_at: None,
            request: posted.request,
            resource: Some(plaintext.clone()),
            response: posted.response,
        }
    }
}

/// Returns the key that signs a notification: the public key if the request for what it is about
/// named it, so that a merchant who has no certificate can verify.
fn signing_key(
    sandbox: &Sandbox,
    merchant: &Identity,
    named: Option<&SerialNo>,
) -> Arc<SigningKey> {
    let migrated = sandbox.options.tricks.migrated(sandbox.opened.elapsed());
    let public = named.is_some_and(SerialNo::is_public_key_id) || migrated.happens();
    match sandbox.options.mode {
        Mode::PublicKey => merchant.public(),
        Mode::Both if public => merchant.public(),
        Mode::Certificate | Mode::Both => merchant.platform(),
    }
}
