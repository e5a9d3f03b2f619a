//! Connections that hold a place: so many at once, and none of them for ever.

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep, sleep_until};
use tower::Service;

use super::arrivals::{Arrival, Arrivals};

/// How long a connection may be without a request. HTTP/2 has its own life beside requests, and
/// who answers pings is not heard of otherwise.
const QUIET: Duration = Duration::from_secs(20);

/// How long the other side may take nothing of what it is sent.
const STALLED: Duration = Duration::from_secs(10);

/// Accepts connections as long as there are not too many of them.
#[derive(Debug, Clone)]
pub(super) struct Bounded<A> {
    inner: A,
    room: Arc<Semaphore>,
    told: Arrivals,
}

impl<A> Bounded<A> {
    pub(super) fn new(inner: A, connections: usize, told: Arrivals) -> Self {
        let room = Arc::new(Semaphore::new(connections));
        Self { inner, room, told }
    }
}

impl<I, S, A> Accept<I, S> for Bounded<A>
where
    I: Send + 'static,
    S: Send + 'static,
    A: Accept<I, S> + Clone + Send + 'static,
    A::Future: Send,
{
    type Stream = Watched<A::Stream>;
    type Service = Seated<A::Service>;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let permit = Arc::clone(&self.room).try_acquire_owned();
        if permit.is_err() {
            self.told.tell(Arrival::Crowded);
        }
        let inner = self.inner.clone();
        Box::pin(async move {
            let permit = permit.map_err(|_| io::Error::other("too many connections"))?;
            let (stream, service) = inner.accept(stream, service).await?;
            let seat = Arc::new(Seat {
                requests: Mutex::new((0, Instant::now())),
                _permit: permit,
            });
            let stream = Watched {
                inner: stream,
                seat: Arc::clone(&seat),
                quiet: Box::pin(sleep(QUIET)),
                stalled: None,
            };
            let inner = service;
            Ok((stream, Seated { inner, seat }))
        })
    }
}

/// A connection's place, free again once nothing of the connection is left.
#[derive(Debug)]
pub(super) struct Seat {
    /// How many requests are being answered, and when one last began or ended.
    requests: Mutex<(usize, Instant)>,
    _permit: OwnedSemaphorePermit,
}

impl Seat {
    fn requests(&self) -> MutexGuard<'_, (usize, Instant)> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns until when it may stay quiet.
    fn quiet_until(&self) -> Instant {
        match *self.requests() {
            (0, last) => last + QUIET,
            _ => Instant::now() + QUIET,
        }
    }
}

/// A request that is being answered.
struct Answering(Arc<Seat>);

impl Answering {
    fn begin(seat: &Arc<Seat>) -> Self {
        let mut requests = seat.requests();
        *requests = (requests.0 + 1, Instant::now());
        Self(Arc::clone(seat))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let mut requests = self.0.requests();
        *requests = (requests.0.saturating_sub(1), Instant::now());
    }
}

/// A connection's service, which counts the requests.
#[derive(Debug, Clone)]
pub(super) struct Seated<S> {
    inner: S,
    seat: Arc<Seat>,
}

impl<S, R> Service<R> for Seated<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let (answering, answer) = (Answering::begin(&self.seat), self.inner.call(request));
        Box::pin(async move {
            let _answering = answering;
            answer.await
        })
    }
}

/// A connection's stream, which fails where the other side has been quiet, or takes nothing, for
/// too long.
pub(super) struct Watched<T> {
    inner: T,
    seat: Arc<Seat>,
    quiet: Pin<Box<Sleep>>,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<T> Watched<T> {
    fn poll_quiet(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            ready!(self.quiet.as_mut().poll(cx));
            let until = self.seat.quiet_until();
            if until <= Instant::now() {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.quiet.as_mut().reset(until);
        }
    }

    /// Lets a write wait, but not for ever.
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
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + STALLED)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Watched<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(error) = self.poll_quiet(cx) {
            return Poll::Ready(Err(error));
        }
        Pin::new(&mut self.inner).poll_read(cx, buffer)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Watched<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
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
