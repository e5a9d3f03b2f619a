//! Who may make the control calls of `/_sandbox/…`, which carry no signature, and see the page.
//!
//! They must come from this machine and have the token of the data folder, and no page of another
//! site may make its browser call: such a page names itself in `Origin`, and a name that was
//! rebound to this machine is in `Host`. All of that is checked before anything of the body is
//! read.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::loopback::{is_localhost, is_loopback_address};
use crate::sandbox::admin::answer::AdminAnswer;
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::access::AccessToken;

const FROM_ELSEWHERE: &str = "only this machine may do this, and no page of another site";

const NO_TOKEN: &str = "this needs the sandbox's token, as Authorization: Bearer …; it is in the first line of `wechatpay sandbox --json` and in access-token of the data folder";

/// Refuses a call from elsewhere, and one without the token.
pub(crate) async fn check(
    State(sandbox): State<Arc<Sandbox>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    // A request line in absolute form counts more than `Host`.
    let named = request.uri().authority();
    let is_named_local = named.is_none_or(|named| names_loopback(named.as_str()));
    let why = if !is_named_local || !is_from_here(peer.ip(), request.headers()) {
        FROM_ELSEWHERE
    } else if !has_token(&sandbox.access, request.headers()) {
        NO_TOKEN
    } else {
        return next.run(request).await;
    };
    AdminAnswer::fault(StatusCode::FORBIDDEN, "FORBIDDEN", why).into_response()
}

/// Tells whether a request comes from this machine, and from no page of another site.
pub(crate) fn is_from_here(peer: IpAddr, headers: &HeaderMap) -> bool {
    is_loopback_address(peer) && is_local(headers)
}

/// Tells whether a request has the token, in `Authorization` or in the page's cookie.
pub(crate) fn has_token(token: &AccessToken, headers: &HeaderMap) -> bool {
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, text)| text.trim());
    bearer.is_some_and(|text| token.matches(text))
        || cookies(headers, &cookie_name(token)).any(|text| token.matches(text))
}

/// Returns the name of the page's cookie. Browsers send the cookies of every port of a host, so
/// each data folder has a name of its own.
pub(crate) fn cookie_name(token: &AccessToken) -> String {
    let hash = digest(&SHA256, format!("cookie\n{}", token.reveal()).as_bytes());
    let hex: String = hash.as_ref()[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sandbox-{hex}")
}

/// Returns the values of a cookie.
pub(crate) fn cookies<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h str> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(move |pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
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
