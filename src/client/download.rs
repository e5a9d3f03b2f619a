//! Downloads: signed requests for answers of any length, which nobody signs.

use super::{Client, Step};
use crate::ambient;
use crate::error::Error;
use crate::protocol::api_error::ApiError;
use crate::protocol::endpoint::Endpoint;
use crate::transport::{BODY_LIMIT, Incoming, Transport};

impl Client {
    /// Returns where calls go.
    #[must_use]
    pub fn base(&self) -> &crate::transport::BaseUrl {
        self.transport.base()
    }

    /// Signs and sends a request once, to this client's host or to another, and returns the
    /// answer as it arrives. Nothing proves it to be WeChat Pay's: the caller must know its hash.
    ///
    /// # Errors
    /// Says whether WeChat Pay refused or did not answer.
    pub async fn download<E: Endpoint>(
        &self,
        endpoint: &E,
        elsewhere: Option<&Transport>,
    ) -> Result<Incoming, Error> {
        let transport = elsewhere.unwrap_or(&self.transport);
        let mut signed = self.sign(endpoint);
        transport.base().as_str().clone_into(&mut signed.base);
        for (name, value) in &mut signed.request.headers {
            if *name == "Accept" {
                "*/*".clone_into(value);
            }
        }
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let incoming = transport.open(&signed.request).await?;
        let head = incoming.head();
        (self.observer)(&Step::Answered {
            response: &head,
            elapsed: began.elapsed(),
        });
        match head.status {
            200 => Ok(incoming),
            status @ 300..=399 => Err(Error::Redirect {
                host: transport.base().host(),
                status,
            }),
            status => {
                let response = incoming.whole(BODY_LIMIT).await?;
                let mut error = ApiError::read(status, &response.body, response.request_id());
                error.clock_behind = response.date().map(|date| date.0 - ambient::now().0);
                Err(Error::Api(error))
            }
        }
    }
}
