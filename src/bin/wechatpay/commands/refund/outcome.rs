//! Sending a refund, and what an answer, or none, says of it.

use std::time::Duration;

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::{ApiError, Refusal};
use wechatpay::protocol::refund::{CreateRefund, QueryRefund, RefundStatus};

use super::attempt::Attempt;
use crate::commands::outcome::Outcome;
use crate::commands::waiting::Found;
use crate::diagnostic::Failure;

/// Why there is no refund to report.
pub(super) struct Lost {
    error: Error,
    /// Whether WeChat Pay was asked for the refund afterwards, and did not know it.
    absent: bool,
}

impl From<Error> for Lost {
    fn from(error: Error) -> Self {
        Self {
            error,
            absent: false,
        }
    }
}

/// Sends it. Where WeChat Pay answers that there were too many requests, the refund may have
/// been accepted all the same, so it is asked for.
pub(super) async fn send(client: &Client, attempt: &Attempt) -> Result<Found<RefundStatus>, Lost> {
    let refund = CreateRefund {
        body: attempt.body.clone(),
    };
    let limited = match client.call(&refund).await {
        Ok(answer) => return Ok(Found::read(answer)?),
        Err(Error::Api(refused)) if refused.is_limited() => Error::Api(refused),
        Err(error) => return Err(error.into()),
    };
    let query = QueryRefund {
        out_refund_no: attempt.out_refund_no.clone(),
        payee: attempt.payee(),
    };
    match client.call(&query).await {
        Ok(answer) => Ok(Found::read(answer)?),
        Err(Error::Api(refused)) if refused.refusal() == Refusal::NotFound => Err(Lost {
            error: limited,
            absent: true,
        }),
        Err(_) => Err(limited.into()),
    }
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
pub(super) fn judge(lost: Lost, resumed: bool, outcome: &Outcome) -> Ended {
    let Lost { error, absent } = lost;
    let fate = fate(&error, resumed);
    let limited = limit(&error);
    let unknown = fate == Fate::Unknown && !absent;
    let mut failure = outcome.judged(error, unknown);
    if absent {
        failure = failure.with_help(
            "WeChat Pay does not know the refund yet: wait a minute, then repeat the same command, which resumes it with the same number",
            "微信支付尚无此退款单：请等待一分钟后重复同一命令，将以相同单号继续",
        );
    }
    Ended {
        failure,
        fate,
        limited,
    }
}

fn limit(error: &Error) -> Option<Limit> {
    match error {
        Error::AfterUnknown { last, .. } => limit(last),
        Error::Api(refused) if refused.is_limited() => Some(Limit {
            retry_after: refused.retry_after,
        }),
        _ => None,
    }
}

/// Returns what an error leaves of a refund; `doubted` where an earlier sending may have been
/// carried out.
///
/// A refusal that comes before the refund is looked at says nothing about an earlier sending, and
/// what is no answer of WeChat Pay's says nothing at all.
fn fate(error: &Error, doubted: bool) -> Fate {
    match error {
        Error::AfterUnknown { last, .. } => fate(last, true),
        Error::Api(refused) if refused.is("NOT_ENOUGH") => Fate::Short,
        Error::Api(refused) if refuses_for_good(refused, doubted) => {
            // The signature is the merchant's, not the refund's.
            if refused.status == 401 {
                Fate::Nothing
            } else {
                Fate::Refused
            }
        }
        Error::Api(_) => Fate::Unknown,
        error if doubted || error.outcome_unknown() => Fate::Unknown,
        _ => Fate::Nothing,
    }
}

fn refuses_for_good(refused: &ApiError, doubted: bool) -> bool {
    let early = ["SIGN_ERROR", "NO_AUTH"]
        .iter()
        .any(|code| refused.is(code));
    refused.refusal() != Refusal::Unavailable && refused.code.is_some() && !(doubted && early)
}
