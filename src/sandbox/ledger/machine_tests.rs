use serde_json::json;

use super::*;
use crate::protocol::order::TradeType;
use crate::protocol::stamp::Timestamp;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::ledger::refund::Refund;

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
    }
}

pub(crate) fn payment() -> Payment {
    Payment {
        transaction_id: "SANDBOX1".parse().unwrap(),
        at: Timestamp(1_700_000_000),
    }
}

fn refund() -> Refund {
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
        out_trade_no: number.parse().unwrap(),
        out_refund_no: None,
        kind,
        created_at: Timestamp(1_700_000_000),
        attempts: 0,
        acknowledged: false,
        outcome: None,
        next_at: Some(NOW + 8000),
        busy_until: NOW + 8000,
    }
}

pub(crate) fn ledger() -> (Ledger, OutTradeNo) {
    let mut ledger = Ledger::default();
    let (entry, _) = ledger.prepay(order("order-1", 1, 100)).unwrap();
    ledger.apply(entry.unwrap());
    (ledger, "order-1".parse().unwrap())
}

#[test]
fn the_same_order_again_is_the_same_order() {
    let (ledger, _) = ledger();
    let (entry, prepay_id) = ledger.prepay(order("order-1", 1, 200)).unwrap();
    assert!(entry.is_none());
    assert_eq!(prepay_id.as_str(), "wxsandbox100");
    let other = ledger.prepay(order("order-1", 2, 200));
    assert_eq!(other.unwrap_err(), OrderError::Different);
    let mut elsewhere = order("order-1", 1, 200);
    elsewhere.trade_type = TradeType::App;
    assert_eq!(ledger.prepay(elsewhere).unwrap_err(), OrderError::Different);
}

#[test]
fn after_two_hours_the_same_order_has_a_new_prepay_id() {
    let (mut ledger, number) = ledger();
    let (entry, prepay_id) = ledger.prepay(order("order-1", 1, 7300)).unwrap();
    ledger.apply(entry.unwrap());
    assert_eq!(prepay_id.as_str(), "wxsandbox7300");
    assert_eq!(ledger.order(&number).unwrap().prepay_id, prepay_id);
    assert_eq!(ledger.orders().count(), 1);
}

#[test]
fn a_closed_order_stays_closed() {
    let (mut ledger, number) = ledger();
    let entry = ledger.close(&number).unwrap().unwrap();
    ledger.apply(entry);
    assert!(ledger.close(&number).unwrap().is_none());
    let paid = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    assert_eq!(paid.unwrap_err(), OrderError::Closed);
    let again = ledger.prepay(order("order-1", 1, 200));
    assert_eq!(again.unwrap_err(), OrderError::Closed);
    assert_eq!(ledger.unpaid(i64::MAX).count(), 0);
}

#[test]
fn a_paid_order_is_found_by_both_numbers_and_paid_once() {
    let (mut ledger, number) = ledger();
    let entry = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    ledger.apply(entry.unwrap().unwrap());
    let again = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    assert!(again.unwrap().is_none());
    let found = ledger.transaction(&payment().transaction_id).unwrap();
    assert_eq!(found.out_trade_no, number);
    assert_eq!(ledger.close(&number).unwrap_err(), OrderError::Paid);
    let plaintext = found.transaction();
    assert_eq!(plaintext["trade_state"], "SUCCESS");
    assert_eq!(plaintext["attach"], "a");
    assert_eq!(plaintext["amount"]["payer_total"], 1);
}

#[test]
fn an_unpaid_order_tells_no_payment() {
    let (ledger, number) = ledger();
    let plaintext = ledger.order(&number).unwrap().transaction();
    for name in ["transaction_id", "attach", "payer", "success_time"] {
        assert!(plaintext.get(name).is_none(), "{name}");
    }
    let refused = ledger.refund_rest(refund(), delivery("order-1", Kind::Refunded));
    assert_eq!(refused.unwrap_err(), OrderError::NotPaid);
}

#[test]
fn a_delivery_belongs_to_one_at_a_time_and_ends_with_its_acknowledgement() {
    let (mut ledger, _) = ledger();
    let entry = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    ledger.apply(entry.unwrap().unwrap());
    let id = "order-1-Paid";
    assert!(ledger.claim(id, NOW, NOW + 1).is_none());
    assert_eq!(ledger.due(NOW).count(), 0);
    assert_eq!(ledger.due(NOW + 8000).collect::<Vec<_>>(), [id]);
    ledger.apply(ledger.claim(id, NOW + 8000, NOW + 9000).unwrap());
    let attempted = |acknowledged, next_at| Entry::Attempted {
        id: id.to_owned(),
        outcome: PostOutcome::Status(500),
        acknowledged,
        next_at,
    };
    ledger.apply(attempted(false, Some(NOW + 9500)));
    assert_eq!(ledger.next_delivery(NOW), Some(NOW + 9500));
    ledger.apply(attempted(true, None));
    assert_eq!(ledger.delivery(id).unwrap().attempts, 2);
    assert_eq!(ledger.next_delivery(NOW), None);
    assert!(ledger.claim(id, i64::MAX, i64::MAX).is_none());
}

#[test]
fn a_snapshot_holds_everything() {
    let (mut ledger, number) = ledger();
    let entry = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    ledger.apply(entry.unwrap().unwrap());
    let entry = ledger.refund_rest(refund(), delivery("order-1", Kind::Refunded));
    ledger.apply(entry.unwrap().unwrap());
    ledger.apply(Entry::CodeUsed {
        code: "c".to_owned(),
    });
    let text = serde_json::to_string(&Entry::Snapshot(ledger.snapshot())).unwrap();
    let mut copy = Ledger::default();
    copy.apply(serde_json::from_str(&text).unwrap());
    assert!(copy.code_is_used("c"));
    assert_eq!(copy.latest(&number).unwrap().kind, Kind::Refunded);
    assert_eq!(
        serde_json::to_value(copy.snapshot()).unwrap(),
        serde_json::to_value(ledger.snapshot()).unwrap()
    );
}
