use serde_json::json;

use super::*;
use crate::protocol::order::TradeType;
use crate::protocol::refund::RefundStatus;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::refund::Refund;
use crate::sandbox::ledger::subject::Subject;

pub(crate) const NOW: i64 = 1_700_000_000_000;

pub(crate) fn order(number: &str, total: u32, seconds: i64) -> Order {
    Order {
        out_trade_no: number.parse().unwrap(),
        trade_type: TradeType::Jsapi,
        body: json!({"appid": "wx1", "mchid": "0000000001", "out_trade_no": number, "attach": "a",
            "amount": {"total": total}, "payer": {"openid": "o1"}}),
        prepay_id: format!("wxsandbox{seconds}").parse().unwrap(),
        prepaid_at: Timestamp(seconds),
        ordered_at: seconds * 1000,
        state: TradeState::NotPay,
        payment: None,
        refunds: Vec::new(),
        named_key: None,
        expired_at: None,
        part_of: None,
    }
}

pub(crate) fn payment() -> Payment {
    Payment {
        transaction_id: "SANDBOX1".parse().unwrap(),
        at: Timestamp(1_700_000_000),
    }
}

pub(crate) fn refund() -> Refund {
    Refund {
        refund_id: "r".parse().unwrap(),
        out_refund_no: "r".parse().unwrap(),
        at: Timestamp(1_700_000_000),
        requested_at: NOW,
        amount: None,
        body: None,
        status: RefundStatus::Success,
        ended_at: None,
        pending: None,
        named_key: None,
    }
}

pub(crate) fn delivery(number: &str, kind: Kind) -> Delivery {
    Delivery {
        id: format!("{number}-{kind:?}"),
        mchid: None,
        subject: Subject::order(&number.parse().unwrap()),
        kind,
        content: None,
        created_at: Timestamp(1_700_000_000),
        attempts: 0,
        acknowledged: false,
        outcome: None,
        next_at: Some(NOW + 8000),
        busy_until: NOW + 8000,
    }
}

/// Returns the order as a decision leaves it, and the notification about that.
pub(crate) fn changed(entry: Option<Entry>) -> (Order, Option<Delivery>) {
    match entry.expect("a change") {
        Entry::Order(order) => (*order, None),
        Entry::Notified { order, delivery } => (*order, Some(*delivery)),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn paid(order: &Order) -> Order {
    let number = order.out_trade_no.as_str();
    let entry = order.pay(payment(), delivery(number, Kind::Paid));
    changed(entry.unwrap()).0
}

#[test]
fn the_same_order_again_is_the_same_order() {
    let first = order("order-1", 1, 100);
    let (entry, _) = first.clone().prepay(None).unwrap();
    assert_eq!(changed(entry).0.prepay_id, first.prepay_id);
    let again = |order: Order| order.prepay(Some(first.clone()));
    let (entry, prepay_id) = again(order("order-1", 1, 200)).unwrap();
    assert!(entry.is_none());
    assert_eq!(prepay_id.as_str(), "wxsandbox100");
    let other = again(order("order-1", 2, 200));
    assert_eq!(other.unwrap_err(), OrderError::Different);
    let mut elsewhere = order("order-1", 1, 200);
    elsewhere.trade_type = TradeType::App;
    assert_eq!(again(elsewhere).unwrap_err(), OrderError::Different);
}

#[test]
fn after_two_hours_the_same_order_has_a_new_prepay_id() {
    let first = order("order-1", 1, 100);
    let (entry, prepay_id) = order("order-1", 1, 7300).prepay(Some(first)).unwrap();
    let (order, _) = changed(entry);
    assert_eq!(prepay_id.as_str(), "wxsandbox7300");
    assert_eq!(order.prepay_id, prepay_id);
    assert_eq!(order.ordered_at, 100_000);
}

#[test]
fn a_closed_order_stays_closed() {
    let (closed, _) = changed(order("order-1", 1, 100).close().unwrap());
    assert!(closed.close().unwrap().is_none());
    let paid = closed.pay(payment(), delivery("order-1", Kind::Paid));
    assert_eq!(paid.unwrap_err(), OrderError::Closed);
    let again = order("order-1", 1, 200).prepay(Some(closed));
    assert_eq!(again.unwrap_err(), OrderError::Closed);
}

#[test]
fn an_order_is_paid_once() {
    let paid = paid(&order("order-1", 1, 100));
    let again = paid.pay(payment(), delivery("order-1", Kind::Paid));
    assert!(again.unwrap().is_none());
    assert_eq!(paid.close().unwrap_err(), OrderError::Paid);
    let plaintext = paid.transaction();
    assert_eq!(plaintext["trade_state"], "SUCCESS");
    assert_eq!(plaintext["attach"], "a");
    assert_eq!(plaintext["amount"]["payer_total"], 1);
}

#[test]
fn an_unpaid_order_tells_no_payment() {
    let unpaid = order("order-1", 1, 100);
    let plaintext = unpaid.transaction();
    for name in ["transaction_id", "attach", "payer", "success_time"] {
        assert!(plaintext.get(name).is_none(), "{name}");
    }
    let refused = unpaid.refund_rest(refund(), delivery("order-1", Kind::Refunded));
    assert_eq!(refused.unwrap_err(), OrderError::NotPaid);
}

#[test]
fn a_delivery_belongs_to_one_at_a_time_and_ends_with_its_acknowledgement() {
    let mut delivery = delivery("order-1", Kind::Paid);
    assert!(delivery.claim(NOW, NOW + 8000).is_none());
    assert!(delivery.claim(NOW + 8000, NOW + 16_000).is_some());
    // A claim of more than 8 seconds was made before the clock was set back.
    assert!(delivery.claim(NOW - 60_000, NOW - 52_000).is_some());
    delivery.acknowledged = true;
    assert!(delivery.claim(NOW + 8000, NOW + 16_000).is_none());
}
