//! HTTP/1.1 as WeChat Pay's servers write it.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, Request, Response};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tower::Service;

use crate::sandbox::http::connection::{MAX_BUFFER_BYTES, serve_each, serve_http};

/// Names that are not in title case on the wire.
const SPELLED: [&str; 1] = ["Request-ID"];

/// Serves until `shutdown`, then finishes what is under way. HTTP/2 is not spoken, over TLS or
/// without: its header names are in lower case, where some SDKs do not find them.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    serve_each(listener, shutdown, |stream, peer, stop| {
        let router = router.clone();
        async move {
            let service = service_fn(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(ConnectInfo(peer));
                router.clone().call(request)
            });
            serve_http(stream, service, stop).await;
        }
    })
    .await;
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
