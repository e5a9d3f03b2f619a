//! Bodies of requests: read up to a limit, in bounded memory over all connections together.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header::{CONNECTION, EXPECT};
use axum::http::{Extensions, HeaderValue};
use axum::response::Response;
use http_body_util::BodyExt;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The longest body of a call; an order's is some kilobytes at most.
pub(crate) const MAX_CALL_BYTES: usize = 64 * 1024;

/// Memory for bodies is counted in units of this size.
const UNIT_BYTES: usize = 1024;

/// How many units all calls hold at a time, and all uploads; further ones wait before their body
/// is read.
const MAX_CALL_UNITS: usize = 32 * 1024;
const MAX_UPLOAD_UNITS: usize = 24 * 1024;

/// How long a caller may take to send a body.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of a body that is not wanted is taken from the wire, so that its sender gets to read
/// the refusal, and for how long.
const MAX_DISCARDED_BYTES: usize = 8 * 1024 * 1024;
const DISCARD_TIMEOUT: Duration = Duration::from_secs(2);

/// How many connections are treated so at a time; others are closed at once.
const MAX_DISCARDING: usize = 16;

/// What all bodies share: the memory they are read into, and how many may be discarded at a time.
#[derive(Clone)]
pub(crate) struct Bodies {
    memory: Arc<Shares>,
    discarding: Arc<Semaphore>,
    /// Added to every response, so that its headers are spelled as WeChat Pay's.
    spelled: Arc<Extensions>,
}

struct Shares {
    calls: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    imports: Arc<Semaphore>,
}

/// Whose memory a body takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Memory {
    /// Shared by all calls but uploads, so that those keep no other call waiting.
    Calls,
    /// Shared by all uploads.
    Uploads,
    /// For one import at a time.
    Import,
}

/// The body of a request, which stays on the wire until a handler reads it.
#[derive(Clone)]
pub(crate) struct PendingBody {
    body: Arc<Mutex<Body>>,
    memory: Arc<Shares>,
}

/// A body that was read; its memory is counted until the permit is dropped.
pub(crate) struct Received {
    pub(crate) bytes: Vec<u8>,
    pub(crate) permit: Option<OwnedSemaphorePermit>,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    TooLong,
    TooSlow,
    /// The connection broke, or the body's framing is wrong.
    Broken,
}

impl Bodies {
    pub(crate) fn new(spelled: Extensions) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self {
            memory: Arc::new(Shares {
                calls: semaphore(MAX_CALL_UNITS),
                uploads: semaphore(MAX_UPLOAD_UNITS),
                imports: semaphore(1),
            }),
            discarding: semaphore(MAX_DISCARDING),
            spelled: Arc::new(spelled),
        }
    }

    /// Reads what a refused caller still sends and discards it: a sender that
    /// is cut off often cannot read the response.
    pub(crate) fn discard(&self, mut body: Body) {
        let Ok(permit) = Arc::clone(&self.discarding).try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            let drain = async {
                let mut discarded = 0;
                while let Some(Ok(frame)) = body.frame().await {
                    discarded += frame.data_ref().map_or(0, bytes::Bytes::len);
                    if discarded > MAX_DISCARDED_BYTES {
                        break;
                    }
                }
            };
            // Whether it ended or not, the connection is closed now.
            let _ = timeout(DISCARD_TIMEOUT, drain).await;
            drop(permit);
        });
    }
}

/// Passes the body of a request on unread to `next`, and discards the rest of it after the response.
pub(crate) async fn discard_unread<F: Future<Output = Response>>(
    bodies: &Bodies,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let (mut head, body) = request.into_parts();
    // A caller that waits for permission to send the body is refused it.
    let waits = head.headers.contains_key(EXPECT);
    let pending = PendingBody {
        body: Arc::new(Mutex::new(body)),
        memory: Arc::clone(&bodies.memory),
    };
    head.extensions.insert(pending.clone());
    let mut response = next(Request::from_parts(head, Body::empty())).await;
    let body = std::mem::take(&mut *pending.body.lock().await);
    if !body.is_end_stream() {
        let short = body
            .size_hint()
            .upper()
            .is_some_and(|upper| upper <= MAX_CALL_BYTES as u64);
        if waits || !short {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        if !waits {
            bodies.discard(body);
        }
    }
    let spelled = Extensions::clone(&bodies.spelled);
    response.extensions_mut().extend(spelled);
    response
}

impl PendingBody {
    /// Reads the body, of at most `limit` bytes, once there is memory for it.
    pub(crate) async fn read(&self, limit: usize, memory: Memory) -> Result<Received, Unread> {
        let mut body = self.body.lock().await;
        let size = body.size_hint();
        let limit_bytes = u64::try_from(limit).unwrap_or(u64::MAX);
        if size.lower() > limit_bytes {
            return Err(Unread::TooLong);
        }
        let expected = size.upper().unwrap_or(limit_bytes).min(limit_bytes);
        let expected = usize::try_from(expected).unwrap_or(limit);
        let permit = self.memory.acquire(expected, memory).await;
        let bytes = timeout(READ_TIMEOUT, collect(&mut body, expected, limit))
            .await
            .map_err(|_| Unread::TooSlow)??;
        Ok(Received { bytes, permit })
    }
}

impl Shares {
    async fn acquire(&self, bytes: usize, memory: Memory) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX);
        let permit = match memory {
            Memory::Calls => Arc::clone(&self.calls).acquire_many_owned(units).await,
            Memory::Uploads => Arc::clone(&self.uploads).acquire_many_owned(units).await,
            Memory::Import => Arc::clone(&self.imports).acquire_owned().await,
        };
        // None of them is ever closed.
        permit.ok()
    }
}

async fn collect(body: &mut Body, expected: usize, limit: usize) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::with_capacity(expected.min(limit).min(64 * UNIT_BYTES));
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
            continue;
        };
        if data.len() > limit - bytes.len() {
            return Err(Unread::TooLong);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
