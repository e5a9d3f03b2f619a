//! Takes requests apart, has them answered, and signs the answers.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_LANGUAGE, CONTENT_TYPE, EXPECT};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::Value;

use super::admin::Action;
use super::caller::Call;
use super::intake::{Intake, Room, Unread};
use super::origin::origin;
use super::refusal::{Refusal, number};
use super::refused::RefusedRequest;
use super::route::Route;
use super::{Sandbox, admin, media};
use crate::ambient;
use crate::protocol::code2session;
use crate::protocol::keys::SigningKey;
use crate::protocol::signed::SignedBody;

/// The longest body of a call; an order's is some kilobytes at most.
const MAX_BODY_BYTES: usize = 64 * 1024;

const REQUEST_ID: &str = "Request-ID";

const JSON: &str = "application/json; charset=utf-8";

struct Front {
    sandbox: Arc<Sandbox>,
    intake: Intake,
    /// What every response is given, so that its headers are spelled as WeChat Pay's.
    spelled: Extensions,
}

pub(super) fn router(sandbox: Arc<Sandbox>, spelled: Extensions) -> Router {
    let front = Front {
        sandbox,
        intake: Intake::default(),
        spelled,
    };
    Router::new().fallback(handle).with_state(Arc::new(front))
}

async fn handle(
    State(front): State<Arc<Front>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let (head, mut body) = request.into_parts();
    let mut response = front.answer(&head, peer, &mut body).await;
    if !body.is_end_stream() {
        let short = body
            .size_hint()
            .upper()
            .is_some_and(|upper| upper <= MAX_BODY_BYTES as u64);
        let waits = head.headers.contains_key(EXPECT);
        if waits || !short {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(CONNECTION, close);
        }
        // Who waits for permission to send the body is refused it.
        if !waits {
            front.intake.discard(body);
        }
    }
    response.extensions_mut().extend(front.spelled.clone());
    response
}

impl Front {
    /// Answers a request. Its body is read only for a caller and a path that may have one.
    async fn answer(&self, head: &Parts, peer: SocketAddr, body: &mut Body) -> Response {
        let path = head.uri.path();
        if path == code2session::PATH {
            return login(&self.sandbox, head);
        }
        if let Some(action) = path.strip_prefix(admin::PREFIX) {
            let (status, answer) = self.administer(head, peer, action, body).await;
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
        let (limit, room) = match &route {
            Route::Upload(kind) => (media::body_limit(*kind), Room::Uploads),
            _ => (MAX_BODY_BYTES, Room::Calls),
        };
        match self.intake.read(body, limit, room).await {
            Ok(received) => v3(&self.sandbox, &route, head, &received.bytes),
            Err(Unread::TooLong) => refuse(&Refusal::new(
                413,
                "INVALID_REQUEST",
                number::PARAMETER,
                "请求体过大",
            )),
            Err(Unread::TooSlow) => response(StatusCode::REQUEST_TIMEOUT, 0, Body::empty()),
            Err(Unread::Broken) => response(StatusCode::BAD_REQUEST, 0, Body::empty()),
        }
    }

    async fn administer(
        &self,
        head: &Parts,
        peer: SocketAddr,
        action: &str,
        body: &mut Body,
    ) -> admin::Answer {
        let action = match Action::find(head, peer, action) {
            Ok(action) => action,
            Err(refused) => return refused,
        };
        let (limit, room) = (action.body_limit(), action.room());
        match self.intake.read(body, limit, room).await {
            Ok(received) => self.sandbox.administer(&action, &received.bytes).await,
            Err(Unread::TooLong) => admin::too_long(limit),
            Err(Unread::TooSlow) => (StatusCode::REQUEST_TIMEOUT, Vec::new()),
            Err(Unread::Broken) => (StatusCode::BAD_REQUEST, Vec::new()),
        }
    }
}

fn v3(sandbox: &Arc<Sandbox>, route: &Route, head: &Parts, body: &[u8]) -> Response {
    let signed = match route {
        Route::Upload(_) => media::signed(&head.headers, body),
        _ => Ok(body),
    };
    let signed = match signed {
        Ok(signed) => signed,
        Err(refusal) => return refuse(&refusal),
    };
    let origin = origin(head);
    let call = Call {
        method: head.method.as_str(),
        target: target(head),
        headers: &head.headers,
        body,
        signed,
        origin: origin.as_deref(),
    };
    let headers = if route.asks_for_headers() {
        call.check_headers()
    } else {
        Ok(())
    };
    let now = ambient::now();
    let caller = headers.and_then(|()| call.check(&sandbox.identity, sandbox.options.mode, now));
    let key = match caller {
        Ok(key) => key,
        Err(refusal) => {
            let response = refuse(&refusal);
            if refusal.status == 401 {
                sandbox.remember(&call, &refusal, &response);
            }
            return response;
        }
    };
    if *route == Route::BillFile {
        return match sandbox.bill_file(&call) {
            Ok(sent) => text(StatusCode::OK, sent.kind, sent.bytes),
            Err(refusal) => refuse(&refusal),
        };
    }
    match sandbox.answer(route, &call) {
        Ok(answer) => {
            if *route == Route::Echo {
                Arc::clone(sandbox).notify_echo(Arc::clone(&key), body);
            }
            sign(&key, answer)
        }
        Err(refusal) => refuse(&refusal),
    }
}

impl Sandbox {
    /// Keeps a refused request, so that the cause can be explained later.
    fn remember(&self, call: &Call<'_>, refusal: &Refusal, response: &Response) {
        let id = response.headers().get(REQUEST_ID);
        let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
        let refused = RefusedRequest::new(call, refusal, id, ambient::now());
        // The refusal is right without it, too.
        let _ = refused.keep(&self.data);
    }
}

fn target(head: &Parts) -> &str {
    head.uri
        .path_and_query()
        .map_or_else(|| head.uri.path(), |target| target.as_str())
}

/// Answers with 200 and a value, its keys in alphabetical order, or with 204; both are signed.
fn sign(key: &SigningKey, mut answer: Option<Value>) -> Response {
    let body = answer.as_mut().map_or_else(Vec::new, |value| {
        value.sort_all_objects();
        value.to_string().into_bytes()
    });
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
        response.headers_mut().insert(REQUEST_ID, id);
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
