//! `/_sandbox/faults`: what is to go wrong with the calls that follow.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::sandbox::admin::answer::{AdminAnswer, IgnoredBody, SmallBody};
use crate::sandbox::admin::report::{FaultsReport, KnownFault};
use crate::sandbox::api::path::parameter;
use crate::sandbox::faults::{Effect, FaultError, FaultKind};
use crate::sandbox::state::Sandbox;

/// The body of a call that sets faults.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultRequest {
    /// Each as `NAME[:RATE|:xN][@PATH]`.
    faults: Vec<String>,
}

pub(crate) async fn list(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Result<AdminAnswer, AdminAnswer> {
    Ok(AdminAnswer::ok(&report(&sandbox)))
}

/// Sets faults beside those that are set, all of them or none.
pub(crate) async fn add(
    State(sandbox): State<Arc<Sandbox>>,
    SmallBody(body): SmallBody,
) -> Result<AdminAnswer, AdminAnswer> {
    let wanted: FaultRequest =
        serde_json::from_slice(&body).map_err(|why| refused(&format!("faults: {why}")))?;
    let rules: Result<Vec<_>, FaultError> = wanted.faults.iter().map(|text| text.parse()).collect();
    rules
        .and_then(|rules| sandbox.faults.add(rules))
        .map_err(|why| AdminAnswer::refused_faults(&why))?;
    Ok(AdminAnswer::ok(&report(&sandbox)))
}

/// Removes the fault that `?id=` names, else all of them.
pub(crate) async fn clear(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    match parameter(&request.uri().to_string(), "id") {
        None => sandbox.faults.clear(),
        Some(id) => {
            let is_removed = id.parse().is_ok_and(|id| sandbox.faults.remove(id));
            if !is_removed {
                let why = format!("no fault has the id {id}");
                return Err(AdminAnswer::fault(
                    StatusCode::NOT_FOUND,
                    "RESOURCE_NOT_EXISTS",
                    &why,
                ));
            }
        }
    }
    Ok(AdminAnswer::ok(&report(&sandbox)))
}

fn refused(why: &str) -> AdminAnswer {
    AdminAnswer::fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", why)
}

/// Returns the faults that are set, and those that there are.
pub(crate) fn report(sandbox: &Sandbox) -> FaultsReport {
    FaultsReport {
        active: sandbox.faults.all(),
        ..FaultsReport::of_none()
    }
}

impl FaultsReport {
    /// Returns the faults that there are; none is set.
    #[must_use]
    pub fn of_none() -> Self {
        Self {
            active: Vec::new(),
            known: FaultKind::ALL
                .map(|kind| KnownFault {
                    name: kind.to_string(),
                    takes_effect: kind.effect() == Effect::Done,
                })
                .into(),
        }
    }
}
