//! Calls that the sandbox does not know: their signature is checked, and a stub responds.

use std::sync::Arc;

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::sandbox::api::response::{Answer, empty, json_body};
use crate::sandbox::api::signed_call::AnyCall;
use crate::sandbox::state::Sandbox;
use crate::sandbox::stubs::Stub;

/// What begins the path of a call whose signature is checked.
const SIGNED: &str = "/v3/";

/// Responds with the stub of the method and the path, else with `{}`; with an empty 404 if the
/// sandbox has no stubs.
pub(crate) async fn respond(State(sandbox): State<Arc<Sandbox>>, request: Request) -> Response {
    let path = request.uri().path();
    let stubs = sandbox.options.stub.as_ref();
    let Some(stubs) = stubs.filter(|_| path.starts_with(SIGNED)) else {
        return empty(StatusCode::NOT_FOUND);
    };
    let stub = stubs.find(request.method(), path);
    match AnyCall::from_request(request, &sandbox).await {
        Ok(_) => stub.map_or_else(nothing, stubbed),
        Err(refused) => refused,
    }
}

fn nothing() -> Response {
    Answer::new(serde_json::json!({})).into_response()
}

fn stubbed(stub: &Stub) -> Response {
    let mut response = if stub.body.is_empty() {
        empty(stub.status)
    } else {
        json_body(stub.status, 0, stub.body.clone().into_bytes())
    };
    for (name, value) in &stub.headers {
        response.headers_mut().insert(name, value.clone());
    }
    response
}
