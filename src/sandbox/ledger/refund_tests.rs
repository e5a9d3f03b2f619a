use serde_json::json;

use super::*;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::machine::tests::{NOW, delivery, ledger, order, payment};

fn requested(number: &str, amount: i64, requested_at: i64) -> Refund {
    Refund {
        refund_id: format!("id{number}").parse().unwrap(),
        out_refund_no: number.parse().unwrap(),
        at: Timestamp(1_700_000_000),
        requested_at,
        amount: Some(amount),
        body: Some(json!({"out_refund_no": number, "amount": {"refund": amount}})),
        status: RefundStatus::Processing,
        ended_at: None,
        pending: Some(Pending {
            status: RefundStatus::Success,
            at: requested_at + 1000,
        }),
        named_key: None,
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

fn request(ledger: &mut Ledger, new: Refund) -> Result<bool, RefundError> {
    let order = ledger.order(&"order-1".parse().unwrap()).unwrap();
    let (entry, _) = ledger.request_refund(order, new, 10, 60_000)?;
    let happened = entry.is_some();
    if let Some(entry) = entry {
        ledger.apply(entry);
    }
    Ok(happened)
}

#[test]
fn the_same_refund_again_is_the_same_refund() {
    let (mut ledger, number) = paid();
    assert_eq!(request(&mut ledger, requested("r1", 4, NOW)), Ok(true));
    assert_eq!(request(&mut ledger, requested("r1", 4, NOW + 1)), Ok(false));
    let other = request(&mut ledger, requested("r1", 5, NOW + 1));
    assert_eq!(other, Err(RefundError::Different));
    let order = ledger.order(&number).unwrap();
    assert_eq!((order.remaining(), &order.state), (6, &TradeState::Refund));
}

#[test]
fn an_order_is_refunded_in_parts_a_minute_apart_and_never_beyond_its_total() {
    let (mut ledger, _) = paid();
    assert_eq!(request(&mut ledger, requested("r1", 4, NOW)), Ok(true));
    let soon = request(&mut ledger, requested("r2", 4, NOW + 59_999));
    assert_eq!(soon, Err(RefundError::TooSoon));
    assert_eq!(
        request(&mut ledger, requested("r2", 4, NOW + 60_000)),
        Ok(true)
    );
    let much = request(&mut ledger, requested("r3", 3, NOW + 120_000));
    assert_eq!(much, Err(RefundError::TooMuch));
    assert_eq!(
        request(&mut ledger, requested("r3", 2, NOW + 120_000)),
        Ok(true)
    );
}

#[test]
fn an_order_is_refunded_fifty_times_and_for_a_year() {
    let (mut ledger, _) = paid();
    let late = Refund {
        at: Timestamp(1_700_000_000 + 365 * 86_400 + 1),
        ..requested("late", 1, NOW)
    };
    assert_eq!(request(&mut ledger, late), Err(RefundError::TooLate));
    for at in 0..50 {
        let number = format!("r{at}");
        let moment = NOW + at * 60_000;
        assert_eq!(
            request(&mut ledger, requested(&number, 1, moment)),
            Ok(true)
        );
        // A closed refund gives nothing back, and counts all the same.
        end(&mut ledger, &number, &RefundStatus::Closed);
    }
    let more = request(&mut ledger, requested("r50", 1, NOW * 2));
    assert_eq!(more, Err(RefundError::TooMany));
}

#[test]
fn an_unpaid_order_and_another_total_are_not_refunded() {
    let (mut ledger, _) = ledger();
    assert_eq!(
        request(&mut ledger, requested("r1", 1, NOW)),
        Err(RefundError::NotPaid)
    );
    let (ledger, number) = paid();
    let order = ledger.order(&number).unwrap();
    let other = ledger.request_refund(order, requested("r1", 1, NOW), 11, 0);
    assert_eq!(other.unwrap_err(), RefundError::Total);
}

fn end(ledger: &mut Ledger, number: &str, status: &RefundStatus) -> bool {
    let notified = delivery("order-1", Kind::Refunded);
    let at = Timestamp(1_700_000_009);
    let entry = ledger.end_refund(&number.parse().unwrap(), status, at, notified);
    let happened = entry.is_some();
    if let Some(entry) = entry {
        ledger.apply(entry);
    }
    happened
}

#[test]
fn a_refund_ends_once_and_a_closed_one_leaves_its_money_to_the_next() {
    let (mut ledger, number) = paid();
    request(&mut ledger, requested("r1", 10, NOW)).unwrap();
    assert_eq!(ledger.next_ending(NOW), Some(NOW + 1000));
    assert!(ledger.ending(NOW + 999).is_empty());
    assert_eq!(ledger.ending(NOW + 1000).len(), 1);
    assert!(end(&mut ledger, "r1", &RefundStatus::Closed));
    assert!(!end(&mut ledger, "r1", &RefundStatus::Success));
    assert!(ledger.ending(i64::MAX).is_empty());
    assert_eq!(ledger.order(&number).unwrap().remaining(), 10);
    assert_eq!(
        request(&mut ledger, requested("r2", 10, NOW + 60_000)),
        Ok(true)
    );
}

#[test]
fn an_abnormal_refund_is_sent_another_way() {
    let (mut ledger, number) = paid();
    request(&mut ledger, requested("r1", 10, NOW)).unwrap();
    let pending = || Pending {
        status: RefundStatus::Success,
        at: NOW + 5000,
    };
    let find = |ledger: &Ledger| ledger.refund(&"r1".parse().unwrap()).unwrap().1.clone();
    let early = find(&ledger).reroute(pending());
    assert_eq!(early.unwrap_err(), RefundError::NotAbnormal);
    assert!(end(&mut ledger, "r1", &RefundStatus::Abnormal));
    assert_eq!(ledger.order(&number).unwrap().remaining(), 0);
    let entry = find(&ledger).reroute(pending()).unwrap();
    ledger.apply(entry.unwrap());
    assert_eq!(find(&ledger).status, RefundStatus::Processing);
    assert!(find(&ledger).reroute(pending()).unwrap().is_none());
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
