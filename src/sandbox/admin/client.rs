//! The client of a running sandbox's control calls.

use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::protocol::endpoint::segment;
use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::admin::report::{
    CertificatesListed, ComplaintReport, DeliveryReport, FaultsReport, PageTicket, TransferReport,
};
use crate::sandbox::admin::storage::UnusableDatabase;
use crate::sandbox::error::SandboxError;
use crate::sandbox::faults::{FaultError, FaultRule};
use crate::sandbox::ledger::transfer::TransferEnd;
use crate::sandbox::state::direct_client;
use crate::sandbox::store::access::AccessToken;
use crate::sandbox::store::running::Running;
use crate::transport::TransportSetupError;

/// The longest response that is read.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

/// How long a call may take: ending the refunds of an order posts a notification for each, and a
/// receiver may take 5 seconds for one.
const CALL_TIMEOUT: Duration = Duration::from_secs(300);

/// Makes the control calls of a sandbox that runs on this machine.
#[derive(Debug, Clone)]
pub struct AdminClient {
    /// Scheme and host, such as `http://127.0.0.1:8787`.
    url: String,
    token: Option<AccessToken>,
    http: reqwest::Client,
}

/// Why a control call failed.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// No HTTP client can be set up.
    #[error(transparent)]
    Setup(#[from] TransportSetupError),
    /// No response came.
    #[error("the sandbox at {url} does not respond")]
    Unreachable {
        /// Where the sandbox should be.
        url: String,
        /// Why it does not respond.
        source: reqwest::Error,
    },
    /// The order that the call names does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The sandbox refused the call.
    #[error("{message}")]
    Refused {
        /// Its code, such as `ORDER_PAID`.
        code: Option<String>,
        /// Its words, which are English.
        message: String,
    },
    /// The sandbox cannot use its database.
    #[error(transparent)]
    Storage(SandboxError),
    /// The sandbox cannot set a fault.
    #[error(transparent)]
    Fault(FaultError),
    /// The response is longer than any of a sandbox's.
    #[error("the response of the sandbox at {url} is longer than {limit} bytes")]
    TooLarge {
        /// Where the response came from.
        url: String,
        /// The longest that is read, in bytes.
        limit: usize,
    },
    /// The response cannot be read.
    #[error("the sandbox's response cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Fault {
    code: Option<String>,
    message: String,
    /// The path that no call has, if a fault is for it.
    path: Option<String>,
    nearest: Option<String>,
    /// The database that the sandbox cannot use.
    database: Option<UnusableDatabase>,
}

impl AdminClient {
    /// Returns a client of a running sandbox, which uses no proxy.
    ///
    /// # Errors
    /// Returns an error if no HTTP client can be set up.
    pub fn new(running: &Running) -> Result<Self, AdminError> {
        Ok(Self {
            url: running.url.clone(),
            token: running.token.clone(),
            http: direct_client()?,
        })
    }

    /// Pays an order and delivers its notification once.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn pay(&self, number: &OutTradeNo) -> Result<DeliveryReport, AdminError> {
        self.post(&format!("pay/{}", segment(number.as_str())))
            .await
    }

    /// Ends an order's refunds with `status`, or refunds what remains of it, and delivers each
    /// notification once.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn refund(
        &self,
        number: &OutTradeNo,
        status: &RefundStatus,
    ) -> Result<DeliveryReport, AdminError> {
        let number = segment(number.as_str());
        self.post(&format!("refund/{number}?status={status}")).await
    }

    /// Returns what opens the sandbox's page once: see
    /// [`Sandbox::page_ticket`](crate::sandbox::Sandbox::page_ticket).
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn page_ticket(&self) -> Result<String, AdminError> {
        let PageTicket { ticket } = self.post("ticket").await?;
        Ok(ticket)
    }

    /// Generates another platform certificate, which signs from now on.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn rotate(&self) -> Result<CertificatesListed, AdminError> {
        self.post("rotate").await
    }

    /// Waits until what the sandbox has answered is recorded.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn settle(&self) -> Result<(), AdminError> {
        let answer: serde_json::Value = self.call(Method::GET, "requests?limit=0", "").await?;
        drop(answer);
        Ok(())
    }

    /// Ends a transfer that waits for its user, and delivers the notification.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn end_transfer(
        &self,
        out_bill_no: &str,
        end: TransferEnd,
    ) -> Result<TransferReport, AdminError> {
        let state = match end {
            TransferEnd::Confirmed => "SUCCESS",
            TransferEnd::Failed => "FAIL",
        };
        let number = segment(out_bill_no);
        self.post(&format!("transfer/{number}?state={state}")).await
    }

    /// Complains about a paid order as its payer would, and delivers the notification.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn complain(
        &self,
        number: &OutTradeNo,
        detail: &str,
    ) -> Result<ComplaintReport, AdminError> {
        let number = segment(number.as_str());
        let detail = segment(detail);
        self.post(&format!("complain/{number}?detail={detail}"))
            .await
    }

    /// Returns the faults that are set, and those that there are.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn faults(&self) -> Result<FaultsReport, AdminError> {
        self.call(Method::GET, "faults", "").await
    }

    /// Sets faults beside those that are set.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses: a path must be one of its
    /// calls'.
    pub async fn add_faults(&self, rules: &[FaultRule]) -> Result<FaultsReport, AdminError> {
        let faults: Vec<_> = rules.iter().map(ToString::to_string).collect();
        let body = json!({ "faults": faults }).to_string();
        self.call(Method::POST, "faults", &body).await
    }

    /// Removes every fault.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn clear_faults(&self) -> Result<FaultsReport, AdminError> {
        self.call(Method::DELETE, "faults", "").await
    }

    async fn post<T: DeserializeOwned>(&self, action: &str) -> Result<T, AdminError> {
        self.call(Method::POST, action, "").await
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        action: &str,
        body: &str,
    ) -> Result<T, AdminError> {
        let unreachable = |source: reqwest::Error| AdminError::Unreachable {
            url: self.url.clone(),
            source: source.without_url(),
        };
        let mut request = self
            .http
            .request(method, format!("{}/_sandbox/{action}", self.url))
            .header("Content-Type", "application/json")
            .timeout(CALL_TIMEOUT)
            .body(body.to_owned());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.reveal());
        }
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > MAX_RESPONSE_BYTES {
                return Err(AdminError::TooLarge {
                    url: self.url.clone(),
                    limit: MAX_RESPONSE_BYTES,
                });
            }
            body.extend_from_slice(&chunk);
        }
        if status == reqwest::StatusCode::OK {
            return serde_json::from_slice(&body).map_err(AdminError::Unreadable);
        }
        let (code, message) = match serde_json::from_slice(&body) {
            Ok(Fault {
                path: Some(path),
                nearest,
                ..
            }) => return Err(AdminError::Fault(FaultError::Path { path, nearest })),
            Ok(Fault {
                database: Some(database),
                ..
            }) => return Err(AdminError::Storage(database.into())),
            Ok(Fault { code, message, .. }) => (code, message),
            Err(_) => {
                let words = format!("the sandbox refused with status {}", status.as_u16());
                (None, words)
            }
        };
        Err(if status == reqwest::StatusCode::NOT_FOUND {
            AdminError::NotFound(message)
        } else {
            AdminError::Refused { code, message }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use axum::Router;
    use axum::http::StatusCode;
    use axum::routing::post;
    use tokio::net::{TcpListener, TcpSocket};

    use super::*;
    use crate::sandbox::embedded::EmbeddedSandbox;
    use crate::sandbox::error::{DatabaseError, PayError};
    use crate::sandbox::options::Mode;

    fn number(text: &str) -> OutTradeNo {
        text.parse().unwrap()
    }

    fn client(url: String) -> AdminClient {
        let running = Running {
            url,
            mode: Mode::Both,
            token: None,
            tls: None,
            proxy: None,
        };
        AdminClient::new(&running).unwrap()
    }

    /// Returns a client of a server that answers every control call with this.
    async fn answering(status: StatusCode, body: String) -> AdminClient {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let answer = move || async move { (status, body) };
        let router = Router::new().route("/_sandbox/{*action}", post(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        client(url)
    }

    #[tokio::test]
    async fn the_calls_do_what_the_sandbox_itself_does() {
        let sandbox = EmbeddedSandbox::temporary().await.unwrap();
        let admin = AdminClient::new(sandbox.running()).unwrap();
        let listed = admin.rotate().await.unwrap();
        assert_eq!(listed, sandbox.sandbox().certificates_listed());
        assert_eq!(listed.listed.len(), 2);
        let why = admin.pay(&number("none-such")).await.unwrap_err();
        assert!(matches!(&why, AdminError::NotFound(_)), "{why:?}");
        assert_eq!(why.to_string(), "the sandbox has no order none-such");
        let status = RefundStatus::Processing;
        let why = admin.refund(&number("none-such"), &status).await;
        let why = why.unwrap_err();
        assert!(matches!(&why, AdminError::Refused { .. }), "{why:?}");
        assert_eq!(
            why.to_string(),
            "status must be SUCCESS, ABNORMAL or CLOSED"
        );
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_used_is_named_as_the_sandbox_itself_names_it() {
        let sandbox = EmbeddedSandbox::temporary().await.unwrap();
        let log = sandbox.identity().folder().join("../sandbox.db-wal");
        std::fs::write(log.canonicalize().unwrap(), "overwritten").unwrap();
        let admin = AdminClient::new(sandbox.running()).unwrap();
        let order = number("order-1");
        let AdminError::Storage(reported) = admin.pay(&order).await.unwrap_err() else {
            panic!("another error");
        };
        let PayError::Storage(own) = sandbox.pay(&order).await.unwrap_err() else {
            panic!("another error");
        };
        assert_eq!(format!("{reported:?}"), format!("{own:?}"));
        let SandboxError::Database { source, .. } = reported else {
            panic!("another error");
        };
        assert!(matches!(source, DatabaseError::LogOverwritten(_)));
    }

    #[tokio::test]
    async fn a_sandbox_that_does_not_respond_is_named_with_the_reason() {
        // It does not listen, and keeps other tests from the port.
        let silent = TcpSocket::new_v4().unwrap();
        silent.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let url = format!("http://{}", silent.local_addr().unwrap());
        let why = client(url.clone()).rotate().await.unwrap_err();
        assert_eq!(
            why.to_string(),
            format!("the sandbox at {url} does not respond")
        );
        let mut source = why.source().unwrap();
        assert!(!source.to_string().contains(&url), "{source}");
        while let Some(deeper) = source.source() {
            source = deeper;
        }
        assert!(source.to_string().contains("refused"), "{source}");
    }

    #[tokio::test]
    async fn a_response_is_read_up_to_a_limit() {
        let long = "x".repeat(MAX_RESPONSE_BYTES + 1);
        let why = answering(StatusCode::OK, long).await.rotate().await;
        assert!(matches!(why, Err(AdminError::TooLarge { .. })), "{why:?}");
    }

    #[tokio::test]
    async fn a_response_of_another_server_is_not_taken_for_a_result() {
        let html = || "<html>".to_owned();
        let why = answering(StatusCode::OK, html()).await.rotate().await;
        assert!(matches!(why, Err(AdminError::Unreadable(_))), "{why:?}");
        let bad = answering(StatusCode::BAD_GATEWAY, html()).await;
        let why = bad.rotate().await.unwrap_err();
        assert_eq!(why.to_string(), "the sandbox refused with status 502");
    }
}
