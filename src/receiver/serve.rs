//! The HTTP server around a [`Judge`] and an [`Inbox`].

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ipnet::IpNet;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

use super::judge::{Judge, Rejection};
use crate::ambient;
use crate::inbox::{Inbox, InboxError, Put, Record};
use crate::protocol::signed::{FRESH, NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, TIMESTAMP};

/// What a receiver works with.
pub struct Receiver {
    /// Verifies and opens.
    pub judge: Judge,
    /// Keeps what was verified.
    pub inbox: Box<dyn Inbox>,
    /// The path of the `notify_url`.
    pub path: String,
    /// The largest body that is read, in bytes.
    pub body_limit: usize,
    /// Who may connect; everybody where it is empty.
    pub allowed: Vec<IpNet>,
    /// Where arrivals go once they are answered for.
    pub arrivals: UnboundedSender<Arrival>,
}

/// What arrived, told after it was kept or refused.
#[derive(Debug)]
pub enum Arrival {
    /// A notification, verified, opened and kept.
    Event(Record),
    /// One that was kept before; acknowledged again.
    Duplicate(Record),
    /// Not a notification for this merchant; refused.
    Rejected(Rejection),
    /// Verified, but it could not be kept; refused, so that WeChat Pay repeats it.
    Unkept(InboxError),
}

/// Serves until `shutdown`, then finishes what has begun.
///
/// # Errors
/// Fails where the listener does.
pub async fn serve(
    listener: TcpListener,
    receiver: Receiver,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let path = receiver.path.clone();
    let router = Router::new()
        .route(&path, post(receive))
        .fallback(async || refuse(StatusCode::NOT_FOUND, "no such path"))
        .with_state(Arc::new(receiver));
    axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(shutdown)
    .await
}

fn refuse(status: StatusCode, message: &str) -> Response {
    let body = json!({"code": "FAIL", "message": message}).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn receive(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    if !receiver.admits(peer.ip()) {
        return refuse(StatusCode::FORBIDDEN, "address not allowed");
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, receiver.body_limit).await else {
        return refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body too large or incomplete",
        );
    };
    let taken = tokio::task::spawn_blocking(move || {
        let (response, arrival) = receiver.take(&head.headers, &body);
        // A closed channel means the command is on its way out; the answer still stands.
        let _ = receiver.arrivals.send(arrival);
        response
    });
    taken
        .await
        .unwrap_or_else(|_| refuse(StatusCode::INTERNAL_SERVER_ERROR, "not processed"))
}

impl Receiver {
    fn admits(&self, peer: IpAddr) -> bool {
        self.allowed.is_empty()
            || self
                .allowed
                .iter()
                .any(|net| net.contains(&peer.to_canonical()))
    }

    fn take(&self, headers: &HeaderMap, body: &[u8]) -> (Response, Arrival) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let now = ambient::now();
        let event = match self.judge.judge(text, body.to_vec(), now, Some(FRESH)) {
            Ok(event) => event,
            Err(rejection) => return (rejected(&rejection), Arrival::Rejected(rejection)),
        };
        let kept = [SERIAL, SIGNATURE, TIMESTAMP, NONCE, SIGNATURE_TYPE]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), text(name)?.to_owned())))
            .collect();
        let record = Record::new(&event, kept, body, now);
        match self.inbox.put(&record) {
            Ok(Put::New) => (
                StatusCode::NO_CONTENT.into_response(),
                Arrival::Event(record),
            ),
            Ok(Put::Seen) => (
                StatusCode::NO_CONTENT.into_response(),
                Arrival::Duplicate(record),
            ),
            Err(error) => (
                refuse(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "not stored; send it again",
                ),
                Arrival::Unkept(error),
            ),
        }
    }
}

fn rejected(rejection: &Rejection) -> Response {
    match rejection {
        Rejection::Untrusted(_) => {
            refuse(StatusCode::UNAUTHORIZED, "signature verification failed")
        }
        Rejection::Unreadable(_) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the notification cannot be opened",
        ),
        Rejection::WrongMerchant { .. } => refuse(
            StatusCode::BAD_REQUEST,
            "not a notification for this merchant",
        ),
    }
}
