//! A reply of the sandbox, explained from what the sandbox itself received and refused.

use std::io;
use std::path::{Path, PathBuf};

use super::checker::{Checker, Explanation, limits};
use crate::capture;
use crate::diagnose::reply::Reply;
use crate::diagnose::request::{Request, RequestContext, SigningTime, diagnose};
use crate::diagnose::{CandidateKey, Cause, Diagnosis, Finding, sentence};
use crate::profile::ProfileError;
use crate::protocol::authorization::Fields;
use crate::protocol::keys::{KeyError, SigningKey};
use crate::sandbox::{Identity, RefusedRequest, SandboxError};

const SIGN_ERROR: &str = "SIGN_ERROR";

/// A shorter nonce may be in a text by chance.
const MIN_NONCE_CHARS: usize = 6;

/// A request that the sandbox refused, with all that its signature covers.
#[derive(Debug)]
pub struct RecordedRefusal {
    request: RefusedRequest,
}

/// Why a recorded request cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The sandbox's identity.
    #[error(transparent)]
    Identity(#[from] SandboxError),
    /// The file of the sandbox's merchant key.
    #[error("cannot read {path}")]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The sandbox's merchant key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The profile that names further keys.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl RecordedRefusal {
    /// Finds the refused request that a reply belongs to in the sandbox's data folder: by its
    /// Request-ID, by the message that the server built, or by the timestamp and nonce in it. A
    /// body alone says no more than which check failed; if `or_last`, the newest such is meant.
    #[must_use]
    pub fn find(reply: &[u8], data: &Path, or_last: bool) -> Option<Self> {
        let text = String::from_utf8_lossy(reply);
        let read = capture::reply(reply);
        let read = read.value.as_ref().map(Reply::read);
        let received = read.as_ref().and_then(|read| read.received.as_ref());
        let by_id = |request: &RefusedRequest| text.contains(&request.request_id);
        let by_message = |request: &RefusedRequest| {
            let detail = request.detail.as_ref().map(Reply::read);
            received.is_some() && detail.is_some_and(|own| own.received.as_ref() == received)
        };
        let by_stamp = |request: &RefusedRequest| {
            Fields::read(&request.authorization).is_ok_and(|fields| {
                fields.nonce_str.len() >= MIN_NONCE_CHARS
                    && text.contains(fields.nonce_str)
                    && text.contains(fields.timestamp)
            })
        };
        let last = |request: &RefusedRequest| {
            or_last
                && request.detail.is_none()
                && read.as_ref().is_some_and(|read| {
                    read.code.as_deref() == Some(SIGN_ERROR)
                        && read.message.as_deref() == Some(request.message.as_str())
                        && read.received.is_none()
                })
        };
        let ways: [&dyn Fn(&RefusedRequest) -> bool; 4] = [&by_id, &by_message, &by_stamp, &last];
        // Without a record no sandbox has run here, and the reply is read like any other.
        let refused = RefusedRequest::list(data).unwrap_or_default();
        let place = ways
            .into_iter()
            .find_map(|way| refused.iter().position(way))?;
        let request = refused.into_iter().nth(place)?;
        request.is_complete().then_some(Self { request })
    }

    /// Returns the request as it was received.
    #[must_use]
    pub fn request(&self) -> &RefusedRequest {
        &self.request
    }

    /// Returns the reply that the sandbox gave.
    #[must_use]
    pub fn reply(&self) -> Reply {
        Reply {
            code: Some(self.request.code.clone()),
            message: Some(self.request.message.clone()),
            received: self
                .request
                .detail
                .as_ref()
                .and_then(|detail| Reply::read(detail).received),
        }
    }

    /// Checks the request with the key of the sandbox's merchant; a checker brings more keys
    /// that may have signed.
    ///
    /// # Errors
    /// Returns an error if the sandbox's keys cannot be read.
    pub fn explain(
        &self,
        data: &Path,
        checker: Option<&Checker<'_>>,
    ) -> Result<Explanation, RecordError> {
        let identity = Identity::open(data)?;
        let path = identity.private_key_path();
        let pem = std::fs::read(&path).map_err(|source| RecordError::KeyFile { path, source })?;
        let key = SigningKey::from_pem(identity.serial_no().clone(), &pem)?;
        let with = |candidate_keys: Vec<CandidateKey<'_>>| {
            self.diagnose(&RequestContext {
                merchant: &key,
                mchid: identity.mchid(),
                candidate_keys,
                apiv3_key: None,
            })
        };
        Ok(match checker {
            Some(checker) => checker.diagnose(with)?,
            None => Explanation::from(with(Vec::new())),
        })
    }

    fn diagnose(&self, known: &RequestContext<'_>) -> Diagnosis {
        let sent = Request {
            method: &self.request.method,
            url: &self.request.url,
            body: &self.request.body,
            authorization: &self.request.authorization,
        };
        let mut diagnosis = diagnose(&sent, known, &limits());
        // The moment of sending is known here.
        let moment = SigningTime::read(sent.authorization, self.request.at);
        let late = moment.map(|moment| moment.findings(true));
        diagnosis.findings.splice(0..0, late.unwrap_or_default());
        if diagnosis.findings.is_empty() {
            diagnosis.findings.push(unexplained(&self.request.message));
        }
        diagnosis
    }
}

/// What is left to say if nothing else was found.
fn unexplained(message: &str) -> Finding {
    Finding::inferred(
        Cause::AuthorizationMalformed,
        sentence!(
            "finding-sandbox-refused",
            "the sandbox refused the request: {message}",
            message = message
        ),
        sentence!(
            "finding-fix-compare-authorization",
            "compare each value of Authorization with the documentation of the header"
        ),
    )
}
