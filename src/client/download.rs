//! Downloads: signed requests for answers of any length, which nobody signs.

use super::{Client, Step, refusal};
use crate::error::Error;
use crate::protocol::call::Call;
use crate::transport::{BODY_LIMIT, BaseUrl, Incoming, Transport};

impl Client {
    /// Returns where calls go.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        self.hosts.primary().base()
    }

    /// Signs and sends a request once, to this client's host or to another, and returns the
    /// answer as it arrives. Nothing proves it to be WeChat Pay's: the caller must know its hash.
    ///
    /// # Errors
    /// Says whether WeChat Pay refused or did not answer.
    pub async fn download(
        &self,
        call: impl Into<Call>,
        elsewhere: Option<&Transport>,
    ) -> Result<Incoming, Error> {
        let call = call.into();
        let transport = elsewhere.unwrap_or(self.hosts.primary());
        let mut signed = self.sign_for(transport.base(), &call, self.asks());
        for (name, value) in &mut signed.request.headers {
            if *name == "Accept" {
                "*/*".clone_into(value);
            }
        }
        (self.observer)(&Step::Sending { request: &signed });
        let began = tokio::time::Instant::now();
        let incoming = transport.open(&signed.request).await?;
        let head = incoming.head();
        let host = transport.base().host();
        (self.observer)(&Step::Answered {
            host: &host,
            response: &head,
            elapsed: began.elapsed(),
        });
        match head.status {
            200 => Ok(incoming),
            status @ 300..=399 => Err(Error::Redirect { host, status }),
            _ => {
                let response = incoming.whole(BODY_LIMIT).await?;
                Err(Error::Api(refusal(&response, &call)))
            }
        }
    }
}
