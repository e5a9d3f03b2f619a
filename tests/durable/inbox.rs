//! What both stores promise, asked of each.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wechatpay::ambient;
use wechatpay::inbox::{
    Attempt, Delivery, DeliveryState, Filter, InOrder, Inbox, InboxError, Insert, NextStep,
    PostgresInbox, RawHeaders, Record, SqliteInbox, State,
};

use wechatpay::protocol::plaintext::Plaintext;

use crate::postgres;
use crate::prompt::unless_held_up;
use crate::service::eventually;

pub(crate) const HERE: &str = "http://127.0.0.1:1/";
const THERE: &str = "http://127.0.0.1:2/";

/// What databases were asked for that did not answer in time: they, or this process, were held up.
static SILENT: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Returns what a store answered, and remembers it if that did not come in time.
fn answered<T>(answer: Result<T, InboxError>) -> T {
    answer.unwrap_or_else(|error| {
        if let InboxError::Silent { store } = &error {
            SILENT.lock().unwrap().push(format!("{store:?}"));
        }
        panic!("{error}");
    })
}

/// Asks a database; returns false if it did not answer in time.
fn asked(runtime: &Runtime, url: &str, promise: impl AsyncFn(Arc<dyn Inbox>)) -> bool {
    let kept = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let inbox = PostgresInbox::connect(url, None).await;
            promise(Arc::new(answered(inbox))).await;
        });
    }));
    let Err(panic) = kept else { return true };
    let (_, database) = url.rsplit_once('/').unwrap();
    let silent = SILENT.lock().unwrap().clone();
    if !silent.iter().any(|store| store.contains(database)) {
        std::panic::resume_unwind(panic);
    }
    false
}

/// Asks a file and, where there is a server, a database.
pub(crate) fn each_store(name: &str, promise: impl AsyncFn(Arc<dyn Inbox>)) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    runtime.block_on(async {
        let inbox = SqliteInbox::open(&folder.path().join("new/inbox.db")).unwrap();
        promise(Arc::new(inbox)).await;
    });
    unless_held_up(|| match postgres::database(name) {
        Some(url) => asked(&runtime, &url, &promise),
        None => true,
    });
}

/// Opens a store that has just been closed. Its lock is held for a moment longer where another test
/// starts a program, which has all that is open here until it begins.
pub(crate) fn reopened(path: &Path) -> Result<SqliteInbox, InboxError> {
    eventually("the store is closed", || match SqliteInbox::open(path) {
        Err(InboxError::Busy(_)) => None,
        opened => Some(opened),
    })
}

fn filter(set: impl FnOnce(&mut Filter)) -> Filter {
    let mut filter = Filter::default();
    set(&mut filter);
    filter
}

fn plaintext(value: &Value) -> Plaintext {
    Plaintext::read(value.to_string()).unwrap()
}

pub(crate) fn payment(id: &str, order: &str, transaction: &str) -> Record {
    Record {
        received_at: ambient::millis(),
        id: id.to_owned(),
        event_type: "TRANSACTION.SUCCESS".to_owned(),
        create_time: "2026-01-01T00:00:00+08:00".to_owned(),
        original_type: Some("transaction".to_owned()),
        headers: [(
            "wechatpay-nonce".to_owned(),
            "n\u{e9}\u{0}\u{ff}".to_owned(),
        )]
        .into_iter()
        .collect(),
        body: [&b"\xff\x00\r\n"[..], id.as_bytes()].concat(),
        plaintext: plaintext(
            &json!({"out_trade_no": order, "transaction_id": transaction, "big": 12_345_678_901_u64}),
        ),
    }
}

pub(crate) fn refund(id: &str, order: &str, number: &str) -> Record {
    Record {
        event_type: "REFUND.SUCCESS".to_owned(),
        original_type: Some("refund".to_owned()),
        plaintext: plaintext(
            &json!({"out_trade_no": order, "transaction_id": "42", "refund_id": number, "out_refund_no": format!("r-{number}")}),
        ),
        ..payment(id, order, "42")
    }
}

pub(crate) async fn put(inbox: &dyn Inbox, record: Record, targets: &[&str]) -> Insert {
    let targets = targets.iter().map(|&target| target.to_owned()).collect();
    answered(inbox.insert(Arc::new(record), targets).await)
}

pub(crate) async fn take(inbox: &dyn Inbox) -> Vec<Delivery> {
    answered(inbox.claim(HERE, 10).await).deliveries
}

pub(crate) fn ids(deliveries: &[Delivery]) -> Vec<&str> {
    let mut ids: Vec<_> = deliveries
        .iter()
        .map(|delivery| delivery.id.as_str())
        .collect();
    ids.sort_unstable();
    ids
}

pub(crate) async fn settle(inbox: &dyn Inbox, delivery: Delivery, next: NextStep) {
    let attempt = Attempt {
        delivery,
        at: ambient::millis() - 7,
        elapsed: Duration::from_millis(7),
        outcome: "200".to_owned(),
        next,
    };
    answered(inbox.settle(&Arc::new(attempt)).await);
}

pub(crate) async fn state(inbox: &dyn Inbox, id: &str) -> State {
    answered(inbox.find(id).await).unwrap().state
}

#[test]
fn what_is_put_is_found_as_it_was() {
    each_store("found", async |inbox| {
        let record = refund("a", "order-1", "50");
        assert_eq!(put(&*inbox, record.clone(), &[]).await, Insert::New);
        let found = inbox.find("a").await.unwrap().unwrap();
        assert_eq!(found.record, record);
        assert_eq!((found.state, found.repeats), (State::Stored, 0));
        assert!(inbox.find("b").await.unwrap().is_none());
        inbox.check().await.unwrap();
    });
}

#[test]
fn the_same_is_processed_once() {
    each_store("once", async |inbox| {
        assert_eq!(
            put(&*inbox, payment("a", "order-1", "42"), &[HERE]).await,
            Insert::New
        );
        assert_eq!(
            put(&*inbox, payment("a", "order-1", "42"), &[HERE]).await,
            Insert::Duplicate
        );
        // Another notification about the same payment, and one about its refund.
        assert_eq!(
            put(&*inbox, payment("b", "order-1", "42"), &[HERE]).await,
            Insert::Duplicate
        );
        assert_eq!(
            put(&*inbox, payment("b", "order-1", "42"), &[HERE]).await,
            Insert::Duplicate
        );
        assert_eq!(
            put(&*inbox, refund("c", "order-1", "50"), &[HERE]).await,
            Insert::New
        );
        assert_eq!(inbox.find("a").await.unwrap().unwrap().repeats, 1);
        let twin = inbox.find("b").await.unwrap().unwrap();
        assert_eq!((twin.state, twin.repeats), (State::Duplicate, 1));
        assert!(twin.deliveries.is_empty());
        assert_eq!(inbox.stats().await.unwrap().duplicates, 1);
    });
}

#[test]
fn many_at_once_are_each_new_once() {
    each_store("many", async |inbox| {
        let puts = (0..600).map(|number| {
            let inbox = Arc::clone(&inbox);
            let id = format!("id-{}", number % 200);
            let record = payment(&id, &format!("order-{id}"), &format!("42-{id}"));
            tokio::spawn(async move { put(&*inbox, record, &[HERE]).await })
        });
        let mut new = 0;
        for done in puts.collect::<Vec<_>>() {
            new += usize::from(done.await.unwrap() == Insert::New);
        }
        assert_eq!(new, 200);
        assert_eq!(inbox.list(&Filter::default()).await.unwrap().len(), 200);
        let queue = inbox.queue().await.unwrap();
        assert_eq!(queue.len(), 1);
        assert_eq!(
            (&*queue[0].target, queue[0].state, queue[0].count),
            (HERE, DeliveryState::Pending, 200)
        );
    });
}

#[test]
fn an_orders_notifications_are_taken_one_after_the_other() {
    each_store("ordered", async |inbox| {
        put(&*inbox, payment("a1", "order-a", "1"), &[HERE, THERE]).await;
        put(&*inbox, refund("a2", "order-a", "2"), &[HERE]).await;
        put(&*inbox, payment("b1", "order-b", "3"), &[HERE]).await;
        let taken = take(&*inbox).await;
        assert_eq!(ids(&taken), ["a1", "b1"], "a2 waits for a1");
        assert!(
            take(&*inbox).await.is_empty(),
            "a delivery under way is claimed by one process"
        );
        assert!(!inbox.has_arrived("a1").await.unwrap());
        for delivery in taken {
            settle(&*inbox, delivery, NextStep::Arrived).await;
        }
        let taken = take(&*inbox).await;
        assert_eq!(ids(&taken), ["a2"]);
        assert_eq!(
            state(&*inbox, "a1").await,
            State::Pending,
            "the other target has not taken it"
        );
        assert_eq!(state(&*inbox, "b1").await, State::Delivered);
        assert!(inbox.has_arrived("b1").await.unwrap());
        let there = inbox.claim(THERE, 10).await.unwrap().deliveries;
        assert_eq!(ids(&there), ["a1"], "each target has an order of its own");
    });
}

#[test]
fn a_refused_one_waits_and_a_dead_one_lets_others_pass() {
    each_store("refused", async |inbox| {
        put(&*inbox, payment("a1", "order-a", "1"), &[HERE]).await;
        put(&*inbox, refund("a2", "order-a", "2"), &[HERE]).await;
        let first = take(&*inbox).await.remove(0);
        assert_eq!(first.body, payment("a1", "order-a", "1").body);
        settle(&*inbox, first, NextStep::Unreachable(Duration::ZERO)).await;
        let again = take(&*inbox).await.remove(0);
        assert_eq!(
            (again.id.as_str(), again.attempts),
            ("a1", 0),
            "no target refused it"
        );
        settle(&*inbox, again, NextStep::Again(Duration::from_secs(30))).await;
        let later = inbox.claim(HERE, 10).await.unwrap();
        assert!(later.deliveries.is_empty(), "a2 does not overtake");
        let wait = later.next.unwrap();
        assert!(
            wait > Duration::from_secs(20) && wait <= Duration::from_secs(31),
            "{wait:?}"
        );
        assert_eq!(inbox.requeue(&["a1".to_owned()]).await.unwrap(), 1);
        let again = take(&*inbox).await.remove(0);
        assert_eq!(again.attempts, 1);
        settle(&*inbox, again, NextStep::Dead).await;
        assert_eq!(state(&*inbox, "a1").await, State::Dead);
        let next = take(&*inbox).await.remove(0);
        assert_eq!(next.id, "a2");
        settle(&*inbox, next, NextStep::Arrived).await;
        assert_eq!(
            inbox
                .requeue(&["a1".to_owned(), "a2".to_owned()])
                .await
                .unwrap(),
            1
        );
        let last = take(&*inbox).await.remove(0);
        assert_eq!(last.attempts, 0, "a dead letter has its attempts again");
        settle(&*inbox, last, NextStep::Arrived).await;
        let found = inbox.find("a1").await.unwrap().unwrap();
        assert_eq!(found.state, State::Delivered);
        assert_eq!((found.attempts.len(), found.attempts[0].elapsed_ms), (4, 7));
    });
}

#[test]
fn lists_are_filtered_and_go_on_where_they_ended() {
    each_store("lists", async |inbox| {
        for number in 0..5 {
            let id = format!("p{number}");
            let record = Record {
                received_at: 1000 + number,
                ..payment(&id, &format!("order-{number}"), &format!("42{number}"))
            };
            put(&*inbox, record, &[]).await;
        }
        put(
            &*inbox,
            Record {
                received_at: 2000,
                ..refund("r", "order-1", "50")
            },
            &[HERE],
        )
        .await;
        let found = async |filter: Filter| {
            let list = inbox.list(&filter).await.unwrap();
            list.into_iter()
                .map(|one| one.id)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let number = |number: &str| filter(|filter| filter.number = Some(number.to_owned()));
        assert_eq!(found(number("order-1")).await, "p1 r");
        assert_eq!(found(number("423")).await, "p3");
        assert_eq!(found(number("50")).await, "r");
        assert_eq!(found(number("r-50")).await, "r");
        let of_type = |pattern: &str| filter(|filter| filter.event_type = Some(pattern.to_owned()));
        assert_eq!(found(of_type("REFUND.*")).await, "r");
        assert_eq!(
            found(of_type("REFUND_%")).await,
            "",
            "only the star is special"
        );
        assert_eq!(
            found(filter(|filter| filter.since = Some(1003))).await,
            "p3 p4 r"
        );
        assert_eq!(
            found(filter(|filter| filter.until = Some(1002))).await,
            "p0 p1"
        );
        assert_eq!(
            found(filter(|filter| filter.state = Some(State::Pending))).await,
            "r"
        );
        assert_eq!(found(filter(|filter| filter.limit = Some(2))).await, "p4 r");
        let third = inbox.list(&Filter::default()).await.unwrap()[2].seq;
        let rest = filter(|filter| {
            filter.after = Some(third);
            filter.limit = Some(2);
        });
        assert_eq!(found(rest).await, "p3 p4");
        let stats = inbox.stats().await.unwrap();
        let counted: HashMap<_, _> = stats
            .types
            .iter()
            .map(|of| (&*of.event_type, (of.count, of.first_at, of.last_at)))
            .collect();
        assert_eq!(counted["TRANSACTION.SUCCESS"], (5, 1000, 1004));
    });
}

#[test]
fn a_store_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    drop(SqliteInbox::open(&path).unwrap());
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let refused = reopened(&path).unwrap_err();
    assert!(
        matches!(refused, InboxError::Newer { found: 99, .. }),
        "{refused}"
    );
    if let Some(url) = postgres::database("later") {
        let runtime = Runtime::new().unwrap();
        runtime.block_on(async { drop(PostgresInbox::connect(&url, None).await.unwrap()) });
        postgres::execute(&url, "INSERT INTO wechatpay.version VALUES (99)");
        let refused = runtime.block_on(PostgresInbox::connect(&url, None));
        assert!(matches!(refused, Err(InboxError::Newer { found: 99, .. })));
    }
}

#[test]
fn a_file_is_one_process_s_and_others_may_look() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    assert!(matches!(
        SqliteInbox::inspect(&path),
        Err(InboxError::Missing(_))
    ));
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let inbox = SqliteInbox::open(&path).unwrap();
        assert!(matches!(SqliteInbox::open(&path), Err(InboxError::Busy(_))));
        put(&inbox, payment("a", "order-1", "42"), &[]).await;
        let looking = SqliteInbox::inspect(&path).unwrap();
        assert!(looking.find("a").await.unwrap().is_some());
        drop(looking);
        // Who looked and left has not opened the way for a second writer.
        assert!(matches!(SqliteInbox::open(&path), Err(InboxError::Busy(_))));
    });
}

#[test]
fn a_file_that_was_closed_is_whole_without_its_log_whoever_still_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let log = folder.path().join("inbox.db-wal");
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let inbox = Arc::new(SqliteInbox::open(&path).unwrap());
        // As a task has it that a process that ends does not wait for.
        let held = Arc::clone(&inbox);
        put(&*inbox, payment("a", "order-1", "42"), &[]).await;
        assert!(log.exists());
        inbox.close().await;
        assert!(!log.exists());
        let refused = held.find("a").await.unwrap_err();
        assert!(matches!(refused, InboxError::Silent { .. }), "{refused}");
        held.close().await;
        let copy = folder.path().join("copy.db");
        std::fs::copy(&path, &copy).unwrap();
        let copy = SqliteInbox::inspect(&copy).unwrap();
        assert!(copy.find("a").await.unwrap().is_some());
    });
}

/// The payment's record with another amount.
fn with_amount(record: Record, total: u64) -> Record {
    let mut value = record.plaintext.value();
    value["amount"] = json!({"total": total});
    Record {
        plaintext: plaintext(&value),
        ..record
    }
}

#[test]
fn the_same_id_with_other_content_is_another_notification() {
    each_store("altered", async |inbox| {
        let first = || payment("a", "order-1", "42");
        assert_eq!(put(&*inbox, first(), &[HERE]).await, Insert::New);
        // WeChat Pay seals and signs each repetition again.
        let sealed_again = Record {
            body: b"sealed again".to_vec(),
            headers: RawHeaders::default(),
            ..first()
        };
        assert_eq!(put(&*inbox, sealed_again, &[HERE]).await, Insert::Duplicate);
        // The keys may come in another order, too.
        let text = r#"{ "transaction_id":"42", "big":12345678901, "out_trade_no":"order-1" }"#;
        let ordered = Record {
            plaintext: Plaintext::read(text).unwrap(),
            ..first()
        };
        assert_eq!(put(&*inbox, ordered, &[HERE]).await, Insert::Duplicate);
        let same_payment = || with_amount(first(), 2);
        let other_payment = || payment("a", "order-2", "43");
        let other_kind = || refund("a", "order-1", "50");
        for (altered, is_new) in [
            (same_payment(), true),
            (other_payment(), true),
            (other_kind(), true),
            (same_payment(), false),
            (other_payment(), false),
            (other_kind(), false),
        ] {
            let altered = put(&*inbox, altered, &[HERE]).await;
            assert_eq!(altered, Insert::Altered { is_new });
        }
        let kept = inbox.list(&Filter::default()).await.unwrap();
        assert_eq!(kept.len(), 4);
        assert_eq!((kept[0].id.as_str(), kept[0].repeats), ("a", 2));
        for one in &kept[1..] {
            assert!(one.id.starts_with("a#"), "{}", one.id);
            assert_eq!((one.state, one.repeats), (State::Pending, 1));
        }
        let second = inbox.find(&kept[1].id).await.unwrap().unwrap();
        assert_eq!(second.record.plaintext, same_payment().plaintext);
        assert_eq!(second.record.body, first().body);
        // What another tells of the second payment is known from it.
        assert_eq!(
            put(&*inbox, payment("b", "order-2", "43"), &[HERE]).await,
            Insert::Duplicate
        );
        let mut taken = Vec::new();
        loop {
            let some = take(&*inbox).await;
            if some.is_empty() {
                break;
            }
            for delivery in some {
                taken.push(delivery.id.clone());
                settle(&*inbox, delivery, NextStep::Arrived).await;
            }
        }
        taken.sort();
        let mut ids: Vec<_> = kept.into_iter().map(|one| one.id).collect();
        ids.sort();
        assert_eq!(taken, ids, "each is passed on");
    });
}

#[test]
fn thousands_that_a_locked_file_refuses_come_before_what_is_reported_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let inbox = SqliteInbox::open(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let in_order = InOrder::default();
    Runtime::new().unwrap().block_on(async {
        let puts = (0..2500).map(|n| {
            let record = payment(&format!("p{n}"), &format!("order-{n}"), &format!("4{n}"));
            in_order.put(&inbox, Arc::new(record), Vec::new(), |_| {})
        });
        let puts = futures_util::future::join_all(puts).await;
        assert!(puts.iter().all(Result::is_err));
        other.execute_batch("ROLLBACK").unwrap();
        for n in [0, 1700, 2499] {
            let record = refund(&format!("r{n}"), &format!("order-{n}"), &format!("5{n}"));
            let kept = in_order.put(&inbox, Arc::new(record), Vec::new(), |_| {});
            assert_eq!(kept.await.unwrap().result, Insert::New);
        }
        let kept = inbox.list(&Filter::default()).await.unwrap();
        let kept: Vec<_> = kept.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(kept, ["p0", "r0", "p1700", "r1700", "p2499", "r2499"]);
    });
}

#[test]
fn altered_notifications_that_come_together_are_each_kept() {
    each_store("together", async |inbox| {
        let puts = (0..40).map(|number| {
            let record = with_amount(payment("a", "order-1", "42"), number % 4);
            put(&*inbox, record, &[])
        });
        let puts = futures_util::future::join_all(puts).await;
        let new = |put: &&Insert| matches!(put, Insert::New | Insert::Altered { is_new: true });
        assert_eq!(puts.iter().filter(new).count(), 4, "{puts:?}");
        assert_eq!(inbox.list(&Filter::default()).await.unwrap().len(), 4);
    });
}

#[test]
fn an_attempt_is_noted_for_its_own_notification_in_whatever_store() {
    each_store("replaced", async |inbox| {
        let earlier = SqliteInbox::in_memory().unwrap();
        let mut deliveries = Vec::new();
        for id in ["a", "b", "c"] {
            put(&earlier, payment(id, id, id), &[HERE]).await;
            deliveries.extend(take(&earlier).await);
        }
        // Another store, where `b` is at the place of `a`, and `c` says something else.
        for id in ["b", "x"] {
            put(&*inbox, payment(id, id, id), &[HERE]).await;
        }
        put(&*inbox, with_amount(payment("c", "c", "c"), 7), &[HERE]).await;
        let [a, b, c]: [Delivery; 3] = deliveries.try_into().unwrap();
        settle(&*inbox, a, NextStep::Arrived).await;
        settle(&*inbox, c, NextStep::Arrived).await;
        for id in ["b", "x", "c"] {
            assert_eq!(state(&*inbox, id).await, State::Pending, "{id}");
        }
        settle(&*inbox, b, NextStep::Arrived).await;
        assert_eq!(state(&*inbox, "b").await, State::Delivered);
        assert_eq!(state(&*inbox, "x").await, State::Pending);
        assert_eq!(ids(&take(&*inbox).await), ["c", "x"]);
    });
}
