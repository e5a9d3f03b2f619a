//! Responses to control calls, and the bodies of the calls.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;

use crate::error_chain::with_sources;
use crate::sandbox::admin::storage::UnusableDatabase;
use crate::sandbox::api::response::{JSON, typed};
use crate::sandbox::error::{PayError, SandboxError, TransferError};
use crate::sandbox::faults::FaultError;
use crate::sandbox::http::body::{Memory, PendingBody, Received, Unread};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::files;

/// The longest import over HTTP; the command line reads any.
const MAX_IMPORT_BYTES: usize = 64 * 1024 * 1024;

/// The longest body of another control call, none of which needs one.
const MAX_BODY_BYTES: usize = 1024;

/// The longest body of a control call that has a small one.
const MAX_SMALL_BYTES: usize = 16 * 1024;

/// JSON over several lines, for people.
pub(crate) struct AdminAnswer {
    status: StatusCode,
    body: Vec<u8>,
}

impl AdminAnswer {
    pub(crate) fn ok(value: &impl Serialize) -> Self {
        Self::raw(files::pretty(value))
    }

    pub(crate) fn raw(body: Vec<u8>) -> Self {
        let status = StatusCode::OK;
        Self { status, body }
    }

    pub(crate) fn fault(status: StatusCode, code: &str, message: &str) -> Self {
        let body = files::pretty(&json!({"code": code, "message": message}));
        Self { status, body }
    }

    /// Refuses faults; a path that no call has is also in fields of its own.
    pub(crate) fn refused_faults(why: &FaultError) -> Self {
        let (path, nearest) = match why {
            FaultError::Path { path, nearest } => (Some(path), nearest.as_ref()),
            FaultError::Name { .. }
            | FaultError::Status(_)
            | FaultError::Delay(_)
            | FaultError::Frequency(_) => (None, None),
        };
        let message = why.to_string();
        let body =
            json!({"code": "PARAM_ERROR", "message": message, "path": path, "nearest": nearest});
        let status = StatusCode::BAD_REQUEST;
        let body = files::pretty(&body);
        Self { status, body }
    }
}

impl IntoResponse for AdminAnswer {
    fn into_response(self) -> Response {
        typed(self.status, JSON, self.body)
    }
}

impl From<SandboxError> for AdminAnswer {
    fn from(why: SandboxError) -> Self {
        let (status, code) = match why {
            SandboxError::Import(_) | SandboxError::ImportJson(_) => {
                (StatusCode::BAD_REQUEST, "PARAM_ERROR")
            }
            SandboxError::Authority { .. }
            | SandboxError::File(_)
            | SandboxError::Http(_)
            | SandboxError::Listen { .. }
            | SandboxError::Generate(_)
            | SandboxError::Identity { .. }
            | SandboxError::Ledger { .. }
            | SandboxError::Database { .. }
            | SandboxError::TimeScale(_)
            | SandboxError::Tls(_) => (StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR"),
        };
        let database = if let SandboxError::Database { path, source } = &why {
            Some(UnusableDatabase::of(path, source))
        } else {
            None
        };
        let message = with_sources(&why);
        let body = json!({"code": code, "message": message, "database": database});
        Self {
            status,
            body: files::pretty(&body),
        }
    }
}

impl From<PayError> for AdminAnswer {
    fn from(why: PayError) -> Self {
        let text = why.to_string();
        let (status, code) = match why {
            PayError::Unknown(_) => (StatusCode::NOT_FOUND, "ORDER_NOT_EXIST"),
            PayError::Closed(_) => (StatusCode::CONFLICT, "ORDER_CLOSED"),
            PayError::Expired(_) => (StatusCode::CONFLICT, "ORDER_EXPIRED"),
            PayError::NotPaid(_) => (StatusCode::CONFLICT, "ORDER_NOT_PAID"),
            PayError::Paid(_) => (StatusCode::CONFLICT, "ORDER_PAID"),
            PayError::TooMuch(_) => (StatusCode::CONFLICT, "AMOUNT_EXCEEDED"),
            PayError::Storage(why) => return why.into(),
        };
        Self::fault(status, code, &text)
    }
}

impl From<TransferError> for AdminAnswer {
    fn from(why: TransferError) -> Self {
        let text = why.to_string();
        let (status, code) = match why {
            TransferError::Unknown(_) => (StatusCode::NOT_FOUND, "NOT_FOUND"),
            TransferError::NotWaiting { .. } => (StatusCode::CONFLICT, "TRANSFER_STATE"),
            TransferError::Storage(why) => return why.into(),
        };
        Self::fault(status, code, &text)
    }
}

/// A body that is read and ignored, so that one that is too long is refused.
pub(crate) struct IgnoredBody;

/// A body of a control call that has one.
pub(crate) struct SmallBody(pub(crate) Vec<u8>);

/// A body that is to be imported.
pub(crate) struct ImportBody {
    pub(crate) bytes: Vec<u8>,
    _memory: Option<OwnedSemaphorePermit>,
}

impl FromRequest<Arc<Sandbox>> for IgnoredBody {
    type Rejection = AdminAnswer;

    async fn from_request(request: Request, _: &Arc<Sandbox>) -> Result<Self, AdminAnswer> {
        read(request, MAX_BODY_BYTES, Memory::Calls)
            .await
            .map(|_| Self)
    }
}

impl FromRequest<Arc<Sandbox>> for SmallBody {
    type Rejection = AdminAnswer;

    async fn from_request(request: Request, _: &Arc<Sandbox>) -> Result<Self, AdminAnswer> {
        let Received { bytes, .. } = read(request, MAX_SMALL_BYTES, Memory::Calls).await?;
        Ok(Self(bytes))
    }
}

impl FromRequest<Arc<Sandbox>> for ImportBody {
    type Rejection = AdminAnswer;

    async fn from_request(request: Request, _: &Arc<Sandbox>) -> Result<Self, AdminAnswer> {
        let Received { bytes, permit } = read(request, MAX_IMPORT_BYTES, Memory::Import).await?;
        Ok(Self {
            bytes,
            _memory: permit,
        })
    }
}

async fn read(request: Request, limit: usize, memory: Memory) -> Result<Received, AdminAnswer> {
    let empty = |status| AdminAnswer {
        status,
        body: Vec::new(),
    };
    let Some(pending) = request.extensions().get::<PendingBody>().cloned() else {
        return Err(empty(StatusCode::INTERNAL_SERVER_ERROR));
    };
    pending.read(limit, memory).await.map_err(|why| match why {
        Unread::TooLong => {
            let why = format!("the body is longer than {limit} bytes");
            AdminAnswer::fault(StatusCode::PAYLOAD_TOO_LARGE, "PARAM_ERROR", &why)
        }
        Unread::TooSlow => empty(StatusCode::REQUEST_TIMEOUT),
        Unread::Broken => empty(StatusCode::BAD_REQUEST),
    })
}
