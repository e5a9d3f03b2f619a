use std::sync::Arc;

use super::*;
use crate::sandbox::ledger::delivery::Kind;
use crate::sandbox::ledger::machine::tests::{NOW, changed, delivery, order, payment, refund};
use crate::sandbox::ledger::order::Payment;
use crate::sandbox::ledger::outcome::PostOutcome;
use crate::sandbox::store::database::Database;
use crate::sandbox::store::journal::Journal;

fn store(journal: &Journal, entry: Entry) {
    journal
        .write(|_| Ok::<_, SandboxError>((Some(entry), ())))
        .unwrap();
}

fn look<T>(journal: &Journal, look: impl FnOnce(&Ledger<'_>) -> Result<T>) -> T {
    journal.look(look).unwrap()
}

/// A ledger with a paid order and its notification.
fn paid() -> (tempfile::TempDir, Journal, Order) {
    let data = tempfile::tempdir().unwrap();
    let database = Arc::new(Database::open(data.path()).unwrap());
    let journal = Journal::open(data.path(), database).unwrap();
    let new = order("order-1", 1, 100);
    store(&journal, Entry::order(new.clone()));
    let entry = new.pay(payment(), delivery("order-1", Kind::Paid)).unwrap();
    store(&journal, entry.clone().unwrap());
    (data, journal, changed(entry).0)
}

#[test]
fn an_order_is_found_by_its_numbers_and_its_merchant() {
    let (_data, journal, order) = paid();
    let number = &order.out_trade_no;
    assert!(look(&journal, |ledger| ledger.order(number)).is_some());
    assert!(look(&journal, |ledger| ledger.order_of("0000000001", number)).is_some());
    assert!(look(&journal, |ledger| ledger.order_of("0000000002", number)).is_none());
    let id = &payment().transaction_id;
    let found = look(&journal, |ledger| ledger.transaction(id)).unwrap();
    assert_eq!(found.out_trade_no, *number);
}

#[test]
fn an_order_writes_little_more_than_its_pages() {
    const ORDERS: u64 = 100;
    let (data, journal, _) = paid();
    let written = || {
        std::fs::metadata(data.path().join("sandbox.db-wal"))
            .unwrap()
            .len()
    };
    let before = written();
    for place in 0..ORDERS {
        store(
            &journal,
            Entry::order(order(&format!("number-{place}"), 1, 100)),
        );
    }
    let bytes = (written() - before) / ORDERS;
    assert!(bytes < 24 * 1024, "{bytes}");
}

#[test]
fn two_merchants_may_use_the_same_numbers() {
    let (_data, journal, first) = paid();
    let mut other = order("order-1", 7, 100);
    other.body["mchid"] = "0000000002".into();
    store(&journal, Entry::order(other));
    let number = &first.out_trade_no;
    let total = |mchid| {
        look(&journal, |ledger| ledger.order_of(mchid, number))
            .unwrap()
            .total()
    };
    assert_eq!((total("0000000001"), total("0000000002")), (1, 7));
}

#[test]
fn unpaid_orders_are_those_that_may_still_be_paid() {
    let (_data, journal, _) = paid();
    let unpaid = |now| {
        look(&journal, |ledger| {
            ledger.unpaid(i64::MAX, Timestamp(now), 9)
        })
        .iter()
        .map(|order| order.out_trade_no.to_string())
        .collect::<Vec<_>>()
    };
    assert!(unpaid(0).is_empty());
    let mut late = order("order-2", 1, 100);
    late.body["time_expire"] = "2024-01-01T00:00:00+08:00".into();
    store(&journal, Entry::order(late));
    assert_eq!(unpaid(0), ["order-2"]);
    assert!(unpaid(1_704_038_401).is_empty());
    assert_eq!(
        look(&journal, |ledger| ledger.next_unpaid(0)),
        Some(100_000)
    );
}

#[test]
fn a_notification_is_due_until_it_is_acknowledged() {
    let (_data, journal, order) = paid();
    let id = "order-1-Paid";
    let due = |now| {
        let horizon = 10_000;
        look(&journal, |ledger| ledger.due(Due { now, horizon }, 9))
    };
    assert!(due(NOW).is_empty());
    assert_eq!(due(NOW + 8000), [id]);
    // The clock was set back by an hour.
    assert_eq!(due(NOW - 3_600_000), [id]);
    let attempted = |acknowledged, next_at| Entry::Attempted {
        id: id.to_owned(),
        outcome: PostOutcome::Status(500),
        acknowledged,
        next_at,
    };
    store(&journal, attempted(false, Some(NOW + 9500)));
    assert_eq!(
        look(&journal, |ledger| ledger.next_delivery(NOW)),
        Some(NOW + 9500)
    );
    store(&journal, attempted(true, None));
    assert!(due(NOW + 99_000).is_empty());
    let (posted, of) = look(&journal, |ledger| ledger.notification(id)).unwrap();
    assert_eq!(posted.attempts, 2);
    assert_eq!(of.unwrap().out_trade_no, order.out_trade_no);
}

#[test]
fn what_waits_is_looked_at_some_at_a_time_and_none_is_left_out() {
    let (_data, journal, _) = paid();
    for place in 0..5 {
        let new = order(&format!("waiting-{place}"), 1, 100);
        store(&journal, Entry::order(new.clone()));
        let notice = delivery(&format!("waiting-{place}"), Kind::Paid);
        let number = format!("SANDBOX{}", place + 2);
        let payment = Payment {
            transaction_id: number.parse().unwrap(),
            ..payment()
        };
        store(&journal, new.pay(payment, notice).unwrap().unwrap());
    }
    // All are due at the same moment.
    let (mut place, mut seen) = (WaitingPlace::after(NOW), Vec::new());
    loop {
        let next = look(&journal, |ledger| ledger.waiting(place, 2));
        assert!(next.len() <= 2);
        let Some((last, _)) = next.last() else { break };
        place = *last;
        seen.extend(next.into_iter().map(|(_, delivery)| delivery.id));
    }
    let expected = (0..5).map(|place| format!("waiting-{place}-Paid"));
    let expected: Vec<_> = ["order-1-Paid".to_owned()]
        .into_iter()
        .chain(expected)
        .collect();
    assert_eq!(seen, expected);
    assert!(
        look(&journal, |ledger| ledger
            .waiting(WaitingPlace::after(NOW + 99_000), 2))
        .is_empty()
    );
}

#[test]
fn refunds_are_found_by_both_numbers_and_when_they_end() {
    use crate::protocol::refund::RefundStatus;
    use crate::sandbox::ledger::refund::Pending;
    let (_data, journal, order) = paid();
    let pending = Refund {
        status: RefundStatus::Processing,
        pending: Some(Pending {
            status: RefundStatus::Success,
            at: NOW,
        }),
        ..refund()
    };
    store(&journal, Entry::order(order.with_refund(pending.clone())));
    let found = look(&journal, |ledger| {
        ledger.refund_of("0000000001", &pending.out_refund_no)
    });
    assert_eq!(found.unwrap().1, pending);
    let by_now = Due {
        now: NOW,
        horizon: 1000,
    };
    let ids = look(&journal, |ledger| ledger.ending(by_now));
    let [id] = &ids[..] else { panic!("{ids:?}") };
    let (order, ended) = look(&journal, |ledger| ledger.refund_by_id(id)).unwrap();
    let number = &ended.out_refund_no;
    let about = delivery("order-1", Kind::Refunded);
    let entry = order.end_refund(number, &RefundStatus::Success, Timestamp(1), about);
    store(&journal, entry.unwrap());
    assert!(look(&journal, |ledger| ledger.ending(by_now)).is_empty());
    let latest = look(&journal, |ledger| ledger.latest(&order)).unwrap();
    assert_eq!(latest.kind, Kind::Refunded);
}

#[test]
fn a_day_has_the_orders_that_moved_money_and_begins_with_what_was_there() {
    let (_data, journal, order) = paid();
    let day = |text: &str| text.parse::<BillDate>().unwrap();
    let numbers = |date| look(&journal, |ledger| ledger.traded("0000000001", date)).len();
    let balance = |date| look(&journal, |ledger| ledger.balance("0000000001", date));
    assert_eq!(numbers(day("2023-11-15")), 1);
    assert_eq!(
        (numbers(day("2023-11-14")), numbers(day("2023-11-16"))),
        (0, 0)
    );
    assert_eq!(
        (balance(day("2023-11-15")), balance(day("2023-11-16"))),
        (0, 1)
    );
    let (order, _) = changed(
        order
            .refund_rest(refund(), delivery("order-1", Kind::Refunded))
            .unwrap(),
    );
    store(&journal, Entry::order(order));
    assert_eq!(balance(day("2023-11-16")), 0);
}

#[test]
fn a_snapshot_holds_everything() {
    let (_data, journal, order) = paid();
    let rest = order.refund_rest(refund(), delivery("order-1", Kind::Refunded));
    store(&journal, rest.unwrap().unwrap());
    let code = "c".to_owned();
    store(&journal, Entry::CodeUsed { code });
    let text = serde_json::to_string(&journal.snapshot().unwrap()).unwrap();
    let other = tempfile::tempdir().unwrap();
    let database = Arc::new(Database::open(other.path()).unwrap());
    let snapshot: Snapshot = serde_json::from_str(&text).unwrap();
    database.write(|tx| insert(tx, &snapshot)).unwrap();
    let copy = Journal::open(other.path(), database).unwrap();
    assert!(look(&copy, |ledger| ledger.code_is_used("c")));
    let latest = look(&copy, |ledger| ledger.latest(&order)).unwrap();
    assert_eq!(latest.kind, Kind::Refunded);
    let again = serde_json::to_string(&copy.snapshot().unwrap()).unwrap();
    assert_eq!(text, again);
}
