//! The files that pages load, which are part of the program.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::sandbox::api::response::typed;

const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

/// What changes with the files, so that no browser uses those of an earlier version.
pub(crate) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let hash = digest(&SHA256, [STYLE, SCRIPT, ICON].concat().as_bytes());
    hash.as_ref()[..6]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
});

pub(crate) async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

pub(crate) async fn script() -> Response {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", ICON)
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    let mut response = typed(StatusCode::OK, content_type, text.into());
    let lasting = HeaderValue::from_static("private, max-age=31536000, immutable");
    response.headers_mut().insert(CACHE_CONTROL, lasting);
    response
}
