//! What a server accepts reaches a developer's machine, whatever ends in between: the server, the
//! listener, the network. `WECHATPAY_TEST_KILLS` sets how often.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::net::SocketAddr;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand::RngExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use wechatpay::inbox::{Inbox, Insert, Position, PostgresInbox, SqliteInbox};

use crate::PATIENCE;
use crate::home::Home;
use crate::inbox::{each_store, payment, put, refund};
use crate::platform::{DATA, Platform};
use crate::postgres;
use crate::service::{Service, eventually, say};
use crate::target::Target;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// How many orders are notified of at once.
const LANES: usize = 8;

#[test]
fn a_reader_goes_on_from_where_it_was_and_notices_what_is_gone() {
    each_store("positions", async |inbox| {
        assert_eq!(inbox.position(None).await.unwrap(), Position::START);
        let empty = inbox.after(Position::START, 10).await.unwrap();
        assert!(empty.is_known && empty.notifications.is_empty());
        for (id, at) in [("a", 1_000), ("b", 3_000), ("c", 2_000), ("d", 4_000)] {
            let mut record = payment(id, id, id);
            record.received_at = at;
            assert_eq!(put(&*inbox, record, &[]).await, Insert::New);
        }
        let all = inbox
            .after(Position::START, 10)
            .await
            .unwrap()
            .notifications;
        let ids: Vec<_> = all.iter().map(|next| next.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c", "d"]);
        assert_eq!(all[0].body, payment("a", "a", "a").body);
        assert!(all.is_sorted_by_key(|next| next.position.seq()));
        let rest = inbox.after(all[1].position, 1).await.unwrap();
        assert_eq!(rest.notifications[0].id, "c");
        assert_eq!(rest.notifications.len(), 1);
        assert_eq!(inbox.position(None).await.unwrap(), all[3].position);
        // Those that arrived together are not in the order of their times.
        assert_eq!(inbox.position(Some(2_500)).await.unwrap(), all[0].position);
        assert_eq!(inbox.position(Some(5_000)).await.unwrap(), all[3].position);
        assert_eq!(inbox.position(Some(0)).await.unwrap(), Position::START);
        // Another store has another notification there.
        let other = Position::of(all[1].position.seq(), "another");
        assert!(!inbox.after(other, 10).await.unwrap().is_known);
        let later = Position::of(all[3].position.seq() + 1, "later");
        assert!(!inbox.after(later, 10).await.unwrap().is_known);
        // The last one stays, so that its number is never given to another.
        inbox.prune(Duration::ZERO).await.unwrap();
        let gone = inbox.after(all[0].position, 10).await.unwrap();
        assert!(!gone.is_known && gone.notifications.is_empty());
        let last = inbox.after(all[3].position, 10).await.unwrap();
        assert!(last.is_known && last.notifications.is_empty());
        put(&*inbox, payment("e", "e", "e"), &[]).await;
        let next = inbox.after(all[3].position, 10).await.unwrap();
        assert_eq!(next.notifications[0].id, "e");
    });
}

#[test]
fn a_reader_learns_what_was_deleted_before_it_came_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let inbox = SqliteInbox::open(&path).unwrap();
        for id in ["a", "b", "c", "d", "e"] {
            let mut record = payment(id, id, id);
            record.received_at = 1_000 * i64::from(id.as_bytes()[0]);
            put(&inbox, record, &[]).await;
        }
        let all = inbox.after(Position::START, 10).await.unwrap();
        let all = all.notifications;
        assert!(all.iter().all(|next| next.deleted_since.is_none()));
        let other = rusqlite::Connection::open(&path).unwrap();
        let deleted = other.execute("DELETE FROM notification WHERE id IN ('a', 'c')", []);
        assert_eq!(deleted.unwrap(), 2);
        let b = all[1].position;
        for (from, expected) in [
            (
                Position::START,
                vec![("b", false), ("d", true), ("e", false)],
            ),
            (b, vec![("d", true), ("e", false)]),
        ] {
            let read = inbox.after(from, 10).await.unwrap().notifications;
            let reported: Vec<_> = read
                .iter()
                .map(|next| (next.id.as_str(), next.deleted_since == Some(98_000)))
                .collect();
            assert_eq!(reported, expected);
        }
    });
}

#[test]
fn what_is_committed_later_never_has_an_earlier_position() {
    let Some(url) = postgres::database("commits") else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let inbox: Arc<dyn Inbox> = Arc::new(
        runtime
            .block_on(PostgresInbox::connect(&url, None))
            .unwrap(),
    );
    // A replica that has its number, and is slow to commit.
    let slow = postgres::hold(
        &runtime,
        &url,
        "SET search_path TO wechatpay; SELECT pg_advisory_xact_lock(2088194672);
        INSERT INTO notification (id, event_type, create_time, duplicate, order_no, verdict, received_at, headers, body, resource)
        VALUES ('slow', 'TRANSACTION.SUCCESS', '', 0, 'slow', 'verified', 1, '[]', '', '{}')",
    );
    runtime.block_on(async {
        let other = Arc::clone(&inbox);
        let quick =
            tokio::spawn(async move { put(&*other, payment("quick", "q", "q"), &[]).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let read = inbox.after(Position::START, 10).await.unwrap();
        assert!(read.notifications.is_empty(), "{read:?}");
        slow.batch_execute("COMMIT").await.unwrap();
        assert_eq!(quick.await.unwrap(), Insert::New);
        let read = inbox.after(Position::START, 10).await.unwrap();
        let ids: Vec<_> = read
            .notifications
            .iter()
            .map(|next| next.id.as_str())
            .collect();
        assert_eq!(ids, ["slow", "quick"]);
    });
}

#[test]
fn a_reader_misses_nothing_while_several_replicas_write() {
    use futures_util::StreamExt;
    const EACH: usize = 150;
    let Some(url) = postgres::database("readers") else {
        return;
    };
    Runtime::new().unwrap().block_on(async {
        let mut writers = Vec::new();
        for replica in 0..3 {
            let inbox = PostgresInbox::connect(&url, None).await.unwrap();
            writers.push(tokio::spawn(async move {
                let puts = (0..EACH).map(|number| {
                    let id = format!("{replica}-{number}");
                    let record = payment(&id, &id, &id);
                    let inbox = &inbox;
                    async move { put(inbox, record, &[]).await }
                });
                // A few at a time, so that there are many transactions.
                futures_util::stream::iter(puts)
                    .buffer_unordered(4)
                    .collect::<Vec<_>>()
                    .await
            }));
        }
        let reader = PostgresInbox::connect(&url, None).await.unwrap();
        let (mut position, mut seen) = (Position::START, Vec::new());
        let until = Instant::now() + PATIENCE;
        while seen.len() < 3 * EACH && Instant::now() < until {
            let read = reader.after(position, 7).await.unwrap();
            assert!(read.is_known);
            for next in read.notifications {
                position = next.position;
                seen.push(next.id);
            }
        }
        let distinct: HashSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), distinct.len()), (3 * EACH, 3 * EACH));
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

/// A network whose connections are cut.
struct Network {
    address: SocketAddr,
    target: Arc<Mutex<Option<SocketAddr>>>,
    cuts: watch::Sender<()>,
}

impl Network {
    fn start(runtime: &Runtime) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let target: Arc<Mutex<Option<SocketAddr>>> = Arc::default();
        let cuts = watch::Sender::new(());
        let (to, cut) = (Arc::clone(&target), cuts.clone());
        runtime.spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let target = *to.lock().unwrap();
                let mut cut = cut.subscribe();
                tokio::spawn(async move {
                    let Some(target) = target else { return };
                    let Ok(mut far) = TcpStream::connect(target).await else {
                        return;
                    };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Self {
            address,
            target,
            cuts,
        }
    }

    fn lead_to(&self, service: &Service) {
        let rest = service.url.split("://").nth(1).unwrap();
        let address = rest.split('/').next().unwrap().parse().unwrap();
        *self.target.lock().unwrap() = Some(address);
    }

    fn cut(&self) {
        self.cuts.send_replace(());
    }
}

/// What WeChat Pay sends, one after the other for each order.
struct Traffic {
    platform: Platform,
    url: Mutex<String>,
    acknowledged: Mutex<Vec<(String, usize)>>,
    orders: AtomicUsize,
    more: AtomicBool,
}

impl Traffic {
    async fn flow(self: Arc<Self>) {
        while self.more.load(Ordering::Relaxed) {
            let order = self.orders.fetch_add(1, Ordering::Relaxed);
            let name = format!("order-{order}");
            for number in 0..3 {
                let id = format!("{order}-{number}");
                let notice = if number == 0 {
                    self.platform.payment(&id, &name, &format!("42{order}"))
                } else {
                    self.platform.refund(&id, &name, &format!("50{id}"))
                };
                loop {
                    let url = self.url.lock().unwrap().clone();
                    match self.platform.send(&url, &notice).await {
                        Some(204) => break,
                        // Where the disk is held up, it is not stored in time.
                        Some(503) | None => tokio::time::sleep(Duration::from_millis(20)).await,
                        other => panic!("{other:?} for a good notification"),
                    }
                }
                self.acknowledged.lock().unwrap().push((id, order));
                tokio::time::sleep(Duration::from_millis(8)).await;
            }
        }
    }
}

/// A `wechatpay listen` that forwards.
struct Listener(Child);

impl Listener {
    fn start(home: &Home, network: &Network, target: &Target) -> Self {
        let (url, to) = (network.address, target.url());
        let output = |name| {
            File::options()
                .create(true)
                .append(true)
                .open(home.path(name))
                .unwrap()
        };
        let command = format!("listen http://{url} --token-file relay.token --forward-to {to}");
        let mut command = home.command(&command);
        command
            .stdout(output("listen.out"))
            .stderr(output("listen.err"));
        Self(command.spawn().unwrap())
    }

    fn kill(mut self) {
        let ended = self.0.try_wait().unwrap();
        assert!(ended.is_none(), "it ended by itself: {ended:?}");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn kills() -> u32 {
    let text = std::env::var("WECHATPAY_TEST_KILLS").unwrap_or_default();
    text.parse().unwrap_or(9)
}

fn home() -> Home {
    let home = Home::new();
    // The keys are made once, and not while a server is to start.
    let _ = Platform::new(&home.path(DATA));
    home.write("relay.token", TOKEN);
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(home.path("relay.token"), private).unwrap();
    home
}

fn reaches_the_app(store: impl FnOnce(&Home) -> String) {
    let home = home();
    let options = format!("--store {} --relay-token-file relay.token", store(&home));
    let runtime = Runtime::new().unwrap();
    let mut calls = 0_u32;
    let target = Target::start(&runtime, move |_| {
        calls += 1;
        if calls.is_multiple_of(40) { 500 } else { 200 }
    });
    let network = Network::start(&runtime);
    let mut service = Service::start(&home, "served", &options);
    network.lead_to(&service);
    let traffic = Arc::new(Traffic {
        platform: Platform::new(&home.path(DATA)),
        url: Mutex::new(service.url.clone()),
        acknowledged: Mutex::default(),
        orders: AtomicUsize::new(0),
        more: AtomicBool::new(true),
    });
    let mut listener = Listener::start(&home, &network, &target);
    // What is accepted before it is connected for the first time is not for it.
    eventually("the listener is connected", || {
        home.read("listen.err")
            .contains("connected to")
            .then_some(())
    });
    let began = Instant::now();
    let lanes: Vec<_> = (0..LANES)
        .map(|_| runtime.spawn(Arc::clone(&traffic).flow()))
        .collect();
    for round in 0..kills() {
        let moment = rand::rng().random_range(50..600);
        std::thread::sleep(Duration::from_millis(moment));
        match round % 3 {
            0 => network.cut(),
            1 => {
                listener.kill();
                listener = Listener::start(&home, &network, &target);
            }
            _ => {
                service.kill();
                service = Service::start(&home, "served", &options);
                network.lead_to(&service);
                traffic.url.lock().unwrap().clone_from(&service.url);
            }
        }
    }
    // So many are a load.
    eventually("notifications are accepted", || {
        (traffic.acknowledged.lock().unwrap().len() > 50).then_some(())
    });
    traffic.more.store(false, Ordering::Relaxed);
    runtime.block_on(futures_util::future::join_all(lanes));
    let sent = began.elapsed();
    let acknowledged = traffic.acknowledged.lock().unwrap().clone();
    let taken = eventually("everything has arrived", || {
        let taken = target.taken();
        (taken.len() >= acknowledged.len()).then_some(taken)
    });
    let place: HashMap<&str, usize> = taken
        .iter()
        .enumerate()
        .map(|(at, id)| (id.as_str(), at))
        .collect();
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (id, order) in &acknowledged {
        let at = *place
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{id} is lost"));
        let before = last.insert(*order, at);
        assert!(
            before.is_none_or(|before| before < at),
            "{id} came too early"
        );
    }
    let accepted = target
        .seen()
        .iter()
        .filter(|seen| seen.status == 200)
        .count();
    say(&format!(
        "{} kills of listener, server and network in {:.1} s: {} accepted, {} delivered, {} of them again, all after {:.1} s",
        kills(),
        sent.as_secs_f32(),
        acknowledged.len(),
        taken.len(),
        accepted - taken.len(),
        began.elapsed().as_secs_f32(),
    ));
    service.end();
}

#[test]
fn everything_reaches_the_app_from_sqlite() {
    reaches_the_app(|home| home.path("inbox.db").display().to_string());
}

#[test]
fn everything_reaches_the_app_from_postgresql() {
    let Some(store) = postgres::database("relay") else {
        return;
    };
    reaches_the_app(|_| store);
}

#[test]
fn what_another_replica_accepts_is_streamed_too() {
    let Some(store) = postgres::database("relay_replicas") else {
        return;
    };
    let home = home();
    let options = format!("--store {store} --relay-token-file relay.token");
    let runtime = Runtime::new().unwrap();
    let target = Target::start(&runtime, |_| 200);
    let network = Network::start(&runtime);
    let platform = Platform::new(&home.path(DATA));
    let [one, two] = ["one", "two"].map(|name| Service::start(&home, name, &options));
    network.lead_to(&one);
    let _listener = Listener::start(&home, &network, &target);
    eventually("the listener is connected", || {
        home.read("listen.err")
            .contains("connected to")
            .then_some(())
    });
    let send = |service: &Service, id: &str| {
        let notice = platform.payment(id, id, id);
        assert_eq!(
            runtime.block_on(platform.send(&service.url, &notice)),
            Some(204)
        );
    };
    send(&two, "a");
    send(&one, "b");
    // The replica that it was connected to dies, and a load balancer leads to the other.
    one.kill();
    network.lead_to(&two);
    send(&two, "c");
    eventually("all have arrived", || {
        let mut taken = target.taken();
        taken.sort();
        (taken == ["a", "b", "c"]).then_some(())
    });
    two.end();
}

#[test]
fn refunds_are_read_with_their_numbers() {
    each_store("numbers", async |inbox| {
        put(&*inbox, refund("r", "order-1", "50"), &[]).await;
        let read = inbox.after(Position::START, 1).await.unwrap().notifications;
        assert!(read[0].resource.contains("\"refund_id\":\"50\""));
        assert!(!read[0].is_duplicate);
        // Another notification about the same refund is stored, and not sent on.
        put(&*inbox, refund("again", "order-1", "50"), &[]).await;
        let read = inbox
            .after(read[0].position, 1)
            .await
            .unwrap()
            .notifications;
        assert!(read[0].is_duplicate);
    });
}
