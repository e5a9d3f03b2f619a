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

/// Signs the responses to callers whose signature was right, refusals too.
pub(crate) async fn sign(mut request: Request, next: Next) -> Response {
    let key = ResponseKey::default();
    request.extensions_mut().insert(key.clone());
    let response = next.run(request).await;
    match key.0.get() {
        Some(key) => signed(response, key).await,
        None => response,
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

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::get;
    use axum::{Extension, Router};
    use tokio::net::TcpListener;

    use super::*;
    use crate::protocol::keyring::Keyring;
    use crate::protocol::signed::MAX_AGE;
    use crate::sandbox::identity::Identity;
    use crate::sandbox::state::direct_client;

    /// Calls a handler that returns `status`, after it has found out the key if there is one.
    async fn response(key: Option<Arc<SigningKey>>, status: StatusCode) -> reqwest::Response {
        let handler = move |Extension(response): Extension<ResponseKey>| async move {
            if let Some(key) = key {
                response.set(key);
            }
            (status, "{\"a\": 1}\n")
        };
        let router = Router::new().route("/", get(handler)).layer(from_fn(sign));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        direct_client().unwrap().get(url).send().await.unwrap()
    }

    #[tokio::test]
    async fn success_and_refusal_are_signed_over_the_bytes_that_are_sent() {
        let data = tempfile::tempdir().unwrap();
        let identity = Identity::open(data.path()).unwrap();
        let mut keyring = Keyring::default();
        keyring
            .add_certificate(&identity.platform_certificate().x509)
            .unwrap();
        for status in [StatusCode::OK, StatusCode::BAD_REQUEST] {
            let response = response(Some(identity.platform()), status).await;
            assert_eq!(response.status(), status);
            let headers = response.headers().clone();
            let body = response.bytes().await.unwrap().to_vec();
            assert_eq!(body, b"{\"a\": 1}\n");
            let header = |name: &'static str| headers.get(name)?.to_str().ok();
            let signed = SignedBody::from_parts(header, body).unwrap();
            let verified = signed.verify(&keyring, ambient::now(), Some(MAX_AGE));
            assert!(verified.is_ok(), "{status}");
        }
    }

    #[tokio::test]
    async fn a_response_to_an_unknown_caller_is_not_signed() {
        for status in [StatusCode::OK, StatusCode::UNAUTHORIZED] {
            let response = response(None, status).await;
            assert_eq!(response.status(), status);
            let signature = response.headers().get("Wechatpay-Signature");
            assert_eq!(signature, None, "{status}");
        }
    }
}
