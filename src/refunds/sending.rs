//! Sending a refund, and what an error leaves of it.

use std::fmt;
use std::time::Duration;

use super::pending::PendingRefund;
use super::store::{Standing, StoreError};
use crate::ambient;
use crate::client::{Answered, Client};
use crate::error::Error;
use crate::protocol::api_error::{ApiError, Refusal};
use crate::protocol::refund::RefundInfo;

/// What became of a refund that is not known to be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOutcome {
    /// WeChat Pay refused it, and would again.
    Refused,
    /// Nothing came of it, for a reason that is not its own.
    NotSent,
    /// It waits for money, under the same number.
    InsufficientBalance,
    /// It may have been accepted, or may yet be.
    Unknown,
}

impl RefundOutcome {
    /// Tells whether there is nothing left to record.
    pub(super) fn is_settled(self) -> bool {
        match self {
            Self::Refused | Self::NotSent => true,
            Self::InsufficientBalance | Self::Unknown => false,
        }
    }
}

impl fmt::Display for RefundOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "the refund was refused",
            Self::NotSent => "nothing was refunded",
            Self::InsufficientBalance => {
                "the balance is too low: the refund can be sent again under the same number"
            }
            Self::Unknown => "the outcome of the refund is unknown",
        })
    }
}

/// A refund that is not known to be accepted.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
#[error("{outcome}")]
pub struct RefundError {
    /// What became of it.
    pub outcome: RefundOutcome,
    /// What is recorded of it now.
    pub standing: Standing,
    /// Whether WeChat Pay responded afterwards that it does not know the refund. One that was just
    /// sent may be known a minute later.
    pub is_absent: bool,
    /// Why the call failed.
    #[source]
    pub source: Box<Error>,
    /// Why the record could not be updated. It is kept as it was, which is safe.
    pub store_error: Option<StoreError>,
}

/// WeChat Pay answered that there were too many requests.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RateLimit {
    /// How long it asks to wait.
    pub retry_after: Option<Duration>,
}

impl RefundError {
    /// Tells whether there were too many requests.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let Error::Api(refused) = last_error(&self.source) else {
            return None;
        };
        refused.is_limited().then_some(RateLimit {
            retry_after: refused.retry_after,
        })
    }
}

/// Looks a refund up.
pub(super) async fn look_up(
    client: &Client,
    refund: &PendingRefund,
) -> Result<Answered<RefundInfo>, Error> {
    client.call_within(&refund.query(), Duration::MAX).await
}

/// A refund that was sent without a response that tells its state.
pub(super) struct SendError {
    pub(super) error: Error,
    /// Whether an earlier sending may have been carried out.
    pub(super) is_doubted: bool,
    /// Whether the refund was looked up afterwards, and WeChat Pay did not know it.
    pub(super) is_absent: bool,
}

/// Sends a refund. If WeChat Pay answers that there were too many requests, it may have accepted
/// the refund all the same, and if it refuses what may have been sent before, it may have accepted
/// the earlier sending: so the refund is looked up.
pub(super) async fn send(
    client: &Client,
    refund: &PendingRefund,
    is_resumed: bool,
) -> Result<Answered<RefundInfo>, SendError> {
    let error = match client.call(&refund.call()).await {
        Ok(response) => return Ok(response),
        Err(error) => error,
    };
    let is_doubted = is_resumed || matches!(error, Error::AfterUnknown { .. });
    let is_looked_up = matches!(
        last_error(&error),
        Error::Api(refused) if refused.is_limited() || is_doubted && is_refusal(refused)
    );
    let mut failed = SendError {
        error,
        is_doubted,
        is_absent: false,
    };
    if !is_looked_up {
        return Err(failed);
    }
    if let Some(response) = failed.look_up(client, refund).await {
        return Ok(response);
    }
    failed.is_doubted &= !(failed.is_absent && refund.would_be_found(ambient::now()));
    Err(failed)
}

impl SendError {
    /// Looks the refund up at WeChat Pay, unless it is known to be absent.
    pub(super) async fn look_up(
        &mut self,
        client: &Client,
        refund: &PendingRefund,
    ) -> Option<Answered<RefundInfo>> {
        if self.is_absent {
            return None;
        }
        match look_up(client, refund).await {
            Ok(found) => Some(found),
            Err(error) => {
                self.is_absent = is_not_found(&error);
                None
            }
        }
    }

    /// Returns what the error leaves of the refund.
    ///
    /// A refusal may be about the moment and not about the refund, such as one that is being
    /// worked on: what was sent before is settled only if WeChat Pay does not know it after a
    /// minute. A response that is not WeChat Pay's says nothing at all.
    pub(super) fn outcome(&self) -> RefundOutcome {
        let last = last_error(&self.error);
        let Error::Api(refused) = last else {
            return if self.is_doubted || last.outcome_unknown() {
                RefundOutcome::Unknown
            } else {
                RefundOutcome::NotSent
            };
        };
        if refused.is("NOT_ENOUGH") {
            RefundOutcome::InsufficientBalance
        } else if self.is_doubted || !is_refusal(refused) {
            RefundOutcome::Unknown
        } else if refused.status == 401 {
            // The signature is the merchant's, not the refund's.
            RefundOutcome::NotSent
        } else {
            RefundOutcome::Refused
        }
    }
}

/// Returns the error of the last attempt.
fn last_error(mut error: &Error) -> &Error {
    while let Error::AfterUnknown { last, .. } = error {
        error = last;
    }
    error
}

fn is_refusal(refused: &ApiError) -> bool {
    refused.refusal() != Refusal::Unavailable && refused.code.is_some()
}

pub(super) fn is_not_found(error: &Error) -> bool {
    matches!(error, Error::Api(refused) if refused.refusal() == Refusal::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str) -> Error {
        let body = format!(r#"{{"code":"{code}","message":"no"}}"#);
        Error::Api(ApiError::read(status, body.as_bytes(), None))
    }

    fn outcome(error: Error, is_doubted: bool) -> RefundOutcome {
        SendError {
            error,
            is_doubted,
            is_absent: false,
        }
        .outcome()
    }

    #[test]
    fn only_a_refusal_of_the_first_sending_settles_a_refund() {
        for (status, code, is_doubted, expected) in [
            (400, "PARAM_ERROR", false, RefundOutcome::Refused),
            (400, "PARAM_ERROR", true, RefundOutcome::Unknown),
            (403, "NOT_ENOUGH", false, RefundOutcome::InsufficientBalance),
            (403, "NOT_ENOUGH", true, RefundOutcome::InsufficientBalance),
            (401, "SIGN_ERROR", false, RefundOutcome::NotSent),
            (401, "SIGN_ERROR", true, RefundOutcome::Unknown),
            (429, "FREQUENCY_LIMITED", false, RefundOutcome::Unknown),
            (500, "SYSTEM_ERROR", false, RefundOutcome::Unknown),
        ] {
            let error = refused(status, code);
            assert_eq!(outcome(error, is_doubted), expected, "{status} {code}");
        }
        // What is not WeChat Pay's error says nothing about the refund.
        let page = Error::Api(ApiError::read(400, b"<html>", None));
        assert_eq!(outcome(page, false), RefundOutcome::Unknown);
    }
}
