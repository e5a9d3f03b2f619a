use serde_json::json;

use super::*;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::machine;
use crate::sandbox::ledger::machine::tests::{NOW, changed, delivery, order};

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
fn paid() -> Order {
    machine::tests::paid(&order("order-1", 10, 100))
}

fn request(order: &mut Order, new: Refund) -> Result<bool, RefundError> {
    let earlier = order.refund(&new.out_refund_no).cloned();
    let (entry, _) = order.request_refund(earlier, new, 10, 60_000)?;
    let happened = entry.is_some();
    if happened {
        *order = changed(entry).0;
    }
    Ok(happened)
}

fn end(order: &mut Order, number: &str, status: &RefundStatus) -> bool {
    let notified = delivery("order-1", Kind::Refunded);
    let at = Timestamp(1_700_000_009);
    let entry = order.end_refund(&number.parse().unwrap(), status, at, notified);
    let happened = entry.is_some();
    if happened {
        *order = changed(entry).0;
    }
    happened
}

fn due(order: &Order, number: &str, now: i64) -> bool {
    let refund = order.refund(&number.parse().unwrap()).unwrap();
    let horizon = 1000;
    refund.due(Due { now, horizon }).is_some()
}

#[test]
fn the_same_refund_again_is_the_same_refund() {
    let mut order = paid();
    assert_eq!(request(&mut order, requested("r1", 4, NOW)), Ok(true));
    assert_eq!(request(&mut order, requested("r1", 4, NOW + 1)), Ok(false));
    let other = request(&mut order, requested("r1", 5, NOW + 1));
    assert_eq!(other, Err(RefundError::Different));
    assert_eq!((order.remaining(), &order.state), (6, &TradeState::Refund));
}

#[test]
fn an_order_is_refunded_in_parts_a_minute_apart_and_never_beyond_its_total() {
    let mut order = paid();
    assert_eq!(request(&mut order, requested("r1", 4, NOW)), Ok(true));
    let soon = request(&mut order, requested("r2", 4, NOW + 59_999));
    assert_eq!(soon, Err(RefundError::TooSoon));
    assert_eq!(
        request(&mut order, requested("r2", 4, NOW + 60_000)),
        Ok(true)
    );
    let much = request(&mut order, requested("r3", 3, NOW + 120_000));
    assert_eq!(much, Err(RefundError::TooMuch));
    // The clock was set back: the last refund is not a reason to wait until it catches up.
    assert_eq!(
        request(&mut order, requested("r3", 2, NOW - 120_000)),
        Ok(true)
    );
}

#[test]
fn an_order_is_refunded_fifty_times_and_for_a_year() {
    let mut order = paid();
    let late = Refund {
        at: Timestamp(1_700_000_000 + 365 * 86_400 + 1),
        ..requested("late", 1, NOW)
    };
    assert_eq!(request(&mut order, late), Err(RefundError::TooLate));
    for at in 0..50 {
        let number = format!("r{at}");
        let moment = NOW + at * 60_000;
        assert_eq!(request(&mut order, requested(&number, 1, moment)), Ok(true));
        // A closed refund gives nothing back, and counts all the same.
        end(&mut order, &number, &RefundStatus::Closed);
    }
    let more = request(&mut order, requested("r50", 1, NOW * 2));
    assert_eq!(more, Err(RefundError::TooMany));
}

#[test]
fn an_unpaid_order_and_another_total_are_not_refunded() {
    let mut unpaid = order("order-1", 10, 100);
    assert_eq!(
        request(&mut unpaid, requested("r1", 1, NOW)),
        Err(RefundError::NotPaid)
    );
    let other = paid().request_refund(None, requested("r1", 1, NOW), 11, 0);
    assert_eq!(other.unwrap_err(), RefundError::Total);
}

#[test]
fn a_refund_ends_once_and_a_closed_one_leaves_its_money_to_the_next() {
    let mut order = paid();
    request(&mut order, requested("r1", 10, NOW)).unwrap();
    assert!(!due(&order, "r1", NOW + 999));
    assert!(due(&order, "r1", NOW + 1000));
    assert!(end(&mut order, "r1", &RefundStatus::Closed));
    assert!(!end(&mut order, "r1", &RefundStatus::Success));
    assert!(!due(&order, "r1", i64::MAX));
    assert_eq!(order.remaining(), 10);
    assert_eq!(
        request(&mut order, requested("r2", 10, NOW + 60_000)),
        Ok(true)
    );
}

#[test]
fn an_abnormal_refund_is_sent_another_way() {
    let mut order = paid();
    request(&mut order, requested("r1", 10, NOW)).unwrap();
    let reroute = |order: &Order| {
        let pending = Pending {
            status: RefundStatus::Success,
            at: NOW + 5000,
        };
        order.reroute_refund(&order.refunds[0], pending)
    };
    assert_eq!(reroute(&order).unwrap_err(), RefundError::NotAbnormal);
    assert!(end(&mut order, "r1", &RefundStatus::Abnormal));
    assert_eq!(order.remaining(), 0);
    order = changed(reroute(&order).unwrap()).0;
    assert_eq!(order.refunds[0].status, RefundStatus::Processing);
    assert!(reroute(&order).unwrap().is_none());
    assert!(due(&order, "r1", NOW + 5000));
    assert!(end(&mut order, "r1", &RefundStatus::Success));
    assert_eq!(order.refunds[0].status, RefundStatus::Success);
}
