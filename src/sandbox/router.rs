//! Takes requests apart, has them answered, and signs the answers.

use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::caller::Call;
use super::refusal::{Refusal, number};
use super::route::Route;
use super::{Sandbox, admin, media};
use crate::ambient;
use crate::protocol::code2session;
use crate::protocol::keys::SigningKey;
use crate::protocol::signed::SignedBody;

/// The longest body of a call; an order's is some kilobytes at most.
const LONGEST: usize = 64 * 1024;

/// The longest import.
const LONGEST_IMPORT: usize = 256 * 1024 * 1024;

const JSON: &str = "application/json; charset=utf-8";

pub(super) fn router(sandbox: Arc<Sandbox>) -> Router {
    Router::new().fallback(handle).with_state(sandbox)
}

async fn handle(State(sandbox): State<Arc<Sandbox>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    if path == code2session::PATH {
        return login(&sandbox, &head);
    }
    if let Some(action) = path.strip_prefix(admin::PREFIX) {
        let body = to_bytes(body, LONGEST_IMPORT).await.unwrap_or_default();
        let (status, answer) = sandbox.administer(&head, action, &body).await;
        return text(status, JSON, answer);
    }
    let Some(route) = Route::find(path) else {
        return response(StatusCode::NOT_FOUND, 0, Body::empty());
    };
    if head.method.as_str() != route.method() {
        let mut refused = response(StatusCode::METHOD_NOT_ALLOWED, 0, Body::empty());
        let allowed = HeaderValue::from_static(route.method());
        refused.headers_mut().insert(ALLOW, allowed);
        return refused;
    }
    let longest = match &route {
        Route::Upload(_) => media::LONGEST,
        _ => LONGEST,
    };
    match to_bytes(body, longest).await {
        Ok(body) => {
            let answer = v3(&sandbox, &route, &head, &body);
            if route == Route::Echo && answer.status().is_success() {
                sandbox.notify_echo(&body);
            }
            answer
        }
        Err(_) => refuse(&Refusal::new(
            413,
            "INVALID_REQUEST",
            number::PARAMETER,
            "请求体过大",
        )),
    }
}

fn v3(sandbox: &Sandbox, route: &Route, head: &Parts, body: &Bytes) -> Response {
    let signed = match route {
        Route::Upload(_) => media::signed(&head.headers, body),
        _ => Ok(&body[..]),
    };
    let signed = match signed {
        Ok(signed) => signed,
        Err(refusal) => return refuse(&refusal),
    };
    let call = Call {
        method: head.method.as_str(),
        target: target(head),
        headers: &head.headers,
        body,
        signed,
    };
    let headers = if route.asks_for_headers() {
        call.check_headers()
    } else {
        Ok(())
    };
    let caller =
        headers.and_then(|()| call.check(&sandbox.identity, sandbox.options.mode, ambient::now()));
    if *route == Route::BillFile {
        return match caller.and_then(|_| sandbox.bill_file(&call)) {
            Ok(sent) => text(StatusCode::OK, sent.kind, sent.bytes),
            Err(refusal) => refuse(&refusal),
        };
    }
    let answered = caller.and_then(|key| Ok((key, sandbox.answer(route, &call)?)));
    match answered {
        Ok((key, answer)) => sign(&key, answer.as_ref()),
        Err(refusal) => refuse(&refusal),
    }
}

fn target(head: &Parts) -> &str {
    head.uri
        .path_and_query()
        .map_or_else(|| head.uri.path(), |target| target.as_str())
}

/// Answers with 200 and a value, or with 204; both are signed.
fn sign(key: &SigningKey, answer: Option<&Value>) -> Response {
    let body = answer.map_or_else(Vec::new, |value| value.to_string().into_bytes());
    let signed = SignedBody::sign(key, &ambient::stamp(), body);
    let headers: Vec<_> = signed
        .headers()
        .into_iter()
        .filter_map(|(name, value)| Some((name, HeaderValue::from_str(value).ok()?)))
        .collect();
    let mut response = match answer {
        Some(_) => json(StatusCode::OK, 0, signed.body),
        None => response(StatusCode::NO_CONTENT, 0, Body::empty()),
    };
    for (name, value) in headers {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A refusal is not signed.
fn refuse(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, refusal.number, refusal.body())
}

fn login(sandbox: &Sandbox, head: &Parts) -> Response {
    if head.method != "GET" {
        return response(StatusCode::METHOD_NOT_ALLOWED, 0, Body::empty());
    }
    let answer = sandbox.exchange(target(head)).to_string();
    text(StatusCode::OK, "text/plain", answer.into_bytes())
}

fn json(status: StatusCode, number: u64, body: Vec<u8>) -> Response {
    let mut response = response(status, number, Body::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static("zh-CN"));
    response
}

fn text(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response {
    let mut response = response(status, 0, Body::from(body));
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

fn response(status: StatusCode, number: u64, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Ok(id) = HeaderValue::from_str(&request_id(number)) {
        response.headers_mut().insert("Request-ID", id);
    }
    response
}

/// Makes a `Request-ID`, which ends in an internal result code.
pub(super) fn request_id(number: u64) -> String {
    let mut id = String::from("08");
    for byte in ambient::bytes::<19>() {
        // Writing to a string does not fail.
        let _ = write!(id, "{byte:02X}");
    }
    format!("{id}-{number}")
}
