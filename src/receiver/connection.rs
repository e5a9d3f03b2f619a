//! Connections that hold a place: a limited number at once, and none of them for ever.

use std::future::Future;
use std::io::{self, IoSlice};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::http::Request;
use axum_server::accept::Accept;
use rustls::InvalidMessage;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::Service;

use super::events::{EventSender, NotifyEvent};
use super::limits::{NoPlace, Places, TakenPlace};
use super::refused::{Refused, shown};

/// How long a connection may be without a request. With HTTP/2, a peer that only answers pings
/// would keep it open.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// How long the peer may accept nothing of what it is sent.
pub(super) const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// Accepts connections as long as there are not too many of them.
#[derive(Debug, Clone)]
pub(super) struct Bounded<A> {
    inner: A,
    is_tls: bool,
    places: Places,
    log: EventSender,
}

impl<A> Bounded<A> {
    pub(super) fn new(inner: A, is_tls: bool, places: Places, log: EventSender) -> Self {
        Self {
            inner,
            is_tls,
            places,
            log,
        }
    }

    fn place(&self, peer: Option<IpAddr>) -> io::Result<TakenPlace> {
        // Without an address the peer is gone already.
        let address = peer.ok_or(io::ErrorKind::NotConnected)?;
        self.places.take(address).map_err(|none| {
            let why = match none {
                NoPlace::Full(limit) => Refused::Connections(limit),
                NoPlace::OfAddress(limit) => Refused::ConnectionsOfAddress(limit),
            };
            self.log.send(NotifyEvent::Refused { peer, why });
            io::Error::other("too many connections")
        })
    }
}

impl<S, A> Accept<TcpStream, S> for Bounded<A>
where
    S: Send + 'static,
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Future: Send,
{
    type Stream = IdleTimeoutStream<A::Stream>;
    type Service = TrackedService<A::Service>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let peer = stream.peer_addr().ok().map(|peer| peer.ip().to_canonical());
        let place = self.place(peer);
        let (inner, is_tls, log) = (self.inner.clone(), self.is_tls, self.log.clone());
        Box::pin(async move {
            let place = place?;
            let accepted = inner.accept(stream, service).await;
            let (stream, service) = accepted.inspect_err(|error| {
                if let Some(why) = handshake(error) {
                    log.send(NotifyEvent::Refused { peer, why });
                }
            })?;
            let guard = Arc::new(ConnectionGuard {
                requests: Mutex::new(Requests::default()),
                peer,
                log,
                _place: place,
            });
            let stream = IdleTimeoutStream {
                inner: stream,
                guard: Arc::clone(&guard),
                quiet: Box::pin(sleep(IDLE_TIMEOUT)),
                stalled: None,
                is_unread: !is_tls,
            };
            let inner = service;
            Ok((stream, TrackedService { inner, guard }))
        })
    }
}

/// Returns why a handshake failed; none if the peer closed the connection, as a port check does.
fn handshake(error: &io::Error) -> Option<Refused> {
    let inner = error.get_ref();
    let failed = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (failed, error.kind()) {
        (Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)), _) => {
            Some(Refused::PlainOnTlsPort)
        }
        (Some(failed), _) => Some(Refused::Handshake(shown(&failed.to_string()))),
        (None, io::ErrorKind::TimedOut) => Some(Refused::Handshake("timed out".to_owned())),
        (None, _) => None,
    }
}

/// A connection's place, free again once nothing of the connection is left.
#[derive(Debug)]
pub(super) struct ConnectionGuard {
    requests: Mutex<Requests>,
    peer: Option<IpAddr>,
    log: EventSender,
    _place: TakenPlace,
}

/// The requests of a connection.
#[derive(Debug)]
struct Requests {
    /// How many are being answered.
    open: usize,
    /// When one last began or ended.
    last: Instant,
    /// Whether a response is ready that has not been written yet.
    is_response_due: bool,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            open: 0,
            last: Instant::now(),
            is_response_due: false,
        }
    }
}

impl ConnectionGuard {
    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns until when it may stay quiet.
    fn quiet_until(&self) -> Instant {
        match *self.requests() {
            Requests { open: 0, last, .. } => last + IDLE_TIMEOUT,
            Requests { .. } => Instant::now() + IDLE_TIMEOUT,
        }
    }

    fn refused(&self, why: Refused) {
        let peer = self.peer;
        self.log.send(NotifyEvent::Refused { peer, why });
    }

    /// Looks at what is written: a refusal without a request before it is the HTTP library's own,
    /// of a head that it could not read.
    fn written(&self, bytes: &[u8]) {
        let mut requests = self.requests();
        let is_own = requests.open == 0 && !requests.is_response_due;
        requests.is_response_due = false;
        drop(requests);
        let status = bytes
            .strip_prefix(b"HTTP/1.1 ")
            .and_then(|rest| rest.get(..3));
        if let Some(status @ [b'4', ..]) = status
            && is_own
        {
            self.refused(Refused::Head(String::from_utf8_lossy(status).into_owned()));
        }
    }
}

/// The connection of a request, which is kept open for as long as a stream of its response lasts.
#[derive(Debug, Clone)]
pub(super) struct OpenConnection(Arc<ConnectionGuard>);

impl OpenConnection {
    /// Counts a request as unanswered until the returned value is dropped.
    pub(super) fn hold(&self) -> InFlight {
        InFlight::begin(&self.0)
    }
}

/// A request that is being answered.
pub(super) struct InFlight(Arc<ConnectionGuard>);

impl InFlight {
    fn begin(guard: &Arc<ConnectionGuard>) -> Self {
        let mut requests = guard.requests();
        requests.open += 1;
        requests.last = Instant::now();
        Self(Arc::clone(guard))
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut requests = self.0.requests();
        requests.open = requests.open.saturating_sub(1);
        requests.last = Instant::now();
        requests.is_response_due = true;
    }
}

/// A connection's service, which counts the requests.
#[derive(Debug, Clone)]
pub(super) struct TrackedService<S> {
    inner: S,
    guard: Arc<ConnectionGuard>,
}

impl<S, B> Service<Request<B>> for TrackedService<S>
where
    S: Service<Request<B>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let connection = OpenConnection(Arc::clone(&self.guard));
        request.extensions_mut().insert(connection);
        let (answering, answer) = (InFlight::begin(&self.guard), self.inner.call(request));
        Box::pin(async move {
            let _answering = answering;
            answer.await
        })
    }
}

/// A connection's stream, which fails if the peer has sent or accepted nothing for too long.
pub(super) struct IdleTimeoutStream<T> {
    inner: T,
    guard: Arc<ConnectionGuard>,
    quiet: Pin<Box<Sleep>>,
    stalled: Option<Pin<Box<Sleep>>>,
    /// Whether the first bytes are still to be looked at.
    is_unread: bool,
}

/// How a TLS client begins: a handshake record, of any version.
const CLIENT_HELLO: [u8; 2] = [0x16, 0x03];

impl<T> IdleTimeoutStream<T> {
    fn poll_quiet(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            ready!(self.quiet.as_mut().poll(cx));
            let until = self.guard.quiet_until();
            if until <= Instant::now() {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.quiet.as_mut().reset(until);
        }
    }

    /// Lets a write wait up to [`WRITE_TIMEOUT`].
    fn in_time<R>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + WRITE_TIMEOUT)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for IdleTimeoutStream<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(error) = self.poll_quiet(cx) {
            return Poll::Ready(Err(error));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, buffer);
        if self.is_unread && read.is_ready() {
            self.is_unread = false;
            if buffer.filled()[before..].starts_with(&CLIENT_HELLO) {
                self.guard.refused(Refused::TlsOnPlainPort);
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            }
        }
        read
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for IdleTimeoutStream<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        if written.is_ready() {
            self.guard.written(bytes);
        }
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        if written.is_ready() {
            self.guard
                .written(slices.first().map_or(&[], |slice| slice));
        }
        self.in_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.in_time(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ended = Pin::new(&mut self.inner).poll_shutdown(cx);
        self.in_time(cx, ended)
    }
}
