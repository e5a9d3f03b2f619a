//! Connections: a limited number at a time, each in a task that ends with the server.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tower::Service;

/// How long the head of a request may take, and how long a connection may be idle before it.
pub(crate) const HEAD_TIMEOUT: Duration = Duration::from_secs(120);

/// How much of a request is buffered, which is also the longest head.
pub(crate) const MAX_BUFFER_BYTES: usize = 64 * 1024;

/// How many connections a listener has open at a time; further ones wait in the system's queue.
const MAX_CONNECTIONS: usize = 2048;

/// How long a TLS handshake may take, and how long what precedes it.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// How long nothing is accepted after the system has refused, as it does with too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The record type that a TLS client begins with.
const HANDSHAKE: u8 = 0x16;

/// The response to a plain request on the port of TLS.
const PLAIN_ON_TLS: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\
    Connection: close\r\n\r\nthis port speaks TLS: the URL begins with https://\n";

/// Marks a request that came through TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverTls;

/// Tells connections that the server ends.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    async fn requested(mut self) {
        // A server that is gone has ended, too.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// Serves each connection until `shutdown`, and then lets those that are open finish. Dropped, it
/// ends all of them.
pub(crate) async fn serve_each<F>(
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
    serve: impl Fn(TcpStream, SocketAddr, Stop) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let (stop, stopped) = watch::channel(false);
    let mut shutdown = pin!(shutdown);
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = open.join_next() => {}
            accepted = listener.accept(), if open.len() < MAX_CONNECTIONS => match accepted {
                Ok((stream, peer)) => {
                    // Without it, the last part of a response may wait for an acknowledgement.
                    let _ = stream.set_nodelay(true);
                    open.spawn(serve(stream, peer, Stop(stopped.clone())));
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
        }
    }
    drop(listener);
    stop.send_replace(true);
    while open.join_next().await.is_some() {}
}

/// Answers calls over TLS.
#[derive(Clone)]
pub struct TlsServer {
    router: Router,
    acceptor: TlsAcceptor,
}

impl TlsServer {
    pub(crate) fn new(router: Router, acceptor: TlsAcceptor) -> Self {
        Self { router, acceptor }
    }

    /// Serves until `shutdown`, and then lets open connections finish. Dropped, it ends them.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        serve_each(listener, shutdown, |mut stream, peer, stop| {
            let Self { router, acceptor } = self.clone();
            async move {
                if begins_with_tls(&mut stream).await {
                    serve_tls(stream, &acceptor, router, peer, stop).await;
                }
            }
        })
        .await;
    }
}

impl fmt::Debug for TlsServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsServer").finish_non_exhaustive()
    }
}

/// Serves HTTP/1.1 on a connection until it ends, is upgraded, or the server ends.
pub(crate) async fn serve_http<I, S>(stream: I, service: S, stop: Stop)
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: HttpService<Incoming, Error: Into<Box<dyn std::error::Error + Send + Sync>>>,
    S::ResBody: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + 'static,
{
    let mut builder = http1::Builder::new();
    builder
        .title_case_headers(true)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_BUFFER_BYTES);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection.with_upgrades());
    tokio::select! {
        // How its connection ends is not reported to the peer.
        _ = connection.as_mut() => return,
        () = stop.requested() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Serves a sandbox's routes over TLS on a connection.
pub(crate) async fn serve_tls<I>(
    stream: I,
    acceptor: &TlsAcceptor,
    router: Router,
    peer: SocketAddr,
    stop: Stop,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let accepted = tokio::select! {
        accepted = timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)) => accepted,
        () = stop.clone().requested() => return,
    };
    // A handshake that fails ends with an alert that says why.
    let Ok(Ok(stream)) = accepted else {
        return;
    };
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(OverTls);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    serve_http(stream, service, stop).await;
}

/// Returns whether a connection begins as one of TLS does; others get a response that says so.
async fn begins_with_tls(stream: &mut TcpStream) -> bool {
    let mut first = [0];
    match timeout(HANDSHAKE_TIMEOUT, stream.peek(&mut first)).await {
        Ok(Ok(1)) if first == [HANDSHAKE] => true,
        Ok(Ok(1)) if first[0].is_ascii_alphabetic() => {
            // What it sends is read, since a connection that is closed on unread bytes is reset
            // before the response is read.
            let _ = stream.try_read(&mut [0; 4096]);
            let response: io::Result<()> = async {
                stream.write_all(PLAIN_ON_TLS).await?;
                stream.shutdown().await
            }
            .await;
            drop(response);
            false
        }
        Ok(_) | Err(_) => false,
    }
}
