//! The control calls of `/_sandbox/…`: what a person would do with a telephone or in the
//! merchant's console.

use std::sync::Arc;

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Value, json};

use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::admin::answer::{AdminAnswer, IgnoredBody, ImportBody};
use crate::sandbox::admin::report::{CertificatesListed, PageTicket};
use crate::sandbox::api::path::{number, parameter};
use crate::sandbox::error::SandboxError;
use crate::sandbox::export as exports;
use crate::sandbox::ledger::order::Order;
use crate::sandbox::notifier::{complaints, payments, refund_progress};
use crate::sandbox::state::Sandbox;

/// The order in the path.
pub(crate) struct OrderNumber(OutTradeNo);

impl<S: Send + Sync> FromRequestParts<S> for OrderNumber {
    type Rejection = AdminAnswer;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, AdminAnswer> {
        let route = head.extensions.get::<MatchedPath>();
        route
            .map(|route| number(head.uri.path(), route.as_str()))
            .unwrap_or_default()
            .parse()
            .map(Self)
            .map_err(|why| {
                AdminAnswer::fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", &format!("{why}"))
            })
    }
}

/// How a refund is to end: `?status=`, else `SUCCESS`.
pub(crate) struct EndStatus(RefundStatus);

impl<S: Send + Sync> FromRequestParts<S> for EndStatus {
    type Rejection = AdminAnswer;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, AdminAnswer> {
        let named = parameter(&head.uri.to_string(), "status");
        match named
            .as_deref()
            .map_or(Ok(RefundStatus::Success), str::parse)
        {
            Ok(status) if status.is_final() => Ok(Self(status)),
            Ok(_) | Err(_) => {
                let why = "status must be SUCCESS, ABNORMAL or CLOSED";
                Err(AdminAnswer::fault(
                    StatusCode::BAD_REQUEST,
                    "PARAM_ERROR",
                    why,
                ))
            }
        }
    }
}

/// How much is refunded: `?amount=` in fen; none for what remains.
pub(crate) struct RefundAmount(Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for RefundAmount {
    type Rejection = AdminAnswer;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, AdminAnswer> {
        let Some(text) = parameter(&head.uri.to_string(), "amount") else {
            return Ok(Self(None));
        };
        match text.parse() {
            Ok(fen) if fen > 0 => Ok(Self(Some(fen))),
            Ok(_) | Err(_) => {
                let why = "amount must be a whole number of fen above 0";
                Err(AdminAnswer::fault(
                    StatusCode::BAD_REQUEST,
                    "PARAM_ERROR",
                    why,
                ))
            }
        }
    }
}

pub(crate) async fn pay(
    State(sandbox): State<Arc<Sandbox>>,
    OrderNumber(number): OrderNumber,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    Ok(AdminAnswer::ok(&payments::pay(&sandbox, &number).await?))
}

pub(crate) async fn refund(
    State(sandbox): State<Arc<Sandbox>>,
    OrderNumber(number): OrderNumber,
    EndStatus(status): EndStatus,
    RefundAmount(amount): RefundAmount,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    let report = match amount {
        Some(fen) => refund_progress::refund_amount(&sandbox, &number, fen, &status).await?,
        None => refund_progress::refund(&sandbox, &number, &status).await?,
    };
    Ok(AdminAnswer::ok(&report))
}

/// Complains about an order as its payer would; `?detail=` says why.
pub(crate) async fn complain(
    State(sandbox): State<Arc<Sandbox>>,
    OrderNumber(number): OrderNumber,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let detail = parameter(&request.uri().to_string(), "detail");
    let detail = detail.as_deref().unwrap_or(complaints::DETAIL);
    Ok(AdminAnswer::ok(
        &complaints::complain(&sandbox, &number, detail).await?,
    ))
}

pub(crate) async fn close(
    State(sandbox): State<Arc<Sandbox>>,
    OrderNumber(number): OrderNumber,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    payments::close(&sandbox, &number)?;
    Ok(done())
}

pub(crate) async fn expire(
    State(sandbox): State<Arc<Sandbox>>,
    OrderNumber(number): OrderNumber,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    payments::expire(&sandbox, &number)?;
    Ok(done())
}

pub(crate) async fn reset(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    sandbox.reset()?;
    Ok(done())
}

pub(crate) async fn ticket(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    Ok(AdminAnswer::ok(&PageTicket {
        ticket: sandbox.page_ticket(),
    }))
}

pub(crate) async fn rotate(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    Ok(AdminAnswer::ok(&sandbox.rotate()?))
}

pub(crate) async fn import(
    State(sandbox): State<Arc<Sandbox>>,
    body: ImportBody,
) -> Result<AdminAnswer, AdminAnswer> {
    exports::import(&sandbox, &body.bytes)?;
    Ok(done())
}

pub(crate) async fn export(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    Ok(AdminAnswer::raw(exports::export(&sandbox)?))
}

pub(crate) async fn orders(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    let orders = all_orders(&sandbox)?;
    Ok(AdminAnswer::ok(&json!({ "orders": orders })))
}

pub(crate) async fn not_found() -> AdminAnswer {
    AdminAnswer::fault(StatusCode::NOT_FOUND, "NOT_FOUND", "no such action")
}

pub(crate) async fn method_not_allowed() -> AdminAnswer {
    AdminAnswer::fault(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "another method is needed",
    )
}

fn done() -> AdminAnswer {
    AdminAnswer::ok(&json!({ "done": true }))
}

/// Returns the serial numbers of the platform certificates that are listed.
pub(crate) fn certificates_listed(sandbox: &Sandbox) -> CertificatesListed {
    CertificatesListed {
        newest: sandbox.identity.platform_certificate().serial_no.clone(),
        listed: sandbox
            .identity
            .platform_certificates()
            .into_iter()
            .map(|certificate| certificate.serial_no.clone())
            .collect(),
    }
}

/// Returns every order as a query returns it, with its `prepay_id` and `notify_url`.
pub(crate) fn all_orders(sandbox: &Sandbox) -> Result<Vec<Value>, SandboxError> {
    let orders = sandbox.journal.orders()?;
    let shown = |order: &Order| {
        let mut fields = order.transaction();
        fields["prepay_id"] = json!(order.prepay_id);
        fields["notify_url"] = json!(order.notify_url());
        fields
    };
    Ok(orders.iter().map(shown).collect())
}
