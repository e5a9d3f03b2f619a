//! Delivers a notification to a target: the contract, and the transport over HTTP.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use crate::error_chain::{chain, root_cause};
use crate::inbox::{Delivery, RawHeaders};

/// As long as WeChat Pay would wait.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// The result of one attempt, with its description for people: a status, or a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryResult {
    /// The target accepted the notification.
    Delivered(String),
    /// The target did not accept it.
    Refused(String),
    /// The target cannot be reached, so that everything else for it can wait, too.
    Unreachable(String),
}

/// Delivers notifications to one target.
pub trait ForwardTransport: Send + Sync {
    /// Makes one attempt.
    fn deliver<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = DeliveryResult> + Send + 'd>>;
}

/// Posts the bytes and headers as they were received to the target, which is a URL.
#[derive(Debug, Clone)]
pub struct HttpForward(reqwest::Client);

/// A target that sent no response. The URL, which may hold a token, is not part of it.
#[derive(Debug, thiserror::Error)]
pub enum HttpForwardError {
    /// There is no connection to the target.
    #[error("{}", why(.0))]
    Connect(#[source] reqwest::Error),
    /// The target was connected, and did not respond in time.
    #[error("no answer within {} s", REQUEST_TIMEOUT.as_secs())]
    Timeout(#[source] reqwest::Error),
    /// The exchange failed after the connection was made.
    #[error("{}", why(.0))]
    Exchange(#[source] reqwest::Error),
}

/// Returns why there is no response, in the words that a client has for it.
fn why(error: &reqwest::Error) -> String {
    use io::ErrorKind::{ConnectionRefused, ConnectionReset, HostUnreachable, NetworkUnreachable};
    let system = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>());
    match system.map(io::Error::kind) {
        Some(ConnectionRefused) => "the connection was refused: nothing listens there".to_owned(),
        Some(ConnectionReset) => "the connection was reset".to_owned(),
        Some(HostUnreachable | NetworkUnreachable) => "there is no route to it".to_owned(),
        Some(_) | None => broken(error).map_or_else(|| root_cause(error), str::to_owned),
    }
}

/// Returns what is wrong with a response that does not come to its end.
fn broken(error: &reqwest::Error) -> Option<&'static str> {
    let found = chain(error).find_map(|cause| cause.downcast_ref::<hyper::Error>())?;
    if found.is_incomplete_message() {
        Some("the connection was closed before the response was complete")
    } else if found.is_parse() {
        Some("what was sent back is not HTTP")
    } else {
        None
    }
}

impl From<reqwest::Error> for HttpForwardError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() {
            Self::Connect(error)
        } else if error.is_timeout() {
            Self::Timeout(error)
        } else {
            Self::Exchange(error)
        }
    }
}

impl HttpForward {
    /// Uses a client, which should follow no redirect.
    #[must_use]
    pub fn new(http: reqwest::Client) -> Self {
        Self(http)
    }

    /// Posts the bytes and headers to a URL, and returns the status of the response.
    ///
    /// # Errors
    /// Returns an error if there is no response.
    pub async fn post(
        &self,
        url: &str,
        headers: &RawHeaders,
        body: Vec<u8>,
    ) -> Result<u16, HttpForwardError> {
        let request = self.0.post(url).timeout(REQUEST_TIMEOUT);
        let request = request.headers(headers.into()).body(body);
        Ok(request.send().await?.status().as_u16())
    }
}

impl ForwardTransport for HttpForward {
    fn deliver<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = DeliveryResult> + Send + 'd>> {
        Box::pin(async move {
            let posted = self.post(&delivery.target, &delivery.headers, delivery.body.clone());
            match posted.await {
                Ok(status @ 200..=299) => DeliveryResult::Delivered(status.to_string()),
                Ok(status) => DeliveryResult::Refused(status.to_string()),
                Err(error @ HttpForwardError::Connect(_)) => {
                    DeliveryResult::Unreachable(error.to_string())
                }
                Err(error @ (HttpForwardError::Timeout(_) | HttpForwardError::Exchange(_))) => {
                    DeliveryResult::Refused(error.to_string())
                }
            }
        })
    }
}
