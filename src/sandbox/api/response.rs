//! Responses, before they are signed.

use axum::body::Body;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use crate::sandbox::numbers;

pub(crate) const REQUEST_ID: &str = "Request-ID";

pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// 200 with a value, its keys in alphabetical order.
pub(crate) struct Answer(Value);

impl Answer {
    pub(crate) fn new(value: impl Serialize) -> Self {
        Self(json!(value))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let Self(mut value) = self;
        value.sort_all_objects();
        json_body(StatusCode::OK, 0, value.to_string().into_bytes())
    }
}

/// 204.
pub(crate) struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        empty(StatusCode::NO_CONTENT)
    }
}

/// A body that is not JSON of API v3.
pub(crate) struct File {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

impl IntoResponse for File {
    fn into_response(self) -> Response {
        typed(StatusCode::OK, self.content_type, self.bytes)
    }
}

/// Returns a response without a body.
pub(crate) fn empty(status: StatusCode) -> Response {
    response(status, 0, Body::empty())
}

/// Returns a body of a content type.
pub(crate) fn typed(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Response {
    let mut response = response(status, 0, Body::from(body));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Returns JSON as API v3 has it, its language included.
pub(crate) fn json_body(status: StatusCode, result_code: u64, body: Vec<u8>) -> Response {
    let mut response = response(status, result_code, Body::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static("zh-CN"));
    response
}

fn response(status: StatusCode, result_code: u64, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Ok(id) = HeaderValue::from_str(&numbers::request_id(result_code)) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
