//! Server-sent events: one whenever something changed, after which the page reads itself again.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;

use crate::sandbox::page::cashier;
use crate::sandbox::page::data::{self, Version};
use crate::sandbox::page::form::Number;
use crate::sandbox::page::layout;
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::state::Sandbox;

/// How often is looked for a change, which another process may have made.
const POLL_INTERVAL: Duration = Duration::from_millis(200);

const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What a stream of events remembers between two of them.
struct Watch {
    sandbox: Arc<Sandbox>,
    stopping: watch::Receiver<bool>,
    last: Option<Version>,
}

pub(crate) async fn events(State(sandbox): State<Arc<Sandbox>>) -> Response {
    stream_of(sandbox)
}

pub(crate) async fn payer_events(
    State(sandbox): State<Arc<Sandbox>>,
    viewer: Viewer,
    Number(number): Number,
    headers: axum::http::HeaderMap,
) -> Response {
    if !cashier::may_see(&sandbox, &headers, &viewer, &number, None) {
        return layout::locked(&sandbox, &viewer);
    }
    stream_of(sandbox)
}

fn stream_of(sandbox: Arc<Sandbox>) -> Response {
    let watch = Watch {
        stopping: sandbox.stopping.subscribe(),
        sandbox,
        last: None,
    };
    Sse::new(stream::unfold(watch, next))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response()
}

/// Waits for the next change; the first event comes at once, so that a page that connects again
/// shows what it missed. Ends with the server.
async fn next(mut watch: Watch) -> Option<(Result<Event, Infallible>, Watch)> {
    loop {
        if *watch.stopping.borrow() {
            return None;
        }
        let version = data::version(&watch.sandbox);
        if watch.last.as_ref() != Some(&version) {
            watch.last = Some(version);
            // A browser ignores an event without data.
            return Some((Ok(Event::default().event("change").data("read")), watch));
        }
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            stopped = watch.stopping.changed() => if stopped.is_err() { return None; },
        }
    }
}
