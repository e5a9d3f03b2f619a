//! Two serve-notify on one PostgreSQL.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::home::Home;
use crate::platform::{DATA, Platform};
use crate::postgres;
use crate::service::{Service, all_arrived, events};
use crate::target::Target;

#[test]
fn replicas_share_what_is_seen_and_what_is_passed_on() {
    let Some(store) = postgres::database("replicas") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let options = format!("--store {store} --forward-to {}", target.url());
    let both = [
        Service::start(&home, "one", &options),
        Service::start(&home, "two", &options),
    ];
    runtime.block_on(async {
        let lanes = (0..10_usize).map(|lane| {
            let (platform, both) = (&platform, &both);
            async move {
                let order = format!("order-{lane}");
                for number in 0..12_usize {
                    let notice = platform.refund(
                        &format!("{lane}-{number:02}"),
                        &order,
                        &format!("{lane}{number}"),
                    );
                    let (first, second) =
                        (&both[(lane + number) % 2], &both[(lane + number + 1) % 2]);
                    // The load balancer sends some to both.
                    assert_eq!(platform.send(&first.url, &notice).await, Some(204));
                    if number % 3 == 0 {
                        assert_eq!(platform.send(&second.url, &notice).await, Some(204));
                    }
                }
            }
        });
        futures_util::future::join_all(lanes).await;
    });
    all_arrived(&home, &store, Duration::from_secs(40));
    let seen = target.seen();
    assert_eq!(seen.len(), 120, "none is processed twice");
    let mut last: HashMap<&str, &str> = HashMap::new();
    for one in &seen {
        let (lane, number) = one.id.split_once('-').unwrap();
        let before = last.insert(lane, number);
        assert!(
            before.is_none_or(|before| before < number),
            "{} came too late",
            one.id
        );
    }
    assert_eq!(events(&home, &store, "delivered").len(), 120);
    for service in both {
        service.end();
    }
}

#[test]
fn the_survivor_takes_over_within_ten_seconds() {
    let Some(store) = postgres::database("survivor") else {
        return;
    };
    let home = Home::new();
    let platform = Platform::new(&home.path(DATA));
    let runtime = Runtime::new().unwrap();
    let (held, began) = std::sync::mpsc::channel();
    let mut hangs = 4;
    let target = Target::start(&runtime, move |_| {
        if hangs > 0 {
            hangs -= 1;
            held.send(()).unwrap();
            // Held while the one that sent it is killed.
            std::thread::sleep(Duration::from_millis(1500));
            return 500;
        }
        200
    });
    let options = format!("--store {store} --forward-to {}", target.url());
    let one = Service::start(&home, "one", &options);
    for number in 0..4 {
        let notice = platform.payment(
            &format!("id-{number}"),
            &format!("order-{number}"),
            &number.to_string(),
        );
        assert_eq!(
            runtime.block_on(platform.send(&one.url, &notice)),
            Some(204)
        );
    }
    began.recv_timeout(Duration::from_secs(10)).unwrap();
    let two = Service::start(&home, "two", &options);
    one.kill();
    let killed = Instant::now();
    all_arrived(&home, &store, Duration::from_secs(20));
    assert!(
        killed.elapsed() < Duration::from_secs(10),
        "{:?}",
        killed.elapsed()
    );
    assert_eq!(target.taken().len(), 4);
    two.end();
}
