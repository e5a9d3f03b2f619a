//! How refunds end: requested ones once their time has come, or when the merchant's console says
//! so.

use std::time::Duration;

use crate::ambient;
use crate::protocol::id::{OutRefundNo, OutTradeNo};
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::admin::report::DeliveryReport;
use crate::sandbox::error::{PayError, SandboxError};
use crate::sandbox::ledger::delivery::{Delivery, Kind};
use crate::sandbox::ledger::due::Due;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::Refund;
use crate::sandbox::ledger::subject::Subject;
use crate::sandbox::log::attempt::AttemptKind;
use crate::sandbox::notifier::attempt::{attempt, new_delivery};
use crate::sandbox::notifier::payments::report;
use crate::sandbox::notifier::post::millis;
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;

/// How long a refund is processed.
pub(crate) const PROCESSING_TIME: Duration = Duration::from_secs(1);

/// Ends every refund whose time has come; a sandbox that stays up posts the notifications.
pub(crate) fn end_due(sandbox: &Sandbox) -> Result<(), SandboxError> {
    let now = ambient::millis();
    let by_now = Due {
        now,
        horizon: millis(
            PROCESSING_TIME
                .div_f64(sandbox.options.time_scale)
                .max(PROCESSING_TIME),
        ),
    };
    for id in sandbox.journal.look(|ledger| ledger.ending(by_now))? {
        sandbox.journal.write(|ledger| {
            let entry = ledger.refund_by_id(&id)?.and_then(|(order, refund)| {
                let status = refund.due(by_now)?;
                let number = &refund.out_refund_no;
                let delivery = due(about(&order, Some(&refund), number, status), now);
                order.end_refund(number, status, delivery.created_at, delivery)
            });
            Ok::<_, SandboxError>((entry, ()))
        })?;
    }
    Ok(())
}

/// Ends the refunds of an order with `status`, or refunds what remains, and posts each
/// notification once.
pub(crate) async fn refund(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    status: &RefundStatus,
) -> Result<DeliveryReport, PayError> {
    let order = sandbox.journal.look(|ledger| ledger.order(out_trade_no))?;
    let order = order.ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
    let deliveries = if order.open_refunds(status).is_empty() {
        Vec::from_iter(refund_part(sandbox, out_trade_no, None, status)?)
    } else {
        end_open(sandbox, out_trade_no, status)?
    };
    for id in deliveries {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Refunds a part of an order, beside the refunds that it has, and posts the notification once.
pub(crate) async fn refund_amount(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    amount: i64,
    status: &RefundStatus,
) -> Result<DeliveryReport, PayError> {
    if let Some(id) = refund_part(sandbox, out_trade_no, Some(amount), status)? {
        attempt(sandbox, &id, AttemptKind::Scheduled).await?;
    }
    report(sandbox, out_trade_no)
}

/// Ends the refunds of an order that may become `status`; returns the ids of the notifications,
/// which the caller is to post.
pub(crate) fn end_open(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    status: &RefundStatus,
) -> Result<Vec<String>, PayError> {
    let order = sandbox.journal.look(|ledger| ledger.order(out_trade_no))?;
    let order = order.ok_or_else(|| PayError::Unknown(out_trade_no.clone()))?;
    let mut deliveries = Vec::new();
    for number in &order.open_refunds(status) {
        deliveries.extend(end(sandbox, order.mchid(), number, status)?);
    }
    Ok(deliveries)
}

/// Ends a refund with `status`; returns the id of the notification, which the caller is to post.
fn end(
    sandbox: &Sandbox,
    mchid: &str,
    number: &OutRefundNo,
    status: &RefundStatus,
) -> Result<Option<String>, SandboxError> {
    sandbox.journal.write(|ledger| {
        let ended = ledger
            .refund_of(mchid, number)?
            .and_then(|(order, refund)| {
                let delivery = about(&order, Some(&refund), number, status);
                let id = delivery.id.clone();
                let entry = order.end_refund(number, status, delivery.created_at, delivery)?;
                Some((entry, id))
            });
        Ok::<_, SandboxError>(ended.unzip())
    })
}

/// Refunds a part of an order, or what remains; returns the id of the notification, which the
/// caller is to post.
pub(crate) fn refund_part(
    sandbox: &Sandbox,
    out_trade_no: &OutTradeNo,
    amount: Option<i64>,
    status: &RefundStatus,
) -> Result<Option<String>, PayError> {
    let refund = Refund {
        amount,
        ..console_refund(ambient::millis(), status.clone())
    };
    let wrong = PayError::of(out_trade_no);
    sandbox.journal.write(|ledger| {
        let order = ledger
            .order(out_trade_no)?
            .ok_or_else(|| wrong(OrderError::Unknown))?;
        let delivery = about(&order, None, &refund.out_refund_no, status);
        let id = delivery.id.clone();
        let entry = order.refund_rest(refund, delivery).map_err(&wrong)?;
        let id = entry.is_some().then_some(id);
        Ok((entry, id))
    })
}

/// Returns a notification about a refund's end that this process is about to post. One about a
/// refund without a `notify_url` is never posted.
fn about(
    order: &Order,
    refund: Option<&Refund>,
    number: &OutRefundNo,
    status: &RefundStatus,
) -> Delivery {
    let kind = match status {
        RefundStatus::Abnormal => Kind::RefundAbnormal,
        RefundStatus::Closed => Kind::RefundClosed,
        RefundStatus::Success | RefundStatus::Processing | RefundStatus::Other(_) => Kind::Refunded,
    };
    let subject = Subject::Order {
        out_trade_no: order.out_trade_no.clone(),
        out_refund_no: Some(number.clone()),
    };
    let delivery = new_delivery(order.mchid(), subject, kind);
    let body = refund.and_then(|refund| refund.body.as_ref());
    if body.is_some_and(|body| body.get("notify_url").is_none()) {
        return Delivery {
            outcome: Some(PostOutcome::NotPosted),
            next_at: None,
            busy_until: 0,
            ..delivery
        };
    }
    delivery
}

/// Leaves a notification to the sandbox that stays up.
fn due(delivery: Delivery, now: i64) -> Delivery {
    Delivery {
        next_at: delivery.next_at.map(|_| now),
        busy_until: 0,
        ..delivery
    }
}

/// Returns the refund of what remains of an order, as the merchant's console does.
pub(crate) fn console_refund(moment: i64, status: RefundStatus) -> Refund {
    Refund {
        refund_id: numbers::refund_id(),
        out_refund_no: numbers::out_refund_no(),
        at: Timestamp(moment / 1000),
        requested_at: moment,
        amount: None,
        body: None,
        status,
        ended_at: None,
        pending: None,
        named_key: None,
    }
}
