//! `/v3/merchant/media/…`: takes pictures and videos, of which the caller signed the meta alone.

use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::caller::Call;
use super::refusal::{Refusal, number};
use super::rules::{self, Field, Rule, required};
use crate::ambient;
use crate::protocol::upload::{Form, Media, Meta};

/// How much may be around a file in an upload.
const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Returns how long an upload may be.
pub(super) fn body_limit(media: Media) -> usize {
    media.longest() + MAX_FRAME_BYTES
}

const META: &[Field] = &[
    required("filename", "文件名称", Rule::Text(1, 128)),
    required("sha256", "文件摘要", Rule::Text(64, 64)),
];

/// Returns the part of an upload that its caller must have signed.
pub(super) fn signed<'b>(
    headers: &axum::http::HeaderMap,
    body: &'b [u8],
) -> Result<&'b [u8], Refusal> {
    form(headers, body).map(|form| form.meta)
}

/// Takes a file and gives it a number, which is all that becomes of it.
pub(super) fn take(call: &Call<'_>, media: Media) -> Result<Value, Refusal> {
    let form = form(call.headers, call.body)?;
    let meta: Meta =
        serde_json::from_value(rules::read(form.meta, &[META])?).map_err(|_| Refusal::system())?;
    let refuse = |message| Err(Refusal::parameter(number::PARAMETER, message));
    if !media.takes(&meta.filename) {
        return refuse("文件格式不支持，请检查meta中filename的后缀");
    }
    if form.file.is_empty() {
        return refuse("文件内容不能为空");
    }
    if form.file.len() > media.longest() {
        return refuse(match media {
            Media::Image => "图片大小不能超过2M",
            Media::Video => "视频大小不能超过5M",
        });
    }
    if meta != Meta::new(&meta.filename, form.file) {
        return refuse("文件的sha256与meta中的sha256不一致");
    }
    Ok(json!({ "media_id": format!("SANDBOX_{}", ambient::letters(56)) }))
}

fn form<'b>(headers: &axum::http::HeaderMap, body: &'b [u8]) -> Result<Form<'b>, Refusal> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| Form::read(kind, body))
        .ok_or_else(|| {
            let message = "请求体不是由meta和file组成的multipart/form-data";
            Refusal::parameter(number::PARAMETER, message)
        })
}
