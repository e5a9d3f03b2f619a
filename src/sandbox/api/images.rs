//! `/v3/merchant-service/images`: the pictures of complaints, which are also sent back.

use std::sync::Arc;

use axum::extract::State;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::ambient;
use crate::protocol::upload::content_type;
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::media;
use crate::sandbox::api::response::{Answer, File};
use crate::sandbox::api::signed_call::{SignedCall, SignedUpload};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::records::Record;

pub(crate) const PATH: &str = "/v3/merchant-service/images";

/// The kind of record that a picture is.
const KIND: &str = "image";

/// A picture as it is stored.
#[derive(Serialize, Deserialize)]
struct Image {
    filename: String,
    base64: String,
}

/// Stores a picture and returns its `media_id`.
pub(crate) async fn upload(
    State(sandbox): State<Arc<Sandbox>>,
    SignedUpload { call, media }: SignedUpload,
) -> Result<Answer, ApiFault> {
    let uploaded = media::read(&call, media)?;
    let media_id = media::new_id();
    let image = Image {
        filename: uploaded.meta.filename,
        base64: STANDARD.encode(uploaded.file),
    };
    let record = Record {
        mchid: call.mchid().to_owned(),
        kind: KIND.to_owned(),
        key: media_id.clone(),
        at: ambient::millis(),
        body: json!(image),
    };
    sandbox.database.write(|tx| record.put(tx))?;
    Ok(Answer::new(json!({ "media_id": media_id })))
}

/// Sends a picture back, to the merchant that uploaded it.
pub(crate) async fn download(
    State(sandbox): State<Arc<Sandbox>>,
    call: SignedCall,
) -> Result<File, ApiFault> {
    let found = sandbox
        .database
        .read(|tx| Record::find(tx, call.mchid(), KIND, &call.number))?;
    let Some(record) = found else {
        let code = "RESOURCE_NOT_EXISTS";
        return Err(ApiFault::new(404, code, number::NONE, "图片不存在"));
    };
    let image: Image = serde_json::from_value(record.body).map_err(|_| ApiFault::system())?;
    Ok(File {
        content_type: content_type(&image.filename),
        bytes: STANDARD
            .decode(image.base64)
            .map_err(|_| ApiFault::system())?,
    })
}
