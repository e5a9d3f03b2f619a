//! Paying an order, as the payer would; and how an order and its notification stand.

use std::time::Duration;

use crate::ambient;
use crate::protocol::id::OutTradeNo;
use crate::sandbox::admin::report::{AttemptReport, DeliveryReport};
use crate::sandbox::error::PayError;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::Payment;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::log::attempt::AttemptKind;
use crate::sandbox::notifier::attempt::{attempt, claim, new_delivery};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::attempts;

/// Pays an order and posts the notification once. A paid order is only reported.
pub(crate) async fn pay(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    if let Some(id) = mark_paid(sandbox, None, out_trade_no)? {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Posts an order's last notification again, now, unless it was acknowledged or another
/// process is just posting it.
pub(crate) async fn retry_once(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    let latest = sandbox.journal.look(|ledger| {
        let Some(order) = ledger.order(out_trade_no)? else {
            return Ok(None);
        };
        Ok::<_, PayError>(ledger.latest(&order)?.map(|delivery| delivery.id))
    })?;
    if let Some(id) = latest
        && claim(sandbox, &id)?
    {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Reports the state of an order and of its last notification.
pub(crate) fn report(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
) -> Result<DeliveryReport, PayError> {
    let now = ambient::millis();
    let (mut report, id) = sandbox.journal.look(|ledger| {
        let order = ledger
            .order(out_trade_no)?
            .ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
        let delivery = ledger
            .latest(&order)?
            .ok_or_else(|| PayError::NotPaid(out_trade_no.clone()))?;
        let refund = delivery.refund(&order);
        let pause = |at: i64| Duration::from_millis(u64::try_from(at - now).unwrap_or(0));
        let report = DeliveryReport {
            out_trade_no: out_trade_no.clone(),
            transaction_id: order
                .payment
                .as_ref()
                .map(|paid| paid.transaction_id.clone()),
            trade_state: order.state.clone(),
            out_refund_no: refund.map(|refund| refund.out_refund_no.clone()),
            refund_status: refund.map(|refund| refund.status.clone()),
            notify_url: delivery
                .notify_url(Some(&order))
                .unwrap_or_default()
                .to_owned(),
            attempts: delivery.attempts,
            acknowledged: delivery.acknowledged,
            last_outcome: delivery.outcome.clone(),
            last_attempt: None,
            next_attempt_in: delivery.next_at.map(pause),
        };
        Ok::<_, PayError>((report, delivery.id))
    })?;
    let last = sandbox.database.read(|tx| attempts::last(tx, &id))?;
    report.last_attempt = last.as_ref().map(AttemptReport::from);
    Ok(report)
}

/// Closes an unpaid order; a closed one stays closed.
pub(crate) fn close(sandbox: &Sandbox, out_trade_no: &OutTradeNo) -> Result<(), PayError> {
    sandbox.journal.write(|ledger| {
        let entry = ledger
            .order(out_trade_no)?
            .ok_or(OrderError::Unknown)
            .and_then(|order| order.close())
            .map_err(PayError::of(out_trade_no))?;
        Ok((entry, ()))
    })
}

/// Ends the time to pay of an unpaid order.
pub(crate) fn expire(sandbox: &Sandbox, out_trade_no: &OutTradeNo) -> Result<(), PayError> {
    sandbox.journal.write(|ledger| {
        let entry = ledger
            .order(out_trade_no)?
            .ok_or(OrderError::Unknown)
            .and_then(|order| order.expire(ambient::now()))
            .map_err(PayError::of(out_trade_no))?;
        Ok((entry, ()))
    })
}

/// Pays an order in the ledger, of this merchant or of the one that has it; returns the
/// notification, which is then this caller's to post, unless the order was paid before.
pub(crate) fn mark_paid(
    sandbox: &Sandbox,
    mchid: Option<&str>,
    out_trade_no: &OutTradeNo,
) -> Result<Option<String>, PayError> {
    let wrong = PayError::of(out_trade_no);
    sandbox.journal.write(|ledger| {
        let order = match mchid {
            Some(mchid) => ledger.order_of(mchid, out_trade_no)?,
            None => ledger.order(out_trade_no)?,
        };
        let order = order.ok_or_else(|| wrong(OrderError::Unknown))?;
        let delivery = new_delivery(order.mchid(), Subject::order(out_trade_no), Kind::Paid);
        let payment = Payment {
            transaction_id: numbers::transaction_id(),
            at: delivery.created_at,
        };
        let id = delivery.id.clone();
        let entry = order.pay(payment, delivery).map_err(&wrong)?;
        let id = entry.is_some().then_some(id);
        Ok((entry, id))
    })
}
