//! Responses of calls.

use serde::de::IgnoredAny;

use crate::error::Error;
use crate::protocol::call::Header;
use crate::protocol::certificate::Bootstrap;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::signed::Verified;
use crate::transport::Response;

/// A verified response: what it says, and the bytes that were verified.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answered<A> {
    /// What the response says.
    pub value: A,
    /// The body, byte for byte as it was signed.
    pub raw: Verified,
    /// The HTTP status, such as 200 or 204.
    pub status: u16,
    /// The headers.
    pub headers: Vec<Header>,
    /// `Request-ID`.
    pub request_id: Option<String>,
    /// The serial number of the key that signed the response.
    pub signed_by: String,
}

/// A verified response whose body is for the caller to read.
pub type RawAnswer = Answered<()>;

impl RawAnswer {
    pub(super) fn decode<E: Endpoint>(self, endpoint: &E) -> Result<Answered<E::Answer>, Error> {
        let value = endpoint
            .decode(self.raw.body())
            .map_err(|error| Error::Answer {
                what: unreadable(self.raw.body(), &error.to_string()),
                request_id: self.request_id.clone(),
            })?;
        Ok(Answered {
            value,
            raw: self.raw,
            status: self.status,
            headers: self.headers,
            request_id: self.request_id,
            signed_by: self.signed_by,
        })
    }
}

/// Returns why a body cannot be read: `why`, unless it is not even JSON.
pub(super) fn unreadable(body: &[u8], why: &str) -> String {
    if body.is_empty() {
        "it is empty".to_owned()
    } else if let Err(error) = serde_json::from_slice::<IgnoredAny>(body) {
        format!("it is not JSON: {error}")
    } else {
        why.to_owned()
    }
}

/// The platform certificates that were downloaded.
#[derive(Debug)]
#[non_exhaustive]
pub struct BootstrapAnswer {
    /// The certificates, and what proves them.
    pub bootstrap: Bootstrap,
    /// `Request-ID`.
    pub request_id: Option<String>,
}

/// The response of any API, which may be one that is not signed.
#[derive(Debug)]
#[non_exhaustive]
pub struct AnyAnswer {
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// Whether it was signed; if it was, the signature is valid.
    pub is_verified: bool,
    /// The HTTP status, such as 200 or 204.
    pub status: u16,
    /// The headers.
    pub headers: Vec<Header>,
    /// `Request-ID`.
    pub request_id: Option<String>,
}

impl From<RawAnswer> for AnyAnswer {
    fn from(answer: RawAnswer) -> Self {
        Self {
            body: answer.raw.into_body(),
            is_verified: true,
            status: answer.status,
            headers: answer.headers,
            request_id: answer.request_id,
        }
    }
}

impl AnyAnswer {
    pub(super) fn unsigned(response: Response) -> Self {
        Self {
            is_verified: false,
            status: response.status,
            headers: response.header_texts(),
            request_id: response.request_id(),
            body: response.body,
        }
    }
}
