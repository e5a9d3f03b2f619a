//! Complaints of users, and the notifications about them.

use std::sync::Arc;

use crate::ambient;
use crate::protocol::id::OutTradeNo;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::ComplaintReport;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::ledger::complaint::{Action, Complaint, ComplaintState, Negotiation};
use crate::sandbox::ledger::delivery::{Content, Delivery, Kind};
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::notifier::attempt::{new_notice, post_now, post_soon};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::ledger::{self, Ledger};
use crate::sandbox::store::stored::{self, ComplaintUrl};
use crate::sandbox::store::transaction::WriteTransaction;

/// What a payer complains about without other words.
pub(crate) const DETAIL: &str = "商家未按约定提供商品或服务";

/// Complains about a paid order as its payer would, and posts the notification once.
pub(crate) async fn complain(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    detail: &str,
) -> Result<ComplaintReport, PayError> {
    let wrong = PayError::of(out_trade_no);
    let now = ambient::millis();
    let (complaint, notice) = sandbox.database.write(|tx| {
        let order = Ledger::new(tx)
            .order(out_trade_no)?
            .ok_or_else(|| wrong(OrderError::Unknown))?;
        let payment = order
            .payment
            .as_ref()
            .ok_or_else(|| wrong(OrderError::NotPaid))?;
        let complaint = Complaint {
            complaint_id: numbers::complaint_id(),
            at: now,
            detail: detail.to_owned(),
            state: ComplaintState::Pending,
            complainted_mchid: order.text("sub_mchid").unwrap_or(order.mchid()).to_owned(),
            transaction_id: payment.transaction_id.to_string(),
            out_trade_no: out_trade_no.to_string(),
            amount: order.total(),
            payer_openid: order.payer_openid(),
            history: vec![entry(Action::Complained, now, detail, Vec::new())],
        };
        stored::put(tx, order.mchid(), now, &complaint)?;
        let notice = enqueue(tx, order.mchid(), &complaint, Action::Complained)?;
        Ok::<_, PayError>((complaint, notice))
    })?;
    let outcome = match &notice {
        Some(notice) => post_now(sandbox, &notice.id).await?,
        None => Some(PostOutcome::NotPosted),
    };
    Ok(ComplaintReport {
        complaint_id: complaint.complaint_id,
        notify_url: notice
            .as_ref()
            .and_then(|notice| notice.notify_url(None))
            .unwrap_or_default()
            .to_owned(),
        acknowledged: outcome.as_ref().is_some_and(PostOutcome::is_acknowledged),
        last_outcome: outcome,
    })
}

/// Stores the notification of what was done about a complaint; `None` if the merchant has named no
/// address for them.
pub(crate) fn enqueue(
    tx: &WriteTransaction<'_>,
    mchid: &str,
    complaint: &Complaint,
    action: Action,
) -> Result<Option<Delivery>, SandboxError> {
    let Some(address) = stored::find::<ComplaintUrl>(tx, mchid, ComplaintUrl::KEY)? else {
        return Ok(None);
    };
    let kind = match action {
        Action::Complained => Kind::ComplaintCreated,
        Action::Responded | Action::Completed => Kind::ComplaintChanged,
    };
    let content = Content {
        notify_url: address.url,
        named_key: address.named_key,
        plaintext: serde_json::json!({
            "complaint_id": complaint.complaint_id,
            "action_type": action.notified_as(),
        }),
    };
    let subject = Subject::Complaint {
        complaint_id: complaint.complaint_id.clone(),
    };
    let notice = new_notice(mchid, subject, kind, content);
    ledger::enqueue(tx, &notice)?;
    Ok(Some(notice))
}

/// Posts a notification that was stored, without waiting for it.
pub(crate) fn post(sandbox: &Arc<Sandbox>, notice: Option<Delivery>) {
    if let Some(notice) = notice {
        post_soon(sandbox, notice.id);
    }
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
