//! The paths of the page.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};

use crate::protocol::code2session;
use crate::sandbox::admin::guard;
use crate::sandbox::page::layout::FAULTS_PATH;
use crate::sandbox::page::session;
use crate::sandbox::page::viewer::Viewer;
use crate::sandbox::page::{actions, assets, cashier, faults, layout, live, order, orders};
use crate::sandbox::state::Sandbox;

/// Paths of WeChat Pay itself, where an unknown one is answered as WeChat Pay does.
const API_PATHS: [&str; 3] = ["/v3/", code2session::PATH, "/_sandbox/"];

/// Returns the routes of the page, for this machine and with the token only.
pub(crate) fn routes(sandbox: &Arc<Sandbox>) -> Router<Arc<Sandbox>> {
    let owner = Router::new()
        .route("/", get(orders::show))
        .route("/orders", get(orders::show))
        .route("/orders/{number}", get(order::show))
        .route("/orders/{number}/pay", post(actions::pay))
        .route("/orders/{number}/decline", post(actions::decline))
        .route("/orders/{number}/close", post(actions::close))
        .route("/orders/{number}/expire", post(actions::expire))
        .route("/orders/{number}/refund", post(actions::refund))
        .route("/orders/{number}/end-refunds", post(actions::end_refunds))
        .route(FAULTS_PATH, get(faults::show).post(faults::add))
        .route("/faults/remove", post(faults::remove))
        .route("/live", get(live::events))
        .layer(from_fn_with_state(Arc::clone(sandbox), session::owner));
    // A payer has no token, but the key of one order.
    let payer = Router::new()
        .route("/cashier/{number}", get(cashier::show))
        .route("/cashier/{number}/pay", post(actions::payer_pays))
        .route("/cashier/{number}/decline", post(actions::payer_declines))
        .route("/cashier/{number}/live", get(live::payer_events))
        .route(cashier::H5_PATH, get(cashier::h5))
        .layer(from_fn_with_state(Arc::clone(sandbox), session::payer));
    let public = Router::new()
        .route("/assets/page.css", get(assets::style))
        .route("/assets/page.js", get(assets::script))
        .route("/assets/icon.svg", get(assets::icon))
        .layer(from_fn_with_state(Arc::clone(sandbox), session::visitor));
    owner.merge(payer).merge(public)
}

/// Gives a browser on this machine a page for a path that does not exist; every program gets
/// WeChat Pay's empty 404.
pub(crate) async fn missing_page(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_api = path == "/v3" || API_PATHS.iter().any(|api| path.starts_with(api));
    let accepts_html = request
        .headers()
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"));
    let is_local = guard::is_from_here(peer.ip(), request.headers());
    let is_browser = request.method() == Method::GET && accepts_html && is_local && !is_api;
    let viewer = is_browser.then(|| Viewer::of(&request));
    let response = next.run(request).await;
    let is_unknown = response.status() == StatusCode::NOT_FOUND
        && !response.headers().contains_key(CONTENT_TYPE);
    match viewer {
        Some(viewer) if is_unknown => session::hardened(layout::missing(&viewer)),
        Some(_) | None => response,
    }
}
