//! Delivers notifications on WeChat Pay's schedule, until they are acknowledged.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::ambient;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::due::Due;
use crate::sandbox::log::attempt::AttemptKind;
use crate::sandbox::notifier::attempt::{attempt, claim};
use crate::sandbox::notifier::post::{self, millis};
use crate::sandbox::notifier::postponed::Postponed;
use crate::sandbox::notifier::{payments, refund_progress};
use crate::sandbox::state::Sandbox;

/// How many attempts run at the same time.
const MAX_CONCURRENT_ATTEMPTS: usize = 16;

/// How long until the work of other processes is looked for again.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// How often it is looked for notifications that wait since the clock was set back.
const CLOCK_CHECK_INTERVAL: Duration = Duration::from_secs(5);

/// Repeats notifications that are due and pays orders, for ever.
pub(crate) async fn deliver_pending(sandbox: Arc<Sandbox>) {
    let mut attempts = JoinSet::new();
    let mut postponed = Postponed::default();
    let mut clock_check_at = Instant::now();
    loop {
        if clock_check_at <= Instant::now() {
            clock_check_at = Instant::now() + CLOCK_CHECK_INTERVAL;
            // If the ledger cannot be used, it is tried again at the next check.
            let _ = postponed.advance(&sandbox);
        }
        while attempts.try_join_next().is_some() {}
        if attempts.len() >= MAX_CONCURRENT_ATTEMPTS {
            attempts.join_next().await;
            continue;
        }
        // If the ledger cannot be used, it is tried again at the next poll.
        let pause = match take_work(&sandbox, MAX_CONCURRENT_ATTEMPTS - attempts.len()) {
            Ok((work, pause)) => {
                for id in work {
                    let sandbox = Arc::clone(&sandbox);
                    attempts
                        .spawn(async move { attempt(&sandbox, &id, AttemptKind::Scheduled).await });
                }
                pause
            }
            Err(_) => POLL_INTERVAL,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = sandbox.wakeup.notified() => {}
        }
    }
}

/// Takes up to `room` notifications that are due, those of orders that are paid and refunds
/// that end only now among them, and returns how long nothing else will be due.
fn take_work(sandbox: &Sandbox, room: usize) -> Result<(Vec<String>, Duration), SandboxError> {
    refund_progress::end_due(sandbox)?;
    let now = ambient::millis();
    let auto_pay = sandbox.options.auto_pay.map(millis);
    let due = Due {
        now,
        horizon: post::longest_pause(sandbox.options.time_scale),
    };
    let (unpaid, due, next) = sandbox.journal.look(|ledger| {
        let (mut unpaid, mut payment) = (Vec::new(), None);
        if let Some(wait) = auto_pay {
            let until = now.saturating_sub(wait);
            unpaid = ledger.unpaid(until, Timestamp(now / 1000), room)?;
            payment = ledger.next_unpaid(until)?.map(|at| at.saturating_add(wait));
        }
        let due = ledger.due(due, room)?;
        let next = [
            ledger.next_delivery(now)?,
            payment,
            ledger.next_ending(now)?,
        ];
        let next = next.into_iter().flatten().min();
        Ok::<_, SandboxError>((unpaid, due, next))
    })?;
    let mut work = Vec::new();
    for order in &unpaid {
        // Closed or paid meanwhile is as good.
        let paid = payments::mark_paid(sandbox, Some(order.mchid()), &order.out_trade_no);
        work.extend(paid.ok().flatten());
    }
    let full = unpaid.len() + due.len() >= room;
    for id in due {
        if claim(sandbox, &id)? {
            work.push(id);
        }
    }
    let until = |at: i64| Duration::from_millis(u64::try_from(at - now).unwrap_or(0));
    let pause = match next {
        _ if full => Duration::ZERO,
        Some(at) => until(at).min(POLL_INTERVAL),
        None => POLL_INTERVAL,
    };
    Ok((work, pause))
}
