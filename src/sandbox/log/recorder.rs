//! What records requests behind their responses: a bounded queue, and one thread that makes the
//! records, finds out why signatures were refused, stores them and sends them to those who watch.
//!
//! A response never waits for it. If it cannot keep up, bodies are left out first, then findings,
//! which are looked for again when a record is shown, and at last records, whose number is logged. A
//! process that is killed loses the records of its last moments, and never an order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use crate::sandbox::identity::Merchants;
use crate::sandbox::log::event::{Events, SandboxEvent};
use crate::sandbox::log::exchange::Exchange;
use crate::sandbox::log::request::RequestRecord;
use crate::sandbox::store::requests::RequestLog;

/// How many requests wait to be recorded; further ones are not.
const MAX_WAITING: usize = 8192;

/// Without bodies from here on.
const MAX_WAITING_BYTES: usize = 32 * 1024 * 1024;

/// With more requests than this behind it, a refused signature is not looked into at once.
const MAX_WAITING_FOR_CHECK: usize = 32;

/// If others wait behind one that has waited longer, the search for its reason is cut short: they
/// are recorded after it.
const MAX_CHECK_DELAY: Duration = Duration::from_secs(2);

/// How many records are gathered before they are stored, and for how long.
const MAX_BATCH: usize = 512;
const GATHER_INTERVAL: Duration = Duration::from_millis(20);

/// With how many requests behind it the thread is woken while it gathers: to wake it for each costs
/// more than the record.
const MAX_WAITING_ASLEEP: usize = 16;

/// How long a process that ends waits until everything is stored.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(10);

/// Records requests.
#[derive(Debug)]
pub(crate) struct Recorder {
    merchants: Arc<Merchants>,
    pub(crate) log: Arc<RequestLog>,
    pub(crate) events: Arc<Events>,
    load: Arc<Load>,
    /// Started by the first request.
    queue: OnceLock<Option<Queue>>,
}

/// This side of the queue.
#[derive(Debug)]
struct Queue {
    items: SyncSender<Item>,
    /// Sleeps while it gathers.
    writer: Thread,
}

/// How much waits.
#[derive(Debug, Default)]
struct Load {
    requests: AtomicUsize,
    bytes: AtomicUsize,
    left_out: AtomicU64,
}

#[derive(Debug)]
enum Item {
    /// With the moment from which it waits.
    Exchange(Box<Exchange>, Instant),
    /// Everything before it is stored once this is called.
    Flush(Done),
}

type DoneFn = Box<dyn FnOnce() + Send>;

/// What is called once everything is stored.
struct Done(DoneFn);

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Done")
    }
}

impl Recorder {
    pub(crate) fn new(data: &Path, merchants: Arc<Merchants>) -> Self {
        Self {
            merchants,
            log: Arc::new(RequestLog::new(data)),
            events: Arc::new(Events::new()),
            load: Arc::default(),
            queue: OnceLock::new(),
        }
    }

    /// Takes a request; returns at once.
    pub(crate) fn record(&self, mut exchange: Exchange) {
        let Some(queue) = self.queue.get_or_init(|| self.start()) else {
            return;
        };
        if self.load.bytes.load(Ordering::Relaxed) > MAX_WAITING_BYTES {
            exchange.lighten();
        }
        let weight = exchange.weight();
        let is_urgent = exchange.status == StatusCode::UNAUTHORIZED;
        let before = self.load.requests.fetch_add(1, Ordering::Relaxed);
        self.load.bytes.fetch_add(weight, Ordering::Relaxed);
        let item = Item::Exchange(Box::new(exchange), Instant::now());
        if queue.items.try_send(item).is_err() {
            self.load.requests.fetch_sub(1, Ordering::Relaxed);
            self.load.bytes.fetch_sub(weight, Ordering::Relaxed);
            self.load.left_out.fetch_add(1, Ordering::Relaxed);
        }
        if is_urgent || before + 1 == MAX_WAITING_ASLEEP {
            queue.writer.unpark();
        }
    }

    /// Waits until everything so far is stored.
    pub(crate) async fn settled(&self) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let sent = self.flush(Box::new(move || {
            // Who waited may have gone.
            let _ = sender.send(());
        }));
        if sent {
            let _ = receiver.await;
        }
    }

    /// Waits until everything so far is stored, but not for ever.
    pub(crate) fn settle(&self) {
        let (sender, receiver) = sync_channel(1);
        let sent = self.flush(Box::new(move || {
            let _ = sender.try_send(());
        }));
        if sent {
            let _ = receiver.recv_timeout(FLUSH_TIMEOUT);
        }
    }

    /// Stores everything so far, ends every stream of events, and closes the log.
    pub(crate) fn close(&self) {
        self.settle();
        self.events.close();
        self.log.end();
    }

    /// Tells whether `done` will be called or dropped.
    fn flush(&self, done: DoneFn) -> bool {
        let Some(Some(queue)) = self.queue.get() else {
            return false;
        };
        // A full queue has room again soon: the other side never waits for anything else.
        let sent = queue.items.send(Item::Flush(Done(done))).is_ok();
        queue.writer.unpark();
        sent
    }

    fn start(&self) -> Option<Queue> {
        let (sender, items) = sync_channel(MAX_WAITING);
        let writer = Writer {
            merchants: Arc::clone(&self.merchants),
            log: Arc::clone(&self.log),
            events: Arc::clone(&self.events),
            load: Arc::clone(&self.load),
            missing: 0,
        };
        let thread = thread::Builder::new().name("sandbox-log".to_owned());
        let thread = thread.spawn(move || writer.run(&items)).ok()?;
        Some(Queue {
            items: sender,
            writer: thread.thread().clone(),
        })
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.settle();
        self.log.end();
    }
}

/// The other side of the queue.
struct Writer {
    merchants: Arc<Merchants>,
    log: Arc<RequestLog>,
    events: Arc<Events>,
    load: Arc<Load>,
    /// How many records could not be stored since the log could last be written.
    missing: u64,
}

impl Writer {
    fn run(mut self, items: &Receiver<Item>) {
        let mut last = None;
        while let Ok(first) = items.recv() {
            let mut records = Vec::new();
            let mut waiting = self.take(first, &mut records);
            let until = last.map(|last: Instant| last + GATHER_INTERVAL);
            while waiting.is_none() && records.len() < MAX_BATCH {
                let rest = until.map(|until| until.saturating_duration_since(Instant::now()));
                match (items.try_recv(), rest) {
                    (Ok(item), _) => waiting = self.take(item, &mut records),
                    (Err(TryRecvError::Empty), Some(rest)) if !rest.is_zero() => {
                        thread::park_timeout(rest);
                    }
                    (Err(_), _) => break,
                }
            }
            self.store(records);
            last = Some(Instant::now());
            if let Some(Done(done)) = waiting {
                done();
            }
        }
    }

    /// Makes a record, or returns who waits until the records are stored.
    fn take(&self, item: Item, records: &mut Vec<RequestRecord>) -> Option<Done> {
        match item {
            Item::Exchange(exchange, since) => {
                let behind = self.load.requests.fetch_sub(1, Ordering::Relaxed);
                self.load
                    .bytes
                    .fetch_sub(exchange.weight(), Ordering::Relaxed);
                let mut record = exchange.into_record();
                if behind <= MAX_WAITING_FOR_CHECK {
                    // What strangers sent must not end the log.
                    let check = AssertUnwindSafe(|| {
                        if behind == 1 || since.elapsed() < MAX_CHECK_DELAY {
                            record.check(&self.merchants)
                        } else {
                            record.check_hurriedly(&self.merchants)
                        }
                    });
                    record.summary.check = catch_unwind(check).ok().flatten();
                }
                records.push(record);
                None
            }
            Item::Flush(done) => Some(done),
        }
    }

    /// Stores records, and sends them to those who watch; one that cannot be stored is sent
    /// without a number.
    fn store(&mut self, mut records: Vec<RequestRecord>) {
        if records.is_empty() {
            return;
        }
        let not_recorded = self.load.left_out.swap(0, Ordering::Relaxed);
        if not_recorded > 0 {
            self.events.send(SandboxEvent::NotRecorded(not_recorded));
        }
        match self.log.add(&mut records) {
            Ok(()) if self.missing > 0 => {
                let missing = std::mem::take(&mut self.missing);
                self.events.send(SandboxEvent::LogRestored(missing));
            }
            Ok(()) => {}
            Err(why) => {
                if self.missing == 0 {
                    self.events.send(SandboxEvent::LogFailed(Arc::new(why)));
                }
                self.missing += u64::try_from(records.len()).unwrap_or(u64::MAX);
                for record in &mut records {
                    record.summary.id = 0;
                }
            }
        }
        for record in records {
            self.events.send(SandboxEvent::Request(Arc::new(record)));
        }
    }
}
