//! `kill -9` at any moment, under load. `WECHATPAY_TEST_KILLS` sets how often.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::RngExt;
use tokio::runtime::Runtime;

use crate::home::Home;
use crate::platform::{DATA, Notice, Platform};
use crate::postgres;
use crate::service::{Service, all_arrived, events, eventually, say};
use crate::target::Target;

/// How many notifications are on their way at once.
const SENDERS: u32 = 24;

/// What WeChat Pay has to send, and what was acknowledged.
struct Traffic {
    platform: Platform,
    waiting: Mutex<VecDeque<Notice>>,
    acknowledged: Mutex<Vec<Notice>>,
    made: AtomicU32,
    more: AtomicBool,
}

impl Traffic {
    fn next(&self) -> Option<Notice> {
        if let Some(repeated) = self.waiting.lock().unwrap().pop_front() {
            return Some(repeated);
        }
        if !self.more.load(Ordering::Relaxed) {
            return None;
        }
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let (order, id) = (format!("order-{}", number / 4), format!("id-{number}"));
        Some(match number % 4 {
            // Two notifications may tell of one payment.
            0 | 1 => self.platform.payment(&id, &order, &format!("42{order}")),
            _ => self.platform.refund(&id, &order, &format!("50{number}")),
        })
    }

    /// Sends until nothing is left or the server has gone.
    async fn flow(self: Arc<Self>, url: String, stop: Arc<AtomicBool>) {
        while !stop.load(Ordering::Relaxed) {
            let Some(notice) = self.next() else { return };
            let answer = self.platform.send(&url, &notice).await;
            match answer {
                Some(204) => {
                    let again = {
                        let mut acknowledged = self.acknowledged.lock().unwrap();
                        acknowledged.push(notice.clone());
                        acknowledged.len().is_multiple_of(7)
                    };
                    if again {
                        let repeated = self.platform.send(&url, &notice).await;
                        assert!(matches!(repeated, Some(204 | 503) | None), "{repeated:?}");
                    }
                }
                // Where the disk is held up, it is not stored in time, and is sent again.
                Some(503) => self.waiting.lock().unwrap().push_back(notice),
                None => {
                    self.waiting.lock().unwrap().push_back(notice);
                    return;
                }
                other => panic!("{other:?} for a good notification"),
            }
        }
    }
}

fn kills() -> u32 {
    let text = std::env::var("WECHATPAY_TEST_KILLS").unwrap_or_default();
    text.parse().unwrap_or(8)
}

fn survives_kills(home: &Home, store: &str) {
    let runtime = Runtime::new().unwrap();
    let mut calls = 0_u32;
    let target = Target::start(&runtime, move |_| {
        calls += 1;
        if calls.is_multiple_of(9) { 500 } else { 200 }
    });
    let options = format!("--store {store} --forward-to {}", target.url());
    let traffic = Arc::new(Traffic {
        platform: Platform::new(&home.path(DATA)),
        waiting: Mutex::default(),
        acknowledged: Mutex::default(),
        made: AtomicU32::new(0),
        more: AtomicBool::new(true),
    });
    for _ in 0..kills() {
        let service = Service::start(home, "served", &options);
        let stop = Arc::new(AtomicBool::new(false));
        let senders: Vec<_> = (0..SENDERS)
            .map(|_| {
                runtime.spawn(Arc::clone(&traffic).flow(service.url.clone(), Arc::clone(&stop)))
            })
            .collect();
        let moment = rand::rng().random_range(5..400);
        std::thread::sleep(Duration::from_millis(moment));
        service.kill();
        stop.store(true, Ordering::Relaxed);
        runtime.block_on(async {
            for sender in senders {
                sender.await.unwrap();
            }
        });
    }
    let service = Service::start(home, "served", &options);
    let flow = Arc::clone(&traffic).flow(service.url.clone(), Arc::default());
    let last = runtime.spawn(flow);
    // So many are a load.
    eventually("notifications are acknowledged", || {
        (traffic.acknowledged.lock().unwrap().len() > 20).then_some(())
    });
    traffic.more.store(false, Ordering::Relaxed);
    runtime.block_on(last).unwrap();
    all_arrived(home, store);
    service.end();
    check(&traffic, &events(home, store, ""), &target.taken());
}

fn check(traffic: &Traffic, kept: &[serde_json::Value], taken: &[String]) {
    let acknowledged = traffic.acknowledged.lock().unwrap();
    let ids: Vec<&str> = kept
        .iter()
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    let set: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "one is kept twice");
    for notice in acknowledged.iter() {
        assert!(set.contains(notice.id.as_str()), "{} is lost", notice.id);
    }
    let arrived: HashSet<&str> = taken.iter().map(String::as_str).collect();
    let place: HashMap<&str, usize> = taken
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), at))
        .collect();
    let mut last: HashMap<&str, usize> = HashMap::new();
    let mut payments: HashSet<&str> = HashSet::new();
    for event in kept {
        let id = event["id"].as_str().unwrap();
        if event["state"] == "duplicate" {
            assert!(!arrived.contains(id), "{id} reports what another reported");
            continue;
        }
        assert_eq!(event["state"], "delivered", "{id}");
        let at = *place
            .get(id)
            .unwrap_or_else(|| panic!("{id} was not passed on"));
        let order = event["resource"]["out_trade_no"].as_str().unwrap();
        if let Some(before) = last.insert(order, at) {
            assert!(before < at, "{id} of {order} was passed on too early");
        }
        if event["event_type"] == "TRANSACTION.SUCCESS" {
            assert!(payments.insert(order), "{order} was processed twice");
        }
    }
    say(&format!(
        "{} kills: {} acknowledged, {} passed on",
        kills(),
        acknowledged.len(),
        taken.len()
    ));
}

fn home() -> Home {
    let home = Home::new();
    // The keys are made once, and not while a server is to start.
    let _ = Platform::new(&home.path(DATA));
    home
}

#[test]
fn sqlite_keeps_what_was_acknowledged() {
    let home = home();
    let store = home.path("inbox.db").display().to_string();
    survives_kills(&home, &store);
}

#[test]
fn postgresql_keeps_what_was_acknowledged() {
    let Some(store) = postgres::database("kills") else {
        return;
    };
    survives_kills(&home(), &store);
}
