//! Who may see the page: this machine, with the token from the URL that was printed, and then with
//! the cookie that the token was exchanged for.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, LOCATION, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use url::form_urlencoded;

use crate::sandbox::admin::guard;
use crate::sandbox::api::response::empty;
use crate::sandbox::page::layout;
use crate::sandbox::page::text::{LANGUAGE_COOKIE, Lang};
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// Nothing from elsewhere, no script or style in the page itself, and in no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

const COOKIE_SECS: u32 = 365 * 86_400;

/// Lets the owner of the data folder in.
pub(crate) async fn owner(
    State(sandbox): State<Arc<Sandbox>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let viewer = Viewer::of(&request);
    if !guard::is_from_here(peer.ip(), request.headers()) {
        return hardened(layout::foreign(&viewer));
    }
    if request.method() == Method::GET
        && let Some(text) = viewer.parameter("token")
    {
        return hardened(exchange(&sandbox, &viewer, &request, &text));
    }
    if !guard::has_token(&sandbox.access, request.headers()) {
        return hardened(layout::locked(&sandbox, &viewer));
    }
    match chosen_language(&request, &viewer) {
        Some(response) => hardened(response),
        None => hardened(next.run(request).await),
    }
}

/// Lets a payer in, whose key the handlers check.
pub(crate) async fn payer(
    State(_): State<Arc<Sandbox>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let viewer = Viewer::of(&request);
    if !guard::is_from_here(peer.ip(), request.headers()) {
        return hardened(layout::foreign(&viewer));
    }
    match chosen_language(&request, &viewer) {
        Some(response) => hardened(response),
        None => hardened(next.run(request).await),
    }
}

/// Lets everyone on this machine read what is not secret.
pub(crate) async fn visitor(
    State(_): State<Arc<Sandbox>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if !guard::is_from_here(peer.ip(), request.headers()) {
        return hardened(empty(StatusCode::FORBIDDEN));
    }
    hardened(next.run(request).await)
}

/// Exchanges the token of a URL for a cookie, and leads to the same URL without it.
fn exchange(sandbox: &Sandbox, viewer: &Viewer, request: &Request, text: &str) -> Response {
    if !sandbox.access.matches(text) && !sandbox.tickets.redeem(text) {
        return layout::locked(sandbox, viewer);
    }
    let rest = without(&viewer.target, "token");
    // A browser that was led here by another site sends no strict cookie with a redirect; what a
    // page of this site leads to has it.
    let is_foreign = request
        .headers()
        .get(SEC_FETCH_SITE)
        .is_some_and(|site| site == "cross-site");
    let response = if is_foreign {
        layout::welcome(viewer, &rest)
    } else {
        see_other(&rest)
    };
    let name = guard::cookie_name(&sandbox.access);
    let token = sandbox.access.reveal();
    with_cookie(response, &format!("{name}={token}; HttpOnly"))
}

/// Stores the language of `?lang=`, and leads to the same URL without it.
fn chosen_language(request: &Request, viewer: &Viewer) -> Option<Response> {
    if request.method() != Method::GET {
        return None;
    }
    let lang = Lang::of_code(&viewer.parameter("lang")?)?;
    let response = see_other(&without(&viewer.target, "lang"));
    let cookie = format!("{LANGUAGE_COOKIE}={}", lang.code());
    Some(with_cookie(response, &cookie))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    let cookie = format!("{cookie}; SameSite=Strict; Path=/; Max-Age={COOKIE_SECS}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Leads a browser to another page after what it did.
pub(crate) fn see_other(target: &str) -> Response {
    let mut response = empty(StatusCode::SEE_OTHER);
    if let Ok(value) = HeaderValue::from_str(target) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// Returns path and query without a parameter.
fn without(target: &str, name: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    // Two slashes would name another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        if key != name {
            rest.append_pair(&key, &value);
        }
    }
    let rest = rest.finish();
    if rest.is_empty() {
        path
    } else {
        format!("{path}?{rest}")
    }
}

/// Adds what keeps a page from loading, being framed by, or telling anything to other sites.
/// Without any referrer, browsers would send forms with the origin `null`, which is refused.
pub(crate) fn hardened(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_taken_out_and_no_other_host_is_led_to() {
        for (target, rest) in [
            ("/?token=x", "/"),
            ("/orders/a?token=x&state=paid", "/orders/a?state=paid"),
            ("/?q=%E5%92%96&token=x", "/?q=%E5%92%96"),
            ("//evil.example/?token=x", "/evil.example/"),
        ] {
            assert_eq!(without(target, "token"), rest);
        }
    }
}
