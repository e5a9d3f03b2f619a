//! The layer that lets faults occur.
//!
//! Faults of a gateway come first, and nothing of the call is read. Those that WeChat Pay itself
//! responds with come after the check of the signature, so that a wrong signature is still seen;
//! all others come when the call was processed. A fault that finds nothing to damage is left for
//! another call.

use axum::extract::Request;
use axum::http::header::{DATE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::ambient;
use crate::protocol::code2session;
use crate::sandbox::api::login;
use crate::sandbox::api::response::{empty, typed};
use crate::sandbox::faults::active::Occurrence;
use crate::sandbox::faults::checkpoint::{CLOCK_ERROR, Checkpoint, error};
use crate::sandbox::faults::damage;
use crate::sandbox::faults::kind::{Effect, FaultKind, OwnError};
use crate::sandbox::state::Sandbox;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Welcome</title></head>\
    <body><h1>Sign in to use this network</h1></body></html>\n";

/// Where a redirect leads, on the same host; nothing is there.
const MOVED: &str = "/moved";

/// The faults that occurred with a call: an extension of its response.
#[derive(Debug, Clone)]
pub(crate) struct Occurred(pub(crate) Vec<FaultKind>);

/// Lets the faults of a call occur; its response comes from `next`.
pub(crate) async fn inject<F: Future<Output = Response>>(
    sandbox: &Sandbox,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let path = request.uri().path().to_owned();
    if !is_call(&path) {
        return next(request).await;
    }
    let taken = sandbox.faults.take(&path);
    let (delays, faults): (Vec<_>, Vec<_>) = taken
        .into_iter()
        .partition(|taken| matches!(taken.kind, FaultKind::Delay(_)));
    let mut occurred = Vec::new();
    let mut response = match faults.first() {
        None => next(request).await,
        Some(fault) => match befall(sandbox, fault.kind, &path, request, next).await {
            Ok(damaged) => {
                occurred.push(fault.kind);
                damaged
            }
            Err(whole) => {
                sandbox.faults.give_back(*fault);
                whole
            }
        },
    };
    for Occurrence { kind, .. } in delays {
        if let FaultKind::Delay(pause) = kind {
            tokio::time::sleep(pause).await;
            occurred.push(kind);
        }
    }
    if !occurred.is_empty() {
        response.extensions_mut().insert(Occurred(occurred));
    }
    response
}

/// Tells whether faults are for this path: a call of API v3, or a login.
fn is_call(path: &str) -> bool {
    path.starts_with("/v3/") || path == code2session::PATH
}

/// Lets a fault befall a call; returns the response unharmed if there was nothing to damage.
async fn befall<F: Future<Output = Response>>(
    sandbox: &Sandbox,
    kind: FaultKind,
    path: &str,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Result<Response, Response> {
    if let Some(response) = before(kind, path) {
        return Ok(response);
    }
    let checkpoint = Checkpoint::new(kind);
    request.extensions_mut().insert(checkpoint.clone());
    let response = next(request).await;
    if checkpoint.has_occurred() {
        return Ok(at_check(kind, response));
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        return Err(response);
    }
    after(sandbox, kind, path, response).await
}

/// Responds before anything of the call is read.
fn before(kind: FaultKind, path: &str) -> Option<Response> {
    match kind {
        FaultKind::Status(status, Effect::None) => Some(status_alone(status)),
        FaultKind::Reset(Effect::None) => Some(damage::reset()),
        FaultKind::Html => Some(typed(StatusCode::OK, "text/html", PAGE.into())),
        FaultKind::Redirect => {
            let mut response = empty(StatusCode::FOUND);
            let moved = HeaderValue::from_static(MOVED);
            response.headers_mut().insert(LOCATION, moved);
            Some(response)
        }
        // A login has no signature that is checked first.
        FaultKind::SystemError(Effect::None) | FaultKind::FrequencyLimited(Effect::None) => {
            login_error(kind, path)
        }
        FaultKind::Status(_, Effect::Done)
        | FaultKind::SystemError(Effect::Done)
        | FaultKind::FrequencyLimited(Effect::Done)
        | FaultKind::Reset(Effect::Done)
        | FaultKind::Delay(_)
        | FaultKind::WrongClock
        | FaultKind::EmptyBody
        | FaultKind::TruncatedBody
        | FaultKind::ForgedSignature
        | FaultKind::MissingSignature
        | FaultKind::UnknownSerial
        | FaultKind::StaleTimestamp
        | FaultKind::SignatureProbe => None,
    }
}

/// Completes the response of a call that was refused at the check of its signature.
fn at_check(kind: FaultKind, mut response: Response) -> Response {
    if kind == FaultKind::WrongClock {
        let date = ambient::now().plus(CLOCK_ERROR).to_http_date();
        if let Ok(date) = HeaderValue::from_str(&date) {
            response.headers_mut().insert(DATE, date);
        }
    }
    response
}

/// Damages the response of a call that was processed; returns it as it is if there is nothing to
/// damage.
async fn after(
    sandbox: &Sandbox,
    kind: FaultKind,
    path: &str,
    response: Response,
) -> Result<Response, Response> {
    match kind {
        FaultKind::Status(status, Effect::Done) => Ok(status_alone(status)),
        FaultKind::SystemError(Effect::Done) | FaultKind::FrequencyLimited(Effect::Done) => {
            let error = error(kind, path).map(IntoResponse::into_response);
            login_error(kind, path).or(error).ok_or(response)
        }
        FaultKind::Reset(Effect::Done) => Ok(damage::reset()),
        FaultKind::EmptyBody => damage::empty_body(response),
        FaultKind::TruncatedBody => damage::truncate(response).await,
        FaultKind::ForgedSignature => damage::forge(response),
        FaultKind::MissingSignature => damage::unsign(response),
        FaultKind::UnknownSerial => damage::name_unknown_key(response),
        FaultKind::StaleTimestamp => damage::age(&sandbox.merchants, response).await,
        FaultKind::SignatureProbe => damage::probe(response),
        FaultKind::Status(_, Effect::None)
        | FaultKind::SystemError(Effect::None)
        | FaultKind::FrequencyLimited(Effect::None)
        | FaultKind::Reset(Effect::None)
        | FaultKind::Delay(_)
        | FaultKind::WrongClock
        | FaultKind::Html
        | FaultKind::Redirect => Err(response),
    }
}

fn status_alone(status: u16) -> Response {
    empty(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}

/// Returns the error in the words of the server of logins.
fn login_error(kind: FaultKind, path: &str) -> Option<Response> {
    if path != code2session::PATH {
        return None;
    }
    kind.own_error().map(|error| match error {
        OwnError::System => login::error(-1),
        OwnError::Limited => login::error(45011),
    })
}
