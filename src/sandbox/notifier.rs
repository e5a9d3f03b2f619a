//! Posts notifications, on WeChat Pay's schedule, until they are acknowledged.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::ledger::Entry;
use super::record::{Delivery, Record};
use super::{Mode, Sandbox, SandboxError};
use crate::ambient;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::signed::SignedBody;

/// The pauses between attempts, in seconds: 15 repetitions in 24 hours and 4 minutes.
const SCHEDULE: [u64; 15] = [
    15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600,
];

/// How long a receiver may take to answer.
pub(super) const TIMEOUT: Duration = Duration::from_secs(5);

/// For how many milliseconds a delivery belongs to who took it; longer than an attempt lasts.
pub(super) const LEASE: i64 = 8000;

/// How many attempts are made at once.
const AT_ONCE: usize = 16;

/// How often the work of other processes is looked for.
const LOOK: Duration = Duration::from_millis(250);

impl Sandbox {
    /// Repeats notifications that are due, those of earlier processes too, and pays orders where
    /// [`super::Options::auto_pay`] says so. Never ends: a sandbox that stays up drops it.
    pub async fn deliver_pending(self: Arc<Self>) {
        let mut attempts = JoinSet::new();
        loop {
            while attempts.try_join_next().is_some() {}
            if attempts.len() >= AT_ONCE {
                attempts.join_next().await;
                continue;
            }
            // Where the ledger cannot be used, it is tried again at the next look.
            let pause = match self.take_work(AT_ONCE - attempts.len()) {
                Ok((work, pause)) => {
                    for id in work {
                        let sandbox = Arc::clone(&self);
                        attempts.spawn(async move { sandbox.attempt(&id).await });
                    }
                    pause
                }
                Err(_) => LOOK,
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.bell.notified() => {}
            }
        }
    }

    /// Takes up to `room` notifications that are due, those of orders that are paid and refunds
    /// that end only now among them, and tells how long nothing else will be.
    fn take_work(&self, room: usize) -> Result<(Vec<String>, Duration), SandboxError> {
        self.settle()?;
        let now = ambient::millis();
        let auto_pay = self.options.auto_pay.map(millis);
        let (unpaid, due, next) = self.journal.look(|ledger| {
            let unpaid: Vec<_> = auto_pay
                .into_iter()
                .flat_map(|wait| ledger.unpaid(now.saturating_sub(wait)))
                .filter(|order| !order.expired(ambient::now()))
                .map(|order| order.out_trade_no.clone())
                .take(room)
                .collect();
            let due: Vec<_> = ledger.due(now).take(room).map(str::to_owned).collect();
            let payment = auto_pay.and_then(|wait| {
                let placed = ledger.next_unpaid(now.saturating_sub(wait))?;
                Some(placed.saturating_add(wait))
            });
            let next = [ledger.next_delivery(now), payment, ledger.next_ending(now)];
            let next = next.into_iter().flatten().min();
            (unpaid, due, next)
        })?;
        let mut work = Vec::new();
        for number in &unpaid {
            // Closed or paid meanwhile is as good.
            work.extend(self.mark_paid(number).ok().flatten());
        }
        let full = unpaid.len() + due.len() >= room;
        for id in due {
            if self.claim(&id)? {
                work.push(id);
            }
        }
        let until = |at: i64| Duration::from_millis(u64::try_from(at - now).unwrap_or(0));
        let pause = match next {
            _ if full => Duration::ZERO,
            Some(at) => until(at).min(LOOK),
            None => LOOK,
        };
        Ok((work, pause))
    }

    /// Takes a delivery, unless it is done or somebody else is at it.
    pub(super) fn claim(&self, id: &str) -> Result<bool, SandboxError> {
        let now = ambient::millis();
        self.journal.write(|ledger| {
            let entry = ledger.claim(id, now, now.saturating_add(LEASE));
            let taken = entry.is_some();
            Ok((entry, taken))
        })
    }

    /// Posts a notification that was taken, and notes what came of it.
    pub(super) async fn attempt(&self, id: &str) -> Result<(), SandboxError> {
        let found = self.journal.look(|ledger| {
            let delivery = ledger.delivery(id)?.clone();
            let order = ledger.order(&delivery.out_trade_no)?.clone();
            Some((delivery, order))
        })?;
        let Some((delivery, order)) = found else {
            return Ok(());
        };
        let Some(url) = delivery.notify_url(&order) else {
            return Ok(());
        };
        let Some(notification) = self.notification(&delivery, &order) else {
            return Ok(());
        };
        let key = self.notifying(delivery.named_key(&order));
        let (outcome, acknowledged) = self.post(url, &key, &notification).await;
        let pause = (!acknowledged)
            .then(|| self.pause(delivery.attempts))
            .flatten();
        let next_at = pause.map(|pause| ambient::millis().saturating_add(millis(pause)));
        let noted = Entry::Attempted {
            id: id.to_owned(),
            outcome,
            acknowledged,
            next_at,
        };
        // The orders may have been emptied meanwhile: then there is nothing to note.
        self.journal.write(|ledger| {
            let known = ledger.delivery(id).is_some();
            Ok::<_, SandboxError>((known.then_some(noted), ()))
        })?;
        self.bell.notify_one();
        Ok(())
    }

    /// Returns the pause after so many earlier attempts; none where WeChat Pay gives up.
    pub(super) fn pause(&self, earlier: u32) -> Option<Duration> {
        let seconds = SCHEDULE.get(usize::try_from(earlier).ok()?)?;
        Some(Duration::from_secs(*seconds).div_f64(self.options.time_scale))
    }

    /// Posts a notification once; tells what came of it, and whether it was acknowledged.
    pub(super) async fn post(
        &self,
        url: &str,
        key: &SigningKey,
        notification: &Notification,
    ) -> (String, bool) {
        let bytes = notification.to_bytes();
        let signed = SignedBody::sign(key, &ambient::stamp(), bytes);
        let mut request = self.http.post(url).timeout(TIMEOUT);
        for (name, value) in headers(&signed) {
            request = request.header(name, value);
        }
        match request.body(signed.body).send().await {
            Ok(answer) => {
                let status = answer.status();
                (status.as_u16().to_string(), status.is_success())
            }
            Err(why) if why.is_timeout() => (
                format!("no answer within {} seconds", TIMEOUT.as_secs()),
                false,
            ),
            Err(why) => (root_cause(&why.without_url()), false),
        }
    }

    /// Makes what is told; nothing where the refund that it is about is gone.
    fn notification(&self, delivery: &Delivery, order: &Record) -> Option<Notification> {
        let event_type = delivery.kind.event();
        let plaintext = order.told(event_type, delivery.refund(order))?;
        let head = NotificationHead {
            id: delivery.id.clone(),
            create_time: delivery.created_at.to_rfc3339(),
            event_type,
        };
        let nonce = ambient::letters(12);
        let sealing = self.identity.sealing();
        Some(Notification::seal(head, &plaintext, sealing, &nonce))
    }

    /// Returns the key that signs a notification: the public key if the order's or refund's
    /// request named it, so that a merchant who has no certificate can verify.
    fn notifying(&self, named: Option<&SerialNo>) -> Arc<SigningKey> {
        let public = named.is_some_and(SerialNo::is_public_key_id);
        match self.options.mode {
            Mode::PublicKey => self.identity.public(),
            Mode::Both if public => self.identity.public(),
            Mode::Certificate | Mode::Both => self.identity.platform(),
        }
    }
}

/// Returns the headers that WeChat Pay posts a notification with.
pub(super) fn headers(signed: &SignedBody) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("User-Agent", "Mozilla/4.0".to_owned()),
        ("Accept", "*/*".to_owned()),
        ("Content-Type", "application/json".to_owned()),
        ("Request-ID", super::router::request_id(0)),
    ];
    let signature = signed.headers().into_iter();
    headers.extend(signature.map(|(name, value)| (name, value.to_owned())));
    headers
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The outer errors only say that something was tried.
pub(super) fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let said = cause.to_string();
    // The system's number for it helps nobody.
    said.split(" (os error ").next().unwrap_or(&said).to_owned()
}
