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

use super::answer::{ANSWER, Verdict};
use super::events::NotifyEvent;
use super::limits::{self, Unread};
use super::refused::Refused;
use super::service::Receiver;
use super::verifier::Rejection;
use crate::ambient;
use crate::inbox::{Insert, Kept, RawHeaders, Record};
use crate::protocol::notification::Event;
use crate::protocol::signed::{MAX_AGE, VerifyError};

pub(super) async fn receive(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let began = Instant::now();
    let verdict = receiver.receive(peer, request, began + ANSWER).await;
    receiver.metrics.received(verdict, began.elapsed());
    verdict.answer()
}

impl Receiver {
    /// Receives a notification, and returns by `until` what came of it.
    async fn receive(
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
        let verified = match self.verify(&head.headers, &body) {
            Err(Rejection::Untrusted(VerifyError::UnknownSerial(serial))) => {
                self.verify_with_new_certificates(&head.headers, &body, serial, until)
                    .await
            }
            verified => verified,
        };
        match verified {
            Ok((event, body)) => {
                let headers = RawHeaders::from(&head.headers);
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

    /// Logs a refusal.
    pub(super) fn refused(&self, peer: SocketAddr, why: Refused) {
        let peer = Some(peer.ip().to_canonical());
        self.events.tell(NotifyEvent::Refused { peer, why });
    }

    fn verify(&self, headers: &HeaderMap, body: &Bytes) -> Result<(Event, Vec<u8>), Rejection> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let keys = self.keys.load();
        keys.verifier
            .verify(text, body.to_vec(), ambient::now(), Some(MAX_AGE))
    }

    /// Verifies again, with the certificates as they are now.
    async fn verify_with_new_certificates(
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
            self.verify(headers, body)
        } else {
            Err(VerifyError::UnknownSerial(serial).into())
        }
    }

    /// Acknowledges a record once it is stored, and has arrived if that is asked for.
    async fn acknowledge(self: &Arc<Self>, record: Arc<Record>, until: Instant) -> Verdict {
        let id = record.id.clone();
        let storing = RunToCompletion(Some(Box::pin(Arc::clone(self).store(record))));
        let Kept { record, put } = match timeout_at(until, storing).await {
            Ok(Some(kept)) => kept,
            Ok(None) => return Verdict::NotStored,
            Err(_) => {
                self.metrics.put(false);
                self.events.tell(NotifyEvent::Late(id));
                return Verdict::NotStored;
            }
        };
        let id = record.id.clone();
        if self.forward_first && !self.forwarder.arrives(&id, put, until).await {
            self.events.tell(NotifyEvent::NotForwarded(id));
            return Verdict::NotForwarded;
        }
        match put {
            Insert::New | Insert::Altered { is_new: true } => Verdict::Stored,
            Insert::Duplicate | Insert::Altered { is_new: false } => {
                self.events.tell(NotifyEvent::Duplicate(id));
                Verdict::Duplicate
            }
        }
    }

    /// Stores a record, and reports it; none if it cannot be stored.
    async fn store(self: Arc<Self>, record: Arc<Record>) -> Option<Kept> {
        let targets = self.forwarder.targets_of(&record.event_type);
        let earlier = |kept: Kept| self.report_kept(&kept);
        let inbox = &*self.inbox;
        let outcome = self.in_order.put(inbox, record, targets, earlier).await;
        self.metrics.put(outcome.is_ok());
        for event in self.inbox.events() {
            self.events.tell(NotifyEvent::Store(event));
        }
        match outcome {
            Ok(kept) => {
                self.report_kept(&kept);
                Some(kept)
            }
            Err(error) => {
                self.events.tell(NotifyEvent::Unkept(error));
                None
            }
        }
    }

    fn report_kept(&self, Kept { record, put }: &Kept) {
        match put {
            Insert::Duplicate | Insert::Altered { is_new: false } => return,
            Insert::Altered { is_new: true } => {
                self.events.tell(NotifyEvent::Altered(record.id.clone()));
            }
            Insert::New => {}
        }
        self.forwarder.wake();
        self.events.tell(NotifyEvent::Event(Arc::clone(record)));
    }
}

/// Work that runs to its end even if the connection that waits for it goes away or its time is
/// over. It becomes a task only then: a task for each notification costs throughput.
struct RunToCompletion<F: Future<Output: Send> + Send + 'static>(Option<Pin<Box<F>>>);

impl<F: Future<Output: Send> + Send> Future for RunToCompletion<F> {
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

impl<F: Future<Output: Send> + Send> Drop for RunToCompletion<F> {
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
