//! Who may make the control calls of `/_sandbox/…`, which carry no signature.
//!
//! They must come from this machine, and no page of another site may make its browser call: such
//! a page names itself in `Origin`, and a name that was rebound to this machine is in `Host`. All
//! of that is checked before anything of the body is read.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::loopback::{is_localhost, is_loopback_address};
use crate::sandbox::admin::answer::AdminAnswer;

/// Refuses a call from elsewhere.
pub(crate) async fn check(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    // A request line in absolute form counts more than `Host`.
    let named = request.uri().authority();
    let is_named_local = named.is_none_or(|named| names_loopback(named.as_str()));
    if is_loopback_address(peer.ip()) && is_named_local && is_local(request.headers()) {
        return next.run(request).await;
    }
    let why = "only this machine may do this, and no page of another site";
    AdminAnswer::fault(StatusCode::FORBIDDEN, "FORBIDDEN", why).into_response()
}

fn is_local(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = text(HOST).filter(|host| names_loopback(host)) else {
        return false;
    };
    match headers.get(ORIGIN) {
        None => true,
        Some(_) => text(ORIGIN).is_some_and(|origin| {
            let own = origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"));
            own.is_some_and(|own| own.eq_ignore_ascii_case(host))
        }),
    }
}

/// Tells whether a `Host` header names this machine, whatever the port.
fn names_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(ip, _)| ip),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    is_localhost(name) || name.parse().is_ok_and(is_loopback_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn pages_of_other_sites_and_rebound_names_are_kept_out() {
        assert!(is_local(&headers("127.0.0.1:8787", None)));
        assert!(is_local(&headers("[::1]:8787", None)));
        let own = Some("http://localhost:8787");
        assert!(is_local(&headers("localhost:8787", own)));
        assert!(!is_local(&headers("localhost:8788", own)));
        for (host, origin) in [
            ("evil.example:8787", None),
            ("127.0.0.1.evil.example", None),
            ("localhost.evil.example", None),
            ("127.0.0.1:8787", Some("https://evil.example")),
            ("127.0.0.1:8787", Some("null")),
            ("127.0.0.1:8787", Some("")),
        ] {
            assert!(!is_local(&headers(host, origin)), "{host} {origin:?}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
