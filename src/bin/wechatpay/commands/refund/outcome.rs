//! Sending a refund, and what an answer, or none, says of it.

use std::time::Duration;

use wechatpay::ambient;
use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::{ApiError, Refusal};
use wechatpay::protocol::refund::{CreateRefund, QueryRefund, RefundStatus};

use super::attempt::Attempt;
use super::desk::Begun;
use crate::commands::outcome::Outcome;
use crate::commands::waiting::{Found, ask};
use crate::diagnostic::Failure;

/// Why there is no refund to report.
pub(super) struct Lost {
    error: Error,
    /// Whether an earlier sending may have been carried out.
    pub(super) doubted: bool,
    /// Whether WeChat Pay was asked for the refund afterwards, and did not know it.
    absent: bool,
}

impl Lost {
    /// Looks the refund up at WeChat Pay, unless that was done.
    pub(super) async fn look_up(
        &mut self,
        client: &Client,
        begun: &Begun,
    ) -> Option<Found<RefundStatus>> {
        if self.absent {
            return None;
        }
        match ask(client, &query_of(&begun.attempt), Duration::MAX).await {
            Ok(found) => Some(found),
            Err(error) => {
                self.absent =
                    matches!(&error, Error::Api(told) if told.refusal() == Refusal::NotFound);
                None
            }
        }
    }

    /// Returns what the error leaves of the refund.
    pub(super) fn fate(&self) -> Fate {
        fate(self)
    }
}

/// The query that tells what became of a refund.
pub(super) fn query_of(attempt: &Attempt) -> QueryRefund {
    QueryRefund {
        out_refund_no: attempt.out_refund_no.clone(),
        payee: attempt.payee(),
    }
}

/// Sends it. Where WeChat Pay answers that there were too many requests, the refund may have
/// been accepted all the same, and where it refuses what may have been sent before, the earlier
/// one may have been: so it is asked for.
pub(super) async fn send(client: &Client, begun: &Begun) -> Result<Found<RefundStatus>, Lost> {
    let attempt = &begun.attempt;
    let refund = CreateRefund {
        out_refund_no: attempt.out_refund_no.clone(),
        payee: attempt.payee(),
        body: attempt.body.clone(),
    };
    let error = match client.call(&refund).await {
        Ok(answer) => return Ok(answer.into()),
        Err(error) => error,
    };
    let doubted = begun.resumed || matches!(error, Error::AfterUnknown { .. });
    let in_doubt = match last(&error) {
        Error::Api(refused) => refused.is_limited() || doubted && refuses(refused),
        _ => false,
    };
    let mut lost = Lost {
        error,
        doubted,
        absent: false,
    };
    if !in_doubt {
        return Err(lost);
    }
    if let Some(found) = lost.look_up(client, begun).await {
        return Ok(found);
    }
    lost.doubted &= !(lost.absent && is_old(attempt));
    Err(lost)
}

/// Tells whether a refund would be known by now, had its first sending been accepted: one that
/// was just made may not be found yet.
pub(super) fn is_old(attempt: &Attempt) -> bool {
    ambient::now().0 - attempt.began_at.0 >= 60
}

/// A refund that was not accepted, as far as is known.
pub(crate) struct Ended {
    pub(crate) failure: Failure,
    pub(crate) fate: Fate,
    /// Where there were too many requests.
    pub(crate) limited: Option<Limit>,
}

/// There were too many requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// How long WeChat Pay asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
}

/// What became of a refund that was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// WeChat Pay refused it, and would again.
    Refused,
    /// Nothing came of it, for a reason that is not its own.
    Nothing,
    /// It waits for money, under the same number.
    Short,
    /// It may have been accepted, or may yet be.
    Unknown,
}

impl Fate {
    /// Tells whether there is nothing to remember.
    pub(super) fn is_known(self) -> bool {
        match self {
            Self::Refused | Self::Nothing => true,
            Self::Short | Self::Unknown => false,
        }
    }
}

/// Says what a failure means for the refund, and what to run next.
pub(super) fn judge(lost: Lost, outcome: &Outcome, again: &(String, String)) -> Ended {
    let fate = fate(&lost);
    let Lost { error, absent, .. } = lost;
    let limited = limit(&error);
    let unknown = fate == Fate::Unknown && !absent;
    let mut failure = outcome.judged(error, unknown);
    if absent && fate == Fate::Unknown {
        let (en, zh) = again;
        failure = failure.with_help(
            format!("WeChat Pay does not know the refund yet: wait a minute, then {en}"),
            format!("微信支付尚无此退款单：请等待一分钟后{zh}"),
        );
    }
    Ended {
        failure,
        fate,
        limited,
    }
}

fn limit(error: &Error) -> Option<Limit> {
    match last(error) {
        Error::Api(refused) if refused.is_limited() => Some(Limit {
            retry_after: refused.retry_after,
        }),
        _ => None,
    }
}

/// Returns the error of the last attempt.
fn last(error: &Error) -> &Error {
    match error {
        Error::AfterUnknown { last: inner, .. } => last(inner),
        error => error,
    }
}

/// Returns what an error leaves of a refund.
///
/// A refusal may be about the moment and not about the refund, such as one that is being worked
/// on: what was sent before is settled only where WeChat Pay does not know it after a minute. And
/// what is no answer of WeChat Pay's says nothing at all.
fn fate(lost: &Lost) -> Fate {
    match last(&lost.error) {
        Error::Api(refused) if refused.is("NOT_ENOUGH") => Fate::Short,
        // The signature is the merchant's, not the refund's.
        Error::Api(refused) if refuses(refused) && !lost.doubted && refused.status == 401 => {
            Fate::Nothing
        }
        Error::Api(refused) if refuses(refused) && !lost.doubted => Fate::Refused,
        Error::Api(_) => Fate::Unknown,
        error if lost.doubted || error.outcome_unknown() => Fate::Unknown,
        _ => Fate::Nothing,
    }
}

fn refuses(refused: &ApiError) -> bool {
    refused.refusal() != Refusal::Unavailable && refused.code.is_some()
}
