//! A handler's parameter: a call whose caller was checked.
//!
//! The checks keep WeChat Pay's order. Path and method come first, in the router; then
//! 1. the body is read, up to its limit (413, 408, 400)
//! 2. an upload must be a form with a `meta` part, which is what is signed (400)
//! 3. some calls must have `Accept` and `User-Agent` (400)
//! 4. `Authorization`: its form, the timestamp's form and age, the merchant, the serial number and
//!    the signature (401), all in `auth`
//! 5. `Wechatpay-Serial` must name a key, if it names anything (400)
//! 6. a fault that was set may refuse the call (500, 429)

use std::sync::Arc;

use axum::extract::{FromRequest, MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::OwnedSemaphorePermit;

use crate::ambient;
use crate::protocol::id::SerialNo;
use crate::protocol::keys::SigningKey;
use crate::protocol::upload::Media;
use crate::sandbox::api::auth::{self, Caller, Unchecked};
use crate::sandbox::api::fault::{ApiFault, number};
use crate::sandbox::api::origin::origin;
use crate::sandbox::api::path;
use crate::sandbox::api::response::empty;
use crate::sandbox::api::signing::ResponseKey;
use crate::sandbox::api::upload;
use crate::sandbox::faults::checkpoint::Checkpoint;
use crate::sandbox::http::body::{MAX_CALL_BYTES, Memory, PendingBody, Received, Unread};
use crate::sandbox::identity::Identity;
use crate::sandbox::log::signed_part::SignedPart;
use crate::sandbox::state::Sandbox;

/// A call as it was received, its caller checked.
pub(crate) struct SignedCall {
    /// Path and query as they stood on the request line.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    /// The bytes that were received.
    pub(crate) body: Vec<u8>,
    /// The number in the path; empty if it has none.
    pub(crate) number: String,
    /// Scheme and host that the caller used, such as `https://api.mch.weixin.qq.com`.
    pub(crate) origin: Option<String>,
    /// Who calls.
    pub(crate) merchant: Arc<Identity>,
    /// The key that signs the response.
    pub(crate) key: Arc<SigningKey>,
    _memory: Option<OwnedSemaphorePermit>,
}

impl SignedCall {
    /// Returns the first value of a query parameter; `None` if it is empty.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        path::parameter(&self.target, name)
    }

    /// Returns 商户号 of the caller.
    pub(crate) fn mchid(&self) -> &str {
        self.merchant.mchid().as_str()
    }

    /// Tells whether `Wechatpay-Serial` was sent.
    pub(crate) fn names_a_key(&self) -> bool {
        auth::names_a_key(&self.headers)
    }

    /// Returns the key that `Wechatpay-Serial` names, if it is written as on the wire.
    pub(crate) fn named_key(&self) -> Option<SerialNo> {
        auth::named_key(&self.headers)
    }
}

/// A call that must have `Accept` and `User-Agent`.
pub(crate) struct ClientCall(pub(crate) SignedCall);

/// A call of any kind: an upload if it has the form of one.
pub(crate) struct AnyCall;

/// An upload, of which only the `meta` part is signed.
pub(crate) struct SignedUpload {
    pub(crate) call: SignedCall,
    pub(crate) media: Media,
}

impl FromRequest<Arc<Sandbox>> for SignedCall {
    type Rejection = Response;

    async fn from_request(request: Request, sandbox: &Arc<Sandbox>) -> Result<Self, Response> {
        receive(request, sandbox, Kind::Plain).await
    }
}

impl FromRequest<Arc<Sandbox>> for ClientCall {
    type Rejection = Response;

    async fn from_request(request: Request, sandbox: &Arc<Sandbox>) -> Result<Self, Response> {
        receive(request, sandbox, Kind::Client).await.map(Self)
    }
}

impl FromRequest<Arc<Sandbox>> for AnyCall {
    type Rejection = Response;

    async fn from_request(request: Request, sandbox: &Arc<Sandbox>) -> Result<Self, Response> {
        let content_type = request.headers().get(CONTENT_TYPE);
        let is_form = content_type
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.to_ascii_lowercase().starts_with("multipart/"));
        let kind = if is_form {
            Kind::Upload(Media::Video)
        } else {
            Kind::Plain
        };
        receive(request, sandbox, kind).await.map(|_| Self)
    }
}

impl FromRequest<Arc<Sandbox>> for SignedUpload {
    type Rejection = Response;

    async fn from_request(request: Request, sandbox: &Arc<Sandbox>) -> Result<Self, Response> {
        let media =
            Media::of_path(request.uri().path()).ok_or_else(|| empty(StatusCode::NOT_FOUND))?;
        let call = receive(request, sandbox, Kind::Upload(media)).await?;
        Ok(Self { call, media })
    }
}

/// What is checked of a call beside its `Authorization`.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Client,
    Upload(Media),
}

async fn receive(request: Request, sandbox: &Sandbox, kind: Kind) -> Result<SignedCall, Response> {
    let (head, _) = request.into_parts();
    let Some(pending) = head.extensions.get::<PendingBody>() else {
        return Err(ApiFault::system().into_response());
    };
    let (limit, memory) = match kind {
        Kind::Plain | Kind::Client => (MAX_CALL_BYTES, Memory::Calls),
        Kind::Upload(media) => (upload::max_bytes(media), Memory::Uploads),
    };
    let Received {
        bytes: body,
        permit,
    } = pending.read(limit, memory).await.map_err(unread)?;
    let target = head
        .uri
        .path_and_query()
        .map_or_else(|| head.uri.path(), |target| target.as_str())
        .to_owned();
    let signed = signed_part(kind, &head, &body).map_err(ApiFault::into_response)?;
    let unchecked = Unchecked {
        method: head.method.as_str(),
        target: &target,
        headers: &head.headers,
        signed,
    };
    let headers = match kind {
        Kind::Client => unchecked.check_client_headers(),
        Kind::Plain | Kind::Upload(_) => Ok(()),
    };
    let checkpoint = head.extensions.get::<Checkpoint>();
    let now = ambient::now();
    let now = checkpoint.map_or(now, |checkpoint| checkpoint.clock(now));
    let Caller { merchant, key } = headers
        .and_then(|()| unchecked.check(&sandbox.merchants, sandbox.options.mode, now))
        .map_err(ApiFault::into_response)?;
    if let Some(checkpoint) = checkpoint {
        checkpoint
            .check(head.uri.path())
            .map_err(ApiFault::into_response)?;
    }
    if let Some(response) = head.extensions.get::<ResponseKey>() {
        response.set(Arc::clone(&key));
    }
    let number = head
        .extensions
        .get::<MatchedPath>()
        .map(|route| path::number(head.uri.path(), route.as_str()))
        .unwrap_or_default();
    Ok(SignedCall {
        origin: origin(&head),
        target,
        headers: head.headers,
        body,
        number,
        merchant,
        key,
        _memory: permit,
    })
}

/// Returns what is signed of a body: all of it, or the description of an upload, which is noted.
fn signed_part<'b>(kind: Kind, head: &Parts, body: &'b [u8]) -> Result<&'b [u8], ApiFault> {
    if !matches!(kind, Kind::Upload(_)) {
        return Ok(body);
    }
    let meta = upload::form(&head.headers, body)?.meta;
    if let Some(part) = head.extensions.get::<SignedPart>() {
        part.set(meta);
    }
    Ok(meta)
}

fn unread(why: Unread) -> Response {
    match why {
        Unread::TooLong => {
            ApiFault::new(413, "INVALID_REQUEST", number::PARAMETER, "请求体过大").into_response()
        }
        Unread::TooSlow => empty(StatusCode::REQUEST_TIMEOUT),
        Unread::Broken => empty(StatusCode::BAD_REQUEST),
    }
}
