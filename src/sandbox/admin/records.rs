//! The control calls about what the sandbox received and delivered.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use serde_json::json;

use crate::error_chain::with_sources;
use crate::sandbox::admin::answer::{AdminAnswer, IgnoredBody};
use crate::sandbox::api::path::{number, parameter};
use crate::sandbox::log::event::SandboxEvent;
use crate::sandbox::log::filter::{DEFAULT_LIMIT, RequestFilter};
use crate::sandbox::state::Sandbox;
use crate::sandbox::store::database::SavedState;

/// More records are not listed at once.
const MAX_LIMIT: usize = 10_000;

/// Lists requests, the newest first: `?limit=`, `?after=` and `?before=` a number, `?number=` of
/// an order or refund, `?refused=true`.
pub(crate) async fn requests(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let target = request.uri().to_string();
    let filter = RequestFilter {
        limit: limit(&target)?,
        after: parse(&target, "after")?.unwrap_or_default(),
        before: parse(&target, "before")?,
        number: parameter(&target, "number"),
        refused: parse(&target, "refused")?.unwrap_or_default(),
    };
    let requests = sandbox.requests(&filter).await?;
    Ok(AdminAnswer::ok(&json!({ "requests": requests })))
}

/// Returns a request by its number or its `Request-ID`.
pub(crate) async fn request(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let key = key(&request);
    let record = sandbox.request(&key).await?;
    let record = record.ok_or_else(|| not_found(&format!("the sandbox has no request {key}")))?;
    Ok(AdminAnswer::ok(&record))
}

/// Lists notifications, the newest first: `?limit=`, `?number=` of an order.
pub(crate) async fn deliveries(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let target = request.uri().to_string();
    let about = parameter(&target, "number");
    let deliveries = sandbox.deliveries(about.as_deref(), limit(&target)?)?;
    Ok(AdminAnswer::ok(&json!({ "deliveries": deliveries })))
}

/// Returns a notification by its id, with all attempts to deliver it.
pub(crate) async fn delivery(
    State(sandbox): State<Arc<Sandbox>>,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let id = key(&request);
    match sandbox.delivery(&id)? {
        Some(delivery) => Ok(AdminAnswer::ok(&delivery)),
        None => Err(unknown_delivery(&id)),
    }
}

/// Posts a notification again, now, whether it was acknowledged or not.
pub(crate) async fn resend(
    State(sandbox): State<Arc<Sandbox>>,
    route: MatchedPath,
    request: Request,
) -> Result<AdminAnswer, AdminAnswer> {
    let id = number(request.uri().path(), route.as_str());
    match sandbox.resend(&id).await? {
        Some(delivery) => Ok(AdminAnswer::ok(&delivery)),
        None => Err(unknown_delivery(&id)),
    }
}

/// Streams what happens from now on, as server-sent events: `request` and `attempt` with the
/// records, `rotated`, `left_out` with the number of events that this stream was too slow for, and
/// `not_recorded`, `log_failed` and `log_restored` for requests that could not be stored; `state_replaced` if another
/// file took the name of the state.
pub(crate) async fn events(
    State(sandbox): State<Arc<Sandbox>>,
    _: IgnoredBody,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = unfold(sandbox.events(), async |mut events| {
        let event = events.next().await?;
        Some((Ok(sent(&event)), events))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn sent(event: &SandboxEvent) -> Event {
    let named = |name: &str, id: i64| Event::default().event(name).id(id.to_string());
    let (event, data) = match event {
        SandboxEvent::Request(record) => (named("request", record.summary.id), json!(**record)),
        SandboxEvent::Attempt(attempt) => (named("attempt", attempt.id), json!(**attempt)),
        SandboxEvent::Rotated(serial_no) => {
            let data = json!({ "serial_no": serial_no });
            (Event::default().event("rotated"), data)
        }
        SandboxEvent::LeftOut(count) => {
            let data = json!({ "count": count });
            (Event::default().event("left_out"), data)
        }
        SandboxEvent::NotRecorded(count) => {
            let data = json!({ "count": count });
            (Event::default().event("not_recorded"), data)
        }
        SandboxEvent::LogFailed(why) => {
            let data = json!({ "reason": with_sources(&**why) });
            (Event::default().event("log_failed"), data)
        }
        SandboxEvent::LogRestored(count) => {
            let data = json!({ "count": count });
            (Event::default().event("log_restored"), data)
        }
        SandboxEvent::StateReplaced(SavedState { path, saved }) => {
            let data = json!({ "path": path, "saved": saved });
            (Event::default().event("state_replaced"), data)
        }
    };
    event.data(data.to_string())
}

/// Returns what stands for the record in the path.
fn key(request: &Request) -> String {
    let route = request.extensions().get::<MatchedPath>();
    route
        .map(|route| number(request.uri().path(), route.as_str()))
        .unwrap_or_default()
}

fn limit(target: &str) -> Result<usize, AdminAnswer> {
    let limit = parse(target, "limit")?.unwrap_or(DEFAULT_LIMIT);
    Ok(limit.min(MAX_LIMIT))
}

fn parse<T: std::str::FromStr>(target: &str, name: &str) -> Result<Option<T>, AdminAnswer> {
    let Some(text) = parameter(target, name) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        let why = format!("{name} cannot be '{text}'");
        AdminAnswer::fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", &why)
    })
}

fn unknown_delivery(id: &str) -> AdminAnswer {
    not_found(&format!("the sandbox has no notification {id}"))
}

fn not_found(why: &str) -> AdminAnswer {
    AdminAnswer::fault(StatusCode::NOT_FOUND, "NOT_FOUND", why)
}
