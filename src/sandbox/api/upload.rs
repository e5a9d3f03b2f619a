//! The form of an upload: which part of it is signed, and how long it may be.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use crate::protocol::upload::{Form, Media};
use crate::sandbox::api::fault::{ApiFault, number};

/// How much may be around a file in an upload.
const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Returns how long an upload may be.
pub(crate) fn max_bytes(media: Media) -> usize {
    media.max_bytes() + MAX_FRAME_BYTES
}

/// Reads the form of an upload.
pub(crate) fn form<'b>(headers: &HeaderMap, body: &'b [u8]) -> Result<Form<'b>, ApiFault> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| Form::read(kind, body))
        .ok_or_else(|| {
            let message = "请求体不是由meta和file组成的multipart/form-data";
            ApiFault::parameter(number::PARAMETER, message)
        })
}
