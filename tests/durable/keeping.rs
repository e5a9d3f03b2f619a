//! For how long notifications are known, kept and left alone, whatever the clock does.

use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use wechatpay::ambient;
use wechatpay::inbox::{
    Filter, Inbox, Insert, NextStep, PostgresInbox, Record, SqliteInbox, State,
};

use crate::PATIENCE;
use crate::inbox::{HERE, each_store, ids, payment, put, refund, settle, state, take};
use crate::postgres;

/// More than are gathered before they are sorted in.
const MANY: usize = 4200;

#[test]
fn what_came_long_ago_is_still_known() {
    each_store("known", async |inbox| {
        let one = |n: usize| payment(&format!("id-{n}"), &format!("order-{n}"), &format!("42{n}"));
        let all = (0..MANY).map(|n| put(&*inbox, one(n), &[]));
        let puts = futures_util::future::join_all(all).await;
        assert!(puts.iter().all(|put| *put == Insert::New));
        for n in [0, 7, MANY - 200, MANY - 1] {
            assert_eq!(put(&*inbox, one(n), &[]).await, Insert::Duplicate);
            let payment_again = payment(&format!("again-{n}"), "order", &format!("42{n}"));
            assert_eq!(
                put(&*inbox, payment_again, &[HERE]).await,
                Insert::Duplicate
            );
            let found = inbox.find(&format!("id-{n}")).await.unwrap().unwrap();
            assert_eq!((found.record.body, found.repeats), (one(n).body, 1));
        }
        assert_eq!(inbox.stats().await.unwrap().duplicates, 4);
    });
}

fn at(received_at: i64, id: &str) -> Record {
    Record {
        received_at,
        ..payment(id, &format!("order-{id}"), &format!("42{id}"))
    }
}

async fn left(inbox: &dyn Inbox) -> Vec<String> {
    let left = inbox.list(&Filter::default()).await.unwrap();
    left.into_iter().map(|one| one.id).collect()
}

#[test]
fn what_is_old_is_forgotten_once_it_has_arrived() {
    each_store("old", async |inbox| {
        put(&*inbox, at(1, "old"), &[]).await;
        put(&*inbox, at(2, "waiting"), &[HERE]).await;
        put(&*inbox, at(3, "dead"), &[HERE]).await;
        for delivery in take(&*inbox).await {
            if delivery.id == "dead" {
                settle(&*inbox, delivery, NextStep::Dead).await;
            }
        }
        put(&*inbox, at(100_000, "new"), &[]).await;
        assert_eq!(inbox.prune(Duration::from_secs(90)).await.unwrap(), 1);
        assert_eq!(left(&*inbox).await, ["waiting", "dead", "new"]);
        assert_eq!(put(&*inbox, at(100_001, "old"), &[]).await, Insert::New);
    });
}

#[test]
fn what_came_while_the_clock_was_ahead_makes_nothing_old() {
    each_store("ahead", async |inbox| {
        let now = ambient::millis();
        put(&*inbox, at(now + 100 * 86_400_000, "ahead"), &[]).await;
        put(&*inbox, at(now, "now"), &[]).await;
        let keep = Duration::from_secs(90 * 86_400);
        assert_eq!(inbox.prune(keep).await.unwrap(), 0);
        assert_eq!(left(&*inbox).await, ["ahead", "now"]);
    });
}

#[test]
fn what_tells_the_same_has_arrived_when_the_first_has() {
    each_store("same", async |inbox| {
        put(&*inbox, payment("a", "order-1", "42"), &[HERE]).await;
        let same = put(&*inbox, payment("b", "order-1", "42"), &[HERE]).await;
        assert_eq!(
            (same, state(&*inbox, "b").await),
            (Insert::Duplicate, State::Duplicate)
        );
        assert!(!inbox.has_arrived("b").await.unwrap());
        let first = take(&*inbox).await.remove(0);
        settle(&*inbox, first, NextStep::Again(Duration::from_secs(60))).await;
        assert_eq!(inbox.requeue(&["b".to_owned()]).await.unwrap(), 1);
        let again = take(&*inbox).await.remove(0);
        assert_eq!(again.id, "a");
        settle(&*inbox, again, NextStep::Arrived).await;
        assert!(inbox.has_arrived("b").await.unwrap());
    });
}

#[test]
fn a_dead_letter_has_all_its_attempts_again() {
    each_store("letter", async |inbox| {
        put(&*inbox, payment("a", "order-1", "42"), &[HERE]).await;
        for next in [NextStep::Again(Duration::ZERO), NextStep::Dead] {
            let delivery = take(&*inbox).await.remove(0);
            settle(&*inbox, delivery, next).await;
        }
        assert_eq!(inbox.requeue(&["a".to_owned()]).await.unwrap(), 1);
        assert_eq!(take(&*inbox).await[0].attempts, 0);
    });
}

#[test]
fn any_text_can_be_kept() {
    each_store("text", async |inbox| {
        let odd = || refund("a\0b", "order\0-1", "50\0");
        assert_eq!(put(&*inbox, odd(), &[HERE]).await, Insert::New);
        assert_eq!(put(&*inbox, odd(), &[HERE]).await, Insert::Duplicate);
        let found = inbox.find("a\0b").await.unwrap().unwrap();
        assert_eq!((found.record.body, found.repeats), (odd().body, 1));
        assert!(!inbox.has_arrived("a\0b").await.unwrap());
        assert_eq!(ids(&take(&*inbox).await).len(), 1);
    });
}

#[test]
fn a_reader_waits_for_no_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    Runtime::new().unwrap().block_on(async {
        let inbox = SqliteInbox::open(&path).unwrap();
        put(&inbox, payment("a", "order-1", "42"), &[]).await;
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let began = Instant::now();
        let look = SqliteInbox::inspect(&path).unwrap();
        assert_eq!(look.list(&Filter::default()).await.unwrap().len(), 1);
        assert!(look.find("a").await.unwrap().is_some());
        assert!(began.elapsed() < PATIENCE, "it did not wait");
        let late = inbox.insert(payment("b", "order-2", "43").into(), Vec::new());
        assert!(late.await.is_err());
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(
            put(&inbox, payment("b", "order-2", "43"), &[]).await,
            Insert::New
        );
    });
}

#[test]
fn a_clock_that_was_set_back_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let inbox = SqliteInbox::open(&path).unwrap();
        put(&inbox, payment("a", "order-1", "42"), &[HERE]).await;
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute(
                "UPDATE delivery SET next_at = next_at + ?1",
                [ambient::millis() + 50 * 60_000],
            )
            .unwrap();
        assert_eq!(ids(&take(&inbox).await), ["a"]);
    });
    if let Some(url) = postgres::database("clock") {
        runtime.block_on(async {
            let inbox = PostgresInbox::connect(&url, None).await.unwrap();
            put(&inbox, payment("a", "order-1", "42"), &[HERE]).await;
        });
        let later = ambient::millis() + 50 * 60_000;
        postgres::execute(
            &url,
            &format!("UPDATE wechatpay.delivery SET next_at = {later}, lease_until = {later}"),
        );
        runtime.block_on(async {
            let inbox = PostgresInbox::connect(&url, None).await.unwrap();
            assert_eq!(ids(&take(&inbox).await), ["a"]);
        });
    }
}
