//! Bodies of requests: read up to a limit, in bounded memory over all connections together.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

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

/// What bodies are read through.
#[derive(Debug)]
pub(super) struct Intake {
    calls: Semaphore,
    uploads: Semaphore,
    imports: Semaphore,
    discarding: Arc<Semaphore>,
}

/// Whose memory a body takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// Shared by all calls but uploads, so that those keep no other call waiting.
    Calls,
    /// Shared by all uploads.
    Uploads,
    /// For one import at a time.
    Import,
}

/// A body that was read; its memory is counted until it is dropped.
pub(super) struct Received<'i> {
    pub(super) bytes: Vec<u8>,
    _permit: Option<SemaphorePermit<'i>>,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    TooLong,
    TooSlow,
    /// The connection broke, or the body's framing is wrong.
    Broken,
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            calls: Semaphore::new(MAX_CALL_UNITS),
            uploads: Semaphore::new(MAX_UPLOAD_UNITS),
            imports: Semaphore::new(1),
            discarding: Arc::new(Semaphore::new(MAX_DISCARDING)),
        }
    }
}

impl Intake {
    /// Reads a body of at most `limit` bytes, once there is memory for it.
    pub(super) async fn read(
        &self,
        body: &mut Body,
        limit: usize,
        room: Room,
    ) -> Result<Received<'_>, Unread> {
        let size = body.size_hint();
        let limit_bytes = u64::try_from(limit).unwrap_or(u64::MAX);
        if size.lower() > limit_bytes {
            return Err(Unread::TooLong);
        }
        let expected = size.upper().unwrap_or(limit_bytes).min(limit_bytes);
        let expected = usize::try_from(expected).unwrap_or(limit);
        let permit = self.room(expected, room).await;
        let bytes = timeout(READ_TIMEOUT, collect(body, expected, limit))
            .await
            .map_err(|_| Unread::TooSlow)??;
        Ok(Received {
            bytes,
            _permit: permit,
        })
    }

    async fn room(&self, bytes: usize, room: Room) -> Option<SemaphorePermit<'_>> {
        let units = u32::try_from(bytes.div_ceil(UNIT_BYTES)).unwrap_or(u32::MAX);
        let permit = match room {
            Room::Calls => self.calls.acquire_many(units).await,
            Room::Uploads => self.uploads.acquire_many(units).await,
            Room::Import => self.imports.acquire().await,
        };
        // None of them is ever closed.
        permit.ok()
    }

    /// Takes what a refused caller still sends from the wire and keeps none of it: who is cut off
    /// while sending often cannot read the response.
    pub(super) fn discard(&self, mut body: Body) {
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
