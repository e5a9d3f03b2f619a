//! One notification's way: raw bytes, signature and freshness, the plaintext, the store, and
//! only then the answer.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Request};
use axum::response::Response;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};

use super::Receiver;
use super::answer::{ANSWER, Verdict};
use super::arrivals::Arrival;
use super::judge::Rejection;
use super::limits::{self, Unread};
use super::refused::Refused;
use crate::ambient;
use crate::inbox::{Kept, Put, Record};
use crate::protocol::notification::Event;
use crate::protocol::signed::{FRESH, VerifyError};

pub(super) async fn receive(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let began = Instant::now();
    let verdict = receiver.take(peer, request, began + ANSWER).await;
    receiver.metrics.received(verdict, began.elapsed());
    verdict.answer()
}

impl Receiver {
    /// Takes a notification in, and returns by `until` what came of it.
    async fn take(
        self: &Arc<Self>,
        peer: SocketAddr,
        request: Request<Body>,
        until: Instant,
    ) -> Verdict {
        if let Some(rate) = self.limits.exceeded_by(peer.ip()) {
            self.refused(peer, Refused::TooManyRequests(rate));
            return Verdict::TooMany;
        }
        let (head, body) = request.into_parts();
        let body = match limits::read(body, self.limits.body, until).await {
            Ok(body) => body,
            Err(unread) => {
                let (why, verdict) = match unread {
                    Unread::TooLarge => {
                        (Refused::BodyTooLarge(self.limits.body), Verdict::TooLarge)
                    }
                    Unread::TooSlow => (Refused::BodyTooSlow, Verdict::TooSlow),
                    Unread::Broken => (Refused::BodyBroken, Verdict::Broken),
                };
                self.refused(peer, why);
                return verdict;
            }
        };
        let judged = match self.judge(&head.headers, &body) {
            Err(Rejection::Untrusted(VerifyError::UnknownSerial(serial))) => {
                self.judge_anew(&head.headers, &body, serial, until).await
            }
            judged => judged,
        };
        match judged {
            Ok((event, body)) => {
                let headers = kept(&head.headers);
                let record = Record::new(event, headers, body, ambient::millis());
                self.acknowledge(Arc::new(record), until).await
            }
            Err(rejection) => {
                let verdict = Verdict::of(&rejection);
                let is_unsigned = verdict == Verdict::Unsigned;
                let why = if is_unsigned && is_xml(&body) {
                    Refused::ApiV2
                } else {
                    Refused::Notification(rejection)
                };
                self.refused(peer, why);
                verdict
            }
        }
    }

    /// Has the log tell of a refusal.
    pub(super) fn refused(&self, peer: SocketAddr, why: Refused) {
        let peer = Some(peer.ip().to_canonical());
        self.told.tell(Arrival::Refused { peer, why });
    }

    fn judge(&self, headers: &HeaderMap, body: &Bytes) -> Result<(Event, Vec<u8>), Rejection> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let keys = self.keys.load();
        keys.judge
            .judge(text, body.to_vec(), ambient::now(), Some(FRESH))
    }

    /// Judges once more, with the certificates as they are now.
    async fn judge_anew(
        &self,
        headers: &HeaderMap,
        body: &Bytes,
        serial: String,
        until: Instant,
    ) -> Result<(Event, Vec<u8>), Rejection> {
        let renewed = match &self.renewal {
            Some(renewal) => {
                let keys = Arc::clone(&self.keys);
                let install = move |new| keys.store(Arc::new(new));
                renewal.renew(Instant::now(), until, install).await
            }
            None => false,
        };
        if renewed {
            self.judge(headers, body)
        } else {
            Err(VerifyError::UnknownSerial(serial).into())
        }
    }

    /// Acknowledges a record once it is kept, and has arrived where that is asked for.
    async fn acknowledge(self: &Arc<Self>, record: Arc<Record>, until: Instant) -> Verdict {
        let id = record.id.clone();
        let keeping = Begun(Some(Box::pin(Arc::clone(self).keep(record))));
        let Kept { record, put } = match timeout_at(until, keeping).await {
            Ok(Some(kept)) => kept,
            Ok(None) => return Verdict::NotStored,
            Err(_) => {
                self.metrics.put(false);
                self.told.tell(Arrival::Late(id));
                return Verdict::NotStored;
            }
        };
        let id = record.id.clone();
        if self.forward_first && !self.forwarder.arrives(&id, put, until).await {
            self.told.tell(Arrival::NotForwarded(id));
            return Verdict::NotForwarded;
        }
        match put {
            Put::New | Put::Altered { is_new: true } => Verdict::Stored,
            Put::Seen | Put::Altered { is_new: false } => {
                self.told.tell(Arrival::Duplicate(id));
                Verdict::Duplicate
            }
        }
    }

    /// Keeps a record, and tells of it; none if it cannot be kept.
    async fn keep(self: Arc<Self>, record: Arc<Record>) -> Option<Kept> {
        let targets = self.forwarder.targets_of(&record.event_type);
        let earlier = |kept: Kept| self.tell_kept(&kept);
        let inbox = &*self.inbox;
        let outcome = self.in_order.put(inbox, record, targets, earlier).await;
        self.metrics.put(outcome.is_ok());
        for event in self.inbox.events() {
            self.told.tell(Arrival::Store(event));
        }
        match outcome {
            Ok(kept) => {
                self.tell_kept(&kept);
                Some(kept)
            }
            Err(error) => {
                self.told.tell(Arrival::Unkept(error));
                None
            }
        }
    }

    fn tell_kept(&self, Kept { record, put }: &Kept) {
        match put {
            Put::Seen | Put::Altered { is_new: false } => return,
            Put::Altered { is_new: true } => {
                self.told.tell(Arrival::Altered(record.id.clone()));
            }
            Put::New => {}
        }
        self.forwarder.wake();
        self.told.tell(Arrival::Event(Arc::clone(record)));
    }
}

/// What has begun and ends, whatever becomes of the connection that waits for it and of its time.
struct Begun<F: Future<Output: Send> + Send + 'static>(Option<Pin<Box<F>>>);

impl<F: Future<Output: Send> + Send> Future for Begun<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Some(work) = &mut self.0 else {
            return Poll::Pending;
        };
        let polled = work.as_mut().poll(context);
        if polled.is_ready() {
            self.0 = None;
        }
        polled
    }
}

impl<F: Future<Output: Send> + Send> Drop for Begun<F> {
    fn drop(&mut self) {
        if let (Some(work), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(work);
        }
    }
}

/// Returns whether a body is XML, as the notifications of API v2 are.
fn is_xml(body: &[u8]) -> bool {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    text.trim_ascii_start().starts_with(b"<")
}

/// What belongs to a connection and not to the notification.
const HOP_BY_HOP: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Returns the headers to keep; a byte that is no ASCII becomes the character of its number, so
/// that none is lost.
fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let all = headers.iter();
    all.filter(|(name, _)| !HOP_BY_HOP.contains(&name.as_str()))
        .map(|(name, value)| {
            let text = match value.to_str() {
                Ok(text) => text.to_owned(),
                Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
            };
            (name.as_str().to_owned(), text)
        })
        .collect()
}
