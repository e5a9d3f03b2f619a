//! A reply of the sandbox, explained from what the sandbox itself received and refused.

use std::path::Path;

use super::checker::{Checker, Explanation, limits};
use crate::capture;
use crate::diagnose::reply::Reply;
use crate::diagnose::request::RequestContext;
use crate::diagnose::{CandidateKey, Diagnosis};
use crate::profile::ProfileError;
use crate::protocol::authorization::Fields;
use crate::sandbox::{Identity, RequestFilter, RequestRecord, SandboxError, SandboxLog};

const SIGN_ERROR: &str = "SIGN_ERROR";

/// How many refusals are looked through, the newest.
const MAX_SEARCHED: usize = 1000;

/// A shorter nonce may be in a text by chance.
const MIN_NONCE_CHARS: usize = 6;

/// A request that the sandbox refused, with all that its signature covers.
#[derive(Debug)]
pub struct RecordedRefusal {
    request: RequestRecord,
}

/// Why a recorded request cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The sandbox's identity.
    #[error(transparent)]
    Identity(#[from] SandboxError),
    /// The profile that names further keys.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl RecordedRefusal {
    /// Finds the refused request that a reply belongs to in the sandbox's data folder: by its
    /// Request-ID, by the message that the server built, or by the timestamp and nonce in it. A
    /// body alone says no more than which check failed; if `or_last`, the newest such is meant.
    pub async fn find(reply: &[u8], data: &Path, or_last: bool) -> Option<Self> {
        // Without records no sandbox has run here, and the reply is read like any other.
        let log = SandboxLog::open(data).ok().flatten()?;
        log.settle().await;
        let text = String::from_utf8_lossy(reply);
        let read = capture::reply(reply);
        let read = read.value.as_ref().map(Reply::read);
        let received = read.as_ref().and_then(|read| read.received.as_ref());
        let by_id = |request: &RequestRecord| {
            let id = request.summary.request_id.as_deref();
            id.is_some_and(|id| text.contains(id))
        };
        let by_message = |request: &RequestRecord| {
            let own = answered(request);
            received.is_some() && own.is_some_and(|own| own.received.as_ref() == received)
        };
        let by_stamp = |request: &RequestRecord| {
            let authorization = request.request.joined("authorization");
            Fields::read(&authorization).is_ok_and(|fields| {
                fields.nonce_str.len() >= MIN_NONCE_CHARS
                    && text.contains(fields.nonce_str)
                    && text.contains(fields.timestamp)
            })
        };
        let last = |request: &RequestRecord| {
            or_last
                && answered(request).is_some_and(|own| own.received.is_none())
                && read.as_ref().is_some_and(|read| {
                    read.code.as_deref() == Some(SIGN_ERROR)
                        && read.message == request.summary.message
                        && read.received.is_none()
                })
        };
        let ways: [&dyn Fn(&RequestRecord) -> bool; 4] = [&by_id, &by_message, &by_stamp, &last];
        let refused = refused(&log).unwrap_or_default();
        let place = ways
            .into_iter()
            .find_map(|way| refused.iter().position(way))?;
        let request = refused.into_iter().nth(place)?;
        request.signed_body().is_some().then_some(Self { request })
    }

    /// Returns the request as it was received.
    #[must_use]
    pub fn request(&self) -> &RequestRecord {
        &self.request
    }

    /// Returns the reply that the sandbox gave.
    #[must_use]
    pub fn reply(&self) -> Reply {
        answered(&self.request).unwrap_or_else(|| Reply {
            code: self.request.summary.code.clone(),
            message: self.request.summary.message.clone(),
            received: None,
        })
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
        let with = |candidate_keys: Vec<CandidateKey<'_>>| {
            self.diagnose(&RequestContext {
                merchant: identity.merchant(),
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

    fn diagnose(&self, context: &RequestContext<'_>) -> Diagnosis {
        // What is not there whole is not found.
        let found = self.request.diagnose(context, &limits());
        found.unwrap_or_else(|| Diagnosis::without_search(Vec::new()))
    }
}

/// Returns the requests whose signature was refused, the newest first.
fn refused(log: &SandboxLog) -> Result<Vec<RequestRecord>, SandboxError> {
    let filter = RequestFilter {
        refused: true,
        limit: MAX_SEARCHED,
        ..RequestFilter::default()
    };
    let summaries = log.requests(&filter)?;
    summaries
        .iter()
        .filter(|summary| summary.is_signature_refused())
        .filter_map(|summary| log.unchecked(summary.id).transpose())
        .collect()
}

/// Reads what the sandbox answered.
fn answered(request: &RequestRecord) -> Option<Reply> {
    let value = serde_json::from_slice(&request.response.body.bytes).ok()?;
    Some(Reply::read(&value))
}
