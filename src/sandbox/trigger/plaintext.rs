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
use crate::sandbox::ledger::combined::{Combination, CombinedOrder};
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
        EventType::ProfitShared => sharing(order, "分账"),
        EventType::ProfitReturned => sharing(order, "分账回退"),
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

/// Returns the plaintext about the payment of two orders that were placed together.
pub(super) fn combined(order: &Order) -> Value {
    let of_partner = order.is_partner();
    let number = |place: u32| format!("SANDBOXTRIGGER{}{place}", ambient::digits(17));
    let sub_order = |place: u32| {
        let mut fields = json!({
            "mchid": order.mchid(),
            "attach": "",
            "out_trade_no": number(place),
            "description": "",
            "amount": {"total_amount": order.total(), "currency": "CNY"},
        });
        if of_partner {
            fields["sub_mchid"] = json!(order.text("sub_mchid"));
        }
        fields
    };
    let combined = CombinedOrder {
        combine_out_trade_no: order.out_trade_no.clone(),
        trade_type: order.trade_type,
        body: json!({
            "combine_appid": order.text("sp_appid").or_else(|| order.text("appid")),
            "combine_mchid": order.mchid(),
            "combine_payer_info": {"openid": order.payer_openid()},
            "sub_orders": [sub_order(1), sub_order(2)],
        }),
        prepay_id: order.prepay_id.clone(),
        prepaid_at: order.prepaid_at,
        ordered_at: order.ordered_at,
        named_key: None,
    };
    let payment = || Payment {
        transaction_id: numbers::transaction_id(),
        at: order.prepaid_at,
    };
    let placed = Combination::place(combined, None).ok();
    let placed = placed.and_then(|(placed, _)| placed);
    let paid = placed.and_then(|placed| placed.pay(payment).ok().flatten());
    paid.map(|paid| paid.plaintext()).unwrap_or_default()
}

/// Returns the plaintext about a share of the order's payment.
fn sharing(order: &Order, description: &str) -> Value {
    let mut fields = json!({});
    let names: &[&str] = if order.is_partner() {
        &["sp_mchid", "sub_mchid"]
    } else {
        &["mchid"]
    };
    for name in names {
        fields[*name] = json!(order.text(name));
    }
    let payment = order.payment.as_ref();
    fields["transaction_id"] = json!(payment.map(|payment| &payment.transaction_id));
    fields["order_id"] = json!(numbers::sharing_id());
    fields["out_order_no"] = json!(format!("SANDBOXTRIGGER{}", ambient::digits(18)));
    fields["receiver"] = json!({
        "type": "MERCHANT_ID",
        "account": order.mchid(),
        "amount": order.total(),
        "description": description,
    });
    fields["success_time"] = json!(order.prepaid_at.to_rfc3339());
    fields
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
    let name = ["combine_mchid", "sp_mchid", "mchid"]
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
