//! Complaints of users, and the notifications about them.

use std::sync::Arc;

use crate::ambient;
use crate::protocol::event_type::EventType;
use crate::protocol::id::OutTradeNo;
use crate::protocol::notification::{Notification, NotificationHead};
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::ComplaintReport;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::ledger::complaint::{Action, Complaint, ComplaintState, Negotiation};
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::notifier::repeated::Repeated;
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::stored::{self, ComplaintUrl};

/// What a payer complains about without other words.
pub(crate) const DETAIL: &str = "商家未按约定提供商品或服务";

/// Complains about a paid order as its payer would, and posts the notification once.
pub(crate) async fn complain(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    detail: &str,
) -> Result<(ComplaintReport, Option<Repeated>), PayError> {
    let wrong = PayError::of(out_trade_no);
    let mchid = sandbox.identity.mchid().as_str();
    let now = ambient::millis();
    let complaint = sandbox.journal.look(|ledger| {
        let order = ledger
            .order(out_trade_no)?
            .ok_or_else(|| wrong(OrderError::Unknown))?;
        let payment = order
            .payment
            .as_ref()
            .ok_or_else(|| wrong(OrderError::NotPaid))?;
        Ok::<_, PayError>(Complaint {
            complaint_id: numbers::complaint_id(),
            at: now,
            detail: detail.to_owned(),
            state: ComplaintState::Pending,
            complainted_mchid: order.text("sub_mchid").unwrap_or(mchid).to_owned(),
            transaction_id: payment.transaction_id.to_string(),
            out_trade_no: out_trade_no.to_string(),
            amount: order.total(),
            payer_openid: order.payer_openid(),
            history: vec![entry(Action::Complained, now, detail, Vec::new())],
        })
    })?;
    sandbox
        .database
        .write(|tx| stored::put(tx, mchid, now, &complaint))?;
    let notification = notification(sandbox, &complaint, Action::Complained)?;
    let outcome = match &notification {
        Some(notification) => notification.post(sandbox).await,
        None => PostOutcome::NotPosted,
    };
    let report = ComplaintReport {
        complaint_id: complaint.complaint_id,
        notify_url: notification
            .as_ref()
            .map(|notification| notification.url.clone())
            .unwrap_or_default(),
        acknowledged: outcome.is_acknowledged(),
        last_outcome: outcome,
    };
    let pending = notification.filter(|_| !report.acknowledged);
    Ok((report, pending))
}

/// Posts the notification of what the merchant did, until it is acknowledged.
pub(crate) fn notify(
    sandbox: &Arc<Sandbox>,
    complaint: &Complaint,
    action: Action,
) -> Result<(), SandboxError> {
    if let Some(notification) = notification(sandbox, complaint, action)? {
        tokio::spawn(notification.repeat(Arc::clone(sandbox), 0));
    }
    Ok(())
}

/// Returns an entry of the history.
pub(crate) fn entry(action: Action, now: i64, details: &str, images: Vec<String>) -> Negotiation {
    Negotiation {
        log_id: numbers::complaint_id(),
        at: Timestamp::from_millis(now),
        action,
        details: details.to_owned(),
        images,
    }
}

/// Returns the notification; `None` if the merchant has named no address for them.
fn notification(
    sandbox: &Sandbox,
    complaint: &Complaint,
    action: Action,
) -> Result<Option<Repeated>, SandboxError> {
    let mchid = sandbox.identity.mchid().as_str();
    let found = sandbox
        .database
        .read(|tx| stored::find::<ComplaintUrl>(tx, mchid, ComplaintUrl::KEY))?;
    let event_type = match action {
        Action::Complained => EventType::ComplaintCreated,
        Action::Responded | Action::Completed => EventType::ComplaintChanged,
    };
    Ok(found.map(|found| {
        let head = NotificationHead {
            id: numbers::notification_id(),
            create_time: ambient::now().to_rfc3339(),
            event_type,
        };
        let plaintext = serde_json::json!({
            "complaint_id": complaint.complaint_id,
            "action_type": action.notified_as(),
        });
        let nonce = ambient::letters(12);
        let sealed = Notification::seal(head, &plaintext, sandbox.identity.sealing(), &nonce);
        Repeated::new(sandbox, &found.url, found.named_key.as_ref(), sealed)
    }))
}
