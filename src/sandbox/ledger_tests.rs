use serde_json::json;

use super::*;
use crate::protocol::order::TradeType;
use crate::sandbox::record::Kind;

const NOW: i64 = 1_700_000_000_000;

fn order(number: &str, total: u32, seconds: i64) -> Record {
    Record {
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
    }
}

fn payment() -> Payment {
    Payment {
        transaction_id: "SANDBOX1".parse().unwrap(),
        at: Timestamp(1_700_000_000),
    }
}

fn asked(number: &str, amount: i64, asked_at: i64) -> Refund {
    Refund {
        refund_id: format!("id{number}").parse().unwrap(),
        out_refund_no: number.parse().unwrap(),
        at: Timestamp(1_700_000_000),
        asked_at,
        amount: Some(amount),
        body: Some(json!({"out_refund_no": number, "amount": {"refund": amount}})),
        status: RefundStatus::Processing,
        ended_at: None,
        pending: Some(Pending {
            status: RefundStatus::Success,
            at: asked_at + 1000,
        }),
    }
}

fn refund() -> Refund {
    Refund {
        body: None,
        status: RefundStatus::Success,
        pending: None,
        ..asked("r", 1, NOW)
    }
}

/// An order of 10 fen that is paid.
fn paid() -> (Ledger, OutTradeNo) {
    let mut ledger = Ledger::default();
    let (entry, _) = ledger.prepay(order("order-1", 10, 100)).unwrap();
    ledger.apply(entry.unwrap());
    let entry = ledger.pay(payment(), delivery("order-1", Kind::Paid));
    ledger.apply(entry.unwrap().unwrap());
    (ledger, "order-1".parse().unwrap())
}

fn ask(ledger: &mut Ledger, new: Refund) -> Result<bool, Unrefundable> {
    let order = ledger.order(&"order-1".parse().unwrap()).unwrap();
    let (entry, _) = ledger.ask_refund(order, new, 10, 60_000)?;
    let happened = entry.is_some();
    if let Some(entry) = entry {
        ledger.apply(entry);
    }
    Ok(happened)
}

fn delivery(number: &str, kind: Kind) -> Delivery {
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

fn ledger() -> (Ledger, OutTradeNo) {
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
    assert_eq!(other.unwrap_err(), Impossible::Different);
    let mut elsewhere = order("order-1", 1, 200);
    elsewhere.trade_type = TradeType::App;
    assert_eq!(ledger.prepay(elsewhere).unwrap_err(), Impossible::Different);
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
    assert_eq!(paid.unwrap_err(), Impossible::Closed);
    let again = ledger.prepay(order("order-1", 1, 200));
    assert_eq!(again.unwrap_err(), Impossible::Closed);
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
    assert_eq!(ledger.close(&number).unwrap_err(), Impossible::Paid);
    let told = found.transaction(&found.state);
    assert_eq!(told["trade_state"], "SUCCESS");
    assert_eq!(told["attach"], "a");
    assert_eq!(told["amount"]["payer_total"], 1);
}

#[test]
fn an_unpaid_order_tells_no_payment() {
    let (ledger, number) = ledger();
    let told = ledger
        .order(&number)
        .unwrap()
        .transaction(&TradeState::NotPay);
    for name in ["transaction_id", "attach", "payer", "success_time"] {
        assert!(told.get(name).is_none(), "{name}");
    }
    let refused = ledger.refund_rest(refund(), delivery("order-1", Kind::Refunded));
    assert_eq!(refused.unwrap_err(), Impossible::NotPaid);
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
        outcome: "500".to_owned(),
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
fn the_same_refund_again_is_the_same_refund() {
    let (mut ledger, number) = paid();
    assert_eq!(ask(&mut ledger, asked("r1", 4, NOW)), Ok(true));
    assert_eq!(ask(&mut ledger, asked("r1", 4, NOW + 1)), Ok(false));
    let other = ask(&mut ledger, asked("r1", 5, NOW + 1));
    assert_eq!(other, Err(Unrefundable::Different));
    let order = ledger.order(&number).unwrap();
    assert_eq!((order.remaining(), &order.state), (6, &TradeState::Refund));
}

#[test]
fn an_order_is_refunded_in_parts_a_minute_apart_and_never_beyond_its_total() {
    let (mut ledger, _) = paid();
    assert_eq!(ask(&mut ledger, asked("r1", 4, NOW)), Ok(true));
    let soon = ask(&mut ledger, asked("r2", 4, NOW + 59_999));
    assert_eq!(soon, Err(Unrefundable::TooSoon));
    assert_eq!(ask(&mut ledger, asked("r2", 4, NOW + 60_000)), Ok(true));
    let much = ask(&mut ledger, asked("r3", 3, NOW + 120_000));
    assert_eq!(much, Err(Unrefundable::TooMuch));
    assert_eq!(ask(&mut ledger, asked("r3", 2, NOW + 120_000)), Ok(true));
}

#[test]
fn an_order_is_refunded_fifty_times_and_for_a_year() {
    let (mut ledger, _) = paid();
    let late = Refund {
        at: Timestamp(1_700_000_000 + 365 * 86_400 + 1),
        ..asked("late", 1, NOW)
    };
    assert_eq!(ask(&mut ledger, late), Err(Unrefundable::TooLate));
    for at in 0..50 {
        let number = format!("r{at}");
        let moment = NOW + at * 60_000;
        assert_eq!(ask(&mut ledger, asked(&number, 1, moment)), Ok(true));
        // A closed refund gives nothing back, and counts all the same.
        end(&mut ledger, &number, &RefundStatus::Closed);
    }
    let more = ask(&mut ledger, asked("r50", 1, NOW * 2));
    assert_eq!(more, Err(Unrefundable::TooMany));
}

#[test]
fn an_unpaid_order_and_another_total_are_not_refunded() {
    let (mut ledger, _) = ledger();
    assert_eq!(
        ask(&mut ledger, asked("r1", 1, NOW)),
        Err(Unrefundable::NotPaid)
    );
    let (ledger, number) = paid();
    let order = ledger.order(&number).unwrap();
    let other = ledger.ask_refund(order, asked("r1", 1, NOW), 11, 0);
    assert_eq!(other.unwrap_err(), Unrefundable::Total);
}

fn end(ledger: &mut Ledger, number: &str, status: &RefundStatus) -> bool {
    let told = delivery("order-1", Kind::Refunded);
    let at = Timestamp(1_700_000_009);
    let entry = ledger.end_refund(&number.parse().unwrap(), status, at, told);
    let happened = entry.is_some();
    entry.into_iter().for_each(|entry| ledger.apply(entry));
    happened
}

#[test]
fn a_refund_ends_once_and_a_closed_one_leaves_its_money_to_the_next() {
    let (mut ledger, number) = paid();
    ask(&mut ledger, asked("r1", 10, NOW)).unwrap();
    assert_eq!(ledger.next_ending(NOW), Some(NOW + 1000));
    assert!(ledger.ending(NOW + 999).is_empty());
    assert_eq!(ledger.ending(NOW + 1000).len(), 1);
    assert!(end(&mut ledger, "r1", &RefundStatus::Closed));
    assert!(!end(&mut ledger, "r1", &RefundStatus::Success));
    assert!(ledger.ending(i64::MAX).is_empty());
    assert_eq!(ledger.order(&number).unwrap().remaining(), 10);
    assert_eq!(ask(&mut ledger, asked("r2", 10, NOW + 60_000)), Ok(true));
}

#[test]
fn an_abnormal_refund_is_sent_another_way() {
    let (mut ledger, number) = paid();
    ask(&mut ledger, asked("r1", 10, NOW)).unwrap();
    let pending = || Pending {
        status: RefundStatus::Success,
        at: NOW + 5000,
    };
    let find = |ledger: &Ledger| ledger.refund(&"r1".parse().unwrap()).unwrap().1.clone();
    let early = ledger.reroute(&find(&ledger), pending());
    assert_eq!(early.unwrap_err(), Unrefundable::NotAbnormal);
    assert!(end(&mut ledger, "r1", &RefundStatus::Abnormal));
    assert_eq!(ledger.order(&number).unwrap().remaining(), 0);
    let entry = ledger.reroute(&find(&ledger), pending()).unwrap();
    ledger.apply(entry.unwrap());
    assert_eq!(find(&ledger).status, RefundStatus::Processing);
    assert!(ledger.reroute(&find(&ledger), pending()).unwrap().is_none());
    assert_eq!(ledger.ending(NOW + 5000).len(), 1);
    assert!(end(&mut ledger, "r1", &RefundStatus::Success));
    let id = "idr1".parse().unwrap();
    assert_eq!(
        ledger.refund_by_id(&id).unwrap().1.status,
        RefundStatus::Success
    );
}

#[test]
fn a_journal_of_old_is_read_with_its_refund() {
    let (mut ledger, number) = paid();
    let line = r#"{"op":"refunded","refund":{"refund_id":"SANDBOX1","out_refund_no":"SANDBOXREFUND1","at":1700000000},"delivery":{"id":"d","out_trade_no":"order-1","kind":"refunded","created_at":1700000000}}"#;
    ledger.apply(serde_json::from_str(line).unwrap());
    let order = ledger.order(&number).unwrap();
    assert!(order.is_consistent() && order.remaining() == 0);
    let about = ledger.latest(&number).unwrap().refund(order).unwrap();
    let notice = about.notice(order, RefundStatus::Success).unwrap();
    assert_eq!(
        (notice.amount.refund, notice.out_refund_no.as_str()),
        (10, "SANDBOXREFUND1")
    );
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
