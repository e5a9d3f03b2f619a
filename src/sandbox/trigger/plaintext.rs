//! The plaintexts of test notifications, about an order that was never placed.

use serde_json::{Value, json};

use crate::ambient;
use crate::protocol::event_type::EventType;
use crate::protocol::id::OutTradeNo;
use crate::protocol::order::TradeType;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::protocol::transaction::TradeState;
use crate::sandbox::identity::Identity;
use crate::sandbox::ledger::complaint::Action;
use crate::sandbox::ledger::order::{Order, Payment};
use crate::sandbox::ledger::transfer::{Transfer, TransferState};
use crate::sandbox::notifier::refund_progress::console_refund;
use crate::sandbox::numbers;

/// Generates an order that was paid and refunded.
pub(super) fn order(identity: &Identity, partner: bool) -> Order {
    let out_trade_no: OutTradeNo = format!("SANDBOXTRIGGER{}", ambient::digits(18))
        .parse()
        .expect("letters and digits make an out_trade_no");
    let ordered_at = ambient::millis();
    let now = Timestamp(ordered_at / 1000);
    Order {
        body: body(identity, partner, &out_trade_no),
        out_trade_no,
        trade_type: TradeType::Jsapi,
        prepay_id: numbers::prepay_id(),
        prepaid_at: now,
        ordered_at,
        state: TradeState::Refund,
        payment: Some(Payment {
            transaction_id: numbers::transaction_id(),
            at: now,
        }),
        refunds: vec![console_refund(ordered_at, RefundStatus::Success)],
        named_key: None,
        expired_at: None,
        part_of: None,
    }
}

/// The order's request, as far as notifications repeat it.
fn body(identity: &Identity, partner: bool, out_trade_no: &OutTradeNo) -> Value {
    let amount = json!({"total": 1, "currency": "CNY"});
    if partner {
        json!({
            "sp_appid": identity.appid(),
            "sp_mchid": identity.mchid(),
            "sub_mchid": identity.sub_mchid(),
            "out_trade_no": out_trade_no,
            "amount": amount,
        })
    } else {
        json!({
            "appid": identity.appid(),
            "mchid": identity.mchid(),
            "out_trade_no": out_trade_no,
            "amount": amount,
        })
    }
}

/// Returns the plaintext of an event about an order.
pub(super) fn of(event: EventType, order: &Order) -> Value {
    let complaint = |action: Action| {
        json!({
            "complaint_id": numbers::complaint_id(),
            "action_type": action.notified_as(),
        })
    };
    match event {
        EventType::TransferFinished => transfer(order),
        EventType::ComplaintCreated => complaint(Action::Complained),
        EventType::ComplaintChanged => complaint(Action::Responded),
        // The documentation does not show the plaintext of the self-test; the response of the same
        // call has this field.
        EventType::SecurityEcho => json!({"echo_message": "hello"}),
        EventType::TransactionSuccess
        | EventType::RefundSuccess
        | EventType::RefundAbnormal
        | EventType::RefundClosed => order
            .plaintext(event, order.refunds.first())
            .unwrap_or_default(),
    }
}

/// Returns the plaintext about a transfer of the order's merchant, which the user has confirmed.
fn transfer(order: &Order) -> Value {
    let mchid = order.text("mchid").or_else(|| order.text("sp_mchid"));
    let transfer = Transfer {
        out_bill_no: format!("SANDBOXTRIGGER{}", ambient::digits(18)),
        transfer_bill_no: numbers::transfer_bill_no(),
        package_info: String::new(),
        body: json!({"openid": order.payer_openid(), "transfer_amount": order.total()}),
        state: TransferState::Success,
        fail_reason: None,
        created_at: order.prepaid_at,
        updated_at: order.prepaid_at,
        cancelled_at: None,
        named_key: None,
    };
    transfer.plaintext(mchid.unwrap_or_default())
}

/// Names another merchant in a plaintext; `None` if it names no merchant.
pub(super) fn change_merchant(plaintext: &mut Value) -> Option<()> {
    let name = ["sp_mchid", "mchid"]
        .into_iter()
        .find(|name| plaintext.get(name).is_some())?;
    let other = changed(plaintext.get(name)?.as_str()?);
    plaintext[name] = other.into();
    Some(())
}

/// Changes the last character and keeps the form.
pub(super) fn changed(text: &str) -> String {
    let mut other = text.to_owned();
    let last = other.pop();
    other.push(if last == Some('0') { '1' } else { '0' });
    other
}
