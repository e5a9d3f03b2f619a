//! How a notification gets to a target.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::inbox::Delivery;

/// How long a target may take, as long as WeChat Pay would wait.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came of carrying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// The target took it.
    Taken(String),
    /// The target did not take it.
    Refused(String),
    /// There is nobody; whatever else is for this target can wait, too.
    Unreached(String),
}

/// Carries notifications to one target.
pub trait Carrier: Send + Sync {
    /// Carries one, once.
    fn carry<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = Carried> + Send + 'd>>;
}

/// Posts the bytes and headers as they were received to the target, which is a URL.
#[derive(Debug, Clone)]
pub struct HttpCarrier(reqwest::Client);

impl HttpCarrier {
    /// Uses a client, which should follow no redirect.
    #[must_use]
    pub fn new(http: reqwest::Client) -> Self {
        Self(http)
    }

    /// Posts the bytes and headers to a URL, and returns the status.
    ///
    /// # Errors
    /// Says why there is no answer; the URL, which may hold a token, is not part of it.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Result<u16, String> {
        let status = self.send(url, headers, body).await;
        status.map_err(|error| reason(&error))
    }

    async fn send(
        &self,
        url: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Result<u16, reqwest::Error> {
        let request = self.0.post(url).timeout(PATIENCE).headers(read(headers));
        let answer = request.body(body).send().await?;
        Ok(answer.status().as_u16())
    }
}

/// Turns stored headers back into the bytes that they were.
fn read(headers: &[(String, String)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let bytes: Option<Vec<u8>> = value.chars().map(|c| u8::try_from(c).ok()).collect();
        let value = bytes.and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        if let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), value) {
            map.append(name, value);
        }
    }
    map
}

impl Carrier for HttpCarrier {
    fn carry<'d>(
        &'d self,
        delivery: &'d Delivery,
    ) -> Pin<Box<dyn Future<Output = Carried> + Send + 'd>> {
        Box::pin(async move {
            let sent = self.send(&delivery.target, &delivery.headers, delivery.body.clone());
            match sent.await {
                Ok(status @ 200..=299) => Carried::Taken(status.to_string()),
                Ok(status) => Carried::Refused(status.to_string()),
                Err(error) if error.is_connect() => Carried::Unreached(reason(&error)),
                Err(error) => Carried::Refused(reason(&error)),
            }
        })
    }
}

/// The outer errors only say that something was tried, and where, which may hold a token.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() && !error.is_connect() {
        return format!("no answer within {} s", PATIENCE.as_secs());
    }
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
