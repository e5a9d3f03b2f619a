//! The bodies of the page's forms, and the number in its paths.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use url::form_urlencoded;

use crate::protocol::id::OutTradeNo;
use crate::sandbox::api::path::number;
use crate::sandbox::api::response::empty;
use crate::sandbox::http::body::{Memory, PendingBody};
use crate::sandbox::page::layout;
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

const MAX_FORM_BYTES: usize = 4096;

/// The fields of a form.
pub(crate) struct Form(Vec<(String, String)>);

/// The order that the path names.
pub(crate) struct Number(pub(crate) OutTradeNo);

/// What the path names, such as a request.
pub(crate) struct Key(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let route = head.extensions.get::<MatchedPath>();
        let named = route.map(|route| number(head.uri.path(), route.as_str()));
        Ok(Self(named.unwrap_or_default()))
    }
}

impl Form {
    /// Returns the first value of a field; `None` if it is empty.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter();
        let (_, value) = fields.find(|(key, value)| key == name && !value.trim().is_empty())?;
        Some(value.trim())
    }
}

impl FromRequest<Arc<Sandbox>> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, _: &Arc<Sandbox>) -> Result<Self, Response> {
        let Some(pending) = request.extensions().get::<PendingBody>().cloned() else {
            return Err(empty(StatusCode::INTERNAL_SERVER_ERROR));
        };
        let received = pending.read(MAX_FORM_BYTES, Memory::Calls).await;
        let received = received.map_err(|_| empty(StatusCode::BAD_REQUEST))?;
        Ok(Self(
            form_urlencoded::parse(&received.bytes)
                .into_owned()
                .collect(),
        ))
    }
}

impl FromRequestParts<Arc<Sandbox>> for Number {
    type Rejection = Response;

    async fn from_request_parts(head: &mut Parts, state: &Arc<Sandbox>) -> Result<Self, Response> {
        let route = head.extensions.get::<MatchedPath>();
        let text = route
            .map(|route| number(head.uri.path(), route.as_str()))
            .unwrap_or_default();
        if let Ok(number) = text.parse() {
            Ok(Self(number))
        } else {
            let Ok(viewer) = Viewer::from_request_parts(head, state).await;
            Err(layout::missing(&viewer))
        }
    }
}
