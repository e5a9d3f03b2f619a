//! The ends of transfers, and the notifications about them.

use std::sync::Arc;
use std::time::Duration;

use crate::ambient;
use crate::protocol::event_type::EventType;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::TransferReport;
use crate::sandbox::error::{SandboxError, TransferError};
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::transfer::{Transfer, TransferEnd};
use crate::sandbox::notifier::repeated::Repeated;
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::stored;

/// How long WeChat Pay takes to cancel a transfer.
const CANCEL_TIME: Duration = Duration::from_secs(1);

/// Returns how long a cancellation takes here.
pub(crate) fn cancel_time(sandbox: &Sandbox) -> Duration {
    CANCEL_TIME.div_f64(sandbox.options.time_scale)
}

/// Ends a transfer as its user would, and posts the notification once.
pub(crate) async fn end(
    sandbox: &Sandbox,
    number: &str,
    end: TransferEnd,
) -> Result<(TransferReport, Option<Repeated>), TransferError> {
    let mchid = sandbox.identity.mchid().as_str();
    let transfer = sandbox.database.write(|tx| {
        let found = stored::find::<Transfer>(tx, mchid, number)?;
        let mut transfer = found.ok_or_else(|| TransferError::Unknown(number.to_owned()))?;
        let now = ambient::millis();
        transfer.settle(now);
        transfer
            .end(end, Timestamp::from_millis(now))
            .map_err(|why| TransferError::NotWaiting {
                number: number.to_owned(),
                state: why.0,
            })?;
        stored::put(tx, mchid, now, &transfer)?;
        Ok::<_, TransferError>(transfer)
    })?;
    let notification = notification(sandbox, &transfer);
    let outcome = match &notification {
        Some(notification) => notification.post(sandbox).await,
        None => PostOutcome::NotPosted,
    };
    let report = TransferReport {
        acknowledged: outcome.is_acknowledged(),
        notify_url: transfer.notify_url().unwrap_or_default().to_owned(),
        last_outcome: outcome,
        out_bill_no: transfer.out_bill_no,
        transfer_bill_no: transfer.transfer_bill_no,
        state: transfer.state,
    };
    let pending = notification.filter(|_| !report.acknowledged);
    Ok((report, pending))
}

/// Completes a cancellation after its time, and posts the notification until it is acknowledged.
pub(crate) async fn finish_cancellation(sandbox: Arc<Sandbox>, number: String) {
    tokio::time::sleep(cancel_time(&sandbox)).await;
    // Should the database fail now, the next query completes it.
    if let Ok(Some(transfer)) = settle(&sandbox, &number)
        && let Some(notification) = notification(&sandbox, &transfer)
    {
        notification.repeat(sandbox, 0).await;
    }
}

/// Completes a cancellation whose time has come; returns the transfer if it did.
fn settle(sandbox: &Sandbox, number: &str) -> Result<Option<Transfer>, SandboxError> {
    let mchid = sandbox.identity.mchid().as_str();
    sandbox.database.write(|tx| {
        let Some(mut transfer) = stored::find::<Transfer>(tx, mchid, number)? else {
            return Ok(None);
        };
        // This is called when the time has passed, whatever the clock shows.
        let due = transfer.cancelled_at.unwrap_or_default();
        if !transfer.settle(ambient::millis().max(due)) {
            return Ok(None);
        }
        stored::put(tx, mchid, ambient::millis(), &transfer)?;
        Ok(Some(transfer))
    })
}

fn notification(sandbox: &Sandbox, transfer: &Transfer) -> Option<Repeated> {
    let url = transfer.notify_url()?;
    let head = NotificationHead {
        id: numbers::notification_id(),
        create_time: ambient::now().to_rfc3339(),
        event_type: EventType::TransferFinished,
    };
    let plaintext = transfer.plaintext(sandbox.identity.mchid().as_str());
    let nonce = ambient::letters(12);
    let sealed = Notification::seal(head, &plaintext, sandbox.identity.sealing(), &nonce);
    let named = transfer.named_key.as_ref();
    Some(Repeated::new(sandbox, url, named, sealed))
}
