//! One notification's way: raw bytes, signature and freshness, the plaintext, the store, and
//! only then the answer.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Request};
use axum::response::Response;
use tokio::time::Instant;

use super::Receiver;
use super::answer::Verdict;
use super::arrivals::Arrival;
use super::judge::Rejection;
use super::limits::{self, Unread};
use crate::ambient;
use crate::inbox::{Put, Record};
use crate::protocol::notification::Event;
use crate::protocol::signed::{FRESH, VerifyError};

pub(super) async fn receive(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let began = Instant::now();
    let verdict = receiver.take(peer, request).await;
    receiver.metrics.received(verdict, began.elapsed());
    verdict.answer()
}

impl Receiver {
    async fn take(&self, peer: SocketAddr, request: Request<Body>) -> Verdict {
        if !self.limits.admits(peer.ip()) {
            return Verdict::NotAllowed;
        }
        if self.limits.exceeded_by(peer.ip()) {
            return Verdict::TooMany;
        }
        let (head, body) = request.into_parts();
        let body = match limits::read(body, self.limits.body).await {
            Ok(body) => body,
            Err(Unread::TooLarge) => return Verdict::TooLarge,
            Err(Unread::TooSlow) => return Verdict::TooSlow,
            Err(Unread::Broken) => return Verdict::Broken,
        };
        let judged = match self.judge(&head.headers, &body) {
            Err(Rejection::Untrusted(VerifyError::UnknownSerial(serial))) => {
                self.judge_anew(&head.headers, &body, serial).await
            }
            judged => judged,
        };
        match judged {
            Ok((event, body)) => self.keep(event, &head.headers, body).await,
            Err(rejection) => {
                let verdict = Verdict::of(&rejection);
                self.told.tell(Arrival::Rejected(rejection));
                verdict
            }
        }
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
    ) -> Result<(Event, Vec<u8>), Rejection> {
        let renewed = match &self.renewal {
            Some(renewal) => {
                let keys = Arc::clone(&self.keys);
                let install = move |new| keys.store(Arc::new(new));
                renewal.renew(Instant::now(), install).await
            }
            None => false,
        };
        if renewed {
            self.judge(headers, body)
        } else {
            Err(VerifyError::UnknownSerial(serial).into())
        }
    }

    async fn keep(&self, event: Event, headers: &HeaderMap, body: Vec<u8>) -> Verdict {
        let record = Arc::new(Record::new(event, kept(headers), body, ambient::millis()));
        let targets = self.forwarder.targets_of(&record.event_type);
        let put = match self.inbox.put(Arc::clone(&record), targets).await {
            Ok(put) => put,
            Err(error) => {
                self.told.tell(Arrival::Unkept(error));
                return Verdict::NotStored;
            }
        };
        if put == Put::New {
            self.forwarder.wake();
            self.told.tell(Arrival::Event(Arc::clone(&record)));
        }
        if let Some(patience) = self.forward_first
            && !self.forwarder.arrives(&record.id, put, patience).await
        {
            self.told.tell(Arrival::NotForwarded(record.id.clone()));
            return Verdict::NotForwarded;
        }
        if put == Put::New {
            return Verdict::Stored;
        }
        self.told.tell(Arrival::Duplicate(record.id.clone()));
        Verdict::Duplicate
    }
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
