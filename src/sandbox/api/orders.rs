//! Placing, querying and closing orders.

use std::sync::Arc;

use axum::extract::State;
use serde_json::{Value, json};

use crate::ambient;
use crate::protocol::id::{OutTradeNo, PrepayId, TransactionId};
use crate::protocol::order::{Prepaid, TradeType};
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::order_rules::{self, Party, Provider};
use crate::sandbox::api::response::{Answer, NoContent};
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::error::SandboxError;
use crate::sandbox::ledger::machine::OrderError;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::numbers;
use crate::sandbox::page;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::ledger::Ledger;

/// Places an order, or repeats the response to an earlier request for it.
pub(crate) async fn prepay(
    State(sandbox): State<Arc<Sandbox>>,
    call: &SignedCall,
    party: Party,
    trade_type: TradeType,
) -> Result<Answer, ApiFault> {
    let moment = ambient::millis();
    let now = Timestamp(moment / 1000);
    let caller = Provider {
        merchant: &call.merchant,
        merchants: &sandbox.merchants,
    };
    let (out_trade_no, body) = order_rules::read(&call.body, trade_type, party, caller, now)?;
    let order = Order {
        out_trade_no: out_trade_no.clone(),
        trade_type,
        body,
        prepay_id: numbers::prepay_id(),
        prepaid_at: now,
        ordered_at: moment,
        state: TradeState::NotPay,
        payment: None,
        refunds: Vec::new(),
        named_key: call.named_key(),
        expired_at: None,
        part_of: None,
    };
    let prepay_id = sandbox.journal.place(order).await?;
    if sandbox.options.auto_pay.is_some() {
        sandbox.wakeup.notify_one();
    }
    Ok(prepaid(
        &sandbox,
        call,
        trade_type,
        &out_trade_no,
        prepay_id,
    ))
}

/// Returns what a payer's client needs to pay.
pub(crate) fn prepaid(
    sandbox: &Sandbox,
    call: &SignedCall,
    trade_type: TradeType,
    number: &OutTradeNo,
    prepay_id: PrepayId,
) -> Answer {
    Answer::new(match trade_type {
        TradeType::Jsapi | TradeType::App => Prepaid::PrepayId(prepay_id),
        TradeType::Native => Prepaid::CodeUrl(format!("weixin://wxpay/bizpayurl?pr={prepay_id}")),
        TradeType::H5 => {
            let origin = call.origin.as_deref();
            Prepaid::H5Url(page::h5_url(&sandbox.access, origin, number, &prepay_id))
        }
    })
}

/// Returns the state of an order, by the merchant's number.
pub(crate) fn query(
    State(sandbox): State<Arc<Sandbox>>,
    call: &SignedCall,
    party: Party,
) -> Result<Answer, ApiFault> {
    let number = out_trade_no(&call.number)?;
    find(&sandbox, call, party, |ledger, mchid| {
        ledger.order_of(mchid, &number)
    })
}

/// Returns the state of an order, by WeChat Pay's number.
pub(crate) fn query_by_id(
    State(sandbox): State<Arc<Sandbox>>,
    call: &SignedCall,
    party: Party,
) -> Result<Answer, ApiFault> {
    let number: Option<TransactionId> = call.number.parse().ok();
    find(&sandbox, call, party, |ledger, mchid| {
        let Some(number) = &number else {
            return Ok(None);
        };
        let order = ledger.transaction(number)?;
        Ok(order.filter(|order| order.mchid() == mchid))
    })
}

fn find(
    sandbox: &Sandbox,
    call: &SignedCall,
    party: Party,
    find: impl FnOnce(&Ledger<'_>, &str) -> Result<Option<Order>, SandboxError>,
) -> Result<Answer, ApiFault> {
    let required = |name: &str, title: &str| {
        call.parameter(name).ok_or_else(|| {
            ApiFault::parameter(
                number::PARAMETER,
                format!("输入源“/query/{name}”映射到值字段“{title}”必填性规则校验失败，此字段为必填项"),
            )
            .with(json!({"field": name, "value": null, "issue": "此字段为必填项", "location": "query"}))
        })
    };
    let (mchid, sub_mchid) = match party {
        Party::Direct => (required("mchid", "商户号")?, None),
        Party::Partner => (
            required("sp_mchid", "服务商户号")?,
            Some(required("sub_mchid", "子商户号")?),
        ),
    };
    if mchid != call.mchid() {
        return Err(ApiFault::parameter(number::PARAMETER, "mchid不匹配"));
    }
    sandbox.journal.look(|ledger| {
        let order = find(ledger, &mchid)?.filter(is_alone);
        let order = order.ok_or_else(ApiFault::unknown_order)?;
        check_owner(&order, sub_mchid.as_deref())?;
        Ok(Answer::new(order.transaction()))
    })
}

/// Closes an unpaid order.
pub(crate) fn close(
    State(sandbox): State<Arc<Sandbox>>,
    call: &SignedCall,
    party: Party,
) -> Result<NoContent, ApiFault> {
    let body = order_rules::read_close(&call.body, party)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let mchid = text(match party {
        Party::Direct => "mchid",
        Party::Partner => "sp_mchid",
    });
    if mchid != Some(call.mchid()) {
        return Err(order_rules::other_merchant());
    }
    let number = out_trade_no(&call.number)?;
    sandbox.journal.write(|ledger| {
        let order = ledger.order_of(call.mchid(), &number)?;
        let order = order.filter(is_alone).ok_or(OrderError::Unknown)?;
        check_owner(&order, text("sub_mchid"))?;
        Ok::<_, ApiFault>((order.close()?, ()))
    })?;
    Ok(NoContent)
}

pub(crate) fn out_trade_no(text: &str) -> Result<OutTradeNo, ApiFault> {
    text.parse()
        .map_err(|_| ApiFault::parameter(number::RANGE, "商户订单号格式错误"))
}

/// Combined orders have calls of their own.
fn is_alone(order: &Order) -> bool {
    order.part_of.is_none()
}

/// An order is only shown under the numbers that it was placed with.
pub(crate) fn check_owner(order: &Order, sub_mchid: Option<&str>) -> Result<(), ApiFault> {
    let own = order.text("sub_mchid");
    if own == sub_mchid {
        return Ok(());
    }
    let number = if own.is_some() && sub_mchid.is_some() {
        number::OTHER_SUB_MERCHANT
    } else {
        number::OTHER_MERCHANT
    };
    Err(ApiFault {
        number,
        ..ApiFault::unknown_order()
    })
}
