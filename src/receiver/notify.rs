//! One notification: raw bytes, signature and freshness, the plaintext, the store, and only then
//! the response.

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

use super::events::{BoxError, NotifyEvent};
use super::limits::{self, Unread};
use super::refused::Refused;
use super::response::{Outcome, RESPONSE_TIMEOUT};
use super::service::Receiver;
use super::verifier::{Rejection, VerifiedEvent, VerifierState};
use crate::ambient;
use crate::inbox::{Insert, Inserted, RawHeaders, Record};
use crate::protocol::signed::{MAX_AGE, VerifyError};

pub(super) async fn receive(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let began = Instant::now();
    let until = began + RESPONSE_TIMEOUT;
    let outcome = receiver.receive(peer, request, until).await;
    let elapsed = began.elapsed();
    receiver.metrics.received(outcome, elapsed);
    tracing::debug!(
        peer = %peer.ip().to_canonical(),
        outcome = outcome.as_str(),
        elapsed_ms = elapsed.as_millis(),
        "request answered"
    );
    outcome.response()
}

impl Receiver {
    /// Receives a notification, and returns its outcome by `until`.
    async fn receive(
        self: &Arc<Self>,
        peer: SocketAddr,
        request: Request<Body>,
        until: Instant,
    ) -> Outcome {
        if let Some(rate) = self.limits.exceeded_by(peer.ip()) {
            self.refused(peer, Refused::TooManyRequests(rate));
            return Outcome::TooMany;
        }
        let (head, body) = request.into_parts();
        let body = match limits::read(body, self.limits.max_body_bytes, until).await {
            Ok(body) => body,
            Err(unread) => {
                let (why, outcome) = match unread {
                    Unread::TooLarge => (
                        Refused::BodyTooLarge(self.limits.max_body_bytes),
                        Outcome::TooLarge,
                    ),
                    Unread::TooSlow => (Refused::BodyTooSlow, Outcome::TooSlow),
                    Unread::Broken => (Refused::BodyBroken, Outcome::Broken),
                };
                self.refused(peer, why);
                return outcome;
            }
        };
        // Before the keys are looked at: certificates that come after that are new.
        let since = Instant::now();
        let verified = match self.verify(&head.headers, &body) {
            Err(Rejection::Untrusted(VerifyError::UnknownSerial(serial))) => {
                let times = (since, until);
                self.verify_with_new_certificates(&head.headers, &body, serial, times)
                    .await
            }
            verified => verified,
        };
        match verified {
            Ok(VerifiedEvent { event, body }) => {
                let headers = RawHeaders::from(&head.headers);
                let record = Record::new(event, headers, body, ambient::millis());
                self.acknowledge(Arc::new(record), until).await
            }
            Err(rejection) => {
                let outcome = Outcome::of(&rejection);
                let is_unsigned = outcome == Outcome::Unsigned;
                let why = if is_unsigned && is_xml(&body) {
                    Refused::ApiV2
                } else {
                    Refused::Notification(rejection)
                };
                self.refused(peer, why);
                outcome
            }
        }
    }

    /// Logs a refusal.
    pub(super) fn refused(&self, peer: SocketAddr, why: Refused) {
        let peer = Some(peer.ip().to_canonical());
        self.events.send(NotifyEvent::Refused { peer, why });
    }

    fn verify(&self, headers: &HeaderMap, body: &Bytes) -> Result<VerifiedEvent, Rejection> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let keys = self.keys.load();
        keys.verifier
            .verify(text, body.to_vec(), ambient::now(), Some(MAX_AGE))
    }

    /// Verifies again, with the certificates as they are now: those that came since the first time,
    /// if there are any by `until`.
    async fn verify_with_new_certificates(
        self: &Arc<Self>,
        headers: &HeaderMap,
        body: &Bytes,
        serial: String,
        (since, until): (Instant, Instant),
    ) -> Result<VerifiedEvent, Rejection> {
        let renewed = match &self.renewal {
            Some(renewal) => {
                tracing::debug!(serial, "platform certificate unknown");
                let this = Arc::clone(self);
                let install = move |fetched| this.install(fetched);
                renewal.renew(since, until, install).await
            }
            None => false,
        };
        if renewed {
            self.verify(headers, body)
        } else {
            Err(VerifyError::UnknownSerial(serial).into())
        }
    }

    /// Uses keys that were fetched, if they were, and returns whether that is so.
    fn install(&self, fetched: Result<VerifierState, BoxError>) -> bool {
        let (event, is_new) = match fetched {
            Ok(keys) => {
                let certificates = keys.fetched.iter();
                let serials = certificates.map(|certificate| certificate.serial_no().clone());
                let event = NotifyEvent::CertificatesFetched(serials.collect());
                self.keys.store(Arc::new(keys));
                (event, true)
            }
            Err(error) => (NotifyEvent::CertificatesNotFetched(error), false),
        };
        self.events.send(event);
        is_new
    }

    /// Acknowledges a record once it is stored, and has arrived if that is configured.
    async fn acknowledge(self: &Arc<Self>, record: Arc<Record>, until: Instant) -> Outcome {
        let id = record.id.clone();
        let storing = RunToCompletion(Some(Box::pin(Arc::clone(self).store(record))));
        let Inserted { record, result } = match timeout_at(until, storing).await {
            Ok(Some(inserted)) => inserted,
            Ok(None) => return Outcome::NotStored,
            Err(_) => {
                self.metrics.stored(false);
                self.events.send(NotifyEvent::StoredLate(id));
                return Outcome::NotStored;
            }
        };
        let id = record.id.clone();
        if self.forward_first && !self.forwarder.arrives(&id, result, until).await {
            self.events.send(NotifyEvent::NotForwarded(id));
            return Outcome::NotForwarded;
        }
        match result {
            Insert::New | Insert::Altered { is_new: true } => Outcome::Stored,
            Insert::Duplicate | Insert::Altered { is_new: false } => {
                self.events.send(NotifyEvent::Duplicate(id));
                Outcome::Duplicate
            }
        }
    }

    /// Stores a record, and reports it. Returns none if it cannot be stored.
    async fn store(self: Arc<Self>, record: Arc<Record>) -> Option<Inserted> {
        let targets = self.forwarder.targets_of(&record.event_type);
        let earlier = |inserted: Inserted| self.report_inserted(&inserted);
        let inbox = &*self.inbox;
        let outcome = self.in_order.put(inbox, record, targets, earlier).await;
        self.metrics.stored(outcome.is_ok());
        for event in self.inbox.events() {
            self.events.send(NotifyEvent::Store(event));
        }
        match outcome {
            Ok(inserted) => {
                tracing::debug!(id = inserted.record.id, insert = ?inserted.result, "notification stored");
                self.report_inserted(&inserted);
                Some(inserted)
            }
            Err(error) => {
                self.events.send(NotifyEvent::NotStored(error));
                None
            }
        }
    }

    fn report_inserted(&self, Inserted { record, result }: &Inserted) {
        match result {
            Insert::Duplicate | Insert::Altered { is_new: false } => return,
            Insert::Altered { is_new: true } => {
                self.events.send(NotifyEvent::Altered(record.id.clone()));
            }
            Insert::New => {}
        }
        self.forwarder.wake();
        if let Some(relay) = &self.relay {
            relay.accepted();
        }
        self.events.send(NotifyEvent::Event(Arc::clone(record)));
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
