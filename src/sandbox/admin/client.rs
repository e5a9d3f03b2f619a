//! The client of a running sandbox's control calls.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::protocol::endpoint::segment;
use crate::protocol::id::OutTradeNo;
use crate::protocol::refund::RefundStatus;
use crate::sandbox::admin::report::{CertificatesListed, DeliveryReport};

/// Makes the control calls of a sandbox that runs on this machine.
#[derive(Debug, Clone)]
pub struct AdminClient {
    /// Scheme and host, such as `http://127.0.0.1:8787`.
    url: String,
    http: reqwest::Client,
}

/// Why a control call failed.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// No response came.
    #[error("the sandbox at {url} does not respond")]
    Unreachable {
        /// Where the sandbox should be.
        url: String,
        /// Why it does not.
        source: reqwest::Error,
    },
    /// The order is not known, or another thing that the call names.
    #[error("{0}")]
    NotFound(String),
    /// The sandbox refused, and said why.
    #[error("{0}")]
    Refused(String),
    /// The response cannot be read.
    #[error("the sandbox's answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

#[derive(Deserialize)]
struct Fault {
    message: String,
}

impl AdminClient {
    /// Returns a client of the sandbox at `url`; `http` should use no proxy.
    #[must_use]
    pub fn new(url: impl Into<String>, http: reqwest::Client) -> Self {
        Self {
            url: url.into(),
            http,
        }
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

    /// Makes another platform certificate, which signs from now on.
    ///
    /// # Errors
    /// Returns an error if the sandbox does not respond, or refuses.
    pub async fn rotate(&self) -> Result<CertificatesListed, AdminError> {
        self.post("rotate").await
    }

    async fn post<T: DeserializeOwned>(&self, action: &str) -> Result<T, AdminError> {
        let unreachable = |source: reqwest::Error| AdminError::Unreachable {
            url: self.url.clone(),
            source: source.without_url(),
        };
        let response = self
            .http
            .post(format!("{}/_sandbox/{action}", self.url))
            .header("Content-Type", "application/json")
            .send()
            .await
            .map_err(unreachable)?;
        let status = response.status();
        let body = response.bytes().await.map_err(unreachable)?;
        if status == reqwest::StatusCode::OK {
            return serde_json::from_slice(&body).map_err(AdminError::Unreadable);
        }
        let message = match serde_json::from_slice(&body) {
            Ok(Fault { message }) => message,
            Err(_) => "the sandbox refused".to_owned(),
        };
        Err(if status == reqwest::StatusCode::NOT_FOUND {
            AdminError::NotFound(message)
        } else {
            AdminError::Refused(message)
        })
    }
}
