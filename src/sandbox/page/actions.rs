//! What the buttons of the page do. Each leads back to the page that it is on.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::protocol::bill::fen_of_yuan;
use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::error::PayError;
use crate::sandbox::page::cashier;
use crate::sandbox::page::data;
use crate::sandbox::page::form::{Form, Number};
use crate::sandbox::page::layout;
use crate::sandbox::page::notice::Notice;
use crate::sandbox::page::orders::order_path;
use crate::sandbox::page::payers::Decline;
use crate::sandbox::page::session::see_other;
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// What a button of an order's page sends.
type Action = (State<Arc<Sandbox>>, Viewer, Number, Form);

pub(crate) async fn pay((State(sandbox), viewer, Number(number), _): Action) -> Response {
    let done = data::pay(&sandbox, &number).map(|()| Notice::Paid);
    back_to_order(&viewer, &number, done)
}

pub(crate) async fn decline((State(sandbox), viewer, Number(number), form): Action) -> Response {
    let why = reason(&form);
    let done = data::decline(&sandbox, &number, why)
        .map(|done| match (done, why) {
            (None, _) => Notice::NotOpen,
            (Some(()), Decline::Cancelled) => Notice::Cancelled,
            (Some(()), Decline::Failed) => Notice::Failed,
        })
        .map_err(PayError::from);
    back_to_order(&viewer, &number, done)
}

pub(crate) async fn close((State(sandbox), viewer, Number(number), _): Action) -> Response {
    let done = data::close(&sandbox, &number).map(|()| Notice::Closed);
    back_to_order(&viewer, &number, done)
}

pub(crate) async fn expire((State(sandbox), viewer, Number(number), _): Action) -> Response {
    let done = data::expire(&sandbox, &number).map(|()| Notice::Expired);
    back_to_order(&viewer, &number, done)
}

pub(crate) async fn refund((State(sandbox), viewer, Number(number), form): Action) -> Response {
    let amount = form.field("amount").and_then(fen_of_yuan);
    let (Some(amount), Some(status)) = (amount.filter(|fen| *fen > 0), outcome(&form)) else {
        return back_to_order(&viewer, &number, Ok(Notice::WrongAmount));
    };
    let done = data::refund(&sandbox, &number, Some(amount), &status);
    back_to_order(&viewer, &number, done.map(|()| Notice::Refunded))
}

pub(crate) async fn end_refunds(
    (State(sandbox), viewer, Number(number), form): Action,
) -> Response {
    let status = outcome(&form).unwrap_or(RefundStatus::Success);
    let done = data::end_refunds(&sandbox, &number, &status);
    back_to_order(&viewer, &number, done.map(|()| Notice::RefundsEnded))
}

pub(crate) async fn payer_pays(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    viewer: Viewer,
    Number(number): Number,
    form: Form,
) -> Response {
    if !cashier::may_see(&sandbox, &headers, &viewer, &number, form.field("key")) {
        return layout::locked(&sandbox, &viewer);
    }
    match data::pay(&sandbox, &number) {
        Ok(()) => to_cashier(&viewer, &number, None),
        // The cashier shows why.
        Err(why) if Notice::of(&why).is_some() => to_cashier(&viewer, &number, None),
        Err(why) => layout::failed(&viewer, &why),
    }
}

pub(crate) async fn payer_declines(
    State(sandbox): State<Arc<Sandbox>>,
    headers: HeaderMap,
    viewer: Viewer,
    Number(number): Number,
    form: Form,
) -> Response {
    if !cashier::may_see(&sandbox, &headers, &viewer, &number, form.field("key")) {
        return layout::locked(&sandbox, &viewer);
    }
    let why = reason(&form);
    match data::decline(&sandbox, &number, why) {
        Ok(_) => to_cashier(&viewer, &number, Some(why)),
        Err(why) => layout::broken(&viewer, &why),
    }
}

fn to_cashier(viewer: &Viewer, number: &OutTradeNo, result: Option<Decline>) -> Response {
    let (key, back) = (viewer.parameter("key"), viewer.parameter("redirect_url"));
    see_other(&cashier::with(
        &cashier::path(number.as_str()),
        &[
            ("key", key.as_deref()),
            ("redirect_url", back.as_deref()),
            ("result", result.map(Decline::name)),
        ],
    ))
}

fn reason(form: &Form) -> Decline {
    form.field("why")
        .and_then(Decline::named)
        .unwrap_or(Decline::Cancelled)
}

fn outcome(form: &Form) -> Option<RefundStatus> {
    let status: RefundStatus = form.field("status")?.parse().ok()?;
    status.is_final().then_some(status)
}

/// Leads back to the order's page, which says what the action came to.
fn back_to_order(viewer: &Viewer, number: &OutTradeNo, done: Result<Notice, PayError>) -> Response {
    let notice = match done {
        Ok(notice) => notice,
        Err(why) => match Notice::of(&why) {
            Some(notice) => notice,
            None => return layout::failed(viewer, &why),
        },
    };
    let path = order_path(number.as_str());
    see_other(&format!("{path}?notice={}", notice.name()))
}
