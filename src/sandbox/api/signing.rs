//! The layer that signs responses, with the key that the call named.

use std::sync::{Arc, OnceLock};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::ambient;
use crate::protocol::keys::SigningKey;
use crate::protocol::signed::SignedBody;
use crate::sandbox::api::fault::ApiFault;

/// The key that signs the response to a call, known once its caller is.
#[derive(Clone, Default)]
pub(crate) struct ResponseKey(Arc<OnceLock<Arc<SigningKey>>>);

impl ResponseKey {
    pub(crate) fn set(&self, key: Arc<SigningKey>) {
        // A call is checked once.
        let _ = self.0.set(key);
    }
}

/// Signs successful responses; a refusal is not signed.
pub(crate) async fn sign(mut request: Request, next: Next) -> Response {
    let key = ResponseKey::default();
    request.extensions_mut().insert(key.clone());
    let response = next.run(request).await;
    match key.0.get() {
        Some(key) if response.status().is_success() => signed(response, key).await,
        Some(_) | None => response,
    }
}

async fn signed(response: Response, key: &SigningKey) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return ApiFault::system().into_response();
    };
    let signed = SignedBody::sign(key, &ambient::stamp(), body.into());
    for (name, value) in signed.headers() {
        if let Ok(value) = HeaderValue::from_str(value) {
            head.headers.insert(name, value);
        }
    }
    Response::from_parts(head, Body::from(signed.body))
}
