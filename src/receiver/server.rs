//! HTTP around the receiver: HTTP/1.1 and HTTP/2, with or without TLS.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::accept::{DefaultAcceptor, NoDelayAcceptor};
use axum_server::tls_rustls::RustlsAcceptor;
use axum_server::{Handle, Server};
use hyper_util::rt::TokioTimer;

use super::answer::refuse;
use super::connection::Bounded;
use super::tls::Tls;
use super::{Receiver, checkout, notify};

/// How long a request's head may take, and how long a connection may be quiet.
const HEAD: Duration = Duration::from_secs(10);

/// How large a request's head may be, and how many headers it may have.
const HEAD_SIZE: u32 = 64 * 1024;
const HEADERS: usize = 64;

/// How long what has begun may take when the server is told to end.
const DRAIN: Duration = Duration::from_secs(8);

/// Serves until `shutdown`, then finishes what has begun.
///
/// # Errors
/// Fails where the listener does.
pub async fn serve(
    listener: TcpListener,
    receiver: Arc<Receiver>,
    tls: Option<Tls>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let handle = Handle::new();
    let control = handle.clone();
    let quiet = Arc::clone(&receiver);
    let background = tokio::spawn(async move {
        let mut shutdown = std::pin::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => return control.graceful_shutdown(Some(DRAIN)),
                () = tokio::time::sleep(HEAD) => quiet.limits.forget_the_quiet(),
            }
        }
    });
    let (router, connections) = (router(&receiver), receiver.limits.connections);
    let told = receiver.told.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = tuned(axum_server::from_tcp(listener)?.handle(handle));
    let plain = NoDelayAcceptor::new();
    let served = match tls {
        None => {
            server
                .acceptor(Bounded::new(plain, connections, told))
                .serve(service)
                .await
        }
        Some(tls) => {
            let tls = RustlsAcceptor::new(tls.config).acceptor(plain);
            server
                .acceptor(Bounded::new(tls, connections, told))
                .serve(service)
                .await
        }
    };
    background.abort();
    served
}

fn tuned(mut server: Server<SocketAddr, DefaultAcceptor>) -> Server<SocketAddr, DefaultAcceptor> {
    let builder = server.http_builder();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_SIZE as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(HEAD_SIZE)
        .max_concurrent_streams(100)
        .keep_alive_interval(HEAD)
        .keep_alive_timeout(HEAD);
    server.first_request_timeout(HEAD)
}

fn router(receiver: &Arc<Receiver>) -> Router {
    let mut router = Router::new()
        .route(&receiver.path, post(notify::receive))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics));
    if receiver.checkout.is_some() {
        router = router
            .route("/wechat/getOpenid", post(checkout::openid))
            .route("/wechat/createOrder", post(checkout::create_order));
    }
    router
        .fallback(async || refuse(StatusCode::NOT_FOUND, "no such path"))
        .method_not_allowed_fallback(async || {
            refuse(StatusCode::METHOD_NOT_ALLOWED, "no such method here")
        })
        .with_state(Arc::clone(receiver))
}

async fn health(State(receiver): State<Arc<Receiver>>) -> Response {
    if receiver.metrics.is_healthy(&*receiver.inbox).await {
        (StatusCode::OK, "ok\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store takes nothing\n").into_response()
    }
}

async fn metrics(State(receiver): State<Arc<Receiver>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let text = receiver
        .metrics
        .encode(&receiver.keys.load_full(), &*receiver.inbox)
        .await;
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
