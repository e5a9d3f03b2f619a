//! Sending a refund, and what an answer, or none, says of it.

use wechatpay::client::Client;
use wechatpay::error::Error;
use wechatpay::protocol::api_error::{ApiError, Refusal};
use wechatpay::protocol::error_code::Api;
use wechatpay::protocol::refund::{CreateRefund, QueryRefund};
use wechatpay::transport::TransportError;

use super::attempt::Attempt;
use super::create::{Report, report};
use crate::context::Context;
use crate::diagnostic::Failure;

/// Why there is no report.
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
pub(super) async fn send(client: &Client, attempt: &Attempt) -> Result<Report, Lost> {
    let refund = CreateRefund {
        body: attempt.body.clone(),
    };
    let limited = match client.call(&refund).await {
        Ok(answer) => return Ok(report(answer)?),
        Err(Error::Api(refused)) if refused.is_limited() => Error::Api(refused),
        Err(error) => return Err(error.into()),
    };
    let query = QueryRefund {
        out_refund_no: attempt.out_refund_no.clone(),
        payee: attempt.payee(),
    };
    match client.call(&query).await {
        Ok(answer) => Ok(report(answer)?),
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
pub(super) fn judge(lost: Lost, attempt: &Attempt, resumed: bool, context: &Context) -> Ended {
    let Lost { error, absent } = lost;
    let doubted = resumed || context.doubted();
    let known = match &error {
        Error::Api(refused) => refuses_for_good(refused, doubted),
        Error::Transport(TransportError::Unreachable { .. }) | Error::Redirect { .. } => !doubted,
        Error::Transport(_)
        | Error::Untrusted { .. }
        | Error::Certificates { .. }
        | Error::Answer { .. }
        | Error::Login(_) => false,
    };
    let advice = match &error {
        Error::Api(refused) => Some(refused.advice_on(Api::Refund)),
        _ => None,
    };
    let mut failure = Failure::from(error);
    let number = &attempt.out_refund_no;
    failure.causes.push(format!("out_refund_no {number}"));
    if let Some(advice) = advice {
        failure = failure.with_help(advice.en.fix, advice.zh.fix);
    }
    let short = failure.code.as_deref() == Some("NOT_ENOUGH");
    if absent {
        failure = failure.with_help(
            "WeChat Pay does not know the refund yet: wait a minute, then repeat the same command, which resumes it with the same number",
            "微信支付尚无此退款单：请等待一分钟后重复同一命令，将以相同单号继续",
        );
    } else if !known && !short {
        failure = failure.with_help(
            format!("the refund may have been accepted: run `wechatpay refund query --out-refund-no '{number}'`, or repeat the same command, which resumes it with the same number"),
            format!("退款可能已受理：运行 `wechatpay refund query --out-refund-no '{number}'`，或重复同一命令，将以相同单号继续"),
        );
    }
    Ended { failure, known }
}

/// Tells whether a refusal means that nothing was and will be given back under this number.
///
/// One that comes before the refund is looked at says nothing about an earlier sending, and what
/// is no answer of WeChat Pay's says nothing at all. Where only money was lacking, the same
/// number is to be sent again.
fn refuses_for_good(refused: &ApiError, doubted: bool) -> bool {
    let early = ["SIGN_ERROR", "NO_AUTH"]
        .iter()
        .any(|code| refused.is(code));
    refused.refusal() != Refusal::Unavailable
        && refused.code.is_some()
        && !refused.is("NOT_ENOUGH")
        && !(doubted && early)
}
