//! The two end points that a Mini Program under development calls.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::checkout_api::{Checkout, CheckoutError, NewOrder};
use super::limits::{self, Unread};
use super::refused::Refused;
use super::response::RESPONSE_TIMEOUT;
use super::service::Receiver;
use crate::protocol::amount::Fen;
use crate::protocol::json;

/// The paths of the API.
pub(super) const PATHS: [&str; 2] = ["/wechat/getOpenid", "/wechat/createOrder"];

/// The largest body that a Mini Program has reason to send.
const MAX_BODY_BYTES: usize = 16 * 1024;

pub(super) async fn openid(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    respond(async {
        let (checkout, body) = receiver.request_of(peer, request).await?;
        let code = text(&body, "code")?;
        let openid = checkout.openid(code).await?;
        Ok(json!({"openid": openid, "success": true}))
    })
    .await
}

pub(super) async fn create_order(
    State(receiver): State<Arc<Receiver>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response {
    respond(async {
        let (checkout, body) = receiver.request_of(peer, request).await?;
        let openid = text(&body, "openid")?;
        let order = NewOrder {
            openid: openid
                .parse()
                .map_err(|error| wrong(format!("openid: {error}")))?,
            total_fee: fen(&body)?,
            description: text(&body, "description")?.to_owned(),
        };
        let params = checkout.create_order(order).await?;
        Ok(Value::Object(params))
    })
    .await
}

async fn respond(answer: impl Future<Output = Result<Value, CheckoutError>>) -> Response {
    let (status, body) = match answer.await {
        Ok(value) => (StatusCode::OK, value),
        Err(error) => (
            StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            json!({"success": false, "code": error.code, "message": error.message}),
        ),
    };
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, body.to_string()).into_response()
}

impl Receiver {
    /// Returns the API and the body of a request that is for it; the log has the others.
    async fn request_of(
        &self,
        peer: SocketAddr,
        request: Request<Body>,
    ) -> Result<(&dyn Checkout, Map<String, Value>), CheckoutError> {
        let read = match self.checkout_for(peer.ip(), &request) {
            Ok(checkout) => read(request).await.map(|body| (checkout, body)),
            Err(error) => Err(error),
        };
        read.inspect_err(|error| self.refused(peer, Refused::Checkout(error.message.clone())))
    }

    fn checkout_for(
        &self,
        peer: IpAddr,
        request: &Request<Body>,
    ) -> Result<&dyn Checkout, CheckoutError> {
        let refused = |status, code: &str, message: &str| CheckoutError {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
        };
        let checkout = self
            .checkout
            .as_deref()
            .ok_or_else(|| refused(404, "NOT_FOUND", "there is no checkout API here"))?;
        if !checkout.serves(peer.to_canonical()) {
            return Err(refused(
                403,
                "FORBIDDEN",
                "the checkout API is for this machine only",
            ));
        }
        checkout
            .hosts()
            .admit(request.uri(), request.headers())
            .map_err(|why| refused(403, "FORBIDDEN", why))?;
        if self.limits.exceeded_by(peer).is_some() {
            return Err(refused(429, "TOO_MANY_REQUESTS", "too many requests"));
        }
        Ok(checkout)
    }
}

fn wrong(message: impl Into<String>) -> CheckoutError {
    CheckoutError {
        status: 400,
        code: "PARAM_ERROR".to_owned(),
        message: message.into(),
    }
}

/// Reads the JSON object. An old browser that sends no origin can post anything but JSON for a
/// page, so nothing else is accepted.
async fn read(request: Request<Body>) -> Result<Map<String, Value>, CheckoutError> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(CheckoutError {
            status: 415,
            ..wrong("the body must be sent as application/json")
        });
    }
    let until = Instant::now() + RESPONSE_TIMEOUT;
    let (status, why) = match limits::read(request.into_body(), MAX_BODY_BYTES, until).await {
        Ok(bytes) => return object(&bytes),
        Err(Unread::TooLarge) => (413, "the body is too large"),
        Err(Unread::TooSlow) => (408, "the body is incomplete"),
        Err(Unread::Broken) => (400, "the body is unreadable"),
    };
    Err(CheckoutError {
        status,
        ..wrong(why)
    })
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, CheckoutError> {
    match json::parse(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(wrong("the body is not a JSON object")),
        Err(error) => Err(wrong(format!("the body is not JSON: {error}"))),
    }
}

fn text<'b>(body: &'b Map<String, Value>, name: &str) -> Result<&'b str, CheckoutError> {
    match body.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(Value::String(_)) => Err(wrong(format!("{name} is empty"))),
        Some(_) => Err(wrong(format!("{name} must be a string"))),
        None => Err(wrong(format!("{name} is missing"))),
    }
}

/// Whole fen and nothing else: 1.5, 1e2 and "100" are mistakes of the page.
fn fen(body: &Map<String, Value>) -> Result<Fen, CheckoutError> {
    let number = match body.get("total_fee") {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(_)) => {
            return Err(wrong("total_fee must be a number of fen, not a text"));
        }
        Some(_) => return Err(wrong("total_fee must be a number of fen")),
        None => return Err(wrong("total_fee is missing")),
    };
    number.parse().map_err(|_| {
        wrong(format!(
            "total_fee must be a whole number of fen from 1 to {}",
            u32::MAX
        ))
    })
}
