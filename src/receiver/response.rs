//! Responses to WeChat Pay: 204, or a status that makes it send the notification again.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::verifier::Rejection;
use crate::protocol::signed::VerifyError;

/// How long a response may take, from the head of the request; WeChat Pay waits for 5 seconds.
pub(super) const RESPONSE_TIMEOUT: Duration = Duration::from_millis(4500);

/// The outcome of a request; the metrics count each apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Outcome {
    Stored,
    Duplicate,
    Probe,
    UnknownSerial,
    Stale,
    Unsigned,
    BadSignature,
    Unreadable,
    WrongMerchant,
    NotStored,
    NotForwarded,
    TooLarge,
    TooSlow,
    Broken,
    NotAllowed,
    TooMany,
}

impl Outcome {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Duplicate => "duplicate",
            Self::Probe => "probe",
            Self::UnknownSerial => "unknown-serial",
            Self::Stale => "stale",
            Self::Unsigned => "unsigned",
            Self::BadSignature => "bad-signature",
            Self::Unreadable => "unreadable",
            Self::WrongMerchant => "wrong-merchant",
            Self::NotStored => "not-stored",
            Self::NotForwarded => "not-forwarded",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Broken => "broken",
            Self::NotAllowed => "not-allowed",
            Self::TooMany => "too-many",
        }
    }

    /// Returns the outcome of a notification that was not accepted.
    pub(super) fn of(rejection: &Rejection) -> Self {
        match rejection {
            Rejection::Untrusted(error) => match error {
                VerifyError::Probe => Self::Probe,
                VerifyError::UnknownSerial(_) | VerifyError::OtherKey { .. } => Self::UnknownSerial,
                VerifyError::Stale { .. } => Self::Stale,
                VerifyError::MissingHeaders(_) => Self::Unsigned,
                VerifyError::SignatureType(_)
                | VerifyError::Timestamp(_)
                | VerifyError::Encoding
                | VerifyError::Mismatch { .. } => Self::BadSignature,
            },
            Rejection::Unreadable(_) => Self::Unreadable,
            Rejection::WrongMerchant { .. } => Self::WrongMerchant,
        }
    }

    /// Returns the response, which discloses nothing of the inside.
    pub(super) fn response(self) -> Response {
        let (status, message) = match self {
            Self::Stored | Self::Duplicate => return StatusCode::NO_CONTENT.into_response(),
            Self::Probe
            | Self::UnknownSerial
            | Self::Stale
            | Self::Unsigned
            | Self::BadSignature => (StatusCode::UNAUTHORIZED, "signature verification failed"),
            Self::Unreadable => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "the notification cannot be opened",
            ),
            Self::WrongMerchant => (
                StatusCode::BAD_REQUEST,
                "not a notification for this merchant",
            ),
            Self::NotStored => (StatusCode::SERVICE_UNAVAILABLE, "not stored; send it again"),
            Self::NotForwarded => (StatusCode::BAD_GATEWAY, "not processed yet; send it again"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body too large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "body incomplete"),
            Self::Broken => (StatusCode::BAD_REQUEST, "body unreadable"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "address not allowed"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too many requests"),
        };
        refuse(status, message)
    }
}

/// Returns a refusal in the form that WeChat Pay documents.
pub(super) fn refuse(status: StatusCode, message: &str) -> Response {
    let body = json!({"code": "FAIL", "message": message}).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
