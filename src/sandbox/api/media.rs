//! `/v3/merchant/media/…`: pictures and videos, of which the caller signed the meta alone.

use serde_json::json;

use crate::ambient;
use crate::protocol::upload::{Media, Meta};
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::response::Answer;
use crate::sandbox::api::rules::{self, Field, Rule, required};
use crate::sandbox::api::signed_call::{SignedCall, SignedUpload};
use crate::sandbox::api::upload::form;

const META: &[Field] = &[
    required("filename", "文件名称", Rule::Text(1, 128)),
    required("sha256", "文件摘要", Rule::Text(64, 64)),
];

/// A file that arrived as its meta says.
pub(crate) struct Uploaded<'b> {
    pub(crate) meta: Meta,
    pub(crate) file: &'b [u8],
}

/// Accepts a file and returns a generated `media_id`; the file is not stored.
pub(crate) async fn upload(SignedUpload { call, media }: SignedUpload) -> Result<Answer, ApiFault> {
    read(&call, media)?;
    Ok(Answer::new(json!({ "media_id": new_id() })))
}

/// Returns a number for an uploaded file.
pub(crate) fn new_id() -> String {
    format!("SANDBOX_{}", ambient::letters(56))
}

/// Reads an upload, and checks it.
pub(crate) fn read(call: &SignedCall, media: Media) -> Result<Uploaded<'_>, ApiFault> {
    let form = form(&call.headers, &call.body)?;
    let meta: Meta =
        serde_json::from_value(rules::read(form.meta, &[META])?).map_err(|_| ApiFault::system())?;
    let refuse = |message| Err(ApiFault::parameter(number::PARAMETER, message));
    if !media.takes(&meta.filename) {
        return refuse("文件格式不支持，请检查meta中filename的后缀");
    }
    if form.file.is_empty() {
        return refuse("文件内容不能为空");
    }
    if form.file.len() > media.max_bytes() {
        return refuse(match media {
            Media::Image => "图片大小不能超过2M",
            Media::Video => "视频大小不能超过5M",
        });
    }
    if meta != Meta::new(&meta.filename, form.file) {
        return refuse("文件的sha256与meta中的sha256不一致");
    }
    Ok(Uploaded {
        meta,
        file: form.file,
    })
}
