//! The layer that copies requests and responses as they pass by.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use crate::ambient;
use crate::sandbox::api::fault::Failure;
use crate::sandbox::faults::inject::Occurred;
use crate::sandbox::log::exchange::{Exchange, MAX_REQUEST_BODY_BYTES, MAX_RESPONSE_BODY_BYTES};
use crate::sandbox::log::message::{CopiedHeaders, RecordedBody};
use crate::sandbox::log::signed_part::SignedPart;
use crate::sandbox::state::Sandbox;

/// Records a request and its response, which comes from `next`.
pub(crate) async fn record<F: Future<Output = Response>>(
    sandbox: &Sandbox,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let began = Instant::now();
    let at = ambient::millis();
    let (mut head, body) = request.into_parts();
    let signed_part = SignedPart::default();
    head.extensions.insert(signed_part.clone());
    let (method, target) = (head.method.clone(), target(&head.uri).to_owned());
    let headers = CopiedHeaders::of(&head.headers);
    let received = Arc::new(Mutex::new(RecordedBody::default()));
    let body = Body::new(Copied {
        body,
        copy: Arc::clone(&received),
    });
    let response = next(Request::from_parts(head, body)).await;
    let elapsed = began.elapsed();
    let (head, body) = response.into_parts();
    let (body, response_body) = copied(body).await;
    let received = std::mem::take(&mut *received.lock().unwrap_or_else(PoisonError::into_inner));
    sandbox.recorder.record(Exchange {
        at,
        elapsed,
        method,
        target,
        headers,
        body: received,
        signed_part: signed_part.get(),
        status: head.status,
        faults: head
            .extensions
            .get::<Occurred>()
            .map(|occurred| occurred.0.clone())
            .unwrap_or_default(),
        failure: head
            .extensions
            .get::<Failure>()
            .map(|failure| failure.0.clone()),
        response_headers: CopiedHeaders::of(&head.headers),
        response_body,
    });
    Response::from_parts(head, body)
}

/// Returns path and query as they were on the request line.
fn target(uri: &Uri) -> &str {
    let target = uri.path_and_query();
    target.map_or_else(|| uri.path(), PathAndQuery::as_str)
}

/// Copies a response that is in memory, as all of the sandbox's are that have a length.
async fn copied(body: Body) -> (Body, RecordedBody) {
    if body.size_hint().exact().is_none() {
        return (body, RecordedBody::default());
    }
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            let copy = RecordedBody::cut(&bytes, MAX_RESPONSE_BODY_BYTES);
            (Body::from(bytes), copy)
        }
        Err(_) => (Body::empty(), RecordedBody::default()),
    }
}

/// A body that is copied while it is read.
struct Copied {
    body: Body,
    copy: Arc<Mutex<RecordedBody>>,
}

impl HttpBody for Copied {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            let mut copy = self.copy.lock().unwrap_or_else(PoisonError::into_inner);
            copy.push(data, MAX_REQUEST_BODY_BYTES);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
