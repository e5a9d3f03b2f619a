//! Sending a refund, and what an answer, or none, says of it.

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
pub(super) struct Ended {
    pub(super) failure: Failure,
    /// Whether nothing came of it for sure.
    pub(super) known: bool,
}

/// Says what a failure means for the refund, and what to run next.
pub(super) fn judge(lost: Lost, resumed: bool, outcome: &Outcome) -> Ended {
    let Lost { error, absent } = lost;
    let known = settles(&error, resumed);
    let short = is_short(&error);
    let unknown = !known && !absent && !short;
    let mut failure = outcome.judged(error, unknown);
    if absent {
        failure = failure.with_help(
            "WeChat Pay does not know the refund yet: wait a minute, then repeat the same command, which resumes it with the same number",
            "微信支付尚无此退款单：请等待一分钟后重复同一命令，将以相同单号继续",
        );
    }
    Ended { failure, known }
}

/// Tells whether nothing was and will be given back under this number; `doubted` where an
/// earlier sending may have been carried out.
///
/// A refusal that comes before the refund is looked at says nothing about an earlier sending, and
/// what is no answer of WeChat Pay's says nothing at all.
fn settles(error: &Error, doubted: bool) -> bool {
    match error {
        Error::AfterUnknown { last, .. } => settles(last, true),
        Error::Api(refused) => refuses_for_good(refused, doubted),
        error => !doubted && !error.outcome_unknown(),
    }
}

fn refuses_for_good(refused: &ApiError, doubted: bool) -> bool {
    let early = ["SIGN_ERROR", "NO_AUTH"]
        .iter()
        .any(|code| refused.is(code));
    refused.refusal() != Refusal::Unavailable
        && refused.code.is_some()
        && !refused.is("NOT_ENOUGH")
        && !(doubted && early)
}

/// Tells whether only money was lacking: then the same number is to be sent again.
fn is_short(error: &Error) -> bool {
    match error {
        Error::AfterUnknown { last, .. } => is_short(last),
        Error::Api(refused) => refused.is("NOT_ENOUGH"),
        _ => false,
    }
}
