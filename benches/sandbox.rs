//! The sandbox as a target of load: what placing an order costs beside the bare RSA operations in
//! it, and queries among a million orders.
//!
//! Requests are signed beforehand and sent over plain connections, so that nearly all of the time is
//! the sandbox's. Other programs that run meanwhile falsify the rates, but hardly the CPU time, which
//! Linux counts for each thread. The number of orders of the second part is `SANDBOX_BENCH_ORDERS`.
#![expect(
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "figures for people"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use wechatpay::ambient;
use wechatpay::protocol::authorization::Authorization;
use wechatpay::protocol::keys::SigningKey;
use wechatpay::sandbox::{Identity, Options, RequestFilter, Sandbox};

const PREPAY: &str = "/v3/pay/transactions/jsapi";
const ORDERS: usize = 4000;
const CONNECTIONS: usize = 32;
const QUERIES: usize = 2000;

/// The program's, since that is what is loaded.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct Merchant {
    key: SigningKey,
    mchid: String,
    appid: String,
}

impl Merchant {
    fn new(identity: &Identity) -> Self {
        let pem = std::fs::read(identity.private_key_path()).expect("a key");
        Self {
            key: SigningKey::from_pem(identity.serial_no().clone(), &pem).expect("a key"),
            mchid: identity.mchid().to_string(),
            appid: identity.appid().to_string(),
        }
    }

    fn order(&self, number: &str) -> Vec<u8> {
        json!({
            "appid": self.appid, "mchid": self.mchid, "description": "coffee",
            "out_trade_no": number, "notify_url": "https://shop.example/notify",
            "amount": {"total": 1, "currency": "CNY"}, "payer": {"openid": "oBench"},
        })
        .to_string()
        .into_bytes()
    }

    fn signed(&self, method: &str, target: &str, body: &[u8]) -> Authorization {
        let mchid = self.mchid.parse().expect("a merchant number");
        Authorization::sign(&self.key, &mchid, &ambient::stamp(), method, target, body)
    }

    fn request(&self, method: &str, target: &str, body: &[u8]) -> Vec<u8> {
        let authorization = self.signed(method, target, body);
        let length = body.len();
        let mut bytes = format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\
             User-Agent: bench\r\nContent-Type: application/json\r\n\
             Authorization: {authorization}\r\nContent-Length: {length}\r\n\r\n"
        )
        .into_bytes();
        bytes.extend(body);
        bytes
    }

    fn query(&self, number: &str) -> Vec<u8> {
        let target = format!(
            "/v3/pay/transactions/out-trade-no/{number}?mchid={}",
            self.mchid
        );
        self.request("GET", &target, b"")
    }
}

/// A connection that is kept, with one request on its way at a time.
struct Connection {
    stream: TcpStream,
    block: Vec<u8>,
}

impl Connection {
    async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("an option");
        let block = vec![0; 16 * 1024];
        Self { stream, block }
    }

    /// Sends a request and reads the response, which must be a 200.
    async fn exchange(&mut self, request: &[u8]) {
        self.stream.write_all(request).await.expect("a connection");
        let mut filled = 0;
        loop {
            let free = &mut self.block[filled..];
            let count = self.stream.read(free).await.expect("a response");
            assert!(
                count > 0,
                "the connection was closed or the response is long"
            );
            filled += count;
            if is_whole(&self.block[..filled]) {
                return;
            }
        }
    }
}

/// Tells whether all of a response is there.
fn is_whole(received: &[u8]) -> bool {
    let text = std::str::from_utf8(received).expect("a response in ASCII");
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: "))
        .expect("a length");
    body.len() >= length.parse::<usize>().expect("a number")
}

/// Returns the CPU time of a thread; zero where the system does not tell.
fn cpu_time(thread: &Path) -> Duration {
    let counted = std::fs::read_to_string(thread.join("schedstat")).unwrap_or_default();
    let nanoseconds = counted.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Returns the CPU time of all threads that there are, so not of those that sent requests.
fn cpu_time_of_all() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    threads
        .flatten()
        .map(|thread| cpu_time(&thread.path()))
        .sum()
}

/// Runs `work` on every core, and returns how often a second it was done in all, and the CPU time.
fn on_all_cores(work: impl Fn() + Sync, times: usize) -> (f64, Duration) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    let worker = || {
        (0..times / cores).for_each(|_| work());
        cpu_time(Path::new("/proc/thread-self"))
    };
    let cpu = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
        let times = threads
            .into_iter()
            .map(|thread| thread.join().expect("a time"));
        times.sum()
    });
    (times as f64 / start.elapsed().as_secs_f64(), cpu)
}

/// What the sending side saw.
struct Load {
    /// How many requests a second were answered.
    rate: f64,
    /// The CPU time of the thread that sent them.
    cpu: Duration,
}

/// Sends all requests from one thread over several connections.
fn load(address: &str, requests: &[Vec<u8>]) -> Load {
    let client = || {
        let start = Instant::now();
        let parts = requests.chunks(requests.len().div_ceil(CONNECTIONS));
        let connections = parts.map(|part| async move {
            let mut connection = Connection::open(address).await;
            for request in part {
                connection.exchange(request).await;
            }
        });
        let all: FuturesUnordered<_> = connections.collect();
        client_runtime().block_on(all.collect::<()>());
        Load {
            rate: requests.len() as f64 / start.elapsed().as_secs_f64(),
            cpu: cpu_time(Path::new("/proc/thread-self")),
        }
    };
    std::thread::scope(|scope| scope.spawn(client).join().expect("a rate"))
}

fn client_runtime() -> Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_io().build().expect("a runtime")
}

/// Sends requests one after another, and returns how long each took.
async fn times_of(address: &str, requests: &[Vec<u8>]) -> Vec<Duration> {
    let mut connection = Connection::open(address).await;
    let mut times = Vec::new();
    for request in requests {
        let sent = Instant::now();
        connection.exchange(request).await;
        times.push(sent.elapsed());
    }
    times
}

async fn start(data: &Path) -> (Arc<Sandbox>, String) {
    let sandbox = Sandbox::open(data, Options::default()).expect("a sandbox");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    tokio::spawn(Arc::clone(&sandbox).serve(listener, std::future::pending()));
    (sandbox, address)
}

/// Copies one order until there are N.
fn fill(data: &Path, orders: usize) {
    let database = rusqlite::Connection::open(data.join("sandbox.db")).expect("a database");
    database
        .execute(
            "WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ?)
             INSERT INTO trade (out_trade_no, mchid, state, ordered_at, document)
             SELECT 'bulk-' || i, mchid, state, ordered_at + i,
                    replace(document, 'bench-0', 'bulk-' || i)
             FROM number, trade WHERE out_trade_no = 'bench-0'",
            [i64::try_from(orders).expect("a number of orders")],
        )
        .expect("a copy");
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.map_or_else(String::new, |line| {
        line.trim_start_matches("VmRSS:").trim().to_owned()
    })
}

/// Places orders beside bare RSA operations, part by part, so that both see the same machine.
fn compare(
    runtime: &Runtime,
    sandbox: &Sandbox,
    address: &str,
    bare: impl Fn() + Sync,
    requests: &[Vec<u8>],
) {
    let (mut slowest, mut rates) = (f64::MAX, (0.0, 0.0));
    let mut cpu = [Duration::ZERO; 3];
    let parts = requests.chunks(ORDERS / 8);
    let rounds = parts.len() as f64;
    for part in parts {
        let (limit, cpu_of_bare) = on_all_cores(&bare, part.len());
        let before = cpu_time_of_all();
        let sent = load(address, part);
        // What is left to be done once all are answered: the log's part.
        let logged = runtime.block_on(sandbox.requests(&RequestFilter::default()));
        logged.expect("a log");
        let placed = cpu_time_of_all().saturating_sub(before);
        for (all, one) in cpu.iter_mut().zip([cpu_of_bare, placed, sent.cpu]) {
            *all += one;
        }
        rates = (rates.0 + limit, rates.1 + sent.rate);
        slowest = slowest.min(sent.rate / limit);
    }
    let (limit, answered) = (rates.0 / rounds, rates.1 / rounds);
    println!("one verification and one signature, all cores: {limit:.0}/s");
    println!(
        "orders placed: {answered:.0}/s, {:.0} %",
        answered / limit * 100.0
    );
    println!(
        "the slowest of {rounds:.0} rounds: {:.0} %",
        slowest * 100.0
    );
    let [bare, placed, sent] = cpu.map(|time| time.as_secs_f64() * 1e6 / requests.len() as f64);
    println!(
        "CPU time: {bare:.0} µs for the operations alone, {placed:.0} µs for an order, {:.0} %; \
         {sent:.0} µs to send it",
        bare / placed * 100.0
    );
}

fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let (sandbox, address) = runtime.block_on(start(data));
    let merchant = Merchant::new(sandbox.identity());

    let pem = std::fs::read(sandbox.identity().certificate_path()).expect("a certificate");
    let certificate = wechatpay::protocol::certificate::X509::from_pem(&pem).expect("one");
    let public = certificate.verifying_key().expect("its key");
    let body = merchant.order("bare-0");
    let sample = merchant.signed("POST", PREPAY, &body);
    let bare = || {
        assert!(sample.verify(&public, "POST", PREPAY, &body));
        merchant.signed("POST", PREPAY, &body);
    };
    let requests: Vec<_> = (0..ORDERS)
        .map(|number| {
            let body = merchant.order(&format!("bench-{number}"));
            merchant.request("POST", PREPAY, &body)
        })
        .collect();
    compare(&runtime, &sandbox, &address, bare, &requests);

    let orders = std::env::var("SANDBOX_BENCH_ORDERS").map_or(1_000_000, |text| {
        text.parse().expect("SANDBOX_BENCH_ORDERS is a number")
    });
    fill(data, orders);
    println!("memory beside {orders} orders: {}", memory());
    let start_of_open = Instant::now();
    let (_again, address) = runtime.block_on(start(data));
    println!("opened in {:?}", start_of_open.elapsed());
    let queries: Vec<_> = (0..QUERIES)
        .map(|at| merchant.query(&format!("bulk-{}", at * (orders / QUERIES) + 1)))
        .collect();
    let mut times = client_runtime().block_on(times_of(&address, &queries));
    times.sort();
    let (half, most) = (times[QUERIES / 2], times[QUERIES * 99 / 100]);
    println!("a query among them: half within {half:?}, 99 of 100 within {most:?}");
    println!("memory after {QUERIES} queries: {}", memory());
}
