//! The ends of transfers, and the notifications about them.

use std::time::Duration;

use crate::ambient;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::TransferReport;
use crate::sandbox::error::TransferError;
use crate::sandbox::ledger::delivery::{Content, Delivery, Kind};
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::ledger::transfer::{Transfer, TransferEnd};
use crate::sandbox::notifier::attempt::{new_notice, post_now};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::{ledger, stored};

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
) -> Result<TransferReport, TransferError> {
    let (transfer, notice) = sandbox.database.write(|tx| {
        let found = stored::find_of_any::<Transfer>(tx, number)?;
        let (mchid, mut transfer) =
            found.ok_or_else(|| TransferError::Unknown(number.to_owned()))?;
        let now = ambient::millis();
        transfer.settle(now);
        let before = transfer.state;
        transfer
            .end(end, Timestamp::from_millis(now))
            .map_err(|why| TransferError::NotWaiting {
                number: number.to_owned(),
                state: why.0,
            })?;
        stored::put(tx, &mchid, now, &transfer)?;
        let ended = transfer.state != before;
        let notice = notice(&mchid, &transfer).filter(|_| ended);
        if let Some(notice) = &notice {
            ledger::enqueue(tx, notice)?;
        }
        Ok::<_, TransferError>((transfer, notice))
    })?;
    let outcome = match &notice {
        Some(notice) => post_now(sandbox, &notice.id).await?,
        None => last_outcome(sandbox, &transfer)?,
    };
    Ok(TransferReport {
        acknowledged: outcome.as_ref().is_some_and(PostOutcome::is_acknowledged),
        notify_url: transfer.notify_url().unwrap_or_default().to_owned(),
        last_outcome: outcome,
        out_bill_no: transfer.out_bill_no,
        transfer_bill_no: transfer.transfer_bill_no,
        state: transfer.state,
    })
}

/// Returns what came of the notification about a transfer that has ended before.
fn last_outcome(
    sandbox: &Sandbox,
    transfer: &Transfer,
) -> Result<Option<PostOutcome>, TransferError> {
    if transfer.notify_url().is_none() {
        return Ok(Some(PostOutcome::NotPosted));
    }
    let number = Some(transfer.out_bill_no.as_str());
    let newest = sandbox.journal.look(|ledger| ledger.newest(number, 1))?;
    let newest = newest.into_iter().next();
    Ok(newest.and_then(|(delivery, _)| delivery.outcome))
}

/// Returns the notification that a transfer will have been cancelled at `done_at`, in milliseconds;
/// whichever process of the data folder is up then posts it.
pub(crate) fn notice_of_cancellation(
    mchid: &str,
    transfer: &Transfer,
    done_at: i64,
) -> Option<Delivery> {
    let mut cancelled = transfer.clone();
    cancelled.settle(done_at);
    Some(Delivery {
        created_at: cancelled.updated_at,
        next_at: Some(done_at),
        busy_until: 0,
        ..notice(mchid, &cancelled)?
    })
}

fn notice(mchid: &str, transfer: &Transfer) -> Option<Delivery> {
    let content = Content {
        notify_url: transfer.notify_url()?.to_owned(),
        named_key: transfer.named_key.clone(),
        plaintext: transfer.plaintext(mchid),
    };
    let subject = Subject::Transfer {
        out_bill_no: transfer.out_bill_no.clone(),
    };
    Some(new_notice(mchid, subject, Kind::TransferFinished, content))
}
