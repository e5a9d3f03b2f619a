//! The viewer of the page: the language, and the URL that was called.

use axum::extract::{FromRequestParts, Request};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Uri};

use crate::sandbox::api::path::parameter;
use crate::sandbox::http::connection::OverTls;
use crate::sandbox::page::text::Lang;

/// The viewer of the page.
#[derive(Debug, Clone)]
pub(crate) struct Viewer {
    pub(crate) lang: Lang,
    /// Path and query that were called.
    pub(crate) target: String,
    /// Scheme and host as the browser has them.
    pub(crate) origin: String,
}

impl Viewer {
    pub(crate) fn of(request: &Request) -> Self {
        Self::new(request.headers(), request.uri(), request.extensions())
    }

    fn new(headers: &HeaderMap, uri: &Uri, extensions: &Extensions) -> Self {
        let host = headers.get(HOST).and_then(|value| value.to_str().ok());
        let scheme = match extensions.get::<OverTls>() {
            Some(OverTls) => "https",
            None => uri.scheme_str().unwrap_or("http"),
        };
        Self {
            lang: Lang::of(headers),
            target: uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            origin: format!("{scheme}://{}", host.unwrap_or("127.0.0.1")),
        }
    }

    /// Returns a parameter of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        parameter(&self.target, name)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::new(&head.headers, &head.uri, &head.extensions))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn a_url_over_tls_begins_with_https() {
        let request = || {
            let request = Request::get("/a").header(HOST, "localhost:1");
            request.body(Body::empty()).unwrap()
        };
        assert_eq!(Viewer::of(&request()).origin, "http://localhost:1");
        let mut over_tls = request();
        over_tls.extensions_mut().insert(OverTls);
        assert_eq!(Viewer::of(&over_tls).origin, "https://localhost:1");
    }
}
