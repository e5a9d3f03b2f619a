//! What faults do to a response.

use std::io;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt, stream};

use crate::ambient;
use crate::protocol::keys::SigningKey;
use crate::protocol::signed::{
    NONCE, SERIAL, SIGNATURE, SIGNATURE_TYPE, SIGNTEST_PREFIX, SignedBody, TIMESTAMP,
};
use crate::protocol::stamp::{Stamp, Timestamp};
use crate::sandbox::faults::checkpoint::CLOCK_ERROR;
use crate::sandbox::identity::Merchants;
use crate::sandbox::numbers;

/// Returns a response of which nothing is sent: its body fails at once, and the server closes the
/// connection before it sends the head.
pub(crate) fn reset() -> Response {
    let broken = stream::once(async { Err::<Bytes, _>(cut()) });
    Response::new(Body::from_stream(broken))
}

fn cut() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

/// Leaves a body out, its headers stay.
pub(crate) fn empty_body(response: Response) -> Result<Response, Response> {
    if is_empty(&response) {
        return Err(response);
    }
    Ok(response.map(|_| Body::empty()))
}

/// Sends the first half of a body, and then closes the connection.
pub(crate) async fn truncate(response: Response) -> Result<Response, Response> {
    if is_empty(&response) {
        return Err(response);
    }
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Ok(reset());
    };
    head.headers.insert(CONTENT_LENGTH, bytes.len().into());
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = stream::iter([Ok(half), Err(cut())]).then(async |piece| {
        if piece.is_err() {
            // The server sends what it has while it waits.
            tokio::task::yield_now().await;
        }
        piece
    });
    Ok(Response::from_parts(head, Body::from_stream(pieces)))
}

fn is_empty(response: &Response) -> bool {
    use axum::body::HttpBody;
    response.body().is_end_stream()
}

/// Changes the last byte of the signature.
pub(crate) fn forge(response: Response) -> Result<Response, Response> {
    replace(response, SIGNATURE, |signature| {
        let mut bytes = STANDARD.decode(signature).ok()?;
        *bytes.last_mut()? ^= 1;
        Some(STANDARD.encode(bytes))
    })
}

/// Makes a probe of a signature, as WeChat Pay does: the name, and nothing that verifies.
pub(crate) fn probe(response: Response) -> Result<Response, Response> {
    replace(response, SIGNATURE, |signature| {
        Some(format!("{SIGNTEST_PREFIX}{signature}"))
    })
}

/// Names a key that does not exist.
pub(crate) fn name_unknown_key(response: Response) -> Result<Response, Response> {
    replace(response, SERIAL, |_| Some(numbers::serial_no()))
}

/// Replaces the value of a header; returns the response as it is if it has none.
fn replace(
    mut response: Response,
    name: &'static str,
    change: impl FnOnce(&str) -> Option<String>,
) -> Result<Response, Response> {
    let value = response.headers().get(name);
    let changed = value
        .and_then(|value| value.to_str().ok())
        .and_then(change)
        .and_then(|changed| HeaderValue::from_str(&changed).ok());
    match changed {
        Some(changed) => {
            response.headers_mut().insert(name, changed);
            Ok(response)
        }
        None => Err(response),
    }
}

/// Removes the headers that sign.
pub(crate) fn unsign(mut response: Response) -> Result<Response, Response> {
    if !response.headers().contains_key(SIGNATURE) {
        return Err(response);
    }
    for name in [SERIAL, SIGNATURE, TIMESTAMP, NONCE, SIGNATURE_TYPE] {
        response.headers_mut().remove(name);
    }
    Ok(response)
}

/// Signs a response again, as it would have been signed ten minutes ago.
pub(crate) async fn age(merchants: &Merchants, response: Response) -> Result<Response, Response> {
    let Some(key) = signer(merchants, &response) else {
        return Err(response);
    };
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Ok(reset());
    };
    let fresh = ambient::stamp();
    let ago = i64::try_from(CLOCK_ERROR.as_secs()).unwrap_or_default();
    let stamp = Stamp {
        timestamp: Timestamp(fresh.timestamp.0 - ago),
        ..fresh
    };
    let signed = SignedBody::sign(&key, &stamp, body.into());
    for (name, value) in signed.headers() {
        if let Ok(value) = HeaderValue::from_str(value) {
            head.headers.insert(name, value);
        }
    }
    Ok(Response::from_parts(head, Body::from(signed.body)))
}

fn signer(merchants: &Merchants, response: &Response) -> Option<std::sync::Arc<SigningKey>> {
    let serial = response.headers().get(SERIAL)?.to_str().ok()?;
    let mut keys = merchants.first().platform_keys();
    let all = merchants.all().unwrap_or_default();
    keys.extend(all.iter().map(|merchant| merchant.public()));
    keys.into_iter()
        .find(|key| key.serial_no().as_str() == serial)
}
