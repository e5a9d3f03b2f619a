//! What can go wrong in a call, grouped by what it means for the caller.

use crate::protocol::api_error::ApiError;
use crate::protocol::certificate::CertificateError;
use crate::protocol::code2session::SessionError;
use crate::protocol::signed::VerifyError;
use crate::transport::{Obstacle, TransportError};

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no usable answer; what became of the request may be unknown.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// WeChat Pay refused, or was failing.
    #[error("{}", refusal(.0))]
    Api(ApiError),
    /// The answer is a redirect, which WeChat Pay never sends; it was not followed.
    #[error("{host} answered with a redirect (HTTP {status}), which is not WeChat Pay's doing")]
    Redirect {
        /// Who answered.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not proved to be WeChat Pay's.
    #[error("the answer is not proved to be WeChat Pay's")]
    Untrusted {
        /// Why it does not verify.
        source: VerifyError,
        /// `Request-ID`, where it was sent.
        request_id: Option<String>,
    },
    /// Downloaded certificates are not trusted.
    #[error("the platform certificates are not trusted")]
    Certificates {
        /// Why they cannot be used.
        source: CertificateError,
        /// `Request-ID`, where it was sent.
        request_id: Option<String>,
    },
    /// WeChat Pay's own answer does not have the documented shape.
    #[error("WeChat Pay's answer cannot be read: {what}")]
    Answer {
        /// What is wrong with it.
        what: String,
        /// `Request-ID`, where it was sent.
        request_id: Option<String>,
    },
    /// The last attempt did not do it, but an earlier one may have.
    #[error("{last}")]
    AfterUnknown {
        /// What ended the attempts.
        last: Box<Error>,
        /// The attempt of which nothing is known.
        earlier: Box<Error>,
    },
    /// WeChat refused to exchange a login code.
    #[error("WeChat refused the code: {} (errcode {})", .0.errmsg, .0.errcode)]
    Login(SessionError),
}

fn refusal(error: &ApiError) -> String {
    if error.is_anonymous() {
        return format!(
            "HTTP {} came back without a code of WeChat Pay's: something on the way may have answered",
            error.status
        );
    }
    let code = error.code.as_deref().unwrap_or("no code");
    let message = error.message.as_deref().unwrap_or("without a message");
    format!("WeChat Pay answered {} {code}: {message}", error.status)
}

impl Error {
    /// Returns why a host was not reached at all.
    #[must_use]
    pub fn obstacle(&self) -> Option<&Obstacle> {
        if let Self::Transport(TransportError::Unreachable { source, .. }) = self {
            Some(source)
        } else {
            None
        }
    }

    /// Returns `Request-ID`, where an answer brought one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id.as_deref(),
            Self::Untrusted { request_id, .. }
            | Self::Certificates { request_id, .. }
            | Self::Answer { request_id, .. } => request_id.as_deref(),
            Self::AfterUnknown { last, earlier } => {
                last.request_id().or_else(|| earlier.request_id())
            }
            Self::Transport(_) | Self::Redirect { .. } | Self::Login(_) => None,
        }
    }

    /// Returns WeChat Pay's refusal of this attempt, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(refused) => Some(refused),
            Self::Transport(_)
            | Self::AfterUnknown { .. }
            | Self::Redirect { .. }
            | Self::Untrusted { .. }
            | Self::Certificates { .. }
            | Self::Answer { .. }
            | Self::Login(_) => None,
        }
    }

    /// Tells whether the request may have been carried out although it failed.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Transport(TransportError::Unreachable { .. }) | Self::Login(_) => false,
            Self::Transport(_)
            | Self::AfterUnknown { .. }
            | Self::Redirect { .. }
            | Self::Untrusted { .. }
            | Self::Certificates { .. }
            | Self::Answer { .. } => true,
            Self::Api(error) => error.outcome_unknown(),
        }
    }

    /// Tells whether the response was one of WeChat Pay's signature probes.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        matches!(
            self,
            Self::Untrusted {
                source: VerifyError::Probe,
                ..
            } | Self::Certificates {
                source: CertificateError::Signature(VerifyError::Probe),
                ..
            }
        )
    }

    /// Tells whether it is certain that nothing was carried out: nothing left, or WeChat Pay
    /// refused the signature, which comes before anything else.
    #[must_use]
    pub fn nothing_happened(&self) -> bool {
        let is_unreachable = matches!(self, Self::Transport(TransportError::Unreachable { .. }));
        let is_signature_refused = |error: &ApiError| error.status == 401 && !error.is_anonymous();
        is_unreachable || self.api().is_some_and(is_signature_refused)
    }
}
