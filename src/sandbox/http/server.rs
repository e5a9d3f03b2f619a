//! HTTP/1.1 as WeChat Pay's servers write it.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::http::{Extensions, Request, Response};
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// How long the head of a request may take, and how long a connection may be idle before it.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(120);

/// How much of a request is buffered, which is also the longest head.
pub(crate) const MAX_BUFFER_BYTES: usize = 64 * 1024;

/// Names that are not in title case on the wire.
const SPELLED: [&str; 1] = ["Request-ID"];

/// Serves until `shutdown`, then finishes what is under way.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let handle = Handle::new();
    let control = handle.clone();
    let stop = tokio::spawn(async move {
        shutdown.await;
        control.graceful_shutdown(None);
    });
    let mut server = axum_server::from_tcp(listener.into_std()?)?
        .handle(handle)
        .acceptor(NoDelayAcceptor::new());
    server
        .http_builder()
        .http1()
        .title_case_headers(true)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_BUFFER_BYTES);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = server.serve(service).await;
    stop.abort();
    served
}

/// Returns what makes a response that it is added to spell [`SPELLED`] as it is; other names are
/// written in title case.
///
/// hyper keeps the case of names in an extension of its own, for proxies, which only a
/// parsed message has; so a message with these names is parsed.
pub(crate) async fn spelled_names() -> Extensions {
    let (sender, mut parsed) = mpsc::channel(1);
    let keep = |request: Request<Incoming>| {
        let sent = sender.try_send(request.extensions().clone());
        async move { sent.map(|()| Response::new(Empty::<bytes::Bytes>::new())) }
    };
    let (mut client, server) = tokio::io::duplex(MAX_BUFFER_BYTES);
    let mut head = String::from("GET / HTTP/1.1\r\nConnection: close\r\n");
    for name in SPELLED {
        head.push_str(name);
        head.push_str(": 0\r\n");
    }
    head.push_str("\r\n");
    // Without it, and only without it, the names would be in title case.
    let _ = client.write_all(head.as_bytes()).await;
    let _ = http1::Builder::new()
        .preserve_header_case(true)
        .serve_connection(TokioIo::new(server), service_fn(keep))
        .await;
    parsed.try_recv().unwrap_or_default()
}
