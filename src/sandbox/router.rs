//! One line for each call: its path, its method and its handler.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::header::ALLOW;
use axum::http::{Extensions, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, any};

use crate::protocol::bill::{FILE_PATH, FundFlowBill, TradeBill};
use crate::protocol::order::TradeType;
use crate::protocol::{code2session, echo, refund};
use crate::sandbox::admin::transfers::end_transfer;
use crate::sandbox::admin::{faults, guard, records, routes as admin};
use crate::sandbox::api;
use crate::sandbox::api::order_rules::Party;
use crate::sandbox::api::path::decode;
use crate::sandbox::api::response::empty;
use crate::sandbox::api::signed_call::SignedCall;
use crate::sandbox::api::{
    bills, certificates, combined, complaints, images, login, media, orders, refunds, sharing,
    signing, stub, transfers,
};
use crate::sandbox::faults::inject;
use crate::sandbox::http::body::{Bodies, discard_unread};
use crate::sandbox::log::layer as log;
use crate::sandbox::options::Options;
use crate::sandbox::page;
use crate::sandbox::state::Sandbox;

/// Routes, and their paths.
struct Routes {
    router: Router<Arc<Sandbox>>,
    paths: Vec<String>,
}

type Methods = MethodRouter<Arc<Sandbox>>;

/// Returns every route of a sandbox. `spelled` makes a response spell its headers as
/// WeChat Pay does.
pub(crate) fn router(sandbox: Arc<Sandbox>, spelled: Extensions) -> Router {
    sandbox.faults.set_routes(|| call_paths(&sandbox.options));
    let bodies = Bodies::new(spelled);
    let unread = from_fn_with_state(bodies.clone(), pass_unread);
    let calls = signed()
        .router
        .fallback(stub::respond)
        .layer(from_fn(signing::sign))
        .merge(unsigned().router)
        .layer(from_fn_with_state((Arc::clone(&sandbox), bodies), call));
    let admin = admin()
        .router
        .layer(from_fn_with_state(Arc::clone(&sandbox), guard::check))
        .layer(unread.clone());
    Router::new()
        .merge(calls)
        .merge(admin)
        .merge(page::routes(&sandbox).layer(unread))
        .layer(from_fn(page::missing_page))
        .with_state(sandbox)
}

/// What every call passes, in one layer, since axum copies all layers that are in another.
async fn call(
    State((sandbox, bodies)): State<(Arc<Sandbox>, Bodies)>,
    request: Request,
    next: Next,
) -> Response {
    let handle = |request| next.run(request);
    let inject = |request| inject::inject(&sandbox, request, handle);
    let discard = |request| discard_unread(&bodies, request, inject);
    log::record(&sandbox, request, discard).await
}

async fn pass_unread(State(bodies): State<Bodies>, request: Request, next: Next) -> Response {
    discard_unread(&bodies, request, |request| next.run(request)).await
}

/// Returns the paths of all calls but the control calls, with `{number}` in them.
pub(crate) fn call_paths(options: &Options) -> Vec<String> {
    let stubbed = options.stub.iter().map(|_| "/v3/*".to_owned()).collect();
    [signed().paths, unsigned().paths, stubbed].concat()
}

/// The calls whose responses are not signed.
fn unsigned() -> Routes {
    Routes::new()
        .route(FILE_PATH, get(bills::file))
        .route(code2session::PATH, any(login::code2session))
        .merge(numbered(images::PATH, "", get(images::download)))
}

/// The calls of API v3 whose responses are signed.
fn signed() -> Routes {
    Routes::new()
        .merge(transactions("/v3/pay/transactions", Party::Direct))
        .merge(transactions("/v3/pay/partner/transactions", Party::Partner))
        .route(refund::PATH, post(refunds::create))
        .merge(numbered(refund::PATH, "", get(refunds::query)))
        .merge(numbered(
            refund::PATH,
            &format!("/{}", refund::ABNORMAL),
            post(refunds::apply_abnormal),
        ))
        .route(TradeBill::PATH, get(bills::trade_bill))
        .route(FundFlowBill::PATH, get(bills::fund_flow_bill))
        .route("/v3/certificates", get(certificates::list))
        .route("/v3/merchant/media/upload", post(media::upload))
        .route("/v3/merchant/media/video_upload", post(media::upload))
        .route(echo::PATH, post(api::echo::echo))
        .merge(combined_orders())
        .merge(transfer_bills())
        .merge(profit_sharing())
        .merge(consumer_complaints())
}

fn combined_orders() -> Routes {
    let by_number = format!("{}/out-trade-no", combined::PATH);
    let prepay = |trade_type: TradeType| {
        post(move |sandbox, call: SignedCall| async move {
            combined::prepay(sandbox, &call, trade_type)
        })
    };
    TradeType::ALL
        .into_iter()
        .fold(Routes::new(), |routes, trade_type| {
            let path = format!("{}/{}", combined::PATH, trade_type.path());
            routes.route(&path, prepay(trade_type))
        })
        .merge(numbered(&by_number, "", get(combined::query)))
        .merge(numbered(&by_number, "/close", post(combined::close)))
}

fn transfer_bills() -> Routes {
    let by_number = format!("{}/out-bill-no", transfers::PATH);
    let by_no = format!("{}/transfer-bill-no", transfers::PATH);
    Routes::new()
        .route(transfers::PATH, post(transfers::create))
        .merge(numbered(&by_number, "", get(transfers::query)))
        .merge(numbered(&by_number, "/cancel", post(transfers::cancel)))
        .merge(numbered(&by_no, "", get(transfers::query_by_no)))
}

fn consumer_complaints() -> Routes {
    let address = get(complaints::address)
        .post(complaints::create_address)
        .put(complaints::update_address)
        .delete(complaints::delete_address);
    let path = complaints::PATH;
    Routes::new()
        .route(complaints::NOTIFICATIONS_PATH, address)
        .route(&format!("{}/upload", images::PATH), post(images::upload))
        .route(path, get(complaints::list))
        .merge(numbered(path, "", get(complaints::detail)))
        .merge(numbered(
            path,
            "/negotiation-historys",
            get(complaints::history),
        ))
        .merge(numbered(path, "/response", post(complaints::respond)))
        .merge(numbered(path, "/complete", post(complaints::complete)))
}

fn profit_sharing() -> Routes {
    let orders = "/v3/profitsharing/orders";
    let returns = "/v3/profitsharing/return-orders";
    let payments = "/v3/profitsharing/transactions";
    Routes::new()
        .route(
            "/v3/profitsharing/receivers/add",
            post(sharing::add_receiver),
        )
        .route(
            "/v3/profitsharing/receivers/delete",
            post(sharing::delete_receiver),
        )
        .route(orders, post(sharing::create))
        .route(&format!("{orders}/unfreeze"), post(sharing::unfreeze))
        .merge(numbered(orders, "", get(sharing::query)))
        .merge(numbered(payments, "/amounts", get(sharing::amounts)))
        .route(returns, post(sharing::take_back))
        .merge(numbered(returns, "", get(sharing::query_return)))
}

/// The calls about orders, which direct merchants and partners have under different paths.
fn transactions(base: &str, party: Party) -> Routes {
    let prepay = |trade_type: TradeType| {
        post(move |sandbox, call: SignedCall| async move {
            orders::prepay(sandbox, &call, party, trade_type).await
        })
    };
    let query =
        get(move |sandbox, call: SignedCall| async move { orders::query(sandbox, &call, party) });
    let query_by_id = get(move |sandbox, call: SignedCall| async move {
        orders::query_by_id(sandbox, &call, party)
    });
    let close =
        post(move |sandbox, call: SignedCall| async move { orders::close(sandbox, &call, party) });
    TradeType::ALL
        .into_iter()
        .fold(Routes::new(), |routes, trade_type| {
            routes.route(&format!("{base}/{}", trade_type.path()), prepay(trade_type))
        })
        .merge(numbered(&format!("{base}/out-trade-no"), "", query))
        .merge(numbered(&format!("{base}/out-trade-no"), "/close", close))
        .merge(numbered(&format!("{base}/id"), "", query_by_id))
}

/// What only a sandbox can do; no call is signed, and only this machine may make them.
fn admin() -> Routes {
    Routes::new()
        .merge(numbered("/_sandbox/pay", "", admin_post(admin::pay)))
        .merge(numbered("/_sandbox/refund", "", admin_post(admin::refund)))
        .merge(numbered("/_sandbox/transfer", "", admin_post(end_transfer)))
        .merge(numbered(
            "/_sandbox/complain",
            "",
            admin_post(admin::complain),
        ))
        .merge(numbered("/_sandbox/close", "", admin_post(admin::close)))
        .merge(numbered("/_sandbox/expire", "", admin_post(admin::expire)))
        .route("/_sandbox/reset", admin_post(admin::reset))
        .route("/_sandbox/ticket", admin_post(admin::ticket))
        .route("/_sandbox/rotate", admin_post(admin::rotate))
        .route("/_sandbox/import", admin_post(admin::import))
        .route("/_sandbox/export", admin_get(admin::export))
        .route("/_sandbox/orders", admin_get(admin::orders))
        .route("/_sandbox/requests", admin_get(records::requests))
        .merge(numbered(
            "/_sandbox/requests",
            "",
            admin_get(records::request),
        ))
        .route("/_sandbox/deliveries", admin_get(records::deliveries))
        .merge(numbered(
            "/_sandbox/deliveries",
            "",
            admin_get(records::delivery),
        ))
        .merge(numbered(
            "/_sandbox/deliveries",
            "/resend",
            admin_post(records::resend),
        ))
        .route("/_sandbox/events", admin_get(records::events))
        .route(
            "/_sandbox/faults",
            admin_get(faults::list)
                .post(faults::add)
                .delete(faults::clear),
        )
        .route("/_sandbox/", any(admin::not_found))
        .route("/_sandbox/{*rest}", any(admin::not_found))
}

/// A call whose path has a number. An empty number is a wrong number, not an unknown path; one
/// whose escapes are wrong makes the path unknown.
fn numbered(before: &str, after: &str, methods: Methods) -> Routes {
    let methods = if before.starts_with("/v3/") {
        methods.layer(from_fn(valid_escapes))
    } else {
        methods
    };
    Routes::new()
        .route(&format!("{before}/{{number}}{after}"), methods.clone())
        .route(&format!("{before}/{after}"), methods)
}

impl Routes {
    fn new() -> Self {
        Self {
            router: Router::new(),
            paths: Vec::new(),
        }
    }

    fn route(mut self, path: &str, methods: Methods) -> Self {
        self.paths.push(path.to_owned());
        Self {
            router: self.router.route(path, methods),
            ..self
        }
    }

    fn merge(mut self, other: Self) -> Self {
        self.paths.extend(other.paths);
        Self {
            router: self.router.merge(other.router),
            ..self
        }
    }
}

async fn valid_escapes(request: Request, next: Next) -> Response {
    match decode(request.uri().path()) {
        Some(_) => next.run(request).await,
        None => empty(StatusCode::NOT_FOUND),
    }
}

fn get<T: 'static>(handler: impl Handler<T, Arc<Sandbox>>) -> Methods {
    let other = async || method_not_allowed("GET");
    // Without a handler of its own, HEAD would be answered as GET.
    any(other).get(handler).head(other)
}

fn post<T: 'static>(handler: impl Handler<T, Arc<Sandbox>>) -> Methods {
    any(async || method_not_allowed("POST")).post(handler)
}

fn method_not_allowed(allowed: &'static str) -> Response {
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

fn admin_get<T: 'static>(handler: impl Handler<T, Arc<Sandbox>>) -> Methods {
    any(admin::method_not_allowed)
        .get(handler)
        .head(admin::method_not_allowed)
}

fn admin_post<T: 'static>(handler: impl Handler<T, Arc<Sandbox>>) -> Methods {
    any(admin::method_not_allowed).post(handler)
}
