//! Claims on notifications, so that each is posted by one process at a time.

use crate::ambient;
use crate::protocol::id::OutTradeNo;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::delivery::{Delivery, Kind};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;

/// For how many milliseconds a claim is valid; longer than an attempt lasts.
const CLAIM_MS: i64 = 8000;

/// Claims a notification, unless it is acknowledged or another process has claimed it.
pub(crate) fn claim(sandbox: &Sandbox, id: &str) -> Result<bool, SandboxError> {
    let now = ambient::millis();
    sandbox.journal.write(|ledger| {
        let entry = ledger.claim(id, now, now.saturating_add(CLAIM_MS));
        let claimed = entry.is_some();
        Ok((entry, claimed))
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
