//! Responses that are read as they arrive, however long they are.

use std::time::Duration;

use bytes::Bytes;

use super::client::{Request, Transport};
use super::error::TransportError;
use super::obstacle::Interruption;
use super::response::Response;

/// How long a transfer may take, however steadily it drips.
const MAX_TRANSFER_DURATION: Duration = Duration::from_secs(24 * 3600);

/// A response whose body is still arriving.
#[derive(Debug)]
pub struct Incoming {
    answer: reqwest::Response,
    transport: Transport,
}

impl Transport {
    /// Sends a request once and reads the head of the response. The timeout starts again with each
    /// piece of the body.
    ///
    /// # Errors
    /// Returns the errors of [`Transport::send`].
    pub async fn open(&self, request: &Request) -> Result<Incoming, TransportError> {
        let url = format!("{}{}", self.base.as_str(), request.target);
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
        let mut builder = self
            .http
            .request(method, url)
            .timeout(MAX_TRANSFER_DURATION);
        for (name, value) in &request.headers {
            builder = builder.header(name.as_ref(), value);
        }
        let sent = tokio::time::timeout(self.timeout, builder.send()).await;
        let silence = |_| TransportError::Timeout {
            host: self.base.host(),
            waited: self.timeout,
        };
        let answer = match sent.map_err(silence)? {
            Ok(answer) => answer,
            Err(error) => return Err(self.explain(error, self.timeout).await),
        };
        Ok(Incoming {
            answer,
            transport: self.clone(),
        })
    }
}

impl Incoming {
    /// Returns the head of the response, with an empty body.
    #[must_use]
    pub fn head(&self) -> Response {
        Response {
            status: self.answer.status().as_u16(),
            headers: self.answer.headers().clone(),
            body: Vec::new(),
        }
    }

    /// Returns how many bytes the body has, if that is announced.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.answer.content_length()
    }

    /// Returns the next piece of the body; none at its end.
    ///
    /// # Errors
    /// Returns an error if nothing arrives in time, or the connection breaks before the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let transport = &self.transport;
        let chunk = tokio::time::timeout(transport.timeout, self.answer.chunk()).await;
        match chunk {
            Ok(Ok(chunk)) => Ok(chunk),
            Ok(Err(error)) => {
                let late = Interruption::TooSlow(MAX_TRANSFER_DURATION);
                Err(transport.broken_off(&error, late))
            }
            Err(_) => Err(TransportError::NoAnswer {
                host: transport.base.host(),
                source: Interruption::Stalled(transport.timeout),
            }),
        }
    }

    /// Reads the rest, at most `limit` bytes.
    ///
    /// # Errors
    /// Returns the errors of [`Incoming::chunk`], and an error if the body is longer.
    pub async fn whole(mut self, limit: usize) -> Result<Response, TransportError> {
        let mut response = self.head();
        while let Some(chunk) = self.chunk().await? {
            if response.body.len() + chunk.len() > limit {
                let host = self.transport.base.host();
                return Err(TransportError::TooLarge { host, limit });
            }
            response.body.extend_from_slice(&chunk);
        }
        Ok(response)
    }
}
