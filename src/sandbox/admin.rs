//! `/_sandbox/…`: what a person would do with a telephone or in the merchant's console.
//!
//! These calls carry no signature. What keeps others out is that they must come from this
//! machine, and that no page of another site may make its browser call: such a page names itself
//! in `Origin`, and a name that was rebound to this machine is in `Host`. All of that is checked
//! before anything of the body is read.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::{PayError, SandboxError};
use super::files;
use super::intake::Room;
use super::route::{decode, parameter};
use super::{PaidReport, Sandbox};
use crate::protocol::id::{OutTradeNo, SerialNo};
use crate::protocol::refund::RefundStatus;

pub(super) const PREFIX: &str = "/_sandbox/";

/// 平台证书 as a merchant who asks is told of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Listed {
    /// The one that signs.
    pub newest: SerialNo,
    /// All of them, the newest last.
    pub listed: Vec<SerialNo>,
}

/// The longest import over HTTP; the command line reads any.
const MAX_IMPORT_BYTES: usize = 64 * 1024 * 1024;

pub(super) type Answer = (StatusCode, Vec<u8>);

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    Pay(OutTradeNo),
    Refund(OutTradeNo, RefundStatus),
    Reset,
    Rotate,
    Import,
    Export,
    Orders,
}

impl Action {
    /// Finds what a caller wants done, if it may have that done.
    pub(super) fn find(head: &Parts, peer: SocketAddr, action: &str) -> Result<Self, Answer> {
        if !peer.ip().to_canonical().is_loopback() || !is_local(&head.headers) {
            let why = "only this machine may do this, and no page of another site";
            return Err(fault(StatusCode::FORBIDDEN, "FORBIDDEN", why));
        }
        let segments: Vec<&str> = action.split('/').collect();
        match (head.method.as_str(), &segments[..]) {
            ("POST", ["pay", number]) => Ok(Self::Pay(order_number(number)?)),
            ("POST", ["refund", number]) => {
                Ok(Self::Refund(order_number(number)?, refund_status(head)?))
            }
            ("POST", ["reset"]) => Ok(Self::Reset),
            ("POST", ["rotate"]) => Ok(Self::Rotate),
            ("POST", ["import"]) => Ok(Self::Import),
            ("GET", ["export"]) => Ok(Self::Export),
            ("GET", ["orders"]) => Ok(Self::Orders),
            (_, ["pay" | "refund", _] | ["reset" | "rotate" | "import" | "export" | "orders"]) => {
                let why = "another method is needed";
                Err(fault(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "METHOD_NOT_ALLOWED",
                    why,
                ))
            }
            _ => Err(fault(StatusCode::NOT_FOUND, "NOT_FOUND", "no such action")),
        }
    }

    /// Returns how long a body may be.
    pub(super) fn body_limit(&self) -> usize {
        match self {
            Self::Import => MAX_IMPORT_BYTES,
            Self::Pay(_)
            | Self::Refund(..)
            | Self::Reset
            | Self::Rotate
            | Self::Export
            | Self::Orders => 1024,
        }
    }

    /// Returns whose memory a body takes.
    pub(super) fn room(&self) -> Room {
        match self {
            Self::Import => Room::Import,
            Self::Pay(_)
            | Self::Refund(..)
            | Self::Reset
            | Self::Rotate
            | Self::Export
            | Self::Orders => Room::Calls,
        }
    }
}

/// Says that a body is too long.
pub(super) fn too_long(limit: usize) -> Answer {
    let why = format!("the body is longer than {limit} bytes");
    fault(StatusCode::PAYLOAD_TOO_LARGE, "PARAM_ERROR", &why)
}

impl Sandbox {
    pub(super) async fn administer(&self, action: &Action, body: &[u8]) -> Answer {
        match action {
            Action::Pay(number) => reported(self.pay(number).await),
            Action::Refund(number, status) => reported(self.refund(number, status).await),
            Action::Reset => done(self.reset()),
            Action::Rotate => match self.identity.rotate() {
                Ok(()) => ok(&json!(self.certificates_listed())),
                Err(why) => storage(&why),
            },
            Action::Import => done(self.import(body)),
            Action::Export => match self.export() {
                Ok(export) => (StatusCode::OK, export),
                Err(why) => storage(&why),
            },
            Action::Orders => match self.orders() {
                Ok(orders) => ok(&json!({ "orders": orders })),
                Err(why) => storage(&why),
            },
        }
    }

    /// Returns the serial numbers of the platform certificates that are listed.
    #[must_use]
    pub fn certificates_listed(&self) -> Listed {
        let listed = self.identity.platform_certificates().into_iter();
        let listed = listed.map(|certificate| certificate.serial_no.clone());
        Listed {
            newest: self.identity.platform_certificate().serial_no.clone(),
            listed: listed.collect(),
        }
    }

    /// Returns every order as a query tells it, with its `prepay_id` and `notify_url`.
    ///
    /// # Errors
    /// Fails where the ledger cannot be read.
    pub fn orders(&self) -> Result<Vec<Value>, SandboxError> {
        self.journal.look(|ledger| {
            let tell = |order: &super::record::Record| {
                let mut told = order.transaction();
                told["prepay_id"] = json!(order.prepay_id);
                told["notify_url"] = json!(order.notify_url());
                told
            };
            ledger.orders().map(tell).collect()
        })
    }
}

fn order_number(segment: &str) -> Result<OutTradeNo, Answer> {
    let number = decode(segment).unwrap_or_default();
    number
        .parse()
        .map_err(|why| fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", &format!("{why}")))
}

/// Returns how a refund is to end: `?status=`, else `SUCCESS`.
fn refund_status(head: &Parts) -> Result<RefundStatus, Answer> {
    let asked = parameter(&head.uri.to_string(), "status");
    match asked
        .as_deref()
        .map_or(Ok(RefundStatus::Success), str::parse)
    {
        Ok(status) if status.is_final() => Ok(status),
        Ok(_) | Err(_) => {
            let why = "status must be SUCCESS, ABNORMAL or CLOSED";
            Err(fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", why))
        }
    }
}

fn reported(report: Result<PaidReport, PayError>) -> Answer {
    match report {
        Ok(report) => ok(&json!(report)),
        Err(PayError::Storage(why)) => storage(&why),
        Err(why) => {
            let text = why.to_string();
            let (status, code) = match why {
                PayError::Unknown(_) => (StatusCode::NOT_FOUND, "ORDER_NOT_EXIST"),
                PayError::Closed(_) => (StatusCode::CONFLICT, "ORDER_CLOSED"),
                PayError::Expired(_) => (StatusCode::CONFLICT, "ORDER_EXPIRED"),
                PayError::NotPaid(_) => (StatusCode::CONFLICT, "ORDER_NOT_PAID"),
                PayError::Storage(_) => (StatusCode::INTERNAL_SERVER_ERROR, "SYSTEM_ERROR"),
            };
            fault(status, code, &text)
        }
    }
}

fn done(result: Result<(), SandboxError>) -> Answer {
    match result {
        Ok(()) => ok(&json!({ "done": true })),
        Err(why @ SandboxError::Import(_)) => {
            fault(StatusCode::BAD_REQUEST, "PARAM_ERROR", &why.to_string())
        }
        Err(why) => storage(&why),
    }
}

fn storage(why: &SandboxError) -> Answer {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    fault(status, "SYSTEM_ERROR", &why.to_string())
}

fn ok(value: &Value) -> Answer {
    (StatusCode::OK, files::pretty(value))
}

fn fault(status: StatusCode, code: &str, message: &str) -> Answer {
    (
        status,
        files::pretty(&json!({"code": code, "message": message})),
    )
}

fn is_local(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(host) = text(HOST).filter(|host| names_loopback(host)) else {
        return false;
    };
    match headers.get(ORIGIN) {
        None => true,
        Some(_) => text(ORIGIN).is_some_and(|origin| {
            let own = origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"));
            own.is_some_and(|own| own.eq_ignore_ascii_case(host))
        }),
    }
}

/// Tells whether a `Host` header names this machine, whatever the port.
fn names_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(ip, _)| ip),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn pages_of_other_sites_and_rebound_names_are_kept_out() {
        assert!(is_local(&headers("127.0.0.1:8787", None)));
        assert!(is_local(&headers("[::1]:8787", None)));
        let own = Some("http://localhost:8787");
        assert!(is_local(&headers("localhost:8787", own)));
        assert!(!is_local(&headers("localhost:8788", own)));
        for (host, origin) in [
            ("evil.example:8787", None),
            ("127.0.0.1.evil.example", None),
            ("localhost.evil.example", None),
            ("127.0.0.1:8787", Some("https://evil.example")),
            ("127.0.0.1:8787", Some("null")),
            ("127.0.0.1:8787", Some("")),
        ] {
            assert!(!is_local(&headers(host, origin)), "{host} {origin:?}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
