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
use crate::sandbox::ledger::order::{Order, Payment};
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
    order
        .plaintext(event, order.refunds.first())
        // The documentation does not show the plaintext of the self-test; the response of the same
        // call has this field.
        .unwrap_or_else(|| json!({"echo_message": "hello"}))
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
