//! `/_sandbox/transfer/…`: what the user of a transfer does.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;

use crate::sandbox::admin::answer::AdminAnswer;
use crate::sandbox::api::path::{number, parameter};
use crate::sandbox::ledger::transfer::TransferEnd;
use crate::sandbox::notifier::transfers;
use crate::sandbox::state::Sandbox;

/// Ends a transfer as `?state=` says, with `SUCCESS` or `FAIL`, and delivers the notification.
pub(crate) async fn end_transfer(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let end = match parameter(&request.uri().to_string(), "state").as_deref() {
        None | Some("SUCCESS") => TransferEnd::Confirmed,
        Some("FAIL") => TransferEnd::Failed,
        Some(_) => {
            let why = "state must be SUCCESS or FAIL";
            return Err(AdminAnswer::fault(
                StatusCode::BAD_REQUEST,
                "PARAM_ERROR",
                why,
            ));
        }
    };
    let route = request.extensions().get::<MatchedPath>();
    let number = route
        .map(|route| number(request.uri().path(), route.as_str()))
        .unwrap_or_default();
    Ok(AdminAnswer::ok(
        &transfers::end(&sandbox, &number, end).await?,
    ))
}
