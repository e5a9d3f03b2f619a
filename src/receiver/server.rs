//! HTTP around the receiver: HTTP/1.1 and HTTP/2, with or without TLS.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::accept::{DefaultAcceptor, NoDelayAcceptor};
use axum_server::tls_rustls::RustlsAcceptor;
use axum_server::{Handle, Server};
use hyper_util::rt::TokioTimer;
use tokio::time::Instant;

use super::connection::Bounded;
use super::events::{EventSender, NotifyEvent};
use super::limits::{NoPlace, Places};
use super::metrics_format::MetricsFormat;
use super::refused::{Refused, is_near, shown};
use super::response::{Outcome, refuse};
use super::service::Receiver;
use super::tls::Tls;
use super::{checkout, notify, relay};

/// How long a request's head may take, and how long a connection may be quiet.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

const MAX_HEAD_BYTES: u32 = 64 * 1024;
const MAX_HEADERS: usize = 64;

/// How long requests under way may take once the server is to end: a little longer than the
/// slowest response.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a server listens.
pub struct Listeners {
    /// For notifications.
    pub public: TcpListener,
    /// For `/healthz` and `/metrics` alone; without one they are on `public`.
    pub admin: Option<TcpListener>,
    /// The certificate of `public`.
    pub tls: Option<Tls>,
}

impl From<TcpListener> for Listeners {
    fn from(public: TcpListener) -> Self {
        Self {
            public,
            admin: None,
            tls: None,
        }
    }
}

/// Serves until `shutdown`, then finishes the requests under way.
///
/// # Errors
/// Returns an error if a listener fails.
pub async fn serve(
    listeners: Listeners,
    receiver: Arc<Receiver>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (public, admin) = (Handle::new(), Handle::new());
    let controls = [public.clone(), admin.clone()];
    let quiet = Arc::clone(&receiver);
    let following = receiver
        .relay
        .clone()
        .map(|relay| tokio::spawn(relay.follow()));
    let background = tokio::spawn(async move {
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => {
                    if let Some(relay) = &quiet.relay {
                        relay.end();
                    }
                    for control in controls {
                        control.graceful_shutdown(Some(DRAIN_TIMEOUT));
                    }
                    return;
                }
                () = tokio::time::sleep(HEAD_TIMEOUT) => quiet.limits.forget_idle_addresses(),
            }
        }
    });
    let Listeners {
        public: listener,
        admin: admin_listener,
        tls,
    } = listeners;
    let public = listen(
        listener,
        public,
        router(&receiver, admin_listener.is_none()),
        tls,
        (receiver.limits.connections.clone(), receiver.events.clone()),
    );
    let served = match admin_listener {
        None => public.await,
        Some(listener) => {
            let router = admin_router(&receiver);
            let places = receiver.limits.admin_connections.clone();
            let bounds = (places, receiver.events.clone());
            let admin = listen(listener, admin, router, None, bounds);
            tokio::try_join!(public, admin).map(|_| ())
        }
    };
    background.abort();
    if let Some(following) = following {
        following.abort();
    }
    served
}

async fn listen(
    listener: TcpListener,
    handle: Handle<SocketAddr>,
    router: Router,
    tls: Option<Tls>,
    (places, log): (Places, EventSender),
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let not_accepted = log.clone();
    let server = tuned(axum_server::from_tcp(listener)?.handle(handle))
        // The server goes on, and accepts what waits once it can.
        .accept_error_handler(move |peer, error| {
            // With an address, a connection was accepted, and its refusal is reported already.
            if peer.is_none() && error.kind() != io::ErrorKind::ConnectionAborted {
                let number = error.raw_os_error();
                let why = number.map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
                let why = Refused::NotAccepted(why);
                not_accepted.send(NotifyEvent::Refused { peer: None, why });
            }
        });
    let plain = NoDelayAcceptor::new();
    match tls {
        None => {
            let acceptor = Bounded::new(plain, false, places, log);
            server.acceptor(acceptor).serve(service).await
        }
        Some(tls) => {
            let tls = RustlsAcceptor::new(tls.config).acceptor(plain);
            let acceptor = Bounded::new(tls, true, places, log);
            server.acceptor(acceptor).serve(service).await
        }
    }
}

fn tuned(mut server: Server<SocketAddr, DefaultAcceptor>) -> Server<SocketAddr, DefaultAcceptor> {
    let builder = server.http_builder();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD_BYTES as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(MAX_HEAD_BYTES)
        .max_concurrent_streams(100)
        .keep_alive_interval(HEAD_TIMEOUT)
        .keep_alive_timeout(HEAD_TIMEOUT);
    server.first_request_timeout(HEAD_TIMEOUT)
}

fn router(receiver: &Arc<Receiver>, with_admin: bool) -> Router {
    let mut router = Router::new().route(&receiver.path, post(notify::receive));
    if with_admin {
        router = router.merge(admin_routes());
    }
    if receiver.checkout.is_some() {
        let [openid, order] = checkout::PATHS;
        router = router
            .route(openid, post(checkout::openid))
            .route(order, post(checkout::create_order));
    }
    if receiver.relay.is_some() {
        router = router.route(&relay::path(&receiver.path), get(relay::listen));
    }
    router
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(receiver), admit))
        .with_state(Arc::clone(receiver))
}

/// Routes of the listener that only the operators of the server can reach.
fn admin_router(receiver: &Arc<Receiver>) -> Router {
    admin_routes()
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
        .with_state(Arc::clone(receiver))
}

fn admin_routes() -> Router<Arc<Receiver>> {
    Router::new()
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
}

/// Admits requests of allowed addresses, up to each address's share of concurrent requests. The
/// checkout API has a rule of its own, since a developer's phone is not WeChat Pay, and the relay
/// has its token.
async fn admit(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let (began, path) = (Instant::now(), request.uri().path());
    let is_notify = path == receiver.path;
    let is_checkout = receiver.checkout.is_some() && checkout::PATHS.contains(&path);
    let is_relay = receiver.relay.is_some() && path == relay::path(&receiver.path);
    let (why, outcome) = if !is_checkout && !is_relay && !receiver.limits.admits(peer.ip()) {
        (Refused::Address, Outcome::NotAllowed)
    } else {
        match receiver.limits.requests.take(peer.ip()) {
            Ok(_place) => return next.run(request).await,
            Err(NoPlace::Full(limit)) => (Refused::Unfinished(limit), Outcome::TooMany),
            Err(NoPlace::OfAddress(limit)) => {
                (Refused::UnfinishedOfAddress(limit), Outcome::TooMany)
            }
        }
    };
    receiver.refused(peer, why);
    if is_notify {
        receiver.metrics.received(outcome, began.elapsed());
    }
    outcome.response()
}

async fn unknown_path(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let path = request.uri().path();
    let why = Refused::Path {
        method: shown(request.method().as_str()),
        path: shown(path),
        notify_path: receiver.path.clone(),
        is_notification: is_near(path, &receiver.path)
            || request.headers().contains_key("wechatpay-signature"),
    };
    receiver.refused(peer, why);
    refuse(StatusCode::NOT_FOUND, "no such path")
}

async fn wrong_method(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    let why = Refused::Method {
        method: shown(request.method().as_str()),
        path: shown(request.uri().path()),
    };
    receiver.refused(peer, why);
    refuse(StatusCode::METHOD_NOT_ALLOWED, "no such method here")
}

async fn health(State(receiver): State<Arc<Receiver>>) -> Response {
    if receiver.metrics.is_healthy(&*receiver.inbox).await {
        (StatusCode::OK, "ok\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store takes nothing\n").into_response()
    }
}

async fn metrics(State(receiver): State<Arc<Receiver>>, headers: HeaderMap) -> Response {
    let format = MetricsFormat::accepted(&headers);
    let text = receiver
        .metrics
        .encode(
            &receiver.keys.load_full(),
            &*receiver.inbox,
            &receiver.forwarder,
        )
        .await;
    let kind = [(header::CONTENT_TYPE, format.content_type())];
    (kind, format.write(text)).into_response()
}
