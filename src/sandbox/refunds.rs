//! The API of refunds, once the caller is known.

use std::time::Duration;

use serde_json::{Value, json};

use super::Sandbox;
use super::caller::Call;
use super::ledger::{Ledger, Unrefundable};
use super::notifier::millis;
use super::orders::{Fault, belongs};
use super::record::Record;
use super::refund::{Pending, Refund};
use super::refund_rules;
use super::refusal::{Refusal, number};
use super::route::parameter;
use super::settle::mint_refund_id;
use crate::ambient;
use crate::protocol::id::RefundId;
use crate::protocol::json::find;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;

/// How long a refund is processed.
const PROCESSING: Duration = Duration::from_secs(1);

/// How long lies between two refunds of one order at least.
const BETWEEN: Duration = Duration::from_secs(60);

const NO_SERIAL: &str = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";

/// What a reason asks of the sandbox; any other reason asks for nothing.
enum Staged {
    /// Becomes this after a while; stays as it is where it is `PROCESSING`.
    Becomes(RefundStatus),
    /// Is refused, each time.
    Refused(Refusal),
    /// Is accepted, and answered the first time as if it might not have been.
    Doubtful(Refusal),
}

impl Staged {
    fn of(refund: &Value) -> Self {
        let reason = find(refund, "reason").and_then(Value::as_str);
        match reason.and_then(|reason| reason.strip_prefix("sandbox:")) {
            Some("ABNORMAL") => Self::Becomes(RefundStatus::Abnormal),
            Some("CLOSED") => Self::Becomes(RefundStatus::Closed),
            Some("PROCESSING") => Self::Becomes(RefundStatus::Processing),
            Some("NOT_ENOUGH") => Self::Refused(Refusal::new(
                403,
                "NOT_ENOUGH",
                number::REFUND,
                "基本账户余额不足，请充值后重新发起",
            )),
            Some("USER_ACCOUNT_ABNORMAL") => Self::Refused(Refusal::new(
                403,
                "USER_ACCOUNT_ABNORMAL",
                number::REFUND,
                "用户账户异常，退款请求失败",
            )),
            Some("FREQUENCY_LIMITED") => Self::Doubtful(limited()),
            Some("SYSTEM_ERROR") => Self::Doubtful(Refusal::system()),
            Some(_) | None => Self::Becomes(RefundStatus::Success),
        }
    }
}

impl Sandbox {
    pub(super) fn create_refund(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let (out_refund_no, body) = refund_rules::read(call.body)?;
        self.settle().map_err(|_| Refusal::system())?;
        let (becomes, doubt) = match Staged::of(&body) {
            Staged::Becomes(status) => (status, None),
            Staged::Refused(refusal) => return Err(refusal),
            Staged::Doubtful(refusal) => (RefundStatus::Success, Some(refusal)),
        };
        let moment = ambient::millis();
        let total = whole(&body, "amount.total");
        let new = Refund {
            refund_id: mint_refund_id(),
            out_refund_no,
            at: Timestamp(moment / 1000),
            asked_at: moment,
            amount: Some(whole(&body, "amount.refund")),
            body: Some(body.clone()),
            status: RefundStatus::Processing,
            ended_at: None,
            pending: self.pending(becomes, moment),
            named_key: call.named_key(),
        };
        let gap = millis(BETWEEN.div_f64(self.options.time_scale));
        let (told, fresh) = self.journal.write(|ledger| {
            let order = find_order(ledger, &body)?;
            let asked = ledger.ask_refund(order, new, total, gap);
            let (entry, refund) = asked.map_err(|why| Fault::Refused(why.into()))?;
            let fresh = entry.is_some();
            Ok::<_, Fault>((entry, (told(&refund, order), fresh)))
        })?;
        self.bell.notify_one();
        match doubt.filter(|_| fresh) {
            Some(refusal) => Err(refusal),
            None => Ok(told),
        }
    }

    pub(super) fn query_refund(&self, call: &Call<'_>, text: &str) -> Result<Value, Refusal> {
        let number = refund_rules::out_refund_no(text)?;
        let sub_mchid = parameter(call.target, "sub_mchid");
        self.settle().map_err(|_| Refusal::system())?;
        let found = self.journal.look(|ledger| {
            let (order, refund) = ledger.refund(&number).ok_or_else(unknown_refund)?;
            belongs(order, sub_mchid.as_deref()).map_err(|why| foreign(&why))?;
            Ok(told(refund, order))
        });
        found.unwrap_or_else(|_| Err(Refusal::system()))
    }

    pub(super) fn apply_abnormal_refund(
        &self,
        call: &Call<'_>,
        id: &str,
    ) -> Result<Value, Refusal> {
        if !call.names_a_key() {
            return Err(Refusal::parameter(number::PARAMETER, NO_SERIAL));
        }
        let (out_refund_no, body) = refund_rules::read_abnormal(call.body)?;
        let id: Option<RefundId> = id.parse().ok();
        self.settle().map_err(|_| Refusal::system())?;
        let moment = ambient::millis();
        let pending = Pending {
            status: RefundStatus::Success,
            at: self.after_processing(moment),
        };
        let told = self.journal.write(|ledger| {
            let found = id.as_ref().and_then(|id| ledger.refund_by_id(id));
            let named = found.filter(|(_, refund)| refund.out_refund_no == out_refund_no);
            let (order, refund) = named.ok_or_else(|| Fault::Refused(unknown_refund()))?;
            let sub_mchid = find(&body, "sub_mchid").and_then(Value::as_str);
            belongs(order, sub_mchid).map_err(|why| Fault::Refused(foreign(&why)))?;
            let rerouted = refund.reroute(pending);
            let entry = rerouted.map_err(|why| Fault::Refused(why.into()))?;
            let sent = Refund {
                status: RefundStatus::Processing,
                ..refund.clone()
            };
            Ok::<_, Fault>((entry, told(&sent, order)))
        })?;
        self.bell.notify_one();
        Ok(told)
    }

    fn pending(&self, becomes: RefundStatus, moment: i64) -> Option<Pending> {
        (becomes != RefundStatus::Processing).then(|| Pending {
            status: becomes,
            at: self.after_processing(moment),
        })
    }

    fn after_processing(&self, moment: i64) -> i64 {
        moment.saturating_add(millis(PROCESSING.div_f64(self.options.time_scale)))
    }
}

fn whole(value: &Value, path: &str) -> i64 {
    let found = find(value, path).and_then(Value::as_i64);
    found.unwrap_or_default()
}

/// Finds the payment that a refund names; where it names it twice, both numbers must be its own.
fn find_order<'l>(ledger: &'l Ledger, refund: &Value) -> Result<&'l Record, Fault> {
    let text = |name: &str| refund.get(name).and_then(Value::as_str);
    let by_number = |text: &str| ledger.order(&text.parse().ok()?);
    let by_id = |text: &str| ledger.transaction(&text.parse().ok()?);
    let found = match (text("transaction_id"), text("out_trade_no")) {
        (Some(id), Some(number)) => by_id(id).filter(|order| order.out_trade_no.as_str() == number),
        (Some(id), None) => by_id(id),
        (None, number) => number.and_then(by_number),
    };
    let order = found.ok_or_else(|| Fault::Refused(unknown()))?;
    belongs(order, text("sub_mchid")).map_err(|why| Fault::Refused(foreign(&why)))?;
    Ok(order)
}

fn told(refund: &Refund, order: &Record) -> Value {
    json!(refund.told(order))
}

fn unknown() -> Refusal {
    Refusal::new(404, "RESOURCE_NOT_EXISTS", number::UNKNOWN, "订单不存在")
}

fn unknown_refund() -> Refusal {
    Refusal::new(404, "RESOURCE_NOT_EXISTS", number::REFUND, "退款单不存在")
}

/// Says the same of another merchant's, with the number that tells which.
fn foreign(why: &Refusal) -> Refusal {
    Refusal {
        number: why.number,
        ..unknown()
    }
}

fn limited() -> Refusal {
    let message = "操作过于频繁，请稍后重试";
    Refusal::new(429, "FREQUENCY_LIMITED", number::LIMITED, message)
}

impl From<Unrefundable> for Refusal {
    fn from(why: Unrefundable) -> Self {
        let invalid = |number, message| Self::new(400, "INVALID_REQUEST", number, message);
        match why {
            Unrefundable::Different => invalid(
                number::DIFFERENT,
                "订单金额或退款金额与之前请求不一致，请核实后再试",
            ),
            Unrefundable::NotPaid => Self {
                message: "订单未支付".into(),
                ..unknown_refund()
            },
            Unrefundable::Total => {
                invalid(number::PARAMETER, "订单金额与原订单不一致，请核实后再试")
            }
            Unrefundable::TooMuch => invalid(number::PARAMETER, "退款金额超过订单可退金额"),
            Unrefundable::TooMany => invalid(number::PARAMETER, "该订单的退款次数已达上限"),
            Unrefundable::TooSoon => limited(),
            Unrefundable::TooLate => invalid(number::PARAMETER, "订单已超过可退款的期限"),
            Unrefundable::NotAbnormal => invalid(number::PARAMETER, "退款单不是异常状态"),
        }
    }
}
