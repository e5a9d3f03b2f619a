//! Refunds: requesting them, querying them, and sending an abnormal one to another account.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use serde_json::Value;

use crate::ambient;
use crate::protocol::id::RefundId;
use crate::protocol::json::find;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::api::auth::signer;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::orders::check_owner;
use crate::sandbox::api::refund_rules;
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::signed_call::ClientCall;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::ledger::refund::{Pending, Refund};
use crate::sandbox::notifier::post;
use crate::sandbox::notifier::refund_progress::{self, PROCESSING_TIME};
use crate::sandbox::numbers;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::ledger::Ledger;

/// The shortest time between two refunds of one order.
const MIN_INTERVAL: Duration = Duration::from_secs(60);

const NO_SERIAL: &str = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";

/// How the sandbox treats a refund, chosen by its reason; any other reason means success.
enum Behaviour {
    /// Becomes this after a while; stays as it is for `PROCESSING`.
    Becomes(RefundStatus),
    /// Is refused, each time.
    Refused(ApiFault),
    /// Is accepted, and the first request is answered as if it might not have been.
    AcceptedButRefused(ApiFault),
}

impl Behaviour {
    fn of(refund: &Value) -> Self {
        let reason = find(refund, "reason").and_then(Value::as_str);
        match reason.and_then(|reason| reason.strip_prefix("sandbox:")) {
            Some("ABNORMAL") => Self::Becomes(RefundStatus::Abnormal),
            Some("CLOSED") => Self::Becomes(RefundStatus::Closed),
            Some("PROCESSING") => Self::Becomes(RefundStatus::Processing),
            Some("NOT_ENOUGH") => Self::Refused(ApiFault::new(
                403,
                "NOT_ENOUGH",
                number::REFUND,
                "基本账户余额不足，请充值后重新发起",
            )),
            Some("USER_ACCOUNT_ABNORMAL") => Self::Refused(ApiFault::new(
                403,
                "USER_ACCOUNT_ABNORMAL",
                number::REFUND,
                "用户账户异常，退款请求失败",
            )),
            Some("FREQUENCY_LIMITED") => Self::AcceptedButRefused(ApiFault::rate_limited()),
            Some("SYSTEM_ERROR") => Self::AcceptedButRefused(ApiFault::system()),
            Some(_) | None => Self::Becomes(RefundStatus::Success),
        }
    }
}

/// Accepts a refund, or repeats the response to an earlier request for it.
pub(crate) async fn create(
    State(sandbox): State<Arc<Sandbox>>,
    ClientCall(call): ClientCall,
) -> Result<Answer, ApiFault> {
    let (out_refund_no, body) = refund_rules::read(&call.body)?;
    refund_progress::end_due(&sandbox)?;
    let (becomes, doubt) = match Behaviour::of(&body) {
        Behaviour::Becomes(status) => (status, None),
        Behaviour::Refused(fault) => return Err(fault),
        Behaviour::AcceptedButRefused(fault) => (RefundStatus::Success, Some(fault)),
    };
    let moment = ambient::millis();
    let total = whole(&body, "amount.total");
    let new = Refund {
        refund_id: numbers::refund_id(),
        out_refund_no,
        at: Timestamp(moment / 1000),
        requested_at: moment,
        amount: Some(whole(&body, "amount.refund")),
        body: Some(body.clone()),
        status: RefundStatus::Processing,
        ended_at: None,
        pending: (becomes != RefundStatus::Processing).then(|| pending(&sandbox, becomes, moment)),
        named_key: call.named_key(),
    };
    let gap = post::millis(MIN_INTERVAL.div_f64(sandbox.options.time_scale));
    let mchid = call.mchid();
    let (answer, is_new) = sandbox.journal.write(|ledger| {
        let order = find_order(ledger, mchid, &body)?;
        let earlier = ledger.refund_of(mchid, &new.out_refund_no)?;
        let earlier = earlier.map(|(_, refund)| refund);
        let (entry, refund) = order.request_refund(earlier, new, total, gap)?;
        let is_new = entry.is_some();
        Ok::<_, ApiFault>((entry, (answer(&refund, &order), is_new)))
    })?;
    sandbox.wakeup.notify_one();
    match doubt.filter(|_| is_new) {
        Some(fault) => Err(fault),
        None => Ok(answer),
    }
}

/// Returns the state of a refund.
pub(crate) async fn query(
    State(sandbox): State<Arc<Sandbox>>,
    ClientCall(call): ClientCall,
) -> Result<Answer, ApiFault> {
    let number = refund_rules::out_refund_no(&call.number)?;
    let sub_mchid = call.parameter("sub_mchid");
    refund_progress::end_due(&sandbox)?;
    sandbox.journal.look(|ledger| {
        let (order, refund) = ledger
            .refund_of(call.mchid(), &number)?
            .ok_or_else(ApiFault::unknown_refund)?;
        check_owner(&order, sub_mchid.as_deref()).map_err(|why| foreign(&why))?;
        Ok(answer(&refund, &order))
    })
}

/// Sends an abnormal refund to another account.
pub(crate) async fn apply_abnormal(
    State(sandbox): State<Arc<Sandbox>>,
    ClientCall(call): ClientCall,
) -> Result<Answer, ApiFault> {
    if !call.names_a_key() {
        return Err(ApiFault::parameter(number::PARAMETER, NO_SERIAL));
    }
    signer(&call.headers, &call.merchant, sandbox.options.mode)?;
    let (out_refund_no, body) = refund_rules::read_abnormal(&call.body)?;
    let id: Option<RefundId> = call.number.parse().ok();
    refund_progress::end_due(&sandbox)?;
    let pending = pending(&sandbox, RefundStatus::Success, ambient::millis());
    let answer = sandbox.journal.write(|ledger| {
        let found = match &id {
            Some(id) => ledger.refund_by_id(id)?,
            None => None,
        };
        let (order, refund) = found
            .filter(|(order, refund)| {
                refund.out_refund_no == out_refund_no && order.mchid() == call.mchid()
            })
            .ok_or_else(ApiFault::unknown_refund)?;
        let sub_mchid = find(&body, "sub_mchid").and_then(Value::as_str);
        check_owner(&order, sub_mchid).map_err(|why| foreign(&why))?;
        let entry = order.reroute_refund(&refund, pending)?;
        let sent = Refund {
            status: RefundStatus::Processing,
            ..refund
        };
        Ok::<_, ApiFault>((entry, answer(&sent, &order)))
    })?;
    sandbox.wakeup.notify_one();
    Ok(answer)
}

/// Returns what a refund that is processed from `moment` on becomes.
fn pending(sandbox: &Sandbox, status: RefundStatus, moment: i64) -> Pending {
    let processing = post::millis(PROCESSING_TIME.div_f64(sandbox.options.time_scale));
    Pending {
        status,
        at: moment.saturating_add(processing),
    }
}

fn whole(value: &Value, path: &str) -> i64 {
    find(value, path)
        .and_then(Value::as_i64)
        .unwrap_or_default()
}

/// Finds the payment that a refund names; if it names it twice, both numbers must be its own.
fn find_order(ledger: &Ledger<'_>, mchid: &str, refund: &Value) -> Result<Order, ApiFault> {
    let text = |name: &str| refund.get(name).and_then(Value::as_str);
    let (id, number) = (text("transaction_id"), text("out_trade_no"));
    let found = match (id.map(str::parse), number.map(str::parse)) {
        (Some(Ok(id)), _) => ledger.transaction(&id)?,
        (None, Some(Ok(number))) => ledger.order_of(mchid, &number)?,
        (Some(Err(_)), _) | (None, Some(Err(_)) | None) => None,
    };
    let is_named = |order: &Order| {
        order.mchid() == mchid && number.is_none_or(|number| order.out_trade_no.as_str() == number)
    };
    let order = found.filter(is_named).ok_or_else(unknown_order)?;
    check_owner(&order, text("sub_mchid")).map_err(|why| foreign(&why))?;
    Ok(order)
}

fn answer(refund: &Refund, order: &Order) -> Answer {
    Answer::new(refund.answer(order))
}

fn unknown_order() -> ApiFault {
    ApiFault::new(404, "RESOURCE_NOT_EXISTS", number::UNKNOWN, "订单不存在")
}

/// Returns the same for another merchant's order, with the number of its reason.
fn foreign(why: &ApiFault) -> ApiFault {
    ApiFault {
        number: why.number,
        ..unknown_order()
    }
}
