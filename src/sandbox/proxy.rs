//! An HTTP proxy that answers for WeChat Pay's names itself, and connects to nothing.

use std::convert::Infallible;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, CONTENT_TYPE, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper::service::service_fn;
use hyper::upgrade::{self, OnUpgrade};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tower::Service;

use crate::sandbox::http::connection::{Stop, serve_each, serve_http, serve_tls};
use crate::sandbox::tls::hosts::{HOSTS, stands_in_for};

/// Most clients show nothing of a proxy's refusal but this.
const REFUSED: ReasonPhrase =
    ReasonPhrase::from_static(b"Not a name of WeChat Pay (wechatpay sandbox)");

/// Answers for WeChat Pay's names as an HTTP proxy.
#[derive(Clone)]
pub struct ProxyServer {
    router: Router,
    acceptor: TlsAcceptor,
}

/// The tunnel that a connection becomes after its `CONNECT` was answered.
type Tunnel = Arc<Mutex<Option<OnUpgrade>>>;

impl ProxyServer {
    pub(crate) fn new(router: Router, acceptor: TlsAcceptor) -> Self {
        Self { router, acceptor }
    }

    /// Serves until `shutdown`, and then lets open connections finish. Dropped, it ends them.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        serve_each(listener, shutdown, |stream, peer, stop| {
            self.clone().serve_one(stream, peer, stop)
        })
        .await;
    }

    /// Serves one connection, and TLS in its tunnel if it becomes one.
    async fn serve_one(self, stream: TcpStream, peer: SocketAddr, stop: Stop) {
        let tunnel = Tunnel::default();
        let service = {
            let (router, tunnel) = (self.router.clone(), Arc::clone(&tunnel));
            service_fn(move |request| answer(router.clone(), peer, Arc::clone(&tunnel), request))
        };
        serve_http(stream, service, stop.clone()).await;
        let upgrade = tunnel.lock().unwrap_or_else(PoisonError::into_inner).take();
        // One that was not answered to its end is not a tunnel.
        if let Some(upgrade) = upgrade
            && let Ok(tunnel) = upgrade.await
        {
            let stream = TokioIo::new(tunnel);
            serve_tls(stream, &self.acceptor, self.router, peer, stop).await;
        }
    }
}

impl fmt::Debug for ProxyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyServer").finish_non_exhaustive()
    }
}

async fn answer(
    mut router: Router,
    peer: SocketAddr,
    tunnel: Tunnel,
    mut request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let Some(authority) = request.uri().authority().cloned() else {
        return Ok(text(
            StatusCode::BAD_REQUEST,
            "this is an HTTP proxy: name it in HTTPS_PROXY, and call WeChat Pay's own names\n"
                .to_owned(),
        ));
    };
    if !stands_in_for(authority.host()) {
        return Ok(refused(&authority));
    }
    if request.method() == Method::CONNECT {
        *tunnel.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgrade::on(request));
        return Ok(Response::new(Body::empty()));
    }
    // RFC 9112, 3.2.2: the request line counts, whatever `Host` says.
    if let Ok(host) = HeaderValue::from_str(authority.as_str()) {
        request.headers_mut().insert(HOST, host);
    }
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}

fn refused(authority: &Authority) -> Response<Body> {
    let names = HOSTS.join("\n  ");
    let mut response = text(
        StatusCode::FORBIDDEN,
        format!(
            "wechatpay sandbox: this proxy connects to nothing, and '{authority}' is not a name \
             that it answers for:\n  {names}\nAdd other hosts to NO_PROXY.\n"
        ),
    );
    response.extensions_mut().insert(REFUSED);
    response
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(CONTENT_TYPE, plain);
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
